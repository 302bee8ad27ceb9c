"""Where cells of the reference stand in an output whose rows or columns were moved."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from studio.grading.pairing import pair
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.tables import found_table, reference_table
from studio.model.check import Target

Spot = tuple[str, int, int]


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
        self._places: dict[str, set[tuple[int, int]]] = {}
        for sheet, key in keys.items():
            self._find(
                sheet, key, target.model_copy(update={"sheet": sheet, "cells": None}), folders
            )

    def _find(
        self, sheet: str, key: Sequence[str], target: Target, folders: tuple[Path, Path]
    ) -> None:
        reference = reference_table(folders[0], target, key)
        found = found_table(folders[1], target, reference)
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
        self._places[name] = {(row, place) for row in reference.rows for place in reference.places}

    def of(self, spot: Spot) -> Spot | None:
        """Return where a cell of the reference stands, None if the output has no such row."""
        name, row, column = spot[0].casefold(), spot[1], spot[2]
        if (row, column) not in self._places.get(name, ()):
            return spot
        there, beside = self._rows[name].get(row), self._columns[name].get(column)
        return None if there is None or beside is None else (spot[0], there, beside)
