"""What an author answers when asked whether an output is wrong or fine, and what follows from it.

The answer becomes a fixture, and the checks are changed by as little as makes them agree with it.
What would follow is told beforehand, in sentences.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.authoring.changes import applied, saved, with_private_side
from studio.base.errors import UserError
from studio.editing import AddAnswer, AddCheck, Edit, RemoveCheck, SetCheck, Several
from studio.formats import layout
from studio.formats.fixtures import fixture_name
from studio.formats.tasks import TaskFolder, copy_tree
from studio.grading import describe
from studio.model.check import Answer, Check
from studio.validation.coverage import UNCOVERED
from studio.validation.matrix import LiveVerdict
from studio.validation.mending import Mend, Mender
from studio.validation.outputs import Expected, KnownOutput, known_outputs

Verdict = Literal["wrong", "fine"]
_PLACES = {"wrong": layout.KNOWN_BAD, "fine": layout.ALTERNATES}
_TITLES = {"wrong": "Say that an output is wrong", "fine": "Say that an output is fine"}
_STANDING = ("reference", "input", "empty")


@dataclass(frozen=True)
class Change:
    """A check before and after, each as its sentence; empty where there is none.

    `gate` says that an added one must pass and carries no weight.
    """

    old: str
    new: str
    gate: bool = False


@dataclass(frozen=True)
class Foreseen:
    """What an answer about an output would do, before it is done.

    Attributes:
        output: the name of the output in the matrix.
        answer: the answer.
        sentence: what would be done, in one sentence.
        done: the same once it was done.
        changes: what would change of the checks; none if they say so already or nothing helps.
        helps: whether the checks agree with the answer then.
        sought: whether it was looked for what helps.
        edit: what does it; to be undone as one.
        source: where the output lies now.
        fixture: where it is kept then, inside of the task.
    """

    output: str
    answer: Verdict
    sentence: str
    done: str
    changes: tuple[Change, ...]
    helps: bool
    edit: Several
    source: Path
    fixture: Path
    sought: bool = True


@dataclass(frozen=True)
class Adjudicated:
    """The task after an answer, what was done in one sentence, and the edit that undo takes back.

    `fixture` is where the output was kept, None if the answer was about something else; `changes`
    are the checks that are other now.
    """

    task: TaskFolder
    sentence: str
    edit: Several
    fixture: Path | None
    changes: tuple[Change, ...] = ()


def adjudicate(folder: Path, output: str, answer: Verdict) -> Adjudicated:
    """Keep an author's answer about an output, and make the checks agree with it.

    Args:
        folder: a task with its private side.
        output: the name of a row of the matrix, or `uncovered: TEXT` of what no check covers.
        answer: whether the output must fail or may pass; what is uncovered can only be fine.

    Raises:
        UserError: if there is no such output, or it is one whose verdict stands.
    """
    task = with_private_side(folder)
    if output.startswith(UNCOVERED):
        return _answered(task, output, answer)
    if output in _STANDING:
        raise UserError(f"The verdict on {output} stands; adjudicate a near miss or a variant.")
    with known_outputs(task, near_misses=True) as outputs:
        found = next((known for known in outputs if known.name == output), None)
        if found is None:
            told = f"There is no output {output!r}, or one just like it was answered"
            raise UserError(f"{told}.", f"{told}; see `studio task check --near-misses`.")
        return _settled(task, found, outputs, answer)


def _answered(task: TaskFolder, item: str, answer: Verdict) -> Adjudicated:
    if answer == "wrong":
        raise UserError(
            "Add a check for it, or say that it is fine if nothing has to be checked.",
            "Add a check for it, or answer `fine` if nothing has to be checked.",
        )
    edit = Several("Answer a question", (AddAnswer(Answer(item=item, answer=answer)),))
    told = f"Noted that no check is needed for: {item.removeprefix(UNCOVERED)}"
    return Adjudicated(saved(task, applied(task.document, edit)), told, edit, None)


def _settled(
    task: TaskFolder, output: KnownOutput, outputs: tuple[KnownOutput, ...], answer: Verdict
) -> Adjudicated:
    foreseen = foresee(task, LiveVerdict(task, outputs), output.name, answer)
    keep_fixture(foreseen)
    task = saved(task, applied(task.document, foreseen.edit))
    return Adjudicated(task, foreseen.done, foreseen.edit, foreseen.fixture, foreseen.changes)


def foresee(
    task: TaskFolder,
    live: LiveVerdict,
    output: str,
    answer: Verdict,
    wanted: Callable[[], bool] = lambda: True,
    seek: bool = True,
) -> Foreseen:
    """Return what an answer about an output would do; nothing is done yet.

    Args:
        task: as its checks are now.
        live: what judges its outputs, this one among them.
        output: the name of a near miss, a harmless variant or a fixture.
        answer: whether it must fail or may pass.
        wanted: asked now and then whether anybody still waits for the answer.
        seek: whether to look for a change of the checks; else the output is only kept.

    Raises:
        UserError: if there is no such output, or it is one whose verdict stands.
    """
    found = next((known for known in live.outputs if known.name == output), None)
    if found is None or output in _STANDING:
        raise UserError(f"The verdict on {output} stands; adjudicate a near miss or a variant.")
    expected: Expected = "fail" if answer == "wrong" else "pass"
    mend = Mender(task, live, wanted).mend(found, expected) if seek else None
    variant = found.variant
    item = f"{output}: {variant.did}" if variant else output
    kept = Answer(item=item, answer=answer, digest=variant.digest if variant else None)
    return Foreseen(
        output=output,
        answer=answer,
        sentence=mend.sentence if mend else _helpless(answer),
        done=mend.done if mend else _helpless(answer),
        changes=tuple(_changes(task, mend)) if mend else (),
        helps=mend is not None,
        edit=Several(_TITLES[answer], (*(mend.edits if mend else ()), AddAnswer(kept))),
        source=found.laid.folder,
        fixture=task.folder / _PLACES[answer] / fixture_name(output, kept.digest),
        sought=seek,
    )


def keep_fixture(foreseen: Foreseen) -> None:
    """Keep the output of an answer as a fixture; the edit of the answer is applied after it."""
    _keep(foreseen.source, foreseen.fixture)
    source, place = foreseen.source, foreseen.fixture
    if source != place and source.parent.parent == place.parent.parent:
        # It was a fixture of the other side.
        shutil.rmtree(source)


def _changes(task: TaskFolder, mend: Mend) -> Iterator[Change]:
    known = {check.id: check for check in task.document.checks.checks}
    after = task.with_document(applied(task.document, *mend.edits))
    later = {check.id: check for check in after.document.checks.checks}
    for edit in mend.edits:
        yield _change(task, edit, known, later)


def _change(
    task: TaskFolder, edit: Edit, known: dict[str, Check], later: dict[str, Check]
) -> Change:
    match edit:
        case AddCheck(check=check):
            return Change("", describe(check, task), check.gate)
        case RemoveCheck(id=id):
            return Change(describe(known[id], task), "")
        case SetCheck(id=id):
            return Change(describe(known[id], task), describe(later[id], task))
    return Change("", "")


def _helpless(answer: Verdict) -> str:
    way = "Add a check that notices it" if answer == "wrong" else "Loosen the check that refuses it"
    return f"No small change of the checks helps. {way}; the output is kept as a fixture."


def _keep(source: Path, place: Path) -> None:
    if source == place:
        return
    if place.exists():
        shutil.rmtree(place)
    copy_tree(source, place, skip_litter=False)
    # An output without any file is a fixture too, and must be a folder that is there.
    place.mkdir(parents=True, exist_ok=True)
