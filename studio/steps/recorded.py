"""Steps of a recording: actions joined with frames and elements."""

from bisect import bisect_right

from studio.formats import annotations
from studio.formats.recordings import Recording
from studio.model.recording import ElementRecord, FrameRecord, RecordingManifest
from studio.model.step import Click, Drag, Step, TypeText, Wait, point_of
from studio.steps.reduce import Reduced, reduce_events
from studio.steps.sentences import sentence

_STABLE_NS = 200_000_000


class _Frames:
    def __init__(self, recording: Recording) -> None:
        self._all = recording.frames
        self._kept = [frame for frame in self._all if recording.keyframe(frame)]
        self._starts = [frame.t_ns for frame in self._all]

    def at(self, t_ns: int) -> FrameRecord | None:
        index = bisect_right(self._starts, t_ns) - 1
        return self._all[max(index, 0)] if self._all else None

    def stable_after(self, t_ns: int, until_ns: int | None) -> FrameRecord | None:
        for frame in self._kept:
            if frame.t_end_ns - max(frame.t_ns, t_ns) >= _STABLE_NS and (
                until_ns is None or frame.t_ns <= until_ns
            ):
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


def _new_window(reduced: Reduced, before: Reduced | None) -> str:
    """Return the title of a step's window where the step before was in another."""
    if reduced.window is None or isinstance(reduced.action, Wait):
        return ""
    same = before is not None and before.window and before.window.id == reduced.window.id
    return "" if same else reduced.window.title


def _said(recording: Recording) -> tuple[dict[int, str], dict[int, str]]:
    """Return what the expert said last of the steps, by their first event; empty takes it back."""
    sentences: dict[int, str] = {}
    notes: dict[int, str] = {}
    for found in annotations.read(recording.folder):
        for kept, said in ((sentences, found.sentence), (notes, found.note)):
            if said is not None:
                kept[found.first_event] = said
    return sentences, notes


def reduce_steps(recording: Recording) -> tuple[Step, ...]:
    """Return the steps of a recording, numbered from 1.

    Raises:
        UserError: if a file of the recording is damaged.
    """
    actions = reduce_events(recording.events)
    sentences, notes = _said(recording)
    frames = _Frames(recording)
    steps = []
    for number, reduced in enumerate(actions):
        before = actions[number - 1] if number else None
        following = actions[number + 1].t_ns if number + 1 < len(actions) else None
        element = _element(reduced, before, recording.elements)
        first = frames.at(reduced.t_ns)
        last = frames.stable_after(reduced.t_end_ns, following)
        steps.append(
            Step(
                id=number + 1,
                t_ns=reduced.t_ns,
                t_end_ns=reduced.t_end_ns,
                first_event=reduced.first_event,
                last_event=reduced.last_event,
                action=reduced.action,
                sentence=sentences.get(reduced.first_event)
                or sentence(reduced.action, element, _new_window(reduced, before)),
                note=notes.get(reduced.first_event, ""),
                window=reduced.window,
                element=element,
                frame_before=first.id if first else None,
                frame_after=last.id if last else None,
                monitor=_monitor(reduced, recording.manifest),
            )
        )
    return tuple(steps)
