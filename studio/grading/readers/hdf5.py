"""Reading plain datasets of HDF5 files, which reach for nothing outside and unpack to no more.

Source of the format: The HDF Group, "HDF5 File Format Specification", version 3.0. What leads to
another file (external links, external storage, virtual datasets) is hostile; filters other than
those that are always there are refused, for a filter may be a program of its own.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from studio.base.errors import FaultError, HostileInputError
from studio.base.extras import import_extra
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.plain_arrays import MAX_NUMBERS, Loaders, Plain, admit
from studio.grading.readers.values import legible

Attribute = str | float | tuple[str | float, ...]
Attributes = Mapping[str, Mapping[str, Attribute]]
_MAX_MEMBERS = 5_000
_MAX_ATTRIBUTES = 2_000
_MAX_ATTRIBUTE_BYTES = 1 << 16
_MAX_DEPTH = 32
# Deflate, shuffle, Fletcher32, and LZF of h5py.
_FILTERS = frozenset([1, 2, 3, 32000])
_OUTSIDE = "The HDF5 file reads from another file."


def hdf5_arrays(content: bytes, transposed: bool = False) -> Loaders:
    """Return what reads each dataset of an HDF5 file, by its path without the first stroke.

    Args:
        content: the file.
        transposed: whether it is a MAT file, which stores the sides the other way round.

    Raises:
        HostileInputError: if something in it leads to another file.
        Unreadable: if it is no such file.
        FaultError: if the library that reads it is not installed.
    """
    found: Loaders = _guarded(lambda: _found(content, transposed))
    return found


def hdf5_attributes(content: bytes) -> Attributes:
    """Return the attributes of the file, its groups and datasets by path; that of the file is "".

    Only texts and numbers, and short lists of them, are read.

    Raises:
        HostileInputError: if something in it leads to another file.
        Unreadable: if it is no such file, or holds too many.
        FaultError: if the library that reads it is not installed.
    """
    found: Attributes = _guarded(lambda: _attributes(content))
    return found


def _attributes(content: bytes) -> Attributes:
    library = import_extra("h5py", "arrays", "HDF5 files")
    file = library.File(library.h5f.open_file_image(content))
    places = [("", file), *_members(library, file)]
    if sum(len(member.attrs) for _, member in places) > _MAX_ATTRIBUTES:
        raise Unreadable(f"holds more than {_MAX_ATTRIBUTES:,} attributes")
    return {
        path: {
            name: value
            for name in member.attrs
            if (value := _attribute(library, member.attrs, name)) is not None
        }
        for path, member in places
    }


def _attribute(library: Any, attributes: Any, name: str) -> Attribute | None:
    """Return a text, a number or a short list of them; None for anything else."""
    held = attributes.get_id(name)
    size = int(np.prod(held.shape or (), dtype=object)) * held.dtype.itemsize
    if held.shape is None or size > _MAX_ATTRIBUTE_BYTES:
        return None
    texts = library.check_string_dtype(held.dtype) is not None
    if not texts and held.dtype.kind not in "biufS":
        return None
    values = [_plain(value) for value in np.asarray(attributes[name]).reshape(-1).tolist()]
    return values[0] if len(values) == 1 else tuple(values)


def _plain(value: Any) -> str | float:
    if isinstance(value, bytes):
        return value.rstrip(b"\0").decode("utf-8", "replace")
    return value if isinstance(value, str) else float(value)


def _guarded(read: Callable[[], Any]) -> Any:
    """Return what is read; the library raises whatever it likes on a damaged file."""
    try:
        return read()
    except (Unreadable, HostileInputError, FaultError):
        raise
    except Exception as fault:
        told = legible(" ".join(str(fault).split())[:60])
        raise Unreadable(f"is damaged or no HDF5 file ({told})") from None


def _found(content: bytes, transposed: bool) -> Loaders:
    library = import_extra("h5py", "arrays", "HDF5 files")
    file = library.File(library.h5f.open_file_image(content))
    return {
        name: partial(_guarded, partial(_read, dataset, transposed))
        for name, dataset in _datasets(library, file)
    }


def _datasets(library: Any, file: Any) -> Iterator[tuple[str, Any]]:
    """Yield the datasets of a file."""
    for path, member in _members(library, file):
        if isinstance(member, library.Dataset):
            yield path, member


def _members(library: Any, file: Any) -> Iterator[tuple[str, Any]]:
    """Yield the datasets and groups of a file; each group once, so that a ring of links ends."""
    seen: set[int] = set()
    waiting = [("", file, 0)]
    count = 0
    while waiting:
        path, group, depth = waiting.pop(0)
        place = library.h5o.get_info(group.id).addr
        if place in seen or depth > _MAX_DEPTH:
            continue
        seen.add(place)
        for name in group:
            count += 1
            if count > _MAX_MEMBERS:
                raise Unreadable(f"holds more than {_MAX_MEMBERS:,} datasets and groups")
            member = _member(library, group, name)
            if isinstance(member, library.Dataset):
                yield f"{path}{name}", member
            elif isinstance(member, library.Group) and not name.startswith("#"):
                yield f"{path}{name}", member
                waiting.append((f"{path}{name}/", member, depth + 1))


def _member(library: Any, group: Any, name: str) -> Any:
    link = group.get(name, getlink=True)
    if isinstance(link, library.ExternalLink):
        raise HostileInputError(_OUTSIDE)
    return None if isinstance(link, library.SoftLink) else group[name]


def _read(dataset: Any, transposed: bool) -> Plain:
    _refuse_outside(dataset)
    if dataset.shape is None:
        raise Unreadable("holds a dataset without any value")
    halves = dataset.dtype.names in (("real", "imag"), ("r", "i"))
    dtype = np.dtype(complex) if halves else dataset.dtype
    admit(dataset.shape, dtype)
    values = np.asarray(dataset[()])
    if halves:
        real, imaginary = dataset.dtype.names
        values = values[real] + 1j * values[imaginary]
    return values.T if transposed else values


def _refuse_outside(dataset: Any) -> None:
    """Look at how a dataset is stored, before a byte of it is read.

    Raises:
        HostileInputError: if it is stored in other files.
        Unreadable: if it is packed by a filter that is not always there, or in huge pieces.
    """
    made = dataset.id.get_create_plist()
    if dataset.is_virtual or made.get_external_count():
        raise HostileInputError(_OUTSIDE)
    for number in range(made.get_nfilters()):
        if made.get_filter(number)[0] not in _FILTERS:
            raise Unreadable("is packed by a filter that is not part of every HDF5 library")
    if dataset.chunks and int(np.prod(dataset.chunks, dtype=object)) > MAX_NUMBERS:
        raise Unreadable(f"is stored in pieces of more than {MAX_NUMBERS:,} numbers")
