from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from studio.model.frozen import Bounds
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
from studio.steps import reduce_events

MS = 1_000_000


class Tape:
    """Builds events with rising numbers and times."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.t = 0

    def _seq(self) -> int:
        return len(self.events) + 1

    def wait(self, ms: int) -> "Tape":
        self.t += ms * MS
        return self

    def press(self, x: int, y: int, button: int = 1) -> "Tape":
        self.events.append(
            ButtonEvent(seq=self._seq(), t_ns=self.t, type="press", button=button, x=x, y=y)
        )
        return self.wait(20)

    def release(self, x: int, y: int, button: int = 1) -> "Tape":
        self.events.append(
            ButtonEvent(seq=self._seq(), t_ns=self.t, type="release", button=button, x=x, y=y)
        )
        return self.wait(20)

    def click(self, x: int, y: int, button: int = 1) -> "Tape":
        return self.press(x, y, button).release(x, y, button)

    def move(self, x: int, y: int) -> "Tape":
        self.events.append(MoveEvent(seq=self._seq(), t_ns=self.t, x=x, y=y))
        return self.wait(10)

    def scroll(self, dy: int, x: int = 5, y: int = 5) -> "Tape":
        self.events.append(ScrollEvent(seq=self._seq(), t_ns=self.t, x=x, y=y, dx=0, dy=dy))
        return self.wait(30)

    def key(self, name: str, text: str = "", modifiers: Iterable[str] = ()) -> "Tape":
        for kind in ("key_press", "key_release"):
            self.events.append(
                KeyEvent(
                    seq=self._seq(),
                    t_ns=self.t,
                    type=kind,  # type: ignore[arg-type]
                    keycode=1,
                    keysym=1,
                    key=name,
                    text=text,
                    modifiers=tuple(modifiers),
                )
            )
            self.wait(10)
        return self

    def focus(self, number: int) -> "Tape":
        window = Window(
            id=number,
            title=f"w{number}",
            application="a",
            pid=1,
            bounds=Bounds(x=0, y=0, width=9, height=9),
        )
        self.events.append(FocusEvent(seq=self._seq(), t_ns=self.t, window=window))
        return self

    def actions(self) -> list[Action]:
        return [reduced.action for reduced in reduce_events(self.events)]


def test_near_and_quick_clicks_merge_up_to_a_triple() -> None:
    tape = Tape()
    for offset in (0, 3, 1, 2):
        tape.click(10 + offset, 10)
    assert tape.actions() == [Click(x=10, y=10, count=3), Click(x=12, y=10, count=1)]


def test_slow_or_distant_clicks_stay_apart() -> None:
    assert len(Tape().click(10, 10).wait(600).click(10, 10).actions()) == 2
    assert len(Tape().click(10, 10).click(20, 10).actions()) == 2
    assert len(Tape().click(10, 10).click(10, 10, button=3).actions()) == 2


def test_a_press_that_moves_is_a_drag_with_its_path() -> None:
    actions = Tape().press(10, 10).move(40, 12).move(90, 20).release(90, 20).actions()
    assert len(actions) == 1
    drag = actions[0]
    assert isinstance(drag, Drag)
    assert drag.path[0] == (10, 10, 0)
    assert [point[:2] for point in drag.path[1:]] == [(40, 12), (90, 20), (90, 20)]


def test_a_shaky_press_is_a_click() -> None:
    assert Tape().press(10, 10).move(14, 13).release(14, 13).actions() == [Click(x=10, y=10)]


def test_turns_of_the_wheel_merge_in_one_direction_only() -> None:
    actions = Tape().scroll(-1).scroll(-1).scroll(1).actions()
    assert actions == [Scroll(x=5, y=5, dx=0, dy=-2), Scroll(x=5, y=5, dx=0, dy=1)]


def test_chords_and_control_keys_are_no_text() -> None:
    tape = Tape().key("a", "a").key("s", "s", ["ctrl"]).key("Return").key("Return").key("B", "B")
    assert tape.actions() == [
        TypeText(text="a"),
        PressKeys(keys=("ctrl", "s")),
        PressKeys(keys=("Return",), count=2),
        TypeText(text="B"),
    ]


def test_modifier_keys_alone_do_nothing_but_color_a_click() -> None:
    tape = Tape()
    tape.key("Shift_L")
    assert tape.actions() == []


def test_text_in_another_window_is_another_step() -> None:
    tape = Tape().focus(1).key("a", "a").focus(2).key("b", "b")
    assert tape.actions() == [TypeText(text="a"), TypeText(text="b")]


_PARTS = st.one_of(
    st.tuples(st.just("text"), st.text("abcXYZ 1.,<é€", min_size=1, max_size=8)),
    st.tuples(st.just("click"), st.integers(0, 900)),
    st.tuples(st.just("key"), st.sampled_from(["Return", "Tab", "F2"])),
)


@given(st.lists(_PARTS, max_size=25))
def test_text_buttons_and_last_place_survive_reduction(parts: list[tuple[str, object]]) -> None:
    tape = Tape()
    typed, clicks, keys = "", 0, []
    last = None
    for kind, value in parts:
        if kind == "text":
            for sign in str(value):
                tape.key("x", sign)
            typed += str(value)
        elif kind == "click":
            tape.click(int(str(value)), 7).wait(600)
            clicks += 1
            last = (int(str(value)), 7)
        else:
            tape.key(str(value))
            keys.append(str(value))
    actions = tape.actions()
    assert "".join(a.text for a in actions if isinstance(a, TypeText)) == typed
    pressed = [a for a in actions if isinstance(a, Click)]
    assert sum(a.count for a in pressed) == clicks
    assert [k for a in actions if isinstance(a, PressKeys) for k in a.keys * a.count] == keys
    assert ((pressed[-1].x, pressed[-1].y) if pressed else None) == last
