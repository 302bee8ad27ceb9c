"""Paths and transforms of SVG: points along a path, and how groups move what is in them.

Source: W3C, SVG 1.1, chapters 7.6 (transform) and 8.3 (path data), appendix F.6 (arcs).
"""

import itertools
import math
import re
from collections.abc import Iterator

from studio.base.errors import HostileInputError

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
MAX_POINTS = 400_000
_TOKEN = re.compile(r"[MmLlHhVvCcSsQqTtAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TRANSFORM = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_STEPS = 12
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def product(one: Matrix, two: Matrix) -> Matrix:
    """Return the matrix that moves as the second, then as the first."""
    a, b, c, d, e, f = one
    return (
        a * two[0] + c * two[1], b * two[0] + d * two[1], a * two[2] + c * two[3],
        b * two[2] + d * two[3], a * two[4] + c * two[5] + e, b * two[4] + d * two[5] + f,
    )  # fmt: skip


def applied(matrix: Matrix, point: Point) -> Point:
    """Return a moved point."""
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def transform(text: str) -> Matrix:
    """Return the matrix of a `transform` attribute."""
    matrix = _SAME
    for name, inner in _TRANSFORM.findall(text[:4000]):
        numbers = [float(n) for n in _NUMBER.findall(inner)]
        matrix = product(matrix, _single(name, numbers))
    return matrix


def _single(name: str, n: list[float]) -> Matrix:
    if name == "matrix" and len(n) == 6:
        return n[0], n[1], n[2], n[3], n[4], n[5]
    if name == "translate" and n:
        return 1, 0, 0, 1, n[0], n[1] if len(n) > 1 else 0
    if name == "scale" and n:
        return n[0], 0, 0, n[1] if len(n) > 1 else n[0], 0, 0
    if name == "rotate" and n:
        turn = math.radians(n[0])
        around: Matrix = (math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), 0, 0)
        if len(n) < 3:
            return around
        back = product(around, (1, 0, 0, 1, -n[1], -n[2]))
        return product((1, 0, 0, 1, n[1], n[2]), back)
    if name.startswith("skew") and n:
        lean = math.tan(math.radians(n[0]))
        return (1, 0, lean, 1, 0, 0) if name == "skewX" else (1, lean, 0, 1, 0, 0)
    return _SAME


def outline(data: str) -> list[Point]:
    """Return points along a path, near enough together for its box.

    Raises:
        HostileInputError: if there are more than anybody draws.
    """
    return [point for line in lines(data) for point in line]


def lines(data: str) -> list[list[Point]]:
    """Return points along a path, a list for each time that the pen is put down.

    Raises:
        HostileInputError: if there are more than anybody draws.
    """
    found: list[list[Point]] = []
    count = 0
    for moves, part in _segments(data):
        count += len(part)
        if count > MAX_POINTS:
            raise HostileInputError(f"A path has more than {MAX_POINTS:,} points.")
        if moves or not found:
            found.append([])
        found[-1] += part
    return found


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command with its numbers; more numbers repeat it."""
    name = ""
    numbers: list[float] = []
    for token in _TOKEN.findall(data):
        if token.isalpha():
            name, numbers = token, []
            if token in "Zz":
                yield token, []
        elif name:
            numbers.append(float(token))
            if len(numbers) == _ARGUMENTS[name.upper()]:
                yield name, numbers
                numbers = []
                name = {"M": "L", "m": "l"}.get(name, name)


def _segments(data: str) -> Iterator[tuple[bool, list[Point]]]:
    """Yield the points of each command, and whether the pen is put down before it."""
    here = start = control = (0.0, 0.0)
    before = ""
    for name, n in _commands(data):
        upper = name.upper()
        base = here if name.islower() else (0.0, 0.0)
        pairs = [(n[at] + base[0], n[at + 1] + base[1]) for at in range(0, len(n) - 1, 2)]
        if upper == "Z":
            here, made = start, [start]
        elif upper == "H" or upper == "V":
            here = (n[0] + base[0], here[1]) if upper == "H" else (here[0], n[0] + base[1])
            made = [here]
        elif upper == "A":
            end = n[5] + base[0], n[6] + base[1]
            made, here = _arc(here, n, end), end
        else:
            if upper in "ST" and before in {"S": "CS", "T": "QT"}[upper]:
                first = (2 * here[0] - control[0], 2 * here[1] - control[1])
            else:
                first = here
            curve = [here, *([first] if upper in "ST" else []), *pairs]
            made = _bezier(curve) if upper in "CSQT" else pairs
            control, here = (curve[-2] if upper in "CSQT" else pairs[-1]), pairs[-1]
        start = here if upper == "M" else start
        before = upper
        yield upper == "M", made


def _bezier(points: list[Point]) -> list[Point]:
    """Return points along a Bezier curve by de Casteljau's subdivision."""
    found = []
    for step in range(1, _STEPS + 1):
        share, left = step / _STEPS, points
        while len(left) > 1:
            left = [
                (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
                for a, b in itertools.pairwise(left)
            ]
        found.append(left[0])
    return found


def _arc(start: Point, n: list[float], end: Point) -> list[Point]:
    """Return points along an elliptic arc, from its ends to its centre as appendix F.6 says."""
    rx, ry, turn = abs(n[0]), abs(n[1]), math.radians(n[2])
    if not rx or not ry or start == end:
        return [end]
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, -sin * dx + cos * dy
    size = math.sqrt(max(1.0, (x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * size, ry * size
    under = (rx * y) ** 2 + (ry * x) ** 2
    root = math.sqrt(max(0.0, (rx * ry) ** 2 / under - 1)) if under else 0.0
    root *= -1 if bool(n[3]) == bool(n[4]) else 1
    cx, cy = root * rx * y / ry, -root * ry * x / rx
    first = math.atan2((y - cy) / ry, (x - cx) / rx)
    sweep = (math.atan2((-y - cy) / ry, (-x - cx) / rx) - first) % (2 * math.pi)
    sweep -= 0 if n[4] else 2 * math.pi
    mx, my = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    found = []
    for step in range(1, 2 * _STEPS + 1):
        angle = first + sweep * step / (2 * _STEPS)
        px, py = cx + rx * math.cos(angle), cy + ry * math.sin(angle)
        found.append((cos * px - sin * py + mx, sin * px + cos * py + my))
    return found
