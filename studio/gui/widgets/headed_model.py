"""A list of rows below headings."""

from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.widgets.rows import CAPTION, HEADING, TITLE

Index = QModelIndex | QPersistentModelIndex


class HeadedRow(Protocol):
    """What a row says, and whether it is a heading."""

    @property
    def title(self) -> str:
        """Its words."""

    @property
    def caption(self) -> str:
        """What is said of it."""

    @property
    def is_heading(self) -> bool:
        """Whether it cannot be selected."""


Row = TypeVar("Row", bound=HeadedRow)


class HeadedModel(QAbstractListModel, Generic[Row]):
    """Headings, and rows below each that can be selected."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that all but headings can be selected."""
        if self.rows[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def more(self, row: Row) -> dict[int, Any]:
        """Return what else a row shows, by role."""
        return {}

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        row = self.rows[index.row()]
        values: dict[int, Any] = {
            int(TITLE): row.title,
            int(CAPTION): row.caption,
            int(HEADING): row.is_heading,
            int(Qt.ItemDataRole.AccessibleTextRole): f"{row.title}. {row.caption}",
            **self.more(row),
        }
        return values.get(int(role))
