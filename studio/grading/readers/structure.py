"""Finding structure in sheets: the table with its header and key."""

from dataclasses import dataclass

from studio.grading.readers.books import Sheet, address
from studio.grading.readers.values import fold, is_blank, number_of

_MIN_ROWS = 2
_MIN_COLUMNS = 2


@dataclass(frozen=True)
class FoundTable:
    """A table: its area with the header row, the header by column, and its key columns."""

    area: tuple[int, int, int, int]
    header: dict[int, str]
    key: tuple[str, ...]

    @property
    def cells(self) -> str:
        """The area as `A1:F13`."""
        first, left, last, right = self.area
        return f"{address(first, left)}:{address(last, right)}"

    def holds(self, row: int, column: int) -> bool:
        """Tell whether a cell is one of the rows below the header."""
        first, left, last, right = self.area
        return first < row <= last and left <= column <= right


def _header_at(sheet: Sheet, row: int, last_column: int) -> dict[int, str] | None:
    run: dict[int, str] = {}
    for column in range(1, last_column + 2):
        value = sheet.value(row, column)
        if isinstance(value, str) and not is_blank(value) and number_of(value) is None:
            run[column] = fold(value)
        elif len(run) >= _MIN_COLUMNS:
            break
        else:
            run = {}
    distinct = len({name.casefold() for name in run.values()}) == len(run)
    return run if len(run) >= _MIN_COLUMNS and distinct else None


def _last_row(sheet: Sheet, row: int, header: dict[int, str], bottom: int) -> int:
    first = min(header)
    last = row
    for number in range(row + 1, bottom + 1):
        filled = sum(not is_blank(sheet.value(number, column)) for column in header)
        if is_blank(sheet.value(number, first)) or filled < _MIN_COLUMNS:
            break
        last = number
    return last


def find_table(sheet: Sheet) -> FoundTable | None:
    """Return the largest table of a sheet: a row of names over at least two rows of values."""
    bottom, right = sheet.size
    best: FoundTable | None = None
    row = 1
    while row < bottom:
        header = _header_at(sheet, row, right)
        last = _last_row(sheet, row, header, bottom) if header else row
        if header and last - row >= _MIN_ROWS:
            area = (row, min(header), last, max(header))
            found = FoundTable(area, header, _key(sheet, area, header))
            if best is None or last - row > best.area[2] - best.area[0]:
                best = found
            row = last + 1
        else:
            row += 1
    return best


def _key(sheet: Sheet, area: tuple[int, int, int, int], header: dict[int, str]) -> tuple[str, ...]:
    first, _, last, _ = area
    candidates = []
    for column, name in header.items():
        values = [sheet.value(row, column) for row in range(first + 1, last + 1)]
        texts = [fold(str(value)).casefold() for value in values if not is_blank(value)]
        if len(texts) == len(values) and len(set(texts)) == len(texts):
            numeric = all(number_of(value) is not None for value in values)
            candidates.append((numeric, column, name))
    return (min(candidates)[2],) if candidates else ()
