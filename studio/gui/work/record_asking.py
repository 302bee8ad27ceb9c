"""What the record page asks before it starts: applications, folders, and the self-test."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from studio.base.settings import workspace
from studio.capture.options import OpenApplication
from studio.capture.selftest import Probe
from studio.formats import layout
from studio.gui import messages, window_state
from studio.gui.jobs import Jobs
from studio.gui.language import tr
from studio.gui.pages.record import trial
from studio.gui.pages.record.page import RecordPage
from studio.gui.pages.record.state import Plan, free_name
from studio.gui.work import recorder_calls as calls

_REST_MS, _AGAIN_MS = 400, 2_000


def recordings() -> Path:
    """Return the folder of the workspace that recordings go into."""
    return workspace() / layout.WORKSPACE_RECORDINGS


class RecordAsking(QObject):
    """Fills the form and tries the channels."""

    def __init__(self, jobs: Jobs, page: RecordPage) -> None:
        super().__init__()
        self._jobs, self._page = jobs, page
        # Who types a path changes it at every key; it is tried once the typing rests.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.test)
        # A program that is still opening is found without being asked for again.
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        page.form.choose_asked.connect(self._choose)
        page.form.look_asked.connect(self._find_applications)
        page.test_asked.connect(self._rest.start)
        page.test.countdown_chosen.connect(window_state.remember_countdown)

    def prepare(self) -> None:
        """Show what is asked before a recording; what was filled in stays."""
        page, form = self._page, self._page.form
        page.show_face_named("form")
        name = form.name.text().strip()
        if not name or Plan(name, "").out(recordings()).exists():
            name = free_name(recordings(), date.today().isoformat())
        form.begin(recordings(), name)
        form.show_recent(window_state.folders())
        page.test.countdown.setChecked(window_state.counts_down())
        self._find_applications()
        self.test()

    def _find_applications(self) -> None:
        self._page.form.show_looking()
        self._look()

    def _look_again(self) -> None:
        if self._page.form.isVisible():
            self._look()

    def _look(self) -> None:
        form = self._page.form

        def found(applications: tuple[OpenApplication, ...]) -> None:
            form.show_applications(applications)
            if not applications:
                self._again.start()

        def failed(sentence: str) -> None:
            form.show_applications(())
            self._page.say_fault(sentence)

        work = lambda progress, cancelled: calls.open_applications()  # noqa: E731
        self._jobs.start("applications", work, found, failed)

    def _choose(self, which: str) -> None:
        found = messages.choose_folder(self._page.window(), tr("Choose a folder"), Path.home())
        if found:
            self._page.form.fill(which, found)

    def test(self) -> None:
        """Try each channel, and show each as it was tried."""
        plan, page = self._page.form.plan(), self._page
        watch = tuple(folder for folder in plan.watch if folder.is_dir())
        found: list[Probe] = []
        shown = trial.begun()
        page.show_lines(shown)

        def show(count: str) -> None:
            nonlocal shown
            shown = trial.with_probe(shown, found[int(count) - 1])
            page.show_lines(shown)

        self._jobs.start(
            "selftest",
            lambda progress, cancelled: calls.try_channels(recordings(), watch, found, progress),
            lambda _: None,
            page.say_fault,
            show,
        )
