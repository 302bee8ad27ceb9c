"""Strokes of a drawing: straight pieces and arcs in the plane, whatever entity draws them."""

import itertools
import math
from dataclasses import dataclass
from functools import cached_property

Point = tuple[float, float]
FULL = 2 * math.pi
_MOST_CHORDS = 720


@dataclass(frozen=True)
class Piece:
    """A straight piece, or an arc counter-clockwise around its centre from an angle (radians).

    A piece of radius 0 is straight; `sweep` is the angle that an arc covers, at most a full turn.
    """

    start: Point
    end: Point
    centre: Point = (0.0, 0.0)
    radius: float = 0.0
    begin: float = 0.0
    sweep: float = 0.0

    @cached_property
    def length(self) -> float:
        """Its length in the unit of the drawing."""
        return self.radius * self.sweep if self.radius else math.dist(self.start, self.end)

    def at(self, share: float) -> Point:
        """Return the point at a share of the length from the start."""
        if self.radius:
            angle = self.begin + share * self.sweep
            return (
                self.centre[0] + self.radius * math.cos(angle),
                self.centre[1] + self.radius * math.sin(angle),
            )
        return (
            self.start[0] + share * (self.end[0] - self.start[0]),
            self.start[1] + share * (self.end[1] - self.start[1]),
        )

    def chords(self, sagitta: float) -> list["Piece"]:
        """Return straight pieces that leave an arc by at most `sagitta`."""
        if not self.radius:
            return [self]
        step = 2 * math.acos(max(-1.0, 1 - min(sagitta / self.radius, 1.0)))
        count = min(_MOST_CHORDS, max(2, math.ceil(self.sweep / max(step, 1e-6))))
        points = [self.at(number / count) for number in range(count + 1)]
        return [Piece(one, other) for one, other in itertools.pairwise(points)]

    def moved(self, scale: float, x: float, y: float) -> "Piece":
        """Return the piece scaled about the origin, then shifted."""
        return Piece(
            (self.start[0] * scale + x, self.start[1] * scale + y),
            (self.end[0] * scale + x, self.end[1] * scale + y),
            (self.centre[0] * scale + x, self.centre[1] * scale + y),
            self.radius * scale,
            self.begin,
            self.sweep,
        )

    def box(self) -> tuple[float, float, float, float]:
        """Return the lowest x and y and the highest of its bounding box."""
        if self.radius:
            turns = [n * math.pi / 2 for n in range(-4, 9)]
            inside = [
                (a - self.begin) / self.sweep for a in turns if 0 < a - self.begin < self.sweep
            ]
            points = [self.at(share) for share in (0.0, *inside, 1.0)]
        else:
            points = [self.start, self.end]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)


def straight(start: Point, end: Point) -> Piece:
    """Return a straight piece."""
    return Piece(start, end)


def arc(centre: Point, radius: float, begin: float, end: float) -> Piece:
    """Return an arc counter-clockwise between two angles in radians; a full turn if they agree."""
    first = begin % FULL
    sweep = (end - begin) % FULL
    if sweep < 1e-9 or FULL - sweep < 1e-9:
        first, sweep = 0.0, FULL
    last = first + sweep
    return Piece(
        (centre[0] + radius * math.cos(first), centre[1] + radius * math.sin(first)),
        (centre[0] + radius * math.cos(last), centre[1] + radius * math.sin(last)),
        centre,
        radius,
        first,
        sweep,
    )


def bulged(start: Point, end: Point, bulge: float) -> Piece:
    """Return a piece of a polyline: an arc whose quarter angle has the tangent `bulge`.

    Source: Autodesk, DXF Reference, LWPOLYLINE, group code 42.
    """
    chord = math.dist(start, end)
    if abs(bulge) < 1e-9 or chord < 1e-12:
        return Piece(start, end)
    radius = chord * (1 + bulge * bulge) / (4 * abs(bulge))
    height = chord * (1 - bulge * bulge) / (4 * bulge)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    normal = ((start[1] - end[1]) / chord, (end[0] - start[0]) / chord)
    centre = (middle[0] + height * normal[0], middle[1] + height * normal[1])
    angles = [math.atan2(p[1] - centre[1], p[0] - centre[0]) for p in (start, end)]
    return arc(centre, radius, *(angles if bulge > 0 else angles[::-1]))


@dataclass(frozen=True)
class Stroke:
    """What one entity draws on a layer.

    `entity` is `line`, `polyline`, `arc`, `circle`, `curve`, `point` or `hatch`; `closed` tells
    whether it ends where it begins, `floating` whether its layer is that of the block it stands in,
    for it lies on layer 0 itself and does so again when the block is exploded.
    """

    layer: str
    entity: str
    pieces: tuple[Piece, ...]
    closed: bool = False
    floating: bool = False

    @cached_property
    def length(self) -> float:
        """The length of all its pieces."""
        return sum(piece.length for piece in self.pieces)


@dataclass(frozen=True)
class Label:
    """A text of a drawing and about where its middle stands; `number` is what a dimension says."""

    layer: str
    text: str
    place: Point
    height: float = 0.0
    number: float | None = None
