"""Steps of a recording: actions joined with frames and elements."""

from bisect import bisect_right
from collections.abc import Mapping

from studio.base.settings import APPLICATION
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


def _is_own(reduced: Reduced, element: ElementRecord | None) -> bool:
    """Tell whether an action was done in the studio's own window: to pause it, or to stop it."""
    window = reduced.window.application if reduced.window else ""
    return (element.application if element else window).casefold() == APPLICATION.casefold()


def with_said(steps: tuple[Step, ...], said: Mapping[int, annotations.Said]) -> tuple[Step, ...]:
    """Return the steps with the sentences and notes that the expert gave them."""
    return tuple(
        step.model_copy(update={"sentence": found.sentence or step.sentence, "note": found.note})
        if (found := said.get(step.first_event))
        else step
        for step in steps
    )


def reduce_steps(recording: Recording) -> tuple[Step, ...]:
    """Return the steps of a recording, numbered from 1, in the expert's words where there are any.

    Raises:
        UserError: if a file of the recording is damaged.
    """
    return with_said(plain_steps(recording), annotations.said(recording.folder))


def plain_steps(recording: Recording) -> tuple[Step, ...]:
    """Return the steps of a recording, numbered from 1, with the sentences made for them.

    What was done in the studio's own window is no step.

    Raises:
        UserError: if a file of the recording is damaged.
    """
    actions = [
        reduced
        for reduced in reduce_events(recording.events)
        if not _is_own(reduced, recording.elements.get(reduced.first_event))
    ]
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
                sentence=sentence(reduced.action, element, _new_window(reduced, before)),
                window=reduced.window,
                element=element,
                frame_before=first.id if first else None,
                frame_after=last.id if last else None,
                monitor=_monitor(reduced, recording.manifest),
            )
        )
    return tuple(steps)
