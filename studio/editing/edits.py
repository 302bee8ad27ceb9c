"""Edits: each a frozen value; `apply` gives a new document and says which areas changed."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from studio.base.errors import UserError
from studio.editing.checkpoint_edits import (
    AddCheckpoint,
    LinkOnetTasks,
    MoveCheckpoint,
    RemoveCheckpoint,
    SetCheckpoint,
    ShiftShare,
    after_checkpoint_edit,
    link_onet_tasks,
    task_with,
)
from studio.editing.names import demand, free_id
from studio.editing.step_edits import (
    LeaveOutSteps,
    MergeSteps,
    PlaceSteps,
    SayStep,
    SplitSteps,
    said_after,
)
from studio.formats.moves import Move, refuse_outside
from studio.formats.tasks import TaskDocument
from studio.formats.unfit import reason_of
from studio.model.check import Answer, Check, Checks
from studio.model.task import OccupationLink, Task

Changes = frozenset[str]


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
    | ShiftShare
    | MoveCheckpoint
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
    | PlaceSteps
    | MoveFiles
    | Several
)

_TITLES: dict[type[Any], str] = {
    SetPrompt: "Edit the instruction",
    SetValue: "Change the task",
    AddCheckpoint: "Mark a checkpoint",
    SetCheckpoint: "Change a checkpoint",
    ShiftShare: "Share the score anew",
    MoveCheckpoint: "Move a checkpoint",
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
    PlaceSteps: "Change how a step is found",
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
        place = ".".join(str(part) for part in first["loc"]) or "The value"
        raise UserError(f"{place} {reason_of(first)}.") from None
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
        case SayStep() | MergeSteps() | SplitSteps() | LeaveOutSteps() | PlaceSteps():
            return replace(document, said=said_after(document.said, edit))
        case MoveFiles(moves=moves):
            refuse_outside(moves)
            return replace(document, moves=(*document.moves, *moves))
        case AddAnswer(answer=answer):
            return replace(document, checks=_with_answer(document.checks, answer))
        case (
            AddCheckpoint() | SetCheckpoint() | ShiftShare() | MoveCheckpoint() | RemoveCheckpoint()
        ):
            return after_checkpoint_edit(document, edit)
        case _:
            return replace(document, checks=_check_edit(document, edit))


def _task_edit(task: Task, edit: SetValue | LinkOccupation | LinkOnetTasks) -> Task:
    match edit:
        case SetValue():
            return _set_value(task, edit)
        case LinkOccupation(occupation=occupation):
            return task_with(task, occupation=occupation)
        case LinkOnetTasks():
            return link_onet_tasks(task, edit)


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


def _with_answer(checks: Checks, answer: Answer) -> Checks:
    kept = tuple(found for found in checks.answered if found.item != answer.item)
    return checks.model_copy(update={"answered": (*kept, answer)})


def _check_edit(document: TaskDocument, edit: Edit) -> Checks:
    checks = document.checks
    points = {point.id for point in document.task.checkpoints}
    match edit:
        case AddCheck(check=check):
            taken = {found.id for found in checks.checks}
            added = check.model_copy(update={"id": free_id(check.id, taken)})
            changed = (*checks.checks, added)
        case SetCheck(id=identifier, changes=changes):
            demand(identifier, [found.id for found in checks.checks], "check")
            changed = tuple(
                _set_check(found, changes) if found.id == identifier else found
                for found in checks.checks
            )
        case RemoveCheck(id=identifier):
            demand(identifier, [found.id for found in checks.checks], "check")
            changed = tuple(found for found in checks.checks if found.id != identifier)
        case KeepProposals(ids=ids):
            for identifier in ids:
                demand(identifier, [found.id for found in checks.checks], "check")
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
            demand(found.checkpoint, sorted(points), "checkpoint")
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
        identifier = free_id(check.id, taken)
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
