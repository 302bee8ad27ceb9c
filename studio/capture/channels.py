"""The self-test before a recording: each channel is tried for real, one after the other.

What this needs of a window system stands in `probe_display`; the trials of screen, keys and mouse
are those of X11.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from studio.base.errors import FaultError
from studio.capture.selftest import FREE_BYTES, Probe, probe_display, probe_elements

CHANNELS = ("screen", "keys", "mouse", "elements", "files", "disk", "space")
_TRIAL_BYTES = 1 << 20
_SLOW_SECONDS = 1.0
_NO_FOLDER = "Choose the folder of the work; its files are then followed."
_LIKE_SCREEN = "Waits for the same."
_WITHOUT_TEXT = "Steps will have no element names and no text is kept; install at-spi2-core."


def channel_probes(recordings: Path, watch: Sequence[Path]) -> Iterator[Probe]:
    """Try each channel of `CHANNELS` in their order; what is not needed may fail.

    Args:
        recordings: the folder that the recording will lie in; it need not be there yet.
        watch: the folders whose files are to be followed.
    """
    missing = next((probe for probe in probe_display() if not probe.ok), None)
    trials: dict[str, Callable[[], str]] = {
        "screen": _see,
        "keys": _hear_keys,
        "mouse": _hear_mouse,
    }
    for name, trial in trials.items():
        if missing:
            told = missing.detail if name == "screen" else _LIKE_SCREEN
            yield Probe(name, False, told)
        else:
            yield _tried(name, trial)
    elements = probe_elements()
    told = elements.detail if elements.ok else _WITHOUT_TEXT
    yield Probe("elements", elements.ok, told, elements.install, needed=False)
    yield _tried("files", lambda: _follow(watch))
    place = next(found for found in (recordings, *recordings.parents) if found.exists())
    yield _tried("disk", lambda: _write(place))
    yield _tried("space", lambda: _room(place))


def _tried(name: str, trial: Callable[[], str]) -> Probe:
    try:
        return Probe(name, True, trial())
    except FaultError as fault:
        return Probe(name, False, str(fault))


def _see() -> str:
    import mss

    with mss.MSS() as grabber:
        began = time.monotonic()
        shot = grabber.grab(grabber.monitors[0])
    return f"{shot.width} x {shot.height} pixels in {1000 * (time.monotonic() - began):.0f} ms."


def _hear(kinds: tuple[int, int]) -> Any:
    """Return a connection on which the display agreed to tell of kinds of events."""
    from Xlib.display import Display
    from Xlib.ext import record

    display = Display()
    wanted: dict[str, Any] = {
        **dict.fromkeys(("core_requests", "core_replies", "errors", "delivered_events"), (0, 0)),
        **dict.fromkeys(("ext_requests", "ext_replies"), (0, 0, 0, 0)),
        **dict.fromkeys(("client_started", "client_died"), False),
        "device_events": kinds,
    }
    context = display.record_create_context(0, [record.AllClients], [wanted])
    display.sync()
    display.record_free_context(context)
    return display


def _hear_keys() -> str:
    from Xlib import X

    from studio.capture.input_x11 import layout_of

    display = _hear((X.KeyPress, X.KeyRelease))
    layout = layout_of(display)
    display.close()
    return f"Heard in every program; the layout is {layout}."


def _hear_mouse() -> str:
    from Xlib import X

    display = _hear((X.ButtonPress, X.MotionNotify))
    display.screen().root.query_pointer()
    display.close()
    return "Heard in every program."


def _follow(watch: Sequence[Path]) -> str:
    from watchdog.events import FileSystemEventHandler
    from watchdog.observers import Observer

    if not watch:
        raise FaultError(_NO_FOLDER)
    observer = Observer()
    observer.start()
    try:
        for folder in watch:
            observer.schedule(FileSystemEventHandler(), str(folder), recursive=True)
    except OSError as fault:
        reason = fault.strerror or "no reason given"
        raise FaultError(f"The folder cannot be followed ({reason}); choose another.") from None
    finally:
        observer.stop()
        observer.join()
    count = sum(1 for folder in watch for place in folder.rglob("*") if place.is_file())
    return f"{count:,} file{'' if count == 1 else 's'} followed."


def _write(place: Path) -> str:
    trial = place / f".studio-trial-{os.getpid()}.part"
    began = time.monotonic()
    try:
        with trial.open("wb") as stream:
            stream.write(bytes(_TRIAL_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as fault:
        reason = fault.strerror or "no reason given"
        raise FaultError(
            f"{place.name} cannot be written ({reason}); choose another workspace."
        ) from None
    finally:
        trial.unlink(missing_ok=True)
    seconds = time.monotonic() - began
    told = f"1 MB written in {1000 * seconds:.0f} ms."
    return told if seconds < _SLOW_SECONDS else f"{told} That is slow; the start may take longer."


def _room(place: Path) -> str:
    free = shutil.disk_usage(place).free
    if free < FREE_BYTES:
        raise FaultError(
            f"Only {free >> 20} MB are free; make {FREE_BYTES >> 20} MB free for a recording."
        )
    return f"{free / 1e9:,.1f} GB free."
