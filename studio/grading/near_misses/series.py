"""Near misses and harmless variants of series in DICOM: a slice forgotten, a name left behind."""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from studio.base.errors import FaultError, HostileInputError
from studio.base.extras import import_extra
from studio.formats import digests, layout
from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.dicoms import SUFFIXES, Instance, is_dicom, read_instance

_MOST = 400
_LARGEST = 64 << 20
_NAMES = ("PatientName", "PatientID", "PatientBirthDate")
Files = Mapping[str, bytes | None]


@dataclass(frozen=True)
class _Folder:
    """The files in DICOM beside the first one of a folder, and the input's with the same pixels."""

    scene: Scene
    paths: tuple[str, ...]

    def place(self, path: str) -> Path:
        """Return where a file of the reference lies."""
        return self.scene.reference / path

    def dataset(self, path: str) -> Any:
        """Return a file of the reference, to be changed."""
        library = import_extra("pydicom", "medical", "Series in DICOM")
        return library.dcmread(BytesIO(self.place(path).read_bytes()))

    @cached_property
    def given(self) -> dict[str, Instance]:
        """The instances of the input by the digest of their pixels."""
        place = self.scene.reference.parent.parent / layout.INPUT
        found = {}
        for path, at in digests.regular_files(place) if place.is_dir() else ():
            if _looks(at) and (one := read_instance(at, path)) is not None:
                found[one.pixels] = one
        return found

    def before(self, path: str) -> Any:
        """Return the file of the input with the same pixels, None if there is none."""
        one = read_instance(self.place(path), path)
        given = self.given.get(one.pixels) if one is not None else None
        return given.dataset if given is not None else None


def _looks(place: Path) -> bool:
    if place.suffix and place.suffix.lower() not in SUFFIXES:
        return False
    with place.open("rb") as stream:
        return is_dicom(stream.read(132))


def _folder(scene: Scene) -> _Folder | None:
    """Return the folder of a scene whose first file in DICOM this is, None for all others."""
    if not _looks(scene.place):
        return None
    beside = sorted(place for place in scene.place.parent.iterdir() if place.is_file())
    found = [place for place in beside if _looks(place)]
    size = sum(place.stat().st_size for place in found)
    if found[0] != scene.place or len(found) > _MOST or size > _LARGEST:
        return None
    parent = PurePosixPath(scene.path).parent
    return _Folder(scene, tuple(str(parent / place.name) for place in found))


def written(dataset: Any) -> bytes:
    """Return a dataset as a file."""
    stream = BytesIO()
    dataset.save_as(stream, enforce_file_format=True)
    return stream.getvalue()


Change = Callable[[_Folder, random.Random], Iterator[Files]]


def _operator(id: str, title: str, did: str, harmless: bool = False) -> Callable[[Change], Change]:
    """Register what changes the files of a series, once for its first file."""
    register = varies if harmless else spoils

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            try:
                folder = _folder(scene)
                for files in change(folder, rng) if folder is not None else ():
                    yield Made(f"{did} ({scene.path})", files)
            except (Unreadable, HostileInputError, FaultError):
                return

        register(id, "medical", title)(make)
        return change

    return keep


def _other(folder: _Folder, rng: random.Random) -> str:
    """Return a file of the series that is not the first, if there are several."""
    return rng.choice(folder.paths[1:] or folder.paths)


@_operator("dicom_left", "A name left in one slice", "left the patient's name in one instance")
def _left(folder: _Folder, rng: random.Random) -> Iterator[Files]:
    path = _other(folder, rng)
    before, dataset = folder.before(path), folder.dataset(path)
    for name in _NAMES if before is not None else ():
        old = before.get(name)
        if old and str(old) != str(dataset.get(name, "")):
            setattr(dataset, name, old)
            yield {path: written(dataset)}
            return


@_operator("dicom_note", "A name left in a comment", "left the patient's name in a comment")
def _note(folder: _Folder, rng: random.Random) -> Iterator[Files]:
    path = _other(folder, rng)
    before, dataset = folder.before(path), folder.dataset(path)
    old = str(before.get("PatientName", "")) if before is not None else ""
    if len(old) > 4 and old != str(dataset.get("PatientName", "")):
        dataset.ImageComments = f"Checked for {old}"
        yield {path: written(dataset)}


@_operator("dicom_stale", "A slice forgotten", "left one instance as it was in the input")
def _stale(folder: _Folder, rng: random.Random) -> Iterator[Files]:
    path = _other(folder, rng)
    one = read_instance(folder.place(path), path)
    given = folder.given.get(one.pixels) if one is not None else None
    if given is not None and given.head != (one.head if one is not None else b""):
        yield {path: given.place.read_bytes()}


@_operator("dicom_missing", "A slice missing", "left out one instance")
def _missing(folder: _Folder, rng: random.Random) -> Iterator[Files]:
    if len(folder.paths) > 1:
        yield {_other(folder, rng): None}


@_operator("dicom_split", "A series torn apart", "gave one instance another series")
def _split(folder: _Folder, rng: random.Random) -> Iterator[Files]:
    if len(folder.paths) > 1:
        path = _other(folder, rng)
        dataset = folder.dataset(path)
        dataset.SeriesInstanceUID = f"2.25.{rng.randrange(10**30)}"
        yield {path: written(dataset)}


@_operator("dicom_pixels", "Pixels changed", "changed pixels of one instance")
def _pixels(folder: _Folder, rng: random.Random) -> Iterator[Files]:
    path = _other(folder, rng)
    dataset = folder.dataset(path)
    if "PixelData" in dataset and not dataset.file_meta.TransferSyntaxUID.is_compressed:
        held = bytearray(dataset.PixelData)
        middle = len(held) // 2
        for place in range(middle, min(middle + 8, len(held))):
            held[place] ^= 0x55
        dataset.PixelData = bytes(held)
        yield {path: written(dataset)}


@_operator("dicom_geometry", "A slice moved", "moved one slice")
def _moved(folder: _Folder, rng: random.Random) -> Iterator[Files]:
    path = _other(folder, rng)
    dataset = folder.dataset(path)
    if dataset.get("ImagePositionPatient") and any(
        check.kind == "dicom_deidentified" for check in folder.scene.checks
    ):
        x, y, z = dataset.ImagePositionPatient
        dataset.ImagePositionPatient = [x, y, float(z) + 1]
        yield {path: written(dataset)}


@_operator("dicom_kept_lost", "A tag lost that must stay", "took away a tag that must stay")
def _kept_lost(folder: _Folder, rng: random.Random) -> Iterator[Files]:
    kept = [
        str(name)
        for check in folder.scene.checks
        if check.kind == "dicom_deidentified"
        for name in check.parameters.get("kept", ())
    ]
    there = [n for n in kept if all(folder.dataset(path).get(n) for path in folder.paths[:1])]
    if there:
        lost, files = rng.choice(there), {}
        for path in folder.paths:
            dataset = folder.dataset(path)
            if lost in dataset:
                delattr(dataset, lost)
            files[path] = written(dataset)
        yield files


@_operator("dicom_filled", "A dummy in an empty tag", "wrote a dummy where a tag must be empty")
def _filled(folder: _Folder, rng: random.Random) -> Iterator[Files]:
    emptied = [
        str(name)
        for check in folder.scene.checks
        if check.kind == "dicom_tags"
        for name, value in check.parameters["tags"].items()
        if value == "" and str(name).endswith(("Name", "Date", "ID"))
    ]
    if emptied:
        path, name = _other(folder, rng), rng.choice(emptied)
        dataset = folder.dataset(path)
        setattr(dataset, name, "19000101" if name.endswith("Date") else "NOBODY")
        yield {path: written(dataset)}


@_operator("dicom_renamed", "Files with other names", "gave the files other names", True)
def _renamed(folder: _Folder, rng: random.Random) -> Iterator[Files]:
    fixed = any(check.kind.startswith(("file_", "folder_")) for check in folder.scene.checks)
    if fixed or re.search(r"file ?names?|folder structure", folder.scene.prompt, re.IGNORECASE):
        return
    files: dict[str, bytes | None] = {}
    for number, path in enumerate(folder.paths):
        other = str(PurePosixPath(path).with_name(f"IM{number:05}.dcm"))
        if other in folder.paths:
            return
        files |= {path: None, other: folder.place(path).read_bytes()}
    yield files


@_operator("dicom_implicit", "Another transfer syntax", "stored it in another byte layout", True)
def _implicit(folder: _Folder, rng: random.Random) -> Iterator[Files]:
    library = import_extra("pydicom", "medical", "Series in DICOM")
    files = {}
    for path in folder.paths:
        dataset = folder.dataset(path)
        if dataset.file_meta.TransferSyntaxUID != library.uid.ExplicitVRLittleEndian:
            return
        dataset.file_meta.TransferSyntaxUID = library.uid.ImplicitVRLittleEndian
        stream = BytesIO()
        library.dcmwrite(stream, dataset, implicit_vr=True, little_endian=True,
                         enforce_file_format=True)  # fmt: skip
        files[path] = stream.getvalue()
    yield files


@_operator("dicom_preamble", "Another program's mark", "put another preamble in front", True)
def _preamble(folder: _Folder, rng: random.Random) -> Iterator[Files]:
    yield {
        path: b"II*\0".ljust(128, b"\0") + folder.place(path).read_bytes()[128:]
        for path in folder.paths
    }
