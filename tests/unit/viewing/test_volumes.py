"""Volumes as they are shown: right, front and up, labels counted, slices as on a light box."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.gui.widgets.volume_words import position, told_volume, told_voxel
from studio.viewing import frames, volume
from studio.viewing.slices import AXIAL, CORONAL, PLANES, SAGITTAL, cut, grey, outlined, painted
from studio.viewing.volume_data import VolumeData
from studio.viewing.windows import windows_of
from tests.unit.grading.medical_files import affine, nifti, organs, series, with_header


def laid(folder: Path, content: bytes, name: str = "organs.nii.gz") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def head(folder: Path, content: bytes) -> VolumeData:
    return volume.opened(laid(folder, content), None).head()


def test_labels_are_counted_with_the_room_that_they_take(tmp_path: Path) -> None:
    made = organs()
    data = head(tmp_path, nifti(made, affine((0.5, 0.5, 2.0))))
    assert [one.value for one in data.labels] == [1, 2]
    for one in data.labels:
        assert one.voxels == np.count_nonzero(made == one.value)
        assert one.cubic_mm == pytest.approx(one.voxels * 0.5)
        assert data.arrays[0][one.place] == one.value
    assert data.spacing == pytest.approx((0.5, 0.5, 2.0)) and not data.compared


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int16, np.uint16])
def test_labels_are_found_in_whatever_type_they_are_saved(tmp_path: Path, kind: Any) -> None:
    data = head(tmp_path, nifti(organs().astype(kind)))
    assert [one.value for one in data.labels] == [1, 2] and data.arrays[0].dtype == np.uint8


def test_a_picture_has_no_labels_and_a_window_without_its_ends(tmp_path: Path) -> None:
    voxels = np.random.default_rng(3).normal(100, 20, (30, 30, 20)).astype(np.float32)
    voxels[0, 0, 0] = 1e6
    data = head(tmp_path, nifti(voxels))
    assert data.labels == () and data.high == 1e6
    assert data.window[0] > 20 and data.window[1] < 250


def test_a_volume_stored_the_other_way_round_is_shown_alike(tmp_path: Path) -> None:
    made = organs()
    flipped = affine()
    flipped[0, 0], flipped[0, 3] = -1, made.shape[0] - 1
    plain, turned = (
        head(tmp_path, nifti(v, a)) for v, a in ((made, affine()), (made[::-1], flipped))
    )
    assert np.array_equal(plain.arrays[0], turned.arrays[0])


def test_voxels_that_are_no_numbers_are_counted(tmp_path: Path) -> None:
    voxels = np.linspace(0, 1, 6 * 5 * 4).reshape(6, 5, 4).astype(np.float32)
    voxels[0, 0, :3] = np.nan, np.inf, -np.inf
    data = head(tmp_path, nifti(voxels))
    assert data.unread == 3 and data.high == 1
    assert grey(cut(data.arrays[0], AXIAL, 0), data.window).shape == (5, 6, 4)
    with pytest.raises(Unreadable):
        head(tmp_path, nifti(np.full((4, 4, 4), np.nan, np.float32)))


def test_of_many_volumes_the_first_is_shown(tmp_path: Path) -> None:
    voxels = np.stack([organs() + n * 10 for n in range(3)], axis=-1)
    data = head(tmp_path, nifti(voxels))
    assert data.count == 3 and np.array_equal(data.arrays[0], organs())


def test_of_a_very_large_volume_fewer_voxels_travel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volume, "MOST_BYTES", 1_000)
    data = head(tmp_path, nifti(organs()))
    assert data.step > 1 and data.arrays[0].size <= 1_500
    assert data.shape == organs().shape and data.labels[0].voxels == np.count_nonzero(organs() == 1)


def test_what_is_read_arrives_as_it_was(tmp_path: Path) -> None:
    made = head(tmp_path, nifti(organs()))
    line, *rest = frames.packed(made)
    came = frames.unpacked(VolumeData, json.loads(line), memoryview(b"".join(rest)))
    assert came.labels == made.labels and np.array_equal(came.arrays[0], made.arrays[0])


def test_a_difference_is_found_where_voxels_differ(tmp_path: Path) -> None:
    other = organs()
    other[0, 0, 0] = 2
    one = laid(tmp_path, nifti(organs()))
    two = laid(tmp_path, nifti(other), "other.nii.gz")
    file = volume.opened(one, two)
    assert file.head().compared
    found = file.other()
    assert found.share == pytest.approx(1 / other.size)
    assert np.argwhere(found.arrays[1]).tolist() == [[0, 0, 0]]
    with pytest.raises(Unreadable):
        volume.opened(one, None).other()


def test_a_series_in_dicom_becomes_a_volume_in_its_unit(tmp_path: Path) -> None:
    for name, content in series(4).items():
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        assert isinstance(content, bytes)
        place.write_bytes(content)
    for shown in (tmp_path / "ct", tmp_path / "ct" / "slice02.dcm"):
        data = volume.opened(shown, None).head()
        assert data.shape == (8, 8, 4) and data.spacing == pytest.approx((0.7, 0.7, 5.0))
        # The values of the scanner, in Hounsfield units.
        assert -1024 <= data.low < data.high < 1000
    first = np.random.default_rng(1).integers(0, 2000, (8, 8), dtype=np.int16) - 1024
    # Looked at from the feet the first row is the front, and the patient's right is at the left.
    assert np.array_equal(cut(data.arrays[0], AXIAL, 0), first)


HEAD = nifti(organs())
BAD = {
    "nothing": b"",
    "no volume": gzip.compress(b"no volume at all" * 100),
    "cut off": HEAD[:-200],
    "gigantic": with_header(HEAD, {"dim": [3, 32_000, 32_000, 32_000, 1, 1, 1, 1]}),
    "no extent": with_header(HEAD, {"dim": [3, 24, 0, 16, 1, 1, 1, 1]}),
    "nowhere": with_header(HEAD, {"sform_code": 0, "qform_code": 0}),
    "flat": with_header(HEAD, {"srow_x": [0, 0, 0, 0]}),
}


@pytest.mark.parametrize("content", BAD.values(), ids=list(BAD))
def test_a_damaged_volume_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises((Unreadable, HostileInputError)) as refused:
        head(tmp_path, content)
    assert "\n" not in str(refused.value) and "Error" not in str(refused.value)


# Slices.


@pytest.mark.parametrize("plane", PLANES.values(), ids=list(PLANES))
def test_a_place_of_a_picture_and_its_voxel_belong_to_one_another(plane: Any) -> None:
    voxels = np.arange(5 * 7 * 9).reshape(5, 7, 9)
    place = (1, 5, 3)
    shown = cut(voxels, plane, place[plane.across])
    assert shown.shape == plane.shape(voxels.shape)
    spot = plane.spot(place, voxels.shape)
    assert shown[spot] == voxels[place]
    assert plane.place(spot, place[plane.across], voxels.shape) == place


def test_the_right_is_at_the_left_and_the_front_and_the_head_at_the_top() -> None:
    voxels = np.zeros((4, 4, 4), int)
    voxels[3, :, :], voxels[:, 3, :], voxels[:, :, 3] = 1, 2, 3
    assert cut(voxels, CORONAL, 0)[0].tolist() == [3, 3, 3, 3]
    assert cut(voxels, CORONAL, 0)[-1, 0] == 1
    assert cut(voxels, AXIAL, 0)[0].tolist() == [2, 2, 2, 2]
    assert cut(voxels, SAGITTAL, 0)[-1, 0] == 2


def test_labels_are_painted_over_and_edges_drawn_inside() -> None:
    labels = np.zeros((6, 6), np.uint8)
    labels[1:5, 1:5] = 7
    picture = grey(np.zeros((6, 6), np.uint8), (0, 1))
    painted(picture, labels, {7: (200, 100, 0)}, 0.5)
    assert picture[2, 2, :3].tolist() == [100, 50, 0] and picture[0, 0, :3].tolist() == [0, 0, 0]
    outlined(picture, labels == 7, (255, 255, 255))
    assert picture[1, 1, 0] == 255 and picture[2, 2, 0] == 100 and picture[0, 1, 0] == 0


def tomogram(shape: tuple[int, ...] = (24, 20, 16)) -> Any:
    return np.linspace(-1024, 1500, int(np.prod(shape))).reshape(shape).astype(np.int16)


def test_labels_find_the_scan_on_their_grid_among_other_volumes(tmp_path: Path) -> None:
    turned = affine()
    turned[0, 0], turned[0, 3] = -1, 23
    near = [
        laid(tmp_path, b"no volume", "broken.nii.gz"),
        laid(tmp_path, nifti(tomogram((10, 20, 16))), "smaller.nii.gz"),
        laid(tmp_path, nifti(tomogram(), affine((1, 1, 2))), "elsewhere.nii.gz"),
        laid(tmp_path, nifti(organs()), "more_labels.nii.gz"),
        laid(tmp_path, nifti(tomogram()[::-1], turned), "scan.nii.gz"),
        laid(tmp_path, nifti(tomogram() + 1), "later.nii.gz"),
    ]
    file = volume.opened(laid(tmp_path, nifti(organs())), None)
    scan = file.scan([*map(str, near)])
    assert (scan.name, scan.modality, scan.low, scan.high) == ("scan.nii.gz", "CT", -1024, 1500)
    assert np.array_equal(scan.arrays[0], tomogram())
    assert file.scan([str(near[0])]).arrays == () == file.scan().arrays


def test_a_modality_is_told_by_the_file_or_by_its_values(tmp_path: Path) -> None:
    assert head(tmp_path, nifti(tomogram())).modality == "CT"
    assert head(tmp_path, nifti(np.abs(tomogram()))).modality == ""
    for name, content in series().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    first = tmp_path / "ct" / "slice01.dcm"
    assert volume.opened(first, None).head().modality == "CT"


def test_a_voxel_is_told_with_its_place_in_the_patient(tmp_path: Path) -> None:
    made = affine((2, 2, 3), (-20, 10, -5))
    file = volume.opened(laid(tmp_path, nifti(organs(), made)), None)
    data, scan = file.head(), file.scan([str(laid(tmp_path, nifti(tomogram(), made), "s.nii.gz"))])
    assert position(data, (0, 0, 0)) == "L 20.0, A 10.0, I 5.0 mm"
    assert position(data, (11, 1, 2)) == "R 2.0, A 12.0, S 1.0 mm"
    told = told_voxel(data, (0, 0, 0), scan)
    assert told == "no label, scan -1,024 HU at L 20.0, A 10.0, I 5.0 mm, voxel 0, 0, 0."
    assert "over s.nii.gz" in told_volume(data, scan)


def test_windows_are_those_of_the_modality() -> None:
    found = {one.id: (one.low, one.high) for one in windows_of("CT", -1024, 3000, (-90, 300))}
    assert found["auto"] == (-90, 300) and found["lung"] == (-1350, 150)
    assert found["all"] == (-1024, 3000)
    assert [one.id for one in windows_of("MR", 0, 900, (3, 700))] == ["auto", "all"]
