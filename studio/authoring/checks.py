"""Adding and changing checks of a task on disk."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from studio.authoring.changes import applied, known_check, saved, with_private_side
from studio.authoring.unfit import first_fault
from studio.base import ids
from studio.base.errors import UserError
from studio.editing import AddCheck, SetCheck
from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import KINDS, fault_of, no_kind, refusals
from studio.grading.readers.books import TABLES
from studio.grading.readers.passages import BETWEEN, is_heading
from studio.model.check import Check, parse_target


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
    weight: float | None = None,
    tolerance: float | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> tuple[TaskFolder, Check]:
    """Add a check; refused where an untouched input would earn from it.

    A kind that asks for what may be there already becomes a gate by itself.

    Raises:
        UserError: if the kind, the target, a parameter or the weight does not fit.
    """
    task = with_private_side(folder)
    check = new_check(task, kind, target, checkpoint, gate, weight, tolerance, parameters)
    document = applied(task.document, AddCheck(check))
    _refuse_free_marks(task, document)
    return saved(task, document), check


def new_check(
    task: TaskFolder,
    kind: str,
    target: str,
    checkpoint: str | None = None,
    gate: bool = False,
    weight: float | None = None,
    tolerance: float | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Check:
    """Return a check that fits a task, which is not added yet.

    Raises:
        UserError: as `add_check` does, but for what doing nothing would earn.
    """
    _refuse_amounts(kind, weight, tolerance)
    target, parameters = of_place(kind, target, parameters or {})
    try:
        check = Check(
            id=_fresh_check_id(task.document, kind),
            checkpoint=checkpoint,
            kind=kind,
            target=target,
            parameters=dict(parameters),
            tolerance=tolerance,
            gate=gate or _is_presence(kind),
            weight=1.0 if weight is None else weight,
        )
    except ValidationError as fault:
        raise first_fault(fault) from None
    _refuse_unfit(check, task)
    return check


def of_place(
    kind: str, target: str, parameters: Mapping[str, Any]
) -> tuple[str, Mapping[str, Any]]:
    """Return a target and parameters as a kind takes a place within a file.

    Labels, layers, regions of pictures and sections are named by parameters of the kinds that know
    them; a kind that looks at whole documents or pictures only looks at the whole file.
    """
    found = KINDS.get(kind)
    try:
        parsed = parse_target(target)
    except ValueError:
        return target, parameters
    if found is None:
        return target, parameters
    fields = found.parameters.model_fields
    if parsed.label is not None:
        return parsed.path, {**_named_label(kind, parsed.label, fields), **parameters}
    if parsed.region:
        own = {"region": list(parsed.region)} if "region" in fields else {}
        return parsed.path, {**own, **parameters}
    if parsed.column is None or found.family != "documents" or found.passages:
        return target, parameters
    if parsed.path.lower().endswith(TABLES):
        return target, parameters
    heading = parsed.column.rpartition(BETWEEN)[2]
    above = {"heading": heading} if "heading" in fields and is_heading(parsed.column) else {}
    return parsed.path, {**above, **parameters}


def _named_label(kind: str, label: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    if "labels" in fields and label.isdecimal():
        return {"labels": [int(label)]}
    if "layers" in fields:
        return {"layers": [{"name": label} if kind == "drawing_layers" else label]}
    return {}


def change_check(folder: Path, id: str, changes: Mapping[str, Any]) -> tuple[TaskFolder, Check]:
    """Change parts of a check; `parameters.NAME` changes one parameter and keeps the others.

    Raises:
        UserError: if there is no such check or a value does not fit.
    """
    task = with_private_side(folder)
    document, check = _changed(task, id, changes)
    _refuse_free_marks(task, document)
    return saved(task, document), check


def refuse_change(task: TaskFolder, id: str, changes: Mapping[str, Any]) -> None:
    """Refuse a change of a check that does not fit, and change nothing.

    Raises:
        UserError: as `change_check` does, but for what doing nothing would earn.
    """
    _changed(task, id, changes)


def _changed(task: TaskFolder, id: str, changes: Mapping[str, Any]) -> tuple[TaskDocument, Check]:
    current = known_check(task.document, id)
    whole: dict[str, Any] = {}
    parameters = dict(current.parameters)
    for key, value in changes.items():
        group, dot, name = key.partition(".")
        if group == "parameters" and dot:
            parameters[name] = value
            whole["parameters"] = parameters
        else:
            whole[key] = value
    kind = str(whole.get("kind", current.kind))
    _refuse_amounts(kind, whole.get("weight"), whole.get("tolerance"))
    if _is_presence(kind):
        if whole.get("gate", True) is not True:
            raise UserError(_gate_only(kind))
        whole["gate"] = True
    document = applied(task.document, SetCheck(id, whole))
    check = known_check(document, id)
    _refuse_unfit(check, task)
    return document, check


def _is_presence(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].presence


def _gate_only(kind: str) -> str:
    return (
        f"{kind} asks for what may be there before any work is done, so it is always a gate "
        "and carries no weight."
    )


def _refuse_amounts(kind: str, weight: Any, tolerance: Any) -> None:
    """Refuse a weight or a tolerance that is no amount, where it is typed."""
    if weight is not None:
        if _is_presence(kind):
            raise UserError(_gate_only(kind))
        if not _is_amount(weight) or weight <= 0:
            raise UserError(f"The weight must be a number above 0, not {weight}.")
    if tolerance is not None and not (_is_amount(tolerance) and tolerance >= 0):
        raise UserError(f"The tolerance must be a number of 0 or more, not {tolerance}.")


def _is_amount(value: Any) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and math.isfinite(value)


def _refuse_unfit(check: Check, task: TaskFolder) -> None:
    """Refuse a check that its kind cannot judge beside the reference of the task."""
    kind = KINDS.get(check.kind)
    if kind is None:
        raise no_kind(check.kind)
    try:
        parse_target(check.target)
        kind.parameters.model_validate_json(json.dumps(check.parameters))
    except ValidationError as fault:
        raise first_fault(fault, kind.parameters) from None
    if reason := fault_of(check, task):
        raise UserError(reason)


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
