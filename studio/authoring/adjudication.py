"""What an author answers when asked whether an output is wrong or fine, and what follows from it.

The answer becomes a fixture, and the checks are changed by as little as makes them agree with it.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.authoring.changes import applied, saved, with_private_side
from studio.base.errors import UserError
from studio.editing import AddAnswer, Several
from studio.formats import layout
from studio.formats.fixtures import fixture_name
from studio.formats.tasks import TaskFolder, copy_tree
from studio.model.check import Answer
from studio.validation.coverage import UNCOVERED
from studio.validation.matrix import LiveVerdict
from studio.validation.mending import Mender
from studio.validation.outputs import KnownOutput, known_outputs

Verdict = Literal["wrong", "fine"]
_PLACES = {"wrong": layout.KNOWN_BAD, "fine": layout.ALTERNATES}


@dataclass(frozen=True)
class Adjudicated:
    """The task after an answer, what was done in one sentence, and the edit that undo takes back.

    `fixture` is where the output was kept, None if the answer was about something else.
    """

    task: TaskFolder
    sentence: str
    edit: Several
    fixture: Path | None


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
    if output in ("reference", "input", "empty"):
        raise UserError(f"The verdict on {output} stands; adjudicate a near miss or a variant.")
    with known_outputs(task, near_misses=True) as outputs:
        found = next((known for known in outputs if known.name == output), None)
        if found is None:
            raise UserError(
                f"There is no output {output!r}, or one just like it was answered; see "
                "`studio task check --near-misses`."
            )
        return _settled(task, found, outputs, answer)


def _answered(task: TaskFolder, item: str, answer: Verdict) -> Adjudicated:
    if answer == "wrong":
        raise UserError("Add a check for it, or answer `fine` if nothing has to be checked.")
    edit = Several("Answer a question", (AddAnswer(Answer(item=item, answer=answer)),))
    told = f"Noted that no check is needed for: {item.removeprefix(UNCOVERED)}"
    return Adjudicated(saved(task, applied(task.document, edit)), told, edit, None)


def _settled(
    task: TaskFolder, output: KnownOutput, outputs: tuple[KnownOutput, ...], answer: Verdict
) -> Adjudicated:
    mender = Mender(task, LiveVerdict(task, outputs))
    mend = mender.mend(output, "fail" if answer == "wrong" else "pass")
    variant = output.variant
    item = f"{output.name}: {variant.did}" if variant else output.name
    kept = Answer(item=item, answer=answer, digest=variant.digest if variant else None)
    edit = Several(f"Adjudicate {output.name}", (*(mend.edits if mend else ()), AddAnswer(kept)))
    place = task.folder / _PLACES[answer] / fixture_name(output.name, kept.digest)
    _keep(output.laid.folder, place)
    if not variant and output.laid.folder != place:
        shutil.rmtree(output.laid.folder)
    told = mend.done if mend else _helpless(answer)
    return Adjudicated(saved(task, applied(task.document, edit)), told, edit, place)


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
