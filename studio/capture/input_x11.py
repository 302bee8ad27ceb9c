"""The input process on X11: reads RECORD, names keys by a live query, writes a line an event.

Runs as `python -m studio.capture.input_x11`; nothing here imports Qt. Each line on standard output
is a JSON object without number: `{t_ns, type, ...}` as in `studio.model.recording`, with the active
window beside each key so that the writer can withhold text. Protocol: X RECORD extension 1.13.
"""

import json
import queue
import sys
import threading
from collections.abc import Iterator
from typing import Any

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import record
from Xlib.protocol import rq

from studio.sandbox.windows import Windows

_MODIFIERS = (
    (X.ShiftMask, "shift"),
    (X.ControlMask, "ctrl"),
    (X.Mod1Mask, "alt"),
    (X.Mod4Mask, "super"),
    (X.Mod5Mask, "altgr"),
)
_WHEEL = {4: (0, 1), 5: (0, -1), 6: (-1, 0), 7: (1, 0)}
_MOVE_NS = 40_000_000
_NAMES = {symbol: name[3:] for name, symbol in vars(XK).items() if name.startswith("XK_")}


def load_key_names() -> None:
    """Learn the names of the keysyms beyond Latin-1."""
    for group in ("xf86", "latin2", "greek", "cyrillic", "xkb", "technical"):
        XK.load_keysym_group(group)
    _NAMES.update({symbol: name[3:] for name, symbol in vars(XK).items() if name.startswith("XK_")})


def text_of(keysym: int) -> str:
    """Return what a keysym writes: a character, or nothing for a control key."""
    if 0x20 <= keysym <= 0x7E or 0xA0 <= keysym <= 0xFF:
        return chr(keysym)
    if keysym & 0xFF000000 == 0x01000000:
        return chr(keysym & 0x00FFFFFF)
    named = XK.keysym_to_string(keysym)
    keypad = 0xFFAA <= keysym <= 0xFFB9
    return named or "" if keypad else _legacy_text(keysym)


def _legacy_text(keysym: int) -> str:
    names = {"EuroSign": "€"}
    return names.get(_NAMES.get(keysym, ""), "")


def keysym_of(display: Display, keycode: int, state: int) -> int:
    """Return the keysym that a key gives now, read from the server at once.

    A cached map would still decode the old layout after a change, or miss a key that a typing
    program mapped for one moment.
    """
    (symbols,) = display.get_keyboard_mapping(keycode, 1)
    group = 4 if state & X.Mod5Mask and len(symbols) > 4 else 0
    shifted = bool(state & X.ShiftMask)
    plain = symbols[group] or symbols[0]
    capital = bool(state & X.LockMask) and len(text_of(plain)) == 1 and text_of(plain).isalpha()
    if shifted != capital and len(symbols) > group + 1 and symbols[group + 1]:
        return int(symbols[group + 1])
    return int(plain)


class Reader:
    """Turns RECORD's replies into lines; the callback only decodes, stamps and enqueues."""

    def __init__(self) -> None:
        self.lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self.ready = threading.Event()
        self._control = Display()
        self._data = Display()
        self._last_move = 0
        self._held_move: dict[str, Any] | None = None
        self._context = self._control.record_create_context(
            0,
            [record.AllClients],
            [
                {
                    "core_requests": (0, 0),
                    "core_replies": (0, 0),
                    "ext_requests": (0, 0, 0, 0),
                    "ext_replies": (0, 0, 0, 0),
                    "delivered_events": (0, 0),
                    "device_events": (X.KeyPress, X.MotionNotify),
                    "errors": (0, 0),
                    "client_started": False,
                    "client_died": False,
                }
            ],
        )
        self._control.sync()

    def run(self) -> None:
        """Read until the server ends the context."""
        self._data.record_enable_context(self._context, self._receive)

    def _receive(self, reply: Any) -> None:
        if reply.category == record.StartOfData:
            self.ready.set()
        if reply.category != record.FromServer or reply.client_swapped or not reply.data:
            return
        data = reply.data
        while data:
            event, data = rq.EventField(None).parse_binary_value(
                data, self._data.display, None, None
            )
            for line in self._decode(event):
                self.lines.put(line)

    def _decode(self, event: Any) -> Iterator[dict[str, Any]]:
        base: dict[str, Any] = {"t_ns": event.time * 1_000_000}
        if event.type == X.MotionNotify:
            yield from self._move({**base, "type": "move", "x": event.root_x, "y": event.root_y})
            return
        if self._held_move:
            yield self._held_move
            self._held_move = None
        if event.type in (X.ButtonPress, X.ButtonRelease):
            yield from self._button(event, base)
        elif event.type in (X.KeyPress, X.KeyRelease):
            yield self._key(event, base)

    def _move(self, line: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if line["t_ns"] - self._last_move >= _MOVE_NS:
            self._last_move = line["t_ns"]
            self._held_move = None
            yield line
        else:
            self._held_move = line

    def _button(self, event: Any, base: dict[str, Any]) -> Iterator[dict[str, Any]]:
        place = {"x": event.root_x, "y": event.root_y}
        if event.detail in _WHEEL:
            if event.type == X.ButtonPress:
                dx, dy = _WHEEL[event.detail]
                yield {**base, "type": "scroll", **place, "dx": dx, "dy": dy}
            return
        kind = "press" if event.type == X.ButtonPress else "release"
        yield {**base, "type": kind, "button": event.detail, **place}

    def _key(self, event: Any, base: dict[str, Any]) -> dict[str, Any]:
        keysym = keysym_of(self._control, event.detail, event.state)
        return {
            **base,
            "type": "key_press" if event.type == X.KeyPress else "key_release",
            "keycode": event.detail,
            "keysym": keysym,
            "key": _NAMES.get(keysym, f"0x{keysym:x}"),
            "text": text_of(keysym),
            "modifiers": [name for mask, name in _MODIFIERS if event.state & mask],
        }


class WindowLines:
    """Adds a line whenever the active window, its title or its place changes."""

    def __init__(self) -> None:
        self._windows = Windows(Display())
        self._last: Any = None

    def poll(self, t_ns: int) -> Iterator[dict[str, Any]]:
        """Yield a focus line if something changed since the last call."""
        window = self._windows.active()
        if window and window != self._last:
            self._last = window
            yield {"t_ns": t_ns, "type": "focus", "window": window.model_dump(mode="json")}


def main() -> None:
    """Write lines until standard input closes."""
    from studio.base.clock import monotonic_ns

    load_key_names()
    reader, windows = Reader(), WindowLines()
    reading = threading.Thread(target=reader.run, daemon=True)
    reading.start()
    stopped = threading.Event()

    def wait_for_end() -> None:
        sys.stdin.read()
        stopped.set()

    threading.Thread(target=wait_for_end, daemon=True).start()
    if not reader.ready.wait(10):
        raise SystemExit("the display sends no input")
    _write({"type": "ready"})
    while not (stopped.is_set() and reader.lines.empty()):
        if not reading.is_alive():
            raise SystemExit("the display went away")
        for line in windows.poll(monotonic_ns()):
            _write(line)
        try:
            _write(reader.lines.get(timeout=0.1))
        except queue.Empty:
            continue
    _write({"type": "drained"})


def _write(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
