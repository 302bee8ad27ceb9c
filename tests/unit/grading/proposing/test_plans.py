"""Proposals for plans: the instruction's sentences become rules, and equality is not asked for."""

from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose, refusals, sample_verdicts
from studio.grading.near_misses import variants_of_task
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.unit.grading.families.grounds import Files, lay
from tests.unit.grading.proposing.scenes_plan_figures import MARKET
from tests.unit.grading.proposing.scenes_plans import CREWS
from tests.unit.grading.test_plans import ROADS, STOPS

ROUTES = (
    "Plan the delivery routes as `routes.csv` with the columns route, position, stop, arrival and "
    "leaves. Visit each stop once. No route may carry more than 14 boxes of demand. Arrivals must "
    "lie within the time windows of the stops. No route may take longer than 2 hours. Every route "
    "starts and ends at the Depot. Keep the total distance as short as you can, within 10% of the "
    "best."
)
PLANNED = (
    "route,position,stop,arrival,leaves\n1,1,A,08:10,08:20\n1,2,B,09:00,09:10\n2,1,C,08:30,08:50\n"
)
ROSTER = (
    "Fill the roster for next week as `roster.csv`: shift, day, nurse. Assign every shift of "
    "shifts.csv. Nobody works more than two shifts. The total cost must stay under 1,200 EUR."
)
SHIFTS = "shift,start\nmon,7:00\ntue,7:00\nwed,7:00\nthu,7:00\n"
NURSES = "nurse,cost\nann,300\nben,250\ncem,350\n"
FILLED = "shift,day,nurse\nmon,1,ann\ntue,2,ben\nwed,3,ben\nthu,4,cem\n"
JOBS = (
    "Schedule every job of jobs.csv on the machines, from 6:00 to 22:00, as `schedule.csv` with "
    "job, machine, start, end. Jobs on the same machine must not overlap. A job begins only after "
    "those that go before it in links.csv have ended. Finish in any way that obeys this."
)
SCHEDULE = "job,machine,start,end\nj1,M1,6:00,8:00\nj2,M1,8:00,9:00\nj3,M2,9:00,12:00\n"
GIVEN: Files = {"jobs.csv": "job,minutes\nj1,120\nj2,60\nj3,180\n", "links.csv": "a,b\nj2,j3\n"}


def proposed(folder: Path, prompt: str, name: str, text: str, given: Files) -> TaskFolder:
    task = TaskFolder(
        folder, TaskDocument(Task(id="t", created="now", work="separate"), prompt, Checks())
    )
    lay(task.reference, {name: text})
    lay(task.input, given)
    checks = Checks(checks=propose(task, {}).checks)
    return task.with_document(TaskDocument(task.document.task, prompt, checks))


def checks_of(task: TaskFolder) -> dict[str, Check]:
    return {check.kind: check for check in task.document.checks.checks}


def passes(task: TaskFolder, folder: Path, name: str, text: str) -> bool:
    folder.mkdir()
    return grade_output(task, lay(folder / "o", {name: text})).passed


def test_routes(tmp_path: Path) -> None:
    given = {"stops.csv": STOPS, "roads.csv": ROADS}
    task = proposed(tmp_path / "t", ROUTES, "routes.csv", PLANNED, given)
    found = checks_of(task)
    assert set(found) == {"plan_rules", "plan_cost"}
    assert found["plan_rules"].parameters["rules"] == [
        "each `stop` of `stops.csv` is in `stop` once",
        "the sum of `demand` of `stops.csv` by `stop` per `route` is at most 14",
        "`arrival` is between `opens` of `stops.csv` by `stop` and `closes` of `stops.csv` by "
        "`stop`",
        "`leaves` is between `opens` of `stops.csv` by `stop` and `closes` of `stops.csv` by "
        "`stop`",
        "the time from `arrival` to `leaves` per `route` is at most 2 hours",
    ]
    cost = found["plan_cost"].parameters
    assert cost["cost"] == (
        "the way through `stop` per `route` in order of `position` by `km` of `roads.csv` from and "
        "to Depot"
    )
    assert cost["share"] == pytest.approx(0.1)
    assert refusals(task) == ()
    scores = {name: grade.score for name, grade in sample_verdicts(task).items()}
    assert scores == {"reference": 1.0, "input": 0.0, "empty": 0.0}
    other = (
        "route,position,stop,arrival,leaves\nb,1,C,9:30,9:50\na,1,B,9:00,9:10\na,2,A,9:20,9:30\n"
    )
    assert passes(task, tmp_path / "1", "routes.csv", other)
    for number, wrong in enumerate((("2,1,C", "1,3,C"), ("09:00", "12:30"), ("2,1,C", "2,1,A"))):
        changed = PLANNED.replace(*wrong)
        assert not passes(task, tmp_path / f"w{number}", "routes.csv", changed)


def test_a_roster(tmp_path: Path) -> None:
    given = {"shifts.csv": SHIFTS, "nurses.csv": NURSES}
    task = proposed(tmp_path / "t", ROSTER, "roster.csv", FILLED, given)
    assert set(checks_of(task)) == {"plan_rules"}
    assert checks_of(task)["plan_rules"].parameters["rules"] == [
        "each `shift` of `shifts.csv` is in `shift` once",
        "the number of rows per `nurse` is at most 2",
        "the sum of `cost` of `nurses.csv` by `nurse` is at most 1200",
    ]
    other = (
        FILLED.replace("ann", "cem")
        .replace("wed,3,ben", "wed,3,ann")
        .replace("thu,4,cem", "thu,4,ben")
    )
    assert passes(task, tmp_path / "1", "roster.csv", other)
    assert not passes(task, tmp_path / "2", "roster.csv", FILLED.replace("ann", "ben"))
    assert not passes(task, tmp_path / "3", "roster.csv", FILLED.replace("ben", "cem"))


def test_a_schedule(tmp_path: Path) -> None:
    task = proposed(tmp_path / "t", JOBS, "schedule.csv", SCHEDULE, GIVEN)
    rules = checks_of(task)["plan_rules"].parameters["rules"]
    assert "no two rows of the same `machine` overlap from `start` to `end`" in rules
    assert "`start` is between 6:00 and 22:00" in rules
    assert "`a` of `links.csv` is done before `b`, from `start` to `end` by `job`" in rules
    assert passes(task, tmp_path / "1", "schedule.csv", SCHEDULE.replace("j3,M2,9", "j3,M2,10"))
    assert not passes(task, tmp_path / "2", "schedule.csv", SCHEDULE.replace("9:00,12", "8:30,12"))


def test_a_rule_that_nothing_checks_is_told(tmp_path: Path) -> None:
    prompt = f"{ROSTER} Ann may not work on days that are full moon."
    given = {"shifts.csv": SHIFTS, "nurses.csv": NURSES}
    task = proposed(tmp_path / "t", prompt, "roster.csv", FILLED, given)
    told = propose(task, {}).uncovered_reference
    assert told == (
        "No rule covers the column day of roster.csv",
        "No rule covers: Ann may not work on days that are full moon.",
    )


def test_what_states_no_rules_is_no_plan(tmp_path: Path) -> None:
    prompt = "List each stop with twice its demand as `plan.csv`."
    text = "stop,double\nA,10\nB,14\nC,18\n"
    task = proposed(tmp_path, prompt, "plan.csv", text, {"stops.csv": STOPS})
    assert "plan_rules" not in checks_of(task) and "table_equals" in checks_of(task)


def test_a_limit_that_the_reference_breaks_is_told(tmp_path: Path) -> None:
    prompt = ROUTES.replace("14 boxes", "11 boxes")
    given = {"stops.csv": STOPS, "roads.csv": ROADS}
    task = proposed(tmp_path / "t", prompt, "routes.csv", PLANNED, given)
    told = propose(task, {}).uncovered_reference
    assert "No rule covers: No route may carry more than 11 boxes of demand." in told


def test_a_list_that_only_repeats_the_input_is_no_plan(tmp_path: Path) -> None:
    prompt = (
        "Make the room schedule `plan.csv`: each stop of stops.csv once, with the columns stop, "
        "demand and size (small up to 6, else large)."
    )
    text = "stop,demand,size\nA,5,small\nB,7,large\nC,9,large\n"
    task = proposed(tmp_path, prompt, "plan.csv", text, {"stops.csv": STOPS})
    assert "plan_rules" not in checks_of(task)


def test_near_misses_fail_and_other_right_plans_pass(tmp_path: Path) -> None:
    given = {"stops.csv": STOPS, "roads.csv": ROADS}
    task = proposed(tmp_path / "t", ROUTES, "routes.csv", PLANNED, given)
    seen = set()
    for number, variant in enumerate(variants_of_task(task)):
        folder = tmp_path / f"v{number}"
        variant.lay(task.reference, folder)
        assert grade_output(task, folder).passed is variant.harmless, (variant.id, variant.did)
        seen.add(variant.id.partition(":")[2].partition("-")[0])
    assert {
        "plan_row_dropped", "plan_row_doubled", "plan_overloaded", "plan_swapped",
        "plan_too_late", "plan_unknown_name", "plan_dear", "plan_groups_renamed",
        "plan_rows_moved",
    } <= seen  # fmt: skip


def test_near_misses_of_a_nested_plan(tmp_path: Path) -> None:
    task = CREWS.lay(tmp_path / "t")
    checks = Checks(checks=propose(task, {}).checks)
    task = task.with_document(TaskDocument(task.document.task, CREWS.prompt, checks))
    seen = set()
    for number, variant in enumerate(variants_of_task(task)):
        folder = tmp_path / f"v{number}"
        variant.lay(task.reference, folder)
        assert grade_output(task, folder).passed is variant.harmless, (variant.id, variant.did)
        seen.add(variant.id.partition(":")[2].partition("-")[0])
    assert {
        "plan_entry_dropped", "plan_entry_doubled", "plan_entry_moved", "plan_entry_late",
        "plan_lists_turned",
    } <= seen  # fmt: skip


def test_what_cannot_be_computed_from_a_plan_is_told(tmp_path: Path) -> None:
    task = MARKET.lay(tmp_path / "t")
    summary = '{"stalls": 4, "happiness": 7.25, "first": "S1"}'
    (task.reference / "summary.json").write_text(summary)
    prompt = MARKET.prompt.replace("`metres`", "`happiness` (total), `first`")
    task = task.with_document(TaskDocument(task.document.task, prompt, Checks()))
    proposal = propose(task, {})
    assert [check.kind for check in proposal.checks] == ["plan_rules", "plan_total"]
    assert proposal.uncovered_reference == (
        "happiness of summary.json cannot be computed from the plan, so nothing checks it",
        "first of summary.json depends on the plan, so nothing checks it",
    )


def test_near_misses_of_totals_fail(tmp_path: Path) -> None:
    task = MARKET.lay(tmp_path / "t")
    checks = Checks(checks=propose(task, {}).checks)
    task = task.with_document(TaskDocument(task.document.task, MARKET.prompt, checks))
    variants = variants_of_task(task)
    for number, variant in enumerate(variants):
        folder = tmp_path / f"v{number}"
        variant.lay(task.reference, folder)
        assert grade_output(task, folder).passed is variant.harmless, (variant.id, variant.did)
    assert any(v.path == "summary.json" and not v.harmless for v in variants)
