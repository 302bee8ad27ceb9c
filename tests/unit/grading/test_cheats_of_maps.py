"""Maps made to harm or to be paid without work, in the sandbox."""

import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading.isolated import Grader
from studio.grading.kinds import KINDS
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.isolation import needs_isolation
from tests.unit.grading.families.grounds import Files, lay
from tests.unit.grading.map_files import Rows, square, write_layer

pytestmark = needs_isolation
SECONDS = 30.0
NAMES = ("plots.geojson", "plots.gpkg", "plots.shp")
PLOTS: Rows = [
    ({"plot": f"A{n}", "ha": 1.0}, square(500_000 + 150 * n, 5_600_000, 100)) for n in range(3)
]


def files(folder: Path, name: str) -> dict[str, bytes]:
    write_layer(folder / name, PLOTS)
    return {place.name: place.read_bytes() for place in folder.iterdir()}


def checks_of(name: str) -> tuple[Check, ...]:
    asked = {
        "map_features": {"key": ["plot"]},
        "map_overlap": {"key": ["plot"]},
        "map_areas": {"key": ["plot"], "unit": "ha", "attribute": "ha"},
        "map_projection": {},
    }
    return tuple(
        Check(id=kind, kind=kind, target=name, parameters=more, gate=KINDS[kind].presence)
        for kind, more in asked.items()
    )


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    one = Grader(seconds=SECONDS)
    yield one
    one.close()


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    return {name: files(tmp_path_factory.mktemp("right"), name) for name in NAMES}


@pytest.fixture(scope="module")
def tasks(
    tmp_path_factory: pytest.TempPathFactory, right: dict[str, dict[str, bytes]]
) -> dict[str, TaskFolder]:
    found = {}
    for name in NAMES:
        folder = tmp_path_factory.mktemp("task")
        task = Task(id="t", title="t", created="2026-01-02T03:04:05.000Z", work="separate")
        save_document(folder, TaskDocument(task, "", Checks(checks=checks_of(name))), None)
        lay(folder / "private/reference", right[name])
        lay(folder / "input", {})
        found[name] = open_task(folder)
    return found


def graded(grader: Grader, task: TaskFolder, folder: Path, made: Files) -> tuple[str, float]:
    began = time.monotonic()
    grade = grader.grade(task, lay(folder, made))
    assert time.monotonic() - began < 2 * SECONDS
    for point in grade.checkpoints:
        for result in point.checks:
            assert result.status in ("pass", "fail"), result.sentence
            assert result.sentence.isprintable() and result.public.isprintable()
    assert grade.score is not None
    return grade.status, grade.score


@pytest.mark.parametrize("name", NAMES)
def test_right_work_is_paid(grader: Grader, tasks: dict[str, TaskFolder], name: str) -> None:
    assert grader.grade(tasks[name], tasks[name].reference).passed


def geojson_lies(whole: bytes) -> dict[str, bytes]:
    document = json.loads(whole)
    polygon = document["features"][0]["geometry"]
    nested = {"type": "Feature", "geometry": polygon, "properties": {}}
    for _ in range(50):
        collection = {"type": "GeometryCollection", "geometries": [nested["geometry"]]}
        nested = {"type": "Feature", "geometry": collection, "properties": {}}
    deep = {"type": "FeatureCollection", "features": [nested]}
    many = whole.replace(b'"ha": 1.0', b'"ha": 1.0, ' + b",".join(
        b'"x%d": 0' % n for n in range(5_000)))  # fmt: skip
    return {
        "nested": b"[" * 300_000,
        "collections in collections": json.dumps(deep).encode(),
        "cut off": whole[: len(whole) // 2],
        "not finite": whole.replace(b"500000.0", b"NaN"),
        "beyond floats": whole.replace(b"500000.0", b"1e999"),
        "huge whole numbers": whole.replace(b"500000.0", b"9" * 4000),
        "truths for numbers": whole.replace(b"500000.0", b"true"),
        "texts for numbers": whole.replace(b"500000.0", b'"500000.0"'),
        "far away": whole.replace(b"500000.0", b"1e200"),
        "many attributes": many,
        "many points": json.dumps(
            {"type": "LineString", "coordinates": [[1, 2]] * 2_100_000}
        ).encode(),
        "a layer of a database elsewhere": b"<OGRVRTDataSource><OGRVRTLayer name='plots'>"
        b"<SrcDataSource>/private/reference/plots.geojson</SrcDataSource>"
        b"</OGRVRTLayer></OGRVRTDataSource>",
        "its own projection file": whole.replace(b"EPSG:25832", b"+proj=utm +nadgrids=/etc/passwd"),
    }


def geopackage_lies(folder: Path, whole: bytes) -> dict[str, bytes]:
    def altered(*statements: str) -> bytes:
        place = folder / "altered.gpkg"
        place.write_bytes(whole)
        connection = sqlite3.connect(place)
        for statement in (
            "DROP TRIGGER IF EXISTS rtree_plots_geom_update6",
            "DROP TRIGGER IF EXISTS rtree_plots_geom_update7",
            "DROP TRIGGER IF EXISTS rtree_plots_geom_update2",
            "DROP TRIGGER IF EXISTS rtree_plots_geom_update4",
            "DROP TRIGGER IF EXISTS rtree_plots_geom_update5",
            "DROP TRIGGER IF EXISTS rtree_plots_geom_delete",
            *statements,
        ):
            connection.execute(statement)
        connection.commit()
        connection.close()
        return place.read_bytes()

    head = "substr(geom, 1, 40)"
    many = b"\x01\x03\x00\x00\x00\xff\xff\xff\x7f".hex()
    deep = b"\x01\x07\x00\x00\x00\x01\x00\x00\x00".hex() * 50_000
    endless = (
        "CREATE VIEW plots AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n) "
        "SELECT fid, x'4750' AS geom, 'A' AS plot, 1.0 AS ha FROM n"
    )
    return {
        "cut off": whole[: len(whole) // 2],
        "head alone": whole[:100],
        "a plain database": altered("DELETE FROM gpkg_geometry_columns"),
        "claims of many rings": altered(f"UPDATE plots SET geom = {head} || x'{many}'"),
        "rings in rings": altered(f"UPDATE plots SET geom = x'4750000100000000{deep}'"),
        "texts for geometries": altered("UPDATE plots SET geom = 'GP'"),
        "a view without end": altered("DROP TABLE plots", endless),
        "numbers beyond all": altered("UPDATE plots SET ha = 9e999"),
        "a projection without end": altered(
            "UPDATE gpkg_spatial_ref_sys SET organization = 'x', "
            f"definition = '{'PROJCS[' * 60_000}'"
        ),
    }


def shapefile_lies(whole: dict[str, bytes]) -> dict[str, dict[str, bytes]]:
    def other(part: str, place: int, content: bytes) -> dict[str, bytes]:
        old = whole[f"plots.{part}"]
        made = old[:place] + content + old[place + len(content) :]
        return {**whole, f"plots.{part}": made}

    index = whole["plots.shx"]
    return {
        "a head that lies": other("shp", 24, b"\x7f\xff\xff\xff"),
        "a record that lies": other("shp", 104, b"\x7f\xff\xff\xff"),
        "points without end": other("shp", 100 + 8 + 40, b"\xff\xff\xff\x7f"),
        "parts without end": other("shp", 100 + 8 + 36, b"\xff\xff\xff\x7f"),
        "an index outside": other("shx", 100, b"\x7f\xff\xff\xff"),
        "one record many times": {**whole, "plots.shx": index + index[100:108] * 90_000},
        "rows without end": other("dbf", 4, b"\xff\xff\xff\x7f"),
        "cut off": {**whole, "plots.shp": whole["plots.shp"][:130]},
        "cut table": {**whole, "plots.dbf": whole["plots.dbf"][:60]},
        "another kind": other("shp", 32, b"\x63\x00\x00\x00"),
        "a projection without end": {**whole, "plots.prj": b"PROJCS[" * 90_000},
        "not finite": other("shp", 100 + 8 + 48, b"\x00\x00\x00\x00\x00\x00\xf8\x7f"),
    }


# These are odd or wrong in one feature alone; the others are right.
_HONEST = ("many attributes", "far away", "numbers beyond all")


def test_lies_in_geojson_are_zeros(
    grader: Grader,
    tasks: dict[str, TaskFolder],
    right: dict[str, dict[str, bytes]],
    tmp_path: Path,
) -> None:
    for name, content in geojson_lies(right["plots.geojson"]["plots.geojson"]).items():
        made: Files = {"plots.geojson": content}
        grade = graded(grader, tasks["plots.geojson"], tmp_path / name, made)
        assert grade[0] == "SCORED" and (grade[1] == 0 or name in _HONEST), (name, grade)


def test_lies_in_geopackages_are_zeros(
    grader: Grader,
    tasks: dict[str, TaskFolder],
    right: dict[str, dict[str, bytes]],
    tmp_path: Path,
) -> None:
    for name, content in geopackage_lies(tmp_path, right["plots.gpkg"]["plots.gpkg"]).items():
        made: Files = {"plots.gpkg": content}
        status, score = graded(grader, tasks["plots.gpkg"], tmp_path / name, made)
        assert status == "SCORED" and score < 1, name
        assert score == 0 or name in _HONEST, (name, score)


def test_lies_in_shapefiles_are_zeros(
    grader: Grader,
    tasks: dict[str, TaskFolder],
    right: dict[str, dict[str, bytes]],
    tmp_path: Path,
) -> None:
    for name, made in shapefile_lies(right["plots.shp"]).items():
        status, score = graded(grader, tasks["plots.shp"], tmp_path / name, made)
        assert status == "SCORED" and score < 1, name
    assert grader.grade(tasks["plots.shp"], tasks["plots.shp"].reference).passed


@pytest.mark.parametrize("name", NAMES)
def test_one_format_under_the_name_of_another_is_a_zero(
    grader: Grader,
    tasks: dict[str, TaskFolder],
    right: dict[str, dict[str, bytes]],
    tmp_path: Path,
    name: str,
) -> None:
    contents = [b"", b"\0" * 999, b"PK\x03\x04", b"\x1b[2J<script>1</script>"]
    contents += [right[other][other] for other in NAMES if other != name]
    for number, content in enumerate(contents):
        made: Files = {**right[name], name: content}
        assert graded(grader, tasks[name], tmp_path / str(number), made) == ("SCORED", 0.0)
