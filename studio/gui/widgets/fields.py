"""Fields of the forms: they leave undo to the document, and are drawn alike in every mode."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QPlainTextEdit

from studio.gui.theme import Theme, px

_WORDS_HEIGHT = 76
_LINES_HEIGHT, _FEW_HEIGHT, _FEW = 112, 64, 60
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def _asks_undo(event: QEvent) -> bool:
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and any(event.matches(key) for key in _KEYS)
    )


class Line(QLineEdit):
    """A line that undoes its own typing only until the document has it."""

    def event(self, event: QEvent) -> bool:
        """Let the window have Ctrl+Z once nothing here is unsaved."""
        if _asks_undo(event) and not self.isModified():
            event.ignore()
            return False
        return super().event(event)


class Text(QPlainTextEdit):
    """A text whose every change is an edit of the document, which undoes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)

    def event(self, event: QEvent) -> bool:
        """Let the window have Ctrl+Z."""
        if _asks_undo(event):
            event.ignore()
            return False
        return super().event(event)


class Words(QPlainTextEdit):
    """One sentence that may need several lines: Enter keeps it, Escape drops it.

    Who goes on to another field keeps it too; the document can take it back.
    """

    kept = Signal(str)
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(px(_WORDS_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and Escape as answers."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit(self.toPlainText())
        elif event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was written, unless only a menu or another program has the keyboard."""
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() not in _PASSING:
            self.kept.emit(self.toPlainText())


class Lines(QPlainTextEdit):
    """Several lines, kept when the keyboard goes on to another field, or by Ctrl+Enter."""

    kept = Signal(str)

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        self.setFixedHeight(px(_LINES_HEIGHT if len(text) > _FEW else _FEW_HEIGHT))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Ctrl+Enter as an answer."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was written, unless only a menu or another program has the keyboard."""
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() not in _PASSING:
            self._keep()

    def event(self, event: QEvent) -> bool:
        """Let the window have Ctrl+Z once nothing here is unsaved."""
        if _asks_undo(event) and not self.document().isModified():
            event.ignore()
            return False
        return super().event(event)

    def _keep(self) -> None:
        if self.document().isModified():
            self.document().setModified(False)
            self.kept.emit(self.toPlainText())


class Number(QDoubleSpinBox):
    """A number without little arrows; the arrow keys change it."""

    def __init__(self, least: float, most: float, decimals: int, value: float) -> None:
        super().__init__()
        self.setRange(least, most)
        self.setDecimals(decimals)
        self.setValue(value)
        self.setKeyboardTracking(False)
        self.setFixedHeight(px(30))
        self.lineEdit().setTextMargins(px(8), 0, px(8), 0)


class Choice(QComboBox):
    """A choice of one; the wheel passes by, for it is meant for the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


def tick_box(painter: QPainter, box: QRectF, on: bool) -> None:
    """Paint a box to tick, with its tick if it is on."""
    tokens = Theme.tokens
    painter.setPen(QPen(QColor(tokens.accent if on else tokens.border), 1))
    painter.setBrush(QColor(tokens.accent if on else tokens.panel))
    painter.drawRoundedRect(box, px(4), px(4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if on:
        painter.setPen(QPen(QColor(tokens.on_accent), px(2)))
        unit = box.width() / 16
        places = ((4, 8), (7, 11), (12, 5))
        tick = [QPointF(box.x() + x * unit, box.y() + y * unit) for x, y in places]
        painter.drawPolyline(QPolygonF(tick))


class Tick(QCheckBox):
    """A box to tick, by a press anywhere on its words."""

    def hitButton(self, pos: QPoint) -> bool:
        """Take a press anywhere on the words."""
        return self.rect().contains(pos)
