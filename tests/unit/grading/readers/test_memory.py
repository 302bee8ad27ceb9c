"""Tests of what is kept between two readings."""

import pytest

from studio.grading.readers.memory import Memory


def test_what_is_held_is_not_made_again() -> None:
    memory = Memory[list[int]](3, len, 10)
    first = memory.get("a", lambda: [1, 2])
    assert memory.get("a", lambda: pytest.fail("made again")) is first


def test_the_oldest_go_when_there_are_too_many() -> None:
    memory = Memory[list[int]](2, len, 10)
    for name in "abc":
        memory.get(name, lambda: [1])
    assert memory.get("a", lambda: [2]) == [2]
    assert memory.get("c", lambda: [2]) == [1]


def test_the_oldest_go_when_they_weigh_too_much() -> None:
    memory = Memory[list[int]](9, len, 4)
    memory.get("a", lambda: [1, 1])
    memory.get("b", lambda: [1, 1])
    memory.get("c", lambda: [1])
    assert memory.get("b", lambda: [2]) == [1, 1]
    assert memory.get("a", lambda: [2]) == [2]


def test_what_cannot_be_made_is_asked_for_again() -> None:
    memory = Memory[list[int]](2, len, 10)

    def fail() -> list[int]:
        raise ValueError

    with pytest.raises(ValueError):
        memory.get("a", fail)
    assert memory.get("a", lambda: [1]) == [1]
