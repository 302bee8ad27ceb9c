"""The check of areas: what the closed outlines of a drawing enclose, by layer."""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.drawings import (
    drawing_before,
    on_layers,
    output_drawing,
    reference_drawing,
    unreadable,
)
from studio.grading.families.drawings_measures import (
    Measured,
    as_output,
    bounds_told,
    factor_of,
    measured_layers,
    scaled_strokes,
    unit_of,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.outlines import Outline, outlines_of
from studio.grading.overlays import scales, usual_tolerance
from studio.grading.phrasing import are
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.drawings import EXTRA, Drawing
from studio.grading.readers.values import shown
from studio.model.check import Check, Target


class DrawingAreasParameters(Measured):
    """Which areas the closed outlines of a drawing have, of polylines, circles or loose lines.

    An outline that does not close has no area. With bounds any outlines within them are right,
    without bounds those of the reference are asked for.
    """

    count: int | None = Field(
        default=None, ge=0, title="Count", description="How many closed outlines there must be."
    )
    each_at_least: float | None = Field(
        default=None, ge=0, title="Each at least", description="The least area of an outline."
    )
    each_at_most: float | None = Field(
        default=None, ge=0, title="Each at most", description="The most area of an outline."
    )
    at_least: float | None = Field(
        default=None, ge=0, title="At least", description="The least that all have together."
    )
    at_most: float | None = Field(
        default=None, ge=0, title="At most", description="The most that all have together."
    )
    whole: bool = Field(
        default=False,
        title="One entity",
        description="Whether each outline must be one closed polyline or circle.",
    )
    before: str | None = Field(
        default=None,
        title="Before",
        description="The drawing of the input that the work began with; the one of the same path "
        "if left out. What it holds already earns nothing.",
    )

    @property
    def is_bound(self) -> bool:
        """Whether bounds are asked for, and not the areas of the reference."""
        bounds = (self.count, self.each_at_least, self.each_at_most, self.at_least, self.at_most)
        return any(bound is not None for bound in bounds)


Areas = dict[str, list[Outline]]


def areas_of(
    drawing: Drawing,
    layers: Sequence[str],
    scale: float,
    tolerance: float,
    whole: bool,
    parted: bool = False,
) -> Areas:
    """Return the closed outlines on each layer, scaled; `parted` is told at `outlines_of`."""
    found = scaled_strokes(drawing, scale)
    return {
        layer: [
            outline
            for outline in outlines_of(found.get(layer, ()), tolerance, parted)
            if outline.whole or not whole
        ]
        for layer in layers
    }


def _judge_areas(
    check: Check, parameters: DrawingAreasParameters, target: Target, grounds: Grounds
) -> Judgement:
    reference = reference_drawing(target, grounds)
    before = drawing_before(parameters.before, target, grounds)
    try:
        output = output_drawing(target, grounds)
    except Unreadable as fault:
        return unreadable(target, fault)
    layers, near = measured_layers(parameters, reference), usual_tolerance(reference)
    square, unit = factor_of(parameters, reference) ** 2, unit_of(parameters, reference)
    best: Judgement | None = None
    for scale in scales(reference, output, parameters.units):
        for parted in (False,) if parameters.whole or parameters.is_bound else (False, True):
            made = areas_of(output, layers, scale, near, parameters.whole, parted)
            if parameters.is_bound:
                told = _bounded_areas(parameters, target, made, square, unit)
            else:
                right = areas_of(reference, layers, 1.0, near, parameters.whole, parted)
                given = areas_of(before, layers, 1.0, near, False, parted) if before else {}
                areas = _Areas(check, right, made, given, square, near)
                told = areas.judged(target, unit)
            best = told if best is None or told.score > best.score else best
    assert best is not None
    return best


class _Areas:
    """The outlines of an output beside those of the reference, matched by layer and area."""

    def __init__(
        self,
        check: Check,
        right: Mapping[str, Sequence[Outline]],
        made: Mapping[str, Sequence[Outline]],
        given: Mapping[str, Sequence[Outline]],
        square: float,
        near: float,
    ) -> None:
        self._tolerance, self._square, self._near = check.tolerance, square, near
        self.missing: list[tuple[str, float]] = []
        self.extra: list[tuple[str, float]] = []
        self.total = self.held = self.matched = 0
        for layer, outlines in right.items():
            left, spare = self._unmatched(outlines, made.get(layer, ()))
            lacking, _ = self._unmatched(outlines, given.get(layer, ()))
            self.total += len(outlines)
            self.held += len(outlines) - len(lacking)
            self.matched += len(outlines) - len(left)
            self.missing += [(layer, area) for area in left]
            self.extra += [(layer, area) for area in spare]

    def _unmatched(
        self, right: Sequence[Outline], made: Sequence[Outline]
    ) -> tuple[list[float], list[float]]:
        """Return the areas that have no counterpart, of both sides, each in the unit asked for."""
        wanted = sorted(o.area * self._square for o in right)
        spare = sorted(o.area * self._square for o in made)
        left = []
        for area in wanted:
            room = self._tolerance
            if room is None:
                room = 4 * (area * self._square) ** 0.5 * self._near + 1e-9 * area
            near = min(spare, key=lambda other: abs(other - area), default=None)
            if near is not None and abs(near - area) <= room:
                spare.remove(near)
            else:
                left.append(area)
        return left, spare

    def judged(self, target: Target, unit: str) -> Judgement:
        """Return what comes of it."""
        evidence = {
            "missing": [[layer, round(area, 4)] for layer, area in self.missing[:30]],
            "extra": [[layer, round(area, 4)] for layer, area in self.extra[:30]],
            "outlines": self.total,
        }
        if not self.missing and not self.extra:
            told = f"All {self.total} closed outlines of {target.path} have the area they must."
            return passed(told, public=told, **evidence)
        wrong = f"{target.path}: {len(self.missing)} of {self.total} closed outlines are missing, "
        wrong += f"open or of another area, and {len(self.extra)} are too many."
        first = (
            f" {shown(round(self.missing[0][1], 3))} {unit}² is missing." if self.missing else ""
        )
        worth = (self.matched - self.held - len(self.extra)) / max(1, self.total - self.held)
        return Judgement(min(max(0.0, worth), 0.99), wrong + first, evidence, wrong)


def _bounded_areas(
    parameters: DrawingAreasParameters,
    target: Target,
    made: Mapping[str, Sequence[Outline]],
    square: float,
    unit: str,
) -> Judgement:
    areas = [outline.area * square for outlines in made.values() for outline in outlines]
    faults = list(_broken(parameters, areas))
    evidence = {"areas": [round(area, 4) for area in sorted(areas)[:60]]}
    if areas and not faults:
        told = f"The {len(areas)} closed outlines of {target.path} keep to their bounds."
        return passed(told, public=told, **evidence)
    told = "; ".join(faults) or "there is no closed outline"
    sentence = f"{target.path}: {told} ({unit}²)." if faults else f"{target.path}: {told}."
    return failed(sentence, public=sentence, **evidence)


def _broken(parameters: DrawingAreasParameters, areas: Sequence[float]) -> Iterable[str]:
    """Yield what bounds areas do not keep."""
    noise = 1e-9
    if parameters.count is not None and len(areas) != parameters.count:
        yield f"{len(areas)} closed outlines instead of {parameters.count}"
    low, high = parameters.each_at_least, parameters.each_at_most
    if low is not None and (small := [a for a in areas if a < low * (1 - noise)]):
        yield f"{len(small)} outlines are below {low:g}"
    if high is not None and (large := [a for a in areas if a > high * (1 + noise)]):
        yield f"{len(large)} outlines are above {high:g}"
    total = sum(areas)
    if parameters.at_least is not None and total < parameters.at_least * (1 - noise):
        yield f"together they come to {total:.6g}, less than {parameters.at_least:g}"
    if parameters.at_most is not None and total > parameters.at_most * (1 + noise):
        yield f"together they come to {total:.6g}, more than {parameters.at_most:g}"


def _sentence_areas(
    check: Check, parameters: DrawingAreasParameters, target: Target, grounds: Grounds
) -> str:
    where = on_layers(parameters.layers)
    if not parameters.is_bound:
        room = f", within {check.tolerance:g}" if check.tolerance is not None else ""
        return f"The closed outlines of {target.path} {where} have the areas of the reference{room}"
    count = parameters.count
    told = [] if count is None else [f"there {are(count)} {count}"]
    if each := bounds_told(parameters.each_at_least, parameters.each_at_most):
        told.append(f"each has {each} {parameters.unit}²".replace(" ²", ""))
    if total := bounds_told(parameters.at_least, parameters.at_most):
        told.append(f"together they have {total} {parameters.unit}²".replace(" ²", ""))
    return f"Of the closed outlines of {target.path} {where} {', '.join(told)}"


def _fit_areas(
    check: Check, parameters: DrawingAreasParameters, target: Target, grounds: Grounds
) -> str:
    try:
        reference = reference_drawing(target, grounds)
        layers = measured_layers(parameters, reference)
        found = areas_of(reference, layers, 1.0, usual_tolerance(reference), parameters.whole)
        told = _judge_areas(check, parameters, target, as_output(grounds))
    except FaultError as fault:
        return str(fault)
    if not any(found.values()):
        return f"The reference has no closed outline {on_layers(parameters.layers)}."
    return "" if told.score == 1 else f"The reference fails it: {told.sentence}"


register(
    Kind(
        id="drawing_areas",
        family="drawings",
        title="Areas by layer",
        parameters=DrawingAreasParameters,
        judge=_judge_areas,
        sentence=_sentence_areas,
        fit=_fit_areas,
        extra=EXTRA,
    )
)
