"""What a window had open, kept so that the next one can go on after a crash; plain Python."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from studio.base import atomic
from studio.base.claims import Claim, claim
from studio.base.regular import read_regular
from studio.base.settings import state_folder

_FOLDER = "open"
_LIMIT = 64 * 1024


@dataclass(frozen=True)
class Left:
    """What was open: the folder of the task, and where in it, as plain values."""

    folder: Path
    place: object


class LeftOpen:
    """Keeps what this process has open; forgets it when that is closed as it should be."""

    def __init__(self) -> None:
        self._note = state_folder() / _FOLDER / f"{os.getpid()}-{secrets.token_hex(4)}.json"
        self._claim: Claim | None = None
        self._last = ""

    def keep(self, folder: Path, place: object) -> None:
        """Keep what is open now; where nothing can be written, nothing is kept."""
        text = json.dumps({"folder": str(folder), "place": place})
        if text == self._last:
            return
        try:
            if self._claim is None:
                self._claim = claim(self._note)
            atomic.write_text(self._note, text)
        except OSError:
            return
        self._last = text

    def forget(self) -> None:
        """Forget it: it was closed as it should be."""
        self._note.unlink(missing_ok=True)
        self._last = ""
        if self._claim:
            self._claim.release()
            self._claim = None


def take_abandoned() -> Left | None:
    """Return what a window had open whose process is gone, the newest first; forget all of them.

    It is forgotten before it is opened: what ends one window must not end each that follows.
    """
    folder = state_folder() / _FOLDER
    notes = [(_age(note), note) for note in folder.glob("*.json")] if folder.is_dir() else []
    found = [_take(note) for _, note in sorted(notes, reverse=True)]
    return next((left for left in found if left), None)


def _age(note: Path) -> int:
    try:
        return note.lstat().st_mtime_ns
    except OSError:
        return 0


def _take(note: Path) -> Left | None:
    held = claim(note)
    if held is None:
        return None
    try:
        content = read_regular(note, _LIMIT) or b"{}"
        note.unlink(missing_ok=True)
        values = json.loads(content)
    except (OSError, ValueError):
        return None
    finally:
        held.release()
    if not isinstance(values, dict) or not isinstance(values.get("folder"), str):
        return None
    return Left(Path(values["folder"]), values.get("place"))
