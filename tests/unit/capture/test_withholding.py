"""Keys are judged by what had the keyboard when they were pressed, and a little after."""

from typing import Any

import pytest

from studio.capture.accessibility import PASSWORD
from studio.capture.compose import Composer, read_sequences
from studio.capture.delay import DelayLine
from studio.capture.withholding import HOLD_NS, UNKNOWN_NS, Withholding
from studio.model.frozen import Bounds
from studio.model.recording import Window

MS = 1_000_000
PID = 7


def window(application: str = "books", pid: int = PID) -> Window:
    bounds = Bounds(x=0, y=0, width=9, height=9)
    return Window(id=1, title="t", application=application, pid=pid, bounds=bounds)


def key(t_ms: int, text: str = "a", *modifiers: str) -> dict[str, Any]:
    return {
        "t_ns": t_ms * MS,
        "type": "key_press",
        "text": text,
        "writes": bool(text),
        "modifiers": list(modifiers),
    }


def at_work(*allowed: str, excluded: tuple[str, ...] = ()) -> Withholding:
    made = Withholding(allowed or ("books",), excluded)
    made.note_window(0, window())
    return made


def test_text_of_an_allowed_application_is_kept_once_its_field_is_known() -> None:
    made = at_work()
    assert made.undecided(key(10)) and made.withholds(key(10)) == "silent"
    assert made.silent == {"books"}
    made.note_focus(5 * MS, PID, "text")
    assert not made.undecided(key(10)) and not made.withholds(key(10))


def test_a_password_field_withholds_all_of_its_keys() -> None:
    made = at_work()
    made.note_focus(0, PID, "text")
    made.note_focus(1000 * MS, PID, PASSWORD)
    made.note_focus(2000 * MS, PID, "text")
    assert not made.withholds(key(500))
    for pressed in (key(1001), key(1999), key(1500, ""), key(1500, "v", "ctrl")):
        assert made.withholds(pressed) == "password"
    assert not made.withholds(key(2001))


def test_the_word_of_a_password_field_may_come_late() -> None:
    made = at_work()
    made.note_focus(0, PID, "text")
    made.note_focus(1000 * MS, PID, PASSWORD)
    assert made.withholds(key(1000 - HOLD_NS // MS + 1))
    assert not made.withholds(key(1000 - HOLD_NS // MS - 1))


def test_an_excluded_window_withholds_even_what_came_just_before_it() -> None:
    made = at_work("all", excluded=("Vault",))
    made.note_focus(0, PID, "text")
    made.note_focus(0, 8, "text")
    made.note_window(1000 * MS, window("vault", 8))
    made.note_window(2000 * MS, window())
    assert not made.withholds(key(800))
    assert made.withholds(key(950)) == made.withholds(key(1500, "", "ctrl")) == "excluded"
    assert not made.withholds(key(2001))


def test_without_leave_only_keys_that_write_nothing_are_kept() -> None:
    made = Withholding((), ())
    made.note_window(0, window())
    made.note_focus(0, PID, "text")
    assert made.withholds(key(1)) and not made.undecided(key(1))
    assert not made.withholds(key(1, "")) and not made.withholds(key(1, "s", "ctrl"))


@pytest.mark.parametrize(
    ("pressed", "known"),
    [("table cell", True), ("push button", False), ("label", False), ("entry", True)],
)
def test_a_press_tells_of_the_keyboard_only_where_it_takes_it(pressed: str, known: bool) -> None:
    made = at_work()
    made.note_press(0, PID, pressed)
    assert made.withholds(key(1)) is not known


def test_a_button_beside_a_password_field_does_not_end_it() -> None:
    made = at_work()
    made.note_focus(0, PID, PASSWORD)
    made.note_press(10 * MS, PID, "toggle button")
    assert made.withholds(key(500))


def test_lines_wait_and_leave_in_the_order_of_their_times() -> None:
    held = DelayLine()
    for t_ms in (30, 10, 20):
        held.put(key(t_ms))
    assert list(held.due(10 * MS + HOLD_NS - 1, lambda _: False)) == []
    due = held.due(25 * MS + HOLD_NS, lambda _: False)
    assert [line["t_ns"] // MS for line in due] == [10, 20]


def test_a_window_that_became_active_with_a_press_comes_after_it() -> None:
    held = DelayLine()
    for kind in ("focus", "press"):
        held.put({"t_ns": 10 * MS, "type": kind})
    due = held.due(10 * MS + HOLD_NS, lambda _: False)
    assert [line["type"] for line in due] == ["press", "focus"]


def test_an_undecided_line_holds_the_others_back_until_its_patience_ends() -> None:
    held = DelayLine()
    held.put(key(10))
    held.put({**key(20), "text": ""})
    undecided = lambda line: bool(line["text"])  # noqa: E731
    assert list(held.due(10 * MS + UNKNOWN_NS - 1, undecided)) == []
    assert len(list(held.due(10 * MS + UNKNOWN_NS, undecided))) == 2


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        (["dead_acute", "e"], "é"),
        (["Multi_key", "o", "e"], "œ"),
        (["dead_diaeresis", "u", "x"], "üx"),
        (["dead_acute", "x", "e"], "e"),
    ],
)
def test_dead_keys_and_compose(keys: list[str], written: str) -> None:
    composer = Composer(read_sequences())
    texts = [composer.write(name, name if len(name) == 1 else "") for name in keys]
    assert "".join(texts) == written
