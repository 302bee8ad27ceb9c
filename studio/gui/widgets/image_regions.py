"""Regions of a picture: those that checks look at, and one that is being drawn."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from studio.gui.theme import MARKS, px

Marked = Sequence[tuple[tuple[int, ...], bool]]
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_LEAST, _STEP = 2, 0.02


class Regions:
    """Holds regions in pixels of the picture.

    Attributes:
        marked: left, top, width and height of each that is checked, and whether its check is
            selected.
        draft: what is being drawn, None if nothing is.
        taken: the region that was drawn last, as long as nothing else was pressed.
    """

    def __init__(self) -> None:
        self.marked: Marked = ()
        self.draft: QRectF | None = None
        self.taken: tuple[int, int, int, int] | None = None
        self._size = QSize()
        self._from = QPointF()

    def begin(self, size: QSize) -> None:
        """Begin another picture of this size."""
        self._size, self.draft, self.marked = size, None, ()
        self.taken = None

    # Drawing one by hand.

    def press(self, place: QPointF) -> None:
        """Begin a region at a place of the picture."""
        self._from = place
        self.draft = QRectF(place, place)

    def drag(self, place: QPointF) -> None:
        """Draw it up to a place."""
        self.draft = QRectF(self._from, place).normalized() & self._all()

    def drawn(self) -> tuple[int, int, int, int] | None:
        """Return what was drawn in whole pixels, and hold nothing; None for next to nothing."""
        draft, self.draft = self.draft, None
        area = draft.toAlignedRect() & self._all().toRect() if draft is not None else QRect()
        if min(area.width(), area.height()) < _LEAST:
            return None
        self.taken = area.x(), area.y(), area.width(), area.height()
        return self.taken

    def _all(self) -> QRectF:
        return QRectF(0, 0, self._size.width(), self._size.height())

    # By keys.

    def offer(self, seen: QRectF) -> None:
        """Begin a region in the middle of what is seen."""
        inner = QRectF(0, 0, max(_LEAST, seen.width() / 2), max(_LEAST, seen.height() / 2))
        inner.moveCenter(seen.center())
        self.draft = inner & self._all()

    def step(self, key: Qt.Key, resize: bool) -> bool:
        """Move the region by an arrow key, or its lower right corner; tell whether it was one."""
        if self.draft is None or key not in _STEPS:
            return False
        x, y = _STEPS[key]
        far = max(1.0, _STEP * max(self._size.width(), self._size.height()))
        moved = QRectF(self.draft)
        if resize:
            moved.setRight(max(moved.left() + _LEAST, moved.right() + x * far))
            moved.setBottom(max(moved.top() + _LEAST, moved.bottom() + y * far))
        else:
            moved.translate(x * far, y * far)
        inside = moved & self._all()
        if min(inside.width(), inside.height()) >= _LEAST:
            self.draft = inside
        return True

    # What is there.

    def at(self, place: QPointF) -> tuple[int, ...] | None:
        """Return the smallest marked region around a place of the picture, None if none is."""
        around = [area for area, _ in self.marked if QRectF(*area[:4]).contains(place)]
        return min(around, key=lambda area: area[2] * area[3], default=None)

    def paint(self, painter: QPainter, scale: float, origin: QPointF) -> None:
        """Paint the edges of all regions, light and dark so that they stand out anywhere."""
        onto = QTransform(scale, 0, 0, scale, origin.x(), origin.y())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for area, strong in self.marked:
            wide = px(3) if strong else px(2)
            self._edge(painter, onto.mapRect(QRectF(*area[:4])), MARKS.checked, wide)
        dashed, marked = Qt.PenStyle.DashLine, [area for area, _ in self.marked]
        if self.taken is not None and self.taken not in marked:
            self._edge(painter, onto.mapRect(QRectF(*self.taken)), MARKS.pointer, px(2), dashed)
        if self.draft is not None:
            self._edge(painter, onto.mapRect(self.draft), MARKS.pointer, px(2), dashed)

    @staticmethod
    def _edge(
        painter: QPainter,
        area: QRectF,
        colour: str,
        wide: int,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> None:
        painter.setPen(QPen(QColor(MARKS.around), wide + px(2)))
        painter.drawRect(area)
        painter.setPen(QPen(QColor(colour), wide, style))
        painter.drawRect(area)
