from studio.capture.stacking import Stack
from studio.model.frozen import Bounds

ROOM = Bounds(x=0, y=0, width=800, height=600)
SMALL = Bounds(x=100, y=100, width=200, height=100)
BOOK, DIALOG, MENU = 11, 12, 13


def shown(stack: Stack) -> list[int]:
    return [window for window, _ in stack.shown()]


def stacked() -> Stack:
    stack = Stack()
    stack.add(BOOK, ROOM, mapped=True)
    stack.add(DIALOG, SMALL, mapped=False)
    return stack


def test_a_window_counts_once_it_shows_and_no_longer_than_that() -> None:
    stack = stacked()
    assert shown(stack) == [BOOK]
    stack.show(DIALOG, shown=True)
    assert stack.shown() == ((DIALOG, SMALL), (BOOK, ROOM))
    stack.show(DIALOG, shown=False)
    assert shown(stack) == [BOOK]
    stack.show(DIALOG, shown=True)
    stack.remove(DIALOG)
    assert shown(stack) == [BOOK]


def test_windows_are_put_above_and_below_each_other() -> None:
    stack = stacked()
    stack.show(DIALOG, shown=True)
    stack.add(MENU, SMALL, mapped=True)
    assert shown(stack) == [MENU, DIALOG, BOOK]
    stack.put(BOOK, ROOM, above=DIALOG)
    assert shown(stack) == [MENU, BOOK, DIALOG]
    stack.put(MENU, ROOM, above=0)
    assert shown(stack) == [BOOK, DIALOG, MENU] and dict(stack.shown())[MENU] == ROOM


def test_what_is_said_of_a_window_that_was_never_told_changes_nothing() -> None:
    stack = stacked()
    stack.show(99, shown=True)
    stack.put(99, ROOM, above=BOOK)
    stack.remove(99)
    assert shown(stack) == [BOOK]
