"""What each output would score, one bar a line."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.widgets.rung import Rung

_ROW, _SCORE = 30, 40


def paint_track(painter: QPainter, track: QRect) -> None:
    """Paint what a bar fills; in high contrast its edge shows where it ends."""
    edge = Theme.mode == "contrast"
    painter.setPen(QPen(QColor(Theme.tokens.line), 1) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(Theme.tokens.sunken))
    painter.drawRoundedRect(track, px(3), px(3))
    painter.setPen(Qt.PenStyle.NoPen)


class Ladder(QWidget):
    """Draws the rungs; says the same to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self._rungs: tuple[Rung, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("What each output would score"))

    def show_rungs(self, rungs: tuple[Rung, ...]) -> None:
        """Show these rungs."""
        self._rungs = rungs
        self.setAccessibleDescription("; ".join(f"{r.name}: {r.told}" for r in rungs))
        self.setFixedHeight(px(_ROW) * max(1, len(rungs)))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for three rungs."""
        return QSize(px(480), px(_ROW) * max(3, len(self._rungs)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rungs."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        musts = max((metrics.horizontalAdvance(one.must) for one in self._rungs), default=0)
        told = max((metrics.horizontalAdvance(one.told) for one in self._rungs), default=0)
        names = max((metrics.horizontalAdvance(one.name) for one in self._rungs), default=0)
        rest = self.width() - musts - told - px(_SCORE + 40)
        names = min(max(names + px(12), min(px(260), round(rest * 0.4))), rest - px(48))
        for number, rung in enumerate(self._rungs):
            row = QRect(0, number * px(_ROW), self.width(), px(_ROW))
            self._paint(painter, rung, row, (names, musts + px(16), rest - names))

    def _paint(
        self, painter: QPainter, rung: Rung, row: QRect, widths: tuple[int, int, int]
    ) -> None:
        """Paint a rung; `widths` are those of its name, of what it must do and of its bar."""
        tokens = Theme.tokens
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        high, (names, musts, bar) = row.height(), widths
        painter.setPen(QColor(tokens.text))
        room = names - px(8)
        name = painter.fontMetrics().elidedText(rung.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(0, row.y(), room, high), middle, name)
        painter.setPen(QColor(tokens.text_3))
        painter.drawText(QRect(names, row.y(), musts, high), middle, rung.must)
        track = QRect(names + musts, row.y() + px(12), bar, px(6))
        paint_track(painter, track)
        if rung.score:
            filled = QRect(track.x(), track.y(), round(track.width() * rung.score), px(6))
            painter.setBrush(QColor(tokens.bad if rung.right is False else tokens.accent))
            painter.drawRoundedRect(filled, px(3), px(3))
        painter.setPen(QColor(tokens.text))
        shown = "" if rung.score is None else f"{rung.score:.2f}"
        right = middle | int(Qt.AlignmentFlag.AlignRight)
        painter.drawText(QRect(track.right(), row.y(), px(_SCORE), high), right, shown)
        colour = {True: tokens.good, False: tokens.bad, None: tokens.waits}[rung.right]
        painter.setPen(QColor(colour))
        left = track.right() + px(_SCORE + 16)
        painter.drawText(QRect(left, row.y(), row.right() - left, high), middle, rung.told)
