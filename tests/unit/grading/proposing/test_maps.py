"""Proposals for maps: shapes by what they cover, and the attributes that are asked for."""

from pathlib import Path
from typing import Any

import pytest
import shapely

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose, refusals
from studio.grading.near_misses import variants_of_task
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.unit.grading.families.grounds import lay
from tests.unit.grading.map_files import Rows, moved, square, write_layer

X, Y = 500_000.0, 5_600_000.0
PLOTS: Rows = [
    ({"plot": f"A{n}", "owner": ("Meyer", "Okoye", "Weiß")[n % 3]}, square(X + 150 * n, Y, 100))
    for n in range(5)
]
FLOOD = shapely.Polygon([(X - 9, Y - 9), (X + 480, Y - 9), (X + 480, Y + 20), (X - 9, Y + 120)])
CUT: Rows = [
    ({**about, "flooded_ha": round(part.area / 1e4, 2)}, part)
    for about, shape in PLOTS
    if (part := shape.intersection(FLOOD)).area
]
PROMPT = (
    "Cut the flooded part out of each plot and save the parts as `flooded{}` with `plot`, `owner` "
    "and `flooded_ha`, the area in hectares with two decimals. "
)


def proposed(
    folder: Path, prompt: str, name: str, rows: Rows, crs: str = "EPSG:25832"
) -> TaskFolder:
    task = TaskFolder(
        folder, TaskDocument(Task(id="t", created="now", work="separate"), prompt, Checks())
    )
    write_layer(task.reference / name, rows, crs)
    write_layer(task.input / "plots.gpkg", PLOTS)
    lay(task.input, {"readme.txt": "The plots of the parish."})
    checks = Checks(checks=propose(task, {}).checks)
    return task.with_document(TaskDocument(task.document.task, prompt, checks))


def found(task: TaskFolder) -> dict[str, Check]:
    return {check.kind: check for check in task.document.checks.checks}


def in_degrees(rows: Rows) -> Rows:
    shapes = moved([shape for _, shape in rows], "EPSG:25832", "EPSG:4326")
    return [(about, shape) for (about, _), shape in zip(rows, shapes, strict=True)]


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp"])
def test_right_work_passes_and_near_misses_fail(tmp_path: Path, suffix: str) -> None:
    name = f"flooded{suffix}"
    task = proposed(tmp_path / "t", PROMPT.format(suffix), name, CUT)
    checks = found(task)
    assert set(checks) == {"map_features", "map_areas", "map_overlap"}
    assert checks["map_features"].parameters == {"key": ["plot"], "attributes": ["owner"]}
    assert checks["map_areas"].parameters["unit"] == "ha"
    assert all(not check.gate and check.because for check in checks.values())
    assert refusals(task) == () and grade_output(task, task.reference).passed
    other = tmp_path / "other"
    write_layer(other / name, in_degrees(CUT[::-1]), "EPSG:4326")
    assert grade_output(task, other).passed
    seen = set()
    for number, variant in enumerate(variants_of_task(task)):
        folder = tmp_path / f"v{number}"
        variant.lay(task.reference, folder)
        assert grade_output(task, folder).passed is variant.harmless, (variant.id, variant.did)
        seen.add(variant.id.partition(":")[2].partition("-")[0])
    assert {
        "map_feature_dropped", "map_feature_elsewhere", "map_all_shifted", "map_axes_swapped",
        "map_projection_mislabelled", "map_points_for_shapes", "map_box", "map_crossed",
        "map_attributes_shuffled", "map_attribute_missing", "map_number_wrong",
        "map_unit_mistaken", "map_reordered", "map_rings_turned", "map_vertices_added",
        "map_attributes_reordered", "map_attribute_more", "map_reprojected",
    } <= seen  # fmt: skip
    assert ("map_projection_lost" in seen) is (suffix != ".geojson")
    assert ("map_ring_open" in seen) is (suffix == ".geojson")


@pytest.mark.parametrize(
    ("words", "crs"),
    [
        ("Save it in EPSG:25832.", "EPSG:25832"),
        ("The layer is in ETRS89 / UTM zone 32N.", None),
        ("Deliver it in ETRS89 / UTM zone 32N.", "EPSG:25832"),
        ("Keep the projection of the input.", "reference"),
        ("Compute the areas in EPSG:25832.", None),
        ("", None),
    ],
)
def test_the_projection_is_asked_for_where_the_instruction_does(
    tmp_path: Path, words: str, crs: str | None
) -> None:
    task = proposed(tmp_path, PROMPT.format(".gpkg") + words, "flooded.gpkg", CUT)
    check = found(task).get("map_projection")
    assert (check.parameters.get("crs", "reference") if check else None) == crs
    assert check is None or check.gate


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("We accept an IoU of at least 0.9.", "at_least", 0.9),
        ("The parts must overlap ours by at least 95%.", "at_least", 0.95),
        ("Use a buffer of 20 m.", "at_least", 0.97),
        ("", "at_least", 0.99),
    ],
)
def test_the_instructions_words_become_the_floor(
    tmp_path: Path, words: str, name: str, value: float
) -> None:
    task = proposed(tmp_path, PROMPT.format(".gpkg") + words, "flooded.gpkg", CUT)
    assert found(task)["map_overlap"].parameters[name] == value


def test_points_are_as_near_as_the_instruction_says(tmp_path: Path) -> None:
    middles: Rows = [(about, shape.centroid) for about, shape in PLOTS]
    prompt = "Save the entrances as `doors.geojson` with `plot`. Positions may be off by 5 m."
    task = proposed(tmp_path, prompt, "doors.geojson", in_degrees(middles), "")
    assert found(task)["map_overlap"].parameters == {"key": ["plot"], "within": 5.0}


def test_a_method_that_is_stated_is_measured_tightly(tmp_path: Path) -> None:
    words = "Measure on the ellipsoid."
    task = proposed(tmp_path / "a", PROMPT.format(".gpkg") + words, "flooded.gpkg", CUT)
    areas = found(task)["map_areas"].parameters
    assert areas["method"] == "geodesic" and areas["relative"] == 0.0005
    words = "Measure the areas in EPSG:25832."
    task = proposed(tmp_path / "b", PROMPT.format(".gpkg") + words, "flooded.gpkg", CUT)
    areas = found(task)["map_areas"].parameters
    assert (areas["method"], areas["crs"]) == ("planar", "EPSG:25832")


def test_one_shape_without_attributes_is_compared_as_a_whole(tmp_path: Path) -> None:
    whole: Rows = [({"id": 1}, shapely.union_all([shape for _, shape in CUT]))]
    prompt = "Save the flooded area as `flooded.geojson`."
    task = proposed(tmp_path / "t", prompt, "flooded.geojson", in_degrees(whole), "")
    assert set(found(task)) == {"map_overlap"}
    parts: Rows = [({"nr": n}, shape) for n, (_, shape) in enumerate(CUT)]
    write_layer(tmp_path / "o/flooded.geojson", in_degrees(parts), "")
    assert grade_output(task, tmp_path / "o").passed


def test_parts_of_a_shapefile_are_no_files_of_their_own(tmp_path: Path) -> None:
    task = proposed(tmp_path, PROMPT.format(".shp"), "flooded.shp", CUT)
    targets: set[Any] = {check.target for check in task.document.checks.checks}
    assert targets == {"flooded.shp"}
