"""What a broken or captured reader answers is refused before it is drawn."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.viewing import frames, maps, mesh, volume
from studio.viewing.mesh_data import MeshData
from studio.viewing.plan_data import PlanData
from studio.viewing.volume_data import VolumeData
from tests.unit.grading.medical_files import nifti, organs
from tests.unit.grading.mesh_files import block

Arrays = tuple[Any, ...]


def arrive(made: Any, arrays: Arrays) -> Any:
    """Return an answer as it arrives with other arrays than were read."""
    line, data, *_ = frames.packed(made)
    told = json.loads(line)
    told["arrays"] = [[array.dtype.name, list(array.shape)] for array in arrays]
    body = b"".join((data, *(np.ascontiguousarray(array).tobytes() for array in arrays)))
    return frames.unpacked(type(made), told, memoryview(body))


@pytest.fixture
def shape(tmp_path: Path) -> MeshData:
    (tmp_path / "part.stl").write_bytes(block().stl())
    return mesh.opened(tmp_path / "part.stl", None).head()


@pytest.fixture
def labels(tmp_path: Path) -> VolumeData:
    (tmp_path / "organs.nii.gz").write_bytes(nifti(organs()))
    return volume.opened(tmp_path / "organs.nii.gz", None).head()


@pytest.fixture
def plan(tmp_path: Path) -> PlanData:
    shape = {"type": "LineString", "coordinates": [[0, 0], [1, 1], [2, 0]]}
    feature = {"type": "Feature", "properties": {"id": 1}, "geometry": shape}
    content = json.dumps({"type": "FeatureCollection", "features": [feature, feature]})
    (tmp_path / "town.geojson").write_text(content)
    return maps.opened(tmp_path / "town.geojson", None).head()


def changed(arrays: Arrays, number: int, change: Any) -> Arrays:
    held = [np.array(array) for array in arrays]
    held[number] = change(held[number])
    return tuple(held)


BROKEN_MESHES = {
    "a corner that is not there": (1, lambda faces: faces + 1),
    "a corner below none": (1, lambda faces: faces - 1),
    "a body that is not there": (2, lambda owners: owners + 1),
    "a place that is no number": (0, lambda places: places * np.float32("nan")),
    "triangles of four corners": (1, lambda faces: np.concatenate([faces, faces[:, :1]], axis=1)),
    "fewer owners": (2, lambda owners: owners[1:]),
    "no triangle": (1, lambda faces: faces[:0]),
}


@pytest.mark.parametrize("broken", BROKEN_MESHES.values(), ids=list(BROKEN_MESHES))
def test_a_mesh_that_does_not_fit_is_refused(shape: MeshData, broken: Any) -> None:
    assert arrive(shape, shape.arrays).count == 1
    with pytest.raises(frames.Garbled):
        arrive(shape, changed(shape.arrays, *broken))


BROKEN_VOLUMES = {
    "two dimensions": (0, lambda voxels: voxels[0]),
    "too small for its labels": (0, lambda voxels: voxels[:2]),
    "no labels": (0, lambda voxels: voxels.astype(np.float32)),
    "empty": (0, lambda voxels: voxels[:0]),
}


@pytest.mark.parametrize("broken", BROKEN_VOLUMES.values(), ids=list(BROKEN_VOLUMES))
def test_a_volume_that_does_not_fit_is_refused(labels: VolumeData, broken: Any) -> None:
    assert arrive(labels, labels.arrays).labels
    with pytest.raises(frames.Garbled):
        arrive(labels, changed(labels.arrays, *broken))


BROKEN_PLANS = {
    "points that are not there": (1, lambda starts: starts + 1),
    "parts without points": (1, lambda starts: starts * 0),
    "a feature that is not there": (2, lambda owners: owners + 2),
    "a layer that is not there": (3, lambda layers: layers - 1),
    "a place that is no number": (0, lambda places: places * np.inf),
    "places in space": (0, lambda places: places.reshape(-1, 3)),
}


@pytest.mark.parametrize("broken", BROKEN_PLANS.values(), ids=list(BROKEN_PLANS))
def test_a_plan_that_does_not_fit_is_refused(plan: PlanData, broken: Any) -> None:
    assert arrive(plan, plan.arrays).count == 2
    with pytest.raises(frames.Garbled), np.errstate(invalid="ignore"):
        arrive(plan, changed(plan.arrays, *broken))


def test_data_without_arrays_are_no_answer(
    shape: MeshData, labels: VolumeData, plan: PlanData
) -> None:
    for made in (shape, labels, plan):
        with pytest.raises(frames.Garbled):
            arrive(made, ())
