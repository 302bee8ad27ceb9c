"""The first start: three short screens that end inside a finished sample."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.home.words import SCREENS
from studio.gui.theme import Theme, icon, px
from studio.gui.widgets.parts import button, label

_WIDE = 520
_PICTURE = 48


class FirstView(QWidget):
    """Tells what this is, a screen at a time; Enter goes on, Escape skips."""

    ended = Signal()
    sample_asked = Signal()
    record_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        outer = QHBoxLayout(self)
        outer.setContentsMargins(px(32), px(32), px(32), px(32))
        middle = QWidget()
        middle.setFixedWidth(px(_WIDE))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addStretch(2)
        self._picture, self._count = label(), label("", "caption")
        self.title = label("", "pageTitle", wrap=True)
        self.words = label("", "", wrap=True)
        for made in (self._picture, self._count, self.title, self.words):
            column.addWidget(made)
        column.addSpacing(px(8))
        column.addLayout(self._make_buttons())
        column.addStretch(3)
        outer.addStretch(1)
        outer.addWidget(middle)
        outer.addStretch(1)
        self.show_screen(0)

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.next = QPushButton()
        self.next.setObjectName("primary")
        self.next.clicked.connect(self.go_on)
        self.record = button(tr("Record my own work"), self.record_asked.emit)
        self.skip = button(tr("Skip"), self.ended.emit)
        self.back = button(tr("Back"), lambda: self.show_screen(self.number - 1))
        for made in (self.next, self.record, self.skip):
            made.setProperty("tall", True)
            row.addWidget(made)
        row.addStretch(1)
        self.back.setProperty("tall", True)
        row.addWidget(self.back)
        return row

    def show_screen(self, number: int) -> None:
        """Show one of the screens, by its number from 0."""
        self.number = number
        title, words, picture, next_ = SCREENS[number]
        self._picture.setPixmap(icon(picture, Theme.tokens.accent).pixmap(px(_PICTURE)))
        self.title.setText(tr(title))
        self.words.setText(tr(words))
        told = tr("{number} of {count}").format(number=number + 1, count=len(SCREENS))
        self._count.setText(told)
        self.next.setText(tr(next_))
        self.next.setAccessibleDescription(f"{tr(title)}. {tr(words)}")
        last = number == len(SCREENS) - 1
        self.record.setVisible(last)
        self.back.setVisible(number > 0)
        self.next.setFocus()

    def go_on(self) -> None:
        """Show the next screen; after the last one ask for the sample."""
        if self.number + 1 < len(SCREENS):
            self.show_screen(self.number + 1)
        else:
            self.sample_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the keyboard, Escape skip, arrows go to and fro."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            (focused if isinstance(focused, QPushButton) else self.next).click()
        elif key == Qt.Key.Key_Escape:
            self.ended.emit()
        elif key == Qt.Key.Key_Right and self.number + 1 < len(SCREENS):
            self.go_on()
        elif key == Qt.Key.Key_Left and self.number > 0:
            self.show_screen(self.number - 1)
        else:
            super().keyPressEvent(event)
