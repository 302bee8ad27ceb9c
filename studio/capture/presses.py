"""Presses of the mouse anywhere on an X11 display, for a window that has to get out of the way."""

from Xlib.display import Display
from Xlib.ext import xinput

from studio.base.errors import FaultError

_PRESS, _RELEASE = xinput.RawButtonPress, xinput.RawButtonRelease
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

    def heard(self) -> list[bool]:
        """Return what came since the last call: True for a press, False for a release."""
        kinds = []
        # Reading one event may take in others, which the descriptor then tells of no more.
        while self._display.pending_events():
            kinds.append(getattr(self._display.next_event(), "evtype", 0))
        return [kind == _PRESS for kind in kinds if kind in (_PRESS, _RELEASE)]

    def close(self) -> None:
        """Hear nothing any more."""
        self._display.close()
