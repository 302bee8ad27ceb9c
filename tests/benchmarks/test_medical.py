"""Volumes and series of the sizes of the trade, beside what only reading them takes."""

import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pydicom
from scipy import ndimage

from studio.grading.kinds import Grounds
from studio.grading.readers.volumes import read_volume
from studio.grading.verdicts import judge
from studio.model.check import Check
from tests.unit.grading.medical_files import affine, ball, dicom, hidden, nifti, slice_of

SHAPE = (256, 256, 180)
SLICES = 300
TRIES = 3


def least(*works: Callable[[], object], tries: int) -> list[float]:
    """Return the least seconds that each takes of a processor, in turns; others wait meanwhile."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(tries):
        for work, found in zip(works, times, strict=True):
            began = time.process_time()
            work()
            found.append(time.process_time() - began)
    return [min(found) for found in times]


def told(what: str, took: float, reading: float, limit: float) -> None:
    print(f"\n{what}: {took:.2f} s, {took / reading:.2f} times {reading:.2f} s (limit {limit:g})")


def labels(grown: bool) -> np.ndarray:
    """Return organs of many sizes; grown, their borders are a voxel farther out."""
    made = np.zeros(SHAPE, np.uint8)
    for label, (centre, radius) in enumerate(
        [((128, 120, 90), (110, 100, 80)), ((90, 90, 90), 40), ((170, 100, 100), 30),
         ((128, 180, 60), 25), ((128, 60, 120), 12)], start=1,
    ):  # fmt: skip
        made[ball(SHAPE, centre, np.broadcast_to(radius, 3) + (1.0 if grown else 0.0))] = label
    return made


def test_labels_of_a_head(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("reference", "output")]
    for folder, grown in zip(folders, (False, True), strict=True):
        folder.mkdir()
        (folder / "seg.nii.gz").write_bytes(nifti(labels(grown), affine((0.9, 0.9, 1.1))))

    def reading() -> None:
        for folder in folders:
            read_volume(folder / "seg.nii.gz")
        voxels = read_volume(folders[0] / "seg.nii.gz").voxels
        ndimage.distance_transform_edt(voxels > 0)

    grounds = Grounds(folders[1], folders[0], tmp_path, tmp_path)
    checks = [
        Check(id="d", kind="label_overlap", target="seg.nii.gz", parameters={"at_least": 0.8}),
        Check(id="s", kind="label_distance", target="seg.nii.gz", parameters={"at_most": 1.5}),
    ]
    results = [judge(check, grounds) for check in checks]
    assert [result.status for result in results] == ["pass", "pass"], results
    base, took = least(reading, lambda: [judge(check, grounds) for check in checks], tries=2)
    told("Dice and surface distance of 256x256x180", took, base, 2)
    assert took <= 2 * base


def test_a_series_of_300_slices(tmp_path: Path) -> None:
    for folder, make in (("input", slice_of), ("output", hidden)):
        place = tmp_path / folder / "ct"
        place.mkdir(parents=True)
        rng = np.random.default_rng(0)
        for number in range(1, SLICES + 1):
            made = make(number, Rows=512, Columns=512)
            made.PixelData = rng.integers(-1000, 2000, (512, 512), dtype=np.int16).tobytes()
            (place / f"slice{number:03}.dcm").write_bytes(dicom(made))
    shutil.copytree(tmp_path / "output", tmp_path / "reference")
    places = sorted((tmp_path / "output/ct").iterdir())
    grounds = Grounds(
        tmp_path / "output", tmp_path / "reference", tmp_path / "input", tmp_path / "hidden"
    )

    def reading() -> None:
        for place in places:
            pydicom.dcmread(place)

    checks = [
        Check(id="d", kind="dicom_deidentified", target="ct"),
        Check(id="t", kind="dicom_tags", target="ct", parameters={"tags": {"PatientID": None}}),
    ]
    assert [judge(check, grounds).status for check in checks] == ["pass", "pass"]
    works = [partial(judge, check, grounds) for check in checks]
    base, *times = least(reading, *works, tries=TRIES)
    for check, took in zip(checks, times, strict=True):
        told(f"{check.kind} of {SLICES} slices", took, base, 3)
    assert max(times) <= 3 * base
