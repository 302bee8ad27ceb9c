"""What a recorder can be asked for and how it looks from outside, without what it works with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.model.frozen import Bounds
from studio.model.recording import RecorderStatus

BAR_ROLE = "recording-bar"
"""The role of the window that shows a recorder at work: it is filled, and its input is dropped."""

LAUNCHED = "STUDIO_LAUNCHED"
"""The variable that is set for a recorder whose log is read in the window and not in a shell."""

Ending = Literal["running", "sealing", "sealed", "died", "gone"]


@dataclass(frozen=True)
class RecordOptions:
    """What a person asks of `studio record`."""

    watch: tuple[Path, ...] = ()
    allow_apps: tuple[str, ...] = ()
    exclude_apps: tuple[str, ...] = ()
    fps: float = 10.0
    seconds: float | None = None
    region: Bounds | None = None
    pause_keys: str = "ctrl+shift+F9"
    stop_keys: str = "ctrl+shift+F10"
    mark_keys: str = "ctrl+shift+F8"


@dataclass(frozen=True)
class OpenApplication:
    """A program with windows on the screen, by the name that `--allow-app` takes."""

    name: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """How a recording stands now, and the newest sentence of its recorder."""

    folder: Path
    ending: Ending
    status: RecorderStatus | None
    told: str
