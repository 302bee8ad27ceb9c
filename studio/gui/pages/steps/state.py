"""What the steps page shows, without Qt: which checkpoint holds a step, what may be marked."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal

from studio.editing import SayStep, Several
from studio.editing.shares import shares_of
from studio.formats.tasks import TaskDocument
from studio.gui.pages.steps.pictures import Pictures
from studio.model.step import Step, acts
from studio.model.task import Checkpoint

_NOTE_SIGNS = 120
Moment = Literal["before", "press", "after"]
FOUND_BY = {"nothing": "hit nothing with a name", "place": "by its place in the window"}
"""What is said of a step that is not found by what it hit."""
SHORTLY = {"nothing": "without a name", "place": "by its place"}
"""The same where there is little room."""


@dataclass(frozen=True)
class Selection:
    """The selected steps in order; the page has one, and all its panes show it."""

    steps: tuple[Step, ...] = ()

    @property
    def first(self) -> Step | None:
        """The first of them."""
        return self.steps[0] if self.steps else None

    @property
    def numbers(self) -> tuple[int, ...]:
        """Their numbers."""
        return tuple(step.id for step in self.steps)


@dataclass(frozen=True)
class Marked:
    """A checkpoint, its place in the list, and its share of the score in tenths of a percent."""

    checkpoint: Checkpoint
    place: int
    share: int


def marked_steps(document: TaskDocument, steps: tuple[Step, ...]) -> dict[int, Marked]:
    """Return for each step id the checkpoint that covers it."""
    points = document.task.checkpoints
    shares = shares_of(document)
    spans = {span.checkpoint: span for span in document.checks.steps}
    firsts = [step.first_event for step in steps]
    found: dict[int, Marked] = {}
    for place, point in enumerate(points):
        span = spans.get(point.id)
        if span is None:
            continue
        marked = Marked(point, place, shares[point.id])
        # A step belongs where it begins, as `CheckpointSteps.holds` says.
        begin, end = bisect_left(firsts, span.first_event), bisect_right(firsts, span.last_event)
        for step in steps[begin:end]:
            found[step.id] = marked
    return found


def frame_at(step: Step, moment: Moment, pictures: Pictures) -> int | None:
    """Return the frame that shows a moment of a step.

    What was typed is only on the screen when the typing ends; a press belongs to its beginning.
    """
    if moment == "after":
        return step.frame_after
    if moment == "before" or step.point is not None:
        return step.frame_before
    return pictures.at(step.t_end_ns) or step.frame_before


def found_by(step: Step) -> str:
    """Return how what a step pressed is found, a key of `FOUND_BY`; empty if by its element."""
    pressed = [part for part in acts([step]) if part.is_press]
    if any(part.is_unnamed and not part.by_place for part in pressed):
        return "" if step.left_out else "nothing"
    return "place" if any(part.by_place for part in pressed) else ""


def place_in_window(step: Step) -> tuple[int, int] | None:
    """Return how far from the corner of its window a step acts, in pixels."""
    if step.point is None or step.window is None:
        return None
    bounds = step.window.bounds
    return step.point[0] - bounds.x, step.point[1] - bounds.y


def short_note(step: Step) -> str:
    """Return the note of a step as the list shows it."""
    return step.note if len(step.note) <= _NOTE_SIGNS else f"{step.note[: _NOTE_SIGNS - 1]}…"


def said_sentence(step: Step, made: str, written: str) -> SayStep | None:
    """Return the edit that gives a step the sentence that was written, None if it has it.

    Args:
        step: the step as it is shown.
        made: the sentence that was made for it; an empty one, or this one, takes its place again.
        written: what was written.
    """
    words = " ".join(written.split())
    if words == step.sentence or (not words and step.sentence == made):
        return None
    return SayStep(step.keys[0], sentence="" if words == made else words)


def said_note(step: Step, written: str) -> SayStep | Several | None:
    """Return the edit that notes why a step was done, None if that is noted already.

    A merged step shows the notes of all that it was merged of; what is written takes their place.
    """
    words = " ".join(written.split())
    if words == step.note:
        return None
    own = SayStep(step.keys[0], note=words)
    others = tuple(SayStep(key, note="") for key in step.keys[1:])
    return Several("Annotate a step", (own, *others)) if others else own
