"""Pictures of maps: sound SVG that shows what is missing and what is too much, inert."""

from pathlib import Path

import pytest
import shapely
from defusedxml.ElementTree import fromstring

from studio.grading.kinds import Grounds
from studio.grading.pictures import PICTURES
from studio.model.check import Check
from tests.unit.grading.families.grounds import Desk, Files, lay
from tests.unit.grading.map_files import Rows, geojson, square

PLOTS: Rows = [({"plot": f"A{n}"}, square(9 + 0.01 * n, 50, 0.008)) for n in range(3)]
POINTS: Rows = [({"plot": f"A{n}"}, shapely.Point(9 + 0.01 * n, 50)) for n in range(3)]
WAYS: Rows = [({"plot": f"A{n}"}, shapely.LineString([(9, 50 + n), (10, 50 + n)])) for n in (0, 1)]


def drawn(desk: Desk, check: Check, output: Files) -> tuple[str, list[str]]:
    folder = lay(desk.folder / f"shown-{len(output)}", output)
    made = PICTURES[check.kind](check, Grounds.of(desk.task, folder))
    assert made.suffix == ".svg" and len(made.content) < 200_000
    assert made == PICTURES[check.kind](check, Grounds.of(desk.task, folder))
    root = fromstring(made.content)
    assert not list(root.iter("script"))
    fills = [element.get("fill", "") for element in root.iter() if element.tag.endswith("path")]
    return " ".join(element.text or "" for element in root.iter()), fills


@pytest.mark.parametrize("rows", [PLOTS, WAYS])
def test_what_is_missing_is_red_and_what_is_too_much_is_brown(tmp_path: Path, rows: Rows) -> None:
    desk = Desk(tmp_path, {"plots.geojson": geojson(rows)})
    check = desk.check("map_overlap", "plots.geojson")
    _, fills = drawn(desk, check, {"plots.geojson": geojson(rows)})
    assert set(fills) == {"none", "#1b7f3b"}
    _, fills = drawn(desk, check, {"plots.geojson": geojson(rows[1:])})
    assert "#b3261e" in fills and "#b35900" not in fills
    more = [*rows, ({"plot": "B"}, shapely.transform(rows[0][1], lambda p: p + 3))]
    _, fills = drawn(desk, check, {"plots.geojson": geojson(more)})
    assert "#b35900" in fills and "#b3261e" not in fills


def test_points_and_what_cannot_be_drawn(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"plots.geojson": geojson(POINTS)})
    check = desk.check("map_projection", "plots.geojson")
    assert "Rings are where" in drawn(desk, check, {"plots.geojson": geojson(POINTS[:2])})[0]
    assert "is not valid JSON" in drawn(desk, check, {"plots.geojson": "<script>"})[0]
    assert "is missing" in drawn(desk, check, {})[0]


def test_a_table_of_features(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"plots.geojson": geojson(PLOTS)})
    check = desk.check("map_features", "plots.geojson", key=["plot"])
    other = [*PLOTS[1:], ({"plot": "<b>"}, PLOTS[0][1])]
    told = drawn(desk, check, {"plots.geojson": geojson(other)})[0]
    assert "missing" in told and "too many" in told and "<b>" in told
    areas = desk.check("map_areas", "plots.geojson", key=["plot"], unit="ha")
    told = drawn(desk, areas, {"plots.geojson": geojson(PLOTS[1:])})[0]
    assert "found" not in told and "expected" in told
