"""Rows of totals in a table: which they are, and what they are called."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.forms import is_total
from studio.grading.readers.tables import Table, of_rows
from studio.grading.readers.values import is_blank
from studio.grading.readers.writing import PLAIN, key_text


def without_totals(table: Table) -> Table:
    """Return a table without the rows whose first value begins with a word such as Total.

    A large table, held in columns, is returned as it is.
    """
    totals = set(total_rows(table))
    return of_rows(table, [n for n in range(table.height) if n not in totals]) if totals else table


def only_totals(table: Table) -> Table:
    """Return a table with just the rows whose first value begins with a word such as Total.

    Raises:
        Unreadable: if the table is large, held in columns.
    """
    if any(not isinstance(column, list) for column in table.columns):
        raise Unreadable("is too large for its rows of totals to be found")
    # How a column writes its numbers is told by all of its rows.
    meant = tuple(
        column if writing == PLAIN else table.values(n)
        for n, (column, writing) in enumerate(zip(table.columns, table.writings, strict=True))
    )
    return of_rows(replace(table, columns=meant), total_rows(table))


def with_total_labels(table: Table, key: Sequence[str]) -> Table:
    """Return a table whose rows of totals have their label in the first key column.

    It may stand in any column to begin with. A large table is returned as it is.
    """
    listed = [column for column in table.columns if isinstance(column, list)]
    place = table.position(key[0]) if key else None
    if place is None or len(listed) != len(table.columns):
        return table
    columns = [list(column) for column in listed]
    for row in total_rows(table):
        other = next(n for n, column in enumerate(columns) if not is_blank(column[row]))
        if is_blank(columns[place][row]):
            columns[place][row], columns[other][row] = columns[other][row], None
    return replace(table, columns=tuple(columns))


def with_name_of_sum(
    reference: Table, found: Table, key: Sequence[str], names: Collection[str]
) -> Table:
    """Return a table in which the row that sums up the others is called as in the reference.

    It is the only one that the reference does not know, where the reference has one row more, and
    that is called by one of `names`. Only tables with a single key column have such a row.
    """
    if len(key) != 1 or not names:
        return found
    one, other = reference.position(key[0]), found.position(key[0])
    if one is None or other is None or not isinstance(found.columns[other], list):
        return found
    wanted = {key_text(value): value for value in reference.values(one)}
    there = [key_text(value) for value in found.values(other)]
    missing = [text for text in wanted if text not in there]
    strange = [row for row, text in enumerate(there) if text not in wanted]
    if len(missing) != 1 or len(strange) != 1:
        return found
    if missing[0] not in {key_text(name) for name in names}:
        return found
    values = list(found.values(other))
    values[strange[0]] = wanted[missing[0]]
    columns = tuple(values if n == other else c for n, c in enumerate(found.columns))
    return replace(found, columns=columns)


def total_rows(table: Table) -> list[int]:
    """Return the rows, from 0, whose first value begins with a word such as Total.

    None of a large table, held in columns.
    """
    listed = [column for column in table.columns if isinstance(column, list)]
    if len(listed) != len(table.columns):
        return []
    firsts = [
        next((v for v in line if not is_blank(v)), None) for line in zip(*listed, strict=True)
    ]
    return [row for row, first in enumerate(firsts) if is_total(first)]
