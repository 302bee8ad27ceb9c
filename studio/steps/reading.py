"""Steps made of a recording: actions joined with frames and elements, while events are read."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from studio.base.settings import APPLICATION
from studio.formats.recordings import Recording
from studio.model.recording import (
    ElementRecord,
    Event,
    FrameRecord,
    RecordingManifest,
)
from studio.model.step import Click, Drag, Step, TypeText, Wait, point_of
from studio.steps.reduce import MODIFIER_KEYS, Reduced, Reducer
from studio.steps.sentences import sentence

_STABLE_NS = 200_000_000


class _Frames:
    def __init__(self, recording: Recording) -> None:
        self._all = recording.frames
        self._kept = [frame for frame in self._all if recording.keyframe(frame)]
        self._starts = [frame.t_ns for frame in self._all]
        self._ends = [frame.t_end_ns for frame in self._kept]

    def at(self, t_ns: int) -> FrameRecord | None:
        index = bisect_right(self._starts, t_ns) - 1
        return self._all[max(index, 0)] if self._all else None

    def stable_after(self, t_ns: int, until_ns: int | None) -> FrameRecord | None:
        for number in range(bisect_left(self._ends, t_ns + _STABLE_NS), len(self._kept)):
            frame = self._kept[number]
            if until_ns is not None and frame.t_ns > until_ns:
                break
            if frame.t_end_ns - max(frame.t_ns, t_ns) >= _STABLE_NS:
                return frame
        return self.at(until_ns) if until_ns is not None else (self._all or (None,))[-1]


def _element(
    reduced: Reduced, before: Reduced | None, elements: dict[int, ElementRecord]
) -> ElementRecord | None:
    if isinstance(reduced.action, Click | Drag):
        return elements.get(reduced.first_event)
    if isinstance(reduced.action, TypeText) and before and isinstance(before.action, Click):
        return elements.get(before.first_event)
    return None


def _monitor(reduced: Reduced, manifest: RecordingManifest) -> str:
    point = point_of(reduced.action)
    if point is None and reduced.window:
        point = reduced.window.bounds.centre
    return manifest.monitor_at(*point) if point else ""


def _new_window(reduced: Reduced, before: Reduced | None, element: ElementRecord | None) -> str:
    """Return the title of a step's window where the step before was in another.

    What was pressed and has no name is told by its window, too.
    """
    if reduced.window is None or isinstance(reduced.action, Wait):
        return ""
    if isinstance(reduced.action, Click | Drag) and not (element and element.name):
        return reduced.window.title
    same = before is not None and before.window and before.window.id == reduced.window.id
    return "" if same else reduced.window.title


def _is_own(reduced: Reduced, element: ElementRecord | None) -> bool:
    """Tell whether an action was done in the studio's own window: to pause it, or to stop it."""
    window = reduced.window.application if reduced.window else ""
    return (element.application if element else window).casefold() == APPLICATION.casefold()


class StepMaker:
    """Joins actions of a recording with its frames.

    Raises:
        UserError: if a file of the recording is damaged.
    """

    def __init__(self, recording: Recording) -> None:
        self._frames = _Frames(recording)
        self._manifest = recording.manifest

    def step(
        self,
        reduced: Reduced,
        element: ElementRecord | None,
        entered: str,
        until_ns: int | None,
        number: int = 1,
    ) -> Step:
        """Return the step of an action.

        Args:
            reduced: the action.
            element: what it hit.
            entered: the title of its window, if that is worth telling.
            until_ns: when the next action began, None if there is none.
            number: the number of the step.
        """
        first = self._frames.at(reduced.t_ns)
        last = self._frames.stable_after(reduced.t_end_ns, until_ns)
        wait = isinstance(reduced.action, Wait)
        return Step(
            id=number,
            t_ns=reduced.t_ns,
            t_end_ns=reduced.t_end_ns,
            first_event=reduced.first_event,
            last_event=reduced.last_event,
            action=reduced.action,
            sentence=sentence(reduced.action, element, entered),
            window=reduced.window,
            element=element,
            frame_before=first.id if first else None,
            frame_after=last.id if last else None,
            monitor=_monitor(reduced, self._manifest),
            keys=(-reduced.first_event if wait else reduced.first_event,),
        )


class StepReader:
    """Makes the steps of a recording of its events as they come; the events are not kept.

    What was done in the studio's own window is no step.

    Attributes:
        maker: joins further actions of the recording.
        plain: the steps as they were reduced that nothing that follows can change, from number 1.
        entered: for each the title of its window, if the step before was in another.
        cuts: the events at which another step could begin.
        moments: when each of these was, in nanoseconds.
        ended: whether no event follows.

    Raises:
        UserError: if a file of the recording is damaged.
    """

    def __init__(self, recording: Recording) -> None:
        self.maker = StepMaker(recording)
        self.plain: list[Step] = []
        self.entered: list[str] = []
        self.cuts, self.moments = array("q"), array("q")
        self.ended = False
        self._elements = recording.elements
        self._reducer = Reducer()
        self._before: Reduced | None = None
        self._newest: Reduced | None = None

    def take(self, events: Sequence[Event]) -> None:
        """Take the next events."""
        self._reducer.take(events)
        begins = [
            event
            for event in events
            if event.type == "scroll"
            or (event.type == "key_press" and not event.key.startswith(MODIFIER_KEYS))
        ]
        self.cuts.extend(event.seq for event in begins)
        self.moments.extend(event.t_ns for event in begins)
        self._join(self._reducer.settled())

    def end(self) -> None:
        """Make the last steps: no event follows."""
        self._join(self._reducer.end())
        self._make(None)
        self.ended = True

    def _join(self, actions: Iterable[Reduced]) -> None:
        """Make steps of all but the last of these actions: what follows tells where one ends."""
        for reduced in actions:
            if _is_own(reduced, self._elements.get(reduced.first_event)):
                continue
            self._make(reduced.t_ns)
            self._before, self._newest = self._newest, reduced

    def _make(self, until_ns: int | None) -> None:
        reduced, before = self._newest, self._before
        if reduced is None:
            return
        element = _element(reduced, before, self._elements)
        self.entered.append(_new_window(reduced, before, element))
        number = len(self.plain) + 1
        self.plain.append(self.maker.step(reduced, element, self.entered[-1], until_ns, number))
