"""`studio task checks|propose|check`: how a task is judged."""

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from studio.authoring import (
    add_check,
    adjudicate,
    change_check,
    checks_at,
    cover_on_disk,
    edit_task,
    keep_edit,
    propose_checks,
    removal_edit,
)
from studio.base.errors import UserError
from studio.base.pace import Pace
from studio.cli.arguments import json_pairs
from studio.cli.grading import open_full
from studio.cli.printing import AsJson, answer, no, pace_lines, say, table
from studio.formats.tasks import TaskFolder
from studio.grading import KINDS, describe
from studio.model.check import Check
from studio.model.contract import (
    CheckList,
    CheckRow,
    KindList,
    KindRow,
    Matrix,
    MatrixRow,
    ProposalList,
)
from studio.validation import matrix_of, mended_matrix

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The task folder.")]
_ACTIONS = (
    "Say `checks DIR list`, `kinds [FAMILY]`, `at TARGET`, `add KIND TARGET`, "
    "`set ID KEY=JSON...`, `keep ID...`, `keep all`, `remove ID` or `adjudicate OUTPUT wrong|fine`."
)


def _rows(task: TaskFolder, checks: Iterable[Check]) -> tuple[CheckRow, ...]:
    return tuple(
        CheckRow(
            id=check.id,
            kind=check.kind,
            target=check.target,
            parameters=check.parameters,
            tolerance=check.tolerance,
            gate=check.gate,
            sentence=describe(check, task),
            checkpoint=check.checkpoint,
            because=check.because,
        )
        for check in checks
    )


def _lines(rows: Iterable[CheckRow]) -> Iterator[str]:
    for row in rows:
        part = row.checkpoint or ("for all" if row.gate else "no checkpoint")
        yield f"{row.id}  [{part}{', gate' if row.gate else ''}]  {row.sentence}"


def _answer_kinds(family: str | None, as_json: bool) -> None:
    """Print the kinds of checks that there are, of one family if it is named."""
    families = sorted({kind.family for kind in KINDS.values()})
    if family is not None and family not in families:
        raise UserError(f"There is no family {family!r}; choose {', '.join(families)}.")
    rows = tuple(
        KindRow(
            id=kind.id,
            family=kind.family,
            title=kind.title,
            gate_only=kind.presence,
            extra=kind.extra,
            parameters=kind.parameters.model_json_schema(by_alias=True),
        )
        for kind in sorted(KINDS.values(), key=lambda kind: (kind.family, kind.id))
        if family in (None, kind.family)
    )
    lines = [("kind", "family", "", "what it asks")]
    lines += [(r.id, r.family, "gate only" if r.gate_only else "", r.title) for r in rows]
    answer(KindList(kinds=rows), as_json, table(lines))


def _adjudicated(folder: Path, output: str, verdict: Literal["wrong", "fine"]) -> TaskFolder:
    """Keep an answer about an output, and say what it changed."""
    settled = adjudicate(folder, output, verdict)
    say(settled.sentence)
    for change in settled.changes:
        if change.old and change.new and change.old != change.new:
            say(f"  before: {change.old}")
            say(f"  now:    {change.new}")
    return settled.task


def checks(
    folder: Folder,
    action: Annotated[str, typer.Argument(metavar="list|kinds|at|add|set|keep|remove|adjudicate")],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FAMILY | TARGET | KIND TARGET | ID KEY=JSON... | ID... | OUTPUT wrong|fine"
        ),
    ] = None,
    checkpoint: Annotated[
        str | None, typer.Option(metavar="ID", help="The checkpoint it counts for.")
    ] = None,
    gate: Annotated[bool, typer.Option("--gate", help="Failing it makes the whole 0.")] = False,
    weight: Annotated[
        float | None, typer.Option(metavar="W", help="Its share, above 0; 1 if left out.")
    ] = None,
    tolerance: Annotated[
        float | None, typer.Option(metavar="T", help="In the unit of the value, 0 or more.")
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option(metavar="NAME=JSON", help="May be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List, add, change, keep or remove checks; judge an output wrong or fine; list kinds."""
    task = open_full(folder)
    given = words or []
    if action == "kinds" and len(given) <= 1:
        return _answer_kinds(given[0] if given else None, as_json)
    match action, given:
        case "list", []:
            shown = task.document.checks.checks
        case "add", [kind, target]:
            parameters = json_pairs(param or (), "NAME=JSON")
            task, check = add_check(
                folder, kind, target, checkpoint, gate, weight, tolerance, parameters
            )
            shown = (check,)
        case "set", [id, _, *_]:
            task, check = change_check(folder, id, json_pairs(given[1:]))
            shown = (check,)
        case "keep", [_, *_] as ids:
            task = edit_task(folder, keep_edit(task.document, [] if ids == ["all"] else ids))
            shown = task.document.checks.checks
        case "at", [target]:
            shown = tuple(offer.check for offer in checks_at(task, target))
        case "remove", [id]:
            task = edit_task(folder, removal_edit(task.document, id))
            shown = task.document.checks.checks
        case "adjudicate", [output, ("wrong" | "fine") as verdict]:
            task = _adjudicated(folder, output, verdict)
            shown = task.document.checks.checks
        case _:
            raise UserError(_ACTIONS)
    rows = _rows(task, shown)
    answer(CheckList(checks=rows), as_json, _lines(rows))


def propose(
    folder: Folder,
    write: Annotated[
        bool, typer.Option("--write", help="Keep them, in place of earlier proposals.")
    ] = False,
    wanted: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="TARGET|TEXT|CHECKPOINT",
            help="Only the best check for this place, for what is listed as not covered, or for "
            "this checkpoint; with --write it is added.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Propose the checks that the reference asks for."""
    task = open_full(folder)
    if wanted is not None:
        covering = cover_on_disk(folder, wanted, write)
        rows = _rows(task, (covering.check,))
        one = ProposalList(checks=rows, uncovered_instruction=(), uncovered_reference=())
        return answer(one, as_json, _lines(rows))
    proposal = propose_checks(folder, write)
    rows = _rows(task, proposal.checks)
    shown = ProposalList(
        checks=rows,
        uncovered_instruction=proposal.uncovered_instruction,
        uncovered_reference=proposal.uncovered_reference,
        unused_tolerances=proposal.unused_tolerances,
    )
    answer(shown, as_json, _proposal_lines(shown))


def _proposal_lines(shown: ProposalList) -> Iterator[str]:
    yield from _lines(shown.checks)
    yield from (f"not covered, asked for: {text}" for text in shown.uncovered_instruction)
    yield from (f"not covered, handed in: {text}" for text in shown.uncovered_reference)
    yield from (f"not used: {text}" for text in shown.unused_tolerances)


def check(
    folder: Folder,
    near_misses: Annotated[
        bool,
        typer.Option("--near-misses", help="Also spoil the reference, and vary it without harm."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what each known output earns; ends with 1 if one gets what it must not."""
    task = open_full(folder)
    pace = Pace(pace_lines())
    rows = mended_matrix(task, pace) if near_misses else matrix_of(task)
    answer(Matrix(matrix=rows), as_json, _matrix_lines(folder, rows))
    no(not all(row.ok for row in rows))


def _matrix_lines(folder: Path, rows: tuple[MatrixRow, ...]) -> Iterator[str]:
    lines = [("output", "status", "score", "expected", "", "")]
    for row in rows:
        score = "-" if row.score is None else f"{row.score:.4g}"
        verdict = "as it should be" if row.ok else "WRONG"
        lines.append((row.output, row.status, score, row.expected, verdict, row.did))
    yield from table(lines)
    misses = [row for row in rows if row.output.startswith("near_miss:")]
    same = [row for row in rows if row.output.startswith("harmless:")]
    if misses or same:
        caught, accepted = sum(row.ok for row in misses), sum(row.ok for row in same)
        yield f"{caught} of {len(misses)} near misses caught, {accepted} of {len(same)} accepted"
    for row in rows:
        if not row.ok and ":" in row.output:
            yield from _question(folder, row)


def _question(folder: Path, row: MatrixRow) -> Iterator[str]:
    what = "was refused" if row.expected == "pass" else "survived" if row.did else "passes"
    yield f"{row.output} {what}" + (f": somebody {row.did}." if row.did else ".")
    if row.fix:
        yield f"  What would help: {row.fix}"
    start = f"  studio task checks {shlex.quote(str(folder))} adjudicate {row.output}"
    wrong, fine = "it is wrong", "it is fine"
    yield f"{start} wrong   ({wrong})" if row.expected == "fail" else f"{start} fine   ({fine})"
    yield f"{start} fine   ({fine})" if row.expected == "fail" else f"{start} wrong   ({wrong})"


def register(group: typer.Typer) -> None:
    """Add the commands to the group of tasks."""
    group.command()(checks)
    group.command()(propose)
    group.command()(check)
