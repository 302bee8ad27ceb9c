"""Reading films: their form, and each of their pictures made small.

The container is told by its first bytes and never guessed, so that no playlist makes FFmpeg open
another file or an address. Sources: ISO/IEC 14496-12 (MP4), RFC 9559 (Matroska), AVI RIFF.
"""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.base.extras import import_extra
from studio.formats import digests
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.memory import Memory
from studio.grading.readers.places import locate, read_bytes

FILMS = (".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".gif")
WIDTH, HEIGHT = 64, 36
MAX_FRAMES = 10_000
MAX_SIDE = 4_096
MAX_PIXELS = 6_000_000_000
_STARTS = (
    (4, b"ftyp", "mp4"), (0, b"\x1a\x45\xdf\xa3", "matroska"), (0, b"GIF8", "gif"),
    (8, b"AVI ", "avi"), (4, b"moov", "mp4"), (4, b"mdat", "mp4"),
)  # fmt: skip
_MICROSECONDS = 1e6
_LIE_SECONDS, _LIE_SHARE = 1.0, 0.1

Pictures = NDArray[np.uint8]


@dataclass(frozen=True)
class Film:
    """A film: its form, and its pictures.

    `rate` is in pictures a second. `times` are the seconds at which the pictures are shown, from 0,
    and `pictures` those made small: by number, row, column and colour.
    """

    width: int
    height: int
    rate: float
    codec: str
    has_sound: bool
    times: NDArray[np.float64]
    pictures: Pictures

    @property
    def seconds(self) -> float:
        """How long it is: until the last picture would be followed by another."""
        return float(self.times[-1]) + 1 / self.rate

    def around(self, second: float, near: float) -> Pictures:
        """Return the pictures that are shown at a time, or no more than `near` from it."""
        first = int(np.searchsorted(self.times, second - near, "right")) - 1
        last = int(np.searchsorted(self.times, second + near, "right"))
        beyond = second - near > self.seconds
        return self.pictures[max(0, first) : last] if not beyond else self.pictures[:0]


def _weight(film: Film) -> int:
    return film.pictures.nbytes


_kept: Memory[Film] = Memory(4, _weight, 256 << 20)


def read_film(folder: Path, path: str) -> Film:
    """Return the film at a path of a folder.

    Raises:
        FaultError: if the extra is not installed.
        HostileInputError: if the file runs code in whoever unpacks it.
        Unreadable: if it is missing, broken, too long or too large, or lies of its length.
    """
    place = locate(folder, path)
    if place is None:
        raise Unreadable("is missing")
    import_extra("av", "video", "Checks of films")
    content = read_bytes(place)
    return _kept.get(digests.of_bytes(content), lambda: _read(content))


def open_film(content: bytes) -> Any:
    """Return the opened container of a film, to be closed by the caller.

    Raises:
        Unreadable: if it is none.
    """
    library = import_extra("av", "video", "Checks of films")
    form = next((form for at, sign, form in _STARTS if content[at:].startswith(sign)), None)
    if form is None:
        raise Unreadable("is no film: neither MP4, MOV, WebM, Matroska, AVI nor GIF")
    try:
        return library.open(io.BytesIO(content), format=form)
    except (library.FFmpegError, ValueError, OSError, MemoryError):
        raise Unreadable("is damaged, or cut off before its list of pictures") from None


def _read(content: bytes) -> Film:
    library = import_extra("av", "video", "Checks of films")
    try:
        with open_film(content) as container:
            if not container.streams.video:
                raise Unreadable("holds no pictures")
            stream = container.streams.video[0]
            return _film(container, stream)
    except (library.FFmpegError, ValueError, OSError, MemoryError):
        raise Unreadable("is damaged: its pictures cannot be decoded") from None


def _film(container: Any, stream: Any) -> Film:
    width, height = int(stream.width or 0), int(stream.height or 0)
    if not 0 < width <= MAX_SIDE or not 0 < height <= MAX_SIDE:
        raise Unreadable(f"has pictures of {width:,} by {height:,}, which are not read")
    most = min(MAX_FRAMES, MAX_PIXELS // (width * height))
    stream.thread_count = 1
    times: list[float] = []
    pictures: list[Pictures] = []
    for time, picture in _decoded(container, stream, width, height):
        if len(times) == most:
            raise Unreadable(f"holds more than {most:,} pictures of {width:,} by {height:,}")
        times.append(time if time is not None else math.nan)
        pictures.append(picture)
    if not times:
        raise Unreadable("holds no pictures")
    rate, moments = _moments(np.array(times), float(stream.average_rate or 0))
    film = Film(
        width, height, rate, str(stream.codec_context.name), bool(container.streams.audio),
        moments, np.stack(pictures),
    )  # fmt: skip
    _refuse_lie(container, stream, film)
    return film


def _decoded(
    container: Any, stream: Any, width: int, height: int
) -> Iterator[tuple[float | None, Pictures]]:
    for frame in container.decode(stream):
        if (frame.width, frame.height) != (width, height):
            raise Unreadable("changes the size of its pictures on the way")
        small = frame.reformat(width=WIDTH, height=HEIGHT, format="rgb24", interpolation="AREA")
        yield frame.time, small.to_ndarray()


def _moments(times: NDArray[np.float64], declared: float) -> tuple[float, NDArray[np.float64]]:
    """Return the pictures a second and when each is shown, by their times where they have some."""
    if not np.isfinite(times).all() or (len(times) > 1 and times[-1] <= times[0]):
        rate = declared if math.isfinite(declared) and declared > 0 else 25.0
        return rate, np.arange(len(times)) / rate
    shown = np.sort(times) - times.min()
    if len(shown) < 2:
        return declared if math.isfinite(declared) and declared > 0 else 25.0, shown
    return (len(shown) - 1) / float(shown[-1]), shown


def _refuse_lie(container: Any, stream: Any, film: Film) -> None:
    declared = 0.0
    if stream.duration is not None and stream.time_base is not None:
        declared = float(stream.duration * stream.time_base)
    if container.duration is not None and not film.has_sound:
        declared = max(declared, container.duration / _MICROSECONDS)
    if declared > film.seconds + max(_LIE_SECONDS, _LIE_SHARE * film.seconds):
        raise Unreadable(
            f"says that it lasts {declared:,.1f} s, but its pictures end after "
            f"{film.seconds:,.1f} s"
        )
