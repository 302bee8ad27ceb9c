"""Near misses and harmless variants of volumes: lost grids, mirrored sides, labels mixed up."""

import gzip
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.base.errors import FaultError
from studio.base.extras import import_extra
from studio.formats import layout
from studio.grading.kinds import Grounds
from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.volumes import Volume, is_volume, labels_in, read_volume
from studio.grading.verdicts import judge

SUFFIXES = (".nii", ".gz")
_KINDS = ("volume_geometry", "volume_values", "label_overlap", "label_distance", "label_volume")
_MOST_STEPS = 12
_MOST_VOXELS = 1 << 24
Voxels = NDArray[Any]


@dataclass(frozen=True)
class _Scan:
    """A volume of a scene, and whether it holds labels."""

    scene: Scene
    volume: Volume
    is_labels: bool

    def written(
        self,
        voxels: Voxels | None = None,
        affine: NDArray[np.float64] | None = None,
        codes: tuple[int, int] = (1, 1),
    ) -> bytes:
        """Return the file with other voxels, another affine, or other codes of sform and qform."""
        nifti = import_extra("nibabel", "medical", "Volumes in NIfTI")
        held = self.volume.voxels if voxels is None else voxels
        place = self.volume.grid.affine if affine is None else affine
        kind = np.float32 if held.dtype == np.float64 else held.dtype
        image = nifti.Nifti1Image(np.asarray(held, dtype=kind), place)
        image.header.set_xyzt_units("mm")
        image.set_sform(place, code=codes[0])
        image.set_qform(place, code=codes[1])
        return self.packed(image.to_bytes())

    def packed(self, content: bytes, level: int = 6) -> bytes:
        """Return content as the name of the file wants it, compressed or not."""
        if not self.scene.path.lower().endswith(".gz"):
            return content
        return gzip.compress(content, level, mtime=0)

    @property
    def labels(self) -> list[int]:
        """The labels without the background, the most frequent first."""
        values, counts = np.unique(self.volume.voxels, return_counts=True)
        order = sorted(zip(counts, values, strict=True), key=lambda pair: (-pair[0], pair[1]))
        return [int(value) for _, value in order if value]

    def is_good(self, content: bytes) -> bool:
        """Tell whether other content passes the checks of the file."""
        hidden = self.scene.reference.parent / Path(layout.HIDDEN).name
        with tempfile.TemporaryDirectory(prefix="studio-volume-") as folder:
            place = Path(folder) / self.scene.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            grounds = Grounds(Path(folder), self.scene.reference, self.scene.reference, hidden)
            asked = [check for check in self.scene.checks if check.kind in _KINDS]
            return all((judge(check, grounds).score or 0.0) >= 1 - 1e-9 for check in asked)


Change = Callable[[_Scan, random.Random], Iterator[bytes]]


def _operator(
    id: str, title: str, did: str, harmless: bool = False, tried: bool = False
) -> Callable[[Change], Change]:
    """Register what changes a volume.

    What is `tried` yields worse and worse files; the first that the checks refuse is the near
    miss, and for a harmless one the first is it if they accept it.
    """
    register = varies if harmless else spoils

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            scan = _scan(scene)
            for content in change(scan, rng) if scan is not None else ():
                if not tried or (scan is not None and scan.is_good(content) == harmless):
                    yield scene.made(did, content)
                    return

        register(id, "medical", title, SUFFIXES)(make)
        return change

    return keep


def _scan(scene: Scene) -> _Scan | None:
    """Return the volume of a scene, None if it is none or checks of other kinds alone read it."""
    if not is_volume(scene.path):
        return None
    try:
        volume = read_volume(scene.place)
    except (Unreadable, FaultError):
        return None
    if volume.voxels.size > _MOST_VOXELS:
        return None
    judged = [check.kind for check in scene.checks if check.kind in _KINDS]
    if any(kind.startswith("label_") for kind in judged) or not judged:
        try:
            return _Scan(scene, labels_in(volume), True)
        except Unreadable:
            return _Scan(scene, volume, False)
    return _Scan(scene, volume, False)


def _sideways(scan: _Scan) -> int:
    """Return the axis that runs from left to right."""
    return scan.volume.grid.turn[0][0]


@_operator("volume_affine_lost", "The affine lost", "saved it without its affine")
def _affine_lost(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    yield scan.written(codes=(0, 0))


@_operator(
    "volume_spacing_lost",
    "A grid of 1 mm",
    "saved it with a spacing of 1 mm at 0, 0, 0",
    tried=True,
)
def _spacing_lost(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    yield scan.written(affine=np.eye(4))


@_operator("volume_mirrored", "Left and right mixed up", "turned left and right around", tried=True)
def _mirrored(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    yield scan.written(np.flip(scan.volume.voxels, _sideways(scan)))


@_operator(
    "volume_axes_swapped", "Two axes swapped", "swapped the first two axes, not the affine",
    tried=True,
)  # fmt: skip
def _axes_swapped(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    if scan.volume.grid.shape[0] == scan.volume.grid.shape[1]:
        yield scan.written(np.swapaxes(scan.volume.voxels, 0, 1))


@_operator("volume_shifted", "A volume moved", "moved it by some voxels", tried=True)
def _shifted(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    axis = rng.randrange(3)
    for steps in range(1, min(_MOST_STEPS, scan.volume.grid.shape[axis])):
        yield scan.written(np.roll(scan.volume.voxels, steps, axis))


@_operator("volume_blank", "A volume of nothing", "left every voxel 0")
def _blank(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    yield scan.written(np.zeros_like(scan.volume.voxels))


@_operator("volume_half", "Slices left out", "left the last slices empty", tried=True)
def _half(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    filled = np.flatnonzero((scan.volume.voxels != 0).any(axis=(0, 1)))
    for part in (4, 3, 2):
        if len(filled) > part:
            voxels = scan.volume.voxels.copy()
            voxels[:, :, filled[-(len(filled) // part) :]] = 0
            yield scan.written(voxels)


@_operator("label_dropped", "A label left out", "left out a label")
def _dropped(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    if scan.is_labels and scan.labels:
        voxels = scan.volume.voxels.copy()
        voxels[voxels == scan.labels[-1]] = 0
        yield scan.written(voxels)


@_operator("labels_swapped", "Two labels mixed up", "swapped two labels")
def _swapped(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    if scan.is_labels and len(scan.labels) > 1:
        one, other = scan.labels[:2]
        voxels = scan.volume.voxels.copy()
        voxels[scan.volume.voxels == one] = other
        voxels[scan.volume.voxels == other] = one
        yield scan.written(voxels)


@_operator("label_renumbered", "A label with another number", "gave a label the next number")
def _renumbered(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    if scan.is_labels and scan.labels:
        voxels = scan.volume.voxels.astype(np.uint16)
        voxels[voxels == scan.labels[0]] = max(scan.labels) + 1
        yield scan.written(voxels)


@_operator("label_merged", "Two labels made one", "gave two labels one number")
def _merged(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    if scan.is_labels and len(scan.labels) > 1:
        voxels = scan.volume.voxels.copy()
        voxels[voxels == scan.labels[-1]] = scan.labels[0]
        yield scan.written(voxels)


@_operator("label_grown", "A border too far out", "drew the border too far out", tried=True)
def _grown(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    image = import_extra("scipy.ndimage", "medical", "Labels with other borders")
    for steps in range(1, _MOST_STEPS) if scan.is_labels and scan.labels else ():
        voxels = scan.volume.voxels.copy()
        grown = image.binary_dilation(voxels == scan.labels[0], iterations=steps)
        voxels[grown & (voxels == 0)] = scan.labels[0]
        yield scan.written(voxels)


@_operator("label_shrunk", "A border too far in", "drew the border too far in", tried=True)
def _shrunk(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    image = import_extra("scipy.ndimage", "medical", "Labels with other borders")
    for steps in range(1, _MOST_STEPS) if scan.is_labels and scan.labels else ():
        voxels = scan.volume.voxels.copy()
        mask = voxels == scan.labels[0]
        voxels[mask & ~image.binary_erosion(mask, iterations=steps)] = 0
        yield scan.written(voxels)


@_operator("volume_scaled", "Voxels in another unit", "multiplied the voxels by 10")
def _scaled(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    if not scan.is_labels:
        yield scan.written(scan.volume.voxels.astype(np.float32) * 10)


@_operator("volume_repacked", "Written anew", "wrote it anew", True)
def _repacked(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    yield scan.written(codes=(2, 2))


@_operator("volume_decimals", "Voxels as decimals", "saved the voxels as decimals", True)
def _decimals(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    yield scan.written(scan.volume.voxels.astype(np.float32))


@_operator("volume_qform", "The qform alone", "saved the grid as a qform alone", True)
def _qform(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    affine = scan.volume.grid.affine
    turn = affine[:3, :3] / np.array(scan.volume.grid.spacing)
    if np.allclose(turn.T @ turn, np.eye(3), atol=1e-5):
        yield scan.written(codes=(0, 1))


@_operator("volume_other_axes", "Axes in another order", "stored the axes in another order", True)
def _other_axes(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    if any(check.parameters.get("axes") == "same" for check in scan.scene.checks):
        return
    volume = scan.volume
    flipped = volume.grid.affine.copy()
    flipped[:3, 3] += flipped[:3, 0] * (volume.grid.shape[0] - 1)
    flipped[:3, 0] *= -1
    swapped = flipped[:, [1, 0, 2, 3]]
    yield scan.written(np.swapaxes(np.flip(volume.voxels, 0), 0, 1), swapped)


@_operator(
    "label_edge", "A few voxels of the border", "left out a few voxels of a border", True, True
)
def _edge(scan: _Scan, rng: random.Random) -> Iterator[bytes]:
    if scan.is_labels and scan.labels:
        voxels = scan.volume.voxels.copy()
        border = np.argwhere(voxels == scan.labels[0])
        voxels[tuple(border[0])] = 0
        yield scan.written(voxels)
