"""Checks of plans: other plans that obey are paid, cheap ones that do not are not."""

from pathlib import Path
from typing import Any

import pytest

from studio.model.check import Check
from tests.unit.grading.families.grounds import Desk
from tests.unit.grading.test_plans import PLAN, ROADS, STOPS

RULES = [
    "each `stop` of `stops.csv` is in `stop` once",
    "the sum of `demand` of `stops.csv` by `stop` per `route` is at most 14",
    "`arrival` is between 8:00 and 16:00",
]
WAY = (
    "the way through `stop` per `route` in order of `place` by `km` of `roads.csv` "
    "from and to Depot"
)
OTHER = "route,place,stop,arrival,leaves\nX,1,C,8:30,8:50\nX,2,A,10:00,10:10\nY,1,B,9:00,9:10\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"plan.csv": PLAN}, {"stops.csv": STOPS, "roads.csv": ROADS})


def rules(desk: Desk) -> Check:
    return desk.check("plan_rules", "plan.csv", rules=RULES)


def cost(desk: Desk, **more: Any) -> Check:
    return desk.check("plan_cost", "plan.csv", cost=WAY, rules=RULES, **more)


def test_another_plan_that_obeys_is_as_good(desk: Desk) -> None:
    check = rules(desk)
    desk.is_sound(check)
    assert desk.score(check, {"plan.csv": OTHER}) == 1
    assert desk.score(check, {"plan.csv": PLAN.replace(",", ";")}) == 1
    assert desk.score(check, {"plan.csv": PLAN.replace("\n1,", "\nblue,")}) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PLAN.replace("2,1,C,08:30,8:50\n", ""), "is missing"),
        (PLAN.replace("2,1,C", "1,3,C"), "not at most 14"),
        (PLAN.replace("08:10", "07:10"), "lies outside"),
        (PLAN + "3,1,C,9:00,9:30\n", "is there 2 times"),
        ("route,place,stop,arrival,leaves\n", "holds no rows"),
        ("", ""),
        ("stop\nA\nB\nC\n", "no column"),
    ],
)
def test_a_plan_that_breaks_a_rule_earns_nothing(desk: Desk, text: str, told: str) -> None:
    result = desk.judged(rules(desk), {"plan.csv": text})
    assert (result.status, result.score) == ("fail", 0.0)
    assert told in result.sentence, result.sentence
    assert desk.score(cost(desk), {"plan.csv": text}) == 0


def test_the_cost_is_bounded(desk: Desk) -> None:
    check = cost(desk)
    desk.is_sound(check)
    assert desk.score(check, {"plan.csv": OTHER}) == 0
    loose = cost(desk, at_most=29)
    assert desk.score(loose, {"plan.csv": OTHER}) == 1
    assert desk.score(cost(desk, share=0.3), {"plan.csv": OTHER}) == 1
    assert desk.score(cost(desk, share=0.2), {"plan.csv": OTHER}) == 0
    result = desk.judged(check, {"plan.csv": OTHER})
    assert "29" in result.sentence and "23" in result.sentence
    assert "23" not in result.public and "too high" in result.public
    assert desk.score(cost(desk, at_least=20), {"plan.csv": OTHER}) == 1


def test_checks_that_do_not_fit_are_refused(desk: Desk) -> None:
    broken = desk.check("plan_rules", "plan.csv", rules=["`place` is at most 1"])
    assert "The reference breaks a rule" in desk.fault(broken)
    assert "not understood" in desk.fault(desk.check("plan_rules", "plan.csv", rules=["be nice"]))
    assert "cost of the reference is 23 already" in desk.fault(cost(desk, at_most=20))
    assert "is missing" in desk.fault(desk.check("plan_rules", "other.csv", rules=RULES))
    unknown = desk.check("plan_cost", "plan.csv", cost="a lot", rules=RULES)
    assert "not understood" in desk.fault(unknown)
    assert desk.judged(unknown, {"plan.csv": PLAN}).status == "error"
    assert "rules" in desk.fault(desk.check("plan_rules", "plan.csv", rules=[]))


def test_the_sentence_says_what_is_asked(desk: Desk) -> None:
    assert "is at most 14" in desk.sentence(rules(desk))
    assert desk.sentence(cost(desk, at_most=30)).endswith("is at most 30")
