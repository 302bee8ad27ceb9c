"""What lay under the resting pointer was pressed, as long as nothing can have changed it."""

from studio.base.clock import monotonic_ns
from studio.capture.accessibility import Accessible, Unanswered
from studio.capture.looking import LookedAhead, Where
from studio.model.frozen import Bounds

DIALOG, BOOK = 12, 11
AT = (640, 500)


def element(role: str) -> Accessible:
    return Accessible(role, "Keep", "/x", Bounds(x=600, y=490, width=100, height=30), "office")


class Screen:
    """A pointer over a dialog, and what was pressed when."""

    def __init__(self, role: str = "push button") -> None:
        self.top, self.found = DIALOG, element(role)
        self.acts: list[int] = []
        self.ahead = LookedAhead(self.pointer, self.look, self.acted, lambda: 0)

    def pointer(self) -> Where:
        return (*AT, self.top)

    def look(self, x: int, y: int) -> tuple[int, int, Accessible]:
        if self.top == 0:
            raise Unanswered("nothing is there")
        return DIALOG, 7, self.found

    def acted(self, from_ns: int, until_ns: int) -> bool:
        return any(from_ns <= t_ns < until_ns for t_ns in self.acts)

    def pressed(self, x: int = AT[0], y: int = AT[1], top: int = DIALOG, after_ns: int = 0) -> str:
        seen = self.ahead.before(monotonic_ns() + after_ns, x, y, top)
        return seen.found.name if seen else ""


def test_the_button_under_the_pointer_was_pressed_though_its_dialog_is_gone() -> None:
    screen = Screen()
    screen.ahead.see((*AT, DIALOG))
    screen.top = BOOK
    assert screen.pressed() == "Keep"
    assert screen.pressed(x=605) == "Keep", "a button is hit wherever it is pressed"
    assert screen.pressed(x=720) == "", "beside it nothing was seen"
    assert screen.pressed(top=BOOK) == "", "another window was pressed"


def test_what_holds_other_things_was_pressed_only_where_it_was_seen() -> None:
    screen = Screen("filler")
    screen.ahead.see((*AT, DIALOG))
    assert screen.pressed(x=AT[0] + 2) == "Keep"
    assert screen.pressed(x=AT[0] + 20) == ""


def test_what_was_seen_is_old_after_a_key_and_after_a_while() -> None:
    screen = Screen()
    screen.ahead.see((*AT, DIALOG))
    assert screen.pressed(after_ns=4_000_000_000) == ""
    screen.acts.append(monotonic_ns())
    assert screen.pressed() == ""
    screen.ahead.see((*AT, DIALOG))
    assert screen.pressed() == "Keep"


def test_a_window_that_changed_while_it_was_looked_at_was_not_seen() -> None:
    screen = Screen()
    screen.top = BOOK
    screen.ahead.see((*AT, DIALOG))
    screen.top = 0
    screen.ahead.see((*AT, 0))
    assert screen.pressed() == "" and screen.pressed(top=BOOK) == ""


def test_a_press_before_it_was_seen_did_not_meet_it() -> None:
    screen = Screen()
    before = monotonic_ns()
    screen.ahead.see((*AT, DIALOG))
    assert screen.ahead.before(before - 1, *AT, DIALOG) is None
