"""The place of the pane that shows the file beside its checks."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.formats.tasks import TaskFolder
from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.parts import label, panel

_SELECT = "Select a check to see where it looks"


class Pane(Protocol):
    """What a pane can do that shows the files of a task."""

    def show_task(self, task: TaskFolder) -> None:
        """Show the files of a task, and what of them is checked."""

    def show_target(self, target: str) -> None:
        """Show the place of an output; an empty target takes the highlight away."""

    def show_sentences(self, sentences: dict[str, str]) -> None:
        """Take what each check asks, in words."""

    def picked_text(self) -> str:
        """Return the words at the place that was pressed last."""

    def picked_checks(self) -> frozenset[str] | None:
        """Return the checks that look at the place that was pressed last; None if unknown."""

    def shown_path(self) -> str:
        """Return the file that is shown, empty if none is."""

    def show_output(self, folder: Path | None, name: str = "", path: str = "") -> None:
        """Show the files of an output, a path in front; None goes back to the reference."""


class Beside(QWidget):
    """Holds the pane with the file; without one it says in words where a check looks.

    Attributes:
        target_picked: a person pressed on a place of an output, written as a target.
    """

    target_picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._pane: Pane | None = None
        self._task: TaskFolder | None = None
        self._target = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._ground, inner = panel("sunken")
        self._words = label(tr(_SELECT), "quiet", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner.addWidget(self._words, 1)
        self._column.addWidget(self._ground)
        self.setMinimumWidth(px(320))

    def hold(self, pane: Pane, widget: QWidget) -> None:
        """Show this pane from now on; its picks go to `target_picked`, which its owner connects."""
        self._pane = pane
        self._column.addWidget(widget)
        self._ground.hide()
        if self._task is not None:
            pane.show_task(self._task)
        pane.show_target(self._target)

    def show_task(self, task: TaskFolder) -> None:
        """Show the files of a task."""
        self._task = task
        if self._pane is not None:
            self._pane.show_task(task)

    def show_target(self, target: str) -> None:
        """Show a place of an output, or none."""
        self._target = target
        self._words.setText(target or tr(_SELECT))
        if self._pane is not None:
            self._pane.show_target(target)

    def show_sentences(self, sentences: dict[str, str]) -> None:
        """Take what each check asks, in words."""
        if self._pane is not None:
            self._pane.show_sentences(sentences)

    def picked_text(self) -> str:
        """Return the words at the place that was pressed last, for a place without a name."""
        return self._pane.picked_text() if self._pane is not None else ""

    def picked_checks(self) -> frozenset[str] | None:
        """Return the checks that look at the place that was pressed last; None if unknown."""
        return self._pane.picked_checks() if self._pane is not None else None

    def shown_path(self) -> str:
        """Return the file that is shown, empty if none is."""
        return self._pane.shown_path() if self._pane is not None else ""

    def show_output(self, folder: Path | None, name: str = "", path: str = "") -> None:
        """Show the files of an output beside those of the reference; None shows the latter."""
        if self._pane is not None:
            self._pane.show_output(folder, name, path)
