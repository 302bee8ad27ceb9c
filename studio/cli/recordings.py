"""`studio record`, `studio recording` and `studio replay`: what experts did."""

import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from studio.base.clock import minutes
from studio.cli.printing import AsJson, answer, no, say
from studio.formats.recordings import Recording, open_recording, verify
from studio.model.contract import (
    ElementRow,
    Gap,
    Problem,
    RecordingInfo,
    StepList,
    StepRow,
    VerifyResult,
)
from studio.model.recording import MarkEvent
from studio.model.step import Step
from studio.steps import reduce_steps

Place = Annotated[Path, typer.Argument(metavar="REC", help="A recording folder.")]


class _Stop:
    """Remembers that someone asked to stop, and shows the counts once a second."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def record(
    out: Annotated[Path, typer.Argument(metavar="OUT.rec", help="The folder to make.")],
    seconds: Annotated[float | None, typer.Option(min=0.1, help="Stop after this long.")] = None,
    fps: Annotated[float, typer.Option(min=1, max=30, help="Looks at the screen a second.")] = 10.0,
    watch: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="A folder whose files to follow.")
    ] = None,
    allow_app: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Keep the text typed in this application, or `all`."),
    ] = None,
    exclude_app: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Keep no key of this application.")
    ] = None,
) -> None:
    """Record screen, input, windows, elements and files until Ctrl-C."""
    from studio.capture.recorder import Recorder, RecordOptions

    options = RecordOptions(
        watch=tuple(watch or ()),
        allow_apps=tuple(allow_app or ()),
        exclude_apps=tuple(exclude_app or ()),
        fps=fps,
        seconds=seconds,
    )
    recorder = Recorder(out, options)
    if not options.allow_apps:
        say("Only shortcuts are kept, no text; name applications with --allow-app to keep theirs.")
    stop = _Stop()
    began = next_line = time.monotonic()

    def stopped() -> bool:
        nonlocal next_line
        if sys.stderr.isatty() and time.monotonic() >= next_line:
            next_line += 1
            counts = recorder.counts
            line = (
                f"{minutes(time.monotonic() - began)}  {counts.events} events, "
                f"{counts.frames} frames, {counts.files} file changes, {counts.withheld} withheld"
            )
            print(f"\r{line}", end="", file=sys.stderr, flush=True)
        return stop.asked

    recorder.run(stopped, lambda: say("Recording"))
    counts = recorder.counts
    say(
        f"\nSealed {out}: {counts.events} events, {counts.frames} frames, "
        f"{counts.elements} elements, {counts.files} file changes, {counts.withheld} withheld."
    )


def info(place: Place, as_json: AsJson = False) -> None:
    """Tell how much a recording holds and what is missing."""
    recording = open_recording(place)
    result = _info(recording)
    lines = [
        f"{place.name}: {result.state}, {minutes(result.seconds)}, {result.events} events, "
        f"{result.frames} frames, {result.bytes / 1e6:.1f} MB",
        f"{result.withheld} keys withheld, {result.lost} lost, {len(result.gaps)} gaps",
    ]
    answer(result, as_json, lines)


def _info(recording: Recording) -> RecordingInfo:
    marks = [event for event in recording.events if isinstance(event, MarkEvent)]
    detail = next((mark.detail for mark in marks if mark.type == "stopped"), {})
    times = [event.t_ns for event in recording.events] or [0]
    files = (place for place in recording.folder.rglob("*") if place.is_file())
    return RecordingInfo(
        state=recording.manifest.state,
        seconds=round((times[-1] - times[0]) / 1e9, 3),
        events=len(recording.events) - len(marks),
        frames=len(recording.frames),
        gaps=tuple(
            Gap(t_ns=mark.t_ns, seconds=0.0, reason=str(mark.detail.get("reason", "")))
            for mark in marks
            if mark.type == "gap"
        ),
        lost=int(detail.get("lost", 0)),
        withheld=int(detail.get("withheld", 0)),
        bytes=sum(place.stat().st_size for place in files),
    )


def verify_(place: Place, as_json: AsJson = False) -> None:
    """Compare every file of a recording with its seal."""
    problems = tuple(Problem(file=file, what=what) for file, what in verify(place))
    result = VerifyResult(ok=not problems, problems=problems)
    lines = [f"{found.file} {found.what}." for found in problems] or ["Every file is as sealed."]
    answer(result, as_json, lines)
    no(not result.ok)


def steps(place: Place, as_json: AsJson = False) -> None:
    """Print the steps of a recording."""
    found = reduce_steps(open_recording(place))
    start = found[0].t_ns if found else 0
    lines = [
        f"{step.id:4d}  {minutes((step.t_ns - start) / 1e9)}  {step.sentence}" for step in found
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


def replay(
    place: Annotated[Path, typer.Argument(metavar="REC", help="A recording folder.")],
    into: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the files go; empty or new.")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Only print what would be done.")] = False,
    as_json: AsJson = False,
) -> None:
    """Act a recording out again on a private display."""
    recording = open_recording(place)
    if dry_run:
        steps(place, as_json)
        return
    from studio.running.rerun import replay_recording

    result = replay_recording(recording, into, say)
    lines = [
        f"{verdict.id:4d}  {verdict.verdict:8}{verdict.resolved_by:12}{verdict.sentence}"
        for verdict in result.steps
    ]
    answer(result, as_json, lines)
    no(not result.passed)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(record)
    app.command()(replay)
    group = typer.Typer(help="What an expert did.", no_args_is_help=True, rich_markup_mode=None)
    group.command()(info)
    group.command("verify")(verify_)
    group.command()(steps)
    app.add_typer(group, name="recording")
