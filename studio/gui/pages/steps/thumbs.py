"""The small pictures of the list, read away from the window and kept within a bound."""

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.theme import px

_AT_ONCE = 3
_WAITING = 40
_KEPT_BYTES = 24 << 20
_NAME = "thumbnails"
Pictures = list[tuple[Path, QImage]]


class Thumbs(QObject):
    """Gives small pictures that were read, and reads those asked for last first.

    Attributes:
        came: pictures of these files can be had now.
    """

    came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._jobs: Jobs | None = None
        self._size = QSize(px(128), px(80))
        self._kept: OrderedDict[Path, QImage] = OrderedDict()
        self._bytes = 0
        self._wanted: OrderedDict[Path, None] = OrderedDict()
        self._reading = False

    def read_by(self, jobs: Jobs) -> None:
        """Let these jobs read the pictures."""
        self._jobs = jobs

    def fit(self, size: QSize) -> None:
        """Let the pictures be at most this large, in device pixels."""
        self._size = size

    def forget(self) -> None:
        """Drop all pictures, those of another recording."""
        self._kept.clear()
        self._wanted.clear()
        self._bytes = 0
        if self._jobs and self._reading:
            self._jobs.forget(_NAME)
        self._reading = False

    def get(self, place: Path) -> QImage | None:
        """Return the picture of a file; one that was not read yet is asked for."""
        found = self._kept.get(place)
        if found is None:
            self._wanted[place] = None
            self._wanted.move_to_end(place)
            while len(self._wanted) > _WAITING:
                self._wanted.popitem(last=False)
            self._read()
        return found

    def _read(self) -> None:
        if self._reading or self._jobs is None or not self._wanted:
            return
        self._reading = True
        count = min(_AT_ONCE, len(self._wanted))
        places = [self._wanted.popitem(last=True)[0] for _ in range(count)]
        size = self._size

        def work(progress: Progress, cancelled: Cancelled) -> Pictures:
            return [(place, _small(place, size)) for place in places if not cancelled()]

        self._jobs.start(_NAME, work, self._keep, lambda sentence: self._keep([]))

    def _keep(self, pictures: Pictures) -> None:
        self._reading = False
        for place, image in pictures:
            # A file may be asked for again while it is read, and so come twice.
            if old := self._kept.pop(place, None):
                self._bytes -= old.sizeInBytes()
            self._kept[place] = image
            self._bytes += image.sizeInBytes()
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.sizeInBytes()
        if pictures:
            self.came.emit({place for place, _ in pictures})
        self._read()


def _small(place: Path, size: QSize) -> QImage:
    """Return a picture shrunk to a size; a null one if it cannot be read."""
    reader = QImageReader(str(place))
    whole = reader.size()
    if whole.isValid():
        reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
