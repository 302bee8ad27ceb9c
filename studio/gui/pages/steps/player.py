"""The frame pane: the picture at the playhead, its clock, and the buttons that move it."""

import time

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.steps.film import NO_PICTURE, Film, Shown
from studio.gui.pages.steps.lanes import Track
from studio.gui.pages.steps.player_bar import MOMENTS, PlayerBar
from studio.gui.pages.steps.state import Moment
from studio.gui.widgets.frame_view import FrameView
from studio.gui.widgets.parts import hairline, panel
from studio.gui.widgets.timeline_scale import clock_of
from studio.model.frozen import Bounds
from studio.model.step import Step

_TICK_MS = 33
_REST_MS = 120


class Player(QWidget):
    """Shows one frame at a time; times are nanoseconds since the recording began.

    A picture that arrives late is dropped: what is shown is of the frame that was asked for last.
    While the playhead is dragged or plays, one picture is asked for at a time, always the newest.
    """

    moved = Signal(object)
    stopped = Signal()
    step_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._film: Film | None = None
        self._begin, self._length = 0, 0
        self._track: Track | None = None
        self._t = 0
        self._step: Step | None = None
        self._asked: int | None = None
        self._next: int | None = None
        self._marks: tuple[tuple[int, int] | None, Bounds | None] = (None, None)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0
        self._refined: tuple[int, tuple[int, int] | None] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._refine)
        self.moment: Moment = "press"
        self._lay_out()

    def _lay_out(self) -> None:
        box, column = panel("sunken", 0, 0)
        self.frame, self.bar = FrameView(), PlayerBar()
        self.frame.zoom_changed.connect(self._show_size)
        self.frame.room_changed.connect(self._rest.start)
        self.bar.step_asked.connect(self.step_asked)
        self.bar.play_asked.connect(self.toggle)
        self.bar.moment_asked.connect(self._take_moment)
        self.bar.size_asked.connect(self._toggle_size)
        column.addWidget(self.frame, 1)
        column.addWidget(hairline())
        column.addWidget(self.bar)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)

    # What is shown.

    def show_film(self, film: Film | None) -> None:
        """Show the first frame of a recording; None shows none."""
        self.pause()
        if self._film is not None and self._film is not film:
            self._film.close()
        self._film, self._track, self._step = film, None, None
        self._asked = self._next = None
        self._t = 0
        if film is None:
            self.bar.show_times(None)
        else:
            self._begin, self._length = film.begin, film.length
            self.seek(0)
        self.bar.allow(self._film is not None, self._step is not None)

    def show_track(self, track: Track, length: int) -> None:
        """Take where the pointer was, and how long the recording lasted."""
        self._track, self._length = track, length
        self._show_clock()

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence instead of a frame."""
        self._asked = self._next = None
        self.frame.show_sentence(sentence)

    def show_step(self, step: Step | None) -> None:
        """Show the chosen moment of a step."""
        self._step = step
        self.bar.allow(self._film is not None, self._step is not None)
        if step is not None and self._film is not None:
            self.bar.show_moment(self.moment)
            self._show_moment(step, self._film)

    def know_step(self, step: Step | None) -> None:
        """Take a step as the selected one without going to it: the playhead is in it."""
        self._step = step
        self.bar.allow(self._film is not None, self._step is not None)

    def _take_moment(self, moment: Moment) -> None:
        self.moment = moment
        self.pause()
        if self._step is not None and self._film is not None:
            self._show_moment(self._step, self._film)

    def _show_moment(self, step: Step, film: Film) -> None:
        frame, t_ns = film.moment(step, self.moment)
        at_press = self.moment == "press"
        self._marks = (step.point, step.target) if at_press else (None, None)
        self._t = min(max(t_ns - self._begin, 0), self._length)
        self._show_clock()
        self.moved.emit(self._t)
        self.frame.setAccessibleDescription(f"{tr(MOMENTS[self.moment][1])}: {step.sentence}")
        self._want(frame)

    def seek(self, t: int) -> None:
        """Show the frame at a time, at once."""
        self._go(t)
        if self._film is not None:
            self._want(self._film.frame_at(self._begin + self._t))

    def scrub(self, t: int) -> None:
        """Show the frame at a time as soon as the one before it is shown: the playhead moves on."""
        self._go(t)
        if self._film is None:
            return
        frame = self._film.frame_at(self._begin + self._t)
        if self._asked is None:
            self._want(frame)
        else:
            self._next = frame

    def _go(self, t: int) -> None:
        self._t = min(max(t, 0), self._length)
        self._marks = (self._track.at(self._t) if self._track else None, None)
        self.bar.show_moment(None)
        self.frame.setAccessibleDescription(
            tr("The screen at {clock}").format(clock=clock_of(self._t))
        )
        self._show_clock()

    def _show_clock(self) -> None:
        self.bar.show_times((self._t, self._length) if self._film else None)

    def _want(self, frame: int | None) -> None:
        self._next = None
        if frame is None or self._film is None:
            self.show_sentence(tr(NO_PICTURE))
            return
        if self._asked is not None and self.frame.shown is None:
            # The first picture is a still, there at once; what decodes others takes long to import.
            self._next = frame
            return
        if frame == self.frame.shown and self._asked is None:
            self.frame.show_marks(*self._marks)
            self._rest.start()
            return
        self._asked = frame
        self._film.ask(frame, self.frame.room(), self._show, self._miss)

    def _show(self, shown: Shown | None) -> None:
        """Show a picture that came; only the newest that was asked for comes."""
        self._asked = None
        if shown is not None and self._film is not None:
            corner = self._film.corner(shown.frame)
            self.frame.show_frame(shown.image, shown.size, shown.frame, corner)
            self.frame.show_marks(*self._marks)
            self._refined = None
        self._go_on()

    def _miss(self, sentence: str) -> None:
        self._asked = None
        self.frame.show_sentence(tr(sentence))
        self._go_on()

    def _go_on(self) -> None:
        if self._next is not None:
            self._want(self._next)
        else:
            self._rest.start()

    def _refine(self) -> None:
        """The playhead rests: show the lossless still, or the video in the size of the pane."""
        if self._film is None or self._asked is not None or self._timer.isActive():
            return
        frame, room = self.frame.shown, self.frame.room()
        if frame is None or self._refined == (frame, room):
            return
        self._refined = (frame, room)
        if not self._film.ask_still(frame, room, self._show_still):
            self._film.ask(frame, room, self._show_again, _leave)

    def _show_again(self, shown: Shown | None) -> None:
        if shown is not None:
            self._show_still(shown)
            if self._film is not None:
                self._film.warm(shown.frame)

    def _show_still(self, shown: Shown) -> None:
        if self._film is not None and shown.frame == self.frame.shown and self._asked is None:
            corner = self._film.corner(shown.frame)
            self.frame.show_frame(shown.image, shown.size, shown.frame, corner)

    @property
    def film(self) -> Film | None:
        """The recording whose pictures are shown."""
        return self._film

    @property
    def settled(self) -> bool:
        """Whether what was asked for last is shown."""
        return self._asked is None and self._next is None

    # Playing.

    @property
    def playing(self) -> bool:
        """Whether the recording plays."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """Play from the playhead on, or stop there."""
        if self.playing:
            self.pause()
            self.stopped.emit()
        elif self._film is not None:
            if self._t >= self._length:
                self._t = 0
            self._last = time.monotonic()
            self._timer.start()
            self.bar.show_playing(self.playing)

    def pause(self) -> None:
        """Stop playing."""
        self._timer.stop()
        self.bar.show_playing(self.playing)

    def _tick(self) -> None:
        now = time.monotonic()
        t = self._t + round((now - self._last) * 1e9)
        self._last = now
        self.scrub(t)
        self.moved.emit(self._t)
        if self._t >= self._length:
            self.pause()
            self.stopped.emit()

    # The size of the picture.

    def _toggle_size(self) -> None:
        if self.frame.fits:
            self.frame.full()
        else:
            self.frame.fit()

    def _show_size(self) -> None:
        self.bar.show_size(self.frame.percent, self.frame.fits)


def _leave(sentence: str) -> None:
    """Keep what is shown: it was shown before, and only a better picture is missing."""
