"""Entities of a DXF drawing, unfolded into strokes and labels with everything capped."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from studio.base.errors import HostileInputError
from studio.base.extras import import_extra
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.strokes import FULL, Label, Piece, Point, Stroke, arc, bulged

MAX_PIECES = 120_000
MAX_ENTITIES = 120_000
MAX_DEPTH = 12
MAX_POINTS = 20_000
MAX_TEXT = 4_000
MAX_LINES = 60
_LARGEST = 1e12
_ROUGHNESS = 1e-4
_NARROW = 0.6
_LEADING = 1.667
_NEAR = 1e-9


def refuse_endless(document: Any) -> None:
    """Count what the blocks of a drawing unfold to before any is unfolded.

    Raises:
        HostileInputError: if they nest without end, or unfold to more than the caps.
    """
    counts: dict[str, int] = {}

    def count(entities: Iterable[Any], within: tuple[str, ...]) -> int:
        if len(within) > MAX_DEPTH:
            raise HostileInputError("The drawing has a block that holds itself.")
        total = 0
        for entity in entities:
            name = str(entity.dxf.name).casefold() if entity.dxftype() == "INSERT" else ""
            if name in within:
                raise HostileInputError("The drawing has a block that holds itself.")
            if name and name not in counts:
                counts[name] = count(entity.block() or (), (*within, name))
            total += _times(entity) * counts[name] + 1 if name else 1
            if total > MAX_ENTITIES:
                raise HostileInputError(
                    f"The blocks of the drawing unfold to more than {MAX_ENTITIES:,} entities."
                )
        return total

    count(document.modelspace(), ())


def _times(insert: Any) -> int:
    """Return how often an insertion repeats its block."""
    rows, columns = (max(1, int(insert.dxf.get(n, 1))) for n in ("row_count", "column_count"))
    return rows * columns


class Unfolding:
    """What the entities of a drawing come to, with nested blocks unfolded."""

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self.labels: list[Label] = []
        self.blocks: Counter[str] = Counter()
        self.unread: Counter[str] = Counter()
        self._pieces = 0
        self._entities = 0

    def take(self, entity: Any, layer: str = "", within: tuple[str, ...] = ()) -> None:
        """Add what an entity draws.

        Args:
            entity: an entity of the library.
            layer: the layer that parts of a block on layer 0 take from its insertion.
            within: the names of the blocks that it stands in.

        Raises:
            HostileInputError: if blocks nest without end, or unfold to more than the caps.
            Unreadable: if its numbers are none.
        """
        self._entities += 1
        if self._entities > MAX_ENTITIES:
            raise HostileInputError(
                f"The blocks of the drawing unfold to more than {MAX_ENTITIES:,} entities."
            )
        if entity.dxf.get("invisible", 0):
            return
        own = str(entity.dxf.get("layer", "0"))
        on = layer if own == "0" and layer else own
        kind = entity.dxftype()
        if kind == "INSERT":
            self._unfold(entity, on, within)
        elif kind in _LABELS:
            self.labels += [_checked_label(label) for label in _LABELS[kind](entity, on)]
        elif kind in _STROKES:
            for stroke in _STROKES[kind](entity, on):
                self._add(replace(stroke, floating=True) if on != own else stroke)
        else:
            self.unread[kind] += 1

    def _add(self, stroke: Stroke) -> None:
        self._pieces += len(stroke.pieces)
        if self._pieces > MAX_PIECES:
            raise HostileInputError(f"The drawing has more than {MAX_PIECES:,} pieces.")
        for piece in stroke.pieces:
            numbers = (*piece.start, *piece.end, *piece.centre, piece.radius)
            if not all(math.isfinite(n) and abs(n) < _LARGEST for n in numbers):
                raise Unreadable("has coordinates that are no numbers, or beyond all bounds")
        if stroke.pieces:
            self.strokes.append(stroke)

    def _unfold(self, insert: Any, layer: str, within: tuple[str, ...]) -> None:
        name = str(insert.dxf.name).casefold()
        if name in within or len(within) >= MAX_DEPTH:
            raise HostileInputError("The drawing has a block that holds itself.")
        block = insert.block()
        if block is None:
            return
        for one in insert.multi_insert() if _times(insert) > 1 else (insert,):
            if not within:
                self.blocks[name] += 1
            for part in one.virtual_entities():
                if part.dxftype() != "ATTDEF":
                    self.take(part, layer, (*within, name))
        for attribute in insert.attribs:
            self.take(attribute, layer, within)


def _checked_label(label: Label) -> Label:
    if not all(map(math.isfinite, (*label.place, label.height, label.number or 0.0))):
        raise Unreadable("has texts that stand nowhere")
    return label


def _flat(point: Any) -> Point:
    return float(point[0]), float(point[1])


def _wcs(entity: Any, points: Iterable[Any]) -> list[Point]:
    """Return points of the system of an entity as points of the plan."""
    ocs = entity.ocs()
    return [_flat(ocs.to_wcs(point)) for point in points]


def _is_level(entity: Any) -> bool:
    """Tell whether an entity lies in the plan, seen from above or from below."""
    return abs(abs(float(entity.dxf.get("extrusion", (0, 0, 1))[2])) - 1) < _NEAR


def _is_turned(entity: Any) -> bool:
    return float(entity.dxf.get("extrusion", (0, 0, 1))[2]) < 0


def _line(entity: Any, layer: str) -> Iterable[Stroke]:
    yield Stroke(layer, "line", (Piece(_flat(entity.dxf.start), _flat(entity.dxf.end)),))


def _point(entity: Any, layer: str) -> Iterable[Stroke]:
    place = _flat(entity.dxf.location)
    yield Stroke(layer, "point", (Piece(place, place),))


def _circle(entity: Any, layer: str) -> Iterable[Stroke]:
    if not _is_level(entity):
        yield from _curve(entity, layer)
        return
    (centre,) = _wcs(entity, [entity.dxf.center])
    radius = abs(float(entity.dxf.radius))
    if radius:
        yield Stroke(layer, "circle", (arc(centre, radius, 0.0, FULL),), True)


def _arc(entity: Any, layer: str) -> Iterable[Stroke]:
    if not _is_level(entity):
        yield from _curve(entity, layer)
        return
    (centre,) = _wcs(entity, [entity.dxf.center])
    angles = [math.radians(float(entity.dxf.get(n))) for n in ("start_angle", "end_angle")]
    if _is_turned(entity):
        angles = [math.pi - angles[1], math.pi - angles[0]]
    radius = abs(float(entity.dxf.radius))
    if radius:
        piece = arc(centre, radius, *angles)
        yield Stroke(layer, "arc", (piece,), piece.sweep >= FULL - _NEAR)


def _joined(
    layer: str, points: Sequence[Point], bulges: Sequence[float], closed: bool
) -> Iterable[Stroke]:
    """Yield the stroke of a polyline; one that ends where it begins is closed."""
    if len(points) > MAX_POINTS:
        raise HostileInputError(f"A polyline has more than {MAX_POINTS:,} points.")
    ends = [*points[1:], points[0]] if closed and len(points) > 1 else points[1:]
    pieces = tuple(
        piece
        for start, end, bulge in zip(points, ends, bulges, strict=False)
        if (piece := bulged(start, end, bulge)).length > 0
    )
    extent = max((math.dist(points[0], p) for p in points), default=0.0)
    meets = len(points) > 2 and math.dist(points[0], points[-1]) <= 1e-6 * extent
    if pieces:
        yield Stroke(layer, "polyline", pieces, closed or meets)


def _lwpolyline(entity: Any, layer: str) -> Iterable[Stroke]:
    if not _is_level(entity):
        yield from _curve(entity, layer)
        return
    with_bulges = list(entity.get_points("xyb"))
    sign = -1 if _is_turned(entity) else 1
    points = [_flat(p) for p in entity.vertices_in_wcs()]
    yield from _joined(layer, points, [sign * float(p[2]) for p in with_bulges], entity.closed)


def _polyline(entity: Any, layer: str) -> Iterable[Stroke]:
    if entity.is_polygon_mesh or entity.is_poly_face_mesh:
        for part in entity.virtual_entities():
            yield from _face(part, layer)
        return
    vertices = [v for v in entity.vertices if not int(v.dxf.get("flags", 0)) & 16]
    raw = [v.dxf.location for v in vertices]
    flat = entity.is_2d_polyline
    points = _wcs(entity, raw) if flat else [_flat(p) for p in raw]
    sign = -1 if flat and _is_turned(entity) else 1
    bulges = [sign * float(v.dxf.get("bulge", 0.0)) for v in vertices]
    yield from _joined(layer, points, bulges, entity.is_closed)


def _face(entity: Any, layer: str) -> Iterable[Stroke]:
    points = list(dict.fromkeys(_flat(p) for p in entity.wcs_vertices()))
    yield from _joined(layer, points, [0.0] * len(points), True)


def _curve(entity: Any, layer: str) -> Iterable[Stroke]:
    """Yield an ellipse, a spline or a tilted arc as short straight pieces."""
    if entity.dxftype() == "SPLINE" and (
        len(entity.control_points) + len(entity.fit_points) > MAX_POINTS or entity.dxf.degree > 25
    ):
        raise HostileInputError(f"A spline has more than {MAX_POINTS:,} points.")
    path = import_extra("ezdxf.path", "drawings", "Drawings in DXF").make_path(entity)
    yield from _flattened(path, layer, "curve")


def _flattened(path: Any, layer: str, name: str) -> Iterable[Stroke]:
    corners = [_flat(p) for p in path.control_vertices()]
    if len(corners) > MAX_POINTS or not all(map(math.isfinite, sum(corners, ()))):
        raise Unreadable("has curves that are no curves")
    extent = max((math.dist(corners[0], p) for p in corners), default=0.0)
    if not extent:
        return
    points = [_flat(p) for p in path.flattening(extent * _ROUGHNESS, segments=4)]
    for stroke in _joined(layer, points, [0.0] * len(points), False):
        yield Stroke(layer, name, stroke.pieces, stroke.closed)


def _ellipse(entity: Any, layer: str) -> Iterable[Stroke]:
    if abs(float(entity.dxf.ratio)) > 1 - 1e-9 and _is_level(entity):
        major = _flat(entity.dxf.major_axis)
        turn, flip = math.atan2(major[1], major[0]), -1 if _is_turned(entity) else 1
        angles = sorted((flip * float(entity.dxf.start_param), flip * float(entity.dxf.end_param)))
        radius = math.hypot(*major)
        piece = arc(_flat(entity.dxf.center), radius, turn + angles[0], turn + angles[1])
        whole = piece.sweep >= FULL - _NEAR
        yield Stroke(layer, "circle" if whole else "arc", (piece,), whole)
        return
    yield from _curve(entity, layer)


def _hatch(entity: Any, layer: str) -> Iterable[Stroke]:
    paths = import_extra("ezdxf.path", "drawings", "Drawings in DXF")
    for path in paths.from_hatch(entity):
        for stroke in _flattened(path, layer, "hatch"):
            yield Stroke(layer, "hatch", stroke.pieces, True)


def _parts(entity: Any, layer: str) -> Iterable[Stroke]:
    """Yield what an entity that is made of others draws."""
    for part in entity.virtual_entities():
        if part.dxftype() in _STROKES:
            yield from _STROKES[part.dxftype()](part, layer)


def _middle(entity: Any, text: str, height: float, across: int, up: int) -> Point:
    """Return about where the middle of a line of text stands.

    `across` and `up` tell where its anchor is: -1 left or below, 0 middle, 1 right or above.
    """
    width = _NARROW * height * max((len(line) for line in text.splitlines()), default=0)
    turn = math.radians(float(entity.dxf.get("rotation", 0.0)))
    x, y = -across * width / 2, -up * height / 2
    aligned = (across or up != -1) and entity.dxftype() != "MTEXT"
    named = "align_point" if aligned and entity.dxf.hasattr("align_point") else "insert"
    at = _flat(entity.dxf.get(named))
    return (
        at[0] + x * math.cos(turn) - y * math.sin(turn),
        at[1] + x * math.sin(turn) + y * math.cos(turn),
    )


def _text(entity: Any, layer: str) -> Iterable[Label]:
    text = str(entity.plain_text())[:MAX_TEXT]
    across = {0: -1, 1: 0, 2: 1, 4: 0}.get(int(entity.dxf.get("halign", 0)), -1)
    up = {0: -1, 1: -1, 2: 0, 3: 1}.get(int(entity.dxf.get("valign", 0)), -1)
    if int(entity.dxf.get("halign", 0)) == 4:
        up = 0
    height = float(entity.dxf.get("height", 1.0))
    yield Label(layer, text, _middle(entity, text, height, across, up), height)


def _mtext(entity: Any, layer: str) -> Iterable[Label]:
    """Yield each line of a text of several lines, about where it stands."""
    lines = str(entity.plain_text())[:MAX_TEXT].splitlines()[:MAX_LINES]
    point = int(entity.dxf.get("attachment_point", 1))
    across, up = (point - 1) % 3 - 1, 1 - (point - 1) // 3
    height = float(entity.dxf.get("char_height", 1.0))
    first = {1: 0.0, 0: (len(lines) - 1) / 2, -1: len(lines) - 1.0}[up]
    for number, line in enumerate(lines):
        x, y = _middle(entity, line, height, across, up)
        yield Label(layer, line, (x, y + (first - number) * _LEADING * height), height)


def _dimension(entity: Any, layer: str) -> Iterable[Label]:
    measured = entity.get_measurement()
    number = float(measured) if isinstance(measured, int | float) else None
    text = str(entity.dxf.get("text", "") or "<>").replace("<>", f"{number or 0.0:.10g}")
    place = entity.dxf.get("text_midpoint", entity.dxf.get("defpoint", (0, 0, 0)))
    yield Label(layer, text.strip()[:MAX_TEXT], _flat(place), 0.0, number)


_STROKES: dict[str, Callable[[Any, str], Iterable[Stroke]]] = {
    "LINE": _line,
    "POINT": _point,
    "CIRCLE": _circle,
    "ARC": _arc,
    "LWPOLYLINE": _lwpolyline,
    "POLYLINE": _polyline,
    "SOLID": _face,
    "TRACE": _face,
    "3DFACE": _face,
    "ELLIPSE": _ellipse,
    "SPLINE": _curve,
    "HATCH": _hatch,
    "MPOLYGON": _hatch,
    "MLINE": _parts,
}
_LABELS: dict[str, Callable[[Any, str], Iterable[Label]]] = {
    "TEXT": _text,
    "ATTRIB": _text,
    "MTEXT": _mtext,
    "DIMENSION": _dimension,
    "ARC_DIMENSION": _dimension,
}
