"""A series of pictures in DICOM as one volume.

Source: DICOM PS3.3, C.7.6.2 (image plane: position, orientation, spacing) and C.11.1 (rescaling).
Its axes run to the left, to the back and upwards; NIfTI's to the right, to the front and upwards.
"""

import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.base.errors import HostileInputError
from studio.base.extras import import_extra
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.dicoms import Instance, read_series, tag_of
from studio.grading.readers.places import read_bytes
from studio.grading.readers.volumes import MAX_VOXELS, Grid, Volume

_TO_NIFTI = np.diag([-1.0, -1.0, 1.0])


def modality_of(place: Path) -> str:
    """Return what kind of machine made a picture in DICOM, such as `CT`; empty if it tells none."""
    try:
        found = read_series(place.parent if place.is_file() else place, "*")
    except Unreadable:
        return ""
    number = tag_of("Modality") or 0
    return next((told for one in found if (told := one.text(number).strip().upper())), "")


def series_volume(place: Path) -> Volume:
    """Return the pictures of a series as a volume.

    Args:
        place: one of its files, or its folder, of which the largest series is taken.

    Raises:
        Unreadable: if there are none, or they do not lie in one stack.
        HostileInputError: if they declare more than a volume may hold.
        FaultError: if the extra is missing.
    """
    folder = place.parent if place.is_file() else place
    series = read_series(folder, "*")
    number = tag_of("SeriesInstanceUID") or 0
    wanted = series.counts.most_common(1)[0][0]
    if place.is_file():
        wanted = next((one.text(number) for one in series if one.path == place.name), wanted)
    chosen = [one for one in series if one.text(number) == wanted]
    rows, columns = (_whole(chosen[0], name) for name in ("Rows", "Columns"))
    frames = max(1, _whole(chosen[0], "NumberOfFrames"))
    if rows * columns * frames * len(chosen) > MAX_VOXELS:
        raise HostileInputError("The series declares more voxels than a volume may hold.")
    if any((_whole(one, "Rows"), _whole(one, "Columns")) != (rows, columns) for one in chosen):
        raise Unreadable("has pictures of several sizes, so they make no volume")
    chosen.sort(key=_height)
    slices = [_pixels(one) for one in chosen]
    if any(one.shape != slices[0].shape for one in slices):
        raise Unreadable("has pictures of several sizes, so they make no volume")
    # Rows run along the first axis of a picture, columns along its second.
    voxels = np.concatenate(slices, axis=0).transpose(2, 1, 0)
    return Volume(Grid(voxels.shape, _affine(chosen)), voxels)


def _numbers(one: Instance, name: str, count: int) -> NDArray[np.float64] | None:
    parts = one.text(tag_of(name) or 0).split("\\")
    try:
        found = np.array([float(part) for part in parts])
    except ValueError:
        return None
    return found if len(found) == count and np.isfinite(found).all() else None


def _whole(one: Instance, name: str) -> int:
    try:
        return int(one.text(tag_of(name) or 0).split("\\")[0])
    except ValueError:
        return 0


def _axes(one: Instance) -> NDArray[np.float64]:
    """Return the directions of a row, of a column, and of what stands upright on both."""
    found = _numbers(one, "ImageOrientationPatient", 6)
    if found is None:
        return np.eye(3)
    along, down = found[:3], found[3:]
    upright = np.cross(along, down)
    if not np.linalg.norm(upright) > 0.5:
        return np.eye(3)
    return np.stack([along, down, upright / np.linalg.norm(upright)])


def _height(one: Instance) -> float:
    """Return how far up the stack a picture lies; by its number where it has no place."""
    place = _numbers(one, "ImagePositionPatient", 3)
    if place is None:
        return float(_whole(one, "InstanceNumber"))
    return float(place @ _axes(one)[2])


def _affine(stack: list[Instance]) -> NDArray[np.float64]:
    first, axes = stack[0], _axes(stack[0])
    spacing = _numbers(first, "PixelSpacing", 2)
    down, along = (1.0, 1.0) if spacing is None or not (spacing > 0).all() else spacing
    heights = np.array([_height(one) for one in stack])
    gaps = np.diff(heights)
    thick = _numbers(first, "SliceThickness", 1)
    up = float(np.median(gaps)) if len(gaps) and np.median(gaps) > 0 else 0.0
    if not up:
        up = float(thick[0]) if thick is not None and thick[0] > 0 else 1.0
    made = np.eye(4)
    made[:3, :3] = _TO_NIFTI @ (axes * np.array([[along], [down], [up]])).T
    place = _numbers(first, "ImagePositionPatient", 3)
    if place is not None:
        made[:3, 3] = _TO_NIFTI @ place
    return made


def _pixels(one: Instance) -> NDArray[Any]:
    """Return the pictures of a file, shape (frames, rows, columns), in the unit of its values."""
    library = import_extra("pydicom", "medical", "Series in DICOM")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = np.asarray(library.dcmread(BytesIO(read_bytes(one.place))).pixel_array)
        except (Unreadable, HostileInputError):
            raise
        except Exception:
            # The library and its decoders raise whatever they like.
            raise Unreadable(f"has pixels that cannot be unpacked: {one.path}") from None
    if found.ndim == 4 or (found.ndim == 3 and _whole(one, "SamplesPerPixel") > 1):
        raise Unreadable("has pictures in colour, which make no volume")
    slope, shift = (_numbers(one, name, 1) for name in ("RescaleSlope", "RescaleIntercept"))
    if slope is not None and slope[0] and (slope[0], 0.0 if shift is None else shift[0]) != (1, 0):
        found = found * np.float32(slope[0]) + np.float32(0.0 if shift is None else shift[0])
    return found if found.ndim == 3 else found[None]
