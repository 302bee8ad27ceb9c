"""The desktop as a recording finds it: screens, keyboard, and what was open, to be opened again."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from Xlib.display import Display

from studio import __version__
from studio.base.clock import monotonic_ns, utc_now
from studio.base.settings import APPLICATION
from studio.capture.input_x11 import layout_of
from studio.capture.screen import MONITOR
from studio.formats.video import codecs
from studio.model.frozen import Bounds, Size
from studio.model.recording import (
    ClockAnchor,
    Monitor,
    RecordingManifest,
    StartedApplication,
    Watched,
    Window,
)
from studio.sandbox.windows import Windows

_USUAL_DPI = 96.0


def describe_desktop(watched: tuple[Watched, ...], **chosen: Any) -> RecordingManifest:
    """Return the manifest of a recording that begins now.

    Args:
        watched: the folders whose files it follows.
        chosen: the other fields of the manifest that a person chose.
    """
    # The studio's own windows are no part of the work.
    left_out = {name.casefold() for name in (*chosen["excluded_applications"], APPLICATION)}
    display = Display()
    screen = display.screen()
    size = Size(width=screen.width_in_pixels, height=screen.height_in_pixels)
    manifest = RecordingManifest(
        created=utc_now(),
        clock=ClockAnchor(monotonic_ns=monotonic_ns(), utc=utc_now()),
        platform="x11",
        studio_version=__version__,
        screen=size,
        monitors=_monitors(display, size),
        keyboard_layout=layout_of(display),
        watched=watched,
        start=tuple(
            started
            for started in started_applications(Windows(display), watched)
            if started.application.casefold() not in left_out
        ),
        codec=codecs()[0],
        **chosen,
    )
    display.close()
    return manifest


def _monitors(display: Display, size: Size) -> tuple[Monitor, ...]:
    """Return the monitors as RandR 1.5 tells them, one for the whole screen without it."""
    scale = _scale(display)
    whole = Monitor(
        id=MONITOR, bounds=Bounds(x=0, y=0, width=size.width, height=size.height), scale=scale
    )
    if not display.has_extension("RANDR"):
        return (whole,)
    found = display.screen().root.xrandr_get_monitors().monitors
    if len(found) < 2:
        return (whole,)
    return tuple(
        Monitor(
            id=_told_apart(str(display.get_atom_name(monitor.name))),
            bounds=Bounds(
                x=monitor.x,
                y=monitor.y,
                width=monitor.width_in_pixels,
                height=monitor.height_in_pixels,
            ),
            scale=scale,
        )
        for monitor in found
    )


def _told_apart(name: str) -> str:
    # All pictures are of the whole desktop, whose name no single monitor may bear.
    return f"{name}-1" if name == MONITOR else name


def _scale(display: Display) -> float:
    """Return the scale that the desktop asks programs for: Xft.dpi over 96."""
    resources = display.screen().root.get_full_text_property(
        display.intern_atom("RESOURCE_MANAGER")
    )
    for line in str(resources or "").splitlines():
        name, _, value = line.partition(":")
        if name == "Xft.dpi":
            with suppress(ValueError):
                return round(float(value) / _USUAL_DPI, 3)
    return 1.0


def started_applications(
    windows: Windows, watched: tuple[Watched, ...]
) -> tuple[StartedApplication, ...]:
    """Return each open window with its command and the watched files that it shows."""
    return tuple(_started(window, watched) for window in windows.all() if window.application)


def _started(window: Window, watched: tuple[Watched, ...]) -> StartedApplication:
    command = _command(window.pid)
    documents = []
    for watch in watched:
        for place in sorted(Path(watch.path).rglob("*")):
            if place.is_file() and (place.name in window.title or str(place) in command):
                documents.append(str(place))
    return StartedApplication(
        application=window.application,
        command=command,
        documents=tuple(documents),
        title=window.title,
        geometry=window.bounds,
    )


def _command(pid: int) -> tuple[str, ...]:
    with suppress(OSError):
        content = Path(f"/proc/{pid}/cmdline").read_bytes()
        return tuple(part.decode("utf-8", "replace") for part in content.split(b"\0") if part)
    return ()
