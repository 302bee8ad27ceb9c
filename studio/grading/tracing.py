"""Laying one drawing over another: what of a piece others cover, wherever they begin and end.

A wall drawn as one line, as two, or as the side of a polyline covers the same ground, so pieces
are compared by the ground they cover and never one by one.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from studio.grading.readers.strokes import FULL, Piece, Point

Interval = tuple[float, float]
_CHORDS_OF = 4.0
_MOST_CHECKS = 40_000_000


class TooMuch(Exception):
    """Two drawings that cannot be laid over each other in reasonable time."""


class Ground:
    """The pieces of a drawing, to ask what of other pieces they cover.

    Args:
        pieces: the pieces.
        tolerance: how far off a point may lie, in the unit of the pieces.
    """

    def __init__(self, pieces: Sequence[Piece], tolerance: float) -> None:
        self.pieces = pieces
        self.tolerance = tolerance
        self._boxes = _boxes(pieces)
        self._has_arcs = any(piece.radius for piece in pieces)
        self._chorded: list[Piece] | None = None
        self._chord_boxes = _boxes(())
        self._asked = 0

    def gaps(self, piece: Piece, before: int | None = None) -> list[Interval]:
        """Return the parts of a piece that are not covered, as distances from its start.

        Args:
            piece: any piece.
            before: only the pieces before this place cover; all, if it is None.
        """
        covered = [
            part
            for other in self._near(piece, self.pieces, self._boxes, before)
            for part in _covers(piece, other, self.tolerance)
        ]
        left = _left(covered, piece.length)
        if left and before is None and self._has_mixed(piece):
            return self._gaps_of_chords(piece)
        return left

    def misses(self, piece: Piece) -> bool:
        """Tell whether a part of a piece that is longer than two tolerances is not covered."""
        if piece.length <= 2 * self.tolerance:
            return not self._is_near(piece)
        return any(end - begin > 2 * self.tolerance for begin, end in self.gaps(piece))

    def _is_near(self, piece: Piece) -> bool:
        """Tell whether the middle of a short piece lies on the ground."""
        middle = piece.at(0.5)
        near = self._near(piece, self.pieces, self._boxes, None)
        return any(distance(middle, other) <= self.tolerance + 1e-12 for other in near)

    def _has_mixed(self, piece: Piece) -> bool:
        """Tell whether chords may cover what pieces of the same sort do not."""
        return bool(piece.radius) or self._has_arcs

    def _gaps_of_chords(self, piece: Piece) -> list[Interval]:
        if self._chorded is None:
            sagitta = self.tolerance / _CHORDS_OF
            self._chorded = [chord for other in self.pieces for chord in other.chords(sagitta)]
            self._chord_boxes = _boxes(self._chorded)
        begin, missing = 0.0, []
        for chord in piece.chords(self.tolerance / _CHORDS_OF):
            near = self._near(chord, self._chorded, self._chord_boxes, None)
            covered = [p for other in near for p in _covers(chord, other, self.tolerance)]
            missing += [(begin + a, begin + b) for a, b in _left(covered, chord.length)]
            begin += chord.length
        return _merged(missing)

    def _near(
        self, piece: Piece, pieces: Sequence[Piece], boxes: NDArray[np.float64], before: int | None
    ) -> list[Piece]:
        """Return the pieces whose boxes meet that of a piece."""
        self._asked += len(pieces) + 400
        if self._asked > _MOST_CHECKS * 25:
            raise TooMuch
        low_x, low_y, high_x, high_y = piece.box()
        room = self.tolerance
        hits = (
            (boxes[:, 0] <= high_x + room)
            & (boxes[:, 2] >= low_x - room)
            & (boxes[:, 1] <= high_y + room)
            & (boxes[:, 3] >= low_y - room)
        )
        found = np.flatnonzero(hits if before is None else hits[:before])
        return [pieces[int(place)] for place in found]


def _boxes(pieces: Sequence[Piece]) -> NDArray[np.float64]:
    return np.array([p.box() for p in pieces], np.float64).reshape(len(pieces), 4)


def distance(point: Point, piece: Piece) -> float:
    """Return how far a point lies from a piece."""
    if piece.radius:
        angle = math.atan2(point[1] - piece.centre[1], point[0] - piece.centre[0])
        if (angle - piece.begin) % FULL <= piece.sweep:
            return abs(math.dist(point, piece.centre) - piece.radius)
        return min(math.dist(point, piece.start), math.dist(point, piece.end))
    length = piece.length
    if not length:
        return math.dist(point, piece.start)
    x, y = point[0] - piece.start[0], point[1] - piece.start[1]
    ux = (piece.end[0] - piece.start[0]) / length
    uy = (piece.end[1] - piece.start[1]) / length
    along = min(max(x * ux + y * uy, 0.0), length)
    return math.hypot(x - along * ux, y - along * uy)


def _covers(piece: Piece, other: Piece, tolerance: float) -> list[Interval]:
    """Return the parts of a piece that lie on another of the same sort."""
    if piece.radius and other.radius:
        return _arc_on_arc(piece, other, tolerance)
    if piece.radius or other.radius:
        return []
    return _line_on_line(piece, other, tolerance)


def _line_on_line(piece: Piece, other: Piece, tolerance: float) -> list[Interval]:
    length = piece.length
    if not length:
        return []
    ux = (piece.end[0] - piece.start[0]) / length
    uy = (piece.end[1] - piece.start[1]) / length
    (s0, d0), (s1, d1) = (
        ((p[0] - piece.start[0]) * ux + (p[1] - piece.start[1]) * uy,
         (p[1] - piece.start[1]) * ux - (p[0] - piece.start[0]) * uy)
        for p in (other.start, other.end)
    )  # fmt: skip
    if s0 > s1:
        s0, s1, d0, d1 = s1, s0, d1, d0
    if s1 - s0 < 1e-12 or s1 < 0 or s0 > length:
        return []
    slope = (d1 - d0) / (s1 - s0)
    low, high = max(s0, 0.0), min(s1, length)
    if abs(slope) > 1e-15:
        bounds = sorted(s0 + (side * tolerance - d0) / slope for side in (-1, 1))
        low, high = max(low, bounds[0]), min(high, bounds[1])
    elif abs(d0) > tolerance:
        return []
    return [(low, high)] if high > low else []


def _arc_on_arc(piece: Piece, other: Piece, tolerance: float) -> list[Interval]:
    off = math.dist(piece.centre, other.centre) + abs(piece.radius - other.radius)
    if off > tolerance + 1e-12:
        return []
    begin = (other.begin - piece.begin) % FULL
    found = []
    for turn in (begin - FULL, begin):
        low, high = max(0.0, turn), min(piece.sweep, turn + other.sweep)
        if high > low:
            found.append((low * piece.radius, high * piece.radius))
    return found


def _merged(parts: Iterable[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for begin, end in sorted(parts):
        if merged and begin <= merged[-1][1] + 1e-9:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _left(covered: Iterable[Interval], length: float) -> list[Interval]:
    """Return what of a length some intervals leave."""
    edges = [(0.0, 0.0), *_merged(covered), (length, length)]
    noise = 1e-9 * max(length, 1.0)
    return [(one[1], two[0]) for one, two in pairwise(edges) if two[0] - one[1] > noise]


def total_length(pieces: Sequence[Piece], tolerance: float) -> float:
    """Return the length of some pieces, where several lie on each other counted once."""
    ground = Ground(pieces, tolerance)
    return sum(
        sum(end - begin for begin, end in ground.gaps(piece, number))
        for number, piece in enumerate(pieces)
    )
