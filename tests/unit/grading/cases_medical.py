"""Generated cases of medical images."""

import random
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.grading.readers.volumes import read_volume
from studio.model.check import Check
from tests.unit.grading.families.grounds import lay
from tests.unit.grading.generated import Case, Damage, case_of
from tests.unit.grading.medical_files import (
    affine,
    ball,
    dicom,
    hidden_series,
    nifti,
    reread,
    series,
)

VOLUME = "seg.nii.gz"


def labelled(rng: random.Random) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Return a few labels in a small volume, and where it lies."""
    shape = [rng.randrange(14, 22) for _ in range(3)]
    voxels = np.zeros(shape, np.uint8)
    for label in range(1, rng.randrange(2, 5)):
        centre = [rng.uniform(4, n - 5) for n in shape]
        voxels[ball(shape, centre, rng.uniform(2.0, 4.0))] = label
    spacing = [round(rng.uniform(0.4, 3.0), 4) for _ in range(3)]
    origin = [round(rng.uniform(-90, 90), 3) for _ in range(3)]
    return voxels, affine(spacing, origin)


def spoiler() -> Damage:
    """Return what takes one label after the other away, or leaves a file that is none."""
    gone = [False]

    def spoil(rng: random.Random, folder: Path) -> None:
        place = folder / VOLUME
        if gone[0] or rng.random() < 0.3:
            gone[0] = True
            content = place.read_bytes()
            place.write_bytes(rng.choice([b"", b"\0" * 400, content[: len(content) // 2]]))
            return
        volume = read_volume(place)
        voxels = volume.voxels.copy()
        left = [int(n) for n in np.unique(voxels) if n]
        if left:
            voxels[voxels == rng.choice(left)] = 0
        place.write_bytes(nifti(voxels, volume.grid.affine))

    return spoil


def case(
    folder: Path, kind: str, content: bytes, parameters: dict[str, Any], secrets: tuple[str, ...]
) -> Case:
    (folder / "reference").mkdir()
    (folder / "reference" / VOLUME).write_bytes(content)
    gate = kind == "volume_geometry"
    check = Check(id="x", kind=kind, target=VOLUME, gate=gate, parameters=parameters)
    return Case(check, folder / "reference", folder / "input", spoiler(), secrets)


@case_of("label_overlap")
def overlap(rng: random.Random, folder: Path) -> Case:
    voxels, place = labelled(rng)
    floor = round(rng.uniform(0.5, 1.0), 3)
    return case(folder, "label_overlap", nifti(voxels, place), {"at_least": floor}, ())


@case_of("label_distance")
def distance(rng: random.Random, folder: Path) -> Case:
    voxels, place = labelled(rng)
    measure = rng.choice(["mean", "hausdorff", "hausdorff95"])
    asked = {"measure": measure, "at_most": round(rng.uniform(0.1, 4.0), 3)}
    return case(folder, "label_distance", nifti(voxels, place), asked, ())


@case_of("label_volume")
def volume(rng: random.Random, folder: Path) -> Case:
    voxels, place = labelled(rng)
    unit = rng.choice(["mL", "mm3", "cm³", "cc", "µL"])
    size = (voxels == 1).sum() * abs(np.linalg.det(place[:3, :3]))
    asked = {"unit": unit, "relative": round(rng.uniform(0, 0.1), 3)}
    return case(folder, "label_volume", nifti(voxels, place), asked, (f"{size:,.4g}",))


@case_of("volume_values")
def values(rng: random.Random, folder: Path) -> Case:
    voxels, place = labelled(rng)
    noise = np.random.default_rng(rng.randrange(10**6)).normal(0, 20, voxels.shape)
    held = (voxels * 200.0 + noise * (voxels > 0)).astype(np.float32)
    made = case(folder, "volume_values", nifti(held, place), {"at_least": 0.9}, ())

    def blank(rng: random.Random, folder: Path) -> None:
        at = folder / VOLUME
        junk = len(at.read_bytes()) < 200 or rng.random() < 0.3
        at.write_bytes(b"junk" if junk else nifti(np.zeros_like(held), place))

    return Case(made.check, made.reference, made.given, blank)


@case_of("volume_geometry")
def geometry(rng: random.Random, folder: Path) -> Case:
    voxels, place = labelled(rng)
    compare = rng.choice([["shape"], ["spacing"], ["affine", "shape"], ["affine"]])
    asked = {"compare": compare, "axes": rng.choice(["any", "same"])}
    secrets = tuple(f"{step:.4g}" for step in np.diag(place)[:3])
    made = case(folder, "volume_geometry", nifti(voxels, place), asked, secrets)
    lost = [False]

    def spoil(rng: random.Random, folder: Path) -> None:
        lost[0] = lost[0] or rng.random() < 0.5
        at = folder / VOLUME
        if lost[0]:
            at.write_bytes(nifti(voxels, place, codes=(0, 0)))
        else:
            at.write_bytes(nifti(voxels[:-3], place @ np.diag([1.5, 1.5, 1.5, 1.0])))

    return Case(made.check, made.reference, made.given, spoil, secrets)


def spoiled_series(old: dict[str, Any]) -> Damage:
    """Return what puts one old tag after the other back, or takes a slice away for good."""
    left, gone = list(old), [False]

    def spoil(rng: random.Random, folder: Path) -> None:
        places = sorted((folder / "ct").glob("*"))
        if gone[0] or not left or rng.random() < 0.3:
            gone[0] = True
            kind = rng.randrange(3)
            if kind == 0 and len(places) > 1:
                places[-1].unlink()
            else:
                places[0].write_bytes(rng.choice([b"", b"junk", places[0].read_bytes()[:300]]))
            return
        name = left.pop()
        for place in places:
            dataset = reread(place.read_bytes())
            setattr(dataset, name, old[name])
            place.write_bytes(dicom(dataset))

    return spoil


@case_of("dicom_deidentified")
def deidentified(rng: random.Random, folder: Path) -> Case:
    count = rng.randrange(1, 5)
    code = f"TRIAL-{rng.randrange(10**6):06}"
    old = {"PatientName": "Okonkwo^Adaeze", "PatientID": "MRN-0048213", "PatientBirthDate":
           "19710914"}  # fmt: skip
    lay(folder / "input", series(count))
    lay(folder / "reference", hidden_series(count, PatientID=code))
    check = Check(id="x", kind="dicom_deidentified", target=rng.choice(["ct", "*"]))
    return Case(check, folder / "reference", folder / "input", spoiled_series(old), (code,))


@case_of("dicom_tags")
def tags(rng: random.Random, folder: Path) -> Case:
    count = rng.randrange(1, 5)
    code = f"TRIAL-{rng.randrange(10**6):06}"
    old = {"PatientID": "MRN-0048213", "PatientAge": "054Y", "SliceThickness": "5"}
    new = {"PatientID": code, "PatientAge": "061Y", "SliceThickness": "2.5"}
    lay(folder / "input", series(count))
    lay(folder / "reference", series(count, **new))
    asked = {name: rng.choice([value, None]) for name, value in new.items()}
    check = Check(id="x", kind="dicom_tags", target="ct", parameters={"tags": asked})
    return Case(check, folder / "reference", folder / "input", spoiled_series(old), (code,))
