"""The Qt model of the list of checks."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.language import tr
from studio.gui.pages.checks.state import Row, Standing, Verdicts, chips_of, standing_of
from studio.gui.widgets.rows import CAPTION, HEADING, HUE, IDENTITY, TITLE, VERDICT

CHIPS = Qt.ItemDataRole.UserRole + 20
TONE = Qt.ItemDataRole.UserRole + 21
MUST = Qt.ItemDataRole.UserRole + 22

Index = QModelIndex | QPersistentModelIndex


class CheckModel(QAbstractListModel):
    """Headings and checks with their live verdict."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._verdicts: Verdicts = {}
        self._needed: Mapping[str, int] = {}

    def show_rows(self, rows: list[Row]) -> None:
        """Show these rows; where only what they say changed, they stay where they are."""
        if _places(rows) == _places(self.rows):
            self.rows = rows
            self._tell()
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def show_verdicts(self, verdicts: Verdicts) -> None:
        """Show what the checks said of the sample outputs."""
        self._verdicts = verdicts
        self._tell()

    def show_needed(self, needed: Mapping[str, int]) -> None:
        """Show how many wrong outputs pass without a check."""
        self._needed = needed
        self._tell()

    def _tell(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that checks can be selected and headings cannot."""
        if self.rows[index.row()].check is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def standing(self, row: Row) -> Standing:
        """Return how the check of a row stands."""
        assert row.check is not None
        return standing_of(row.check, self._verdicts, self._needed)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        row = self.rows[index.row()]
        return self._heading(row, role) if row.check is None else self._check(row, role)

    def _heading(self, row: Row, role: int) -> Any:
        told = f"{row.heading}, {row.share}" if row.share else row.heading
        values: dict[int, Any] = {
            int(TITLE): row.heading,
            int(HUE): row.place,
            int(HEADING): True,
            int(CAPTION): row.share,
            int(MUST): row.must,
            int(Qt.ItemDataRole.AccessibleTextRole): f"{told}, {tr('must pass')}"
            if row.must
            else told,
        }
        return values.get(int(role))

    def _check(self, row: Row, role: int) -> Any:
        assert row.check is not None
        if role in (int(CHIPS), int(TITLE), int(HUE), int(IDENTITY)):
            if role == int(CHIPS):
                return chips_of(row.check, row.told)
            plain = {int(TITLE): row.sentence, int(HUE): row.place, int(IDENTITY): row.check.id}
            return plain[int(role)]
        standing = self.standing(row)
        values: dict[int, Any] = {
            int(CAPTION): standing.caption,
            int(TONE): standing.tone,
            int(VERDICT): standing.sign,
            int(Qt.ItemDataRole.AccessibleTextRole): f"{row.sentence}. {standing.word}. "
            f"{standing.caption}".strip(),
        }
        return values.get(int(role))


def _places(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row.heading, row.check.id if row.check else "") for row in rows]
