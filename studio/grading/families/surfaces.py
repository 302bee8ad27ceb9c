"""The check of how far a surface lies from another, after it is laid on it."""

import math
from functools import lru_cache

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.meshes import EXTRA, mesh_of, number, reference_mesh, unread
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.mesh_distances import Apart, Distance, Surface, apart
from studio.grading.mesh_poses import Alignment, laid_on
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.meshes import Mesh, read_mesh
from studio.model.check import Check, Target, TargetText, parse_target
from studio.model.frozen import Frozen

SHOWN = {
    "hausdorff": "The largest distance",
    "p95": "The distance at 95 of 100 places",
    "mean": "The mean distance",
}


class SurfaceDistanceParameters(Frozen):
    """Which distance between two surfaces is measured, how they are aligned, and its limit."""

    at_most: float = Field(
        gt=0, title="At most", description="The largest distance, in the units of the file."
    )
    measure: Distance = Field(
        default="hausdorff",
        title="Measure",
        description="hausdorff (the largest anywhere), p95 (at 95 of 100 places) or mean.",
    )
    alignment: Alignment = Field(
        default="none",
        title="Alignment",
        description="none (the place counts), shift (moved to fit), rigid (moved and turned to "
        "fit, never mirrored or scaled).",
    )
    of_input: TargetText | None = Field(
        default=None,
        title="Mesh of the input",
        description="The mesh of the input that it must stay close to, in the place of the "
        "reference's.",
    )


@lru_cache(maxsize=3)
def surface_of(mesh: Mesh) -> Surface:
    """Return a mesh made ready for distances."""
    return Surface(mesh)


def goal_of(parameters: SurfaceDistanceParameters, target: Target, grounds: Grounds) -> Mesh:
    """Return the mesh that an output is compared with.

    Raises:
        FaultError: if it cannot be read.
    """
    if parameters.of_input is None:
        return reference_mesh(grounds, target.path)
    path = parse_target(parameters.of_input).path
    try:
        return read_mesh(grounds.input, path)
    except Unreadable as fault:
        raise FaultError(f"{path} of the input {fault}.") from None


def best_laid(mesh: Mesh, goal: Mesh, parameters: SurfaceDistanceParameters) -> tuple[Mesh, Apart]:
    """Return a mesh where it lies best on another, and how far they lie apart then.

    One that is close enough where it is stays there.
    """
    fixed, asked = surface_of(goal), (parameters.at_most, parameters.measure)
    here = apart(Surface(mesh), fixed, *asked)
    if parameters.alignment == "none" or here.by(parameters.measure) <= parameters.at_most:
        return mesh, here
    laid = laid_on(mesh, fixed, parameters.alignment)
    if laid is mesh:
        return mesh, here
    there = apart(Surface(laid), fixed, *asked)
    nearer = there.by(parameters.measure) < here.by(parameters.measure)
    return (laid, there) if nearer else (mesh, here)


def _judge(
    check: Check, parameters: SurfaceDistanceParameters, target: Target, grounds: Grounds
) -> Judgement:
    goal = goal_of(parameters, target, grounds)
    try:
        mesh = mesh_of(grounds, target)
    except Unreadable as fault:
        return unread(target, fault)
    _, found = best_laid(mesh, goal, parameters)
    value = found.by(parameters.measure)
    name = f"{SHOWN[parameters.measure]} of {target.path} from {_goal(parameters)}"
    if not math.isfinite(value):
        told = f"{target.path} is too far off to be measured."
        return failed(told, public=told)
    evidence = {"distance": float(f"{value:.9g}"), "mean": float(f"{found.mean:.9g}")}
    limit = number(parameters.at_most)
    least = "at least " if found.rough else ""
    told = f"{name} is {least}{number(value)}, which must be at most {limit}."
    if value <= parameters.at_most * (1 + 1e-9):
        return passed(told, public=f"{name} is at most {limit}.", **evidence)
    return failed(told, public=f"{name} is more than {limit}.", **evidence)


def _goal(parameters: SurfaceDistanceParameters) -> str:
    return f"{parameters.of_input} of the input" if parameters.of_input else "the right surface"


def _sentence(
    check: Check, parameters: SurfaceDistanceParameters, target: Target, grounds: Grounds
) -> str:
    laid = {
        "none": "",
        "shift": " once it is moved to fit",
        "rigid": " once it is moved and turned to fit",
    }[parameters.alignment]
    name = f"{SHOWN[parameters.measure]} of {target.path} from {_goal(parameters)}"
    return f"{name} is at most {number(parameters.at_most)}{laid}"


def _fit(
    check: Check, parameters: SurfaceDistanceParameters, target: Target, grounds: Grounds
) -> str:
    try:
        goal = goal_of(parameters, target, grounds)
        mesh = reference_mesh(grounds, target.path)
    except FaultError as fault:
        return str(fault)
    if parameters.of_input is None:
        if parameters.at_most >= goal.size / 4:
            return f"at_most of {number(parameters.at_most)} is no limit for so small a mesh."
        return ""
    value = best_laid(mesh, goal, parameters)[1].by(parameters.measure)
    if value > parameters.at_most:
        return f"The reference itself lies {number(value)} from {parameters.of_input}."
    return ""


register(
    Kind(
        id="surface_distance",
        family="meshes",
        title="A surface lies close to the right one",
        parameters=SurfaceDistanceParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        extra=EXTRA,
    )
)
