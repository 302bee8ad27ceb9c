"""How a task stands: what is next or wrong, in the words of its author."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from studio.authoring.blocking import blocking, words_of
from studio.authoring.remaining import EXPORT, Thing, remaining
from studio.base.errors import UserError
from studio.formats.tasks import TaskFolder
from studio.model.validation import ValidationReport
from studio.validation import read_report

Tone = Literal["bad", "waits", "good", "quiet"]
_VALIDATE = Thing("Validate", "validate")
_MEND = Thing("Continue", "mend")
_SEE = Thing("Look", "proof")
_IN_CHECKS = ("reference", "nothing", "known_bad", "alternates", "coverage")
"""The gates that are mended by writing checks, which is work that goes on, and no mishap."""


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
    "give_check": "A checkpoint has no check",
}
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
    now = digest() if digest else task.digest
    if not report.of(now):
        words = "Changed since it was proven" if report.proven else "Changed since it was validated"
        return Standing(words, "waits", _VALIDATE)
    return _by_report(report, now)


def _by_report(report: ValidationReport, digest: str) -> Standing:
    found = blocking(report, digest)
    if found and found[0].status == "red":
        words, count = words_of(found[0])
        return Standing(words, "waits" if found[0].id in _IN_CHECKS else "bad", _MEND, count)
    if found:
        return Standing("A gate could not run here", "waits", _SEE)
    if not report.proves(digest):
        return Standing("Not every gate was asked yet", "waits", _VALIDATE)
    return _PROVEN
