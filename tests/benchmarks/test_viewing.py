"""Large files beside their checks: how soon they are there, and whether the window keeps up."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from docx import Document
from openpyxl import Workbook

from studio.sandbox.desktop import PrivateDesktop
from tests.gui.file_beside import Writer, task_of
from tests.unit.grading.medical_files import nifti

ROOT = Path(__file__).parents[2]
OPENED_MS, IN_TIME = 1_500, 0.999
# A machine that is busy with other things opens nothing sooner; one that is not has some slack.
SPARED = 3
ROWS, PAGES, ON_A_PAGE = 100_000, 200, 8
VOLUME, TRIANGLES = (256, 256, 180), 500_000


def ledger(place: Path) -> None:
    made = Workbook(write_only=True)
    sheet = made.create_sheet("Ledger")
    sheet.append(["No", "Supplier", "Period", "Net", "Tax", "Gross", "Account", "Note"])
    for n in range(1, ROWS):
        gross = n * 1.45
        sheet.append([n, f"S {n % 997}", "Oct", n * 1.25, n * 0.2, gross, 4000 + n % 7, f"n {n}"])
    made.save(place)


def report(place: Path) -> None:
    made = Document()
    for page in range(PAGES):
        made.add_heading(f"Part {page + 1}", 1)
        for number in range(ON_A_PAGE):
            made.add_paragraph(f"Paragraph {page}.{number} on what was found. " * 9)
    made.save(str(place))


def volume(place: Path) -> None:
    grid = np.indices(VOLUME).sum(axis=0)
    place.write_bytes(nifti((grid % 400).astype(np.int16), packed=False))


def mesh(place: Path) -> None:
    """Write a hilly square as binary STL: 84 bytes, then 50 for each triangle."""
    side = int((TRIANGLES / 2) ** 0.5)
    x, y = np.meshgrid(np.arange(side + 1.0), np.arange(side + 1.0), indexing="ij")
    points = np.stack([x, y, 8 * np.sin(x / 20) * np.cos(y / 25)], axis=-1).astype("<f4")
    a, b, c, d = points[:-1, :-1], points[1:, :-1], points[1:, 1:], points[:-1, 1:]
    corners = np.stack([np.stack([a, b, c], 2), np.stack([a, c, d], 2)]).reshape(-1, 3, 3)
    fields = [("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("more", "<u2")]
    parts = np.zeros(len(corners), fields)
    parts["corners"] = corners
    head = bytes(80) + len(corners).to_bytes(4, "little")
    place.write_bytes(head + parts.tobytes())


@pytest.mark.timeout(600)
def test_large_files_are_there_at_once_and_the_window_keeps_up(tmp_path: Path) -> None:
    writers: dict[str, Writer] = {
        "ledger.xlsx": ledger,
        "report.docx": report,
        "scan.nii": volume,
        "part.stl": mesh,
        "short.csv": lambda place: place.write_text("item,amount\nRent,5\n"),
    }
    folder = task_of(tmp_path / "task", {n: (None, w) for n, w in writers.items()}).folder
    idle = os.getloadavg()[0] < 1
    with PrivateDesktop() as desktop:
        environment = desktop.environment | {
            "STUDIO_WORKSPACE": str(tmp_path / "workspace"),
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        }
        answer = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.showing_files", str(folder), "reference"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=500,
            cwd=ROOT,
        )
    assert answer.returncode == 0, answer.stderr
    value = json.loads(answer.stdout.splitlines()[-1])
    took = ", ".join(f"{name} {ms:,} ms" for name, ms in value["opened"].items())
    print(f"\nopened beside the checks: {took} (each at most {OPENED_MS:,} ms)")
    worked = f"{value['worked']:.3%} of turns under 50 ms of the processor"
    print(f"the window meanwhile: {worked}, the longest {value['longest']:.0f} ms")
    print(f"by the clock: {value['told'].splitlines()[0]}")
    assert set(value["opened"]) == set(writers)
    if idle:
        assert max(value["opened"].values()) <= OPENED_MS * SPARED
    assert value["turns"] > 300 and value["worked"] >= IN_TIME
