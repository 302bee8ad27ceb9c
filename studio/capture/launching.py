"""A recorder as a process of its own, which outlives whoever started it.

What it tells goes into a log beside the recording, `NAME.rec` has `NAME.log`: one sentence a line,
the last one says how it ended.
"""

import os
import selectors
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from studio.base.errors import FaultError, UserError
from studio.base.remedies import to_examine
from studio.capture.backend import this_backend
from studio.capture.control import send_order
from studio.capture.options import LAUNCHED, Ending, Look, OpenApplication, RecordOptions
from studio.formats import layout
from studio.formats.documents import read_document
from studio.formats.recorder_status import status_of
from studio.model.recording import RecordingManifest

READY = "Recording"
_START_SECONDS = 60.0
_LOOK_SECONDS = 0.1
_LOG_BYTES = 100_000
_SEAL_SECONDS = 60.0


def log_of(out: Path) -> Path:
    """Return where the recorder of a recording tells what happens."""
    return out.with_suffix(".log")


def _words(out: Path, options: RecordOptions) -> list[str]:
    words = [str(out.absolute()), "--fps", str(options.fps)]
    words += ["--pause-keys", options.pause_keys, "--stop-keys", options.stop_keys]
    words += ["--mark-keys", options.mark_keys]
    if options.seconds is not None:
        words += ["--seconds", str(options.seconds)]
    if options.region:
        edges = options.region
        words += ["--region", f"{edges.x},{edges.y},{edges.width},{edges.height}"]
    for flag, values in (
        ("--watch", [str(folder.absolute()) for folder in options.watch]),
        ("--allow-app", options.allow_apps),
        ("--exclude-app", options.exclude_apps),
    ):
        words += [word for value in values for word in (flag, value)]
    return words


def launch(out: Path, options: RecordOptions) -> None:
    """Start `studio record` in a session of its own and wait until it records.

    Raises:
        FaultError: with the recorder's own sentence if it does not come to record; nothing of it
            is left then.
    """
    this_backend()
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists():
        raise FaultError(f"{out.name} exists already; choose another name for the recording.")
    log = log_of(out)
    reader, writer = os.pipe()
    command = [sys.executable, "-m", "studio", "record", *_words(out, options)]
    with log.open("wb") as stream:
        # A session leader of its own: no hang-up of a terminal and no end of the window reaches it.
        subprocess.run(
            ["setsid", "--fork", *command],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env={**os.environ, LAUNCHED: "1"},
            pass_fds=(writer,),
            check=True,
        )
    os.close(writer)
    with os.fdopen(reader, "rb") as alive:
        _wait_ended_or_ready(log, alive.fileno())
    if READY in _lines(log):
        return
    with suppress(UserError):
        send_order(out, "stop")
    sentence = last_told(out)
    log.unlink()
    raise FaultError(sentence) if sentence else to_examine("The recorder does not begin")


def _wait_ended_or_ready(log: Path, alive: int) -> None:
    """Wait until the recorder records or is gone; the pipe `alive` is readable once it is gone."""
    deadline = time.monotonic() + _START_SECONDS
    with selectors.DefaultSelector() as selector:
        selector.register(alive, selectors.EVENT_READ)
        while READY not in _lines(log) and time.monotonic() < deadline:
            if selector.select(_LOOK_SECONDS):
                return


def _lines(log: Path) -> list[str]:
    try:
        with log.open("rb") as stream:
            stream.seek(max(0, log.stat().st_size - _LOG_BYTES))
            return stream.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []


def last_told(out: Path) -> str:
    """Return the newest sentence of a recorder, empty if it told none or its log is gone."""
    found = [line.strip() for line in _lines(log_of(out))]
    return next((line for line in reversed(found) if line not in ("", READY)), "")


def look_at(folder: Path) -> Look:
    """Return how a recording stands now."""
    status = status_of(folder)
    if status:
        return Look(folder, "running", status, last_told(folder))
    try:
        manifest = read_document(folder / layout.MANIFEST, RecordingManifest)
    except UserError:
        return Look(folder, "gone", None, last_told(folder))
    return Look(folder, _ending(folder, manifest), None, last_told(folder))


def _ending(folder: Path, manifest: RecordingManifest) -> Ending:
    if (folder / layout.SEAL).exists():
        return "sealed"
    if manifest.state == "recording":
        return "died"
    # The last thing a recorder writes is its seal; until then nobody else may touch the folder.
    age = time.time() - (folder / layout.MANIFEST).stat().st_mtime
    return "sealing" if age < _SEAL_SECONDS else "died"


def unsealed(places: list[Path]) -> list[Look]:
    """Return the recordings in some folders that are running, then those whose recorder died."""
    found = [
        look_at(folder)
        for place in places
        for folder in sorted(place.glob("*.rec"))
        if not (folder / layout.SEAL).exists()
    ]
    return [look for ending in ("running", "died") for look in found if look.ending == ending]


def open_applications(own: str) -> tuple[OpenApplication, ...]:
    """Return the programs with windows on the screen, in order of their names, but `own`.

    Raises:
        FaultError: with the remedy, where nothing can be recorded.
    """
    this_backend()
    from Xlib.display import Display

    from studio.sandbox.windows import Windows

    display = Display()
    titles: dict[str, list[str]] = {}
    for window in Windows(display).all():
        if window.application and window.application != own.casefold():
            titles.setdefault(window.application, []).append(window.title)
    display.close()
    return tuple(OpenApplication(name, tuple(titles[name])) for name in sorted(titles))
