"""The long work of the window: for each page what it starts as jobs and shows when it ends."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from PySide6.QtWidgets import QWidget

from studio.gui.jobs import Jobs
from studio.gui.page_set import PageSet
from studio.gui.session import Session
from studio.gui.widgets.hint import Hint

if TYPE_CHECKING:
    from studio.gui.work.beginning import Beginning
    from studio.gui.work.checkpoints import CheckpointsWork
    from studio.gui.work.checks import ChecksWork
    from studio.gui.work.export import ExportWork
    from studio.gui.work.files import FilesWork
    from studio.gui.work.home import HomeWork
    from studio.gui.work.instruction import InstructionWork
    from studio.gui.work.linking import Linking
    from studio.gui.work.occupations import Browsing
    from studio.gui.work.opening import Opening
    from studio.gui.work.proof import ProofWork
    from studio.gui.work.record import RecordWork
    from studio.gui.work.replay import ReplayWork
    from studio.gui.work.steps import StepsWork
    from studio.gui.work.storage import StorageWork
    from studio.gui.work.trials import TrialsWork

Given = ParamSpec("Given")
Part = TypeVar("Part")


class Work:
    """The work of every page, each part made when it is first asked for, and its page with it."""

    def __init__(
        self,
        window: QWidget,
        pages: PageSet,
        hint: Hint,
        session: Session,
        jobs: Jobs,
        templates: Path | None,
    ) -> None:
        self._window, self._pages, self._hint = window, pages, hint
        self._session, self._jobs, self._templates = session, jobs, templates
        self._parts: dict[object, object] = {}

    def _once(self, kind: Callable[Given, Part], *given: Given.args, **named: Given.kwargs) -> Part:
        """Return the part of a kind; the page that was given may have asked for it already."""
        if kind not in self._parts:
            self._parts[kind] = kind(*given, **named)
        return cast(Part, self._parts[kind])

    @cached_property
    def opening(self) -> "Opening":
        """Opening a recording, a task or a package."""
        from studio.gui.work.opening import Opening

        return self._once(Opening, self._session, self._jobs, self._pages.home)

    @cached_property
    def home(self) -> "HomeWork":
        """What the first page lists."""
        from studio.gui.work.home import HomeWork

        return self._once(HomeWork, self._jobs, self._pages.home)

    @cached_property
    def beginning(self) -> "Beginning":
        """Beginning a task without a recording."""
        from studio.gui.work.beginning import Beginning

        return self._once(Beginning, self._jobs, self._pages.home, self._templates)

    @cached_property
    def storage(self) -> "StorageWork":
        """What the recordings take of the disk."""
        from studio.gui.work.storage import StorageWork

        return self._once(StorageWork, self._jobs, self._pages.home)

    @cached_property
    def replay(self) -> "ReplayWork":
        """Replaying the recording of the open task."""
        from studio.gui.work.replay import ReplayWork

        return self._once(ReplayWork, self._session, self._jobs, self._hint)

    @cached_property
    def recording(self) -> "RecordWork":
        """The one recorder that the window shows."""
        from studio.gui.work.record import RecordWork

        return self._once(RecordWork, self._window, self._session, self._jobs, self._pages.record)

    @cached_property
    def steps(self) -> "StepsWork":
        """The steps of the open recording."""
        from studio.gui.work.steps import StepsWork

        return self._once(StepsWork, self._session, self._jobs, self._pages.steps)

    @cached_property
    def linking(self) -> "Linking":
        """Suggested occupations and O*NET tasks."""
        from studio.gui.work.linking import Linking

        return self._once(
            Linking, self._session, self._jobs, self._pages.steps, self._pages.instruction
        )

    @cached_property
    def instruction(self) -> "InstructionWork":
        """The files, the draft and the preview."""
        from studio.gui.work.instruction import InstructionWork

        return self._once(InstructionWork, self._session, self._jobs, self._pages.instruction)

    @cached_property
    def checkpoints(self) -> "CheckpointsWork":
        """What is checked, and the search for an occupation."""
        from studio.gui.work.checkpoints import CheckpointsWork

        return self._once(CheckpointsWork, self._session, self._jobs, self._pages.checkpoints)

    @cached_property
    def checks(self) -> "ChecksWork":
        """Verdicts and proposals."""
        from studio.gui.work.checks import ChecksWork

        return self._once(ChecksWork, self._session, self._jobs, self._pages.checks)

    @cached_property
    def files(self) -> "FilesWork":
        """The files beside the checks."""
        from studio.gui.work.files import FilesWork

        return self._once(FilesWork, self._jobs, self._pages.checks)

    @cached_property
    def proof(self) -> "ProofWork":
        """The gates."""
        from studio.gui.work.proof import ProofWork

        return self._once(ProofWork, self._session, self._jobs, self._pages.proof)

    @cached_property
    def trials(self) -> "TrialsWork":
        """The trials."""
        from studio.gui.work.trials import TrialsWork

        return self._once(TrialsWork, self._session, self._jobs, self._pages.trials)

    @cached_property
    def export(self) -> "ExportWork":
        """The package."""
        from studio.gui.work.export import ExportWork

        return self._once(ExportWork, self._session, self._jobs, self._pages.export)

    @cached_property
    def occupations(self) -> "Browsing":
        """The occupations of the installed release."""
        from studio.gui.work.occupations import Browsing

        return self._once(Browsing, self._session, self._jobs, self._pages.occupations)
