"""The checks of a mesh by what holds whatever its triangles: whether it is closed, its measures.

Another program cuts the same body into other triangles, so no check here counts on them.
"""

import math
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.mesh_bores import bores_of
from studio.grading.mesh_shapes import area_of, leaks, topology_of, volume_of
from studio.grading.phrasing import listed, percent
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.meshes import Mesh, read_mesh
from studio.grading.readers.values import legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

EXTRA = "meshes"
Measure = Literal["volume", "area", "box", "place", "faces", "bores"]
SHOWN = {
    "volume": "volume", "area": "surface area", "box": "bounding box", "place": "place in space",
    "faces": "number of triangles", "bores": "bore diameters",
}  # fmt: skip
_EXACT = 1e-6


def mesh_of(grounds: Grounds, target: Target) -> Mesh:
    """Return the mesh that was handed in.

    Raises:
        Unreadable: if there is none.
        HostileInputError: if it tries to harm.
    """
    assert grounds.output is not None
    return read_mesh(grounds.output, target.path)


def reference_mesh(grounds: Grounds, path: str) -> Mesh:
    """Return the mesh of the reference.

    Raises:
        FaultError: if it cannot be read.
    """
    try:
        return read_mesh(grounds.reference, path)
    except Unreadable as fault:
        raise FaultError(f"{path} of the reference {fault}.") from None


def unread(target: Target, fault: Unreadable) -> Judgement:
    """Return the judgement on a mesh that cannot be read."""
    told = f"{target.path} {legible(str(fault))}."
    return failed(told, public=told)


def number(value: float) -> str:
    """Return a measure as people read it, with five digits at most."""
    if value == int(value) and abs(value) < 1e9:
        return f"{int(value):,}"
    return f"{value:,.5g}" if 1e-4 <= abs(value) < 1e9 else f"{value:.5g}"


def numbers(values: Sequence[float]) -> str:
    """Return measures as people read them."""
    return " x ".join(number(value) for value in values)


def _told(measure: str, values: Sequence[float]) -> str:
    """Return a measure as people read it, a place from its least to its greatest corner."""
    if measure == "bores":
        return listed(map(number, values))
    if measure != "place":
        return numbers(values)
    low, high = (", ".join(map(number, part)) for part in (values[:3], values[3:]))
    return f"from ({low}) to ({high})"


class MeshWatertightParameters(Frozen):
    """What a closed surface must be beside closed."""

    outwards: bool = Field(
        default=True,
        title="Faces look outwards",
        description="Whether all faces must be turned alike, and outwards.",
    )


def _flaws(mesh: Mesh, parameters: MeshWatertightParameters) -> list[str]:
    found = topology_of(mesh)
    flaws = []
    if found.open_edges:
        flaws.append(f"has {found.open_edges:,} open edges around {found.rims:,} holes")
    if found.crowded_edges:
        flaws.append(f"has {found.crowded_edges:,} edges that more than two faces share")
    if parameters.outwards and found.turned_edges:
        flaws.append(f"has {found.turned_edges:,} edges between faces that are turned differently")
    if parameters.outwards and not flaws and volume_of(mesh) <= 0:
        flaws.append("is inside out: its faces look inwards")
    return flaws


def _judge_watertight(
    check: Check, parameters: MeshWatertightParameters, target: Target, grounds: Grounds
) -> Judgement:
    try:
        flaws = _flaws(mesh_of(grounds, target), parameters)
    except Unreadable as fault:
        return unread(target, fault)
    if flaws:
        told = f"{target.path} is not watertight: it {', '.join(flaws)}."
        return failed(told, public=told, flaws=flaws)
    told = f"{target.path} is watertight."
    return passed(told, public=told)


def _sentence_watertight(
    check: Check, parameters: MeshWatertightParameters, target: Target, grounds: Grounds
) -> str:
    more = ", with all faces turned outwards" if parameters.outwards else ""
    return f"{target.path} is watertight{more}"


def _fit_watertight(
    check: Check, parameters: MeshWatertightParameters, target: Target, grounds: Grounds
) -> str:
    try:
        flaws = _flaws(reference_mesh(grounds, target.path), parameters)
    except FaultError as fault:
        return str(fault)
    return f"{target.path} of the reference {', '.join(flaws)}." if flaws else ""


class MeshMeasureParameters(Frozen):
    """What of a mesh is measured, and what it must come to."""

    measure: Measure = Field(
        title="Measure",
        description="volume, area, box (its three sides), place (the least and greatest x, y, z), "
        "faces (how many triangles), or bores (the diameters of the round holes, the narrowest "
        "first).",
    )
    expected: tuple[float, ...] | None = Field(
        default=None,
        title="Expected",
        description="In the units of the file: one number, three sides for box, six for place, one "
        "for each bore; what the reference has if left out.",
    )
    within: float | None = Field(
        default=None, ge=0, lt=1, title="Within", description="How far off it may be, as a share."
    )
    at_least: float | None = Field(default=None, title="At least", description="A floor instead.")
    at_most: float | None = Field(default=None, title="At most", description="A ceiling instead.")
    any_axes: bool = Field(
        default=False,
        title="Turned as you like",
        description="Whether the sides of the box may belong to other axes.",
    )

    @property
    def is_bound(self) -> bool:
        """Whether a floor or a ceiling is asked for, and no value."""
        return self.at_least is not None or self.at_most is not None


def measured(mesh: Mesh, parameters: MeshMeasureParameters) -> list[float]:
    """Return what is measured of a mesh.

    Raises:
        Unreadable: if it encloses no volume, or has no round bore, but that is asked for.
    """
    if parameters.measure == "bores":
        return _diameters(mesh)
    if parameters.measure == "volume":
        if leaks(mesh):
            raise Unreadable("is not closed, so it has no volume")
        return [abs(volume_of(mesh))]
    if parameters.measure == "area":
        return [area_of(mesh)]
    if parameters.measure == "faces":
        return [float(len(mesh.faces))]
    if parameters.measure == "place":
        return [float(value) for value in (*mesh.low, *mesh.high)]
    sides = [float(value) for value in mesh.high - mesh.low]
    return sorted(sides) if parameters.any_axes else sides


def _diameters(mesh: Mesh) -> list[float]:
    found = [bore.diameter for bore in bores_of(mesh)]
    if not found:
        raise Unreadable("has no round bore")
    return found


def _expected(parameters: MeshMeasureParameters, target: Target, grounds: Grounds) -> list[float]:
    """Return what is expected.

    Raises:
        FaultError: if the parameters or the reference do not say.
    """
    if parameters.expected is None:
        try:
            return measured(reference_mesh(grounds, target.path), parameters)
        except Unreadable as fault:
            raise FaultError(f"{target.path} of the reference {fault}.") from None
    found = list(parameters.expected)
    bores = max(1, len(found)) if parameters.measure == "bores" else 1
    wanted = {"box": 3, "place": 6}.get(parameters.measure, bores)
    if len(found) != wanted or not all(map(math.isfinite, found)):
        raise FaultError(f"The parameter expected takes {wanted} numbers for {parameters.measure}.")
    return sorted(found) if parameters.any_axes or parameters.measure == "bores" else found


def _room(check: Check, parameters: MeshMeasureParameters, value: float, size: float) -> float:
    """Return how far off a value may be."""
    least = _EXACT * max(abs(value), size if parameters.measure in ("box", "place") else 0.0)
    share = parameters.within or 0.0
    whole = size if parameters.measure == "place" else abs(value)
    return max(least, check.tolerance or 0.0, share * whole)


def _is_within(parameters: MeshMeasureParameters, value: float) -> bool:
    low = -math.inf if parameters.at_least is None else parameters.at_least
    high = math.inf if parameters.at_most is None else parameters.at_most
    spare = _EXACT * abs(value)
    return low - spare <= value <= high + spare


def _limits(parameters: MeshMeasureParameters) -> str:
    sides = (("at least", parameters.at_least), ("at most", parameters.at_most))
    return " and ".join(f"{name} {number(limit)}" for name, limit in sides if limit is not None)


def _subject(parameters: MeshMeasureParameters, path: str) -> str:
    """Return what is measured, as a sentence begins."""
    verb = "are" if parameters.measure == "bores" else "is"
    return f"The {SHOWN[parameters.measure]} of {path} {verb}"


def _judge_measure(
    check: Check, parameters: MeshMeasureParameters, target: Target, grounds: Grounds
) -> Judgement:
    name = _subject(parameters, target.path)
    if not parameters.is_bound:
        expected = _expected(parameters, target, grounds)
        size = reference_mesh(grounds, target.path).size
    try:
        found = measured(mesh_of(grounds, target), parameters)
    except Unreadable as fault:
        return unread(target, fault)
    evidence: dict[str, Any] = {"found": [float(f"{value:.9g}") for value in found]}
    if parameters.is_bound:
        limits = _limits(parameters)
        right = all(_is_within(parameters, value) for value in found)
        told = f"{name} {numbers(found)}, which must be {limits}."
        public = f"{name} {'' if right else 'not '}{limits}."
        return Judgement(float(right), told, evidence, public)
    # Bores more or less than asked for are misses as well.
    none = [None] * abs(len(found) - len(expected))
    hits = [
        value is not None
        and wanted is not None
        and abs(value - wanted) <= _room(check, parameters, wanted, size)
        for value, wanted in zip([*found, *none], [*expected, *none], strict=False)
    ]
    evidence["expected"] = [float(f"{value:.9g}") for value in expected]
    if all(hits):
        told = f"{name} {_told(parameters.measure, found)}."
        return passed(told, public=f"{name} right.", **evidence)
    was, goal = _told(parameters.measure, found), _told(parameters.measure, expected)
    told = f"{name} {was}, not {goal}{_slack(check, parameters)}."
    return Judgement(sum(hits) / len(hits), told, evidence, f"{name} not what was asked for.")


def _slack(check: Check, parameters: MeshMeasureParameters) -> str:
    if check.tolerance:
        return f", within {number(check.tolerance)}"
    return f", within {percent(parameters.within)}" if parameters.within else ""


def _sentence_measure(
    check: Check, parameters: MeshMeasureParameters, target: Target, grounds: Grounds
) -> str:
    name = _subject(parameters, target.path)
    if parameters.is_bound:
        return f"{name} {_limits(parameters)}"
    expected = _expected(parameters, target, grounds)
    turned = ", whatever the axes" if parameters.any_axes else ""
    goal = _told(parameters.measure, expected)
    return f"{name} {goal}{_slack(check, parameters)}{turned}"


def _fit_measure(
    check: Check, parameters: MeshMeasureParameters, target: Target, grounds: Grounds
) -> str:
    try:
        mesh = reference_mesh(grounds, target.path)
        expected, size = _expected(parameters, target, grounds), mesh.size
        found = measured(mesh, parameters)
    except (FaultError, Unreadable) as fault:
        told = str(fault)
        return told if told.endswith(".") else f"{target.path} of the reference {told}."
    name = _subject(parameters, "the reference")
    if parameters.is_bound:
        if parameters.measure in ("box", "place", "bores"):
            return f"Give {parameters.measure} its numbers with expected, not at_least or at_most."
        if not all(_is_within(parameters, value) for value in found):
            return f"{name} {numbers(found)}, which is not {_limits(parameters)}."
        return ""
    pairs = zip(found, expected, strict=False)
    if len(found) == len(expected) and all(
        abs(value - goal) <= _room(check, parameters, goal, size) for value, goal in pairs
    ):
        return ""
    return f"{name} {numbers(found)}, not {numbers(expected)} as expected."


register(
    Kind(
        id="mesh_watertight",
        family="meshes",
        title="A mesh is watertight",
        parameters=MeshWatertightParameters,
        judge=_judge_watertight,
        sentence=_sentence_watertight,
        fit=_fit_watertight,
        presence=True,
        extra=EXTRA,
    )
)
register(
    Kind(
        id="mesh_measure",
        family="meshes",
        title="A mesh has the right measure",
        parameters=MeshMeasureParameters,
        judge=_judge_measure,
        sentence=_sentence_measure,
        fit=_fit_measure,
        extra=EXTRA,
    )
)
