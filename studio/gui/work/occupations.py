"""Fills the page of occupations, without the window waiting for it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.base.errors import UserError
from studio.base.settings import workspace
from studio.gui import messages, window_state
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.listing import known_tasks
from studio.gui.pages.occupations.page import OccupationsPage
from studio.gui.pages.occupations.state import Branch, Shown, Use, read_shown, read_tree, read_uses
from studio.gui.session import TASKS, Session
from studio.model.coverage_contract import SuiteReport
from studio.taxonomy import releases

if TYPE_CHECKING:
    from studio.taxonomy.search import Result

_NO_TASKS = "This workspace holds no task yet; choose another folder that holds tasks."
_FIRST = "a"
_ARCHIVES = "Archives of the O*NET database (*.zip)"


class Browsing(QObject):
    """Searches, reads and installs in jobs."""

    told = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, page: OccupationsPage) -> None:
        super().__init__(page)
        self._session, self._jobs, self._page = session, jobs, page
        self._read = False
        self._folder: Path | None = None
        page.shown.connect(self._begin)
        page.text_asked.connect(self.find)
        page.place_asked.connect(self.read_place)
        page.pane.install_asked.connect(self.ask_release)
        page.pane.cancel_asked.connect(self.cancel_installing)
        page.coverage_shown.connect(self.cover)
        page.coverage.folder_asked.connect(self.ask_folder)
        page.coverage.cancel_asked.connect(self.cancel_covering)
        session.changed.connect(self.show_task)

    def _begin(self) -> None:
        self._read_uses()
        if not self._read and self._jobs.running("tree") is None:
            finder = self._page.finder
            self._jobs.start("tree", lambda p, c: read_tree(), self._show_tree, finder.show_fault)
            # Who opens the page types next; the first search reads the index.
            self._jobs.start("index", lambda p, c: _search(_FIRST), lambda r: None, self.told.emit)

    def _show_tree(self, tops: tuple[Branch, ...]) -> None:
        self._read = True
        self._page.finder.soc.show_tree(tops)
        self.find(self._page.search.text())

    def show_task(self) -> None:
        """Show which occupation the open task is linked to."""
        task = self._session.task
        self._page.show_task(task.document.task if task else None)
        if self._page.isVisible():
            self._read_uses()

    def _read_uses(self) -> None:
        recent = [Path(folder) for folder in window_state.recent()]

        def work(progress: Progress, cancelled: Cancelled) -> tuple[Use, ...]:
            return read_uses(known_tasks(workspace() / TASKS, recent), cancelled)

        self._jobs.start("uses", work, self._page.pane.show_uses, self.told.emit)

    def find(self, text: str) -> None:
        """Find the occupations that a text may mean; none goes back to the groups."""
        finder = self._page.finder
        self._jobs.forget("find")
        if not text.strip():
            finder.show_found("", None)
            return

        def work(progress: Progress, cancelled: Cancelled) -> "tuple[Result, ...]":
            # Who types fast asks again before this one had its turn.
            return () if cancelled() else _search(text)

        def done(results: "tuple[Result, ...]") -> None:
            finder.show_found(text, results)

        self._jobs.start("find", work, done, self.told.emit)

    def read_place(self, code: str) -> None:
        """Read what is known of an occupation or a group, and show it."""

        def work(progress: Progress, cancelled: Cancelled) -> Shown:
            return read_shown(code)

        self._jobs.start("place", work, self._page.show_place, self.told.emit)

    def ask_release(self) -> None:
        """Ask for the archive of a release, and install it."""
        found = messages.choose_file(
            self._page.window(), tr("Install a release of O*NET"), Path.home(), tr(_ARCHIVES)
        )
        if found:
            self.install(found)

    def install(self, archive: Path) -> None:
        """Install a release; the page says how far it is, and in the end shows its tasks."""
        pane = self._page.pane

        def work(progress: Progress, cancelled: Cancelled) -> releases.Release:
            def tell(sentence: str) -> None:
                if cancelled():
                    raise UserError("Cancelled; nothing was installed.")
                progress(f"{sentence}…")

            before = releases.installed()
            found = releases.install(archive, tell=tell)
            if cancelled() and found not in before:
                # Cancelled while it was written: what was said then must stay true.
                releases.remove(found.number)
            return found

        def done(release: releases.Release) -> None:
            pane.show_installing("")
            self.told.emit(f"{release.name} is installed: {release.statements:,} tasks.")
            if pane.shown:
                self.read_place(pane.shown.code)

        def failed(sentence: str) -> None:
            pane.show_installing("", sentence)

        pane.show_installing(tr("Reading {name}…").format(name=archive.name))
        self._jobs.start("install", work, done, failed, pane.show_installing)

    def cancel_installing(self) -> None:
        """Give up installing; nothing is kept of it."""
        self._jobs.forget("install")
        self._page.pane.show_installing("", tr("Cancelled; nothing was installed."))

    def ask_folder(self) -> None:
        """Ask for a folder of tasks, and show what they cover."""
        start = self._folder or workspace()
        found = messages.choose_folder(self._page.window(), tr("Choose a folder of tasks"), start)
        if found:
            self._folder = found
            self.cover()

    def cover(self) -> None:
        """Read what the tasks cover: those of the chosen folder, else of the workspace."""
        view = self._page.coverage
        folder = self._folder or workspace() / TASKS
        if self._folder is None and not folder.is_dir():
            view.show_fault(tr(_NO_TASKS))
            return
        view.show_reading(folder)
        self._jobs.start("cover", lambda p, c: _covered(folder), view.show_report, view.show_fault)

    def cancel_covering(self) -> None:
        """Give up reading the tasks."""
        self._jobs.forget("cover")
        self._page.coverage.show_fault(tr("Cancelled; choose a folder to try again."))


# What takes long to import is imported in the jobs: a window must be there at once.


def _covered(folder: Path) -> SuiteReport:
    from studio.suite import report

    return report(folder)


def _search(text: str) -> "tuple[Result, ...]":
    from studio.taxonomy.search import search

    return search(text)
