"""Has a program come to what was sent to it? It answers a ping once it has read all before it.

A program that gets no time shows a screen that stands still, though it has yet to do what it was
asked. Source: EWMH 1.5, `_NET_WM_PING`, which the toolkits answer by themselves.
"""

import selectors
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

from Xlib import X, error
from Xlib.display import Display
from Xlib.protocol import event as protocol_event

_GONE = (error.BadWindow, error.BadDrawable, error.BadMatch)
_SHORT = 0.3
# Some toolkits answer those who listen to the root itself, some those who listen to what is in it.
_HEARS = X.SubstructureNotifyMask | X.StructureNotifyMask


class Answers:
    """Pings windows over a connection of its own."""

    def __init__(self) -> None:
        self._display = Display()
        self._root = self._display.screen().root
        self._protocols = self._display.intern_atom("WM_PROTOCOLS")
        self._ping = self._display.intern_atom("_NET_WM_PING")
        self._numbers = count(1)
        self._silent: set[int] = set()

    def wait(self, identifier: int, seconds: float) -> bool:
        """Wait until a window answers; False if it does not in time.

        One that did not answer the last time has only a moment, and one that never does none.
        """
        try:
            if not self._answers(identifier):
                return True
            self._root.change_attributes(event_mask=_HEARS)
            number = next(self._numbers)
            self._send(identifier, number)
            patience = min(seconds, _SHORT) if identifier in self._silent else seconds
            heard = any(
                event.type == X.ClientMessage
                and event.client_type == self._protocols
                and tuple(event.data[1][:3]) == (self._ping, number, identifier)
                for event in self._events(patience)
            )
            self._root.change_attributes(event_mask=X.NoEventMask)
            self._display.sync()
        except _GONE:
            return True
        (self._silent.discard if heard else self._silent.add)(identifier)
        return heard

    def _answers(self, identifier: int) -> bool:
        window = self._display.create_resource_object("window", identifier)
        found = window.get_full_property(self._protocols, X.AnyPropertyType)
        return found is not None and self._ping in found.value

    def _send(self, identifier: int, number: int) -> None:
        window = self._display.create_resource_object("window", identifier)
        data = (32, [self._ping, number, identifier, 0, 0])
        asked = protocol_event.ClientMessage(
            window=identifier, client_type=self._protocols, data=data
        )
        window.send_event(asked, event_mask=X.NoEventMask)
        self._display.flush()

    def _events(self, seconds: float) -> Iterator[Any]:
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._display.fileno(), selectors.EVENT_READ)
            while (left := deadline - time.monotonic()) > 0:
                while self._display.pending_events():
                    yield self._display.next_event()
                selector.select(min(left, 0.1))
