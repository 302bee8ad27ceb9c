"""How the window looks, where the work lies, and which key does what."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTreeView, QVBoxLayout, QWidget

from studio.base.settings import told_path
from studio.gui.language import tr
from studio.gui.pages.settings.models import KeyModel
from studio.gui.pages.settings.state import MODES, ZOOMS, KeyRow, matching
from studio.gui.theme import px
from studio.gui.widgets.fields import Choice, Line, Tick
from studio.gui.widgets.key_field import KeyField
from studio.gui.widgets.parts import button, hairline, headed, label, panel

_COLUMN, _FIELD, _KEYS = 720, 220, 300


class SettingsPage(QWidget):
    """Shows what can be chosen and says what was.

    Attributes:
        mode_asked: the appearance that was chosen.
        zoom_asked: the zoom that was chosen, in percent.
        still_asked: whether less motion is wanted.
        workspace_asked: another folder for the work is wanted.
        key_asked: a command, and the keys it is to have.
        reset_asked: a command that is to have its own key again.
        reset_all_asked: every command is to have its own key again.
    """

    mode_asked = Signal(str)
    zoom_asked = Signal(int)
    still_asked = Signal(bool)
    workspace_asked = Signal()
    key_asked = Signal(str, str)
    reset_asked = Signal(str)
    reset_all_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[KeyRow, ...] = ()
        box, outer_column = panel("panel", 0, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        inside = QWidget()
        inside.setMaximumWidth(px(_COLUMN))
        row = QHBoxLayout()
        row.setContentsMargins(px(32), px(24), px(32), px(24))
        row.addWidget(inside, 1)
        row.addStretch(0)
        outer_column.addLayout(row)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        self._fill_looks(column)
        column.addWidget(hairline())
        self._fill_workspace(column)
        column.addWidget(hairline())
        self._fill_keys(column)

    def _fill_looks(self, column: QVBoxLayout) -> None:
        column.addWidget(label(tr("Appearance"), "title"))
        self.mode, self.zoom = Choice(), Choice()
        for mode, title in MODES.items():
            self.mode.addItem(tr(title), mode)
        for zoom in ZOOMS:
            self.zoom.addItem(f"{zoom}%", zoom)
        self.mode.activated.connect(lambda _: self.mode_asked.emit(self.mode.currentData()))
        self.zoom.activated.connect(lambda _: self.zoom_asked.emit(self.zoom.currentData()))
        row = QHBoxLayout()
        row.setSpacing(px(16))
        for made, title in ((self.mode, tr("Colours")), (self.zoom, tr("Size of the interface"))):
            made.setFixedWidth(px(_FIELD))
            row.addWidget(headed(title, made))
        row.addStretch(1)
        column.addLayout(row)
        self.still = Tick(tr("Move as little as possible"))
        self.still.clicked.connect(self.still_asked)
        column.addWidget(self.still)

    def _fill_workspace(self, column: QVBoxLayout) -> None:
        column.addWidget(label(tr("Workspace"), "title"))
        column.addWidget(
            label(tr("Recordings, tasks and trials are kept in this folder."), "quiet", wrap=True)
        )
        self._workspace = label("", "", wrap=True)
        self.change = button(tr("Change…"), self.workspace_asked.emit)
        self._fixed = label("", "caption", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addWidget(self._workspace, 1)
        row.addWidget(self.change)
        column.addLayout(row)
        column.addWidget(self._fixed)

    def _fill_keys(self, column: QVBoxLayout) -> None:
        column.addWidget(label(tr("Keys"), "title"))
        self.search = Line()
        self.search.setPlaceholderText(tr("Find a command or a key"))
        self.search.setAccessibleName(tr("Find a command or a key"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._show_rows())
        column.addWidget(self.search)
        self._model = KeyModel()
        self.keys = QTreeView()
        self.keys.setModel(self._model)
        self.keys.setRootIsDecorated(False)
        self.keys.setUniformRowHeights(True)
        self.keys.setAccessibleName(tr("Commands and their keys"))
        self.keys.setMinimumHeight(px(_KEYS))
        self.keys.header().setSectionsMovable(False)
        self.keys.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.keys.header().setStretchLastSection(False)
        self.keys.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.keys.activated.connect(lambda _: self.begin_key())
        self.keys.selectionModel().currentRowChanged.connect(lambda *_: self._show_buttons())
        column.addWidget(self.keys, 1)
        column.addLayout(self._make_key_row())
        self._told = label("", "fault", wrap=True)
        self._told.setAccessibleName(tr("Why the keys cannot be taken"))
        column.addWidget(self._told)
        self.show_fault("")

    def _make_key_row(self) -> QHBoxLayout:
        self.field = KeyField()
        self.field.setFixedWidth(px(_FIELD))
        self.field.pressed.connect(self._take)
        self.field.given_up.connect(self._give_up)
        self.field.hide()
        self.set_key = button(tr("Change the keys"), self.begin_key)
        self.reset = button(tr("Reset"), lambda: self.reset_asked.emit(self.current()))
        self.reset_all = button(tr("Reset all"), self.reset_all_asked.emit)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for made in (self.set_key, self.field, self.reset):
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self.reset_all)
        return row

    def show_looks(self, mode: str, zoom: int, still: bool) -> None:
        """Show the appearance, the zoom in percent, and whether less motion is wanted."""
        self.mode.setCurrentIndex(self.mode.findData(mode))
        self.zoom.setCurrentIndex(self.zoom.findData(zoom))
        self.still.setChecked(still)

    def show_workspace(self, folder: Path, fixed: str) -> None:
        """Show the folder of the work, and why it cannot be changed here, if so."""
        self._workspace.setText(told_path(folder))
        self._workspace.setToolTip(str(folder))
        self.change.setEnabled(not fixed)
        self._fixed.setText(fixed)
        self._fixed.setVisible(bool(fixed))

    def show_keys(self, rows: tuple[KeyRow, ...]) -> None:
        """Show the commands and their keys."""
        self._rows = rows
        self._show_rows()

    def _show_rows(self) -> None:
        self._model.show_rows(matching(self._rows, self.search.text()))
        if self._model.rows and not self.keys.currentIndex().isValid():
            self.keys.setCurrentIndex(self._model.index(0, 0))
        for column in (1, 2):
            self.keys.resizeColumnToContents(column)
        self._show_buttons()

    def _show_buttons(self) -> None:
        row = self.keys.currentIndex().row()
        known = 0 <= row < len(self._model.rows)
        self.set_key.setEnabled(known)
        self.reset.setEnabled(known and self._model.rows[row].own)
        self.reset_all.setEnabled(any(found.own for found in self._rows))

    def current(self) -> str:
        """Return the id of the command that is selected, empty if none is."""
        row = self.keys.currentIndex().row()
        return self._model.rows[row].id if 0 <= row < len(self._model.rows) else ""

    def select(self, command: str) -> None:
        """Select a command."""
        for row, found in enumerate(self._model.rows):
            if found.id == command:
                self.keys.setCurrentIndex(self._model.index(row, 0))

    def begin_key(self) -> None:
        """Wait for the new keys of the selected command."""
        if self.current():
            self.show_fault("")
            self.set_key.hide()
            self.field.show()
            self.field.setFocus()

    def _take(self, key: str) -> None:
        self._end_field()
        self.key_asked.emit(self.current(), key)

    def _give_up(self) -> None:
        if not self.field.isHidden():
            self._end_field()

    def _end_field(self) -> None:
        self.field.hide()
        self.set_key.show()
        self.keys.setFocus()

    def show_fault(self, sentence: str) -> None:
        """Show why keys could not be taken; no sentence hides it."""
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))

    @property
    def fault(self) -> str:
        """Why keys could not be taken the last time, empty if they could."""
        return self._told.text()
