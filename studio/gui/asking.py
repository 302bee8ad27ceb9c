"""The questions of the window: which file, where to, and whether to trust."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.base.settings import workspace
from studio.gui import messages
from studio.gui.language import tr
from studio.gui.work import Work

_PACKAGES = "Task packages (*.task)"
_TRUST = (
    "This task was made on another machine, and running it opens programs here. "
    "Do you trust its author?"
)


class Asking:
    """Asks, and does what the answer says; no answer does nothing."""

    def __init__(
        self,
        window: QWidget,
        work: Work,
        open_place: Callable[[Path], None],
    ) -> None:
        self._window, self._work = window, work
        self._open = open_place

    def which_folder(self, title: str) -> None:
        """Ask for the folder of a recording or a task, and open it."""
        if found := messages.choose_folder(self._window, title, workspace()):
            self._open(found)

    def which_package(self) -> None:
        """Ask for a package, and open it."""
        if found := messages.choose_file(
            self._window, tr("Open a package"), workspace(), tr(_PACKAGES)
        ):
            self._open(found)

    def whether_to_replay(self, replay: Callable[[bool], None]) -> None:
        """Ask whether a task from elsewhere is trusted, and replay its recording."""
        foreign = self._work.trials.foreign
        if not foreign or messages.confirm(self._window, tr(_TRUST), tr("Replay it")):
            replay(foreign)

    def whether_to_run(self) -> None:
        """Ask whether a task from elsewhere is trusted, and run it."""
        foreign = self._work.trials.foreign
        if not foreign or messages.confirm(self._window, tr(_TRUST), tr("Run it")):
            self._work.trials.run(trusted=foreign)
