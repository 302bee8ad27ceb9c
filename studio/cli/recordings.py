"""`studio recording`: reading what an expert did."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from studio.base.clock import minutes
from studio.cli import annotating, recording, reworking, storing
from studio.cli.holding import info_of
from studio.cli.printing import AsJson, answer, no
from studio.formats.recordings import open_recording
from studio.formats.wholeness import verify
from studio.model.contract import (
    DialectStep,
    DialectSteps,
    Problem,
    StepList,
    VerifyResult,
)
from studio.model.step import acts
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
    if result.changed:
        lines.append(f"Changed: {', '.join(result.changed)}")
    if result.marks:
        lines.append(f"Checkpoints marked at {', '.join(map(minutes, result.marks))}")
    answer(result, as_json, lines)


def verify_(place: Place, as_json: AsJson = False) -> None:
    """Compare every file of a recording with its seal."""
    problems = tuple(Problem(file=file, what=what) for file, what in verify(place))
    result = VerifyResult(ok=not problems, problems=problems)
    lines = [f"{found.file} {found.what}." for found in problems] or ["Every file is as sealed."]
    answer(result, as_json, lines)
    no(not result.ok)


def steps(
    place: Place,
    dialect: Annotated[
        Dialect | None, typer.Option(help="Say the actions as another interface does.")
    ] = None,
    left_out: Annotated[bool, typer.Option(help="Also those that were left out.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print the steps of a recording, as they were merged, split and left out."""
    recording_ = open_recording(place)
    found = reduce_steps(recording_, left_out)
    if dialect:
        size = recording_.manifest.screen
        told = [
            DialectStep(
                id=step.id,
                sentence=step.sentence,
                actions=tuple(
                    said for part in acts((step,)) for said in say_in(dialect, part.action, size)
                ),
            )
            for step in found
        ]
        words = [
            action if isinstance(action, str) else json.dumps(action, ensure_ascii=False)
            for step in told
            for action in step.actions
        ]
        answer(DialectSteps(dialect=dialect, steps=tuple(told)), as_json, words)
        return
    start = found[0].t_ns if found else 0
    lines = [line for step in found for line in annotating.lines_of(step, start)]
    rows = tuple(map(annotating.row_of, found))
    answer(StepList(steps=rows), as_json, lines or ["No steps were recorded."])


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="What an expert did.", no_args_is_help=True, rich_markup_mode=None)
    group.command()(info)
    group.command("verify")(verify_)
    group.command()(steps)
    group.command()(annotating.annotate)
    group.command()(storing.storage)
    reworking.register_in(group)
    recording.register_orders(group)
    app.add_typer(group, name="recording")
