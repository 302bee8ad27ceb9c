"""Reading SVG drawings as shapes with their place, colours and texts, however they are written.

Source: W3C, Scalable Vector Graphics (SVG) 1.1, second edition (shapes, transforms, styling).
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from PIL import ImageColor

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable, refuse_entities
from studio.grading.readers.paths import Matrix, Point, applied, lines, outline, product, transform
from studio.grading.readers.places import read_bytes
from studio.grading.readers.values import fold

VECTORS = (".svg",)
MAX_BYTES = 8 * 1024 * 1024
MAX_ELEMENTS = 50_000
MAX_DEPTH = 100
# What is used again costs more than it takes to write down.
_USED = 5
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}"
SHAPES = (
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "path",
    "text",
    "image",
    "use",
)
_HIDDEN = (
    "defs", "symbol", "clipPath", "mask", "marker", "pattern", "linearGradient", "radialGradient",
    "metadata", "style", "title", "desc", "script", "filter",
)  # fmt: skip
_INHERITED = ("fill", "stroke", "stroke-width", "visibility")
_STYLED = (*_INHERITED, "display", "opacity")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Shape:
    """A shape or a group of a drawing.

    Attributes:
        id: its id, empty if it has none.
        tag: the name of its element.
        within: the ids of the groups that it stands in, the nearest first.
        box: left, top, right and bottom of what it draws, in the units of the drawing.
        fill: its colour as `#rrggbb`, `none`, or what it refers to.
        stroke: the colour of its line.
        width: how wide its line is.
        text: what it says.
        lines: points along what it draws, a list for each line, where they were asked for.
    """

    id: str
    tag: str
    within: tuple[str, ...]
    box: Box | None
    fill: str
    stroke: str
    width: float
    text: str
    lines: tuple[tuple[Point, ...], ...] = ()


@dataclass(frozen=True)
class Vectors:
    """What an SVG drawing shows: the box of its view, and its shapes and groups in their order."""

    view: Box | None
    shapes: tuple[Shape, ...]

    @property
    def extent(self) -> float:
        """The longer side of its view, or of what it draws."""
        boxes = [self.view] if self.view else [s.box for s in self.shapes if s.box]
        sides = [side for b in boxes for side in (b[2] - b[0], b[3] - b[1])]
        return max(sides, default=1.0) or 1.0


def read_vectors(place: Path, outlines: bool = False) -> Vectors:
    """Return what an SVG file shows, with the points along its lines if `outlines`.

    Raises:
        HostileInputError: if it declares entities, or nests or unfolds without end.
        Unreadable: if it is no SVG.
    """
    content = read_bytes(place, MAX_BYTES)
    refuse_entities(content, "The drawing")
    if content.count(b"<") > 3 * MAX_ELEMENTS:
        raise HostileInputError(f"The drawing has more than {MAX_ELEMENTS:,} elements.")
    try:
        root = fromstring(content)
    except DefusedXmlException:
        raise HostileInputError("The drawing declares XML entities.") from None
    except (ParseError, ValueError):
        raise Unreadable("is not an SVG drawing") from None
    if _tag(root) != "svg":
        raise Unreadable("is not an SVG drawing")
    return _Reading(root, outlines).result()


def _tag(element: Any) -> str:
    return str(element.tag).removeprefix(_SVG) if isinstance(element.tag, str) else ""


class _Reading:
    """One walk through a drawing, with the styles of its rules."""

    def __init__(self, root: Any, outlines: bool) -> None:
        self._root, self._outlines = root, outlines
        self._rules = list(_rules(root))
        self._shapes: list[Shape] = []
        self._count = 0
        self._unfolding = 0
        self._by_id = {e.get("id"): e for e in root.iter() if e.get("id")}

    def result(self) -> Vectors:
        """Return the drawing."""
        self._walk(self._root, {"fill": "black", "stroke": "none"}, (1, 0, 0, 1, 0, 0), (), 0)
        return Vectors(_view(self._root), tuple(self._shapes))

    def _walk(
        self, element: Any, outer: Mapping[str, str], matrix: Matrix, within: tuple[str, ...],
        depth: int,
    ) -> Box | None:  # fmt: skip
        """Add an element and what is in it; return the box of what that draws."""
        self._count += _USED if self._unfolding else 1
        if depth > MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise HostileInputError("The drawing is nested, or unfolds, without end.")
        tag = _tag(element)
        style = self._style(element, outer)
        if tag in _HIDDEN or not tag or style.get("display") == "none":
            return None
        matrix = product(matrix, transform(str(element.get("transform", ""))))
        name = str(element.get("id", ""))
        place = len(self._shapes)
        inner = within if not name or tag == "svg" else (name, *within)
        boxes = [self._own(element, tag, matrix, style, inner, depth)]
        if tag not in ("text", "use"):
            boxes += [self._walk(child, style, matrix, inner, depth + 1) for child in element]
        box = _around(boxes)
        if tag in SHAPES or (name and tag in ("g", "a")):
            made = _shape(element, name, within, box, style, matrix)
            self._shapes.insert(place, self._outlined(made, element, tag, matrix))
        return box

    def _outlined(self, shape: Shape, element: Any, tag: str, matrix: Matrix) -> Shape:
        if not self._outlines or tag in ("text", "use", "g", "a"):
            return shape
        drawn = lines(str(element.get("d", ""))) if tag == "path" else [_points(element, tag)]
        if tag not in ("path", "line", "polyline"):
            drawn = [[*line, line[0]] for line in drawn if line]
        moved = tuple(tuple(applied(matrix, point) for point in line) for line in drawn if line)
        return replace(shape, lines=moved)

    def _own(
        self, element: Any, tag: str, matrix: Matrix, style: Mapping[str, str],
        within: tuple[str, ...], depth: int,
    ) -> Box | None:  # fmt: skip
        """Return the box of what an element draws itself."""
        if tag == "use":
            target = self._by_id.get(str(element.get("href") or element.get(_XLINK) or "")[1:])
            moved = product(matrix, (1, 0, 0, 1, _length(element, "x"), _length(element, "y")))
            if target is None:
                return None
            kept = len(self._shapes)
            parts = [target] if _tag(target) != "symbol" else list(target)
            self._unfolding += 1
            box = _around([self._walk(p, style, moved, within, depth + 1) for p in parts])
            self._unfolding -= 1
            del self._shapes[kept:]
            return box
        if tag not in SHAPES:
            return None
        points = [applied(matrix, point) for point in _points(element, tag)]
        if not points:
            return None
        if not all(math.isfinite(n) for point in points for n in point):
            raise Unreadable("has shapes whose numbers are none")
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)

    def _style(self, element: Any, outer: Mapping[str, str]) -> dict[str, str]:
        """Return the style of an element: inherited, of attributes, of rules, of its own."""
        style = {name: outer[name] for name in _INHERITED if name in outer}
        style |= {name: str(element.get(name)) for name in _STYLED if element.get(name)}
        classes = str(element.get("class", "")).split()
        selectors = {_tag(element), f"#{element.get('id')}", "*", *(f".{c}" for c in classes)}
        selectors |= {f"{_tag(element)}.{c}" for c in classes}
        for selector, declared in self._rules:
            if selector in selectors:
                style |= declared
        return style | _declared(str(element.get("style", "")))


def _rules(root: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the plain selectors of the rules of a drawing with what they declare."""
    for element in root.iter():
        if _tag(element) == "style" and element.text:
            for selectors, declared in _RULE.findall(_COMMENT.sub("", element.text)):
                for selector in selectors.split(","):
                    yield selector.strip(), _declared(declared)


def _declared(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";") if ":" in part)
    named = {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs}
    return {name: value for name, value in named.items() if name in _STYLED and value != "inherit"}


def _shape(
    element: Any,
    name: str,
    within: tuple[str, ...],
    box: Box | None,
    style: Mapping[str, str],
    matrix: Matrix,
) -> Shape:
    tag = _tag(element)
    text = fold("".join(element.itertext())) if tag == "text" else ""
    stroke = colour_of(style.get("stroke", "none"))
    scale = math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
    width = scale * _first(style.get("stroke-width", "1"), 1.0) if stroke != "none" else 0.0
    fill = "none" if tag in ("line", "g", "a", "image") else colour_of(style.get("fill", "black"))
    return Shape(name, tag, within, box, fill, stroke if tag != "g" else "none", width, text)


def colour_of(text: str) -> str:
    """Return a colour as `#rrggbb`, whatever way it is written; anything else as it is."""
    plain = text.strip().lower()
    if plain in ("", "none", "transparent"):
        return "none"
    try:
        return "#" + "".join(f"{level:02x}" for level in ImageColor.getrgb(plain)[:3])
    except ValueError:
        return re.sub(r"[\s\"']", "", plain)


def _first(text: str, otherwise: float) -> float:
    found = _NUMBER.search(text[:60])
    number = float(found[0]) if found else otherwise
    return number if math.isfinite(number) else otherwise


def _length(element: Any, name: str) -> float:
    return _first(str(element.get(name, "0")), 0.0)


def _view(root: Any) -> Box | None:
    numbers = [float(n) for n in _NUMBER.findall(str(root.get("viewBox", ""))[:200])]
    if len(numbers) == 4 and all(map(math.isfinite, numbers)):
        return numbers[0], numbers[1], numbers[0] + numbers[2], numbers[1] + numbers[3]
    width, height = _length(root, "width"), _length(root, "height")
    return (0.0, 0.0, width, height) if width and height else None


def _around(boxes: list[Box | None]) -> Box | None:
    found = [box for box in boxes if box]
    if not found:
        return None
    return (
        min(b[0] for b in found), min(b[1] for b in found),
        max(b[2] for b in found), max(b[3] for b in found),
    )  # fmt: skip


def _points(element: Any, tag: str) -> list[Point]:
    """Return points that a shape lies between, in its own units."""
    x, y = _length(element, "x"), _length(element, "y")
    if tag in ("rect", "image"):
        right, down = x + _length(element, "width"), y + _length(element, "height")
        return [(x, y), (right, y), (right, down), (x, down)]
    if tag in ("circle", "ellipse"):
        cx, cy, r = (_length(element, n) for n in ("cx", "cy", "r"))
        rx, ry = (r, r) if tag == "circle" else (_length(element, "rx"), _length(element, "ry"))
        turns = [n * math.pi / 24 for n in range(48)]
        return [(cx + rx * math.cos(t), cy + ry * math.sin(t)) for t in turns]
    if tag == "line":
        return [(_length(element, "x1"), _length(element, "y1")),
                (_length(element, "x2"), _length(element, "y2"))]  # fmt: skip
    if tag in ("polyline", "polygon"):
        numbers = [float(n) for n in _NUMBER.findall(str(element.get("points", "")))]
        return list(zip(numbers[::2], numbers[1::2], strict=False))
    if tag == "path":
        return outline(str(element.get("d", "")))
    return [_text_place(element, x, y)]


def _text_place(element: Any, x: float, y: float) -> Point:
    """Return where a text stands; its first part may say it instead of itself."""
    for child in element:
        if element.get("x") is None and child.get("x") is not None:
            return _length(child, "x"), _length(child, "y")
    return x, y
