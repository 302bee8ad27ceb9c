"""What is left to do on a task, in the order of the work, in plain Python."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.formats.gaps import gaps_of

if TYPE_CHECKING:
    from studio.formats.tasks import TaskDocument


@dataclass(frozen=True)
class Thing:
    """Something left: the words on the button, and the command that does it."""

    title: str
    command: str


EXPORT = Thing("Export", "export")


def remaining(
    document: "TaskDocument", recorded: bool, proven: bool, blocked: bool = False
) -> tuple[Thing, ...]:
    """Return what is left, first things first.

    Args:
        document: the task as it is now.
        recorded: whether it keeps a recording, so that steps can be marked.
        proven: whether its newest report proves it as it is now.
        blocked: whether that report says what stands in the way.
    """
    # A window must be there at once, and needs this only once a task is open.
    from studio.editing.shares import unjudged

    task = document.task
    weighted = any(not check.gate for check in document.checks.checks)
    bare = weighted and bool(unjudged(document))
    left = (
        (recorded and not task.checkpoints, Thing("Mark checkpoints", "mark")),
        (not document.prompt.strip(), Thing("Write the instruction", "write")),
        (bool(gaps_of(document.prompt)), Thing("Fill the gaps of the instruction", "write")),
        (task.occupation is None, Thing("Link an occupation", "link")),
        (not weighted, Thing("Propose checks", "propose")),
        (bare, Thing("Give each checkpoint a check", "give_check")),
        (not proven and blocked, Thing("Mend what blocks", "mend")),
        (not proven and not blocked, Thing("Validate", "validate")),
    )
    return tuple(thing for missing, thing in left if missing)


def told(things: tuple[Thing, ...]) -> str:
    """Return how many things are left, in words."""
    if not things:
        return "Proven: ready to export"
    return f"{len(things)} thing{'s' if len(things) > 1 else ''} left"
