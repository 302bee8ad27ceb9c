"""What a check asks as a sentence whose values can be told apart, and changed where they stand.

Kinds make plain sentences. The values of a check (its target, tolerance and parameters) are found
in the sentence by how they may be written; where a value might be one of several words, or is read
from the reference, the check is told once more with another value, and what then differs is it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args, get_origin

from studio.base.errors import FaultError, HostileInputError, UserError
from studio.formats.tasks import TaskFolder
from studio.grading.kinds import KINDS, Grounds, target_of
from studio.grading.phrasing import quoted
from studio.grading.readers.archives import Unreadable
from studio.grading.verdicts import describe, parse_parameters
from studio.model.check import Check, parse_target

Path = tuple[str | int, ...]
Span = tuple[int, int]

_NUMBER = re.compile(
    r"(?<![\w.,/:#-])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?%?(?![\w:/]|[.,]\d)"
)
_EXPECTED: Path = ("parameters", "expected")
# A number and a text that no reference holds.
_OTHER = 918273645.5
_LEAF = str | int | float
_LONGEST = 200


@dataclass(frozen=True)
class Part:
    """A value in a sentence.

    Attributes:
        begin: where it begins in the sentence.
        end: where it ends.
        path: which value of the check it is, such as `("parameters", "terms", 0)`.
        value: the value, None if it is read from the reference.
        percent: whether it stands as so many of a hundred.
        around: what of the value stands before and after the words of a text.
        choices: the values that can stand there, empty if they are free.
    """

    begin: int
    end: int
    path: Path
    value: Any
    percent: bool = False
    around: tuple[str, str] = ("", "")
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The field of the check that it belongs to: `target`, `tolerance` or a parameter."""
        return str(self.path[1] if self.path[0] == "parameters" else self.path[0])


@dataclass(frozen=True)
class Told:
    """A sentence and the values in it, from left to right; they do not overlap."""

    sentence: str
    parts: tuple[Part, ...] = ()

    def text(self, part: Part) -> str:
        """Return the words of a part."""
        return self.sentence[part.begin : part.end]

    def typed(self, part: Part) -> str:
        """Return what a field begins with in which a part is changed.

        These are its words; a target that is said in other words is changed as it is written.
        """
        shown = self.text(part)
        if part.path[-1] == "target" and shown not in str(part.value):
            return str(part.value)
        return shown

    def said(self, part: Part, text: str) -> "Told":
        """Return the sentence with other words for a part, as long as it is not told anew."""
        grown = len(text) - (part.end - part.begin)
        sentence = self.sentence[: part.begin] + text + self.sentence[part.end :]
        parts = tuple(_moved(one, part, grown) for one in self.parts)
        return Told(sentence, parts)


def _moved(one: Part, changed: Part, grown: int) -> Part:
    if one is changed:
        return replace(one, end=one.end + grown)
    if one.begin < changed.end:
        return one
    return replace(one, begin=one.begin + grown, end=one.end + grown)


def tell(check: Check, task: TaskFolder) -> Told:
    """Return what a check asks, with the values that its sentence names."""
    sentence = describe(check, task)
    if check.kind not in KINDS:
        return Told(sentence)
    return tell_on(check, sentence, Grounds.of(task, None))


def tell_on(check: Check, sentence: str, grounds: Grounds) -> Told:
    """Return the sentence of a check with the values that it names, beside these folders."""
    return Told(sentence, _Finder(check, sentence, grounds).parts())


def changes_of(check: Check, part: Part, typed: str) -> dict[str, Any]:
    """Return the changes of a check that put what was typed in the place of a part.

    Raises:
        UserError: if it is no value that can stand there.
    """
    value = _value(part, typed.strip())
    if part.path[0] != "parameters":
        return {str(part.path[0]): value}
    if len(part.path) == 2 and value is None:
        kept = {name: old for name, old in check.parameters.items() if name != part.path[1]}
        return {"parameters": kept}
    return {"parameters": _with(check.parameters, part.path[1:], value)}


def _with(holder: Any, path: Path, value: Any) -> Any:
    first, *rest = path
    if isinstance(first, int):
        listed = list(holder)
        listed[first] = _with(listed[first], tuple(rest), value) if rest else value
        return listed
    inner = _with(holder.get(first, {}), tuple(rest), value) if rest else value
    return {**holder, first: inner}


def _value(part: Part, typed: str) -> Any:
    if part.path == _EXPECTED:
        return None if not typed else _number(typed, part) if _is_number(typed) else _bare(typed)
    if part.path == ("tolerance",) and not typed:
        return None
    if not typed:
        raise UserError("Type a value, or press Escape to keep the one that was there.")
    if isinstance(part.value, str):
        before, after = part.around
        whole = typed if before and typed.startswith(before) else f"{before}{typed}{after}"
        return _target(whole) if part.path[-1] == "target" else whole
    if not _is_number(typed):
        raise UserError(f"A number has to stand here, such as 0.005; {typed[:40]!r} is none.")
    return _number(typed, part)


def _target(text: str) -> str:
    try:
        parse_target(text)
    except ValueError as fault:
        raise UserError(f"{fault}."[:300]) from None
    return text


def _bare(typed: str) -> str:
    quoted = len(typed) > 1 and typed[0] == typed[-1] == '"'
    return typed[1:-1] if quoted else typed


def _is_number(typed: str) -> bool:
    return bool(_NUMBER.fullmatch(typed.replace(" ", "").replace("\u2212", "-")))


def _number(typed: str, part: Part) -> int | float:
    text = typed.replace(" ", "").replace("\u2212", "-").replace(",", "")
    number = float(text.rstrip("%"))
    if part.percent or text.endswith("%"):
        return number / 100
    whole = number.is_integer() and abs(number) < 1e15 and not isinstance(part.value, float)
    return int(number) if whole else number


class _Finder:
    """Finds the values of one check in its sentence."""

    def __init__(self, check: Check, sentence: str, grounds: Grounds) -> None:
        self._check, self._sentence, self._grounds = check, sentence, grounds
        self._found: list[Part] = []

    def parts(self) -> tuple[Part, ...]:
        """Return them from left to right."""
        try:
            leaves = list(_leaves(self._check))
        except FaultError:
            return ()
        texts = [leaf for leaf in leaves if isinstance(leaf.value, str)]
        texts.sort(key=lambda leaf: -len(str(leaf.value)))
        # A command or another target may hold the path of the target, which is no value of its own.
        path = self._check.target.partition("#")[0]
        for leaf in texts:
            if leaf.path == ("target",) or path in leaf.value:
                self._take(leaf, texts)
        self._find_expected()
        numbers = [leaf for leaf in leaves if not isinstance(leaf.value, str)]
        for leaf in (*texts, *numbers):
            if all(leaf.path != part.path for part in self._found):
                self._take(leaf, texts if leaf in texts else numbers)
        return tuple(sorted(self._found, key=lambda part: part.begin))

    def _free(self, begin: int, end: int) -> bool:
        return all(end <= part.begin or begin >= part.end for part in self._found)

    def _find_expected(self) -> None:
        """Find the value that is read from the reference, for the check may name another."""
        model = KINDS[self._check.kind].parameters.model_fields
        if "expected" not in model or self._check.parameters.get("expected") is not None:
            return
        other = self._told_with(_EXPECTED, _OTHER)
        found = other and re.search(r"918,?273,?645\.50?", other)
        if not other or not found:
            return
        before, after = other[: found.start()], other[found.end() :]
        begin, end = len(before), len(self._sentence) - len(after)
        fits = self._sentence.startswith(before) and self._sentence.endswith(after)
        if fits and begin < end and self._free(begin, end):
            self._found.append(Part(begin, end, _EXPECTED, None))

    def _places(self, words: str) -> Iterator[Span]:
        """Yield where words stand whole that are no part of another value."""
        if not words.strip() or len(words) > _LONGEST:
            return
        left = r"(?<!\w)" if words[0].isalnum() else ""
        right = r"(?![\w#])" if words[-1].isalnum() else ""
        for found in re.finditer(left + re.escape(words) + right, self._sentence):
            if self._free(*found.span()):
                yield found.span()

    def _figures(self, value: float) -> Iterator[Span]:
        for found in _NUMBER.finditer(self._sentence):
            if self._free(*found.span()) and _spells(found.group(), value):
                yield found.span()

    def _take(self, leaf: Part, others: list[Part]) -> None:
        for said, places in self._ways(leaf):
            place: Span | None = places[0]
            alike = sum(other.value == leaf.value for other in others)
            if len(places) > 1 or alike > 1 or leaf.begin < 0:
                place = self._told_apart(said, places)
            if place is not None:
                begin, end = place
                percent = self._sentence[begin:end].endswith("%")
                self._found.append(replace(said, begin=begin, end=end, percent=percent))
            return

    def _ways(self, leaf: Part) -> Iterator[tuple[Part, list[Span]]]:
        """Yield each way to write a value that the sentence has, with where it stands."""
        value = leaf.value
        if not isinstance(value, str):
            if places := list(self._figures(float(value))):
                yield leaf, places
            return
        is_target = leaf.path[-1] == "target"
        # The marks around the names of a rule may be of either sort.
        for told in _ways_to_say(value) if is_target else dict.fromkeys((value, quoted(value))):
            at = value.find(told)
            around = (value[:at], value[at + len(told) :]) if at >= 0 else ("", "")
            if places := list(self._places(told)):
                yield replace(leaf, around=around), places

    def _told_apart(self, leaf: Part, places: list[Span]) -> Span | None:
        """Return the place that changes with the value."""
        for value in _other_values(leaf):
            other = self._told_with(leaf.path, value)
            if other is None or other == self._sentence:
                continue
            begin, end = _difference(self._sentence, other)
            return next((p for p in places if p[0] <= end and begin <= p[1]), None)
        return None

    def _told_with(self, path: Path, value: Any) -> str | None:
        if path[0] == "parameters":
            changed: dict[str, Any] = {"parameters": _with(self._given(path), path[1:], value)}
        else:
            changed = {str(path[0]): value}
        check = self._check.model_copy(update=changed)
        try:
            target = target_of(check)
        except ValueError:
            return None
        try:
            sentence = KINDS[check.kind].sentence
            return sentence(check, parse_parameters(check), target, self._grounds)
        except (FaultError, HostileInputError, Unreadable):
            # Not every value can be asked; one that cannot is only not told apart.
            return None

    def _given(self, path: Path) -> dict[str, Any]:
        """Return the parameters with the default of the one that is changed within."""
        given = self._check.parameters
        if len(path) == 2 or path[1] in given:
            return given
        name = str(path[1])
        return {**given, name: _plain(self._check).get(name)}


def _plain(check: Check) -> dict[str, Any]:
    return parse_parameters(check).model_dump(mode="json", by_alias=True)


def _leaves(check: Check) -> Iterator[Part]:
    """Yield the values of a check; those that nobody gave begin at -1."""
    yield Part(0, 0, ("target",), check.target)
    if check.tolerance is not None:
        yield Part(0, 0, ("tolerance",), check.tolerance)
    fields = KINDS[check.kind].parameters.model_fields
    choices = {field.alias or name: _choices(field.annotation) for name, field in fields.items()}
    for name, value in _plain(check).items():
        begin = 0 if name in check.parameters else -1
        for leaf in _leaves_in(("parameters", name), value, begin):
            yield replace(leaf, choices=choices.get(name, ()))


def _choices(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return tuple(choice for choice in get_args(annotation) if isinstance(choice, str))
    return next((found for part in get_args(annotation) if (found := _choices(part))), ())


def _leaves_in(path: Path, value: Any, begin: int) -> Iterator[Part]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "kind":
                yield from _leaves_in((*path, name), inner, begin)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _leaves_in((*path, place), inner, begin)
    elif isinstance(value, _LEAF) and not isinstance(value, bool):
        yield Part(begin, begin, path, value)


def _ways_to_say(target: str) -> tuple[str, ...]:
    path, _, place = target.partition("#")
    sheet, _, cells = place.rpartition("!")
    bare = f"{sheet.strip(chr(39))}!{cells}" if sheet else ""
    column, _, key = place.rstrip("]").partition("[")
    row = f"{column} of {key}" if key else ""
    return tuple(filter(None, (target, place, bare, row, path, cells, sheet)))


def _spells(text: str, value: float) -> bool:
    """Tell whether a number in a text is a value, perhaps rounded."""
    digits = text.rstrip("%").replace(",", "")
    number, scale = float(digits), 100.0 if text.endswith("%") else 1.0
    decimals = len(digits.partition("e")[0].partition(".")[2])
    room = 0.5 * 10**-decimals if decimals else 1e-9 * max(1.0, abs(number))
    return abs(number - value * scale) <= room * 1.000001 and (number != 0 or value == 0)


def _other_values(leaf: Part) -> tuple[Any, ...]:
    value = leaf.value
    if leaf.choices:
        return tuple(choice for choice in leaf.choices if choice != value)
    if isinstance(value, str):
        return (f"{value}q", f"{value}-7")
    if isinstance(value, int):
        return (value + 1, max(0, value - 1))
    return (value + 0.03125, value * 0.75, value + 1)


def _difference(one: str, other: str) -> Span:
    """Return where a sentence differs from another."""
    short = min(len(one), len(other))
    begin = next((n for n in range(short) if one[n] != other[n]), short)
    same = next(
        (n for n in range(short - begin) if one[len(one) - 1 - n] != other[len(other) - 1 - n]),
        short - begin,
    )
    return begin, len(one) - same
