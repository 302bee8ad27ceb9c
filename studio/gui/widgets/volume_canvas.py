"""A slice of a volume, with its labels over it and a voxel that is looked at."""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from studio.gui.language import tr
from studio.gui.theme import MARKS, Theme, px
from studio.gui.widgets.slice_paint import OVER, SlicePainter
from studio.viewing.slices import AXIAL, PLANES, Place, Plane
from studio.viewing.volume_data import OtherData, ScanData, VolumeData

_MARGIN, _CLOSEST, _NEARER = 24, 24.0, 1.25
_PLANES = {Qt.Key.Key_1: "axial", Qt.Key.Key_2: "coronal", Qt.Key.Key_3: "sagittal"}
_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_TURNS = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}


class VolumeCanvas(QWidget):
    """Draws a slice; the pointer or the arrow keys look at a voxel, a click or Enter picks it.

    Attributes:
        looked_at: another voxel is looked at, as its indices.
        picked: the voxel that was clicked.
        moved: another slice or plane is shown.
    """

    looked_at = Signal(object)
    picked = Signal(object)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.plane: Plane = AXIAL
        self.spot: Place = (0, 0, 0)
        self.window_ = (0.0, 1.0)
        self._data: VolumeData | None = None
        self._slices = SlicePainter()
        self._image: QImage | None = None
        self._zoom, self._shift = 1.0, QPointF(0, 0)
        self._held: QPointF | None = None
        self.setMinimumSize(px(240), px(160))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Slice of the volume"))

    def sizeHint(self) -> QSize:
        """Return a size that suits most slices."""
        return QSize(px(480), px(360))

    # What is shown.

    def show_volume(self, data: VolumeData, labels: dict[int, int]) -> None:
        """Show a volume from its middle, its labels (by value) in the hues of these places."""
        self._data, self._slices = data, SlicePainter(data.arrays[0], labels)
        self.window_ = data.window
        self.plane = AXIAL
        x, y, z = (side // 2 for side in self.voxels.shape)
        self.spot = x, y, z
        self.reset()
        self._moved()

    def show_other(self, other: OtherData | None) -> None:
        """Show how it differs from another volume."""
        self._slices.other = other
        self.redraw()

    def show_scan(self, scan: ScanData) -> None:
        """Show the scan that the labels lie on below them."""
        self._slices.scan, self._slices.strength = scan, OVER
        self.show_window(*scan.window)

    def show_strength(self, share: float) -> None:
        """Let a label take so much of each of its pixels."""
        self._slices.strength = share
        self.redraw()

    def show_marks(self, checked: frozenset[int], looked: int | None) -> None:
        """Mark the labels that are checked, and the one that is looked at."""
        slices = self._slices
        if (checked, looked) != (slices.checked, slices.looked):
            slices.checked, slices.looked = checked, looked
            self.redraw()

    def show_window(self, low: float, high: float) -> None:
        """Show other values as black and white."""
        self.window_ = low, high
        self.redraw()

    @property
    def voxels(self) -> Any:
        """The voxels that are shown."""
        assert self._data is not None
        return self._data.arrays[0]

    @property
    def count(self) -> int:
        """How many slices there are."""
        return int(self.voxels.shape[self.plane.across])

    @property
    def number(self) -> int:
        """Which slice is shown, from 0."""
        return self.spot[self.plane.across]

    def go(self, number: int) -> None:
        """Show another slice."""
        place = list(self.spot)
        place[self.plane.across] = min(max(number, 0), self.count - 1)
        self.look_at((place[0], place[1], place[2]))

    def look_at(self, place: Place) -> None:
        """Look at a voxel, and show its slice."""
        if place == self.spot:
            return
        turned = place[self.plane.across] != self.number
        self.spot = place
        if turned:
            self._moved()
        self.looked_at.emit(place)
        self.update()

    def show_plane(self, name: str) -> None:
        """Cut it another way, through the same voxel."""
        self.plane = PLANES[name]
        self.reset()
        self._moved()

    def reset(self) -> None:
        """Show the slice as large as it fits."""
        self._zoom, self._shift = 1.0, QPointF(0, 0)
        self.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Show it larger, with one place of this widget staying where it is."""
        before = self._zoom
        self._zoom = min(max(before * factor, 1.0), _CLOSEST)
        middle = QPointF(self.rect().center())
        about = (at or middle) - middle
        self._shift = about + (self._shift - about) * (self._zoom / before)
        if self._zoom == 1.0:
            self._shift = QPointF(0, 0)
        self.update()

    def _moved(self) -> None:
        self.redraw()
        self.moved.emit()

    def redraw(self) -> None:
        """Draw the slice anew."""
        self._image = None
        self.update()

    # Where things are.

    def area(self) -> QRectF:
        """Return where the slice lies in this widget."""
        assert self._data is not None
        rows, columns = self.plane.shape(self._data.shape)
        high = rows * self._data.spacing[self.plane.row]
        wide = columns * self._data.spacing[self.plane.column]
        room_x, room_y = self.width() - 2 * px(_MARGIN), self.height() - 2 * px(_MARGIN)
        scale = max(1e-9, min(room_x / wide, room_y / high)) * self._zoom
        middle = QPointF(self.width() / 2, self.height() / 2) + self._shift
        return QRectF(
            middle.x() - wide * scale / 2, middle.y() - high * scale / 2, wide * scale, high * scale
        )

    def place_at(self, at: QPointF) -> Place | None:
        """Return the voxel at a place of this widget, None beside the slice."""
        if self._data is None:
            return None
        area, shape = self.area(), self.voxels.shape
        rows, columns = self.plane.shape(shape)
        row = int((at.y() - area.y()) / area.height() * rows)
        column = int((at.x() - area.x()) / area.width() * columns)
        if not area.contains(at) or row >= rows or column >= columns:
            return None
        return self.plane.place((row, column), self.number, shape)

    # Hand and keys.

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go to the next slice; with Ctrl show it larger or smaller."""
        if self._data is None:
            return
        turned = event.angleDelta().y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_NEARER**turned, event.position())
        else:
            self.go(self.number + (1 if turned > 0 else -1))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a voxel; take hold with the other button."""
        if event.button() != Qt.MouseButton.LeftButton:
            self._held = event.position()
            return
        place = self.place_at(event.position())
        if place is not None:
            self.look_at(place)
            self.picked.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at the voxel under the pointer; move a slice that is larger than its place."""
        if self._held is not None:
            self._shift += event.position() - self._held
            self._held = event.position()
            self.update()
            return
        place = self.place_at(event.position())
        if place is not None:
            self.look_at(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at the voxel beside by arrows, turn slices by Page Up and Down, pick by Enter."""
        key = Qt.Key(event.key())
        if self._data is None:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._step(*_ARROWS[key])
        elif key in _TURNS:
            self.go(self.number + _TURNS[key])
        elif key in _PLANES:
            self.show_plane(_PLANES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self.spot)
        elif not self._zoomed(key):
            super().keyPressEvent(event)

    def _zoomed(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_NEARER)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _NEARER)
        elif key == Qt.Key.Key_0:
            self.reset()
        else:
            return False
        return True

    def _step(self, down: int, right: int) -> None:
        shape = self.voxels.shape
        rows, columns = self.plane.shape(shape)
        row, column = self.plane.spot(self.spot, shape)
        spot = min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)
        self.look_at(self.plane.place(spot, self.number, shape))

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another mode."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.redraw()

    # Drawing.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the slice, the letters of its sides and the voxel that is looked at."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Theme.tokens.sunken))
        if self._data is not None:
            if self._image is None:
                self._image = self._slices.image(self.plane, self.number, self.window_)
            area = self.area()
            painter.drawImage(area, self._image)
            painter.setPen(QPen(QColor(Theme.tokens.line), 1))
            painter.drawRect(area)
            self._paint_ends(painter)
            self._paint_spot(painter, area)
        if self.hasFocus():
            painter.setPen(QPen(QColor(Theme.tokens.accent), px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_ends(self, painter: QPainter) -> None:
        painter.setPen(QColor(Theme.tokens.text_2))
        room = self.rect().adjusted(px(8), px(4), -px(8), -px(4))
        sides = (
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter,
            Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter,
        )
        for letter, side in zip(self.plane.ends, sides, strict=True):
            painter.drawText(room, side, letter)

    def _paint_spot(self, painter: QPainter, area: QRectF) -> None:
        rows, columns = self.plane.shape(self.voxels.shape)
        row, column = self.plane.spot(self.spot, self.voxels.shape)
        x = area.x() + (column + 0.5) * area.width() / columns
        y = area.y() + (row + 0.5) * area.height() / rows
        for name, wide in ((MARKS.around, 3), (MARKS.pointer, 1)):
            painter.setPen(QPen(QColor(name), px(wide)))
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                near, far = px(4), px(12)
                painter.drawLine(
                    QPointF(x + dx * near, y + dy * near), QPointF(x + dx * far, y + dy * far)
                )
