"""Reading arrays that numpy saved (npy, npz), without ever unpacking an object.

Source of the format: NEP 1, "A Simple File Format for NumPy Arrays".
"""

import io
import math
import tokenize
import warnings
import zipfile
from functools import partial

import numpy as np
from numpy.lib import format as layout

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable, refuse_hostile
from studio.grading.readers.plain_arrays import Loaders, Plain, admit
from studio.grading.readers.values import legible

_LONGEST_HEAD = 10_000
_HEADS = {(1, 0): layout.read_array_header_1_0, (2, 0): layout.read_array_header_2_0}
_WRONG_HEAD = (
    ValueError, TypeError, KeyError, SyntaxError, RecursionError, MemoryError, OverflowError,
    tokenize.TokenError,
)  # fmt: skip
_ENDING = ".npy"


def npy_array(content: bytes) -> Plain:
    """Return the array of an npy file; its bytes are counted before any memory is taken.

    Raises:
        HostileInputError: if it holds objects.
        Unreadable: if it is no such file, ends early, or is too large.
    """
    shape, fortran, dtype, start = _head(content)
    count = admit(shape, dtype)
    if count * dtype.itemsize > len(content) - start:
        raise Unreadable(
            f"says that it holds {_sides(shape)} numbers, but ends after "
            f"{(len(content) - start) // dtype.itemsize:,}"
        )
    found = np.frombuffer(content, dtype, count, start)
    return found.reshape(shape, order="F" if fortran else "C")


def _sides(shape: tuple[int, ...]) -> str:
    return " x ".join(f"{side:,}" for side in shape) or "1"


def _head(content: bytes) -> tuple[tuple[int, ...], bool, np.dtype, int]:
    """Return shape, whether columns come first, type, and where the numbers begin."""
    stream = io.BytesIO(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read = _HEADS.get(layout.read_magic(stream))
            if read is None:
                raise Unreadable("is a numpy array of an unknown version")
            shape, fortran, dtype = read(stream, max_header_size=_LONGEST_HEAD)
    except _WRONG_HEAD as fault:
        told = legible(" ".join(str(fault).split())[:60])
        raise Unreadable(f"is damaged or no numpy array ({told})") from None
    if dtype.hasobject:
        raise HostileInputError("The output holds an array of objects, which runs code when read.")
    if any(side < 0 for side in shape):
        raise Unreadable("says that it has a side shorter than 0")
    return shape, fortran, dtype, stream.tell()


def npz_arrays(content: bytes) -> Loaders:
    """Return what reads each array of an npz file, by its name.

    Raises:
        HostileInputError: if it unpacks to far more than it is, or holds objects.
        Unreadable: if it is no such file.
    """
    try:
        refuse_hostile(content, "The archive of arrays")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [name for name in archive.namelist() if name.endswith(_ENDING)]
            parts = {name.removesuffix(_ENDING): archive.read(name) for name in members}
    except (Unreadable, zipfile.BadZipFile, KeyError, EOFError, RuntimeError):
        raise Unreadable("is damaged or no npz archive") from None
    if len(parts) < len(members):
        raise Unreadable("holds an array of the same name twice")
    for part in parts.values():
        _refuse_objects(part)
    return {name: partial(npy_array, part) for name, part in parts.items()}


def _refuse_objects(part: bytes) -> None:
    try:
        _head(part)
    except Unreadable:
        # What is damaged is told when that very array is asked for.
        return


def npy_bytes(values: Plain) -> bytes:
    """Return an array as an npy file."""
    stream = io.BytesIO()
    layout.write_array(stream, np.asarray(values), allow_pickle=False)
    return stream.getvalue()


def size_of(values: Plain) -> int:
    """Return how many numbers an array holds."""
    return math.prod(values.shape)
