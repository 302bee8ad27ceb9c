"""A chart of one bar a line, each with its value in words beside it."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.gui.theme import Theme, px
from studio.gui.widgets.bar_row import BarRow
from studio.gui.widgets.track import paint_track

_ROW, _TRACK, _GAP = 28, 8, 16
_NOTE, _TOLD = 92, 132
_LEFT = int(Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Bars(QWidget):
    """Draws the rows; says the same to a screen reader."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.rows: tuple[BarRow, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: tuple[BarRow, ...]) -> None:
        """Show these rows."""
        self.rows = rows
        parts = (", ".join(p for p in (row.name, row.note, row.told) if p) for row in rows)
        self.setAccessibleDescription("; ".join(parts))
        self.setFixedHeight(px(_ROW) * max(1, len(rows)))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the rows."""
        return QSize(px(480), px(_ROW) * max(1, len(self.rows)))

    def event(self, event: QEvent) -> bool:
        """Show what is behind the row under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = event.pos().y() // px(_ROW)
            row = self.rows[number] if number < len(self.rows) else None
            QToolTip.showText(event.globalPos(), f"{row.name}\n{row.tip}".strip() if row else "")
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, row in enumerate(self.rows):
            self._paint(painter, row, QRect(0, number * px(_ROW), self.width(), px(_ROW)))

    def _paint(self, painter: QPainter, row: BarRow, area: QRect) -> None:
        tokens = Theme.tokens
        row_height, note, told, gap = area.height(), px(_NOTE), px(_TOLD), px(_GAP)
        rest = area.width() - note - told - 3 * gap
        names = round(rest * 0.58)
        metrics = QFontMetrics(self.font())
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, names)
        painter.setPen(QColor(tokens.text_2 if row.quiet else tokens.text))
        painter.drawText(QRect(0, area.y(), names, row_height), _LEFT, name)
        painter.setPen(QColor(tokens.text_2))
        painter.drawText(QRect(names + gap, area.y(), note, row_height), _RIGHT, row.note)
        left = names + note + 2 * gap
        self._track(painter, row, QRect(left, area.y() + px(10), rest - names, px(_TRACK)))
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRect(area.width() - told, area.y(), told, row_height), _RIGHT, row.told)

    def _track(self, painter: QPainter, row: BarRow, track: QRect) -> None:
        tokens = Theme.tokens
        paint_track(painter, track)
        colour = QColor(tokens.text_3 if row.quiet else tokens.accent)
        # What is not decided is outlined, so that it is told from the sure part without colour.
        if row.most > row.least:
            painter.setPen(QPen(colour, 1))
            painter.setBrush(QColor(tokens.accent_tint))
            painter.drawRoundedRect(_part(track, row.most), px(3), px(3))
        if row.least:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(_part(track, row.least), px(3), px(3))


def _part(track: QRect, share: float) -> QRect:
    # What is more than nothing can be seen.
    return QRect(
        track.x(), track.y(), max(px(3), round(track.width() * min(1.0, share))), px(_TRACK)
    )
