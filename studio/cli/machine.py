"""`studio doctor`: what works on this machine."""

from collections.abc import Iterator

import typer

from studio.cli.printing import AsJson, answer, no
from studio.doctor import examine
from studio.model.contract import DoctorReport


def _lines(report: DoctorReport) -> Iterator[str]:
    for item in report.items:
        yield f"{'ok' if item.ok else 'no':<3} {item.id:<14} {item.detail}"
        if item.install:
            yield f"{'':<19}install it with: {item.install}"


def doctor(as_json: AsJson = False) -> None:
    """Tell what works on this machine and what to install; ends with 1 if something is missing."""
    report = examine()
    answer(report, as_json, _lines(report))
    no(not all(item.ok for item in report.items))


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(doctor)
