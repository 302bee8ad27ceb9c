"""Edits of checkpoints: what they are, their order, their steps and their shares of the score."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from studio.base.errors import UserError
from studio.base.ids import slug
from studio.editing.names import demand, free_id
from studio.editing.shares import (
    WHOLE,
    Weights,
    given_way,
    has_loose_weight,
    shifted,
    tenths_from,
    weights_of,
)
from studio.formats.tasks import TaskDocument
from studio.model.check import CheckpointSteps, Checks
from studio.model.task import Checkpoint, OnetTasks, Task

_DIGITS = 6


@dataclass(frozen=True)
class AddCheckpoint:
    """Add a checkpoint, perhaps with the first and last event of its steps.

    With a `share` of the score in percent the others give way in proportion; else it has `weight`.
    """

    title: str
    weight: float = 1.0
    first_event: int | None = None
    last_event: int | None = None
    gate: bool = False
    onet_tasks: OnetTasks | None = None
    share: float | None = None


@dataclass(frozen=True)
class SetCheckpoint:
    """Change what is given of a checkpoint; to a `share` in percent the others give way."""

    id: str
    title: str | None = None
    weight: float | None = None
    gate: bool | None = None
    first_event: int | None = None
    last_event: int | None = None
    share: float | None = None


@dataclass(frozen=True)
class ShiftShare:
    """Let two parts of the score share anew what they have together; the others keep theirs.

    Attributes:
        left: a checkpoint, or empty for the checks without one.
        right: the part that gets the rest.
        share: what `left` gets, in percent.
    """

    left: str
    right: str
    share: float


@dataclass(frozen=True)
class MoveCheckpoint:
    """Move a checkpoint to a place in the order, from 0; its share and its steps stay."""

    id: str
    place: int


@dataclass(frozen=True)
class RemoveCheckpoint:
    """Remove a checkpoint; its checks stay, without one, and keep its share of the score."""

    id: str


@dataclass(frozen=True)
class LinkOnetTasks:
    """Say which O*NET tasks a checkpoint is part of; None takes the answer back."""

    id: str
    onet_tasks: OnetTasks | None


CheckpointEdit = AddCheckpoint | SetCheckpoint | ShiftShare | MoveCheckpoint | RemoveCheckpoint


def task_with(task: Task, **changes: Any) -> Task:
    """Return a task with other values, read anew as from its file."""
    return Task.model_validate_json(task.model_copy(update=changes).model_dump_json(by_alias=True))


def after_checkpoint_edit(document: TaskDocument, edit: CheckpointEdit) -> TaskDocument:
    """Return the document after an edit of its checkpoints.

    Raises:
        UserError: if it does not fit; the sentence says why.
    """
    known = [point.id for point in document.task.checkpoints]
    match edit:
        case AddCheckpoint():
            return _added(document, edit)
        case ShiftShare(left=left, right=right):
            weights = weights_of(document)
            for part in (left, right):
                demand(part, [*weights], "checkpoint")
            return _weighed(document, shifted(weights, left, right, tenths_from(edit.share)))
    demand(edit.id, known, "checkpoint")
    match edit:
        case MoveCheckpoint():
            return _moved(document, edit)
        case RemoveCheckpoint():
            return _removed(document, edit.id)
        case SetCheckpoint():
            return _changed(document, edit)


def link_onet_tasks(task: Task, edit: LinkOnetTasks) -> Task:
    """Return the task with the answer to which O*NET tasks a checkpoint is part of."""
    points = task.checkpoints
    demand(edit.id, [point.id for point in points], "checkpoint")
    given = {"onet_tasks": edit.onet_tasks}
    changed = [point.model_copy(update=given) if point.id == edit.id else point for point in points]
    return task_with(task, checkpoints=tuple(changed))


def _added(document: TaskDocument, edit: AddCheckpoint) -> TaskDocument:
    points = document.task.checkpoints
    identifier = free_id(slug(edit.title, "checkpoint"), {point.id for point in points})
    made = Checkpoint(
        id=identifier,
        title=edit.title,
        weight=edit.weight,
        gate=edit.gate,
        onet_tasks=edit.onet_tasks,
    )
    spans = _with_span(document.checks, identifier, edit.first_event, edit.last_event)
    changed = _with_points(document, _numbered((*points, made)), spans)
    if edit.share is None or len(weights_of(changed)) == 1:
        return changed
    weights = given_way(weights_of(changed), identifier, tenths_from(edit.share))
    return _weighed(changed, weights)


def _changed(document: TaskDocument, edit: SetCheckpoint) -> TaskDocument:
    points = document.task.checkpoints
    given = {
        name: value
        for name in ("title", "weight", "gate")
        if (value := getattr(edit, name)) is not None
    }
    changed = tuple(_checkpoint(point, given) if point.id == edit.id else point for point in points)
    if sum(point.weight for point in points) > 0 and not any(point.weight for point in changed):
        raise UserError("Leave one checkpoint a weight above 0, or nothing counts any more.")
    spans = _with_span(document.checks, edit.id, edit.first_event, edit.last_event)
    after = _with_points(document, changed, spans)
    if edit.share is None:
        return after
    return _weighed(after, given_way(weights_of(after), edit.id, tenths_from(edit.share)))


def _checkpoint(point: Checkpoint, given: dict[str, Any]) -> Checkpoint:
    return Checkpoint.model_validate(point.model_dump() | given)


def _moved(document: TaskDocument, edit: MoveCheckpoint) -> TaskDocument:
    points = document.task.checkpoints
    if not 0 <= edit.place < len(points):
        raise UserError(f"There is no place {edit.place + 1} among {len(points)} checkpoints.")
    moving = next(point for point in points if point.id == edit.id)
    others = [point for point in points if point is not moving]
    others.insert(edit.place, moving)
    return _with_points(document, _numbered(tuple(others)), document.checks)


def _numbered(points: tuple[Checkpoint, ...]) -> tuple[Checkpoint, ...]:
    """Return checkpoints whose written order, if one has any, says the same as their places."""
    if all(point.order is None for point in points):
        return points
    return tuple(point.model_copy(update={"order": place}) for place, point in enumerate(points, 1))


def _removed(document: TaskDocument, identifier: str) -> TaskDocument:
    points = tuple(point for point in document.task.checkpoints if point.id != identifier)
    falling = [check for check in document.checks.checks if check.checkpoint == identifier]
    checks = tuple(
        check.model_copy(update={"checkpoint": None}) if check.checkpoint == identifier else check
        for check in document.checks.checks
    )
    spans = tuple(span for span in document.checks.steps if span.checkpoint != identifier)
    update = {"checks": checks, "steps": spans}
    after = _with_points(document, points, document.checks.model_copy(update=update))
    if all(check.gate for check in falling):
        return after
    return _weighed(after, _keeping(weights_of(document), identifier))


def _keeping(before: Weights, identifier: str) -> Weights:
    """Return the weights of the others with which the falling checks keep their share."""
    falls = before[identifier] + before.get(WHOLE, Fraction(0))
    others = {part: weight for part, weight in before.items() if part not in (identifier, WHOLE)}
    if not falls or not any(others.values()):
        return others
    return {part: weight / falls for part, weight in others.items()}


def _weighed(document: TaskDocument, weights: Weights) -> TaskDocument:
    """Return the document with these weights; that of the checks without a checkpoint is fixed."""
    points = tuple(
        point.model_copy(update={"weight": float(round(weights[point.id], _DIGITS))})
        for point in document.task.checkpoints
    )
    if not any(point.weight for point in points) and not has_loose_weight(document):
        raise UserError("Leave one checkpoint a share above 0, or nothing counts any more.")
    return _with_points(document, points, document.checks)


def _with_points(
    document: TaskDocument, points: tuple[Checkpoint, ...], checks: Checks
) -> TaskDocument:
    return replace(document, task=task_with(document.task, checkpoints=points), checks=checks)


def _with_span(checks: Checks, identifier: str, first: int | None, last: int | None) -> Checks:
    if first is None or last is None:
        return checks
    if last < first:
        raise UserError("The last step of a checkpoint comes before its first; swap them.")
    span = CheckpointSteps(checkpoint=identifier, first_event=first, last_event=last)
    others = [found for found in checks.steps if found.checkpoint != identifier]
    ordered = sorted([*others, span], key=lambda found: (found.first_event, found.checkpoint))
    return checks.model_copy(update={"steps": tuple(ordered)})


def fresh_title(document: TaskDocument) -> str:
    """Return a title for a new checkpoint that no other has."""
    taken = {point.title for point in document.task.checkpoints}
    number = len(taken) + 1
    while f"Checkpoint {number}" in taken:
        number += 1
    return f"Checkpoint {number}"
