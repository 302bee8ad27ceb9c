"""The pages of a window, each made when it is first asked for.

The window is there with its first page alone; the others are made while a person looks at it.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from studio.gui.pages.checkpoints.page import CheckpointsPage
    from studio.gui.pages.checks.page import ChecksPage
    from studio.gui.pages.export.page import ExportPage
    from studio.gui.pages.home.page import HomePage
    from studio.gui.pages.instruction.page import InstructionPage
    from studio.gui.pages.occupations.page import OccupationsPage
    from studio.gui.pages.proof.page import ProofPage
    from studio.gui.pages.record.page import RecordPage
    from studio.gui.pages.settings.page import SettingsPage
    from studio.gui.pages.steps.page import StepsPage
    from studio.gui.pages.trials.page import TrialsPage

P = TypeVar("P", bound=QWidget)


class PageSet:
    """The pages by their names; nothing of a page is imported before it is made."""

    def take_in(self, name: str, make: Callable[[QWidget], P]) -> P:
        """Make a page where it is shown and wire it; return it."""
        raise NotImplementedError

    def is_made(self, name: str) -> bool:
        """Whether a page was asked for already."""
        return name in vars(self)

    @cached_property
    def home(self) -> "HomePage":
        """The page `home`."""
        from studio.gui.pages.home.page import HomePage

        return self.take_in("home", HomePage)

    @cached_property
    def record(self) -> "RecordPage":
        """The page `record`."""
        from studio.gui.pages.record.page import RecordPage

        return self.take_in("record", RecordPage)

    @cached_property
    def steps(self) -> "StepsPage":
        """The page `steps`."""
        from studio.gui.pages.steps.page import StepsPage

        return self.take_in("steps", StepsPage)

    @cached_property
    def instruction(self) -> "InstructionPage":
        """The page `instruction`."""
        from studio.gui.pages.instruction.page import InstructionPage

        return self.take_in("instruction", InstructionPage)

    @cached_property
    def checkpoints(self) -> "CheckpointsPage":
        """The page `checkpoints`."""
        from studio.gui.pages.checkpoints.page import CheckpointsPage

        return self.take_in("checkpoints", CheckpointsPage)

    @cached_property
    def checks(self) -> "ChecksPage":
        """The page `checks`."""
        from studio.gui.pages.checks.page import ChecksPage

        return self.take_in("checks", ChecksPage)

    @cached_property
    def proof(self) -> "ProofPage":
        """The page `proof`."""
        from studio.gui.pages.proof.page import ProofPage

        return self.take_in("proof", ProofPage)

    @cached_property
    def trials(self) -> "TrialsPage":
        """The page `trials`."""
        from studio.gui.pages.trials.page import TrialsPage

        return self.take_in("trials", TrialsPage)

    @cached_property
    def export(self) -> "ExportPage":
        """The page `export`."""
        from studio.gui.pages.export.page import ExportPage

        return self.take_in("export", ExportPage)

    @cached_property
    def occupations(self) -> "OccupationsPage":
        """The page `occupations`."""
        from studio.gui.pages.occupations.page import OccupationsPage

        return self.take_in("occupations", OccupationsPage)

    @cached_property
    def settings(self) -> "SettingsPage":
        """The page `settings`."""
        from studio.gui.pages.settings.page import SettingsPage

        return self.take_in("settings", SettingsPage)
