"""A recorder that runs on its own: what it tells of itself, and the orders it takes.

While it records, `recorder.json` in the recording holds its process and counts, locked for as long
as it lives; a lock that can be had means that the recorder is gone, whatever the number of its
process means by now. Orders are signals: SIGUSR1 pauses, SIGUSR2 resumes, SIGTERM seals, and the
first real-time signal marks the end of a checkpoint.
"""

import fcntl
import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Literal

from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.recorder_status import status_of
from studio.model.recording import RecorderStatus

Order = Literal["pause", "resume", "stop", "mark"]
_LENGTH = 800
_SIGNALS = {
    "pause": signal.SIGUSR1,
    "resume": signal.SIGUSR2,
    "stop": signal.SIGTERM,
    "mark": signal.SIGRTMIN,
}


@dataclass
class Orders:
    """What somebody asked of the recorder; it looks here often.

    Attributes:
        marks: how many ends of checkpoints were asked for so far.
    """

    stop: bool = False
    pause: bool = False
    marks: int = 0

    def listen(self) -> None:
        """Take orders by signals from now on."""
        for number in (signal.SIGINT, *_SIGNALS.values()):
            signal.signal(number, self._take)

    def _take(self, number: int, frame: FrameType | None) -> None:
        if number in (signal.SIGINT, signal.SIGTERM):
            self.stop = True
        elif number == signal.SIGRTMIN:
            self.marks += 1
        else:
            self.pause = number == signal.SIGUSR1


class StatusFile:
    """The recorder's side of `recorder.json`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / layout.RECORDER
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # What the channels hold too stays locked until the last of them has stopped writing.
        self.held = (self._handle,)

    def write(self, status: RecorderStatus) -> None:
        """Tell the newest counts; nothing is worth failing for."""
        with suppress(OSError):
            # One write of one length: a reader never finds the rest of an older, longer one.
            os.pwrite(self._handle, status.model_dump_json().encode().ljust(_LENGTH), 0)

    def close(self) -> None:
        """Take the file away: nobody records here any more."""
        self._path.unlink(missing_ok=True)
        os.close(self._handle)


def send_order(folder: Path, order: Order) -> RecorderStatus:
    """Send an order to the recorder of a recording; return what it told last.

    Raises:
        UserError: if nobody records there.
    """
    status = status_of(folder)
    if status is None:
        told = f"Nobody is recording into {folder.name}"
        raise UserError(f"{told}.", f"{told}; `studio record` starts that.")
    os.kill(status.pid, _SIGNALS[order])
    return status
