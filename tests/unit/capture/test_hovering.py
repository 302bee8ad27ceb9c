from studio.capture.accessibility import Accessible
from studio.capture.hovering import Hovered
from studio.model.frozen import Bounds


def element(role: str, name: str, y: int, borrowed: bool = False) -> Accessible:
    bounds = Bounds(x=0, y=y, width=100, height=20)
    return Accessible(role, name, "/x", bounds, "editor", borrowed=borrowed)


PASTE = element("menu item", "Paste", 40)
TEXT = element("text", "Untitled", 0, borrowed=True)


def test_the_item_under_the_pointer_was_pressed_though_its_menu_has_closed() -> None:
    hovered = Hovered()
    hovered.note(10, 7, element("menu item", "Copy", 20))
    hovered.note(20, 7, PASTE)
    hovered.note(40, 7, TEXT)
    assert hovered.pressed(30, 50, 50) == (7, PASTE)


def test_an_item_told_a_little_late_counts() -> None:
    hovered = Hovered()
    hovered.note(31, 7, PASTE)
    assert hovered.pressed(30, 50, 50) == (7, PASTE)


def test_a_menu_that_closed_before_the_press_is_not_pressed() -> None:
    hovered = Hovered()
    hovered.note(10, 7, PASTE)
    hovered.note(20, 7, TEXT)
    assert hovered.pressed(30, 50, 50) is None


def test_an_item_is_pressed_once_and_only_inside() -> None:
    hovered = Hovered()
    hovered.note(10, 7, PASTE)
    assert hovered.pressed(20, 50, 90) is None
    assert hovered.pressed(30, 50, 50) is None


def test_only_items_with_a_name_of_their_own_are_told() -> None:
    for other in (TEXT, element("menu", "Untitled", 0, borrowed=True)):
        hovered = Hovered()
        hovered.note(10, 7, other)
        assert hovered.pressed(20, 50, 10) is None
