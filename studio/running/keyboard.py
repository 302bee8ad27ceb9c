"""Keys and text through XTEST, whatever the layout.

A character that no key writes is lent a spare key. A program reads the key map when it comes to the
event, which may be late, so a lent key keeps its character until the screen stands still.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

_MODIFIERS = {
    "ctrl": "Control_L",
    "shift": "Shift_L",
    "alt": "Alt_L",
    "super": "Super_L",
    "altgr": "ISO_Level3_Shift",
}
_GROUP_SHIFT, _GROUPS = 13, 3
_BETWEEN_SIGNS = 0.004
_BETWEEN_CHORDS = 0.02


def keysym_for(sign: str) -> int:
    """Return the keysym that writes one character."""
    if sign in "\n\r":
        return int(XK.string_to_keysym("Return"))
    if sign == "\t":
        return int(XK.string_to_keysym("Tab"))
    code = ord(sign)
    return code if code < 0x100 else 0x01000000 | code


def batches(signs: str, known: Callable[[str], bool], room: int) -> Iterator[str]:
    """Yield `signs` in parts that each hold at most `room` different signs that are not known.

    Raises:
        ValueError: if there is no room at all for a sign that is not known.
    """
    start, lent = 0, set[str]()
    for index, sign in enumerate(signs):
        if known(sign) or sign in lent:
            continue
        if room < 1:
            raise ValueError(f"no key is free to write {sign!r}")
        if len(lent) == room:
            yield signs[start:index]
            start, lent = index, set()
        lent.add(sign)
    yield signs[start:]


class Keyboard:
    """Presses keys of a display; `settle` waits until programs have read what was typed."""

    def __init__(self, display: Display, settle: Callable[[], Any]) -> None:
        self._display = display
        self._settle = settle
        self._lent: dict[int, int] = {}

    def _fake(self, kind: int, keycode: int) -> None:
        xtest.fake_input(self._display, kind, keycode)
        self._display.sync()

    def _table(self) -> dict[int, list[int]]:
        """Return the symbols of each key as the server has them now."""
        low, high = self._display.display.info.min_keycode, self._display.display.info.max_keycode
        table = self._display.get_keyboard_mapping(low, high - low + 1)
        return {low + index: list(symbols) for index, symbols in enumerate(table)}

    def _state(self) -> int:
        """Return the modifiers and locks of the server, with the group of the layout."""
        return int(self._display.screen().root.query_pointer().mask)

    def _keys(self) -> dict[int, tuple[int, bool]]:
        """Return which key writes each keysym now, and whether with shift."""
        first = 2 * (self._state() >> _GROUP_SHIFT & _GROUPS)
        found: dict[int, tuple[int, bool]] = {}
        for shifted in (False, True):
            for keycode, symbols in self._table().items():
                # A key of one group writes the same in every group.
                group = symbols[first : first + 2] if any(symbols[first : first + 2]) else symbols
                if len(group) > shifted and group[shifted]:
                    found.setdefault(group[shifted], (keycode, shifted))
        return found

    def type(self, text: str) -> None:
        """Type any text; signs that the layout lacks are lent spare keys.

        Raises:
            ValueError: if no key is free for such a sign.
        """
        self.take_back()
        capitals = bool(self._state() & X.LockMask)
        if capitals:
            self._tap("Caps_Lock")
        shift, keys, spare = self.keycode("shift"), self._keys(), self._spare()
        for part in batches(text, lambda sign: keysym_for(sign) in keys, len(spare)):
            self.take_back()
            missing = dict.fromkeys(sign for sign in part if keysym_for(sign) not in keys)
            self._lend(dict(zip(map(keysym_for, missing), spare, strict=False)))
            for sign in part:
                lent = self._lent.get(keysym_for(sign))
                keycode, shifted = (lent, False) if lent else keys[keysym_for(sign)]
                self._strike(keycode, shift if shifted else 0)
        if capitals:
            self._tap("Caps_Lock")

    def _tap(self, name: str) -> None:
        self._fake(X.KeyPress, self.keycode(name))
        self._fake(X.KeyRelease, self.keycode(name))

    def _spare(self) -> list[int]:
        return [code for code, symbols in self._table().items() if not any(symbols)]

    def _lend(self, lent: dict[int, int]) -> None:
        for keysym, keycode in lent.items():
            self._display.change_keyboard_mapping(keycode, [(keysym,) * 2])
        self._display.sync()
        self._lent |= lent

    def take_back(self) -> None:
        """Take lent keys back, once programs have read what was typed with them."""
        if not self._lent:
            return
        self._settle()
        for keycode in self._lent.values():
            self._display.change_keyboard_mapping(keycode, [(X.NoSymbol,) * 2])
        self._display.sync()
        self._lent = {}

    def _strike(self, keycode: int, shift: int) -> None:
        if shift:
            self._fake(X.KeyPress, shift)
        self._fake(X.KeyPress, keycode)
        self._fake(X.KeyRelease, keycode)
        if shift:
            self._fake(X.KeyRelease, shift)
        time.sleep(_BETWEEN_SIGNS)

    def chord(self, names: list[str], count: int) -> None:
        """Press keys together, by modifier name or keysym name, and let them go, `count` times.

        Raises:
            ValueError: if this keyboard has no such key and none to spare.
        """
        self.take_back()
        codes = [self.keycode(name) for name in names]
        for _ in range(count):
            for keycode in codes:
                self._fake(X.KeyPress, keycode)
            for keycode in reversed(codes):
                self._fake(X.KeyRelease, keycode)
            time.sleep(_BETWEEN_CHORDS)

    def hold(self, names: list[str], down: bool) -> None:
        """Press or release modifiers."""
        for name in names:
            self._fake(X.KeyPress if down else X.KeyRelease, self.keycode(name))

    def keycode(self, name: str) -> int:
        """Return the key of a name; a symbol that the layout lacks is lent a spare one.

        Raises:
            ValueError: if no symbol has that name, or no key is free for it.
        """
        name = _MODIFIERS.get(name, name)
        keysym = XK.string_to_keysym(name) or (keysym_for(name) if len(name) == 1 else 0)
        keys = self._keys()
        if not keysym:
            raise ValueError(f"this keyboard has no key {name}")
        if keysym not in keys:
            spare = self._spare()
            if not spare:
                raise ValueError(f"no key is free to press {name}")
            self._lend({keysym: spare[0]})
            return spare[0]
        return keys[keysym][0]

    def release_all(self) -> None:
        """Release each key that the server holds down, and take lent ones back."""
        for byte, bits in enumerate(self._display.query_keymap()):
            for bit in range(8):
                if bits & (1 << bit):
                    self._fake(X.KeyRelease, byte * 8 + bit)
        self.take_back()
