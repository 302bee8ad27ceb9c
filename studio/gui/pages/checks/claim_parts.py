"""The parts of the pane of checks: its head, the list, what adds a check, and where they stand."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio.formats.tasks import TaskFolder
from studio.gui.language import tr
from studio.gui.pages.checks.adding import Adding
from studio.gui.pages.checks.adding_state import path_of
from studio.gui.pages.checks.chosen import Chosen
from studio.gui.pages.checks.head import ClaimsHead
from studio.gui.pages.checks.list import ClaimList
from studio.gui.pages.checks.models import CheckModel
from studio.gui.theme import px
from studio.gui.widgets.controls import KeyButton
from studio.gui.widgets.parts import hairline, panel
from studio.gui.widgets.states import EmptyState
from studio.model.check import Check

EMPTY = (
    "No checks yet. “Propose checks” looks at what you changed in the files "
    "and proposes what good work must hold."
)


class ListOrAdding(QStackedWidget):
    """Shows the checks, or in their place what adds one.

    Attributes:
        picked: the place of the file beside that was pressed, and the words that stand there if a
            target cannot name it; a new check looks there.
        shown_path: returns the file that is shown beside, empty if none is.
    """

    def __init__(self, checks: QWidget) -> None:
        super().__init__()
        self.picked = ("", "")
        self.shown_path: Callable[[], str] = str
        self._by_press = False
        self.adding = Adding()
        self.addWidget(checks)
        self.addWidget(self.adding)

    def begin(
        self,
        task: TaskFolder,
        place: tuple[str, str],
        chosen: Check | None,
        head: str | None,
        by_press: bool,
    ) -> None:
        """Begin to add a check.

        Args:
            task: what it is added to.
            place: where it looks, and the words that stand there; where a person pressed last if
                it is not told.
            chosen: the selected check.
            head: the selected checkpoint, empty for the whole work; None if none is.
            by_press: whether a press in the file asks for it.
        """
        self._by_press = by_press
        target, words = place
        shown = self.shown_path()
        if not target and path_of(self.picked[0]) == shown:
            target, words = self.picked
        near = path_of(chosen.target) if chosen else shown
        self.setCurrentWidget(self.adding)
        self.adding.begin(task, target or near, words, chosen, head)

    def takes(self, target: str, words: str) -> bool:
        """Let a check that is being added look at a place that was pressed; tell whether it does.

        One that another press began, and of which nothing was told, lets the press be.
        """
        adding = self.currentWidget() is self.adding
        if not adding or (self._by_press and not self.adding.is_told):
            return False
        self.adding.look_at(target, words)
        return True


class ClaimParts(QWidget):
    """Puts the parts in their places.

    Attributes:
        head: what stands over the list.
        chosen_: the selected check, in its place in the list.
        stack: the list, or what adds a check.
        add: begins to add one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.model, self.chosen_ = CheckModel(), Chosen()
        self.head = ClaimsHead()
        box, self._column = panel("panel", 0, 0)
        self.stack = ListOrAdding(box)
        self.adding = self.stack.adding
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self._column.addWidget(self.head)
        self._make_list()
        self._make_foot()
        self.setMinimumWidth(px(360))

    @property
    def form(self) -> QWidget:
        """The form of the selected check."""
        return self.chosen_.form

    def _make_list(self) -> None:
        self.list = ClaimList(self.model, self.chosen_)
        self.list.setAccessibleName(tr("Checks"))
        self.list.steady = self.chosen_.steady
        self.empty = EmptyState("check-square", tr(EMPTY))
        self._column.addWidget(self.empty, 1)
        self._column.addWidget(self.list, 1)
        self.chosen_.setParent(self.list.parentWidget() or self)

    def _make_foot(self) -> None:
        self.foot = QWidget()
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        self.add = KeyButton(tr("Add a check"), "", lambda: self.begin_adding())
        row.addWidget(self.add)
        row.addStretch(1)
        self._column.addWidget(hairline())
        self._column.addWidget(self.foot)

    def begin_adding(self) -> None:
        """Begin to add a check."""
        raise NotImplementedError
