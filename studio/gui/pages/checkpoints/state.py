"""What the checkpoints page shows, without Qt."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from studio.editing.shares import WHOLE, shares_of, shown_share, unjudged
from studio.formats.tasks import TaskDocument
from studio.gui.widgets.share_part import SharePart
from studio.gui.wording import count, say
from studio.model.check import Check, CheckpointSteps
from studio.model.step import Step

Range = tuple[int, int]
GATE = "Below 1 here, the whole work scores 0, whatever else is right."
NO_GATE = "It adds its share to the score, and what is missing here costs no more than that."
_LOOSE, _ALL = "For the whole work", 1000


@dataclass(frozen=True)
class PointRow:
    """A checkpoint as the list shows it.

    Attributes:
        id: its id.
        title: its title.
        place: where it stands in the order, from 0; it has the hue of that place.
        share: in tenths of a percent.
        gate: whether the whole is 0 without it.
        steps: the numbers of its first and last step, None if it has none or they are not read.
        told_steps: the same in words, empty if the task has no steps.
        told_checks: its checks in words.
        lacks: whether it counts and nothing in it can score.
    """

    id: str
    title: str
    place: int
    share: int
    gate: bool
    steps: Range | None
    told_steps: str
    told_checks: str
    lacks: bool

    @property
    def caption(self) -> str:
        """The line below its title."""
        return " · ".join(part for part in (self.told_steps, self.told_checks) if part)


def rows(document: TaskDocument, steps: Sequence[Step] | None) -> tuple[PointRow, ...]:
    """Return the checkpoints in order.

    Args:
        document: the task.
        steps: those of its recording; None if it keeps none.
    """
    shares = shares_of(document)
    spans = {span.checkpoint: span for span in document.checks.steps}
    held: dict[str | None, list[Check]] = {}
    for check in document.checks.checks:
        held.setdefault(check.checkpoint, []).append(check)
    firsts = [step.first_event for step in steps or ()]
    lacking = {point.id for point in unjudged(document)}
    found = []
    for place, point in enumerate(document.task.checkpoints):
        checks = held.get(point.id, [])
        numbers = step_range(spans.get(point.id), steps or (), firsts)
        found.append(
            PointRow(
                point.id,
                point.title,
                place,
                shares[point.id],
                point.gate,
                numbers,
                "" if steps is None else told_steps(numbers),
                told_checks(checks, point.weight > 0),
                point.id in lacking,
            )
        )
    return tuple(found)


def step_range(
    span: CheckpointSteps | None, steps: Sequence[Step], firsts: Sequence[int]
) -> Range | None:
    """Return the numbers of the first and the last step of a span, None if it holds none.

    A step belongs where it begins, as `CheckpointSteps.holds` says; `firsts` are the first events
    of the steps.
    """
    if span is None:
        return None
    begin, end = bisect_left(firsts, span.first_event), bisect_right(firsts, span.last_event)
    return (steps[begin].id, steps[end - 1].id) if begin < end else None


def told_steps(numbers: Range | None) -> str:
    """Return steps in words."""
    if numbers is None:
        return say("No steps")
    first, last = numbers
    if first == last:
        return say("Step {number}").format(number=first)
    return say("Steps {first} to {last}").format(first=first, last=last)


def told_checks(checks: Sequence[Check], counts: bool) -> str:
    """Return in words what judges a checkpoint; `counts` tells whether it has a weight."""
    if not checks:
        return say("No check yet, so it scores 0") if counts else say("No check yet")
    told = count(len(checks), "1 check", "{count} checks")
    if counts and all(check.gate for check in checks):
        return say("{checks}, none with a weight, so it scores 0").format(checks=told)
    return told


def parts(document: TaskDocument) -> tuple[SharePart, ...]:
    """Return the parts of the score, that of the checks without a checkpoint last if it counts."""
    shares = shares_of(document)
    found = [
        SharePart(point.id, point.title, place, shares[point.id])
        for place, point in enumerate(document.task.checkpoints)
    ]
    if WHOLE in shares:
        found.append(SharePart(WHOLE, say(_LOOSE), None, shares[WHOLE]))
    return tuple(found)


def headline(rows: Sequence[PointRow]) -> tuple[str, str]:
    """Return the tone and the sentence that stand above the list; nothing if all is well."""
    if not rows:
        return "", ""
    lacking = [row for row in rows if row.lacks]
    if not lacking:
        return "good", say("Each checkpoint that counts has a check")
    if any(row.gate for row in lacking):
        row = next(row for row in lacking if row.gate)
        told = say("“{title}” must pass and has no check, so all work scores 0: give it one")
        return "waits", told.format(title=row.title)
    lost = sum(row.share for row in lacking)
    if lost >= _ALL:
        return "waits", say("No checkpoint has a check with a weight, so all work scores 0")
    if len(lacking) == 1:
        told = say("“{title}” has no check with a weight: nobody can earn its {lost}; give it one")
        return "waits", told.format(title=lacking[0].title, lost=shown_share(lost))
    told = say("{count} checkpoints have no check with a weight: nobody can earn their {lost}")
    return "waits", told.format(count=f"{len(lacking):,}", lost=shown_share(lost))


def next_selected(before: Sequence[PointRow], after: Sequence[PointRow], selected: str) -> str:
    """Return which checkpoint is selected after a change: the same, a new one, or its neighbour."""
    known = {row.id for row in before}
    fresh = [row.id for row in after if row.id not in known]
    if before and len(fresh) == 1:
        return fresh[0]
    if any(row.id == selected for row in after):
        return selected
    place = next((row.place for row in before if row.id == selected), 0)
    return after[min(place, len(after) - 1)].id if after else ""
