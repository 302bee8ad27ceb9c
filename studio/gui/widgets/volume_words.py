"""A volume and one of its voxels in words; without Qt."""

import math
from typing import Any

from studio.gui.wording import count, say
from studio.viewing.figures import figure, sides
from studio.viewing.slices import Place
from studio.viewing.volume_data import ScanData, VolumeData
from studio.viewing.windows import unit_of

_SIDES = (("R", "L"), ("A", "P"), ("S", "I"))


def called(value: int) -> str:
    """Return what a label is called."""
    return say("Label {number}").format(number=value)


def told_voxel(data: VolumeData, place: Place, scan: ScanData | None = None) -> str:
    """Return what a voxel holds, in words, where it is, and what the scan below it holds."""
    value = float(data.arrays[0][place])
    told = _valued(value, data.modality)
    if data.labels:
        told = called(int(value)) if value else say("no label")
    if scan is not None and scan.arrays:
        below = float(scan.arrays[0][beneath(place, data.arrays[0], scan.arrays[0])])
        told += ", " + say("scan {value}").format(value=_valued(below, scan.modality))
    at = ", ".join(str(index * data.step) for index in place)
    where = position(data, place)
    said = say("{value} at {where}, voxel {place}.") if where else say("{value} at voxel {place}.")
    return said.format(value=told, where=where, place=at)


def beneath(place: Place, voxels: Any, below: Any) -> Place:
    """Return the voxel of a coarser or finer array at the same place."""
    x, y, z = (
        min(n * b // side, b - 1)
        for n, side, b in zip(place, voxels.shape, below.shape, strict=True)
    )
    return x, y, z


def position(data: VolumeData, place: Place) -> str:
    """Return where a voxel lies in the patient, such as `R 12.5, A 30.0, S 104.0 mm`."""
    if len(data.affine) != 12:
        return ""
    rows = (data.affine[:4], data.affine[4:8], data.affine[8:])
    index = [n * data.step for n in place]
    found = [sum(a * n for a, n in zip(row, index, strict=False)) + row[3] for row in rows]
    told = [
        f"{plus if mm >= 0 else minus} {abs(mm):,.1f}"
        for mm, (plus, minus) in zip(found, _SIDES, strict=True)
    ]
    return f"{', '.join(told)} mm"


def _valued(value: float, modality: str) -> str:
    if math.isnan(value):
        return say("not a number")
    return f"{figure(value, 6)} {unit_of(modality)}".strip()


def told_volume(data: VolumeData, scan: ScanData | None = None) -> str:
    """Return how large a volume is, in words."""
    told = say("{shape} voxels of {spacing} mm").format(
        shape=" x ".join(f"{side:,}" for side in data.shape), spacing=sides(data.spacing)
    )
    if data.labels:
        told += ", " + count(len(data.labels), "1 label", "{count} labels")
    else:
        told += ", " + say("values from {low} to {high}").format(
            low=figure(data.low), high=_valued(data.high, data.modality)
        )
    if scan is not None and scan.name:
        told += ", " + say("over {name}").format(name=scan.name)
    if data.count > 1:
        told += ", " + say("the first of {count} volumes").format(count=data.count)
    if data.step > 1:
        told += ", " + say("one voxel in {step} along each axis is shown").format(step=data.step)
    if data.unread:
        told += ", " + say("{count} voxels are no numbers").format(count=f"{data.unread:,}")
    return told + "."
