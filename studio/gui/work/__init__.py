"""The long work of the window: for each page what it starts as jobs and shows when it ends."""

from dataclasses import dataclass
from pathlib import Path

from studio.gui.jobs import Jobs
from studio.gui.pages.checks.page import ChecksPage
from studio.gui.pages.export.page import ExportPage
from studio.gui.pages.home.page import HomePage
from studio.gui.pages.instruction.page import InstructionPage
from studio.gui.pages.occupations.page import OccupationsPage
from studio.gui.pages.proof.page import ProofPage
from studio.gui.pages.steps.page import StepsPage
from studio.gui.pages.trials.page import TrialsPage
from studio.gui.session import Session
from studio.gui.widgets.hint import Hint
from studio.gui.work.beginning import Beginning
from studio.gui.work.checks import ChecksWork
from studio.gui.work.export import ExportWork
from studio.gui.work.home import HomeWork
from studio.gui.work.instruction import InstructionWork
from studio.gui.work.linking import Linking
from studio.gui.work.occupations import Browsing
from studio.gui.work.opening import Opening
from studio.gui.work.proof import ProofWork
from studio.gui.work.replay import ReplayWork
from studio.gui.work.steps import StepsWork
from studio.gui.work.storage import StorageWork
from studio.gui.work.trials import TrialsWork


@dataclass(frozen=True)
class Pages:
    """The pages that show what the jobs bring."""

    home: HomePage
    steps: StepsPage
    instruction: InstructionPage
    checks: ChecksPage
    proof: ProofPage
    trials: TrialsPage
    export: ExportPage
    occupations: OccupationsPage


class Work:
    """The work of every page."""

    def __init__(
        self, session: Session, jobs: Jobs, pages: Pages, hint: Hint, templates: Path | None
    ) -> None:
        self.opening = Opening(session, jobs, pages.home)
        self.home = HomeWork(jobs, pages.home)
        self.beginning = Beginning(jobs, pages.home, templates)
        self.storage = StorageWork(jobs, pages.home)
        self.replay = ReplayWork(session, jobs, hint)
        self.steps = StepsWork(session, jobs, pages.steps)
        self.linking = Linking(session, jobs, pages.steps, pages.instruction)
        self.instruction = InstructionWork(session, jobs, pages.instruction)
        self.checks = ChecksWork(session, jobs, pages.checks)
        self.proof = ProofWork(session, jobs, pages.proof)
        self.trials = TrialsWork(session, jobs, pages.trials)
        self.export = ExportWork(session, jobs, pages.export)
        self.occupations = Browsing(session, jobs, pages.occupations)
