"""What lies under the pointer, looked up while it rests there: before anything is pressed.

A press may close the window that it hit, or change it, before the accessibility bus could be asked
what was there. What was seen there just before is what was pressed.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from Xlib import error

from studio.base.clock import monotonic_ns
from studio.capture.accessibility import Accessible, Unanswered

_TURN_SECONDS = 0.025
_QUIET_NS = 250_000_000
_AGAIN_NS = 700_000_000
_LASTS_NS = 2_500_000_000
_PROMPT_NS = 300_000_000
_PATIENT = 10
_NEAR = 3
_KEPT = 16
# Nothing else lies within these, so they were pressed wherever in them the press was.
_WHOLE = {
    "push button", "toggle button", "check box", "radio button", "menu item", "check menu item",
    "radio menu item", "list item", "page tab", "table cell", "link", "combo box", "entry", "icon",
}  # fmt: skip
Look = Callable[[int, int], tuple[int, int, Accessible] | None]
Where = tuple[int, int, int]


@dataclass(frozen=True)
class Seen:
    """An element that lay under the resting pointer.

    Attributes:
        from_ns: when it was asked for.
        until_ns: when the answer was there.
        top: the window right below the root that held it.
        pid: its process.
    """

    from_ns: int
    until_ns: int
    x: int
    y: int
    top: int
    pid: int
    found: Accessible

    def holds(self, x: int, y: int) -> bool:
        """Tell whether a press at a point would hit it too."""
        near = max(abs(x - self.x), abs(y - self.y)) <= _NEAR
        return self.found.bounds.holds(x, y) and (near or self.found.role in _WHOLE)


class LookedAhead:
    """Looks at what is under the pointer whenever it comes to rest; two threads may use it.

    Args:
        pointer: returns where the pointer is, and the topmost window there.
        look: returns the topmost window, the process and the element at a point, None where
            nothing may be looked at.
        acted: tells whether anything was pressed between two times; what was seen before is old.
        quiet_since: returns when anything was pressed last.
    """

    def __init__(
        self,
        pointer: Callable[[], Where],
        look: Look,
        acted: Callable[[int, int], bool],
        quiet_since: Callable[[], int],
    ) -> None:
        self._pointer, self._look = pointer, look
        self._acted, self._quiet_since = acted, quiet_since
        self._lock = threading.Lock()
        self._seen: deque[Seen] = deque(maxlen=_KEPT)

    def follow(self) -> None:
        """Look for as long as the display lives."""
        last: Where | None = None
        asked_ns = took_ns = 0
        while (where := self._where()) is not None:
            now = monotonic_ns()
            moved = where != last
            last = where
            if moved:
                asked_ns = 0
            elif self._is_due(asked_ns, took_ns, now):
                self.see(where)
                asked_ns, took_ns = now, monotonic_ns() - now
            time.sleep(_TURN_SECONDS)

    def _where(self) -> Where | None:
        try:
            return self._pointer()
        except (error.ConnectionClosedError, OSError):
            return None

    def _is_due(self, asked_ns: int, took_ns: int, now: int) -> bool:
        quiet_ns = self._quiet_since()
        if now < quiet_ns + _QUIET_NS:
            return False
        # A program that is slow to answer is asked less often: it has other things to do.
        pause_ns = min(max(_AGAIN_NS, _PATIENT * took_ns), _LASTS_NS)
        return asked_ns <= quiet_ns or now >= asked_ns + pause_ns

    def see(self, where: Where) -> None:
        """Look at what is under the pointer, and remember it if the window stays the topmost."""
        began = monotonic_ns()
        try:
            seen = self._look(where[0], where[1])
        except Unanswered:
            return
        now = self._where()
        if seen and now and now[2] == seen[0] == where[2]:
            with self._lock:
                self._seen.append(Seen(began, monotonic_ns(), where[0], where[1], *seen))

    def before(self, t_ns: int, x: int, y: int, top: int) -> Seen | None:
        """Return what a press of a window met, if it was seen there just before.

        Args:
            t_ns: when the press was.
            x: in pixels of the screen.
            y: in pixels of the screen.
            top: the window right below the root that was pressed.
        """
        with self._lock:
            seen = list(self._seen)
        for one in reversed(seen):
            # The window was the topmost still when the answer came, so it had not closed.
            if one.from_ns > t_ns or one.until_ns > t_ns + _PROMPT_NS or one.top != top:
                continue
            if t_ns - one.until_ns > _LASTS_NS or self._acted(one.from_ns, t_ns):
                return None
            if one.holds(x, y):
                return one
        return None
