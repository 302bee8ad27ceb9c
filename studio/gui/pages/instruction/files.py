"""The table of a task's files: what each is for, and files added by chooser or drop."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QMenu, QTreeView, QVBoxLayout, QWidget

from studio.authoring.files import Role, TaskFile
from studio.gui.language import tr
from studio.gui.pages.instruction.file_rows import ROLES, count_words
from studio.gui.pages.instruction.models import FilesModel
from studio.gui.theme import px
from studio.gui.widgets.lines import LineDelegate
from studio.gui.widgets.parts import button, label

_SIZE_COLUMN, _ROLE_COLUMN, _ROOM_FOR_SIZE = 1, 2, 416
_HINT = (
    "Select files and press Enter, or press what a file is, to change it. Drop files to add them."
)
_EMPTY = "No files yet. Add those that the agent gets, and those that you would hand in."


class FileTable(QTreeView):
    """The table; Enter, the menu key or a press on a role asks what the selected files are for."""

    role_wanted = Signal(object)

    def __init__(self, model: FilesModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(tr("Files of the task"))
        self.setItemDelegate(LineDelegate(self, chip=_ROLE_COLUMN))
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_at)
        self.clicked.connect(self._pressed)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionsMovable(False)
        for column, width in ((1, 72), (2, 96), (3, 96)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, px(width))
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the sizes to the tooltips where names would have no room."""
        super().resizeEvent(event)
        self.setColumnHidden(_SIZE_COLUMN, self.width() < px(_ROOM_FOR_SIZE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for the question what the selected files are for."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.selectionModel().hasSelection():
            below = self.visualRect(self.currentIndex()).bottomLeft()
            self.role_wanted.emit(self.viewport().mapToGlobal(below))
        else:
            super().keyPressEvent(event)

    def _ask_at(self, place: QPoint) -> None:
        if self.indexAt(place).isValid():
            self.role_wanted.emit(self.viewport().mapToGlobal(place))

    def _pressed(self, index: QModelIndex) -> None:
        if index.column() == _ROLE_COLUMN:
            below = self.visualRect(index).bottomLeft()
            self.role_wanted.emit(self.viewport().mapToGlobal(below))


class FilesPane(QWidget):
    """Shows the files and asks for their roles."""

    role_asked = Signal(object, str)
    add_asked = Signal(object, str)
    choose_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model = FilesModel()
        self._files: Sequence[TaskFile] = ()
        self._refusal = ""
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(8))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.count = label("", "quiet")
        self.add = button(tr("Add files…"), self._ask_to_add)
        row.addWidget(self.count, 1)
        row.addWidget(self.add)
        column.addLayout(row)
        self.fault = label("", "fault", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        self.table = FileTable(self.model)
        self.table.role_wanted.connect(self._ask_role)
        column.addWidget(self.table, 1)
        self._empty = label(tr(_EMPTY), "quiet", wrap=True)
        self._empty.hide()
        column.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        self.hint = label(tr(_HINT), "caption", wrap=True)
        column.addWidget(self.hint)
        self.setAcceptDrops(True)

    def show_loading(self) -> None:
        """Show that the files of a task are being read."""
        self._files = ()
        self.model.show_files(())
        self.fault.hide()
        self._empty.hide()
        self.table.show()
        self.count.setText(tr("Reading the files…"))

    def show_files(self, files: Sequence[TaskFile]) -> None:
        """Show these files; what was selected stays selected."""
        if files != self._files or not files:
            chosen = set(self._chosen())
            self._files = files
            self.model.show_files(files)
            self._select(chosen)
        template, values = count_words(files)
        self.count.setText(tr(template).format(**values))
        self.fault.hide()
        self.table.setVisible(bool(files))
        self._empty.setVisible(not files)

    def show_fault(self, sentence: str) -> None:
        """Say why the files cannot be read."""
        self.count.setText("")
        self.fault.setText(sentence)
        self.fault.show()

    def allow(self, refusal: str) -> None:
        """Say why nothing can be changed here, empty if it can."""
        self._refusal = refusal
        self.add.setEnabled(not refusal)
        self.add.setToolTip(refusal)
        self.hint.setText(refusal or tr(_HINT))

    def _select(self, paths: set[str]) -> None:
        model, selection = self.table.selectionModel(), self.table.selectionModel()
        for number, row in enumerate(self.model.rows if paths else ()):
            if row.file.path in paths:
                place = self.model.index(number, 0)
                selection.select(place, model.SelectionFlag.Select | model.SelectionFlag.Rows)

    def _chosen(self) -> list[str]:
        places = self.table.selectionModel().selectedRows()
        return [self.model.rows[place.row()].file.path for place in places]

    def _ask_role(self, where: QPoint) -> None:
        paths = self._chosen()
        if paths and not self._refusal:
            self._offer(where, lambda role: self.role_asked.emit(paths, role))

    def _ask_to_add(self) -> None:
        below = self.add.mapToGlobal(self.add.rect().bottomLeft())
        self._offer(below, self.choose_asked.emit)

    def _offer(self, where: QPoint, then: Callable[[Role], object]) -> None:
        """Ask for a role by a menu; each entry tells what it means."""
        self.menu.clear()
        for role, title, meaning in ROLES:
            entry = self.menu.addAction(f"{tr(title)}: {tr(meaning)}")
            entry.triggered.connect(partial(_call, then, role))
        self.menu.popup(where)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls() and not self._refusal:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask what the dropped files are for."""
        urls = event.mimeData().urls()
        places = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if places and not self._refusal:
            event.acceptProposedAction()
            where = self.mapToGlobal(event.position().toPoint())
            self._offer(where, lambda role: self.add_asked.emit(places, role))


def _call(then: Callable[[Role], object], role: Role, checked: bool = False) -> None:
    then(role)
