"""Tables of documents as facts: which table is meant, which column is which, what is the same."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.readers.documents import Document, DocumentTable
from studio.grading.readers.forms import is_total
from studio.grading.readers.grouping import grouping_of, ungrouped
from studio.grading.readers.quantities import Quantity, agrees, decimal_sign, whole_quantity
from studio.grading.readers.units import is_unit
from studio.grading.readers.values import fold, is_blank, number_of, same
from studio.model.check import Target
from studio.model.frozen import Frozen

Fact = tuple[str, str]
_SPARE_TABLES = 2
_ALIKE = 0.5
_FEWEST_SUMMED = 2
_DASHES = "-\u2010\u2011\u2012\u2013\u2014"
_RATIO = re.compile(rf"(?<=\d) ?([:/\u00d7x{_DASHES}]) ?(?=\d)")
_BOUND = re.compile(
    r"(?:(?P<least>at least|no less than|not less than|min(?:imum|\.)?|\u2265|>=)|"
    r"(?P<most>at most|no more than|not more than|up to|max(?:imum|\.)?|\u2264|<=)|"
    r"(?P<over>more than|over|above|>)|(?P<under>less than|under|below|<)) ?(?P<limit>.{1,40})",
    re.IGNORECASE,
)
_PARTED = re.compile(r"[,;/|&\u00b7\u2022]+")
_NAME_WORD = re.compile(r"[^\W\d_]{3,}")
_LONGER = 3
_MOST_NAMES = 200


class DocumentTableParameters(Frozen):
    """Which facts of a table must be as in the reference.

    `key` names the columns that identify a row; without it rows are counted. `facts` picks by the
    task's input: "changed" are those that the input does not hold already (the work), "unchanged"
    those that it does.
    """

    table: int | None = Field(
        default=None,
        ge=1,
        title="Table",
        description="Its number in the reference; the first with these columns if left out.",
    )
    key: tuple[str, ...] = Field(
        default=(), title="Columns that tell rows apart", description="As their heads say."
    )
    columns: tuple[str, ...] | None = Field(
        default=None, title="Columns", description="The columns that count; all if left out."
    )
    header: bool = Field(default=True, title="The first row names the columns")
    order_matters: bool = Field(default=False, title="The order of rows matters")
    extra_rows: Literal["fail", "ignore"] = Field(
        default="fail", title="A row that the reference lacks"
    )
    facts: Literal["all", "changed", "unchanged"] = Field(
        default="all",
        title="Values that count",
        description="All values; those that the input does not hold already (the work); or those "
        "that it does (what must be left alone).",
    )
    totals: Literal["compare", "ignore"] = Field(
        default="compare",
        title="Rows of totals",
        description="Whether rows that begin with a word such as Total are rows like others, or "
        "are left out on both sides, as is one more row that holds sums or means of the others.",
    )
    tolerances: dict[str, Annotated[float, Field(ge=0)]] = Field(
        default_factory=dict,
        title="Tolerances",
        description="How far off the numbers of a column may be, by its name, instead of the "
        "tolerance of the check.",
    )
    shares: dict[str, Annotated[float, Field(ge=0, lt=1)]] = Field(
        default_factory=dict,
        title="May be off by a share",
        description="The share of the right number that the numbers of a column may be off by, by "
        "its name: 0.02 is 2%.",
    )
    thousands: tuple[str, ...] = Field(
        default=(),
        title="Columns with parted thousands",
        description="Columns of whole numbers in which a point or comma before three digits parts "
        "thousands. Where smaller numbers stand beside them without one, that is plain.",
    )
    names: Literal["free", "exact"] = Field(
        default="free",
        title="Names of columns",
        description="If free, a column of another name counts by the values that it holds.",
    )
    marks: tuple[str, ...] = Field(
        default=(),
        title="Words that set rows apart",
        description="Words in the columns that tell rows apart, such as `new`: a row that has one "
        "is not one without it.",
    )


@dataclass(frozen=True)
class TableCell:
    """A cell's text, and what it says as a quantity."""

    text: str
    quantity: Quantity | None


@dataclass(frozen=True)
class Grid:
    """Cells by (row key, column), the row keys in order, and those that are not unique."""

    cells: dict[Fact, TableCell]
    names: tuple[str, ...]
    rows: tuple[str, ...]
    doubled: tuple[str, ...]


@dataclass(frozen=True)
class Likeness:
    """What the table asked for looks like: its columns, and where it stands among its like.

    `values` are the words of each column, `tables` the number of tables of the reference.
    """

    names: frozenset[str]
    values: dict[str, list[str]]
    place: int
    tables: int
    rows: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()


def column_name(header: str) -> tuple[str, str]:
    """Return the name of a column as it is compared, and the unit in brackets behind it."""
    name = fold(header).casefold().rstrip(":")
    for opening, closing in ("()", "[]"):
        head, mark, unit = fold(header).rstrip(":").rpartition(opening)
        if mark and unit.endswith(closing) and is_unit(unit[:-1]) and head.strip():
            return head.strip().casefold(), unit[:-1]
    return name, ""


def _header(table: DocumentTable, parameters: DocumentTableParameters) -> list[tuple[str, str]]:
    if parameters.header:
        return [column_name(cell) for cell in table.rows[0]]
    return [(str(number), "") for number in range(1, max(map(len, table.rows)) + 1)]


def _names(table: DocumentTable, parameters: DocumentTableParameters) -> set[str]:
    return {name for name, _ in _header(table, parameters) if name}


def _asked(parameters: DocumentTableParameters) -> list[str]:
    return [column_name(name)[0] for name in (*parameters.key, *(parameters.columns or ()))]


def _grid(
    table: DocumentTable,
    parameters: DocumentTableParameters,
    decimal: str,
    header: list[tuple[str, str]],
) -> Grid:
    key = _key(parameters)
    cells: dict[Fact, TableCell] = {}
    counts: dict[str, int] = {}
    firsts = [next((cell for cell in row if fold(cell)), None) for row in table.rows]
    totals = [first for first in firsts if is_total(first)]
    grouped = _grouped(table, parameters, header)
    for number, row in enumerate(_rows(table, parameters), 1):
        line = {
            name: _cell(row[column] if column < len(row) else "", unit, decimal, name in grouped)
            for column, (name, unit) in reversed(list(enumerate(header)))
            if name
        }
        words = [_key_text(line[name].text) for name in key if name in line]
        row_key = " / ".join(words) if key else f"row {number}"
        if key and words and len(totals) == 1 and is_total(words[0]):
            row_key = "total"
        counts[row_key] = counts.get(row_key, 0) + 1
        if counts[row_key] == 1:
            cells |= {(row_key, name): cell for name, cell in line.items()}
    doubled = tuple(row for row, count in counts.items() if count > 1)
    names = tuple(dict.fromkeys(name for name, _ in header if name))
    return Grid(cells, names, tuple(counts), doubled)


def _rows(table: DocumentTable, parameters: DocumentTableParameters) -> list[tuple[str, ...]]:
    """Return the rows of data, those of totals left out where they are free."""
    rows = list(table.rows[1:] if parameters.header else table.rows)
    if parameters.totals == "compare":
        return rows
    firsts = [next((cell for cell in row if fold(cell)), None) for row in rows]
    return [row for row, first in zip(rows, firsts, strict=True) if not is_total(first)]


def _grouped(
    table: DocumentTable, parameters: DocumentTableParameters, header: list[tuple[str, str]]
) -> frozenset[str]:
    """Return the columns in which a point or comma before three digits parts thousands."""
    told = {column_name(name)[0] for name in parameters.thousands}
    rows = table.rows[1:] if parameters.header else ()
    for column, (name, _) in enumerate(header):
        if grouping_of(row[column] for row in rows if column < len(row)) == "told":
            told.add(name)
    return frozenset(told)


def _cell(text: str, unit: str, decimal: str, grouped: bool = False) -> TableCell:
    found = whole_quantity(ungrouped(text) if grouped else text, decimal)
    if found is not None and unit and not found.unit:
        found = Quantity(found.value, unit, found.spelled, 0, 0, found.decimals)
    return TableCell(text, found)


def _key_text(text: str) -> str:
    number = number_of(text)
    return f"{number:g}" if number is not None else column_name(text)[0]


def same_cell(expected: TableCell, found: TableCell, tolerance: float | None) -> bool:
    """Tell whether a cell holds the expected value: a quantity, or text without its case."""
    one, other = expected.quantity, found.quantity
    if one is None and other is None and (bound := _bound(expected.text)):
        limit = _bound(found.text)
        return limit is not None and limit[0] == bound[0] and _agree(bound[1], limit[1], tolerance)
    if one is None or other is None:
        texts = _tight(expected.text), _tight(found.text)
        return same(*texts, tolerance, case=False) or _are_one_list(*texts)
    return _agree(one, other, tolerance)


def _tight(text: str) -> str:
    """Return a text whose ratios and ranges are written without spaces, such as 132:118."""
    return _RATIO.sub(lambda found: "-" if found[1] in _DASHES else found[1], fold(text))


def _are_one_list(one: str, other: str) -> bool:
    """Tell whether two texts without digits name the same things, parted by other signs."""
    if any(map(str.isdigit, one + other)):
        return False
    first, second = (_PARTED.sub(" ", text).casefold().split() for text in (one, other))
    return first == second != []


def _bound(text: str) -> tuple[str, Quantity] | None:
    """Return which kind of limit a whole text is, such as `at least 110 m`, and the limit."""
    found = _BOUND.fullmatch(fold(text))
    limit = whole_quantity(found["limit"]) if found else None
    if found is None or limit is None:
        return None
    return next(name for name in ("least", "most", "over", "under") if found[name]), limit


def _agree(one: Quantity, other: Quantity, tolerance: float | None) -> bool:
    if not one.unit and other.unit and agrees(one.value, other, other.unit, tolerance):
        return True
    return agrees(one.value, other, one.unit, tolerance)


def reference_table(
    document: Document, parameters: DocumentTableParameters, target: Target
) -> tuple[DocumentTable, int]:
    """Return the table asked for, and how many before it have its columns, too.

    Raises:
        FaultError: if the reference has no such table.
    """
    asked = set(_asked(parameters))
    if not document.tables:
        raise FaultError(
            f"The reference's {target.path} has no table that can be read; check its numbers by "
            "their labels instead."
        )
    matching = [t for t in document.tables if asked <= _names(t, parameters)]
    if parameters.table is None:
        if not matching:
            named = " and ".join((*parameters.key, *(parameters.columns or ())))
            raise FaultError(f"No table of the reference's {target.path} has the columns {named}.")
        return matching[0], _place(document, matching[0], parameters)
    if parameters.table > len(document.tables):
        count = len(document.tables)
        raise FaultError(f"The reference's {target.path} has {count} tables only.")
    table = document.tables[parameters.table - 1]
    lacking = sorted(asked - _names(table, parameters))
    if lacking:
        raise FaultError(f"Table {parameters.table} of the reference has no column {lacking[0]}.")
    return table, _place(document, table, parameters)


def _place(document: Document, table: DocumentTable, parameters: DocumentTableParameters) -> int:
    """Return how many tables before one have its columns, too."""
    wanted = _compared(_names(table, parameters), parameters)
    before = document.tables[: next(n for n, t in enumerate(document.tables) if t is table)]
    return sum(wanted <= _names(other, parameters) for other in before)


def _compared(names: set[str], parameters: DocumentTableParameters) -> set[str]:
    """Return the columns that are compared or identify a row, of those that a table has."""
    return names if parameters.columns is None else set(_asked(parameters))


def _output_table(
    document: Document, wanted: Likeness, parameters: DocumentTableParameters
) -> tuple[DocumentTable, list[tuple[str, str]]] | None:
    """Return a table with the names of its columns: the one in the same place among its like.

    If no table has the columns by name, the one that has most of them by name or values is it;
    only as many tables are tried as a worker may add, so that listing every answer does not pay.
    """
    matching = [t for t in document.tables if wanted.names <= _names(t, parameters)]
    if matching:
        if wanted.place >= len(matching):
            return None
        return matching[wanted.place], _header(matching[wanted.place], parameters)
    decimal = decimal_sign(fold(document.text))
    tried = [
        (table, _aligned(table, wanted, parameters, decimal))
        for table in document.tables[: wanted.tables + _SPARE_TABLES]
    ]
    if not tried:
        return None
    return max(tried, key=lambda one: len(wanted.names & {name for name, _ in one[1]}))


def _aligned(
    table: DocumentTable, wanted: Likeness, parameters: DocumentTableParameters, decimal: str
) -> list[tuple[str, str]]:
    """Return the names of columns, those of other names renamed after the values they hold."""
    header = _header(table, parameters)
    if parameters.names == "exact" or not parameters.header:
        return header
    there = {name for name, _ in header}
    readings = (False, True) if parameters.thousands else (False,)
    held = {
        column: {
            _word(_cell(row[column], "", decimal, grouped))
            for row in table.rows
            for grouped in readings
            if column < len(row)
        }
        for column, (name, _) in enumerate(header)
        if name not in wanted.values
    }
    for name, words in wanted.values.items():
        if name in there or not held or not words:
            continue
        shares = {c: _share(words, held[c], name in _key(parameters)) for c in held}
        best = max(shares, key=lambda column: (shares[column], -column))
        if shares[best] >= _ALIKE:
            header[best] = (name, header[best][1])
            del held[best]
    return header


def _key(parameters: DocumentTableParameters) -> list[str]:
    return [column_name(name)[0] for name in parameters.key]


def _share(words: Sequence[str], held: set[str], names: bool) -> float:
    """Return which part of the words of a column another one holds, or has names like them."""
    exact = sum(word in held for word in words) / len(words)
    if exact >= _ALIKE or not names or max(len(words), len(held)) > _MOST_NAMES:
        return exact
    return sum(word in held or any(_is_like(word, one) for one in held) for word in words) / len(
        words
    )


def _word(cell: TableCell) -> str:
    return f"{cell.quantity.value:.10g}" if cell.quantity else _key_text(cell.text)


def likeness(
    source: Document, reference: Grid, place: int, parameters: DocumentTableParameters
) -> Likeness:
    """Return what the table asked for looks like."""
    names = _compared(set(reference.names), parameters)
    values: dict[str, list[str]] = {}
    for (_, name), cell in reference.cells.items():
        if name in names and not is_blank(cell.text):
            values.setdefault(name, []).append(_word(cell))
    rows = reference.rows if parameters.key else ()
    marks = frozenset(word for mark in parameters.marks for word in _words(fold(mark).casefold()))
    return Likeness(frozenset(names), values, place, len(source.tables), rows, marks)


def reference_grid(
    table: DocumentTable, source: Document, parameters: DocumentTableParameters
) -> Grid:
    """Return the facts of the table asked for."""
    decimal = decimal_sign(fold(source.text))
    return _grid(table, parameters, decimal, _header(table, parameters))


def output_grid(
    document: Document, wanted: Likeness, parameters: DocumentTableParameters
) -> Grid | None:
    """Return the facts of the table of an output that is meant, None if it has none such."""
    table = _output_table(document, wanted, parameters)
    if table is None:
        return None
    key = {column_name(name)[0] for name in parameters.key}
    if not key <= {name for name, _ in table[1]}:
        return None
    grid = _grid(table[0], parameters, decimal_sign(fold(document.text)), table[1])
    return _with_names(grid, wanted.rows, wanted.marks)


def _with_names(grid: Grid, rows: Sequence[str], marks: frozenset[str]) -> Grid:
    """Return a table whose rows of other names are called as the rows asked for that are meant.

    `Flexion` is `flexion, right knee` where no other row is as like to it.
    """
    missing = [row for row in rows if row not in grid.rows]
    spare = [row for row in grid.rows if row not in rows]
    likes = {row: [one for one in missing if _is_like(row, one, marks)] for row in spare}
    meant = {
        row: others[0]
        for row, others in likes.items()
        if len(others) == 1 and sum(others[0] in found for found in likes.values()) == 1
    }
    if not meant:
        return grid
    cells = {(meant.get(row, row), name): cell for (row, name), cell in grid.cells.items()}
    return replace(grid, cells=cells, rows=tuple(meant.get(row, row) for row in grid.rows))


def _is_like(one: str, other: str, marks: frozenset[str] = frozenset()) -> bool:
    """Tell whether two names without digits are one another with a word or two more, no mark."""
    if any(map(str.isdigit, one + other)):
        return False
    words, others = _words(one), _words(other)
    less, more = sorted((words, others), key=len)
    meant = bool(less) and less <= more and len(more) <= _LONGER * len(less)
    return meant and not (more - less) & marks


def _words(text: str) -> set[str]:
    return set(_NAME_WORD.findall(text))


def sums_up(grid: Grid, row: str, names: Iterable[str]) -> bool:
    """Tell whether each number of a row is the sum or the mean of the rest of its column.

    Args:
        grid: the table.
        row: the row.
        names: the columns that count, of those that the table has.
    """
    told = [n for n in names if (row, n) in grid.cells and grid.cells[row, n].quantity]
    return bool(told) and all(_sums_up(grid, row, name) for name in told)


def _sums_up(grid: Grid, row: str, name: str) -> bool:
    mine = grid.cells[row, name].quantity
    others = [
        cell.quantity for one in grid.rows if one != row and (cell := grid.cells.get((one, name)))
    ]
    found = [quantity for quantity in others if quantity]
    if mine is None or len(found) < _FEWEST_SUMMED:
        return False
    total = sum(quantity.value for quantity in found)
    last = 0.5 * 10.0 ** -max(quantity.decimals for quantity in (*found, mine))
    room = last * (len(found) + 1)
    return abs(mine.value - total) <= room or abs(mine.value - total / len(found)) <= 2 * last
