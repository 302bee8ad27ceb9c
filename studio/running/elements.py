"""Finding an accessible element again: by its role and name, near a point, then from the window."""

import re
import time
from collections.abc import Iterable, Iterator

from studio.capture.accessibility import Accessible, Place, Unanswered, offset
from studio.capture.pointing import Deadline, PointingBus

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MAX_CHILDREN = 60
_MAX_ASKED = 400
_SELECTED = 23
_TABS_SECONDS = 10.0
_ROOTS_SECONDS = 3.0
_ROOTS_DEPTH = 4
_ROOT = "root pane"
_TABLE = "org.a11y.atspi.Table"


def cell_address(name: str) -> tuple[int, int] | None:
    """Return (row, column), both from 0, of a spreadsheet address such as B3."""
    found = _CELL.fullmatch(name)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


class ElementFinder(PointingBus):
    """Looks for one element in one process, with a deadline for the whole search.

    A replay waits longer for a busy program than a recorder may.
    """

    seconds = 2.0
    query_seconds = 3.0

    def __init__(self) -> None:
        super().__init__()
        self._tab_lists: dict[int, list[Place]] = {}

    def find(
        self, pid: int, role: str, name: str, point: tuple[int, int], seconds: float
    ) -> list[Accessible]:
        """Return the showing elements of a role and name: at the nearest level that has any.

        From what lies at `point` the search climbs to the window, asking the brothers of each
        element, then goes down from the window level by level; lists with many children are not
        entered, tables are asked by address.

        Raises:
            Unanswered: if the process is not accessible or silent.
        """
        deadline = time.monotonic() + seconds
        application = self._application(pid)
        for level in self._levels(application, pid, point):
            found = [
                place
                for candidate in level
                if time.monotonic() < deadline
                for place in self._match(candidate, role, name)
            ]
            if found or time.monotonic() > deadline:
                return self._placed(pid, dict.fromkeys(found))
        return []

    def open_tabs(self, pid: int) -> list[Accessible]:
        """Return the tabs of a process that are showing and open.

        Raises:
            Unanswered: if the process is not accessible or silent.
        """
        if pid not in self._tab_lists:
            deadline = Deadline(_TABS_SECONDS)
            self._tab_lists[pid] = [
                tabs
                for frame in self._frames(pid)
                for tabs in self._showing_below(frame, "page tab list", deadline)
            ]
        tabs = [tab for place in self._tab_lists[pid] for tab in self._few_children(place)]
        return self._placed(pid, [tab for tab in tabs if self._is_open(tab)])

    def _placed(self, pid: int, found: Iterable[Place]) -> list[Accessible]:
        """Describe elements, each moved to where the tree that it hangs in truly lies."""
        roots = self._roots(pid)
        return [self.describe(place, self._shift(place, roots)) for place in found]

    def _shift(self, place: Place, roots: dict[Place, Place]) -> tuple[int, int]:
        inner = next((p for p in self._upwards(place) if p in roots), None) if roots else None
        return offset(self._bounds(inner), self._bounds(roots[inner])) if inner else (0, 0)

    def _roots(self, pid: int) -> dict[Place, Place]:
        """Return the root of each document's tree, and the part of its window that it fills.

        From the root a document leads up to a frame of its own, never to the window, so only the
        way down tells where it hangs.
        """
        level, deadline = self._frames(pid), Deadline(_ROOTS_SECONDS)
        for _ in range(_ROOTS_DEPTH):
            deadline.check()
            pairs = [(child, place) for place in level for child in self._few_children(place)]
            if found := {child: place for child, place in pairs if self._role(child) == _ROOT}:
                return found
            level = [child for child, _ in pairs if self._is_showing(child)]
        return {}

    def _levels(
        self, application: Place, pid: int, point: tuple[int, int]
    ) -> Iterator[list[Place]]:
        try:
            leaf = (application[0], self.at_point(pid, *point).path)
        except Unanswered:
            leaf = application
        for place in self._upwards(leaf):
            yield [place, *self._few_children(place)]
        yield from self._downwards(application)

    def _downwards(self, application: Place) -> Iterator[list[Place]]:
        level = [frame for frame in self._children(application) if self._is_showing(frame)]
        asked = 0
        while level and asked < _MAX_ASKED:
            yield level
            asked += len(level)
            level = [child for place in level for child in self._few_children(place)]

    def _few_children(self, place: Place) -> list[Place]:
        try:
            if self._get(place, "Accessible", "ChildCount") > _MAX_CHILDREN:
                return []
            return self._children(place)
        except Unanswered:
            return []

    def _role(self, place: Place) -> str:
        try:
            return super()._role(place)
        except Unanswered:
            return ""

    def _is_open(self, place: Place) -> bool:
        try:
            states = self._ask(place, "Accessible", "GetState")[0]
        except Unanswered:
            return False
        return bool(states >> _SELECTED & 1) and self._is_showing(place)

    def _match(self, place: Place, role: str, name: str) -> list[Place]:
        try:
            address = cell_address(name) if role == "table cell" else None
            if address and _TABLE in self._ask(place, "Accessible", "GetInterfaces"):
                found = self._ask(place, "Table", "GetAccessibleAt", "ii", *address)
                place = (found[0], found[1])
            told = self._told_name(place)[:200]
            if told not in ("", name) or self._role(place) != role:
                return []
            same = told or self._own_name(place, role)[:200] == name
            return [place] if same and self._is_showing(place) else []
        except Unanswered:
            return []
