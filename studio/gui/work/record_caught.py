"""What becomes of a recording that was sealed: a task, another try, or the trash."""

from pathlib import Path

from PySide6.QtCore import QFile, QObject, Signal
from PySide6.QtGui import QImage

from studio.gui import messages
from studio.gui.jobs import Jobs
from studio.gui.language import tr
from studio.gui.pages.record.page import RecordPage
from studio.gui.work import recorder_calls as calls
from studio.recordings.caught import Caught


class RecordCaught(QObject):
    """Reads what was caught, and does what is chosen."""

    told = Signal(str)
    open_asked = Signal(Path, str)
    again_asked = Signal()

    def __init__(self, jobs: Jobs, page: RecordPage) -> None:
        super().__init__()
        self._jobs, self._page = jobs, page
        self._caught: tuple[Path, Caught] | None = None
        page.task_asked.connect(self._make_task)
        page.discard_asked.connect(self._discard)

    def show(self, folder: Path, word: str) -> None:
        """Show what a sealed recording caught, and what its recorder said at the end."""
        self._page.show_reading(folder)
        self._caught = None

        def done(found: tuple[Caught, tuple[QImage, ...]]) -> None:
            caught, pictures = found
            self._caught = folder, caught
            self._page.show_caught(caught, word, pictures)

        work = lambda progress, cancelled: calls.read_caught(folder)  # noqa: E731
        self._jobs.start("caught", work, done, self._page.say_fault)

    def _make_task(self, shortened: bool, then: str) -> None:
        """Begin a task from what was caught, without its empty ends if so chosen."""
        if self._caught is None:
            return
        folder, found = self._caught
        if not shortened:
            self.open_asked.emit(folder, then)
            return
        self._page.make.setEnabled(False)

        def done(place: Path) -> None:
            self._page.make.setEnabled(True)
            self.open_asked.emit(place, then)

        def failed(sentence: str) -> None:
            self._page.make.setEnabled(True)
            self._page.say_fault(sentence)

        work = lambda progress, cancelled: calls.shorten(folder, found, progress)  # noqa: E731
        self._jobs.start("shorten", work, done, failed, self.told.emit)

    def _discard(self) -> None:
        if self._caught is None:
            return
        folder, _ = self._caught
        question = tr("Move the recording {name} to the trash?").format(name=folder.stem)
        if not messages.confirm(self._page.window(), question, tr("Move to the trash")):
            return
        if not moved_to_trash(folder):
            said = tr("{name} could not be moved to the trash; delete its folder by hand.")
            self._page.say_fault(said.format(name=folder.name))
            return
        moved_to_trash(calls.log_of(folder))
        self._caught = None
        self.again_asked.emit()


def moved_to_trash(place: Path) -> bool:
    """Move a file or folder to the trash of this desktop; tell whether it is gone."""
    QFile(str(place)).moveToTrash()
    return not place.exists()
