"""Reduction: typed events to actions, in one pass.

Rules as used by AgentNetTool (see `docs/formats.md`): clicks within 0.5 s and 4 px merge up to a
triple; a press that moves over 6 px is a drag, one longer than 1 s a long press; moves fold
into the next action; adjacent turns of the wheel merge; plain keys merge to text unless a modifier
is held, and a Backspace takes back what was just typed. Nothing spans a gap, a pause or the end of
a checkpoint.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from studio.model.recording import (
    ButtonEvent,
    Event,
    FocusEvent,
    KeyEvent,
    MarkEvent,
    MoveEvent,
    ScrollEvent,
    Window,
)
from studio.model.step import Action, Click, Drag, PressKeys, Scroll, TypeText, Wait

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


class _Reducer:
    def __init__(self, begins: Container[int]) -> None:
        self.done: list[Reduced] = []
        self._begins = begins
        self._window: Window | None = None
        self._presses: dict[int, _Press] = {}
        self._held: list[str] = []
        self._first = 0
        self._closed = 0

    def take(self, event: Event) -> None:
        if event.seq in self._begins:
            self._closed = len(self.done)
        # Those first of which there are most.
        match event:
            case MoveEvent():
                self._move(event)
            case KeyEvent():
                self._key(event)
            case ScrollEvent():
                self._scroll(event)
            case FocusEvent():
                self._window = event.window
            case ButtonEvent(type="press"):
                self._presses[event.button] = _Press(event, [(event.x, event.y, 0)])
            case ButtonEvent():
                self._release(event)
            case MarkEvent() if event.type in _BREAKS:
                self.end()
            case MarkEvent() if event.ends_checkpoint:
                self._first = len(self.done)

    def end(self) -> None:
        """End what is under way: a button still held was pressed, and nothing goes on after."""
        for press in list(self._presses.values()):
            x, y, elapsed = press.path[-1]
            t_ns = press.event.t_ns + elapsed * 1_000_000
            up = {"type": "release", "x": x, "y": y, "t_ns": t_ns}
            self._release(press.event.model_copy(update=up))
        self._held = []
        self._first = len(self.done)

    @property
    def _last(self) -> Reduced | None:
        """The newest action that may still grow."""
        return self._before if len(self.done) > self._closed else None

    @property
    def _before(self) -> Reduced | None:
        """The newest action since the last gap."""
        return self.done[-1] if len(self.done) > self._first else None

    def _add(self, action: Action, first: Event, last: Event) -> None:
        before = self._before
        if before and first.t_ns - before.t_end_ns >= WAIT_NS:
            seconds = round((first.t_ns - before.t_end_ns) / 1e9, 1)
            end, seq = before.t_end_ns, before.last_event
            self.done.append(
                Reduced(Wait(seconds=seconds), end, first.t_ns, seq, seq, self._window)
            )
        self.done.append(Reduced(action, first.t_ns, last.t_ns, first.seq, last.seq, self._window))

    def _extend(self, action: Action, last: Event) -> None:
        grown = self.done[-1]
        self.done[-1] = Reduced(
            action, grown.t_ns, last.t_ns, grown.first_event, last.seq, grown.window
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
        modifiers = tuple(self._held)
        button = _BUTTONS.get(start.button, "left")
        if any(max(abs(x - start.x), abs(y - start.y)) > _DRAG_PX for x, y, _ in path):
            self._add(Drag(button=button, path=path, modifiers=modifiers), start, event)
            return
        held_ms = elapsed if elapsed * 1_000_000 > _LONG_NS else 0
        click = Click(x=start.x, y=start.y, button=button, modifiers=modifiers, held_ms=held_ms)
        if merged := self._merged(click, start):
            self._extend(merged, event)
        else:
            self._add(click, start, event)

    def _merged(self, click: Click, press: ButtonEvent) -> Click | None:
        last = self._last
        if last is None or not isinstance(last.action, Click) or last.action.count == 3:
            return None
        earlier = last.action
        if earlier.held_ms or click.held_ms:
            return None
        near = max(abs(earlier.x - click.x), abs(earlier.y - click.y)) <= _MERGE_PX
        same = (earlier.button, earlier.modifiers) == (click.button, click.modifiers)
        if near and same and press.t_ns - last.t_end_ns <= _MERGE_NS:
            return earlier.model_copy(update={"count": earlier.count + 1})
        return None

    def _scroll(self, event: ScrollEvent) -> None:
        last = self._last
        if last and isinstance(last.action, Scroll) and event.t_ns - last.t_end_ns < _SCROLL_NS:
            earlier = last.action
            if (earlier.dx * event.dx, earlier.dy * event.dy) >= (0, 0):
                dx, dy = earlier.dx + event.dx, earlier.dy + event.dy
                self._extend(Scroll(x=earlier.x, y=earlier.y, dx=dx, dy=dy), event)
                return
        self._add(Scroll(x=event.x, y=event.y, dx=event.dx, dy=event.dy), event, event)

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
        if self._last and isinstance(self._last.action, TypeText | PressKeys):
            self._extend(self._last.action, event)

    def _same_window(self) -> bool:
        before = self._last.window if self._last else None
        return (before and before.id) == (self._window and self._window.id)

    def _text(self, event: KeyEvent) -> None:
        last = self._last
        if last and isinstance(last.action, TypeText) and self._goes_on(event):
            self._extend(TypeText(text=last.action.text + event.text), event)
        else:
            self._add(TypeText(text=event.text), event, event)

    def _goes_on(self, event: KeyEvent) -> bool:
        last = self._last
        if last is None or not self._same_window():
            return False
        return event.t_ns - last.t_end_ns < WAIT_NS

    def _take_back(self, event: KeyEvent) -> bool:
        """Let a Backspace take back the sign typed last; False if there is none."""
        last = self._last
        if not (last and isinstance(last.action, TypeText) and self._goes_on(event)):
            return False
        if len(last.action.text) == 1:
            self.done.pop()
        else:
            self._extend(TypeText(text=last.action.text[:-1]), event)
        return True

    def _press_keys(self, keys: tuple[str, ...], event: KeyEvent) -> None:
        if keys == ("BackSpace",) and self._take_back(event):
            return
        last = self._last
        if (
            last
            and isinstance(last.action, PressKeys)
            and last.action.keys == keys
            and self._goes_on(event)
        ):
            self._extend(PressKeys(keys=keys, count=last.action.count + 1), event)
        else:
            self._add(PressKeys(keys=keys), event, event)


def reduce_events(events: Iterable[Event], begins: Container[int] = ()) -> list[Reduced]:
    """Return the actions that the events amount to, in order.

    Args:
        events: what was recorded.
        begins: numbers of events at which nothing before them grows any more.
    """
    reducer = _Reducer(begins)
    for event in events:
        reducer.take(event)
    reducer.end()
    return reducer.done
