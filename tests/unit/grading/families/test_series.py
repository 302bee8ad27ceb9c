"""Series in DICOM: what is gone, what must be there, and files that are none."""

import io
import warnings
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, RLELossless

from studio.base.errors import HostileInputError
from studio.grading.readers import dicoms
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.dicoms import read_instance, read_series, tag_of
from tests.unit.grading.families.grounds import Desk, Files, lay
from tests.unit.grading.medical_files import (
    dicom,
    hidden,
    hidden_series,
    reread,
    series,
    slice_of,
)

GIVEN = series()
RIGHT = hidden_series()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, RIGHT, GIVEN)


def one(content: bytes, tmp_path: Path) -> Any:
    # The pixels are read when they are asked for, so each file has a place of its own.
    place = tmp_path / f"{len(list(tmp_path.iterdir()))}.dcm"
    place.write_bytes(content)
    return read_instance(place, "one.dcm")


def changed(number: int, change: Any, files: Files = RIGHT) -> dict[str, str | bytes]:
    """Return the right series with one slice changed."""
    path = f"ct/slice{number:02}.dcm"
    dataset = reread(files[path])
    change(dataset)
    return {**files, path: dicom(dataset)}


def setting(**tags: Any) -> Any:
    def change(dataset: Dataset) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for name, value in tags.items():
                setattr(dataset, name, value)

    return change


def test_tags_have_names_and_numbers() -> None:
    assert tag_of("PatientID") == tag_of("0010,0020") == tag_of("(0010,0020)") == 0x00100020
    assert tag_of("00100020") == 0x00100020 and tag_of("PatientBanana") is None


def test_pixels_are_the_same_however_they_are_stored(tmp_path: Path) -> None:
    plain = one(dicom(slice_of(1)), tmp_path)
    packed = slice_of(1)
    packed.compress(RLELossless, generate_instance_uid=False)
    deflated = slice_of(1)
    deflated.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    other = one(dicom(slice_of(2)), tmp_path)
    for made in (packed, deflated):
        found = one(dicom(made), tmp_path)
        assert found.pixels == plain.pixels != other.pixels
        assert found.has_pixels_of(plain) and plain.has_pixels_of(found)
    swapped = slice_of(1)
    swapped.PixelData = np.frombuffer(swapped.PixelData, "<i2").astype(">i2").tobytes()
    swapped.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pydicom.dcmwrite(stream, swapped, implicit_vr=False, little_endian=False,
                         enforce_file_format=True)  # fmt: skip
    big = one(stream.getvalue(), tmp_path)
    assert big.text(tag_of("Rows") or 0) == "8" and big.pixels == plain.pixels


def test_a_series_without_names_is_deidentified(desk: Desk) -> None:
    check = desk.check("dicom_deidentified", "ct", kept=["PatientSex"])
    desk.is_sound(check)
    assert "PatientSex as it was" in desk.sentence(check)
    removed = hidden_series(PatientName=None, PatientBirthDate=None)
    assert desk.score(check, removed) == 1
    renamed = {f"ct/IM{n}": content for n, content in enumerate(RIGHT.values())}
    assert desk.score(check, renamed) == 1
    rle = dict(RIGHT)
    for path in rle:
        dataset = reread(rle[path])
        dataset.compress(RLELossless, generate_instance_uid=False)
        rle[path] = dicom(dataset)
    assert desk.score(check, rle) == 1
    numberless = hidden_series(InstanceNumber=None)
    assert desk.score(check, numberless) == 1


@pytest.mark.parametrize(
    ("output", "score", "why"),
    [
        (GIVEN, 0, "PatientName is as it was in 4"),
        (changed(2, setting(PatientName="Okonkwo^Adaeze")), 2 / 3, "PatientName is as it was in 1"),
        (changed(2, setting(ImageComments="seen by okonkwo")), 2 / 3, "still stands in slice02"),
        ({**RIGHT, "ct/Okonkwo.dcm": RIGHT["ct/slice01.dcm"], "ct/slice01.dcm": b""}, 0, "mark"),
        (changed(3, setting(PatientID="OTHER")), 0, "PatientID is not the same"),
        (changed(3, setting(SeriesInstanceUID="2.25.9")), 0, "mixes 2 series, of 3 and 1"),
        (changed(3, setting(StudyInstanceUID="2.25.9")), 0, "StudyInstanceUID is not the same"),
        (changed(3, setting(SOPInstanceUID="2.25.1002")), 0, "does not tell the instances apart"),
        (changed(3, setting(SOPInstanceUID="none")), 0, "does not tell the instances apart"),
        (changed(3, setting(PatientSex="M")), 0, "PatientSex is not as it was in 1"),
        (changed(3, setting(RescaleIntercept=0)), 0, "RescaleIntercept, which the pictures need"),
        (changed(3, setting(PixelData=bytes(128))), 0, "their pixels were changed"),
        (changed(3, setting(Rows=4)), 0, "their pixels were changed"),
        (dict(list(RIGHT.items())[:-1]), 0, "lacks 1 of 4 instances"),
        ({**RIGHT, "ct/more.dcm": dicom(hidden(9))}, 0, "1 instances that the input does not"),
        ({"ct/notes.txt": b"done"}, 0, "holds no file in DICOM"),
        ({}, 0, "is missing"),
    ],
)
def test_what_is_left_or_broken_fails(desk: Desk, output: Files, score: float, why: str) -> None:
    check = desk.check("dicom_deidentified", "ct", kept=["PatientSex"])
    result = desk.judged(check, output)
    assert why in result.sentence and "TRIAL-017" not in result.public
    assert desk.score(check, output) == pytest.approx(score)


def test_a_new_identifier_is_the_same_wherever_the_old_one_was(tmp_path: Path) -> None:
    def numbered(n: int) -> int:
        return n + 9

    old = {"SeriesInstanceUID": "1.2.3", "SOPInstanceUID": lambda n: f"1.2.3.{n}"}
    other = {"SeriesInstanceUID": "2.25.55", "SOPInstanceUID": lambda n: f"2.25.3{n}"}
    both = {**series(2), **series(2, "ct/b", InstanceNumber=numbered, **old)}
    new = {**hidden_series(2), **hidden_series(2, "ct/b", InstanceNumber=numbered, **other)}
    desk = Desk(tmp_path, new, both)
    check = desk.check("dicom_deidentified", "ct")
    desk.is_sound(check)
    merged = {p: dicom(setter(reread(c))) for p, c in new.items()}
    assert "is the same for what was apart" in desk.judged(check, merged).sentence


def setter(dataset: Dataset) -> Dataset:
    dataset.SeriesInstanceUID = "2.25.5"
    return dataset


def test_private_tags_and_the_meta_header_are_looked_at(desk: Desk, tmp_path: Path) -> None:
    def private(dataset: Dataset) -> None:
        dataset.add_new((0x0009, 0x0010), "LO", "ACME")
        dataset.add_new((0x0009, 0x1001), "LO", "note")

    with_private = changed(1, private)
    assert desk.score(desk.check("dicom_deidentified", "ct"), with_private) == 1
    strict = desk.check("dicom_deidentified", "ct", private="remove")
    assert "private tags" in desk.judged(strict, with_private).sentence
    content = RIGHT["ct/slice01.dcm"]
    assert isinstance(content, bytes)
    stale = content.replace(b"2.25.1001", b"2.25.1009", 1)
    told = desk.judged(strict, {**RIGHT, "ct/slice01.dcm": stale})
    assert "the meta header gives another instance" in told.sentence


def drawn(value: int, rows: int = 2) -> Any:
    """Return a change that sets the upper rows of a picture to one value."""

    def change(dataset: Dataset) -> None:
        pixels = dataset.pixel_array.copy()
        pixels[:rows] = value
        dataset.PixelData = pixels.tobytes()

    return change


def test_a_name_burned_into_a_picture_is_blanked(tmp_path: Path) -> None:
    right = changed(1, drawn(0))
    desk = Desk(tmp_path, right, GIVEN)
    assert "In the reference itself" in desk.fault(desk.check("dicom_deidentified", "ct"))
    exact = desk.check("dicom_deidentified", "ct", pixels="reference")
    free = desk.check("dicom_deidentified", "ct", pixels="elsewhere")
    for check in (exact, free):
        desk.is_sound(check)
        assert desk.score(check, {f"ct/IM{n}": c for n, c in enumerate(right.values())}) == 1
        assert desk.score(check, changed(2, drawn(0), right)) == 0
        assert desk.score(check, changed(3, setting(PatientName="Okonkwo^Adaeze"), right)) < 1
        fewer = {path: right[path] for path in list(right)[1:]}
        assert desk.score(check, fewer) == 0
    assert "are not as asked for" in desk.judged(exact, RIGHT).sentence
    assert "still shows what was to be blanked" in desk.judged(free, RIGHT).sentence
    black = changed(1, drawn(-1024))
    assert desk.score(exact, black) == 0 and desk.score(free, black) == 1


def test_a_name_that_the_reference_keeps_elsewhere_is_no_leak(tmp_path: Path) -> None:
    named = {"PatientName": "Chest^Adaeze"}
    desk = Desk(tmp_path, hidden_series(), series(**named))
    desk.is_sound(desk.check("dicom_deidentified", "ct"))


def test_the_input_must_hold_what_is_to_go(tmp_path: Path) -> None:
    desk = Desk(tmp_path, RIGHT, {"scan/a.txt": b""})
    assert "ct of the input is missing" in desk.fault(desk.check("dicom_deidentified", "ct"))
    other = desk.check("dicom_deidentified", "ct", source="scan")
    assert "scan of the input holds no file in DICOM" in desk.fault(other)
    lay(desk.task.input, GIVEN)
    unknown = desk.check("dicom_deidentified", "ct", tags=["PatientAddress"])
    assert "none of the tags PatientAddress" in desk.fault(unknown)
    kept = desk.check("dicom_deidentified", "ct", kept=["PatientID"])
    assert "In the reference itself" in desk.fault(kept)


def test_tags_are_asked_for_in_every_instance(tmp_path: Path) -> None:
    right = series(SeriesDescription="Thorax", SliceThickness="2.5", PatientAge=None)
    desk = Desk(tmp_path, right, GIVEN)
    asked: dict[str, Any] = {"SeriesDescription": "Thorax", "0018,0050": 2.5, "PatientAge": ""}
    check = desk.check("dicom_tags", "ct", tags=asked)
    desk.is_sound(check)
    assert "PatientAge is gone or empty" in desk.sentence(check)
    spelled = series(SeriesDescription="Thorax ", SliceThickness="2.50", PatientAge="")
    assert desk.score(check, spelled) == 1
    forgotten = {**right, "ct/slice02.dcm": GIVEN["ct/slice02.dcm"]}
    result = desk.judged(check, forgotten)
    assert result.score == 0 and "SeriesDescription is empty in 1" in result.sentence
    assert result.public.startswith("Tags of the instances of ct are not as asked for: Series")
    assert "Thorax" not in result.public
    assert desk.score(check, series(SeriesDescription="Thorax", PatientAge=None)) == pytest.approx(
        2 / 3
    )
    assert "lacks 1 of 4" in desk.judged(check, dict(list(right.items())[1:])).sentence
    more = {**right, "ct/x.dcm": dicom(slice_of(7, SeriesDescription="Thorax"))}
    assert "1 instances too many" in desk.judged(check, more).sentence
    mixed = {**right, "ct/slice02.dcm": dicom(slice_of(2, SeriesInstanceUID="1.2"))}
    assert "mixes 2 series" in desk.judged(check, mixed).sentence
    alone = desk.check("dicom_tags", "ct/slice01.dcm", tags={"SeriesDescription": None})
    assert desk.fault(alone) == "" and desk.score(alone, right) == 1


def test_the_rest_and_the_pixels_may_have_to_stay(tmp_path: Path) -> None:
    right = series(PatientAge="055Y")
    desk = Desk(tmp_path, right, GIVEN)
    check = desk.check(
        "dicom_tags", "ct", tags={"PatientAge": "055Y"}, others="same", pixels="same"
    )
    desk.is_sound(check)
    stamped = changed(1, setting(InstanceCreationDate="20260101"), right)
    assert desk.score(check, stamped) == 1
    touched = desk.judged(check, changed(1, setting(StudyDescription="x"), right))
    assert touched.score == 0 and "StudyDescription" in touched.sentence
    black = desk.judged(check, changed(1, setting(PixelData=bytes(128)), right))
    assert black.score == 0 and "other pixels than it should in 1" in black.sentence


def test_names_and_numbers_are_compared_as_such() -> None:
    from studio.grading.families.dicoms import same_value

    assert same_value("DOE^JANE^^", "DOE^JANE") and same_value("2.50", "2.5")
    assert same_value("0.7\\0.70", "0.7\\0.7") and not same_value("0.7", "0.7\\0.7")
    assert not same_value("007", "7") and not same_value("Chest", "CHEST")
    assert not same_value("nan", "1") and same_value("", "")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "lacks its mark"),
        (b"\0" * 400, "lacks its mark"),
        (dicom(slice_of(1))[:300], "damaged"),
        (b"\0" * 128 + b"DICM", "damaged"),
        (b"\0" * 128 + b"DICM" + b"\xff" * 300, "damaged"),
    ],
)
def test_what_is_no_dicom_is_told(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        assert one(content, tmp_path) is None


def test_pixels_that_are_cut_off_are_told(tmp_path: Path) -> None:
    content = dicom(slice_of(1))
    found = one(content[:-40], tmp_path)
    with pytest.raises(Unreadable, match=r"cut off: one\.dcm holds 88 of the 128"):
        found.pixels  # noqa: B018
    lies = slice_of(1, Rows=65535, Columns=65535)
    with pytest.raises(Unreadable, match="cut off"):
        one(dicom(lies), tmp_path).pixels  # noqa: B018


def test_a_length_that_lies_takes_no_memory(tmp_path: Path) -> None:
    content = bytearray(dicom(slice_of(1)))
    place = bytes(content).find(b"\xe0\x7f\x10\x00")
    content[place + 8 : place + 12] = b"\xf0\xff\xff\xff"
    assert one(bytes(content), tmp_path).pixels
    name = bytes(content).find(b"\x10\x00\x10\x00PN")
    content[name + 4 : name + 12] = b"UT\0\0\xf0\xff\xff\xff"
    with pytest.raises(Unreadable, match=r"damaged|holds no tags|cannot be read"):
        found = one(bytes(content), tmp_path)
        assert found.pixels == "" and found.text(0x00280010) == ""
        raise Unreadable("cannot be read")


def nested(depth: int) -> bytes:
    """Return a file whose sequences of unknown length stand within each other."""
    item = b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
    sequence = b"\x08\x00\x15\x11SQ\0\0\xff\xff\xff\xff"
    head = dicom(slice_of(1))
    start = head.find(b"\x08\x00\x16\x00UI")
    return head[:start] + (sequence + item) * depth + head[start:]


def test_sequences_without_end_are_refused(tmp_path: Path) -> None:
    with pytest.raises(HostileInputError, match="without end"):
        one(nested(20_000), tmp_path)


def test_what_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dicoms, "MAX_BYTES", 1 << 20)
    made = slice_of(1)
    made.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    content = dicom(made)
    start = 144 + int.from_bytes(content[140:144], "little")
    squeeze = zlib.compressobj(wbits=-15)
    bomb = content[:start] + squeeze.compress(bytes(8 << 20)) + squeeze.flush()
    with pytest.raises(HostileInputError, match="unpacks to more than"):
        one(bomb, tmp_path)
    packed = slice_of(1)
    packed.compress(RLELossless, generate_instance_uid=False)
    packed.Rows = packed.Columns = 60_000
    with pytest.raises(HostileInputError, match="picture unpacks"):
        one(dicom(packed), tmp_path).pixels  # noqa: B018


def test_names_in_sequences_are_found(desk: Desk) -> None:
    def inside(dataset: Dataset) -> None:
        item = Dataset()
        item.PersonName = "Okonkwo^Adaeze"
        item.ReferencedSOPInstanceUID = "1.2.3"
        dataset.ReferencedImageSequence = Sequence([item])

    result = desk.judged(desk.check("dicom_deidentified", "ct"), changed(2, inside))
    assert "what PatientName said still stands in slice02.dcm" in result.sentence


def test_a_folder_may_hold_other_files_too(tmp_path: Path) -> None:
    lay(tmp_path, {**GIVEN, "ct/readme.txt": b"notes", "ct/key.csv": b"a,b\n"})
    assert len(read_series(tmp_path, "ct")) == len(read_series(tmp_path, "*")) == 4
    with pytest.raises(Unreadable, match="is missing"):
        read_series(tmp_path, "gone")
