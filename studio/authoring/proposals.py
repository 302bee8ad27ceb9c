"""Proposed checks: made from the reference, and kept or turned down one by one."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from studio.authoring.changes import applied, known_check, saved, steps_of, with_private_side
from studio.base.errors import UserError
from studio.editing import (
    AddAnswer,
    AddCheckpoint,
    Edit,
    KeepProposals,
    RemoveCheck,
    ReplaceProposals,
    Several,
)
from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import Proposal, propose
from studio.model.check import Answer, Check, parse_target
from studio.model.step import acts

_NOT_NEEDED = "proposed: "


def propose_checks(folder: Path, write: bool = False) -> Proposal:
    """Return the checks that the reference asks for; with `write`, keep them in the task.

    Earlier proposals are replaced, edited and authored checks stay, and what was turned down does
    not come back. A task without checkpoints gets one for each file with a weighted check.
    """
    task = with_private_side(folder)
    proposal = proposal_of(task)
    if write:
        saved(task, applied(task.document, proposal_edit(task.document, proposal)))
    return proposal


def proposal_of(task: TaskFolder) -> Proposal:
    """Return what would be proposed for a task as it is now, but for what was turned down."""
    return undecided(task.document, propose(task, touched_by_steps(task)))


def undecided(document: TaskDocument, proposal: Proposal) -> Proposal:
    """Return a proposal without what its author turned down."""
    refused = {answer.item for answer in document.checks.answered if answer.answer == "fine"}
    checks = tuple(check for check in proposal.checks if _item(check) not in refused)
    return replace(proposal, checks=checks)


def _item(check: Check) -> str:
    """Return how a proposal is named among what the author has answered, readable and exact."""
    parameters = json.dumps(check.parameters, sort_keys=True, ensure_ascii=False)
    return f"{_NOT_NEEDED}{check.kind} {check.target} {parameters}"


def touched_by_steps(task: TaskFolder) -> dict[str, frozenset[str]]:
    """Return for each checkpoint the names of the elements that its steps acted on."""
    steps = steps_of(task)
    return {
        span.checkpoint: frozenset(
            step.element.name
            for step in acts(steps)
            if step.element
            and step.element.name
            and not step.element.borrowed
            and span.holds(step.first_event)
        )
        for span in task.document.checks.steps
    }


def proposal_edit(document: TaskDocument, proposal: Proposal) -> Several:
    """Return the one edit that keeps a proposal, with the checkpoints that it needs."""
    checks = proposal.checks
    edits: list[Edit] = []
    if not document.task.checkpoints:
        paths = {parse_target(check.target).path for check in checks if not check.gate}
        places: dict[str, str] = {}
        for path in sorted(paths):
            edits.append(AddCheckpoint(path, 1.0, None, None))
            with_one = applied(document, edits[-1])
            places[path] = _new_checkpoints(document, with_one)[0]
            document = with_one
        checks = tuple(
            check.model_copy(update={"checkpoint": places.get(parse_target(check.target).path)})
            for check in checks
        )
    return Several("Propose checks", (*edits, ReplaceProposals(checks)))


def _new_checkpoints(earlier: TaskDocument, later: TaskDocument) -> list[str]:
    known = {checkpoint.id for checkpoint in earlier.task.checkpoints}
    return [found.id for found in later.task.checkpoints if found.id not in known]


def keep_edit(document: TaskDocument, ids: Sequence[str] = ()) -> KeepProposals:
    """Return the edit that keeps proposed checks as the author's own, all of them by default.

    Raises:
        UserError: if there is none to keep.
    """
    proposed = {check.id for check in document.checks.checks if check.origin == "proposed"}
    for id in ids:
        known_check(document, id)
    kept = tuple(id for id in ids or sorted(proposed) if id in proposed)
    if not kept:
        told = "There is no proposed check to keep; "
        raise UserError(f"{told}propose some first.", f"{told}`propose --write` makes some.")
    return KeepProposals(kept)


def removal_edit(document: TaskDocument, id: str) -> Edit:
    """Return the edit that removes a check; a proposal is turned down, and does not come back.

    Raises:
        UserError: if there is no such check.
    """
    check = known_check(document, id)
    if check.origin != "proposed":
        return RemoveCheck(id)
    answer = Answer(item=_item(check), answer="fine")
    return Several("Turn down a proposed check", (RemoveCheck(id), AddAnswer(answer)))
