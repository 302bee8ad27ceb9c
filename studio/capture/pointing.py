"""What lies at a point of the screen: an element, an item of an open menu, or a window's title bar.

The tree is never walked: from the window of the right process one call a level goes down to the
leaf. Each query has a deadline.
"""

import time
from collections.abc import Iterator

from studio.capture.accessibility import (
    AccessibilityBus,
    Accessible,
    Place,
    Unanswered,
    offset,
)
from studio.model.frozen import Bounds
from studio.sandbox.windows import Spot

_NULL = "/org/a11y/atspi/null"
_SCREEN_COORDINATES = 0
_QUERY_DEADLINE = 0.8
_MAX_DEPTH = 24
_SELECTED, _FOCUSED = 23, 12
_MAX_ITEMS = 60
_MAX_ASKED = 200
_BARS = {"menu bar", "tool bar", "status bar", "statusbar", "scroll bar"}
_IN_MENUS = {"menu item", "check menu item", "radio menu item", "menu", "list item"}
_FILLED = 0.6
_MARKS = "*•● "
TITLE_BAR = "title bar"
BORDER = "window border"


class Deadline:
    """The end of one query."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise Unanswered once it is past."""
        if time.monotonic() > self._end:
            raise Unanswered("the element was not found in time")


class PointingBus(AccessibilityBus):
    """Answers what lies at points of the screen, each query within `query_seconds`."""

    query_seconds = _QUERY_DEADLINE

    def __init__(self) -> None:
        super().__init__()
        self._menu_bars: dict[Place, list[Place]] = {}

    def under(self, spot: Spot, x: int, y: int, focused: Place | None = None) -> Accessible:
        """Return what a press at a point meets.

        Args:
            spot: the window that is topmost there, and which part of it.
            x: in pixels of the screen.
            y: in pixels of the screen.
            focused: the element of the process that has the keyboard, where that is known. Some
                programs tell the items of their menus in no other way.

        Raises:
            Unanswered: if the process is not accessible or silent.
        """
        if spot.part == "frame":
            return _decoration(spot, y)
        if spot.part == "popup":
            return self._in_popup(spot.window.pid, x, y, focused)
        frame = self._frame_of(spot, self._frames_at(spot.window.pid, x, y))
        return self._deepest(frame, x, y, Deadline(self.query_seconds))

    def at_point(self, pid: int, x: int, y: int) -> Accessible:
        """Return the deepest element that the windows of process `pid` have at a point.

        Raises:
            Unanswered: if the process is not accessible or silent.
        """
        frames = [place for place, _ in self._frames_at(pid, x, y)]
        return self._deepest(frames[-1], x, y, Deadline(self.query_seconds))

    def _frames_at(self, pid: int, x: int, y: int) -> list[tuple[Place, Bounds]]:
        found = [(frame, self._bounds(frame)) for frame in self._frames(pid)]
        if holding := [(frame, bounds) for frame, bounds in found if bounds.holds(x, y)]:
            return holding
        raise Unanswered("no window of the process is at the point")

    def _frame_of(self, spot: Spot, frames: list[tuple[Place, Bounds]]) -> Place:
        """Return which of the frames of a process is that of a window.

        A frame bears the title of its window or fills it. One that bears the title of another
        window of the process is not meant, though it be the only one left: the program may have
        closed the window since it was pressed.
        """
        others = {_plain(title) for title in spot.others}
        title, alike = _plain(spot.window.title), []
        for frame, bounds in frames:
            name = _plain(self._told_name(frame))
            filled = max(_overlap(bounds, spot.bounds), _overlap(bounds, spot.window.bounds))
            if name == title and name not in others:
                alike.append((2 + filled, frame))
            elif filled >= _FILLED and (name == title or name not in others):
                alike.append((filled, frame))
        if alike:
            return max(reversed(alike), key=lambda one: one[0])[1]
        if others:
            raise Unanswered("the window is not told")
        return frames[-1][0]

    def _frames(self, pid: int) -> list[Place]:
        return [f for f in self._children(self._application(pid)) if self._is_showing(f)]

    def _deepest(self, place: Place, x: int, y: int, deadline: Deadline) -> Accessible:
        outer, dx, dy = self._bounds(place), 0, 0
        for _ in range(_MAX_DEPTH):
            deadline.check()
            child = self._below(place, x - dx, y - dy)
            if child is None or child == place:
                break
            inner = self._bounds(child)
            further = offset(inner, outer)
            dx, dy = dx + further[0], dy + further[1]
            place, outer = child, inner
        return self.describe(place, (dx, dy))

    def _below(self, place: Place, x: int, y: int) -> Place | None:
        child = self._nearer(place, x, y)
        return child or self._within_tabs(place, x, y) or self._filling(place)

    def _nearer(self, place: Place, x: int, y: int) -> Place | None:
        found = self._ask(
            place, "Component", "GetAccessibleAtPoint", "iiu", x, y, _SCREEN_COORDINATES
        )
        return None if found[1] in (_NULL, place[1]) else (found[0], found[1])

    def _within_tabs(self, place: Place, x: int, y: int) -> Place | None:
        if self._ask(place, "Accessible", "GetRoleName") != "page tab list":
            return None
        for tab in self._children(place):
            for child in self._children(tab):
                if self._is_showing(child) and self._bounds(child).holds(x, y):
                    return child
        return None

    def _filling(self, place: Place) -> Place | None:
        """Return the only child, if it tells a place that only its parent can have."""
        if self._count(place) != 1:
            return None
        (child,) = self._children(place) or (place,)
        moved = offset(self._bounds(child), self._bounds(place)) != (0, 0)
        return child if moved else None

    def _in_popup(self, pid: int, x: int, y: int, focused: Place | None) -> Accessible:
        deadline = Deadline(self.query_seconds)
        if focused and self._role(focused) in _IN_MENUS and self._holds(focused, x, y):
            item = self.describe(focused)
            # A menu without a name is the whole menu, whose items are asked next.
            if not item.borrowed:
                return item
        for place in self._popups(pid, deadline):
            deadline.check()
            if found := self._item(place, x, y, deadline):
                return self.describe(found)
        raise Unanswered("the item of the menu is not told")

    def _popups(self, pid: int, deadline: Deadline) -> Iterator[Place]:
        """Yield what may hold an item of an open menu: windows of their own, then menu bars."""
        frames = self._frames(pid)
        for frame in reversed(frames):
            if self._role(frame) not in ("frame", "dialog"):
                yield frame
                yield from self._children(frame)
        for frame in frames:
            if frame not in self._menu_bars:
                self._menu_bars[frame] = self._showing_below(frame, "menu bar", deadline)
            yield from self._menu_bars[frame]

    def _showing_below(self, frame: Place, role: str, deadline: Deadline) -> list[Place]:
        """Return the showing elements of a role, looked for from the window down, level by level.

        Bars and what has many children are not entered.
        """
        waiting, found = [frame], []
        for _ in range(_MAX_ASKED):
            if not waiting:
                break
            deadline.check()
            place = waiting.pop(0)
            told = self._role(place)
            if told == role:
                found.append(place)
            elif told not in _BARS and self._count(place) <= _MAX_ITEMS:
                waiting += [child for child in self._children(place) if self._is_showing(child)]
        return found

    def _count(self, place: Place) -> int:
        return int(self._get(place, "Accessible", "ChildCount"))

    def _item(self, place: Place, x: int, y: int, deadline: Deadline) -> Place | None:
        """Return the item at a point in what holds items, or in the menus that are open in it."""
        opened = []
        for child in self._children(place)[:_MAX_ITEMS]:
            deadline.check()
            if not self._is_showing(child):
                continue
            if self._holds(child, x, y):
                return self._item(child, x, y, deadline) or child
            if self._is_open_menu(child):
                opened.append(child)
        return next((found for o in opened if (found := self._item(o, x, y, deadline))), None)

    def _holds(self, place: Place, x: int, y: int) -> bool:
        return self._bounds(place).holds(x, y)

    def _is_open_menu(self, place: Place) -> bool:
        states = self._ask(place, "Accessible", "GetState")[0]
        return bool(states & (1 << _SELECTED | 1 << _FOCUSED))


def _plain(title: str) -> str:
    """Return a title without the mark of a change that is not saved."""
    return title.strip(_MARKS)


def _overlap(one: Bounds, other: Bounds) -> float:
    """Return the area that two rectangles share, as a part of the area that they cover."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(0, width) * max(0, height)
    covered = one.width * one.height + other.width * other.height - shared
    return shared / covered if covered else 0.0


def _decoration(spot: Spot, y: int) -> Accessible:
    window, frame = spot.window, spot.bounds
    above = y < window.bounds.y
    bar = Bounds(x=frame.x, y=frame.y, width=frame.width, height=window.bounds.y - frame.y)
    return Accessible(
        role=TITLE_BAR if above else BORDER,
        name=window.title[:200],
        path="",
        bounds=bar if above else frame,
        application=window.application,
        borrowed=True,
    )
