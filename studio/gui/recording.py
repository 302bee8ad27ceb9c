"""Recording from the window: asks, starts a recorder, follows it, and takes up one that runs.

The recorder is a process of its own and needs no window. This part only looks at what it tells and
sends it orders, so that a window that died loses nothing, and the next one goes on where it was.
"""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from studio.base.errors import UserError
from studio.base.settings import APPLICATION, workspace
from studio.capture.backend import this_backend
from studio.capture.options import Look, OpenApplication, RecordOptions
from studio.formats import layout
from studio.gui import messages
from studio.gui import recording_state as state
from studio.gui.actions import Actions
from studio.gui.jobs import Jobs
from studio.gui.session import Session
from studio.gui.widgets.recording_form import RecordingForm
from studio.gui.widgets.strip import Strip

if TYPE_CHECKING:
    from studio.capture.control import Order

_LOOK_MS = 500


class RecordingWork(QObject):
    """Starts and follows the one recorder that the window shows."""

    told = Signal(str)
    sealed = Signal(Path)
    changed = Signal()

    def __init__(self, window: QWidget, session: Session, jobs: Jobs, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._session, self._jobs = window, session, jobs
        self._look: Look | None = None
        self._stopping = False
        self.strip = Strip(actions["pause"], actions["stop"])
        self._orders = {
            "pause": lambda: self._send("pause"),
            "resume": lambda: self._send("resume"),
            "stop": self.stop,
            "recover": self.recover,
            "dismiss": self._detach,
        }
        self.strip.asked.connect(lambda order: self._orders[order]())
        actions.bind("record", self.ask)
        actions.bind("pause", self.pause_or_resume)
        actions.bind("stop", self.stop)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look_again)

    def _recordings(self) -> Path:
        return workspace() / layout.WORKSPACE_RECORDINGS

    def ask(self) -> None:
        """Ask what to record, and begin."""
        self._jobs.start(
            "applications",
            lambda progress, cancelled: _open_applications(),
            self._ask_plan,
            self.told.emit,
        )

    def _ask_plan(self, applications: tuple[OpenApplication, ...]) -> None:
        recordings = self._recordings()
        name = state.free_name(recordings, date.today().isoformat())
        choose = lambda title: messages.choose_folder(self._window, title, Path.home())  # noqa: E731
        form = RecordingForm(name, applications, recordings, choose)
        if messages.fill_in(self._window, "New recording", form, form, "Start recording"):
            self.start(form.plan())

    def start(self, plan: state.Plan) -> None:
        """Start a recorder, and step aside once it records."""
        out = plan.out(self._recordings())
        self._attach(out)
        self.strip.show_face(state.starting(out))
        self._jobs.start(
            "record",
            lambda progress, cancelled: _launch(out, plan.options),
            lambda _: self._follow(step_aside=True),
            self._fail,
        )

    def take_up(self) -> None:
        """Find a recorder that runs already, or what one left that died."""
        places = [self._recordings(), workspace()]
        self._jobs.start(
            "recorders",
            lambda progress, cancelled: _find_unsealed(places),
            self._take_up,
            self.told.emit,
        )

    def _take_up(self, found: list[Look]) -> None:
        if not found or self._session.recorder:
            return
        self._attach(found[0].folder)
        self._show(found[0])
        if found[0].ending == "running":
            self._follow()

    def _attach(self, folder: Path) -> None:
        self._session.recorder = folder
        self._stopping = False
        self.changed.emit()

    def _detach(self) -> None:
        self._timer.stop()
        self._look = None
        self._session.recorder = None
        self.strip.show_face(None)
        self.changed.emit()

    def _fail(self, sentence: str) -> None:
        self._detach()
        self.strip.show_face(state.failed(sentence))

    def _follow(self, step_aside: bool = False) -> None:
        self._timer.start()
        self._look_again()
        if step_aside:
            self._window.setWindowState(self._window.windowState() | Qt.WindowState.WindowMinimized)

    def _come_back(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.activateWindow()

    def _look_again(self) -> None:
        folder = self._session.recorder
        if folder and self._jobs.running("recorder") is None:
            self._jobs.start(
                "recorder",
                lambda progress, cancelled: _look_at(folder),
                self._show,
                self.told.emit,
            )

    def _show(self, look: Look) -> None:
        if look.folder != self._session.recorder:
            return
        self._look = look
        if look.ending in ("sealed", "gone"):
            self._end(look)
            return
        self.strip.show_face(state.face_of(look, self._stopping))
        if look.ending == "died":
            self._timer.stop()
            self._come_back()

    def _end(self, look: Look) -> None:
        self._detach()
        self._come_back()
        if word := state.last_word(look):
            self.strip.show_face(state.failed(word))
        if look.ending == "sealed":
            self.sealed.emit(look.folder)

    @property
    def is_running(self) -> bool:
        """Whether a recorder is at work, as far as the window knows."""
        return self._look is not None and self._look.ending == "running"

    def pause_or_resume(self) -> None:
        """Pause the recorder, or let it go on."""
        paused = self._look and self._look.status and self._look.status.paused
        self._send("resume" if paused else "pause")

    def stop(self) -> None:
        """Let the recorder stop and seal; what it sealed is then opened."""
        if self._send("stop"):
            self._stopping = True

    def _send(self, order: "Order") -> bool:
        folder = self._session.recorder
        try:
            if folder:
                _order(folder, order)
        except UserError as fault:
            self.told.emit(str(fault))
            return False
        self._look_again()
        return folder is not None

    def recover(self) -> None:
        """Make whole what a recorder left that died, and open it."""
        folder = self._session.recorder
        if folder is None:
            return
        self.strip.show_face(state.recovering(folder))

        def done(_: object) -> None:
            self._detach()
            self.sealed.emit(folder)

        self._jobs.start("recover", lambda progress, cancelled: _recover(folder), done, self._fail)

    def may_close(self) -> bool:
        """Say that a recording goes on without the window; False if the window is to stay."""
        return not self.is_running or messages.confirm(
            self._window, state.GOES_ON, "Close the window"
        )


# What works on one kind of desktop is imported where it is used: the window opens on every one.


def _open_applications() -> tuple[OpenApplication, ...]:
    this_backend()
    from studio.capture.launching import open_applications

    return open_applications(APPLICATION)


def _launch(out: Path, options: RecordOptions) -> None:
    from studio.capture.launching import launch

    launch(out, options)


def _find_unsealed(places: list[Path]) -> list[Look]:
    if sys.platform != "linux":
        return []
    from studio.capture.launching import unsealed

    return unsealed(places)


def _look_at(folder: Path) -> Look:
    from studio.capture.launching import look_at

    return look_at(folder)


def _order(folder: Path, order: "Order") -> None:
    from studio.capture.control import send_order

    send_order(folder, order)


def _recover(folder: Path) -> object:
    from studio.recordings.recovery import recover

    return recover(folder)
