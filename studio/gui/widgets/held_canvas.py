"""A drawing that is taken hold of: by hand, by the wheel and by keys; it is drawn once it rests."""

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.gui.theme import px
from studio.gui.widgets.drawing import Ask, Drawer
from studio.gui.widgets.file_view import ring

NEARER = 1.25
"""How many times larger one step of the zoom shows it."""
_CLICK = 4
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class HeldCanvas(QWidget):
    """The base of drawings whose pictures are made in another thread.

    Args:
        ask: does work in another thread.
        name: what a screen reader says.
        rest_ms: how long nothing must move before it is drawn anew.

    Attributes:
        picked: the number of what was clicked.
        drawn: another picture is shown.
        failed: it cannot be drawn, and why.
    """

    picked = Signal(int)
    drawn = Signal()
    failed = Signal(str)

    def __init__(self, ask: Ask, name: str, rest_ms: int) -> None:
        super().__init__()
        self._drawer = Drawer(ask, self._show, self.failed.emit)
        self._settled = True
        self._held: QPointF | None = None
        self._pressed: QPointF | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(rest_ms)
        self._rest.timeout.connect(self.redraw)
        self.setMinimumSize(px(240), px(160))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Return a size that suits most drawings."""
        return QSize(px(480), px(360))

    @property
    def is_settled(self) -> bool:
        """Whether the picture in full is shown, and nothing else will follow."""
        return self._settled and not self._rest.isActive()

    # What each drawing does of its own.

    @property
    def is_filled(self) -> bool:
        """Whether there is anything to be drawn."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw it anew."""
        raise NotImplementedError

    def _show(self, result: object) -> None:
        """Show a picture that was made."""
        raise NotImplementedError

    def _drag(self, gone: QPointF, event: QMouseEvent) -> None:
        """Follow the hand that moved it."""
        raise NotImplementedError

    def _hover(self, place: QPointF) -> None:
        """Take the place under a pointer that holds nothing."""

    def at(self, place: QPointF) -> int:
        """Return the number of what is at a place of this widget, -1 if nothing is."""
        raise NotImplementedError

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Show it larger, with one place of this widget staying where it is."""
        raise NotImplementedError

    def _step(self, right: int, down: int, shift: bool) -> None:
        """Take an arrow key."""
        raise NotImplementedError

    def _take_key(self, key: Qt.Key) -> bool:
        """Take another key; tell whether it means anything here."""
        raise NotImplementedError

    # Hand and keys.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._held = self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it once the hand has moved so far that no click is meant."""
        if self._held is None:
            self._hover(event.position())
            return
        if self._pressed is not None:
            if (event.position() - self._pressed).manhattanLength() < px(_CLICK):
                return
            self._pressed = None
        gone = event.position() - self._held
        self._held = event.position()
        self._drag(gone, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it; a press that did not move picks what is there."""
        pressed, self._held, self._pressed = self._pressed, None, None
        if pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            found = self.at(event.position())
            if found >= 0:
                self.picked.emit(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Come nearer to what is under the pointer, or go away from it."""
        self.zoom(NEARER ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by arrows, zoom by + and -."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._step(*_ARROWS[key], bool(shift))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(NEARER)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / NEARER)
        elif not self._take_key(key):
            super().keyPressEvent(event)

    # Drawing.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw another size once it stays."""
        super().resizeEvent(event)
        self._rest.start()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another mode."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.is_filled:
            self._rest.start()

    def _paint_focus(self, painter: QPainter) -> None:
        if self.hasFocus():
            area: QRect = self.rect()
            ring(painter, area.adjusted(0, 0, 1, 1))
