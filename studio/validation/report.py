"""Asking the gates and keeping what they found."""

import platform
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import studio
from studio.base import clock
from studio.base.errors import FaultError, UserError
from studio.formats import layout
from studio.formats.documents import write_document
from studio.formats.tasks import open_task
from studio.model.validation import GATES, GateResult, ValidationReport
from studio.validation.gates import REGISTRY, Subject, result
from studio.validation.reading import read_report


def _silent(_told: object) -> None:
    """Say nothing of progress."""


def validate(
    folder: Path,
    gates: Sequence[str] = (),
    progress: Callable[[str], None] = _silent,
    cancelled: Callable[[], bool] = lambda: False,
    ended: Callable[[GateResult], None] = _silent,
) -> ValidationReport:
    """Ask the gates of the task in `folder` and return `validation/report.json` as it is then.

    What other gates found before stays in it.

    Args:
        folder: a task with its private side.
        gates: which; all by default.
        progress: is told which gate is asked, as `ID: question`.
        cancelled: says whether to stop; what ended until then is kept.
        ended: is given what each gate found.

    Raises:
        UserError: if it is no task, holds only the public side, or a gate is unknown.
    """
    task = open_task(folder)
    if not task.has_private_side:
        raise UserError(f"{folder.name} holds only the public side; validate the full task.")
    if unknown := [gate for gate in gates if gate not in REGISTRY]:
        raise UserError(f"{unknown[0]!r} is not a gate; choose from {', '.join(REGISTRY)}.")
    digest = task.digest
    subject = Subject(task, progress, cancelled)
    found: list[GateResult] = []
    for gate in GATES:
        if gates and gate not in gates:
            continue
        asked = _ask(gate, subject).model_copy(update={"task_digest": digest})
        # What a gate says that was stopped says nothing of the task.
        if cancelled():
            break
        found.append(asked)
        ended(asked)
    report = _with(_kept(folder), found, digest)
    if found:
        write_document(folder / layout.REPORT, report)
    return report


def _kept(folder: Path) -> tuple[GateResult, ...]:
    """Return what was found before; a damaged report is written anew."""
    try:
        report = read_report(folder)
    except UserError:
        return ()
    if report is None:
        return ()
    digest = {"task_digest": report.task_digest}
    return tuple(
        gate if gate.task_digest else gate.model_copy(update=digest) for gate in report.gates
    )


def _with(kept: Sequence[GateResult], found: Sequence[GateResult], digest: str) -> ValidationReport:
    """Return a report with what was found now in the place of what was found before."""
    known = {gate.id: gate for gate in (*kept, *found)}
    report = ValidationReport(
        task_digest=digest,
        created=clock.utc_now(),
        versions={
            "studio": studio.__version__,
            "python": platform.python_version(),
            "platform": platform.platform(),
        },
        proven=False,
        validated=False,
        gates=tuple(known[gate] for gate in GATES if gate in known),
    )
    return report.model_copy(update={"proven": report.proves(digest)})


def _ask(gate: str, subject: Subject) -> GateResult:
    title, ask = REGISTRY[gate]
    subject.progress(f"{gate}: {title}")
    started, began = clock.utc_now(), time.monotonic()
    try:
        found = ask(subject)
    except FaultError as fault:
        found = result(gate, "cannot_run", str(fault))
    except UserError as fault:
        found = result(gate, "red", str(fault))
    seconds = round(time.monotonic() - began, 3)
    return found.model_copy(update={"started": started, "seconds": seconds})
