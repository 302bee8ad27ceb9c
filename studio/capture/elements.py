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

from studio.capture.accessibility import Accessible, Place, Unanswered
from studio.capture.focus import FocusBus
from studio.capture.hovering import Hovered
from studio.capture.pointing import PointingBus
from studio.model.recording import Window
from studio.sandbox.windows import Windows

_SPEAKING = threading.Lock()
_FOCUSED: dict[int, Place] = {}
_HOVERED = Hovered()


def _described(found: Accessible) -> dict[str, Any]:
    return {**asdict(found), "bounds": found.bounds.model_dump()}


class Answers:
    """Answers questions about one display."""

    def __init__(self, excluded: set[str]) -> None:
        self._excluded = excluded
        self._windows = Windows(Display())
        self._bus = PointingBus()
        self._focus = FocusBus()

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
            if any(w.pid == item[0] and self._is_excluded(w) for w in self._windows.all()):
                raise Unanswered("its application is excluded")
            return item
        spot = self._windows.spot(x, y)
        if spot is None or self._is_excluded(spot.window):
            raise Unanswered("no window that may be looked at is there")
        pid = spot.window.pid
        return pid, self._bus.under(spot, x, y, _FOCUSED.get(pid))

    def _is_excluded(self, window: Window) -> bool:
        return window.application in self._excluded


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
