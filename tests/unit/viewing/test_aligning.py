"""Rows of two sheets are brought together: what is put in or taken out moves no others."""

import time

from hypothesis import given
from hypothesis import strategies as st

from studio.viewing.aligning import Alignment, Keys, aligned, in_place


def found(before: Keys, after: Keys) -> Alignment:
    def heads(old: range, new: range) -> tuple[Keys, Keys]:
        return [str(before[n])[:1] for n in old], [str(after[n])[:1] for n in new]

    return aligned(before, after, heads)


@given(st.text("abcd1", max_size=30), st.text("abcd1", max_size=30))
def test_every_row_stands_once_in_its_order(before: str, after: str) -> None:
    made = found(before, after)
    assert [old for old, _ in made.rows if old] == [*range(1, len(before) + 1)]
    assert [own for _, own in made.rows if own] == [*range(1, len(after) + 1)]
    for (old, own), same in zip(made.rows, made.same, strict=True):
        assert not same or before[old - 1] == after[own - 1]
    for own in range(1, len(after) + 1):
        assert made.rows[made.place(own) - 1][1] == own
        assert made.beside(own)[0] == made.rows[made.place(own) - 1][0]
    assert sum(count for _, count in made.gone()) == sum(not own for _, own in made.rows)


def test_a_row_that_is_put_in_is_the_only_one_that_is_new() -> None:
    before = [f"row {n}" for n in range(1000)]
    made = found(before, [*before[:400], "fresh", *before[400:]])
    assert [row for row, same in zip(made.rows, made.same, strict=True) if not same] == [(0, 401)]
    back = found([*before[:400], "fresh", *before[400:]], before)
    assert back.gone() == ((401, 1),) and back.beside(401) == (402, True)


def test_a_changed_row_stands_for_the_one_that_begins_like_it() -> None:
    before, after = ["head", "a 1", "b 1", "total 2"], ["head", "a 2", "x 9", "b 3", "total 5"]
    assert found(before, after).rows == [(1, 1), (2, 2), (0, 3), (3, 4), (4, 5)]


def test_rows_that_repeat_hold_fast_at_the_edges() -> None:
    before, after = ["-", "-", "a", "-", "-"], ["-", "-", "a", "-", "b", "-"]
    assert [pair for pair in found(before, after).rows if 0 in pair] == [(0, 5)]


def test_rows_in_place_keep_their_numbers() -> None:
    assert in_place(2, 3).rows == [(1, 1), (2, 2), (0, 3)]
    assert in_place(3, 2).gone() == ((3, 1),)


def test_a_hundred_thousand_rows_take_no_time() -> None:
    before = [n if n % 3 else "same" for n in range(100_000)]
    after = [
        *before[:10],
        *(f"new {n}" if n % 97 == 0 else row for n, row in enumerate(before[10:])),
        "end",
    ]
    began = time.process_time()
    made = found(before, after)
    assert len(made.rows) == 100_001 and time.process_time() - began < 10
