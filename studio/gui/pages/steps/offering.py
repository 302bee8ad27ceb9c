"""What can be done with the selected steps, and the edit that does it; without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.editing import (
    Edit,
    bring_back_steps,
    leave_out_steps,
    merge_steps,
    place_steps,
    split_step,
)
from studio.gui.pages.steps.state import Selection
from studio.model.step import Step, acts
from studio.steps import RecordedSteps

_MERGE_NEXT = "Merge with next"
_MERGE = "Merge these steps"
_BY_PLACE = "Find by its place"
_AS_RECORDED = "Find by what it is"
READING = "The steps are still being read; try again in a moment."


@dataclass(frozen=True)
class Offer:
    """A command that suits the selected steps, in words that suit them."""

    command: str
    words: str


@dataclass(frozen=True)
class Arranged:
    """The steps of a recording as they are put now.

    Attributes:
        source: what they are made of, None while nothing is open.
        steps: all of them, those left out among them.
    """

    source: RecordedSteps | None = None
    steps: tuple[Step, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether these are all steps; as long as others are being read, none is edited."""
        return self.source is not None and self.source.whole

    def run_of(self, selection: Selection) -> tuple[Step, ...]:
        """Return what would be merged: the steps from the first to the last that is selected.

        A single one is merged with the next that is part of the work.
        """
        numbers = selection.numbers
        if not numbers:
            return ()
        last = numbers[-1]
        if len(numbers) == 1:
            last = next((step.id for step in self.steps[last:] if not step.left_out), last)
        run = self.steps[numbers[0] - 1 : last]
        chosen = set(numbers)
        others = any(step.id not in chosen and not step.left_out for step in run)
        return run if len(numbers) == 1 or not others else ()

    def cuts(self, step: Step) -> tuple[int, ...]:
        """Return the events at which a step could be cut."""
        return tuple(cut.seq for cut in self.source.cuts(step)) if self.source else ()

    def cut_at(self, step: Step, t_ns: int) -> int:
        """Return which cut of a step lies nearest to a moment within it, else the middle one."""
        events = self.source.cuts(step) if self.source else ()
        # The frame of a typed text is shown as it ends: nobody chose that moment.
        if not step.t_ns < t_ns < events[-1].t_ns:
            return len(events) // 2
        return min(range(len(events)), key=lambda place: abs(events[place].t_ns - t_ns))

    def pieces(self, step: Step, event: int) -> tuple[Step, ...]:
        """Return what a step would become if it was cut at an event."""
        return self.source.pieces(step, event) if self.source else ()

    def edit(self, command: str, selection: Selection, event: int | None = None) -> Edit:
        """Return the edit of a command.

        Args:
            command: its id.
            selection: what is selected.
            event: where to cut a step that is split and was not merged.

        Raises:
            UserError: if it cannot be done with these steps.
        """
        chosen, numbers = selection.steps, selection.numbers
        match command:
            case "merge":
                return merge_steps(self.run_of(selection) or chosen)
            case "split":
                return split_step(chosen[0], event)
            case "by_place":
                return place_steps(chosen, not _all_by_place(chosen))
            case "leave_out":
                return leave_out_steps(self.steps, chosen)
            case "bring_back":
                return bring_back_steps(chosen)
            case "trim_before":
                return leave_out_steps(self.steps, self.steps[: numbers[0] - 1])
            case "trim_after":
                return leave_out_steps(self.steps, self.steps[numbers[-1] :])
            case _:
                raise ValueError(f"{command} is no edit of steps")

    def offers(self, selection: Selection, marked: bool) -> tuple[Offer, ...]:
        """Return the commands that suit what is selected; `marked` if it has a checkpoint."""
        chosen = selection.steps
        if not chosen or not self.whole:
            return ()
        found = [Offer("mark", "Change the checkpoint" if marked else "Mark as checkpoint")]
        if len(self.run_of(selection)) > 1:
            found.append(Offer("merge", _MERGE if len(chosen) > 1 else _MERGE_NEXT))
        if len(chosen) == 1 and (len(chosen[0].keys) > 1 or self.cuts(chosen[0])):
            apart = len(chosen[0].keys) > 1
            found.append(Offer("split", "Take apart" if apart else "Split here"))
        if any(part.is_press for part in acts(chosen)):
            found.append(Offer("by_place", _AS_RECORDED if _all_by_place(chosen) else _BY_PLACE))
        found.append(Offer("redact", "Redact a region or a word"))
        found += self._leaving(chosen)
        if len(chosen) == 1:
            found.append(Offer("reword", "Edit the sentence"))
            found.append(Offer("note", "Edit the note" if chosen[0].note else "Note why"))
        return tuple(found)

    def _leaving(self, chosen: Sequence[Step]) -> list[Offer]:
        found = []
        if any(not step.left_out for step in chosen):
            found.append(Offer("leave_out", "Leave out"))
        if any(step.left_out or len(step.keys) > max(1, len(step.parts)) for step in chosen):
            found.append(Offer("bring_back", "Bring back"))
        if any(not step.left_out for step in self.steps[: chosen[0].id - 1]):
            found.append(Offer("trim_before", "Leave out all before"))
        if any(not step.left_out for step in self.steps[chosen[-1].id :]):
            found.append(Offer("trim_after", "Leave out all after"))
        return found


def _all_by_place(chosen: Sequence[Step]) -> bool:
    """Tell whether all that is pressed is found by its place in the window."""
    return all(part.by_place for part in acts(chosen) if part.is_press)
