import pytest

from studio.base.pace import Pace, Stage, Stopped, seldom


def test_parts_are_counted_as_they_are_done() -> None:
    told: list[Stage] = []
    pace = Pace(told.append)
    assert list(pace.over("sorting", "abc")) == ["a", "b", "c"]
    assert [(one.done, one.of) for one in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    told.clear()
    assert list(pace.over("sorting", "")) == [] and told == []


def test_work_that_nobody_waits_for_is_left_between_two_parts() -> None:
    done: list[str] = []
    pace = Pace(cancelled=lambda: len(done) == 2)
    with pytest.raises(Stopped):
        done.extend(part for part in _noting(pace, done))
    assert done == ["a", "b"]


def _noting(pace: Pace, done: list[str]) -> list[str]:
    for part in pace.over("sorting", "abcd"):
        done.append(part)
    return []


def test_not_more_is_told_than_can_be_read_but_each_begin_and_end() -> None:
    told: list[Stage] = []
    tell = seldom(told.append, 3600, 3600)
    for number in range(101):
        tell(Stage("a", number, 100))
    tell(Stage("b", 0, 2))
    tell(Stage("b", 0, 2))
    assert [(one.what, one.done) for one in told] == [("a", 0), ("a", 100), ("b", 0)]
