"""What can be checked at a place, and the check that is being made of it; without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from studio.formats.tasks import TaskFolder
from studio.gui.pages.checks.file_state import says_words
from studio.gui.wording import say
from studio.model.check import REGION, Check, parse_target

_OF_CELLS = ("cell_equals", "formula_present", "number_format", "range_equals")
"""What is most often asked of a cell."""
_OF_PASSAGES = ("text_contains", "figures_stated", "section_says", "text_absent", "text_similarity")
_OF_REGIONS = ("image_similarity", "image_text", "region_colour")


@dataclass(frozen=True)
class Offer:
    """A check that could be added as it is, and what it asks."""

    check: Check
    sentence: str


@dataclass(frozen=True)
class Choice:
    """A line to choose from: a whole check, or a kind of which one is to be made.

    Attributes:
        title: what it asks.
        caption: more of it, or why it is offered.
        kind: the id of the kind.
        check: the whole check, None if it is to be made.
    """

    title: str
    caption: str
    kind: str
    check: Check | None = None


@dataclass(frozen=True)
class Making:
    """The check that is being made."""

    kind: str = ""
    target: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    tolerance: float | None = None

    def draft(self) -> Check | None:
        """Return it as a check for a form to show; None as long as it is none."""
        if not self.kind:
            return None
        target = self.target if path_of(self.target) else "file"
        return Check(
            id="draft",
            kind=self.kind,
            target=target,
            parameters=self.parameters,
            tolerance=self.tolerance,
        )


def path_of(target: str) -> str:
    """Return the file of a target; empty if it is none yet."""
    try:
        return parse_target(target).path
    except ValueError:
        return ""


def choices(words: str, target: str, offers: Sequence[Offer]) -> tuple[Choice, ...]:
    """Return what can be chosen: whole checks of the place first, then the kinds that words name.

    Args:
        words: what was typed.
        target: the place that is to be checked.
        offers: the whole checks that are known for the place.
    """
    # The graders take long to import, and a window must be there at once.
    from studio.grading import find_kinds, suits

    typed = words.casefold().split()
    path = path_of(target)
    whole = [
        Choice(offer.sentence, say("As in your work"), offer.check.kind, offer.check)
        for offer in offers
        if all(word in offer.sentence.casefold() for word in typed)
    ]
    kinds = [
        Choice(say(kind.title), _about(kind, suits(kind, path)), kind.id)
        for kind in find_kinds(words, path)
    ]
    first = _first_of(target)
    if first and not typed:
        kinds.sort(key=lambda choice: choice.kind not in first)
    return (*whole, *kinds)


def _first_of(target: str) -> tuple[str, ...]:
    """Return the kinds that are most often asked at a place within a file."""
    if "#" not in target:
        return ()
    if "!" in target:
        return _OF_CELLS
    if f"#{REGION}[" in target:
        return _OF_REGIONS
    return _OF_PASSAGES if says_words(target) else ()


def _about(kind: Any, fits: bool) -> str:
    told = " ".join((kind.parameters.__doc__ or "").strip().split("\n\n")[0].split())
    return say(told) if fits else f"{say('For other files.')} {say(told)}"


def needs(kind: str) -> bool:
    """Tell whether a check of a kind cannot be made without being told more."""
    from studio.grading import KINDS

    found = KINDS.get(kind)
    fields = found.parameters.model_fields.values() if found else ()
    return any(field.is_required() for field in fields)


def files_of(task: TaskFolder) -> list[str]:
    """Return the files of the reference, which a check can look into."""
    if not task.reference.is_dir():
        return []
    places = sorted(place for place in task.reference.rglob("*") if place.is_file())
    return [place.relative_to(task.reference).as_posix() for place in places]


def checkpoint_for(
    task: TaskFolder, target: str, near: Check | None, head: str | None = None
) -> str | None:
    """Return the checkpoint that a new check goes into, None for the whole work.

    It is the one whose head is selected, else that of the selected check. Without either it is that
    of the checks of its file, else the last one.

    Args:
        task: what it is added to.
        target: where it looks.
        near: the selected check.
        head: the selected checkpoint, empty for the whole work; None if no head is selected.
    """
    points = [point.id for point in task.document.task.checkpoints]
    if head is not None:
        return head if head in points else None
    if near is not None and (near.checkpoint in points or not near.gate):
        return near.checkpoint if near.checkpoint in points else None
    known = (check for check in task.document.checks.checks if check.checkpoint in points)
    path = path_of(target)
    same = [check.checkpoint for check in known if path_of(check.target) == path]
    return max(same, key=same.count) if same else next(reversed(points), None)
