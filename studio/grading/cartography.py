"""Measuring map layers: one projection for two, overlaps, distances, areas and lengths."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.maps import Layer, Shapes, crs_of, named, pyproj, shapely

Numbers = NDArray[np.float64]
AreaUnit = Literal["m2", "ha", "km2", "acre", "sqmi", "sqft"]
LengthUnit = Literal["m", "km", "mi", "ft"]
# The acre, mile and foot are the international ones (NIST Handbook 44, appendix C).
AREAS = {
    "m2": 1.0, "ha": 1e4, "km2": 1e6, "acre": 4046.8564224, "sqmi": 2589988.110336,
    "sqft": 0.09290304,
}  # fmt: skip
LENGTHS = {"m": 1.0, "km": 1e3, "mi": 1609.344, "ft": 0.3048}
SHOWN = {"m2": "m²", "km2": "km²", "acre": "acres", "sqmi": "square miles", "sqft": "square feet"}
_SMALL = 1e-12
_NEAR = 0.1


@dataclass(frozen=True)
class Plane:
    """A projection that keeps areas and has metres, and the shapes of two layers in it."""

    expected: Shapes
    found: Shapes


def flat_crs(layer: Layer) -> Any:
    """Return an equal-area projection around a layer (Lambert azimuthal, Snyder 1987, chapter 24).

    None if the layer has no projection itself: then its coordinates are taken as they are.
    """
    if layer.crs is None:
        return None
    west, south, east, north = bounds_of(moved(layer.shapes, layer.crs, crs_of("OGC:CRS84")))
    middle = (south + north) / 2, (west + east) / 2
    text = f"+proj=laea +lat_0={middle[0]:.6f} +lon_0={middle[1]:.6f} +datum=WGS84 +units=m"
    return crs_of(text)


def bounds_of(shapes: Shapes) -> tuple[float, float, float, float]:
    """Return west, south, east and north of all shapes, zeros if there is none."""
    bounds = shapely().total_bounds(shapes) if len(shapes) else np.full(4, np.nan)
    if not np.all(np.isfinite(bounds)):
        return 0.0, 0.0, 0.0, 0.0
    west, south, east, north = map(float, bounds)
    return west, south, east, north


def moved(shapes: Shapes, source: Any, target: Any) -> Shapes:
    """Return shapes in another projection; as they are where one of the two is unknown.

    Raises:
        Unreadable: if they have no place in it.
    """
    if source is None or target is None or source == target:
        return shapes
    transformer = _way(source, target)

    def move(points: Numbers) -> Numbers:
        x, y = transformer.transform(points[:, 0], points[:, 1])
        return np.column_stack([x, y])

    made: Shapes = shapely().transform(shapes, move)
    if not np.all(np.isfinite(shapely().get_coordinates(made))):
        raise Unreadable(f"has coordinates that {named(source)} does not reach")
    return made


@lru_cache(maxsize=64)
def _way(source: Any, target: Any) -> Any:
    """Return what turns coordinates of one projection into those of another; making it is slow."""
    try:
        return pyproj().Transformer.from_crs(source, target, always_xy=True)
    except pyproj().exceptions.ProjError:
        raise Unreadable(f"is in {named(source)}, from which no way leads to others") from None


def plane_of(expected: Layer, found: Layer, crs: Any = None) -> Plane:
    """Return the shapes of two layers in one plane: a projection's, or an equal-area one.

    Raises:
        Unreadable: if only one says which projection it has, or its shapes do not fit into it.
    """
    if expected.crs is not None and found.crs is None:
        raise Unreadable("does not say which projection its coordinates are in")
    flat = crs or flat_crs(expected)
    source = found.crs if expected.crs is not None else None
    return Plane(moved(expected.shapes, expected.crs, flat), moved(found.shapes, source, flat))


def are_swapped(expected: Layer, found: Layer) -> bool:
    """Tell whether a layer lies where the other does only once its axes change places."""
    swapped = shapely().transform(found.shapes, lambda points: points[:, ::-1])
    other = Layer(swapped, {}, found.crs)
    return not are_near(expected, found) and are_near(expected, other)


def _meet(expected: Layer, shapes: Shapes) -> bool:
    """Tell whether the bounds of shapes meet those of a layer, with some room around."""
    one, other = bounds_of(expected.shapes), bounds_of(shapes)
    degrees = expected.crs is not None and not expected.crs.is_projected
    room = max(_NEAR * max(one[2] - one[0], one[3] - one[1]), 0.01 if degrees else 1000.0)
    across = one[2] + room < other[0] or other[2] + room < one[0]
    upwards = one[3] + room < other[1] or other[3] + room < one[1]
    return not across and not upwards


def are_near(expected: Layer, found: Layer) -> bool:
    """Tell whether a layer lies about where another one does."""
    source = None if expected.crs is None else found.crs
    try:
        return _meet(expected, moved(found.shapes, source, expected.crs))
    except Unreadable:
        return False


def sound(shapes: Shapes) -> Shapes:
    """Return shapes without self-intersections, so that they can be measured."""
    library = shapely()
    broken = ~library.is_valid(shapes) & ~library.is_missing(shapes)
    if not broken.any():
        return shapes
    made = shapes.copy()
    made[broken] = library.make_valid(shapes[broken])
    return made


def faults_of(shapes: Shapes) -> dict[int, str]:
    """Return for the number of each polygon that is none why: it crosses itself, and where."""
    library = shapely()
    wrong = np.flatnonzero(~library.is_valid(shapes) & ~library.is_missing(shapes))
    return {int(number): str(library.is_valid_reason(shapes[number])) for number in wrong}


def overlaps(one: Shapes, other: Shapes) -> Numbers:
    """Return for each pair of polygons the shared area over the area of both (IoU)."""
    library = shapely()
    first, second = sound(one), sound(other)
    shared = library.area(library.intersection(first, second))
    both = library.area(first) + library.area(second) - shared
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(both > _SMALL, shared / both, 0.0)
    return np.asarray(np.nan_to_num(np.clip(ratio, 0.0, 1.0)), dtype=float)


def overlap_of_wholes(one: Shapes, other: Shapes) -> float:
    """Return the area that two sets of polygons share over the area of both, however they are cut.

    What each covers is taken apart into its parts, for only neighbours can share anything.
    """
    library = shapely()
    first, second = _apart(one), _apart(other)
    here, there = library.STRtree(second).query(first, predicate="intersects")
    shared = float(library.area(library.intersection(first[here], second[there])).sum())
    both = float(library.area(first).sum() + library.area(second).sum()) - shared
    return min(max(shared / both, 0.0), 1.0) if both > _SMALL else 0.0


def _apart(shapes: Shapes) -> Shapes:
    """Return polygons that cover what all do and do not overlap; those that meet none stay."""
    library = shapely()
    parts = library.get_parts(sound(shapes))
    one, other = library.STRtree(parts).query(parts, predicate="intersects")
    met = np.unique(one[one != other])
    if not len(met):
        return np.asarray(parts, dtype=object)
    alone = np.delete(parts, met)
    return np.concatenate([alone, library.get_parts(together(parts[met]))])


def alongside(one: Shapes, other: Shapes, within: float) -> Numbers:
    """Return for each pair of lines the share of both that runs within a distance of the other.

    Source: Goodchild and Hunter, "A simple positional accuracy measure for linear features",
    International Journal of Geographical Information Science 11(3), 1997; taken both ways.
    """
    library = shapely()
    shares = []
    for line, beside in ((one, other), (other, one)):
        length = library.length(line)
        near = library.length(library.intersection(line, library.buffer(beside, within)))
        with np.errstate(invalid="ignore", divide="ignore"):
            shares.append(np.where(length > _SMALL, near / length, 0.0))
    return np.nan_to_num(np.minimum(*shares))


def apart(one: Shapes, other: Shapes) -> Numbers:
    """Return how far the shapes of each pair are from each other at most (Hausdorff)."""
    found = shapely().hausdorff_distance(one, other)
    return np.where(np.isfinite(found), found, math.inf)


def measures(
    layer: Layer, unit: str, method: Literal["geodesic", "planar"], crs: Any = None
) -> Numbers:
    """Return the area or the length of each feature.

    Args:
        layer: its features.
        unit: of areas or of lengths; it says which of the two is measured.
        method: on the ellipsoid, or in the plane of a projection.
        crs: that projection; the layer's own if it is left out.

    Raises:
        Unreadable: if the projection is not known or has no lengths.
    """
    scale = AREAS.get(unit) or LENGTHS[unit]
    if method == "geodesic":
        found = _geodesic(layer, unit in AREAS)
    else:
        found = _planar(layer, unit in AREAS, crs or layer.crs)
    return found / scale


def _planar(layer: Layer, areas: bool, crs: Any) -> Numbers:
    if crs is None:
        raise Unreadable("does not say which projection its coordinates are in")
    if not crs.is_projected:
        raise Unreadable(f"has degrees and no metres in {named(crs)}")
    shapes = moved(layer.shapes, layer.crs, crs)
    factor = float(crs.axis_info[0].unit_conversion_factor or 1.0)
    library = shapely()
    found = library.area(shapes) * factor**2 if areas else library.length(shapes) * factor
    return np.asarray(found, dtype=float)


def _geodesic(layer: Layer, areas: bool) -> Numbers:
    """Return areas or lengths on the ellipsoid (Karney, Journal of Geodesy 87, 2013)."""
    if layer.crs is None:
        raise Unreadable("does not say which projection its coordinates are in")
    geographic = layer.crs.geodetic_crs
    shapes = moved(layer.shapes, layer.crs, geographic)
    geod = geographic.get_geod()
    found = np.zeros(layer.count)
    for number, shape in enumerate(shapes):
        if shape is None or shape.is_empty:
            continue
        found[number] = _area(geod, shape) if areas else geod.geometry_length(shape)
    return found


def _area(geod: Any, shape: Any) -> float:
    """Return the area of polygons: their shells without their holes, however they turn."""
    total = 0.0
    for part in shapely().get_parts(shape):
        if part.geom_type == "Polygon":
            for sign, ring in ((1, part.exterior), *((-1, hole) for hole in part.interiors)):
                x, y = ring.coords.xy
                total += sign * abs(geod.polygon_area_perimeter(x, y)[0])
    return total


def nearest(expected: Shapes, found: Shapes) -> list[int]:
    """Return for each shape the one of the others that lies nearest, -1 if another one is nearer.

    It is for layers without a key: the middle of a shape tells which it is.
    """
    library = shapely()
    if not len(found) or not len(expected):
        return [-1] * len(expected)
    middles, others = library.centroid(expected), library.centroid(found)
    tree = library.STRtree(others)
    partner = [-1] * len(expected)
    best: dict[int, tuple[float, int]] = {}
    usable = np.flatnonzero(~library.is_missing(middles) & ~library.is_empty(middles))
    pairs, distances = tree.query_nearest(middles[usable], all_matches=False, return_distance=True)
    for one, other, distance in zip(usable[pairs[0]], pairs[1], distances, strict=True):
        held = best.get(int(other))
        if held is None or (float(distance), int(one)) < held:
            best[int(other)] = (float(distance), int(one))
    for other, (_, one) in best.items():
        partner[one] = other
    return partner


def together(shapes: Sequence[Any] | Shapes) -> Any:
    """Return one shape that covers what all shapes cover."""
    return shapely().union_all(sound(np.asarray(shapes, dtype=object)))
