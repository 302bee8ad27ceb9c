"""Rules and costs of plans, sentence by sentence."""

from pathlib import Path

import pytest

from studio.base.errors import FaultError
from studio.grading.costs import Cost
from studio.grading.planning import Plan, measure_of, moment_of, unit_of
from studio.grading.readers.archives import Unreadable
from studio.grading.rules import parse_rule
from studio.model.check import Target
from tests.unit.grading.families.grounds import lay

STOPS = (
    "stop,demand,opens,closes,service\nA,5,8:00,12:00,10\nB,7,9:00,12:00,10\nC,9,8:00,16:00,20\n"
)
ROADS = "from,to,km\nDepot,A,4\nDepot,B,6\nDepot,C,5\nA,B,3\nB,C,7\nA,C,8\n"
SQUARE = "at,Depot,A,B,C\nDepot,0,4,6,5\nA,4,,3,8\nB,6,3,,7\nC,5,8,7,\n"
NEEDS = "stop,kind,needs\nA,dry,\nB,wet,A\nC,dry,\n"
MEMBERS = "member,stop\nm1,A\nm2,B\nm1,C\n"
DAY = '{"legs": [{"from": "A", "to": "B", "minutes": 25}], "stops": [{"stop": "A", "tags": ["x"]}]}'
PLAN = "route,place,stop,arrival,leaves\n1,1,A,08:10,8:20\n1,2,B,09:00,9:10\n2,1,C,08:30,8:50\n"


def plan_of(folder: Path, text: str = PLAN) -> Plan:
    lay(folder / "input", {"stops.csv": STOPS, "roads.csv": ROADS, "square.csv": SQUARE,
                           "vans.csv": "route,holds\n1,12\n2,10\n",
                           "links.csv": "first,then\nA,B\n", "needs.csv": NEEDS,
                           "crews.csv": "route,skills,holiday\n1,wet; dry,A\n2,dry,C\n",
                           "day.json": DAY, "members.csv": MEMBERS})  # fmt: skip
    lay(folder / "out", {"plan.csv": text})
    return Plan.read(folder / "out", Target(path="plan.csv"), folder / "input", ("route", "stop"))


HOLD = [
    "each `stop` of `stops.csv` is in `stop` once",
    "Each stop of stops.csv is in stop exactly once.",
    "each `stop` of `stops.csv` is in `stop` at most once, but for Depot",
    "the sum of `demand` of `stops.csv` by `stop` per `route` is at most 12",
    "the sum of `demand` of `stops.csv` per `route` is at most `holds` of `vans.csv` by `route`",
    "the sum of `demand` of `stops.csv` is exactly 21",
    "the sum of `demand` of `stops.csv` times `service` of `stops.csv` is at most 300",
    "the number of rows per `route` is at most 2",
    "the number of different `stop` per `route` is at least 1",
    "the number of different `route` is below 3",
    "the time from `arrival` to `leaves` per `route` is at most 1 hour",
    "the time from `arrival` to `leaves` is at most 60 minutes",
    "no two rows of the same `route` overlap from `arrival` to `leaves`",
    "no two rows have the same `route`, `place`",
    "`arrival` is between 8:00 and 16:00",
    "`arrival` is between `opens` of `stops.csv` and `closes` of `stops.csv`",
    "`leaves` is above `arrival`",
    "`place` is at least 1",
    "`stop` is one of A, B, C, D",
    "`first` of `links.csv` is done before `then`, from `arrival` to `leaves` by `stop`",
    "within each `route`, `arrival` follows the one before by at least `km` of `roads.csv` between "
    "`stop` plus `service` of `stops.csv`",
    "within each `route` in order of `place`, `arrival` follows `leaves` of the one before by at "
    "least `minutes` of `day.json#/legs` between `stop`",
    "within each `route`, `arrival` follows the one before by at least `km` of `roads.csv` between "
    "`stop` at 6 km/h plus 10 minutes from Depot at 7:30, not before `opens` of `stops.csv`",
    "within each `route`, `arrival` follows `leaves` of the one before by at least 40 minutes",
    "within each `route`, `place` plus `arrival` follows `place` plus `leaves` of the one before "
    "by at least 40 minutes",
    "`place` counts from 1 per `route`",
    "`kind` of `needs.csv` by `stop` is the same as `kind` of `needs.csv` by `stop`",
    "`skills` of `crews.csv` by `route` includes `kind` of `needs.csv` by `stop`",
    "`stop` is among `stop` of `stops.csv`",
    "no row has its `route`, `stop` in `route`, `holiday` of `crews.csv`, but for A, C",
    "no two rows of the same `route` share a `member` of `members.csv` by `stop`",
    "what `needs` of `needs.csv` by `stop` names is in `stop`",
    "at most 1 of A, X is in `stop`",
    "the time from 8:00 to `leaves` per `route` is at most 70 minutes",
    "`arrival` is at least `opens` of `stops.csv` by `stop`, but for C",
]


@pytest.mark.parametrize("text", HOLD)
def test_a_rule_that_holds_is_found_to(tmp_path: Path, text: str) -> None:
    assert parse_rule(text).breaches(plan_of(tmp_path)) == []


RETURNS = "each `route` ends with A in `stop` in order of `place`"
LEGS = "route,place,stop,km\n1,1,A,4.0\n1,2,B,3\n1,3,Depot,6\n2,1,Depot,\n2,2,C,5\n"


def test_legs_and_a_depot_that_nothing_lists(tmp_path: Path) -> None:
    text = (
        "`km` is the way to `stop` from the one before per `route` in order of `place` by `km` of "
        "`roads.csv` from Depot, but for Depot"
    )
    plan = plan_of(tmp_path, LEGS)
    assert parse_rule(text).breaches(plan) == []
    loads = "the sum of `demand` of `stops.csv` by `stop` per `route` is at most 12"
    assert parse_rule(f"{loads}, but for Depot").breaches(plan) == []
    assert parse_rule(loads).breaches(plan) == ["it names depot, which stops.csv does not"]
    for change, breach in (
        (("B,3", "B,2.4"), "row 2 of 1 tells 2.4, where it is 3"),
        (("Depot,6", "Depot,"), "row 3 of 1 tells nan, where it is 6"),
        (("C,5", "C,"), "it has nothing for km in row 5"),
        (("A,4.0", "X,4.0"), "it goes from depot to x, of which roads.csv says nothing"),
    ):
        wrong = plan_of(tmp_path, LEGS.replace(*change))
        assert parse_rule(text).breaches(wrong)[:1] == [breach]


@pytest.mark.parametrize(
    ("text", "change", "breach"),
    [
        (HOLD[0], ("2,1,C,", "2,1,A,"), "a is there 2"),
        (HOLD[0], ("2,1,C,", "2,1,X,"), "c is missing"),
        (HOLD[0], ("2,1,C,08:30,8:50\n", "2,1,C,08:30,8:50\n2,2,C,9:30,9:50\n"), "c is there 2"),
        (HOLD[2], ("2,1,C,", "2,1,X,"), "x is none of stops.csv"),
        (HOLD[3], ("1,2,B,", "2,2,B,"), "16 of 2 is not at most 12"),
        (HOLD[4], ("1,2,B,", "2,2,B,"), "16 of 2 is not at most 10"),
        (HOLD[7], ("2,1,C,", "1,3,C,"), "3 of 1 is not at most 2"),
        (HOLD[9], ("1,2,B", "3,2,B"), "3 is not below 3"),
        (HOLD[10], ("9:10", "10:10"), "120 of 1 is not at most 60"),
        (HOLD[12], ("8:20", "9:05"), "rows 1 and 2 of 1 overlap"),
        (HOLD[12], ("8:20", "8:05"), "row 1 ends before it begins"),
        (HOLD[13], ("1,2,B", "1,1,B"), "1 / 1 is there 2 times"),
        (HOLD[14], ("08:10", "7:59"), "row 1 lies outside"),
        (HOLD[14], ("08:10", "soon"), "it has soon for arrival in row 1"),
        (HOLD[15], ("09:00", "12:01"), "row 2 lies outside"),
        (HOLD[16], ("8:20", "8:10"), "row 1 breaks it"),
        (HOLD[18], ("1,1,A", "1,1,E"), "row 1 has e"),
        (HOLD[19], ("8:20", "9:01"), "b begins before a ends"),
        (HOLD[20], ("09:00", "8:22"), "row 2 of 1 is reached too soon"),
        (HOLD[21], ("09:00", "8:44"), "row 2 of 1 is reached too soon"),
        (HOLD[22], ("09:00", "8:49"), "row 2 of 1 is reached too soon"),
        (HOLD[22], ("08:30", "8:09"), "row 3 of 2 is reached too soon"),
        (HOLD[23], ("8:20", "8:21"), "row 2 of 1 begins too soon after row 1"),
        (HOLD[23], ("8:20", "8:00"), "row 2 of 1 begins too soon after row 1"),
        (HOLD[25], ("2,1,C", "2,2,C"), "it does not count 1 to 1 of 2"),
        (HOLD[27], ("1,2,B", "2,2,B"), "row 2 lacks wet"),
        (HOLD[28], ("1,1,A", "1,1,X"), "row 1 has x"),
        (HOLD[30], ("2,1,C", "1,3,C"), "rows 1 and 3 of 1 share m1"),
        (HOLD[31], ("1,1,A", "1,1,C"), "row 2 needs a, which is missing"),
        (HOLD[32], ("2,1,C", "2,1,X"), "2 are there, not at most 1"),
        (HOLD[33], ("9:10", "9:11"), "71 of 1 is not at most 70"),
        (HOLD[34], ("09:00", "8:59"), "row 2 breaks it"),
        (RETURNS, ("8:20", "8:21"), "1 ends with b"),
        (HOLD[3], (",stop,", ",halt,"), "it has no column stop"),
        (HOLD[3], ("1,1,A", "1,1,E"), "it names e, which stops.csv does not"),
    ],
)
def test_a_rule_that_is_broken_is_told_where(
    tmp_path: Path, text: str, change: tuple[str, str], breach: str
) -> None:
    assert change[0] in PLAN
    found = parse_rule(text).breaches(plan_of(tmp_path, PLAN.replace(*change)))
    assert found and found[0].startswith(breach), found


SPAN = "from `arrival` to `leaves`"
PAUSE = "`arrival` follows `leaves` of the one before by at least 10 minutes"
DRY = "each `stop` of `needs.csv` where `kind` is dry is in `stop` at least once"


@pytest.mark.parametrize(
    ("text", "change", "breach"),
    [
        (DRY, ("2,1,C,", "2,1,B,"), "c is missing"),
        (f"no two rows overlap {SPAN}", ("8:50", "9:05"), "rows 3 and 2 overlap"),
        (f"no row runs between 8:20 and 8:30, {SPAN}", ("8:20", "8:21"), "row 1 runs then"),
        (f"no row runs between 8:20 and 8:30, {SPAN}", ("08:30,8", "8:29,8"), "row 3 runs then"),
        (f"no row runs between 8:55 and 9:30, {SPAN} where `route` is 2", ("8:50", "8:56"),
         "row 3 runs then"),
        (f"no row runs between 23:00 and 6:00, {SPAN}", ("8:50", "23:01"), "row 3 runs then"),
        (f"no row runs between 23:00 and 6:00, {SPAN}", ("08:10", "5:59"), "row 1 runs then"),
        ("the rows stand in order of `route`", ("1,1,A", "3,1,A"), "row 2 stands after row 1"),
        (PAUSE, ("8:20", "8:21"), "row 3 begins too soon after row 1"),
        (f"{PAUSE} where `route` changes", ("8:50", "8:51"), "row 2 begins too soon after row 3"),
        (f"within each `route`, {PAUSE} where `place` changes", ("8:20", "8:51"),
         "row 2 of 1 begins too soon after row 1"),
    ],
)  # fmt: skip
def test_rules_about_times_hold_until_they_are_broken(
    tmp_path: Path, text: str, change: tuple[str, str], breach: str
) -> None:
    assert parse_rule(text).breaches(plan_of(tmp_path / "right")) == []
    found = parse_rule(text).breaches(plan_of(tmp_path / "wrong", PLAN.replace(*change)))
    assert found and found[0].startswith(breach), found


def test_a_pause_that_depends_is_asked_only_there(tmp_path: Path) -> None:
    close = PLAN.replace("8:20", "8:29").replace("08:30,8:50", "08:30,8:40")
    plan = plan_of(tmp_path, close)
    assert parse_rule(f"{PAUSE} where `route` stays").breaches(plan) == []
    assert parse_rule(f"{PAUSE} where `route` changes").breaches(plan) != []


def test_a_time_of_day_is_one_of_each_day(tmp_path: Path) -> None:
    dated = (
        "stop,arrival,leaves\nA,2026-03-14T23:10,2026-03-14T23:50\n"
        "B,2026-03-15T00:10,2026-03-15T03:00\n"
    )
    plan = plan_of(tmp_path, dated)
    for text in (
        "`arrival` is between 22:00 and 6:00",
        "`arrival` is at least 2026-03-14T23:10",
        "`leaves` is at most 2026-03-15 03:00",
        "`leaves` is at least 3:00, but for A",
        f"no row runs between 23:50 and 0:10, {SPAN}",
        f"no row runs between 2026-03-13 23:50 and 2026-03-14 23:10, {SPAN}",
    ):
        assert parse_rule(text).breaches(plan) == [], text
    for text in (
        "`arrival` is between 22:00 and 23:30",
        "`arrival` is at least 2026-03-14T23:11",
        f"no row runs between 23:49 and 0:10, {SPAN}",
        f"no row runs between 2:00 and 2:30, {SPAN}",
        f"no row runs between 2026-03-14 23:00 and 2026-03-14 23:11, {SPAN}",
    ):
        assert parse_rule(text).breaches(plan) != [], text
    with pytest.raises(FaultError, match="told as times"):
        parse_rule(f"no row runs between noon and 1, {SPAN}").breaches(plan)


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("the sum of `demand` of `stops.csv` by `stop`", 21),
        ("the number of different `route`", 2),
        ("the time from `arrival` to `leaves`", 60),
        ("the way through `stop` per `route` in order of `place` by `km` of `roads.csv` from and "
         "to Depot", 4 + 3 + 6 + 5 + 5),
        ("the number of rows", 3),
        ("the number of different `stop`, but for A, Depot", 2),
        ("the sum of `demand` of `stops.csv` by `stop`, but for B", 14),
        ("the sum of the times from `arrival` to `leaves`", 40),
        ("the way through `stop` by `km` of `roads.csv`", 3 + 7),
        ("the way through `stop` per `route` by `square.csv` from and to Depot", 23),
    ],
)  # fmt: skip
def test_costs_are_computed_from_the_rows(tmp_path: Path, text: str, cost: float) -> None:
    assert Cost(text).of(plan_of(tmp_path)) == cost


def test_sentences_that_are_not_understood_are_refused() -> None:
    for text in ("", "be nice", "the sum of", "import os", "each `a` is in `b`", "x" * 500):
        with pytest.raises(FaultError, match="not understood"):
            parse_rule(text)
    with pytest.raises(FaultError, match="not understood"):
        Cost("as cheap as can be")


def test_what_the_input_lacks_is_the_authors_fault(tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    for text, told in (
        ("the sum of `weight` of `stops.csv` is at most 3", "has no column weight"),
        ("each `stop` of `places.csv` is in `stop` once", "places.csv of the input is missing"),
        ("`place` is at most lunch", "is no number, no time and no column"),
        ("the sum of `km` of `roads.csv` is at most 3", "Say by which column"),
        ("the sum of `km` of `roads.csv` by `stop` as `from` is at most 3", "more than once"),
    ):
        with pytest.raises(FaultError, match=told):
            parse_rule(text).breaches(plan)


def test_an_empty_plan_is_none(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no rows"):
        plan_of(tmp_path, "route,place,stop,arrival,leaves\n")


def test_times_are_read_however_they_are_written() -> None:
    for text in ("8:05", "08:05", "08:05:00", "8:05 am", "8:05am"):
        assert moment_of(text) == 485
    assert moment_of("1:05 pm") == 785 and moment_of("24:10") == 1450
    assert moment_of("2026-03-02 08:05") == moment_of("2026-03-02T08:05:00")
    days = moment_of("2026-03-02"), moment_of("2026-03-03")
    assert days[0] is not None and days[1] == days[0] + 1440
    for text in ("", "8:75", "99:00", "x 8:05", "8:05 or so", "1e9:00"):
        assert moment_of(text) is None
    assert measure_of("8 hours") == 480 and measure_of("8 hours", "h") == 8
    assert measure_of("20 kg") == 20 and measure_of(True) is None and measure_of("nan") is None
    assert [unit_of(name) for name in ("hours", "drive_min", "load", "durationMinutes")] == [
        "h", "min", "", "min",
    ]  # fmt: skip
