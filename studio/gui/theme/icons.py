"""Icons of one family, Phosphor, in the colours of the mode that is shown.

The letters of QtAwesome's font are used without its code: importing it costs a third of a second
at every start, for seven families that are never shown.
"""

import functools
import importlib.util
import json
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPixmap,
)

from studio.gui.theme.measures import ICON, px
from studio.gui.theme.tokens import Theme

_DISABLED = "text_3"


@functools.cache
def _letters() -> dict[str, str]:
    """Return the letter of each icon by its name."""
    found = json.loads(next(_fonts().glob("phosphor-charmap-*.json")).read_text())
    return {name: chr(int(code, 16)) for name, code in found.items()}


def _fonts() -> Path:
    spec = importlib.util.find_spec("qtawesome")
    assert spec is not None and spec.origin is not None, "QtAwesome comes with the windows"
    return Path(spec.origin).parent / "fonts"


@functools.cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(next(_fonts().glob("phosphor-*.ttf"))))
    return QFontDatabase.applicationFontFamilies(number)[0]


@functools.lru_cache(maxsize=512)
def _drawn(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    pixels = round(side * ratio)
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    font = QFont(_family())
    font.setPixelSize(pixels)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(QRect(0, 0, pixels, pixels), Qt.AlignmentFlag.AlignCenter, _letters()[name])
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def _colour(name: str) -> str:
    return str(getattr(Theme.tokens, name, name))


def pixmap(name: str, colour: str = "text_2", side: int = ICON, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture.

    Args:
        name: its name, such as "house" or "house-fill".
        colour: a token, such as "accent", or a colour.
        side: its side at 100%, in pixels.
        ratio: the pixels of the device for one of the window.
    """
    return _drawn(name, _colour(colour), px(side), ratio)


class _Engine(QIconEngine):
    """Draws an icon in the colour that the mode gives at that moment."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name, self._token = name, colour

    def clone(self) -> QIconEngine:
        """Return another that draws the same."""
        return _Engine(self._name, self._token)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon at a size."""
        token = _DISABLED if mode == QIcon.Mode.Disabled else self._token
        return _drawn(self._name, _colour(token), min(size.width(), size.height()), 1.0)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon in the middle of a place."""
        token = _DISABLED if mode == QIcon.Mode.Disabled else self._token
        side = min(rect.width(), rect.height())
        ratio = painter.device().devicePixelRatio()
        corner = rect.center() - QPoint((side - 1) // 2, (side - 1) // 2)
        painter.drawPixmap(corner, _drawn(self._name, _colour(token), side, ratio))


def icon(name: str, colour: str = "text_2") -> QIcon:
    """Return a Phosphor icon such as "house", which follows the mode.

    Args:
        name: its name; names that end in "-bold" and "-fill" are heavier.
        colour: a token, such as "accent"; a colour such as "#2F55D4" does not follow the mode.
    """
    if name not in _letters():
        raise ValueError(f"Phosphor has no icon named {name!r}")
    return QIcon(_Engine(name, colour or "text_2"))
