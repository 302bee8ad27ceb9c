"""What must work before a recording begins, each with the remedy."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.base.errors import FaultError

FREE_BYTES = 300 * 1024 * 1024
_XLIB = (0, 33)
_WAYLAND = "This is a Wayland session, which hides input; log in to an X11 session to record."
_NO_DISPLAY = "There is no display (DISPLAY is not set); record inside a desktop session."
_WRONG_XLIB = "Another package has replaced python-xlib 0.33; run `make setup`."
_NO_BUS = "The accessibility bus does not answer; steps will have no element names."


@dataclass(frozen=True)
class Probe:
    """One thing that works here, or what to do about it; some can be done without."""

    id: str
    ok: bool
    detail: str
    install: str | None = None
    needed: bool = True


def probe_display() -> Iterator[Probe]:
    """Probe the display in the environment: there, with RECORD and XTEST."""
    name = os.environ.get("DISPLAY")
    if os.environ.get("WAYLAND_DISPLAY") and not name:
        yield Probe("display", False, _WAYLAND)
        return
    if not name:
        yield Probe("display", False, _NO_DISPLAY)
        return
    import Xlib
    from Xlib import error
    from Xlib.display import Display

    if Xlib.__version__ != _XLIB:
        yield Probe("input", False, _WRONG_XLIB)
        return
    try:
        display = Display(name)
    except (error.DisplayError, OSError):
        detail = f"The display {name} does not answer; check DISPLAY and XAUTHORITY."
        yield Probe("display", False, detail)
        return
    yield Probe("display", True, f"X11 display {name}")
    for extension, purpose in (("XTEST", "acting"), ("RECORD", "input")):
        there = display.has_extension(extension)
        detail = f"The {extension} extension of the display is there."
        missing = (
            f"The display has no {extension} extension; "
            f"start the X server with +extension {extension}."
        )
        yield Probe(purpose, there, detail if there else missing)
    display.close()


def probe_elements() -> Probe:
    """Probe the accessibility bus."""
    from studio.capture.accessibility import AccessibilityBus, Unanswered

    try:
        AccessibilityBus().close()
    except Unanswered:
        return Probe("elements", False, _NO_BUS, "at-spi2-core")
    return Probe("elements", True, "The accessibility bus answers.")


def refuse_unready(out: Path) -> None:
    """Check target and space before anything is written.

    Raises:
        FaultError: with the remedy of the first thing that does not work.
    """
    if out.exists():
        raise FaultError(f"{out.name} exists already; choose another name for the recording.")
    parent = next(place for place in out.absolute().parents if place.exists())
    if not os.access(parent, os.W_OK):
        raise FaultError(f"{parent} cannot be written to; choose another folder.")
    if shutil.disk_usage(parent).free < FREE_BYTES:
        raise FaultError(f"Less than {FREE_BYTES >> 20} MB are free in {parent}; make some space.")
