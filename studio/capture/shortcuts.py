"""The recorder's own keys: pause, stop, and mark a checkpoint."""

from collections.abc import Mapping
from typing import Any

from Xlib import XK, X, error
from Xlib.display import Display

MODIFIERS = (
    (X.ShiftMask, "shift"),
    (X.ControlMask, "ctrl"),
    (X.Mod1Mask, "alt"),
    (X.Mod4Mask, "super"),
    (X.Mod5Mask, "altgr"),
)
_LOCKS = (0, X.LockMask, X.Mod2Mask, X.LockMask | X.Mod2Mask)


class Shortcuts:
    """The recorder's own keys: taken from every program, and told by their name."""

    def __init__(self, wanted: Mapping[str, str]) -> None:
        self._names = {frozenset(keys.lower().split("+")): name for name, keys in wanted.items()}
        self._down: set[int] = set()

    def grab(self, display: Display) -> None:
        """Keep the keys from the program that has the keyboard."""
        masks = {name: mask for mask, name in MODIFIERS}
        root = display.screen().root
        for keys in self._names:
            mask = sum(masks[key] for key in keys if key in masks)
            (key,) = (key for key in keys if key not in masks)
            keycode = display.keysym_to_keycode(_keysym_named(key))
            for lock in _LOCKS:
                # Another program may have taken the key; it is heard all the same.
                root.grab_key(
                    keycode,
                    mask | lock,
                    False,
                    X.GrabModeAsync,
                    X.GrabModeAsync,
                    onerror=error.CatchError(error.BadAccess),
                )
        display.sync()

    def name(self, line: dict[str, Any]) -> str | None:
        """Return the name of the shortcut that a key line belongs to; "" for its release."""
        if line["type"] == "key_release":
            if line["keycode"] in self._down:
                self._down.discard(line["keycode"])
                return ""
            return None
        found = self._names.get(frozenset({*line["modifiers"], line["key"].lower()}))
        if found:
            self._down.add(line["keycode"])
        return found


def _keysym_named(key: str) -> int:
    return int(XK.string_to_keysym(key) or XK.string_to_keysym(key.capitalize()))
