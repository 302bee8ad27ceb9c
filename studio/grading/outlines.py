"""Closed outlines of a drawing: those of single entities, and those that loose lines enclose."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from studio.grading.readers.strokes import Piece, Point, Stroke

MAX_LOOSE = 3_000
_SAMPLES = 48


@dataclass(frozen=True)
class Outline:
    """A closed outline: its area and the middle of it, in the unit of the drawing.

    `whole` tells whether one entity draws it.
    """

    area: float
    middle: Point
    points: tuple[Point, ...]
    whole: bool


def outlines_of(strokes: Sequence[Stroke], tolerance: float, parted: bool = False) -> list[Outline]:
    """Return the closed outlines of some strokes, each once.

    Args:
        strokes: the strokes of one layer.
        tolerance: how far apart two ends may lie that meet.
        parted: whether closed entities count as loose lines, so that it is the same whether a room
            that a wall parts is drawn as a polyline or as lines.
    """
    drawn = [s for s in strokes if s.entity not in (("point", "hatch") if parted else ("point",))]
    found = [] if parted else [_outline(s.pieces, True) for s in drawn if s.closed]
    loose = [piece for s in drawn if parted or not s.closed for piece in s.pieces]
    found += _enclosed(loose, tolerance) if len(loose) <= MAX_LOOSE else []
    kept: list[Outline] = []
    for outline in found:
        if outline.area > tolerance * tolerance and not any(
            _is_same(outline, other, tolerance) for other in kept
        ):
            kept.append(outline)
    return kept


def is_within(point: Point, outline: Outline) -> bool:
    """Tell whether a point lies inside an outline (crossings of a ray, Shimrat 1962)."""
    inside = False
    points = outline.points
    for one, two in zip(points, (*points[1:], points[0]), strict=True):
        if (one[1] > point[1]) != (two[1] > point[1]):
            x = one[0] + (point[1] - one[1]) * (two[0] - one[0]) / (two[1] - one[1])
            inside ^= point[0] < x
    return inside


def _is_same(one: Outline, other: Outline, tolerance: float) -> bool:
    room = 4 * tolerance * max(math.sqrt(one.area), tolerance)
    return abs(one.area - other.area) <= room and math.dist(one.middle, other.middle) <= (
        2 * tolerance
    )


def _outline(pieces: Sequence[Piece], whole: bool) -> Outline:
    """Return the outline that pieces enclose which follow each other, in either direction."""
    area, middle, points = _ring(_directed(pieces))
    return Outline(abs(area), middle, points, whole)


Walk = Sequence[tuple[Piece, bool]]


def _directed(pieces: Sequence[Piece]) -> Walk:
    """Return pieces that follow each other with whether each is walked from its start."""
    first = pieces[0]
    following = pieces[1 % len(pieces)]
    ends = (following.start, following.end)
    forward = min(math.dist(first.end, p) for p in ends) <= min(
        math.dist(first.start, p) for p in ends
    )
    walk = [(first, forward)]
    tip = first.end if forward else first.start
    for piece in pieces[1:]:
        ahead = math.dist(piece.start, tip) <= math.dist(piece.end, tip)
        if len(pieces) == 2 and piece.radius and math.dist(piece.start, piece.end) < 1e-9:
            ahead = True
        walk.append((piece, ahead))
        tip = piece.end if ahead else piece.start
    return walk


def _ring(walk: Walk) -> tuple[float, Point, tuple[Point, ...]]:
    """Return the area of a walk (positive counter-clockwise), its middle, and points of it.

    The area of an arc is that of its chords and of the segments between both (shoelace formula),
    so that of a circle is exact.
    """
    area = x = y = 0.0
    origin = walk[0][0].start
    points: list[Point] = []
    for piece, forward in walk:
        count = _SAMPLES if piece.radius else 1
        places = [piece.at(n / count if forward else 1 - n / count) for n in range(count + 1)]
        points += places[:-1]
        for one, two in pairwise(places):
            ax, ay = one[0] - origin[0], one[1] - origin[1]
            bx, by = two[0] - origin[0], two[1] - origin[1]
            cross = ax * by - bx * ay
            area, x, y = area + cross / 2, x + (ax + bx) * cross, y + (ay + by) * cross
        if piece.radius:
            angle = piece.sweep / count
            part = count * piece.radius**2 * (angle - math.sin(angle)) / 2
            area += part if forward else -part
    middle = (origin[0] + x / (6 * area), origin[1] + y / (6 * area)) if area else origin
    return area, middle, tuple(points)


class _Corners:
    """The places where pieces meet, numbered; ends that lie near enough are one."""

    def __init__(self, tolerance: float) -> None:
        self._size = max(tolerance, 1e-9) * 2
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.points: list[Point] = []

    def number(self, point: Point) -> int:
        """Return the number of a place."""
        cell = (math.floor(point[0] / self._size), math.floor(point[1] / self._size))
        for x in (-1, 0, 1):
            for y in (-1, 0, 1):
                for known in self._cells.get((cell[0] + x, cell[1] + y), ()):
                    if math.dist(point, self.points[known]) <= self._size:
                        return known
        self._cells[cell].append(len(self.points))
        self.points.append(point)
        return len(self.points) - 1


Edge = tuple[int, int, Piece]


def _enclosed(loose: Sequence[Piece], tolerance: float) -> list[Outline]:
    """Return the smallest outlines that loose pieces enclose, and only where they meet."""
    corners = _Corners(tolerance)
    edges: dict[tuple[int, int, Point], Edge] = {}
    for piece in _parted(loose, tolerance):
        one, two = corners.number(piece.start), corners.number(piece.end)
        middle = piece.at(0.5)
        known = (min(one, two), max(one, two), (round(middle[0], 6), round(middle[1], 6)))
        if one != two or (piece.radius and piece.sweep > math.pi):
            edges.setdefault(known, (one, two, piece))
    kept = _without_dead_ends(list(edges.values()))
    whole = [_outline([piece], False) for one, two, piece in kept if one == two]
    return whole + _faces([edge for edge in kept if edge[0] != edge[1]])


def _parted(loose: Sequence[Piece], tolerance: float) -> list[Piece]:
    """Return pieces parted where ends of others lie on them, and where straight ones cross."""
    ends = [point for piece in loose for point in (piece.start, piece.end)]
    found = []
    for piece in loose:
        low_x, low_y, high_x, high_y = piece.box()
        near = [
            p
            for p in ends
            if low_x - tolerance <= p[0] <= high_x + tolerance
            and low_y - tolerance <= p[1] <= high_y + tolerance
        ]
        shares = [share for p in near if (share := _share_of(p, piece, tolerance)) is not None]
        found += _cut(piece, shares + _crossings(piece, loose, tolerance))
    return found


def _share_of(point: Point, piece: Piece, tolerance: float) -> float | None:
    """Return at which share of a piece a point lies on it, None if it lies off or at an end."""
    if not piece.length:
        return None
    if piece.radius:
        angle = math.atan2(point[1] - piece.centre[1], point[0] - piece.centre[0])
        share = ((angle - piece.begin) % (2 * math.pi)) / piece.sweep
    else:
        ux, uy = piece.end[0] - piece.start[0], piece.end[1] - piece.start[1]
        along = (point[0] - piece.start[0]) * ux + (point[1] - piece.start[1]) * uy
        share = along / piece.length**2
    edge = 2 * tolerance / piece.length
    if not edge < share < 1 - edge or math.dist(piece.at(share), point) > 2 * tolerance:
        return None
    return share


def _crossings(piece: Piece, others: Sequence[Piece], tolerance: float) -> list[float]:
    """Return the shares of a straight piece at which other straight pieces cross it."""
    if piece.radius or not piece.length:
        return []
    found = []
    px, py = piece.end[0] - piece.start[0], piece.end[1] - piece.start[1]
    edge = 2 * tolerance / piece.length
    for other in others:
        ox, oy = other.end[0] - other.start[0], other.end[1] - other.start[1]
        cross = px * oy - py * ox
        if other is piece or other.radius or abs(cross) < 1e-12 * piece.length:
            continue
        wx, wy = other.start[0] - piece.start[0], other.start[1] - piece.start[1]
        share, along = (wx * oy - wy * ox) / cross, (wx * py - wy * px) / cross
        if edge < share < 1 - edge and 0 < along < 1:
            found.append(share)
    return found


def _cut(piece: Piece, shares: Iterable[float]) -> list[Piece]:
    inner = sorted(shares)
    kept = [s for n, s in enumerate(inner) if n == 0 or s - inner[n - 1] > 1e-9]
    edges = [0.0, *kept, 1.0]
    if len(edges) == 2:
        return [piece]
    parts = []
    for low, high in pairwise(edges):
        if piece.radius:
            begin, sweep = piece.begin + low * piece.sweep, (high - low) * piece.sweep
            parts.append(
                Piece(piece.at(low), piece.at(high), piece.centre, piece.radius, begin, sweep)
            )
        else:
            parts.append(Piece(piece.at(low), piece.at(high)))
    return parts


def _without_dead_ends(edges: list[Edge]) -> list[Edge]:
    """Return the edges that lead on at both ends."""
    while True:
        degree: dict[int, int] = defaultdict(int)
        for one, two, _ in edges:
            degree[one] += 1
            degree[two] += 1
        kept = [e for e in edges if degree[e[0]] > 1 and degree[e[1]] > 1]
        if len(kept) == len(edges):
            return kept
        edges = kept


def _faces(edges: Sequence[Edge]) -> list[Outline]:
    """Return the faces of a plane graph, walked with the inside to the left.

    Source: the half-edges of Muller and Preparata, "Finding the intersection of two convex
    polyhedra", 1978.
    """
    halves = [half for edge in edges for half in ((edge, True), (edge, False))]
    around: dict[int, list[int]] = defaultdict(list)
    for number, ((one, two, _), forward) in enumerate(halves):
        around[one if forward else two].append(number)
    place: dict[int, tuple[list[int], int]] = {}
    for leaving in around.values():
        leaving.sort(key=lambda number: _leaves_at(halves[number][0][2], halves[number][1]))
        place |= {number: (leaving, position) for position, number in enumerate(leaving)}
    found: list[Outline] = []
    seen: set[int] = set()
    for number in range(len(halves)):
        walk: list[tuple[Piece, bool]] = []
        here = number
        while here not in seen:
            seen.add(here)
            walk.append((halves[here][0][2], halves[here][1]))
            leaving, position = place[here ^ 1]
            here = leaving[position - 1]
        if walk:
            area, middle, points = _ring(walk)
            found += [Outline(area, middle, points, False)] if area > 0 else []
    return found


def _leaves_at(piece: Piece, forward: bool) -> tuple[float, float]:
    """Return the direction in which a piece leaves a corner, an arc by its first part."""
    here = piece.start if forward else piece.end
    share = 0.02 if piece.radius else 1.0
    ahead = piece.at(share if forward else 1 - share)
    return math.atan2(ahead[1] - here[1], ahead[0] - here[0]), piece.length
