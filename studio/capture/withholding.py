"""Which keys may reach the disk: judged by what had the keyboard when they were pressed.

A key waits `HOLD_NS` before it is judged, because the word that a password field or an excluded
window took the keyboard arrives a little later than the first key that goes into it.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from studio.capture.accessibility import PASSWORD
from studio.model.recording import Window, WithheldFor

HOLD_NS = 150_000_000
UNKNOWN_NS = 600_000_000
_SHORTCUT = {"ctrl", "alt", "super"}
# A press on anything else (a button, a label) may leave the keyboard where it was.
_TAKES_KEYBOARD = {
    "text", "entry", "paragraph", "terminal", "table cell", "combo box", "spin button",
    "editable text", "document text", "document spreadsheet", "document web", "document frame",
    "document presentation", "drawing area", "canvas", PASSWORD,
}  # fmt: skip


@dataclass
class _History:
    """Values that hold from a time on, in order of time."""

    times: list[int] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, t_ns: int, value: Any) -> None:
        place = bisect_right(self.times, t_ns)
        self.times.insert(place, t_ns)
        self.values.insert(place, value)

    def at(self, t_ns: int) -> Any:
        place = bisect_right(self.times, t_ns)
        return self.values[place - 1] if place else None

    def around(self, t_ns: int) -> list[Any]:
        """Return what held at `t_ns` and what began within `HOLD_NS` after."""
        first = bisect_right(self.times, t_ns)
        last = bisect_right(self.times, t_ns + HOLD_NS)
        return self.values[max(0, first - 1) : last]

    def forget_before(self, t_ns: int) -> None:
        place = max(0, bisect_right(self.times, t_ns) - 1)
        del self.times[:place], self.values[:place]


class Withholding:
    """Remembers who had the keyboard, and judges keys by it."""

    def __init__(self, allowed: tuple[str, ...], excluded: tuple[str, ...]) -> None:
        self._allowed = {name.casefold() for name in allowed}
        self._excluded = {name.casefold() for name in excluded}
        self._windows = _History()
        self._roles: dict[int, _History] = {}
        self.silent: set[str] = set()

    def note_window(self, t_ns: int, window: Window) -> None:
        """Remember that a window became active."""
        self._windows.add(t_ns, window)
        for history in (self._windows, *self._roles.values()):
            history.forget_before(t_ns - 60_000_000_000)

    def note_focus(self, t_ns: int, pid: int, role: str) -> None:
        """Remember that an element of a process took the keyboard."""
        self._roles.setdefault(pid, _History()).add(t_ns, role)

    def knows(self, pid: int) -> bool:
        """Tell whether an element of a process is known to have had the keyboard."""
        return pid in self._roles

    def note_press(self, t_ns: int, pid: int, role: str) -> None:
        """Remember what was pressed, where that tells who has the keyboard now."""
        if role in _TAKES_KEYBOARD:
            self.note_focus(t_ns, pid, role)

    def is_excluded(self, application: str) -> bool:
        """Tell whether nothing of an application may be kept."""
        return application.casefold() in self._excluded

    def excluded_around(self, t_ns: int) -> bool:
        """Tell whether an excluded application was active at a time or right after."""
        return any(self.is_excluded(window.application) for window in self._windows.around(t_ns))

    def allows_text(self, t_ns: int) -> bool:
        """Tell whether text of the window active at a time may be kept."""
        window = self._windows.at(t_ns)
        everything = "all" in self._allowed
        return (
            everything
            if window is None
            else (everything or window.application.casefold() in self._allowed)
        )

    def password_around(self, t_ns: int) -> bool:
        """Tell whether a password field had the keyboard at a time or right after."""
        return PASSWORD in self._roles_around(t_ns)

    def _roles_around(self, t_ns: int) -> list[str]:
        return [
            role
            for window in self._windows.around(t_ns)
            for role in (self._roles[window.pid].around(t_ns) if window.pid in self._roles else ())
        ]

    def undecided(self, key: dict[str, Any]) -> bool:
        """Tell whether a key could be kept if only it were known what has the keyboard."""
        return self._writes(key) and self._keepable(key) and not self._known(key["t_ns"])

    def withholds(self, key: dict[str, Any]) -> WithheldFor | None:
        """Return why a key must not reach the disk, None if it may."""
        t_ns = key["t_ns"]
        if self.excluded_around(t_ns):
            return "excluded"
        if not self._writes(key):
            # The Tab that leads into a password field is no part of the password.
            return "password" if self._role_at(t_ns) == PASSWORD else None
        if self.password_around(t_ns):
            return "password"
        if not self._keepable(key):
            return "not_allowed"
        if self._known(t_ns):
            return None
        self.silent.add(self._windows.at(t_ns).application)
        return "silent"

    def _writes(self, key: dict[str, Any]) -> bool:
        return bool(key["writes"]) and not _SHORTCUT & set(key["modifiers"])

    def _keepable(self, key: dict[str, Any]) -> bool:
        return self.allows_text(key["t_ns"])

    def _role_at(self, t_ns: int) -> str | None:
        window = self._windows.at(t_ns)
        history = self._roles.get(window.pid) if window else None
        return history.at(t_ns) if history else None

    def _known(self, t_ns: int) -> bool:
        return self._windows.at(t_ns) is None or self._role_at(t_ns) is not None
