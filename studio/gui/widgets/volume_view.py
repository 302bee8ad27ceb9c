"""A volume beside its checks: slices along three axes, its labels listed, values in words."""

from typing import Any

from studio.gui.language import tr
from studio.gui.widgets.file_marks import Mark, Side
from studio.gui.widgets.file_view import FileView
from studio.gui.widgets.part_list import Part, PartList
from studio.gui.widgets.parts import reveal
from studio.gui.widgets.scene_frame import ONLY_SECOND, SceneFrame, compares
from studio.gui.widgets.slice_paint import OVER
from studio.gui.widgets.volume_bar import VolumeBar
from studio.gui.widgets.volume_canvas import VolumeCanvas
from studio.gui.widgets.volume_words import called, told_volume, told_voxel
from studio.gui.wording import count
from studio.viewing.figures import figure
from studio.viewing.slices import Place
from studio.viewing.volume_data import OtherData, ScanData, VolumeData
from studio.viewing.windows import windows_of


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
        self._scan: ScanData | None = None
        self.canvas = VolumeCanvas()
        self.list = PartList(tr("Labels of the volume"))
        self.bar = VolumeBar()
        self.planes, self.slice = self.bar.planes, self.bar.slice
        self.brightness, self.contrast = self.bar.brightness, self.bar.contrast
        self.bar.plane_chosen.connect(self.canvas.show_plane)
        self.bar.slice_chosen.connect(self.canvas.go)
        self.bar.window_chosen.connect(self.canvas.show_window)
        self.bar.strength_chosen.connect(self.canvas.show_strength)
        self.canvas.moved.connect(self._show_slice)
        self.canvas.looked_at.connect(lambda place: self._tell(place))
        self.canvas.picked.connect(self._pick)
        self.list.looked_at.connect(self._look_at)
        self.list.chosen.connect(lambda row: self._choose(self._value(row)))
        self.frame = SceneFrame(self, self.canvas, self.list, spots=True)
        self.frame.bar.addWidget(self.bar)

    # What is shown.

    def show_side(self, side: Side) -> None:
        """Tell which side is shown."""
        self._side = side

    def show_head(self, head: VolumeData) -> None:
        """Show a volume; what it is compared with follows."""
        self._data, self._other, self._checked = head, None, frozenset()
        self._scan = None
        self.hint = tr("Click a label to check it") if head.labels else tr("Click to check it")
        self.list.show_parts(self._parts())
        reveal(self.list, bool(head.labels))
        self.bar.show_parts(not head.labels, False)
        self.frame.legend.show_hues(())
        self.planes.choose("axial")
        windows = windows_of(head.modality, head.low, head.high, head.window)
        self.bar.show_windows(windows, head.low, head.high, head.window)
        hues = {one.value: place for place, one in enumerate(head.labels)}
        self.canvas.show_volume(head, hues)
        if head.labels:
            self.canvas.look_at(max(head.labels, key=lambda one: one.voxels).place)
        if head.compared and compares(self._side):
            self.asked.emit("other", {})
        if head.labels:
            self.asked.emit("scan", {})

    def take(self, what: str, arguments: dict[str, Any], part: Any) -> None:
        """Take the volume that it is compared with, or the scan that labels lie on."""
        if isinstance(part, ScanData) and part.arrays and self._data is not None:
            self._take_scan(part)
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

    def _take_scan(self, scan: ScanData) -> None:
        """Show the labels over their scan."""
        self._scan = scan
        windows = windows_of(scan.modality, scan.low, scan.high, scan.window)
        self.bar.show_windows(windows, scan.low, scan.high, scan.window)
        self.bar.show_strength(OVER)
        self.bar.show_parts(True, True)
        self.canvas.show_scan(scan)
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
                called(one.value),
                count(one.voxels, "1 voxel", "{count} voxels") + f", {figure(one.cubic_mm)} mm³",
                place,
                one.value in self._checked,
            )
            for place, one in enumerate(self._data.labels)
        )

    def _show_slice(self) -> None:
        canvas = self.canvas
        self.bar.show_slice(canvas.plane.name, canvas.number, canvas.count)
        self._tell(canvas.spot)

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
        spot = told_voxel(self._data, place, self._scan)
        told = told_volume(self._data, self._scan)
        if self._other is not None:
            share = tr("{share} of the voxels differ.")
            told += " " + share.format(share=f"{self._other.share:.2%}")
        self.frame.spot.show_text(spot)
        self.frame.caption.show_text(told)
        self.canvas.setAccessibleDescription(f"{spot} {told}")
