"""The guide in a window of its own, which stays beside the work."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMoveEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.parts import button, hairline, label, panel
from studio.gui.widgets.pick_row import PickRow
from studio.gui.widgets.picking import PickList
from studio.gui.widgets.reader import Reader
from studio.gui.widgets.searching import SearchField

_SIZE, _LIST, _LEAST, _TITLE_BAR, _REST_MS = (880, 680), 232, 480, 32, 300


class HelpWindow(QWidget):
    """Lists the sections, and shows the one that is read.

    Attributes:
        typed: what is looked for.
        chosen: the id of a section.
        link_pressed: a link of the text.
        back_asked: the section that was read before is wanted.
        placed: it was moved or has another size, and rests.
    """

    typed = Signal(str)
    chosen = Signal(str)
    link_pressed = Signal(str)
    back_asked = Signal()
    placed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(tr("Help"))
        self.resize(*(px(side) for side in _SIZE))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.placed)
        self.search = SearchField(tr("Find in the guide"))
        self.search.textChanged.connect(self.typed)
        self.list, self.reader = PickList(), Reader()
        self.list.setAccessibleName(tr("Sections of the guide"))
        self.list.chosen.connect(self.chosen)
        self.reader.link_pressed.connect(self.link_pressed)
        self.told = label("", "caption", wrap=True)
        self.back = button(tr("Back"), self.back_asked.emit, "", "Alt+Left")
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._make_side())
        splitter.addWidget(self._make_text())
        splitter.setSizes([px(_LIST), px(_SIZE[0] - _LIST)])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)
        for key, do in (("Alt+Left", self.back_asked.emit), ("Ctrl+F", self.search.setFocus)):
            QShortcut(QKeySequence(key), self).activated.connect(do)

    def stand_beside(self, window: QWidget) -> None:
        """Stand where the window that it explains is not: beside it, else over its right half."""
        free = window.screen().availableGeometry()
        frame = window.frameGeometry()
        left, right = frame.left() - free.left(), free.right() - frame.right()
        wide = min(px(_SIZE[0]), max(left, right))
        if wide >= px(_LEAST):
            x = frame.right() + 1 if right >= left else frame.left() - wide
        else:
            wide = max(px(_LEAST), free.width() // 2)
            x = free.right() + 1 - wide
        # Its frame has a title bar, which the system adds above.
        high, bar = min(frame.height(), free.height()), px(_TITLE_BAR)
        self.setGeometry(x, max(free.top(), frame.top()) + bar, wide, high - bar)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Tell once it rests."""
        super().moveEvent(event)
        self._rest.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell once it rests."""
        super().resizeEvent(event)
        self._rest.start()

    def _make_side(self) -> QWidget:
        box, column = panel("panel", 0, 0)
        head = QVBoxLayout()
        head.setContentsMargins(px(12), px(12), px(12), px(8))
        head.addWidget(self.search)
        head.addWidget(self.told)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        box.setMinimumWidth(px(160))
        return box

    def _make_text(self) -> QWidget:
        box, column = panel("panel", 0, 0)
        head = QHBoxLayout()
        head.setContentsMargins(px(16), px(8), px(16), px(8))
        head.addWidget(self.back)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addWidget(self.reader, 1)
        box.setMinimumWidth(px(320))
        return box

    def show_sections(self, rows: Sequence[tuple[str, str]], told: str = "") -> None:
        """List sections by id and title, and say what there is of them if it needs saying."""
        self.list.show_rows(tuple(PickRow(identifier, title) for identifier, title in rows))
        self.told.setText(told)
        self.told.setVisible(bool(told))

    def show_section(self, row: int, title: str, text: str, folder: Path) -> None:
        """Show a section, and that it is the one at this row of the list, -1 if it is in none."""
        self.list.setCurrentRow(row)
        self.reader.setAccessibleName(tr("Help: {title}").format(title=title))
        self.reader.show_text(text, folder, self.search.text())

    def allow_back(self, there: bool) -> None:
        """Let Back be pressed if something was read before."""
        self.back.setEnabled(there)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
