"""The table of a task's files: what each is for, and files added by chooser or drop."""

from collections.abc import Callable, Sequence, Set
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
_GIVEN = tuple(one for one in ROLES if one[0] != "scratch")
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
    cancel_asked = Signal()

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
        self._copying, copying = QWidget(), QHBoxLayout()
        copying.setContentsMargins(0, 0, 0, 0)
        copying.setSpacing(px(8))
        self._copied = label("", "caption", wrap=True)
        copying.addWidget(self._copied, 1)
        copying.addWidget(button(tr("Cancel"), self.cancel_asked.emit, "link"))
        self._copying.setLayout(copying)
        self._copying.hide()
        column.addWidget(self._copying)
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
            chosen, row = set(self._chosen()), self.table.currentIndex().row()
            self._files = files
            self.model.show_files(files)
            self._select(chosen, row)
        template, values = count_words(files)
        self.count.setText(tr(template).format(**values) if files else "")
        self.fault.hide()
        self.table.setVisible(bool(files))
        self._empty.setVisible(not files)

    def show_copying(self, told: str) -> None:
        """Say which file is being copied, nothing if none is."""
        self._copied.setText(told)
        self._copying.setVisible(bool(told))
        self.add.setEnabled(not told and not self._refusal)

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

    def select(self, path: str) -> None:
        """Select a file by its path in the task; the first one if it is not listed."""
        self.table.selectionModel().clearSelection()
        self._select({path}, 0)
        self.table.scrollTo(self.table.currentIndex())

    def _select(self, paths: set[str], row: int) -> None:
        """Select the files that are still there, else what stands in the row now."""
        selection = self.table.selectionModel()
        flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
        rows = [number for number, one in enumerate(self.model.rows) if one.file.path in paths]
        if paths and not rows and self.model.rows:
            rows = [min(max(row, 0), len(self.model.rows) - 1)]
        for number in rows:
            selection.select(self.model.index(number, 0), flags)
        if rows:
            selection.setCurrentIndex(
                self.model.index(rows[0], 0), selection.SelectionFlag.NoUpdate
            )

    def _chosen(self) -> list[str]:
        places = self.table.selectionModel().selectedRows()
        return [self.model.rows[place.row()].file.path for place in places]

    def _ask_role(self, where: QPoint) -> None:
        paths = self._chosen()
        if paths and not self._refusal:
            has = {row.file.role for row in self.model.rows if row.file.path in set(paths)}
            self._offer(where, ROLES, lambda role: self.role_asked.emit(paths, role), has)

    def _ask_to_add(self) -> None:
        below = self.add.mapToGlobal(self.add.rect().bottomLeft())
        self._offer(below, _GIVEN, self.choose_asked.emit)

    def _offer(
        self,
        where: QPoint,
        roles: Sequence[tuple[Role, str, str]],
        then: Callable[[Role], object],
        has: Set[Role] = frozenset(),
    ) -> None:
        """Ask for a role by a menu; each entry tells what it means, the present one is ticked."""
        self.menu.clear()
        for role, title, meaning in roles:
            entry = self.menu.addAction(f"{tr(title)}: {tr(meaning)}")
            entry.setCheckable(bool(has))
            entry.setChecked(role in has)
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
            self._offer(where, _GIVEN, lambda role: self.add_asked.emit(places, role))


def _call(then: Callable[[Role], object], role: Role, checked: bool = False) -> None:
    then(role)
