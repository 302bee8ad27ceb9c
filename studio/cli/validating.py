"""`studio validate`: the gates of a task."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from studio.cli.printing import AsJson, answer, no, say
from studio.formats import trust
from studio.model.contract import ValidationResult
from studio.model.validation import ValidationReport
from studio.validation import validate as ask_gates


def _lines(report: ValidationReport) -> Iterator[str]:
    for gate in report.gates:
        first, *others = gate.evidence or ("",)
        yield f"{gate.status.replace('_', ' '):<14}  {gate.id:<10}  {first}".rstrip()
        yield from (f"{'':<28}{sentence}" for sentence in others)
    yield "proven" if report.proven else "not proven"


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
    report = ask_gates(task, gate or (), progress=say)
    shown = ValidationResult(proven=report.proven, validated=report.validated, gates=report.gates)
    answer(shown, as_json, _lines(report))
    no(any(found.status not in ("green", "not_applicable") for found in report.gates))


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(validate)
