"""Reading GeoJSON: features of longitude and latitude, or of a projection that the file names.

Source: RFC 7946; the member `crs` is that of the older GeoJSON 2008, which programs still write.
"""

import json
import re
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from studio.formats.documents import strict_json
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.maps import MAX_POINTS, Layer, Shapes, crs_of, refuse_many, shapely
from studio.grading.readers.places import decode, read_bytes
from studio.grading.readers.values import Scalar, legible, scalar

_EPSG = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:(?:[\d.]*:)?(\d{4,6})", re.IGNORECASE)
_CRS84 = re.compile(r"(?:urn:ogc:def:crs:)?OGC:(?:[\d.]*:)?CRS84h?", re.IGNORECASE)
_DEEPEST = 4
_LEAST_RING = 4
_BEYOND = 1e300
_NO_POSITION = "has a position that is not two numbers, x and y"


def read_geojson(place: Path) -> Layer:
    """Return the features of a GeoJSON file.

    Raises:
        Unreadable: if it is none, or a geometry of it is none: a ring that is not closed, a
            position without two numbers.
    """
    text = decode(read_bytes(place))
    if text.count("[") > 2 * MAX_POINTS:
        raise Unreadable(f"has more than {MAX_POINTS:,} points")
    try:
        document = strict_json(text)
    except (ValueError, RecursionError) as fault:
        raise Unreadable(f"is not valid JSON ({legible(str(fault)[:80])})") from None
    features = _features(document)
    refuse_many(len(features))
    shapes: Shapes = np.empty(len(features), dtype=object)
    for number, feature in enumerate(features):
        try:
            shapes[number] = _shape(feature.get("geometry"), _DEEPEST)
        except Unreadable as fault:
            raise Unreadable(f"{fault} in feature {number + 1}{_told(feature)}") from None
        except (TypeError, ValueError):
            raise Unreadable(f"has no GeoJSON geometry in feature {number + 1}") from None
    return Layer(shapes, _columns(features), _crs(document, shapes))


def _features(document: Any) -> list[dict[str, Any]]:
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection":
        found = document.get("features")
    elif kind == "Feature":
        found = [document]
    elif kind is not None and ("coordinates" in document or "geometries" in document):
        found = [{"type": "Feature", "geometry": document, "properties": {}}]
    else:
        found = None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unreadable("is not GeoJSON: it has no list of features")
    return found


def _told(feature: dict[str, Any]) -> str:
    properties = feature.get("properties")
    first = next(iter(properties.values()), "") if isinstance(properties, dict) else ""
    return f" ({legible(str(first)[:40])})" if isinstance(first, str | int) and first else ""


def _shape(geometry: Any, depth: int) -> Any:
    if geometry is None:
        return None
    if not isinstance(geometry, dict) or depth == 0:
        raise Unreadable("has no GeoJSON geometry")
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        parts = [_shape(part, depth - 1) for part in geometry.get("geometries", [])]
        return shapely().GeometryCollection([part for part in parts if part is not None])
    make = _MAKERS.get(kind) if isinstance(kind, str) else None
    if make is None:
        raise Unreadable("has no GeoJSON geometry")
    return make(geometry.get("coordinates"))


def _line(positions: Any) -> np.ndarray[Any, Any]:
    """Return positions as rows of x and y.

    Raises:
        Unreadable: if one is not two or three finite numbers.
    """
    if not isinstance(positions, list):
        raise Unreadable("has no list of positions")
    plain = set(map(type, positions)) <= {list} and set(map(len, positions)) <= {2, 3, 4}
    if not plain or not set(map(type, chain.from_iterable(positions))) <= {int, float}:
        raise Unreadable(_NO_POSITION)
    try:
        line = np.array([position[:2] for position in positions], dtype=float).reshape(-1, 2)
    except OverflowError:
        raise Unreadable(_NO_POSITION) from None
    if not np.all(np.abs(line) < _BEYOND):
        raise Unreadable(_NO_POSITION)
    return line


def _ring(positions: Any) -> np.ndarray[Any, Any]:
    ring = _line(positions)
    if len(ring) and not np.array_equal(ring[0], ring[-1]):
        raise Unreadable("has a ring that is not closed: its last position is not its first")
    if len(ring) < _LEAST_RING:
        raise Unreadable("has a ring of fewer than four positions")
    return ring


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Unreadable("has no list of positions")
    return value


def _point(position: Any) -> Any:
    return shapely().Point(_line([position])[0]) if position != [] else shapely().Point()


def _line_string(positions: Any) -> Any:
    line = _line(positions)
    if len(line) == 1:
        raise Unreadable("has a line of a single position")
    return shapely().LineString(line)


def _polygon(rings: Any) -> Any:
    shells = [_ring(ring) for ring in _list(rings)]
    return shapely().Polygon(shells[0], shells[1:]) if shells else shapely().Polygon()


_MAKERS: dict[str, Callable[[Any], Any]] = {
    "Point": _point,
    "LineString": _line_string,
    "Polygon": _polygon,
    "MultiPoint": lambda value: shapely().MultiPoint([_point(one) for one in _list(value)]),
    "MultiLineString": lambda value: shapely().MultiLineString(
        [_line_string(one) for one in _list(value)]
    ),
    "MultiPolygon": lambda value: shapely().MultiPolygon([_polygon(one) for one in _list(value)]),
}


def _columns(features: list[dict[str, Any]]) -> dict[str, list[Scalar]]:
    rows = []
    for feature in features:
        properties = feature.get("properties")
        row = dict(properties) if isinstance(properties, dict) else {}
        if "id" in feature:
            row.setdefault("id", feature["id"])
        rows.append(row)
    names = dict.fromkeys(str(name) for row in rows for name in row)
    if len(names) * len(rows) > 20_000_000:
        raise Unreadable("has too many attributes")
    return {name: [_value(row.get(name)) for row in rows] for name in names}


def _value(value: Any) -> Scalar:
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return scalar(value)


def _crs(document: dict[str, Any], shapes: Shapes) -> Any:
    """Return the projection: the one that is named, else longitude and latitude if they fit."""
    stated = document.get("crs")
    if stated is not None:
        properties = stated.get("properties") if isinstance(stated, dict) else None
        name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
        if _CRS84.fullmatch(name):
            return crs_of("OGC:CRS84")
        found = _EPSG.fullmatch(name)
        return crs_of(f"EPSG:{found[1]}") if found else None
    if not len(shapes):
        return crs_of("OGC:CRS84")
    bounds = shapely().total_bounds(shapes)
    if np.all(np.isfinite(bounds)) and np.abs(bounds).max() > 360.0:
        return None
    return crs_of("OGC:CRS84")
