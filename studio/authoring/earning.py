"""Checks for a checkpoint that no check earns yet: which are meant, and what is left to offer."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from studio.base.errors import FaultError, HostileInputError
from studio.formats import digests
from studio.formats.tasks import TaskFolder
from studio.grading import Proposal
from studio.grading.proposing.instruction import stems_of
from studio.grading.proposing.settling import BARE
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import WORKBOOKS, read_book
from studio.model.check import Check
from studio.model.task import Checkpoint
from studio.validation.coverage import Uncovered, uncovered_of

_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_MOST_OFFERED = 3
_NOTHING_LEADS = (
    "No check can be found for the checkpoint “{title}”: none of its steps and no word of its "
    "title leads to a part of your work; cover one of these for it, or give it a check by hand: "
    "{left}"
)
_ALL_IS_HELD = (
    "No check can be found for the checkpoint “{title}”: other checkpoints have the checks of all "
    "that you made; give it one of theirs, name in its title what it makes, or remove it."
)


def checkpoint_meant(task: TaskFolder, wanted: str) -> Checkpoint | None:
    """Return the checkpoint of an id, a title, or the sentence that says that nothing earns it."""
    return next(
        (
            point
            for point in task.document.task.checkpoints
            if wanted in (point.id, point.title, BARE.format(title=point.title))
        ),
        None,
    )


def places_of_steps(task: TaskFolder, touched: Iterable[str]) -> Iterator[str]:
    """Yield the cells of the workbooks that some steps acted on, as targets."""
    cells = [name for name in sorted(touched) if _CELL.fullmatch(name)]
    for path, place in digests.regular_files(task.reference) if cells else ():
        if place.suffix.lower() in WORKBOOKS:
            with suppress(Unreadable, FaultError, HostileInputError):
                sheets = list(read_book(place).sheets)
                yield from (f"{path}#{sheet}!{cell}" for sheet in sheets for cell in cells)


def asked_of(point: Checkpoint) -> Uncovered:
    """Return a checkpoint as something that no check looks at, by the words of its title."""
    return Uncovered(point.title, "sentence")


def proposed_for(proposal: Proposal, point: Checkpoint) -> Iterator[Check]:
    """Yield the weighted checks that are proposed for a checkpoint."""
    yield from (c for c in proposal.checks if c.checkpoint == point.id and not c.gate)


def nothing_found(task: TaskFolder, proposal: Proposal, point: Checkpoint) -> str:
    """Return why a checkpoint gets no check, with what of the work no check holds yet."""
    open_ = uncovered_of(task, proposal)
    left = [item.text for item in open_ if item.origin in ("place", "fact")]
    if not left:
        return _ALL_IS_HELD.format(title=point.title)
    told = "; ".join(text.rstrip(".") for text in left[:_MOST_OFFERED])
    return f"{_NOTHING_LEADS.format(title=point.title, left=told)}."


def speaks_of(points: Iterable[Checkpoint], check: Check, words: str) -> str | None:
    """Return the first of some checkpoints whose title shares words with a check, None if none."""
    said = stems_of(f"{words} {check.because}")
    return next((point.id for point in points if stems_of(point.title) & said), None)
