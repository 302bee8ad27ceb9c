"""Which facts of a table are not found in another, whatever way the two write them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from openpyxl.styles.numbers import is_date_format

from studio.grading.families.formulas import refers
from studio.grading.pairing import Pairing, differing, is_packed, pair
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import WORKBOOKS, Cell, Sheet, read_book
from studio.grading.readers.columns import dated_columns
from studio.grading.readers.dates import date_of
from studio.grading.readers.forms import in_one_form, is_renamed_total, is_total
from studio.grading.readers.matching import matched
from studio.grading.readers.places import locate
from studio.grading.readers.tables import Table, times
from studio.grading.readers.values import Scalar, fold
from studio.grading.readers.writing import heading
from studio.model.check import Target

Mask = NDArray[np.bool_]
SHARE = re.compile(r"%|percent|per cent|\bpct\b|\bshare\b|\brate\b|anteil|prozent", re.IGNORECASE)
_NOTHING = ("-", "\u2013", "\u2014")


@dataclass(frozen=True)
class Room:
    """How far off numbers may be, by column."""

    tolerance: float | None = None
    by_column: Mapping[str, float] = field(default_factory=dict)
    relative: float = 0.0
    shares: Mapping[str, float] = field(default_factory=dict)

    def of(self, column: str) -> float | None:
        """Return the absolute tolerance of a column."""
        named = {heading(name).casefold(): room for name, room in self.by_column.items()}
        return named.get(column.casefold(), self.tolerance)

    def share_of(self, column: str) -> float:
        """Return the share of the right number that numbers of a column may be off by."""
        named = {heading(name).casefold(): share for name, share in self.shares.items()}
        return named.get(column.casefold(), self.relative)


@dataclass(frozen=True)
class Side:
    """A table, and what is known of the file that it was read from.

    Attributes:
        table: the values.
        sheet: the sheet of a workbook that it stands on; None in another file.
        dated: the columns of a Parquet file that store dates.
    """

    table: Table
    sheet: Sheet | None = None
    dated: frozenset[str] = frozenset()

    def cells(self, position: int) -> list[Cell | None]:
        """Return the cells of a column of a workbook; none of another file."""
        if self.sheet is None:
            return [None] * self.table.height
        column = self.table.places[position]
        return [self.sheet.cells.get((row, column)) for row in self.table.rows]

    def dates(self, position: int) -> list[bool]:
        """Return for each row whether a column stores a date as such, and not as text."""
        if self.table.header[position] in self.dated:
            return [True] * self.table.height
        return [
            cell is not None and isinstance(cell.value, str) and is_date_format(cell.number_format)
            for cell in self.cells(position)
        ]

    def formulas(self, position: int | None) -> list[str]:
        """Return for each row the formula in a column, empty if there is none."""
        if position is None:
            return [""] * self.table.height
        return [(cell.formula or "") if cell else "" for cell in self.cells(position)]

    def shows_percent(self, position: int) -> bool:
        """Tell whether the numbers of a column are shown as percentages."""
        if any(cell and "%" in cell.number_format for cell in self.cells(position)):
            return True
        return any(isinstance(v, str) and fold(v).endswith("%") for v in self.table.raw(position))


def side_of(table: Table, folder: Path, target: Target) -> Side:
    """Return a table with what is known of its file in a folder.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if it cannot be read.
    """
    place = locate(folder, target.path)
    suffix = place.suffix.lower() if place else ""
    if place and suffix in WORKBOOKS:
        return Side(table, read_book(place).sheet(table.sheet))
    return Side(
        table, dated=dated_columns(place) if place and suffix == ".parquet" else frozenset()
    )


def paired(reference: Table, found: Table, key: Sequence[str]) -> Pairing:
    """Return the rows of two tables brought together; keys may be written in another form.

    A column of keys counts in another form only as a whole, where that finds more rows.
    """
    best = pair(reference, found, key)
    if not key or is_packed(reference) or is_packed(found) or _finds_all(best):
        return best
    one, other = reference, found
    for name in key:
        left, right = reference.position(name), found.position(name)
        if left is not None and right is not None:
            one, other = alike(one, other, left, right)
            one, other = _of_one_total(one, other, left, right)
    again = pair(one, other, key)
    return again if _count(again) > _count(best) else best


def paired_by_values(reference: Table, found: Table, columns: Sequence[int], room: Room) -> Pairing:
    """Return the rows of two tables brought together by the values of some columns."""
    places = [found.position(reference.header[column]) for column in columns]
    for column, place in zip(columns, places, strict=True):
        if place is not None and not (is_packed(reference) or is_packed(found)):
            reference, found = alike(reference, found, column, place)
    widest = max((room.of(reference.header[c]) or 0.0 for c in columns), default=0.0)
    blank: list[Scalar] = [None] * found.height
    one = list(zip(*(reference.values(c) for c in columns), strict=True))
    lists = [blank if place is None else found.values(place) for place in places]
    other = list(zip(*lists, strict=True))
    partners = matched(one, other, widest, case=False)
    taken = {partner for partner in partners if partner is not None}
    none = np.array([], dtype=np.int64)
    right = np.array([-1 if p is None else p for p in partners], dtype=np.int64)
    extra = np.array([n for n in range(found.height) if n not in taken], dtype=np.int64)
    there = right[right >= 0]
    return Pairing(
        np.arange(reference.height), right, extra, none, none, bool(np.all(np.diff(there) > 0))
    )


def _of_one_total(reference: Table, found: Table, position: int, other: int) -> tuple[Table, Table]:
    """Return two tables whose only rows of totals are called the same: a Sum may be a Total."""
    expected, values = reference.values(position), found.values(other)
    totals = [[v for v in side if is_total(v)] for side in (expected, values)]
    if [len(side) for side in totals] != [1, 1] or not is_renamed_total(totals[0][0], totals[1][0]):
        return reference, found
    named = [totals[0][0] if is_total(value) else value for value in values]
    return reference, _with_column(found, other, named)


def _finds_all(pairing: Pairing) -> bool:
    return bool((pairing.right >= 0).all()) and not len(pairing.extra)


def _count(pairing: Pairing) -> int:
    return int((pairing.right >= 0).sum())


def alike(reference: Table, found: Table, position: int, other: int) -> tuple[Table, Table]:
    """Return two tables of which one column each is written in the same form, if there is one."""
    names = (reference.header[position], found.header[other])
    forms = in_one_form(reference.values(position), found.values(other), names)
    if forms is None:
        return reference, found
    return _with_column(reference, position, forms[0]), _with_column(found, other, forms[1])


def _with_column(table: Table, position: int, values: list[Scalar]) -> Table:
    columns = tuple(values if n == position else c for n, c in enumerate(table.columns))
    return replace(table, columns=columns)


def differences(
    reference: Table, found: Table, pairing: Pairing, columns: tuple[int, ...], room: Room
) -> Mask:
    """Return for each row of a pairing and each column whether its fact is not found."""
    wrong = np.ones((len(pairing.left), len(columns)), dtype=bool)
    there = pairing.right >= 0
    whole = bool(there.all())
    left = pairing.left if whole else pairing.left[there]
    right = pairing.right if whole else pairing.right[there]
    for number, column in enumerate(columns):
        position = found.position(reference.header[column])
        if position is not None:
            tolerance = room.of(reference.header[column])
            share = room.share_of(reference.header[column])
            off = differing((reference, column, left), (found, position, right), tolerance, share)
            wrong[there, number] = off
    return wrong


@dataclass(frozen=True)
class Comparison:
    """Two tables to be compared, the rows brought together, and what is asked for."""

    reference: Side
    found: Side
    pairing: Pairing
    columns: tuple[int, ...]
    wanted: Mask
    room: Room
    worded: frozenset[str] = frozenset()

    def wrong(self) -> Mask:
        """Return which facts are wrong; a column counts in another form only as a whole.

        It does where that leaves fewer facts wrong: shares as hundreds, a week by its number, a
        truth as a tick. Columns of `worded`, in small letters, are compared word for word.
        """
        one, other = self.reference.table, self.found.table
        wrong = self.wanted & differences(one, other, self.pairing, self.columns, self.room)
        for number, column in enumerate(self.columns):
            position = other.position(one.header[column])
            if position is None or not wrong[:, number].any():
                continue
            for left, right in self._forms(column, position):
                off = differences(left, right, self.pairing, (column,), self.room)[:, 0]
                off = self.wanted[:, number] & off
                if off.sum() < wrong[:, number].sum():
                    wrong[:, number] = off
        return wrong

    def _forms(self, column: int, position: int) -> list[tuple[Table, Table]]:
        one, other = self.reference.table, self.found.table
        found = [
            (one, times(other, position, factor))
            for factor in ((100.0, 0.01) if self._are_shares(column, position) else ())
        ]
        name = one.header[column].casefold()
        if not is_packed(one) and not is_packed(other) and name not in self.worded:
            forms = alike(one, other, column, position)
            found += [forms] if forms[0] is not one else []
        return found

    def _are_shares(self, column: int, position: int) -> bool:
        """Tell whether numbers may be fractions on one side and hundreds on the other."""
        shown = self.reference.shows_percent(column), self.found.shows_percent(position)
        if all(shown):
            return False
        return any(shown) or SHARE.search(self.reference.table.header[column]) is not None

    def written_otherwise(self, key: Sequence[str]) -> Mask:
        """Return the facts in which a date of a column of `worded` is written in another way.

        If it is a key column all facts of the row are.
        """
        one, other = self.reference.table, self.found.table
        off = np.zeros_like(self.wanted)
        if is_packed(one) or is_packed(other):
            return off
        for name in self.worded:
            left, right = one.position(name), other.position(name)
            if left is None or right is None:
                continue
            lines = self._dates_unlike(one.raw(left), other.raw(right))
            if name in {heading(k).casefold() for k in key}:
                off |= lines[:, np.newaxis]
            elif left in self.columns:
                off[:, self.columns.index(left)] |= lines
        return off & self.wanted

    def _dates_unlike(self, expected: list[Scalar], found: list[Scalar]) -> Mask:
        rows = zip(self.pairing.left, self.pairing.right, strict=True)
        return np.array(
            [
                partner >= 0 and _is_other_date(expected[row], found[partner])
                for row, partner in rows
            ],
            dtype=bool,
        )

    def unlike_words(self, wrong: Mask) -> Mask:
        """Return the facts that are wrong without the texts that only have other capitals."""
        left = wrong.copy()
        one, other = self.reference.table, self.found.table
        for number, column in enumerate(self.columns):
            position = other.position(one.header[column])
            if position is None or not wrong[:, number].any():
                continue
            expected, found = one.values(column), other.values(position)
            for line in np.flatnonzero(wrong[:, number]):
                row, partner = int(self.pairing.left[line]), int(self.pairing.right[line])
                if partner >= 0 and _are_same_words(expected[row], found[partner]):
                    left[line, number] = False
        return left

    def unlike_zero(self, wrong: Mask, names: frozenset[str]) -> Mask:
        """Return the facts that are wrong without those that only show nothing in another way.

        An empty cell, a dash and 0 are the same in the columns of `names`, in small letters, as
        long as a formula stands there or something is shown.
        """
        left = wrong.copy()
        one, other = self.reference.table, self.found.table
        for number, column in enumerate(self.columns):
            position = other.position(one.header[column])
            if position is None or one.header[column].casefold() not in names:
                continue
            expected, found = one.values(column), other.values(position)
            formulas = self.found.formulas(position)
            for line in np.flatnonzero(wrong[:, number]):
                row, partner = int(self.pairing.left[line]), int(self.pairing.right[line])
                if partner >= 0 and _is_nothing(expected[row]) and _is_nothing(found[partner]):
                    left[line, number] = found[partner] is None and not formulas[partner]
        return left

    def spelled(self) -> Mask:
        """Return the facts for which text stands although a number or a date is stored."""
        spelled = np.zeros_like(self.wanted)
        one, other = self.reference.table, self.found.table
        for number, column in enumerate(self.columns):
            position = other.position(one.header[column])
            if position is None:
                continue
            expected, stored = one.raw(column), other.raw(position)
            dated = self.reference.dates(column)
            days = self.found.dates(position) if any(dated) else []
            for line, (row, partner) in enumerate(self._rows()):
                if partner >= 0 and isinstance(expected[row], float):
                    spelled[line, number] = isinstance(stored[partner], str)
                elif partner >= 0 and dated[row]:
                    spelled[line, number] = not days[partner]
        return spelled & self.wanted

    def typed_in(self, names: frozenset[str]) -> Mask:
        """Return the facts of some columns, in small letters, typed where a formula must stand."""
        typed = np.zeros_like(self.wanted)
        one, other = self.reference.table, self.found.table
        for number, column in enumerate(self.columns):
            if one.header[column].casefold() not in names:
                continue
            wanted = self.reference.formulas(column)
            there = self.found.formulas(other.position(one.header[column]))
            for line, (row, partner) in enumerate(self._rows()):
                typed[line, number] = partner >= 0 and _is_typed(wanted[row], there[partner])
        return typed & self.wanted

    def _rows(self) -> Iterator[tuple[int, int]]:
        return zip(self.pairing.left.tolist(), self.pairing.right.tolist(), strict=True)


def _is_typed(expected: str, found: str) -> bool:
    """Tell whether nothing is computed, or from typed numbers alone, where more is expected."""
    return bool(expected) and (not found or (refers(expected) and not refers(found)))


def _is_other_date(one: Scalar, other: Scalar) -> bool:
    """Tell whether two texts are dates of which the figures are arranged otherwise."""
    if not isinstance(one, str) or not isinstance(other, str) or not date_of(fold(one)):
        return False
    shapes = [re.sub(r"\d", "0", fold(text)) for text in (one, other)]
    return shapes[0] != shapes[1]


def _are_same_words(one: Scalar, other: Scalar) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one.casefold() == other.casefold()


def _is_nothing(value: Scalar) -> bool:
    return value is None or value == 0.0 or value in _NOTHING


def needs(table: Table, names: Sequence[str]) -> None:
    """See that a table has columns.

    Raises:
        Unreadable: if it lacks one.
    """
    for name in names:
        if table.position(name) is None:
            raise Unreadable(f"has no column {name}")
