"""Which occupation does this work: what is linked, what is likely, and a search."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.authoring import link_notes, occupation_link, told_choice
from studio.editing import LinkOccupation
from studio.gui.language import tr
from studio.gui.pages.instruction.state import found_rows, heading, old_code, suggested_rows
from studio.gui.theme import px
from studio.gui.widgets.fields import Line
from studio.gui.widgets.parts import headed, label
from studio.gui.widgets.picking import PickList
from studio.model.task import Task
from studio.taxonomy import occupations
from studio.taxonomy.linking import Suggestion

_NO_LINK = "None is linked yet; choose one below."


class OccupationPane(QWidget):
    """Shows the linked occupation and sends the edit that links another."""

    edit_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._code = ""
        self._suggested: tuple[Suggestion, ...] = ()
        self._looked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(12))
        column.setSpacing(px(12))
        self._linked = label("", "title", wrap=True)
        column.addWidget(self._linked)
        self.chosen = label("", "caption", wrap=True)
        column.addWidget(self.chosen)
        self.search = Line()
        self.search.setPlaceholderText(tr("Find by title or code, such as 43-3031"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda: self._find())
        column.addWidget(headed(tr("Who does this work?"), self.search))
        self._heading = label("", "caption", wrap=True)
        column.addWidget(self._heading)
        self.results = PickList()
        self.results.setAccessibleName(tr("Occupations"))
        self.results.chosen.connect(self._link)
        column.addWidget(self.results, 1)
        credit = tr("Codes and titles from {release}.").format(release=occupations.RELEASE)
        column.addWidget(label(credit, "caption"))

    def show_task(self, task: Task) -> None:
        """Show what is linked."""
        link = task.occupation
        self._code = link.code if link else ""
        self._linked.setText(f"{link.code}  {link.title}" if link else tr(_NO_LINK))
        told = [told_choice(link), *link_notes(task)] if link else []
        self.chosen.setText("\n".join(told))
        self.chosen.setVisible(bool(told))
        self._find()

    def show_suggestions(self, found: tuple[Suggestion, ...]) -> None:
        """Offer the occupations that were suggested, as long as nothing is searched for."""
        self._suggested, self._looked = found, True
        self._find()

    def _find(self) -> None:
        text = self.search.text().strip()
        rows = found_rows(text, self._code) if text else suggested_rows(self._suggested, self._code)
        self.results.show_rows(rows)
        self._heading.setText(tr(heading(text, len(rows), self._looked)))
        self._heading.setVisible(bool(self._heading.text()))

    def _link(self, code: str) -> None:
        text = self.search.text().strip()
        offered = {} if text else self._confidences()
        if code != self._code:
            link = occupation_link(code, offered.get(code), old_code(text))
            self.edit_asked.emit(LinkOccupation(link))

    def _confidences(self) -> dict[str, float]:
        return {made.occupation.code: made.confidence for made in self._suggested}
