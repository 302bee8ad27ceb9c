"""Trimming a recording and joining two."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from studio.base.errors import UserError
from studio.formats.recordings import Recording
from studio.model.recording import (
    ElementRecord,
    Event,
    FileRecord,
    FocusEvent,
    FrameRecord,
    MarkEvent,
    RecordingManifest,
)
from studio.recordings.making import Part, make, refuse_taken
from studio.steps import reduce_steps

Stretch = tuple[int, int]
_CUT = "this part was cut out"


def stretches_of_steps(recording: Recording, steps: Sequence[tuple[int, int]]) -> list[Stretch]:
    """Return the times (ns) that ranges of steps (first, last) take.

    Raises:
        UserError: if there is no such step.
    """
    found = reduce_steps(recording, left_out=True)
    for first, last in steps:
        if not 1 <= first <= last <= len(found):
            raise UserError(f"There are no steps {first}-{last}; the recording has {len(found)}.")
    return [(found[first - 1].t_ns, found[last - 1].t_end_ns) for first, last in steps]


def trim(
    recording: Recording,
    out: Path,
    dropped: Sequence[Stretch],
    progress: Callable[[str], None],
) -> RecordingManifest:
    """Write a recording without some stretches of time (ns), each of which is marked as a gap.

    Contents that a watched file had only within a dropped stretch are gone; the last of them stays,
    for the work went on from there.

    Raises:
        UserError: if `out` is there, or nothing would be left.
    """
    refuse_taken(out)
    merged = _merged(dropped)
    events = list(_without(recording.events, merged))
    if not any(event.source == "input" for event in events):
        raise UserError("Nothing would be left; drop less.")
    kept = {event.seq for event in events}
    part = Part(
        source=recording,
        events=events,
        frames=_frames_without(recording.frames, merged),
        files=_files_without(recording.files, merged),
        elements=[found for found in _elements(recording) if found.event in kept],
    )
    return make(out, recording.manifest, [part], progress).manifest


def _elements(recording: Recording) -> list[ElementRecord]:
    return [*recording.elements.values(), *recording.focused.values()]


def _merged(stretches: Sequence[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _hit(t_ns: int, stretches: Sequence[Stretch]) -> Stretch | None:
    return next((found for found in stretches if found[0] <= t_ns <= found[1]), None)


def _without(events: Sequence[Event], dropped: Sequence[Stretch]) -> list[Event]:
    kept: list[Event] = []
    window: FocusEvent | None = None
    cut: Stretch | None = None
    for event in events:
        hit = _hit(event.t_ns, dropped)
        if isinstance(event, FocusEvent):
            window = event
        if hit and not isinstance(event, MarkEvent):
            cut = hit
            continue
        if cut:
            detail: dict[str, int | str] = {
                "channel": "recorder", "reason": _CUT, "from_ns": cut[0]
            }  # fmt: skip
            kept.append(MarkEvent(seq=event.seq, t_ns=cut[1], type="gap", detail=detail))
            if window:
                kept.append(window.model_copy(update={"t_ns": cut[1]}))
            cut = None
        kept.append(event)
    return kept


def _frames_without(frames: Sequence[FrameRecord], dropped: Sequence[Stretch]) -> list[FrameRecord]:
    """Keep a frame if it stood at any time that is kept; it then stands only there."""
    kept = []
    for frame in frames:
        start, end = frame.t_ns, frame.t_end_ns
        for cut in dropped:
            if cut[0] <= start <= cut[1]:
                start = cut[1] + 1
            if cut[0] <= end <= cut[1]:
                end = cut[0] - 1
        if start <= end:
            kept.append(frame.model_copy(update={"t_ns": start, "t_end_ns": end}))
    return kept


def _files_without(files: Sequence[FileRecord], dropped: Sequence[Stretch]) -> list[FileRecord]:
    last: dict[tuple[Stretch, str, str], FileRecord] = {}
    for record in files:
        if (hit := _hit(record.t_ns, dropped)) and record.event != "initial":
            last[hit, record.watch, record.path] = record
    return [
        record
        for record in files
        if record.event == "initial"
        or not (hit := _hit(record.t_ns, dropped))
        or last[hit, record.watch, record.path] is record
    ]


def join(
    first: Recording, second: Recording, out: Path, progress: Callable[[str], None]
) -> RecordingManifest:
    """Write two sittings as one recording, on the clock of the first, the gap between marked.

    Raises:
        UserError: if they cannot be one, or `out` is there.
    """
    refuse_taken(out)
    one, other = first.manifest, second.manifest
    if one.screen != other.screen:
        raise UserError("The screens differ in size; only sittings on one screen can be joined.")
    if [watch.path for watch in one.watched] != [watch.path for watch in other.watched]:
        raise UserError("The watched folders differ; only sittings on one work can be joined.")
    shift = _shift(first, second)
    end = max((event.t_ns for event in first.events), default=one.clock.monotonic_ns)
    begin = min(event.t_ns for event in second.events) + shift
    if begin <= end:
        raise UserError("The second recording begins before the first ends; name them in order.")
    detail: dict[str, int | str] = {
        "channel": "recorder", "reason": "between two sittings", "from_ns": end
    }  # fmt: skip
    gap = MarkEvent(seq=1, t_ns=begin, type="gap", detail=detail)
    later = [event.model_copy(update={"t_ns": event.t_ns + shift}) for event in second.events]
    parts = [
        Part(
            first,
            list(first.events),
            list(first.frames),
            list(first.files),
            _elements(first),
        ),
        Part(
            second,
            [gap, *(event for event in later if not _begins(event))],
            [_moved_frame(frame, shift) for frame in second.frames],
            _files_after(first, second, shift),
            [found.model_copy(update={"t_ns": found.t_ns + shift}) for found in _elements(second)],
        ),
    ]
    return make(out, one, parts, progress).manifest


def _begins(event: Event) -> bool:
    """Tell whether an event is the beginning of a sitting, and no end of a checkpoint."""
    return isinstance(event, MarkEvent) and event.type == "started" and not event.ends_checkpoint


def _shift(first: Recording, second: Recording) -> int:
    """Return what takes times of the second to the clock of the first, by the UTC of both."""
    one, other = first.manifest.clock, second.manifest.clock
    apart = datetime.fromisoformat(other.utc) - datetime.fromisoformat(one.utc)
    return one.monotonic_ns - other.monotonic_ns + round(apart.total_seconds() * 1e9)


def _moved_frame(frame: FrameRecord, shift: int) -> FrameRecord:
    return frame.model_copy(update={"t_ns": frame.t_ns + shift, "t_end_ns": frame.t_end_ns + shift})


def _files_after(first: Recording, second: Recording, shift: int) -> list[FileRecord]:
    """Return the second sitting's files: what it found is a change only if it had changed."""
    found = []
    for record in second.files:
        moved = record.model_copy(update={"t_ns": record.t_ns + shift})
        if record.event == "initial":
            before = first.after(record.watch).get(record.path)
            if before and before.digest == record.digest:
                continue
            moved = moved.model_copy(update={"event": "saved"})
        found.append(moved)
    return found
