"""Which steps the list shows, without Qt: what is searched for, and what is filtered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from studio.gui.pages.steps.state import Marked
from studio.model.step import Step, acts

KINDS = {
    "clicks": ("click", "drag"),
    "typing": ("type",),
    "keys": ("key",),
    "scrolls": ("scroll",),
    "waits": ("wait",),
}
"""The kinds of steps to filter by, with the types of their actions."""
_KIND_OF = {action: kind for kind, actions in KINDS.items() for action in actions}


@dataclass(frozen=True)
class Filter:
    """What the list shows; an empty choice shows all of it.

    Attributes:
        text: words that all stand in the sentence, the note, the window or the element.
        kinds: names of `KINDS`.
        applications: those that the step was done in.
        marked: with a checkpoint, without one, or both.
        noted: only those with a note.
        unnamed: only those that pressed what has no name.
        left_out: also those that are no part of the work.
    """

    text: str = ""
    kinds: frozenset[str] = frozenset()
    applications: frozenset[str] = frozenset()
    marked: bool | None = None
    noted: bool = False
    unnamed: bool = False
    left_out: bool = False

    @property
    def narrows(self) -> bool:
        """Whether the menu leaves steps away that are part of the work."""
        chosen = self.kinds or self.applications or self.noted or self.unnamed
        return bool(chosen) or self.marked is not None


class Searched:
    """The words of some steps, put together once for every search."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps

    @cached_property
    def _words(self) -> list[str]:
        return [_words(step) for step in self.steps]

    def rows(self, wanted: Filter, marked: Mapping[int, Marked]) -> list[int]:
        """Return the places of the steps to show."""
        rows = [
            place for place, step in enumerate(self.steps) if wanted.left_out or not step.left_out
        ]
        for part in wanted.text.casefold().split():
            rows = [place for place in rows if part in self._words[place]]
        if wanted.narrows:
            steps = self.steps
            rows = [p for p in rows if _is_of(steps[p], wanted, steps[p].id in marked)]
        return rows


def _words(step: Step) -> str:
    window, element = step.window, step.element
    told = [step.sentence, step.note]
    told += [window.title, window.application] if window else []
    told += [element.name, element.role] if element else []
    return "\n".join(told).casefold()


def _is_of(step: Step, wanted: Filter, marked: bool) -> bool:
    if (wanted.noted and not step.note) or (wanted.unnamed and not step.is_unnamed):
        return False
    if wanted.marked is not None and wanted.marked != marked:
        return False
    parts = list(acts([step]))
    if wanted.kinds and not any(_KIND_OF[part.action.type] in wanted.kinds for part in parts):
        return False
    return not wanted.applications or any(
        part.window is not None and part.window.application in wanted.applications for part in parts
    )


def applications(steps: Iterable[Step]) -> tuple[str, ...]:
    """Return the applications that steps were done in, by name."""
    found = {step.window.application for step in acts(steps) if step.window}
    return tuple(sorted((name for name in found if name), key=str.casefold))
