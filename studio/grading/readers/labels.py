"""The number that stands with its label: in a line, a sentence, or a row of a table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from studio.grading.readers.parts import Block, Document, DocumentTable
from studio.grading.readers.quantities import (
    Quantity,
    decimal_sign,
    quantities,
    whole_quantity,
)
from studio.grading.readers.units import factor, is_unit
from studio.grading.readers.values import fold

_VERBS = (
    r"is|was|are|were|be|of|at|to|equals?|equalled|totals?|totalled|came|comes|amounts?|amounted|"
    r"reached|stands?|stood|has been|will be|now|therefore|thus|then|ist|war|betr[aä]gt|betrug|est|"
    r"était|es|fue|about|around|approximately|approx|roughly|ca|circa|exactly|only"
)
_GAP = re.compile(
    rf"\s*(?:[(\[](?P<unit>[^()\[\]\n]{{0,30}})[)\]])?\s*(?:[:=|~≈*_\u2013\u2014-]+|\b(?:{_VERBS})\b\.?|\s)*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.!?](?=\s|$)|[;|\n]")
_LOOSE_STOP = re.compile(r"[.!?](?=\s|$)|[:;=|\n]")
_BEFORE = re.compile(
    r"[\s(]*(?:\b(?:of|in|as|for|is|was|being)\b)?\s*(?:\b(?:the|a|der|die|das|le|la)\b)?\s*",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"\s*(?:[,;/|&+]|\b(?:or|and|to|maybe|perhaps|possibly|alternatively|even|either|oder|und|bis|"
    r"ou|et|o|y)\b|[()\u2013\u2014-]|\s){1,6}\s*",
    re.IGNORECASE,
)
_COLON = re.compile(r"\s*(?:[(\[][^()\[\]\n]{0,30}[)\]])?\s*[:=]")
_FEW_WORDS = re.compile(r"\s*(?:[^\s,]+\s+){0,2}")
_LOOSE = 80
_LONGEST_TAIL = 400
_MAX_FOUND = 200


@dataclass(frozen=True)
class Labelled:
    """The numbers that one mention of a label stands with: more than one if they are a list.

    `firm` tells that nothing but a colon, a verb or the edge of a cell lies between.
    """

    numbers: tuple[Quantity, ...]
    place: str
    firm: bool


def label_pattern(label: str) -> re.Pattern[str]:
    """Return a pattern that finds a label as whole words, whatever its case and line breaks."""
    words = [re.escape(word) for word in fold(label).rstrip(":= ").split()]
    text = r"\s+".join(words)
    before = r"(?<!\w)" if words and re.match(r"\\?\w", words[0]) else ""
    after = r"(?!\w)" if words and re.search(r"\w$", words[-1]) else ""
    return re.compile(f"{before}{text}{after}", re.IGNORECASE)


def labelled_numbers(document: Document, label: str, unit: str) -> tuple[Labelled, ...]:
    """Return what stands with a label; firm mentions alone if there are any.

    Args:
        document: where to look.
        label: the words, as a whole.
        unit: the unit that is looked for, folded, empty if any will do.
    """
    pattern = label_pattern(label)
    decimal = decimal_sign(fold(document.text))
    found: list[Labelled] = []
    counts = {"paragraph": 0, "table": 0}
    for part in document.parts:
        name = "paragraph" if isinstance(part, Block) else "table"
        counts[name] += 1
        place = f"{name} {counts[name]}"
        if isinstance(part, Block):
            mentions = _in_text(part.text, pattern, unit, decimal, place)
        else:
            mentions = _in_table(part, pattern, unit, decimal, place)
        found.extend(islice(mentions, _MAX_FOUND))
        if len(found) > _MAX_FOUND:
            break
    firm = tuple(one for one in found if one.firm)
    return firm or tuple(found)


def says_label(document: Document, label: str) -> bool:
    """Tell whether a document says a label at all."""
    pattern = label_pattern(label)
    return any(
        pattern.search(text)
        for part in document.parts
        for text in (
            [_folded(part.text)]
            if isinstance(part, Block)
            else [fold(cell) for row in part.rows for cell in row]
        )
    )


def _folded(text: str) -> str:
    """Return a text with each line folded."""
    return "\n".join(fold(line) for line in text.split("\n"))


def _in_text(
    text: str, pattern: re.Pattern[str], unit: str, decimal: str, place: str
) -> Iterator[Labelled]:
    folded = _folded(text)
    for match in pattern.finditer(folded):
        tail = folded[match.end() : match.end() + _LONGEST_TAIL]
        found = _after(tail, unit, decimal, place)
        if found is None:
            found = _before(folded[: match.start()][-_LOOSE:], unit, decimal, place)
        if found is not None:
            yield found


def _after(tail: str, unit: str, decimal: str, place: str) -> Labelled | None:
    """Return the numbers that follow a label in what stands after it."""
    gap = _GAP.match(tail)
    start = gap.end() if gap else 0
    named = fold((gap["unit"] or "") if gap else "")
    while start > 0 and tail[start - 1] in "-+" and tail[start : start + 1].isdigit():
        start -= 1
    clause = _CLAUSE.split(tail[start:], maxsplit=1)[0]
    numbers = quantities(clause, decimal)
    if numbers and numbers[0].start == 0:
        return Labelled(_with_unit(_chosen(numbers, clause, unit), named), place, True)
    colon = _COLON.match(tail)
    loose = _LOOSE_STOP.split(tail[colon.end() if colon else 0 :][:_LOOSE], maxsplit=1)[0]
    numbers = quantities(loose, decimal)
    if colon and numbers and not _FEW_WORDS.fullmatch(loose[: numbers[0].start]):
        return None
    if numbers:
        return Labelled(_with_unit(_chosen(numbers, loose, unit), named), place, False)
    return None


def _before(head: str, unit: str, decimal: str, place: str) -> Labelled | None:
    """Return the number that a label follows, as in `12.4 mGy total dose`."""
    numbers = quantities(head, decimal)
    if numbers and _BEFORE.fullmatch(head[numbers[-1].end :]):
        return Labelled((numbers[-1],), place, False)
    return None


def _with_unit(numbers: tuple[Quantity, ...], unit: str) -> tuple[Quantity, ...]:
    """Give the unit in brackets after a label to the numbers that have none."""
    if not is_unit(unit):
        return numbers
    return tuple(
        Quantity(one.value, unit, f"{one.spelled} {unit}", one.start, one.end, one.decimals)
        if not one.unit
        else one
        for one in numbers
    )


def _chosen(numbers: list[Quantity], clause: str, unit: str) -> tuple[Quantity, ...]:
    """Return the number meant, and those that stand beside it as in a list of answers."""
    fitting = [n for n in numbers if unit and n.unit and factor(n.unit, unit) is not None]
    plain = [n for n in numbers if not n.unit]
    main = numbers.index((fitting or (plain if unit else []) or numbers)[0])
    first = last = main
    while first > 0 and _listed(numbers[first - 1], numbers[first], clause, numbers[main]):
        first -= 1
    while last + 1 < len(numbers) and _listed(
        numbers[last], numbers[last + 1], clause, numbers[main]
    ):
        last += 1
    return tuple(numbers[first : last + 1])


def _listed(one: Quantity, other: Quantity, clause: str, main: Quantity) -> bool:
    """Tell whether two neighbours are items of one list of values of the same kind."""
    if not _LISTING.fullmatch(clause[one.end : other.start]):
        return False
    for number in (one, other):
        named = number.noun and not _LISTING.fullmatch(f" {number.noun} ")
        if number is not main and (
            (number.unit and factor(number.unit, main.unit) is None)
            or (named and not number.unit and number.noun != main.noun)
        ):
            return False
    return True


def _in_table(
    table: DocumentTable, pattern: re.Pattern[str], unit: str, decimal: str, place: str
) -> Iterator[Labelled]:
    for number, row in enumerate(table.rows):
        for column, written in enumerate(row):
            cell = fold(written)
            match = pattern.search(cell)
            if not match:
                continue
            spot = f"{place}, row {number + 1}"
            rest = cell[match.end() :]
            named = re.fullmatch(r"\s*(?:[(\[,]\s*(?P<unit>[^()\[\]]{0,30}?)[)\]]?)?\s*:?\s*", rest)
            if match.start() == 0 and named:
                beside = _beside(table, number, column, decimal)
                if beside:
                    yield Labelled(_with_unit(beside, fold(named["unit"] or "")), spot, True)
            else:
                yield from _in_text(written, pattern, unit, decimal, spot)


def _beside(table: DocumentTable, row: int, column: int, decimal: str) -> tuple[Quantity, ...]:
    """Return the numbers to the right of a label, or below it if it heads a column."""
    right = list(table.rows[row][column + 1 :])
    found = [n for n in (whole_quantity(cell, decimal) for cell in right) if n is not None]
    if found:
        units = [fold(cell) for cell in right if is_unit(fold(cell))]
        return _with_unit(tuple(found), units[0] if units else "")
    if row:
        return ()
    below = [line[column] for line in table.rows[1:] if column < len(line)]
    return tuple(n for n in (whole_quantity(cell, decimal) for cell in below) if n is not None)
