"""Small marks beside a text: pills, counts, dots, keys and icons."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from studio.gui.theme import Theme, hue, icon, px
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.parts import restyle, reveal

_KEY, _MOST = 18, 99
_FIXED, _LEAST = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum


class Pill(Elided):
    """A word on the state of something, on a ground whose colour says the same.

    Its tone is good, bad, waits or neutral.
    """

    def __init__(self, text: str = "", tone: str = "neutral") -> None:
        super().__init__(tone)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(_LEAST, _FIXED)
        self.show_text(text)
        reveal(self, bool(text))

    def show_state(self, text: str, tone: str) -> None:
        """Show another word; without one the pill is away."""
        self.show_text(text)
        reveal(self, bool(text))
        restyle(self, tone)


class Count(QLabel):
    """How many things wait, as a badge; none of them shows none."""

    def __init__(self, count: int = 0, waits: bool = True) -> None:
        super().__init__()
        self.setObjectName("count" if waits else "countQuiet")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(_LEAST, _FIXED)
        self.show_count(count)

    def show_count(self, count: int) -> None:
        """Show another count; what is beyond two digits is told in the tip."""
        self.setText(str(count) if count <= _MOST else f"{_MOST}+")
        self.setToolTip(f"{count:,}" if count > _MOST else "")
        reveal(self, count > 0)


class Keycap(QLabel):
    """The keys of a command, such as `Ctrl K`."""

    def __init__(self, keys: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName("keycap")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedHeight(px(_KEY))
        self.setMinimumWidth(px(_KEY))
        self.setSizePolicy(_LEAST, _FIXED)
        self.show_keys(keys)

    def show_keys(self, keys: str) -> None:
        """Show other keys, as Qt writes them; without any the cap is away."""
        self.setText(keys.replace("+", " "))
        reveal(self, bool(keys))


class Dot(QWidget):
    """A dot in the hue of a checkpoint, or in the colour of a token; a square one heads a list."""

    def __init__(self, colour: int | str, square: bool = False) -> None:
        super().__init__()
        self._colour, self._square = colour, square
        self.setFixedSize(px(8), px(8))

    def show_colour(self, colour: int | str) -> None:
        """Take another hue, by the place of its checkpoint, or another token."""
        self._colour = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dot."""
        name = self._colour
        colour = hue(name) if isinstance(name, int) else str(getattr(Theme.tokens, name))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        radius = px(2) if self._square else px(4)
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)


class Icon(QWidget):
    """An icon that stands for itself and follows the mode."""

    def __init__(self, name: str, colour: str = "text_2", side: int = 16) -> None:
        super().__init__()
        self._icon = icon(name, colour)
        self.setFixedSize(px(side), px(side))

    def show_icon(self, name: str, colour: str = "text_2") -> None:
        """Show another icon."""
        self._icon = icon(name, colour)
        self.update()

    def sizeHint(self) -> QSize:
        """Return its own size."""
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        self._icon.paint(QPainter(self), self.rect())
