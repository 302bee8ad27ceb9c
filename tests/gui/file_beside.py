"""A task whose files are shown beside its checks, and the page that shows them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.formats import layout
from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.gui import theme
from studio.gui.jobs import Jobs
from studio.gui.pages.checks.file_pane import FilePane
from studio.gui.pages.checks.page import ChecksPage
from studio.gui.work.files import FilesWork
from studio.model.check import Check, Checks
from studio.model.task import Checkpoint, Task

Writer = Callable[[Path], object]
SECONDS = 20_000


def workbook(*rows: tuple[object, ...]) -> Writer:
    def write(place: Path) -> None:
        made = Workbook()
        assert made.active is not None
        made.active.title = "Sheet1"
        for row in rows:
            made.active.append(list(row))
        made.save(place)

    return write


def task_of(
    folder: Path, files: dict[str, tuple[Writer | None, Writer | None]], *checks: Check
) -> TaskFolder:
    """Write a task: for each file what writes it for the input and for the reference."""
    for side, number in ((layout.INPUT, 0), (layout.REFERENCE, 1)):
        (folder / side).mkdir(parents=True)
        for name, writers in files.items():
            if write := writers[number]:
                (folder / side / name).parent.mkdir(parents=True, exist_ok=True)
                write(folder / side / name)
    (folder / layout.SALT).write_text("ab" * 32 + "\n")
    task = Task(
        id=folder.name,
        title="Shown",
        created="2026-01-02T03:04:05.000Z",
        checkpoints=(Checkpoint(id="all", title="All is done", weight=1.0),),
        work="in_place",
    )
    save_document(folder, TaskDocument(task, "# Shown\n", Checks(checks=checks)), None)
    return open_task(folder)


class Shown:
    """The pane on a page, and what was picked in it."""

    def __init__(self, qtbot: QtBot, page: ChecksPage, pane: FilePane) -> None:
        self.qtbot, self.page, self.pane = qtbot, page, pane
        self.picked: list[str] = []
        pane.target_picked.connect(self.picked.append)

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=SECONDS)

    def show(self, task: TaskFolder) -> None:
        self.pane.show_task(task)
        self.until(lambda: self.pane.view is not None or not self.pane.is_reading)


@contextmanager
def beside(qtbot: QtBot, mode: str = "light") -> Iterator[Shown]:
    """Give the pane in a window of its own."""
    theme.apply(mode)
    jobs, page = Jobs(), ChecksPage()
    work = FilesWork(jobs, page)
    ground = QWidget()
    ground.resize(1100, 700)
    page.setParent(ground)
    page.resize(1100, 700)
    qtbot.addWidget(ground)
    ground.show()
    page.show()
    qtbot.waitExposed(ground)
    ground.activateWindow()
    yield Shown(qtbot, page, work.pane)
    jobs.close()
