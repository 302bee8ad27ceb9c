"""A volume beside its checks: slices along three axes, its labels listed, values in words."""

import math
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.controls import Segments
from studio.gui.widgets.legend import Legend
from studio.gui.widgets.mesh_canvas import ONLY_FIRST, ONLY_SECOND
from studio.gui.widgets.part_list import Part, PartList
from studio.gui.widgets.parts import flowing, label, reveal
from studio.gui.widgets.volume_canvas import VolumeCanvas
from studio.viewing.figures import figure, sides
from studio.viewing.slices import Place
from studio.viewing.volume_data import OtherData, VolumeData

_FINE = 1000


class VolumeView(QWidget):
    """Shows a volume slice by slice, or how two differ, and tells which label was chosen.

    Attributes:
        chosen: the number of the label that was clicked, or chosen in the list; 0 for none.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._data: VolumeData | None = None
        self._names: dict[int, str] = {}
        self._checked: frozenset[int] = frozenset()
        self._other: OtherData | None = None
        self.canvas = VolumeCanvas()
        self.list = PartList(tr("Labels of the volume"))
        self.caption, self.legend = flowing("", "caption"), Legend()
        self.planes = Segments(
            tr("Plane"),
            (("axial", tr("Axial")), ("coronal", tr("Coronal")), ("sagittal", tr("Sagittal"))),
        )
        self.slice = _slider(tr("Slice"))
        self.brightness, self.contrast = _slider(tr("Brightness")), _slider(tr("Contrast"))
        self._number = label("", "caption")
        self._greys = QWidget()
        self.planes.chosen.connect(self.canvas.show_plane)
        self.canvas.moved.connect(self._show_slice)
        self.canvas.looked_at.connect(lambda place: self._tell(place))
        self.canvas.picked.connect(self._pick)
        self.list.looked_at.connect(self._look_at)
        self.list.chosen.connect(lambda row: self.chosen.emit(self._value(row)))
        self.slice.valueChanged.connect(self.canvas.go)
        for slider in (self.brightness, self.contrast):
            slider.valueChanged.connect(self._take_window)
        self._lay_out()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(px(16), px(8), px(16), px(8))
        bar.setSpacing(px(12))
        bar.addWidget(self.planes)
        bar.addWidget(self.slice, 1)
        bar.addWidget(self._number)
        greys = QHBoxLayout(self._greys)
        greys.setContentsMargins(px(16), 0, px(16), px(8))
        greys.setSpacing(px(12))
        for slider in (self.brightness, self.contrast):
            greys.addWidget(label(slider.accessibleName(), "caption"))
            greys.addWidget(slider, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.canvas, 1)
        row.addWidget(self.list)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(16), px(8), px(16), px(8))
        foot.setSpacing(px(4))
        foot.addWidget(self.legend)
        foot.addWidget(self.caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._greys)
        column.addLayout(row, 1)
        column.addLayout(foot)

    # What is shown.

    def show_volume(self, data: VolumeData, names: dict[int, str] | None = None) -> None:
        """Show a volume; `names` are what people call its labels."""
        self._data, self._names, self._checked = data, names or {}, frozenset()
        self._other = None
        self.list.show_parts(self._parts())
        reveal(self.list, bool(data.labels))
        reveal(self._greys, not data.labels)
        self.legend.show_hues(())
        self.planes.choose("axial")
        self._show_window(*data.window)
        hues = {one.value: place for place, one in enumerate(data.labels)}
        self.canvas.show_volume(data, hues)

    def show_other(self, other: OtherData) -> None:
        """Show where it differs from another volume."""
        self._other = other
        if self._data is not None and self._data.labels:
            self.legend.show_hues(
                (
                    (tr("only here"), ONLY_FIRST),
                    (tr("only in what it is compared with"), ONLY_SECOND),
                    (tr("another label"), "waits"),
                    (tr("the same"), "border"),
                )
            )
        else:
            self.legend.show_hues(((tr("differs"), ONLY_SECOND),))
        self.canvas.show_other(other)
        self._tell(self.canvas.spot)

    def show_checked(self, labels: frozenset[int]) -> None:
        """Mark the labels that checks look at."""
        self._checked = labels
        row = self.list.current()
        self.list.show_parts(self._parts())
        self.list.look_at(row)
        self.canvas.show_marks(labels, self._value(row) if row >= 0 else None)

    def _parts(self) -> tuple[Part, ...]:
        assert self._data is not None
        return tuple(
            Part(
                self._called(one.value),
                tr("{count} voxels, {room} mm³").format(
                    count=f"{one.voxels:,}", room=figure(one.cubic_mm)
                ),
                place,
                one.value in self._checked,
            )
            for place, one in enumerate(self._data.labels)
        )

    def _called(self, value: int) -> str:
        name = self._names.get(value)
        told = tr("Label {number}").format(number=value)
        return f"{told}: {name}" if name else told

    def _show_slice(self) -> None:
        canvas = self.canvas
        self.planes.choose(canvas.plane.name)
        self.slice.blockSignals(True)
        self.slice.setRange(0, canvas.count - 1)
        self.slice.setValue(canvas.number)
        self.slice.blockSignals(False)
        told = tr("{number} of {count}").format(number=canvas.number + 1, count=canvas.count)
        self._number.setText(told)
        self._tell(canvas.spot)

    # Black and white.

    def _show_window(self, low: float, high: float) -> None:
        data = self._data
        assert data is not None
        span = max(data.high - data.low, 1e-12)
        for slider, share in (
            (self.brightness, 1 - ((low + high) / 2 - data.low) / span),
            (self.contrast, 1 - (high - low) / span),
        ):
            slider.blockSignals(True)
            slider.setValue(round(share * _FINE))
            slider.blockSignals(False)

    def _take_window(self) -> None:
        if self._data is None:
            return
        span = max(self._data.high - self._data.low, 1e-12)
        middle = self._data.low + (1 - self.brightness.value() / _FINE) * span
        wide = max(0.002, 1 - self.contrast.value() / _FINE) * span
        self.canvas.show_window(middle - wide / 2, middle + wide / 2)

    # What is looked at and chosen.

    def _value(self, row: int) -> int:
        labels = self._data.labels if self._data else ()
        return labels[row].value if 0 <= row < len(labels) else 0

    def _row(self, value: int) -> int:
        labels = self._data.labels if self._data else ()
        return next((row for row, one in enumerate(labels) if one.value == value), -1)

    def _look_at(self, row: int) -> None:
        self.canvas.show_marks(self._checked, self._value(row) if row >= 0 else None)
        if self._data is not None and row >= 0 and not self._is_at(row):
            self.canvas.look_at(self._data.labels[row].place)

    def _is_at(self, row: int) -> bool:
        return int(self.canvas.voxels[self.canvas.spot]) == self._value(row)

    def _pick(self, place: Place) -> None:
        if self._data is None or not self._data.labels:
            self.chosen.emit(0)
            return
        value = int(self.canvas.voxels[place])
        self.list.look_at(self._row(value))
        if value:
            self.chosen.emit(value)

    def _tell(self, place: Place) -> None:
        if self._data is None:
            return
        told = f"{told_voxel(self._data, place, self._called)} {told_volume(self._data)}"
        if self._other is not None:
            share = tr("{share} of the voxels differ.")
            told += " " + share.format(share=f"{self._other.share:.2%}")
        self.caption.setText(told)
        self.canvas.setAccessibleDescription(told)


def _slider(name: str) -> QSlider:
    made = QSlider(Qt.Orientation.Horizontal)
    made.setRange(0, _FINE)
    made.setAccessibleName(name)
    return made


def told_voxel(data: VolumeData, place: Place, called: Any) -> str:
    """Return what a voxel holds, in words."""
    value = float(data.arrays[0][place])
    told = tr("not a number") if math.isnan(value) else figure(value, 6)
    if data.labels:
        told = called(int(value)) if value else tr("no label")
    at = ", ".join(str(index * data.step) for index in place)
    return tr("{value} at voxel {place}.").format(value=told, place=at)


def told_volume(data: VolumeData) -> str:
    """Return how large a volume is, in words."""
    told = tr("{shape} voxels of {spacing} mm").format(
        shape=" × ".join(f"{side:,}" for side in data.shape), spacing=sides(data.spacing)
    )
    if data.labels:
        told += ", " + tr("{count} labels").format(count=len(data.labels))
    else:
        told += ", " + tr("values from {low} to {high}").format(
            low=figure(data.low), high=figure(data.high)
        )
    if data.count > 1:
        told += ", " + tr("the first of {count} volumes").format(count=data.count)
    if data.step > 1:
        told += ", " + tr("one voxel in {step} along each axis is shown").format(step=data.step)
    if data.unread:
        told += ", " + tr("{count} voxels are no numbers").format(count=f"{data.unread:,}")
    return told + "."
