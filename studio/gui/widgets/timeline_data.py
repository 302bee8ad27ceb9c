"""What the timeline shows: lanes of spans with their titles, and the steps."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from studio.base.lazy import Later
from studio.gui.widgets.timeline_scale import within

if TYPE_CHECKING:
    import numpy as np
else:
    np = Later("numpy")

Kind = Literal["ticks", "bars", "dots", "words"]


@dataclass(frozen=True)
class Lane:
    """One row: spans in the order of their starts, in nanoseconds since the recording began.

    `ticks` are strokes, of which those that share a pixel are one; `bars` hold their titles; `dots`
    are moments; `words` are moments with their titles beside them where there is room.

    Attributes:
        titles: one a span, or none at all.
        hues: for each bar the place of its checkpoint, or none at all.
    """

    id: str
    name: str
    kind: Kind
    starts: Any
    ends: Any
    titles: tuple[str, ...] = ()
    hues: tuple[int, ...] = ()

    @classmethod
    def of(
        cls,
        id: str,
        name: str,
        kind: Kind,
        spans: Sequence[tuple[int, int]],
        titles: Sequence[str] = (),
        hues: Sequence[int] = (),
    ) -> "Lane":
        """Return the lane of some spans, each (start, end), in any order."""
        pairs = np.array(spans, np.int64).reshape(-1, 2)
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        starts, ends = pairs[order, 0], pairs.max(axis=1)[order]
        named = tuple(titles[place] for place in order.tolist()) if titles else ()
        coloured = tuple(hues[place] for place in order.tolist()) if hues else ()
        return cls(id, name, kind, starts, ends, named, coloured)

    def near(self, t: int, reach: float) -> int | None:
        """Return the place of the span at a time, else of the nearest within `reach`; or None."""
        low, high = within(self.starts, self.ends, t - reach, t + reach)
        if low >= high:
            return None
        apart = np.maximum(self.starts[low:high] - t, t - self.ends[low:high])
        # Of those that hold the time the last to begin lies on top.
        best = high - 1 - int(np.argmin(np.maximum(apart, 0)[::-1]))
        return best if apart[best - low] <= reach else None


class StepSpan(NamedTuple):
    """A step as the timeline knows it."""

    id: int
    start: int
    end: int
    sentence: str


@dataclass(frozen=True)
class TimelineData:
    """All that the timeline shows of one recording; times count from its beginning."""

    length: int = 1
    lanes: tuple[Lane, ...] = ()
    steps: tuple[StepSpan, ...] = ()
    pictures: bool = False
    _starts: tuple[int, ...] = field(default=(), repr=False)

    @classmethod
    def of(
        cls,
        length: int,
        lanes: Sequence[Lane],
        steps: Sequence[StepSpan],
        pictures: bool = False,
    ) -> "TimelineData":
        """Return the data of some lanes and steps, the steps in the order of their starts."""
        starts = tuple(step.start for step in steps)
        return cls(max(length, 1), tuple(lanes), tuple(steps), pictures, starts)

    def step_at(self, t: int) -> int | None:
        """Return the place of the step that began last by a time; None before the first."""
        found = bisect_right(self._starts, t) - 1
        return found if found >= 0 else None

    def steps_within(self, first: int, last: int) -> tuple[StepSpan, ...]:
        """Return the steps that begin or end within a stretch, or last all through it."""
        low, high = min(first, last), max(first, last)
        begin = bisect_right(self._starts, low)
        while begin > 0 and self.steps[begin - 1].end >= low:
            begin -= 1
        return self.steps[begin : bisect_right(self._starts, high)]

    def lane(self, id: str) -> Lane | None:
        """Return a lane by its id."""
        return next((lane for lane in self.lanes if lane.id == id), None)
