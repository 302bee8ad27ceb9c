"""Where a change of a document is seen, in plain Python."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.editing import Changes
    from studio.formats.tasks import TaskDocument


_PAGES = (
    ("checks", frozenset({"checks"})),
    ("steps", frozenset({"steps"})),
    ("checkpoints", frozenset({"checkpoints"})),
    ("instruction", frozenset({"task", "prompt", "files"})),
)
"""The pages with the areas that they show, the most telling first."""


@dataclass(frozen=True)
class Changed:
    """Where a change is seen.

    Attributes:
        page: the page that shows it.
        check: the check that changed, empty if none or if it is gone.
        events: the first and the last event of the steps that it belongs to, if known.
        checkpoint: the checkpoint that changed, empty if none or if it is gone.
    """

    page: str
    check: str = ""
    events: tuple[int, int] | None = None
    checkpoint: str = ""


def where(
    before: "TaskDocument", after: "TaskDocument", changes: "Changes", current: str
) -> Changed:
    """Return where a change is seen; the page that is shown is kept if it shows it.

    Args:
        before: the document before the change.
        after: the document after it.
        changes: the areas that changed.
        current: the page that is shown.
    """
    pages = [page for page, areas in _PAGES if areas & changes]
    if "checkpoints" in pages and "steps" not in pages:
        # The list of steps shows them too, but they have a page of their own.
        pages.append("steps")
    if before.task.occupation != after.task.occupation:
        pages.append("occupations")
    page = current if current in pages or not pages else pages[0]
    if page == "checks":
        return Changed(page, check=_check(before, after))
    if page == "steps":
        return Changed(page, events=_events(before, after))
    if page == "checkpoints":
        return Changed(page, checkpoint=_checkpoint(before, after))
    return Changed(page)


def _check(before: "TaskDocument", after: "TaskDocument") -> str:
    old = {check.id: check for check in before.checks.checks}
    changed = (check.id for check in after.checks.checks if old.get(check.id) != check)
    return next(changed, "")


def _checkpoint(before: "TaskDocument", after: "TaskDocument") -> str:
    changed = _checkpoints(before, after)
    return next((point.id for point in after.task.checkpoints if point.id in changed), "")


def _events(before: "TaskDocument", after: "TaskDocument") -> tuple[int, int] | None:
    said = [
        abs(key)
        for key in {**before.said, **after.said}
        if before.said.get(key) != after.said.get(key)
    ]
    if said:
        return min(said), max(said)
    changed = _checkpoints(before, after)
    spans = (*after.checks.steps, *before.checks.steps)
    found = (span for span in spans if span.checkpoint in changed)
    return next(((span.first_event, span.last_event) for span in found), None)


def _checkpoints(before: "TaskDocument", after: "TaskDocument") -> set[str]:
    """Return the ids of the checkpoints that differ, or whose steps do."""
    points = set(before.task.checkpoints) ^ set(after.task.checkpoints)
    spans = set(before.checks.steps) ^ set(after.checks.steps)
    return {point.id for point in points} | {span.checkpoint for span in spans}
