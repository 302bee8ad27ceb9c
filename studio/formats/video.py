"""Video segments: Matroska, frame times from the monotonic clock, readable after a kill."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_LIBVPX = {"deadline": "realtime", "cpu-used": "8", "crf": "32", "b": "0", "lag-in-frames": "0"}
# The best first; none of them puts a program that carries it under the GPL.
_CODECS: dict[str, tuple[str, dict[str, str]]] = {
    "vp9": ("libvpx-vp9", {**_LIBVPX, "row-mt": "1", "tune-content": "screen"}),
    "vp8": ("libvpx", {**_LIBVPX, "b": "4000000"}),
    "mpeg4": ("mpeg4", {"qmin": "3", "qmax": "6"}),
}


def codecs() -> list[str]:
    """Return the names of the codecs that this machine can write, the best first."""
    import av

    return [name for name, (encoder, _) in _CODECS.items() if encoder in av.codecs_available]


class VideoWriter:
    """Appends BGRA images with their times in milliseconds to one segment."""

    def __init__(self, path: Path, width: int, height: int, codec: str = "vp9") -> None:
        import av

        encoder, options = _CODECS[codec]

        path.parent.mkdir(parents=True, exist_ok=True)
        # A cluster is written when the next begins; with short ones, and an encoder that keeps
        # nothing back, each image but the newest is in the file of a killed writer.
        self._container = av.open(
            str(path),
            "w",
            format="matroska",
            options={"cluster_time_limit": "50", "flush_packets": "1"},
        )
        stream: Any = self._container.add_stream(encoder, rate=30, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.gop_size = 20
        stream.codec_context.time_base = Fraction(1, 1000)
        self._stream = stream

    def write(self, image: "np.ndarray[Any, Any]", pts: int) -> None:
        """Append an image.

        Args:
            image: uint8 of shape (height, width, 4), BGRA.
            pts: milliseconds since the start of the segment, rising.
        """
        import av

        frame = av.VideoFrame.from_ndarray(image, format="bgra").reformat(format="yuv420p")
        frame.pts, frame.time_base = pts, Fraction(1, 1000)
        self._container.mux(self._stream.encode(frame))

    def close(self) -> None:
        """Flush the encoder and finish the file."""
        self._container.mux(self._stream.encode(None))
        self._container.close()


def read_frames(path: Path, wanted: set[int]) -> "Iterator[tuple[int, np.ndarray[Any, Any]]]":
    """Yield (milliseconds, image) of the wanted frames of a segment, in order of time.

    Images are uint8 of shape (height, width, 3), RGB.
    """
    import av

    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            if frame.time is not None and round(frame.time * 1000) in wanted:
                yield round(frame.time * 1000), frame.to_ndarray(format="rgb24")


def frame_times(path: Path) -> set[int]:
    """Return the times of the frames of a segment, in milliseconds, each decoded.

    Raises:
        ValueError: if it cannot be decoded to its end.
    """
    import av

    try:
        with av.open(str(path)) as container:
            return {
                round(frame.time * 1000)
                for frame in container.decode(video=0)
                if frame.time is not None
            }
    except (av.FFmpegError, OSError) as fault:
        raise ValueError(f"cannot be decoded ({type(fault).__name__})") from None


def keep_readable(path: Path) -> set[int]:
    """Make a segment that was cut off end at its last readable frame; return the times (ms) left.

    A segment without any is taken away.
    """
    import av

    beside = path.with_suffix(".part")
    times: set[int] = set()
    try:
        with av.open(str(path)) as old, av.open(str(beside), "w", format="matroska") as new:
            stream = new.add_stream_from_template(old.streams.video[0])
            for packet in old.demux(video=0):
                if packet.dts is None or packet.pts is None or packet.time_base is None:
                    continue
                if packet.decode():
                    times.add(round(float(packet.pts * packet.time_base) * 1000))
                packet.stream = stream
                new.mux(packet)
    except (av.FFmpegError, OSError, ValueError):
        # Everything before the fault was written.
        pass
    if times:
        beside.replace(path)
    else:
        beside.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    return times


def read_frame(path: Path, pts: int) -> "np.ndarray[Any, Any]":
    """Return the image shown at `pts` milliseconds: uint8 of shape (height, width, 3), RGB.

    Raises:
        ValueError: if the segment holds no frame.
    """
    import av

    found: Any = None
    with av.open(str(path)) as container:
        container.seek(pts * 1000)
        for frame in container.decode(video=0):
            if found is not None and frame.time is not None and frame.time * 1000 > pts + 0.5:
                break
            found = frame
    if found is None:
        raise ValueError(f"{path.name} holds no frame")
    image: np.ndarray[Any, Any] = found.to_ndarray(format="rgb24")
    return image
