"""A step that the expert lets be found by its place in the window, and where that cannot be."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from PIL import Image

from studio.model.frozen import Bounds
from studio.model.recording import Window
from studio.model.step import Click, Step
from studio.running.placing import expected_by
from studio.running.resolving import Halted, Resolver

RECORDED = Window(
    id=1, title="Plan", application="draw", pid=7, bounds=Bounds(x=10, y=20, width=300, height=200)
)
POINT = (150, 100)


def screen(*corners: tuple[int, int]) -> Image.Image:
    """A screen on which the same pattern stands at these places."""
    pattern = np.random.default_rng(3).integers(0, 255, (40, 120, 3), dtype=np.uint8)
    pixels = np.full((400, 500, 3), 128, dtype=np.uint8)
    for x, y in corners:
        pixels[y : y + 40, x : x + 120] = pattern
    return Image.fromarray(pixels)


@dataclass
class Moved:
    """An actor before a window that stands elsewhere and shows the picture twice."""

    bounds: Bounds
    moved: list[tuple[int, int]] = field(default_factory=list)

    @property
    def window(self) -> Window:
        return RECORDED.model_copy(update={"bounds": self.bounds})

    def active(self) -> Window:
        return self.window

    def windows(self) -> list[Window]:
        return [self.window]

    def open_tabs(self, pid: int) -> list[object]:
        return []

    def settle(self, **_: object) -> None: ...

    def grab(self) -> Image.Image:
        return screen((130, 140), (130, 220))


class Shown:
    """Evidence of a screen on which the pattern was under the press."""

    def active(self, step: Step) -> tuple[Window, ...]:
        return (RECORDED,)

    def under(self, step: Step) -> Window:
        return RECORDED

    def picture(self, step: Step) -> Image.Image:
        return screen((POINT[0] - 60, POINT[1] - 20))


def step(by_place: bool) -> Step:
    return Step(
        id=4, t_ns=1, t_end_ns=2, first_event=1, last_event=2, sentence="Click at 150, 100",
        action=Click(x=POINT[0], y=POINT[1]), window=RECORDED, element=None, frame_before=None,
        frame_after=None, by_place=by_place,
    )  # fmt: skip


def resolved(bounds: Bounds, by_place: bool) -> tuple[int, int, str]:
    actor = Moved(bounds)
    resolver = Resolver(actor, Shown(), {}, patience=0)  # type: ignore[arg-type]
    found = resolver.resolve(step(by_place))
    assert isinstance(found.action, Click)
    return found.action.x, found.action.y, found.by


ELSEWHERE = Bounds(x=60, y=90, width=300, height=200)


def test_a_picture_that_is_there_twice_halts_and_says_what_can_be_done() -> None:
    with pytest.raises(Halted, match=r"2 times.*In Steps, let it be found by its place"):
        resolved(ELSEWHERE, by_place=False)


def test_the_place_in_the_window_is_counted_from_its_corner() -> None:
    assert resolved(ELSEWHERE, by_place=True) == (200, 170, "coordinates")
    assert resolved(RECORDED.bounds, by_place=True) == (*POINT, "coordinates")
    assert expected_by(step(by_place=True), has_picture=True) == "coordinates"
    assert expected_by(step(by_place=False), has_picture=True) == "picture"


def test_a_window_of_another_size_has_no_such_place() -> None:
    with pytest.raises(Halted, match="another size"):
        resolved(ELSEWHERE.model_copy(update={"width": 280}), by_place=True)
