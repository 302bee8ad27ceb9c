"""Arrays of numbers in what was handed in: npy, npz, MAT, HDF5, and columns of delimited text."""

from pathlib import Path

import numpy as np

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.hdf5 import Attributes, hdf5_arrays, hdf5_attributes
from studio.grading.readers.matlab import is_matlab7, mat_arrays
from studio.grading.readers.npy import npy_array, npz_arrays
from studio.grading.readers.places import decode, locate, read_bytes
from studio.grading.readers.plain_arrays import Loaders, Plain
from studio.grading.readers.series import columns_of_text
from studio.grading.readers.values import fold, legible
from studio.model.check import Target

SERIES = (".csv", ".tsv", ".txt", ".dat")
HDF5 = (".h5", ".hdf5")
BINARY = (".npy", ".npz", ".mat", *HDF5)
ARRAYS = (*BINARY, *SERIES)
MAX_SERIES = 16 << 20
_MOST_NAMED = 8


def arrays_of(place: Path) -> Loaders:
    """Return what reads each array of a file, by its name; an npy file has one without a name.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if it holds no arrays.
        FaultError: if a library that reads it is not installed.
    """
    suffix = place.suffix.lower()
    if suffix in SERIES:
        return columns_of_text(decode(read_bytes(place, MAX_SERIES)), suffix)
    if suffix not in BINARY:
        raise Unreadable(f"is no file of arrays; these end with {', '.join(ARRAYS)}")
    content = read_bytes(place)
    if suffix == ".npz":
        return npz_arrays(content)
    if suffix in HDF5:
        return hdf5_arrays(content)
    if suffix == ".mat":
        return hdf5_arrays(content, transposed=True) if is_matlab7(content) else mat_arrays(content)
    values = npy_array(content)
    return {"": lambda: values}


def attributes_in(folder: Path, path: str) -> Attributes:
    """Return the attributes of an HDF5 file by the path of what has them in it.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if it is missing, or no HDF5 file.
        FaultError: if a library that reads it is not installed.
    """
    place = locate(folder, path)
    if place is None:
        raise Unreadable("is missing")
    if place.suffix.lower() not in HDF5:
        raise Unreadable(f"is no HDF5 file; these end with {' or '.join(HDF5)}")
    return hdf5_attributes(read_bytes(place))


def name_in(target: Target) -> str:
    """Return the name of the array that a target points to, empty if it names none."""
    return fold(target.column or (target.pointer or "").lstrip("/"))


def read_array(folder: Path, target: Target) -> Plain:
    """Return the array that a target names: `file.npz#name`, `file.h5#/group/name`, `file.npy`.

    All columns of delimited text side by side are an array, too, if none is named.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if the file or the array is missing, or is no plain numbers.
        FaultError: if a library that reads it is not installed.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    found, wanted = arrays_of(place), name_in(target)
    if not wanted and place.suffix.lower() in SERIES:
        columns = [load() for load in found.values()]
        return columns[0] if len(columns) == 1 else np.column_stack(columns)
    return found[chosen(found, wanted)]()


def chosen(found: Loaders, wanted: str) -> str:
    """Return the name of the array that is wanted; without one the only one.

    Raises:
        Unreadable: if there is none of that name, or none is named and there are several.
    """
    if not found:
        raise Unreadable("holds no arrays of numbers")
    if not wanted or set(found) == {""}:
        if len(found) > 1:
            raise Unreadable(f"holds {_listed(found)}; name one of them")
        return next(iter(found))
    for name in found:
        if _key(name) == _key(wanted):
            return name
    raise Unreadable(f"has no array {legible(wanted)}; it holds {_listed(found)}")


def _key(name: str) -> str:
    return fold(name).casefold().strip("/")


def _listed(found: Loaders) -> str:
    names = [legible(name)[:60] for name in list(found)[:_MOST_NAMED]]
    more = f" and {len(found) - len(names)} more" if len(found) > len(names) else ""
    return ", ".join(names) + more
