"""Volumes and series made to harm or to be paid without work, in the sandbox, within its caps."""

import gzip
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.uid import DeflatedExplicitVRLittleEndian, RLELossless

from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading.isolated import Grader
from studio.model.check import Check, Checks
from studio.model.task import Task
from studio.sandbox.isolation import Limits
from tests.isolation import needs_isolation
from tests.unit.grading.families.grounds import Files, lay
from tests.unit.grading.families.test_series import nested
from tests.unit.grading.medical_files import (
    affine,
    dicom,
    hidden,
    hidden_series,
    nifti,
    organs,
    series,
    slice_of,
    with_header,
)

pytestmark = needs_isolation
SECONDS = 30.0
MEMORY = 2 << 30
SEG = "seg.nii.gz"
PLACE = affine((-1.5, 1.5, 2.0), (18, -20, 30))
RIGHT = nifti(organs(), PLACE)
HIDDEN = hidden_series()


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    one = Grader(seconds=SECONDS, limits=Limits(memory_bytes=MEMORY))
    yield one
    one.close()


def made(folder: Path, checks: list[Check], reference: Files) -> TaskFolder:
    task = Task(id="t", title="t", created="2026-01-02T03:04:05.000Z", work="separate")
    save_document(folder, TaskDocument(task, "", Checks(checks=tuple(checks))), None)
    lay(folder / "private/reference", reference)
    lay(folder / "input", series())
    return open_task(folder)


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> TaskFolder:
    checks = [
        Check(id="grid", kind="volume_geometry", target=SEG, gate=True),
        Check(id="dice", kind="label_overlap", target=SEG),
        Check(id="far", kind="label_distance", target=SEG, parameters={"at_most": 1.0}),
        Check(id="size", kind="label_volume", target=SEG),
        Check(id="values", kind="volume_values", target=SEG),
    ]
    return made(tmp_path_factory.mktemp("volume"), checks, {SEG: RIGHT})


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> TaskFolder:
    checks = [
        Check(id="who", kind="dicom_deidentified", target="ct"),
        Check(
            id="tags",
            kind="dicom_tags",
            target="ct",
            parameters={"tags": {"PatientID": None}},
            gate=True,
        ),
    ]
    return made(tmp_path_factory.mktemp("scan"), checks, HIDDEN)


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


def test_right_work_is_paid(grader: Grader, volume: TaskFolder, scan: TaskFolder) -> None:
    assert grader.grade(volume, volume.reference).passed
    assert grader.grade(scan, scan.reference).passed


def large(shape: tuple[int, ...]) -> bytes:
    """Return a small file that truly unpacks to a volume of some shape."""
    head = gzip.decompress(with_header(RIGHT, {"dim": [3, *shape, 1, 1, 1, 1]}))[:352]
    squeeze = zlib.compressobj(1, wbits=31)
    parts = [squeeze.compress(head)]
    left = int(np.prod([float(n) for n in shape]))
    while left > 0:
        parts.append(squeeze.compress(bytes(min(left, 1 << 24))))
        left -= 1 << 24
    return b"".join([*parts, squeeze.flush()])


HUGE: dict[str, Any] = {"dim": [7, *[32767] * 7]}
VOLUMES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a header that lies": (lambda: with_header(RIGHT, HUGE), "INVALID"),
    "nothing, and much of it": (lambda: large((200, 300, 300)), "SCORED"),
    "a header alone": (lambda: gzip.decompress(RIGHT)[:348], "SCORED"),
    "no affine": (lambda: nifti(organs(), PLACE, codes=(0, 0)), "SCORED"),
    "noise": (
        lambda: nifti(np.random.default_rng(0).integers(0, 60_000, (40, 40, 40), "u2"), PLACE),
        "SCORED",
    ),
    "complex numbers": (lambda: nifti(organs().astype(np.complex64), PLACE), "SCORED"),
    "an affine of nan": (lambda: with_header(RIGHT, {"srow_y": [np.nan] * 4}), "SCORED"),
    "a far affine": (lambda: with_header(RIGHT, {"srow_x": [1e30, 0, 0, 1e30]}), "SCORED"),
    "an offset far behind": (lambda: with_header(RIGHT, {"vox_offset": 5e8}), "SCORED"),
    "a text": (lambda: b"Dice: 1.0\n" * 99, "SCORED"),
    "a pickle": (lambda: b"\x80\x04K\x01.", "INVALID"),
    "every voxel another label": (
        lambda: nifti(np.arange(64_000, dtype=np.uint16).reshape(40, 40, 40), PLACE), "SCORED",
    ),
}  # fmt: skip


@pytest.mark.parametrize("cheat", VOLUMES)
def test_a_volume_that_does_no_work_earns_nothing(
    grader: Grader, volume: TaskFolder, tmp_path: Path, cheat: str
) -> None:
    make, status = VOLUMES[cheat]
    assert graded(grader, volume, tmp_path, {SEG: make()}) == (status, 0.0)


def deflated(size: int) -> bytes:
    one = hidden(1)
    one.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    content = dicom(one)
    start = 144 + int.from_bytes(content[140:144], "little")
    squeeze = zlib.compressobj(1, wbits=-15)
    parts = [squeeze.compress(bytes(1 << 24)) for _ in range(size >> 24)]
    return content[:start] + b"".join(parts) + squeeze.flush()


def packed() -> bytes:
    one = hidden(1)
    one.compress(RLELossless, generate_instance_uid=False)
    one.Rows = one.Columns = 65_000
    return dicom(one)


def cut() -> bytes:
    return dicom(hidden(1))[:-60]


def lying() -> bytes:
    content = dicom(hidden(1))
    name = content.find(b"\x10\x00\x10\x00PN")
    return content[: name + 4] + b"UT\0\0\xf0\xff\xff\xff" + content[name + 12 :]


SLICES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (lambda: deflated((1 << 28) + (1 << 25)), "INVALID"),
    "a picture that unpacks": (packed, "INVALID"),
    "sequences without end": (lambda: nested(50_000), "INVALID"),
    "cut off": (cut, "SCORED"),
    "a length that lies": (lying, "SCORED"),
    "rows that lie": (lambda: dicom(hidden(1, Rows=65_535, Columns=65_535)), "SCORED"),
    "a mark alone": (lambda: b"\0" * 128 + b"DICM", "SCORED"),
    "a text": (lambda: b"anonymized\n" * 99, "SCORED"),
    "another series": (lambda: dicom(hidden(1, SeriesInstanceUID="2.25.8")), "SCORED"),
    "as it was": (lambda: dicom(slice_of(1)), "SCORED"),
    "signs that act": (lambda: dicom(hidden(1, PatientID="\x1b[31m\u202e1")), "SCORED"),
}  # fmt: skip


@pytest.mark.parametrize("cheat", SLICES)
def test_a_slice_that_does_no_work_earns_nothing(
    grader: Grader, scan: TaskFolder, tmp_path: Path, cheat: str
) -> None:
    make, status = SLICES[cheat]
    files = {**HIDDEN, "ct/slice01.dcm": make()}
    assert graded(grader, scan, tmp_path, files) == (status, 0.0)


@pytest.mark.parametrize("count", [0, 2_001])
def test_a_folder_of_nothing_and_one_of_too_much(
    grader: Grader, scan: TaskFolder, tmp_path: Path, count: int
) -> None:
    files = {f"ct/{n}.dcm": b"x" for n in range(count)} or {"ct/readme.txt": b"done"}
    status = "INVALID" if count else "SCORED"
    assert graded(grader, scan, tmp_path, files) == (status, 0.0)
