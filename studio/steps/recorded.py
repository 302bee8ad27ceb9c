"""Steps of a recording: actions joined with frames and elements, arranged as the expert says."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from studio.base.settings import APPLICATION
from studio.formats import annotations
from studio.formats.annotations import NOTHING, Said
from studio.formats.recordings import Recording
from studio.model.recording import (
    ElementRecord,
    Event,
    FocusEvent,
    FrameRecord,
    KeyEvent,
    RecordingManifest,
    ScrollEvent,
)
from studio.model.step import Click, Drag, PressKeys, Scroll, Step, TypeText, Wait, point_of
from studio.steps.arranging import Earlier, arrange
from studio.steps.reduce import MODIFIER_KEYS, Reduced, reduce_events
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


class Cut(NamedTuple):
    """A place to cut a step at: the event at which another would begin, and when it was (ns)."""

    seq: int
    t_ns: int


def _begins(event: Event) -> bool:
    """Tell whether an event could begin a step of its own within one that was reduced."""
    if isinstance(event, KeyEvent):
        return event.type == "key_press" and not event.key.startswith(MODIFIER_KEYS)
    return isinstance(event, ScrollEvent)


class RecordedSteps:
    """The steps of a recording as they were reduced, and as the expert put them.

    What was done in the studio's own window is no step.

    Attributes:
        plain: the steps as they were reduced, numbered from 1, with the sentences made for them.

    Raises:
        UserError: if a file of the recording is damaged.
    """

    # Events are many: only where steps could be cut is kept, and those of a step are read again.
    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._frames = _Frames(recording)
        begins = [event for event in recording.events if _begins(event)]
        self._cuts = array("q", (event.seq for event in begins))
        self._moments = array("q", (event.t_ns for event in begins))
        self._changes = [
            (record.t_ns, record.path) for record in recording.files if record.event != "initial"
        ]
        actions = [
            reduced
            for reduced in reduce_events(recording.events)
            if not _is_own(reduced, recording.elements.get(reduced.first_event))
        ]
        self._entered: list[str] = []
        plain = []
        for number, reduced in enumerate(actions):
            before = actions[number - 1] if number else None
            following = actions[number + 1].t_ns if number + 1 < len(actions) else None
            element = _element(reduced, before, recording.elements)
            self._entered.append(_new_window(reduced, before, element))
            plain.append(self._step(reduced, element, self._entered[-1], following, number + 1))
        self.plain = tuple(plain)
        self._earlier = Earlier()
        self._starts = [step.t_ns for step in plain]
        self._firsts = [step.first_event for step in plain]
        self._by_key = {step.keys[0]: step for step in plain}
        self._newest: tuple[Mapping[int, Said], tuple[Step, ...]] | None = None

    def _step(
        self,
        reduced: Reduced,
        element: ElementRecord | None,
        entered: str,
        until_ns: int | None,
        number: int = 1,
    ) -> Step:
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
            monitor=_monitor(reduced, self._recording.manifest),
            keys=(-reduced.first_event if wait else reduced.first_event,),
        )

    def arranged(self, said: Mapping[int, Said]) -> tuple[Step, ...]:
        """Return the steps as the expert put them, numbered from 1, those left out among them."""
        # Asked once where they are read, so that the window has them at hand.
        if self._newest is None or self._newest[0] != said:
            self._newest = (dict(said), self._arrange(said))
        return self._newest[1]

    def _arrange(self, said: Mapping[int, Said]) -> tuple[Step, ...]:
        # Releases before the second version of annotations named a wait as they named a step.
        old = {
            -key: found
            for key, found in said.items()
            if key not in self._by_key and -key in self._by_key and -key not in said
        }
        known = {**said, **old} if old else said
        steps = arrange(self._split(known), known, self._earlier)
        self._earlier = Earlier(known, {step.keys[0]: step for step in steps})
        return steps

    def made(self, step: Step, said: Mapping[int, Said]) -> str:
        """Return the sentence that an arranged step has where the expert wrote none for it."""
        split = self._split(said)
        whole = split is self.plain
        pieces = self._by_key if whole else {piece.keys[0]: piece for piece in split}
        known = {key: said[key] for key in step.keys if key in said}
        head = step.keys[0]
        known[head] = replace(known.get(head, NOTHING), sentence="")
        return arrange([pieces[key] for key in step.keys], known)[0].sentence

    def cuts(self, step: Step) -> tuple[Cut, ...]:
        """Return where within a step another could begin; a merged one has no such place."""
        if len(step.keys) != 1 or not isinstance(step.action, TypeText | PressKeys | Scroll):
            return ()
        first = bisect_right(self._cuts, step.first_event)
        last = bisect_right(self._cuts, step.last_event)
        return tuple(map(Cut, self._cuts[first:last], self._moments[first:last]))

    def pieces(self, step: Step, event: int) -> tuple[Step, ...]:
        """Return what a step would become if it was cut at one of its `cuts`."""
        return tuple(
            self._step(piece._replace(window=step.window), step.element, "", None)
            for piece in reduce_events(self._events(step), {event})
        )

    def changed(self, first: Step, last: Step) -> tuple[str, ...]:
        """Return the files that changed from one step until what comes after another."""
        later = bisect_right(self._starts, last.t_end_ns)
        until = self._starts[later] if later < len(self._starts) else None
        found = (
            path
            for t_ns, path in self._changes
            if first.t_ns <= t_ns and (until is None or t_ns < until)
        )
        return tuple(dict.fromkeys(found))

    def _split(self, said: Mapping[int, Said]) -> Sequence[Step]:
        """Return the plain steps, those cut in which the expert lets another begin."""
        begins: dict[int, set[int]] = {}
        for key, found in said.items():
            place = bisect_right(self._firsts, key) - 1
            if found.edge == "begins" and place >= 0 and key not in self._by_key:
                begins.setdefault(place, set()).add(key)
        if not begins:
            return self.plain
        steps = list(self.plain)
        for place in sorted(begins, reverse=True):
            steps[place : place + 1] = self._pieces(place, begins[place])
        return steps

    def _pieces(self, place: int, begins: set[int]) -> list[Step]:
        """Return what a plain step is cut into; nothing else is taken for a place to cut at."""
        whole = self.plain[place]
        cuts = begins.intersection(cut.seq for cut in self.cuts(whole))
        if not cuts:
            return [whole]
        found = reduce_events(self._events(whole), cuts)
        ends = [piece.t_ns for piece in found[1:]]
        following = self.plain[place + 1].t_ns if place + 1 < len(self.plain) else None
        return [
            self._step(piece._replace(window=whole.window), whole.element, entered, until)
            for piece, entered, until in zip(
                found,
                [self._entered[place], *([""] * len(ends))],
                [*ends, following],
                strict=True,
            )
        ]

    def _events(self, step: Step) -> list[Event]:
        """Return the events of a step, after the focus that it began with."""
        within = list(self._recording.events_between(step.first_event, step.last_event))
        if step.window is None:
            return within
        return [FocusEvent(seq=step.first_event, t_ns=step.t_ns, window=step.window), *within]


def reduce_steps(recording: Recording, left_out: bool = False) -> tuple[Step, ...]:
    """Return the steps of a recording as the expert put them, in the words that were given them.

    Args:
        recording: what was recorded.
        left_out: whether those are among them that are not part of the work. Without them the
            others keep their numbers.

    Raises:
        UserError: if a file of the recording is damaged, or newer than this program.
    """
    said = annotations.said(recording.folder)
    steps = RecordedSteps(recording).arranged(said)
    return steps if left_out else tuple(step for step in steps if not step.left_out)


def plain_steps(recording: Recording) -> tuple[Step, ...]:
    """Return the steps of a recording as they were reduced, with the sentences made for them.

    Raises:
        UserError: if a file of the recording is damaged.
    """
    return RecordedSteps(recording).plain
