"""The screen process: grabs, keeps what changed, encodes video and writes lossless stills.

Runs as `python -m studio.capture.screen FOLDER OPTIONS`, the options a JSON object of
`ScreenOptions`. Standard input takes a JSON object a line: `{"mark": "before"|"after", "t_ns": N}`,
`{"pause": true|false}`, or `{"cover": bounds|null}` to fill a place. Standard output gives
`{"type": "open"|"frame", "frame": record}` as each frame begins and ends. The first still is on
disk before `{"type": "ready"}` is said.
"""

import hashlib
import json
import queue
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import mss
import numpy as np
from PIL import Image
from Xlib.display import Display

from studio.base import atomic
from studio.base.clock import monotonic_ns
from studio.capture.bar import BarWindows
from studio.capture.covering import ExcludedWindows, cover, keep_only
from studio.formats import layout
from studio.formats.video import VideoWriter, codecs
from studio.model.frozen import Bounds, Frozen

_SEGMENT_NS = 60_000_000_000
_STABLE_NS = 250_000_000
_REPEAT_NS = 400_000_000
_RECENT = 24
MONITOR = "screen"


class ScreenOptions(Frozen):
    """What the screen process is told at its start; the numbers go on where another one died."""

    fps: float
    first_segment: int = 1
    first_frame: int = 1
    region: Bounds | None = None
    excluded: tuple[str, ...] = ()


@dataclass
class Grab:
    """One distinct image: raw BGRA bytes, and when it was first seen."""

    pixels: bytes | bytearray
    size: tuple[int, int]
    t_ns: int
    digest: str
    segment: int = 1
    pts: int = 0
    id: int = 0

    def image(self) -> "np.ndarray[Any, Any]":
        """Return uint8 of shape (height, width, 4), BGRA."""
        return np.frombuffer(self.pixels, np.uint8).reshape(self.size[1], self.size[0], 4)


class Stills:
    """Writes lossless stills in a thread, each image once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: set[str] = set()
        self._waiting: queue.Queue[Grab | None] = queue.Queue()
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def keep(self, grab: Grab) -> None:
        """Write the still of `grab` unless it was written before."""
        if grab.digest not in self._written:
            self._written.add(grab.digest)
            self._waiting.put(grab)

    def write(self, grab: Grab) -> None:
        """Write a still now."""
        self._written.add(grab.digest)
        path = self._folder / layout.keyframe(grab.digest)
        path.parent.mkdir(exist_ok=True)
        beside = path.with_suffix(".part")
        picture = Image.fromarray(np.ascontiguousarray(grab.image()[:, :, 2::-1]))
        # Measured on an office screen: a third of the size of PNG in the same 40 ms.
        picture.save(beside, "WEBP", lossless=True, method=3, quality=30)
        beside.replace(path)

    def _work(self) -> None:
        while (grab := self._waiting.get()) is not None:
            self.write(grab)

    def close(self) -> None:
        """Write what waits."""
        self._waiting.put(None)
        self._thread.join()


class ScreenRecorder:
    """Follows the screen until its marks end."""

    def __init__(self, folder: Path, options: ScreenOptions) -> None:
        self._folder = folder
        self._interval = 1 / options.fps
        self._region = options.region
        self._excluded = ExcludedWindows(options.excluded)
        self._covered: list[Bounds] = []
        self._paused = False
        self._codecs = codecs()
        self._stills = Stills(folder)
        self._recent: deque[Grab] = deque(maxlen=_RECENT)
        self._writer: VideoWriter | None = None
        self._segment = options.first_segment - 1
        self._segment_start = 0
        self._frames = options.first_frame - 1
        self._last_pts = -1
        self._after: int | None = None
        self._seen_ns = 0
        self._unwritten = False
        self.marks: queue.Queue[dict[str, Any] | None] = queue.Queue()

    @cached_property
    def _bar(self) -> BarWindows:
        # Asked for with the first picture: what encodes needs no display.
        return BarWindows(Display())

    def _grab(self, grabber: Any) -> Grab:
        t_ns = monotonic_ns()
        shot = grabber.grab(grabber.monitors[0])
        size = (shot.width, shot.height)
        return Grab(self._cleared(shot.raw, size), size, t_ns, "")

    def _cleared(self, raw: bytearray, size: tuple[int, int]) -> bytearray:
        # Asked after the picture was taken, with the places of the look before: no window that
        # opened or moved in between is seen.
        places = [*self._bar.places(), *self._excluded.places(), *self._covered]
        if places or self._region:
            image = np.frombuffer(raw, np.uint8).reshape(size[1], size[0], 4)
            cover(image, places)
            if self._region:
                keep_only(image, self._region)
        return raw

    def _start_segment(self, grab: Grab) -> None:
        if self._writer:
            self._writer.close()
        self._segment += 1
        self._segment_start = grab.t_ns
        self._last_pts = -1
        width, height = (side // 2 * 2 for side in grab.size)
        path = self._folder / layout.video_segment(self._segment)
        self._writer = VideoWriter(path, width, height, self._codecs[0])

    def _encode(self, grab: Grab) -> None:
        try:
            self._append(grab)
        except (ArithmeticError, ValueError, RuntimeError):
            # PyAV raises these for what an encoder refuses; a full disk is an OSError and no
            # fault of the codec.
            if len(self._codecs) == 1:
                raise
            self._codecs.pop(0)
            self._writer = None
            self._append(grab)

    def _append(self, grab: Grab) -> None:
        if self._writer is None or grab.t_ns - self._segment_start > _SEGMENT_NS:
            self._start_segment(grab)
        assert self._writer is not None
        pts = max(self._last_pts + 1, (grab.t_ns - self._segment_start) // 1_000_000)
        width, height = (side // 2 * 2 for side in grab.size)
        self._writer.write(np.ascontiguousarray(grab.image()[:height, :width]), pts)
        self._last_pts = pts
        grab.segment, grab.pts = self._segment, pts

    def _accept(self, grab: Grab) -> None:
        grab.digest = hashlib.sha256(grab.pixels).hexdigest()
        self._frames += 1
        grab.id = self._frames
        if self._recent:
            _say_ended(self._recent[-1], grab.t_ns)
        self._encode(grab)
        _say({"type": "open", "frame": _record(grab, grab.t_ns)})
        self._unwritten = True
        self._recent.append(grab)

    def _obey(self) -> bool:
        while True:
            try:
                mark = self.marks.get_nowait()
            except queue.Empty:
                return True
            if mark is None:
                return False
            self._take_order(mark)

    def _take_order(self, order: dict[str, Any]) -> None:
        if "pause" in order:
            self._paused = order["pause"]
        elif "cover" in order:
            self._covered = [Bounds(**order["cover"])] if order["cover"] else []
        elif order["mark"] == "before":
            self._keep_before(order["t_ns"])
        else:
            self._after = order["t_ns"]

    def _keep_before(self, t_ns: int) -> None:
        earlier = [grab for grab in self._recent if grab.t_ns <= t_ns]
        self._stills.keep(earlier[-1] if earlier else self._recent[0])

    def _keep_after(self, now: int) -> None:
        if self._after is None or not self._recent:
            return
        current = self._recent[-1]
        if now - max(self._after, current.t_ns) >= _STABLE_NS:
            self._stills.keep(current)
            self._after = None

    def run(self) -> None:
        """Grab at the frame rate until the marks end."""
        try:
            self._follow()
            _say_ended(self._recent[-1], self._seen_ns)
            self._stills.keep(self._recent[-1])
        finally:
            # Also when the recorder is gone and nobody listens: its thread must not outlive it.
            self._stills.close()
        if self._writer:
            self._writer.close()
        _say({"type": "drained"})

    def _follow(self) -> None:
        with mss.MSS() as grabber:
            self._accept(self._grab(grabber))
            self._seen_ns = self._recent[-1].t_ns
            self._stills.write(self._recent[-1])
            atomic.sync_folder(self._folder / layout.KEYFRAMES)
            _say({"type": "ready"})
            while self._obey():
                began = time.monotonic()
                if not self._paused:
                    self._look(grabber)
                time.sleep(max(0.0, self._interval - (time.monotonic() - began)))

    def _look(self, grabber: Any) -> None:
        grab = self._grab(grabber)
        self._seen_ns = grab.t_ns
        if grab.pixels != self._recent[-1].pixels:
            self._accept(grab)
        elif self._unwritten and grab.t_ns - self._recent[-1].t_ns > _REPEAT_NS:
            self._repeat(grab.t_ns)
        self._keep_after(grab.t_ns)

    def _repeat(self, t_ns: int) -> None:
        """Show the newest image once more: the file gets an image when the next one comes."""
        newest = self._recent[-1]
        again = Grab(newest.pixels, newest.size, t_ns, newest.digest)
        self._encode(again)
        self._unwritten = False


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _record(grab: Grab, t_end_ns: int) -> dict[str, Any]:
    return {
        "id": grab.id,
        "t_ns": grab.t_ns,
        "t_end_ns": t_end_ns,
        "segment": grab.segment,
        "pts": grab.pts,
        "monitor": MONITOR,
        "digest": grab.digest,
    }


def _say_ended(grab: Grab, t_end_ns: int) -> None:
    _say({"type": "frame", "frame": _record(grab, t_end_ns)})


def main() -> None:
    """Record into the folder given until standard input closes."""
    options = ScreenOptions.model_validate_json(sys.argv[2])
    recorder = ScreenRecorder(Path(sys.argv[1]), options)

    def listen() -> None:
        for line in sys.stdin:
            recorder.marks.put(json.loads(line))
        recorder.marks.put(None)

    threading.Thread(target=listen, daemon=True).start()
    recorder.run()


if __name__ == "__main__":
    main()
