"""A few lines of text, shortened at the end of the last where there is no room for more."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy

from studio.gui.theme import px

_LEAST = 60


class Clamped(QLabel):
    """As many whole lines of a plain text as there is room for; the tooltip holds all of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.whole = ""

    def show_text(self, text: str) -> None:
        """Show a text, as far as there is room for it."""
        self.whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._shorten()

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters of one line."""
        return QSize(px(_LEAST), self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        metrics, room = self.fontMetrics(), self.contentsRect()
        most = max(1, room.height() // metrics.lineSpacing())
        starts = self._starts(room.width())
        lines = [self.whole[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]
        if len(lines) > most:
            rest = self.whole[starts[most - 1] :]
            last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room.width())
            lines = [*lines[: most - 1], last]
        self.setText("\n".join(line.rstrip() for line in lines))

    def _starts(self, width: int) -> list[int]:
        """Return where each line begins at a width."""
        layout = QTextLayout(self.whole, self.font())
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        found = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            found.append(line.textStart())
        layout.endLayout()
        return found or [0]
