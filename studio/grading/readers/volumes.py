"""Reading volumes in NIfTI: the grid in millimetres, and what its voxels hold.

Source: the NIfTI-1.1 and NIfTI-2 headers (nifti.nimh.nih.gov). The header says how large a volume
is; that is held against what the file holds, and against the caps, before any voxel is read.
"""

import gzip
import io
import math
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from studio.base.errors import HostileInputError
from studio.base.extras import import_extra
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import read_bytes

VOLUMES = (".nii", ".nii.gz")
MAX_BYTES = 512 << 20
MAX_VOXELS = 1 << 27
MOST_LABELS = 1_000
_HEAD = 544
_SIZES = {348: "Nifti1Header", 540: "Nifti2Header"}
_MAGIC = (b"n+1\x00", b"n+2\x00")
_TO_MM = {"m": 1e3, "meter": 1e3, "mm": 1.0, "micron": 1e-3, "unknown": 1.0}
_WHOLE = 1e-4
Voxels = NDArray[Any]
Affine = NDArray[np.float64]


def is_volume(path: str | Path) -> bool:
    """Tell whether a name is that of a volume."""
    return str(path).lower().endswith(VOLUMES)


@dataclass(frozen=True)
class Grid:
    """Where the voxels of a volume lie.

    Attributes:
        shape: how many voxels there are along each axis, three or more numbers.
        affine: 4x4, from voxel indices to millimetres, x to the right, y to the front, z upwards.
    """

    shape: tuple[int, ...]
    affine: Affine

    @cached_property
    def spacing(self) -> tuple[float, float, float]:
        """How far apart voxels are along each of the first three axes, in millimetres."""
        x, y, z = np.sqrt((self.affine[:3, :3] ** 2).sum(axis=0))
        return float(x), float(y), float(z)

    @property
    def voxel(self) -> float:
        """The volume of one voxel in cubic millimetres."""
        return abs(float(np.linalg.det(self.affine[:3, :3])))

    @cached_property
    def turn(self) -> tuple[tuple[int, bool], ...]:
        """For right, front and up: the axis nearest to it, and whether it runs the other way.

        The same idea as nibabel's orientations, over the cosines of the axes.
        """
        left = np.abs(self.affine[:3, :3] / np.array(self.spacing))
        signs, found = np.sign(self.affine[:3, :3]), {}
        for _ in range(3):
            world, axis = np.unravel_index(int(np.argmax(left)), left.shape)
            found[int(world)] = (int(axis), bool(signs[world, axis] < 0))
            left[world, :], left[:, axis] = -1, -1
        return tuple(found[world] for world in range(3))

    def turned(self) -> "Grid":
        """Return the grid with its axes to the right, to the front, and upwards."""
        shape = [self.shape[axis] for axis, _ in self.turn]
        affine = np.eye(4)
        affine[:3, 3] = self.affine[:3, 3]
        for world, (axis, back) in enumerate(self.turn):
            step = self.affine[:3, axis]
            affine[:3, world] = -step if back else step
            if back:
                affine[:3, 3] += step * (self.shape[axis] - 1)
        return Grid((*shape, *self.shape[3:]), affine)

    def corners(self) -> Affine:
        """Return the centres of the eight outermost voxels in millimetres, 8x3."""
        ends = np.array(np.meshgrid(*([0, n - 1] for n in self.shape[:3]), indexing="ij"))
        return np.asarray(ends.reshape(3, -1).T @ self.affine[:3, :3].T + self.affine[:3, 3])

    def off_by(self, other: "Grid") -> float:
        """Return how far the corners are from those of a grid of the same shape, in mm."""
        return float(np.abs(self.corners() - other.corners()).max())


@dataclass(frozen=True, eq=False)
class Volume:
    """A volume: its grid, and its voxels in the same order of axes."""

    grid: Grid
    voxels: Voxels

    def turned(self) -> "Volume":
        """Return the volume with its axes to the right, to the front, and upwards."""
        order = [axis for axis, _ in self.grid.turn]
        rest = range(3, self.voxels.ndim)
        found = self.voxels.transpose(*order, *rest)
        flips = tuple(slice(None, None, -1 if back else 1) for _, back in self.grid.turn)
        return Volume(self.grid.turned(), found[flips])


@dataclass(frozen=True)
class _Header:
    """What a header says: the grid, and where and how the voxels are stored."""

    grid: Grid
    kind: "np.dtype[Any]"
    offset: int
    slope: float
    intercept: float

    @property
    def count(self) -> int:
        return math.prod(self.grid.shape)

    @property
    def end(self) -> int:
        """How many bytes header and voxels take together."""
        return self.offset + self.count * self.kind.itemsize


def _unpacked(content: bytes, size: int, what: str) -> bytes:
    """Return the first bytes of a file, of what it holds if it is compressed."""
    if content[:2] != b"\x1f\x8b":
        return content[:size]
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            return stream.read(size)
    except (OSError, EOFError, zlib.error):
        raise Unreadable(f"is damaged: {what} cannot be unpacked") from None


def _header(content: bytes) -> _Header:
    """Return what a header says, held against the caps.

    Raises:
        Unreadable: if it is none, or says what cannot be.
    """
    head = _unpacked(content, _HEAD, "its header")
    made = _parsed(head)
    dims = [int(n) for n in made["dim"]]
    if not 3 <= dims[0] <= 7 or min(dims[1 : dims[0] + 1]) < 1:
        raise Unreadable("has a header that gives no volume of three dimensions")
    shape = tuple(dims[1 : dims[0] + 1])
    while len(shape) > 3 and shape[-1] == 1:
        shape = shape[:-1]
    offset = float(made["vox_offset"])
    if not math.isfinite(offset) or not 0 <= offset <= MAX_BYTES:
        raise Unreadable("has a header that does not say where its voxels begin")
    slope, intercept = _scaling(made)
    grid = Grid(shape, _affine(made))
    return _Header(grid, _kind(made), max(int(offset), int(made["sizeof_hdr"])), slope, intercept)


def _parsed(head: bytes) -> Any:
    """Return the header as nibabel reads it, which finds its byte order."""
    nifti = import_extra("nibabel", "medical", "Volumes in NIfTI")
    orders: tuple[Literal["little", "big"], ...] = ("little", "big")
    for order in orders:
        size = int.from_bytes(head[:4], order)
        if size in _SIZES and len(head) >= size:
            kind = getattr(nifti, _SIZES[size])
            made = kind(head[:size], endianness="<" if order == "little" else ">", check=False)
            if bytes(made["magic"].tobytes()[:4].ljust(4, b"\0")) in _MAGIC:
                return made
    raise Unreadable("is no NIfTI file")


def _kind(made: Any) -> "np.dtype[Any]":
    try:
        kind: np.dtype[Any] = np.dtype(made.get_data_dtype())
    except Exception:
        raise Unreadable("has voxels of a type that NIfTI does not know") from None
    if kind.kind not in "iuf" or kind.itemsize > 8:
        raise Unreadable("has voxels that are no plain numbers")
    return kind


def _scaling(made: Any) -> tuple[float, float]:
    slope, intercept = float(made["scl_slope"]), float(made["scl_inter"])
    if slope == 0 or not math.isfinite(slope):
        return 1.0, 0.0
    return slope, intercept if math.isfinite(intercept) else 0.0


def _affine(made: Any) -> Affine:
    """Return the affine in millimetres: the sform's, the qform's if there is none."""
    if int(made["sform_code"]) <= 0 and int(made["qform_code"]) <= 0:
        raise Unreadable(
            "has no affine: neither its sform nor its qform is set, so nobody can tell where its "
            "voxels lie"
        )
    try:
        with np.errstate(all="ignore"):
            found = np.array(made.get_best_affine(), dtype=np.float64)
            unit = str(made.get_xyzt_units()[0])
    except Exception:
        raise Unreadable("has a qform that is no rotation") from None
    found[:3] *= _TO_MM.get(unit, 1.0)
    steps = np.sqrt((found[:3, :3] ** 2).sum(axis=0)) if np.isfinite(found).all() else np.zeros(3)
    if not (steps > 0).all() or abs(np.linalg.det(found[:3, :3] / steps)) < 1e-3:
        raise Unreadable("has an affine that maps its voxels to no volume")
    return found


def _content(place: Path) -> bytes:
    return read_bytes(place, MAX_BYTES)


def read_grid(place: Path) -> Grid:
    """Return the grid of a volume; its voxels are not read.

    Raises:
        Unreadable: if it is no volume, or has no affine.
        HostileInputError: if it tries to harm.
    """
    return _header(_content(place)).grid


def read_volume(place: Path) -> Volume:
    """Return a volume with its voxels, scaled as its header says.

    Raises:
        Unreadable: if it is no volume, has no affine, or holds fewer voxels than it says.
        HostileInputError: if it unpacks to more than the caps.
    """
    content = _content(place)
    header = _header(content)
    if header.end > MAX_BYTES or header.count > MAX_VOXELS:
        if content[:2] == b"\x1f\x8b":
            raise HostileInputError(f"A volume unpacks to more than {MAX_BYTES >> 20} MiB.")
        raise Unreadable(f"says that it holds {header.count:,} voxels, which are too many")
    data = _unpacked(content, header.end, "its voxels")
    there = max(0, len(data) - header.offset) // header.kind.itemsize
    if there < header.count:
        raise Unreadable(
            f"is cut off: its header says {header.count:,} voxels, and it holds {there:,}"
        )
    found = np.frombuffer(data, header.kind, header.count, header.offset)
    shaped = found.reshape(header.grid.shape, order="F")
    if (header.slope, header.intercept) != (1.0, 0.0):
        shaped = shaped * np.float32(header.slope) + np.float32(header.intercept)
    return Volume(header.grid, shaped)


def labels_in(volume: Volume) -> Volume:
    """Return a volume of labels, as whole numbers of 32 bits or fewer.

    Raises:
        Unreadable: if it has more than three dimensions, or holds what is no label.
    """
    voxels = volume.voxels
    if voxels.ndim != 3:
        raise Unreadable("has more than three dimensions, so it is no volume of labels")
    if voxels.dtype.kind == "f":
        voxels = _rounded(voxels)
    low, high = int(voxels.min()), int(voxels.max())
    if low < 0 or high > 65_535:
        raise Unreadable("holds numbers below 0 or above 65,535, which are no labels")
    return Volume(volume.grid, voxels.astype(np.uint8 if high < 256 else np.uint16, copy=False))


def _rounded(voxels: Voxels) -> Voxels:
    """Return labels that a program saved as decimals."""
    if not np.isfinite(voxels).all():
        raise Unreadable("holds voxels that are no numbers")
    if float(np.abs(voxels).max()) > 65_535:
        raise Unreadable("holds numbers below 0 or above 65,535, which are no labels")
    nearest = np.rint(voxels)
    if float(np.abs(voxels - nearest).max()) > _WHOLE:
        raise Unreadable("holds fractions, so it is no volume of labels")
    return np.asarray(nearest.astype(np.int32))


def resampled(volume: Volume, grid: Grid, order: int = 0) -> Volume:
    """Return a volume on another grid, 0 outside it.

    Each voxel is the nearest one, or with an `order` of 1 the mean of those around.

    A volume that lies on the grid already, in whatever order of axes, is only turned.

    Raises:
        Unreadable: if it has more than three dimensions and lies elsewhere.
    """
    here, there = volume.turned(), grid.turned()
    if here.grid.shape == there.shape and here.grid.off_by(there) < 0.1 * min(there.spacing):
        return Volume(grid, _turned_back(here.voxels, grid))
    if volume.voxels.ndim != 3:
        raise Unreadable("lies on another grid than asked for")
    image = import_extra("scipy.ndimage", "medical", "Volumes on another grid")
    map_back = np.linalg.inv(volume.grid.affine) @ grid.affine
    found = image.affine_transform(
        volume.voxels if order == 0 else volume.voxels.astype(np.float32),
        map_back[:3, :3],
        map_back[:3, 3],
        output_shape=grid.shape[:3],
        order=order,
        mode="grid-constant",
        cval=0,
    )
    return Volume(grid, found)


def _turned_back(voxels: Voxels, grid: Grid) -> Voxels:
    """Return voxels that stand right, front, up in the order of a grid."""
    flips = tuple(slice(None, None, -1 if back else 1) for _, back in grid.turn)
    order = [axis for axis, _ in grid.turn]
    rest = range(3, voxels.ndim)
    return voxels[flips].transpose(*np.argsort(order), *rest)
