"""What is asked of some steps, as the edit that does it; the window and the command line share it.

Steps are as `RecordedSteps.arranged` returns them, those left out among them.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from studio.base.errors import UserError
from studio.editing.step_edits import (
    LeaveOutSteps,
    MergeSteps,
    PlaceSteps,
    SplitSteps,
    StepEdit,
    said_after,
)
from studio.formats import annotations
from studio.model.step import Step, acts


def annotate(recording: Path, edit: StepEdit) -> None:
    """Keep an edit of steps beside a recording, which stays as it was sealed.

    Raises:
        UserError: if the annotations that are there are damaged, or a text is too long.
    """
    before = annotations.said(recording)
    annotations.append_changes(recording, before, said_after(before, edit))


def steps_from(steps: Sequence[Step], first: int, last: int) -> tuple[Step, ...]:
    """Return the steps with the numbers `first` to `last`.

    Raises:
        UserError: if there are no such steps.
    """
    if not 1 <= first <= last <= len(steps):
        named = f"{first}-{last}" if first != last else f"{first}"
        raise UserError(f"There are no steps {named}; the recording has {len(steps)}.")
    return tuple(steps[first - 1 : last])


def merge_steps(steps: Sequence[Step]) -> MergeSteps:
    """Return the edit that makes one step of some that follow each other.

    Raises:
        UserError: if they are fewer than two, or others lie between them.
    """
    if len(steps) < 2:
        raise UserError("Choose at least two steps that follow each other to merge them.")
    if any(later.id != before.id + 1 for before, later in pairwise(steps)):
        raise UserError("Only steps that follow each other can be merged; choose them in a row.")
    return MergeSteps(
        tuple(step.keys[0] for step in steps[1:]), tuple(step.keys[-1] for step in steps[:-1])
    )


def split_step(step: Step, event: int | None = None) -> SplitSteps:
    """Return the edit that takes a merged step apart, or lets another begin within it.

    Args:
        step: which one.
        event: where another begins in a step that was not merged, one of `RecordedSteps.cuts`.

    Raises:
        UserError: if it cannot be split.
    """
    if len(step.keys) > 1:
        return SplitSteps(step.keys[1:])
    if event is None:
        raise UserError(f"Step {step.id} is a single act and cannot be split.")
    return SplitSteps((event,))


def leave_out_steps(steps: Sequence[Step], chosen: Sequence[Step]) -> LeaveOutSteps:
    """Return the edit that leaves the chosen steps out of the work.

    Raises:
        UserError: if none would be left, or none is chosen.
    """
    going = {step.id for step in chosen if not step.left_out}
    if not going:
        raise UserError("Choose the steps to leave out.")
    if all(step.left_out or step.id in going for step in steps):
        raise UserError("Nothing would be left of the work; leave out fewer steps.")
    return LeaveOutSteps(_keys(step for step in steps if step.id in going))


def bring_back_steps(chosen: Sequence[Step]) -> LeaveOutSteps:
    """Return the edit that makes the chosen steps part of the work again.

    Raises:
        UserError: if none of them was left out.
    """
    if not any(step.left_out or len(step.keys) > max(1, len(step.parts)) for step in chosen):
        raise UserError("None of these steps was left out.")
    return LeaveOutSteps(_keys(chosen), False)


def place_steps(chosen: Sequence[Step], by_place: bool = True) -> PlaceSteps:
    """Return the edit that finds what steps press by its place in the window, or as before.

    Raises:
        UserError: if they press nothing, or are found so already.
    """
    pressing = [part for part in acts(chosen) if part.is_press]
    if not pressing:
        raise UserError("Only clicks and drags have a place in a window; choose one of them.")
    changing = [part for part in pressing if part.by_place != by_place]
    if not changing:
        how = "by their place in the window" if by_place else "by element and picture"
        raise UserError(f"These steps are found {how} already.")
    return PlaceSteps(_keys(changing), by_place)


def _keys(steps: Iterable[Step]) -> tuple[int, ...]:
    return tuple(key for step in steps for key in step.keys)


def trim_steps(steps: Sequence[Step], first: int, last: int) -> LeaveOutSteps:
    """Return the edit that leaves out every step but those with the numbers `first` to `last`.

    Raises:
        UserError: if there are no such steps, or nothing is before and after them.
    """
    steps_from(steps, first, last)
    outside = [step for step in steps if not first <= step.id <= last and not step.left_out]
    if not outside:
        raise UserError("Nothing is before or after these steps; there is nothing to trim.")
    return leave_out_steps(steps, outside)
