"""The instruction that the agent gets, and all that goes with it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from studio.authoring.files import TaskFile
from studio.formats.tasks import TaskDocument
from studio.gui.language import tr
from studio.gui.pages.instruction.files import FilesPane
from studio.gui.pages.instruction.occupation import OccupationPane
from studio.gui.pages.instruction.preview import PreviewPane
from studio.gui.pages.instruction.settings import SettingsPane
from studio.gui.pages.instruction.writing import WritingPane
from studio.gui.theme import px
from studio.gui.widgets.parts import panel, scrolled
from studio.gui.widgets.sections import Sections
from studio.taxonomy.linking import Suggestion

_WIDE, _NARROW = 592, 504
_LEAST_TEXT, _LEAST_SIDE = 360, 400


class InstructionPage(QWidget):
    """Shows the words of the task on the left, its files and settings on the right."""

    edit_asked = Signal(object)
    typing_rested = Signal()
    preview_shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.writing, self.occupation = WritingPane(), OccupationPane()
        self.files, self.settings, self.preview = FilesPane(), SettingsPane(), PreviewPane()
        self.text, self.title = self.writing.field, self.writing.title
        self.search, self.results = self.occupation.search, self.occupation.results
        self.chosen = self.occupation.chosen
        self.sections = Sections(tr("About the task"))
        self._lay_out()
        self.sections.add("files", tr("Files"), self.files)
        self._add_scrolled("settings", tr("Settings"), self.settings, tr("Settings"))
        self.sections.add("occupation", tr("Occupation"), self.occupation)
        self._add_scrolled("preview", tr("Preview"), self.preview, tr("What the agent sees"))
        self.sections.pills["preview"].setToolTip(tr("What the agent sees"))
        self.sections.shown.connect(self._shown)
        self.writing.rested.connect(self.typing_rested)
        for pane in (self.writing, self.settings, self.occupation):
            pane.edit_asked.connect(self.edit_asked)

    def _add_scrolled(self, id: str, title: str, section: QWidget, name: str) -> None:
        scrolled(section, partial(self.sections.add, id, title), name)

    def _lay_out(self) -> None:
        # Outer parts first: whatever is put elsewhere is styled anew with all that it holds.
        split = QSplitter(Qt.Orientation.Horizontal)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)
        split.setChildrenCollapsible(False)
        for content, least in ((self.writing, _LEAST_TEXT), (self.sections, _LEAST_SIDE)):
            box, column = panel("panel", 0, 0)
            box.setMinimumWidth(px(least))
            split.addWidget(box)
            column.addWidget(content)
        split.setSizes([px(_WIDE), px(_NARROW)])

    def _shown(self, section: str) -> None:
        if section == "preview":
            self.preview_shown.emit()

    @property
    def shows_preview(self) -> bool:
        """Whether what the agent sees is shown now."""
        return self.isVisible() and self.sections.current == "preview"

    def find_occupation(self) -> None:
        """Go to the search for occupations."""
        self.sections.show_section("occupation")
        self.search.setFocus()

    def show_document(self, document: TaskDocument) -> None:
        """Show a document."""
        self.writing.show_document(document)
        self.settings.show_task(document.task)
        self.occupation.show_task(document.task)
        self.preview.show_prompt(document.prompt)

    def show_files(self, files: Sequence[TaskFile]) -> None:
        """Show the files of the task."""
        self.files.show_files(files)
        self.settings.show_files(files)

    def show_suggestions(self, found: tuple[Suggestion, ...]) -> None:
        """Offer the occupations that were suggested."""
        self.occupation.show_suggestions(found)
