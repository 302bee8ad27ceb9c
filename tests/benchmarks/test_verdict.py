"""How long the live verdict takes after one parameter of one check was changed.

Measured in seconds of the processor, which other programs on the machine do not lengthen: those of
this process and those of the sandbox that judges for it.
"""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.authoring import new_task, propose_checks
from studio.editing import SetCheck, apply
from studio.formats.tasks import TaskFolder, open_task
from studio.grading.live import live_grader
from studio.grading.near_misses.workbooks import edit_xlsx
from studio.validation import LiveVerdict, known_outputs
from tests.unit.grading.near_misses import small_work as small

MOST = 0.150
CHANGES = 40


def _write_csv(folder: Path) -> None:
    (folder / "input" / "list.csv").write_text(
        "\n".join(line.rsplit(",", 4)[0] for line in small.csv_text().splitlines())
    )
    (folder / "reference" / "list.csv").write_text(small.csv_text())


def _write_book(folder: Path) -> None:
    (folder / "input" / "close.xlsx").write_bytes(small.workbook(False, formulas=False))
    total = {"Invoices": {(8, 7): 7256.83}}
    book = edit_xlsx(small.workbook(True, formulas=False), total)
    (folder / "reference" / "close.xlsx").write_bytes(book)


def _write_tree_and_letter(folder: Path) -> None:
    (folder / "input" / "readme.txt").write_text("See the ledger.")
    (folder / "reference" / "close.json").write_text(json.dumps(small.TREE, indent=2))
    (folder / "reference" / "note.docx").write_bytes(small.word())
    (folder / "reference" / "note.md").write_text(small.MARKDOWN)


@pytest.mark.parametrize("write", [_write_csv, _write_book, _write_tree_and_letter])
def test_one_parameter_changed(write: Callable[[Path], None], tmp_path: Path) -> None:
    for name in ("input", "reference"):
        (tmp_path / name).mkdir()
    write(tmp_path)
    prompt = small.PLAIN.replace("Fill in what is missing", "Complete the list of all invoices")
    new_task(
        tmp_path / "task",
        input=tmp_path / "input",
        reference=tmp_path / "reference",
        prompt=prompt,
    )
    propose_checks(tmp_path / "task", write=True)
    task = open_task(tmp_path / "task")
    checks = task.document.checks.checks
    assert checks
    with known_outputs(task, near_misses=True) as outputs:
        live = LiveVerdict(task, outputs)
        began = spent()
        first = live.rows(task)
        whole = spent() - began
        seconds = [_changed(live, task, number) for number in range(CHANGES)]
        assert live.rows(task) == first
    seconds.sort()
    p95 = seconds[int(0.95 * len(seconds))]
    print(
        f"\n{write.__name__[7:]}: {len(outputs)} outputs, {len(checks)} checks, first "
        f"{whole * 1e3:.0f} ms; after one change median {statistics.median(seconds) * 1e3:.1f} ms, "
        f"p95 {p95 * 1e3:.1f} ms"
    )
    assert p95 < MOST


def _changed(live: LiveVerdict, task: TaskFolder, number: int) -> float:
    """Change the tolerance of one check to a value it never had; return the seconds it took."""
    checks = task.document.checks.checks
    check = checks[number % len(checks)]
    document, _ = apply(task.document, SetCheck(check.id, {"tolerance": 0.001 + number / 1e5}))
    began = spent()
    live.rows(task.with_document(document))
    return spent() - began


def spent() -> float:
    """Return the seconds of the processor that this process and its sandbox have used."""
    grader = live_grader()
    return time.process_time() + (grader.seconds if grader else 0.0)
