"""Pictures of volumes and series: small, the same each time, and they show what is wrong."""

import io
from pathlib import Path

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from studio.grading.kinds import Grounds
from studio.grading.pictures import PICTURES, Picture
from studio.model.check import Check
from tests.unit.grading.families.grounds import Desk, Files, lay
from tests.unit.grading.medical_files import affine, hidden_series, nifti, organs, series

PLACE = affine((-1.5, 1.5, 2.0), (18, -20, 30))
SEG = "seg.nii.gz"
RED, BLUE = (214, 39, 40), (31, 119, 255)


def made(desk: Desk, check: Check, output: Files) -> Picture:
    desk.count += 1
    grounds = Grounds.of(desk.task, lay(desk.folder / f"shown-{desk.count}", output))
    picture = PICTURES[check.kind](check, grounds)
    assert picture == PICTURES[check.kind](check, grounds)
    assert len(picture.content) < 200_000
    return picture


def words(picture: Picture) -> str:
    assert picture.suffix == ".svg"
    return " ".join(element.text or "" for element in fromstring(picture.content).iter())


def reddish(picture: Picture) -> int:
    """Return how many pixels show what is missing."""
    pixels = np.asarray(Image.open(io.BytesIO(picture.content)).convert("RGB")).astype(int)
    return int(((pixels[..., 0] > 140) & (pixels[..., 1] < 100) & (pixels[..., 2] < 100)).sum())


@pytest.mark.parametrize("kind", ["label_overlap", "label_distance", "label_volume"])
def test_a_mask_lies_over_the_slice_and_what_is_missing_is_red(tmp_path: Path, kind: str) -> None:
    noise = np.random.default_rng(0).normal(100, 30, organs().shape).astype(np.int16)
    desk = Desk(tmp_path, {SEG: nifti(organs(), PLACE)}, {"ct.nii.gz": nifti(noise, PLACE)})
    check = desk.check(kind, SEG, **({"at_most": 1.0} if kind == "label_distance" else {}))
    right = made(desk, check, {SEG: nifti(organs(), PLACE)})
    gone = made(desk, check, {SEG: nifti(np.where(organs() == 1, 0, organs()), PLACE)})
    assert right.suffix == gone.suffix == ".png"
    width, height = Image.open(io.BytesIO(gone.content)).size
    assert 300 < width < 600 and 300 < height < 600
    assert reddish(gone) > 20 * reddish(right) > 0
    lost = made(desk, check, {SEG: nifti(organs(), PLACE, codes=(0, 0))})
    assert "has no affine" in words(lost)


def test_a_grid_and_tags_are_tables(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {SEG: nifti(organs(), PLACE)})
    told = words(made(desk, desk.check("volume_geometry", SEG), {SEG: nifti(organs(), affine())}))
    assert "1.5 x 1.5 x 2 mm" in told and "✗ wrong" in told
    scans = Desk(tmp_path / "s", hidden_series(), series())
    hidden = scans.check("dicom_deidentified", "ct")
    assert "✓ right" in words(made(scans, hidden, hidden_series()))
    told = words(
        made(scans, hidden, hidden_series(PatientBirthDate="19710914", StudyDescription="<b>"))
    )
    assert "PatientBirthDate" in told and "still tells" in told
    asked = scans.check("dicom_tags", "ct", tags={"PatientID": "TRIAL-017"})
    assert "MRN-0048213, not TRIAL-017" in words(made(scans, asked, series()))
