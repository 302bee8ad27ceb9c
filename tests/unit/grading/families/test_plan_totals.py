"""Checks of figures beside a plan: what counts is the plan that was handed in."""

import json
from pathlib import Path

import pytest

from tests.unit.grading.families.grounds import Desk

STOPS = "stop,demand,fee\nA,5,1.25\nB,7,2.5\nC,9,4\n"
PLAN = "route,stop,start,end\n1,A,8:10,8:20\n1,B,9:00,9:10\n2,C,8:30,8:50\n"
OTHER = "route,stop,start,end\n1,A,8:10,8:20\n2,B,9:00,9:10\n"
RULES = ["each `stop` of `stops.csv` is in `stop` at most once"]
DEMAND = "the sum of `demand` of `stops.csv` by `stop`"


def said(**figures: object) -> str:
    return json.dumps(figures)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    reference = {
        "plan.csv": PLAN,
        "totals.json": said(stops=3, demand=21, hours=0.67, fee=7.75),
        "loads.csv": "tour,load\n1,12\n2,9\n",
    }
    return Desk(tmp_path, reference, {"stops.csv": STOPS})


@pytest.mark.parametrize(
    ("figure", "field", "value", "wrong"),
    [
        ("the number of rows", "stops", 2, 3),
        (DEMAND, "demand", 12, 21),
        (f"{DEMAND}, but for B", "demand", 5, 12),
        ("the sum of `fee` of `stops.csv` by `stop`", "fee", 3.75, 7.75),
    ],
)
def test_a_total_is_that_of_the_plan_handed_in(
    desk: Desk, figure: str, field: str, value: float, wrong: float
) -> None:
    check = desk.check(
        "plan_total", f"totals.json#/{field}", plan="plan.csv", figure=figure, rules=RULES
    )
    if "but for" not in figure:
        desk.is_sound(check)
    made = {"plan.csv": OTHER, "totals.json": said(**{field: value})}
    assert desk.score(check, made) == 1
    for bad in (said(**{field: wrong}), said(**{field: str(value)}), said(**{field: True}), "{}"):
        assert desk.score(check, made | {"totals.json": bad}) == 0


def test_a_total_in_another_unit(desk: Desk) -> None:
    figure = "the sum of the times from `start` to `end`"
    check = desk.check(
        "plan_total",
        "totals.json#/hours",
        tolerance=0.006,
        plan="plan.csv",
        figure=figure,
        times=1 / 60,
    )
    desk.is_sound(check)
    assert desk.score(check, {"plan.csv": OTHER, "totals.json": said(hours=0.33)}) == 1
    assert desk.score(check, {"plan.csv": OTHER, "totals.json": said(hours=20)}) == 0


def test_a_total_for_each_group(desk: Desk) -> None:
    check = desk.check(
        "plan_total", "loads.csv#load", plan="plan.csv", figure=DEMAND, per="route", key="tour"
    )
    desk.is_sound(check)
    good = {"plan.csv": OTHER, "loads.csv": "load,tour\n7,2\n5,1\n"}
    assert desk.score(check, good) == 1
    for rows in ("1,5", "1,5\n2,8", "1,5\n2,7\n3,0", "1,5\n1,7", "1,five\n2,7"):
        assert desk.score(check, good | {"loads.csv": f"tour,load\n{rows}\n"}) == 0, rows
    assert desk.score(check, good | {"loads.csv": "tour,kg\n1,5\n2,7\n"}) == 0
    told = desk.judged(check, good | {"loads.csv": "tour,load\n1,5\n2,8\n"})
    assert told.sentence == f"loads.csv#load of 2 is 8, but {DEMAND} of plan.csv is 7."


def test_the_total_of_a_plan_that_breaks_its_rules_earns_nothing(desk: Desk) -> None:
    check = desk.check(
        "plan_total", "totals.json#/stops", plan="plan.csv", figure="the number of rows",
        rules=RULES,
    )  # fmt: skip
    twice = {"plan.csv": OTHER + "3,B,9:20,9:30\n", "totals.json": said(stops=3)}
    told = desk.judged(check, twice)
    assert (told.status, told.score) == ("fail", 0.0)
    assert "breaks the rule" in told.sentence
    assert desk.score(check, {"totals.json": said(stops=3)}) == 0
