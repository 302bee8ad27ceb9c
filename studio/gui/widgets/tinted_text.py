"""A text to read, parts of which are tinted and can be pressed."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from studio.gui.theme import Theme

_LINES = {
    "good": QTextCharFormat.UnderlineStyle.SingleUnderline,
    "waits": QTextCharFormat.UnderlineStyle.DashUnderline,
}


@dataclass(frozen=True)
class Tint:
    """A part of a text: from and to which sign, its tone (good or waits), what its tip says."""

    begin: int
    end: int
    tone: str
    tip: str = ""


class TintedText(QPlainTextEdit):
    """Shows a text with its tints; each tone has a kind of line too, for colour is never alone.

    Attributes:
        pressed: the number of the part that was pressed.
    """

    pressed = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(name)
        self.viewport().setMouseTracking(True)
        self._tints: tuple[Tint, ...] = ()
        self._places: list[tuple[int, int]] = []
        self._down = -1

    def show_text(self, text: str, tints: tuple[Tint, ...]) -> None:
        """Show a text; where it is the same, one stays where one read."""
        if text != self.toPlainText():
            self.setPlainText(text)
        self._tints = tints
        self._places = [(_signs(text[: t.begin]), _signs(text[: t.end])) for t in tints]
        self._paint()

    def _paint(self) -> None:
        tokens = Theme.tokens
        made = []
        for tint, (begin, end) in zip(self._tints, self._places, strict=True):
            part = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(begin)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            form = QTextCharFormat()
            form.setBackground(QColor(str(getattr(tokens, f"{tint.tone}_tint"))))
            form.setUnderlineStyle(_LINES[tint.tone])
            form.setUnderlineColor(QColor(str(getattr(tokens, tint.tone))))
            part.cursor, part.format = cursor, form
            made.append(part)
        self.setExtraSelections(made)

    def part_at(self, event: QMouseEvent) -> int:
        """Return the number of the part under the pointer, -1 if none is."""
        point = event.position().toPoint()
        place = self.cursorForPosition(point).position()
        for number, (begin, end) in enumerate(self._places):
            if begin <= place < end and self._is_on_line(place, point.y()):
                return number
        return -1

    def _is_on_line(self, place: int, y: int) -> bool:
        """Tell whether a pixel is on the line of a sign, and not in the emptiness below it."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(place)
        box = self.cursorRect(cursor)
        return box.top() <= y <= box.bottom()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what can be pressed, and say what it is."""
        super().mouseMoveEvent(event)
        part = self.part_at(event)
        shape = Qt.CursorShape.PointingHandCursor if part >= 0 else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)
        self.viewport().setToolTip(self._tints[part].tip if part >= 0 else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember which part the press began on."""
        super().mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        self._down = self.part_at(event) if left else -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which part was pressed; who selects words presses nothing."""
        super().mouseReleaseEvent(event)
        down, self._down = self._down, -1
        if down >= 0 and self.part_at(event) == down and not self.textCursor().hasSelection():
            self.pressed.emit(down)

    def changeEvent(self, event: QEvent) -> None:
        """Tint anew in another mode."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._paint()


def _signs(text: str) -> int:
    """Return the length of a text as Qt counts it: signs beyond the first plane count twice."""
    return len(text) + sum(ord(sign) > 0xFFFF for sign in text)
