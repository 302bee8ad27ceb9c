"""`studio validate`: the gates of a task."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from studio.base.pace import Stage, seldom
from studio.cli.printing import (
    TELL_SECONDS,
    UNCHANGED_SECONDS,
    AsJson,
    answer,
    no,
    say,
    told_stage,
)
from studio.formats import trust
from studio.model.contract import ValidationResult
from studio.model.validation import GATES, GateResult, ValidationReport
from studio.validation import UnderWay
from studio.validation import validate as ask_gates

_ADVICE = {
    "title": "Set one with `studio task set DIR title=...`.",
    "prompt": "Write prompt.md.",
    "occupation": "Run `studio task link`.",
    "checks": "Run `studio task propose --write`.",
    "output": "Run `studio task check DIR --near-misses`.",
    "uncovered": 'Add a check, or `studio task checks DIR adjudicate "uncovered: WORDS" fine`.',
}
"""By which command each thing is mended, where that is not told already."""
_TRUST = "Give --trust if you trust its author."


def _lines(report: ValidationReport, asked: Sequence[str], foreign: bool) -> Iterator[str]:
    for gate in report.gates:
        if gate.id not in asked:
            continue
        first, *others = gate.evidence or ("",)
        took = "" if gate.seconds is None else f"  ({gate.seconds:.1f} s)"
        yield f"{gate.status.replace('_', ' '):<14}  {gate.id:<10}  {first}{took}".rstrip()
        yield from (f"{'':<28}{sentence}" for sentence in (*others, *_advice(gate, foreign)))
    yield _whole(report)


def _telling() -> Callable[[UnderWay], None]:
    """Return what says on standard error which gate is asked, and now and then how far it is."""
    now = UnderWay("", 0, 0, "")

    def say_stage(stage: Stage) -> None:
        say(f"{now.gate}: {told_stage(stage, now.seconds)}")

    sometimes = seldom(say_stage, TELL_SECONDS, UNCHANGED_SECONDS)

    def tell(told: UnderWay) -> None:
        nonlocal now
        now = told
        if told.stage is None:
            say(f"{told.gate} ({told.number} of {told.of}): {told.question}")
        elif told.seconds >= TELL_SECONDS:
            sometimes(told.stage)

    return tell


def _advice(gate: GateResult, foreign: bool) -> Iterator[str]:
    if foreign and gate.id == "replay" and gate.status == "cannot_run":
        yield _TRUST
    if not gate.fine:
        things = dict.fromkeys(lead.thing for lead in gate.leads if lead)
        yield from (_ADVICE[thing] for thing in things if thing in _ADVICE)


def _whole(report: ValidationReport) -> str:
    """Return what all gates together amount to, those asked before included."""
    if report.proven:
        return f"proven: {_fine(report.gates)}"
    known = {gate.id: gate for gate in report.of(report.task_digest)}
    blocking = [id for id in GATES if id in known and not known[id].fine]
    unasked = [id for id in GATES if id not in known]
    parts = (("blocked by", blocking), ("still to be asked:", unasked))
    told = "; ".join(f"{words} {', '.join(ids)}" for words, ids in parts if ids)
    return f"not proven: {told}"


def _fine(gates: Sequence[GateResult]) -> str:
    """Return how many gates are green, and how many do not apply."""
    green = sum(gate.status == "green" for gate in gates)
    others = len(gates) - green
    told = f"{green} gates are green"
    return f"{told}, {others} {'does' if others == 1 else 'do'} not apply" if others else told


def validate(
    task: Annotated[Path, typer.Argument(metavar="TASK", help="The task folder.")],
    gate: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Ask this gate alone; may be repeated.")
    ] = None,
    trusted: Annotated[
        bool, typer.Option("--trust", help="Let a task from elsewhere start programs here.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a task through the gates that prove it; ends with 1 if one is not green."""
    if trusted:
        trust.trust(task)
    report = ask_gates(task, gate or (), progress=_telling())
    asked = gate or list(GATES)
    found = tuple(result for result in report.gates if result.id in asked)
    # Part of the gates proves nothing by itself; what the others found before is told in words.
    shown = ValidationResult(
        proven=report.proven and not gate, validated=report.validated, gates=found
    )
    answer(shown, as_json, _lines(report, asked, trust.is_foreign(task)))
    no(not all(result.fine for result in found))


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(validate)
