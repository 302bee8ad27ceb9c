"""The ground of a bar that is painted."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from studio.gui.theme import Theme, px


def paint_track(painter: QPainter, track: QRect) -> None:
    """Paint what a bar fills; in high contrast its edge shows where it ends."""
    edge = Theme.mode == "contrast"
    painter.setPen(QPen(QColor(Theme.tokens.line), 1) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(Theme.tokens.sunken))
    painter.drawRoundedRect(track, px(3), px(3))
    painter.setPen(Qt.PenStyle.NoPen)
