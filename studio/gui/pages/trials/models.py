"""The Qt models of the trials and of what one of them found."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.language import tr
from studio.gui.pages.trials.state import Found, Row
from studio.gui.widgets import rows as parts
from studio.gui.widgets import trial_rows

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_TOLD = int(Qt.ItemDataRole.AccessibleTextRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)


class TrialModel(QAbstractListModel):
    """The trials, newest first, the one that runs above them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these rows; where only what runs has moved on, its row alone is drawn anew."""
        if rows == self.rows:
            return
        if len(rows) == len(self.rows) and rows[1:] == self.rows[1:] and rows[0].key == self.key(0):
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(0))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def key(self, row: int) -> str:
        """Return the key of a row, empty if there is none."""
        return self.rows[row].key if 0 <= row < len(self.rows) else ""

    def row_of(self, key: str) -> int:
        """Return the row of a key, -1 if it is not listed."""
        return next((number for number, row in enumerate(self.rows) if row.key == key), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a row shows."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        return {
            trial_rows.TITLE: row.title,
            trial_rows.CAPTION: row.caption,
            trial_rows.PILL: row.pill,
            trial_rows.TONE: row.tone,
            trial_rows.SHARE: row.share,
            trial_rows.SCORE: row.score,
            trial_rows.MARK: tr("Task changed") if row.stale else "",
            _TOLD: row.told,
            _TIP: row.told,
        }.get(role)


class FoundModel(QAbstractListModel):
    """Checkpoints, or the checks of them, with what was found."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Found, ...] = ()

    def show_lines(self, lines: tuple[Found, ...]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let headings not be selected."""
        flags = super().flags(index)
        if index.isValid() and self.lines[index.row()].heading:
            return flags & ~Qt.ItemFlag.ItemIsSelectable
        return flags

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a line shows."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        return {
            int(parts.TITLE): line.title,
            int(parts.CAPTION): line.caption,
            int(parts.HUE): line.place,
            int(parts.HEADING): line.heading,
            int(parts.VERDICT): None if line.heading else line.sign,
            int(parts.IDENTITY): line.check or line.checkpoint,
            _TOLD: line.told,
        }.get(role)
