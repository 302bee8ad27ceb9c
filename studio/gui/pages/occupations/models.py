"""The Qt model of the SOC tree."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from studio.gui.language import tr
from studio.gui.pages.occupations.state import LEGEND, Branch
from studio.gui.widgets.figures import SIGN
from studio.gui.widgets.rows import IDENTITY, TITLE

Index = QModelIndex | QPersistentModelIndex
_COLUMNS = ("Group or occupation", "Employed", "Mean wage")
_ROOT = QModelIndex()


class SocModel(QAbstractItemModel):
    """The SOC tree with employment and wages; a view asks only for what is open."""

    def __init__(self) -> None:
        super().__init__()
        self._tops: list[Branch] = []
        self._rows: dict[int, int] = {}
        self._by_code: dict[str, Branch] = {}

    def show_tree(self, tops: tuple[Branch, ...]) -> None:
        """Show these major groups with all that lies in them."""
        self.beginResetModel()
        self._tops = list(tops)
        self._rows = {}
        self._by_code = {}
        for row, top in enumerate(tops):
            self._rows[id(top)] = row
            for made in _walk(top):
                self._by_code[made.code] = made
                self._rows.update((id(one), place) for place, one in enumerate(made.below))
        self.endResetModel()

    def place(self, code: str) -> QModelIndex:
        """Return the index of a code, an invalid one if it is not in the tree."""
        made = self._by_code.get(code)
        return self.createIndex(self._rows[id(made)], 0, made) if made else QModelIndex()

    def _inside(self, parent: Index) -> list[Branch]:
        return parent.internalPointer().below if parent.isValid() else self._tops

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of lines in a group."""
        return 0 if parent.column() > 0 else len(self._inside(parent))

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return len(_COLUMNS)

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """Return the index of a line in a group."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self._inside(parent)[row])

    def parent(self, index: Index = _ROOT) -> Any:
        """Return the index of the group around a line."""
        above = index.internalPointer().above if index.isValid() else None
        return self.createIndex(self._rows[id(above)], 0, above) if above else QModelIndex()

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the caption of a column."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and section == 1:
            return tr(LEGEND)
        return tr(_COLUMNS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        made: Branch = index.internalPointer()
        text = (made.title, made.employed, made.mean)[index.column()]
        told = f"{text}. {made.tip}" if index.column() == 1 else text
        values: dict[int, Any] = {
            int(TITLE): text,
            int(IDENTITY): made.code,
            int(SIGN): made.sign if index.column() == 1 else "",
            int(Qt.ItemDataRole.ToolTipRole): f"{made.code}  {made.title}\n{made.tip}",
            int(Qt.ItemDataRole.AccessibleTextRole): told,
        }
        return values.get(int(role))


def _walk(top: Branch) -> Iterator[Branch]:
    yield top
    for made in top.below:
        yield from _walk(made)
