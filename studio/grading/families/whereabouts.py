"""Where cells of the reference stand in an output whose rows or columns were moved."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from studio.grading.pairing import pair
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import Book
from studio.grading.readers.likeness import table_like
from studio.grading.readers.tables import Table, found_table, reference_table
from studio.grading.readers.totals import with_total_labels
from studio.grading.readers.values import Scalar, close, is_blank, number_of
from studio.model.check import Target

Spot = tuple[str, int, int]
_WORD = re.compile(r"[^\W_]{3,}")


class Whereabouts:
    """The places of an output that hold what cells of the reference hold.

    Cells of a sheet with key columns are found by key and heading, all others by their address.
    """

    def __init__(
        self, target: Target, folders: tuple[Path, Path], keys: Mapping[str, Sequence[str]]
    ) -> None:
        """Find the tables.

        Args:
            target: the file.
            folders: that of the reference and that of the output.
            keys: the key columns by the name of their sheet.

        Raises:
            Unreadable: if the output has no such table.
        """
        self._rows: dict[str, dict[int, int]] = {}
        self._columns: dict[str, dict[int, int]] = {}
        self._sheets: dict[str, str] = {}
        self._places: dict[str, set[tuple[int, int]]] = {}
        for sheet, key in keys.items():
            self._find(
                sheet, key, target.model_copy(update={"sheet": sheet, "cells": None}), folders
            )

    def _find(
        self, sheet: str, key: Sequence[str], target: Target, folders: tuple[Path, Path]
    ) -> None:
        reference = with_total_labels(reference_table(folders[0], target, key), key)
        found = with_total_labels(_found(folders[1], target, reference), key)
        if any(found.position(name) is None for name in key):
            raise Unreadable(f"has no column {key[0]}")
        pairing = pair(reference, found, key)
        name = sheet.casefold()
        self._rows[name] = {
            reference.rows[int(row)]: found.rows[int(partner)]
            for row, partner in zip(pairing.left, pairing.right, strict=True)
            if partner >= 0
        }
        self._columns[name] = {
            place: found.places[position]
            for title, place in zip(reference.header, reference.places, strict=True)
            if (position := found.position(title)) is not None
        }
        self._sheets[name] = found.sheet
        self._places[name] = {(row, place) for row in reference.rows for place in reference.places}

    def of(self, spot: Spot) -> Spot | None:
        """Return where a cell of the reference stands, None if the output has no such row."""
        name, row, column = spot[0].casefold(), spot[1], spot[2]
        if (row, column) not in self._places.get(name, ()):
            return spot
        there, beside = self._rows[name].get(row), self._columns[name].get(column)
        return None if there is None or beside is None else (self._sheets[name], there, beside)


def _found(folder: Path, target: Target, reference: Table) -> Table:
    """Return the table of an output, on the sheet of its name or another, its columns likewise."""
    try:
        found = found_table(folder, target, reference)
    except Unreadable:
        target = target.model_copy(update={"sheet": None})
        found = found_table(folder, target, reference)
    if set(reference.names) <= set(found.names):
        return found
    return table_like(folder, target, reference, reference.names)


def labelled_places(book: Book, label: str, value: Scalar) -> Iterator[tuple[Spot, float]]:
    """Yield the typed cells of a workbook that may be a parameter: those beside its label first.

    Each comes with what its value is to be multiplied by to be that of the parameter: a hundredth
    where percents stand for a fraction.
    """
    number = number_of(value)
    typed = [
        ((sheet.name, *place), cell)
        for sheet in book.sheets.values()
        for place, cell in sorted(sheet.cells.items())
        if cell.formula is None and not is_blank(cell.value)
    ]
    alike = [(spot, scale) for spot, cell in typed for scale in (1.0, 0.01, 100.0)
             if _is_value(number_of(cell.value), number, scale)]  # fmt: skip
    words = set(_WORD.findall(label.casefold()))
    texts = {spot: set(_WORD.findall(str(cell.value).casefold())) for spot, cell in typed}

    def shared(spot: Spot) -> int:
        beside = [(spot[0], spot[1], column) for column in range(spot[2] - 1, 0, -1)]
        above = (spot[0], spot[1] - 1, spot[2])
        return max((len(words & texts.get(one, set())) for one in (*beside, above)), default=0)

    yield from sorted(alike, key=lambda entry: -shared(entry[0]))


def _is_value(found: float | None, wanted: float | None, scale: float) -> bool:
    return found is not None and wanted is not None and close(wanted, found * scale, 1e-9)
