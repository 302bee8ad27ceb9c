"""Pills that are painted in rows, as `marks.Pill` looks."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from studio.gui.theme import Theme, px

_ELIDE = Qt.TextElideMode.ElideRight
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


def small(font: QFont) -> QFont:
    """Return the font of the words in a pill."""
    made = QFont(font)
    made.setPixelSize(px(12))
    made.setWeight(QFont.Weight.Medium)
    return made


def paint_pill(painter: QPainter, box: QRect, words: str, tone: str, font: QFont) -> None:
    """Paint a pill; its tone is good, bad, waits or another, which is neutral."""
    tokens = Theme.tokens
    ink, ground = {
        "good": (tokens.good, tokens.good_tint),
        "bad": (tokens.bad, tokens.bad_tint),
        "waits": (tokens.waits, tokens.waits_tint),
    }.get(tone, (tokens.text_2, tokens.sunken))
    edge = tokens.border if Theme.mode == "contrast" else ground
    painter.setPen(QPen(QColor(edge), 1))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), px(11), px(11))
    painter.setFont(small(font))
    painter.setPen(QColor(ink))
    told = QFontMetrics(small(font)).elidedText(words, _ELIDE, box.width() - px(16))
    painter.drawText(box, _CENTRE, told)
