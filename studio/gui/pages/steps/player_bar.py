"""The bar under the frame: buttons, clock, the moments of a step, the size of the picture."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.pages.steps.state import Moment
from studio.gui.theme import icon, px
from studio.gui.widgets.parts import button, label, panel
from studio.gui.widgets.timeline_scale import clock_of

_WIDE = 560
MOMENTS: dict[Moment, tuple[str, str]] = {
    "before": ("Before", "The screen before the step"),
    "press": ("At the press", "The screen as the step was done, with pointer and target"),
    "after": ("After", "The first still screen after the step"),
}


class PlayerBar(QWidget):
    """Tells what was pressed; what stands on it is told to it."""

    step_asked = Signal(int)
    play_asked = Signal()
    moment_asked = Signal(str)
    size_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._times: tuple[int, int] | None = None
        self._size: tuple[int | None, bool] = (None, True)
        foot, column = panel("panel", 0, 0)
        line = QHBoxLayout()
        line.setContentsMargins(px(12), px(4), px(12), px(4))
        line.setSpacing(px(4))
        self._make_buttons(line)
        line.addStretch(1)
        self._make_moments(line)
        line.addStretch(1)
        self.percent = button("", self.size_asked.emit, "toggle", tr("Fit or full size"))
        self.percent.setAccessibleName(tr("Size of the picture"))
        line.addWidget(self.percent)
        column.addLayout(line)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(foot)

    def _make_buttons(self, line: QHBoxLayout) -> None:
        self.previous = _icon_button("skip-back", tr("Previous step"))
        self.previous.clicked.connect(lambda: self.step_asked.emit(-1))
        self.play = _icon_button("play", tr("Play"))
        self.play.clicked.connect(self.play_asked)
        self.next = _icon_button("skip-forward", tr("Next step"))
        self.next.clicked.connect(lambda: self.step_asked.emit(1))
        self.clock = label("", "quiet")
        self.clock.setAccessibleName(tr("Playhead"))
        for made in (self.previous, self.play, self.next):
            line.addWidget(made)
        line.addSpacing(px(8))
        line.addWidget(self.clock)

    def _make_moments(self, line: QHBoxLayout) -> None:
        self._when = QButtonGroup(self)
        self.moments: dict[Moment, QPushButton] = {}
        for moment, (name, tip) in MOMENTS.items():
            toggle = button(tr(name), partial(self.moment_asked.emit, moment), "toggle", tr(tip))
            toggle.setCheckable(True)
            self._when.addButton(toggle)
            self.moments[moment] = toggle
            line.addWidget(toggle)
        self.moments["press"].setChecked(True)

    def allow(self, film: bool, step: bool) -> None:
        """Let be used what can be: with a film, and with a step selected."""
        for made in (self.previous, self.play, self.next, self.percent):
            made.setEnabled(film)
        for toggle in self.moments.values():
            toggle.setEnabled(film and step)

    def show_moment(self, moment: Moment | None) -> None:
        """Show which moment of the step is shown; None if the playhead is anywhere."""
        if moment is not None:
            self.moments[moment].setChecked(True)
            return
        self._when.setExclusive(False)
        for toggle in self.moments.values():
            toggle.setChecked(False)
        self._when.setExclusive(True)

    def show_times(self, times: tuple[int, int] | None) -> None:
        """Show the playhead and the length, in nanoseconds."""
        self._times = times
        told = ""
        if times is not None:
            # The ruler says the length too; the playhead is said nowhere else.
            whole = f" / {clock_of(times[1])}" if self.width() >= px(_WIDE) else ""
            told = f"{clock_of(times[0])}{whole}"
        if told != self.clock.text():
            self.clock.setText(told)
            self._fit()

    def show_size(self, percent: int | None, fits: bool) -> None:
        """Show the size of the picture in percent, and whether it is as large as fits."""
        self._size = (percent, fits)
        words = tr("Fit, {percent}%") if fits and self.width() >= px(_WIDE) else tr("{percent}%")
        self.percent.setText(words.format(percent=percent) if percent is not None else "")
        self._fit()

    def show_playing(self, playing: bool) -> None:
        """Show the button that stops, or the one that plays."""
        title = tr("Pause") if playing else tr("Play")
        self.play.setIcon(icon("pause" if playing else "play"))
        self.play.setToolTip(title)
        self.play.setAccessibleName(title)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: that of the buttons, without the size and the clock."""
        least = super().minimumSizeHint()
        told = [made for made in (self.percent, self.clock) if not made.isHidden()]
        return least - QSize(sum(made.minimumSizeHint().width() + px(4) for made in told), 0)

    def _fit(self) -> None:
        """Leave out what there is no room for: the list says the times too."""
        room = self.width() - self.minimumSizeHint().width()
        for made in (self.clock, self.percent):
            room -= made.minimumSizeHint().width() + px(4)
            made.setVisible(room >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is less room."""
        super().resizeEvent(event)
        self.show_times(self._times)
        self.show_size(*self._size)


def _icon_button(name: str, title: str) -> QToolButton:
    made = QToolButton()
    made.setIcon(icon(name))
    made.setToolTip(title)
    made.setAccessibleName(title)
    made.setAutoRaise(True)
    return made
