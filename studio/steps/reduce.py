"""Reduction: typed events to actions, in one pass.

Rules as used by AgentNetTool (see `docs/formats.md`): clicks within 0.5 s and 4 px merge up to a
triple; a press that moves over 6 px is a drag, one longer than 1 s a long press; moves fold
into the next action; adjacent turns of the wheel merge; plain keys merge to text unless a modifier
is held, and a Backspace takes back what was just typed. Nothing spans a gap, a pause or the end of
a checkpoint.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from studio.model.recording import (
    ButtonEvent,
    Event,
    KeyEvent,
    MoveEvent,
    ScrollEvent,
    Window,
)
from studio.model.step import Action, Click, Drag, PressKeys, Scroll, TypeText, Wait

_Kind = type[Click | Drag | PressKeys | Scroll | TypeText | Wait]

_MERGE_NS = 500_000_000
_MERGE_PX = 4
_DRAG_PX = 6
_SCROLL_NS = 1_000_000_000
_LONG_NS = 1_000_000_000
WAIT_NS = 5_000_000_000
_BREAKS = ("gap", "paused", "resumed")
_CHORD = ("ctrl", "alt", "super")
_BUTTONS: dict[int, Literal["left", "middle", "right"]] = {1: "left", 2: "middle", 3: "right"}
MODIFIER_KEYS = (
    *("Shift_", "Control_", "Alt_", "Meta_", "Super_", "Hyper_", "ISO_", "Caps_"),
    *("Num_Lock", "Mode_switch"),
)


class Reduced(NamedTuple):
    """An action with the events it came from and the window that was active."""

    action: Action
    t_ns: int
    t_end_ns: int
    first_event: int
    last_event: int
    window: Window | None


@dataclass
class _Press:
    event: ButtonEvent
    path: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Act:
    """An action that may still grow: its type, and the fields that it would have now."""

    kind: _Kind
    fields: dict[str, Any]
    t_ns: int
    t_end_ns: int
    first_event: int
    last_event: int
    window: Window | None

    def reduced(self) -> Reduced:
        """Return the action as it is."""
        action = self.kind(**self.fields)
        times = self.t_ns, self.t_end_ns
        return Reduced(action, *times, self.first_event, self.last_event, self.window)


class Reducer:
    """Reduces events as they come; an action is given once nothing that follows can change it.

    Args:
        begins: numbers of events at which nothing before them grows any more.
    """

    def __init__(self, begins: Container[int] = ()) -> None:
        self._acts: list[_Act] = []
        self._given = 0
        self._begins = begins
        self._window: Window | None = None
        self._presses: dict[int, _Press] = {}
        self._held: list[str] = []
        self._first = 0
        self._closed = 0

    def take(self, events: Iterable[Event]) -> None:
        """Take the next events."""
        for event in events:
            if self._begins and event.seq in self._begins:
                self._closed = len(self._acts)
            # A recording is mostly moves, and those count only while a button is held.
            if event.type != "move":
                self._take(event)
            elif self._presses:
                self._move(event)

    def _take(self, event: Event) -> None:
        # To ask for the class of an event, which is checked data, takes ten times as long.
        if event.type == "key_press" or event.type == "key_release":
            self._key(event)
        elif event.type == "scroll":
            self._scroll(event)
        elif event.type == "focus":
            self._window = event.window
        elif event.type == "press":
            self._presses[event.button] = _Press(event, [(event.x, event.y, 0)])
        elif event.type == "release":
            self._release(event)
        elif event.type in _BREAKS:
            self._break()
        elif event.type == "started" and event.ends_checkpoint:
            self._first = len(self._acts)

    def settled(self) -> list[Reduced]:
        """Return the actions that nothing can change any more, each only once."""
        # The newest action may grow; of text that was typed a Backspace may leave nothing, and then
        # the one before it is the newest. All else stays.
        newest = len(self._acts) - 1
        while newest >= 0 and self._acts[newest].kind is TypeText:
            newest -= 1
        return self._give(max(newest, self._first, self._closed))

    def end(self) -> list[Reduced]:
        """End what is under way, and return the actions that were not given yet."""
        self._break()
        return self._give(len(self._acts))

    def _give(self, until: int) -> list[Reduced]:
        begin, self._given = self._given, max(self._given, until)
        return [act.reduced() for act in self._acts[begin : self._given]]

    def _break(self) -> None:
        """End what is under way: a button still held was pressed, and nothing goes on after."""
        for press in list(self._presses.values()):
            x, y, elapsed = press.path[-1]
            t_ns = press.event.t_ns + elapsed * 1_000_000
            up = {"type": "release", "x": x, "y": y, "t_ns": t_ns}
            self._release(press.event.model_copy(update=up))
        self._held = []
        self._first = len(self._acts)

    def _last(self, kind: _Kind | None = None) -> _Act | None:
        """Return the newest action that may still grow, if it is of a kind; None if not."""
        place = len(self._acts)
        if place <= self._closed or place <= self._first:
            return None
        last = self._acts[-1]
        return last if kind is None or last.kind is kind else None

    def _add(self, kind: _Kind, fields: dict[str, Any], first: Event, last: Event) -> None:
        before = self._acts[-1] if len(self._acts) > self._first else None
        if before and first.t_ns - before.t_end_ns >= WAIT_NS:
            seconds = round((first.t_ns - before.t_end_ns) / 1e9, 1)
            end, seq = before.t_end_ns, before.last_event
            wait = _Act(Wait, {"seconds": seconds}, end, first.t_ns, seq, seq, self._window)
            self._acts.append(wait)
        self._acts.append(
            _Act(kind, fields, first.t_ns, last.t_ns, first.seq, last.seq, self._window)
        )

    def _move(self, event: MoveEvent) -> None:
        for press in self._presses.values():
            elapsed = (event.t_ns - press.event.t_ns) // 1_000_000
            press.path.append((event.x, event.y, elapsed))

    def _release(self, event: ButtonEvent) -> None:
        press = self._presses.pop(event.button, None)
        if press is None:
            return
        elapsed = (event.t_ns - press.event.t_ns) // 1_000_000
        path = (*press.path, (event.x, event.y, elapsed))
        start = press.event
        button = _BUTTONS.get(start.button, "left")
        fields: dict[str, Any] = {"button": button, "modifiers": tuple(self._held)}
        if any(max(abs(x - start.x), abs(y - start.y)) > _DRAG_PX for x, y, _ in path):
            self._add(Drag, {**fields, "path": path}, start, event)
            return
        held_ms = elapsed if elapsed * 1_000_000 > _LONG_NS else 0
        fields |= {"x": start.x, "y": start.y, "count": 1, "held_ms": held_ms}
        if (last := self._last(Click)) and _merge(last, fields, start.t_ns):
            last.fields["count"] += 1
            _grow(last, event)
        else:
            self._add(Click, fields, start, event)

    def _scroll(self, event: ScrollEvent) -> None:
        last = self._last(Scroll)
        if last and event.t_ns - last.t_end_ns < _SCROLL_NS:
            earlier = last.fields
            if (earlier["dx"] * event.dx, earlier["dy"] * event.dy) >= (0, 0):
                earlier["dx"] += event.dx
                earlier["dy"] += event.dy
                _grow(last, event)
                return
        fields = {"x": event.x, "y": event.y, "dx": event.dx, "dy": event.dy}
        self._add(Scroll, fields, event, event)

    def _key(self, event: KeyEvent) -> None:
        if event.key.startswith(MODIFIER_KEYS):
            self._hold(event)
            return
        if event.type == "key_release":
            self._end_key(event)
            return
        chord = [name for name in event.modifiers if name in _CHORD]
        if event.text and not chord:
            self._text(event)
            return
        shifted = ["shift"] if "shift" in event.modifiers else []
        name = event.key.lower() if len(event.key) == 1 else event.key
        self._press_keys((*chord, *shifted, name), event)

    def _hold(self, event: KeyEvent) -> None:
        name = {"Shift": "shift", "Control": "ctrl", "Alt": "alt", "Super": "super"}.get(
            event.key.split("_")[0]
        )
        if name and event.type == "key_press" and name not in self._held:
            self._held.append(name)
        elif name in self._held and event.type == "key_release":
            self._held.remove(name)

    def _end_key(self, event: KeyEvent) -> None:
        last = self._last()
        if last and last.kind in (TypeText, PressKeys):
            _grow(last, event)

    def _text(self, event: KeyEvent) -> None:
        last = self._last(TypeText)
        if last and self._goes_on(last, event):
            last.fields["text"] += event.text
            _grow(last, event)
        else:
            self._add(TypeText, {"text": event.text}, event, event)

    def _goes_on(self, last: _Act, event: KeyEvent) -> bool:
        before, now = last.window, self._window
        same = before is now or (before and before.id) == (now and now.id)
        return same and event.t_ns - last.t_end_ns < WAIT_NS

    def _take_back(self, event: KeyEvent) -> bool:
        """Let a Backspace take back the sign typed last; False if there is none."""
        last = self._last(TypeText)
        if last is None or not self._goes_on(last, event):
            return False
        if len(last.fields["text"]) == 1:
            self._acts.pop()
        else:
            last.fields["text"] = last.fields["text"][:-1]
            _grow(last, event)
        return True

    def _press_keys(self, keys: tuple[str, ...], event: KeyEvent) -> None:
        if keys == ("BackSpace",) and self._take_back(event):
            return
        last = self._last(PressKeys)
        if last and last.fields["keys"] == keys and self._goes_on(last, event):
            last.fields["count"] += 1
            _grow(last, event)
        else:
            self._add(PressKeys, {"keys": keys, "count": 1}, event, event)


def _grow(act: _Act, event: Event) -> None:
    """Let an action last until an event."""
    act.t_end_ns, act.last_event = event.t_ns, event.seq


def _merge(last: _Act, click: dict[str, Any], t_ns: int) -> bool:
    """Tell whether a click that began at `t_ns` is one more of the last."""
    earlier = last.fields
    if earlier["count"] == 3 or earlier["held_ms"] or click["held_ms"]:
        return False
    near = max(abs(earlier["x"] - click["x"]), abs(earlier["y"] - click["y"])) <= _MERGE_PX
    same = all(earlier[name] == click[name] for name in ("button", "modifiers"))
    return near and same and t_ns - last.t_end_ns <= _MERGE_NS


def reduce_events(events: Iterable[Event], begins: Container[int] = ()) -> list[Reduced]:
    """Return the actions that the events amount to, in order.

    Args:
        events: what was recorded.
        begins: numbers of events at which nothing before them grows any more.
    """
    reducer = Reducer(begins)
    reducer.take(events)
    return reducer.end()
