"""Changes of a task on disk: open, apply edits, save; and the proposals of its checks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio.authoring.choices import onet_answer
from studio.base.errors import UserError
from studio.editing import (
    AddCheckpoint,
    Edit,
    LinkOnetTasks,
    MoveCheckpoint,
    SetCheckpoint,
    SetValue,
    apply,
)
from studio.formats.documents import strict_json
from studio.formats.recordings import open_recording
from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.model.check import Check
from studio.model.step import Step
from studio.steps import reduce_steps

_PUBLIC_ONLY = "{} holds only the public side; its checks are with the author."


def with_private_side(folder: Path) -> TaskFolder:
    """Return the task in `folder`; one that lacks the private side takes no checks.

    Raises:
        UserError: if there is no task, or only its public side.
    """
    task = open_task(folder)
    if not task.has_private_side:
        raise UserError(_PUBLIC_ONLY.format(folder.name))
    return task


def saved(task: TaskFolder, document: TaskDocument) -> TaskFolder:
    """Write what changed of the document and return the task with it."""
    save_document(task.folder, document, task.document)
    return task.with_document(document)


def applied(document: TaskDocument, *edits: Edit) -> TaskDocument:
    """Return the document after all edits."""
    for edit in edits:
        document, _ = apply(document, edit)
    return document


def edit_task(folder: Path, *edits: Edit) -> TaskFolder:
    """Apply `edits` in order to the task in `folder` and save it; all of them or none.

    Raises:
        UserError: if the task cannot be read or an edit does not fit it.
    """
    task = open_task(folder)
    return saved(task, applied(task.document, *edits))


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
    share: float | None = None,
) -> TaskFolder:
    """Add a checkpoint over the steps `steps`, both included.

    To a `share` of the score in percent the other checkpoints give way in proportion.

    Raises:
        UserError: if there are no such steps, or an O*NET task is of another occupation.
    """
    task = with_private_side(folder)
    first, last = _event_range(task, steps)
    answer = onet_answer(task.document.task, onet_tasks) if onet_tasks else None
    edit = AddCheckpoint(title, weight, first, last, gate, answer, share)
    return saved(task, applied(task.document, edit))


def change_checkpoint(
    folder: Path,
    id: str,
    title: str | None = None,
    weight: float | None = None,
    gate: bool | None = None,
    steps: tuple[int, int] | None = None,
    onet_tasks: tuple[str, ...] | None = None,
    share: float | None = None,
    place: int | None = None,
) -> TaskFolder:
    """Change what is given of a checkpoint.

    To a `share` of the score in percent the others give way in proportion; `place` is where it
    stands in the order, from 1.

    Raises:
        UserError: if there is no such checkpoint, no such steps, or an O*NET task is of another
            occupation.
    """
    task = with_private_side(folder)
    first, last = _event_range(task, steps)
    edits: list[Edit] = [
        SetCheckpoint(id, title, weight, gate, first, last, share),
    ]
    if place is not None:
        edits.append(MoveCheckpoint(id, place - 1))
    if onet_tasks:
        edits.append(LinkOnetTasks(id, onet_answer(task.document.task, onet_tasks)))
    return saved(task, applied(task.document, *edits))


def known_check(document: TaskDocument, id: str) -> Check:
    """Return the check of a task that has an id.

    Raises:
        UserError: if there is none.
    """
    found = next((check for check in document.checks.checks if check.id == id), None)
    if found is None:
        told = f"There is no check {id!r}"
        raise UserError(f"{told}.", f"{told}; `studio task checks DIR list` names them.")
    return found
