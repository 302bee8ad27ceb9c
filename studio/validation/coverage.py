"""What an instruction demands or a reference holds that no check looks at and nobody answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from studio.editing.shares import unjudged
from studio.formats.tasks import TaskFolder
from studio.grading import KINDS, Proposal, describe, propose
from studio.grading.proposing.allowances import unused_allowances
from studio.grading.proposing.instruction import Instruction
from studio.grading.proposing.settling import BARE
from studio.grading.readers.books import parse_cells
from studio.model.check import Check, Target, parse_target, texts_in

UNCOVERED = "uncovered: "
# Checks of one kind and target that differ in these look at something else.
_SEPARATE = ("facts", "query")
_ALL = ("facts", "all")
# Shorter words stand in sentences by chance.
_SHORTEST = 3


@dataclass(frozen=True)
class Uncovered:
    """Something that no check looks at.

    Attributes:
        text: the sentence that asks for it, or what stands in the reference.
        origin: a `sentence` of the instruction, a `fact` that proposals leave out, a `place` of
            the reference that a check could look at, a `tolerance` that no check has, or a
            `checkpoint` that no check earns.
        target: where it is, empty if nobody knows.
        check: the check that would look at a place.
    """

    text: str
    origin: Literal["sentence", "fact", "place", "tolerance", "checkpoint"]
    target: str = ""
    check: Check | None = None


def uncovered(task: TaskFolder) -> tuple[str, ...]:
    """Return the sentences and facts that no check covers, but for those answered as fine."""
    found = uncovered_of(task, propose(task, {}))
    return tuple(item.text for item in found if item.origin not in ("place", "tolerance"))


def uncovered_of(task: TaskFolder, proposal: Proposal) -> tuple[Uncovered, ...]:
    """Return what no check looks at, but for what was answered as fine.

    Args:
        task: as its checks are now.
        proposal: what would be proposed for it.
    """
    checks = task.document.checks.checks
    answered = {answer.item for answer in task.document.checks.answered if answer.answer == "fine"}
    items = [
        Uncovered(text, "sentence")
        for text in proposal.uncovered_instruction
        if not any(asks_for(text, check) for check in checks)
    ]
    items += _facts(task, proposal)
    items += _places(task, proposal)
    items += [Uncovered(text, "tolerance") for text in _unused(task, proposal)]
    first = {item.text: item for item in reversed(items)}
    return tuple(
        item
        for item in items
        if first[item.text] is item and f"{UNCOVERED}{item.text}" not in answered
    )


def asks_for(text: str, check: Check) -> bool:
    """Tell whether a sentence asks for a check: it was found by it, or its author named in it.

    A check that was written by hand has no sentence of its own; it belongs to each that says a word
    or a number that the check demands.
    """
    if check.because or check.kind not in KINDS:
        return check.because == text
    fields = KINDS[check.kind].parameters.model_fields
    values = (
        value
        for name, value in check.parameters.items()
        if name in fields and "Literal" not in repr(fields[name].annotation)
    )
    said = _folded(text)
    return any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said)
        for word in map(_folded, texts_in(tuple(values)))
        if len(word) >= _SHORTEST and word in said
    )


def _folded(text: str) -> str:
    return re.sub(r"(?<=\d),(?=\d{3})", "", " ".join(text.split()).casefold())


def _unused(task: TaskFolder, proposal: Proposal) -> tuple[str, ...]:
    """Return the tolerances that neither proposed checks nor those of the task have."""
    checks = task.document.checks.checks
    now = Instruction(task.document.prompt)
    left = unused_allowances(now, checks) if proposal.unused_tolerances else ()
    return tuple(text for text in proposal.unused_tolerances if text in left)


def _facts(task: TaskFolder, proposal: Proposal) -> Iterator[Uncovered]:
    """Yield the facts that proposals leave out, but for checkpoints that a check does judge."""
    points = {BARE.format(title=p.title): p.id for p in task.document.task.checkpoints}
    bare = {point.id for point in unjudged(task.document)}
    for text in proposal.uncovered_reference:
        if text not in points:
            yield Uncovered(text, "fact")
        elif points[text] in bare:
            yield Uncovered(text, "checkpoint")


def _places(task: TaskFolder, proposal: Proposal) -> Iterator[Uncovered]:
    """Yield the places that a proposed check would look at and none of the task does."""
    known = task.document.checks.checks
    for check in proposal.checks:
        if not check.gate and not any(looks_at(other, check) for other in known):
            yield Uncovered(describe(check, task), "place", check.target, check)


def looks_at(check: Check, other: Check) -> bool:
    """Tell whether a check looks at all that another one would look at."""
    if not overlap(parse_target(check.target), parse_target(other.target)):
        return False
    if check.kind == other.kind:
        ours, theirs = (
            {name: one.parameters[name] for name in _SEPARATE if name in one.parameters}
            for one in (check, other)
        )
        if ours and ours != theirs and _ALL not in ours.items():
            return False
        if not _same_totals(check.parameters, other.parameters):
            return False
    items, wanted = _items(check.parameters), _items(other.parameters)
    return not items or not wanted or wanted <= items


def _same_totals(ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    """Tell whether a check of a table looks at the rows of totals, or the rest, that another does.

    That a check of all the rest leaves totals out is no gap of its own.
    """
    own, asked = ours.get("totals", "compare"), theirs.get("totals", "compare")
    return own == asked or "only" not in (own, asked) or own == "compare"


def _items(parameters: dict[str, Any]) -> frozenset[str]:
    """Return what the lists of a check name, but for the keys that rows are matched by."""
    lists = (held for name, held in parameters.items() if name != "key" and isinstance(held, list))
    return frozenset(str(item) for held in lists for item in held)


def overlap(one: Target, other: Target) -> bool:
    """Tell whether two targets have a place in common; a whole file has all its places."""
    if one.path != other.path and "*" not in (one.path, other.path):
        return False
    if one.sheet and other.sheet and one.cells and other.cells:
        return one.sheet == other.sheet and _meet(one.cells, other.cells)
    if one.pointer is not None and other.pointer is not None:
        first, second = f"{one.pointer}/", f"{other.pointer}/"
        return first.startswith(second) or second.startswith(first)
    if one.column and other.column:
        same_row = one.key is None or other.key is None or one.key == other.key
        return one.column == other.column and same_row
    return True


def _meet(one: str, other: str) -> bool:
    first, second = parse_cells(one), parse_cells(other)
    rows = first[0] <= second[2] and second[0] <= first[2]
    return rows and first[1] <= second[3] and second[1] <= first[3]
