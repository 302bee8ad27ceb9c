"""The Qt model of the checkpoints."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from studio.editing.shares import shown_share
from studio.gui.language import tr
from studio.gui.pages.checkpoints.state import PointRow
from studio.gui.widgets.rows import CAPTION, HUE, IDENTITY

Index = QModelIndex | QPersistentModelIndex
SHARE = int(Qt.ItemDataRole.UserRole) + 40
GATE = int(Qt.ItemDataRole.UserRole) + 41
LACKS = int(Qt.ItemDataRole.UserRole) + 42


class PointModel(QAbstractListModel):
    """The checkpoints in order; a title is written where it stands.

    Attributes:
        written: the id of a checkpoint and the title that was written for it.
    """

    written = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[PointRow, ...] = ()

    def show_rows(self, rows: Sequence[PointRow]) -> None:
        """Show these checkpoints; where the same ones stand, only what they say is drawn anew."""
        same = [row.id for row in rows] == [row.id for row in self.rows]
        if same:
            self.rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def place_of(self, id: str) -> int | None:
        """Return the row of a checkpoint, None if it is not there."""
        return next((row.place for row in self.rows if row.id == id), None)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of checkpoints."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that each can be selected, and its title written."""
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        values: dict[int, Any] = {
            int(Qt.ItemDataRole.DisplayRole): row.title,
            int(Qt.ItemDataRole.EditRole): row.title,
            int(Qt.ItemDataRole.ToolTipRole): f"{row.title}\n{row.caption}",
            int(CAPTION): row.caption,
            int(HUE): row.place,
            int(IDENTITY): row.id,
            SHARE: shown_share(row.share),
            GATE: row.gate,
            LACKS: row.lacks,
        }
        return values.get(int(role))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell which title was written."""
        row, title = self.rows[index.row()], " ".join(str(value).split())
        if not title or title == row.title:
            return False
        self.written.emit(row.id, title)
        return True


def _spoken(row: PointRow) -> str:
    parts = [row.title, shown_share(row.share), tr("must pass") if row.gate else "", row.caption]
    return ", ".join(part for part in parts if part)
