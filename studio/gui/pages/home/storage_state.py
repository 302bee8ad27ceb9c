"""What the page of recordings says of each, without Qt."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.recordings.storage import Stored


STATES = {
    "sealed": "Sealed",
    "recovered": "Recovered after a crash",
    "unsealed": "Ended without its seal",
    "running": "Being recorded now",
    "broken": "Broken: it cannot be read",
}
HELD = "A copy is in the task “{task}”"
DIFFERS = "The task “{task}” was made from it, but its copy differs"
ALONE = "In no task"


def ticked_at_first(found: "Iterable[Stored]") -> frozenset[Path]:
    """Return the folders that may go without loss."""
    return frozenset(stored.folder for stored in found if stored.may_go)


def may_be_ticked(stored: "Stored") -> bool:
    """Tell whether a recording can be chosen at all: not while somebody records it."""
    return stored.state != "running"


def held_words(stored: "Stored") -> tuple[str, str]:
    """Return where a recording is held besides, with `{task}`, and the name of that task."""
    if stored.task is None:
        return ALONE, ""
    return (HELD if stored.copied else DIFFERS), stored.task.name


def sums(found: "Iterable[Stored]", ticked: frozenset[Path]) -> tuple[int, int, int]:
    """Return how many are chosen, their bytes, and how many of them are held nowhere else."""
    chosen = [stored for stored in found if stored.folder in ticked]
    alone = sum(not stored.may_go for stored in chosen)
    return len(chosen), sum(stored.bytes for stored in chosen), alone
