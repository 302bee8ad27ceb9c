"""What a plan must obey as texts: the instruction's sentences, and what the input tells beside.

Limits are brought into one order of words first: `three vans at most` is `at most three vans`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from studio.grading.plan_trees import is_tree
from studio.grading.planning import moment_of
from studio.grading.proposing.given import leaves_of
from studio.grading.proposing.instruction import Instruction, Sentence, sentences, words_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import decode, read_bytes
from studio.grading.readers.tables import Table
from studio.grading.readers.trees import INI, read_tree
from studio.grading.readers.values import Scalar, number_of

CLOCK = r"\d{1,2}[:.]\d\d(?: ?[ap]m)?|\d{1,2} ?[ap]m"
MOMENT = rf"(?:\d{{4}}-\d\d-\d\d(?:T| (?:at )?))?(?:{CLOCK})"
_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
          "twelve"]  # fmt: skip
NUMBER = rf"(?:[€$£] ?)?(\d[\d,]*(?:\.\d+)?|{'|'.join(_WORDS)})\b"
CEILING = (
    r"(?:at most|no more than|not more than|up to|(?:a )?maximum(?: of)?|max\.?|exceeds?|exceed|"
    r"longer than|more than|within|limit(?:ed)? (?:of|to)|below|under|capacity(?: of| is|:)?|"
    r"carr(?:y|ies)|holds?|takes?)"
)
FLOOR = r"(?:at least|no fewer than|no less than|not less than|(?:a )?minimum(?: of)?)"
_AMOUNT = rf"(?P<amount>(?:[€$£] ?)?(?:\d[\d,]*(?:\.\d+)?|{'|'.join(_WORDS)})\b"
_THINGS = rf"(?: (?!at\b|or\b|and\b|\d|(?:{'|'.join(_WORDS)})\b)[\w/%€$£-]+){{0,4}}?)"
_TOPS = r"at (?:the )?most|or (?:less|fewer)|(?:at )?max(?:imum)?|tops"
_FLOORS = r"at (?:the )?least|or (?:more|longer)|(?:at )?min(?:imum)?"
# In `4 minutes, at least 9 if` the limit belongs to what comes after it.
_NO_OTHER = rf"(?! (?:\d|(?:{'|'.join(_WORDS)})\b))"
_LATEST, _EARLIEST = "at the latest", "at the earliest"
_TURNED = tuple(
    (re.compile(rf"\b{amount},? (?:{told})\b{_NO_OTHER}", re.IGNORECASE), rf"{relation} \g<amount>")
    for amount, told, relation in (
        (_AMOUNT + _THINGS, _TOPS, "at most"),
        (_AMOUNT + _THINGS, _FLOORS, "at least"),
        (rf"(?P<amount>{CLOCK}|\d+(?: minutes| hours| days)?)", _LATEST, "no later than"),
        (rf"(?P<amount>{CLOCK}|\d+(?: minutes| hours| days)?)", _EARLIEST, "not before"),
    )
)
_MOST = frozenset(
    ["max", "maximum", "most", "longest", "largest", "latest", "limit", "capacity", "budget",
     "ceiling"]
)  # fmt: skip
_LEAST = frozenset(["min", "minimum", "least", "shortest", "smallest", "earliest", "floor", "rest"])
_TEXTS = (".txt", ".md")
_MOST_TEXTS = 200
_MOST_SETTINGS = 200


def number_in(text: str) -> float | None:
    """Return the number that a text is, in digits or as a word."""
    word = text.lower()
    return _WORDS.index(word) + 1.0 if word in _WORDS else number_of(text)


def speaks_of(text: str, name: str) -> bool:
    """Tell whether a text names something; a name of a letter or two is no word that begins it."""
    short = len(name) <= 2
    before = r"(?<=\w )" if short else r"(?<!\w)"
    flags = 0 if short else re.IGNORECASE
    return re.search(rf"{before}[`'\"]?{re.escape(name)}(?!\w)", text, flags) is not None


def in_order(text: str) -> str:
    """Return a text with its limits in one order of words."""
    for pattern, told in _TURNED:
        text = pattern.sub(told, text)
    return text


def settings_of(
    folder: Path, paths: tuple[str, ...], tables: dict[str, Table]
) -> dict[str, Scalar]:
    """Return single values that the input tells by name: `capacity_kg` is 800.

    They stand in settings (JSON, YAML, TOML, INI) outside lists, or in a table of names and values.
    """
    found: dict[str, Scalar] = {}
    for path in paths:
        if is_tree(path) or path.lower().endswith(INI):
            try:
                leaves = list(leaves_of(read_tree(folder / path)))
            except Unreadable:
                continue
            found |= {
                " ".join(words_of(pointer)): value
                for pointer, value in leaves[:_MOST_SETTINGS]
                if not re.search(r"/\d+(?:/|$)", pointer)
            }
    for table in tables.values():
        if 2 <= len(table.header) <= 3 and table.height <= _MOST_SETTINGS:
            names, values = table.values(0), table.values(1)
            told = [isinstance(n, str) and _speaks(words_of(n)) for n in names]
            if told and any(told):
                pairs = zip(names, values, strict=True)
                found |= {" ".join(words_of(str(name))): value for name, value in pairs}
    return found


def _speaks(words: tuple[str, ...]) -> bool:
    return bool((_MOST | _LEAST) & set(words))


def statements(instruction: Instruction, folder: Path, paths: tuple[str, ...],
               settings: dict[str, Scalar]) -> Iterator[tuple[Sentence, Sentence]]:  # fmt: skip
    """Yield what is stated, with its limits in order, and the instruction's sentence behind it."""
    for sentence in instruction.sentences:
        yield Sentence(in_order(sentence.text), sentence.about), sentence
    for path in paths:
        behind = _behind(instruction, path)
        if path.lower().endswith(_TEXTS) and behind:
            text = decode(read_bytes(folder / path, 1024 * 1024))
            for sentence in sentences(text, paths)[:_MOST_TEXTS]:
                yield Sentence(in_order(sentence.text), sentence.about), behind
    behind = next((b for p in paths if _is_settings(p) and (b := _behind(instruction, p))), None)
    for name, value in settings.items():
        text = _told(name, value)
        if text and behind:
            yield Sentence(text), behind


def _is_settings(path: str) -> bool:
    return not path.lower().endswith(_TEXTS)


def _behind(instruction: Instruction, path: str) -> Sentence | None:
    """Return the sentence that names a file of the input."""
    name = path.casefold().rpartition("/")[2]
    return next((s for s in instruction.sentences if name in s.files), None)


def _told(name: str, value: Scalar) -> str:
    """Return a setting as a sentence says it: `at most 800 kg capacity`."""
    words = name.split()
    if isinstance(value, bool) or (number_of(value) is None and moment_of(value) is None):
        return ""
    relation = "at most" if _MOST & set(words) else "at least" if _LEAST & set(words) else ""
    unit = next((w for w in words if w in ("hours", "hour", "h", "minutes", "min", "minute")), "")
    rest = " ".join(word for word in words if word != unit)
    number = number_of(value)
    told = value if number is None else f"{number:g}"
    return f"{rest}: {relation} {told} {unit or ''} {rest}".replace("  ", " ") if relation else ""
