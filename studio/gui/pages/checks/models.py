"""The Qt model of the list of checks."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.pages.checks.state import Row, Verdicts, caption_of, fault_of
from studio.gui.widgets.rows import CAPTION, HEADING, HUE, IDENTITY, TITLE, VERDICT

Index = QModelIndex | QPersistentModelIndex


class CheckModel(QAbstractListModel):
    """Headings and checks with their live verdict."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._verdicts: Verdicts = {}

    def show_rows(self, rows: list[Row]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def show_verdicts(self, verdicts: Verdicts) -> None:
        """Show what the checks said of the sample outputs."""
        self._verdicts = verdicts
        self.layoutAboutToBeChanged.emit()
        self.layoutChanged.emit()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that checks can be selected and headings cannot."""
        if self.rows[index.row()].check is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        row = self.rows[index.row()]
        fault = fault_of(row.check, self._verdicts) if row.check else None
        values: dict[int, Any] = {
            int(TITLE): row.sentence or row.heading,
            int(HUE): row.place,
            int(HEADING): row.check is None,
            int(IDENTITY): row.check.id if row.check else None,
            int(Qt.ItemDataRole.AccessibleTextRole): row.sentence or row.heading,
        }
        if row.check is None:
            values[int(CAPTION)] = row.share
        else:
            values[int(CAPTION)] = fault or caption_of(row.check)
            values[int(VERDICT)] = "wrong" if fault else ("right" if self._verdicts else "waits")
        return values.get(int(role))
