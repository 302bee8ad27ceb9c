"""What an author's answers about outputs would do and do, and covering what is not checked."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.base.lazy import import_graders
from studio.base.pace import Pace
from studio.formats.tasks import TaskFolder
from studio.gui.jobs import Cancelled, Jobs, told_fault
from studio.gui.language import tr
from studio.gui.pages.checks.page import ChecksPage
from studio.gui.session import Session
from studio.gui.work.judging import Judging

if TYPE_CHECKING:
    from studio.authoring import Covering, Foreseen, Openings
    from studio.authoring.adjudication import Verdict

_ANSWERS: "tuple[Verdict, ...]" = ("wrong", "fine")
_REST_MS = 500
_KEEP, _COVER = "keep", "cover"


class Deciding(QObject):
    """Finds what the answers would do, gives them, and covers what is not checked.

    Attributes:
        edit_asked: an edit that undoes as one.
        told: what was done, or why it could not be.
    """

    edit_asked = Signal(object)
    told = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, page: ChecksPage, judging: Judging) -> None:
        super().__init__(page)
        self._session, self._jobs = session, jobs
        self._page, self._pane = page, page.outputs
        self._judging = judging
        self._foresight, self._uncovered = jobs.newest(), jobs.newest()
        self._openings: Openings | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look)

    def foresee(self, output: str) -> None:
        """Find what each answer about an output would do."""
        task, matrix = self._session.open_task(), self._judging.matrix

        def work(cancelled: Cancelled) -> Any:
            opened = matrix.opened()
            from studio.authoring import foresee

            live = opened.live(task, pace=Pace(cancelled=cancelled))
            found, fault = {}, ""
            for answer in _ANSWERS:
                try:
                    found[answer] = foresee(task, live, output, answer, lambda: not cancelled())
                except Exception as caught:
                    # An author can answer all the same: the output is kept then.
                    found[answer] = foresee(task, live, output, answer, seek=False)
                    fault = told_fault(caught)
            return found, fault

        def done(result: "tuple[dict[str, Foreseen], str]") -> None:
            if self._pane.chosen() == output and self._is_now(task):
                self._pane.show_foreseen(*result)

        def failed(sentence: str) -> None:
            if self._pane.chosen() == output and self._is_now(task):
                self._pane.show_foreseen({}, sentence)

        self._foresight.ask(work, done, failed)

    def _is_now(self, task: TaskFolder) -> bool:
        """Tell whether the checks are still those that something was found for."""
        return self._session.document.checks == task.document.checks

    def answer(self, foreseen: "Foreseen") -> None:
        """Keep the output, change the checks as it was told, and go on to the next."""

        def work(progress: Callable[[str], None], cancelled: Cancelled) -> None:
            from studio.authoring import keep_fixture

            keep_fixture(foreseen)

        def done(_: object) -> None:
            self._pane.go_on(foreseen.output)
            self.edit_asked.emit(foreseen.edit)

        self._foresight.forget()
        self._jobs.start(_KEEP, work, done, self.told.emit)

    def look(self) -> None:
        """Find what no check looks at, once the checks rest: it must not hold up the verdicts."""
        self._uncovered.forget()
        self._rest.start()

    def _look(self) -> None:
        task = self._session.open_task()
        if not task.has_private_side or not task.document.checks.checks:
            self._pane.show_uncovered(())
            return

        def work(cancelled: Cancelled) -> Any:
            import_graders()
            from studio.authoring import Openings

            self._openings = self._openings or Openings()
            return self._openings.of(task)

        self._uncovered.ask(work, self._pane.show_uncovered, self.told.emit)

    def cover(self, item: str) -> None:
        """Add the best check for what is not checked, or say why there is none."""
        task = self._session.open_task()
        self._pane.show_covering(True)

        def work(progress: Callable[[str], None], cancelled: Cancelled) -> Any:
            import_graders()
            from studio.authoring import cover

            return cover(task, item)

        def done(found: "Covering") -> None:
            self._pane.show_covering(False)
            self.edit_asked.emit(found.edit)
            known = {check.id for check in task.document.checks.checks}
            for check in self._session.document.checks.checks:
                if check.id not in known:
                    self._page.select(check.id)
            self.told.emit(tr("Added: {sentence}").format(sentence=found.sentence))

        def failed(sentence: str) -> None:
            self._pane.show_covering(False, sentence)
            self.told.emit(sentence)

        self._jobs.start(_COVER, work, done, failed)

    def need_none(self, item: str) -> None:
        """Note that something needs no check."""
        from studio.authoring import no_check_needed

        self.edit_asked.emit(no_check_needed(item))

    def forget(self) -> None:
        """Drop what is under way for the task that was open."""
        for name in (_KEEP, _COVER):
            self._jobs.forget(name)
        self._rest.stop()
        self._openings = None
        for thread in (self._foresight, self._uncovered):
            thread.forget()
        self._pane.show_uncovered(())
