"""The check of the unit of length that a mesh is written in, told by its scale."""

import math
from typing import Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.meshes import EXTRA, mesh_of, number, numbers, reference_mesh, unread
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.mesh_shapes import area_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.meshes import Mesh
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Unit = Literal["mm", "cm", "m", "inch", "ft"]
MILLIMETRES = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "inch": 25.4, "ft": 304.8}
_LIKE = 0.08


class MeshUnitParameters(Frozen):
    """In which unit of length a mesh is written, told by how large it is."""

    unit: Unit = Field(
        default="mm", title="Unit", description="The unit that the numbers of the file are in."
    )
    within: float = Field(
        default=0.2,
        gt=0,
        le=0.5,
        title="Within",
        description="How much larger or smaller than the reference it may be, as a share.",
    )


def _scale(mesh: Mesh, reference: Mesh) -> float:
    """Return how many times a mesh is as large as another, by the roots of their areas."""
    goal = area_of(reference)
    return math.sqrt(area_of(mesh) / goal) if goal > 0 else math.inf


def _unit_like(scale: float, unit: Unit) -> str:
    """Return the unit in which numbers so many times too large would be, empty if none is."""
    for name, size in MILLIMETRES.items():
        if name != unit and abs(math.log(scale * size / MILLIMETRES[unit])) < _LIKE:
            return name
    return ""


def _judge_unit(
    check: Check, parameters: MeshUnitParameters, target: Target, grounds: Grounds
) -> Judgement:
    reference = reference_mesh(grounds, target.path)
    try:
        scale = _scale(mesh_of(grounds, target), reference)
    except Unreadable as fault:
        return unread(target, fault)
    if not math.isfinite(scale) or scale <= 0:
        told = f"{target.path} has no area, so it has no scale."
        return failed(told, public=told)
    evidence = {"scale": float(f"{scale:.6g}")}
    if abs(scale - 1) <= parameters.within:
        told = f"The scale of {target.path} fits {parameters.unit}."
        return passed(told, public=told, **evidence)
    other = _unit_like(scale, parameters.unit)
    looks = f"; it looks as if it were in {other}" if other else ""
    times = f"{number(scale)} times too large" if scale > 1 else f"{1 / scale:,.4g} times too small"
    public = f"{target.path} is not as large as it is in {parameters.unit}."
    return failed(
        f"{target.path} is {times} for {parameters.unit}{looks}.", public=public, **evidence
    )


def _sentence_unit(
    check: Check, parameters: MeshUnitParameters, target: Target, grounds: Grounds
) -> str:
    try:
        right = reference_mesh(grounds, target.path)
    except FaultError:
        return f"{target.path} is written in {parameters.unit}"
    sides = numbers([float(side) for side in right.high - right.low])
    return f"{target.path} is written in {parameters.unit} and measures {sides}"


def _fit_unit(
    check: Check, parameters: MeshUnitParameters, target: Target, grounds: Grounds
) -> str:
    try:
        mesh = reference_mesh(grounds, target.path)
    except FaultError as fault:
        return str(fault)
    if mesh.unit and mesh.unit != parameters.unit:
        return f"{target.path} is in {mesh.unit}, for its format says so."
    return "" if area_of(mesh) > 0 else f"{target.path} of the reference has no area."


register(
    Kind(
        id="mesh_unit",
        family="meshes",
        title="A mesh is in the right unit",
        parameters=MeshUnitParameters,
        judge=_judge_unit,
        sentence=_sentence_unit,
        fit=_fit_unit,
        extra=EXTRA,
    )
)
