"""The files beside the checks: listed, and read for showing in their sandbox."""

from typing import Any

from PySide6.QtCore import QObject, QTimer

from studio.formats.tasks import TaskFolder
from studio.gui.jobs import Cancelled, Jobs, Newest
from studio.gui.pages.checks.file_pane import FilePane
from studio.gui.pages.checks.file_state import FileRow, files_of
from studio.gui.pages.checks.page import ChecksPage
from studio.viewing.kinds import Wanted, kind_of

_FILES, _USUAL = "files", "sheet"
# The reader starts when a task has been open for so long, after all that is shown of it; sooner
# where the first file would wait for what reads it.
_WARM_MS, _SOON_MS = 3_000, 400


class FilesWork(QObject):
    """Brings what the pane asks for; of each part only what was asked last counts."""

    def __init__(self, jobs: Jobs, page: ChecksPage) -> None:
        super().__init__(page)
        self._jobs = jobs
        self.pane = pane = FilePane()
        self._threads: dict[str, Newest] = {}
        self._is_warm = False
        self._kinds: tuple[str, ...] = ()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._warm)
        page.beside.hold(pane, pane)
        pane.target_picked.connect(page.beside.target_picked)
        pane.files_asked.connect(self._list)
        pane.part_asked.connect(self._ask)
        pane.dropped.connect(self._drop)
        pane.drawing_asked.connect(lambda *order: self._thread("drawing").ask(*order))

    def _thread(self, name: str) -> Newest:
        if name not in self._threads:
            self._threads[name] = self._jobs.newest()
        return self._threads[name]

    def _list(self, task: TaskFolder) -> None:
        self._thread(_FILES).ask(
            lambda cancelled: files_of(task), self._take_files, lambda sentence: None
        )

    def _take_files(self, files: tuple[FileRow, ...]) -> None:
        """Show the files, and get the reader ready for their kinds."""
        found = {kind.id: kind for row in files if (kind := kind_of(row.path))}
        if not self._is_warm and found:
            self._kinds = tuple(found)
            rare = any(kind.libraries for kind in found.values() if kind.id != _USUAL)
            self._soon.start(_SOON_MS if rare else _WARM_MS)
        self.pane.show_files(files)

    def _ask(self, wanted: Wanted, what: str, arguments: dict[str, Any]) -> None:
        pane, self._is_warm = self.pane, True
        self._thread(what).ask(
            lambda cancelled: _part(wanted, what, arguments, cancelled),
            lambda part: pane.take(wanted, what, arguments, part),
            lambda sentence: pane.fail(wanted, what, sentence),
        )

    def _drop(self) -> None:
        for name, thread in self._threads.items():
            if name != _FILES:
                thread.forget()

    def forget(self) -> None:
        """Let go of the files of a task that is not open any more."""
        self._drop()
        if self._is_warm:
            self._is_warm = False
            self._thread("forget").ask(_forget, lambda _: None, lambda sentence: None)

    def _warm(self) -> None:
        """Start the reader, so that the first file finds it running."""
        self._is_warm, kinds = True, self._kinds
        self._thread("warm").ask(
            lambda cancelled: _warm(kinds), lambda _: None, lambda sentence: None
        )


def _part(wanted: Wanted, what: str, arguments: dict[str, Any], cancelled: Cancelled) -> Any:
    from studio.viewing.asking import shared_viewer

    return shared_viewer().ask(wanted, what, arguments, cancelled)


def _forget(cancelled: Cancelled) -> None:
    from studio.viewing.asking import shared_viewer

    shared_viewer().forget()


def _warm(kinds: tuple[str, ...]) -> None:
    from studio.viewing.asking import shared_viewer

    shared_viewer().warm(kinds)
