"""One bar that is the whole score, with a part for each checkpoint and dividers to drag."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.gui.language import tr
from studio.gui.theme import Theme, hue, px
from studio.gui.widgets.share_divider import Divider
from studio.gui.widgets.share_part import SharePart, bounds, with_shift

_HEIGHT, _HANDLE, _EDGE = 40, 12, 4
_MOST_DIVIDERS = 24


class ShareBar(QWidget):
    """Shows parts that are the whole score together.

    Attributes:
        shifted: the ids of the parts left and right of a divider, and the share of the left one.
        pressed: the id of a part that was pressed.
    """

    shifted = Signal(str, str, int)
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.parts: tuple[SharePart, ...] = ()
        self._shown: tuple[SharePart, ...] = ()
        self._selected = ""
        self.dividers: list[Divider] = []
        self.setFixedHeight(px(_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Shares of the score"))

    def sizeHint(self) -> QSize:
        """Return room for some parts."""
        return QSize(px(480), px(_HEIGHT))

    def show_parts(self, parts: tuple[SharePart, ...]) -> None:
        """Show these parts; beyond two dozen the dividers are away, for no hand could part them."""
        self.parts = self._shown = parts
        told = (f"{part.name} {part.tenths / 10:g}%" for part in parts)
        self.setAccessibleDescription("; ".join(told))
        wanted = len(parts) - 1 if 1 < len(parts) <= _MOST_DIVIDERS else 0
        while len(self.dividers) > wanted:
            gone = self.dividers.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.dividers) < wanted:
            self._add_divider(len(self.dividers))
        for place, divider in enumerate(self.dividers):
            divider.show_parts(parts[place], parts[place + 1])
        self._lay()
        self.update()

    def _add_divider(self, place: int) -> None:
        made = Divider(self)
        made.dragged.connect(lambda tenths: self._preview(place, tenths))
        made.kept.connect(lambda tenths: self._keep(place, tenths))
        made.show()
        self.dividers.append(made)

    def show_selected(self, id: str) -> None:
        """Show which part is selected."""
        self._selected = id
        self.update()

    def _preview(self, place: int, tenths: int) -> None:
        self._shown = with_shift(self.parts, place, tenths)
        self._lay()
        self.update()

    def _keep(self, place: int, tenths: int) -> None:
        left, right = self.parts[place], self.parts[place + 1]
        self.shifted.emit(left.id, right.id, tenths)

    def _lay(self) -> None:
        ends = bounds(self._shown, self.width())
        total = sum(part.tenths for part in self.parts) or 1
        wide = px(_HANDLE)
        for place, divider in enumerate(self.dividers):
            divider.per_pixel = total / max(1, self.width())
            # A part without a share has no width, and its dividers stand beside each other.
            least, after = place * wide, len(self.dividers) - place
            if place:
                least = self.dividers[place - 1].x() + wide
            left = min(max(least, ends[place + 1] - wide // 2), self.width() - after * wide)
            divider.setGeometry(left, 0, wide, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the dividers anew."""
        super().resizeEvent(event)
        self._lay()

    def _at(self, point: QPoint) -> SharePart | None:
        ends = bounds(self._shown, self.width())
        inside = (p for p, part in enumerate(self._shown) if ends[p] <= point.x() < ends[p + 1])
        place = next(inside, None)
        return None if place is None else self._shown[place]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which part was pressed."""
        part = self._at(event.position().toPoint())
        if part is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(part.id)

    def event(self, event: QEvent) -> bool:
        """Say what part is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            part = self._at(event.pos())
            told = f"{part.name}: {part.tenths / 10:g}%" if part else ""
            QToolTip.showText(event.globalPos(), told)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the parts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._shown or not any(part.tenths for part in self._shown):
            painter.setPen(QPen(QColor(Theme.tokens.line), 1))
            painter.setBrush(QColor(Theme.tokens.sunken))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), px(6), px(6))
            return
        ends = bounds(self._shown, self.width())
        for place, part in enumerate(self._shown):
            box = QRect(ends[place], 0, ends[place + 1] - ends[place], self.height())
            if box.width() > 0:
                first, last = place == 0, place == len(self._shown) - 1
                gaps = (0 if first else px(4), 0, 0 if last else -px(4), 0)
                self._paint(painter, part, box.adjusted(*gaps))

    def _paint(self, painter: QPainter, part: SharePart, box: QRect) -> None:
        tokens = Theme.tokens
        colour = QColor(tokens.border if part.place is None else hue(part.place))
        ground = QColor(colour)
        ground.setAlpha(0 if Theme.mode == "contrast" else 38)
        painter.setPen(QPen(QColor(colour), px(2) if part.id == self._selected else 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), px(4), px(4))
        painter.fillRect(
            QRect(box.x() + 1, box.y() + px(4), px(_EDGE), box.height() - px(8)), colour
        )
        room = box.adjusted(px(_EDGE + 8), px(4), -px(8), -px(4))
        share = f"{part.tenths / 10:g}%"
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(share)
        painter.setPen(QColor(tokens.text))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        if wide > room.width():
            return
        beside = room.width() - wide - px(8)
        name = metrics.elidedText(part.name, Qt.TextElideMode.ElideRight, beside)
        if beside >= px(32):
            painter.drawText(room, middle, name)
            painter.drawText(room, middle | int(Qt.AlignmentFlag.AlignRight), share)
        else:
            painter.drawText(room, middle, share)
