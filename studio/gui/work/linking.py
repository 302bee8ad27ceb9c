"""Suggests occupations and O*NET tasks for the open task, without the window waiting for it."""

from PySide6.QtCore import QObject

from studio.authoring import rank_onet_tasks, suggest_occupations
from studio.base.errors import UserError
from studio.editing import Changes
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.pages.instruction.page import InstructionPage
from studio.gui.pages.steps.page import StepsPage
from studio.gui.session import Session
from studio.gui.widgets.onet_offer import Offer
from studio.gui.widgets.onet_pick import OnetPick
from studio.gui.work.opening import AT_OPENING
from studio.taxonomy.linking import Suggestion
from studio.taxonomy.releases import installed

JOBS = ("suggest", "offer")
_NO_RELEASE = (
    "What people of an occupation are asked to do comes with a release of the O*NET database; "
    "none is installed here."
)


class Linking(QObject):
    """Starts the search for suggestions when a task is opened or its instruction rests."""

    def __init__(
        self, session: Session, jobs: Jobs, steps: StepsPage, instruction: InstructionPage
    ) -> None:
        super().__init__(instruction)
        self._session, self._jobs = session, jobs
        self._steps, self._instruction = steps, instruction
        session.changed.connect(self._follow)
        instruction.typing_rested.connect(self.suggest)
        self._offering = Offering(session, jobs, steps.onet, "offer")

    def begin(self) -> None:
        """A task was opened: what was under way for the one before is dropped."""
        for name in JOBS:
            self._jobs.forget(name)
        self.suggest()

    def _follow(self, changes: Changes) -> None:
        if "task" in changes:
            self._steps.show_facts(self._session.document)

    def suggest(self) -> None:
        """Find which occupations the recording and the instruction speak of."""
        task, page = self._session.task, self._instruction
        if task is None:
            return

        def work(progress: Progress, cancelled: Cancelled) -> tuple[Suggestion, ...]:
            return suggest_occupations(task)

        # A recording that cannot be read is told of on its own page; here is only no suggestion.
        self._jobs.start(
            "suggest", work, page.show_suggestions, lambda told: None, after=AT_OPENING
        )


class Offering(QObject):
    """Offers the O*NET tasks of the linked occupation to what shows them.

    Args:
        session: what is open.
        jobs: the work under way.
        pick: what asks for the tasks and shows them.
        name: of the job.
    """

    def __init__(self, session: Session, jobs: Jobs, pick: OnetPick, name: str) -> None:
        super().__init__(pick)
        self._session, self._jobs, self._pick, self._name = session, jobs, pick, name
        pick.offer_asked.connect(self.offer)

    def offer(self, checkpoint: str) -> None:
        """Rank the O*NET tasks of the linked occupation for a checkpoint, and show them."""
        task, pick = self._session.task, self._pick
        if task is None:
            return
        if task.document.task.occupation is None:
            unlinked = tr("Link an occupation, then choose what this is part of.")
            pick.show_offer(Offer(checkpoint, sentence=unlinked))
            return

        def work(progress: Progress, cancelled: Cancelled) -> Offer:
            if not installed():
                return Offer(checkpoint, sentence=tr(_NO_RELEASE), lacks_release=True)
            try:
                return Offer(checkpoint, rank_onet_tasks(task, checkpoint))
            except UserError as fault:
                return Offer(checkpoint, sentence=str(fault))

        def failed(sentence: str) -> None:
            pick.show_offer(Offer(checkpoint, sentence=sentence))

        self._jobs.start(self._name, work, pick.show_offer, failed)
