"""What every view of a file has: parts come in, places that are pressed go out.

A view knows no files. It is given the parts of one as plain data (`studio.viewing`), asks for
further ones, and tells which place a person pressed, as it is written after `#` in a target.
"""

from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.gui.theme import Theme, px
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.file_marks import Mark, Side


class FileView(QWidget):
    """The base of all views.

    Attributes:
        asked: a part and what of it is wanted.
        picked: a place that was pressed, as it is written after `#`; empty for the whole file.
        told: a sentence on what is at hand, shown in the line below the view.
        hint: what a press does.
        goes_on: whether one can go from one difference to the next.
        drawing_asked: work that draws a picture is to be done in another thread; what takes its
            result; what takes a sentence where it fails. Only what was asked last counts.
        has_legend: whether the view says itself what its colours mean.
    """

    asked = Signal(str, object)
    drawing_asked = Signal(object, object, object)
    picked = Signal(str)
    told = Signal(str)
    hint = ""
    goes_on = False
    has_legend = False

    def show_side(self, side: Side) -> None:
        """Tell which side is shown, before its head comes."""

    def show_head(self, head: Any) -> None:
        """Show the first part of a file."""
        raise NotImplementedError

    def take(self, what: str, arguments: dict[str, Any], part: Any) -> None:
        """Take a further part that was asked for."""

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Highlight what checks look at."""

    def show_place(self, place: str) -> None:
        """Scroll to a place, as it is written after `#` in a target, and mark it as current."""

    def picked_text(self) -> str:
        """Return the words at the place that was pressed last, empty if it has none."""
        return ""

    def picked_sentences(self) -> tuple[str, ...] | None:
        """Return what is checked at the place that was pressed last; None if nobody knows."""
        return None

    def go_to_difference(self, back: bool = False) -> None:
        """Go to the next place that differs from the other file, or to the one before."""


class LinedView(FileView):
    """A view with a line above that says what is at hand.

    Attributes:
        line: the line.
    """

    def __init__(self) -> None:
        super().__init__()
        self.line = Elided("caption")

    def lay(self, main: QWidget, *below: QWidget) -> None:
        """Lay the line above the main part, which takes the room, and others below it."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self.line)
        column.addWidget(main, 1)
        for part in below:
            column.addWidget(part)

    def tell(self, told: str) -> None:
        """Say in the line what is told in lines."""
        self.line.show_text("   ·   ".join(told.split("\n")))


_STYLES = {
    "checked": ("good", False),
    "changed": ("waits", True),
    "caught": ("bad", False),
    "wrong": ("bad", True),
}


def ring(painter: QPainter, area: QRect) -> None:
    """Paint the ring around what has the keyboard."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(Theme.tokens.accent), px(2)))
    painter.drawRect(area.adjusted(1, 1, -2, -2))


def highlight(
    painter: QPainter,
    area: QRect,
    state: str,
    strong: bool = False,
    edges: tuple[bool, bool, bool, bool] = (True, True, True, True),
) -> None:
    """Paint the ground and edge of what is checked (solid) or not (dashed).

    Args:
        painter: paints.
        area: where.
        state: `checked`; `changed` by the author and not checked; other than in the reference and
            checked (`caught`) or not (`wrong`).
        strong: whether the selected check looks at it.
        edges: which sides have an edge: left, top, right, bottom.
    """
    token, dashed = _STYLES[state]
    tokens = Theme.tokens
    painter.fillRect(area, QColor(getattr(tokens, f"{token}_tint")))
    colour = QColor(getattr(tokens, token))
    if dashed:
        pen = QPen(colour, 1)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawRect(area.adjusted(0, 0, -1, -1))
        return
    wide = px(2) if strong else 1
    # An edge that goes on beside the cell passes over the line between the two.
    high = area.height() + (not edges[3])
    across = area.width() + (not edges[2])
    sides = (
        QRect(area.left(), area.top(), wide, high),
        QRect(area.left(), area.top(), across, wide),
        QRect(area.right() - wide + 1, area.top(), wide, high),
        QRect(area.left(), area.bottom() - wide + 1, across, wide),
    )
    for shown, side in zip(edges, sides, strict=True):
        if shown:
            painter.fillRect(side, colour)
