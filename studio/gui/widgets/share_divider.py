"""A divider between two parts of the score: a slider that the hand takes where it stands."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QWidget

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.widgets.share_part import SharePart

_ONE, _TENTH, _FIVE = 10, 1, 50
_STEPS = {
    Qt.Key.Key_Left: -_ONE,
    Qt.Key.Key_Down: -_ONE,
    Qt.Key.Key_Right: _ONE,
    Qt.Key.Key_Up: _ONE,
    Qt.Key.Key_PageDown: -_FIVE,
    Qt.Key.Key_PageUp: _FIVE,
}


class Divider(QSlider):
    """A divider between two parts: dragged, moved by arrows, a slider to assistive technology.

    Its value is the share of the part before it, in tenths of a percent.

    Attributes:
        dragged: the share that the part before it would have, while the hand is at it.
        kept: the share that it has been given.
    """

    dragged = Signal(int)
    kept = Signal(int)

    def __init__(self, bar: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, bar)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self._from: tuple[int, int] | None = None
        self._telling = False
        self.per_pixel = 1.0
        self.valueChanged.connect(self._take_value)

    def show_parts(self, left: SharePart, right: SharePart) -> None:
        """Show between which parts it stands."""
        self._telling = True
        self.setRange(0, left.tenths + right.tenths)
        self.setValue(left.tenths)
        self._telling = False
        told = tr("Divider between {left} and {right}").format(left=left.name, right=right.name)
        self.setAccessibleName(told)
        self.setAccessibleDescription(f"{left.tenths / 10:g}%, {right.tenths / 10:g}%")

    def _take_value(self, value: int) -> None:
        """Keep what assistive technology set."""
        if not self._telling:
            self.kept.emit(value)

    def _preview(self, tenths: int) -> None:
        self._telling = True
        self.setValue(tenths)
        self._telling = False
        self.dragged.emit(self.value())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = round(event.globalPosition().x()), self.value()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand."""
        if self._from is not None:
            moved = event.globalPosition().x() - self._from[0]
            # Whole percents are what a hand means; the field takes tenths.
            wanted = self._from[1] + moved * self.per_pixel
            self._preview(round(wanted / _ONE) * _ONE)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the share that it was dragged to."""
        begun, self._from = self._from, None
        if begun is not None and begun[1] != self.value():
            self.kept.emit(self.value())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by one percent, with Shift by a tenth; Escape gives up a drag."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self._from is not None:
            self._preview(self._from[1])
            self._from = None
        elif key in _STEPS:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step = _STEPS[Qt.Key(key)]
            self._begin_keys()
            self._preview(self.value() + (step // _ONE * _TENTH if fine else step))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._begin_keys()
            self._preview(self.minimum() if key == Qt.Key.Key_Home else self.maximum())
        else:
            event.ignore()

    def _begin_keys(self) -> None:
        if self._from is None:
            self._from = 0, self.value()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Keep the share once the key is let go: one edit, however long it was held."""
        if not event.isAutoRepeat():
            self._end_keys()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what the keys had moved it to."""
        super().focusOutEvent(event)
        self._end_keys()

    def _end_keys(self) -> None:
        begun, self._from = self._from, None
        if begun is not None and begun[1] != self.value():
            self.kept.emit(self.value())

    def wheelEvent(self, event: QEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grip, and a ring if it has the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = Theme.tokens
        middle = self.width() // 2
        grip = QRect(middle - px(4) // 2, px(4), px(4), self.height() - px(8))
        active = self.hasFocus() or self._from is not None or self.underMouse()
        painter.setPen(QPen(QColor(tokens.accent if active else tokens.border), 1))
        painter.setBrush(QColor(tokens.accent if active else tokens.border))
        painter.drawRoundedRect(grip, px(2), px(2))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), px(2)))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), px(4), px(4))
