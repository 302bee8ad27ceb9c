"""`studio replay`: what an expert or an agent did, acted out again."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from studio.base.errors import UserError
from studio.base.settings import state_folder
from studio.cli.printing import AsJson, answer, no, say
from studio.formats.recordings import open_recording
from studio.model.step import Step
from studio.model.trial import ReplayResult, StepVerdict
from studio.steps import reduce_steps

Display = Literal["private", "current"]
Choice = Literal["act", "skip", "quit"]


def _ask(step: Step) -> Choice:
    say(f"{step.id:4d}  {step.sentence}   [Return: do it, s: skip, q: quit]")
    said = sys.stdin.readline()
    if not said or said.strip().lower() == "q":
        return "quit"
    return "skip" if said.strip().lower() == "s" else "act"


def _tell(step: Step, verdict: StepVerdict) -> None:
    say(f"{verdict.id:4d}  {verdict.verdict:8}{verdict.resolved_by:12}{step.sentence}")


def replay(
    place: Annotated[
        Path, typer.Argument(metavar="REC|TRIAL", help="A recording, or the folder of a trial.")
    ],
    display: Annotated[
        Display, typer.Option(help="A fresh private display, or what is open on yours.")
    ] = "private",
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where the files go, empty or new; on your display, where they lie.",
        ),
    ] = None,
    speed: Annotated[
        float | None,
        typer.Option(
            min=0.1, max=100, help="Keep the pauses, this many times shorter; without it, none."
        ),
    ] = None,
    pause: Annotated[bool, typer.Option("--pause", help="Ask before each step.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Only print what would be done.")] = False,
    task: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The task of a trial, if it is elsewhere.")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html|DIR", help="Write a page of what happened, with pictures."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Act out again what an expert recorded or an agent did; halt before a wrong act."""
    from studio.analysis.replays import write_replay_report
    from studio.running.rerun import Manner, replay_recording, replay_trial
    from studio.running.retracing import is_trial, open_trial

    if pause and not sys.stdin.isatty():
        raise UserError("--pause asks at a terminal; leave it out here.")
    trial = open_trial(place) if is_trial(place) else None
    recording = None if trial else open_recording(place)
    steps = trial.steps if trial else reduce_steps(recording) if recording else ()
    if dry_run:
        _rehearse(steps, as_json)
        return
    page, kept = _places(place, report)
    manner = Manner(
        display=display,
        into=into,
        pictures=kept,
        speed=speed,
        every_picture=page is not None,
        before_step=_ask if pause else lambda _: "act",
        after_step=_tell,
    )
    if trial:
        result = replay_trial(trial, task, manner)
    else:
        assert recording
        result = replay_recording(recording, manner)
    if page:
        write_replay_report(page, f"Replay of {place.name}", steps, result)
        say(f"The report is {page}.")
    answer(result, as_json, _lines(result))
    no(not result.passed)


def _places(place: Path, report: Path | None) -> tuple[Path | None, Path]:
    """Return the page to write, if one is asked for, and the folder of the pictures.

    Raises:
        UserError: if the page is there already.
    """
    if report is None:
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
        return None, state_folder() / "replays" / f"{place.stem}-{stamp}"
    page = report if report.suffix.lower() in (".html", ".htm") else report / "report.html"
    if page.exists():
        raise UserError(f"{page.name} exists already; choose another name.")
    return page, page.with_name(f"{page.stem}-pictures")


def _rehearse(steps: Sequence[Step], as_json: bool) -> None:
    from studio.running.placing import expected_by

    told = [(step, expected_by(step, True)) for step in steps]
    verdicts = tuple(
        StepVerdict(id=step.id, verdict="skipped", resolved_by=by, late_ms=0.0) for step, by in told
    )
    lines = [f"{step.id:4d}  {by:12}{step.sentence}" for step, by in told]
    answer(ReplayResult(passed=True, steps=verdicts), as_json, lines)


def _lines(result: ReplayResult) -> list[str]:
    done = sum(verdict.verdict == "done" for verdict in result.steps)
    lines = [f"{done} of {len(result.steps)} steps done."]
    for verdict in result.steps:
        if verdict.verdict == "halted":
            lines.append(f"Step {verdict.id} halted: {verdict.sentence}")
            lines += [f"  {place}" for place in verdict.pictures]
        elif verdict.verdict == "done" and verdict.sentence:
            lines.append(f"Step {verdict.id}: {verdict.sentence}")
    return lines


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(replay)
