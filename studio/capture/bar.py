"""The bar that shows a recorder at work: where it stands, so that nothing of it is recorded.

It is a window of the studio with the role `BAR_ROLE`, whichever process shows it: the recorder
finds it on the display, and needs no word from the one that shows it. A new one may take its place.
"""

from typing import Any

from Xlib import X, error
from Xlib.display import Display

from studio.base.settings import APPLICATION
from studio.capture.options import BAR_ROLE
from studio.model.frozen import Bounds

_GONE = (error.BadWindow, error.BadDrawable, error.BadMatch)


class BarWindows:
    """Finds the bar with a connection of its own or another's; asked anew at each call."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._root = display.screen().root
        self._clients = display.intern_atom("_NET_CLIENT_LIST")
        self._role = display.intern_atom("WM_WINDOW_ROLE")
        self._known: dict[int, bool] = {}
        self._before: list[Bounds] = []

    def places(self) -> list[Bounds]:
        """Return where it stands, and where it stood at the last call.

        A bar that moves or opens between two looks is covered at both.
        """
        now = [place for window in self._windows() if (place := self._place(window))]
        both, self._before = [*self._before, *now], now
        return both

    def holds(self, x: int, y: int) -> bool:
        """Tell whether the bar is topmost at a point."""
        bars = self._windows()
        return bool(bars) and self._topmost(x, y, set(bars))

    def _windows(self) -> list[int]:
        """Return the identifiers of the bar's windows; what another window is, is asked once."""
        found = self._root.get_full_property(self._clients, X.AnyPropertyType)
        present = [int(identifier) for identifier in found.value] if found else []
        self._known = {
            identifier: self._known[identifier]
            if identifier in self._known
            else self._is_bar(identifier)
            for identifier in present
        }
        return [identifier for identifier, is_bar in self._known.items() if is_bar]

    def _window(self, identifier: int) -> Any:
        return self._display.create_resource_object("window", identifier)

    def _is_bar(self, identifier: int) -> bool:
        window = self._window(identifier)
        try:
            names = window.get_wm_class() or ("", "")
            if names[1].casefold() != APPLICATION.casefold():
                return False
            role = window.get_full_property(self._role, X.AnyPropertyType)
        except _GONE:
            return False
        text = role.value if role else b""
        return text in (BAR_ROLE, BAR_ROLE.encode())

    def _place(self, identifier: int) -> Bounds | None:
        window = self._window(identifier)
        try:
            size = window.get_geometry()
            place = window.translate_coords(self._root, 0, 0)
        except _GONE:
            return None
        return Bounds(x=-place.x, y=-place.y, width=size.width, height=size.height)

    def _topmost(self, x: int, y: int, bars: set[int]) -> bool:
        try:
            inside = self._root.translate_coords(self._root, x, y).child
            while inside:
                if inside.id in bars:
                    return True
                inside = inside.translate_coords(self._root, x, y).child
        except _GONE:
            pass
        return False


def never_focus(identifier: int) -> None:
    """Let no window manager give the keyboard to a window that is not on the screen yet.

    Without `WM_TAKE_FOCUS` and with an input hint of False it is of the "No Input" model (ICCCM
    4.1.7); with it a window manager offers the keyboard, which then nobody has.
    """
    display = Display()
    window = display.create_resource_object("window", identifier)
    take = display.intern_atom("WM_TAKE_FOCUS")
    kept = [protocol for protocol in window.get_wm_protocols() if protocol != take]
    window.set_wm_protocols(kept)
    display.sync()
    display.close()
