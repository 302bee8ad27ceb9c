"""The columns of a table of the reference, and what the instruction and the input say of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.grading.proposing.draft import Draft
from studio.grading.proposing.keys import is_spoken_of
from studio.grading.proposing.layouts import FoundTable
from studio.grading.readers.books import Sheet
from studio.grading.readers.forms import is_period
from studio.grading.readers.values import Scalar, fold, number_of

_PROSE_WORDS = 6
_NOTE_WORDS = 3


@dataclass(frozen=True)
class Column:
    """A column of the reference and what is known about it."""

    number: int
    name: str
    values: list[Scalar]
    stated: bool
    hinted: bool
    copied: bool
    held: bool = False

    @property
    def prose(self) -> bool:
        """Whether it holds notes in somebody's own words: long ones, or short ones all apart."""
        texts = [fold(v) for v in self.values if isinstance(v, str) and number_of(v) is None]
        if self.copied or not texts or len(set(texts)) < len(texts):
            return False
        lengths = [len(text.split()) for text in texts]
        fewest = _PROSE_WORDS if self.held else _NOTE_WORDS
        return 2 * sum(length >= fewest for length in lengths) > len(texts)

    @property
    def numbers(self) -> list[float]:
        """The numbers that it holds."""
        return [number for v in self.values if (number := number_of(v)) is not None]


def columns_of(draft: Draft, sheet: Sheet, table: FoundTable) -> list[Column]:
    """Return the columns of a table, each with what the instruction and the input say of it."""
    found = []
    across = _across(draft, table)
    for number, name in table.header.items():
        values = table.column(sheet, number)
        copied = draft.given.holds_column(values) and not is_computed(sheet, table, number)
        found.append(
            Column(
                number, name, values, draft.instruction.states(name) or name in across,
                is_spoken_of(draft.instruction, name), copied,
                is_held(draft, values),
            )
        )  # fmt: skip
    return found


def _across(draft: Draft, table: FoundTable) -> frozenset[str]:
    """Return the names of columns that stand for the values of a column of the input, or periods.

    The table has one column for each of them: the buildings across, or the months.
    """
    names = list(table.header.values())
    small = {name.casefold(): name for name in names}
    found: set[str] = set()
    for _, values in draft.given.named_columns:
        held = [small[text] for value in values if (text := value.casefold()) in small]
        if len(held) > 1:
            found.update(held)
    periods = [name for name in names if is_period(name)]
    return frozenset(found | set(periods if len(periods) > 2 else ()))


def is_held(draft: Draft, values: Sequence[Scalar]) -> bool:
    """Tell whether most texts of a column stand in the input or the instruction."""
    texts = [value for value in values if isinstance(value, str) and number_of(value) is None]
    held = [t for t in texts if draft.given.holds(t) or draft.instruction.states(t)]
    return 2 * len(held) > len(texts)


def is_computed(sheet: Sheet, table: FoundTable, number: int) -> bool:
    """Tell whether formulas stand in a column of a table."""
    return any(
        (cell := sheet.cells.get((row, number))) is not None and cell.formula is not None
        for row in table.rows
    )


def unasked(columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the names of the columns that nobody asks for, none if nobody asks for any.

    Free text is one of them: it is told in other words.
    """
    asked = [c for c in columns if c.stated or c.hinted]
    return tuple(c.name for c in columns if c.prose or (asked and c not in asked))
