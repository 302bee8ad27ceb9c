"""A volume beside its checks: slices along three axes, its labels listed, values in words."""

import math
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.controls import Segments
from studio.gui.widgets.file_marks import Mark, Side
from studio.gui.widgets.file_view import FileView
from studio.gui.widgets.part_list import Part, PartList
from studio.gui.widgets.parts import label, reveal
from studio.gui.widgets.scene_frame import ONLY_SECOND, SceneFrame, compares
from studio.gui.widgets.volume_canvas import VolumeCanvas
from studio.gui.wording import count
from studio.viewing.figures import figure, sides
from studio.viewing.slices import Place
from studio.viewing.volume_data import OtherData, VolumeData

_FINE, _SLIDER = 1000, 60


class VolumeView(FileView):
    """Shows a volume slice by slice, or how two differ; a label that is clicked is picked."""

    has_legend = True
    goes_on = True

    def __init__(self) -> None:
        super().__init__()
        self._side: Side = "reference"
        self._data: VolumeData | None = None
        self._checked: frozenset[int] = frozenset()
        self._chosen: list[tuple[str, ...]] = []
        self._other: OtherData | None = None
        self.canvas = VolumeCanvas()
        self.list = PartList(tr("Labels of the volume"))
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
        self.list.chosen.connect(lambda row: self._choose(self._value(row)))
        self.slice.valueChanged.connect(self.canvas.go)
        for slider in (self.brightness, self.contrast):
            slider.valueChanged.connect(self._take_window)
        self.frame = SceneFrame(self, self.canvas, self.list, spots=True)
        self._fill_bar()

    def _fill_bar(self) -> None:
        bar = self.frame.bar
        bar.setSpacing(px(12))
        bar.addWidget(self.planes)
        bar.addWidget(self.slice, 2)
        bar.addWidget(self._number)
        greys = QHBoxLayout(self._greys)
        greys.setContentsMargins(0, 0, 0, 0)
        greys.setSpacing(px(8))
        for slider in (self.brightness, self.contrast):
            greys.addWidget(label(slider.accessibleName(), "caption"))
            greys.addWidget(slider, 1)
        bar.addWidget(self._greys, 3)

    # What is shown.

    def show_side(self, side: Side) -> None:
        """Tell which side is shown."""
        self._side = side

    def show_head(self, head: VolumeData) -> None:
        """Show a volume; what it is compared with follows."""
        self._data, self._other, self._checked = head, None, frozenset()
        self.hint = tr("Click a label to check it") if head.labels else tr("Click to check it")
        self.list.show_parts(self._parts())
        reveal(self.list, bool(head.labels))
        reveal(self._greys, not head.labels)
        self.frame.legend.show_hues(())
        self.planes.choose("axial")
        self._show_window(*head.window)
        hues = {one.value: place for place, one in enumerate(head.labels)}
        self.canvas.show_volume(head, hues)
        if head.labels:
            self.canvas.look_at(max(head.labels, key=lambda one: one.voxels).place)
        if head.compared and compares(self._side):
            self.asked.emit("other", {})

    def take(self, what: str, arguments: dict[str, Any], part: Any) -> None:
        """Take the volume that it is compared with."""
        if not isinstance(part, OtherData) or self._data is None:
            return
        if part.arrays[0].shape != self.canvas.voxels.shape:
            return
        self._other = part
        if self._data.labels:
            self.frame.show_difference(self._side, ((tr("another label"), "waits"),))
        else:
            self.frame.legend.show_hues(((tr("differs"), ONLY_SECOND),))
        self.canvas.show_other(part)
        self._tell(self.canvas.spot)

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Mark the labels that checks look at."""
        if self._data is None:
            return
        named = {int(part) for mark in marks for part in mark.parts if part.isdecimal()}
        every = any(not mark.parts for mark in marks)
        self._checked = frozenset(
            one.value for one in self._data.labels if every or one.value in named
        )
        row = self.list.current()
        self.list.show_parts(self._parts())
        chosen = [mark.parts for mark in marks if mark.selected and mark.parts]
        if len(chosen) == 1 and chosen != self._chosen and chosen[0][0].isdecimal():
            row = self._row(int(chosen[0][0]))
        self._chosen = chosen
        self.list.look_at(row)
        self.canvas.show_marks(self._checked, self._value(row) if row >= 0 else None)

    def show_place(self, place: str) -> None:
        """Go to a label."""
        value = place.removeprefix("@")
        if value.isdecimal():
            self.list.look_at(self._row(int(value)))

    def go_to_difference(self, back: bool = False) -> None:
        """Go to the next slice that differs, or to the one before."""
        if self._other is None:
            return
        canvas = self.canvas
        others = tuple(axis for axis in range(3) if axis != canvas.plane.across)
        differs = self._other.arrays[1].any(axis=others).nonzero()[0].tolist()
        beyond = [n for n in differs if (n < canvas.number if back else n > canvas.number)]
        if beyond:
            canvas.go(beyond[-1] if back else beyond[0])
        else:
            self.told.emit(tr("No other slice differs on this way"))

    def _parts(self) -> tuple[Part, ...]:
        assert self._data is not None
        return tuple(
            Part(
                _called(one.value),
                count(one.voxels, "1 voxel", "{count} voxels") + f", {figure(one.cubic_mm)} mm³",
                place,
                one.value in self._checked,
            )
            for place, one in enumerate(self._data.labels)
        )

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
            self.picked.emit("")
            return
        value = int(self.canvas.voxels[place])
        self.list.look_at(self._row(value))
        self._choose(value)

    def _choose(self, value: int) -> None:
        if value:
            self.picked.emit(f"@{value}")

    def _tell(self, place: Place) -> None:
        if self._data is None:
            return
        spot, told = told_voxel(self._data, place), told_volume(self._data)
        if self._other is not None:
            share = tr("{share} of the voxels differ.")
            told += " " + share.format(share=f"{self._other.share:.2%}")
        self.frame.spot.show_text(spot)
        self.frame.caption.show_text(told)
        self.canvas.setAccessibleDescription(f"{spot} {told}")


def _called(value: int) -> str:
    return tr("Label {number}").format(number=value)


def _slider(name: str) -> QSlider:
    made = QSlider(Qt.Orientation.Horizontal)
    made.setRange(0, _FINE)
    made.setAccessibleName(name)
    made.setMinimumWidth(px(_SLIDER))
    return made


def told_voxel(data: VolumeData, place: Place) -> str:
    """Return what a voxel holds, in words."""
    value = float(data.arrays[0][place])
    told = tr("not a number") if math.isnan(value) else figure(value, 6)
    if data.labels:
        told = _called(int(value)) if value else tr("no label")
    at = ", ".join(str(index * data.step) for index in place)
    return tr("{value} at voxel {place}.").format(value=told, place=at)


def told_volume(data: VolumeData) -> str:
    """Return how large a volume is, in words."""
    told = tr("{shape} voxels of {spacing} mm").format(
        shape=" x ".join(f"{side:,}" for side in data.shape), spacing=sides(data.spacing)
    )
    if data.labels:
        told += ", " + count(len(data.labels), "1 label", "{count} labels")
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
