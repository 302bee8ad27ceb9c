"""Frames of one video segment from anywhere in it, the segment staying open."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.base.lazy import Later

if TYPE_CHECKING:
    import numpy as np
else:
    np = Later("numpy")

_THREADS = 2
# The streams of our own writer say all in their header; looking for more costs as long as a seek.
_OPENING = {"probesize": "4096", "analyzeduration": "0"}


class SegmentReader:
    """An open segment; used by one thread at a time.

    Args:
        path: the segment.

    Raises:
        ValueError: if it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        import av

        self._name = path.name
        try:
            self._container = av.open(str(path), format="matroska", options=_OPENING)
            self._stream: Any = self._container.streams.video[0]
        except (av.FFmpegError, OSError, IndexError) as fault:
            raise ValueError(f"{path.name} cannot be read ({type(fault).__name__})") from None
        self._stream.thread_type = "AUTO"
        self._stream.codec_context.thread_count = _THREADS
        self._decoding: Iterator[Any] | None = None

    def seek(self, pts: int) -> None:
        """Go to the newest key frame at or before a time in milliseconds.

        Raises:
            ValueError: if the segment is damaged.
        """
        import av

        try:
            self._container.seek(pts * 1000)
        except (av.FFmpegError, OSError) as fault:
            raise ValueError(f"{self._name} cannot be read ({type(fault).__name__})") from None
        self._decoding = self._container.decode(self._stream)

    def next(self) -> tuple[int, Any] | None:
        """Return the next frame with its time in milliseconds, None at the end of the segment.

        The frame is PyAV's, in the colours of the codec, and stays valid for as long as it is kept.

        Raises:
            ValueError: if the segment is damaged.
        """
        import av

        if self._decoding is None:
            self.seek(0)
        assert self._decoding is not None
        try:
            for frame in self._decoding:
                if frame.time is not None:
                    return round(frame.time * 1000), frame
        except (av.FFmpegError, OSError) as fault:
            raise ValueError(f"{self._name} cannot be decoded ({type(fault).__name__})") from None
        return None

    def close(self) -> None:
        """Give the file back."""
        self._decoding = None
        self._container.close()


def frame_bytes(frame: Any) -> int:
    """Return how many bytes a decoded frame takes."""
    return sum(plane.buffer_size for plane in frame.planes)


def frame_pixels(frame: Any, width: int, height: int) -> Any:
    """Return the pixels of a decoded frame at a size: uint8 of shape (height, width, 4), BGRA."""
    shrunk = (width, height) != (frame.width, frame.height)
    way = "AREA" if shrunk else "POINT"
    scaled = frame.reformat(width=width, height=height, interpolation=way, format="bgra")
    # The codec ends each row with bytes that belong to no pixel.
    return np.ascontiguousarray(scaled.to_ndarray())
