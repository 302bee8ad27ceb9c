"""Recording: asks, tests, starts a recorder, follows it, and takes up one that runs.

The recorder is a process of its own and needs no window. This part only looks at what it tells and
sends it orders, so that a window that died loses nothing, and the next one goes on where it was.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from studio.base.errors import UserError
from studio.base.settings import workspace
from studio.capture.options import Look
from studio.gui import messages, window_state
from studio.gui import recording_state as state
from studio.gui.jobs import Jobs
from studio.gui.language import tr
from studio.gui.pages.record.page import RecordPage
from studio.gui.pages.record.state import Plan, refusal
from studio.gui.session import Session
from studio.gui.work import recorder_calls as calls
from studio.gui.work.bar import BarWork
from studio.gui.work.record_asking import RecordAsking, recordings
from studio.gui.work.record_caught import RecordCaught

if TYPE_CHECKING:
    from studio.capture.control import Order

_LOOK_MS = 500


class RecordWork(QObject):
    """Starts and follows the one recorder that the window shows."""

    told = Signal(str)
    page_asked = Signal()
    open_asked = Signal(Path, str)
    changed = Signal()

    def __init__(self, window: QWidget, session: Session, jobs: Jobs, page: RecordPage) -> None:
        super().__init__(window)
        self._window, self._session, self._jobs, self._page = window, session, jobs, page
        self._look: Look | None = None
        self._plan: Plan | None = None
        self.asking, self.caught = RecordAsking(jobs, page), RecordCaught(jobs, page)
        self._stopping = False
        self._meter = state.Meter()
        self.bar = BarWork()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look_again)
        self._connect()

    def _connect(self) -> None:
        page = self._page
        page.start_asked.connect(self._count_down)
        page.begun.connect(self._launch)
        page.order_asked.connect(self.obey)
        page.again_asked.connect(self.prepare)
        self.caught.again_asked.connect(self.prepare)
        self.caught.told.connect(self.told)
        self.caught.open_asked.connect(self.open_asked)
        self.bar.asked.connect(self.obey)

    def prepare(self) -> None:
        """Show the recorder at work, else what is asked before a recording."""
        if not self._session.recorder and not self._page.countdown.counts:
            self.asking.prepare()

    def _count_down(self) -> None:
        plan = self._page.form.plan()
        told = refusal(plan, recordings())
        if told.sentence:
            self._page.say_fault(tr(told.sentence).format(**told.values))
            return
        self._plan = plan
        self._page.say_fault("")
        self._page.count_down(window_state.counts_down())

    def _launch(self) -> None:
        """Step aside and start a recorder."""
        plan = self._plan
        if plan is None:
            return
        for folder in reversed(plan.watch):
            window_state.remember_folder(str(folder))
        out = plan.out(recordings())
        self._attach(out)
        face = state.starting(out.stem)
        self._page.show_running(face)
        # On the screen before the recorder looks: not one picture shows it.
        self.bar.show_face(face, state.Rates())
        self._step_aside()
        self._jobs.start(
            "record",
            lambda progress, cancelled: calls.launch(out, plan.options),
            lambda _: self._follow(),
            self._fail,
        )

    def take_up(self) -> None:
        """Find a recorder that runs already, or what one left that died."""
        places = [recordings(), workspace()]
        self._jobs.start(
            "recorders",
            lambda progress, cancelled: calls.find_unsealed(places),
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
        self._meter = state.Meter()
        self.changed.emit()

    def _detach(self) -> None:
        self._timer.stop()
        self._look = None
        self._session.recorder = None
        self.bar.hide()
        self.changed.emit()

    def _fail(self, sentence: str) -> None:
        self._detach()
        self._come_back()
        self.page_asked.emit()
        self._page.say_fault(sentence)

    def _follow(self) -> None:
        self._timer.start()
        self._look_again()

    def _step_aside(self) -> None:
        self._window.setWindowState(self._window.windowState() | Qt.WindowState.WindowMinimized)

    def _come_back(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.activateWindow()

    def _look_again(self) -> None:
        folder = self._session.recorder
        if folder and self._jobs.running("recorder") is None:
            self._jobs.start(
                "recorder",
                lambda progress, cancelled: calls.look_at(folder),
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
        face = state.face_of(look, self._stopping)
        self._page.show_running(face)
        if look.ending == "died":
            self._timer.stop()
            self.bar.hide()
            self._come_back()
            self.page_asked.emit()
        elif look.status:
            self.bar.show_face(face, self._meter.take(look.status))

    def _end(self, look: Look) -> None:
        self._detach()
        self._come_back()
        self.page_asked.emit()
        if look.ending == "sealed":
            self.caught.show(look.folder, state.last_word(look))
        else:
            self._page.say_fault(state.last_word(look))

    @property
    def is_running(self) -> bool:
        """Whether a recorder is at work, as far as the window knows."""
        return self._look is not None and self._look.ending == "running"

    def obey(self, order: state.Button) -> None:
        """Do what the bar, the page or a key asks."""
        if order == "recover":
            self._recover()
        elif order == "dismiss":
            self._detach()
            self.prepare()
        elif self._send(order) and order == "stop":
            self._stopping = True

    def pause_or_resume(self) -> None:
        """Pause the recorder, or let it go on."""
        paused = self._look and self._look.status and self._look.status.paused
        self._send("resume" if paused else "pause")

    def _send(self, order: "Order") -> bool:
        folder = self._session.recorder
        try:
            if folder:
                calls.order(folder, order)
        except UserError as fault:
            self.told.emit(str(fault))
            return False
        self._look_again()
        return folder is not None

    def _recover(self) -> None:
        """Make whole what a recorder left that died, and show it."""
        folder = self._session.recorder
        if folder is None:
            return
        self._page.show_running(state.recovering(folder.stem))

        def done(_: object) -> None:
            self._detach()
            self.caught.show(folder, "")

        work = lambda progress, cancelled: calls.recover(folder)  # noqa: E731
        self._jobs.start("recover", work, done, self._fail)

    def may_close(self) -> bool:
        """Say that a recording goes on without the window; False if the window is to stay."""
        if self.is_running and not messages.confirm(
            self._window, tr(state.GOES_ON), tr("Close the window")
        ):
            return False
        self._timer.stop()
        self.bar.close()
        return True
