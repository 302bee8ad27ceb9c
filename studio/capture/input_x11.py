"""The input process on X11: reads RECORD, names keys by a live query, writes a line an event.

Runs as `python -m studio.capture.input_x11 SHORTCUTS`; nothing here imports Qt. Each line on
standard output is a JSON object without number: `{t_ns, type, ...}` as in `studio.model.recording`,
or `{t_ns, "type": "shortcut", "name"}` in the place of the recorder's own keys, which SHORTCUTS
names, such as `{"pause": "ctrl+shift+F9"}`. Protocol: X RECORD extension 1.13.
"""

import json
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from Xlib import XK, X, error
from Xlib.display import Display
from Xlib.ext import record
from Xlib.protocol import rq

from studio.capture.bar import BarWindows
from studio.capture.clipboard import Clipboard
from studio.capture.compose import Composer, read_sequences
from studio.capture.shortcuts import MODIFIERS, Shortcuts
from studio.capture.window_lines import WindowLines

_WHEEL = {4: (0, 1), 5: (0, -1), 6: (-1, 0), 7: (1, 0)}
_MOVE_NS = 40_000_000
_SECOND_GROUP = 1 << 13
_MODIFIER_KEYS = (
    "Shift_",
    "Control_",
    "Alt_",
    "Meta_",
    "Super_",
    "Hyper_",
    "ISO_",
    "Caps_",
    "Num_",
)
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
    # The core map lists two groups of two levels, then the third and fourth level of each group.
    group = 2 if state & _SECOND_GROUP and len(symbols) > 3 and symbols[2] else 0
    group += 4 if state & X.Mod5Mask and len(symbols) > 4 + group else 0
    shifted = bool(state & X.ShiftMask)
    plain = symbols[group] or symbols[0]
    capital = bool(state & X.LockMask) and len(text_of(plain)) == 1 and text_of(plain).isalpha()
    if shifted != capital and len(symbols) > group + 1 and symbols[group + 1]:
        return int(symbols[group + 1])
    return int(plain)


class Reader:
    """Turns RECORD's replies into lines; the callback only decodes, stamps and enqueues."""

    def __init__(self, shortcuts: Shortcuts) -> None:
        self.lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self.ready = threading.Event()
        self.stopped = False
        self._shortcuts = shortcuts
        self._composer = Composer(read_sequences())
        self._control = Display()
        self._data = Display()
        self._layout = layout_of(self._control)
        self._bar = BarWindows(self._control)
        self._on_bar: set[int] = set()
        shortcuts.grab(self._control)
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
        with suppress(error.ConnectionClosedError):
            self._data.record_enable_context(self._context, self._receive)

    def stop(self) -> None:
        """Let the server end the context once it has told everything."""
        self.stopped = True
        stopper = Display()
        stopper.record_disable_context(self._context)
        stopper.sync()

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
            yield from self._layout_changes(base)
            yield from self._key(event, base)

    def _move(self, line: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if self._on_bar:
            # The bar is being dragged: that is no part of the work.
            return
        if line["t_ns"] - self._last_move >= _MOVE_NS:
            self._last_move = line["t_ns"]
            self._held_move = None
            yield line
        else:
            self._held_move = line

    def _button(self, event: Any, base: dict[str, Any]) -> Iterator[dict[str, Any]]:
        place = {"x": event.root_x, "y": event.root_y}
        if self._is_on_bar(event):
            return
        if event.detail in _WHEEL:
            if event.type == X.ButtonPress:
                dx, dy = _WHEEL[event.detail]
                yield {**base, "type": "scroll", **place, "dx": dx, "dy": dy}
            return
        kind = "press" if event.type == X.ButtonPress else "release"
        yield {**base, "type": kind, "button": event.detail, **place}

    def _is_on_bar(self, event: Any) -> bool:
        """Tell whether a button is the bar's; what was pressed there is its until released."""
        if event.type == X.ButtonRelease:
            was = event.detail in self._on_bar
            self._on_bar.discard(event.detail)
            return was
        is_on = self._bar.holds(event.root_x, event.root_y)
        if is_on:
            self._on_bar.add(event.detail)
        return is_on

    def _layout_changes(self, base: dict[str, Any]) -> Iterator[dict[str, Any]]:
        remapped = False
        while self._control.pending_events():
            remapped |= self._control.next_event().type == X.MappingNotify
        # A program that types by lending keys to signs remaps too, and leaves the name as it was.
        if remapped and (name := layout_of(self._control)) != self._layout:
            self._layout = name
            yield {**base, "type": "layout", "layout": name}

    def _key(self, event: Any, base: dict[str, Any]) -> Iterator[dict[str, Any]]:
        keysym = keysym_of(self._control, event.detail, event.state)
        key = _NAMES.get(keysym, f"0x{keysym:x}")
        pressed = event.type == X.KeyPress
        line = {
            **base,
            "type": "key_press" if pressed else "key_release",
            "keycode": event.detail,
            "keysym": keysym,
            "key": key,
            "text": text_of(keysym),
            "modifiers": [name for mask, name in MODIFIERS if event.state & mask],
        }
        shortcut = self._shortcuts.name(line)
        if shortcut is None:
            alone = line["text"]
            if pressed and not key.startswith(_MODIFIER_KEYS):
                line["text"] = self._composer.write(key, alone)
            line["writes"] = bool(alone or line["text"]) or key.startswith("dead_")
            yield line
        elif shortcut:
            yield {**base, "type": "shortcut", "name": shortcut}


def layout_of(display: Display) -> str:
    """Return the keyboard layout of a display as XKB names it, `us` where it has no name."""
    root = display.screen().root
    found = root.get_full_property(display.intern_atom("_XKB_RULES_NAMES"), X.AnyPropertyType)
    parts = found.value.decode("latin-1").split("\0") if found else []
    return parts[2] if len(parts) > 2 and parts[2] else "us"


def _forward(lines: "queue.Queue[dict[str, Any]]", source: Callable[[], Any]) -> None:
    def follow() -> None:
        for line in source().changes():
            lines.put(line)

    threading.Thread(target=follow, daemon=True).start()


def main() -> None:
    """Write lines until standard input closes."""
    load_key_names()
    reader = Reader(Shortcuts(json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}))
    reading = threading.Thread(target=reader.run, daemon=True)
    reading.start()
    if not reader.ready.wait(10):
        raise SystemExit("the display sends no input")
    _forward(reader.lines, WindowLines)
    _forward(reader.lines, Clipboard)

    def wait_for_end() -> None:
        sys.stdin.read()
        reader.stop()

    threading.Thread(target=wait_for_end, daemon=True).start()
    _write({"type": "ready"})
    while reading.is_alive() or not reader.lines.empty():
        with suppress(queue.Empty):
            _write(reader.lines.get(timeout=0.2))
    if not reader.stopped:
        raise SystemExit("the display went away")
    _write({"type": "drained"})


def _write(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
