"""What a recording caught, what was withheld from it, and whether its ends are empty."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from studio.formats.layout import is_office_litter
from studio.formats.recordings import Recording
from studio.model.recording import Event, FrameRecord, MarkEvent, WithheldFor
from studio.steps import plain_steps

Stretch = tuple[int, int]
IDLE_SECONDS = 5.0
_KEPT_NS = 1_000_000_000
_REASONS: tuple[WithheldFor, ...] = ("password", "excluded", "not_allowed", "silent")


@dataclass(frozen=True)
class Caught:
    """What a recording holds, as it is told to the person who made it.

    Attributes:
        changed: the paths of the files that changed, were made or were deleted, in order.
        withheld_for: how many keys were withheld for each reason.
        pauses: how often it was paused.
        gaps: why something is missing, one reason a gap.
        clicks: how many steps press something.
        unnamed: the numbers of those that hit nothing with a name.
        idle: the stretches (ns) at the beginning and the end in which nothing was done.
        first: the first frame, None if there is none.
        last: the last one.
    """

    seconds: float
    steps: int
    events: int
    frames: int
    marks: int
    changed: tuple[str, ...]
    withheld: int
    withheld_for: dict[WithheldFor, int]
    pauses: int
    gaps: tuple[str, ...]
    clicks: int
    unnamed: tuple[int, ...]
    idle: tuple[Stretch, ...]
    first: FrameRecord | None
    last: FrameRecord | None

    @property
    def idle_seconds(self) -> float:
        """How long the empty ends are together."""
        return sum(end - begin for begin, end in self.idle) / 1e9


def changed_files(recording: Recording) -> tuple[str, ...]:
    """Return the paths of the watched files that did not stay as they were, in order of time."""
    paths = (
        record.path
        for record in recording.files
        if record.event != "initial" and not is_office_litter(record.path.rsplit("/", 1)[-1])
    )
    return tuple(dict.fromkeys(paths))


def withheld_keys(recording: Recording) -> int:
    """Return how many keys were typed that the recording does not hold."""
    return int(_stopped(recording.events).get("withheld", 0))


def _stopped(events: Iterable[Event]) -> dict[str, int | str]:
    """Return what the recorder counted at the end."""
    marks = (event for event in events if isinstance(event, MarkEvent))
    return next((mark.detail for mark in marks if mark.type == "stopped"), {})


def caught(recording: Recording) -> Caught:
    """Return what a recording caught.

    Raises:
        UserError: if a file of it is damaged.
    """
    marks = [event for event in recording.events if isinstance(event, MarkEvent)]
    detail = _stopped(marks)
    told = {reason: int(detail.get(f"withheld_for_{reason}", 0)) for reason in _REASONS}
    times = [event.t_ns for event in recording.events] or [0]
    frames = recording.frames
    steps = plain_steps(recording)
    return Caught(
        seconds=round((times[-1] - times[0]) / 1e9, 3),
        steps=len(steps),
        events=len(recording.events) - len(marks),
        frames=len(frames),
        marks=sum(mark.ends_checkpoint for mark in marks),
        changed=changed_files(recording),
        withheld=int(detail.get("withheld", 0)),
        withheld_for={reason: count for reason, count in told.items() if count},
        pauses=sum(mark.type == "paused" for mark in marks),
        gaps=tuple(str(mark.detail.get("reason", "")) for mark in marks if mark.type == "gap"),
        clicks=sum(step.is_press for step in steps),
        unnamed=tuple(step.id for step in steps if step.is_unnamed),
        idle=_idle_ends(recording),
        first=frames[0] if frames else None,
        last=frames[-1] if frames else None,
    )


def _idle_ends(recording: Recording) -> tuple[Stretch, ...]:
    """Return the stretches before the first and after the last act that are worth leaving out.

    A second stays on each side. Saving a file is an act.
    """
    acts = [event.t_ns for event in recording.events if event.source == "input"]
    saved = [record.t_ns for record in recording.files if record.event != "initial"]
    if not acts:
        return ()
    spread = [time for frame in recording.frames for time in (frame.t_ns, frame.t_end_ns)]
    # The recorder's own marks stay where something was left out already.
    told = [event.t_ns for event in recording.events if not isinstance(event, MarkEvent)]
    everything = [*told, *spread]
    begin, end = min(everything), max(everything)
    first, last = min(acts), max(chain(acts, saved))
    found = ((begin, first - _KEPT_NS), (last + _KEPT_NS, end))
    return tuple(part for part in found if part[1] - part[0] >= IDLE_SECONDS * 1e9)
