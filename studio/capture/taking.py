"""Every line of the channels, from its arrival to the disk: noticed at once, judged, written."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from studio.base.clock import monotonic_ns
from studio.capture.accessibility import PASSWORD
from studio.capture.delay import DelayLine, Line
from studio.capture.withholding import Withholding
from studio.formats.event_writer import EventLog
from studio.model.frozen import Bounds
from studio.model.recording import CHECKPOINT, ElementRecord, Window, WithheldFor

_ELEMENT_FIELDS = ("role", "name", "path", "bounds", "application", "value_kind", "borrowed")
Say = Callable[[dict[str, Any]], None]


@dataclass
class Counts:
    """What has arrived so far."""

    events: int = 0
    frames: int = 0
    elements: int = 0
    files: int = 0
    withheld: int = 0
    marks: int = 0


class Taker:
    """Takes the lines of the channels, in one thread, and writes what may be kept."""

    def __init__(
        self,
        log: EventLog,
        withholding: Withholding,
        counts: Counts,
        keep_element: Callable[[ElementRecord], None],
    ) -> None:
        self._log = log
        self._withholding = withholding
        self._counts = counts
        self._keep_element = keep_element
        self._delay = DelayLine()
        self._paused = False
        self._pausing = False
        self._window: Line | None = None
        self._withheld_keys: set[int] = set()
        self.withheld_for: Counter[WithheldFor] = Counter()
        self._questions = 0
        self._answers: dict[int, Line] = {}
        self._asked: dict[int, int] = {}
        self._focused: dict[int, Line] = {}
        self._told_focus: dict[int, Line] = {}

    def notice(self, line: Line, screen: Say, elements: Say) -> None:
        """Take a line as it arrives: ask and tell at once, write later."""
        match line["type"]:
            case "focused":
                self._notice_focus(line, screen)
            case "element":
                self._notice_answer(line)
            case "fault":
                pass
            case "focus":
                self._notice_window(line, elements)
            case "press":
                self._mark(screen, "before", line)
                self._ask(line, elements)
                self._delay.put(line)
            case kind:
                if kind in ("release", "scroll"):
                    self._mark(screen, "after", line)
                elif kind == "key_press":
                    if not line["text"] or line["modifiers"]:
                        self._mark(screen, "before", line)
                    self._mark(screen, "after", line)
                self._delay.put(line)

    def _mark(self, screen: Say, mark: str, line: Line) -> None:
        if not self._paused:
            screen({"mark": mark, "t_ns": line["t_ns"]})

    def _notice_focus(self, line: Line, screen: Say) -> None:
        self._withholding.note_focus(line["t_ns"], line["pid"], line["role"])
        self._focused[line["pid"]] = line
        screen({"cover": line["bounds"] if line["role"] == PASSWORD else None})

    def _notice_answer(self, line: Line) -> None:
        if line["ask"] == "focus":
            self._withholding.note_focus(line["t_ns"], line["pid"], line["role"])
            return
        self._withholding.note_press(line["t_ns"], line["pid"], line["role"])
        number = line["question"]
        if number in self._asked:
            self._write_element(self._asked.pop(number), line, "press")
        else:
            self._answers[number] = line

    def _notice_window(self, line: Line, elements: Say) -> None:
        window = Window(**{**line["window"], "bounds": Bounds(**line["window"]["bounds"])})
        self._withholding.note_window(line["t_ns"], window)
        if not self._withholding.knows(window.pid):
            elements({"ask": "focus", "pid": window.pid, "t_ns": line["t_ns"]})
        self._delay.put(line)

    def _ask(self, line: Line, elements: Say) -> None:
        self._questions += 1
        line["question"] = self._questions
        elements(
            {
                "ask": "press",
                "question": self._questions,
                "t_ns": line["t_ns"],
                "x": line["x"],
                "y": line["y"],
            }
        )

    def pause(self, t_ns: int, paused: bool) -> None:
        """Stop or go on writing from a time on."""
        self._paused = paused
        self._delay.put({"t_ns": t_ns, "type": "paused" if paused else "resumed"})

    def mark(self, t_ns: int) -> None:
        """Keep in its place among the events that a checkpoint ended."""
        self._counts.marks += 1
        self._delay.put({"t_ns": t_ns, "type": "checkpoint", "number": self._counts.marks})

    def write_due(self, now_ns: int) -> None:
        """Write the lines whose time has come."""
        for line in self._delay.due(now_ns, self._undecided):
            self._write(line)

    def write_all(self) -> None:
        """Write everything that waits."""
        for line in self._delay.due(monotonic_ns() + (1 << 62), lambda _: False):
            self._write(line)

    def _undecided(self, line: Line) -> bool:
        return line["type"] == "key_press" and self._withholding.undecided(line)

    def _write(self, line: Line) -> None:
        kind = line["type"]
        if kind in ("paused", "resumed"):
            self._write_pause(line)
        elif kind == "checkpoint":
            mark = {"t_ns": line["t_ns"], "type": "started", "detail": {CHECKPOINT: line["number"]}}
            self._log.append("recorder", mark)
        elif kind == "focus":
            self._write_window(line)
        elif self._pausing:
            return
        elif kind == "copied":
            self._write_copied(line)
        elif kind in ("key_press", "key_release"):
            self._write_key(line)
        else:
            number = line.pop("question", None)
            self._counts.events += 1
            seq = self._log.append("input", line).seq
            if number is not None:
                self._join_element(number, seq)

    def _write_pause(self, line: Line) -> None:
        self._pausing = line["type"] == "paused"
        self._log.append("recorder", line)
        if not self._pausing and self._window:
            self._log.append("window", {**self._window, "t_ns": line["t_ns"]})

    def _write_window(self, line: Line) -> None:
        if self._withholding.is_excluded(line["window"]["application"]):
            line = {**line, "window": {**line["window"], "title": ""}}
        self._window = line
        if not self._pausing:
            self._log.append("window", line)

    def _write_copied(self, line: Line) -> None:
        t_ns = line["t_ns"]
        if self._withholding.excluded_around(t_ns) or self._withholding.password_around(t_ns):
            return
        text = line["text"] if self._withholding.allows_text(t_ns) else None
        self._counts.events += 1
        self._log.append("clipboard", {**line, "text": text})

    def _write_key(self, line: Line) -> None:
        pressed = line["type"] == "key_press"
        if pressed and (reason := self._withholding.withholds(line)):
            self._counts.withheld += 1
            self.withheld_for[reason] += 1
            self._withheld_keys.add(line["keycode"])
            return
        if not pressed and line["keycode"] in self._withheld_keys:
            self._withheld_keys.discard(line["keycode"])
            return
        writes = line.pop("writes")
        self._counts.events += 1
        event = self._log.append("input", line)
        if pressed and writes:
            self._write_focus(event.seq, line["t_ns"])

    def _write_focus(self, seq: int, t_ns: int) -> None:
        """Tell once what has the keyboard, at the first text that goes into it."""
        pid = self._window["window"]["pid"] if self._window else 0
        focused = self._focused.get(pid)
        if focused and focused["t_ns"] <= t_ns and self._told_focus.get(pid) is not focused:
            self._told_focus[pid] = focused
            self._write_element(seq, focused, "focus")

    def _join_element(self, number: int, seq: int) -> None:
        answer = self._answers.pop(number, None)
        if answer:
            self._write_element(seq, answer, "press")
        else:
            self._asked[number] = seq

    def _write_element(self, seq: int, line: Line, of: Literal["press", "focus"]) -> None:
        found = {name: line[name] for name in _ELEMENT_FIELDS}
        found["bounds"] = Bounds(**found["bounds"])
        self._counts.elements += of == "press"
        self._keep_element(ElementRecord(event=seq, t_ns=line["t_ns"], of=of, **found))
