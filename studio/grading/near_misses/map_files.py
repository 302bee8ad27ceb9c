"""Writing map layers as the files of a format, the same bytes for the same layer."""

import json
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from studio.base.extras import import_extra
from studio.grading.readers.maps import GEOJSON, GEOPACKAGE, SHAPEFILE, Layer, named, shapely

_DRIVERS = {GEOPACKAGE: "GPKG", SHAPEFILE: "ESRI Shapefile"}
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_OPEN = "open"


def files_of(layer: Layer, path: str) -> Mapping[str, bytes | None]:
    """Return the files of a layer by their paths; None is one that must not be there.

    A layer called `open` gets a polygon in GeoJSON whose ring is not closed.
    """
    suffix = PurePosixPath(path).suffix.lower()
    if suffix == GEOJSON:
        return {path: _geojson(layer)}
    with tempfile.TemporaryDirectory(prefix="studio-map-") as folder:
        place = Path(folder) / f"{PurePosixPath(path).stem}{suffix}"
        _write(layer, place, _DRIVERS[suffix])
        if suffix == GEOPACKAGE:
            return {path: place.read_bytes()}
        parts = {ending: place.with_suffix(ending) for ending in _PARTS}
        return {
            str(PurePosixPath(path).with_suffix(ending)): (
                part.read_bytes() if part.is_file() else None
            )
            for ending, part in parts.items()
        }


def _geojson(layer: Layer) -> bytes:
    features: list[dict[str, Any]] = []
    for number, shape in enumerate(layer.shapes):
        geometry = None if shape is None else json.loads(shapely().to_geojson(shape))
        if layer.name == _OPEN and geometry and "Polygon" in geometry["type"]:
            rings = geometry["coordinates"]
            ring = rings[0][0] if geometry["type"] == "MultiPolygon" else rings[0]
            ring.pop()
        properties = {name: values[number] for name, values in layer.columns.items()}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if layer.crs is not None and named(layer.crs) not in ("WGS 84", "EPSG:4326"):
        name = f"urn:ogc:def:crs:EPSG::{layer.crs.to_epsg(min_confidence=70)}"
        document["crs"] = {"type": "name", "properties": {"name": name}}
    return json.dumps(document, ensure_ascii=False).encode()


def _write(layer: Layer, place: Path, driver: str) -> None:
    pyogrio = import_extra("pyogrio", "maps", "Maps")
    raw = import_extra("pyogrio.raw", "maps", "Maps")
    # A GeoPackage says when it was written; the same layer must give the same bytes.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2026-01-01T00:00:00Z"})
    kept = {n: v for n, v in layer.columns.items() if n.casefold() not in ("fid", "ogc_fid")}
    values = [_packed(column) for column in kept.values()]
    shapes = layer.shapes
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw.write(
            place,
            shapely().to_wkb(shapes),
            values,
            list(kept),
            driver=driver,
            layer=layer.name or place.stem,
            geometry_type=_kind(layer, place.suffix),
            crs=None if layer.crs is None else layer.crs.to_wkt(),
            promote_to_multi=False,
        )


def _packed(column: list[Any]) -> Any:
    if all(isinstance(value, float) for value in column):
        whole = all(value.is_integer() and abs(value) < 2**53 for value in column)
        return np.array(column, dtype=np.int64 if whole else np.float64)
    return np.array([None if v is None else str(v) for v in column], dtype=object)


def _kind(layer: Layer, suffix: str) -> str:
    """Return the sort of geometry that a layer declares; in shapefiles parts have no sort."""
    kinds = {shape.geom_type for shape in layer.shapes if shape is not None}
    if suffix == SHAPEFILE:
        kinds = {kind if kind == "MultiPoint" else kind.removeprefix("Multi") for kind in kinds}
    return kinds.pop() if len(kinds) == 1 else "Unknown"
