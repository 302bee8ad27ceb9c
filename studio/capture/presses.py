"""Presses of the mouse anywhere on an X11 display, for a window that has to get out of the way."""

import struct
from typing import Any

from Xlib.display import Display
from Xlib.ext import xinput

from studio.base.errors import FaultError

_PRESS, _RELEASE = xinput.RawButtonPress, xinput.RawButtonRelease
_TIME = struct.Struct("=HI")
_WANTED = xinput.RawButtonPressMask | xinput.RawButtonReleaseMask


class Presses:
    """Hears every press and release of a button, whichever window gets it.

    `number` is the file descriptor to wait on: `heard` is to be called when it can be read.

    Raises:
        FaultError: if the display does not tell.
    """

    def __init__(self) -> None:
        self._display = Display()
        if not self._display.has_extension("XInputExtension"):
            self._display.close()
            raise FaultError("The display does not tell of presses elsewhere.")
        self._display.xinput_query_version()
        self._display.screen().root.xinput_select_events([(xinput.AllMasterDevices, _WANTED)])
        self._display.flush()

    @property
    def number(self) -> int:
        """The file descriptor of the connection."""
        return int(self._display.fileno())

    def heard(self) -> list[int | None]:
        """Return what came since the last call: a press by its time (ms), None for a release."""
        events: list[Any] = []
        # Reading one event may take in others, which the descriptor then tells of no more.
        while self._display.pending_events():
            events.append(self._display.next_event())
        told = [(getattr(event, "evtype", 0), event) for event in events]
        return [
            _TIME.unpack_from(bytes(event.data))[1] if kind == _PRESS else None
            for kind, event in told
            if kind in (_PRESS, _RELEASE)
        ]

    def close(self) -> None:
        """Hear nothing any more."""
        self._display.close()
