"""`studio record`, and the orders that a running recorder takes."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.base.clock import minutes
from studio.base.errors import UserError
from studio.cli.arguments import bounds_of
from studio.cli.printing import no, say

if TYPE_CHECKING:
    from studio.capture.control import Order
    from studio.model.recording import RecorderStatus

_STOP_SECONDS = 60.0
Place = Annotated[Path, typer.Argument(metavar="REC", help="The folder that is recorded into.")]


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
        list[str] | None,
        typer.Option(metavar="NAME", help="Keep no key, title or picture of this application."),
    ] = None,
    region: Annotated[
        str | None, typer.Option(metavar="X,Y,W,H", help="Show only this part of the screen.")
    ] = None,
    pause_keys: Annotated[
        str, typer.Option(metavar="KEYS", help="Pauses and resumes, in any program.")
    ] = "ctrl+shift+F9",
    stop_keys: Annotated[
        str, typer.Option(metavar="KEYS", help="Stops and seals, in any program.")
    ] = "ctrl+shift+F10",
    mark_keys: Annotated[
        str, typer.Option(metavar="KEYS", help="Marks the end of a checkpoint, in any program.")
    ] = "ctrl+shift+F8",
    test: Annotated[
        bool, typer.Option("--test", help="Only try each channel, and tell what is missing.")
    ] = False,
) -> None:
    """Record screen, input, windows, elements and files until Ctrl-C or the stop keys."""
    if test:
        _try_channels(out, watch or [])
        return
    from studio.capture.control import Orders
    from studio.capture.options import RecordOptions
    from studio.capture.recorder import Recorder

    options = RecordOptions(
        watch=tuple(watch or ()),
        allow_apps=tuple(allow_app or ()),
        exclude_apps=tuple(exclude_app or ()),
        fps=fps,
        seconds=seconds,
        region=bounds_of(region) if region else None,
        pause_keys=pause_keys,
        stop_keys=stop_keys,
        mark_keys=mark_keys,
    )
    recorder = Recorder(out, options, say)
    if not options.allow_apps:
        say("Only shortcuts are kept, no text; name applications with --allow-app to keep theirs.")
    orders = Orders()
    orders.listen()
    recorder.run(orders, lambda: say("Recording"), _show_counts)
    counts = recorder.counts
    say(
        f"\nSealed {out}: {counts.events} events, {counts.frames} frames, "
        f"{counts.elements} elements, {counts.files} file changes, {counts.withheld} withheld."
    )
    for name in sorted(recorder.withholding.silent):
        say(f"Text of {name} was withheld: it does not tell which of its fields has the keyboard.")


def _try_channels(out: Path, watch: list[Path]) -> None:
    from studio.capture.channels import channel_probes

    fit = True
    for probe in channel_probes(out.absolute().parent, watch):
        word = "ok" if probe.ok else "missing" if probe.needed else "without"
        print(f"{probe.id:9} {word:8} {probe.detail}")
        fit = fit and (probe.ok or not probe.needed)
    no(not fit)


def _show_counts(status: "RecorderStatus") -> None:
    if sys.stderr.isatty():
        state = "paused" if status.paused else "recording"
        line = (
            f"{minutes(status.seconds)}  {state}  {status.events} events, {status.frames} frames, "
            f"{status.files} file changes, {status.withheld} withheld"
        )
        print(f"\r{line}  ", end="", file=sys.stderr, flush=True)


def pause(place: Place) -> None:
    """Pause the recorder that records into a folder."""
    _order(place, "pause")


def resume(place: Place) -> None:
    """Let a paused recorder go on."""
    _order(place, "resume")


def stop(place: Place) -> None:
    """Let a recorder stop and seal, and wait until it has."""
    from studio.formats.recorder_status import status_of
    from studio.sandbox.desktop import wait_until

    _order(place, "stop")
    if not wait_until(lambda: status_of(place) is None, _STOP_SECONDS):
        raise UserError(f"The recorder of {place.name} does not end; see its own messages.")


def mark(place: Place) -> None:
    """Mark that a checkpoint ends here, in the recording that a recorder makes."""
    _order(place, "mark")


def _order(place: Path, order: "Order") -> None:
    from studio.capture.control import send_order

    status = send_order(place, order)
    say(f"{place.name}: {order} after {minutes(status.seconds)}, {status.events} events.")


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(record)


def register_orders(group: typer.Typer) -> None:
    """Add the orders to the group of what is done with recordings."""
    group.command()(pause)
    group.command()(resume)
    group.command()(stop)
    group.command()(mark)
