"""`studio recording`: reading what an expert did."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from studio.base.clock import minutes
from studio.base.errors import UserError
from studio.cli import recording, reworking, storing
from studio.cli.holding import info_of
from studio.cli.printing import AsJson, answer, no
from studio.formats import annotations
from studio.formats.recordings import open_recording
from studio.formats.wholeness import verify
from studio.model.contract import (
    DialectStep,
    DialectSteps,
    ElementRow,
    Problem,
    StepList,
    StepRow,
    VerifyResult,
)
from studio.model.step import Step
from studio.steps import reduce_steps
from studio.steps.dialects import say_in

Dialect = Literal["opencua", "ale", "openai", "anthropic", "osworld"]
Place = Annotated[Path, typer.Argument(metavar="REC", help="A recording folder.")]


def info(place: Place, as_json: AsJson = False) -> None:
    """Tell how much a recording holds and what is missing."""
    recording = open_recording(place)
    result = info_of(recording)
    lines = [
        f"{place.name}: {result.state}, {minutes(result.seconds)}, {result.events} events, "
        f"{result.frames} frames, {result.bytes / 1e6:.1f} MB",
        f"{result.withheld} keys withheld, {result.lost} lost, {len(result.gaps)} gaps",
    ]
    answer(result, as_json, lines)


def verify_(place: Place, as_json: AsJson = False) -> None:
    """Compare every file of a recording with its seal."""
    problems = tuple(Problem(file=file, what=what) for file, what in verify(place))
    result = VerifyResult(ok=not problems, problems=problems)
    lines = [f"{found.file} {found.what}." for found in problems] or ["Every file is as sealed."]
    answer(result, as_json, lines)
    no(not result.ok)


def annotate(
    place: Place,
    step: Annotated[int, typer.Option(min=1, help="Which step.")],
    sentence: Annotated[
        str | None, typer.Option(help="What it does, in your words; empty takes it back.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="Why you did it; empty takes it back.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say what a step does, or why; the recording itself stays as it was sealed."""
    if sentence is None and note is None:
        raise UserError("Give --sentence or --note.")
    found = reduce_steps(open_recording(place))
    if step > len(found):
        raise UserError(f"{place.name} has {len(found)} steps; there is no step {step}.")
    annotations.append(place, found[step - 1].first_event, sentence, note)
    said = reduce_steps(open_recording(place))[step - 1]
    answer(_row(said), as_json, [f"{said.id:4d}  {said.sentence}", *_why(said)])


def _why(step: Step) -> list[str]:
    return [f"      Why: {step.note}"] if step.note else []


def steps(
    place: Place,
    dialect: Annotated[
        Dialect | None, typer.Option(help="Say the actions as another interface does.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the steps of a recording."""
    recording_ = open_recording(place)
    found = reduce_steps(recording_)
    if dialect:
        size = recording_.manifest.screen
        told = [
            DialectStep(
                id=s.id, sentence=s.sentence, actions=tuple(say_in(dialect, s.action, size))
            )
            for s in found
        ]
        words = [
            action if isinstance(action, str) else json.dumps(action, ensure_ascii=False)
            for step in told
            for action in step.actions
        ]
        answer(DialectSteps(dialect=dialect, steps=tuple(told)), as_json, words)
        return
    start = found[0].t_ns if found else 0
    lines = [
        line
        for step in found
        for line in (
            f"{step.id:4d}  {minutes((step.t_ns - start) / 1e9)}  {step.sentence}",
            *_why(step),
        )
    ]
    answer(StepList(steps=tuple(map(_row, found))), as_json, lines or ["No steps were recorded."])


def _row(step: Step) -> StepRow:
    hit = step.element
    shown = ElementRow(role=hit.role, name=hit.name, bounds=hit.bounds) if hit else None
    return StepRow(
        **step.model_dump(include=set(StepRow.model_fields) - {"action", "element", "window"}),
        action=step.action,
        element=shown,
        window=step.window.title if step.window else None,
    )


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="What an expert did.", no_args_is_help=True, rich_markup_mode=None)
    group.command()(info)
    group.command("verify")(verify_)
    group.command()(steps)
    group.command()(annotate)
    group.command()(storing.storage)
    reworking.register_in(group)
    recording.register_orders(group)
    app.add_typer(group, name="recording")
