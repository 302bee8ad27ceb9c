"""The check of drawings in SVG: shapes and groups by their ids, where and how they are drawn."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import locate
from studio.grading.readers.values import legible, same
from studio.grading.readers.vectors import VECTORS, Box, Shape, Vectors, read_vectors
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_SHARE = 0.005
_TEXT_ROOM = 6
_COLOUR_ROOM = 6
_MOST_SHOWN = 25


class SvgStructureParameters(Frozen):
    """Which shapes and groups an SVG drawing must have: by id where they have one.

    It does not matter which elements, attributes, styles or transforms draw them.
    """

    ids: tuple[str, ...] | None = Field(
        default=None,
        title="Ids",
        description="The ids that are looked at; all shapes of the reference, with an id or "
        "without, if left out.",
    )
    place: bool = Field(
        default=True, title="Place", description="Whether they must stand where the reference has."
    )
    colours: bool = Field(
        default=True, title="Colours", description="Whether fill and line must be as they are."
    )
    groups: bool = Field(
        default=True, title="Groups", description="Whether they must lie in the same named groups."
    )
    before: str | None = Field(
        default=None,
        title="Before",
        description="The drawing of the input that the work began with; the one of the same path "
        "if left out. What it holds already earns nothing.",
    )


def vectors_at(folder: Path, target: Target) -> Vectors:
    """Return the drawing at a target.

    Raises:
        HostileInputError: if it tries to harm.
        Unreadable: if it is missing or no SVG.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    if place.suffix.lower() not in VECTORS:
        raise Unreadable("is not an SVG drawing")
    return read_vectors(place)


def reference_vectors(target: Target, grounds: Grounds) -> Vectors:
    """Return the drawing of the reference.

    Raises:
        FaultError: if it cannot be read.
    """
    try:
        return vectors_at(grounds.reference, target)
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None


@dataclass(frozen=True)
class Fact:
    """One thing that is so in the reference: of which shape, and in which way."""

    shape: Shape
    what: str

    @property
    def told(self) -> str:
        """The fact in a few words."""
        name = f"#{self.shape.id}" if self.shape.id else f"a {self.shape.tag}"
        return f"{self.what} of {name}"


def facts_of(parameters: SvgStructureParameters, reference: Vectors) -> Iterator[Fact]:
    """Yield what a reference asks for."""
    for shape in reference.shapes:
        if parameters.ids is not None and shape.id not in parameters.ids:
            continue
        if not shape.id:
            yield Fact(shape, "shape")
            continue
        yield Fact(shape, "presence")
        if parameters.place and shape.box:
            yield Fact(shape, "place")
        if parameters.colours and shape.tag not in ("g", "a", "image", "use"):
            yield Fact(shape, "colour")
        if shape.tag == "text":
            yield Fact(shape, "text")
        if parameters.groups and shape.within:
            yield Fact(shape, "group")


class Held:
    """What a drawing holds of the facts of a reference."""

    def __init__(
        self, drawing: Vectors, tolerance: float, parameters: SvgStructureParameters
    ) -> None:
        self._by_id = {shape.id: shape for shape in drawing.shapes if shape.id}
        self._loose = [s for s in drawing.shapes if s.tag not in ("g", "a")]
        self._tolerance, self._parameters = tolerance, parameters

    def holds(self, fact: Fact) -> bool:
        """Tell whether a fact is so; a shape without an id is used up by it."""
        if fact.what == "shape":
            return self._takes(fact.shape)
        found = self._by_id.get(fact.shape.id)
        if found is None or fact.what == "presence":
            return found is not None
        if fact.what == "place":
            return self._is_placed(fact.shape, found)
        if fact.what == "colour":
            return _is_coloured(fact.shape, found)
        if fact.what == "text":
            return _says(fact.shape, found)
        return set(fact.shape.within) <= set(found.within)

    def _takes(self, wanted: Shape) -> bool:
        for place, shape in enumerate(self._loose):
            placed = not self._parameters.place or self._is_placed(wanted, shape)
            coloured = not self._parameters.colours or _is_coloured(wanted, shape)
            if placed and coloured and _says(wanted, shape):
                del self._loose[place]
                return True
        return False

    def _is_placed(self, wanted: Shape, found: Shape) -> bool:
        room = self._tolerance * (_TEXT_ROOM if wanted.tag == "text" else 1)
        return _near(wanted.box, found.box, room)


def _says(wanted: Shape, found: Shape) -> bool:
    """Tell whether two texts are the same; parts of one may stand on several lines."""
    return same("".join(wanted.text.split()), "".join(found.text.split()), None)


def _near(one: Box | None, other: Box | None, room: float) -> bool:
    if one is None or other is None:
        return one is other
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= room


def _is_coloured(wanted: Shape, found: Shape) -> bool:
    widths = math.isclose(wanted.width, found.width, rel_tol=0.05, abs_tol=0.01)
    return _alike(wanted.fill, found.fill) and _alike(wanted.stroke, found.stroke) and widths


def _alike(one: str, other: str) -> bool:
    """Tell whether two colours are the same, up to what rounding does."""
    if one.startswith("url(") and other.startswith("url("):
        return True
    if len(one) != 7 or len(other) != 7 or one[0] != "#" or other[0] != "#":
        return one == other
    return all(
        abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= _COLOUR_ROOM
        for at in (1, 3, 5)
    )


def _before(parameters: SvgStructureParameters, target: Target, grounds: Grounds) -> Vectors | None:
    try:
        return vectors_at(grounds.input, Target(path=parameters.before or target.path))
    except Unreadable as fault:
        if parameters.before:
            raise FaultError(f"{parameters.before} of the input {fault}.") from None
        return None


def _gone(
    parameters: SvgStructureParameters, before: Vectors | None, reference: Vectors, room: float
) -> list[Fact]:
    """Return what the earlier drawing held that the reference does not any more."""
    if before is None or parameters.ids is not None:
        return []
    held = Held(reference, room, parameters)
    every = [Fact(s, "presence" if s.id else "shape") for s in before.shapes]
    return [fact for fact in every if not held.holds(fact)]


def _judge(
    check: Check, parameters: SvgStructureParameters, target: Target, grounds: Grounds
) -> Judgement:
    reference = reference_vectors(target, grounds)
    before = _before(parameters, target, grounds)
    assert grounds.output is not None
    try:
        output = vectors_at(grounds.output, target)
    except Unreadable as fault:
        told = f"{target.path} {legible(str(fault))}."
        return failed(told, public=told)
    room = check.tolerance if check.tolerance is not None else _SHARE * reference.extent
    facts = list(facts_of(parameters, reference))
    made = Held(output, room, parameters)
    wrong = [fact for fact in facts if not made.holds(fact)]
    given = Held(before, room, parameters) if before else None
    fresh = [fact for fact in facts if given is None or not given.holds(fact)]
    gone = _gone(parameters, before, reference, room)
    left = [fact for fact in gone if made.holds(fact)]
    return _told(target, wrong, fresh, gone, left)


def _told(
    target: Target,
    wrong: Sequence[Fact],
    fresh: Sequence[Fact],
    gone: Sequence[Fact],
    left: Sequence[Fact],
) -> Judgement:
    evidence: dict[str, Any] = {
        "wrong": [fact.told for fact in wrong[:_MOST_SHOWN]],
        "left": [fact.told for fact in left[:_MOST_SHOWN]],
    }
    if not wrong and not left:
        told = f"The shapes of {target.path} are as they must be."
        return passed(told, public=told, **evidence)
    public = f"{len(wrong)} facts about shapes of {target.path} are not right"
    public += f", and {len(left)} shapes should be gone." if left else "."
    new = {id(fact) for fact in fresh}
    kept = sum(id(fact) not in new for fact in wrong)
    total = len(fresh) + len(gone)
    right = total - len(left) - (len(wrong) - kept)
    worth = max(0.0, (right - kept) / total) if total else 0.0
    named = ", ".join(legible(fact.told) for fact in (*wrong, *left)[:3])
    return Judgement(min(worth, 0.99), f"{public} First: {named}.", evidence, public)


def _sentence(
    check: Check, parameters: SvgStructureParameters, target: Target, grounds: Grounds
) -> str:
    room = f", within {check.tolerance:g}" if check.tolerance is not None else ""
    if parameters.ids is None:
        return f"{target.path} has the shapes and groups of the reference{room}"
    named = [f"#{legible(name)}" for name in parameters.ids[:10]]
    named += [f"{len(parameters.ids) - 10} more"] if len(parameters.ids) > 10 else []
    return f"{target.path} has {listed(named)} as the reference does{room}"


def _fit(check: Check, parameters: SvgStructureParameters, target: Target, grounds: Grounds) -> str:
    try:
        reference = reference_vectors(target, grounds)
        _before(parameters, target, grounds)
    except FaultError as fault:
        return str(fault)
    known = {shape.id for shape in reference.shapes}
    for name in parameters.ids or ():
        if name not in known:
            return f"The reference has no shape or group with the id {name}."
    if not reference.shapes:
        return f"{target.path} of the reference shows nothing."
    return ""


register(
    Kind(
        id="svg_structure",
        family="images",
        title="Shapes of an SVG drawing",
        parameters=SvgStructureParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
