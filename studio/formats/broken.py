"""What a person reads of JSON that was broken by hand: the line, and what is expected there."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from json import JSONDecodeError

from studio.base.visible import visible

_BLANKS = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
_ENDS = "the file breaks off here; put back an earlier copy of it"
_OTHER = "it cannot be read before {next}"
_SHOWN = 24
_SAID = {
    "Expecting ',' delimiter": "a comma or a closing bracket is missing before {next}",
    "Expecting ':' delimiter": "a colon is missing before {next}",
    "Expecting value": "a value is missing before {next}; it may be a text in double quotes, a "
    "number, true, false, null, a list or an object",
    "Expecting property name": "a name in double quotes is missing before {next}",
    "Unterminated string": "the text that begins with {next} has no closing quote",
    "Invalid control": "a tab or another sign that cannot be seen stands in a text",
    "Invalid \\": "a backslash stands in a text; write it twice",
    "Extra data": "it should end before {next}",
}


class RepeatedName(ValueError):
    """An object has a name twice."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the key {name!r} appears twice")
        self.name = name


class NoNumber(ValueError):
    """A word stands in the place of a number, such as NaN."""

    def __init__(self, word: str) -> None:
        super().__init__(f"{word} is not a number of JSON")
        self.word = word


def told_broken(fault: ValueError, name: str, text: str) -> str:
    """Return the sentence that says where a text is no JSON, and what is expected there.

    Args:
        fault: as `strict_json` raised it.
        name: what stands for the file.
        text: what it holds.
    """
    if not text.strip():
        return f"{name} is empty; put back an earlier copy of it."
    if isinstance(fault, JSONDecodeError):
        return f"{at_line(name, text, fault.pos)}: {_expected(fault, text)}."
    if isinstance(fault, RepeatedName):
        told = f"“{visible(fault.name)}” stands twice in one object; take one out"
        return f"{at_line(name, text, _repeated(text))}: {told}."
    if isinstance(fault, NoNumber):
        places = [found.start() for found in re.finditer(fault.word, text)]
        place = at_line(name, text, places[0]) if len(places) == 1 else name
        return f"{place}: {fault.word} stands where a number must be."
    told = "a number has too many digits" if "digits" in str(fault) else str(fault)
    return f"{name}: {told}."


def at_line(name: str, text: str, position: int | None) -> str:
    """Return a file and a line of it; the file alone if it has only one or nobody knows which."""
    if position is None or "\n" not in text.strip():
        return name
    return f"{name}, line {text.count(chr(10), 0, position) + 1}"


def _expected(fault: JSONDecodeError, text: str) -> str:
    said, follows = fault.msg, text[fault.pos :]
    if said.startswith("Unexpected UTF-8 BOM"):
        return "it begins with a mark of its encoding (BOM); save it as UTF-8 without one"
    if not follows.strip() or (said.startswith("Unterminated") and "\n" not in follows):
        return _ENDS
    if follows[0] in "]}" and text[: fault.pos].rstrip().endswith(","):
        return f"the comma before {follows[0]} is one too many"
    if follows[0] == "'":
        return "names and texts stand in double quotes, not in single ones"
    if said.startswith("Invalid control") and follows[0] in "\r\n":
        return "a text has no closing quote"
    words = next((told for begin, told in _SAID.items() if said.startswith(begin)), _OTHER)
    return words.replace("{next}", _next(follows))


def _next(follows: str) -> str:
    line = visible(follows.split("\n")[0].strip())
    return f"“{line}”" if len(line) <= _SHOWN else f"“{line[:_SHOWN]}…”"


def position_of(text: str, path: Sequence[str | int]) -> int:
    """Return where a value begins in JSON text; that of what holds it if it is not there itself.

    Args:
        text: a text that can be read.
        path: the names and places that lead to the value.
    """
    at = _after_blanks(text, 0)
    for part in path:
        inner = next((place for name, _, place in _entries(text, at) if name == part), None)
        if inner is None:
            break
        at = inner
    return at


def _repeated(text: str) -> int | None:
    """Return where a name stands that its object has already, None if nobody finds it."""
    with suppress(RecursionError):
        return _repeated_in(text, _after_blanks(text, 0))
    return None


def _repeated_in(text: str, at: int) -> int | None:
    known = set()
    for name, place, inner in _entries(text, at):
        if name in known:
            return place
        known.add(name)
        found = _repeated_in(text, inner)
        if found is not None:
            return found
    return None


def _entries(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    """Yield each name of an object, or number in a list, with where it and its value begin."""
    if text[at] not in "{[":
        return
    named, number, at = text[at] == "{", 0, _after_blanks(text, at + 1)
    while text[at] not in "]}":
        name: str | int = number
        place = at
        if named:
            name, at = _DECODER.raw_decode(text, at)
            at = _after_blanks(text, _after_blanks(text, at) + 1)
        yield name, place, at
        _, at = _DECODER.raw_decode(text, at)
        at = _after_blanks(text, at)
        if text[at] == ",":
            at = _after_blanks(text, at + 1)
        number += 1


def _after_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at
