"""How a recorder at work is shown, in the bar and on the page; without Qt."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

from studio.base.clock import minutes
from studio.capture.options import Look
from studio.model.recording import RecorderStatus

Button = Literal["pause", "resume", "mark", "stop", "recover", "dismiss"]
Tone = Literal["bad", "waits", "good"]
Point = tuple[int, int]
GOES_ON = (
    "The recording goes on without the window. Open the studio again to see it, or press "
    "Ctrl+Shift+F10 in any program to stop it."
)
_MEASURED = 24
_ORDINARY = ("Ready: ", "Only shortcuts", "Paused: ", "Recording again", "Checkpoint ")


@dataclass(frozen=True)
class Rates:
    """What came in a second, over the last looks.

    Attributes:
        events: a second, the newest last; so are `frames`.
    """

    events: tuple[float, ...] = ()
    frames: tuple[float, ...] = ()

    @property
    def last(self) -> tuple[float, float]:
        """The newest events and frames a second."""
        return (self.events[-1], self.frames[-1]) if self.events else (0.0, 0.0)


class Meter:
    """Measures the rates from what the recorder tells, which is about once a second."""

    def __init__(self) -> None:
        self._before: RecorderStatus | None = None
        self._rates: deque[tuple[float, float]] = deque(maxlen=_MEASURED)

    def take(self, status: RecorderStatus) -> Rates:
        """Take what the recorder tells; return the rates until now."""
        before = self._before
        if before and status.seconds > before.seconds:
            seconds = status.seconds - before.seconds
            events, frames = status.events - before.events, status.frames - before.frames
            self._rates.append((max(0, events) / seconds, max(0, frames) / seconds))
        if before is None or status.seconds != before.seconds:
            self._before = status
        return Rates(*(tuple(rate[part] for rate in self._rates) for part in (0, 1)))


@dataclass(frozen=True)
class Face:
    """What is shown of a recorder.

    Attributes:
        state: how it stands, in a word; its colour is named by `tone`.
        time: how long it has recorded.
        facts: templates of counts, to be translated, each with its number.
        sentence: what it told last, or what there is to know.
    """

    state: str
    tone: Tone
    name: str = ""
    time: str = ""
    facts: tuple[tuple[str, int], ...] = ()
    sentence: str = ""
    buttons: tuple[Button, ...] = ()
    marks: int = 0

    @property
    def news(self) -> str:
        """What the recorder told last if it is out of the ordinary, empty if not."""
        return "" if self.sentence.startswith(_ORDINARY) else self.sentence


def starting(name: str) -> Face:
    """Return the face while the recorder starts its channels."""
    return Face("Starting", "waits", name, "00:00")


def recovering(name: str) -> Face:
    """Return the face while a recording is made whole."""
    return Face("Recovering", "waits", name, sentence="Making whole what was kept…")


def face_of(look: Look, stopping: bool) -> Face:
    """Return how a recording looks that runs, seals, or was left unsealed."""
    name = look.folder.stem
    if look.ending == "died":
        return Face("Ended", "bad", name, buttons=("recover", "dismiss"))
    if look.status is None:
        return Face("Sealing", "waits", name, sentence="Writing the seal…")
    status = look.status
    time, facts = minutes(status.seconds).split(".")[0], facts_of(status)
    if stopping:
        return Face("Stopping", "waits", name, time, facts, "Writing what is still on its way…")
    if status.paused:
        orders: tuple[Button, ...] = ("resume", "mark", "stop")
        return Face("Paused", "waits", name, time, facts, look.told, orders, status.marks)
    orders = ("pause", "mark", "stop")
    return Face("Recording", "bad", name, time, facts, look.told, orders, status.marks)


def facts_of(status: RecorderStatus) -> tuple[tuple[str, int], ...]:
    """Return what arrived so far."""
    return (
        ("Events", status.events),
        ("Frames", status.frames),
        ("File changes", status.files),
        ("Checkpoints marked", status.marks),
        ("Keys withheld", status.withheld),
    )


def last_word(look: Look) -> str:
    """Return what a person must know of how a recording ended, empty if all went as asked."""
    return "" if look.told.startswith("Sealed ") else look.told


def is_near(point: Point, place: tuple[int, int, int, int], margin: int) -> bool:
    """Tell whether a point lies beside a place (x, y, width, height), or on it."""
    x, y, width, height = place
    return (
        x - margin <= point[0] < x + width + margin and y - margin <= point[1] < y + height + margin
    )


def corner_away(
    point: Point, size: tuple[int, int], screen: tuple[int, int, int, int], margin: int
) -> Point:
    """Return where something of a size stands in the corner that is farthest from a point.

    Args:
        point: to get away from.
        size: width and height of what moves.
        screen: the room on the screen: x, y, width and height.
        margin: how far from its edges.
    """
    left, top, width, height = screen
    columns = (left + margin, left + width - size[0] - margin)
    rows = (top + margin, top + height - size[1] - margin)

    def distance(corner: Point) -> int:
        middle = corner[0] + size[0] // 2, corner[1] + size[1] // 2
        return (middle[0] - point[0]) ** 2 + (middle[1] - point[1]) ** 2

    return max(((x, y) for y in rows for x in columns), key=distance)


def inside(point: Point, size: tuple[int, int], screen: tuple[int, int, int, int]) -> Point:
    """Return the nearest place at which something of a size lies whole on the screen."""
    left, top, width, height = screen
    x = max(left, min(point[0], left + width - size[0]))
    return x, max(top, min(point[1], top + height - size[1]))
