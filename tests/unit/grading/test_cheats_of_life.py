"""Sequences, variants and molecules made to harm or to be paid without work, in the sandbox."""

import gzip
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading.isolated import Grader
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.isolation import needs_isolation
from tests.unit.grading.families.grounds import Files, lay
from tests.unit.grading.families.test_molecules import ALANINE, ASPIRIN, sdf
from tests.unit.grading.families.test_sequences import CALLS, GENES, GENOME

pytestmark = needs_isolation
SECONDS = 30.0
BLOCKS = sdf([("A1", ALANINE), ("A2", ASPIRIN)], MW="1")
RIGHT = {"cds.fa": GENES, "calls.vcf": CALLS, "out.smi": f"{ASPIRIN} A2\n", "out.sdf": BLOCKS}
ASKED = {
    "cds.fa": [("sequences_equal", {"either_strand": True})],
    "calls.vcf": [("variants_equal", {"genotypes": True, "sequence": "ref.fa"})],
    "out.smi": [
        ("molecules_equal", {"tautomers": True, "salts": True, "charges": True}),
        ("molecule_properties", {"rules": [{"name": "formula"}]}),
    ],
    "out.sdf": [("molecules_equal", {"by": "name"})],
}


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    one = Grader(seconds=SECONDS)
    yield one
    one.close()


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TaskFolder]:
    found = {}
    for name, asked in ASKED.items():
        folder = tmp_path_factory.mktemp("task")
        checks = tuple(
            Check(id=kind, kind=kind, target=name, parameters=more) for kind, more in asked
        )
        task = Task(id="t", title="t", created="2026-01-02T03:04:05.000Z", work="separate")
        save_document(folder, TaskDocument(task, "", Checks(checks=checks)), None)
        lay(folder / "private/reference", {name: RIGHT[name]})
        lay(folder / "input", {"ref.fa": GENOME})
        found[name] = open_task(folder)
    return found


def graded(grader: Grader, task: TaskFolder, folder: Path, made: Files) -> tuple[str, float]:
    began = time.monotonic()
    grade = grader.grade(task, lay(folder, made))
    assert time.monotonic() - began < 2 * SECONDS
    for point in grade.checkpoints:
        for result in point.checks:
            assert result.status in ("pass", "fail"), result.sentence
            assert result.sentence.isprintable() and result.public.isprintable()
    assert grade.score is not None
    return grade.status, grade.score


@pytest.mark.parametrize("name", list(RIGHT))
def test_right_work_is_paid(grader: Grader, tasks: dict[str, TaskFolder], name: str) -> None:
    assert grader.grade(tasks[name], tasks[name].reference).passed


ROW = CALLS.splitlines(True)[-1]
WORTHLESS: list[tuple[str, str | bytes]] = [
    ("cds.fa", b""),
    ("cds.fa", b"\0" * 999),
    ("cds.fa", ">" * 300_000),
    ("cds.fa", ">x\nA\n" * 110_000),
    ("cds.fa", ">abcA\n" + "ACGT" * 1_000_000),
    ("cds.fa", gzip.compress(GENES.encode())[:30]),
    ("cds.fa", ">\x1b[2J<script>\nACGT\n"),
    ("cds.fa", ">abcA\nATG\u200b\u0661GCG\n"),
    ("calls.vcf", b"\x1f\x8b\x08rubbish"),
    ("calls.vcf", CALLS.replace("\t5\t", "\t" + "9" * 5000 + "\t").replace("0/1", "1/1")),
    ("calls.vcf", CALLS.partition("chr1")[0] + "chr1\t5\n" * 9),
    ("calls.vcf", CALLS.partition("chr1")[0] + ROW * 210_000),
    ("calls.vcf", CALLS.partition("chr1")[0] + ROW.replace("GTT", "G" * 9_000_000)),
    ("calls.vcf", CALLS.partition("chr1")[0] + ROW.replace("GTT", "G," * 400_000 + "C")),
    ("calls.vcf", CALLS.partition("chr1")[0] + ROW.replace("1/1", "1/" * 400_000)),
    ("out.smi", "C" * 8_000_000),
    ("out.smi", "(" * 1_900 + " A2"),
    ("out.smi", "C1CC1" * 390 + " A2"),
    ("out.smi", "C\n" * 21_000),
    ("out.smi", "[" * 1_900),
    ("out.smi", "C%(999999999)CC%(999999999)"),
    ("out.smi", "[999999999999C]"),
    ("out.smi", "[H]" * 300),
    ("out.smi", "*" * 300),
    ("out.smi", "N=C(N)" * 60 + "O"),
    ("out.smi", "c1ccccc1" * 45),
    ("out.sdf", "\n\n\n999999  0  0  0  0  0  0  0  0  0999 V2000\nM  END\n$$$$\n"),
    ("out.sdf", "\n\n\n399999  0  0  0  0  0  0  0  0  0999 V2000\nM  END\n$$$$\n"),
    ("out.sdf", BLOCKS.replace("V2000", "V2000" + " " * 300_000)),
    ("out.sdf", BLOCKS.partition("M  END")[0]),
    ("out.sdf", BLOCKS[: len(BLOCKS) // 4]),
    ("out.sdf", "$$$$\n" * 400_000),
    ("out.sdf", "\n\n\n  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\n"
                "M  V30 COUNTS 999999999 0 0 0 0\nM  END\n$$$$\n"),
]  # fmt: skip


def test_what_is_worthless_is_a_zero_and_no_error(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path
) -> None:
    for number, (name, content) in enumerate(WORTHLESS):
        found = graded(grader, tasks[name], tmp_path / str(number), {name: content})
        assert found == ("SCORED", 0.0), (number, name, found)


def test_a_bomb_of_letters_is_invalid(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path
) -> None:
    bomb = gzip.compress(b">a\n" + b"A" * (80 << 20))
    for name in ("cds.fa", "calls.vcf"):
        assert graded(grader, tasks[name], tmp_path / name, {name: bomb}) == ("INVALID", 0.0)


def test_one_format_under_the_name_of_another_is_a_zero(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path
) -> None:
    for name in RIGHT:
        for other, content in RIGHT.items():
            if other != name:
                folder = tmp_path / name / other
                made: Files = {name: content}
                assert graded(grader, tasks[name], folder, made) == ("SCORED", 0.0), (name, other)
