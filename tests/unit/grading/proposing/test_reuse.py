"""Proposals for programs and workbooks that are used again."""

from pathlib import Path

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose, refusals
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.isolation import needs_isolation
from tests.unit.grading.families.grounds import Files, lay
from tests.unit.grading.families.test_rerun import BOOK_CASES, MEMORISED, SUM, book, hidden

pytestmark = needs_isolation
PROMPT = (
    "Write a program `sum.py` that reads orders.csv and writes sum.csv with the number of rows and "
    "the total of `n` to two decimals. It must work on other files of the same shape. "
    "We call it with `python sum.py`."
)


def proposed(folder: Path, prompt: str, reference: Files, cases: Files, given: Files) -> TaskFolder:
    task = TaskFolder(
        folder, TaskDocument(Task(id="t", created="now", work="separate"), prompt, Checks())
    )
    lay(task.reference, reference)
    lay(task.input, given)
    if cases:
        lay(folder / "private/hidden/cases", cases)
    checks = Checks(checks=propose(task, {}).checks)
    return task.with_document(TaskDocument(task.document.task, prompt, checks))


def kinds(task: TaskFolder) -> dict[str, Check]:
    return {check.kind: check for check in task.document.checks.checks}


def test_a_program_is_run_on_the_hidden_cases(tmp_path: Path) -> None:
    task = proposed(tmp_path / "t", PROMPT, {"sum.py": SUM}, hidden(), {"orders.csv": "item,n\n"})
    check = kinds(task)["rerun_program"]
    assert not check.gate and check.parameters == {} and check.tolerance == 0.005
    assert "program" in check.because
    assert "file_digest" not in kinds(task)
    assert refusals(task) == ()
    assert grade_output(task, task.reference).passed
    for number, (program, passes) in enumerate(((SUM + "\n# so\n", True), (MEMORISED, False))):
        output = lay(tmp_path / f"o{number}", {"sum.py": program})
        assert grade_output(task, output).passed is passes


def test_the_instructions_own_command_is_taken(tmp_path: Path) -> None:
    prompt = PROMPT.replace("`python sum.py`", "`python3 sum.py orders.csv > out.txt`")
    task = proposed(tmp_path, prompt, {"sum.py": SUM}, hidden(), {})
    assert kinds(task)["rerun_program"].parameters == {"command": "python3 sum.py orders.csv"}


def test_without_cases_it_is_said_what_is_missing(tmp_path: Path) -> None:
    task = proposed(tmp_path, PROMPT, {"sum.py": SUM}, {}, {})
    assert "rerun_program" not in kinds(task)
    told = propose(task, {}).uncovered_reference
    assert any("private/hidden/cases/NAME/" in sentence for sentence in told)


def test_a_workbook_is_filled_with_the_hidden_cases(tmp_path: Path) -> None:
    prompt = (
        "Make plan.xlsx with the sheet `Main`: hours, rate, total. It is used again each month "
        "with other figures in `Main!B1` and `Main!B2`, so the total must be a formula."
    )
    cases = {path: str(text).replace('"hours"', '"Main!B1"') for path, text in BOOK_CASES.items()}
    task = proposed(tmp_path / "t", prompt, {"plan.xlsx": book()}, cases, {})
    check = kinds(task)["rerun_workbook"]
    assert "used again" in check.because and not check.gate
    assert grade_output(task, task.reference).passed
    typed = lay(tmp_path / "o", {"plan.xlsx": book(36)})
    assert not grade_output(task, typed).passed
