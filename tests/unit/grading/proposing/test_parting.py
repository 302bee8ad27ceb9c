"""A total beneath a table, and columns of several checkpoints, each get a check of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose
from studio.model.check import Check, Checks
from studio.model.task import Checkpoint, Task
from tests.unit.grading.families.grounds import lay
from tests.unit.grading.proposing.scenes import Rows, csv_text, xlsx

PROMPT = (
    "Enter each receipt in the petty cash book {file}: date, text, net, VAT (20%) and gross.\n"
    "Beneath the amounts write a total row, with the word Total and the totals of net, VAT and "
    "gross.\n"
)
HEAD: Rows = [["Date", "Text", "Net", "VAT", "Gross"]]
RECEIPTS: Rows = [
    ["2026-11-03", "Stamps", 20.0, 4.0, 24.0],
    ["2026-11-05", "Printer paper", 35.5, 7.1, 42.6],
    ["2026-11-10", "Coffee for clients", 18.4, 3.68, 22.08],
]
TOTAL: Rows = [[None, "Total", 73.9, 14.78, 88.68]]
GAP: Rows = [[None, None, None, None, None]]
POINTS = ("Each receipt is entered", "The total is right")


def written(name: str, rows: Rows) -> bytes:
    if name.endswith(".xlsx"):
        return xlsx({"November": rows})
    return csv_text([["" if cell is None else cell for cell in row] for row in rows]).encode()


def task_of(
    folder: Path,
    name: str,
    rows: Rows,
    given: Rows | None = None,
    points: tuple[str, ...] = POINTS,
    prompt: str = PROMPT,
) -> TaskFolder:
    checkpoints = tuple(
        Checkpoint(id=f"c{number}", title=title, weight=1.0)
        for number, title in enumerate(points, 1)
    )
    work = "separate" if given is None else "in_place"
    facts = Task(id="t", created="now", work=work, checkpoints=checkpoints)
    task = TaskFolder(folder, TaskDocument(facts, prompt.format(file=name), Checks()))
    receipts = "\n".join(f"{row[0]} {row[1]}: {row[2]} net" for row in RECEIPTS)
    lay(task.input, {"receipts.txt": receipts})
    if given is not None:
        lay(task.input, {name: written(name, given)})
        lay(task.reference, {"receipts.txt": receipts})
    lay(task.reference, {name: written(name, rows)})
    return task


def with_checks(task: TaskFolder, touched: dict[str, frozenset[str]] | None = None) -> TaskFolder:
    checks = Checks(checks=propose(task, touched or {}).checks)
    return task.with_document(TaskDocument(task.document.task, task.document.prompt, checks))


def earned(task: TaskFolder, folder: Path, name: str, rows: Rows) -> dict[str, float | None]:
    """Return what an output earns by checkpoint."""
    output = folder / "output"
    lay(output, {name: written(name, rows), "receipts.txt": "kept"})
    graded = grade_output(task, output).checkpoints
    return {point.id: point.score for point in graded if point.id.startswith("c")}


def with_total(change: Callable[[list[object]], None], gap: bool = False) -> Rows:
    row = list(TOTAL[0])
    change(row)
    return [*HEAD, *RECEIPTS, *(GAP if gap else []), row]


CASES = [
    (name, gap, given)
    for name in ("petty_cash.xlsx", "petty_cash.csv")
    for gap in (False, True)
    for given in (None, HEAD)
]


@pytest.mark.parametrize(("name", "gap", "given"), CASES)
def test_the_total_beneath_a_table_is_a_check_of_its_own(
    tmp_path: Path, name: str, gap: bool, given: Rows | None
) -> None:
    rows = [*HEAD, *RECEIPTS, *(GAP if gap else []), *TOTAL]
    task = with_checks(task_of(tmp_path / "task", name, rows, given))
    weighted = {check.checkpoint for check in task.document.checks.checks if not check.gate}
    assert weighted == {"c1", "c2"}
    assert earned(task, tmp_path, name, rows) == {"c1": 1.0, "c2": 1.0}

    def wrong(row: list[object]) -> None:
        row[4] = 88.69

    def renamed(row: list[object]) -> None:
        row[1] = "Sum"

    told = earned(task, tmp_path, name, with_total(wrong))
    assert told["c1"] == 1.0 and (told["c2"] or 0.0) < 1
    assert earned(task, tmp_path, name, [*HEAD, *RECEIPTS]) == {"c1": 1.0, "c2": 0.0}
    # Where it stands below the rows, and the word for it, are the worker's.
    for free in (with_total(renamed), with_total(renamed, gap=True)):
        assert earned(task, tmp_path, name, free) == {"c1": 1.0, "c2": 1.0}
    spoiled = [*HEAD, [*RECEIPTS[0][:2], 21.0, 4.0, 24.0], *RECEIPTS[1:], *TOTAL]
    told = earned(task, tmp_path, name, spoiled)
    assert (told["c1"] or 0.0) < 1 and told["c2"] == 1.0


def test_a_total_of_one_checkpoint_with_its_rows_stays_in_one_check(tmp_path: Path) -> None:
    rows = [*HEAD, *RECEIPTS, *TOTAL]
    points = ("The book is filled in", "The letter is sent")
    task = task_of(tmp_path, "petty_cash.xlsx", rows, points=points)
    assert [check.kind for check in propose(task, {}).checks] == ["table_equals"]


def test_steps_tell_whose_the_total_is_where_titles_do_not(tmp_path: Path) -> None:
    rows = [*HEAD, *RECEIPTS, *TOTAL]
    task = task_of(tmp_path, "petty_cash.xlsx", rows, HEAD, ("First half", "Second half"))
    touched = {"c1": frozenset({"B2", "C2", "C3", "C4"}), "c2": frozenset({"B5", "C5", "D5"})}
    total = [c for c in propose(task, touched).checks if c.parameters.get("totals") == "only"]
    assert [check.checkpoint for check in total] == ["c2"]


def columns(checks: tuple[Check, ...]) -> dict[str | None, list[str]]:
    return {check.checkpoint: check.parameters["columns"] for check in checks if not check.gate}


def test_columns_of_two_checkpoints_are_two_checks(tmp_path: Path) -> None:
    rows = [*HEAD, *RECEIPTS]
    points = ("VAT is worked out", "Gross is worked out")
    given = [*HEAD, *([*row[:3], None, None] for row in RECEIPTS)]
    task = task_of(tmp_path / "task", "petty_cash.xlsx", rows, given, points, "Fill in the book.")
    assert columns(propose(task, {}).checks) == {"c1": ["VAT"], "c2": ["Gross"]}
    swapped = {"c1": frozenset({"E2", "E3", "E4"}), "c2": frozenset({"D2", "D3", "D4"})}
    assert columns(propose(task, swapped).checks) == {"c1": ["Gross"], "c2": ["VAT"]}
    whole = with_checks(task)
    half = [*HEAD, *([*row[:4], None] for row in RECEIPTS)]
    assert earned(whole, tmp_path, "petty_cash.xlsx", half) == {"c1": 1.0, "c2": 0.0}


def test_a_title_speaks_of_the_total_where_the_instruction_does_not(tmp_path: Path) -> None:
    rows = [*HEAD, *RECEIPTS, *TOTAL]
    prompt = "Enter each receipt in the petty cash book {file}: date, text, net, VAT and gross."
    task = task_of(tmp_path, "petty_cash.csv", rows, prompt=prompt)
    assert {check.checkpoint for check in propose(task, {}).checks} == {"c1", "c2"}
