"""Reading numeric variables of MAT files of version 5, sizes checked before memory is taken.

Source of the format: The MathWorks, "MAT-File Format", 2019, chapter 1. Cells, structs, objects,
text and sparse matrices are named and not read, so nothing nests and nothing is unpacked twice.
"""

import zlib
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.plain_arrays import Loaders, Plain, admit
from studio.grading.readers.values import legible

_HEAD = 128
_MATRIX, _COMPRESSED = 14, 15
_MAX_UNPACKED = 128 << 20
_MAX_VARIABLES = 5_000
_STORED = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8",
           13: "u8"}  # fmt: skip
_CLASSES = {6: "f8", 7: "f4", 8: "i1", 9: "u1", 10: "i2", 11: "u2", 12: "i4", 13: "u4", 14: "i8",
            15: "u8"}  # fmt: skip
_OTHERS = {1: "a cell array", 2: "a struct", 3: "an object", 4: "a text", 5: "a sparse matrix"}
_COMPLEX, _LOGICAL = 0x0800, 0x0200


class _Part(NamedTuple):
    """One element of a file: its type and its bytes."""

    kind: int
    data: bytes


def is_matlab7(content: bytes) -> bool:
    """Tell whether a MAT file is of version 7.3, which is HDF5."""
    return content.startswith(b"MATLAB 7.3") or content[512:520] == b"\x89HDF\r\n\x1a\n"


def mat_arrays(content: bytes) -> Loaders:
    """Return what reads each numeric variable of a MAT file of version 5, by its name.

    Raises:
        HostileInputError: if it unpacks to far more than it is.
        Unreadable: if it is no such file.
    """
    order = {b"IM": "<", b"MI": ">"}.get(content[126:128])
    if order is None or len(content) < _HEAD:
        raise Unreadable("is no MAT file of version 5 or 7.3")
    found: dict[str, partial[Plain]] = {}
    left = _MAX_UNPACKED
    for part in _parts(content[_HEAD:], order):
        if part.kind == _COMPRESSED:
            unpacked = _unpacked(part.data, left)
            left -= len(unpacked)
            part = next(_parts(unpacked, order), _Part(0, b""))
        if part.kind != _MATRIX:
            continue
        name = _name(part.data, order)
        if name and name not in found:
            found[name] = partial(_matrix, part.data, order)
        if len(found) > _MAX_VARIABLES:
            raise Unreadable(f"holds more than {_MAX_VARIABLES:,} variables")
    return found


def _unpacked(data: bytes, left: int) -> bytes:
    stream = zlib.decompressobj()
    try:
        unpacked = stream.decompress(data, left + 1)
    except zlib.error:
        raise Unreadable("is damaged: a variable cannot be unpacked") from None
    if len(unpacked) > left:
        raise HostileInputError(f"The MAT file unpacks to more than {_MAX_UNPACKED:,} bytes.")
    return unpacked


def _parts(data: bytes, order: str) -> Iterator[_Part]:
    """Yield the elements of some bytes one after the other.

    Raises:
        Unreadable: if one says that it is longer than what is left.
    """
    position = 0
    while position + 8 <= len(data):
        kind, size = (int(n) for n in np.frombuffer(data, f"{order}u4", 2, position))
        if kind >> 16:
            kind, size, start = kind & 0xFFFF, kind >> 16, position + 4
            after = position + 8
        else:
            start = position + 8
            padding = 0 if kind == _COMPRESSED else -size % 8
            after = start + size + padding
        if start + size > len(data) or (start == position + 4 and size > 4):
            raise Unreadable("ends before a variable that it announces, so it is cut off")
        yield _Part(kind, data[start : start + size])
        position = after


def _numbers(part: _Part, order: str) -> Plain:
    stored = _STORED.get(part.kind)
    if stored is None:
        raise Unreadable("stores numbers in a way that is not known")
    dtype = np.dtype(order + stored)
    return np.frombuffer(part.data, dtype, len(part.data) // dtype.itemsize)


def _name(data: bytes, order: str) -> str:
    parts = _parts(data, order)
    try:
        kept = [*islice(parts, 3)]
    except Unreadable:
        return ""
    return legible(kept[2].data.decode("ascii", "replace")) if len(kept) == 3 else ""


def _matrix(data: bytes, order: str) -> Plain:
    """Return the values of a variable; they are stored column by column."""
    parts = _parts(data, order)
    flags, sides = (_numbers(part, order) for part in islice(parts, 2))
    next(parts)
    wanted, shape = int(flags[0]) if len(flags) else 0, tuple(int(side) for side in sides)
    if (wanted & 0xFF) not in _CLASSES:
        raise Unreadable(f"holds {_OTHERS.get(wanted & 0xFF, 'an object')}, not plain numbers")
    if any(side < 0 for side in shape):
        raise Unreadable("says that it has a side shorter than 0")
    dtype = np.dtype(_CLASSES[wanted & 0xFF])
    count = admit(shape, dtype)
    halves = [_half(part, order, count) for part in parts][: 2 if wanted & _COMPLEX else 1]
    if not halves or (wanted & _COMPLEX and len(halves) < 2):
        raise Unreadable("lacks the numbers of a variable")
    values = halves[0].astype(dtype) if len(halves) == 1 else halves[0] + 1j * halves[1]
    if wanted & _LOGICAL:
        values = values.astype(bool)
    return values.reshape(shape, order="F")


def _half(part: _Part, order: str, count: int) -> Plain:
    values = _numbers(part, order)
    if len(values) != count:
        raise Unreadable(f"says that it holds {count:,} numbers, but holds {len(values):,}")
    return values
