"""Volumes: where they lie, what their labels cover, and files that are none."""

import gzip
import struct
import sys
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
import pytest
from scipy import ndimage
from scipy.spatial.distance import directed_hausdorff

from studio.base.errors import HostileInputError
from studio.grading.overlaps import Pair, _by_transform, surface
from studio.grading.readers import volumes
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.volumes import Grid, read_grid, read_volume
from tests.unit.grading.families.grounds import Desk
from tests.unit.grading.medical_files import affine, ball, nifti, organs, with_header

PLACE = affine((-1.5, 1.5, 2.0), (18, -20, 30))
RIGHT = nifti(organs(), PLACE)
SEG = "seg.nii.gz"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {SEG: RIGHT})


def moved(steps: int, axis: int = 0) -> bytes:
    return nifti(np.roll(organs(), steps, axis), PLACE)


def put(folder: Path, content: bytes, name: str = SEG) -> Path:
    place = folder / name
    place.write_bytes(content)
    return place


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("kind", [np.uint8, np.int16, np.float32, np.float64, ">i2"])
def test_a_volume_is_read_as_nibabel_reads_it(tmp_path: Path, kind: Any, second: bool) -> None:
    held = (organs() * 3).astype(kind)
    place = put(tmp_path, nifti(held, PLACE, packed=False, second=second), "one.nii")
    found, other = read_volume(place), nibabel.load(place)
    assert np.array_equal(found.voxels, np.asarray(other.dataobj))
    assert np.allclose(found.grid.affine, other.affine)
    assert found.grid.spacing == pytest.approx((1.5, 1.5, 2.0))
    assert found.grid.voxel == pytest.approx(4.5)


def test_scales_and_units_of_the_header_are_minded(tmp_path: Path) -> None:
    raw = nifti(organs().astype(np.int16), PLACE, packed=False)
    scaled = with_header(raw, {"scl_slope": 2.0, "scl_inter": -10.0})
    assert read_volume(put(tmp_path, scaled, "a.nii")).voxels.max() == -6.0
    small = with_header(raw, {"xyzt_units": 3})
    assert read_grid(put(tmp_path, small, "b.nii")).spacing == pytest.approx(
        (0.0015, 0.0015, 0.002)
    )


def test_axes_in_another_order_are_the_same_place() -> None:
    grid = Grid((4, 5, 6), affine((-1.0, 2.0, 3.0), (10, 20, 30)))
    turned = grid.turned()
    assert turned.spacing == pytest.approx((1, 2, 3)) and turned.affine[0, 0] > 0
    assert {tuple(c) for c in grid.corners()} == {tuple(c) for c in turned.corners()}
    oblique = Grid((4, 5, 6), nibabel.affines.from_matvec(
        nibabel.eulerangles.euler2mat(0.3, 0.2, 0.1) @ np.diag([2, 1, 3]), [1, 2, 3]
    ))  # fmt: skip
    assert np.allclose(oblique.turned().affine, oblique.affine)


def test_dice_and_distances_are_those_of_the_books() -> None:
    grid = Grid((24, 20, 16), affine((1.5, 1.0, 2.0)))
    right, found = organs(), np.roll(organs(), 1, 0)
    pair = Pair(right, found, grid)
    for label in (1, 2):
        a, b = right == label, found == label
        assert pair.dice(label) == pytest.approx(2 * (a & b).sum() / (a.sum() + b.sum()))
        one, other = (np.argwhere(surface(m)) * grid.spacing for m in (a, b))
        far = max(directed_hausdorff(one, other)[0], directed_hausdorff(other, one)[0])
        distances = pair.distances(label)
        assert distances is not None and distances.hausdorff == pytest.approx(far)
        there = ndimage.distance_transform_edt(~surface(b), sampling=grid.spacing)[surface(a)]
        assert np.allclose(np.sort(distances.there), np.sort(there))
        slow = _by_transform(surface(a), surface(b), grid.spacing)
        assert slow.mean == pytest.approx(distances.mean)
        assert slow.hausdorff95 == pytest.approx(distances.hausdorff95)
    assert Pair(right, right * (right == 1), grid).distances(2) is None
    assert Pair(right * (right == 1), right, grid).extra == [2]


def test_a_mask_at_the_edge_of_the_volume_has_a_surface() -> None:
    full = np.ones((4, 4, 4), bool)
    assert surface(full).sum() == 56


def test_overlap_is_paid_label_by_label(desk: Desk) -> None:
    check = desk.check("label_overlap", SEG, at_least=0.9, names={"1": "liver"})
    desk.is_sound(check)
    assert "Dice of at least 0.9" in desk.sentence(check)
    assert desk.score(check, {SEG: moved(2)}) == 0
    assert desk.score(check, {SEG: nifti(np.where(organs() == 1, 1, 0).astype("u1"), PLACE)}) == 0.5
    swapped = nifti(np.array([0, 2, 1], np.uint8)[organs()], PLACE)
    assert desk.score(check, {SEG: swapped}) == 0
    told = desk.judged(check, {SEG: swapped})
    assert "label 1 (liver) has a Dice of 0.0000" in told.sentence
    assert told.public == "2 of 2 labels of seg.nii.gz are not as they must be."
    extra = organs()
    extra[20:, :3, :3] = 7
    assert desk.score(check, {SEG: nifti(extra, PLACE)}) == pytest.approx(2 / 3)
    free = desk.check("label_overlap", SEG, extra="ignore")
    assert desk.score(free, {SEG: nifti(extra, PLACE)}) == 1
    floors = desk.check("label_overlap", SEG, at_least=0.99, floors={"1": 0.5, "2": 0.4})
    assert desk.score(floors, {SEG: moved(1)}) == 1


@pytest.mark.parametrize(
    "content",
    [
        nifti(organs().astype(np.float32), PLACE),
        nifti(organs().astype(np.int32), PLACE, codes=(0, 1)),
        nifti(organs()[::-1], PLACE @ np.array([[-1, 0, 0, 23], [0, 1, 0, 0], [0, 0, 1, 0],
                                                [0, 0, 0, 1.0]])),
        nifti(np.swapaxes(organs(), 0, 2), PLACE[:, [2, 1, 0, 3]]),
        nifti(organs(), PLACE, second=True),
        nifti(organs()[1:], PLACE + np.array([[0, 0, 0, -1.5], *np.zeros((3, 4))])),
        nifti(organs()[..., None], PLACE),
    ],
    ids=["floats", "qform", "flipped", "swapped", "nifti-2", "cropped", "four-axes"],
)  # fmt: skip
def test_the_same_labels_written_otherwise_pass(desk: Desk, content: bytes) -> None:
    for kind, more in (
        ("label_overlap", {"at_least": 0.999}),
        ("label_distance", {"at_most": 0.01, "measure": "hausdorff"}),
        ("label_volume", {"relative": 0.0}),
    ):
        assert desk.score(desk.check(kind, SEG, **more), {SEG: content}) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (nifti(organs(), PLACE, codes=(0, 0)), "has no affine"),
        (nifti(organs(), affine()), "label 1"),
        (nifti(organs() * 0.5, PLACE), "fractions"),
        (nifti(organs().astype(np.int16) - 1, PLACE), "below 0"),
        (nifti(np.full((4, 4, 4), np.nan, np.float32), PLACE), "no numbers"),
        (nifti(np.stack([organs()] * 2, -1), PLACE), "more than three dimensions"),
        (RIGHT[: len(RIGHT) // 2], "unpacked"),
        (gzip.compress(gzip.decompress(RIGHT)[:-100], mtime=0), "cut off"),
        (b"", "no NIfTI"),
        (b"\x1f\x8b", "unpacked"),
        (b"Patient;Label\n1;2\n" * 60, "no NIfTI"),
        (with_header(RIGHT, {"dim": [3, -5, 20, 16, 1, 1, 1, 1]}), "three dimensions"),
        (with_header(RIGHT, {"datatype": 1792}), "plain numbers"),
        (with_header(RIGHT, {"datatype": 77}), "does not know"),
        (with_header(RIGHT, {"srow_x": [0, 0, 0, 0]}), "maps its voxels"),
        (with_header(RIGHT, {"srow_x": [np.nan, 0, 0, 0]}), "maps its voxels"),
        (with_header(RIGHT, {"vox_offset": np.inf}), "where its voxels begin"),
    ],
)
def test_what_is_no_such_volume_fails_in_words_of_the_trade(
    desk: Desk, content: bytes, why: str
) -> None:
    result = desk.judged(desk.check("label_overlap", SEG), {SEG: content})
    assert result.score == 0 and result.status == "fail" and why in result.sentence
    assert desk.score(desk.check("label_distance", SEG, at_most=1.0), {SEG: content}) == 0


def test_a_header_that_lies_about_its_size_takes_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = gzip.decompress(RIGHT)
    huge = {"dim": [7, 32767, 32767, 32767, 32767, 32767, 32767, 32767]}
    with pytest.raises(Unreadable, match="too many"):
        read_volume(put(tmp_path, with_header(raw, huge), "lies.nii"))
    with pytest.raises(HostileInputError, match="unpacks to more than"):
        read_volume(put(tmp_path, with_header(RIGHT, huge)))
    bomb = bytearray(with_header(raw, {"dim": [3, 2000, 2000, 2000, 1, 1, 1, 1]}))
    packed = gzip.compress(bytes(bomb) + bytes(1 << 20), mtime=0)
    with pytest.raises(HostileInputError):
        read_volume(put(tmp_path, packed))
    monkeypatch.setattr(volumes, "MAX_BYTES", 1000)
    with pytest.raises(Unreadable, match="larger than"):
        read_volume(put(tmp_path, raw, "large.nii"))


def test_distances_are_held_to_a_ceiling_in_mm(desk: Desk) -> None:
    check = desk.check("label_distance", SEG, measure="hausdorff", at_most=1.5)
    desk.is_sound(check)
    assert desk.score(check, {SEG: moved(1)}) == 1
    assert desk.score(check, {SEG: moved(1, 2)}) == 0
    stray = organs()
    stray[23, 19, 0] = 1
    assert desk.score(check, {SEG: nifti(stray, PLACE)}) == 0.5
    mean = desk.check("label_distance", SEG, at_most=1.0, ceilings={"2": 0.01}, labels=[1, 2])
    assert desk.score(mean, {SEG: nifti(stray, PLACE)}) == 1
    assert desk.score(mean, {SEG: moved(1)}) == 0.5


def test_volumes_are_told_in_the_unit_asked_for(desk: Desk) -> None:
    size = int((organs() == 1).sum()) * 4.5
    check = desk.check("label_volume", SEG, labels=[1], unit="mL", tolerance=0.01)
    desk.is_sound(check)
    shown = desk.judged(check, {SEG: moved(3)})
    assert shown.score == 1 and f"{size / 1000:.4g} mL" in shown.sentence
    grown = organs()
    grown[ndimage.binary_dilation(grown == 1)] = 1
    assert desk.score(check, {SEG: nifti(grown, PLACE)}) == 0
    assert desk.score(check, {SEG: nifti(organs(), affine())}) == 0
    for unit, factor in (("mm3", 1.0), ("cm³", 1e-3), ("cc", 1e-3), ("L", 1e-6), ("µL", 1.0)):
        stated = desk.check("label_volume", SEG, unit=unit, expected={"1": size * factor})
        assert desk.fault(stated) == "" and desk.score(stated, {SEG: RIGHT}) == 1
    assert "unit of volume" in desk.judged(desk.check("label_volume", SEG, unit="mm"), {}).sentence
    assert "In the reference itself" in desk.fault(
        desk.check("label_volume", SEG, expected={"1": 9.0})
    )


STATED = {"target": "sizes.csv", "labels": "organ", "values": "ml"}


def sizes_of(labels: Any, change: float = 0.0) -> dict[int, float]:
    return {n: int((labels == n).sum()) * 0.0045 + change for n in (1, 2)}


def told_sizes(sizes: dict[int, float], header: str = "organ,ml") -> str:
    rows = [f"{('Liver', 'spleen')[n - 1]},{size:.3f}" for n, size in sizes.items()]
    return "\n".join([header, *rows, "Total,99.9", ""])


def test_a_table_tells_the_volumes_of_its_own_labels(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {SEG: RIGHT, "sizes.csv": told_sizes(sizes_of(organs()))})
    names = {"1": "liver", "2": "Spleen"}
    check = desk.check("label_volume", SEG, stated=STATED, names=names, tolerance=0.001)
    desk.is_sound(check)
    assert "ml of sizes.csv" in desk.sentence(check) and "the same output" in desk.sentence(check)
    grown = organs()
    grown[ndimage.binary_dilation(grown == 1)] = 1
    other = nifti(grown, PLACE)
    own = told_sizes(sizes_of(grown))
    assert desk.score(check, {SEG: other, "sizes.csv": own}) == 1
    assert desk.score(check, {SEG: other, "sizes.csv": told_sizes(sizes_of(grown), "a,b")}) == 1
    copied = told_sizes(sizes_of(organs()))
    assert desk.score(check, {SEG: other, "sizes.csv": copied}) < 1
    assert desk.score(check, {SEG: RIGHT, "sizes.csv": own}) < 1
    for wrong in (
        told_sizes(sizes_of(grown, 0.01)),
        own + "liver,1.000\n",
        own.replace("spleen", "kidney"),
        "organ,ml\nLiver,\nspleen,\n",
        "organ\nLiver\n",
        "",
    ):
        assert desk.score(check, {SEG: other, "sizes.csv": wrong}) < 1, wrong
    gone = desk.judged(check, {SEG: other})
    assert gone.score == 0 and "sizes.csv is missing" in gone.sentence
    lost = desk.check("label_volume", SEG, stated=STATED | {"target": "gone.csv"})
    assert "gone.csv is missing" in desk.fault(lost)
    empty = nifti((organs() == 1).astype(np.uint8), PLACE)
    none = told_sizes(sizes_of(organs()) | {2: 0.0})
    assert desk.score(check, {SEG: empty, "sizes.csv": none}) == 0.5


def test_a_grid_may_be_compared_in_part(desk: Desk) -> None:
    check = desk.check("volume_geometry", SEG)
    desk.is_sound(check)
    flipped = nifti(np.swapaxes(organs(), 0, 2), PLACE[:, [2, 1, 0, 3]])
    assert desk.score(check, {SEG: flipped}) == 1
    same = desk.check("volume_geometry", SEG, axes="same")
    assert desk.score(same, {SEG: flipped}) == 0
    assert "its axes is SAL, which must be LAS" in desk.judged(same, {SEG: flipped}).sentence
    half = nifti(organs(), affine((-1.5, 1.5, 2.0), (18.3, -20, 30)))
    assert desk.score(check, {SEG: half}) == 0
    assert desk.score(desk.check("volume_geometry", SEG, tolerance=0.5), {SEG: half}) == 1
    thick = nifti(organs(), affine((-1.5, 1.5, 2.5), (18, -20, 30)))
    result = desk.judged(check, {SEG: thick})
    assert result.score == 0 and "1.5 x 1.5 x 2.5 mm" in result.sentence
    assert result.public == "seg.nii.gz lies on another grid: its spacing and affine differs."
    assert desk.score(desk.check("volume_geometry", SEG, compare=["shape"]), {SEG: thick}) == 1
    lost = desk.judged(check, {SEG: nifti(organs(), PLACE, codes=(0, 0))})
    assert lost.score == 0 and "neither its sform nor its qform is set" in lost.sentence


def test_voxels_are_compared_where_they_lie(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).normal(100, 30, (14, 12, 10))
    scan = (ndimage.gaussian_filter(noise, 1) * ball((14, 12, 10), (6, 6, 5), 6)).astype("f4")
    desk = Desk(tmp_path, {"t1.nii": nifti(scan, PLACE, packed=False)})
    check = desk.check("volume_values", "t1.nii")
    desk.is_sound(check)

    def score(voxels: Any, place: Any = PLACE) -> float:
        return desk.score(check, {"t1.nii": nifti(voxels, place, packed=False)})

    assert score(np.rint(scan).astype(np.int16)) == 1
    assert score(scan[::-1], PLACE @ np.array([[-1, 0, 0, 13], *np.eye(4)[1:]])) == 1
    assert score(scan[::-1]) == score(scan * 10) == score(np.zeros_like(scan)) == 0
    assert score(np.full_like(scan, np.nan)) == score(np.stack([scan] * 2, -1)) == 0


def test_a_volume_of_the_reference_must_be_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {SEG: nifti(organs(), PLACE, codes=(0, 0)), "x.nii": b"x", "y.csv": b"y"})
    assert "has no affine" in desk.fault(desk.check("label_overlap", SEG))
    assert "no NIfTI" in desk.fault(desk.check("volume_values", "x.nii"))
    assert "must end with .nii" in desk.fault(desk.check("volume_geometry", "y.csv"))
    assert desk.judged(desk.check("label_overlap", SEG), {SEG: RIGHT}).status == "error"


def test_a_missing_reader_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nibabel", None)
    assert "task-authoring-studio[medical]" in desk.fault(desk.check("label_overlap", SEG))


def test_the_size_of_the_header_tells_the_format() -> None:
    assert struct.unpack("<i", gzip.decompress(nifti(organs(), second=True))[:4]) == (540,)
