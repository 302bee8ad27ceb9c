"""Make the CT series: pixels by numpy, files by pydicom, the key by Python's csv module."""

import copy
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image, ImageDraw
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import (
    CTImageStorage,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    generate_uid,
)

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

ROOT, OWN_ROOT = "1.2.826.0.1.3680043.8.498.71.", "2.25."
SIZE, BURNED = 40, 10
PATIENT = "Vermeulen^Anneke"
GONE = (
    *("OtherPatientIDs", "PatientAddress", "ReferringPhysicianName", "InstitutionName"),
    *("OperatorsName", "AccessionNumber"),
)
DATES = ("StudyDate", "SeriesDate", "AcquisitionDate")
UIDS = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "FrameOfReferenceUID")
KEPT = (
    *("PatientSex", "PatientWeight", "StudyTime", "SliceLocation", "ImagePositionPatient"),
    *("ImageOrientationPatient", "PixelSpacing", "SliceThickness", "WindowCenter", "WindowWidth"),
    *("KVP", "Exposure", "RescaleSlope", "RescaleIntercept", "InstanceNumber", "Modality"),
)
ABOUT = {
    "title": "De-identify a CT series for a trial",
    "profession": "Clinical research coordinator",
    "occupation": "11-9121.01",
    "work": "separate",
    "families": ["dicom", "csv", "de-identification"],
    "alternate_correct": {
        "emptied_tags": "Tags left empty where the reference takes them out, implicit transfer "
        "syntax, new UIDs of another root.",
        "with_method": "Also says by which method it was de-identified, and has other new UIDs.",
    },
    "known_bad": {
        "burned_in_left": "The name still stands in the upper rows of the scout.",
        "series_split": "Every file gets a Series and Study Instance UID of its own.",
        "private_name_left": "The private tags stay, and one of them has the patient's name.",
    },
}


def new_set(name: str) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = ROOT + "1"
    return FileDataset(name, {}, file_meta=meta, preamble=b"\0" * 128)


def pixels(at: int) -> np.ndarray:
    """Return a slice of a chest-like phantom; slice 1 is the scout with the name in it."""
    y, x = np.mgrid[:SIZE, :SIZE] - SIZE / 2
    body = (x / 18) ** 2 + (y / 13) ** 2 < 1
    lungs = ((abs(x) - 8) / 5) ** 2 + (y / 8) ** 2 < 1 - at / 14
    made = np.where(body, 1040, 24) - 700 * lungs
    made = made + np.random.default_rng(at).integers(-12, 13, made.shape)
    if at == 1:
        label = Image.new("1", (SIZE, BURNED))
        ImageDraw.Draw(label).text((1, -1), "A.VERM.", fill=1)
        made[:BURNED][np.array(label)] = 2000
    return made.astype("<u2")


def person(ds: Dataset) -> None:
    ds.PatientName, ds.PatientID, ds.PatientBirthDate = PATIENT, "88120417", "19581204"
    ds.PatientSex, ds.PatientWeight, ds.PatientAge = "F", "71.5", "067Y"
    ds.OtherPatientIDs = "NL-5512-907"
    ds.PatientAddress = "Havenkade 14, Oostdijk"
    ds.ReferringPhysicianName, ds.OperatorsName = "Brouwer^T", "Smit^J"
    ds.InstitutionName, ds.AccessionNumber = "Streekziekenhuis Oostdijk", "CT2602210033"
    ds.StudyDate = ds.SeriesDate = ds.AcquisitionDate = "20260221"
    ds.StudyTime, ds.SeriesTime, ds.AcquisitionTime = "101500", "101733", "101741"


def image(at: int) -> FileDataset:
    ds = new_set(f"IM{at:03d}")
    person(ds)
    ds.SOPClassUID, ds.Modality, ds.Manufacturer = CTImageStorage, "CT", "Halden"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "LOCALIZER" if at == 1 else "AXIAL"]
    ds.StudyInstanceUID, ds.SeriesInstanceUID = ROOT + "21", ROOT + "21.4"
    ds.FrameOfReferenceUID, ds.SOPInstanceUID = ROOT + "21.9", f"{ROOT}21.4.{at}"
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    ds.StudyID, ds.SeriesNumber, ds.InstanceNumber = "21", 4, at
    ds.SeriesDescription = "Thorax low dose"
    ds.ImagePositionPatient = [-150, -150, -120 + 5 * at]
    ds.ImageOrientationPatient, ds.PixelSpacing = [1, 0, 0, 0, 1, 0], [7.5, 7.5]
    ds.SliceThickness, ds.SliceLocation = "5", str(-120 + 5 * at)
    ds.KVP, ds.Exposure, ds.WindowCenter, ds.WindowWidth = "120", 48, "40", "400"
    ds.RescaleSlope, ds.RescaleIntercept = "1", "-1024"
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.Rows = ds.Columns = SIZE
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    ds.PixelData = pixels(at).tobytes()
    block = ds.private_block(0x0029, "HALDEN RECON", create=True)
    block.add_new(0x01, "LO", "B40s")
    block.add_new(0x02, "PN", PATIENT)
    return ds


def renewed(old: str, salt: str, root: str) -> str:
    if root == OWN_ROOT:
        return f"{root}{uuid.uuid5(uuid.NAMESPACE_OID, salt + old).int}"
    return str(generate_uid(prefix=root, entropy_srcs=[salt, old]))


def cleaned(
    old: FileDataset, key: dict[str, str], salt: str = "a", root: str = ROOT + "5.", **style: bool
) -> FileDataset:
    """Return a de-identified copy; `style` says what is done in another way, or not at all."""
    ds = copy.deepcopy(old)
    ds.PatientName = ds.PatientID = key["trial_id"]
    ds.PatientBirthDate, ds.PatientIdentityRemoved = "", "YES"
    for name in GONE:
        if style.get("empty"):
            setattr(ds, name, "")
        else:
            delattr(ds, name)
    for name in DATES:
        day = datetime.strptime(ds[name].value, "%Y%m%d") + timedelta(int(key["shift_days"]))
        setattr(ds, name, day.strftime("%Y%m%d"))
    for name in UIDS:
        own = style.get("split") and name in UIDS[:2]
        salted = f"{salt}{ds.InstanceNumber}" if own else salt
        setattr(ds, name, renewed(ds[name].value, salted, root))
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    if not style.get("private"):
        ds.remove_private_tags()
    if style.get("method"):
        ds.DeidentificationMethod = "LUMEN SOP 12"
    if ds.InstanceNumber == 1 and not style.get("burned"):
        shown = ds.pixel_array.copy()
        shown[:BURNED] = 0
        ds.PixelData = shown.tobytes()
    return ds


def right(made: Path, source: Path, key: dict[str, str]) -> bool:
    paths = sorted(source.glob("*.dcm"))
    pairs = [(pydicom.dcmread(path), pydicom.dcmread(made / "deid" / path.name)) for path in paths]
    return all(each_right(old, new, key) for old, new in pairs) and one_to_one(pairs)


def each_right(old: Dataset, new: Dataset, key: dict[str, str]) -> bool:
    named = str(new.PatientName) == new.PatientID == key["trial_id"]
    gone = all(not new.get(name) for name in (*GONE, "PatientBirthDate"))
    private = not any(one.tag.is_private for one in new)
    days = {
        (datetime.strptime(new[name].value, "%Y%m%d") - datetime(2026, 2, 21)).days
        for name in DATES
    }
    kept = all(old[name].value == new[name].value for name in KEPT)
    shown = old.pixel_array.copy()
    if old.InstanceNumber == 1:
        shown[:BURNED] = 0
    same = np.array_equal(shown, new.pixel_array)
    marked = new.PatientIdentityRemoved == "YES" and b"ermeulen" not in new.to_json().encode()
    return named and gone and private and days == {-37} and kept and same and marked


def one_to_one(pairs: list[tuple[Dataset, Dataset]]) -> bool:
    """Say whether old and new UIDs go together one to one, and none stays."""
    links = {(old[name].value, new[name].value) for old, new in pairs for name in UIDS}
    before, after = ({link[at] for link in links} for at in (0, 1))
    return len(links) == len(before) == len(after) and not before & after


def main() -> None:
    folder = begin(__file__)
    source = folder / "input" / "series"
    source.mkdir()
    for at in range(1, 7):
        image(at).save_as(source / f"IM{at:03d}.dcm", enforce_file_format=True)
    keys = [["subject", "mrn", "trial_id", "shift_days"]]
    keys += [["016", "88119923", "LUMEN-2-016", "-112"], ["017", "88120417", "LUMEN-2-017", "-37"]]
    write_rows(folder / "input" / "key.csv", keys)
    key = next(row for row in read_rows(folder / "input" / "key.csv") if row["subject"] == "017")

    def store(where: str, change: Callable[[FileDataset], FileDataset]) -> None:
        made = place(folder, where)
        (made / "deid").mkdir()
        for path in sorted(source.glob("*.dcm")):
            new = change(pydicom.dcmread(path))
            new.save_as(made / "deid" / path.name, enforce_file_format=True)
        assert right(made, source, key) == ("known_bad" not in where), where

    def implicit(old: FileDataset) -> FileDataset:
        new = cleaned(old, key, "b", OWN_ROOT, empty=True)
        plain = FileDataset("", new, file_meta=new.file_meta, preamble=b"\0" * 128)
        plain.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
        return plain

    store("reference", lambda old: cleaned(old, key))
    store("alternate_correct/emptied_tags", implicit)
    store("alternate_correct/with_method", lambda old: cleaned(old, key, "c", method=True))
    store("known_bad/burned_in_left", lambda old: cleaned(old, key, burned=True))
    store("known_bad/series_split", lambda old: cleaned(old, key, split=True))
    store("known_bad/private_name_left", lambda old: cleaned(old, key, private=True))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
