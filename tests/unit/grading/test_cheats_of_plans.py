"""Plans, predictions and programs made to harm or to be paid without work, in the sandbox."""

import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading.isolated import Grader
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.isolation import needs_isolation
from tests.unit.grading.families.grounds import Files, lay

pytestmark = needs_isolation
SECONDS = 30.0
STOPS = "stop,load\nA,5\nB,7\nC,9\n"
PLAN = "route,stop,at\n1,A,8:10\n1,B,9:00\n2,C,8:30\n"
LABELS = "id,label\n" + "".join(f"p{n},{n % 2}\n" for n in range(20))
GUESSES = "id,prediction\n" + "".join(f"p{n},{n % 2 * 0.5 + 0.2}\n" for n in range(20))
ECHO = "import shutil\nshutil.copy('given.bin', 'made.xlsx')\n"
RULES = ["each `stop` of `stops.csv` is in `stop` once", "`at` is between 8:00 and 16:00",
         "the sum of `load` of `stops.csv` by `stop` per `route` is at most 12"]  # fmt: skip


def check(id: str, kind: str, target: str, **parameters: object) -> Check:
    return Check(id=id, kind=kind, target=target, parameters=parameters)


def made(folder: Path, checks: list[Check], reference: Files) -> TaskFolder:
    task = Task(id="t", title="t", created="2026-01-02T03:04:05.000Z", work="separate")
    save_document(folder, TaskDocument(task, "", Checks(checks=tuple(checks))), None)
    lay(folder / "private/reference", reference)
    lay(folder / "input", {"stops.csv": STOPS})
    lay(folder / "private/hidden", {"labels.csv": LABELS, "cases/a/input/given.bin": book(),
                                    "cases/a/expected/made.xlsx": book()})  # fmt: skip
    return open_task(folder)


def book() -> bytes:
    import openpyxl

    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    workbook.active.append(["total", 5])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (200 << 20))
    return stream.getvalue()


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    one = Grader(seconds=SECONDS)
    yield one
    one.close()


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TaskFolder]:
    asked = {
        "plan.csv": [
            check("rules", "plan_rules", "plan.csv", rules=RULES),
            check("cost", "plan_cost", "plan.csv", rules=RULES,
                  cost="the number of different `route`"),
        ],
        "guess.csv": [
            check("auc", "prediction_score", "guess.csv", labels="labels.csv", metric="auc",
                  at_least=0.9),
        ],
        "guess.json": [
            check("auc", "prediction_score", "guess.json", labels="labels.csv", metric="auc",
                  at_least=0.9),
        ],
        "echo.py": [check("run", "rerun_program", "echo.py", seconds=5)],
    }  # fmt: skip
    right: Files = {
        "plan.csv": PLAN,
        "guess.csv": GUESSES,
        "guess.json": json.dumps({f"P{n}": n % 2 for n in range(20)}),
        "echo.py": ECHO,
    }
    return {
        name: made(tmp_path_factory.mktemp("task"), checks, {name: right[name]})
        for name, checks in asked.items()
    }


def graded(grader: Grader, task: TaskFolder, folder: Path, files: Files) -> tuple[str, float]:
    began = time.monotonic()
    grade = grader.grade(task, lay(folder / "o", files))
    assert time.monotonic() - began < 2 * SECONDS
    for point in grade.checkpoints:
        for result in point.checks:
            assert result.status in ("pass", "fail"), result.sentence
            assert result.sentence.isprintable() and result.public.isprintable()
    assert grade.score is not None
    return grade.status, grade.score


@pytest.mark.parametrize("name", ["plan.csv", "guess.csv", "guess.json", "echo.py"])
def test_right_work_is_paid(grader: Grader, tasks: dict[str, TaskFolder], name: str) -> None:
    assert grader.grade(tasks[name], tasks[name].reference).passed


LARGE = "route,stop,at\n" + "1,A,8:10\n" * 400_000
WORTHLESS: list[tuple[str, str | bytes]] = [
    ("plan.csv", b""),
    ("plan.csv", b"PK\x03\x04"),
    ("plan.csv", "route,stop,at\n"),
    ("plan.csv", LARGE),
    ("plan.csv", PLAN.replace("8:10", "nan")),
    ("plan.csv", PLAN.replace("8:10", "1e999")),
    ("plan.csv", PLAN.replace("8:10", "99999999999999999999999:10")),
    ("plan.csv", PLAN.replace("8:10", "\x1b[31m8:10")),
    ("plan.csv", PLAN.replace("1,A", "1,A" + "\u200b\u202e" * 9)),
    ("plan.csv", PLAN.replace("1,A", "1," + "A" * 100_000)),
    ("guess.csv", GUESSES.replace("p3,0.7", "p3,1e999")),
    ("guess.csv", GUESSES.replace("p3,0.7", "p3,-nan")),
    ("guess.csv", GUESSES + GUESSES.partition("\n")[2]),
    ("guess.csv", "id,prediction\n" + "".join(f"p{n},{n}\n" for n in range(300_000, 600_000))),
    ("guess.csv", "id,label\n" + LABELS.partition("\n")[2]),
    ("guess.json", "[" * 200_000),
    ("guess.json", '{"p0": NaN}'),
    ("guess.json", "[1, 2]"),
    ("guess.json", json.dumps({f"p{n}": [n] for n in range(20)})),
    ("guess.json", json.dumps({f"p{n}": True for n in range(20)})),
    ("echo.py", b"\0"),
    ("echo.py", "open('made.xlsx', 'wb').write(b'PK')"),
    ("echo.py", "open('made.xlsx', 'w').write('<html>')"),
    ("echo.py", "import os\nos.mkdir('made.xlsx')"),
    ("echo.py", "import os\nos.link('given.bin', 'made.xlsx')\nos.truncate('made.xlsx', 9)"),
]


@pytest.mark.parametrize("number", range(len(WORTHLESS)))
def test_what_is_worthless_is_a_zero_and_no_error(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, number: int
) -> None:
    name, content = WORTHLESS[number]
    assert graded(grader, tasks[name], tmp_path, {name: content}) == ("SCORED", 0.0)


def test_a_bomb_that_a_program_leaves_is_invalid(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path
) -> None:
    program = "import shutil\nshutil.copy('/program/bomb', 'made.xlsx')"
    files: Files = {"echo.py": program, "bomb": bomb()}
    assert graded(grader, tasks["echo.py"], tmp_path, files) == ("INVALID", 0.0)
