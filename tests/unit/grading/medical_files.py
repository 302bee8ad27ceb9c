"""Volumes and series as the libraries of the trade write them, small."""

import gzip
import io
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import nibabel
import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

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
    grids = np.ogrid[tuple(slice(0, n) for n in shape)]
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


SERIES = "1.2.826.0.1.1"
STUDY = "1.2.826.0.1.2"


def slice_of(number: int, **tags: Any) -> Dataset:
    """Return one slice of a small CT, `number` from 1, with other values of some tags."""
    made = Dataset()
    made.file_meta = meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = made.SOPClassUID = CTImageStorage
    made.SpecificCharacterSet = "ISO_IR 192"
    values = {
        "SOPInstanceUID": f"1.2.826.0.1.9.{number}", "SeriesInstanceUID": SERIES,
        "StudyInstanceUID": STUDY, "FrameOfReferenceUID": "1.2.826.0.1.3",
        "PatientName": "Okonkwo^Adaeze", "PatientID": "MRN-0048213",
        "PatientBirthDate": "19710914", "PatientSex": "F", "PatientAge": "054Y",
        "Modality": "CT", "StudyDescription": "CT chest", "InstanceNumber": number,
        "SliceThickness": "5", "PixelSpacing": [0.7, 0.7], "StudyDate": "20260203",
        "ImagePositionPatient": [-100, -100, 5.0 * number],
        "ImageOrientationPatient": [1, 0, 0, 0, 1, 0],
        "Rows": 8, "Columns": 8, "SamplesPerPixel": 1, "BitsAllocated": 16, "BitsStored": 16,
        "HighBit": 15, "PixelRepresentation": 1, "PhotometricInterpretation": "MONOCHROME2",
        "RescaleSlope": 1, "RescaleIntercept": -1024,
    }  # fmt: skip
    for name, value in (values | tags).items():
        if value is not None:
            setattr(made, name, value)
    meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
    pixels = np.random.default_rng(number).integers(0, 2000, (8, 8), dtype=np.int16)
    made.PixelData = pixels.tobytes()
    return made


def dicom(dataset: Dataset) -> bytes:
    """Return a dataset as a file."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        # Wrong values are written, too; the library minds.
        warnings.simplefilter("ignore")
        dataset.save_as(stream, enforce_file_format=True)
    return stream.getvalue()


def series(count: int = 4, folder: str = "ct", **tags: Any) -> dict[str, str | bytes]:
    """Return the files of a small series; a tag may be a function of the number of the slice."""
    made: dict[str, str | bytes] = {}
    for number in range(1, count + 1):
        held = {k: v(number) if callable(v) else v for k, v in tags.items()}
        made[f"{folder}/slice{number:02}.dcm"] = dicom(slice_of(number, **held))
    return made


def hidden(number: int, **tags: Any) -> Dataset:
    """Return a slice without what tells whose it is."""
    new = {
        "PatientName": "TRIAL^017", "PatientID": "TRIAL-017", "PatientBirthDate": "",
        "SOPInstanceUID": f"2.25.100{number}", "SeriesInstanceUID": "2.25.5",
        "StudyInstanceUID": "2.25.6", "FrameOfReferenceUID": "2.25.7",
    }  # fmt: skip
    return slice_of(number, **(new | tags))


def hidden_series(count: int = 4, folder: str = "ct", **tags: Any) -> dict[str, str | bytes]:
    """Return the files of the series without what tells whose it is."""
    made: dict[str, str | bytes] = {}
    for number in range(1, count + 1):
        held = {k: v(number) if callable(v) else v for k, v in tags.items()}
        made[f"{folder}/slice{number:02}.dcm"] = dicom(hidden(number, **held))
    return made


def reread(content: str | bytes) -> Dataset:
    """Return a file as a dataset, to be changed."""
    assert isinstance(content, bytes)
    return pydicom.dcmread(io.BytesIO(content))
