"""Changes of a task on disk: open, apply edits, save; and the proposals of its checks."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from studio.base import ids
from studio.base.errors import UserError
from studio.editing import (
    AddCheck,
    AddCheckpoint,
    Edit,
    LinkOccupation,
    ReplaceProposals,
    SetCheck,
    SetCheckpoint,
    SetValue,
    apply,
)
from studio.formats.documents import strict_json
from studio.formats.recordings import open_recording
from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading import KINDS, Proposal, propose, refusals
from studio.model.check import Check, parse_target
from studio.model.step import Step
from studio.model.task import OccupationLink
from studio.steps import reduce_steps
from studio.taxonomy import occupations

_PUBLIC_ONLY = "{} holds only the public side; its checks are with the author."


def _with_private_side(folder: Path) -> TaskFolder:
    task = open_task(folder)
    if not task.has_private_side:
        raise UserError(_PUBLIC_ONLY.format(folder.name))
    return task


def _saved(task: TaskFolder, document: TaskDocument) -> TaskFolder:
    save_document(task.folder, document, task.document)
    return task.with_document(document)


def _applied(document: TaskDocument, *edits: Edit) -> TaskDocument:
    for edit in edits:
        document, _ = apply(document, edit)
    return document


def edit_task(folder: Path, *edits: Edit) -> TaskFolder:
    """Apply `edits` in order to the task in `folder` and save it; all of them or none.

    Raises:
        UserError: if the task cannot be read or an edit does not fit it.
    """
    task = open_task(folder)
    return _saved(task, _applied(task.document, *edits))


def set_values(folder: Path, pairs: Mapping[str, str]) -> TaskFolder:
    """Set dotted keys of task.json from typed text; where text stands, text it stays.

    Elsewhere a value that is JSON stands for what it says, any other for its text.

    Raises:
        UserError: if a key does not exist or a value does not fit.
    """
    current = open_task(folder).document.task.model_dump(mode="json", by_alias=True)
    edits = [SetValue(key, _typed(current, key, text)) for key, text in pairs.items()]
    return edit_task(folder, *edits)


def _typed(current: Any, key: str, text: str) -> Any:
    for name in key.split("."):
        current = current.get(name) if isinstance(current, dict) else None
    try:
        value = strict_json(text)
    except ValueError:
        return text
    return text if isinstance(current, str) and not isinstance(value, str) else value


def link_occupation(folder: Path, code: str) -> TaskFolder:
    """Say which occupation does this work.

    Raises:
        UserError: if the code is unknown; the sentence names the nearest.
    """
    found = occupations.find(code)
    link = OccupationLink(
        code=found.code, soc=found.soc, title=found.title, release=occupations.RELEASE
    )
    return edit_task(folder, LinkOccupation(link))


def steps_of(task: TaskFolder) -> tuple[Step, ...]:
    """Return the steps of the recording that the task kept; none without one."""
    return reduce_steps(open_recording(task.recording)) if task.recording else ()


def _event_range(task: TaskFolder, steps: tuple[int, int] | None) -> tuple[int | None, int | None]:
    if steps is None:
        return None, None
    known = {step.id: step for step in steps_of(task)}
    if not known:
        raise UserError(f"{task.folder.name} keeps no recording, so it has no steps to name.")
    first, last = steps
    if first > last or first not in known or last not in known:
        raise UserError(
            f"{first}-{last} are not steps of the recording; "
            f"name two of {min(known)} to {max(known)}, the earlier first."
        )
    return known[first].first_event, known[last].last_event


def add_checkpoint(
    folder: Path,
    title: str,
    weight: float = 1.0,
    gate: bool = False,
    steps: tuple[int, int] | None = None,
    onet_tasks: tuple[str, ...] = (),
) -> TaskFolder:
    """Add a checkpoint over the steps `steps`, both included.

    Raises:
        UserError: if there are no such steps.
    """
    task = _with_private_side(folder)
    first, last = _event_range(task, steps)
    edit = AddCheckpoint(title, weight, first, last, gate, onet_tasks)
    return _saved(task, _applied(task.document, edit))


def change_checkpoint(
    folder: Path,
    id: str,
    title: str | None = None,
    weight: float | None = None,
    gate: bool | None = None,
    steps: tuple[int, int] | None = None,
    onet_tasks: tuple[str, ...] | None = None,
) -> TaskFolder:
    """Change what is given of a checkpoint.

    Raises:
        UserError: if there is no such checkpoint or no such steps.
    """
    task = _with_private_side(folder)
    first, last = _event_range(task, steps)
    edit = SetCheckpoint(
        id,
        title=title,
        weight=weight,
        gate=gate,
        first_event=first,
        last_event=last,
        onet_tasks=onet_tasks,
    )
    return _saved(task, _applied(task.document, edit))


def _new_checkpoints(earlier: TaskDocument, later: TaskDocument) -> list[str]:
    known = {checkpoint.id for checkpoint in earlier.task.checkpoints}
    return [found.id for found in later.task.checkpoints if found.id not in known]


def _fresh_check_id(document: TaskDocument, kind: str) -> str:
    taken = {check.id for check in document.checks.checks}
    numbers = range(1, len(taken) + 2)
    return next(f"{ids.slug(kind)}-{n}" for n in numbers if f"{ids.slug(kind)}-{n}" not in taken)


def add_check(
    folder: Path,
    kind: str,
    target: str,
    checkpoint: str | None = None,
    gate: bool = False,
    weight: float = 1.0,
    tolerance: float | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> tuple[TaskFolder, Check]:
    """Add a check; refused where an untouched input would earn from it.

    Raises:
        UserError: if the kind, the target, a parameter or the weight does not fit.
    """
    task = _with_private_side(folder)
    try:
        check = Check(
            id=_fresh_check_id(task.document, kind),
            checkpoint=checkpoint,
            kind=kind,
            target=target,
            parameters=dict(parameters or {}),
            tolerance=tolerance,
            gate=gate,
            weight=weight,
        )
    except ValidationError as fault:
        raise UserError(_first_fault(fault, "The check")) from None
    document = _applied(task.document, AddCheck(check))
    _refuse_unfit(check)
    _refuse_free_marks(task, document)
    return _saved(task, document), check


def change_check(folder: Path, id: str, changes: Mapping[str, Any]) -> tuple[TaskFolder, Check]:
    """Change parts of a check; `parameters.NAME` changes one parameter and keeps the others.

    Raises:
        UserError: if there is no such check or a value does not fit.
    """
    task = _with_private_side(folder)
    current = _check(task.document, id)
    whole: dict[str, Any] = {}
    parameters = dict(current.parameters)
    for key, value in changes.items():
        group, dot, name = key.partition(".")
        if group == "parameters" and dot:
            parameters[name] = value
            whole["parameters"] = parameters
        else:
            whole[key] = value
    document = _applied(task.document, SetCheck(id, whole))
    check = _check(document, id)
    _refuse_unfit(check)
    _refuse_free_marks(task, document)
    return _saved(task, document), check


def _check(document: TaskDocument, id: str) -> Check:
    found = next((check for check in document.checks.checks if check.id == id), None)
    if found is None:
        raise UserError(f"There is no check {id!r}; `studio task checks DIR list` names them.")
    return found


def _refuse_unfit(check: Check) -> None:
    kind = KINDS.get(check.kind)
    if kind is None:
        raise UserError(f"{check.kind!r} is not a kind of check; choose {', '.join(KINDS)}.")
    try:
        parse_target(check.target)
        kind.parameters.model_validate_json(json.dumps(check.parameters))
    except ValidationError as fault:
        raise UserError(_first_fault(fault, f"{check.kind} of {check.target}")) from None


def _first_fault(fault: ValidationError, what: str) -> str:
    first = fault.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "its value"
    return f"{what} does not fit at {place}: {first['msg']}."


def _refuse_free_marks(task: TaskFolder, document: TaskDocument) -> None:
    """Refuse what would earn for nothing done, but not for what was wrong before."""
    earlier = set(refusals(task))
    checks = document.checks.checks
    if not any(not check.gate for check in checks):
        return
    fresh = [
        sentence for sentence in refusals(task.with_document(document)) if sentence not in earlier
    ]
    if fresh:
        raise UserError(fresh[0])


def propose_checks(folder: Path, write: bool = False) -> Proposal:
    """Return the checks that the reference asks for; with `write`, keep them in the task.

    Earlier proposals are replaced, edited and authored checks stay. A task without checkpoints
    gets one for each file with a weighted check.
    """
    task = _with_private_side(folder)
    proposal = propose(task, _touched(task))
    document = _placed(task.document, proposal)
    if write:
        _saved(task, document)
    return proposal


def _touched(task: TaskFolder) -> dict[str, frozenset[str]]:
    steps = steps_of(task)
    return {
        span.checkpoint: frozenset(
            step.element.name
            for step in steps
            if step.element
            and step.element.name
            and span.first_event <= step.first_event
            and step.last_event <= span.last_event
        )
        for span in task.document.checks.steps
    }


def _placed(document: TaskDocument, proposal: Proposal) -> TaskDocument:
    checks = proposal.checks
    if not document.task.checkpoints:
        paths = {parse_target(check.target).path for check in checks if not check.gate}
        places: dict[str, str] = {}
        for path in sorted(paths):
            with_one = _applied(document, AddCheckpoint(path, 1.0, None, None))
            places[path] = _new_checkpoints(document, with_one)[0]
            document = with_one
        checks = tuple(
            check.model_copy(update={"checkpoint": places.get(parse_target(check.target).path)})
            for check in checks
        )
    return _applied(document, ReplaceProposals(checks))
