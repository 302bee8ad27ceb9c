"""The pictures of a trial and of the expert's work, read away from the window.

A trial's pictures may come from anybody: a regular file of limited size is read as PNG and as
nothing else, and a drawing is shown only if it holds shapes and words alone.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from studio.base.errors import UserError
from studio.base.regular import read_regular
from studio.formats.drawings import is_plain_drawing
from studio.formats.trials import MAX_DRAWING, MAX_PICTURE, OpenTrial
from studio.gui.jobs import Jobs
from studio.gui.pages.trials.expert import Expert, View
from studio.gui.theme import TOKENS, px
from studio.model.step import Step

MAX_PIXELS = 64_000_000
NO_PICTURE = "No picture was kept of this moment."
_KEPT = 400
_LARGEST = (1600, 1600)
_KEEP = Qt.AspectRatioMode.KeepAspectRatio
_SMOOTH = Qt.TransformationMode.SmoothTransformation


@dataclass(frozen=True)
class Beside:
    """A picture of the expert's screen, perhaps of fewer pixels than the (width, height) it had."""

    image: QImage
    size: tuple[int, int]


class TrialFilm(QObject):
    """Gives the pictures of one trial, and those of the recording beside it.

    Args:
        jobs: who reads them.
        opened: the trial.
        expert: the expert's work, None if the task keeps no recording.
    """

    thumbs_changed = Signal()

    def __init__(self, jobs: Jobs, opened: OpenTrial, expert: Expert | None) -> None:
        super().__init__()
        self._jobs, self.opened, self.expert = jobs, opened, expert
        self._frames, self._thumbs, self._beside = (jobs.newest() for _ in range(3))
        self._small: OrderedDict[int, QImage] = OrderedDict()
        self._wanted: tuple[int, ...] = ()
        self._box = (64, 40)

    def ask(
        self,
        place: int,
        box: tuple[int, int] | None,
        done: Callable[[QImage], None],
        failed: Callable[[str], None],
    ) -> None:
        """Ask for the screen after an act, shrunk into a box; what was asked before is dropped."""
        self._frames.ask(lambda unwanted: self._read(place, box), done, failed)

    def ask_drawing(
        self,
        check: str,
        box: tuple[int, int] | None,
        done: Callable[[QImage], None],
        failed: Callable[[str], None],
    ) -> None:
        """Ask for the picture that a check left, instead of a screen."""
        place = self.opened.drawings.get(check)
        if place is not None:
            self._frames.ask(lambda unwanted: read_drawing(place, box), done, failed)

    def _read(self, place: int, box: tuple[int, int] | None) -> QImage:
        shown = self.opened.acts[place].picture if self.opened.acts else None
        if shown is None:
            raise UserError(NO_PICTURE)
        return read_picture(self.opened.folder / shown, box)

    def ask_beside(
        self,
        step: Step,
        box: tuple[int, int] | None,
        done: Callable[[Beside], None],
        failed: Callable[[str], None],
    ) -> None:
        """Ask for the expert's screen after a step."""
        expert = self.expert
        if expert is not None:
            self._beside.ask(lambda unwanted: _beside(expert.see(step, box), box), done, failed)

    def thumb(self, place: int) -> QImage | None:
        """Return the small picture of an act if it was read."""
        return self._small.get(place)

    def ask_thumbs(self, places: Sequence[int], box: tuple[int, int]) -> None:
        """Ask for small pictures, instead of those asked before; each is told as it comes."""
        if box != self._box:
            self._box = box
            self._small.clear()
        self._wanted = tuple(dict.fromkeys(places))
        self._next_thumb()

    def _next_thumb(self) -> None:
        missing = next((place for place in self._wanted if place not in self._small), None)
        if missing is None:
            self._thumbs.forget()
            return
        box = self._box
        self._thumbs.ask(
            lambda unwanted: self._read(missing, box),
            lambda image: self._keep(missing, image),
            lambda sentence: self._keep(missing, QImage()),
        )

    def _keep(self, place: int, image: QImage) -> None:
        self._small[place] = image
        while len(self._small) > _KEPT:
            self._small.popitem(last=False)
        self.thumbs_changed.emit()
        self._next_thumb()

    def close(self) -> None:
        """End the threads and close the recording's files."""
        for thread in (self._frames, self._thumbs, self._beside):
            self._jobs.end(thread)
        if self.expert is not None:
            self.expert.close()


def _beside(found: View | Path, box: tuple[int, int] | None) -> Beside:
    if isinstance(found, View):
        height, width = found.pixels.shape[:2]
        stride = found.pixels.strides[0]
        image = QImage(found.pixels.data, width, height, stride, QImage.Format.Format_RGB32)
        return Beside(image.copy(), found.size)
    image = QImageReader(str(found)).read()
    if image.isNull():
        raise UserError(NO_PICTURE)
    return Beside(_shrunk(image, box), (image.width(), image.height()))


def read_picture(place: Path, box: tuple[int, int] | None) -> QImage:
    """Return a PNG shrunk into a box.

    Raises:
        UserError: if it is no regular file of limited size, or no such picture.
    """
    if place.parent.is_symlink():
        raise UserError(NO_PICTURE)
    try:
        content = read_regular(place, MAX_PICTURE)
    except OSError:
        content = None
    if content is None:
        raise UserError(NO_PICTURE)
    held = QByteArray(content)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"png"))
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MAX_PIXELS:
        raise UserError(NO_PICTURE)
    image = reader.read()
    if image.isNull():
        raise UserError(NO_PICTURE)
    return _shrunk(image, box)


def _shrunk(image: QImage, box: tuple[int, int] | None) -> QImage:
    if box is None or (image.width() <= box[0] and image.height() <= box[1]):
        return image
    return image.scaled(QSize(*box), _KEEP, _SMOOTH)


def read_drawing(place: Path, box: tuple[int, int] | None) -> QImage:
    """Return the picture that a check left, PNG or SVG.

    Raises:
        UserError: if it cannot be read, or could do more than show.
    """
    if place.suffix == ".png":
        return read_picture(place, box)
    try:
        content = None if place.parent.is_symlink() else read_regular(place, MAX_DRAWING)
    except OSError:
        content = None
    if content is None or not is_plain_drawing(content):
        raise UserError(NO_PICTURE)
    return _painted(content, box)


def _painted(content: bytes, box: tuple[int, int] | None) -> QImage:
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(content))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        raise UserError(NO_PICTURE)
    size = size.scaled(_room(box), _KEEP)
    image = QImage(size, QImage.Format.Format_RGB32)
    # Graders draw for light paper, whatever the mode of the window is.
    image.fill(QColor(TOKENS["light"].panel))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def _room(box: tuple[int, int] | None) -> QSize:
    return QSize(*map(px, _LARGEST)) if box is None else QSize(*box)
