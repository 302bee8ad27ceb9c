"""`studio recording annotate`: what the expert says of steps, and how they are put."""

from pathlib import Path
from typing import Annotated

import typer

from studio.base.clock import minutes
from studio.base.errors import UserError
from studio.cli.arguments import step_range
from studio.cli.printing import AsJson, answer
from studio.editing import (
    SayStep,
    SplitSteps,
    StepEdit,
    bring_back_steps,
    leave_out_steps,
    merge_steps,
    place_steps,
    split_step,
    steps_from,
    trim_steps,
)
from studio.editing import annotate as keep
from studio.formats.recordings import Recording, open_recording
from studio.model.contract import ElementRow, StepList, StepRow
from studio.model.step import Step
from studio.steps import RecordedSteps, reduce_steps

_ONE = "Give one of --step with --sentence or --note, --merge, --split, --leave-out, --restore, "
_ONE += "--trim, --by-place, --by-element."


def annotate(
    place: Annotated[Path, typer.Argument(metavar="REC", help="A recording folder.")],
    step: Annotated[int | None, typer.Option(min=1, help="Which step to say something of.")] = None,
    sentence: Annotated[
        str | None, typer.Option(help="What it does, in your words; empty takes it back.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="Why you did it; empty takes it back.")] = None,
    merge: Annotated[str | None, typer.Option(metavar="A-B", help="Make them one step.")] = None,
    split: Annotated[
        int | None, typer.Option(min=1, help="Take a merged step apart, or cut one --at a place.")
    ] = None,
    at: Annotated[
        int | None,
        typer.Option(min=1, help="Cut after how many keys, or notches of the wheel."),
    ] = None,
    leave_out: Annotated[
        str | None, typer.Option(metavar="A-B", help="Steps that are no part of the work.")
    ] = None,
    restore: Annotated[
        str | None, typer.Option(metavar="A-B", help="Steps to bring back that were left out.")
    ] = None,
    trim: Annotated[
        str | None, typer.Option(metavar="A-B", help="Leave out all before and after them.")
    ] = None,
    by_place: Annotated[
        str | None, typer.Option(metavar="A-B", help="Find by its place in the window alone.")
    ] = None,
    by_element: Annotated[
        str | None, typer.Option(metavar="A-B", help="Find by element and picture again.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what a step does, or why, or how steps belong together; the recording stays as sealed."""
    recording = open_recording(place)
    found = reduce_steps(recording, left_out=True)
    words = sentence is not None or note is not None
    ranges = (merge, leave_out, restore, trim, by_place, by_element)
    asked = (words, split, *ranges)
    if sum(bool(one) for one in asked) != 1 or (step is None) == words or (at and not split):
        raise UserError(_ONE)
    chosen = _chosen(found, next(filter(None, ranges), None), step or split)
    edit: StepEdit
    if words:
        edit = SayStep(chosen[0].keys[0], sentence, note)
    elif split:
        edit = _split(recording, chosen[0], at)
    elif merge:
        edit = merge_steps(chosen)
    elif by_place or by_element:
        edit = place_steps(chosen, bool(by_place))
    else:
        edit = _kept(found, chosen, bool(restore), bool(trim))
    keep(place, edit)
    _tell(place, chosen, words, as_json)


def _chosen(found: tuple[Step, ...], several: str | None, one: int | None) -> tuple[Step, ...]:
    first, last = step_range(several) or (one or 0, one or 0)
    return steps_from(found, first, last)


def _split(recording: Recording, step: Step, at: int | None) -> SplitSteps:
    cuts = RecordedSteps(recording).cuts(step)
    if not cuts:
        return split_step(step)
    if at is None or at > len(cuts):
        raise UserError(f"Say with --at after how many keys or notches to cut: 1 to {len(cuts)}.")
    return split_step(step, cuts[at - 1].seq)


def _kept(found: tuple[Step, ...], chosen: tuple[Step, ...], back: bool, trim: bool) -> StepEdit:
    """Return the edit that says which steps are part of the work."""
    if trim:
        return trim_steps(found, chosen[0].id, chosen[-1].id)
    return bring_back_steps(chosen) if back else leave_out_steps(found, chosen)


def _tell(place: Path, chosen: tuple[Step, ...], one: bool, as_json: bool) -> None:
    """Print what became of the chosen steps."""
    found = reduce_steps(open_recording(place), left_out=True)
    start = found[0].t_ns
    first, last = chosen[0].first_event, chosen[-1].last_event
    now = [step for step in found if first <= step.first_event <= last]
    if one:
        answer(row_of(now[0]), as_json, lines_of(now[0], start))
        return
    lines = [line for step in now for line in lines_of(step, start)]
    answer(StepList(steps=tuple(map(row_of, now))), as_json, lines)


def lines_of(step: Step, start_ns: int) -> list[str]:
    """Return a step as people read it, with its moment after `start_ns`."""
    how = "  (left out)" if step.left_out else ""
    if any(part.by_place for part in step.parts or (step,)):
        how += "  (found by its place in the window)"
    elif step.is_unnamed:
        how += "  (hit nothing with a name)"
    line = f"{step.id:4d}  {minutes((step.t_ns - start_ns) / 1e9)}  {step.sentence}{how}"
    return [line, *([f"      Why: {step.note}"] if step.note else [])]


def row_of(step: Step) -> StepRow:
    """Return a step as programs read it."""
    hit = step.element
    shown = ElementRow(role=hit.role, name=hit.name, bounds=hit.bounds) if hit else None
    told = set(StepRow.model_fields) - {"action", "element", "window", "parts"}
    return StepRow(
        **step.model_dump(include=told),
        action=step.action,
        element=shown,
        window=step.window.title if step.window else None,
        parts=tuple(map(row_of, step.parts)),
    )
