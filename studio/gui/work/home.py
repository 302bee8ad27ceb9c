"""What the home page lists: the tasks, their pictures, and what goes to the trash."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader

from studio.base.settings import workspace
from studio.gui import window_state
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.pages.home.page import HomePage
from studio.gui.pages.home.state import (
    Card,
    Places,
    find_places,
    gone_cards,
    read_cards,
    recording_cards,
)
from studio.gui.theme import px
from studio.gui.trash import Trashed, to_trash

if TYPE_CHECKING:
    from studio.formats.known_digests import KnownDigests

_AT_ONCE = 40
_PICTURE = (160, 100)


class HomeWork(QObject):
    """Reads the tasks of the workspace and those opened lately, some at a time."""

    told = Signal(str)
    read = Signal()

    def __init__(self, jobs: Jobs, page: HomePage) -> None:
        super().__init__(page)
        self._jobs, self._page = jobs, page
        self._shown = False
        self._wanted: list[Path] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._read_pictures)
        page.tasks.model.picture_asked.connect(self._want)

    @cached_property
    def _digests(self) -> "KnownDigests":
        # Asked for in the job alone: it takes long to import.
        from studio.formats.known_digests import KnownDigests

        return KnownDigests()

    def read_tasks(self) -> None:
        """List the tasks of the workspace and those opened lately."""
        recent = [Path(place) for place in window_state.recent()]
        folder = workspace()
        work = lambda progress, cancelled: find_places(folder, recent)  # noqa: E731
        self._jobs.start("tasks", work, self._begin, self._fail)

    def _begin(self, places: Places) -> None:
        self._go_on(places, _parts(places.tasks), gone_cards(places.gone))

    def _go_on(
        self, places: Places, parts: list[tuple[Path, ...]], cards: tuple[Card, ...]
    ) -> None:
        """Read the next part of the tasks, then the recordings that belong to none of them."""
        if parts and not self._shown and cards:
            self._show_part(cards, len(places.tasks))

        def work(progress: Progress, cancelled: Cancelled) -> tuple[Card, ...]:
            if parts:
                return read_cards(parts[0], workspace(), self._digests.of_task, cancelled)
            self._digests.keep()
            return recording_cards(places.recordings, cards)

        def done_with(found: tuple[Card, ...]) -> None:
            if parts:
                self._go_on(places, parts[1:], (*cards, *found))
            else:
                self._shown = True
                self._page.show_cards((*cards, *found))
                self.read.emit()

        self._jobs.start("tasks", work, done_with, self._fail)

    def _show_part(self, cards: tuple[Card, ...], count: int) -> None:
        """Show how far the reading is, and what was read each time it is twice as much."""
        told = tr("Reading {done} of {count} tasks…")
        words = told.format(done=f"{min(len(cards), count):,}", count=f"{count:,}")
        if len(cards) >= 2 * len(self._page.tasks.model.cards):
            self._page.show_cards(cards, True, words)
        else:
            self._page.tasks.show_reading(words)

    def _fail(self, sentence: str) -> None:
        self._page.tasks.show_fault(sentence)

    def _want(self, place: Path) -> None:
        self._wanted.append(place)
        self._soon.start()

    def _read_pictures(self) -> None:
        # The list asks for what it paints; what was asked for meanwhile comes with the next job.
        if not self._wanted or self._jobs.running("pictures"):
            return
        places, self._wanted = tuple(self._wanted), []
        size = QSize(*map(px, _PICTURE))

        def work(progress: Progress, cancelled: Cancelled) -> tuple[tuple[Path, QImage], ...]:
            return tuple((place, _small_picture(place, size)) for place in places)

        def done(found: tuple[tuple[Path, QImage], ...]) -> None:
            for place, image in found:
                self._page.tasks.model.show_picture(place, image)
            self._soon.start()

        self._jobs.start("pictures", work, done, self.told.emit)

    def forget(self, place: Path) -> None:
        """Take a task from the list; the task itself stays where it is."""
        window_state.forget(str(place))
        self.read_tasks()

    def delete(self, place: Path) -> None:
        """Move a task or a recording to the trash."""

        def done(trashed: Trashed) -> None:
            window_state.forget(str(place))
            self.told.emit(tr("{name} is in the trash now.").format(name=place.name))
            self.read_tasks()

        self._jobs.start("delete", lambda p, c: to_trash(place), done, self.told.emit)


def _parts(places: tuple[Path, ...]) -> list[tuple[Path, ...]]:
    return [places[at : at + _AT_ONCE] for at in range(0, len(places), _AT_ONCE)]


def _small_picture(place: Path, size: QSize) -> QImage:
    """Return a picture that fills `size`; a null image if it cannot be read."""
    reader = QImageReader(str(place))
    whole = reader.size()
    if whole.isValid():
        reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return reader.read()
