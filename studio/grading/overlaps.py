"""How far two volumes of labels agree: overlap, distance of surfaces, volume.

Source of the formulas: Taha and Hanbury, "Metrics for evaluating 3D medical image segmentation",
BMC Medical Imaging 15:29, 2015. Labels are looked at within the box that holds them, so that the
time goes with what is labelled and not with the size of the scan.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.base.extras import import_extra
from studio.grading.readers.volumes import Affine, Grid, Voxels

Slices = tuple[slice, slice, slice]
Distances = NDArray[np.float64]
_MOST_POINTS = 400_000
_LABELS = 1 << 16
_PART = 1 << 24


@dataclass(frozen=True, eq=False)
class Pair:
    """Two volumes of labels on one grid, the right one first; label 0 is the background."""

    right: Voxels
    found: Voxels
    grid: Grid

    @cached_property
    def _counts(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """How many voxels each label has in the right one, in the found one, and in both."""
        right, found = (np.ravel(side, order="K") for side in self._alike)
        sums = [np.zeros(_LABELS, np.int64) for _ in range(3)]
        # In parts, for to count takes eight bytes a voxel.
        for start in range(0, right.size, _PART):
            one, other = right[start : start + _PART], found[start : start + _PART]
            for total, side in zip(sums, (one, other, one[one == other]), strict=True):
                total += np.bincount(side, minlength=_LABELS)
        return sums[0], sums[1], sums[2]

    @cached_property
    def _alike(self) -> tuple[Voxels, Voxels]:
        """Both volumes in the same order of memory."""
        return np.asfortranarray(self.right), np.asfortranarray(self.found)

    @cached_property
    def _boxes(self) -> tuple[list[Slices | None], list[Slices | None]]:
        image = import_extra("scipy.ndimage", "medical", "Distances of surfaces")
        return image.find_objects(self.right), image.find_objects(self.found)

    @property
    def labels(self) -> list[int]:
        """The labels of the right one, without the background."""
        return [int(n) for n in np.flatnonzero(self._counts[0]) if n]

    @property
    def extra(self) -> list[int]:
        """The labels of the found one that the right one does not have."""
        return [int(n) for n in np.flatnonzero((self._counts[1] > 0) & (self._counts[0] == 0))]

    def sizes(self, label: int) -> tuple[int, int]:
        """Return how many voxels a label has in the right and in the found one."""
        return int(self._counts[0][label]), int(self._counts[1][label])

    def dice(self, label: int) -> float:
        """Return 2|A and B| / (|A| + |B|) of a label (Dice, Ecology 26, 1945)."""
        right, found = self.sizes(label)
        return 2 * int(self._counts[2][label]) / (right + found) if right + found else 0.0

    def distances(self, label: int) -> "SurfaceDistances | None":
        """Return how far the surfaces of a label are apart, None if one of them has none."""
        boxes = [side[label - 1] if label <= len(side) else None for side in self._boxes]
        if boxes[0] is None or boxes[1] is None:
            return None
        box: Any = tuple(
            slice(max(0, min(a.start, b.start)), max(a.stop, b.stop))
            for a, b in zip(boxes[0], boxes[1], strict=True)
        )
        right, found = (surface(side[box] == label) for side in (self.right, self.found))
        if min(right.sum(), found.sum()) > _MOST_POINTS:
            return _by_transform(right, found, self.grid.spacing)
        return _by_points(right, found, self.grid.affine)


def surface(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the voxels of a mask that share a face with what is outside it."""
    image = import_extra("scipy.ndimage", "medical", "Distances of surfaces")
    inner = image.binary_erosion(mask)
    return np.asarray(mask & ~inner)


@dataclass(frozen=True, eq=False)
class SurfaceDistances:
    """How far each voxel of one surface is from the other surface, in mm, both ways."""

    there: Distances
    back: Distances

    @property
    def mean(self) -> float:
        """The average symmetric surface distance."""
        total = float(self.there.sum() + self.back.sum())
        return total / (len(self.there) + len(self.back))

    @property
    def hausdorff(self) -> float:
        """The Hausdorff distance: the farthest that any point is from the other surface."""
        return float(max(self.there.max(), self.back.max()))

    @property
    def hausdorff95(self) -> float:
        """The Hausdorff distance of all but the farthest 5% of the points."""
        return float(max(np.percentile(self.there, 95), np.percentile(self.back, 95)))


def _by_points(
    right: NDArray[np.bool_], found: NDArray[np.bool_], affine: Affine
) -> SurfaceDistances:
    """Return the distances of the centres of surface voxels by trees of points."""
    space = import_extra("scipy.spatial", "medical", "Distances of surfaces")
    one, other = (np.argwhere(side) @ affine[:3, :3].T for side in (right, found))
    there = space.cKDTree(other).query(one)[0]
    back = space.cKDTree(one).query(other)[0]
    return SurfaceDistances(there, back)


def _by_transform(
    right: NDArray[np.bool_], found: NDArray[np.bool_], spacing: tuple[float, float, float]
) -> SurfaceDistances:
    """Return the distances by transforms of the box, which take no longer for many points."""
    image = import_extra("scipy.ndimage", "medical", "Distances of surfaces")
    there = image.distance_transform_edt(~found, sampling=spacing)[right]
    back = image.distance_transform_edt(~right, sampling=spacing)[found]
    return SurfaceDistances(there, back)
