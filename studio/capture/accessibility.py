"""The accessibility bus (AT-SPI) in pure Python: what lies at a point, what has the focus.

The tree is never walked: from the window of the right process one call a level goes down to the
leaf. Protocol: AT-SPI2 D-Bus interfaces, org.a11y.atspi.*.
"""

from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from studio.model.frozen import Bounds

_ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_NULL = "/org/a11y/atspi/null"
_SCREEN_COORDINATES = 0
_DEADLINE = 0.4
_MAX_DEPTH = 24
_SHOWING = 25
PASSWORD = "password text"


class Unanswered(Exception):
    """The bus or an application gave no answer within the deadline."""


@dataclass(frozen=True)
class Accessible:
    """An element as the accessibility bus describes it."""

    role: str
    name: str
    path: str
    bounds: Bounds
    application: str


class AccessibilityBus:
    """A connection to the accessibility bus of the session in the environment."""

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
        self, place: tuple[str, str], interface: str, method: str, signature: str = "", *body: Any
    ) -> Any:
        address = DBusAddress(place[1], place[0], f"org.a11y.atspi.{interface}")
        return self._call(self._bus, address, method, signature or None, body)[0]

    def _get(self, place: tuple[str, str], interface: str, name: str) -> Any:
        address = DBusAddress(place[1], place[0], "org.freedesktop.DBus.Properties")
        found = self._call(self._bus, address, "Get", "ss", (f"org.a11y.atspi.{interface}", name))[
            0
        ]
        return found[1]

    def _children(self, place: tuple[str, str]) -> list[tuple[str, str]]:
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

    def _application(self, pid: int) -> tuple[str, str]:
        for place in self._children(_ROOT):
            if self._pid(place[0]) == pid:
                return place
        raise Unanswered(f"process {pid} is not accessible")

    def _bounds(self, place: tuple[str, str]) -> Bounds:
        x, y, width, height = self._ask(place, "Component", "GetExtents", "u", _SCREEN_COORDINATES)
        return Bounds(x=x, y=y, width=max(0, width), height=max(0, height))

    def _is_showing(self, place: tuple[str, str]) -> bool:
        states = self._ask(place, "Accessible", "GetState")
        return bool(states[0] & (1 << _SHOWING))

    def _within_tabs(self, place: tuple[str, str], x: int, y: int) -> tuple[str, str] | None:
        if self._ask(place, "Accessible", "GetRoleName") != "page tab list":
            return None
        for tab in self._children(place):
            for child in self._children(tab):
                if self._is_showing(child) and self._bounds(child).holds(x, y):
                    return child
        return None

    def _below(self, place: tuple[str, str], x: int, y: int) -> tuple[str, str] | None:
        found = self._ask(
            place, "Component", "GetAccessibleAtPoint", "iiu", x, y, _SCREEN_COORDINATES
        )
        child = (found[0], found[1])
        if child[1] in (_NULL, place[1]):
            return self._within_tabs(place, x, y)
        return child

    def describe(self, place: tuple[str, str]) -> Accessible:
        """Return the role, name, bounds and application of an element.

        Raises:
            Unanswered: if it is gone or silent.
        """
        bus_name, path = place
        return Accessible(
            role=str(self._ask(place, "Accessible", "GetRoleName")),
            name=str(self._get(place, "Accessible", "Name"))[:200],
            path=path,
            bounds=self._bounds(place),
            application=str(self._get((bus_name, _ROOT[1]), "Accessible", "Name")),
        )

    def at_point(self, pid: int, x: int, y: int) -> Accessible:
        """Return the deepest element of process `pid` at a point of the screen.

        Raises:
            Unanswered: if the process is not accessible or silent.
        """
        frames = [
            frame
            for frame in self._children(self._application(pid))
            if self._is_showing(frame) and self._bounds(frame).holds(x, y)
        ]
        if not frames:
            raise Unanswered("no window of the process is at the point")
        place = frames[-1]
        for _ in range(_MAX_DEPTH):
            child = self._below(place, x, y)
            if child is None or child == place:
                break
            place = child
        return self.describe(place)
