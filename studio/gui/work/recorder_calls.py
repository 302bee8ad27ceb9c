"""What the window asks of a recorder and of this desktop.

What works on one kind of desktop only is imported where it is used: the window opens on every one.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from studio.base.settings import APPLICATION
from studio.capture.backend import this_backend
from studio.capture.options import Look, OpenApplication, RecordOptions
from studio.capture.selftest import Probe
from studio.formats.recordings import Recording, open_recording
from studio.recordings.caught import Caught, caught

if TYPE_CHECKING:
    from studio.capture.control import Order


def open_applications() -> tuple[OpenApplication, ...]:
    """Return the programs with windows on the screen but this one.

    Raises:
        FaultError: with the remedy, where nothing can be recorded.
    """
    this_backend()
    from studio.capture import launching

    return launching.open_applications(APPLICATION)


def try_channels(
    recordings: Path, watch: tuple[Path, ...], found: list[Probe], tell: Callable[[str], None]
) -> None:
    """Try each channel; put what was found into a list and tell how many are in it."""
    from studio.capture.channels import channel_probes

    for probe in channel_probes(recordings, watch):
        found.append(probe)
        tell(str(len(found)))


def launch(out: Path, options: RecordOptions) -> None:
    """Start a recorder and wait until it records."""
    from studio.capture import launching

    launching.launch(out, options)


def find_unsealed(places: list[Path]) -> list[Look]:
    """Return the recordings that run, and those whose recorder died."""
    if sys.platform != "linux":
        return []
    from studio.capture.launching import unsealed

    return unsealed(places)


def look_at(folder: Path) -> Look:
    """Return how a recording stands now."""
    from studio.capture import launching

    return launching.look_at(folder)


def log_of(folder: Path) -> Path:
    """Return what the recorder of a recording told, beside it."""
    from studio.capture import launching

    return launching.log_of(folder)


def order(folder: Path, order: "Order") -> None:
    """Send an order to the recorder of a folder.

    Raises:
        UserError: if nobody records there.
    """
    from studio.capture.control import send_order

    send_order(folder, order)


def recover(folder: Path) -> object:
    """Make whole what a recorder left that died."""
    from studio.recordings import recovery

    return recovery.recover(folder)


def read_caught(folder: Path) -> tuple[Caught, tuple[QImage, ...]]:
    """Return what a recording caught, and the pictures of its first and last frame."""
    recording = open_recording(folder)
    found = caught(recording)
    return found, tuple(_picture(recording, at) for at in (0, -1))


def _picture(recording: Recording, at: int) -> QImage:
    """Return the kept still that is nearest to an end of the recording, an empty one without."""
    frames = recording.frames if at == 0 else tuple(reversed(recording.frames))
    kept = (place for frame in frames if (place := recording.keyframe(frame)))
    place = next(kept, None)
    return QImage(str(place)) if place else QImage()


def shorten(folder: Path, found: Caught, tell: Callable[[str], None]) -> Path:
    """Cut the empty ends off a recording, which keeps its name; return its folder.

    What was recorded is kept whole beside it, as `NAME, whole.rec`.
    """
    from studio.recordings.cutting import trim

    cut, whole = (_free(folder, word) for word in ("shortened", "whole"))
    trim(open_recording(folder), cut, found.idle, tell)
    folder.rename(whole)
    return cut.rename(folder)


def _free(folder: Path, word: str) -> Path:
    """Return a place beside a recording that is named after it and not taken."""
    names = (f"{folder.stem}, {word}{'' if n == 1 else f' {n}'}.rec" for n in range(1, 1000))
    return next(folder.with_name(name) for name in names if not folder.with_name(name).exists())
