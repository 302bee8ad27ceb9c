"""The picture of any moment of a recording, fast: open segments, decoded frames kept in memory."""

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.formats import layout
from studio.formats.video_reader import SegmentReader, frame_bytes, frame_pixels
from studio.model.recording import FrameRecord

MEMORY = 64 << 20
_OPEN = 64
_DECODERS = 4
# Decoding on over this many frames costs less than going back to a key frame.
_NEAR = 6


@dataclass(frozen=True)
class Scrubbed:
    """An image out of the video.

    Attributes:
        pixels: uint8 of shape (height, width, 4), BGRA.
        native: (width, height) of the screen that was recorded.
    """

    pixels: Any
    native: tuple[int, int]


def _never() -> bool:
    return False


class Scrubber:
    """Gives the video's image of a frame.

    Several threads may ask; one is served at a time.

    Args:
        folder: the recording.
        frames: its frames in order of time.
        memory: how many bytes of decoded frames are kept.

    Attributes:
        held: how many bytes of decoded frames are held now.
    """

    def __init__(self, folder: Path, frames: Sequence[FrameRecord], memory: int = MEMORY) -> None:
        self._folder = folder
        self._frames = tuple(frames)
        self._times = [frame.t_ns for frame in self._frames]
        self._by_id = {frame.id: place for place, frame in enumerate(self._frames)}
        self._memory = memory
        self.held = 0
        self._kept: OrderedDict[tuple[int, int], Any] = OrderedDict()
        self._open: OrderedDict[int, SegmentReader] = OrderedDict()
        self._stands: dict[int, int] = {}
        self._lock = threading.Lock()

    def at(self, t_ns: int) -> FrameRecord | None:
        """Return the frame that stood at a moment, the first before any; None without frames."""
        place = bisect_right(self._times, t_ns) - 1
        return self._frames[max(place, 0)] if self._frames else None

    def frame(self, id: int) -> FrameRecord | None:
        """Return the frame with a number."""
        place = self._by_id.get(id)
        return None if place is None else self._frames[place]

    def image(
        self,
        frame: FrameRecord,
        box: tuple[int, int] | None = None,
        unwanted: Callable[[], bool] = _never,
    ) -> Scrubbed:
        """Return what the video shows of a frame.

        Args:
            frame: one of the recording's frames.
            box: the largest (width, height) that is of use; the image is shrunk into it.
            unwanted: asked between frames that are decoded on the way; if so, that ends.

        Raises:
            ValueError: if the video cannot be read there, or the image is not wanted any more.
        """
        with self._lock:
            decoded = self._decoded(frame, unwanted)
        native = (decoded.width, decoded.height)
        return Scrubbed(frame_pixels(decoded, *fitted(native, box)), native)

    def warm(self, frame: FrameRecord, count: int, unwanted: Callable[[], bool]) -> None:
        """Decode the frames that follow one, until `unwanted`.

        What cannot be read is left: whoever asks for it is told.
        """
        place = self._by_id[frame.id]
        for following in self._frames[place + 1 : place + 1 + count]:
            if unwanted() or following.segment != frame.segment:
                return
            try:
                with self._lock:
                    self._decoded(following, unwanted)
            except ValueError:
                return

    def close(self) -> None:
        """Close the files and forget the frames."""
        with self._lock:
            for segment in list(self._open):
                self._drop(segment)
            self._kept.clear()
            self.held = 0

    def _decoded(self, frame: FrameRecord, unwanted: Callable[[], bool]) -> Any:
        key = (frame.segment, frame.pts)
        if key not in self._kept:
            self._decode(frame, unwanted)
        if key not in self._kept:
            raise ValueError(f"The video holds no frame {frame.id}.")
        self._kept.move_to_end(key)
        return self._kept[key]

    def _decode(self, frame: FrameRecord, unwanted: Callable[[], bool]) -> None:
        reader = self._reader(frame.segment)
        try:
            if not self._is_near(frame):
                reader.seek(frame.pts)
            while (found := reader.next()) is not None:
                self._stands[frame.segment] = found[0]
                self._keep((frame.segment, found[0]), found[1])
                if found[0] >= frame.pts or unwanted():
                    return
        except ValueError:
            self._drop(frame.segment)
            raise
        # At its end a segment gives nothing more until it is sought in anew.
        self._stands.pop(frame.segment, None)

    def _is_near(self, frame: FrameRecord) -> bool:
        stands = self._stands.get(frame.segment)
        if stands is None or stands >= frame.pts:
            return False
        place = self._by_id[frame.id]
        before = self._frames[max(place - _NEAR, 0)]
        return before.segment != frame.segment or before.pts <= stands

    def _reader(self, segment: int) -> SegmentReader:
        if segment not in self._open:
            while len(self._open) >= _OPEN:
                self._drop(next(iter(self._open)))
            self._open[segment] = SegmentReader(self._folder / layout.video_segment(segment))
        self._open.move_to_end(segment)
        for resting in list(self._open)[:-_DECODERS]:
            if self._stands.pop(resting, None) is not None:
                self._open[resting].rest()
        return self._open[segment]

    def _drop(self, segment: int) -> None:
        self._open.pop(segment).close()
        self._stands.pop(segment, None)

    def _keep(self, key: tuple[int, int], frame: Any) -> None:
        if key in self._kept:
            return
        self._kept[key] = frame
        self.held += frame_bytes(frame)
        while self.held > self._memory and len(self._kept) > 1:
            self.held -= frame_bytes(self._kept.popitem(last=False)[1])


def fitted(size: tuple[int, int], box: tuple[int, int] | None) -> tuple[int, int]:
    """Return the largest (width, height) of the same shape within a box, never above `size`."""
    width, height = size
    if box is None:
        return size
    share = min(1.0, box[0] / width, box[1] / height)
    return max(1, round(width * share)), max(1, round(height * share))
