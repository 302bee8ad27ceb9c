"""Edits: each a frozen value; `apply` gives a new document and says which areas changed."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from studio.base.errors import UserError
from studio.base.ids import slug
from studio.editing.step_edits import (
    LeaveOutSteps,
    MergeSteps,
    SayStep,
    SplitSteps,
    said_after,
)
from studio.formats.moves import Move, refuse_outside
from studio.formats.tasks import TaskDocument
from studio.model.check import Answer, Check, CheckpointSteps, Checks
from studio.model.task import Checkpoint, OccupationLink, OnetTasks, Task

Changes = frozenset[str]
_ID_SIGNS = 64


@dataclass(frozen=True)
class SetPrompt:
    """Replace the instruction."""

    text: str


@dataclass(frozen=True)
class SetValue:
    """Set a dotted key of `task.json` to a JSON value."""

    key: str
    value: Any


@dataclass(frozen=True)
class AddCheckpoint:
    """Add a checkpoint, perhaps with the first and last event of its steps."""

    title: str
    weight: float = 1.0
    first_event: int | None = None
    last_event: int | None = None
    gate: bool = False
    onet_tasks: OnetTasks | None = None


@dataclass(frozen=True)
class SetCheckpoint:
    """Change what is given of a checkpoint."""

    id: str
    title: str | None = None
    weight: float | None = None
    gate: bool | None = None
    first_event: int | None = None
    last_event: int | None = None


@dataclass(frozen=True)
class RemoveCheckpoint:
    """Remove a checkpoint; its checks stay, without one."""

    id: str


@dataclass(frozen=True)
class AddCheck:
    """Add a check."""

    check: Check


@dataclass(frozen=True)
class SetCheck:
    """Change parts of a check; it is then one's own and no proposal any more."""

    id: str
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RemoveCheck:
    """Remove a check."""

    id: str


@dataclass(frozen=True)
class KeepProposals:
    """Make proposed checks one's own as they are; a newer proposal replaces them no more."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class ReplaceProposals:
    """Replace earlier proposals; checks that someone made or edited stay."""

    checks: tuple[Check, ...]


@dataclass(frozen=True)
class AddAnswer:
    """Keep what the author said of an item; an earlier answer to the same item is replaced."""

    answer: Answer


@dataclass(frozen=True)
class LinkOccupation:
    """Say which occupation does this work."""

    occupation: OccupationLink


@dataclass(frozen=True)
class LinkOnetTasks:
    """Say which O*NET tasks a checkpoint is part of; None takes the answer back."""

    id: str
    onet_tasks: OnetTasks | None


@dataclass(frozen=True)
class MoveFiles:
    """Give files of the task another role by moving them to its place."""

    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Several:
    """Edits that are one to the person who makes them: done and undone together."""

    title: str
    edits: tuple["Edit", ...]


Edit = (
    SetPrompt
    | SetValue
    | AddCheckpoint
    | SetCheckpoint
    | RemoveCheckpoint
    | AddCheck
    | SetCheck
    | RemoveCheck
    | KeepProposals
    | ReplaceProposals
    | AddAnswer
    | LinkOccupation
    | LinkOnetTasks
    | SayStep
    | MergeSteps
    | SplitSteps
    | LeaveOutSteps
    | MoveFiles
    | Several
)

_TITLES: dict[type[Any], str] = {
    SetPrompt: "Edit the instruction",
    SetValue: "Change the task",
    AddCheckpoint: "Mark a checkpoint",
    SetCheckpoint: "Change a checkpoint",
    RemoveCheckpoint: "Remove a checkpoint",
    AddCheck: "Add a check",
    SetCheck: "Change a check",
    RemoveCheck: "Remove a check",
    KeepProposals: "Keep proposed checks",
    ReplaceProposals: "Propose checks",
    AddAnswer: "Answer a question",
    LinkOccupation: "Link an occupation",
    LinkOnetTasks: "Link O*NET tasks",
    SayStep: "Annotate a step",
    MergeSteps: "Merge steps",
    SplitSteps: "Split a step",
    LeaveOutSteps: "Leave out steps",
    MoveFiles: "Change what a file is",
}


def title_of(edit: Edit) -> str:
    """Return what an edit is called in the menu."""
    if isinstance(edit, Several):
        return edit.title
    if isinstance(edit, LeaveOutSteps) and not edit.left_out:
        return "Bring back steps"
    return _TITLES[type(edit)]


def apply(document: TaskDocument, edit: Edit) -> tuple[TaskDocument, Changes]:
    """Return the document after `edit`, and the areas that changed.

    Areas: "task", "prompt", "checkpoints", "checks", "steps", "files".

    Raises:
        UserError: if the edit does not fit the document, with a sentence that says why.
    """
    try:
        changed = _apply(document, edit)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UserError(f"{place or 'The value'} does not fit: {first['msg']}.") from None
    return changed, _changes(document, changed)


def _changes(before: TaskDocument, after: TaskDocument) -> Changes:
    areas = set()
    if before.prompt != after.prompt:
        areas.add("prompt")
    if (before.checks.checks, before.checks.answered) != (
        after.checks.checks,
        after.checks.answered,
    ):
        areas.add("checks")
    if before.said != after.said:
        areas.add("steps")
    if before.moves != after.moves:
        areas.add("files")
    points = before.task.checkpoints != after.task.checkpoints
    if points or before.checks.steps != after.checks.steps:
        areas.add("checkpoints")
    other = {"checkpoints": ()}
    if before.task.model_copy(update=other) != after.task.model_copy(update=other):
        areas.add("task")
    return frozenset(areas)


def _apply(document: TaskDocument, edit: Edit) -> TaskDocument:
    match edit:
        case Several(edits=edits):
            for part in edits:
                document = _apply(document, part)
            return document
        case SetPrompt(text=text):
            return replace(document, prompt=text)
        case SetValue() | LinkOccupation() | LinkOnetTasks():
            return replace(document, task=_task_edit(document.task, edit))
        case SayStep() | MergeSteps() | SplitSteps() | LeaveOutSteps():
            return replace(document, said=said_after(document.said, edit))
        case MoveFiles(moves=moves):
            refuse_outside(moves)
            return replace(document, moves=(*document.moves, *moves))
        case AddAnswer(answer=answer):
            return replace(document, checks=_with_answer(document.checks, answer))
        case AddCheckpoint() | SetCheckpoint() | RemoveCheckpoint():
            return _checkpoint_edit(document, edit)
        case _:
            return replace(document, checks=_check_edit(document, edit))


def _task(task: Task, **changes: Any) -> Task:
    return Task.model_validate_json(task.model_copy(update=changes).model_dump_json(by_alias=True))


def _task_edit(task: Task, edit: SetValue | LinkOccupation | LinkOnetTasks) -> Task:
    match edit:
        case SetValue():
            return _set_value(task, edit)
        case LinkOccupation(occupation=occupation):
            return _task(task, occupation=occupation)
        case LinkOnetTasks():
            return _link_onet_tasks(task, edit)


def _set_value(task: Task, edit: SetValue) -> Task:
    value = task.model_dump(mode="json", by_alias=True)
    place: Any = value
    *parents, last = edit.key.split(".")
    for name in parents:
        place = place.get(name) if isinstance(place, dict) else None
    if not isinstance(place, dict) or last not in place:
        known = ", ".join(sorted(value))
        raise UserError(f"A task has no key {edit.key!r}; it has {known}.")
    if edit.key in ("format", "version", "id"):
        raise UserError(f"The key {edit.key!r} of a task is not changed by hand.")
    place[last] = edit.value
    return Task.model_validate_json(json.dumps(value))


def _checkpoint_edit(
    document: TaskDocument, edit: AddCheckpoint | SetCheckpoint | RemoveCheckpoint
) -> TaskDocument:
    points = document.task.checkpoints
    if isinstance(edit, AddCheckpoint):
        identifier = _free_id(slug(edit.title, "checkpoint"), {point.id for point in points})
        added = Checkpoint(
            id=identifier,
            title=edit.title,
            weight=edit.weight,
            gate=edit.gate,
            onet_tasks=edit.onet_tasks,
        )
        changed = (*points, added)
        spans = _with_span(document.checks, identifier, edit.first_event, edit.last_event)
        return _with_points(document, changed, spans)
    _demand(edit.id, [point.id for point in points], "checkpoint")
    if isinstance(edit, RemoveCheckpoint):
        return _without_checkpoint(document, edit.id)
    given = {
        name: value
        for name in ("title", "weight", "gate")
        if (value := getattr(edit, name)) is not None
    }
    changed = tuple(_checkpoint(point, given) if point.id == edit.id else point for point in points)
    if sum(point.weight for point in points) > 0 and not any(point.weight for point in changed):
        raise UserError("Leave one checkpoint a weight above 0, or nothing counts any more.")
    spans = _with_span(document.checks, edit.id, edit.first_event, edit.last_event)
    return _with_points(document, changed, spans)


def _link_onet_tasks(task: Task, edit: LinkOnetTasks) -> Task:
    points = task.checkpoints
    _demand(edit.id, [point.id for point in points], "checkpoint")
    given = {"onet_tasks": edit.onet_tasks}
    changed = [point.model_copy(update=given) if point.id == edit.id else point for point in points]
    return _task(task, checkpoints=tuple(changed))


def _checkpoint(point: Checkpoint, given: dict[str, Any]) -> Checkpoint:
    return Checkpoint.model_validate(point.model_dump() | given)


def _without_checkpoint(document: TaskDocument, identifier: str) -> TaskDocument:
    points = tuple(point for point in document.task.checkpoints if point.id != identifier)
    checks = tuple(
        check.model_copy(update={"checkpoint": None}) if check.checkpoint == identifier else check
        for check in document.checks.checks
    )
    spans = tuple(span for span in document.checks.steps if span.checkpoint != identifier)
    update = {"checks": checks, "steps": spans}
    return _with_points(document, points, document.checks.model_copy(update=update))


def _with_points(
    document: TaskDocument, points: tuple[Checkpoint, ...], checks: Checks
) -> TaskDocument:
    return replace(document, task=_task(document.task, checkpoints=points), checks=checks)


def _with_span(checks: Checks, identifier: str, first: int | None, last: int | None) -> Checks:
    if first is None or last is None:
        return checks
    if last < first:
        raise UserError("The last step of a checkpoint comes before its first; swap them.")
    span = CheckpointSteps(checkpoint=identifier, first_event=first, last_event=last)
    others = [found for found in checks.steps if found.checkpoint != identifier]
    ordered = sorted([*others, span], key=lambda found: (found.first_event, found.checkpoint))
    return checks.model_copy(update={"steps": tuple(ordered)})


def _free_id(base: str, taken: set[str]) -> str:
    number, identifier = 1, base
    while identifier in taken:
        number += 1
        identifier = f"{base[: _ID_SIGNS - 1 - len(str(number))]}-{number}"
    return identifier


def _demand(identifier: str, known: list[str], what: str) -> None:
    if identifier not in known:
        listed = ", ".join(known) or "none"
        raise UserError(f"There is no {what} {identifier!r}; there is {listed}.")


def _with_answer(checks: Checks, answer: Answer) -> Checks:
    kept = tuple(found for found in checks.answered if found.item != answer.item)
    return checks.model_copy(update={"answered": (*kept, answer)})


def _check_edit(document: TaskDocument, edit: Edit) -> Checks:
    checks = document.checks
    points = {point.id for point in document.task.checkpoints}
    match edit:
        case AddCheck(check=check):
            taken = {found.id for found in checks.checks}
            added = check.model_copy(update={"id": _free_id(check.id, taken)})
            changed = (*checks.checks, added)
        case SetCheck(id=identifier, changes=changes):
            _demand(identifier, [found.id for found in checks.checks], "check")
            changed = tuple(
                _set_check(found, changes) if found.id == identifier else found
                for found in checks.checks
            )
        case RemoveCheck(id=identifier):
            _demand(identifier, [found.id for found in checks.checks], "check")
            changed = tuple(found for found in checks.checks if found.id != identifier)
        case KeepProposals(ids=ids):
            for identifier in ids:
                _demand(identifier, [found.id for found in checks.checks], "check")
            changed = tuple(
                _set_check(found, {}) if found.id in ids and found.origin == "proposed" else found
                for found in checks.checks
            )
        case ReplaceProposals(checks=proposed):
            changed = _replaced(checks.checks, proposed)
        case _:
            raise TypeError(f"not an edit: {edit!r}")
    for found in changed:
        if found.checkpoint is not None and found.checkpoint not in points:
            _demand(found.checkpoint, sorted(points), "checkpoint")
    return checks.model_copy(update={"checks": changed})


def _set_check(check: Check, changes: dict[str, Any]) -> Check:
    value = check.model_dump(mode="json") | changes | {"origin": "edited", "id": check.id}
    return Check.model_validate_json(json.dumps(value))


def _replaced(kept: tuple[Check, ...], proposed: tuple[Check, ...]) -> tuple[Check, ...]:
    own = tuple(check for check in kept if check.origin != "proposed")
    taken = {check.id for check in own}
    added = []
    for check in proposed:
        if any(_stands_for(mine, check) for mine in own):
            continue
        identifier = _free_id(check.id, taken)
        taken.add(identifier)
        added.append(check.model_copy(update={"id": identifier}))
    return (*own, *added)


def _stands_for(mine: Check, proposed: Check) -> bool:
    """Tell whether a check is in the place of a proposal.

    One that somebody made stands for all of its kind at its target, one that was itself proposed
    only for that very proposal, changed or not: several may ask for things of one file.
    """
    if (mine.kind, mine.target) != (proposed.kind, proposed.target):
        return False
    alike = mine.id == proposed.id or mine.parameters == proposed.parameters
    return alike or mine.origin == "authored"
