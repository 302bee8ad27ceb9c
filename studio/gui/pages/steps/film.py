"""The pictures of a recording as the window shows them, decoded away from its thread.

Four threads: for the frame at the playhead, for lossless stills, for the small pictures of the
timeline, and for the one beside the pointer. Each serves what was asked last; a picture carries the
id of its frame.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from studio.base.errors import UserError
from studio.formats.recordings import Recording
from studio.gui.jobs import Cancelled, Jobs
from studio.gui.pages.steps.pictures import Pictures
from studio.gui.pages.steps.state import Moment, frame_at
from studio.model.recording import FrameRecord
from studio.model.step import Step
from studio.recordings.scrubbing import Scrubber, fitted

_THUMB_MEMORY = 24 << 20
_THUMBS_KEPT = 1_500
_AHEAD = 12
_KEEP = Qt.AspectRatioMode.KeepAspectRatio
_STRETCH = Qt.AspectRatioMode.IgnoreAspectRatio
_SMOOTH = Qt.TransformationMode.SmoothTransformation
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
    """Gives the pictures of one recording.

    Attributes:
        pictures: where its lossless stills lie.
        begin: the recorder's clock at the first frame, in nanoseconds.
        length: how long the frames last, in nanoseconds.
    """

    thumbs_changed = Signal()

    def __init__(self, jobs: Jobs, recording: Recording, pictures: Pictures) -> None:
        super().__init__()
        self._jobs, self.pictures = jobs, pictures
        frames = recording.frames
        self.begin = pictures.begin
        self.length = frames[-1].t_end_ns - self.begin if frames else 0
        self._scrubber = Scrubber(recording.folder, frames)
        self._small = Scrubber(recording.folder, frames, _THUMB_MEMORY)
        self._seeks, self._stills, self._thumbs, self._hints = (jobs.newest() for _ in range(4))
        self._kept: OrderedDict[int, QImage] = OrderedDict()
        self._wanted: tuple[int, ...] = ()
        self._first = True
        self._shape: tuple[tuple[int, int], float] = ((1, 1), 1.0)

    def frame_at(self, t_ns: int) -> int | None:
        """Return the id of the frame that stood at a moment of the recorder's clock."""
        found = self._scrubber.at(t_ns)
        return found.id if found else None

    def moment(self, step: Step, moment: Moment) -> tuple[int | None, int]:
        """Return the frame that shows a moment of a step, and that moment on the recorder's clock.

        What came to rest after a step is seen once it has come to rest.
        """
        frame = frame_at(step, moment, self.pictures)
        record = self._scrubber.frame(frame) if frame is not None else None
        if moment == "after":
            return frame, max(step.t_end_ns, record.t_ns if record else 0)
        return frame, step.t_ns if moment == "before" or step.point else step.t_end_ns

    def corner(self, frame: int | None) -> tuple[int, int]:
        """Return where the picture of a frame begins on the whole screen, in pixels."""
        return self.pictures.corner(frame)

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
        first, self._first = self._first, False
        still = self.pictures.still(record.id) if first else None
        # What decodes a video takes long to import; a still does not need it.
        if still and (shown := _read_still(record.id, still, box)):
            return shown
        try:
            found = self._scrubber.image(record, box, unwanted)
        except (ValueError, ImportError):
            return None if unwanted() else self._nearest_still(record)
        return Shown(record.id, image_of(found.pixels), found.native)

    def _nearest_still(self, record: FrameRecord) -> Shown:
        """Return the last still before a frame that the video does not give."""
        place = self.pictures.place(record.id)
        found = _read_still(record.id, place, None) if place else None
        if found is None:
            raise UserError(NO_PICTURE)
        return found

    def warm(self, frame: int) -> None:
        """Decode what follows a frame, as long as nothing else is asked."""
        record = self._scrubber.frame(frame)
        if record is not None and not self._seeks.busy:
            work = lambda unwanted: self._scrubber.warm(record, _AHEAD, unwanted)  # noqa: E731
            self._seeks.ask(work, _nothing, _nothing)

    def ask_still(
        self, frame: int, box: tuple[int, int] | None, done: Callable[[Shown], None]
    ) -> bool:
        """Ask for the lossless still of a frame, shrunk into a box; tell whether one was kept."""
        place = self.pictures.still(frame)
        if place is None:
            self._stills.forget()
            return False
        self._stills.ask(
            lambda unwanted: _read_still(frame, place, box),
            lambda shown: done(shown) if shown else None,
            _nothing,
        )
        return True

    def still(self, frame: int) -> Path | None:
        """Return the lossless still of just this frame, None if none was kept."""
        return self.pictures.still(frame)

    def thumb(self, frame: int) -> QImage | None:
        """Return a small picture of a frame if it was made."""
        return self._kept.get(frame)

    def ask_thumbs(self, frames: Sequence[int], box: tuple[int, int], ratio: float) -> None:
        """Ask for small pictures, instead of those that were asked before.

        Each is told with `thumbs_changed` and then given by `thumb`.

        Args:
            frames: the ids of the frames.
            box: the (width, height) to fit them in, in device pixels.
            ratio: how many device pixels a pixel of the window has.
        """
        if (box, ratio) != self._shape:
            self._shape = (box, ratio)
            self._kept.clear()
        missing = tuple(frame for frame in dict.fromkeys(frames) if frame not in self._kept)
        self._wanted = missing
        self._next_thumb()

    def _next_thumb(self) -> None:
        missing = tuple(frame for frame in self._wanted if frame not in self._kept)
        record = self._small.frame(missing[0]) if missing else None
        if record is None:
            self._thumbs.forget()
            return
        self._wanted = missing[1:]
        self._thumbs.ask(
            lambda unwanted: self._make_thumb(record, self._shape[0]),
            self._keep_thumb,
            lambda sentence: self._next_thumb(),
        )

    def _make_thumb(self, record: FrameRecord, box: tuple[int, int]) -> Shown:
        try:
            image = image_of(self._small.image(record, box).pixels)
        except (ValueError, ImportError):
            place = self.pictures.place(record.id)
            reader = QImageReader(str(place) if place else "")
            if reader.size().isValid():
                reader.setScaledSize(reader.size().scaled(QSize(*box), _KEEP))
            image = reader.read()
            if image.isNull():
                raise UserError(NO_PICTURE) from None
        return Shown(record.id, image, (image.width(), image.height()))

    def _keep_thumb(self, shown: Shown) -> None:
        shown.image.setDevicePixelRatio(self._shape[1])
        self._kept[shown.frame] = shown.image
        while len(self._kept) > _THUMBS_KEPT:
            self._kept.popitem(last=False)
        self.thumbs_changed.emit()
        self._next_thumb()

    def ask_hint(self, frame: int, box: tuple[int, int], done: Callable[[Shown], None]) -> None:
        """Ask for a picture of a frame beside the pointer."""
        record = self._small.frame(frame)
        if record is not None:
            self._hints.ask(lambda unwanted: self._make_thumb(record, box), done, _nothing)

    def close(self) -> None:
        """End the threads and close the files."""
        for thread in (self._seeks, self._stills, self._thumbs, self._hints):
            self._jobs.end(thread)
        self._scrubber.close()
        self._small.close()


def _read_still(frame: int, place: Path, box: tuple[int, int] | None) -> Shown | None:
    image = QImageReader(str(place)).read()
    if image.isNull():
        return None
    size = (image.width(), image.height())
    if fitted(size, box) != size:
        image = image.scaled(QSize(*fitted(size, box)), _STRETCH, _SMOOTH)
    return Shown(frame, image, size, True)


def image_of(pixels: Any) -> QImage:
    """Return pixels, uint8 of shape (height, width, 4) as BGRA, as a picture of their own."""
    height, width = pixels.shape[:2]
    made = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)
    return made.copy()


def _nothing(_: object) -> None:
    """Take a result that nobody waits for."""
