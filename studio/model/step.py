"""Actions and steps: what the events mean."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field

from studio.model.frozen import Bounds, Frozen
from studio.model.recording import ElementRecord, Window


class Click(Frozen):
    """One to three clicks at a point, perhaps with modifiers held.

    `held_ms` is how long a long press lasted, 0 for a usual click.
    """

    type: Literal["click"] = "click"
    x: int
    y: int
    button: Literal["left", "middle", "right"] = "left"
    count: int = Field(default=1, ge=1, le=3)
    modifiers: tuple[str, ...] = ()
    held_ms: int = Field(default=0, ge=0)


class Drag(Frozen):
    """A press, a path and a release; `path` holds (x, y, ms after the press)."""

    type: Literal["drag"] = "drag"
    button: Literal["left", "middle", "right"] = "left"
    path: tuple[tuple[int, int, int], ...]
    modifiers: tuple[str, ...] = ()


class Scroll(Frozen):
    """Turns of the wheel at a point, in notches; dy is positive away from the user."""

    type: Literal["scroll"] = "scroll"
    x: int
    y: int
    dx: int
    dy: int


class TypeText(Frozen):
    """Text typed with plain keys."""

    type: Literal["type"] = "type"
    text: str


class PressKeys(Frozen):
    """A chord: all keys held together, pressed `count` times. Names are X11 keysym names."""

    type: Literal["key"] = "key"
    keys: tuple[str, ...]
    count: int = Field(default=1, ge=1)


class Wait(Frozen):
    """Nothing but time, in seconds."""

    type: Literal["wait"] = "wait"
    seconds: float = Field(ge=0)


Action = Annotated[Click | Drag | Scroll | TypeText | PressKeys | Wait, Field(discriminator="type")]


def point_of(action: Action) -> tuple[int, int] | None:
    """Return where the pointer acts, None if the action needs none."""
    match action:
        case Click(x=x, y=y) | Scroll(x=x, y=y):
            return x, y
        case Drag(path=path) if path:
            return path[0][0], path[0][1]
        case _:
            return None


class Step(Frozen):
    """One action with its surroundings; frames are ids in `frames.jsonl`.

    `monitor` is the one that the pointer acted on, else the one that shows the window's middle.
    `keys` name what it was reduced to among the annotations: the first event of each, negative for
    a wait, which stands after that event and has none of its own. A step that was merged of several
    holds those that are acted in `parts`; action, window and element are then those of the first.
    A step that was left out is not part of the work: nobody acts it. What is pressed `by_place` is
    found by its place in the window alone, because the expert says so.
    """

    id: int = Field(ge=1)
    t_ns: int
    t_end_ns: int
    first_event: int
    last_event: int
    action: Action
    sentence: str
    window: Window | None
    element: ElementRecord | None
    frame_before: int | None
    frame_after: int | None
    note: str = ""
    monitor: str = ""
    keys: tuple[int, ...] = ()
    parts: tuple["Step", ...] = ()
    left_out: bool = False
    by_place: bool = False

    @property
    def point(self) -> tuple[int, int] | None:
        """Where the pointer acted, if it did."""
        return point_of(self.action)

    @property
    def target(self) -> Bounds | None:
        """The rectangle of the element that was hit, if it is known and holds the point."""
        return self.element.bounds if self.element else None

    @property
    def is_press(self) -> bool:
        """Whether a button of the mouse was pressed."""
        return isinstance(self.action, Click | Drag)

    @property
    def is_unnamed(self) -> bool:
        """Whether it pressed what has no name; of a merged step, whether any part did."""
        if self.parts:
            return any(part.is_unnamed for part in self.parts)
        return self.is_press and not (self.element and self.element.name)


def acts(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield what is done one after the other: each step, or the parts that it was merged of.

    A part bears the number of its step.
    """
    for step in steps:
        yield from step.parts or (step,)
