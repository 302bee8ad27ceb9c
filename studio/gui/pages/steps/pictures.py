"""Where the picture of each frame lies."""

from bisect import bisect_right
from pathlib import Path

from studio.formats.recordings import Recording


class Pictures:
    """The lossless stills of a recording, by frame; looked up once, away from the window.

    Attributes:
        begin: the recorder's clock at the first frame, in nanoseconds.
    """

    def __init__(self, recording: Recording) -> None:
        kept = [(frame, recording.keyframe(frame)) for frame in recording.frames]
        self._places = [(frame.id, place) for frame, place in kept if place]
        self._stills = dict(self._places)
        self._ids = [number for number, _ in self._places]
        self._times = [frame.t_ns for frame in recording.frames]
        self.begin = self._times[0] if self._times else 0
        self._frames = [frame.id for frame in recording.frames]
        corners = {monitor.id: monitor.bounds for monitor in recording.manifest.monitors}
        self._corners = {
            frame.id: (corners[frame.monitor].x, corners[frame.monitor].y)
            for frame in recording.frames
            if frame.monitor in corners
        }

    def place(self, frame: int | None) -> Path | None:
        """Return the still of a frame, or the nearest before it; None if there is none."""
        if frame is None:
            return None
        index = bisect_right(self._ids, frame) - 1
        return self._places[index][1] if index >= 0 else None

    def still(self, frame: int) -> Path | None:
        """Return the still of just this frame, None if none was kept."""
        return self._stills.get(frame)

    def corner(self, frame: int | None) -> tuple[int, int]:
        """Return where the frame's monitor begins on the whole screen, in pixels."""
        return self._corners.get(frame or 0, (0, 0))

    def at(self, t_ns: int) -> int | None:
        """Return the frame that stood at a moment."""
        index = bisect_right(self._times, t_ns) - 1
        return self._frames[index] if index >= 0 else None
