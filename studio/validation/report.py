"""Asking the gates and keeping what they found."""

import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import studio
from studio.base import clock
from studio.base.errors import FaultError, UserError
from studio.base.pace import Pace, Stage, Stopped
from studio.formats import layout
from studio.formats.documents import write_document
from studio.formats.tasks import open_task
from studio.model.validation import GATES, GateResult, ValidationReport
from studio.validation.gates import REGISTRY, Subject, result
from studio.validation.reading import read_report


@dataclass(frozen=True)
class UnderWay:
    """How far the gates that were asked for are.

    Attributes:
        gate: the one that is asked now.
        number: its place among them, from 1.
        of: how many were asked for.
        question: what it asks.
        seconds: how long it has taken until now.
        stage: what it does, None as long as it has not said that.
    """

    gate: str
    number: int
    of: int
    question: str
    seconds: float = 0.0
    stage: Stage | None = None


def _silent(_told: object) -> None:
    """Say nothing of progress."""


def validate(
    folder: Path,
    gates: Sequence[str] = (),
    progress: Callable[[UnderWay], None] = _silent,
    cancelled: Callable[[], bool] = lambda: False,
    ended: Callable[[GateResult], None] = _silent,
) -> ValidationReport:
    """Ask the gates of the task in `folder` and return `validation/report.json` as it is then.

    What other gates found before stays in it.

    Args:
        folder: a task with its private side.
        gates: which; all by default.
        progress: is told which gate is asked, and how far that is.
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
    teller = _Teller(progress)
    subject = Subject(task, Pace(teller.tell, cancelled))
    wanted = [gate for gate in GATES if not gates or gate in gates]
    found: list[GateResult] = []
    for number, gate in enumerate(wanted, 1):
        teller.begin(UnderWay(gate, number, len(wanted), REGISTRY[gate][0]))
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


class _Teller:
    """Tells of a stage which gate it belongs to, and how long that has taken."""

    def __init__(self, progress: Callable[[UnderWay], None]) -> None:
        self._progress, self._now, self._began = progress, UnderWay("", 0, 0, ""), 0.0

    def begin(self, now: UnderWay) -> None:
        self._now, self._began = now, time.monotonic()
        self._progress(now)

    def tell(self, stage: Stage) -> None:
        seconds = time.monotonic() - self._began
        self._progress(replace(self._now, seconds=seconds, stage=stage))


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
    _, ask = REGISTRY[gate]
    started, began = clock.utc_now(), time.monotonic()
    try:
        found = ask(subject)
    except Stopped:
        found = result(gate, "cannot_run", "It was stopped.")
    except FaultError as fault:
        found = result(gate, "cannot_run", str(fault))
    except UserError as fault:
        found = result(gate, "red", str(fault))
    seconds = round(time.monotonic() - began, 3)
    return found.model_copy(update={"started": started, "seconds": seconds})
