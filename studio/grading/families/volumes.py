"""The checks of volumes as they lie in space: their grid, and what their voxels hold."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np
from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import percent
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import locate
from studio.grading.readers.values import legible
from studio.grading.readers.volumes import (
    Grid,
    Volume,
    is_volume,
    read_grid,
    read_volume,
    resampled,
)
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

T = TypeVar("T")
_NEAR = 0.1
_RANGE = 0.01


def volume_at(folder: Path, path: str) -> Path:
    """Return the volume at a path.

    Raises:
        Unreadable: if there is none.
    """
    place = locate(folder, path)
    if place is None:
        raise Unreadable("is missing")
    if not is_volume(path):
        raise Unreadable("is no volume; its name must end with .nii or .nii.gz")
    return place


def of_reference(read: Callable[[], T], target: Target) -> T:
    """Return what is read of the reference.

    Raises:
        FaultError: if it cannot be read; the check is broken then.
    """
    try:
        return read()
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None


def told(target: Target, fault: Unreadable) -> Judgement:
    """Return the judgement of an output that cannot be read."""
    line = f"{target.path} {legible(str(fault))}."
    return failed(line, public=line)


def numbers(values: tuple[float, ...], sign: str = " x ") -> str:
    """Return numbers as a sentence says them, without more digits than matter."""
    return sign.join(f"{value:.4g}" for value in values)


class VolumeGeometryParameters(Frozen):
    """What of its grid must be that of the reference: shape, spacing, and where it lies."""

    compare: tuple[Literal["shape", "spacing", "affine"], ...] = Field(
        default=("shape", "spacing", "affine"),
        min_length=1,
        title="Compare",
        description="`shape` is how many voxels there are, `spacing` how far apart they are in "
        "mm, `affine` where they lie. The tolerance, in mm, is a tenth of a voxel if left out.",
    )
    axes: Literal["any", "same"] = Field(
        default="any",
        title="Order of axes",
        description="Whether the axes must run as the reference's do, or may be stored in another "
        "order or direction, as programs do who put every voxel at the same place.",
    )


def _axes_of(grid: Grid) -> str:
    """Return the directions to which the axes run, such as RAS."""
    found = {axis: "LPI"[world] if back else "RAS"[world] for world, (axis, back) in _turns(grid)}
    return "".join(found[axis] for axis in range(3))


def _turns(grid: Grid) -> list[tuple[int, tuple[int, bool]]]:
    return list(enumerate(grid.turn))


def _grid_faults(
    parameters: VolumeGeometryParameters, right: Grid, found: Grid, tolerance: float | None
) -> list[tuple[str, str, str]]:
    """Return what differs: its name, how it is, and how it must be."""
    faults = []
    if parameters.axes == "same" and _axes_of(right) != _axes_of(found):
        faults.append(("axes", _axes_of(found), _axes_of(right)))
    if parameters.axes == "any":
        right, found = right.turned(), found.turned()
    near = _NEAR * min(right.spacing) if tolerance is None else tolerance
    if "shape" in parameters.compare and right.shape != found.shape:
        faults.append(("shape", numbers(found.shape), numbers(right.shape)))
    apart = max(abs(a - b) for a, b in zip(right.spacing, found.spacing, strict=True))
    room = near if tolerance is not None else 0.1 * near
    if "spacing" in parameters.compare and apart > room:
        faults.append(("spacing", f"{numbers(found.spacing)} mm", f"{numbers(right.spacing)} mm"))
    if "affine" in parameters.compare and (off := _off(right, found)) > near:
        faults.append(("affine", f"off by {off:.4g} mm", f"off by at most {near:.4g} mm"))
    return faults


def _off(right: Grid, found: Grid) -> float:
    """Return how far the first voxel and the directions of the axes are off, in mm."""
    if right.shape == found.shape:
        return found.off_by(right)
    turned = np.abs(
        right.affine[:3, :3] / np.array(right.spacing)
        - found.affine[:3, :3] / np.array(found.spacing)
    )
    first = np.abs(right.affine[:3, 3] - found.affine[:3, 3])
    return float(max(first.max(), turned.max() * max(right.spacing)))


def _judge_geometry(
    check: Check, parameters: VolumeGeometryParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    right = of_reference(lambda: read_grid(volume_at(grounds.reference, target.path)), target)
    try:
        found = read_grid(volume_at(grounds.output, target.path))
    except Unreadable as fault:
        return told(target, fault)
    faults = _grid_faults(parameters, right, found, check.tolerance)
    evidence: dict[str, Any] = {
        "shape": list(found.shape),
        "spacing": [round(step, 6) for step in found.spacing],
        "axes": _axes_of(found),
        "expected": {name: must for name, _, must in faults},
    }
    if not faults:
        line = f"{target.path} lies on the grid asked for."
        return passed(line, public=line, **evidence)
    wrong = "; ".join(f"its {name} is {is_}, which must be {must}" for name, is_, must in faults)
    names = " and ".join(name for name, _, _ in faults)
    public = f"{target.path} lies on another grid: its {names} differs."
    return failed(f"{target.path} lies on another grid: {wrong}.", public=public, **evidence)


def _sentence_geometry(
    check: Check, parameters: VolumeGeometryParameters, target: Target, grounds: Grounds
) -> str:
    names = " and ".join(parameters.compare)
    axes = ", its axes in the same order" if parameters.axes == "same" else ""
    return f"{target.path} has the {names} of the reference{axes}"


def fit_volume(target: Target, grounds: Grounds) -> str:
    """Return what is wrong with the volume of the reference, empty if nothing is."""
    try:
        of_reference(lambda: read_grid(volume_at(grounds.reference, target.path)), target)
    except FaultError as fault:
        return str(fault)
    return ""


def _fit_geometry(
    check: Check, parameters: VolumeGeometryParameters, target: Target, grounds: Grounds
) -> str:
    return fit_volume(target, grounds)


class VolumeValuesParameters(Frozen):
    """How many of its voxels must hold what the reference's do at the same place."""

    at_least: float = Field(
        default=0.99,
        gt=0,
        le=1,
        title="At least",
        description="The share of the voxels that must be right. Those that hold the background in "
        "both are not counted.",
    )
    relative: float = Field(
        default=_RANGE,
        ge=0,
        le=0.5,
        title="Relative",
        description="How far off a voxel may be, as a part of the range of the reference; the "
        "tolerance, in the unit of the voxels, if that is given.",
    )


def share_of_right(right: Volume, found: Volume, room: float) -> float:
    """Return the share of voxels of the right volume that the found one has within `room`.

    Voxels in which both hold the background, the commonest value, do not count.
    """
    if found.voxels.ndim != right.voxels.ndim:
        raise Unreadable(f"has {found.voxels.ndim} dimensions, not those asked for")
    here = resampled(found, right.grid, order=1).voxels
    if right.voxels.shape != here.shape:
        raise Unreadable("has another number of volumes than asked for")
    background = _background(right)
    one, other = right.voxels.astype(np.float64), here.astype(np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        close = (np.abs(one - other) <= room) | (np.isnan(one) & np.isnan(other))
    counted = (one != background) | (other != background)
    return float(close[counted].mean()) if counted.any() else 0.0


def _background(volume: Volume) -> float:
    """Return the commonest value of a sample of the voxels."""
    flat = volume.voxels.reshape(-1)
    values, counts = np.unique(flat[:: max(1, flat.size // 100_000)], return_counts=True)
    return float(values[counts.argmax()])


def room_of(check: Check, parameters: VolumeValuesParameters, right: Volume) -> float:
    """Return how far off a voxel may be."""
    if check.tolerance is not None:
        return check.tolerance
    finite = right.voxels[np.isfinite(right.voxels)]
    span = float(finite.max()) - float(finite.min()) if finite.size else 0.0
    return parameters.relative * span


def _judge_values(
    check: Check, parameters: VolumeValuesParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    right = of_reference(lambda: read_volume(volume_at(grounds.reference, target.path)), target)
    try:
        found = read_volume(volume_at(grounds.output, target.path))
        share = share_of_right(right, found, room_of(check, parameters, right))
    except Unreadable as fault:
        return told(target, fault)
    floor = parameters.at_least
    evidence = {"share": round(share, 6), "at_least": floor}
    line = (
        f"{share:.2%} of the voxels of {target.path} are right, at least {percent(floor)} must be."
    )
    if share >= floor:
        return passed(line, public=f"The voxels of {target.path} are right.", **evidence)
    return failed(line, public=f"Too few voxels of {target.path} are right.", **evidence)


def _sentence_values(
    check: Check, parameters: VolumeValuesParameters, target: Target, grounds: Grounds
) -> str:
    room = (
        f"{check.tolerance:g}"
        if check.tolerance is not None
        else f"{percent(parameters.relative)} of the range"
    )
    return (
        f"{percent(parameters.at_least)} of the voxels of {target.path} hold what the reference's "
        f"do at the same place, within {room}"
    )


def _fit_values(
    check: Check, parameters: VolumeValuesParameters, target: Target, grounds: Grounds
) -> str:
    try:
        right = of_reference(lambda: read_volume(volume_at(grounds.reference, target.path)), target)
    except FaultError as fault:
        return str(fault)
    if share_of_right(right, right, 0.0) == 0:
        return f"{target.path} of the reference holds the same everywhere."
    return ""


register(
    Kind(
        id="volume_geometry",
        family="medical",
        title="A volume lies on its grid",
        parameters=VolumeGeometryParameters,
        judge=_judge_geometry,
        sentence=_sentence_geometry,
        fit=_fit_geometry,
        presence=True,
        extra="medical",
    )
)
register(
    Kind(
        id="volume_values",
        family="medical",
        title="The voxels of a volume are right",
        parameters=VolumeValuesParameters,
        judge=_judge_values,
        sentence=_sentence_values,
        fit=_fit_values,
        extra="medical",
    )
)
