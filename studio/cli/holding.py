"""What a recording holds, in numbers."""

from studio.formats.recordings import Recording
from studio.model.contract import Gap, RecordingInfo
from studio.model.recording import MarkEvent
from studio.recordings.caught import changed_files


def _lasted(gap: MarkEvent) -> float:
    begun = gap.detail.get("from_ns", gap.t_ns)
    return round(max(0, gap.t_ns - int(begun)) / 1e9, 3)


def info_of(recording: Recording) -> RecordingInfo:
    """Return what a recording holds and what is missing."""
    marks = [event for event in recording.events if isinstance(event, MarkEvent)]
    detail = next((mark.detail for mark in marks if mark.type == "stopped"), {})
    times = [event.t_ns for event in recording.events] or [0]
    files = (place for place in recording.folder.rglob("*") if place.is_file())
    return RecordingInfo(
        state=recording.manifest.state,
        seconds=round((times[-1] - times[0]) / 1e9, 3),
        events=len(recording.events) - len(marks),
        frames=len(recording.frames),
        gaps=tuple(
            Gap(t_ns=mark.t_ns, seconds=_lasted(mark), reason=str(mark.detail.get("reason", "")))
            for mark in marks
            if mark.type == "gap"
        ),
        marks=tuple(
            round((mark.t_ns - times[0]) / 1e9, 3) for mark in marks if mark.ends_checkpoint
        ),
        changed=changed_files(recording),
        lost=int(detail.get("lost", 0)),
        withheld=int(detail.get("withheld", 0)),
        bytes=sum(place.stat().st_size for place in files),
    )
