"""Two drawings over each other: what is missing and what is too many in colour."""

from collections.abc import Iterable, Sequence

from studio.base.errors import FaultError
from studio.grading.families.drawings import (
    drawing_before,
    output_drawing,
    reference_drawing,
    tolerance_of,
)
from studio.grading.families.drawings_entities import DrawingEntitiesParameters, laid_over
from studio.grading.families.drawings_measures import Measured
from studio.grading.kinds import Grounds, target_of
from studio.grading.overlays import box_of
from studio.grading.pictures.picture import (
    PLAIN,
    WRONG,
    Cell,
    Picture,
    drawn,
    mark,
    table,
    text_at,
)
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.strokes import Piece, Stroke
from studio.grading.tracing import TooMuch
from studio.grading.verdicts import judge, parse_parameters
from studio.model.check import Check

_SIDE = 520.0
_TOP = 66.0
_EDGE = 20.0
_MOST_PIECES = 4_000
_GREY, _EXTRA = "#9a9a9a", "#1f5fbf"


def picture(check: Check, grounds: Grounds) -> Picture:
    """Return the output over the reference: grey is right, red is missing, blue is too many."""
    title = f"{check.target} over the reference"
    try:
        return _overlaid(check, grounds, title)
    except (Unreadable, FaultError, TooMuch) as fault:
        return table(title, ("what went wrong",), [[Cell(str(fault) or "too crowded", WRONG)]])


def _overlaid(check: Check, grounds: Grounds, title: str) -> Picture:
    parameters, target = parse_parameters(check), target_of(check)
    asked = _as_entities(parameters)
    reference, output = reference_drawing(target, grounds), output_drawing(target, grounds)
    before = drawing_before(asked.before, target, grounds)
    found, strokes = laid_over(asked, reference, output, before, tolerance_of(check, reference))
    missing, extra = ([piece for _, piece in side] for side in (found.missing, found.extra))
    return _drawn(title, strokes, missing, extra)


def _as_entities(parameters: object) -> DrawingEntitiesParameters:
    """Return what to lay over each other for a check of any kind."""
    if isinstance(parameters, DrawingEntitiesParameters):
        return parameters
    layers = parameters.layers if isinstance(parameters, Measured) else None
    return DrawingEntitiesParameters(layers=layers)


def _drawn(
    title: str, strokes: Sequence[Stroke], missing: Sequence[Piece], extra: Sequence[Piece]
) -> Picture:
    everything = [*strokes, Stroke("", "line", tuple(missing))] if missing else list(strokes)
    low_x, low_y, high_x, high_y = box_of(everything) or (0.0, 0.0, 1.0, 1.0)
    scale = _SIDE / max(high_x - low_x, high_y - low_y, 1e-9)
    width, height = (high_x - low_x) * scale, (high_y - low_y) * scale

    def path(pieces: Iterable[Piece], colour: str, wide: float, dashed: bool = False) -> list[str]:
        style = ' stroke-dasharray="7 4"' if dashed else ""
        made = []
        for piece in list(pieces)[:_MOST_PIECES]:
            points = [piece.at(share) for share in _shares(piece)]
            spots = " ".join(
                f"{_EDGE + (x - low_x) * scale:.1f},{_TOP + height - (y - low_y) * scale:.1f}"
                for x, y in points
            )
            made.append(
                f'<polyline points="{spots}" fill="none" stroke="{colour}" '
                f'stroke-width="{wide}"{style}/>'
            )
        return made

    wrong = {id(piece) for piece in extra}
    right = (piece for s in strokes for piece in s.pieces if id(piece) not in wrong)
    parts = [
        text_at(10, 18, title, bold=True),
        text_at(10, 38, "as it must be", _GREY),
        text_at(130, 38, f"missing: {len(missing)} (dashed)", WRONG),
        text_at(300, 38, f"too many: {len(extra)}", _EXTRA),
        *path(right, _GREY, 1.2),
        *path(extra, _EXTRA, 2.2),
        *path(missing, WRONG, 2.2, dashed=True),
    ]
    return drawn(max(width + 2 * _EDGE, 460.0), _TOP + height + _EDGE, parts, title)


def _shares(piece: Piece) -> list[float]:
    count = max(2, int(16 * piece.sweep)) if piece.radius else 1
    return [number / count for number in range(count + 1)]


def figures(check: Check, grounds: Grounds) -> Picture:
    """Return a table of the layers, texts or lengths that are wrong."""
    result = judge(check, grounds)
    rows = []
    wrong = result.evidence.get("wrong", {})
    for name, told in wrong.items() if isinstance(wrong, dict) else ():
        said = f"{told[1]:g} instead of {told[0]:g}" if isinstance(told, tuple) else str(told)
        rows.append([mark(False), Cell(str(name)), Cell(said, WRONG)])
    for text, *_ in result.evidence.get("missing", ()):
        rows.append([mark(False), Cell(str(text)), Cell("missing, or elsewhere", WRONG)])
    for text in result.evidence.get("stale", ()):
        rows.append([mark(False), Cell(str(text)), Cell("should be gone", WRONG)])
    if not rows:
        colour = PLAIN if result.status == "pass" else WRONG
        rows = [[mark(result.status == "pass"), Cell(""), Cell(result.sentence, colour)]]
    return table(f"{check.kind} of {check.target}", ("", "what", "how"), rows)


PICTURES = {
    "drawing_entities": picture,
    "drawing_areas": picture,
    "drawing_layers": figures,
    "drawing_lengths": figures,
    "drawing_text": figures,
}
