"""Programs and workbooks on hidden cases: right ones are paid, clever ones are not."""

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from studio.grading.isolated import Grader
from studio.grading.verdicts import grade_output
from studio.model.check import Check, Checks
from studio.model.grade import CheckResult
from studio.sandbox import programs
from studio.validation.matrix import matrix_of
from tests.isolation import needs_isolation
from tests.unit.grading.families.grounds import Desk, Files, lay

pytestmark = needs_isolation
VISIBLE = "item,n\na,2\nb,3\n"
SUM = """import csv
rows = list(csv.DictReader(open("orders.csv")))
with open("sum.csv", "w") as out:
    out.write("rows,total\\n%d,%.2f\\n" % (len(rows), sum(float(row["n"]) for row in rows)))
print("summed", len(rows))
"""
NUMBERS = {"few": (5.5, 6), "none": (), "one": (7,), "visible": (2, 3)}


def hidden(numbers: Mapping[str, tuple[float, ...]] = NUMBERS) -> dict[str, str]:
    files = {"visible/input/orders.csv": VISIBLE}
    for name, values in numbers.items():
        rows = "".join(f"i,{value}\n" for value in values)
        files.setdefault(f"{name}/input/orders.csv", f"item,n\n{rows}")
        files[f"{name}/expected/sum.csv"] = f"rows,total\n{len(values)},{sum(values):.2f}\n"
        files[f"{name}/stdout.txt"] = f"summed {len(values)}\n"
    return files


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path, {"sum.py": SUM}, {"orders.csv": VISIBLE})
    lay(tmp_path / "private/hidden/cases", hidden())
    return made


def told(desk: Desk, program: str, **more: object) -> CheckResult:
    check = desk.check("rerun_program", "sum.py", **more)
    return desk.judged(check, {"sum.py": program})


def test_the_reference_is_right_and_the_visible_example_does_not_count(desk: Desk) -> None:
    check = desk.check("rerun_program", "sum.py")
    desk.is_sound(check)
    assert "3 hidden cases" in desk.sentence(check)
    assert told(desk, SUM).sentence == "sum.py is right in 3 of 3 hidden cases."


@pytest.mark.parametrize(
    "program",
    [
        SUM.replace('print("summed", len(rows))', 'print(f"summed  {len(rows)}   ", end="\\r\\n")'),
        SUM.replace("%d,%.2f", "%d,%.4f"),
        SUM.replace("rows,total\\n%d,%.2f", "rows,total,note\\n%d,%.2f,x"),
        SUM + "open('log.txt', 'w').write('other files are free')\n",
        "import sys; sys.stderr.write('working\\n')\n" + SUM,
    ],
)
def test_what_is_free_does_not_matter(desk: Desk, program: str) -> None:
    assert told(desk, program).score == 1.0


MEMORISED = 'open("sum.csv", "w").write("rows,total\\n2,5.00\\n")\nprint("summed 2")\n'
LOOKING = """import pathlib
for root in ("/", "/work", "/exchange", "/tmp", "/home", "/root", "/case", "/program", ".."):
    for place in pathlib.Path(root).glob("**/expected/*.csv"):
        open(place.name, "w").write(place.read_text())
    for place in pathlib.Path(root).glob("**/stdout.txt"):
        print(place.read_text())
"""
CHEATS = {
    "the visible answer": MEMORISED,
    "looks for the answers": LOOKING,
    "writes itself anew": "open(__file__, 'w').write('print(1)')",
    "kills what started it": "import os; os.kill(os.getppid(), 9)",
    "prints that all is well": 'print({"ended": "exit", "code": 0, "score": 1})',
    "leaves a link": "import os; os.symlink('/etc/passwd', 'sum.csv')",
    "looks at the stack": "import inspect; print([f.filename for f in inspect.stack()])",
    "is equal to all": "class E(str):\n  __eq__ = lambda a, b: True\nprint(E('x'))",
    "never ends": "while True: pass",
    "prints for ever": "while True: print('summed 2')",
    "nothing": "",
    "rubbish": "\0\xff",
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_cheats_earn_nothing(desk: Desk, cheat: str) -> None:
    seconds = {"seconds": 2} if "ever" in cheat else {}
    result = told(desk, CHEATS[cheat], **seconds)
    assert (result.status, result.score) == ("fail", 0.0), result.sentence
    for secret in ("11.50", "few", "stdout.txt"):
        assert secret not in result.public
    assert result.sentence.isprintable()


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (SUM.replace("2f", "2f") + "print('All done!')\n", "what it prints has 2 lines"),
        ("rows = open('orders.csv').readlines()\nassert len(rows) > 1\n" + SUM, "exit code 1"),
        (SUM.replace("sum(float", "2 + sum(float"), "B2 is"),
        (SUM.replace('"sum.csv"', '"total.csv"'), "it makes no sum.csv"),
    ],
)
def test_near_misses_are_told_apart(desk: Desk, program: str, reason: str) -> None:
    result = told(desk, program)
    assert result.score is not None and result.score < 1
    assert reason in json.dumps(result.evidence), result.evidence


def test_a_part_of_the_cases_pays_a_part(desk: Desk) -> None:
    program = SUM + "if len(rows) == 1: raise SystemExit(3)\n"
    assert told(desk, program).score == pytest.approx(2 / 3)


def test_what_the_given_program_did_already_earns_nothing(tmp_path: Path) -> None:
    broken = SUM + "if not rows: raise SystemExit(1)\n"
    desk = Desk(tmp_path, {"sum.py": SUM}, {"orders.csv": VISIBLE, "sum.py": broken})
    lay(tmp_path / "private/hidden/cases", hidden())
    assert told(desk, SUM).score == 1.0
    assert told(desk, broken).score == 0.0
    assert told(desk, SUM + "if len(rows) == 1: raise SystemExit(1)\n").score == 0.0


def test_standard_input_and_the_instructions_own_command(tmp_path: Path) -> None:
    program = "import sys\nprint(len(sys.argv), sys.stdin.read().upper().strip())\n"
    desk = Desk(tmp_path, {"bin/loud.py": program})
    lay(
        tmp_path / "private/hidden/cases",
        {"a/stdin.log": "hello", "a/stdout.log": "3 HELLO", "b/stdin": "you", "b/stdout": "3 YOU"},
    )
    check = desk.check("rerun_program", "bin/loud.py", command="python3 loud.py --now today.txt")
    assert desk.score(check, {"bin/loud.py": program}) == 1
    beside = "import sys\nfrom part import loud\nprint(len(sys.argv), loud(sys.stdin.read()))\n"
    part = "def loud(text):\n    return text.upper().strip()\n"
    assert desk.score(check, {"bin/loud.py": beside, "bin/part.py": part}) == 1
    assert desk.score(check, {"bin/loud.py": beside}) == 0


def test_faults_of_the_task_are_errors_with_a_remedy(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"sum.py": SUM}, {"orders.csv": VISIBLE})
    check = desk.check("rerun_program", "sum.py")
    assert "private/hidden/cases/NAME/" in desk.fault(check)
    assert desk.judged(check, {"sum.py": SUM}).status == "error"
    cases = lay(tmp_path / "private/hidden/cases", {"visible/input/orders.csv": VISIBLE})
    assert "has no answer" in desk.fault(check)
    lay(cases, {"visible/stdout.txt": "summed 2"})
    assert "add one that nobody saw" in desk.fault(check)
    lay(cases, {"new/stdin": "", "new/stdout.txt": "", "new/stdout.csv": ""})
    assert "2 files stdout" in desk.fault(check)
    (cases / "new/stdout.csv").unlink()
    assert desk.fault(check) == ""
    other = desk.check("rerun_program", "sum.py", command="make all")
    assert "does not name PROGRAM" in desk.fault(other)


def test_without_isolation_it_is_an_error_and_nothing_runs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "isolation_fault", lambda: "bwrap is missing")
    result = told(desk, SUM)
    assert (result.status, result.score) == ("error", None)
    assert "bwrap is missing" in result.sentence


def test_the_grader_in_its_sandbox_says_the_same(desk: Desk) -> None:
    check = desk.check("rerun_program", "sum.py", seconds=2)
    nested = {"checks": [{"kind": "rerun_program", "target": "sum.py"}]}
    part = Check(id="part", kind="fraction_of", target="sum.py", parameters=nested)
    document = replace(desk.task.document, checks=Checks(checks=(check, part)))
    task = desk.task.with_document(document)
    grader = Grader()
    try:
        for program in (SUM, MEMORISED):
            output = lay(desk.folder / "handed", {"sum.py": program})
            inside, outside = grader.grade(task, output), grade_output(task, output)
            assert inside.isolation == "sandbox"
            assert inside.model_copy(update={"isolation": "none"}) == outside
            assert inside.score == (1.0 if program == SUM else 0.0)
    finally:
        grader.close()


def test_the_verdict_while_an_author_edits_says_the_same(desk: Desk) -> None:
    check = desk.check("rerun_program", "sum.py")
    document = replace(desk.task.document, checks=Checks(checks=(check,)))
    lay(desk.folder / "private/fixtures/known_bad/memorised", {"sum.py": MEMORISED})
    rows = matrix_of(desk.task.with_document(document))
    assert {row.output: row.score for row in rows} == {
        "reference": 1.0, "input": 0.0, "empty": 0.0, "known_bad:memorised": 0.0,
    }  # fmt: skip
    assert all(row.ok for row in rows)


def book(total: object = "=B1*B2+SUM(Data!B2:B99)", rate: float = 3) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Main"
    for row in (["hours", 10], ["rate", rate], ["total", total]):
        sheet.append(row)
    data = made.create_sheet("Data")
    for line in (["item", "cost"], ["a", 1], ["b", 2], ["c", 3]):
        data.append(line)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


BOOK_CASES: Files = {
    "same/input/cells.json": '{"hours": 10, "B2": 3}',
    "same/expected/cells.json": '{"Main!B3": 36}',
    "more/input/cells.json": '{"hours": 20, "Main!B2": 4}',
    "more/expected/cells.json": '{"Main!B3": 86}',
    "pasted/input/Data.csv": "item,cost\nz,1.5\n",
    "pasted/expected/cells.json": '{"Main!B3": 31.5}',
}


@pytest.fixture
def filled(tmp_path: Path) -> Desk:
    made = Desk(tmp_path, {"plan.xlsx": book()})
    lay(tmp_path / "private/hidden/cases", BOOK_CASES)
    return made


def test_a_workbook_is_used_again(filled: Desk) -> None:
    check = filled.check("rerun_workbook", "plan.xlsx", names={"hours": "Main!B1"}, tolerance=0.005)
    filled.is_sound(check)
    assert "2 hidden cases" in filled.sentence(check)
    assert filled.score(check, {"plan.xlsx": book(36)}) == 0
    assert filled.score(check, {"plan.xlsx": book("=B1*B2+6")}) == 0.5
    assert filled.score(check, {"plan.xlsx": book("=B1*3+SUM(Data!B2:B4)")}) == 0.5
    assert filled.score(check, {"plan.xlsx": b"PK\x03\x04"}) == 0
    public = filled.judged(check, {"plan.xlsx": book(36)}).public
    assert "86" not in public and "31.5" not in public


def test_cases_of_a_workbook_that_do_not_fit_are_faults(filled: Desk) -> None:
    cases = filled.folder / "private/hidden/cases"
    assert "names hours" in filled.fault(filled.check("rerun_workbook", "plan.xlsx"))
    names = {"hours": "Main!B1"}
    lay(cases, {"more/input/cells.json": '{"Other!B2": 4}'})
    check = filled.check("rerun_workbook", "plan.xlsx", names=names)
    assert "names the sheet Other" in filled.fault(check)
    lay(cases, {"more/input/cells.json": "[1]"})
    assert "is no list of cells" in filled.fault(check)
    assert "not a workbook" in filled.fault(filled.check("rerun_workbook", "plan.csv"))
