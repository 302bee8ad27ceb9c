"""The Qt model of the recordings on the disk."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from studio.gui.language import tr
from studio.gui.pages.home.storage_state import (
    STATES,
    held_words,
    may_be_ticked,
    ticked_at_first,
)
from studio.gui.wording import told_size

if TYPE_CHECKING:
    from studio.recordings.storage import Stored


Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class StorageModel(QAbstractTableModel):
    """A line for each recording, with a box to tick."""

    ticks_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[Stored, ...] = ()
        self.ticked: frozenset[Path] = frozenset()
        self._heads = (tr("Recording"), tr("Size"), tr("Date"), tr("State"), tr("Copy"))

    def show_found(self, found: "tuple[Stored, ...]") -> None:
        """Show recordings; those that may go without loss are ticked."""
        self.beginResetModel()
        self.found, self.ticked = found, ticked_at_first(found)
        self.endResetModel()
        self.ticks_changed.emit()

    def chosen(self) -> "tuple[Stored, ...]":
        """Return the recordings that are ticked."""
        return tuple(stored for stored in self.found if stored.folder in self.ticked)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of recordings."""
        return 0 if parent is not None and parent.isValid() else len(self.found)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the head of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section == 1 else _LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what a cell can do."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        stored = self.found[index.row()]
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        ticks = index.column() == 0 and may_be_ticked(stored)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if ticks else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        stored = self.found[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(stored)[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                column = index.column()
                return self._words(stored)[column] if column else str(stored.folder)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if index.column() == 1 else _LEFT
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == 0:
                return ", ".join(self._words(stored))
            case Qt.ItemDataRole.CheckStateRole if index.column() == 0:
                return Qt.CheckState.Checked if self._is_ticked(stored) else Qt.CheckState.Unchecked
        return None

    def _is_ticked(self, stored: "Stored") -> bool:
        return stored.folder in self.ticked

    def _words(self, stored: "Stored") -> tuple[str, ...]:
        held, task = held_words(stored)
        return (
            stored.folder.stem,
            told_size(stored.bytes),
            stored.created[:10] or tr("not known"),
            tr(STATES[stored.state]),
            tr(held).format(task=task),
        )

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a recording, or take its tick away."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        stored = self.found[index.row()]
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        changed = {stored.folder}
        self.ticked = self.ticked | changed if on else self.ticked - changed
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()
        return True
