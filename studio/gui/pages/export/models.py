"""The Qt model of what a package holds."""

from typing import Any

from PySide6.QtGui import QColor

from studio.gui.pages.export.state import COLUMNS, FileRow
from studio.gui.theme import Theme
from studio.gui.widgets.columns_model import ColumnsModel

_SIZE = 2


class InsideModel(ColumnsModel[FileRow]):
    """The files that a package holds, a row each."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, _SIZE)

    def show_rows(self, rows: tuple[FileRow, ...]) -> None:
        """Show these rows; the same ones stay as they are."""
        if rows != self.rows:
            self.put(rows)

    def text(self, row: FileRow, column: int) -> str:
        """Return what a cell says."""
        return (row.name, row.role, row.size)[column]

    def tip(self, row: FileRow, column: int) -> str:
        """Return the whole name, or the size to the byte."""
        return row.tip if column == _SIZE else row.name

    def ink(self, row: FileRow, column: int) -> Any:
        """Return the colour of a cell."""
        return QColor(Theme.tokens.text_2) if column else None
