"""The elements process: what lies under a press, and what has the keyboard.

Runs as `python -m studio.capture.elements [EXCLUDED...]`. Standard input takes, one JSON object a
line, `{"ask": "press", "question", "t_ns", "x", "y"}` or `{"ask": "focus", "pid", "t_ns"}`. Each is
answered on standard output by `{"type": "element", ...}` or `{"type": "fault", ...}`, which repeats
the question; whenever an element takes the keyboard, `{"type": "focused", "t_ns", "pid", ...}`.
"""

import json
import sys
import threading
from dataclasses import asdict
from typing import Any

from Xlib.display import Display

from studio.base.clock import monotonic_ns
from studio.capture.accessibility import Accessible, Place, Unanswered
from studio.capture.focus import FocusBus
from studio.capture.hovering import Hovered
from studio.capture.looking import LookedAhead
from studio.capture.pointing import PointingBus
from studio.capture.stacking import PressedWindows
from studio.model.recording import Window
from studio.sandbox.windows import Windows

# An answer that came later tells what was there after the press, perhaps.
_PROMPT_NS = 150_000_000
_TOLD_SECONDS = 0.1
_SPEAKING = threading.Lock()
_FOCUSED: dict[int, Place] = {}
_HOVERED = Hovered()


def _described(found: Accessible) -> dict[str, Any]:
    return {**asdict(found), "bounds": found.bounds.model_dump()}


class Sight:
    """What may be seen of the elements of one display, by one thread."""

    def __init__(self, excluded: set[str]) -> None:
        self._excluded = excluded
        self.windows = Windows(Display())
        self._bus = PointingBus()

    def at(self, x: int, y: int, top: int | None = None) -> tuple[int, int, Accessible]:
        """Return the window right below the root, the process and the element at a point.

        Args:
            x: in pixels of the screen.
            y: in pixels of the screen.
            top: the window that must hold it; None for the topmost one.

        Raises:
            Unanswered: if nothing that may be looked at is there, or it does not answer in time.
        """
        spot = self.windows.spot(x, y, top)
        if spot is None or self.is_excluded(spot.window):
            raise Unanswered("no window that may be looked at is there")
        pid = spot.window.pid
        return spot.top, pid, self._bus.under(spot, x, y, _FOCUSED.get(pid))

    def is_excluded(self, window: Window) -> bool:
        """Tell whether nothing of a window may be kept."""
        return window.application in self._excluded


class Answers:
    """Answers questions about one display."""

    def __init__(self, excluded: set[str]) -> None:
        self._sight = Sight(excluded)
        self._windows = self._sight.windows
        self._focus = FocusBus()
        self._pressed_windows = PressedWindows()
        ahead = Sight(excluded)
        self._ahead = LookedAhead(
            ahead.windows.pointer,
            ahead.at,
            self._pressed_windows.acted,
            self._pressed_windows.quiet_since,
        )

    def follow(self) -> None:
        """Follow presses and the pointer, each in a thread of its own."""
        for followed in (self._pressed_windows.follow, self._ahead.follow):
            threading.Thread(target=followed, daemon=True).start()

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a question.

        Raises:
            Unanswered: if nothing answers in time.
        """
        if question["ask"] == "focus":
            found = self._focus.focused_in(question["pid"])
            if found is None:
                raise Unanswered("nothing has the keyboard")
            return {**question, **_described(found)}
        pid, found = self._pressed(question["t_ns"], question["x"], question["y"])
        return {**question, "pid": pid, **_described(found)}

    def _pressed(self, t_ns: int, x: int, y: int) -> tuple[int, Accessible]:
        if item := _HOVERED.pressed(t_ns, x, y):
            windows = self._windows.all()
            if any(w.pid == item[0] and self._sight.is_excluded(w) for w in windows):
                raise Unanswered("its application is excluded")
            return item
        top = self._hit(t_ns, x, y)
        try:
            _, pid, found = self._sight.at(x, y, top)
            if top and not self._windows.shows(top):
                raise Unanswered("the window that was pressed is gone")
        except Unanswered:
            if seen := self._seen(t_ns, x, y, top):
                return seen
            raise
        late = monotonic_ns() - t_ns > _PROMPT_NS
        return (self._seen(t_ns, x, y, top) if late else None) or (pid, found)

    def _seen(self, t_ns: int, x: int, y: int, top: int | None) -> tuple[int, Accessible] | None:
        seen = self._ahead.before(t_ns, x, y, top) if top else None
        return (seen.pid, seen.found) if seen else None

    def _hit(self, t_ns: int, x: int, y: int) -> int | None:
        """Return the window right below the root that a press hit, 0 for none, None if untold."""
        there = self._pressed_windows.at(t_ns, x, y, _TOLD_SECONDS)
        if there is None:
            return None
        return next((top for top in there if self._windows.takes_presses(top, x, y)), 0)


def _tell_focus() -> None:
    followed, asked = FocusBus(), FocusBus()
    _say({"type": "ready"})
    for place, t_ns in followed.follow_focus():
        try:
            pid = asked.pid(place[0])
            _FOCUSED[pid] = place
            found = asked.describe(place)
        except Unanswered:
            continue
        _HOVERED.note(t_ns, pid, found)
        _say({"type": "focused", "t_ns": t_ns, "pid": pid, **_described(found)})


def main() -> None:
    """Answer until standard input closes."""
    answers = Answers(set(sys.argv[1:]))
    answers.follow()
    threading.Thread(target=_tell_focus, daemon=True).start()
    for line in sys.stdin:
        question = json.loads(line)
        try:
            _say({"type": "element", **answers.answer(question)})
        except Unanswered as fault:
            _say({"type": "fault", **question, "fault": str(fault)})
    _say({"type": "drained"})


def _say(line: dict[str, Any]) -> None:
    with _SPEAKING:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
