"""Make the ventricle task: volumes drawn by numpy, written by nibabel, tables by Python's csv."""

import gzip
from pathlib import Path

import nibabel as nib
import numpy as np
from scipy import ndimage

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

LABELS, TABLE = "ventricles.nii.gz", "volumes.csv"
SHAPE = (44, 48, 30)
# The first axis runs to the patient's left, as in many scans that were stored as DICOM before.
AFFINE = np.array([[-1.5, 0, 0, 33], [0, 1.5, 0, -40], [0, 0, 2, -22], [0, 0, 0, 1.0]])
VOXEL_ML = 1.5 * 1.5 * 2 / 1000
NAMES = {1: "left lateral ventricle", 2: "right lateral ventricle"}
ABOUT = {
    "title": "Label the lateral ventricles of a brain scan",
    "profession": "Neuroimaging researcher",
    "occupation": "19-1042.00",
    "work": "separate",
    "families": ["nifti", "csv", "Dice", "agreement of two outputs"],
    "alternate_correct": {
        "a_little_tighter": "Edges a little further in on the anterior side, 16 bit, the affine "
        "in the qform too.",
        "smoothed": "Edges smoothed by a median filter, labels stored as 32 bit integers, rows of "
        "the table in the other order, names in capital letters.",
    },
    "known_bad": {
        "sides_swapped": "Label 1 is what a viewer shows on the left, the patient's right.",
        "third_ventricle_too": "The third ventricle is part of label 1 and of its volume.",
        "flipped_on_the_way": "The array was turned front to back by another program and stored "
        "with the old affine, so it lies in the wrong place.",
    },
}


def world() -> np.ndarray:
    """Return x (right), y (front), z (up) in mm of every voxel, (3, *SHAPE)."""
    grid = np.indices(SHAPE).reshape(3, -1)
    placed = AFFINE[:3, :3] @ grid + AFFINE[:3, 3:]
    return placed.reshape(3, *SHAPE)


def ball(at: tuple, radii: tuple, turn: float = 0.0) -> np.ndarray:
    """Return where an ellipsoid is, turned about the vertical axis by `turn` radians."""
    x, y, z = (one - middle for one, middle in zip(world(), at, strict=True))
    x, y = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    return (x / radii[0]) ** 2 + (y / radii[1]) ** 2 + (z / radii[2]) ** 2 <= 1


def anatomy() -> dict[str, np.ndarray]:
    head = ball((0, -5, 6), (31, 33.5, 28))
    brain = ball((0, -5, 6), (27, 30, 24))
    left = ball((-8.5, 3, 10), (4.8, 13, 8), 0.2) | ball((-10.5, -15, 8), (4.6, 8, 6), -0.3)
    right = ball((8, 2, 10), (4.2, 12, 7.2), -0.2) | ball((10, -15, 8), (4.2, 7.2, 5.6), 0.3)
    third = ball((0, -4, -2), (3.0, 12, 8))
    return {"head": head, "brain": brain, "left": left, "right": right, "third": third}


def scan(parts: dict[str, np.ndarray]) -> np.ndarray:
    """Return a T1-weighted picture: bright white matter, grey rim, dark CSF, noise."""
    depth = ndimage.distance_transform_edt(parts["brain"], sampling=(1.5, 1.5, 2))
    picture = np.where(parts["head"], 90.0, 0.0)
    picture[parts["brain"]] = 420
    picture[parts["brain"] & (depth > 5)] = 610
    for name in ("left", "right", "third"):
        picture[parts[name]] = 130
    noise = np.random.default_rng(1907).normal(0, 14, SHAPE)
    blurred = ndimage.gaussian_filter(picture, 0.45)
    return np.clip(np.rint(blurred + noise), 0, 1023).astype("<u2")


def stored(path: Path, array: np.ndarray, qform: bool = False) -> None:
    image = nib.Nifti1Image(array, AFFINE)
    image.header.set_xyzt_units("mm", "sec")
    image.set_sform(AFFINE, 1)
    image.set_qform(AFFINE if qform else None, 1 if qform else 0)
    data = image.to_bytes()
    path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)


def volumes(labels: np.ndarray, shout: bool = False) -> list[list[object]]:
    rows = []
    for label, name in NAMES.items():
        size = float((labels == label).sum()) * VOXEL_ML
        rows.append([label, name.upper() if shout else name, f"{size:.3f}"])
    return rows[::-1] if shout else rows


def dice(one: np.ndarray, other: np.ndarray) -> float:
    return 2 * float((one & other).sum()) / float(one.sum() + other.sum())


def right(made: Path, truth: np.ndarray, say: bool = False) -> bool:
    image = nib.load(made / LABELS)
    found = np.rint(image.get_fdata())
    scores = [dice(found == label, truth == label) for label in NAMES]
    counted = {int(row["label"]): float(row["volume_ml"]) for row in read_rows(made / TABLE)}
    agree = all(abs(counted[label] - (found == label).sum() * VOXEL_ML) < 0.0006 for label in NAMES)
    fits = image.shape == SHAPE and np.allclose(image.affine, AFFINE)
    return min(scores) >= 0.9 and fits and agree and set(np.unique(found)) <= {0, 1, 2}


def check_sides(truth: np.ndarray) -> None:
    """The patient's left is where x is below 0, whatever the index."""
    x = world()[0]
    assert x[truth == 1].max() < 0 < x[truth == 2].min()
    assert np.argwhere(truth == 1)[:, 0].min() > np.argwhere(truth == 2)[:, 0].max()


def main() -> None:
    folder = begin(__file__)
    parts = anatomy()
    stored(folder / "input" / "t1.nii", scan(parts))
    truth = np.zeros(SHAPE, np.uint8)
    truth[parts["left"]], truth[parts["right"]] = 1, 2
    check_sides(truth)

    def store(where: str, labels: np.ndarray, shout: bool = False, qform: bool = False) -> None:
        made = place(folder, where)
        stored(made / LABELS, labels, qform)
        write_rows(made / TABLE, [["label", "name", "volume_ml"], *volumes(labels, shout)])
        assert right(made, truth) == ("known_bad" not in where), where

    store("reference", truth)
    tighter = truth.copy()
    front = (truth[:, :-1] > 0) & (truth[:, 1:] == 0)
    tighter[:, :-1][front] = 0
    store("alternate_correct/a_little_tighter", tighter.astype("<i2"), qform=True)
    smooth = ndimage.median_filter(truth, 3).astype("<i4")
    store("alternate_correct/smoothed", smooth, shout=True)
    store("known_bad/sides_swapped", np.array([0, 2, 1], np.uint8)[truth])
    store(
        "known_bad/third_ventricle_too",
        np.where(parts["third"] & (truth == 0), 1, truth).astype(np.uint8),
    )
    store("known_bad/flipped_on_the_way", truth[:, ::-1].copy())
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
