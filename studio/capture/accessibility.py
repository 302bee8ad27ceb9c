"""The accessibility bus (AT-SPI) in pure Python: what an element is called and where it lies.

Protocol: AT-SPI2 D-Bus interfaces, org.a11y.atspi.*.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from studio.model.frozen import Bounds

_ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_NULL = "/org/a11y/atspi/null"
_SCREEN_COORDINATES = 0
_DEADLINE = 0.4
_SHOWING = 25
_PASSWORD_NUMBER = 40
_LABELLED_BY = 2
PASSWORD = "password text"
_CLIMBED = 24
_ALL_TEXT = -1
Place = tuple[str, str]


class Unanswered(Exception):
    """The bus or an application gave no answer within the deadline."""


@dataclass(frozen=True)
class Accessible:
    """An element as the accessibility bus describes it.

    `borrowed` says that it has no name of its own, and bears the name of what it belongs to.
    """

    role: str
    name: str
    path: str
    bounds: Bounds
    application: str
    value_kind: str = ""
    borrowed: bool = False


def offset(inner: Bounds, outer: Bounds) -> tuple[int, int]:
    """Return how far an element that fills its parent is said to lie from it: (0, 0) if it is not.

    Some programs (LibreOffice with a GTK menu bar) tell places as they were before their window
    was laid out, until the pointer moves inside them.
    """
    same_size = (inner.width, inner.height) == (outer.width, outer.height)
    if not same_size or inner.width <= 1:
        return 0, 0
    return outer.x - inner.x, outer.y - inner.y


def spreadsheet_column(column: int) -> str:
    """Return the letters of a column counted from 0: A, Z, AA."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(ord("A") + letter) + letters
        column -= 1
    return letters


class AccessibilityBus:
    """A connection to the accessibility bus of the session in the environment.

    Each call ends within `seconds`: a press must not wait for a program that hangs.
    """

    seconds = _DEADLINE

    def __init__(self) -> None:
        try:
            session = open_dbus_connection()
            address = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            (found,) = self._call(session, address, "GetAddress", deadline=5.0)
            session.close()
            self._bus = open_dbus_connection(found)
        except (OSError, KeyError, RuntimeError, ValueError) as fault:
            raise Unanswered("the accessibility bus is not there") from fault
        self._pids: dict[str, int] = {}

    def close(self) -> None:
        """Close the connection."""
        self._bus.close()

    @staticmethod
    def _call(
        bus: DBusConnection,
        address: DBusAddress,
        method: str,
        signature: str | None = None,
        body: tuple[Any, ...] = (),
        deadline: float = _DEADLINE,
    ) -> tuple[Any, ...]:
        message = new_method_call(address, method, signature, body)
        try:
            reply = bus.send_and_get_reply(message, timeout=deadline)
        except (TimeoutError, OSError) as fault:
            raise Unanswered(method) from fault
        if reply.header.message_type is MessageType.error:
            raise Unanswered(f"{method}: {reply.body}")
        answer: tuple[Any, ...] = reply.body
        return answer

    def _ask(
        self, place: Place, interface: str, method: str, signature: str = "", *body: Any
    ) -> Any:
        address = DBusAddress(place[1], place[0], f"org.a11y.atspi.{interface}")
        return self._call(self._bus, address, method, signature or None, body, self.seconds)[0]

    def _get(self, place: Place, interface: str, name: str) -> Any:
        address = DBusAddress(place[1], place[0], "org.freedesktop.DBus.Properties")
        asked = (f"org.a11y.atspi.{interface}", name)
        (found,) = self._call(self._bus, address, "Get", "ss", asked, self.seconds)
        return found[1]

    def _children(self, place: Place) -> list[Place]:
        return [
            (child[0], child[1])
            for child in self._ask(place, "Accessible", "GetChildren")
            if child[1] != _NULL
        ]

    def _pid(self, name: str) -> int:
        if name not in self._pids:
            address = DBusAddress(
                "/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus"
            )
            answer = self._call(self._bus, address, "GetConnectionUnixProcessID", "s", (name,))
            self._pids[name] = int(answer[0])
        return self._pids[name]

    def _application(self, pid: int) -> Place:
        for place in self._children(_ROOT):
            if self._pid(place[0]) == pid:
                return place
        raise Unanswered(f"process {pid} is not accessible")

    def _bounds(self, place: Place) -> Bounds:
        x, y, width, height = self._ask(place, "Component", "GetExtents", "u", _SCREEN_COORDINATES)
        return Bounds(x=x, y=y, width=max(0, width), height=max(0, height))

    def _is_showing(self, place: Place) -> bool:
        states = self._ask(place, "Accessible", "GetState")
        return bool(states[0] & (1 << _SHOWING))

    def describe(self, place: Place, shift: tuple[int, int] = (0, 0)) -> Accessible:
        """Return the role, name, bounds and application of an element.

        Args:
            place: the element.
            shift: what must be added to the place that it tells of itself.

        Raises:
            Unanswered: if it is gone or silent.
        """
        bus_name, path = place
        role = self._role(place)
        name = self._own_name(place, role)
        told = self._bounds(place)
        return Accessible(
            role=role,
            name=(name or self._owner_name(place))[:200],
            path=path,
            bounds=told.model_copy(update={"x": told.x + shift[0], "y": told.y + shift[1]}),
            application=str(self._get((bus_name, _ROOT[1]), "Accessible", "Name")),
            value_kind=self._value_kind(place),
            borrowed=not name,
        )

    def _own_name(self, place: Place, role: str) -> str:
        """Return the name of an element, else its description, label, shown text or address."""
        if name := self._told_name(place):
            return name
        try:
            description = str(self._get(place, "Accessible", "Description")).strip()
            if described := description or self._label(place):
                return described
            if role == "label":
                shown = self._ask(place, "Text", "GetText", "ii", 0, _ALL_TEXT)
                return " ".join(str(shown).split())
            return self._address(place) if role == "table cell" else ""
        except Unanswered:
            return ""

    def _told_name(self, place: Place) -> str:
        # Qt puts the shortcut of a menu item after a tab.
        return str(self._get(place, "Accessible", "Name")).partition("\t")[0].strip()

    def _label(self, place: Place) -> str:
        for kind, targets in self._ask(place, "Accessible", "GetRelationSet"):
            if kind == _LABELLED_BY and targets:
                label = targets[0][0], targets[0][1]
                return self._told_name(label)
        return ""

    def _address(self, place: Place) -> str:
        """Return where a cell lies in its table: B3 in a spreadsheet, else row and column."""
        table = self._parent(place)
        index = self._ask(place, "Accessible", "GetIndexInParent")
        row = self._ask(table, "Table", "GetRowAtIndex", "i", index)
        column = self._ask(table, "Table", "GetColumnAtIndex", "i", index)
        if row < 0 or column < 0:
            return ""
        if self._role(self._parent(table)) == "document spreadsheet":
            return f"{spreadsheet_column(column)}{row + 1}"
        return f"row {row + 1}, column {column + 1}"

    def _owner_name(self, place: Place) -> str:
        """Return the name of the nearest of what an element lies in that has one."""
        deadline = time.monotonic() + _DEADLINE
        for owner in self._upwards(place):
            try:
                if name := self._told_name(owner):
                    return name
            except Unanswered:
                return ""
            if time.monotonic() > deadline:
                return ""
        return ""

    def _parent(self, place: Place) -> Place:
        name, path = self._get(place, "Accessible", "Parent")
        return name, path

    def _upwards(self, place: Place) -> Iterator[Place]:
        """Yield the parents of an element up to its window."""
        for _ in range(_CLIMBED):
            try:
                place = self._parent(place)
            except Unanswered:
                return
            if place[1].endswith(("/null", "/root")):
                return
            yield place

    def _role(self, place: Place) -> str:
        # Qt names a password field a text, and tells the truth by number only.
        if self._ask(place, "Accessible", "GetRole") == _PASSWORD_NUMBER:
            return PASSWORD
        return str(self._ask(place, "Accessible", "GetRoleName"))

    def _value_kind(self, place: Place) -> str:
        interfaces = self._ask(place, "Accessible", "GetInterfaces")
        if "org.a11y.atspi.Value" in interfaces:
            return "number"
        return "text" if "org.a11y.atspi.Text" in interfaces else ""

    def pid(self, name: str) -> int:
        """Return the process behind a name on the bus.

        Raises:
            Unanswered: if it is gone.
        """
        return self._pid(name)
