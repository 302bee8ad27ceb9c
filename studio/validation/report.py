"""Asking the gates and keeping what they found."""

import platform
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

_FINE = ("green", "not_applicable")


def _silent(_sentence: str) -> None:
    """Say nothing of progress."""


def validate(
    folder: Path,
    gates: Sequence[str] = (),
    progress: Callable[[str], None] = _silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> ValidationReport:
    """Ask the gates of the task in `folder`, write `validation/report.json`, return it.

    Args:
        folder: a task with its private side.
        gates: which; all by default, and only then can the task be proven.
        progress: is told which gate is asked.
        cancelled: says whether to stop; then nothing is written.

    Raises:
        UserError: if it is no task, holds only the public side, or a gate is unknown.
    """
    task = open_task(folder)
    if not task.has_private_side:
        raise UserError(f"{folder.name} holds only the public side; validate the full task.")
    if unknown := [gate for gate in gates if gate not in REGISTRY]:
        raise UserError(f"{unknown[0]!r} is not a gate; choose from {', '.join(REGISTRY)}.")
    asked = [gate for gate in GATES if gate in gates or not gates]
    digest = task.digest
    subject = Subject(task, progress, cancelled)
    results = tuple(_ask(gate, subject) for gate in asked)
    report = ValidationReport(
        task_digest=digest,
        created=clock.utc_now(),
        versions={
            "studio": studio.__version__,
            "python": platform.python_version(),
            "platform": platform.platform(),
        },
        proven=asked == list(GATES) and all(found.status in _FINE for found in results),
        validated=False,
        gates=results,
    )
    if not cancelled():
        write_document(folder / layout.REPORT, report)
    return report


def _ask(gate: str, subject: Subject) -> GateResult:
    if subject.cancelled():
        return result(gate, "cannot_run", "It was stopped before this gate.")
    title, ask = REGISTRY[gate]
    subject.progress(f"{gate}: {title}")
    try:
        return ask(subject)
    except FaultError as fault:
        return result(gate, "cannot_run", str(fault))
    except UserError as fault:
        return result(gate, "red", str(fault))
