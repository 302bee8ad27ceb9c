"""The menu item that was pressed, where the menu has closed before anybody could look.

A program may close a menu within milliseconds of the press. But the item under the pointer took
the keyboard when the pointer came to it, and something else takes it when the menu closes.
"""

import threading
from collections import deque

from studio.capture.accessibility import Accessible

_MENU_ITEMS = {"menu item", "check menu item", "radio menu item", "menu"}
_KEPT = 32


class Hovered:
    """Remembers what took the keyboard since the last press; two threads may use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: deque[tuple[int, int, Accessible]] = deque(maxlen=_KEPT)

    def note(self, t_ns: int, pid: int, found: Accessible) -> None:
        """Remember that an element of a process took the keyboard."""
        with self._lock:
            self._seen.append((t_ns, pid, found))

    def pressed(self, t_ns: int, x: int, y: int) -> tuple[int, Accessible] | None:
        """Return the process and the menu item that a press at a time and point met, if any did.

        Whatever took the keyboard before that press is forgotten: a menu that is no longer there
        must not be pressed twice.
        """
        with self._lock:
            before = [seen for seen in self._seen if seen[0] <= t_ns]
            after = [seen for seen in self._seen if seen[0] > t_ns]
            self._seen = deque(after, maxlen=_KEPT)
        for _, pid, found in (*before[-1:], *after):
            named = found.role in _MENU_ITEMS and not found.borrowed
            if named and found.bounds.holds(x, y):
                return pid, found
        return None
