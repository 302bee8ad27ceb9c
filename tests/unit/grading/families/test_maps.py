"""Checks of maps: features, shapes, measures and projections, on files of the trade's library."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from studio.grading.kinds import KINDS
from tests.unit.grading.families.grounds import Desk, Files
from tests.unit.grading.map_files import Rows, geojson, moved, square, write_layer

BASE = (500_000.0, 5_600_000.0)
PLOTS: Rows = [
    ({"plot": name, "owner": owner, "ha": 1.0}, square(BASE[0] + 150 * n, BASE[1], 100))
    for n, (name, owner) in enumerate([("A1", "Meyer"), ("A2", "Okoye"), ("A3", "Weiß")])
]


def files(rows: Rows, name: str, folder: Path, crs: str | None = "EPSG:25832") -> Files:
    """Return the files of a layer by name."""
    place = folder / f"made-{len(list(folder.iterdir()))}" / name
    write_layer(place, rows, crs)
    return {one.name: one.read_bytes() for one in place.parent.iterdir()}


def degrees(rows: Rows) -> Rows:
    shapes = moved([shape for _, shape in rows], "EPSG:25832", "EPSG:4326")
    return [(about, shape) for (about, _), shape in zip(rows, shapes, strict=True)]


def changed(rows: Rows, number: int, shape: Any = None, **about: Any) -> Rows:
    found = list(rows)
    old, place = found[number]
    found[number] = ({**old, **about}, shape if shape is not None else place)
    return found


def only(rows: Rows, *names: str) -> Rows:
    return [({name: about[name] for name in names}, shape) for about, shape in rows]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk", {"plots.geojson": geojson(degrees(PLOTS))})


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "made"
    folder.mkdir()
    return folder


def all_kinds(desk: Desk, target: str) -> list[Any]:
    return [
        desk.check("map_features", target, key=["plot"], attributes=["owner", "ha"]),
        desk.check("map_overlap", target, key=["plot"]),
        desk.check("map_overlap", target),
        desk.check("map_areas", target, key=["plot"], unit="ha", attribute="ha"),
        desk.check("map_projection", target, crs="any"),
    ]


def test_other_right_ways_to_write_a_layer_pass(desk: Desk, made: Path) -> None:
    shape = PLOTS[1][1]
    begun = shapely.Polygon([*shape.exterior.coords[2:], *shape.exterior.coords[1:3]])
    turned = [
        PLOTS[2],
        changed(PLOTS, 1, shapely.MultiPolygon([begun.reverse()]))[1],
        ({"ha": "1.00", "nr": 7, "owner": "Meyer", "plot": "a1"}, PLOTS[0][1].segmentize(9)),
    ]
    for rows, crs in ((turned, "urn:ogc:def:crs:EPSG::25832"), (degrees(turned), None)):
        for check in all_kinds(desk, "plots.geojson"):
            desk.is_sound(check)
            assert desk.score(check, {"plots.geojson": geojson(rows, crs)}) == 1, check.kind


@pytest.mark.parametrize("name", ["plots.gpkg", "plots.shp"])
def test_geopackages_and_shapefiles_are_read(tmp_path: Path, made: Path, name: str) -> None:
    desk = Desk(tmp_path / "desk", files(PLOTS, name, made))
    other = files(only([*PLOTS[::-1]], "owner", "plot", "ha"), name, made)
    for check in all_kinds(desk, name):
        desk.is_sound(check)
        assert desk.score(check, other) == 1, check.kind
        assert desk.score(check, files(PLOTS[:2], name, made)) < 1 or check.gate
        rubbish = {part: b"\0" * 300 for part in other}
        assert desk.score(check, rubbish) == 0


def test_a_layer_of_many_is_named_or_found_by_its_name(tmp_path: Path) -> None:
    place = write_layer(tmp_path / "made/town.gpkg", PLOTS, layer="plots")
    write_layer(place, only(PLOTS[:1], "plot"), layer="roads")
    desk = Desk(tmp_path / "desk", {"town.gpkg": place.read_bytes()})
    check = desk.check("map_features", "town.gpkg#plots", key=["plot"])
    desk.is_sound(check)
    other = write_layer(tmp_path / "made/other.gpkg", PLOTS, layer="roads").read_bytes()
    told = desk.judged(check, {"town.gpkg": other})
    assert told.score == 0 and "has no layer plots; there are roads" in told.public


def test_features_are_counted_by_key(desk: Desk) -> None:
    check = desk.check("map_features", "plots.geojson", key=["plot"], attributes=["owner"])

    def told(rows: Rows) -> tuple[float, str]:
        result = desk.judged(check, {"plots.geojson": geojson(degrees(rows))})
        assert result.score is not None
        assert "Meyer" not in result.public and "A1" not in result.public
        return result.score, result.public

    assert told(PLOTS[1:]) == (pytest.approx(4 / 6), told(PLOTS[1:])[1])
    assert "1 missing" in told(PLOTS[1:])[1]
    assert told([*PLOTS, changed(PLOTS, 0, plot="B9")[0]])[0] == pytest.approx(6 / 7)
    assert "there more than once" in told([*PLOTS, PLOTS[0]])[1]
    assert told(changed(PLOTS, 0, owner="Weiß"))[0] == pytest.approx(5 / 6)
    middles = [(about, shape.centroid) for about, shape in PLOTS]
    assert "of another geometry" in told(middles)[1] and told(middles)[0] == 0.5
    assert told(only(PLOTS, "plot"))[0] == 0.5
    free = desk.check("map_features", "plots.geojson", key=["plot"], extra="ignore")
    more = geojson(degrees([*PLOTS, changed(PLOTS, 0, plot="B9")[0]]))
    assert desk.score(free, {"plots.geojson": more}) == 1


def test_only_what_changed_since_the_input_counts(tmp_path: Path) -> None:
    given = {"plots.geojson": geojson(degrees(PLOTS))}
    kept = changed(PLOTS[:2], 1, owner="Brandt")
    desk = Desk(tmp_path, {"plots.geojson": geojson(degrees(kept))}, given)
    asked: dict[str, Any] = {"key": ["plot"], "attributes": ["owner"]}
    change = desk.check("map_features", "plots.geojson", facts="changed", **asked)
    stays = desk.check("map_features", "plots.geojson", facts="unchanged", **asked)
    desk.is_sound(change)
    undeleted = {"plots.geojson": geojson(degrees([*kept, PLOTS[2]]))}
    assert desk.score(change, undeleted) == 0.5 and desk.score(stays, undeleted) == 1
    other = {"plots.geojson": geojson(degrees(changed(kept, 0, owner="nobody")))}
    assert desk.score(change, other) == 1 and desk.score(stays, other) < 1


def test_numbers_of_attributes_have_room_where_it_is_given(desk: Desk) -> None:
    tight = desk.check("map_features", "plots.geojson", key=["plot"])
    wide = desk.check("map_features", "plots.geojson", key=["plot"], tolerances={"ha": 0.02})
    off = {"plots.geojson": geojson(degrees(changed(PLOTS, 0, ha=1.015)))}
    assert desk.score(tight, off) < 1 and desk.score(wide, off) == 1
    for wrong in (float("nan"), 1e999, True, None, "1,0,0", [1.0]):
        text = geojson(degrees(changed(PLOTS, 0, ha=wrong))).replace("Infinity", "1e999")
        assert desk.score(wide, {"plots.geojson": text}) < 1


def test_overlap_finds_what_is_missing_moved_and_crossed(desk: Desk) -> None:
    by_key = desk.check("map_overlap", "plots.geojson", key=["plot"], at_least=0.9)
    whole = desk.check("map_overlap", "plots.geojson", at_least=0.9)
    x, y = BASE

    def scores(rows: Rows) -> tuple[float, float]:
        output = {"plots.geojson": geojson(degrees(rows))}
        return desk.score(by_key, output), desk.score(whole, output)

    near = changed(PLOTS, 0, square(x + 2, y, 100))
    assert scores(near) == (1, 1)
    assert scores(changed(PLOTS, 0, square(x + 60, y, 100))) == (pytest.approx(2 / 3), 0)
    assert scores(PLOTS[:2]) == (pytest.approx(2 / 3), 0)
    dissolved = [({"plot": "all"}, shapely.union_all([shape for _, shape in PLOTS]))]
    assert scores(dissolved) == (0, 1)
    crossed = shapely.Polygon([(x, y), (x + 100, y + 100), (x + 100, y), (x, y + 100)])
    output = {"plots.geojson": geojson(degrees(changed(PLOTS, 0, crossed)))}
    told = desk.judged(by_key, output)
    assert told.score == pytest.approx(2 / 3) and "Self-intersection" in told.sentence
    assert "1 not valid" in told.public
    knot = [(0, 0), (100, 0), (100, 98), (96, 100), (100, 100), (96, 98), (0, 98)]
    knotted = shapely.Polygon([(x + a, y + b) for a, b in knot])
    assert scores(changed(PLOTS, 0, knotted)) == (pytest.approx(2 / 3), 0)


def test_swapped_axes_are_named(desk: Desk) -> None:
    rows = [(about, shapely.transform(s, lambda p: p[:, ::-1])) for about, s in degrees(PLOTS)]
    output = {"plots.geojson": geojson(rows)}
    for check in (
        desk.check("map_overlap", "plots.geojson", key=["plot"]),
        desk.check("map_projection", "plots.geojson", crs="any"),
    ):
        told = desk.judged(check, output)
        assert told.score == 0 and "swapped" in told.public


def test_lines_and_points_have_a_distance(tmp_path: Path) -> None:
    x, y = BASE
    way = shapely.LineString([(x, y), (x + 500, y), (x + 500, y + 400)])
    rows: Rows = [({"id": "w"}, way), ({"id": "p"}, shapely.Point(x + 900, y))]
    desk = Desk(tmp_path, {"net.geojson": geojson(degrees(rows))})
    for key in (["id"], []):
        check = desk.check("map_overlap", "net.geojson", key=key, within=3.0, at_least=0.95)
        desk.is_sound(check)
        shaken = [
            (about, shapely.transform(shape.segmentize(50), lambda p: p + np.array([1.0, 1.5])))
            for about, shape in rows
        ]
        assert desk.score(check, {"net.geojson": geojson(degrees(shaken))}) == 1
        away = [(about, shapely.transform(s, lambda p: np.add(p, (9, 9)))) for about, s in rows]
        assert desk.score(check, {"net.geojson": geojson(degrees(away))}) == 0
        cut = shapely.LineString([(x, y), (x + 500, y)])
        assert desk.score(check, {"net.geojson": geojson(degrees(changed(rows, 0, cut)))}) == 0.5


def test_areas_are_measured_in_their_unit(desk: Desk) -> None:
    shapes = desk.check("map_areas", "plots.geojson", key=["plot"], unit="m2")
    stated = desk.check("map_areas", "plots.geojson", key=["plot"], unit="ha", attribute="ha")
    plane = desk.check(
        "map_areas", "plots.geojson", key=["plot"], unit="acre", method="planar", crs="EPSG:25832"
    )
    for check in (shapes, stated, plane):
        desk.is_sound(check)
    grown = geojson(degrees(changed(PLOTS, 0, square(*BASE, 120), ha=1.44)))
    assert desk.score(shapes, {"plots.geojson": grown}) == pytest.approx(2 / 3)
    metres = geojson(degrees([({**about, "ha": 10_000.0}, s) for about, s in PLOTS]))
    told = desk.judged(stated, {"plots.geojson": metres})
    assert told.score == 0 and "10,000 ha" in told.sentence and "1 ha" not in told.public
    mercator = geojson(degrees([({**about, "ha": 2.49}, s) for about, s in PLOTS]))
    assert desk.score(stated, {"plots.geojson": mercator}) == 0
    assert desk.score(stated, {"plots.geojson": geojson(degrees(only(PLOTS, "plot")))}) == 0


def test_holes_are_no_area(tmp_path: Path) -> None:
    x, y = BASE
    ring = square(x, y, 100).difference(square(x + 25, y + 25, 50))
    desk = Desk(tmp_path, {"a.geojson": geojson(degrees([({"id": 1}, ring)]))})
    check = desk.check("map_areas", "a.geojson", unit="m2", relative=0.001)
    assert desk.score(check, {"a.geojson": geojson(degrees([({"id": 1}, ring)]))}) == 1
    filled = geojson(degrees([({"id": 1}, square(x, y, 100))]))
    told = desk.judged(check, {"a.geojson": filled})
    assert told.score == 0 and told.evidence["wrong"][0]["expected"] == pytest.approx(7505, abs=5)


@pytest.mark.parametrize("name", ["plots.gpkg", "plots.shp"])
def test_a_projection_must_be_stated_and_true(tmp_path: Path, made: Path, name: str) -> None:
    desk = Desk(tmp_path / "desk", files(PLOTS, name, made))
    check = desk.check("map_projection", name)
    desk.is_sound(check)

    def public(rows: Rows, crs: str | None) -> str:
        result = desk.judged(check, files(rows, name, made, crs))
        assert result.score == 0
        return result.public

    unknown = "does not say which projection its coordinates are in"
    assert unknown in public(PLOTS, None)
    assert "is in EPSG:4326, which is not the projection asked for" in public(
        degrees(PLOTS), "EPSG:4326"
    )
    assert "25832" not in public(degrees(PLOTS), "EPSG:4326")
    assert "do not belong to the projection" in public(degrees(PLOTS), "EPSG:25832")
    for kind in ("map_overlap", "map_areas"):
        more = {"unit": "ha"} if kind == "map_areas" else {}
        asked = desk.check(kind, name, key=["plot"], **more)
        assert unknown in desk.judged(asked, files(PLOTS, name, made, None)).public


def test_coordinates_that_are_no_degrees_have_no_projection(desk: Desk) -> None:
    check = desk.check("map_overlap", "plots.geojson", key=["plot"])
    told = desk.judged(check, {"plots.geojson": geojson(PLOTS)})
    assert told.score == 0 and "does not say which projection" in told.public


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (("[[[", "[[[["), "not valid JSON"),
        (("FeatureCollection", "Collection"), "no list of features"),
        (('"Polygon"', '"Polygone"'), "no GeoJSON geometry"),
        (('"coordinates"', '"co"'), "no list of positions"),
    ],
)
def test_broken_geojson_is_told(desk: Desk, spoil: tuple[str, str], told: str) -> None:
    check = desk.check("map_overlap", "plots.geojson")
    text = geojson(degrees(PLOTS)).replace(*spoil)
    result = desk.judged(check, {"plots.geojson": text})
    assert result.score == 0 and told in result.public, result.public


def test_an_open_ring_is_told_with_its_feature(desk: Desk) -> None:
    text = geojson(degrees(PLOTS))
    first = text.index("]]]")
    open_ring = text[: text.rindex(", [", 0, first)] + text[first:].replace("]]]", "]]", 1)
    for check in all_kinds(desk, "plots.geojson"):
        told = desk.judged(check, {"plots.geojson": open_ring})
        assert told.score == 0
        assert "a ring that is not closed" in told.public and "feature 1 (A1)" in told.public


def test_a_shapefile_without_its_parts_is_not_whole(tmp_path: Path, made: Path) -> None:
    whole = files(PLOTS, "plots.shp", made)
    desk = Desk(tmp_path / "desk", whole)
    check = desk.check("map_features", "plots.shp", key=["plot"])
    for part, told in (("plots.dbf", "attributes"), ("plots.shx", "index")):
        left = {name: content for name, content in whole.items() if name != part}
        result = desk.judged(check, left)
        assert result.score == 0 and f"its {'table of ' * (part[-1] == 'f')}{told}" in result.public
    capitals = {
        name.replace(".dbf", ".DBF").replace(".shx", ".SHX"): content
        for name, content in whole.items()
        if not name.endswith(".cpg")
    }
    assert desk.score(check, capitals) == 1


def test_long_names_of_attributes_are_found_in_shapefiles(tmp_path: Path, made: Path) -> None:
    rows = [({**about, "protection_class": n}, s) for n, (about, s) in enumerate(PLOTS)]
    desk = Desk(tmp_path / "desk", files(rows, "plots.shp", made))
    check = desk.check("map_features", "plots.shp", attributes=["protection_class"], key=["plot"])
    desk.is_sound(check)


def test_what_a_check_cannot_mean_is_refused(desk: Desk) -> None:
    assert "no attribute gone" in desk.fault(
        desk.check("map_features", "plots.geojson", key=["gone"])
    )
    assert "tell the features" in desk.fault(
        desk.check("map_features", "plots.geojson", key=["ha"])
    )
    far = desk.check("map_areas", "plots.geojson", key=["plot"], unit="m2", attribute="ha")
    assert "measures" in desk.fault(far)
    assert "EPSG:1" in desk.fault(desk.check("map_projection", "plots.geojson", crs="EPSG:1"))
    assert "degrees" in desk.fault(desk.check("map_overlap", "plots.geojson", crs="EPSG:4326"))


def test_each_kind_says_what_it_asks(desk: Desk) -> None:
    told = {check.kind: desk.sentence(check) for check in all_kinds(desk, "plots.geojson")}
    assert set(told) == {kind.id for kind in KINDS.values() if kind.family == "maps"}
    assert "by plot, with owner and ha" in told["map_features"]
    assert "areas in ha in ha, on the ellipsoid, within 0.2%" in told["map_areas"]
    assert "at least 0.98" in told["map_overlap"]
