"""Reduction: typed events to actions, in one pass.

Rules as used by AgentNetTool (see `docs/formats.md`): clicks within 0.5 s and 4 px merge up to a
triple; a press that moves more than 6 px is a drag; moves fold into the next action; adjacent turns
of the wheel merge; plain keys merge into text unless a modifier is held.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from studio.model.recording import (
    ButtonEvent,
    Event,
    FocusEvent,
    KeyEvent,
    MoveEvent,
    ScrollEvent,
    Window,
)
from studio.model.step import Action, Click, Drag, PressKeys, Scroll, TypeText

_MERGE_NS = 500_000_000
_MERGE_PX = 4
_DRAG_PX = 6
_SCROLL_NS = 1_000_000_000
_CHORD = ("ctrl", "alt", "super")
_BUTTONS: dict[int, Literal["left", "middle", "right"]] = {1: "left", 2: "middle", 3: "right"}
_MODIFIER_KEYS = (
    *("Shift_", "Control_", "Alt_", "Meta_", "Super_", "Hyper_", "ISO_", "Caps_"),
    *("Num_Lock", "Mode_switch"),
)


@dataclass(frozen=True)
class Reduced:
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
    def __init__(self) -> None:
        self.done: list[Reduced] = []
        self._window: Window | None = None
        self._press: _Press | None = None
        self._held: list[str] = []

    def take(self, event: Event) -> None:
        match event:
            case FocusEvent():
                self._window = event.window
            case ButtonEvent(type="press"):
                self._press = _Press(event, [(event.x, event.y, 0)])
            case ButtonEvent():
                self._release(event)
            case MoveEvent():
                self._move(event)
            case ScrollEvent():
                self._scroll(event)
            case KeyEvent():
                self._key(event)

    def _add(self, action: Action, first: Event, last: Event) -> None:
        self.done.append(Reduced(action, first.t_ns, last.t_ns, first.seq, last.seq, self._window))

    def _extend(self, action: Action, last: Event) -> None:
        self.done[-1] = replace(
            self.done[-1], action=action, t_end_ns=last.t_ns, last_event=last.seq
        )

    def _move(self, event: MoveEvent) -> None:
        if self._press:
            elapsed = (event.t_ns - self._press.event.t_ns) // 1_000_000
            self._press.path.append((event.x, event.y, elapsed))

    def _release(self, event: ButtonEvent) -> None:
        press, self._press = self._press, None
        if press is None or press.event.button != event.button:
            return
        elapsed = (event.t_ns - press.event.t_ns) // 1_000_000
        path = (*press.path, (event.x, event.y, elapsed))
        start = press.event
        modifiers = tuple(self._held)
        button = _BUTTONS.get(start.button, "left")
        if any(max(abs(x - start.x), abs(y - start.y)) > _DRAG_PX for x, y, _ in path):
            self._add(Drag(button=button, path=path, modifiers=modifiers), start, event)
            return
        click = Click(x=start.x, y=start.y, button=button, modifiers=modifiers)
        if merged := self._merged(click, start):
            self._extend(merged, event)
        else:
            self._add(click, start, event)

    def _merged(self, click: Click, press: ButtonEvent) -> Click | None:
        last = self.done[-1] if self.done else None
        if last is None or not isinstance(last.action, Click) or last.action.count == 3:
            return None
        earlier = last.action
        near = max(abs(earlier.x - click.x), abs(earlier.y - click.y)) <= _MERGE_PX
        same = (earlier.button, earlier.modifiers) == (click.button, click.modifiers)
        if near and same and press.t_ns - last.t_end_ns <= _MERGE_NS:
            return earlier.model_copy(update={"count": earlier.count + 1})
        return None

    def _scroll(self, event: ScrollEvent) -> None:
        last = self.done[-1] if self.done else None
        if last and isinstance(last.action, Scroll) and event.t_ns - last.t_end_ns < _SCROLL_NS:
            earlier = last.action
            if (earlier.dx * event.dx, earlier.dy * event.dy) >= (0, 0):
                merged = {"dx": earlier.dx + event.dx, "dy": earlier.dy + event.dy}
                self._extend(earlier.model_copy(update=merged), event)
                return
        self._add(Scroll(x=event.x, y=event.y, dx=event.dx, dy=event.dy), event, event)

    def _key(self, event: KeyEvent) -> None:
        if event.key.startswith(_MODIFIER_KEYS):
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
        if self.done and isinstance(self.done[-1].action, TypeText | PressKeys):
            self._extend(self.done[-1].action, event)

    def _same_window(self) -> bool:
        before = self.done[-1].window if self.done else None
        return (before and before.id) == (self._window and self._window.id)

    def _text(self, event: KeyEvent) -> None:
        last = self.done[-1] if self.done else None
        if last and isinstance(last.action, TypeText) and self._same_window():
            self._extend(TypeText(text=last.action.text + event.text), event)
        else:
            self._add(TypeText(text=event.text), event, event)

    def _press_keys(self, keys: tuple[str, ...], event: KeyEvent) -> None:
        last = self.done[-1] if self.done else None
        if (
            last
            and isinstance(last.action, PressKeys)
            and last.action.keys == keys
            and self._same_window()
        ):
            self._extend(PressKeys(keys=keys, count=last.action.count + 1), event)
        else:
            self._add(PressKeys(keys=keys), event, event)


def reduce_events(events: Iterable[Event]) -> list[Reduced]:
    """Return the actions that the events amount to, in order."""
    reducer = _Reducer()
    for event in events:
        reducer.take(event)
    return reducer.done
