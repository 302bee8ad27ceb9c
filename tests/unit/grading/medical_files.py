"""Volumes and series as the libraries of the trade write them, small."""

import gzip
import io
from collections.abc import Mapping, Sequence
from typing import Any

import nibabel
import numpy as np
from numpy.typing import NDArray

Voxels = NDArray[Any]


def affine(
    spacing: Sequence[float] = (1.0, 1.0, 1.0), origin: Sequence[float] = (0.0, 0.0, 0.0)
) -> NDArray[np.float64]:
    made = np.diag([*spacing, 1.0])
    made[:3, 3] = origin
    return made


def nifti(
    voxels: Voxels,
    place: NDArray[np.float64] | None = None,
    *,
    codes: tuple[int, int] = (1, 1),
    packed: bool = True,
    second: bool = False,
) -> bytes:
    """Return a volume as nibabel writes it."""
    kind = nibabel.Nifti2Image if second else nibabel.Nifti1Image
    grid = affine() if place is None else place
    image = kind(voxels, grid)
    image.set_sform(grid, code=codes[0])
    image.set_qform(grid, code=codes[1])
    image.header.set_xyzt_units("mm")
    content = bytes(image.to_bytes())
    return gzip.compress(content, mtime=0) if packed else content


def ball(
    shape: Sequence[int], centre: Sequence[float], radius: float | Sequence[float]
) -> NDArray[np.bool_]:
    radii = np.broadcast_to(np.asarray(radius, dtype=float), 3)
    grids = np.indices(tuple(shape)).astype(float)
    inside = sum(((g - c) / r) ** 2 for g, c, r in zip(grids, centre, radii, strict=True))
    return np.asarray(inside < 1)


def organs(shape: Sequence[int] = (24, 20, 16)) -> Voxels:
    """Return two labels apart from each other, neither of them symmetric in the volume."""
    made = np.zeros(tuple(shape), np.uint8)
    made[ball(shape, (7, 8, 7), (5, 6, 5))] = 1
    made[ball(shape, (17, 12, 9), 4)] = 2
    return made


def header_of(content: bytes) -> Any:
    """Return the header of a volume, to be changed."""
    plain = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    return nibabel.Nifti1Header.from_fileobj(io.BytesIO(plain[:348]), check=False)


def with_header(content: bytes, fields: Mapping[str, Any]) -> bytes:
    """Return a volume whose header says something else."""
    plain = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    head = header_of(content)
    for name, value in fields.items():
        head[name] = value
    made = head.binaryblock + plain[348:]
    return gzip.compress(made, mtime=0) if content[:2] == b"\x1f\x8b" else made
