"""Reading series in DICOM: the tags of each instance, and a digest of its pixels.

Source: DICOM PS3.5 (encoding), PS3.10 (file format). Every file is read whole within a cap first,
so that lengths that lie can take no more memory than the file; what is deflated is unpacked within
a cap before the library sees it.
"""

import hashlib
import os
import re
import warnings
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import Any, Literal

from studio.base.errors import FaultError, HostileInputError
from studio.base.extras import import_extra
from studio.formats import digests, layout
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import opened
from studio.grading.readers.values import legible

MAX_BYTES = 256 << 20
MAX_INSTANCES = 2_000
SUFFIXES = (".dcm", ".dicom", ".ima")
_MARK = slice(128, 132)
_META = 144
_DEFLATED = b"1.2.840.10008.1.2.1.99"
_INFLATED = b"1.2.840.10008.1.2.1\0\0\0"
_BIG_ENDIAN = "1.2.840.10008.1.2.2"
_IMPLICIT = "1.2.840.10008.1.2"
_NATIVE = (_IMPLICIT, "1.2.840.10008.1.2.1", _DEFLATED.decode(), _BIG_ENDIAN)
_DIRECTORY = "1.2.840.10008.1.3.10"
_HEXADECIMAL = re.compile(r"\(?([0-9A-Fa-f]{4}),? ?([0-9A-Fa-f]{4})\)?")
_UID = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_BITS, _FRAMES = 0x00280100, 0x00280008
_SHAPE = (0x00280010, 0x00280011, 0x00280002, _BITS)
_PREFIX, _PART, _LEADING = 1 << 15, 1 << 16, 1 << 14
_STRINGS = "AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT"
_PLAIN = frozenset(_STRINGS.split())
_DEEPEST = 8
_TOLD = (Unreadable, HostileInputError, FaultError)


def tag_of(name: str) -> int | None:
    """Return the number of a tag by its keyword or its two groups, None if there is none."""
    if found := _HEXADECIMAL.fullmatch(name.strip()):
        return int(found[1] + found[2], 16)
    dictionary = import_extra("pydicom", "medical", "Series in DICOM").datadict
    number = dictionary.tag_for_keyword(name.strip())
    return None if number is None else int(number)


def keyword_of(number: int) -> str:
    """Return the keyword of a tag, its number if it has none."""
    dictionary = import_extra("pydicom", "medical", "Series in DICOM").datadict
    return dictionary.keyword_for_tag(number) or f"({number >> 16:04X},{number & 0xFFFF:04X})"


def is_uid(text: str) -> bool:
    """Tell whether a text is a unique identifier, PS3.5 section 9.1."""
    return len(text) <= 64 and _UID.fullmatch(text) is not None


@dataclass(frozen=True, eq=False)
class Instance:
    """One file of a series.

    Attributes:
        path: where it lies, relative to its folder.
        head: its bytes before the pixels.
        syntax: the UID of its transfer syntax.
        meta_uid: the UID of the instance that the meta header of the file gives.
        tags: the tags outside of sequences.
        place: the file.
        values: the bytes of the values by tag, as they were read, with what they represent.
        deflated: whether the file is, so that the pixels lie elsewhere in it.
    """

    path: str
    head: bytes
    syntax: str
    meta_uid: str
    tags: frozenset[int]
    place: Path
    values: Mapping[int, tuple[str, bytes]]
    deflated: bool

    def text(self, number: int) -> str:
        """Return the value of a tag as text, several parted by a backslash, empty if none."""
        kind, value = self.values.get(number, ("", b""))
        if number not in self.tags:
            return ""
        if kind in _PLAIN and value.isascii():
            # What the library would say, without its way there, which takes long for many files.
            return "\\".join(part.strip(" \0") for part in value.decode("ascii").split("\\"))
        with _guarded(self.path):
            element = self.dataset.get(number)
            return "" if element is None else _text(element, _DEEPEST)

    def raw(self, number: int, strip: bool = True) -> bytes:
        """Return the bytes of a tag's value as read, empty if there are none."""
        value = self.values.get(number, ("", b""))[1]
        return value.strip(b" \0") if strip else value

    def kind(self, number: int) -> str:
        """Return the value representation of a tag, such as PN; empty if it is not there."""
        if number in self.values or number not in self.tags:
            return self.values.get(number, ("", b""))[0]
        with _guarded(self.path):
            element = self.dataset.get(number)
            return "" if element is None else str(element.VR)

    @cached_property
    def dataset(self) -> Any:
        """What pydicom reads of the tags; many of them are better not kept for long."""
        with _guarded(self.path):
            return _tags(self.head)[0]

    def _number(self, number: int) -> int:
        """Return a whole number of two bytes, 1 if it is not there."""
        value = self.raw(number, strip=False)[:2]
        return int.from_bytes(value, self._order) if value else 1

    @property
    def _order(self) -> Literal["little", "big"]:
        return "big" if self.syntax == _BIG_ENDIAN else "little"

    @property
    def has_private(self) -> bool:
        """Whether a tag of a group of odd number is there, outside of sequences."""
        return any((tag >> 16) % 2 for tag in self.tags)

    @cached_property
    def _size(self) -> int:
        """How many bytes the pixels take as the header says."""
        rows, columns, samples, bits = (self._number(tag) for tag in _SHAPE)
        frames = self.raw(_FRAMES)
        count = int(frames) if frames.isdigit() else 1
        return (rows * columns * samples * max(1, count) * bits + 7) // 8

    @cached_property
    def pixels(self) -> str:
        """A digest of the pixels, the same however they are stored; empty if there are none."""
        with _guarded(self.path):
            held = self._held()
            if held is None:
                return ""
            if self.syntax in _NATIVE:
                return hashlib.sha256(self._native(held)).hexdigest()
            return self._packed(held)

    def has_pixels_of(self, other: "Instance") -> bool:
        """Tell whether the pixels of another instance are the same."""
        if not self._is_plain or not other._is_plain or self._size != other._size:
            return self.pixels == other.pixels
        with (
            _guarded(self.path),
            self.place.open("rb", buffering=0) as one,
            other.place.open("rb", buffering=0) as two,
        ):
            return self._streams(one) == other._streams(two) and _are_alike(one, two, self._size)

    @property
    def _is_plain(self) -> bool:
        """Whether the pixels lie in the file as they are."""
        return self.syntax in _NATIVE and self._order == "little" and not self.deflated

    def _streams(self, stream: RawIOBase) -> bool:
        """Go to the first byte of the pixels of an open file; tell whether there are any."""
        start = len(self.head)
        stream.seek(start)
        if stream.read(4) != b"\xe0\x7f\x10\x00":
            return False
        start += 8 if self.syntax == _IMPLICIT else 12
        held = os.fstat(stream.fileno()).st_size - start
        if held < self._size:
            self._refuse_cut(held)
        stream.seek(start)
        return True

    def _refuse_cut(self, held: int) -> None:
        raise Unreadable(
            f"is cut off: {legible(self.path)} holds {held:,} of the {self._size:,} bytes of its "
            "pixels"
        )

    def _held(self) -> memoryview | None:
        """Return the value of the pixels as it lies in the file, None if there is none."""
        content = memoryview(_content(self.place, self.path))
        start = len(self.head)
        tag = b"\x7f\xe0\x00\x10" if self._order == "big" else b"\xe0\x7f\x10\x00"
        if content[start : start + 4] != tag:
            return None
        return content[start + (8 if self.syntax == _IMPLICIT else 12) :]

    def _native(self, content: memoryview) -> memoryview:
        if len(content) < self._size:
            self._refuse_cut(len(content))
        content = content[: self._size]
        if self._order == "big" and self._number(_BITS) == 16:
            even = len(content) & ~1
            swapped = bytearray(even)
            swapped[0::2], swapped[1::2] = content[1:even:2], content[0:even:2]
            return memoryview(swapped)
        return content

    def _packed(self, content: memoryview) -> str:
        """Return a digest of pixels that are compressed; as they are if nobody can unpack them."""
        if self._size > MAX_BYTES:
            raise HostileInputError(f"A picture unpacks to more than {MAX_BYTES >> 20} MiB.")
        library = import_extra("pydicom", "medical", "Series in DICOM")
        try:
            found = library.dcmread(BytesIO(_content(self.place, self.path))).pixel_array
        except Exception:
            # The decoders raise whatever they like.
            return hashlib.sha256(self.syntax.encode() + content.tobytes()).hexdigest()
        kind = found.dtype.newbyteorder("<")
        return hashlib.sha256(found.astype(kind, copy=False).tobytes()).hexdigest()


def _are_alike(one: RawIOBase, two: RawIOBase, size: int) -> bool:
    """Tell whether the next bytes of two files are the same."""
    while size > 0:
        # Small parts: larger ones cost new pages of memory each time.
        part = one.read(min(size, _PART))
        if not part or part != two.read(len(part)):
            return False
        size -= len(part)
    return True


class _guarded:
    """Turns what the library raises on a damaged file into a sentence."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._quiet = warnings.catch_warnings()

    def __enter__(self) -> None:
        self._quiet.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(self, kind: object, fault: object, trace: object) -> None:
        self._quiet.__exit__(None, None, None)
        if isinstance(fault, RecursionError):
            raise HostileInputError(
                f"{legible(self.path)} holds sequences within sequences without end."
            )
        if isinstance(fault, Exception) and not isinstance(fault, _TOLD):
            raise Unreadable(f"is damaged: {legible(self.path)} cannot be read as DICOM") from None


def _text(element: Any, depth: int) -> str:
    """Return the value of an element, items of sequences with their tags."""
    value = element.value
    if element.VR == "SQ":
        if not depth:
            return "…"
        items = [
            ",".join(f"{keyword_of(int(e.tag))}={_text(e, depth - 1)}" for e in item)
            for item in value
        ]
        return ";".join(f"[{item}]" for item in items)
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.strip(b" \0").hex()
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value).strip(" \0")
    parts = value if element.VR != "PN" or element.VM > 1 else [value]
    return "\\".join(str(part).strip(" \0") for part in parts)


def is_dicom(content: bytes) -> bool:
    """Tell whether bytes begin as a file in DICOM does."""
    return content[_MARK] == b"DICM"


def _content(place: Path, path: str, limit: int | None = None) -> bytes:
    """Return the bytes of a file, not deflated any more; only its first ones with a `limit`."""
    with opened(place) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > MAX_BYTES:
            raise Unreadable(f"is larger than {MAX_BYTES >> 20} MiB: {legible(path)}")
        content = stream.read(size if limit is None else min(size, limit))
        if limit is not None and _DEFLATED in content[:_LEADING]:
            content += stream.read(size)
    return _inflated(content, path)


def read_instance(place: Path, path: str) -> Instance | None:
    """Return one file in DICOM, None if it is something else.

    Args:
        place: the file.
        path: what it is called in sentences.

    Raises:
        Unreadable: if it is damaged, or its name says that it is DICOM and it is not.
        HostileInputError: if it unpacks to more than the cap, or never ends.
    """
    content = _content(place, path, _PREFIX)
    if not is_dicom(content):
        if place.suffix.lower() in SUFFIXES:
            raise Unreadable(f"is no DICOM: {legible(path)} lacks its mark")
        return None
    with _guarded(path):
        dataset, end = _tags(content)
        if end + 4 > len(content) or content[end + 2 : end + 4] not in (b"\x10\x00", b"\x00\x10"):
            content = _content(place, path)
            dataset, end = _tags(content)
        if _meta(dataset, 0x00020002) == _DIRECTORY:
            return None
        if not len(dataset):
            raise Unreadable(f"is damaged: {legible(path)} holds no tags")
        # The library turns bytes into values when one is asked for, and keeps those instead.
        values = {
            int(tag): (element.VR or _kind_of(int(tag)), element.value)
            for tag, element in dataset._dict.items()
            if isinstance(element.value, bytes)
        }
        return Instance(
            path,
            content[:end],
            _meta(dataset, 0x00020010),
            _meta(dataset, 0x00020003),
            frozenset(int(tag) for tag in dataset._dict),
            place,
            values,
            _INFLATED in content[:_LEADING],
        )


def _meta(dataset: Any, number: int) -> str:
    """Return a text of the meta header, empty if it is not there."""
    value = getattr(dataset.file_meta._dict.get(number), "value", None) or ""
    return value.decode("ascii", "replace").strip(" \0") if isinstance(value, bytes) else str(value)


@cache
def _kind_of(number: int) -> str:
    """Return what a tag represents by the dictionary, where the file does not say so."""
    dictionary = import_extra("pydicom", "medical", "Series in DICOM").datadict
    try:
        return str(dictionary.dictionary_VR(number))
    except KeyError:
        return ""


def _tags(content: bytes) -> tuple[Any, int]:
    """Return the tags before the pixels, and where those begin."""
    library = import_extra("pydicom", "medical", "Series in DICOM")
    stream = BytesIO(content)
    dataset = library.dcmread(stream, stop_before_pixels=True)
    # The library keeps the stream for as long as the tags are kept.
    dataset.buffer = None
    return dataset, stream.tell()


def _inflated(content: bytes, path: str) -> bytes:
    """Return a file whose data are not deflated any more, all others as they are."""
    if _DEFLATED not in content[:_LEADING]:
        return content
    start = _META + int.from_bytes(content[140:144], "little")
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    data = unpack.decompress(content[start:], MAX_BYTES)
    if unpack.unconsumed_tail:
        raise HostileInputError(f"{legible(path)} unpacks to more than {MAX_BYTES >> 20} MiB.")
    return content[:start].replace(_DEFLATED, _INFLATED, 1) + data


@dataclass(frozen=True, eq=False)
class Series:
    """The files in DICOM of a folder, in the order of their paths."""

    instances: tuple[Instance, ...]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many instances each series has, by its UID."""
        number = tag_of("SeriesInstanceUID") or 0
        return Counter(one.text(number) for one in self.instances)

    def __iter__(self) -> Iterator[Instance]:
        return iter(self.instances)

    def __len__(self) -> int:
        return len(self.instances)


def dicom_files(folder: Path, path: str) -> dict[str, Path]:
    """Return the files that a target names: one, those of a folder, or with `*` all."""
    place = folder if path == "*" else folder / path
    if place.is_file() and not place.is_symlink():
        return {path: place}
    if not place.is_dir() or place.is_symlink():
        raise Unreadable("is missing")
    found = dict(digests.regular_files(place))
    if len(found) > MAX_INSTANCES:
        raise Unreadable(f"holds more than {MAX_INSTANCES:,} files")
    return {name: at for name, at in found.items() if not layout.is_office_litter(at.name)}


def read_series(folder: Path, path: str) -> Series:
    """Return the series in DICOM of a folder; files of other sorts are passed over.

    Raises:
        Unreadable: if there is none, or one of its files is damaged.
        HostileInputError: if a file tries to harm.
    """
    found = [read_instance(at, name) for name, at in dicom_files(folder, path).items()]
    instances = tuple(one for one in found if one is not None)
    if not instances:
        raise Unreadable("holds no file in DICOM")
    return Series(instances)


def like_in_number(found: Series, wanted: Series) -> None:
    """See to it that a folder holds as many series as it should.

    Raises:
        Unreadable: if it mixes series.
    """
    if len(found.counts) > len(wanted.counts):
        shares = " and ".join(f"{count}" for _, count in found.counts.most_common(4))
        raise Unreadable(
            f"mixes {len(found.counts)} series, of {shares} instances; {len(wanted.counts)} is "
            "asked for"
        )
