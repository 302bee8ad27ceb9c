"""What a workbook or a table in text is shown from."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class SheetName:
    """A sheet: its name, its last row and column, and how wide its columns are, in letters."""

    name: str
    rows: int
    columns: int
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class SheetHead:
    """The sheets of a file.

    Attributes:
        sheets: in order.
        by_column: whether places are named by column and key instead of by cell.
        to_compute: whether values are those that the file stores until `computed` was asked for.
        compared: whether there is another file to compare it with.
    """

    sheets: tuple[SheetName, ...]
    by_column: bool = False
    to_compute: bool = False
    compared: bool = False


@dataclass(frozen=True)
class ShownCell:
    """A cell: its column counted from 1, its text as it is shown, and its formula if it has one.

    Attributes:
        right: whether it stands at the right, as numbers do.
        place: how a target names it after `#`, empty where nothing can.
        before: what the other file holds there, None where it holds the same.
    """

    column: int
    text: str
    right: bool = False
    formula: str = ""
    place: str = ""
    before: str | None = None


@dataclass(frozen=True)
class SheetRows:
    """The cells of `count` rows of a sheet from row `first` on, blanks left out."""

    sheet: int
    first: int
    count: int
    cells: tuple[tuple[ShownCell, ...], ...]


@dataclass(frozen=True)
class Computed:
    """Whether values are computed now, and why they are not."""

    done: bool
    why: str = ""


@dataclass(frozen=True)
class Area:
    """Cells of a sheet, rows and columns counted from 1, both ends within."""

    sheet: int
    first: int
    left: int
    last: int
    right: int

    def holds(self, sheet: int, row: int, column: int) -> bool:
        """Tell whether a cell lies within."""
        inside = self.first <= row <= self.last and self.left <= column <= self.right
        return sheet == self.sheet and inside


@dataclass(frozen=True)
class SheetPlaces:
    """Where targets lie: for each of those asked about its areas, none where there is no such."""

    places: tuple[tuple[Area, ...], ...]


@dataclass(frozen=True)
class NextCell:
    """The next cell that differs from the other file, row 0 where there is none."""

    sheet: int
    row: int
    column: int


PARTS = MappingProxyType(
    {
        "head": SheetHead,
        "rows": SheetRows,
        "computed": Computed,
        "places": SheetPlaces,
        "next": NextCell,
    }
)
