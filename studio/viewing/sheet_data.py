"""What a workbook or a table in text is shown from."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class AlignedRows:
    """Which rows of a sheet belong to those of the other file.

    Attributes:
        sheet: its number.
        merged: how many rows there are of both.
        gone: where rows are gone: the row of this sheet that follows them, and how many they are.
    """

    sheet: int
    merged: int
    gone: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class SheetName:
    """A sheet.

    Attributes:
        name: its name.
        rows: its last row.
        columns: its last column.
        widths: how wide its columns are, in letters.
        aligned: which rows belong to those of the other file, None until `aligned` was asked for.
    """

    name: str
    rows: int
    columns: int
    widths: tuple[int, ...] = ()
    aligned: AlignedRows | None = None


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
    """The cells of `count` rows from row `first` on, blanks left out.

    Attributes:
        merged: whether rows are counted among those of both files.
        changes: for each row `new`, `gone`, or nothing.
    """

    sheet: int
    first: int
    count: int
    cells: tuple[tuple[ShownCell, ...], ...]
    merged: bool = False
    changes: tuple[str, ...] = ()


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
    """The next cell that differs, its row among the merged ones if so asked; 0 for none."""

    sheet: int
    row: int
    column: int


PARTS = MappingProxyType(
    {
        "head": SheetHead,
        "rows": SheetRows,
        "aligned": AlignedRows,
        "computed": Computed,
        "places": SheetPlaces,
        "next": NextCell,
    }
)
