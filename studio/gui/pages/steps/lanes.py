"""What the timeline of a recording shows, and where the pointer was: made in a job, without Qt."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard

from studio.base.lazy import Later
from studio.formats.recordings import Recording
from studio.formats.tasks import TaskDocument
from studio.gui.widgets.timeline_data import Lane, StepSpan, TimelineData
from studio.model.recording import (
    ButtonEvent,
    ElementRecord,
    Event,
    MoveEvent,
    ScrollEvent,
)
from studio.model.step import Step

if TYPE_CHECKING:
    import numpy as np
else:
    np = Later("numpy")

Span = tuple[int, int]
CHECKPOINTS = "checkpoints"
_SEEN = ("move", "press", "release", "scroll")
_FILE_WORDS = {"saved": "{name} saved", "deleted": "{name} deleted"}


@dataclass(frozen=True)
class Track:
    """Where the pointer was: times in nanoseconds since the recording began, and points."""

    times: Any
    points: Any

    def at(self, t: int) -> tuple[int, int] | None:
        """Return where the pointer was last seen by a time; None before it was."""
        place = int(np.searchsorted(self.times, t, side="right")) - 1
        return (int(self.points[place][0]), int(self.points[place][1])) if place >= 0 else None


@dataclass(frozen=True)
class Timeline:
    """A recording as lanes.

    Attributes:
        begin: the recorder's clock at the beginning, in nanoseconds.
        length: how long it lasted, in nanoseconds.
        lanes: all lanes but that of the checkpoints.
        track: where the pointer was.
    """

    begin: int
    length: int
    lanes: tuple[Lane, ...]
    track: Track


def begin_of(recording: Recording) -> int:
    """Return the recorder's clock when the recording began, in nanoseconds."""
    # A recorder has its first frame before it takes events.
    first = recording.frames or recording.events
    return first[0].t_ns if first else 0


def read_timeline(recording: Recording) -> Timeline:
    """Return the lanes of a recording.

    Raises:
        UserError: if a file of it is damaged.
    """
    reader = TimelineReader(recording)
    reader.take(recording.events)
    return reader.timeline()


def _is_seen(event: Event) -> TypeGuard[MoveEvent | ButtonEvent | ScrollEvent]:
    return event.type in _SEEN


class TimelineReader:
    """Sorts the events of a recording into lanes as they come; the events are not kept.

    Raises:
        UserError: if a file of the recording is damaged.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._begin = self._last = begin_of(recording)
        self._keys: list[Span] = []
        self._mouse: list[Span] = []
        self._focus: list[tuple[int, str]] = []
        self._pressed: dict[int, int] = {}
        self._times, self._x, self._y = array("q"), array("q"), array("q")

    def take(self, events: Sequence[Event]) -> None:
        """Sort the next events."""
        # Most are moves, of which only the place counts: those are taken together.
        seen = [event for event in events if _is_seen(event)]
        self._times.extend([event.t_ns for event in seen])
        self._x.extend([event.x for event in seen])
        self._y.extend([event.y for event in seen])
        for event in events:
            if event.type != "move":
                self._sort(event)
        if events:
            self._last = events[-1].t_ns

    def timeline(self) -> Timeline:
        """Return what the events amount to."""
        begin, end = self._begin, self._last
        if frames := self._recording.frames:
            end = max(end, frames[-1].t_end_ns)
        length = max(end - begin, 1)
        lanes = (
            Lane.of("keys", "Keys", "ticks", self._keys),
            Lane.of("mouse", "Mouse", "ticks", self._mouse),
            self._windows(length),
            _files(self._recording, begin),
            _elements(tuple(self._recording.elements.values()), begin),
        )
        times = np.array(self._times, np.int64) - begin
        points = np.array([self._x, self._y], np.int32).T
        return Timeline(begin, length, lanes, Track(times, points))

    def _sort(self, event: Event) -> None:
        t = event.t_ns - self._begin
        if event.type == "key_press":
            self._keys.append((t, t))
        elif event.type == "press" or event.type == "release":
            self._button(event)
        elif event.type == "scroll":
            self._mouse.append((t, t))
        elif event.type == "focus":
            self._focus.append((t, event.window.title))

    def _button(self, event: ButtonEvent) -> None:
        t = event.t_ns - self._begin
        if event.type == "press":
            self._pressed[event.button] = t
        else:
            self._mouse.append((self._pressed.pop(event.button, t), t))

    def _windows(self, length: int) -> Lane:
        """Return the lane of the active windows; one whose title stays is one bar."""
        spans: list[Span] = []
        titles: list[str] = []
        ends = [t for t, _ in self._focus[1:]] + [length]
        for (t, title), end in zip(self._focus, ends, strict=False):
            if titles and titles[-1] == title:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((t, end))
                titles.append(title)
        return Lane.of("windows", "Windows", "bars", spans, titles)


def _files(recording: Recording, begin: int) -> Lane:
    changes = [found for found in recording.files if found.event != "initial"]
    spans = [(found.t_ns - begin, found.t_ns - begin) for found in changes]
    titles = [_FILE_WORDS[found.event].format(name=found.path) for found in changes]
    return Lane.of("files", "Files", "dots", spans, titles)


def _elements(found: tuple[ElementRecord, ...], begin: int) -> Lane:
    spans = [(element.t_ns - begin, element.t_ns - begin) for element in found]
    titles = [element.name or element.role for element in found]
    return Lane.of("elements", "Elements", "words", spans, titles)


def step_spans(steps: tuple[Step, ...], begin: int) -> tuple[StepSpan, ...]:
    """Return the steps as the timeline knows them."""
    return tuple(
        StepSpan(step.id, step.t_ns - begin, step.t_end_ns - begin, step.sentence) for step in steps
    )


def checkpoint_lane(document: TaskDocument, steps: tuple[Step, ...], begin: int) -> Lane:
    """Return the lane of the checkpoints, each from its first step to its last."""
    spans, titles, hues = [], [], []
    by_id = {span.checkpoint: span for span in document.checks.steps}
    firsts = [step.first_event for step in steps]
    for place, point in enumerate(document.task.checkpoints):
        marked = by_id.get(point.id)
        if marked is None:
            continue
        low = bisect_right(firsts, marked.first_event - 1)
        held = [step for step in steps[low : bisect_right(firsts, marked.last_event)]]
        if held:
            spans.append((held[0].t_ns - begin, held[-1].t_end_ns - begin))
            titles.append(point.title)
            hues.append(place)
    return Lane.of(CHECKPOINTS, "Checkpoints", "bars", spans, titles, hues)


def timeline_data(
    timeline: Timeline,
    steps: tuple[Step, ...],
    document: TaskDocument | None,
    spans: tuple[StepSpan, ...] | None = None,
) -> TimelineData:
    """Return everything that the timeline shows; `spans` are those of the steps if known."""
    spans = step_spans(steps, timeline.begin) if spans is None else spans
    marked = (checkpoint_lane(document, steps, timeline.begin),) if document else ()
    return TimelineData.of(timeline.length, (*marked, *timeline.lanes), spans, pictures=True)
