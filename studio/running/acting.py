"""The child that acts on a display: pointer, keys, text, pictures, windows and elements.

Runs as `python -m studio.running.acting` in the environment of the display. Takes a JSON object a
line, `{"do": NAME, ...}`, and answers each with `{"ok": value}` or `{"fault": sentence}`. All keys
and buttons that it left down are released when it ends.
"""

import json
import sys
import time
import types
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import mss
import mss.tools
from Xlib.display import Display

from studio.capture.accessibility import Accessible, Unanswered
from studio.capture.input_x11 import load_key_names
from studio.model.frozen import Bounds
from studio.running.answering import Answers
from studio.running.elements import ElementFinder
from studio.running.keyboard import Keyboard
from studio.running.raw import play
from studio.sandbox.windows import Windows

_GRAB_SECONDS = 0.1
_READ_SECONDS = 5.0
_ANSWER_SECONDS = 20.0
_TRIES = 3


def _load_pyautogui() -> Any:
    # pyautogui asks for tkinter through mouseinfo, which it needs for one window we never open.
    stub = types.ModuleType("mouseinfo")
    stub.__dict__["MouseInfoWindow"] = None
    sys.modules.setdefault("mouseinfo", stub)
    import pyautogui

    pyautogui.PAUSE = 0
    pyautogui.FAILSAFE = "--current" in sys.argv
    return pyautogui


class Acts:
    """What can be asked of the child; each public method is a command."""

    def __init__(self) -> None:
        load_key_names()
        self._display = Display()
        self._windows = Windows(self._display)
        self._answers = Answers()
        self._grabber = mss.MSS()
        self._keyboard = Keyboard(self._display, lambda: self.settle(4, _READ_SECONDS))
        self._pointer = _load_pyautogui()
        self._bus: ElementFinder | None = None

    def move(self, x: int, y: int) -> None:
        """Bring the pointer to a point."""
        self._pointer.moveTo(x, y)

    def click(
        self, x: int, y: int, button: str, count: int, modifiers: list[str], held_ms: int
    ) -> None:
        """Click at a point, or press it for a while."""
        self._keyboard.hold(modifiers, True)
        self._pointer.moveTo(x, y)
        time.sleep(0.03)
        if held_ms:
            self._pointer.mouseDown(button=button)
            time.sleep(held_ms / 1000)
            self._pointer.mouseUp(button=button)
        else:
            self._pointer.click(x, y, clicks=count, interval=0.05, button=button)
        self._keyboard.hold(modifiers, False)

    def drag(self, path: list[list[int]], button: str, modifiers: list[str]) -> None:
        """Follow a path of (x, y, ms) with a button down."""
        self._keyboard.hold(modifiers, True)
        self._pointer.moveTo(*path[0][:2])
        self._pointer.mouseDown(button=button)
        for (x, y, ms), (_, _, before) in zip(path[1:], path, strict=False):
            time.sleep(max(0, ms - before) / 1000)
            self._pointer.moveTo(x, y)
        self._pointer.mouseUp(button=button)
        self._keyboard.hold(modifiers, False)

    def scroll(self, x: int, y: int, dx: int, dy: int) -> None:
        """Turn the wheel at a point."""
        self._pointer.moveTo(x, y)
        if dy:
            self._pointer.vscroll(dy)
        if dx:
            self._pointer.hscroll(dx)

    def type(self, text: str) -> None:
        """Type text."""
        self._keyboard.type(text)

    def keys(self, keys: list[str], count: int) -> None:
        """Press a chord, perhaps several times."""
        self._keyboard.chord(keys, count)

    def play(self, events: list[dict[str, Any]]) -> list[float]:
        """Send raw input events at their own times; return how late each was, in ms."""
        return play(self._display, events)

    def settle(self, equal: int, cap: float) -> bool:
        """Wait until the screen stands still because there is nothing left to do.

        The program in front has come to all that was sent to it, and `equal` grabs 100 ms apart are
        the same. False if they are not within `cap` seconds.
        """
        if front := self._windows.active():
            self._answers.wait(front.id, _ANSWER_SECONDS)
        deadline = time.monotonic() + cap
        last, same = b"", 0
        while time.monotonic() < deadline:
            pixels = bytes(self._grabber.grab(self._grabber.monitors[0]).raw)
            same = same + 1 if pixels == last else 1
            last = pixels
            if same >= equal:
                return True
            time.sleep(_GRAB_SECONDS)
        return False

    def screenshot(self, path: str) -> None:
        """Save the screen as PNG."""
        shot = self._grabber.grab(self._grabber.monitors[0])
        content = mss.tools.to_png(shot.rgb, shot.size, level=6)
        if content:
            Path(path).write_bytes(content)

    def grab(self, path: str) -> list[int]:
        """Save the raw BGRA pixels of the screen; return its width and height."""
        shot = self._grabber.grab(self._grabber.monitors[0])
        Path(path).write_bytes(bytes(shot.raw))
        return [shot.width, shot.height]

    def _finder(self) -> ElementFinder:
        self._bus = self._bus or ElementFinder()
        return self._bus

    def element(self, x: int, y: int) -> dict[str, Any] | None:
        """Return the accessible element at a point, None where nothing answers."""
        try:
            spot = self._windows.spot(x, y)
            return _described(self._finder().under(spot, x, y)) if spot else None
        except Unanswered:
            return None

    def find_elements(
        self, pid: int, role: str, name: str, x: int, y: int, seconds: float
    ) -> list[dict[str, Any]]:
        """Return the elements of a role and name in a process, looked for from a point on."""
        try:
            found = self._finder().find(pid, role, name, (x, y), seconds)
        except Unanswered:
            return []
        return [_described(element) for element in found]

    def open_tabs(self, pid: int) -> list[dict[str, Any]]:
        """Return the tabs of a process that are open."""
        for _ in range(_TRIES):
            # What a program takes away while it is asked about does not answer.
            with suppress(Unanswered):
                return [_described(tab) for tab in self._finder().open_tabs(pid)]
            time.sleep(_GRAB_SECONDS)
        return []

    def active(self) -> dict[str, Any] | None:
        """Return the window that has the keyboard."""
        window = self._windows.active()
        return window.model_dump(mode="json") if window else None

    def windows(self) -> list[dict[str, Any]]:
        """Return the windows, lowest first."""
        return [window.model_dump(mode="json") for window in self._windows.all()]

    def place(self, window: int, bounds: dict[str, int]) -> None:
        """Give a window a place."""
        self._windows.place(window, Bounds(**bounds))

    def activate(self, window: int) -> None:
        """Bring a window to the front."""
        self._windows.activate(window)

    def wake_accessibility(self) -> bool:
        """Start the accessibility bus, so that programs started later appear on it."""
        try:
            self._finder()
        except Unanswered:
            return False
        return True

    def release(self) -> None:
        """Let go of everything."""
        self._keyboard.release_all()
        for button in ("left", "middle", "right"):
            self._pointer.mouseUp(button=button)


def _described(found: Accessible) -> dict[str, Any]:
    return {**asdict(found), "bounds": found.bounds.model_dump()}


def main() -> None:
    """Obey until standard input closes."""
    acts = Acts()
    _say({"ok": "ready"})
    try:
        for line in sys.stdin:
            request = json.loads(line)
            act: Callable[..., Any] = getattr(acts, request.pop("do"))
            try:
                _say({"ok": act(**request)})
            except Exception as fault:
                _say({"fault": f"{type(fault).__name__}: {fault}"})
    finally:
        acts.release()


def _say(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
