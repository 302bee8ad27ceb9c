"""The pictures of a recording as the window shows them, decoded away from its thread.

Three threads: one for the frame at the playhead, one for lossless stills, one for the small
pictures of the timeline. Each serves what was asked last; a picture carries the id of its frame.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from studio.base.errors import UserError
from studio.formats.recordings import Recording
from studio.gui.jobs import Cancelled, Jobs
from studio.gui.pages.steps.pictures import Pictures
from studio.model.recording import FrameRecord
from studio.recordings.scrubbing import Scrubber

_THUMB_MEMORY = 24 << 20
_THUMBS_KEPT = 1_500
_AHEAD = 12
_KEEP = Qt.AspectRatioMode.KeepAspectRatio
NO_PICTURE = "No picture was kept of this moment."


@dataclass(frozen=True)
class Shown:
    """A picture of one frame.

    Attributes:
        frame: the id of the frame that it shows.
        image: the pixels, perhaps fewer than the screen had.
        size: (width, height) of the screen that was recorded.
        lossless: whether it comes from a still and not from the video.
    """

    frame: int
    image: QImage
    size: tuple[int, int]
    lossless: bool = False


class Film(QObject):
    """Gives the pictures of one recording."""

    thumbs_changed = Signal()

    def __init__(self, jobs: Jobs, recording: Recording, pictures: Pictures) -> None:
        super().__init__()
        self._jobs, self._pictures = jobs, pictures
        self._scrubber = Scrubber(recording.folder, recording.frames)
        self._small = Scrubber(recording.folder, recording.frames, _THUMB_MEMORY)
        self._seeks, self._stills, self._thumbs = (jobs.newest() for _ in range(3))
        self._kept: OrderedDict[int, QImage] = OrderedDict()
        self._wanted: tuple[tuple[int, ...], tuple[int, int]] = ((), (1, 1))

    def frame_at(self, t_ns: int) -> int | None:
        """Return the id of the frame that stood at a moment of the recorder's clock."""
        found = self._scrubber.at(t_ns)
        return found.id if found else None

    def corner(self, frame: int | None) -> tuple[int, int]:
        """Return where the picture of a frame begins on the whole screen, in pixels."""
        return self._pictures.corner(frame)

    def ask(
        self,
        frame: int,
        box: tuple[int, int] | None,
        done: Callable[[Shown], None],
        failed: Callable[[str], None],
    ) -> None:
        """Ask for the picture of a frame; what was asked before is dropped.

        Args:
            frame: its id.
            box: the largest size that is of use, None for all pixels.
            done: gets the picture.
            failed: gets a sentence if there is none.
        """
        record = self._scrubber.frame(frame)
        if record is None:
            failed(NO_PICTURE)
            return
        self._seeks.ask(lambda unwanted: self._see(record, box, unwanted), done, failed)

    def _see(
        self, record: FrameRecord, box: tuple[int, int] | None, unwanted: Cancelled
    ) -> Shown | None:
        try:
            found = self._scrubber.image(record, box, unwanted)
        except (ValueError, ImportError):
            return None if unwanted() else self._nearest_still(record)
        return Shown(record.id, image_of(found.pixels), found.native)

    def _nearest_still(self, record: FrameRecord) -> Shown:
        """Return the last still before a frame that the video does not give."""
        place = self._pictures.place(record.id)
        image = QImageReader(str(place)).read() if place else QImage()
        if image.isNull():
            raise UserError(NO_PICTURE)
        exact = self._pictures.still(record.id) is not None
        return Shown(record.id, image, (image.width(), image.height()), exact)

    def warm(self, frame: int) -> None:
        """Decode what follows a frame, as long as nothing else is asked."""
        record = self._scrubber.frame(frame)
        if record is not None and not self._seeks.busy:
            work = lambda unwanted: self._scrubber.warm(record, _AHEAD, unwanted)  # noqa: E731
            self._seeks.ask(work, _nothing, _nothing)

    def ask_still(self, frame: int, done: Callable[[Shown], None]) -> None:
        """Ask for the lossless still of a frame; nothing comes if none was kept."""
        place = self._pictures.still(frame)
        if place is None:
            self._stills.forget()
            return

        def work(unwanted: Cancelled) -> Shown | None:
            image = QImageReader(str(place)).read()
            if image.isNull():
                return None
            return Shown(frame, image, (image.width(), image.height()), True)

        self._stills.ask(work, lambda shown: done(shown) if shown else None, _nothing)

    def thumb(self, frame: int) -> QImage | None:
        """Return a small picture of a frame if it was made."""
        return self._kept.get(frame)

    def ask_thumbs(self, frames: Sequence[int], box: tuple[int, int]) -> None:
        """Ask for small pictures, instead of those that were asked before.

        Each is told with `thumbs_changed` and then given by `thumb`.
        """
        missing = tuple(frame for frame in dict.fromkeys(frames) if frame not in self._kept)
        self._wanted = (missing, box)
        self._next_thumb()

    def _next_thumb(self) -> None:
        missing, box = self._wanted
        missing = tuple(frame for frame in missing if frame not in self._kept)
        record = self._small.frame(missing[0]) if missing else None
        if record is None:
            self._thumbs.forget()
            return
        self._wanted = (missing[1:], box)
        self._thumbs.ask(
            lambda unwanted: self._make_thumb(record, box),
            self._keep_thumb,
            lambda sentence: self._next_thumb(),
        )

    def _make_thumb(self, record: FrameRecord, box: tuple[int, int]) -> Shown:
        try:
            image = image_of(self._small.image(record, box).pixels)
        except (ValueError, ImportError):
            place = self._pictures.place(record.id)
            reader = QImageReader(str(place) if place else "")
            if reader.size().isValid():
                reader.setScaledSize(reader.size().scaled(QSize(*box), _KEEP))
            image = reader.read()
            if image.isNull():
                raise UserError(NO_PICTURE) from None
        return Shown(record.id, image, (image.width(), image.height()))

    def _keep_thumb(self, shown: Shown) -> None:
        self._kept[shown.frame] = shown.image
        while len(self._kept) > _THUMBS_KEPT:
            self._kept.popitem(last=False)
        self.thumbs_changed.emit()
        self._next_thumb()

    def close(self) -> None:
        """End the threads and close the files."""
        for thread in (self._seeks, self._stills, self._thumbs):
            self._jobs.end(thread)
        self._scrubber.close()
        self._small.close()


def image_of(pixels: Any) -> QImage:
    """Return pixels, uint8 of shape (height, width, 4) as BGRA, as a picture of their own."""
    height, width = pixels.shape[:2]
    made = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)
    return made.copy()


def _nothing(_: object) -> None:
    """Take a result that nobody waits for."""
