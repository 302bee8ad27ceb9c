"""Files of arrays and of columns as operators change them: read whole, written in their format."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from studio.base.extras import import_extra
from studio.grading.kinds import target_of
from studio.grading.near_misses.operators import Scene
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.arrays import (
    BINARY,
    HDF5,
    SERIES,
    arrays_of,
    attributes_in,
    chosen,
    name_in,
)
from studio.grading.readers.hdf5 import Attributes
from studio.grading.readers.npy import npy_bytes
from studio.grading.readers.plain_arrays import Plain
from studio.grading.readers.series import text_of_columns
from studio.grading.verdicts import parse_parameters
from studio.model.check import Check

FILES = (*BINARY, *SERIES)
KINDS = ("array_close", "array_norm", "array_statistics", "curve_distance")
_STAMP = (1980, 1, 1, 0, 0, 0)
_MAT_HEAD = b"MATLAB 5.0 MAT-file".ljust(116)


@dataclass(frozen=True)
class Arrays:
    """The arrays of a file by name, and which of them are checked.

    `worked` are those that checks with a weight look at, `ordered` those of them whose numbers have
    a place each, and `axes` what curves are drawn over. `attributes` are those of the
    datasets of an HDF5 file.
    """

    arrays: Mapping[str, Plain]
    worked: tuple[str, ...]
    ordered: frozenset[str]
    axes: frozenset[str]
    checks: tuple[Check, ...]
    suffix: str
    attributes: Attributes

    @property
    def are_curves(self) -> bool:
        """Whether the file is judged as curves."""
        return any(check.kind == "curve_distance" for check in self.checks)

    def with_arrays(self, changed: Mapping[str, Plain]) -> bytes:
        """Return the file with other arrays."""
        return self.with_only({**self.arrays, **changed})

    def with_only(self, arrays: Mapping[str, Plain], variant: str = "") -> bytes:
        """Return the file with these arrays; `variant` is another way to write the same."""
        return written(self.suffix, arrays, variant, self.attributes)


def open_arrays(scene: Scene) -> Arrays | None:
    """Return the arrays of a file that checks of arrays look at, None if none do."""
    checks = tuple(check for check in scene.checks if check.kind in KINDS)
    if not checks:
        return None
    arrays = {name: load() for name, load in _readable(scene.place).items()}
    names = list(arrays)
    axes, worked, ordered = set(), [], set()
    for check in checks:
        if check.kind == "curve_distance":
            parameters = parse_parameters(check).model_dump()
            axes.add(_named(names, parameters["x"], 0))
            worked.append(_named(names, parameters["y"], 1))
            # Rows of a matrix may stand in any order, for each has its x beside it.
            ordered.update(worked[-1:] if len(names) > 1 else [])
        elif not check.gate:
            found = _targeted(arrays, check, scene.suffix)
            worked += found
            ordered.update(found if check.kind != "array_statistics" else ())
    kept = tuple(dict.fromkeys(name for name in worked if name in arrays))
    sides = frozenset(ordered), frozenset(axes)
    told = attributes_in(scene.reference, scene.path) if scene.suffix in HDF5 else {}
    return Arrays(arrays, kept, *sides, checks, scene.suffix, told) if kept else None


def _readable(place: Path) -> dict[str, Any]:
    found = {}
    for name, load in arrays_of(place).items():
        try:
            values = load()
        except Unreadable:
            continue
        found[name] = lambda kept=values: kept
    return found


def _named(names: list[str], wanted: str, place: int) -> str:
    return (wanted if len(names) > 1 else "") or names[min(place, len(names) - 1)]


def _targeted(arrays: Mapping[str, Plain], check: Check, suffix: str) -> list[str]:
    wanted = name_in(target_of(check))
    if not wanted and suffix in SERIES:
        return list(arrays)
    return [chosen({name: lambda: np.zeros(0) for name in arrays}, wanted)]


def written(
    suffix: str,
    arrays: Mapping[str, Plain],
    variant: str = "",
    attributes: Attributes | None = None,
) -> bytes:
    """Return arrays as a file; `variant` is another way to write the same."""
    if suffix in SERIES:
        return text_of_columns(dict(arrays)).encode()
    if suffix == ".npy":
        return npy_bytes(_in_variant(next(iter(arrays.values())), variant))
    if suffix == ".npz":
        return _npz(arrays, variant)
    if suffix == ".mat":
        return _mat(arrays, variant)
    return _hdf5(arrays, variant, attributes or {})


def _in_variant(values: Plain, variant: str) -> Plain:
    if not variant:
        return values
    return np.asfortranarray(values).astype(values.dtype.newbyteorder(">"))


def _npz(arrays: Mapping[str, Plain], variant: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED if variant else 0) as archive:
        for name, values in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy", _STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED if variant else zipfile.ZIP_STORED
            archive.writestr(member, npy_bytes(_in_variant(values, variant)))
    return stream.getvalue()


def _mat(arrays: Mapping[str, Plain], variant: str) -> bytes:
    stream = io.BytesIO()
    library = import_extra("scipy.io", "arrays", "MAT files")
    library.savemat(stream, dict(arrays), do_compression=bool(variant))
    # The head that is written tells the time, which would make other bytes each time.
    return _MAT_HEAD + stream.getvalue()[len(_MAT_HEAD) :]


def _hdf5(arrays: Mapping[str, Plain], variant: str, attributes: Attributes) -> bytes:
    library = import_extra("h5py", "arrays", "HDF5 files")
    stream = io.BytesIO()
    with library.File(stream, "w") as file:
        for name, values in arrays.items():
            packed = {"compression": "gzip"} if variant and values.size > 1 else {}
            file.create_dataset(name, data=values, **packed)
        for path, held in attributes.items():
            for name, value in held.items() if not path or path in file else ():
                (file[path] if path else file).attrs[name] = value
    return stream.getvalue()
