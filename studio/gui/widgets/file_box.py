"""The box that asks for files: the desktop's own, or Qt's in the looks of the app."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFileSystemModel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from studio.gui.theme import icon, px

_WIDTH, _HEIGHT = 800, 520
_BUTTONS = {
    "backButton": "arrow-left",
    "forwardButton": "arrow-right",
    "toParentButton": "arrow-up",
    "newFolderButton": "folder-plus",
    "listModeButton": "squares-four",
    "detailModeButton": "list",
}
_VIEWS = ("treeView", "listView", "sidebar")


class _Icons(QStyledItemDelegate):
    """Shows folders and files with icons of the app's family.

    An icon provider would be asked in the thread that reads the folder.
    """

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Take the icon of the place."""
        super().initStyleOption(option, index)
        if index.column() == 0 and not option.icon.isNull():
            model = index.model()
            file = isinstance(model, QFileSystemModel) and not model.isDir(index)
            option.icon = icon("file" if file else "folder")


class FileBox(QFileDialog):
    """Asks for files and folders."""

    def __init__(self, parent: QWidget | None, title: str, start: Path, kinds: str = "") -> None:
        super().__init__(parent, title)
        if start.is_dir():
            self.setDirectory(str(start))
        else:
            self.setDirectory(str(start.parent))
            self.selectFile(start.name)
        if kinds:
            self.setNameFilter(kinds)

    def dress(self) -> None:
        """Give Qt's box the looks of the app; the desktop's own has none of these parts."""
        if self.findChild(QToolButton, "backButton") is not None:
            self.resize(px(_WIDTH), px(_HEIGHT))
        for name, picture in _BUTTONS.items():
            button = self.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(icon(picture))
        for name in _VIEWS:
            view = self.findChild(QAbstractItemView, name)
            if view is not None:
                view.setItemDelegate(_Icons(view))

    def ask(self) -> list[Path]:
        """Return the places that were chosen, none if the box was left."""
        self.dress()
        return [Path(name) for name in self.selectedFiles()] if self.exec() else []
