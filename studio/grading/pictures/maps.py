"""Maps of what is missing and what is too much, and tables of what is wrong with features."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from studio.base.errors import FaultError
from studio.grading.cartography import bounds_of, plane_of, together
from studio.grading.families.maps_reading import two_layers
from studio.grading.families.maps_shapes import kind_of
from studio.grading.kinds import Grounds, target_of
from studio.grading.pictures.picture import (
    PLAIN,
    RIGHT,
    WRONG,
    Cell,
    Picture,
    drawn,
    mark,
    table,
    text_at,
)
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.maps import Shapes, shapely
from studio.grading.readers.values import Scalar, shown
from studio.grading.verdicts import judge
from studio.model.check import Check

_SIDE, _EDGE, _TOP = 420.0, 20.0, 66.0
_EXTRA = "#b35900"
_FINE = 0.4
_SEEN = 6.0
_MOST_POINTS = 20_000
_COLOURS = (("right", RIGHT, 0.25), ("missing", WRONG, 0.7), ("too much", _EXTRA, 0.6))


def picture(check: Check, grounds: Grounds) -> Picture:
    """Return a map: what is right, what is missing, and what is too much."""
    title = f"{check.target} beside the reference"
    try:
        plane = plane_of(*two_layers(target_of(check), grounds))
    except (Unreadable, FaultError) as fault:
        return table(title, ("what went wrong",), [[Cell(f"{check.target} {fault}", WRONG)]])
    west, south, east, north = bounds_of(np.concatenate([plane.expected, plane.found]))
    scale = _SIDE / (max(east - west, north - south) or 1.0)
    place = _Placing(west, north, scale)
    height = (north - south) * scale
    parts = [text_at(10, 18, title, bold=True), *_legend()]
    for kind in ("polygon", "line", "point"):
        ours, theirs = (
            np.array([s for s in side if kind_of(s) == kind], dtype=object)
            for side in (plane.expected, plane.found)
        )
        parts += _points(place, ours, theirs) if kind == "point" else _areas(place, ours, theirs)
    return drawn(_SIDE + 2 * _EDGE, height + _TOP + _EDGE, parts, title)


class _Placing:
    """Where a point of the plane lies in the picture."""

    def __init__(self, west: float, north: float, scale: float) -> None:
        self.west, self.north, self.scale = west, north, scale

    def of(self, points: Any) -> list[tuple[float, float]]:
        return [
            (_EDGE + (x - self.west) * self.scale, _TOP + (self.north - y) * self.scale)
            for x, y in points
        ]

    def path(self, shape: Any) -> str:
        """Return a shape as the data of an SVG path, as fine as a pixel shows."""
        library = shapely()
        rough = library.simplify(shape, _FINE / self.scale)
        if library.count_coordinates(rough) > _MOST_POINTS:
            rough = library.envelope(rough)
        found = []
        for part in library.get_parts(rough):
            rings = [part]
            if part.geom_type == "Polygon":
                rings = [part.exterior, *part.interiors]
            for ring in rings:
                if ring.geom_type in ("LineString", "LinearRing"):
                    places = self.of(library.get_coordinates(ring))
                    found.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in places))
        return "".join(found)

    def ring(self, shape: Any, colour: str) -> str:
        """Return a ring around a shape that is too small to be seen, else nothing."""
        west, south, east, north = shapely().bounds(shape)
        if max(east - west, north - south) * self.scale >= _SEEN:
            return ""
        ((x, y),) = self.of([((west + east) / 2, (south + north) / 2)])
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_SEEN}" fill="none" stroke="{colour}" '
            'stroke-width="2"/>'
        )


def _legend() -> Iterator[str]:
    left = _EDGE
    for name, colour, opacity in _COLOURS:
        yield (
            f'<rect x="{left:.0f}" y="30" width="14" height="14" fill="{colour}" '
            f'fill-opacity="{opacity}" stroke="{colour}"/>'
        )
        yield text_at(left + 20, 42, name)
        left += 100


def _areas(place: _Placing, expected: Shapes, found: Shapes) -> Iterator[str]:
    """Yield what polygons or lines share, lack and have too much."""
    if not len(expected) and not len(found):
        return
    library = shapely()
    ours, theirs = (
        together(side) if len(side) else library.GeometryCollection() for side in (expected, found)
    )
    if len(expected) and kind_of(expected[0]) == "line":
        room = 2.0 / place.scale
        ours, theirs = library.buffer(ours, room), library.buffer(theirs, room)
    shapes = (
        library.intersection(ours, theirs),
        library.difference(ours, theirs),
        library.difference(theirs, ours),
    )
    for shape, (_, colour, opacity) in zip(shapes, _COLOURS, strict=True):
        if not shape.is_empty:
            yield (
                f'<path d="{place.path(shape)}" fill="{colour}" fill-opacity="{opacity}" '
                f'fill-rule="evenodd" stroke="{colour}" stroke-width="0.5"/>'
            ) + place.ring(shape, colour)
    for shape in expected:
        line = place.path(shape)
        yield f'<path d="{line}" fill="none" stroke="{PLAIN}" stroke-width="0.6"/>'


def _points(place: _Placing, expected: Shapes, found: Shapes) -> Iterator[str]:
    """Yield points: rings where they must be, discs where they are."""
    library = shapely()
    if len(expected):
        yield text_at(_EDGE, 56, "Rings are where points must be, dots where they are.")
    for shapes, style in ((expected, f'fill="none" stroke="{RIGHT}"'), (found, f'fill="{_EXTRA}"')):
        radius = 5 if shapes is expected else 2
        points = library.get_coordinates(shapes)[:_MOST_POINTS] if len(shapes) else []
        for x, y in place.of(points):
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" {style}/>'


def features(check: Check, grounds: Grounds) -> Picture:
    """Return a table of the features that are missing, too many or wrong."""
    result = judge(check, grounds)
    found = result.evidence
    rows = [[mark(False), Cell("missing"), Cell(name)] for name in found.get("missing", [])]
    rows += [[mark(False), Cell("too many"), Cell(name)] for name in found.get("extra", [])]
    rows += [[mark(False), Cell("doubled"), Cell(name)] for name in found.get("doubled", [])]
    rows += [
        [mark(False), Cell(str(one["feature"])), Cell(_told(one))] for one in found.get("wrong", [])
    ]
    if not rows:
        rows = [[mark(result.status == "pass"), Cell(""), Cell(result.sentence)]]
    return table(f"Features of {check.target}", ("", "feature", "what went wrong"), rows)


def _told(one: dict[str, Any]) -> str:
    found, expected = (_value(one.get(name)) for name in ("found", "expected"))
    what = str(one.get("attribute", "it"))
    return f"{what} is {found}, expected {expected}"


def _value(value: Scalar | Sequence[Any]) -> str:
    return shown(value) if isinstance(value, str | float | bool | None) else str(value)


PICTURES = {
    "map_overlap": picture,
    "map_projection": picture,
    "map_features": features,
    "map_areas": features,
}
