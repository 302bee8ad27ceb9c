"""Map layers for tests, written by the library of the trade (GDAL) or as GeoJSON by hand."""

import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pyproj
import shapely

Rows = Sequence[tuple[dict[str, Any], Any]]
UTM = "EPSG:25832"
DRIVERS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile"}


def square(x: float, y: float, side: float) -> Any:
    return shapely.box(x, y, x + side, y + side)


def moved(shapes: Any, source: str, target: str) -> Any:
    way = pyproj.Transformer.from_crs(source, target, always_xy=True)
    return shapely.transform(
        np.asarray(shapes, dtype=object),
        lambda points: np.column_stack(way.transform(points[:, 0], points[:, 1])),
    )


def write_layer(place: Path, rows: Rows, crs: str | None = UTM, layer: str = "") -> Path:
    """Write rows of attributes and a geometry; the ending of the name tells the format."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.suffix == ".geojson":
        place.write_text(geojson(rows, crs))
        return place
    shapes = np.array([shape for _, shape in rows], dtype=object)
    names = list(rows[0][0]) if rows else []
    values = [column([about[name] for about, _ in rows]) for name in names]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.raw.write(
            place, shapely.to_wkb(shapes), values, names, driver=DRIVERS[place.suffix], crs=crs,
            geometry_type=shapes[0].geom_type if rows else "Polygon", layer=layer or None,
        )  # fmt: skip
    return place


def column(values: list[Any]) -> Any:
    return np.array(values, dtype=object if isinstance(values[0], str) else None)


def geojson(rows: Rows, crs: str | None = None) -> str:
    features = [
        {"type": "Feature", "properties": about,
         "geometry": None if shape is None else json.loads(shapely.to_geojson(shape))}
        for about, shape in rows
    ]  # fmt: skip
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document)
