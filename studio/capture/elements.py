"""The elements process: says what lies under a press, with a deadline for each question.

Runs as `python -m studio.capture.elements`. Standard input takes `{"event", "t_ns", "x", "y"}`, one
JSON object a line; standard output answers each with an element record or `{"event", "fault"}`.
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from Xlib.display import Display

from studio.capture.accessibility import AccessibilityBus, Accessible, Unanswered
from studio.sandbox.windows import Windows


def element_line(question: dict[str, Any], found: Accessible) -> dict[str, Any]:
    """Return the element record of an answer."""
    record = {"event": question["event"], "t_ns": question["t_ns"], **asdict(found)}
    record["bounds"] = found.bounds.model_dump()
    return record


def main() -> None:
    """Answer until standard input closes."""
    windows, bus = Windows(Display()), AccessibilityBus()
    _say({"type": "ready"})
    for line in sys.stdin:
        question = json.loads(line)
        window = windows.at(question["x"], question["y"])
        try:
            if window is None:
                raise Unanswered("no window is there")
            found = bus.at_point(window.pid, question["x"], question["y"])
            _say(element_line(question, found))
        except Unanswered as fault:
            _say({"event": question["event"], "fault": str(fault)})
    _say({"type": "drained"})


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
