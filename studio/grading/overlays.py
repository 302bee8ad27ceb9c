"""Two drawings of the same thing: brought into one unit and place, and laid over each other."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from studio.grading.readers.drawings import METRES, Drawing
from studio.grading.readers.strokes import Piece, Point, Stroke
from studio.grading.tracing import Ground, distance

ALL = ""
EXPLODED = "0"
_SHARE_OF_EXTENT = 1e-4
_FINEST_METRES = 1e-5


def box_of(strokes: Iterable[Stroke]) -> tuple[float, float, float, float] | None:
    """Return the bounding box of strokes, None if there are none."""
    boxes = [piece.box() for stroke in strokes for piece in stroke.pieces]
    if not boxes:
        return None
    low = min(b[0] for b in boxes), min(b[1] for b in boxes)
    high = max(b[2] for b in boxes), max(b[3] for b in boxes)
    return (*low, *high)


def usual_tolerance(drawing: Drawing) -> float:
    """Return how far off a point may lie if nobody says so: a ten-thousandth of the drawing.

    It is at least a hundredth of a millimetre where the unit is known, and has one digit.
    """
    box = box_of(drawing.strokes)
    extent = max(box[2] - box[0], box[3] - box[1]) if box else 1.0
    finest = _FINEST_METRES / METRES[drawing.unit] if drawing.unit else 0.0
    wanted = max(extent * _SHARE_OF_EXTENT, finest, 1e-9)
    digit = 10.0 ** math.floor(math.log10(wanted))
    return float(f"{digit * math.floor(wanted / digit + 1e-9):.1g}")


def scales(reference: Drawing, output: Drawing, units: str) -> list[float]:
    """Return by what the coordinates of an output may be multiplied to be those of the reference.

    Args:
        reference: the drawing whose unit counts.
        output: the other.
        units: `header`, `numbers` or `either`.
    """
    told = 1.0
    if reference.unit and output.unit:
        told = METRES[output.unit] / METRES[reference.unit]
    return {"header": [told], "numbers": [1.0]}.get(units, list(dict.fromkeys([told, 1.0])))


def moved(strokes: Sequence[Stroke], scale: float, x: float = 0.0, y: float = 0.0) -> list[Stroke]:
    """Return strokes that are scaled, then shifted."""
    if (scale, x, y) == (1.0, 0.0, 0.0):
        return list(strokes)
    return [replace(s, pieces=tuple(p.moved(scale, x, y) for p in s.pieces)) for s in strokes]


def settled(
    reference: Sequence[Stroke], output: Sequence[Stroke], tolerance: float
) -> list[Stroke]:
    """Return an output with the parts of exploded blocks on the layers that they had before.

    What lies on layer 0 in a block shows on the layer of the block, and lies on layer 0 again
    when a program explodes it.

    Args:
        reference: the strokes that are right.
        output: those that were handed in, in the same unit and place.
        tolerance: how far off a point may lie.
    """
    floating: dict[str, list[Piece]] = defaultdict(list)
    for stroke in reference:
        if stroke.floating:
            floating[stroke.layer] += stroke.pieces
    grounds = {layer: Ground(pieces, tolerance) for layer, pieces in floating.items()}

    def home(stroke: Stroke) -> str:
        if stroke.layer == EXPLODED:
            for layer, ground in grounds.items():
                if not any(ground.misses(piece) for piece in stroke.pieces):
                    return layer
        return stroke.layer

    return [replace(stroke, layer=home(stroke)) for stroke in output] if grounds else [*output]


def placed(
    reference: Sequence[Stroke], output: Sequence[Stroke], free: bool
) -> Iterator[list[Stroke]]:
    """Yield the output as it stands, or shifted so that its box meets that of the reference."""
    here, there = box_of(output), box_of(reference)
    if not free or here is None or there is None:
        yield list(output)
        return
    low = there[0] - here[0], there[1] - here[1]
    high = there[2] - here[2], there[3] - here[3]
    shifts = [low, high, ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2)]
    for x, y in dict.fromkeys((round(x, 9), round(y, 9)) for x, y in shifts):
        yield moved(output, 1.0, x, y)


@dataclass(frozen=True)
class Overlay:
    """What differs between an output and a reference, each piece with its layer.

    Attributes:
        missing: pieces of the reference that the output lacks.
        extra: pieces of the output that the reference lacks.
        doubled: how many strokes lie twice where the reference draws once.
        wanted: how many pieces there were to draw or to take away.
        done: how many of those were.
    """

    missing: tuple[tuple[str, Piece], ...]
    extra: tuple[tuple[str, Piece], ...]
    doubled: int
    wanted: int
    done: int

    @property
    def score(self) -> float:
        """The share of the work that is done, less what is wrong, below 1 if anything is."""
        harm = len(self.extra) + self.doubled + len(self.missing) - (self.wanted - self.done)
        if not self.missing and not self.extra and not self.doubled:
            return 1.0
        return min(max(0.0, (self.done - max(0, harm)) / max(self.wanted, 1)), 0.99)


def overlay(
    reference: Sequence[Stroke],
    output: Sequence[Stroke],
    before: Sequence[Stroke],
    tolerance: float,
    by_layer: bool,
) -> Overlay:
    """Lay an output over a reference, layer by layer or all at once.

    Args:
        reference: the strokes that are right.
        output: those that were handed in, in the same unit and place.
        before: those that the work began with.
        tolerance: how far off a point may lie, in the unit of the reference.
        by_layer: whether the layer of a stroke counts.
    """
    right, made, given = (_by_layer(s, by_layer) for s in (reference, output, before))
    missing: list[tuple[str, Piece]] = []
    extra: list[tuple[str, Piece]] = []
    wanted = done = doubled = 0
    for layer in sorted(right.keys() | made.keys() | given.keys()):
        wants, has, had = (side.get(layer, []) for side in (right, made, given))
        on = Ground(_pieces(has), tolerance)
        under = Ground(_pieces(wants), tolerance)
        earlier = Ground(_pieces(had), tolerance)
        lost = [piece for piece in under.pieces if on.misses(piece)]
        fresh = {id(piece) for piece in under.pieces if not had or earlier.misses(piece)}
        gone = [piece for piece in earlier.pieces if under.misses(piece)]
        wanted += len(fresh) + len(gone)
        done += len(fresh) - sum(id(piece) in fresh for piece in lost)
        done += sum(on.misses(piece) for piece in gone)
        missing += [(layer, piece) for piece in lost]
        extra += [(layer, piece) for piece in on.pieces if under.misses(piece)]
        doubled += _doubled(wants, has, tolerance)
    return Overlay(tuple(missing), tuple(extra), doubled, wanted, done)


def _by_layer(strokes: Iterable[Stroke], by_layer: bool) -> dict[str, list[Stroke]]:
    found: dict[str, list[Stroke]] = defaultdict(list)
    for stroke in strokes:
        found[stroke.layer.casefold() if by_layer else ALL].append(stroke)
    return found


def _pieces(strokes: Iterable[Stroke]) -> list[Piece]:
    return [piece for stroke in strokes if stroke.entity != "hatch" for piece in stroke.pieces]


def _doubled(wants: Sequence[Stroke], has: Sequence[Stroke], tolerance: float) -> int:
    """Return how many strokes lie on an equal one more often than pieces do in the reference."""
    counts = Counter(_signature(s, tolerance) for s in has if s.entity != "hatch")
    doubles = {signature: count for signature, count in counts.items() if count > 1}
    if not doubles:
        return 0
    first = {_signature(s, tolerance): s for s in has}
    excess = 0
    for signature, count in doubles.items():
        middles = [piece.at(0.4) for piece in first[signature].pieces]
        lying = min(_lying_on(middle, wants, tolerance) for middle in middles)
        excess += max(0, count - max(lying, 1))
    return excess


def _lying_on(point: Point, strokes: Sequence[Stroke], tolerance: float) -> int:
    """Return how many pieces lie on a point."""
    return sum(distance(point, piece) <= tolerance for piece in _pieces(strokes))


def _signature(stroke: Stroke, tolerance: float) -> tuple[object, ...]:
    """Return what two strokes that lie on each other share."""
    size = max(tolerance, 1e-9) * 4
    ends = sorted(
        (*tuple(sorted((_cell(p.start, size), _cell(p.end, size)))), _cell(p.at(0.5), size))
        for p in stroke.pieces
    )
    return tuple(ends)


def _cell(point: tuple[float, float], size: float) -> tuple[int, int]:
    return round(point[0] / size), round(point[1] / size)
