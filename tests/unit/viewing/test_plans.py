"""Maps and drawings as they are shown: read, drawn with few points, hit where they are seen."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.viewing import drawings, frames, gathering, maps
from studio.viewing.plan_data import AREA, LINE, POINT, PlanData
from studio.viewing.plans import Plan, Window
from tests.unit.grading import drawing_files
from tests.unit.grading.map_files import square, write_layer


def collection(*features: tuple[dict[str, Any], dict[str, Any]]) -> str:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": held, "geometry": shape}
                for shape, held in features
            ],
        }
    )


def ring(x: float, y: float, side: float) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


YARD = {"type": "Polygon", "coordinates": [ring(10, 50, 3), ring(11, 51, 1)]}
HOUSE = {"type": "Polygon", "coordinates": [ring(11, 51, 1)]}
ROAD = {"type": "LineString", "coordinates": [[9, 49], [14, 49]]}
TREE = {"type": "Point", "coordinates": [13.5, 53.5]}
TOWN = collection(
    (YARD, {"id": "Y1", "use": "yard"}), (ROAD, {"name": "High Street"}), (TREE, {"id": 7.0})
)


def town(folder: Path, content: str = TOWN, name: str = "town.geojson") -> Path:
    (folder / name).write_text(content)
    return folder / name


def window(data: PlanData, size: int = 400) -> Window:
    west, south, east, north = data.box
    return Window(0, 0, 0.8 * size / max(east - west, north - south), 1.0, (size, size), data.down)


def at(data: PlanData, x: float, y: float) -> int:
    """Return the feature that is hit at a place of the map."""
    plan, looked = Plan(data), window(data)
    spot = looked.pixels(np.array([[x - data.middle[0], y - data.middle[1]]]))[0]
    return plan.hit(looked, float(spot[0]), float(spot[1]), 5.0)


# Maps.


def test_a_map_tells_its_features_with_their_names_and_facts(tmp_path: Path) -> None:
    data = maps.opened(town(tmp_path), None).head()
    assert [one.title for one in data.features] == ["Y1", "High Street", "7"]
    assert data.features[0].facts == "id Y1, use yard"
    assert data.degrees and data.unit == "°" and data.projection == "WGS 84"
    assert sorted(set(data.arrays[4].tolist())) == [POINT, LINE, AREA]
    assert data.box == (9, 49, 14, 53.5)


def test_a_click_hits_lines_and_points_nearby_areas_within_but_not_their_holes(
    tmp_path: Path,
) -> None:
    data = maps.opened(town(tmp_path), None).head()
    assert at(data, 10.5, 50.5) == 0
    assert at(data, 11.5, 51.5) == -1
    assert at(data, 12, 49.01) == 1
    assert at(data, 13.5, 53.5) == 2
    assert at(data, 9.5, 53) == -1


def test_the_layers_of_a_geopackage_lie_over_one_another_in_one_projection(tmp_path: Path) -> None:
    place = tmp_path / "town.gpkg"
    write_layer(place, [({"id": "A"}, square(500_000, 5_600_000, 100))], "EPSG:25832", "plots")
    write_layer(place, [({"id": "B"}, square(9.0, 50.5, 0.001))], "EPSG:4326", "houses")
    data = maps.opened(place, None).head()
    assert [(layer.name, layer.place) for layer in data.layers] == [
        ("houses", "houses"), ("plots", "plots"),
    ]  # fmt: skip
    assert max(abs(n) for n in data.box) < 180 and data.degrees


def test_the_map_that_it_is_compared_with_has_the_same_projection(tmp_path: Path) -> None:
    one = write_layer(tmp_path / "one.gpkg", [({"id": "A"}, square(500_000, 5_600_000, 100))],
                      "EPSG:25832", "plots")  # fmt: skip
    two = town(tmp_path, collection((ROAD, {"id": 1.0})))
    file = maps.opened(one, two)
    assert file.head().compared and file.other().box[1] > 5_000_000


def test_the_same_shapes_are_known_whichever_way_they_run(tmp_path: Path) -> None:
    turned = {
        "type": "Polygon",
        "coordinates": [ring(10, 50, 3)[::-1], [*ring(11, 51, 1)[1:], [12, 51]]],
    }
    one, two = (
        Plan(maps.opened(town(tmp_path, collection((shape, {"id": 1.0}), extra)), None).head())
        for shape, extra in ((YARD, (ROAD, {})), (turned, (TREE, {})))
    )
    ours, theirs = one.alike(two)
    assert ours.tolist() == theirs.tolist() == [True, False]


def test_what_is_read_arrives_as_it_was(tmp_path: Path) -> None:
    made = maps.opened(town(tmp_path), None).head()
    line, *rest = frames.packed(made)
    came = frames.unpacked(PlanData, json.loads(line), memoryview(b"".join(rest)))
    assert came.features == made.features and came.box == made.box
    assert all(np.array_equal(a, b) for a, b in zip(came.arrays, made.arrays, strict=True))


BAD = {
    "nothing": "",
    "no map": "{}",
    "no features": collection(),
    "endless": '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
    '"geometry":{"type":"Point","coordinates":[1e999,0]}}]}',
    "not a number": '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
    '"geometry":{"type":"LineString","coordinates":[[NaN,0],[1,1]]}}]}',
    "features without shapes": '{"type":"FeatureCollection","features":[{"type":"Feature",'
    '"properties":{"id":1},"geometry":null}]}',
}


@pytest.mark.parametrize("content", BAD.values(), ids=list(BAD))
def test_a_damaged_map_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    with pytest.raises((Unreadable, HostileInputError)) as refused:
        maps.opened(town(tmp_path, content), None).head()
    assert "\n" not in str(refused.value) and "Error" not in str(refused.value)


def test_more_points_than_are_drawn_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_POINTS", 8)
    with pytest.raises(Unreadable, match="more than 8 points"):
        maps.opened(town(tmp_path), None).head()


# Drawing.


def test_of_lines_finer_than_pixels_few_points_are_drawn(tmp_path: Path) -> None:
    steps = np.linspace(0, 2 * math.pi, 20_000)
    circle = {
        "type": "LineString",
        "coordinates": [[math.cos(t), math.sin(t)] for t in steps.tolist()],
    }
    data = maps.opened(town(tmp_path, collection((circle, {"id": 1.0}))), None).head()
    plan, looked = Plan(data), window(data, 200)
    pixels, first = plan.lines(looked, np.array([0]))
    assert len(pixels) < 2_500 and first[0] and first.sum() == 1
    radius = np.hypot(pixels[:, 0] - 100, pixels[:, 1] - 100)
    assert np.ptp(radius) < 1


def test_only_what_a_window_shows_is_drawn(tmp_path: Path) -> None:
    data = maps.opened(town(tmp_path), None).head()
    plan = Plan(data)
    near = Window(12 - data.middle[0], 49 - data.middle[1], 1000, 1.0, (100, 100), False)
    assert plan.owners[plan.seen(near)].tolist() == [1]


@pytest.mark.parametrize("down", [True, False])
def test_pixels_and_places_belong_to_one_another(down: bool) -> None:
    looked = Window(3, -2, 17.0, 0.6, (640, 480), down)
    x, y = looked.place(100, 333)
    assert looked.pixels(np.array([[x, y]]))[0] == pytest.approx((100, 333))


# Drawings.


def test_a_drawing_tells_its_layers_lines_and_texts(tmp_path: Path) -> None:
    (tmp_path / "plan.dxf").write_bytes(drawing_files.plan())
    data = drawings.opened(tmp_path / "plan.dxf", None).head()
    assert data.unit == "mm" and data.layers and not data.projection
    assert sum(layer.count for layer in data.layers) == data.count + len(data.texts)
    assert len(data.arrays[0]) == data.arrays[1][-1] > 8


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60"><g id="icon">'
    '<path id="leaf" d="M10 10 h20 v20 h-20 z M50 10 h5 v5 z" fill="green"/>'
    '<circle cx="80" cy="40" r="10" fill="none" stroke="red"/>'
    '<text x="5" y="50">Leaf</text></g></svg>'
)


def test_a_drawing_in_svg_is_drawn_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "icon.svg").write_text(SVG)
    data = drawings.opened(tmp_path / "icon.svg", None).head()
    assert [layer.place for layer in data.layers] == ["icon"] and data.down
    # The pen is put down twice for the leaf: no line joins its two parts.
    assert data.arrays[2].tolist() == [0, 0, 1]
    assert [text.text for text in data.texts] == ["leaf"] or data.texts[0].text == "Leaf"


@pytest.mark.parametrize("content", [b"", b"no drawing", b"0\nSECTION\n"])
def test_a_damaged_drawing_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    for name in ("plan.dxf", "plan.svg"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises((Unreadable, HostileInputError)) as refused:
            drawings.opened(tmp_path / name, None).head()
        assert "\n" not in str(refused.value)


def test_blocks_within_blocks_without_end_are_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.dxf").write_bytes(drawing_files.nested(3, 2, itself=True))
    with pytest.raises((Unreadable, HostileInputError)):
        drawings.opened(tmp_path / "plan.dxf", None).head()
