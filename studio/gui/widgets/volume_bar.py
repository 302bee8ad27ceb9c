"""What stands above a slice: its plane and number, its grey values, how strong labels are."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.controls import Segments
from studio.gui.widgets.fields import Choice
from studio.gui.widgets.parts import label, reveal
from studio.viewing.windows import GreyWindow

FINE = 1000
_SLIDER, _LETTERS = 48, 12
_OWN = "own"


class VolumeBar(QWidget):
    """Controls of a slice.

    Attributes:
        plane_chosen: the name of a plane.
        slice_chosen: the number of a slice, from 0.
        window_chosen: the values that are shown black and white.
        strength_chosen: how much of each pixel a label takes, from 0 to 1.
    """

    plane_chosen = Signal(str)
    slice_chosen = Signal(int)
    window_chosen = Signal(float, float)
    strength_chosen = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._low, self._high = 0.0, 1.0
        self._windows: tuple[GreyWindow, ...] = ()
        self.planes = Segments(
            tr("Plane"),
            (("axial", tr("Axial")), ("coronal", tr("Coronal")), ("sagittal", tr("Sagittal"))),
        )
        self.slice = _slider(tr("Slice"))
        self.brightness, self.contrast = _slider(tr("Brightness")), _slider(tr("Contrast"))
        self.strength = _slider(tr("Labels over the scan"))
        self.windows = Choice()
        self.windows.setAccessibleName(tr("Window of grey values"))
        self.windows.setMinimumContentsLength(_LETTERS)
        self.number = label("", "caption")
        self.planes.chosen.connect(self.plane_chosen)
        self.slice.valueChanged.connect(self.slice_chosen)
        for slider in (self.brightness, self.contrast):
            slider.valueChanged.connect(self._slide)
        self.windows.activated.connect(self._choose)
        self.strength.valueChanged.connect(lambda v: self.strength_chosen.emit(v / FINE))
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        first, self.greys, self.mixing = QHBoxLayout(), QWidget(), QWidget()
        first.setSpacing(px(12))
        first.addWidget(self.planes)
        first.addWidget(self.slice, 1)
        first.addWidget(self.number)
        column.addLayout(first)
        self.second = QWidget()
        second = _row(self.second)
        greys = _row(self.greys)
        greys.addWidget(self.windows)
        for slider in (self.brightness, self.contrast):
            greys.addWidget(label(slider.accessibleName(), "caption"))
            greys.addWidget(slider, 1)
        mixing = _row(self.mixing)
        mixing.addWidget(label(tr("Labels"), "caption"))
        mixing.addWidget(self.strength, 1)
        second.addWidget(self.greys, 3)
        second.addWidget(self.mixing, 1)
        column.addWidget(self.second)

    def show_parts(self, greys: bool, mixing: bool) -> None:
        """Show what can be set: the grey values of a scan, and labels that lie over one."""
        reveal(self.greys, greys)
        reveal(self.mixing, mixing)
        reveal(self.second, greys or mixing)

    def show_slice(self, plane: str, number: int, count: int) -> None:
        """Show which slice is seen."""
        self.planes.choose(plane)
        self.slice.blockSignals(True)
        self.slice.setRange(0, count - 1)
        self.slice.setValue(number)
        self.slice.blockSignals(False)
        told = tr("{number} of {count}").format(number=number + 1, count=count)
        self.number.setText(told)

    def show_windows(
        self, windows: Sequence[GreyWindow], low: float, high: float, now: tuple[float, float]
    ) -> None:
        """Show the windows of a scan with values from `low` to `high`, and the one that is seen."""
        self._windows, self._low, self._high = tuple(windows), low, high
        self.windows.clear()
        for one in self._windows:
            self.windows.addItem(tr(one.title), one.id)
        self.windows.addItem(tr("As you set it"), _OWN)
        self._show_sliders(*now)
        self._show_chosen(now)

    def show_strength(self, share: float) -> None:
        """Show how much of each pixel a label takes."""
        self.strength.blockSignals(True)
        self.strength.setValue(round(share * FINE))
        self.strength.blockSignals(False)

    def _show_chosen(self, now: tuple[float, float]) -> None:
        found = (n for n, one in enumerate(self._windows) if (one.low, one.high) == now)
        self.windows.setCurrentIndex(next(found, len(self._windows)))

    def _choose(self, at: int) -> None:
        if at < len(self._windows):
            one = self._windows[at]
            self._show_sliders(one.low, one.high)
            self.window_chosen.emit(one.low, one.high)

    def _show_sliders(self, low: float, high: float) -> None:
        span = max(self._high - self._low, 1e-12)
        for slider, share in (
            (self.brightness, 1 - ((low + high) / 2 - self._low) / span),
            (self.contrast, 1 - (high - low) / span),
        ):
            slider.blockSignals(True)
            slider.setValue(round(min(max(share, 0.0), 1.0) * FINE))
            slider.blockSignals(False)

    def _slide(self) -> None:
        span = max(self._high - self._low, 1e-12)
        middle = self._low + (1 - self.brightness.value() / FINE) * span
        wide = max(0.002, 1 - self.contrast.value() / FINE) * span
        now = middle - wide / 2, middle + wide / 2
        self._show_chosen(now)
        self.window_chosen.emit(*now)


def _row(widget: QWidget) -> QHBoxLayout:
    made = QHBoxLayout(widget)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(px(8))
    return made


def _slider(name: str) -> QSlider:
    made = QSlider(Qt.Orientation.Horizontal)
    made.setRange(0, FINE)
    made.setAccessibleName(name)
    made.setMinimumWidth(px(_SLIDER))
    return made
