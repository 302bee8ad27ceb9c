"""Checks made of checks."""

import json
from pathlib import Path
from typing import Any

import pytest

from studio.grading.kinds import KINDS, Judgement, Kind, register
from studio.model.check import Check
from studio.model.frozen import Frozen
from tests.unit.grading.families.grounds import Desk

RIGHT = {"a": 1.5, "b": 2.5, "c": 3.5, "list": [1, 2, 3, 4]}
EACH = [{"kind": "json_value", "target": f"d.json#/{name}"} for name in "abc"]
LIST = {
    "kind": "tree_equals",
    "target": "d.json#/list",
    "parameters": {"order_free": False},
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"d.json": json.dumps(RIGHT)})


def output(**changed: Any) -> dict[str, str]:
    return {"d.json": json.dumps(RIGHT | changed)}


HALF = {"list": [1, 2, 9, 9]}
CASES: list[tuple[str, dict[str, Any], dict[str, Any], float]] = [
    ("all_of", {"checks": EACH}, {"b": 9}, 0),
    ("all_of", {"checks": [*EACH, LIST]}, HALF, 0.5),
    ("any_of", {"checks": EACH}, {"a": 9, "b": 9}, 1),
    ("any_of", {"checks": [EACH[0], LIST]}, {"a": 9} | HALF, 0.5),
    ("any_of", {"checks": EACH}, {"a": 9, "b": 9, "c": 9}, 0),
    ("k_of_n", {"checks": EACH, "k": 2}, {"a": 9}, 1),
    ("k_of_n", {"checks": EACH, "k": 2}, {"a": 9, "b": 9}, 0.5),
    ("first_failing", {"checks": [*EACH, LIST]}, HALF, 0),
    ("first_failing", {"checks": EACH}, {}, 1),
    ("fraction_of", {"checks": EACH}, {"b": 9}, 2 / 3),
    ("fraction_of", {"checks": [EACH[0], LIST]}, HALF, 0.75),
]


@pytest.mark.parametrize(("kind", "parameters", "changed", "score"), CASES)
def test_what_the_whole_is_worth(
    desk: Desk, kind: str, parameters: dict[str, Any], changed: dict[str, Any], score: float
) -> None:
    check = desk.check(kind, "d.json", **parameters)
    desk.is_sound(check)
    assert desk.score(check, output(**changed)) == pytest.approx(score)
    for worthless in ("", "{}", '{"a": NaN}', '{"a": 1.5, "a": 1.5}'):
        assert desk.score(check, {"d.json": worthless}) == 0


TIERS = {
    "tiers": [
        {"title": "Basic", "checks": EACH[:1]},
        {"title": "Good", "checks": EACH[1:]},
        {"title": "Excellent", "checks": [LIST]},
    ]
}


@pytest.mark.parametrize(
    ("changed", "score", "reached"),
    [
        ({}, 1, "Excellent is reached"),
        (HALF, 2 / 3, "Good is reached"),
        ({"b": 9}, 1 / 3, "Basic is reached"),
        ({"a": 9}, 0, "No tier is reached"),
    ],
)
def test_tiers_are_reached_in_order(
    desk: Desk, changed: dict[str, Any], score: float, reached: str
) -> None:
    check = desk.check("tiers", "d.json", **TIERS)
    desk.is_sound(check)
    result = desk.judged(check, output(**changed))
    assert result.score == pytest.approx(score)
    assert result.sentence.startswith(reached)


def test_the_first_that_fails_is_named_and_the_rest_left(desk: Desk) -> None:
    result = desk.judged(desk.check("first_failing", "d.json", checks=EACH), output(b=9, c=9))
    assert [part["score"] for part in result.evidence["parts"]] == [1, 0]
    assert result.evidence["not_judged"] == 1
    assert "d.json#/b is 9, expected 2.50" in result.sentence
    assert result.evidence["parts"][1]["sentence"] == "d.json#/b is 9, expected 2.50."
    assert "2.5" not in result.public and "d.json#/b" in result.public


class Nothing(Frozen):
    """No parameters."""


def test_a_part_in_error_makes_the_whole_an_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = [{"kind": "json_value", "target": "d.json#/nowhere"}]
    check = desk.check("any_of", "d.json", checks=EACH + broken)
    result = desk.judged(check, output())
    assert (result.status, result.score) == ("error", None)
    assert "nothing at nowhere" in desk.fault(check)

    def endless(check: Check, *_: Any) -> Judgement:
        return Judgement(float("nan"), "NaN.")

    before = dict(KINDS)
    register(Kind("endless", "combinators", "x", Nothing, endless, lambda *_: "x"))
    try:
        parts = [*EACH, {"kind": "endless", "target": "d.json"}]
        result = desk.judged(desk.check("any_of", "d.json", checks=parts), output())
        assert (result.status, result.score) == ("error", None)
    finally:
        KINDS.clear()  # type: ignore[attr-defined]
        KINDS.update(before)  # type: ignore[attr-defined]


def nested(depth: int) -> dict[str, Any]:
    part = EACH[0]
    for _ in range(depth - 1):
        part = {"kind": "all_of", "target": "d.json", "parameters": {"checks": [part]}}
    return part


def test_checks_may_be_nested_and_many_up_to_a_point(desk: Desk) -> None:
    desk.is_sound(desk.check("all_of", "d.json", checks=[nested(3)]))
    assert "3 deep" in desk.fault(desk.check("all_of", "d.json", checks=[nested(4)]))
    assert "3 deep" in desk.fault(desk.check("all_of", "d.json", checks=[nested(400)]))
    desk.is_sound(desk.check("all_of", "d.json", checks=EACH[:1] * 20))
    assert "at most 20" in desk.fault(desk.check("all_of", "d.json", checks=EACH * 7))
    tiers = {"tiers": [{"title": "T", "checks": EACH * 7}]}
    assert "at most 20" in desk.fault(desk.check("tiers", "d.json", **tiers))


@pytest.mark.parametrize(
    "parameters",
    [
        {"checks": []},
        {"checks": [{"kind": "json_value"}]},
        {"checks": [{"kind": "no_such_kind", "target": "d.json"}]},
        {"checks": [{"kind": "json_value", "target": "../d.json"}]},
        {"checks": [{"kind": "json_value", "target": "d.json#/a", "tolerance": -1}]},
        {"checks": [{"kind": "json_value", "target": "d.json#/a", "parameters": {"x": 1}}]},
        {"checks": [{"kind": "all_of", "target": "d.json", "parameters": {"checks": 5}}]},
        {"checks": [{"kind": "model_judge", "target": "d.json", "parameters": {"question": "?"}}]},
    ],
)
def test_parts_that_do_not_fit_are_refused(desk: Desk, parameters: dict[str, Any]) -> None:
    for kind in ("all_of", "first_failing", "fraction_of"):
        assert desk.fault(desk.check(kind, "d.json", **parameters))
    assert desk.fault(desk.check("k_of_n", "d.json", checks=EACH, k=4))


def test_the_sentence_tells_the_parts(desk: Desk) -> None:
    sentence = desk.sentence(desk.check("k_of_n", "d.json", checks=EACH, k=2))
    assert sentence.startswith("2 of these 3: d.json#/a is 1.50; ")
    assert "Good (d.json#/b is 2.50; " in desk.sentence(desk.check("tiers", "d.json", **TIERS))
