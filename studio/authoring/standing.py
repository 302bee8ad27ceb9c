"""How a task stands: what is next or wrong, in the words of its author."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from studio.authoring.remaining import EXPORT, Thing, remaining
from studio.base.errors import UserError
from studio.formats.tasks import TaskFolder
from studio.model.validation import GATES, GateResult, ValidationReport
from studio.validation import read_report

Tone = Literal["bad", "waits", "good", "quiet"]
_OTHERS = "And "
_VALIDATE = Thing("Validate", "validate")
_LOOK = "checks"
_CONTINUE = Thing("Continue", _LOOK)
_SEE = Thing("Look", "proof")


@dataclass(frozen=True)
class Standing:
    """A sentence with its count still open, how grave it is, and what to do next.

    Attributes:
        words: what is next or wrong; `{count}` stands for the number.
        next: the words on the button and the command of the window behind them.
    """

    words: str
    tone: Tone
    next: Thing
    count: int = 0

    @property
    def told(self) -> str:
        """The sentence in English."""
        return self.words.format(count=f"{self.count:,}")


# What is left of the work, by the command that does it.
_LEFT = {
    "mark": "Recorded, not yet annotated",
    "write": "No instruction yet",
    "link": "No occupation yet",
    "propose": "No checks yet",
    "checks": "A checkpoint has no check",
}
# What a red gate means: for one, for several, and where that is mended.
_RED: dict[str, tuple[str, str, Thing]] = {
    "complete": ("Something is not filled in", "{count} things are not filled in", _SEE),
    "files": ("1 file is not fit to travel", "{count} files are not fit to travel", _SEE),
    "reference": ("Your own work does not pass", "Your own work does not pass", _CONTINUE),
    "nothing": ("Doing nothing earns points", "Doing nothing earns points", _CONTINUE),
    "known_bad": (
        "1 wrong output still passes the checks",
        "{count} wrong outputs still pass the checks",
        _CONTINUE,
    ),
    "alternates": (
        "1 right output fails the checks",
        "{count} right outputs fail the checks",
        _CONTINUE,
    ),
    "regrade": ("Grading twice gives two scores", "Grading twice gives two scores", _SEE),
    "coverage": (
        "1 thing that is asked for has no check",
        "{count} things that are asked for have no check",
        _CONTINUE,
    ),
    "replay": ("The recording does not replay to a pass", "", _SEE),
}
_COUNTED = frozenset({"complete", "files", "known_bad", "alternates", "coverage"})
_PUBLIC = Standing("Only the public side", "quiet", Thing("Open", "instruction"))
_PROVEN = Standing("Proven, ready to export", "good", EXPORT)


def standing_of(task: TaskFolder, digest: Callable[[], str] | None = None) -> Standing:
    """Return how a task stands by its document and its newest report.

    Args:
        task: as it is on disk.
        digest: returns its digest; asked only if it matters, and read from disk by default.
    """
    if not task.has_private_side:
        return _PUBLIC
    left = remaining(task.document, task.recording is not None, True)
    if left:
        return Standing(_LEFT[left[0].command], "waits", left[0])
    try:
        report = read_report(task.folder)
    except UserError:
        report = None
    if report is None:
        return Standing("Not validated yet", "waits", _VALIDATE)
    if report.task_digest != (digest() if digest else task.digest):
        words = "Changed since it was proven" if report.proven else "Changed since it was validated"
        return Standing(words, "waits", _VALIDATE)
    return _by_report(report)


def _by_report(report: ValidationReport) -> Standing:
    known = {gate.id: gate for gate in report.gates}
    red = next((gate for gate in report.gates if gate.status == "red"), None)
    if red:
        return _of_red(red)
    if any(gate.status == "cannot_run" for gate in report.gates):
        return Standing("A gate could not run here", "waits", _SEE)
    if set(GATES) - known.keys():
        return Standing("Not every gate was asked yet", "waits", _VALIDATE)
    return _PROVEN


def _of_red(gate: GateResult) -> Standing:
    one, many, next_ = _RED.get(gate.id, ("A gate is red", "A gate is red", _SEE))
    count = _count(gate)
    if count < 2 or gate.id not in _COUNTED:
        return Standing(one, "waits" if next_ is _CONTINUE else "bad", next_, 1)
    return Standing(many, "waits" if next_ is _CONTINUE else "bad", next_, count)


def _count(gate: GateResult) -> int:
    """Return of how many things a gate tells, those included that its last line only counts."""
    *told, last = gate.evidence or ("",)
    more = last.removeprefix(_OTHERS).removesuffix(" more.")
    return len(told) + (int(more) if last.startswith(_OTHERS) and more.isdigit() else 1)
