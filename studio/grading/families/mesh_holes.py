"""The check of how many bores, gaps and shells a mesh has."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.meshes import EXTRA, mesh_of, reference_mesh, unread
from studio.grading.kinds import Grounds, Judgement, Kind, passed, register
from studio.grading.mesh_shapes import Topology, topology_of
from studio.grading.phrasing import counted, listed
from studio.grading.readers.archives import Unreadable
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Count = Literal["through", "open", "shells"]
COUNTED = {"through": "through-holes", "open": "holes in the surface", "shells": "separate shells"}
_ONE = {"through": "through-hole", "open": "hole in the surface", "shells": "separate shell"}


class MeshHolesParameters(Frozen):
    """What holes of a mesh are counted."""

    count: tuple[Count, ...] = Field(
        default=("through", "open"),
        min_length=1,
        title="Count",
        description="through (bores and handles), open (holes in the surface), shells (parts that "
        "are not connected).",
    )
    expected: tuple[int, ...] | None = Field(
        default=None,
        title="Expected",
        description="A number for each; those of the reference if left out.",
    )


def _counts(found: Topology, names: Sequence[Count]) -> list[int | None]:
    of = {"through": found.through, "open": found.rims, "shells": found.shells}
    return [of[name] for name in names]


def _expected_counts(
    parameters: MeshHolesParameters, target: Target, grounds: Grounds
) -> list[int | None]:
    """Return how many of each are expected.

    Raises:
        FaultError: if the parameters or the reference do not say.
    """
    if parameters.expected is not None:
        if len(parameters.expected) != len(parameters.count):
            raise FaultError("The parameter expected takes a number for each name of count.")
        return list(parameters.expected)
    found = _counts(topology_of(reference_mesh(grounds, target.path)), parameters.count)
    if None in found:
        raise FaultError(
            f"The through-holes of {target.path} cannot be counted: it has edges that more than "
            "two faces share."
        )
    return found


def _named(names: Sequence[Count], counts: Sequence[int | None]) -> str:
    return listed(
        f"an unclear number of {COUNTED[name]}"
        if count is None
        else counted(count, _ONE[name], COUNTED[name])
        for name, count in zip(names, counts, strict=True)
    )


def _judge_holes(
    check: Check, parameters: MeshHolesParameters, target: Target, grounds: Grounds
) -> Judgement:
    expected = _expected_counts(parameters, target, grounds)
    try:
        found = _counts(topology_of(mesh_of(grounds, target)), parameters.count)
    except Unreadable as fault:
        return unread(target, fault)
    hits = [one == other for one, other in zip(found, expected, strict=True)]
    told = f"{target.path} has {_named(parameters.count, found)}"
    evidence = {"found": dict(zip(parameters.count, found, strict=True))}
    if all(hits):
        return passed(f"{told}.", public=f"{told}, as asked for.", **evidence)
    wanted = _named(parameters.count, expected)
    public = f"{told}, which is not what was asked for."
    return Judgement(sum(hits) / len(hits), f"{told}, not {wanted}.", evidence, public)


def _sentence_holes(
    check: Check, parameters: MeshHolesParameters, target: Target, grounds: Grounds
) -> str:
    wanted = _named(parameters.count, _expected_counts(parameters, target, grounds))
    return f"{target.path} has {wanted}"


def _fit_holes(
    check: Check, parameters: MeshHolesParameters, target: Target, grounds: Grounds
) -> str:
    try:
        expected = _expected_counts(parameters, target, grounds)
        found = _counts(topology_of(reference_mesh(grounds, target.path)), parameters.count)
    except FaultError as fault:
        return str(fault)
    if found != expected:
        told = _named(parameters.count, found)
        return f"The reference has {told}, not {_named(parameters.count, expected)}."
    return ""


register(
    Kind(
        id="mesh_holes",
        family="meshes",
        title="A mesh has the right holes",
        parameters=MeshHolesParameters,
        judge=_judge_holes,
        sentence=_sentence_holes,
        fit=_fit_holes,
        extra=EXTRA,
    )
)
