"""What has the keyboard, as the accessibility bus tells it."""

import time
from collections import deque
from collections.abc import Iterator

from jeepney import DBusAddress, HeaderFields, MatchRule, message_bus

from studio.base.clock import monotonic_ns
from studio.capture.accessibility import AccessibilityBus, Accessible, Place, Unanswered

_DEADLINE = 0.4
_FOCUSED = 12
_FOCUS_EVENT = "object:state-changed:focused"
_MAX_ASKED = 120
_NEVER_FOCUSED = {"menu bar", "tool bar", "status bar", "scroll bar"}
_MANY = 40
_RECENT = 64


class FocusBus(AccessibilityBus):
    """Asks and follows what has the keyboard."""

    def is_focused(self, place: Place) -> bool:
        """Tell whether an element has the keyboard.

        Raises:
            Unanswered: if it is gone or silent.
        """
        return bool(self._ask(place, "Accessible", "GetState")[0] & (1 << _FOCUSED))

    def focused_in(self, pid: int) -> Accessible | None:
        """Look for what has the keyboard in a window that said nothing of it yet.

        At most `_MAX_ASKED` elements are asked, and none below one with many children.

        Raises:
            Unanswered: if the process is not accessible or silent.
        """
        waiting = [f for f in self._children(self._application(pid)) if self._is_showing(f)]
        deadline = time.monotonic() + _DEADLINE
        for _ in range(_MAX_ASKED):
            if not waiting or time.monotonic() > deadline:
                return None
            place = waiting.pop(0)
            if self.is_focused(place):
                return self.describe(place)
            if self._ask(place, "Accessible", "GetRoleName") in _NEVER_FOCUSED:
                continue
            if self._get(place, "Accessible", "ChildCount") <= _MANY:
                waiting += self._children(place)
        return None

    def follow_focus(self) -> Iterator[tuple[Place, int]]:
        """Yield each element that takes the keyboard, and when (ns), for as long as the bus lives.

        Raises:
            Unanswered: if the bus goes away.
        """
        rule = MatchRule(
            type="signal", interface="org.a11y.atspi.Event.Object", member="StateChanged"
        )
        rule.add_arg_condition(0, "focused")
        registry = DBusAddress(
            "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
        )
        self._call(self._bus, message_bus, "AddMatch", "s", (rule.serialise(),))
        self._call(self._bus, registry, "RegisterEvent", "sas", (_FOCUS_EVENT, []))
        with self._bus.filter(rule, queue=deque(maxlen=_RECENT)) as signals:
            while True:
                try:
                    signal = self._bus.recv_until_filtered(signals)
                except OSError as fault:
                    raise Unanswered("the accessibility bus went away") from fault
                fields = signal.header.fields
                if signal.body[1] == 1:
                    place = fields[HeaderFields.sender], fields[HeaderFields.path]
                    yield place, monotonic_ns()
