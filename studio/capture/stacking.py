"""Which window each press hit: the server's own order of presses and of windows that come and go.

A program may close its dialog within milliseconds of the press, before anybody could ask what lies
there. On one connection the server tells of the press before it tells that the window went.
Protocol: X11 core SubstructureNotify, XInput 2 raw events.
"""

import struct
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from Xlib import X, error
from Xlib.display import Display
from Xlib.ext import xinput

from studio.model.frozen import Bounds

_WANTED = (
    xinput.RawButtonPressMask
    | xinput.RawButtonReleaseMask
    | xinput.RawKeyPressMask
    | xinput.RawKeyReleaseMask
)
_WHEEL = 4
_TIME = struct.Struct("=HII")
_SAME_NS = 2_000_000
_KEPT = 64
Shown = tuple[tuple[int, Bounds], ...]


@dataclass
class Stack:
    """The windows right below the root, as their server tells of them, lowest first."""

    order: list[int] = field(default_factory=list)
    bounds: dict[int, Bounds] = field(default_factory=dict)
    mapped: set[int] = field(default_factory=set)

    def add(self, window: int, bounds: Bounds, mapped: bool) -> None:
        """Put a window on top."""
        self.remove(window)
        self.order.append(window)
        self.bounds[window] = bounds
        if mapped:
            self.mapped.add(window)

    def remove(self, window: int) -> None:
        """Forget a window."""
        if window in self.bounds:
            self.order.remove(window)
            del self.bounds[window]
        self.mapped.discard(window)

    def show(self, window: int, shown: bool) -> None:
        """Remember that a window shows, or does not any more."""
        if shown and window in self.bounds:
            self.mapped.add(window)
        else:
            self.mapped.discard(window)

    def put(self, window: int, bounds: Bounds, above: int) -> None:
        """Give a window a place, right above another one, or below all others where that is 0."""
        if window not in self.bounds:
            return
        self.bounds[window] = bounds
        self.order.remove(window)
        place = self.order.index(above) + 1 if above in self.bounds else 0
        self.order.insert(place, window)

    def shown(self) -> Shown:
        """Return the windows that show, the topmost first."""
        return tuple((w, self.bounds[w]) for w in reversed(self.order) if w in self.mapped)


class PressedWindows:
    """Remembers which window was topmost where at each press, and when anything was pressed."""

    def __init__(self) -> None:
        self._display = Display()
        self._root = self._display.screen().root
        self._stack = Stack()
        self._told = threading.Condition()
        self._presses: deque[tuple[int, Shown]] = deque(maxlen=_KEPT)
        self._acts: deque[int] = deque(maxlen=_KEPT)

    def follow(self) -> None:
        """Listen for as long as the display lives."""
        if not self._display.has_extension("XInputExtension"):
            return
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._display.xinput_query_version()
        self._root.xinput_select_events([(xinput.AllMasterDevices, _WANTED)])
        for window in self._root.query_tree().children:
            try:
                mapped = window.get_attributes().map_state == X.IsViewable
                self._stack.add(window.id, _bounds(window.get_geometry()), mapped)
            except (error.BadWindow, error.BadDrawable):
                continue
        while True:
            try:
                self._take(self._display.next_event())
            except (error.ConnectionClosedError, OSError):
                return

    def at(self, t_ns: int, x: int, y: int, seconds: float) -> list[int] | None:
        """Return the windows at a point at the time of a press, the topmost first.

        Args:
            t_ns: the time of the press as the server stamped it.
            x: in pixels of the screen.
            y: in pixels of the screen.
            seconds: how long to wait for the server's word.

        Returns:
            Those right below the root, None if the press was not told.
        """
        with self._told:
            self._told.wait_for(lambda: self._pressed(t_ns) is not None, seconds)
            shown = self._pressed(t_ns)
        if shown is None:
            return None
        return [window for window, bounds in shown if bounds.holds(x, y)]

    def acted(self, from_ns: int, until_ns: int) -> bool:
        """Tell whether a key or button went down or up, or the wheel turned, between two times."""
        with self._told:
            return any(from_ns <= t_ns < until_ns for t_ns in self._acts)

    def quiet_since(self) -> int:
        """Return when (ns) a key, a button or the wheel was moved last, 0 if none was."""
        with self._told:
            return self._acts[-1] if self._acts else 0

    def _pressed(self, t_ns: int) -> Shown | None:
        near = ((abs(told - t_ns), shown) for told, shown in reversed(self._presses))
        return next((shown for distance, shown in near if distance <= _SAME_NS), None)

    def _take(self, event: Any) -> None:
        kind = getattr(event, "evtype", None)
        if kind is not None:
            self._note(kind, event.data)
        elif getattr(event, "event", None) == self._root or event.type == X.CreateNotify:
            self._follow(event)

    def _note(self, kind: int, data: Any) -> None:
        _, time_ms, detail = _TIME.unpack_from(bytes(data))
        with self._told:
            self._acts.append(time_ms * 1_000_000)
            if kind == xinput.RawButtonPress and detail < _WHEEL:
                self._presses.append((time_ms * 1_000_000, self._stack.shown()))
                self._told.notify_all()

    def _follow(self, event: Any) -> None:
        window = event.window.id
        match event.type:
            case X.CreateNotify:
                self._stack.add(window, _bounds(event), False)
            case X.MapNotify:
                self._stack.show(window, True)
            case X.UnmapNotify:
                self._stack.show(window, False)
            case X.DestroyNotify:
                self._stack.remove(window)
            case X.ReparentNotify:
                self._reparented(event)
            case X.ConfigureNotify:
                self._stack.put(window, _bounds(event), _identifier(event.above_sibling))

    def _reparented(self, event: Any) -> None:
        if event.parent != self._root:
            self._stack.remove(event.window.id)
            return
        try:
            self._stack.add(event.window.id, _bounds(event.window.get_geometry()), False)
        except (error.BadWindow, error.BadDrawable):
            return


def _identifier(window: Any) -> int:
    return int(getattr(window, "id", window) or 0)


def _bounds(place: Any) -> Bounds:
    border = 2 * place.border_width
    return Bounds(x=place.x, y=place.y, width=place.width + border, height=place.height + border)
