"""What the checks of the open task say, and which are proposed."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.base.lazy import import_graders
from studio.editing import Edit
from studio.formats.tasks import TaskFolder
from studio.gui.jobs import Jobs
from studio.gui.language import tr
from studio.gui.pages.checks.adding_state import Offer
from studio.gui.pages.checks.page import ChecksPage
from studio.gui.pages.checks.state import describe_all
from studio.gui.session import Session
from studio.gui.work.deciding import Deciding
from studio.gui.work.judging import Judging

_PROPOSE, _TELL = "propose", "tell"
_NOTHING = "Nothing in the files differs from the input; nothing to propose."


class ChecksWork(QObject):
    """Judges and proposes checks.

    Attributes:
        ended: what was proposed.
        deciding: what follows from an author's answers.
    """

    told = Signal(str)
    ended = Signal(str)
    edit_asked = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, page: ChecksPage) -> None:
        super().__init__(page)
        self._session, self._jobs, self._page = session, jobs, page
        self._offers = jobs.newest()
        self._judging = Judging(jobs, page, self.told.emit)
        self.deciding = Deciding(session, jobs, page, self._judging)
        self.deciding.edit_asked.connect(self.edit_asked)
        self.deciding.told.connect(self.told)

    def forget(self) -> None:
        """Drop what is under way for the task that was open."""
        self._jobs.forget(_PROPOSE)
        self._jobs.forget(_TELL)
        self._offers.forget()
        self._page.claims.end_adding(take_keyboard=False)
        self._judging.forget()
        self.deciding.forget()
        self._page.show_proposing(False)

    def judge(self) -> None:
        """Find what the checks ask, and what they say of each known output."""
        task = self._session.open_task()
        if task.has_private_side and task.document.checks.checks:
            show, told = self._page.show_sentences, self.told.emit
            self._jobs.start(_TELL, lambda p, c: _sentences(task), show, told)
        self._judging.judge(task)
        self.deciding.look()

    def cancel_proposing(self) -> None:
        """Drop the proposals under way."""
        self._jobs.forget(_PROPOSE)
        self._page.show_proposing(False)

    def offer(self, target: str, words: str) -> None:
        """Find whole checks for a place."""
        task, adding = self._session.open_task(), self._page.claims.adding
        self._offers.ask(
            lambda cancelled: _offers(task, target, words),
            lambda found: adding.show_offers(target, found),
            lambda sentence: adding.show_offers(target, ()),
        )

    def propose(self) -> None:
        """Propose checks from what changed; they replace earlier proposals as one edit."""
        folder = self._session.open_task().folder
        self._page.show_proposing(True)

        def done(proposal: Any) -> None:
            self._page.show_proposing(False)
            from studio.authoring import proposal_edit

            edit: Edit = proposal_edit(self._session.document, proposal)
            self.edit_asked.emit(edit)
            self._page.claims.begin_deciding()
            if proposal.checks:
                told = tr("{count} checks are proposed.").format(count=len(proposal.checks))
                self.ended.emit(told)
            else:
                self.told.emit(tr(_NOTHING))

        def failed(sentence: str) -> None:
            self._page.show_proposing(False)
            self._page.claims.head.show_failed(sentence)

        self._jobs.start(_PROPOSE, lambda p, c: _proposed(folder), done, failed)


def _sentences(task: TaskFolder) -> Any:
    import_graders()
    return describe_all(task)


def _offers(task: TaskFolder, target: str, words: str) -> tuple[Offer, ...]:
    import_graders()
    from studio.authoring import checks_at

    return tuple(Offer(found.check, found.sentence) for found in checks_at(task, target, words))


def _proposed(folder: Path) -> Any:
    # The graders take long to import, so that is done in the job.
    import_graders()
    from studio.authoring import propose_checks

    return propose_checks(folder, write=False)
