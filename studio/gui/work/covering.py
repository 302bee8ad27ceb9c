"""Finds what of the open task is checked, while the page that shows it is looked at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from studio.base.lazy import import_graders
from studio.editing import Changes
from studio.formats.tasks import TaskFolder
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.pages.checkpoints.coverage import CoveragePane
from studio.gui.session import Session

if TYPE_CHECKING:
    from studio.authoring.coverage import Coverage, Looked

JOB = "covering"
_REST_MS = 300
_OTHER_FILES: Changes = frozenset({"prompt", "files"})
_CANCELLED = "Cancelled; nothing was changed."


class Covering(QObject):
    """Looks at the files once, and again when they or the instruction change; checks are quick."""

    def __init__(self, session: Session, jobs: Jobs, pane: CoveragePane) -> None:
        super().__init__(pane)
        self._session, self._jobs, self._pane = session, jobs, pane
        self._looked: Looked | None = None
        self._stale, self._seen = True, False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._begin)
        pane.cancel_asked.connect(self.cancel)
        pane.again_asked.connect(self._begin)
        session.opened.connect(self._forget)
        session.changed.connect(self._follow)

    def watch(self, seen: bool) -> None:
        """Find what is checked while the page is seen."""
        self._seen = seen
        if seen and self._stale:
            self._begin()

    def _forget(self) -> None:
        self._jobs.forget(JOB)
        self._rest.stop()
        self._looked, self._stale = None, True
        self._pane.show_nothing()
        if self._seen:
            self._begin()

    def _follow(self, changes: Changes) -> None:
        if _OTHER_FILES & changes:
            self._looked = None
        elif "checks" not in changes:
            return
        self._stale = True
        if self._seen:
            # Who types goes on typing; what is shown stays until the other is found.
            self._rest.start()

    def cancel(self) -> None:
        """Give up looking."""
        self._jobs.forget(JOB)
        self._pane.show_fault(tr(_CANCELLED))

    def _begin(self) -> None:
        task = self._session.task
        if task is None or not task.has_private_side:
            self._pane.show_nothing()
            return
        self._stale = False
        looked = self._looked
        if looked is None and not self._pane.is_filled:
            self._pane.show_reading()

        def work(progress: Progress, cancelled: Cancelled) -> "tuple[Looked, Coverage]":
            return _covered(task, looked)

        def done(found: "tuple[Looked, Coverage]") -> None:
            self._looked = found[0]
            self._pane.show_coverage(task.document.prompt, found[1])

        self._jobs.start(JOB, work, done, self._pane.show_fault)


def _covered(task: TaskFolder, looked: "Looked | None") -> "tuple[Looked, Coverage]":
    # The graders take long to import, so that is done in the job.
    import_graders()
    from studio.authoring.coverage import cover, look

    found = looked or look(task)
    return found, cover(task, found)
