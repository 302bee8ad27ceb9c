"""The Qt model of the list of checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt

from studio.gui.language import tr
from studio.gui.pages.checks.state import Row, Standing, Verdicts, chips_of, standing_of
from studio.gui.widgets.chip import Chip
from studio.gui.widgets.rows import CAPTION, HEADING, HUE, IDENTITY, TITLE, VERDICT

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Shown:
    """What the row of a check shows: found once, and kept as long as nothing of it changes."""

    row: Row
    chips: tuple[Chip, ...]
    standing: Standing


class CheckModel(QStringListModel):
    """Headings and checks with their live verdict.

    A list asks how many rows there are at each row that it lays out, which must not take Python:
    so the rows are empty strings to Qt, and what they show is `data`'s.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._verdicts: Verdicts = {}
        self._needed: Mapping[str, int] = {}
        self._shown: dict[int, Shown] = {}

    def show_rows(self, rows: list[Row]) -> None:
        """Show these rows; where only what they say changed, they stay where they are."""
        if _places(rows) == _places(self.rows):
            changed = [n for n, row in enumerate(rows) if row != self.rows[n]]
            self.rows = rows
            for number in changed:
                self._shown.pop(number, None)
            if changed:
                self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
            return
        self.rows, self._shown = rows, {}
        self.setStringList([""] * len(rows))

    def show_verdicts(self, verdicts: Verdicts) -> None:
        """Show what the checks said of the sample outputs."""
        self._verdicts = verdicts
        self._tell()

    def show_needed(self, needed: Mapping[str, int]) -> None:
        """Show how many wrong outputs pass without a check."""
        self._needed = needed
        self._tell()

    def _tell(self) -> None:
        self._shown = {}
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that all can be selected; that of a heading is where checks are added."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def shown(self, number: int) -> Shown | None:
        """Return what the row of a check shows, None for a heading."""
        found = self._shown.get(number)
        if found is not None:
            return found
        row = self.rows[number]
        if row.check is None:
            return None
        chips = chips_of(row.check, row.told)
        found = Shown(row, chips, standing_of(row.check, self._verdicts, self._needed))
        self._shown[number] = found
        return found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        if role not in _ROLES:
            return None
        row, shown = self.rows[index.row()], self.shown(index.row())
        return _heading(row, role) if shown is None else _check(shown, role)


_NAME = int(Qt.ItemDataRole.AccessibleTextRole)
_ROLES = {_NAME, *(int(role) for role in (TITLE, CAPTION, HEADING, HUE, IDENTITY, VERDICT))}


def _heading(row: Row, role: int) -> Any:
    told = f"{row.heading}, {row.share}" if row.share else row.heading
    values: dict[int, Any] = {
        int(TITLE): row.heading,
        int(HUE): row.place,
        int(HEADING): True,
        int(CAPTION): row.share,
        _NAME: f"{told}, {tr('must pass')}" if row.must else told,
    }
    return values.get(int(role))


def _check(shown: Shown, role: int) -> Any:
    row, standing = shown.row, shown.standing
    assert row.check is not None
    values: dict[int, Any] = {
        int(TITLE): row.sentence,
        int(HUE): row.place,
        int(IDENTITY): row.check.id,
        int(CAPTION): standing.caption,
        int(VERDICT): standing.sign,
        _NAME: f"{row.sentence}. {standing.word}. {standing.caption}".strip(),
    }
    return values.get(int(role))


def _places(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row.heading, row.check.id if row.check else "") for row in rows]
