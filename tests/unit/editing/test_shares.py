"""Shares of the score: what is typed is what is shown, and all of them are always the whole."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.base.errors import UserError
from studio.editing import (
    AddCheck,
    AddCheckpoint,
    History,
    MoveCheckpoint,
    RemoveCheckpoint,
    SetCheckpoint,
    ShiftShare,
    apply,
)
from studio.editing.shares import WHOLE, even_share, shares_of, shown_share, split
from studio.formats.tasks import TaskDocument
from studio.grading.verdicts import grade_of
from studio.model.check import Check, Checks
from studio.model.grade import CheckResult
from studio.model.task import Checkpoint, Task

TENTHS = st.integers(0, 1000)


def document(*weights: float, loose: bool = False) -> TaskDocument:
    points = tuple(
        Checkpoint(id=f"p{number}", title=f"P {number}", weight=weight)
        for number, weight in enumerate(weights, 1)
    )
    task = Task(id="t", created="2026-01-02T03:04:05.000Z", work="in_place", checkpoints=points)
    checks = [
        Check(id=f"c-{point.id}", checkpoint=point.id, kind="file_exists", target="a.txt")
        for point in points
    ]
    if loose:
        checks.append(Check(id="c-loose", kind="file_exists", target="a.txt"))
    return TaskDocument(task, "", Checks(checks=tuple(checks)))


def shown(made: TaskDocument) -> list[str]:
    return [shown_share(share) for share in shares_of(made).values()]


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ((60, 40), ["60%", "40%"]),
        ((1, 1, 1), ["33.4%", "33.3%", "33.3%"]),
        ((2, 1, 0), ["66.7%", "33.3%", "0%"]),
        ((1e-9, 1), ["0%", "100%"]),
        ((0, 0), ["0%", "0%"]),
        ((), []),
        ((0.1, 0.2, 0.7), ["10%", "20%", "70%"]),
    ],
)
def test_weights_are_shown_as_shares_of_the_whole(weights: tuple[float], told: list[str]) -> None:
    assert shown(document(*weights)) == told


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40), st.integers(1, 10**6))
def test_parts_always_add_up_to_the_whole(weights: list[float], whole: int) -> None:
    exact = [Fraction(weight) for weight in weights]
    parts = split(exact, whole)
    assert sum(parts) == (whole if any(weights) else 0)
    for part, weight in zip(parts, exact, strict=True):
        assert abs(part - weight * whole / (sum(exact) or 1)) < 1


@given(
    st.lists(st.floats(0, 1000).map(lambda found: round(found, 3)), min_size=2, max_size=12),
    TENTHS,
    st.booleans(),
    st.data(),
)
def test_a_typed_share_is_shown_and_the_others_keep_their_proportion(
    weights: list[float], tenths: int, loose: bool, data: st.DataObject
) -> None:
    before = document(*weights, loose=loose)
    id = f"p{data.draw(st.integers(1, len(weights)))}"
    if loose and tenths == 1000:
        tenths = 990
    try:
        after, _ = apply(before, SetCheckpoint(id, share=tenths / 10))
    except UserError as fault:
        # What the checks for the whole work would have would be nothing.
        assert loose and "whole work" in str(fault)
        return
    shares = shares_of(after)
    assert shares[id] == tenths and sum(shares.values()) == 1000
    old = [p for p in before.task.checkpoints if p.id != id]
    new = {p.id: p.weight for p in after.task.checkpoints}
    for one in old:
        for other in old:
            if one.weight >= 1 <= other.weight and new[other.id] > 1:
                assert new[one.id] / new[other.id] == pytest.approx(
                    one.weight / other.weight, rel=0.02
                )


def test_a_share_is_one_edit_and_goes_back_as_it_was() -> None:
    history = History(document(60, 40))
    history.apply(SetCheckpoint("p1", share=25))
    assert shown(history.document) == ["25%", "75%"]
    history.apply(ShiftShare("p1", "p2", 33.3))
    assert shown(history.document) == ["33.3%", "66.7%"]
    assert [p.weight for p in history.document.task.checkpoints] == [33.3, 66.7]
    assert history.undo_title == "Share the score anew"
    history.undo()
    history.undo()
    assert [p.weight for p in history.document.task.checkpoints] == [60, 40]


def test_a_divider_leaves_the_others_alone() -> None:
    after, changes = apply(document(1, 1, 2), ShiftShare("p1", "p2", 40))
    assert shown(after) == ["40%", "10%", "50%"]
    assert changes == {"checkpoints"}
    beyond, _ = apply(after, ShiftShare("p1", "p2", 90))
    assert shown(beyond) == ["50%", "0%", "50%"]


def test_a_new_checkpoint_gets_the_share_that_was_typed() -> None:
    before = document(60, 40)
    assert shown_share(even_share(before)) == "33.3%"
    after, _ = apply(before, AddCheckpoint("New", share=33.3))
    assert shown(after) == ["40%", "26.7%", "33.3%"]
    alone, _ = apply(document(), AddCheckpoint("First", share=50))
    assert shown(alone) == ["100%"]


def test_checks_for_the_whole_work_have_a_share_too() -> None:
    made = document(1, 2, loose=True)
    assert shares_of(made) == {"p1": 250, "p2": 500, WHOLE: 250}
    after, _ = apply(made, SetCheckpoint("p1", share=40))
    assert shares_of(after) == {"p1": 400, "p2": 400, WHOLE: 200}
    moved, _ = apply(after, ShiftShare("p2", WHOLE, 50))
    assert shares_of(moved) == {"p1": 400, "p2": 500, WHOLE: 100}
    with pytest.raises(UserError, match="whole work"):
        apply(after, ShiftShare("p2", WHOLE, 60))


def test_shares_are_what_the_grade_counts() -> None:
    made, _ = apply(document(1, 2, loose=True), SetCheckpoint("p1", share=40))

    class Folder:
        document = made

    for id, share in shares_of(made).items():
        results = {
            check.id: CheckResult(
                id=check.id,
                kind=check.kind,
                target=check.target,
                status="pass" if (check.checkpoint or WHOLE) == id else "fail",
                score=float((check.checkpoint or WHOLE) == id),
                sentence="",
            )
            for check in made.checks.checks
        }
        grade = grade_of(Folder(), results)  # type: ignore[arg-type]
        assert grade.score == pytest.approx(share / 1000, abs=1e-6)


def test_the_checks_of_a_removed_checkpoint_keep_its_share() -> None:
    after, _ = apply(document(60, 30, 10), RemoveCheckpoint("p1"))
    assert shares_of(after) == {"p2": 300, "p3": 100, WHOLE: 600}
    again, _ = apply(after, RemoveCheckpoint("p2"))
    assert shares_of(again) == {"p3": 100, WHOLE: 900}
    last, _ = apply(again, RemoveCheckpoint("p3"))
    assert shares_of(last) == {WHOLE: 1000}
    # Without a weighted check of its own, the others get what it had.
    bare, _ = apply(document(60, 20), AddCheckpoint("Bare", weight=20))
    bare, _ = apply(bare, RemoveCheckpoint("bare"))
    assert [point.weight for point in bare.task.checkpoints] == [60, 20]


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (SetCheckpoint("p1", share=101), "from 0 to 100 percent"),
        (SetCheckpoint("p1", share=-1), "from 0 to 100 percent"),
        (SetCheckpoint("none", share=1), "no checkpoint 'none'"),
        (ShiftShare("p1", "none", 1), "no checkpoint 'none'"),
        (MoveCheckpoint("none", 0), "no checkpoint 'none'"),
        (MoveCheckpoint("p1", 2), "no place 3 among 2"),
        (MoveCheckpoint("p1", -1), "no place 0 among 2"),
    ],
)
def test_what_is_no_share_is_refused(edit: SetCheckpoint, told: str) -> None:
    with pytest.raises(UserError, match=told):
        apply(document(1, 1), edit)


def test_the_only_checkpoint_counts_for_all() -> None:
    with pytest.raises(UserError, match="counts for all"):
        apply(document(1), SetCheckpoint("p1", share=40))
    with pytest.raises(UserError, match="count nothing together"):
        apply(document(0, 0, 1), ShiftShare("p1", "p2", 40))


def test_a_checkpoint_moves_with_its_share_and_its_checks() -> None:
    made = document(60, 30, 10)
    after, changes = apply(made, MoveCheckpoint("p3", 0))
    assert [point.id for point in after.task.checkpoints] == ["p3", "p1", "p2"]
    assert shares_of(after) == {"p3": 100, "p1": 600, "p2": 300}
    assert after.checks == made.checks and changes == {"checkpoints"}
    same, nothing = apply(after, MoveCheckpoint("p3", 0))
    assert same == after and nothing == frozenset()


def test_an_order_that_is_written_follows_the_places() -> None:
    task = document(1, 1).task
    points = tuple(p.model_copy(update={"order": n}) for n, p in enumerate(task.checkpoints, 1))
    made = TaskDocument(task.model_copy(update={"checkpoints": points}), "", Checks())
    after, _ = apply(made, MoveCheckpoint("p2", 0))
    assert [(point.id, point.order) for point in after.task.checkpoints] == [("p2", 1), ("p1", 2)]


def test_a_loose_check_takes_part_only_with_a_weight() -> None:
    gate = Check(id="g", kind="file_exists", target="a.txt", gate=True)
    made, _ = apply(document(1, 1), AddCheck(gate))
    assert WHOLE not in shares_of(made)
