"""Beginning a task without a recording: from files, from a template, from the sample."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio import authoring
from studio.base.ids import slug
from studio.base.settings import workspace
from studio.formats import layout
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.pages.home.files import Wish
from studio.gui.pages.home.page import HomePage

if TYPE_CHECKING:
    from studio.authoring import Material
    from studio.formats.tasks import TaskFolder


_INSTRUCTION, _STEPS, _WATCH = "write", "steps", "watch"


class Beginning(QObject):
    """Makes tasks in jobs; `made` tells where one is, and the command to go on with."""

    told = Signal(str)
    made = Signal(Path, str)

    def __init__(self, jobs: Jobs, page: HomePage, templates: Path | None) -> None:
        super().__init__(page)
        self._jobs, self._page, self._templates = jobs, page, templates

    def read_templates(self) -> None:
        """List the templates."""
        home = self._templates
        shown = self._page.templates.show_templates
        self._jobs.start(
            "templates", lambda p, c: authoring.list_templates(home), shown, self.told.emit
        )

    def look(self, material: "Material") -> None:
        """Find out what a task of some files would be."""
        view = self._page.files
        self._jobs.start(
            "look",
            lambda p, c: authoring.understand(material),
            view.show_understood,
            view.show_nothing,
        )

    def make(self, wish: Wish) -> None:
        """Make a task of files, and go on with its instruction."""
        view = self._page.files
        view.show_making(True)

        def work(progress: Progress, cancelled: Cancelled) -> "TaskFolder":
            folder = _free(slug(wish.title))
            return authoring.new_task_of(
                folder, wish.material, wish.title, wish.prompt, cancelled=cancelled
            )

        def done(task: "TaskFolder") -> None:
            view.clear()
            self.made.emit(task.folder, _INSTRUCTION)

        self._jobs.start("make", work, done, lambda told: view.show_making(False, told))

    def cancel_making(self) -> None:
        """Give up making a task; nothing is kept of it."""
        self._jobs.forget("make")

    def use(self, name: str) -> None:
        """Make a task from a template, and go on with its steps or its instruction."""

        def work(progress: Progress, cancelled: Cancelled) -> "TaskFolder":
            template = authoring.find_template(name, self._templates)
            return authoring.new_from_template(_free(name), template, cancelled)

        self._lay(tr("Making a task from the template…"), work, "")

    def try_sample(self) -> None:
        """Lay the finished sample in the workspace if it is not there, and open it."""

        def work(progress: Progress, cancelled: Cancelled) -> "TaskFolder":
            return authoring.lay_sample(
                workspace() / layout.WORKSPACE_TASKS, cancelled, self._templates
            )

        self._lay(tr("Making the sample ready…"), work, _WATCH)

    def _lay(
        self, sentence: str, work: "Callable[[Progress, Cancelled], TaskFolder]", then: str
    ) -> None:
        page = self._page
        page.show_view("tasks")
        page.show_opening(sentence)

        def failed(told: str) -> None:
            page.show_opening("")
            self.told.emit(told)

        self._jobs.start("lay", work, lambda task: self.made.emit(task.folder, then), failed)

    def cancel(self) -> None:
        """Give up a task that is being laid."""
        self._jobs.forget("lay")
        self._page.show_opening("")


def _free(name: str) -> Path:
    """Return a folder for a task of this name that does not exist yet."""
    tasks = workspace() / layout.WORKSPACE_TASKS
    tasks.mkdir(parents=True, exist_ok=True)
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(tasks / free for free in names if not (tasks / free).exists())
