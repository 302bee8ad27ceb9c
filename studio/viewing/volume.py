"""Reading a volume for showing, from NIfTI or a series in DICOM, its axes right, front and up."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.base.errors import FaultError, HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.values import legible
from studio.grading.readers.volumes import (
    Grid,
    Volume,
    is_volume,
    read_grid,
    read_volume,
    resampled,
)
from studio.viewing.series import modality_of, series_volume
from studio.viewing.volume_data import Label, OtherData, ScanData, VolumeData

MOST_BYTES = 96 << 20
"""How much of a volume travels; of a larger one every second voxel is shown, or fewer."""
MOST_LABELS = 64
_SAMPLE = 200_000
_SAME, _APART = 1e-6, 0.1
# In Hounsfield units; what lies outside of the round picture has still less than air.
_AIR, _BONE = -1_000, 300
Voxels = NDArray[Any]


class VolumeFile:
    """A volume and the one that it is compared with."""

    def __init__(self, shown: Path, other: Path | None) -> None:
        self._shown, self._other = shown, other
        self._volume: Volume | None = None

    def _held(self) -> Volume:
        if self._volume is None:
            self._volume = _read(self._shown)
        return self._volume

    def head(self) -> VolumeData:
        """Return the volume."""
        made = volume_data(self._held(), self._other is not None)
        return replace(made, modality=_modality(self._shown, made))

    def other(self) -> OtherData:
        """Return the volume that it is compared with, on the same grid.

        Raises:
            Unreadable: if there is none.
        """
        if self._other is None:
            raise Unreadable("is compared with nothing")
        here = self._held()
        there = resampled(_first(_read(self._other)), _first(here).grid).turned().voxels
        one, two = _sent(_first(here).turned().voxels), _sent(there)
        room = _SAME * max(1.0, float(np.nanmax(one)) - float(np.nanmin(one)))
        with np.errstate(invalid="ignore"):
            differs = np.abs(one.astype(np.float32) - two.astype(np.float32)) > room
        return OtherData(float(differs.mean()), (two, differs.astype(np.uint8)))

    def scan(self, near: Sequence[str] = ()) -> ScanData:
        """Return the first of some volumes that lies on the grid of this one and has no labels.

        Args:
            near: where they are.
        """
        grid = _first(self._held()).grid
        for place in map(Path, near):
            with suppress(Unreadable, HostileInputError, FaultError):
                if found := _scan(place, grid):
                    return found
        return ScanData()


opened = VolumeFile


def _scan(place: Path, grid: Grid) -> ScanData | None:
    if is_volume(place.name) and not _lies_on(read_grid(place), grid):
        return None
    volume = _first(_read(place))
    if not _lies_on(volume.grid, grid):
        return None
    made = volume_data(volume)
    if made.labels:
        return None
    told = legible(place.name)
    return ScanData(
        told, _modality(place, made), made.low, made.high, made.window, made.arrays
    )  # fmt: skip


def _lies_on(one: Grid, other: Grid) -> bool:
    """Tell whether two grids are the same, in whatever order of axes."""
    here, there = (Grid(grid.shape[:3], grid.affine).turned() for grid in (one, other))
    if here.shape != there.shape:
        return False
    return here.off_by(there) < _APART * min(there.spacing)


def _modality(place: Path, data: VolumeData) -> str:
    """Return what kind of machine made a volume; values that begin at air's are of a CT."""
    if data.labels:
        return ""
    if not is_volume(place.name):
        return modality_of(place)
    is_tomogram = _AIR - 3_100 < data.low < _AIR + 100 and data.high > _BONE
    return "CT" if is_tomogram else ""


def _read(place: Path) -> Volume:
    if is_volume(place.name):
        return read_volume(place)
    return series_volume(place)


def _first(volume: Volume) -> Volume:
    """Return a volume of three dimensions: the first of those that a file holds."""
    found = volume.voxels
    while found.ndim > 3:
        found = found[..., 0]
    return Volume(type(volume.grid)(volume.grid.shape[:3], volume.grid.affine), found)


def volume_data(volume: Volume, compared: bool = False) -> VolumeData:
    """Return a volume as it is shown, and say whether it is compared with another one.

    Raises:
        Unreadable: if none of its voxels is a number.
    """
    first = _first(volume).turned()
    voxels = first.voxels
    whole = np.isfinite(voxels) if voxels.dtype.kind == "f" else None
    unread = 0 if whole is None else int(voxels.size - np.count_nonzero(whole))
    if unread == voxels.size:
        raise Unreadable("holds no voxel that is a number")
    known = voxels if not unread else voxels[whole]
    low, high = float(known.min()), float(known.max())
    labels = () if unread else _labels(voxels, low, high, first.grid.voxel)
    x, y, z = first.grid.shape[:3]
    # Some programs save labels as decimals.
    sent = _sent(voxels.astype(np.uint16, copy=False) if labels else voxels)
    return VolumeData(
        (x, y, z), first.grid.spacing, _step(voxels), volume.voxels.size // voxels.size,
        low, high, _window(known), unread, compared, labels,
        tuple(map(float, first.grid.affine[:3].ravel())), "", (sent,),
    )  # fmt: skip


def _window(known: Voxels) -> tuple[float, float]:
    """Return the values between which nearly all lie, without the ends of the scale."""
    some = known.ravel(order="K")[:: max(1, known.size // _SAMPLE)]
    low, high = np.percentile(some, (1, 99.5))
    return (float(low), float(high)) if high > low else (float(known.min()), float(known.max()))


def _step(voxels: Voxels) -> int:
    step = 1
    while voxels.size * min(voxels.itemsize, 4) / step**3 > MOST_BYTES:
        step += 1
    return step


def _sent(voxels: Voxels) -> Voxels:
    """Return the voxels that travel, in the smallest type that holds them."""
    step = _step(voxels)
    found = voxels[::step, ::step, ::step]
    kind: Any = np.float32
    if found.dtype.kind in "iu":
        low, high = int(found.min()), int(found.max())
        fits = [t for t in (np.uint8, np.int16, np.uint16, np.int32) if _holds(t, low, high)]
        kind = fits[0] if fits else np.float32
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(found.astype(kind, copy=False))


def _holds(kind: Any, low: int, high: int) -> bool:
    return bool(np.iinfo(kind).min <= low and high <= np.iinfo(kind).max)


def _labels(voxels: Voxels, low: float, high: float, cubic_mm: float) -> tuple[Label, ...]:
    """Return the labels of a volume, none if it is a picture.

    Whole numbers from 0 on, few of them: that is how programs of the trade store labels.
    """
    if low < 0 or high > 65_535 or high == 0:
        return ()
    if voxels.dtype.kind == "f":
        sample = voxels.ravel(order="K")[:: max(1, voxels.size // _SAMPLE)]
        if np.any(sample != np.rint(sample)) or np.any(voxels != np.rint(voxels)):
            return ()
    whole = voxels.astype(np.uint16, copy=False)
    counts = np.bincount(whole.ravel(order="K"), minlength=1)
    values = np.flatnonzero(counts)
    if len(values) > MOST_LABELS + 1:
        return ()
    return tuple(
        Label(int(v), int(counts[v]), float(counts[v] * cubic_mm), _place(whole, int(v)))
        for v in values if v
    )  # fmt: skip


def _place(voxels: Voxels, value: int) -> tuple[int, int, int]:
    """Return a voxel of a label: in the slice that holds most of it, the one nearest its middle."""
    step = _step(voxels)
    there = voxels[::step, ::step, ::step] == value
    if not there.any():
        return 0, 0, 0
    up = int(np.argmax(there.sum(axis=(0, 1))))
    x, y = np.nonzero(there[:, :, up])
    near = int(np.argmin((x - x.mean()) ** 2 + (y - y.mean()) ** 2))
    return int(x[near]), int(y[near]), up
