"""How time lies on the pixels of the timeline: the mapping, the ruler, what shares a pixel."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from studio.base.clock import minutes
from studio.base.lazy import Later

if TYPE_CHECKING:
    import numpy as np
else:
    np = Later("numpy")

SECOND = 1_000_000_000
_CLOSEST = 2_000_000
"""The most that can be zoomed in: nanoseconds a pixel."""
LEVELS = 4
_STEPS_MS = (
    *(10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000),
    *(60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000),
)


@dataclass(frozen=True)
class Scale:
    """A stretch of the recording on a row of pixels.

    Times are nanoseconds since the recording began; `first` is the one at the left edge.
    """

    length: int
    width: int
    first: float
    per_pixel: float

    @classmethod
    def fit(cls, length: int, width: int) -> "Scale":
        """Return the scale that shows the whole recording."""
        length, width = max(length, 1), max(width, 1)
        return cls(length, width, 0.0, length / width)

    def x(self, t: float) -> float:
        """Return where a time lies, in pixels from the left edge; it may lie outside."""
        return (t - self.first) / self.per_pixel

    def t(self, x: float) -> int:
        """Return the time at a pixel, within the recording."""
        return round(min(max(self.first + x * self.per_pixel, 0), self.length))

    @property
    def last(self) -> float:
        """The time at the right edge."""
        return self.first + self.width * self.per_pixel

    @property
    def fits(self) -> bool:
        """Whether the whole recording is seen."""
        return self.per_pixel >= self.length / self.width

    def _bound(self, first: float, per_pixel: float) -> "Scale":
        whole = self.length / self.width
        per_pixel = min(max(per_pixel, min(_CLOSEST, whole)), whole)
        first = min(max(first, 0.0), self.length - self.width * per_pixel)
        return replace(self, first=max(first, 0.0), per_pixel=per_pixel)

    def zoomed(self, factor: float, x: float) -> "Scale":
        """Return the scale with `factor` times the detail; what lies at `x` stays there."""
        kept = self.first + x * self.per_pixel
        near = self._bound(0, self.per_pixel / factor).per_pixel
        return self._bound(kept - x * near, near)

    def scrolled(self, pixels: float) -> "Scale":
        """Return the scale moved to the right by some pixels."""
        return self._bound(self.first + pixels * self.per_pixel, self.per_pixel)

    def resized(self, width: int) -> "Scale":
        """Return the scale on another width: all is still seen, or as much detail as before."""
        if self.fits:
            return Scale.fit(self.length, width)
        return replace(self, width=max(width, 1))._bound(self.first, self.per_pixel)

    def showing(self, t: float) -> "Scale":
        """Return the scale moved so that a time is seen; in the middle if it was far outside."""
        x = self.x(t)
        if 0 <= x <= self.width:
            return self
        return self._bound(t - self.width * self.per_pixel / 2, self.per_pixel)


def clock_of(t: float, tenths: bool = True) -> str:
    """Return a time in nanoseconds as `mm:ss.t`, or `mm:ss`."""
    shown = minutes(t / SECOND)
    return shown if tenths else shown.partition(".")[0]


def ruler(scale: Scale, least: int) -> Iterator[tuple[float, str]]:
    """Yield each mark of the ruler: its pixel and its words, at least `least` pixels apart."""
    wanted = scale.per_pixel * least / 1_000_000
    step = next((found for found in _STEPS_MS if found >= wanted), _STEPS_MS[-1]) * 1_000_000
    for number in range(int(scale.first // step), int(scale.last // step) + 1):
        t = number * step
        if scale.first <= t <= min(scale.last, scale.length):
            yield scale.x(t), _mark(t, step)


def _mark(t: int, step: int) -> str:
    if step >= SECOND // 10:
        return clock_of(t, tenths=step < SECOND)
    tenth = SECOND // 10
    return f"{clock_of(t // tenth * tenth)}{t // (SECOND // 100) % 10}"


def within(starts: Any, ends: Any, first: float, last: float) -> tuple[int, int]:
    """Return the slice of the sorted spans that may touch a stretch of time.

    Args:
        starts: rising times, int64 of shape (n,).
        ends: the ends, int64 of shape (n,), of which each is at least its start.
        first: the begin of the stretch.
        last: its end.
    """
    low = int(np.searchsorted(np.maximum.accumulate(ends), first)) if len(ends) else 0
    return low, int(np.searchsorted(starts, last, side="right"))


def levels(scale: Scale, starts: Any, ends: Any, least: int) -> Any:
    """Return for each pixel how much of the spans shares it: int64 of shape (width,).

    0 where nothing is, LEVELS where most is of what is seen.

    Args:
        scale: where time lies.
        starts: rising times, int64 of shape (n,).
        ends: the ends, int64 of shape (n,).
        least: how many pixels a span covers at least.
    """
    low, high = within(starts, ends, scale.first, scale.last)
    left = np.floor((starts[low:high] - scale.first) / scale.per_pixel).astype(np.int64)
    right = np.floor((ends[low:high] - scale.first) / scale.per_pixel).astype(np.int64)
    right = np.maximum(right, left + least)
    left, right = np.clip(left, 0, scale.width), np.clip(right, 0, scale.width)
    begun = np.bincount(left, minlength=scale.width + 1)
    ended = np.bincount(right, minlength=scale.width + 1)
    counts = np.cumsum(begun - ended)[: scale.width]
    most = max(int(counts.max(initial=0)), 1)
    if most <= 2:
        return np.where(counts > 0, LEVELS, 0)
    return np.ceil(counts * LEVELS / most).astype(np.int64)
