"""Outputs made to be paid without work: none is, none breaks the grader, each within its caps."""

import io
import json
import os
import socket
import sqlite3
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.formats import layout
from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading.isolated import Grader
from studio.model.check import Check, Checks
from studio.model.task import Checkpoint, Task

SECONDS = 30.0
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><total>&j;</total>"
)
Write = Callable[[Path], object]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    made = Grader(seconds=SECONDS)
    yield made
    made.close()


def book(rows: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def database(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def document(*lines: str) -> bytes:
    from docx import Document

    made = Document()
    for line in lines:
        made.add_paragraph(line)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def sheet(*lines: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    for number, line in enumerate(lines):
        canvas.drawString(72, 720 - 20 * number, line)
    canvas.save()
    return stream.getvalue()


def table_bytes(total: float) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    sink = io.BytesIO()
    parquet.write_table(pa.table({"item": ["total"], "value": [total]}), sink)
    return sink.getvalue()


ROWS: list[list[object]] = [["item", "value"], ["total", 1234.5], ["rest", 1], ["more", 2]]
NAMES = ("total.json", "total.yaml", "total.toml", "total.ini", "total.xml", "total.xlsx",
         "total.csv", "total.parquet", "total.txt", "total.html", "total.docx", "total.pdf",
         "total.sqlite")  # fmt: skip


def right(folder: Path) -> None:
    """Write the right answer in every format."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "total.json").write_text('{"total": 1234.5}')
    (folder / "total.yaml").write_text("total: 1234.5\n")
    (folder / "total.toml").write_text("total = 1234.5\n")
    (folder / "total.ini").write_text("[sum]\ntotal = 1234.5\n")
    (folder / "total.xml").write_text("<sum><total>1234.5</total></sum>")
    (folder / "total.xlsx").write_bytes(book(ROWS))
    (folder / "total.csv").write_text("item,value\ntotal,1234.5\nrest,1\nmore,2\n")
    (folder / "total.parquet").write_bytes(table_bytes(1234.5))
    (folder / "total.txt").write_text("The total is 1,234.50 EUR, approved by Keller.\n")
    (folder / "total.html").write_text("<p>The total is 1,234.50 EUR, approved by Keller.</p>")
    (folder / "total.docx").write_bytes(document("The total is 1,234.50 EUR, approved by Keller."))
    (folder / "total.pdf").write_bytes(sheet("The total is 1,234.50 EUR, approved by Keller."))
    database(folder / "total.sqlite", "create table t(total real)", "insert into t values(1234.5)")


def check_of(name: str) -> Check:
    kind, target, parameters = {
        "json": ("json_value", f"{name}#/total", {}),
        "yaml": ("json_value", f"{name}#/total", {}),
        "toml": ("json_value", f"{name}#/total", {}),
        "ini": ("json_value", f"{name}#/sum/total", {}),
        "xml": ("xpath_value", name, {"xpath": "/sum/total/text()"}),
        "xlsx": ("table_equals", name, {"key": ["item"]}),
        "csv": ("table_equals", name, {"key": ["item"]}),
        "parquet": ("table_equals", name, {"key": ["item"]}),
        "sqlite": ("sqlite_query", name, {"query": "select total from t"}),
    }.get(
        name.rpartition(".")[2],
        ("text_contains", name, {"terms": ["1234.5", "Keller"], "max_numbers": 5}),
    )
    return Check(
        id="total", checkpoint="all", kind=str(kind), target=str(target),
        parameters=dict(parameters), tolerance=0.005,
    )  # fmt: skip


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TaskFolder]:
    """Return a task for each format, whose one check asks for the total."""
    made = {}
    for name in NAMES:
        folder = tmp_path_factory.mktemp("task")
        right(folder / layout.REFERENCE)
        (folder / layout.INPUT).mkdir()
        point = Checkpoint(id="all", title="All", weight=1.0)
        task = Task(
            id="t",
            title="t",
            created="2026-01-02T03:04:05.000Z",
            checkpoints=(point,),
            work="separate",
        )
        save_document(folder, TaskDocument(task, "", Checks(checks=(check_of(name),))), None)
        made[name] = open_task(folder)
    return made


@pytest.mark.parametrize("name", NAMES)
def test_the_right_answer_is_paid(grader: Grader, tasks: dict[str, TaskFolder], name: str) -> None:
    grade = grader.grade(tasks[name], tasks[name].reference)
    assert grade.passed, grade


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def flate_bomb() -> bytes:
    """Return a PDF whose one page of content unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1024)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def many_cells() -> str:
    return "item,value\n" + "a,1\n" * 3_000_000


TEXTS = ("total.txt", "total.html", "total.docx", "total.pdf")
INVALID: dict[str, tuple[str, Write]] = {
    "a link to the reference": (
        "total.json",
        lambda p: p.symlink_to("/etc/passwd"),
    ),
    "a pipe": ("total.csv", os.mkfifo),
    "a socket": ("total.csv", lambda p: _socket(p)),
    "a terabyte of nothing": ("total.txt", lambda p: os.truncate(_touched(p), 1 << 40)),
    "a bomb in a workbook": (
        "total.xlsx",
        lambda p: p.write_bytes(zipped(xl__workbook=b"0" * (200 << 20))),
    ),
    "a bomb in a letter": (
        "total.docx",
        lambda p: p.write_bytes(zipped(word__document=b"0" * (200 << 20))),
    ),
    "a bomb in a PDF": ("total.pdf", lambda p: p.write_bytes(flate_bomb())),
    "laughs in XML": ("total.xml", lambda p: p.write_text(LAUGHS)),
}
NOTHING: dict[str, tuple[str, Write]] = {
    "NaN": ("total.json", lambda p: p.write_text('{"total": NaN}')),
    "infinity": ("total.json", lambda p: p.write_text('{"total": 1e999}')),
    "two answers under one key": (
        "total.json",
        lambda p: p.write_text('{"total": 1, "total": 1234.5}'),
    ),
    "a truth for a number": ("total.json", lambda p: p.write_text('{"total": true}')),
    "YAML not a number": ("total.yaml", lambda p: p.write_text("total: .nan\n")),
    "YAML aliases": (
        "total.yaml",
        lambda p: p.write_text(
            "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
            + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
            + "total: *a11\n"
        ),
    ),
    "YAML that makes objects": (
        "total.yaml",
        lambda p: p.write_text('total: !!python/object/apply:os.system ["true"]\n'),
    ),
    "TOML infinity": ("total.toml", lambda p: p.write_text("total = inf\n")),
    "an empty object": ("total.json", lambda p: p.write_text("{}")),
    "null": ("total.json", lambda p: p.write_text("null")),
    "deep nesting": ("total.json", lambda p: p.write_text("[" * 200_000)),
    "deep nesting in XML": ("total.xml", lambda p: p.write_text("<a>" * 300_000)),
    "deep nesting in HTML": ("total.html", lambda p: p.write_text("<div>" * 300_000)),
    "NaN in a workbook": (
        "total.xlsx",
        lambda p: p.write_bytes(book([ROWS[0], ["total", "NaN"]])),
    ),
    "a script for a workbook": ("total.xlsx", lambda p: p.write_text("<html>1234.5</html>")),
    "NaN in a table": ("total.csv", lambda p: p.write_text("item,value\ntotal,nan\n")),
    "not a number in columns": (
        "total.parquet",
        lambda p: p.write_bytes(table_bytes(float("nan"))),
    ),
    "columns cut off": ("total.parquet", lambda p: p.write_bytes(table_bytes(1234.5)[:-9])),
    "a query that never ends": (
        "total.sqlite",
        lambda p: database(
            p,
            "create view t as with recursive n(total) as "
            "(select 1 union all select total + 1 from n) select total from n where total < 0",
        ),
    ),
    "text for a database": ("total.sqlite", lambda p: p.write_text("1234.5 Keller")),
    "zero width signs": (
        "total.txt",
        lambda p: p.write_text("The total is 1\u200b, approved by K\u0435ller."),
    ),
}
NOTHING |= {
    f"every answer in {name}": (name, _write)
    for name, _write in {
        "total.txt": lambda p: p.write_text(
            "Keller " + " ".join(f"{n / 2:.1f}" for n in range(20_000))
        ),
        "total.docx": lambda p: p.write_bytes(
            document("Keller", *(f"{n / 2:.1f}" for n in range(2_000, 2_600)))
        ),
        "total.csv": lambda p: p.write_text(
            "item,value\n" + "".join(f"total,{n / 2}\n" for n in range(4_000))
        ),
    }.items()
}


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def _touched(path: Path) -> Path:
    path.touch()
    return path


def grade_of(
    grader: Grader, task: TaskFolder, write: Write, output: Path, name: str
) -> tuple[str, float | None]:
    output.mkdir()
    write(output / name)
    began = time.monotonic()
    grade = grader.grade(task, output)
    assert time.monotonic() - began < 2 * SECONDS
    json.dumps(grade.model_dump(mode="json"), allow_nan=False)
    for checkpoint in grade.checkpoints:
        for check in checkpoint.checks:
            assert check.status in ("pass", "fail"), check.sentence
            assert "1,234.5" not in check.public and "1234.5" not in check.public
            assert check.sentence.isprintable(), check.sentence
    return grade.status, grade.score


@pytest.mark.parametrize("cheat", INVALID)
def test_what_harms_is_invalid(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, cheat: str
) -> None:
    name, write = INVALID[cheat]
    assert grade_of(grader, tasks[name], write, tmp_path / "o", name) == ("INVALID", 0.0)


@pytest.mark.parametrize("cheat", NOTHING)
def test_what_does_no_work_earns_nothing(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, cheat: str
) -> None:
    name, write = NOTHING[cheat]
    assert grade_of(grader, tasks[name], write, tmp_path / "o", name)[1] == 0.0


@pytest.mark.parametrize("content", [b"", b"\0" * 999, b"\x1b[2J<script>1</script>", b"PK\x03\x04"])
@pytest.mark.parametrize("name", NAMES)
def test_rubbish_is_a_zero_and_no_error(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, name: str, content: bytes
) -> None:
    grade = grade_of(grader, tasks[name], lambda p: p.write_bytes(content), tmp_path / "o", name)
    assert grade == ("SCORED", 0.0)


def test_more_files_than_anybody_hands_in(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path
) -> None:
    output = tmp_path / "o"
    output.mkdir()
    for number in range(2_001):
        (output / str(number)).touch()
    assert grader.grade(tasks["total.json"], output).status == "INVALID"


def test_three_million_cells_are_read_or_refused_within_the_caps(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path
) -> None:
    def write(path: Path) -> None:
        path.write_text(many_cells())

    assert grade_of(grader, tasks["total.csv"], write, tmp_path / "o", "total.csv")[1] == 0.0


@pytest.mark.parametrize("name", TEXTS)
def test_names_and_texts_that_act_on_a_screen_are_shown_inert(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, name: str
) -> None:
    writes: dict[str, Write] = {
        "total.txt": lambda p: p.write_text("\x1b[31mKeller\x1b[0m \u202e5.4321"),
        "total.html": lambda p: p.write_text("<img src=x onerror=alert(1)>Keller"),
        "total.docx": lambda p: p.write_bytes(document("=cmd|'/c calc'!A1 Keller")),
        "total.pdf": lambda p: p.write_bytes(sheet("<script>Keller</script>")),
    }
    score = grade_of(grader, tasks[name], writes[name], tmp_path / "o", name)[1]
    assert score is not None and score < 1
