"""Measures the contrast of what was really drawn."""

from collections import Counter

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def drawn(widget: QWidget, area: QRect | None = None) -> QImage:
    """Return what a widget shows, or a part of it."""
    found = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return found.copy(area) if area else found


def inside(widget: QWidget, edge: int = 5) -> QRect:
    """Return a widget's place without its edge."""
    return widget.rect().adjusted(edge, edge, -edge, -edge)


def colours(picture: QImage) -> Counter[str]:
    """Return how often each colour occurs."""
    return Counter(
        QColor(picture.pixel(x, y)).name().upper()
        for x in range(picture.width())
        for y in range(picture.height())
    )


def ground_and_ink(picture: QImage) -> tuple[str, str]:
    """Return the commonest colour, and the one that stands out from it most.

    The thin strokes of small letters are blended into the ground, and what a reader sees is the
    middle of the stroke: the colour that stands out most.
    """
    found = colours(picture)
    ground = found.most_common(1)[0][0]
    return ground, max(found, key=lambda one: contrast(one, ground))
