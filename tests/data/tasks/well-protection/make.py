"""Make the protection zones: shapes by shapely, projection by pyproj, files by pyogrio (GDAL)."""

import json
import math
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from pyproj import Transformer
from shapely import Polygon

from tests.data.tasks.fixed_files import STAMP, begin, finish, place

ZONES, AFFECTED = "zones.gpkg", "affected.geojson"
TO_UTM = Transformer.from_crs(4326, 25832, always_xy=True)
TO_GPS = Transformer.from_crs(25832, 4326, always_xy=True)
# well: UTM east, north, radius in m
WELLS = {"B1": (566120, 5934210, 90), "B2": (566235, 5934255, 70), "B3": (566480, 5934020, 110)}
OWNERS = ("Harms", "Gemeinde", "Petersen", "Kirche St. Marien", "Lühr", "Stadtwerke")
ABOUT = {
    "title": "Find the parcels inside new protection zones",
    "profession": "GIS technician",
    "occupation": "15-1299.02",
    "work": "separate",
    "families": ["geojson", "gpkg", "units", "projection", "tolerance"],
    "alternate_correct": {
        "few_corners": "Circles of 128 corners instead of 256, another order of all, "
        "a spatial index, a further attribute with the radius.",
        "rounded_multipolygons": "Multipolygons, values rounded as the prompt allows, coordinates "
        "to seven decimals.",
    },
    "known_bad": {
        "axes_swapped": "The GeoJSON has latitude before longitude.",
        "radius_as_diameter": "The radius was taken for the diameter, so zones are too small.",
        "overlap_twice": "Where zones of two wells overlap, the part counts twice.",
    },
}


def parcels() -> list[dict]:
    """Return parcels of a crooked field pattern, in UTM."""
    draw, made = random.Random(233), []
    lines = [
        [
            (565950 + 90 * col + draw.uniform(-14, 14), 5933850 + 80 * row + draw.uniform(-12, 12))
            for col in range(9)
        ]
        for row in range(8)
    ]
    for row in range(7):
        for col in range(8):
            ring = [lines[row][col], lines[row][col + 1]]
            ring += [lines[row + 1][col + 1], lines[row + 1][col]]
            owner = draw.choice(OWNERS)
            number = f"12/{row * 8 + col + 1}"
            made.append({"parcel": number, "owner": owner, "shape": Polygon(np.round(ring, 2))})
    return made


def write_gpkg(path: Path, layer: str, rows: list[dict], index: bool = False) -> None:
    names = [name for name in rows[0] if name != "shape"]
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP.replace("Z", ".000Z")})
    pyogrio.raw.write(
        path,
        geometry=np.array([shapely.to_wkb(row["shape"]) for row in rows], dtype=object),
        field_data=[np.array([row[name] for row in rows]) for name in names],
        fields=names,
        layer=layer,
        driver="GPKG",
        crs="EPSG:25832",
        geometry_type=rows[0]["shape"].geom_type,
        layer_options={"SPATIAL_INDEX": "YES" if index else "NO"},
    )
    with sqlite3.connect(path) as base:
        base.executescript("PRAGMA page_size = 1024; VACUUM;")
    base.close()


def write_wells(path: Path) -> None:
    features = []
    for name, (east, north, radius) in WELLS.items():
        place_at = [round(value, 8) for value in TO_GPS.transform(east, north)]
        features.append(
            {
                "type": "Feature",
                "properties": {"well": name, "radius_m": radius},
                "geometry": {"type": "Point", "coordinates": place_at},
            }
        )
    text = json.dumps({"type": "FeatureCollection", "features": features}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def read_parcels(path: Path) -> list[dict]:
    about, _, shapes, values = pyogrio.raw.read(path, layer="parcels")
    columns = dict(zip(about["fields"], values, strict=True))
    return [
        {"parcel": columns["parcel"][at], "owner": columns["owner"][at], "shape": shape}
        for at, shape in enumerate(shapely.from_wkb(shapes))
    ]


def zones(source: Path, factor: float = 1.0, quarter: int = 64) -> list[dict]:
    made = []
    for feature in json.loads((source / "wells.geojson").read_text("utf-8"))["features"]:
        east, north = TO_UTM.transform(*feature["geometry"]["coordinates"])
        radius = feature["properties"]["radius_m"] * factor
        shape = shapely.Point(east, north).buffer(radius, quad_segs=quarter)
        row = {"well": feature["properties"]["well"], "area_ha": shape.area / 1e4}
        made.append({**row, "shape": shape})
    return made


def affected(source: Path, circles: list[dict], twice: bool = False) -> list[dict]:
    shapes = [row["shape"] for row in circles]
    parts = shapes if twice else [shapely.union_all(shapes)]
    made = []
    for row in read_parcels(source / "parcels.gpkg"):
        whole = row["shape"].area
        inside = sum(part.intersection(row["shape"]).area for part in parts)
        if inside > 0:
            values = {"area_ha": whole / 1e4, "inside_m2": inside, "share": inside / whole}
            made.append({**row, **values})
    return made


def write_affected(
    path: Path, rows: list[dict], swap: bool = False, many: bool = False, turn: int = 0
) -> None:
    features = []
    for row in rows:
        ring = np.array(row["shape"].exterior.coords)[:-1]
        ring = np.roll(ring, turn, axis=0)
        lon, lat = TO_GPS.transform(*np.vstack([ring, ring[:1]]).T)
        pairs = zip(*((lat, lon) if swap else (lon, lat)), strict=True)
        corners = [[round(one, 7 if many else 9) for one in pair] for pair in pairs]
        shape = {"type": "Polygon", "coordinates": [corners]}
        if many:
            shape = {"type": "MultiPolygon", "coordinates": [[corners]]}
        values = {name: value for name, value in row.items() if name != "shape"}
        features.append({"type": "Feature", "properties": values, "geometry": shape})
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def rounded(row: dict) -> dict:
    places = {"area_ha": 2, "inside_m2": 0, "share": 3}
    return {
        name: round(value, places[name]) if name in places else value for name, value in row.items()
    }


def near(one: float, other: float, least: float) -> bool:
    return abs(one - other) <= max(0.01 * abs(other), least)


def right(made: Path, truth: list[dict]) -> bool:
    """Compare with exact circles and parcels, in UTM again."""
    about, _, shapes, values = pyogrio.raw.read(made / ZONES, layer="zones")
    rows = dict(zip(about["fields"], values, strict=True))
    good = about["crs"] == "EPSG:25832" and list(sorted(rows["well"])) == sorted(WELLS)
    for name, area, data in zip(rows["well"], rows["area_ha"], shapes, strict=True):
        east, north, radius = WELLS[name]
        shape = shapely.from_wkb(data)
        exact = math.pi * radius**2
        good &= near(shape.area, exact, 0) and near(area, exact / 1e4, 0.005)
        good &= shape.centroid.distance(shapely.Point(east, north)) < 0.1
    found = json.loads((made / AFFECTED).read_text("utf-8"))["features"]
    by_name = {one["properties"]["parcel"]: one for one in found}
    good &= len(found) == len(truth) and set(by_name) == {row["parcel"] for row in truth}
    return good and all(same(by_name[row["parcel"]], row) for row in truth)


def same(feature: dict, row: dict) -> bool:
    values = feature["properties"]
    shape = shapely.geometry.shape(feature["geometry"])
    shape = shapely.transform(shape, lambda at: np.array(TO_UTM.transform(*at.T)).T)
    if not np.isfinite(shape.area):
        return False
    return (
        values["owner"] == row["owner"]
        and near(values["area_ha"], row["area_ha"], 0.005)
        and near(values["inside_m2"], row["inside_m2"], 0.5)
        and near(values["share"], row["share"], 0.0005)
        and shape.symmetric_difference(row["shape"]).area < 1
    )


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    write_wells(source / "wells.geojson")
    write_gpkg(source / "parcels.gpkg", "parcels", parcels())
    truth = affected(source, zones(source, quarter=512))
    # A parcel that the circles only graze would be in or out by the number of corners.
    assert min(row["inside_m2"] for row in truth) > 300

    def store(
        where: str,
        circles: list[dict],
        each: Callable[[dict], dict] = lambda row: row,
        twice: bool = False,
        index: bool = False,
        **style: bool | int,
    ) -> None:
        made = place(folder, where)
        write_gpkg(made / ZONES, "zones", [each(row) for row in circles], index)
        rows = [each(row) for row in affected(source, circles, twice)]
        write_affected(made / AFFECTED, rows[::-1] if index else rows, **style)
        assert right(made, truth) == ("known_bad" not in where), where

    usual = zones(source)
    store("reference", usual)
    few = [
        {"radius_m": float(WELLS[row["well"]][2]), **row} for row in zones(source, quarter=32)[::-1]
    ]
    store("alternate_correct/few_corners", few, index=True, turn=2)
    store("alternate_correct/rounded_multipolygons", usual, rounded, many=True)
    store("known_bad/axes_swapped", usual, swap=True)
    store("known_bad/radius_as_diameter", zones(source, 0.5))
    store("known_bad/overlap_twice", usual, twice=True)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
