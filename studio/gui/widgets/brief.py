"""Text of a few lines that breaks anywhere; where it is longer, its middle is left away."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy

from studio.gui.language import tr
from studio.gui.theme import Theme, px

_ENOUGH = 1_000
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


def broken_lines(text: str, font: QFont, width: int, most: int) -> list[str]:
    """Return a text in at most `most` lines of a width; the last holds all that is left over."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    ends = [*starts[1:], len(text)]
    return [text[start:end].rstrip() for start, end in zip(starts, ends, strict=False)]


class Brief(QLabel):
    """Plain text of a few lines; Enter shows all of what was shortened, and shortens it again.

    The whole of it is its accessible name and, where it was shortened, its tooltip.

    Args:
        text: what is shown; each of its own lines is shortened by itself.
        name: a style name.
        most: how many lines each may fill; 0 for as many as it needs.
        said: what stands before the text in the accessible name.
    """

    def __init__(self, text: str = "", name: str = "", most: int = 3, said: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._whole, self._said, self._most, self._opened = text, said, most, False
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._whole, self._opened = text, False
        self.setAccessibleName(f"{self._said}: {text}" if self._said else text)
        self._lay_out()
        self.updateGeometry()

    @property
    def is_shortened(self) -> bool:
        """Whether some of it is left away where it has this width, unless all is asked for."""
        return bool(self._most) and self._lines(self.width(), self._most)[1]

    def hasHeightForWidth(self) -> bool:
        """Return that fewer letters fit into a line that is narrower."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the room of its lines."""
        shown = len(self._lines(width, 0 if self._opened else self._most)[0])
        return max(1, shown) * QFontMetrics(self.font()).lineSpacing()

    def sizeHint(self) -> QSize:
        """Return room for what it shows now."""
        return QSize(super().sizeHint().width(), self.heightForWidth(max(1, self.width())))

    def minimumSizeHint(self) -> QSize:
        """Return room for a line."""
        return QSize(0, QFontMetrics(self.font()).lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break its lines anew."""
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show all of it, or shorten it again."""
        if event.key() in _OPENS and self.is_shortened:
            self._opened = not self._opened
            self._lay_out()
            self.updateGeometry()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint an edge while it has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(QColor(Theme.tokens.accent), px(1)))
            painter.drawRect(QRect(0, 0, self.width() - 1, self.height() - 1))

    def _lay_out(self) -> None:
        lines, _ = self._lines(self.width(), 0 if self._opened else self._most)
        shown = "\n".join(lines)
        if shown != self.text():
            self.setText(shown)
        short = self.is_shortened
        self.setToolTip(self._whole if short and not self._opened else "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if short else Qt.FocusPolicy.NoFocus)
        self.setAccessibleDescription(tr("Enter shows all of it") if short else "")

    def _lines(self, width: int, most: int) -> tuple[list[str], bool]:
        """Return the lines that are shown at a width, and whether anything is left away."""
        font, metrics, short = self.font(), QFontMetrics(self.font()), False
        shown: list[str] = []
        for part in self._whole.split("\n"):
            lines = broken_lines(part, font, max(1, width), most or _ENOUGH) or [""]
            if metrics.horizontalAdvance(lines[-1]) > width:
                lines[-1] = metrics.elidedText(lines[-1], Qt.TextElideMode.ElideLeft, width)
                short = True
            shown += lines
        return shown, short
