"""The first page and what is begun there: tasks, files, templates, recordings, the first start."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.gui.pages.home.files import FilesView
from studio.gui.pages.home.first import FirstView
from studio.gui.pages.home.state import Card
from studio.gui.pages.home.storage import StorageView
from studio.gui.pages.home.tasks import TasksView
from studio.gui.pages.home.templates import TemplatesView


class HomePage(QWidget):
    """Shows one of its views at a time; the list of tasks is the one to come back to.

    Attributes:
        view: the name of the view that is shown.
    """

    view_shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tasks, self.files, self.templates = TasksView(), FilesView(), TemplatesView()
        self.storage, self.first = StorageView(), FirstView()
        self._views = {
            "tasks": self.tasks,
            "files": self.files,
            "templates": self.templates,
            "storage": self.storage,
            "first": self.first,
        }
        self.view = "tasks"
        # Not a stacked widget: that one is as high as the highest of its pages.
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        for name, view in self._views.items():
            outer.addWidget(view)
            view.setVisible(name == self.view)
        self.tasks.begin_asked.connect(self.show_view)
        for made in (self.files, self.templates, self.storage, self.first):
            made.ended.connect(lambda: self.show_view("tasks"))

    @property
    def record(self) -> QPushButton:
        """The button that asks for a recording."""
        return self.tasks.record

    def show_view(self, name: str) -> None:
        """Show a view, with the keyboard on its first part."""
        before = self.view
        self.view = name
        # The one before goes first, so that there is never room asked for two.
        self._views[before].hide()
        self._views[name].show()
        # Where the keyboard goes first; back in the list, to the button that led away.
        first: dict[str, QWidget] = {
            "tasks": getattr(self.tasks, _LED.get(before, "record")),
            "files": self.files.inputs.files,
            "templates": self.templates.list,
            "storage": self.storage.table,
            "first": self.first.next,
        }
        first[name].setFocus()
        self.view_shown.emit(name)

    def resume(self, other: "HomePage") -> None:
        """Go on where another home page is, with what was filled in there."""
        self.files.fill(other.files.wish())
        if other.view == "first":
            self.first.show_screen(other.first.number)
        if other.view != self.view:
            self.show_view(other.view)

    def take_files(self, places: list[Path]) -> None:
        """Begin a task from files that were dropped on the window."""
        if self.view != "files":
            self.files.clear()
            self.show_view("files")
        self.files.take(places)

    def show_cards(self, cards: tuple[Card, ...], reading: bool = False, told: str = "") -> None:
        """List the tasks."""
        self.tasks.show_cards(cards, reading, told)

    def show_opening(self, sentence: str) -> None:
        """Show what is being opened or made, or nothing any more."""
        self.tasks.show_opening(sentence)


_LED = {"files": "files", "templates": "template", "storage": "storage"}
