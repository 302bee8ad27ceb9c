"""Frames of one video segment from anywhere in it, the segment staying open."""

from collections import deque
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

    To open it costs the decoding of a frame, so it may stay open while its decoder rests.

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
        self._codec: Any = None
        self._packets: Iterator[Any] = iter(())
        self._ready: deque[Any] = deque()

    def _decoder(self) -> Any:
        import av

        if self._codec is None:
            made: Any = av.CodecContext.create(self._stream.codec_context.name, "r")
            made.extradata = self._stream.codec_context.extradata
            made.thread_type, made.thread_count = "AUTO", _THREADS
            self._codec = made
        return self._codec

    def seek(self, pts: int) -> None:
        """Go to the newest key frame at or before a time in milliseconds.

        Raises:
            ValueError: if the segment is damaged.
        """
        import av

        self._ready.clear()
        if self._codec is not None:
            self._codec.flush_buffers()
        try:
            self._container.seek(pts * 1000)
        except (av.FFmpegError, OSError) as fault:
            raise ValueError(f"{self._name} cannot be read ({type(fault).__name__})") from None
        self._packets = self._container.demux(self._stream)

    def next(self) -> tuple[int, Any] | None:
        """Return the next frame with its time in milliseconds, None at the end of the segment.

        The frame is PyAV's, in the colours of the codec, and stays valid for as long as it is kept.

        Raises:
            ValueError: if the segment is damaged.
        """
        import av

        try:
            while not self._ready:
                packet = next(self._packets, None)
                if packet is None:
                    return None
                self._ready.extend(self._decoder().decode(packet))
        except (av.FFmpegError, OSError) as fault:
            raise ValueError(f"{self._name} cannot be decoded ({type(fault).__name__})") from None
        frame = self._ready.popleft()
        return round(frame.time * 1000), frame

    def rest(self) -> None:
        """Give the decoder back; the file stays open, and is to be sought in anew."""
        self._codec = None
        self._packets = iter(())
        self._ready.clear()

    def close(self) -> None:
        """Give the file back."""
        self.rest()
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
