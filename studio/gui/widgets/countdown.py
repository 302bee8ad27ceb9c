"""Three, two, one: time to put one's hands where they belong; Escape calls it off."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.theme.measures import PAGE_TITLE
from studio.gui.widgets.parts import button, label

_SECOND_MS = 1000
_SIDE = 128


class Number(QWidget):
    """One large figure."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = 0
        self.setFixedSize(px(_SIDE), px(_SIDE))

    def show_number(self, number: int) -> None:
        """Show another figure."""
        self.shown = number
        self.setAccessibleName(str(number))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the figure."""
        painter = QPainter(self)
        font = painter.font()
        font.setPixelSize(px(4 * PAGE_TITLE))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(Theme.tokens.text))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), str(self.shown))


class Countdown(QWidget):
    """Covers its parent while it counts."""

    over = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._left = 0
        self.number = Number()
        told = label(tr("The recording begins. The window steps aside for your work."), "quiet")
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cancel = button(tr("Cancel (Esc)"), self.give_up)
        column = QVBoxLayout(self)
        column.setSpacing(px(16))
        column.addStretch(1)
        column.addWidget(self.number, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(told)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self._count)
        self.hide()

    @property
    def counts(self) -> bool:
        """Whether it counts now."""
        return self._timer.isActive()

    def begin(self, seconds: int) -> None:
        """Count down; with nothing to count it is over at once."""
        self._left = seconds
        if seconds <= 0:
            self.over.emit()
            return
        self.setGeometry(self._covered.rect())
        self._show()
        self.show()
        self.raise_()
        self.setFocus()
        self._timer.start()

    def _show(self) -> None:
        self.number.show_number(self._left)
        self.setAccessibleName(tr("Recording in {seconds}").format(seconds=self._left))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _count(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._show()
            return
        self._end()
        self.over.emit()

    def _end(self) -> None:
        self._timer.stop()
        self.hide()

    def give_up(self) -> None:
        """Call it off."""
        if self.counts:
            self._end()
            self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape for the button."""
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cover what lies below."""
        QPainter(self).fillRect(self.rect(), QColor(Theme.tokens.panel))
