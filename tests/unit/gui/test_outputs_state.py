"""The lines of the matrix: order, groups, words, and that nothing jumps."""

from pathlib import Path

import pytest

from studio.authoring.adjudication import Change, Foreseen
from studio.editing import Several
from studio.gui.pages.checks.outputs_state import (
    OutputsState,
    age,
    counted,
    foretold,
    next_look,
    short_target,
)
from studio.model.check import Answer
from studio.model.contract import MatrixRow
from studio.model.grade import CheckpointResult, CheckResult, Grade
from studio.validation import Judged

MISSES = ("near_miss:off_by_unit", "near_miss:off_by_unit-2", "near_miss:row_dropped")
DONE = {
    MISSES[0]: "missed F4 by one (book.xlsx)",
    MISSES[1]: "missed F5 by one (book.xlsx)",
    MISSES[2]: "dropped row 5 (INV-2) (book.xlsx)",
    "harmless:resaved": "saved it again (book.xlsx)",
}
GROUPS = {
    MISSES[0]: "A number off by one",
    MISSES[1]: "A number off by one",
    MISSES[2]: "A row is missing",
    "harmless:resaved": "Saved again",
}


def row(output: str, score: float | None, expected: str | None = None) -> MatrixRow:
    passes = output.startswith(("reference", "alternate", "harmless"))
    expected = expected or ("pass" if passes else "fail")
    right = score is not None and (score == 1) is (expected == "pass")
    return MatrixRow(
        output=output,
        status="VOID" if score is None else "SCORED",
        score=score,
        expected="pass" if expected == "pass" else "fail",
        ok=right,
        did=DONE.get(output, ""),
    )


def grade(score: float | None, **statuses: str) -> Grade:
    checks = tuple(
        CheckResult.model_validate(
            {"id": id, "kind": "k", "target": "a.csv", "status": s, "score": 0, "sentence": "s"}
        )
        for id, s in statuses.items()
    )
    point = CheckpointResult(id="one", score=score, checks=checks)
    return Grade(status="SCORED", reason=None, score=score, checkpoints=(point,))


def judged(*rows: MatrixRow) -> Judged:
    grades = {found.output: grade(found.score) for found in rows}
    groups = {name: told for name, told in GROUPS.items() if name in grades}
    return Judged(grades, rows, groups, {})


SAMPLES = (row("reference", 1), row("input", 0), row("empty", 0))


def shown(*rows: MatrixRow) -> OutputsState:
    state = OutputsState()
    state.show(judged(*SAMPLES, *rows), (), whole=True)
    return state


def test_the_wrong_ones_come_first_and_right_ones_are_folded_by_what_was_done() -> None:
    state = shown(row(MISSES[0], 0), row(MISSES[1], 0.6), row(MISSES[2], 1))
    titles = [line.title for line in state.lines()]
    assert titles == [
        "Your work",
        "Input, untouched",
        "Empty folder",
        "Near miss: dropped row 5 (INV-2)",
        "2 near misses: a number off by one",
    ]
    group = state.lines()[-1]
    assert (group.score, group.right, group.told) == (0.6, True, "as they should")
    state.toggle(group.group)
    assert [line.inside for line in state.lines()[-2:]] == [True, True]
    assert state.lines()[-3].unfolded


def test_a_line_is_spoken_with_all_it_shows() -> None:
    (line,) = [line for line in shown(row(MISSES[0], 1)).lines() if line.decides]
    assert line.spoken == "Near miss: missed F4 by one, must fail, 1.00, passes: decide"
    harmless = shown(row("harmless:resaved", 0.5)).lines()[-1]
    assert harmless.spoken == "Harmless: saved it again, must pass, 0.50, refused: decide"
    broken = shown(row("known_bad:late", None)).lines()[-1]
    assert broken.spoken == "Known wrong: late, must fail, cannot be judged"


def test_what_becomes_right_keeps_its_place_until_it_is_settled() -> None:
    state = shown(row(MISSES[0], 1), row(MISSES[1], 1), row(MISSES[2], 0))
    before = [line.output for line in state.lines()]
    state.show(judged(*SAMPLES, row(MISSES[0], 0), row(MISSES[1], 1), row(MISSES[2], 0)), (), True)
    assert [line.output for line in state.lines()] == before
    assert state.lines()[3].told == "as it should"
    state.show(judged(*SAMPLES, row(MISSES[0], 0), row(MISSES[1], 1), row(MISSES[2], 1)), (), True)
    assert [line.output for line in state.lines()] == [*before[:3], *MISSES]
    state.settle()
    assert [line.output for line in state.lines()][3:] == [MISSES[1], MISSES[2], MISSES[0]]


def test_near_misses_keep_their_verdict_until_they_are_judged_anew() -> None:
    state = shown(row(MISSES[0], 1))
    state.show(judged(row("reference", 0.5), *SAMPLES[1:]), (), whole=False)
    assert state.stale
    lines = {line.output: line for line in state.lines()}
    assert lines["reference"].told == "does not pass" and lines["reference"].score == 0.5
    assert lines[MISSES[0]].score == 1.0
    state.show(judged(*SAMPLES, row(MISSES[0], 0)), (), whole=True)
    assert not state.stale and state.wrong() == 0


def test_only_the_wrong_ones_on_demand() -> None:
    state = shown(row(MISSES[0], 1), row(MISSES[1], 0))
    state.only_wrong = True
    assert [line.output for line in state.lines()] == [MISSES[0]]
    assert shown(row(MISSES[1], 0)).wrong() == 0
    assert counted("Only wrong", 1_200) == "Only wrong (1,200)" and counted("Only", 0) == "Only"


def test_the_next_to_decide_is_the_one_below_then_the_first() -> None:
    state = shown(*(row(name, 1) for name in MISSES))
    assert state.next_undecided("") == MISSES[0]
    assert state.next_undecided(MISSES[0]) == MISSES[1]
    assert state.next_undecided(MISSES[2]) == MISSES[0]
    assert shown(row(MISSES[0], 1)).next_undecided(MISSES[0]) == ""
    assert shown().next_undecided("") == ""


def test_a_fixture_is_named_by_what_was_answered() -> None:
    answer = Answer(item=f"{MISSES[0]}: missed F4 by one", answer="wrong", digest="ab" * 32)
    state = OutputsState()
    fixture = row("known_bad:near-miss-off-by-unit-ababab", 0)
    state.show(judged(*SAMPLES, fixture), (answer,), whole=True)
    assert state.lines()[-1].title == "Known wrong: missed F4 by one"


def test_which_checks_refuse_an_output_is_known() -> None:
    state = OutputsState()
    grades = {"input": grade(0.0, total="fail", label="pass", note="skipped", odd="error")}
    state.show(Judged(grades, (row("input", 0),), {}, {}), (), whole=True)
    assert [result.id for result in state.refusing("input")] == ["total", "odd"]
    assert state.refusing("reference") == []


def foreseen(*changes: Change, helps: bool = True, answer: str = "wrong") -> Foreseen:
    return Foreseen(
        output="near_miss:x",
        answer="fine" if answer == "fine" else "wrong",
        sentence="Let total mind capitals.",
        done="",
        changes=changes,
        helps=helps,
        edit=Several("Say", ()),
        source=Path("a"),
        fixture=Path("b"),
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ((Change("A is 1, within 5", "A is 1, within 1"),), "“A is 1, within 5” becomes “A is 1, "
         "within 1”."),
        ((Change("", "A is 1"),), "Adds “A is 1”."),
        ((Change("", "A is there", gate=True),), "Adds “A is there”, which must pass."),
        ((Change("A is 1", ""), Change("B is 2", "")), "Removes “A is 1”. Removes “B is 2”."),
        ((Change("A is 1", "A is 1"),), "Let total mind capitals."),
        ((), "No check changes; it is kept as known wrong."),
    ],
)  # fmt: skip
def test_what_an_answer_changes_is_told_in_sentences(
    changes: tuple[Change, ...], told: str
) -> None:
    assert foretold(foreseen(*changes)) == told


def test_what_nothing_helps_against_says_what_to_do() -> None:
    assert "add a check that notices it" in foretold(foreseen(helps=False))
    assert "loosen the check" in foretold(foreseen(helps=False, answer="fine"))


def test_the_age_is_told_more_coarsely_as_it_grows() -> None:
    ages = (0.02, 0.31, 7.9, 34, 61, 150, 7_300)
    assert [age(seconds).removeprefix("updated ") for seconds in ages] == [
        *("0.1 s ago", "0.3 s ago", "7 s ago", "30 s ago"),
        *("1 min ago", "2 min ago", "2 h ago"),
    ]
    assert next_look(0.1) < next_look(20) < next_look(600)


def test_thousands_of_near_misses_are_lines_at_once() -> None:
    names = [f"near_miss:digits-{number}" for number in range(10_000)]
    state = OutputsState()
    found = judged(
        *SAMPLES, *(row(name, float(number % 3 == 0)) for number, name in enumerate(names))
    )
    state.show(found, (), whole=True)
    assert state.wrong() == 3_334
    assert len(state.lines()) == 3 + 3_334 + 1


@pytest.mark.parametrize(
    ("target", "short"),
    [
        ("book.xlsx#Invoices!F14", "F14"),
        ("data/a.json#/totals/net", "net"),
        ("a.json#/", "/"),
        ("list.csv#Amount[A-1]", "Amount[A-1]"),
        ("scan.nii.gz@liver", "liver"),
        ("out/plan.dxf", "plan.dxf"),
    ],
)
def test_a_column_is_headed_by_what_its_check_looks_at(target: str, short: str) -> None:
    assert short_target(target) == short
