"""What assistive technology sees of a window and does with it, by the accessibility bus alone."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress

from studio.capture.accessibility import AccessibilityBus, Place, Unanswered
from studio.model.frozen import Bounds

# StateType of at-spi2's atspi-constants.h, by its place in the bit field.
_STATES = {
    "active": 1,
    "checked": 4,
    "editable": 7,
    "enabled": 8,
    "expanded": 10,
    "focusable": 11,
    "focused": 12,
    "modal": 16,
    "selectable": 22,
    "selected": 23,
    "showing": 25,
    "checkable": 41,
}
_ROWS = ("list item", "table cell", "tree item", "page tab")
_MANY = 40
_DEEP = 40
PRESS, TOGGLE, FOCUS, SHOW_MENU = "Press", "Toggle", "SetFocus", "ShowMenu"


@dataclass(frozen=True)
class Node:
    """An accessible of the window as it was when it was asked."""

    place: Place
    role: str
    name: str
    description: str
    states: frozenset[str]
    bounds: Bounds
    actions: tuple[str, ...]
    path: tuple[str, ...]

    @property
    def told(self) -> str:
        return f"{self.role} {self.name!r} in {' > '.join(self.path[-3:])}"


@contextmanager
def _on(environment: Mapping[str, str]) -> Iterator[None]:
    kept = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = environment["DBUS_SESSION_BUS_ADDRESS"]
    try:
        yield
    finally:
        if kept is None:
            del os.environ["DBUS_SESSION_BUS_ADDRESS"]
        else:
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = kept


class Reader(AccessibilityBus):
    """Looks at one process, and acts on it, as a screen reader or a switch would."""

    seconds = 5.0

    def __init__(self, environment: Mapping[str, str], pid: int) -> None:
        with _on(environment):
            super().__init__()
        self.pid_ = pid

    def nodes(self) -> list[Node]:
        """Return what is showing of the process, in the order of the tree."""
        found: list[Node] = []
        for window in self._children(self._application(self.pid_)):
            self._look(window, (), found)
        return found

    def _look(self, place: Place, path: tuple[str, ...], found: list[Node]) -> None:
        try:
            node = self.node(place, path)
            if "showing" not in node.states or len(path) > _DEEP:
                return
            found.append(node)
            children = self._children(place)[:_MANY]
        except Unanswered:
            # What a window takes away while it is asked about does not answer.
            return
        for child in children:
            self._look(child, (*path, node.name or node.role), found)

    def _states(self, place: Place) -> frozenset[str]:
        low, high = self._ask(place, "Accessible", "GetState")
        bits = low | high << 32
        return frozenset(name for name, number in _STATES.items() if bits >> number & 1)

    def node(self, place: Place, path: tuple[str, ...] = ()) -> Node:
        return Node(
            place=place,
            role=self._role(place),
            name=self._told_name(place),
            description=str(self._get(place, "Accessible", "Description")),
            states=self._states(place),
            bounds=self._bounds(place),
            actions=self._actions(place),
            path=path,
        )

    def _actions(self, place: Place) -> tuple[str, ...]:
        if "org.a11y.atspi.Action" not in self._ask(place, "Accessible", "GetInterfaces"):
            return ()
        return tuple(found[0] for found in self._ask(place, "Action", "GetActions"))

    def find(self, role: str, name: str) -> Node | None:
        """Return the first that is showing of a role and a name; a name may end in an ellipsis."""
        fits = [node for node in self.nodes() if node.role == role and same_name(node.name, name)]
        return fits[0] if fits else None

    def wait(self, role: str, name: str, seconds: float = 20) -> Node:
        """Return it as soon as it is there and can be used."""
        found: list[Node] = []

        def there() -> bool:
            node = self.find(role, name)
            found[:] = [node] if node and "enabled" in node.states else []
            return bool(found)

        self.until(there, seconds, lambda: f"{role} {name!r}\n{self.told()}")
        return found[0]

    def wait_like(self, role: str, start: str, seconds: float = 20) -> Node:
        """Return the first of a role whose name begins so, as soon as it is there."""
        found: list[Node] = []

        def there() -> bool:
            found[:] = [
                node for node in self.nodes() if node.role == role and node.name.startswith(start)
            ]
            return bool(found)

        self.until(there, seconds, lambda: f"{role} {start!r}…\n{self.told()}")
        return found[0]

    def until(
        self, ready: Callable[[], bool], seconds: float = 20, what: Callable[[], str] = str
    ) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            assert time.monotonic() < deadline, what()
            time.sleep(0.1)

    def do(self, node: Node, action: str = PRESS) -> None:
        """Do one of the actions that a node offers."""
        assert action in node.actions, f"{node.told} offers {node.actions}"
        self._ask(node.place, "Action", "DoAction", "i", node.actions.index(action))

    def press(self, role: str, name: str) -> None:
        self.do(self.wait(role, name))

    def focus(self, node: Node) -> None:
        """Put the keyboard on a node."""
        self._ask(node.place, "Component", "GrabFocus")

    def focused(self) -> Node | None:
        """Return what has the keyboard: of a list the list.

        A row of it keeps the state once the keyboard has gone elsewhere.
        """
        level = list(self._children(self._application(self.pid_)))
        while level:
            below: list[Place] = []
            for place in level:
                try:
                    states = self._states(place)
                    if "focused" in states and self._role(place) not in _ROWS:
                        return self.node(place)
                    below += self._children(place)[:_MANY] if "showing" in states else []
                except Unanswered:
                    continue
            level = below
        return None

    def text(self, node: Node) -> str:
        return str(self._ask(node.place, "Text", "GetText", "ii", 0, -1))

    def write(self, node: Node, text: str) -> None:
        """Put a text into a field."""
        self._ask(node.place, "EditableText", "SetTextContents", "s", text)

    def number(self, node: Node) -> float:
        return float(self._get(node.place, "Value", "CurrentValue"))

    def set_number(self, node: Node, value: float) -> None:
        address = DBusAddress(node.place[1], node.place[0], "org.freedesktop.DBus.Properties")
        asked: tuple[Any, ...] = ("org.a11y.atspi.Value", "CurrentValue", ("d", value))
        self._call(self._bus, address, "Set", "ssv", asked, self.seconds)

    def select(self, node: Node) -> None:
        """Select one of the children of a list."""
        parent = self._parent(node.place)
        index = self._ask(node.place, "Accessible", "GetIndexInParent")
        self._ask(parent, "Selection", "SelectChild", "i", index)

    def select_all(self, rows: Node) -> None:
        """Select every child of a list."""
        self._ask(rows.place, "Selection", "SelectAll")

    def told(self) -> str:
        """Everything that is showing, a line each: for the message of a failed test."""
        return "\n".join(
            f"{'  ' * len(node.path)}{node.role} {node.name!r} {sorted(node.states)} {node.actions}"
            for node in self.nodes()
        )


def same_name(told: str, name: str) -> bool:
    """Whether a control that is told so is the one of this name."""
    # What waits on a page is told after the name of its button.
    return told == name or told.rstrip("…") == name.rstrip("…") or told.startswith(f"{name}, ")
