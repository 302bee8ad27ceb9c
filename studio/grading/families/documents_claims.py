"""What a text claims: its passages, the numbers in them, and the words that each stands beside.

A figure belongs to the words that it is nearest to. Two figures that stand the other way round are
swapped, and one that is told again with another value contradicts itself.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from studio.grading.families.documents_reading import rows_with_units
from studio.grading.readers.documents import Block, Document, DocumentTable
from studio.grading.readers.numerals import SPELLED, TENS
from studio.grading.readers.quantities import (
    Quantity,
    quantities,
    whole_quantity,
    without_bases,
)
from studio.grading.readers.units import product_pattern, with_rates
from studio.grading.readers.values import fold

_WORDS = {word: float(number) for number, word in enumerate(SPELLED)}
_WORDS |= {word: 10.0 * number for number, word in enumerate(TENS, 2)}
_WORDS |= {"none": 0.0, "no": 0.0, "single": 1.0, "both": 2.0}
_TENS, _ONES = "|".join(TENS), "|".join(SPELLED[1:10])
_SPOKEN = re.compile(
    rf"(?<![\w-])(?:(?P<tens>{_TENS})[- ](?P<ones>{_ONES})|(?P<word>{'|'.join(_WORDS)}))(?![\w-])",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\W*[A-ZÄÖÜ])|(?<=[a-z]{4}[.!?])\s+(?=\d)|[;\n]")
_TOKEN = re.compile(r"\w+")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}|\b[^\W\d_]{1,3}-?\d\w*")
_LETTER = re.compile(r"[^\W\d_]")
_OF = re.compile(r"(?:/|\b(?:out )?of(?: the| all| these| our)*|\bvon(?: den)?)\s*$", re.IGNORECASE)
_SLASHED = re.compile(r"(?<![\w/.,-])(\d{1,4})\s?/\s?(\d{1,4})(?![\w/.,]|-\d)")
_JOINED = re.compile(r"\s*(?:,|/|&|,?\s*(?:and|und))\s*", re.IGNORECASE)
_NUMBERED = re.compile(r"[^\W\d_][^\d:=(]* \d{1,3}")
_NARROW = 2
_SHORTEST = 4
_ENDING = 3
_LONGEST_LABEL = 80
_MAX_PASSAGES = 5_000


@dataclass(frozen=True)
class Passage:
    """A sentence, a line, or a cell of a table with the names of its row and column.

    `before` is the sentence or line before it; `wide` is whether its table has three columns or
    more.
    """

    text: str
    heading: str = ""
    decimal: str = "."
    before: str = ""
    wide: bool = False

    @cached_property
    def small(self) -> str:
        """The text in small letters."""
        return self.text.casefold()

    @cached_property
    def numbers(self) -> tuple[Quantity, ...]:
        """The numbers in figures."""
        return tuple(quantities(self.text, self.decimal))

    @cached_property
    def spoken(self) -> tuple[Quantity, ...]:
        """The numbers that are written as words."""
        found = []
        for match in _SPOKEN.finditer(self.text):
            tens = _WORDS[match["tens"].casefold()] if match["tens"] else 0.0
            word = (match["ones"] or match["word"]).casefold()
            value = tens + _WORDS[word]
            found.append(Quantity(value, "", match.group(), match.start(), match.end()))
        return tuple(found)

    @cached_property
    def _tokens(self) -> list[int]:
        return [match.start() for match in _TOKEN.finditer(self.text)]

    def place(self, position: int) -> int:
        """Return which word of the passage stands at a position."""
        return bisect_right(self._tokens, position)

    @property
    def is_told(self) -> bool:
        """Whether it has as many words as numbers, so that it says what they are."""
        return len(_LONG_WORD.findall(self.text)) >= len(self.numbers)

    def places_of(self, starts: Iterable[str]) -> list[int]:
        """Return where words with some beginnings stand, in words."""
        return [
            self.place(match.start())
            for start in starts
            for match in re.finditer(rf"(?<!\w){re.escape(start)}", self.small)
        ]


def starts_of(words: Iterable[str]) -> list[str]:
    """Return the beginnings by which words are known, whatever their endings."""
    starts = [word[: max(_SHORTEST, len(word) - _ENDING)].casefold() for word in words]
    return list(dict.fromkeys(starts))


def passages_of(document: Document, decimal: str, units: Iterable[str] = ()) -> list[Passage]:
    """Return the passages of a document, at most 5,000.

    Args:
        document: the document.
        decimal: its decimal sign.
        units: units whose products are written in many ways, such as mGy·cm.
    """
    patterns = [(product_pattern(unit), unit) for unit in set(units)]
    known = [(pattern, unit) for pattern, unit in patterns if pattern]
    found: list[Passage] = []
    heading = before = ""
    for part in document.parts:
        if isinstance(part, Block) and part.kind in ("heading", "title"):
            heading = fold(part.text)
        for text in _texts(part):
            plain = with_rates(_SLASHED.sub(r"\1 of \2", without_bases(text)))
            for pattern, unit in known:
                plain = pattern.sub(unit, plain)
            if _is_bare(plain) and 0 < len(before) <= _LONGEST_LABEL:
                plain = f"{before}: {plain}"
            above = "" if plain == heading else heading
            wide = isinstance(part, DocumentTable) and max(map(len, part.rows)) > _NARROW
            found.append(Passage(plain, above, decimal, found[-1].text if found else "", wide))
            before = "" if any(map(str.isdigit, text)) else text
        if len(found) >= _MAX_PASSAGES:
            break
    return found[:_MAX_PASSAGES]


def _is_bare(text: str) -> bool:
    found = whole_quantity(text.strip(" *_|:=-"))
    return found is not None or not _LETTER.search(text)


def _texts(part: Block | DocumentTable) -> Iterator[str]:
    if isinstance(part, Block):
        yield from (found for text in _SENTENCE.split(part.text) if (found := fold(text)))
        return
    head = [fold(cell) for cell in part.rows[0]]
    labels = ["" if any(map(str.isdigit, cell)) and _is_bare(cell) else cell for cell in head]
    for number, row in enumerate(rows_with_units(part)):
        cells = [fold(cell) for cell in row]
        names = [cell for cell in cells if cell and not _is_bare(cell)]
        for column, cell in enumerate(cells):
            above = labels[column] if number and column < len(labels) else ""
            if cell and any(map(str.isdigit, cell)) and not (number and _is_name(part, column)):
                others = [name for name in names if name != cell]
                yield " | ".join([*others, *([above] if above else []), cell])
        if not any(map(str.isdigit, "".join(cells))):
            yield " | ".join(cell for cell in cells if cell)


def _is_name(table: DocumentTable, column: int) -> bool:
    """Tell whether a column holds names, of which some may end with a number: `Freezer 2`."""
    cells = [fold(row[column]) for row in table.rows[1:] if column < len(row) and fold(row[column])]
    plain = [cell for cell in cells if not any(map(str.isdigit, cell))]
    return bool(plain) and all(cell in plain or _NUMBERED.fullmatch(cell) for cell in cells)


@dataclass(frozen=True)
class Placed:
    """A figure in a passage: the words where its number stands, and where its own words do."""

    numbers: Sequence[int]
    words: Sequence[int]


def are_swapped(passage: Passage, one: Placed, other: Placed) -> bool:
    """Tell whether each of two figures is nearer to the words of the other one.

    `5 of 8 people agree` has both figures before both words, so it is no swap; where two figures
    and two words follow each other as in `joiners and leavers were 4 and 5`, their order counts.
    """
    if not (one.numbers and other.numbers and one.words and other.words):
        return False
    own = _gap(one.numbers, one.words) + _gap(other.numbers, other.words)
    crossed = _gap(one.numbers, other.words) + _gap(other.numbers, one.words)
    if own != crossed:
        return crossed < own
    first, last = sorted((min(one.numbers), min(other.numbers)))
    if not _JOINED.fullmatch(_between(passage, first, last)):
        return False
    return (min(one.numbers) < min(other.numbers)) != (min(one.words) < min(other.words))


def _gap(numbers: Sequence[int], words: Sequence[int]) -> int:
    return min(abs(number - word) for number in numbers for word in words)


def _between(passage: Passage, first: int, last: int) -> str:
    """Return what stands between the numbers at two places."""
    found = [one for one in (*passage.numbers, *passage.spoken)]
    start = next((one.end for one in found if passage.place(one.start) == first), 0)
    end = next((one.start for one in found if passage.place(one.start) == last), 0)
    return passage.text[start:end]


def is_reversed(passage: Passage, part: float, whole: float) -> bool:
    """Tell whether a passage has `8 of 5`, or `of 5, 8`, where it must be `5 of 8`."""
    if part == whole:
        return False
    found = [*passage.numbers, *passage.spoken]
    after_of = wholes_of(passage)
    return part in after_of and whole not in after_of and whole in {one.value for one in found}


def wholes_of(passage: Passage) -> set[float]:
    """Return the numbers of a passage that stand after an `of`, as in `5 of 8` or `5/8`."""
    found = [*passage.numbers, *passage.spoken]
    return {one.value for one in found if _OF.search(passage.text[: one.start])}


def negated(found: Quantity) -> Quantity:
    """Return a number without its sign."""
    return replace(found, value=abs(found.value))
