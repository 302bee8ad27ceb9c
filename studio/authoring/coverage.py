"""What of the instruction and of the reference a check looks at, and what waits for one."""

from dataclasses import dataclass, replace
from typing import Literal

from studio.authoring.demands import Span, placed_sentences
from studio.authoring.files import State, TaskFile, list_files
from studio.authoring.proposals import undecided
from studio.formats.tasks import TaskFolder
from studio.grading import Proposal, describe, propose
from studio.grading.proposing.parting import of_columns
from studio.grading.proposing.settling import is_demand
from studio.model.check import Check, parse_target
from studio.validation.coverage import UNCOVERED, asks_for, looks_at

Cover = Literal["checked", "waits", "plain"]


@dataclass(frozen=True)
class SentenceCover:
    """A sentence of the instruction.

    Attributes:
        text: its words, as checks and answers name it.
        place: where it stands in the instruction, None if its words do not stand there in a row.
        cover: whether a check looks at what it asks for, none does, or it asks for nothing.
        checks: the ids of the checks that it is asked for by.
        let_be: the author said that no check is needed.
    """

    text: str
    place: Span | None
    cover: Cover
    checks: tuple[str, ...] = ()
    let_be: bool = False


@dataclass(frozen=True)
class RegionCover:
    """Something that the expert made or changed in a file.

    Attributes:
        text: what it is, in a sentence.
        cover: whether a check looks at it.
        check: the id of that check, empty if there is none.
        let_be: the author said that no check is needed.
    """

    text: str
    cover: Cover
    check: str = ""
    let_be: bool = False


@dataclass(frozen=True)
class FileCover:
    """A file of the reference; without a path, what is true of all of them."""

    path: str
    state: State
    regions: tuple[RegionCover, ...]

    @property
    def waiting(self) -> int:
        """How many of its regions wait for a check."""
        return sum(region.cover == "waits" for region in self.regions)


@dataclass(frozen=True)
class Coverage:
    """What is looked at, and what waits."""

    sentences: tuple[SentenceCover, ...] = ()
    files: tuple[FileCover, ...] = ()

    @property
    def waiting(self) -> int:
        """How many sentences and regions wait for a check."""
        asked = sum(sentence.cover == "waits" for sentence in self.sentences)
        return asked + sum(file.waiting for file in self.files)


@dataclass(frozen=True)
class Looked:
    """What the files and the instruction ask for, whatever is checked yet: slow to find.

    Attributes:
        proposal: what would be checked.
        sentences: of each check that would be, by its id.
        files: those of the task.
    """

    proposal: Proposal
    sentences: dict[str, str]
    files: tuple[TaskFile, ...]


def look(task: TaskFolder) -> Looked:
    """Return what a task asks to have checked.

    Raises:
        UserError: if a file of it cannot be read.
    """
    # To which checkpoint a check would belong is no matter of what there is to check.
    bare = task.document.task.model_copy(update={"checkpoints": ()})
    proposal = propose(task.with_document(replace(task.document, task=bare)), {})
    sentences = {check.id: describe(check, task) for check in proposal.checks}
    return Looked(proposal, sentences, list_files(task))


def cover(task: TaskFolder, looked: Looked) -> Coverage:
    """Return what the checks of a task look at, of what was found before."""
    left = replace(looked, proposal=undecided(task.document, looked.proposal))
    return Coverage(tuple(_sentences(task, looked)), _files(task, left))


def _let_be(task: TaskFolder) -> set[str]:
    return {
        answer.item.removeprefix(UNCOVERED)
        for answer in task.document.checks.answered
        if answer.answer == "fine"
    }


def _sentences(task: TaskFolder, looked: Looked) -> list[SentenceCover]:
    checks, let_be = task.document.checks.checks, _let_be(task)
    # A check that was turned down leaves what asked for it open.
    open_ = set(looked.proposal.uncovered_instruction)
    open_ |= {check.because for check in looked.proposal.checks}
    found = []
    for sentence, place in placed_sentences(task):
        text = sentence.text
        ids = tuple(check.id for check in checks if asks_for(text, check))
        if ids:
            found.append(SentenceCover(text, place, "checked", ids))
        elif not is_demand(sentence) or text in let_be:
            found.append(SentenceCover(text, place, "plain", let_be=text in let_be))
        else:
            # What no check is tied to by itself is judged together with what it speaks of.
            judged = bool(checks) and text not in open_
            found.append(SentenceCover(text, place, "checked" if judged else "waits"))
    return found


def _files(task: TaskFolder, looked: Looked) -> tuple[FileCover, ...]:
    regions: dict[str, list[RegionCover]] = {}
    states = {file.name: file.state for file in looked.files if file.role == "output"}
    states |= {file.name: file.state for file in looked.files if file.state == "gone"}
    let_be = _let_be(task)
    checks, told = task.document.checks.checks, set[str]()
    for proposed in looked.proposal.checks:
        own = _looking(checks, proposed)
        if own is None and proposed.gate:
            # What is only a gate earns nothing, and is asked for where a sentence asks for it.
            continue
        told |= {own.id} if own else set()
        text = looked.sentences[proposed.id]
        free = text in let_be
        state: Cover = "checked" if own else "plain" if free else "waits"
        made = RegionCover(text, state, own.id if own else "", free)
        regions.setdefault(_path(proposed), []).append(made)
    for check in (check for check in checks if check.id not in told):
        made = RegionCover(describe(check, task), "checked", check.id)
        regions.setdefault(_path(check), []).append(made)
    for fact in looked.proposal.uncovered_reference:
        free = fact in let_be
        path = next((name for name in sorted(states, key=len, reverse=True) if name in fact), "")
        regions.setdefault(path, []).append(
            RegionCover(fact, "plain" if free else "waits", let_be=free)
        )
    names = sorted({*regions, *(name for name, state in states.items() if state != "unchanged")})
    return tuple(
        FileCover(name, states.get(name, ""), tuple(regions.get(name, ()))) for name in names
    )


def _looking(checks: tuple[Check, ...], proposed: Check) -> Check | None:
    """Return the check that looks where a proposed one would: that one itself, else another."""
    found = [check for check in checks if looks_at(check, proposed)]
    same = [check for check in found if (check.id, check.kind) == (proposed.id, proposed.kind)]
    return next(iter(same or found), None) or _in_parts(checks, proposed)


def _in_parts(checks: tuple[Check, ...], proposed: Check) -> Check | None:
    """Return the first of the checks that look at the columns of a table between them."""
    names = proposed.parameters.get("columns") or ()
    if proposed.kind != "table_equals" or len(names) < 2:
        return None
    parts = [of_columns(proposed, [name]) for name in names]
    found = [next((c for c in checks if looks_at(c, part)), None) for part in parts]
    return found[0] if None not in found else None


def _path(check: Check) -> str:
    return parse_target(check.target).path
