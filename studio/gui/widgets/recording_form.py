"""The form of a new recording: name, folders, and whose text may be kept."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from studio.capture.options import OpenApplication
from studio.gui.recording_state import KEYS, NEVER_KEPT, Plan, refusal
from studio.gui.theme import px
from studio.gui.widgets.fields import Line, Tick
from studio.gui.widgets.parts import button, headed, label, panel

_ROW = 26
_SHOWN = 5
_TITLE_SIGNS = 60


class RecordingForm(QWidget):
    """Asks for a plan.

    Args:
        name: the name that is proposed.
        applications: the programs that are open now.
        recordings: the folder that the recording goes into.
        choose: asks for a folder; None if none was chosen.
    """

    changed = Signal()

    def __init__(
        self,
        name: str,
        applications: Sequence[OpenApplication],
        recordings: Path,
        choose: Callable[[str], Path | None],
    ) -> None:
        super().__init__()
        self._recordings, self._choose = recordings, choose
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        self.name, self.folder, self.output = Line(), Line(), Line()
        self.name.setText(name)
        self.name.selectAll()
        self.output.setPlaceholderText("The same folder: the work is done in place")
        column.addWidget(headed("Name", self.name))
        column.addWidget(self._with_choice("Folder with the files of this work", self.folder))
        column.addWidget(self._with_choice("Folder for the results, if it is another", self.output))
        self.ticks = {found.name: _tick(found) for found in applications}
        ticks = self._make_ticks()
        ticks.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column.addWidget(ticks)
        for sentence in (NEVER_KEPT, KEYS):
            told = label(sentence, "quiet", wrap=True)
            # At the width of the dialog it needs fewer lines than it asks for without one.
            told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addWidget(told)
        for line in (self.name, self.folder, self.output):
            line.textChanged.connect(lambda _: self.changed.emit())

    def _with_choice(self, title: str, field: Line) -> QWidget:
        def ask() -> None:
            if found := self._choose(title):
                field.setText(str(found))

        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(field, 1)
        field.setAccessibleName(title)
        made = button("Choose…", ask)
        made.setAccessibleName(f"Choose the {title[0].lower()}{title[1:]}")
        row.addWidget(made)
        both.setAccessibleName(title)
        return headed(title, both)

    def _make_ticks(self) -> QWidget:
        title = "Keep the text that is typed in"
        if not self.ticks:
            told = "No other application is open: only shortcuts will be kept, and no text."
            return headed(title, label(told, "quiet", wrap=True))
        box, column = panel("panel", 0, 0)
        for tick in self.ticks.values():
            column.addWidget(tick)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(box)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(px(_ROW) * min(_SHOWN, len(self.ticks)) + px(2))
        return headed(title, area)

    def plan(self) -> Plan:
        """Return what was filled in."""
        return Plan(
            name=self.name.text().strip(),
            folder=self.folder.text().strip(),
            output=self.output.text().strip(),
            allowed=tuple(name for name, tick in self.ticks.items() if tick.isChecked()),
        )

    def refusal(self) -> str:
        """Return what must be changed first, empty if nothing."""
        return refusal(self.plan(), self._recordings)


def _tick(application: OpenApplication) -> Tick:
    title = next((found for found in reversed(application.titles) if found), "")
    short = title if len(title) <= _TITLE_SIGNS else f"{title[: _TITLE_SIGNS - 1]}…"
    made = Tick(f"{application.name}: {short}" if short else application.name)
    made.setToolTip("\n".join(application.titles))
    return made
