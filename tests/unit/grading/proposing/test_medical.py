"""Volumes and series as an expert hands them in: proposals as they stand tell good from bad."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import ndimage

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output
from studio.grading.kept import KeptVerdicts, Laid
from studio.grading.near_misses import variants_of_task
from studio.grading.proposing.instruction import Instruction
from studio.grading.proposing.proposals import Proposal, propose
from studio.grading.proposing.volume_wishes import VolumeWishes, label_names
from studio.grading.readers.volumes import Grid
from studio.grading.verdicts import refusals
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.unit.grading.families.grounds import Files, lay
from tests.unit.grading.medical_files import (
    affine,
    dicom,
    hidden_series,
    nifti,
    organs,
    reread,
    series,
)

PLACE = affine((-1.5, 1.5, 2.0), (18, -20, 30))
SEG = "organs.nii.gz"


def scan() -> bytes:
    noise = np.random.default_rng(1).normal(40, 8, organs().shape)
    return nifti((noise + 90 * (organs() > 0)).astype(np.int16), PLACE)


def proposed(
    folder: Path, prompt: str, given: Files, reference: Files, work: Any = "separate"
) -> tuple[TaskFolder, Proposal]:
    task = TaskFolder(
        folder, TaskDocument(Task(id="t", created="now", work=work), prompt, Checks())
    )
    lay(task.input, given)
    lay(task.reference, reference)
    found = propose(task, {})
    document = TaskDocument(task.document.task, prompt, Checks(checks=found.checks))
    return task.with_document(document), found


def kinds(task: TaskFolder) -> Mapping[str, Check]:
    checks = task.document.checks.checks
    return {f"{c.kind}{' gate' if c.gate else ''}": c for c in checks}


def passes(task: TaskFolder, folder: Path, output: Files) -> bool:
    return grade_output(task, lay(folder, output)).passed


def tried(task: TaskFolder, folder: Path) -> set[str]:
    """Return the operators that were tried; each near miss fails, each harmless variant passes."""
    assert refusals(task) == () and grade_output(task, task.reference).passed
    seen = set()
    for number, variant in enumerate(variants_of_task(task)):
        place = folder / f"v{number}"
        variant.lay(task.reference, place)
        grade = grade_output(task, place)
        assert grade.passed is variant.harmless, (variant.id, variant.did)
        seen.add(variant.id.partition(":")[2].partition("-")[0])
    return seen


OUTLINE = (
    "Segment the organs on `ct.nii.gz` and save `organs.nii.gz`: 1 = liver, 2 = spleen. The mask "
    "must have the same grid as the scan. "
)


@pytest.mark.parametrize(
    ("wish", "kind", "parameters"),
    [
        ("Reach a Dice of at least 0.85.", "label_overlap", {"at_least": 0.85}),
        ("Dice must be 85% or better for every label.", "label_overlap", {"at_least": 0.85}),
        ("We compare by Dice. It should be above 0.8.", "label_overlap", {"at_least": 0.8}),
        (
            "Dice must be at least 0.9 for the liver and 0.8 for the spleen.",
            "label_overlap",
            {"at_least": 0.8, "floors": {"1": 0.9, "2": 0.8}},
        ),
        (
            "The liver needs a Dice of 0.92. The spleen needs a Dice of 0.85.",
            "label_overlap",
            {"at_least": 0.85, "floors": {"1": 0.92, "2": 0.85}},
        ),
        ("An IoU of at least 0.8 is asked for.", "label_overlap", {"at_least": 0.888889}),
        (
            "The mean surface distance must be below 1.5 mm.",
            "label_distance",
            {"measure": "mean", "at_most": 1.5},
        ),
        (
            "The 95th percentile Hausdorff distance is at most 4 mm.",
            "label_distance",
            {"measure": "hausdorff95", "at_most": 4.0},
        ),
        (
            "HD95 must not exceed 3 mm.",
            "label_distance",
            {"measure": "hausdorff95", "at_most": 3.0},
        ),
        (
            "The boundary must lie within 2 voxels of the true one.",
            "label_distance",
            {"measure": "hausdorff", "at_most": 4.0},
        ),
        ("The volume of each organ must be within 5% of ours.", "label_volume", {"relative": 0.05}),
        ("Volumes may deviate by at most 0.5 mL.", "label_volume", {"unit": "mL"}),
    ],
)
def test_the_instructions_words_become_metric_and_bound(
    tmp_path: Path, wish: str, kind: str, parameters: dict[str, Any]
) -> None:
    given, right = {"ct.nii.gz": scan()}, {SEG: nifti(organs(), PLACE)}
    task, _ = proposed(tmp_path, OUTLINE + wish, given, right)
    found = kinds(task)
    held = found[kind].parameters
    assert {name: held[name] for name in parameters} == parameters
    assert held["names"] == {"1": "liver", "2": "spleen"}
    assert "volume_geometry gate" in found and not found[kind].gate
    assert ("label_overlap" in found) == (kind != "label_distance")
    if "0.5 mL" in wish:
        assert found[kind].tolerance == 0.5
    assert refusals(task) == () and grade_output(task, task.reference).passed


def test_another_hand_passes_and_careless_work_fails(tmp_path: Path) -> None:
    given, right = {"ct.nii.gz": scan()}, {SEG: nifti(organs(), PLACE)}
    task, found = proposed(tmp_path / "t", OUTLINE, given, right)
    assert found.uncovered_instruction == () and found.uncovered_reference == ()
    assert set(kinds(task)) == {"volume_geometry gate", "label_overlap"}
    other = organs()
    edge = (organs() > 0) & ~ndimage.binary_erosion(organs() > 0)
    other[edge & (np.random.default_rng(2).random(edge.shape) < 0.3)] = 0
    assert passes(task, tmp_path / "a", {SEG: nifti(other.astype(np.float32), PLACE)})
    swapped = np.array([0, 2, 1], np.uint8)[organs()]
    assert not passes(task, tmp_path / "b", {SEG: nifti(swapped, PLACE)})
    assert not passes(task, tmp_path / "c", {SEG: nifti((organs() > 0).astype("u1"), PLACE)})
    assert not passes(task, tmp_path / "d", {SEG: nifti(organs(), affine())})
    assert not passes(task, tmp_path / "e", {SEG: scan()})
    assert {
        "volume_affine_lost", "volume_spacing_lost", "volume_mirrored", "volume_shifted",
        "volume_blank", "volume_half", "label_dropped", "labels_swapped", "label_renumbered",
        "label_merged", "label_grown", "label_shrunk", "volume_repacked", "volume_decimals",
        "volume_qform", "volume_other_axes", "label_edge",
    } <= tried(task, tmp_path)  # fmt: skip


def sizes(labels: Any, shape: str, unit: float = 1000.0) -> str:
    """Return a table of the volumes of two organs, each row written in a shape."""
    names = {1: "liver", 2: "spleen"}
    rows = [
        shape.format(n=n, name=name, size=int((labels == n).sum()) * 4.5 / unit)
        for n, name in names.items()
    ]
    return "\n".join([*rows, ""])


@pytest.mark.parametrize(
    ("header", "shape", "unit", "told"),
    [
        ("label,name,volume_ml", "{n},{name},{size:.3f}", 1000.0, "mL"),
        ("organ,mm3", "{name},{size:.1f}", 1.0, "mm3"),
        ("label,volume_ml", "{n},{size:.3f}", 1000.0, "mL"),
    ],
)
def test_a_table_of_volumes_is_held_to_its_own_labels(
    tmp_path: Path, header: str, shape: str, unit: float, told: str
) -> None:
    def table(labels: Any) -> str:
        return f"{header}\n{sizes(labels, shape, unit)}"

    prompt = OUTLINE + (
        "Also write `volumes.csv` with the volume of each organ, counted from your own labels. "
        "A Dice of 0.8 is good enough."
    )
    right = {SEG: nifti(organs(), PLACE), "volumes.csv": table(organs())}
    task, _ = proposed(tmp_path / "t", prompt, {"ct.nii.gz": scan()}, right)
    check = kinds(task)["label_volume"]
    assert check.parameters["unit"] == told and check.target == SEG
    assert check.parameters["stated"]["target"] == "volumes.csv"
    assert refusals(task) == () and grade_output(task, task.reference).passed
    drawn = organs()
    drawn[(drawn == 1) & (np.roll(drawn, 1, 0) == 0)] = 0
    other = nifti(drawn, PLACE)
    assert passes(task, tmp_path / "own", {SEG: other, "volumes.csv": table(drawn)})
    assert not passes(task, tmp_path / "copied", {SEG: other, "volumes.csv": table(organs())})
    assert not passes(task, tmp_path / "none", {SEG: other})
    grade = KeptVerdicts(task).grader(task)
    kept = [grade(Laid(tmp_path / name)).passed for name in ("own", "copied", "none")]
    assert kept == [True, False, False], "the table is read, too, where only it changed"


NAMED = OUTLINE.replace("1 = liver, 2 = spleen", "1 = {}left kidney{}, 2 = {}right kidney{}")


@pytest.mark.parametrize(
    ("mark", "told", "right"),
    [
        ("", ("Left_Kidney", "RIGHT kidney"), True),
        ("", ("left", "right"), True),
        ("", ("kidney (L)", "kidney (R)"), True),
        ("", ("right kidney", "left kidney"), False),
        ("", ("kidney", "kidney"), False),
        ("", ("left kidney", ""), False),
        ("`", ("left kidney", "right kidney"), True),
        ("`", ("left", "right"), False),
    ],
)
def test_names_beside_labels_are_keyed_by_the_labels(
    tmp_path: Path, mark: str, told: tuple[str, str], right: bool
) -> None:
    def table(names: tuple[str, str]) -> str:
        lines = zip(names, sizes(organs(), "{n},@,{size:.3f}", 1000.0).split(), strict=True)
        return "\n".join(["label,name,volume_ml", *(line.replace("@", n) for n, line in lines), ""])

    prompt = NAMED.format(*[mark] * 4) + (
        "And write `volumes.csv` with label, name and volume_ml, counted from your own labels."
    )
    made = {SEG: nifti(organs(), PLACE), "volumes.csv": table(("left kidney", "right kidney"))}
    task, _ = proposed(tmp_path / "t", prompt, {"ct.nii.gz": scan()}, made)
    check = kinds(task)["table_equals"]
    assert check.parameters["key"] == ["label"] and check.parameters["columns"] == ["name"]
    assert check.tolerance is None and refusals(task) == ()
    assert grade_output(task, task.reference).passed
    assert passes(task, tmp_path / "o", made | {"volumes.csv": table(told)}) is right


def test_a_table_of_volumes_of_one_result_is_that_of_the_reference(tmp_path: Path) -> None:
    prompt = (
        "Threshold `ct.nii.gz` at 90 HU and relabel: 1 = liver, 2 = spleen, as `organs.nii.gz`. "
        "Write `volumes.csv` with label and volume_ml to three decimals."
    )
    table = f"label,volume_ml\n{sizes(organs(), '{n},{size:.3f}')}"
    right = {SEG: nifti(organs(), PLACE), "volumes.csv": table}
    task, _ = proposed(tmp_path, prompt, {"ct.nii.gz": scan()}, right)
    assert "label_volume" not in kinds(task)
    assert kinds(task)["table_equals"].parameters["columns"] == ["volume_ml"]


def test_steps_that_lead_to_one_result_are_held_to_it(tmp_path: Path) -> None:
    speck = organs()
    speck[0:2, 0:2, 14:16] = 1
    prompt = (
        "Clean organs.nii.gz: remove every island of label 1 that is smaller than 20 voxels. "
        "Leave label 2 as it is. Save over the file."
    )
    task, _ = proposed(
        tmp_path, prompt, {SEG: nifti(speck, PLACE)}, {SEG: nifti(organs(), PLACE)}, "in_place"
    )
    found = kinds(task)
    assert found["label_overlap"].parameters["labels"] == [1]
    assert "label_overlap gate" in found and refusals(task) == ()
    assert passes(task, tmp_path / "a", {SEG: nifti(organs().astype(np.int32), PLACE)})
    assert grade_output(task, task.input).score == 0
    gone = np.where(organs() == 2, 0, organs())
    assert not passes(task, tmp_path / "b", {SEG: nifti(gone, PLACE)})


def test_an_image_is_compared_where_it_lies(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    held = (ndimage.gaussian_filter(rng.normal(0, 1, (20, 18, 12)), 2) * 4000 + 900).astype("i2")
    prompt = "Crop the scan head.nii to the first 10 slices and save it as crop.nii."
    task, _ = proposed(
        tmp_path / "t", prompt,
        {"head.nii": nifti(held, PLACE, packed=False)},
        {"crop.nii": nifti(held[:, :, :10], PLACE, packed=False)},
    )  # fmt: skip
    assert set(kinds(task)) == {"volume_values", "volume_geometry gate"}
    assert not passes(task, tmp_path / "a", {"crop.nii": nifti(held, PLACE, packed=False)})
    assert {"volume_mirrored", "volume_scaled", "volume_decimals"} <= tried(task, tmp_path)


def test_labels_are_called_what_the_instruction_calls_them() -> None:
    assert label_names("1 = left kidney, 2 = right kidney", [1, 2]) == {
        "1": "left kidney", "2": "right kidney"
    }  # fmt: skip
    assert label_names("Label the liver as 1 and the spleen as 2.", [1, 2]) == {
        "1": "liver", "2": "spleen"
    }  # fmt: skip
    assert label_names("| 1 | grey matter |\n| 2 | white matter |", [1, 2]) == {
        "1": "grey matter", "2": "white matter"
    }  # fmt: skip
    assert label_names("Use tumour (1) and oedema (2).", [1, 2]) == {"1": "tumour", "2": "oedema"}
    assert label_names("Within 2 mm of the border.", [1, 2]) == {}
    assert label_names("Create `cavity.nii.gz` (1 inside it).", [1]) == {}


def test_a_spacing_that_is_asked_for_fixes_no_shape() -> None:
    def wish(text: str) -> tuple[bool, bool] | None:
        grid = Grid((4, 4, 4), affine())
        found = VolumeWishes(Instruction(text), "a.nii", {}, grid)
        return (found.grid_wish[1], found.fixes_axes) if found.grid_wish else None

    assert wish("Resample it to 1 mm isotropic voxels.") == (False, False)
    assert wish("Keep the affine of the scan.") == (True, False)
    assert wish("Reorient the image to RAS.") == (True, True)
    assert wish("The mask must lie on the same grid as the CT.") == (True, False)
    assert wish("Position and spacing must be those of the series.") == (True, False)
    assert wish("Segment the liver.") is None


HIDE = """De-identify the CT series in `scan/` and write it to `anon/`.

- Set PatientID to `TRIAL-017`.
- Remove or replace the patient's name and the birth date.
- Replace all UIDs by new ones, consistently through the series.
- Keep the patient's sex and age, and do not change the pixels.
"""


def test_what_is_to_be_hidden_is_told_by_rules(tmp_path: Path) -> None:
    task, found = proposed(
        tmp_path / "t", HIDE, series(folder="scan"), hidden_series(folder="anon")
    )
    assert found.uncovered_instruction == () and found.uncovered_reference == ()
    hidden = kinds(task)["dicom_deidentified"].parameters
    assert {"PatientName", "PatientID", "PatientBirthDate", "StudyInstanceUID"} <= set(
        hidden["tags"]
    )
    assert hidden["source"] == "scan" and hidden["kept"] == ["PatientAge", "PatientSex"]
    assert kinds(task)["dicom_tags"].parameters["tags"] == {"PatientID": "TRIAL-017"}
    other = hidden_series(folder="anon", PatientName=None, StudyInstanceUID="2.25.77",
                          SOPInstanceUID=lambda n: f"2.25.99{n}")  # fmt: skip
    renamed = {f"anon/IM{n}": content for n, content in enumerate(other.values())}
    assert passes(task, tmp_path / "a", renamed)
    for number, (name, value) in enumerate(
        [("PatientID", "TRIAL-071"), ("PatientAge", None), ("PatientBirthDate", "19710914")]
    ):
        wrong = hidden_series(folder="anon", **{name: value})
        assert not passes(task, tmp_path / f"b{number}", wrong), name
    assert {
        "dicom_left", "dicom_note", "dicom_stale", "dicom_missing", "dicom_split", "dicom_pixels",
        "dicom_geometry", "dicom_renamed", "dicom_implicit", "dicom_preamble",
    } <= tried(task, tmp_path)  # fmt: skip


BURNED = """
De-identify the series `scan` for the trial and write the files to `anon` under the same names.

1. Patient's Name and Patient ID become the trial id in `key.csv`. Patient's Birth Date is empty.
2. All private tags are removed. The study date is shifted by the days in the key.
3. Study, Series, SOP Instance and Frame of Reference UID are replaced by new ones.
4. The first slice has the name burned into its upper two rows. {blanking}
"""


def blanked(files: Files, path: str, value: int = 0) -> dict[str, str | bytes]:
    dataset = reread(files[path])
    pixels = dataset.pixel_array.copy()
    pixels[:2] = value
    dataset.PixelData = pixels.tobytes()
    return {**files, path: dicom(dataset)}


def with_private(files: Files) -> dict[str, str | bytes]:
    made: dict[str, str | bytes] = {}
    for path, content in files.items():
        dataset = reread(content)
        dataset.private_block(0x0029, "HALDEN", create=True).add_new(1, "LO", "recon B40")
        made[path] = dicom(dataset)
    return made


@pytest.mark.parametrize(
    ("blanking", "pixels", "is_free"),
    [
        ("Set those rows to 0; all other pixels stay as they are.", "reference", False),
        ("Black it out, nobody may read it any more.", "elsewhere", True),
    ],
)
def test_a_picture_that_is_blanked_does_not_hide_the_rest(
    tmp_path: Path, blanking: str, pixels: str, is_free: bool
) -> None:
    named: dict[str, Any] = {"PatientName": "TRIAL-017", "StudyDate": "20251228"}
    new = hidden_series(folder="anon", **named)
    first = "anon/slice01.dcm"
    given = {**with_private(series(folder="scan")), "key.csv": "id,days\nTRIAL-017,-37\n"}
    task, _ = proposed(tmp_path / "t", BURNED.format(blanking=blanking), given, blanked(new, first))
    rules = kinds(task)["dicom_deidentified"].parameters
    assert rules["pixels"] == pixels and rules["private"] == "remove"
    assert {"PatientName", "StudyInstanceUID", "SOPInstanceUID"} <= set(rules["tags"])
    assert kinds(task)["dicom_tags"].parameters["tags"] == {
        "StudyDate": None, "PatientName": "TRIAL-017", "PatientID": "TRIAL-017",
        "PatientBirthDate": "",
    }  # fmt: skip
    other = hidden_series(folder="anon", **named, StudyInstanceUID="2.25.77")
    assert passes(task, tmp_path / "a", blanked(other, first))
    assert passes(task, tmp_path / "grey", blanked(other, first, 7)) == is_free
    wrong = {
        "left": new,
        "private": with_private(blanked(new, first)),
        "second": blanked(blanked(new, first), "anon/slice02.dcm"),
        "day": blanked(hidden_series(folder="anon", **named | {"StudyDate": "20260203"}), first),
        "name": blanked(hidden_series(folder="anon", **named | {"PatientName": "X"}), first),
    }
    for name, output in wrong.items():
        assert not passes(task, tmp_path / name, output), name


KEEP = """De-identify the series `scan` into `anon`.

- Patient's Name and Patient ID become TRIAL-017, and all UIDs are replaced by new ones.
- Patient's Birth Date {birth}.
- {rest}
"""
MORE: dict[str, Any] = {
    "KVP": "120", "WindowCenter": "40", "WindowWidth": "400", "StudyTime": "101500",
    "SeriesDescription": "Thorax", "StationName": "CT2", "ImageType": ["ORIGINAL", "PRIMARY"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("birth", "rest", "changed", "right"),
    [
        ("is left empty", "All the rest stays.", {}, True),
        ("is left empty", "All the rest stays.", {"KVP": None}, False),
        ("is left empty", "All the rest stays.", {"WindowWidth": "350"}, False),
        ("is left empty", "All the rest stays.", {"SeriesDescription": ""}, False),
        ("is left empty", "All the rest stays.", {"StationName": None}, True),
        ("is left empty", "All the rest stays.", {"ImageType": ["DERIVED", "PRIMARY"]}, True),
        ("is left empty", "All the rest stays.", {"DeidentificationMethod": "by hand"}, True),
        ("is left empty", "All the rest stays.", {"PatientBirthDate": "19000101"}, False),
        ("is removed", "Window and kV stay, the rest is removed.", {"KVP": "100"}, False),
        ("is removed", "Window and kV stay, the rest is removed.", {"StudyTime": None}, True),
        ("is removed", "Times stay.", {"StudyTime": None}, False),
        ("is removed", "Times stay.", {"KVP": None}, True),
        ("is removed or replaced", "Times stay.", {"PatientBirthDate": "19000101"}, True),
    ],
)
def test_tags_that_stay_and_tags_that_are_emptied(
    tmp_path: Path, birth: str, rest: str, changed: dict[str, Any], right: bool
) -> None:
    named: dict[str, Any] = MORE | {"PatientName": "TRIAL-017"}
    task, _ = proposed(
        tmp_path / "t", KEEP.format(birth=birth, rest=rest), series(folder="scan", **MORE),
        hidden_series(folder="anon", **named),
    )  # fmt: skip
    assert grade_output(task, task.reference).passed and refusals(task) == ()
    made = hidden_series(folder="anon", **named | changed, StudyInstanceUID="2.25.77")
    assert passes(task, tmp_path / "o", made) is right


def test_a_kept_tag_lost_and_a_dummy_in_an_empty_one_are_tried(tmp_path: Path) -> None:
    task, _ = proposed(
        tmp_path / "t", KEEP.format(birth="is left empty", rest="All the rest stays."),
        series(folder="scan", **MORE),
        hidden_series(folder="anon", **MORE, PatientName="TRIAL-017"),
    )  # fmt: skip
    assert {"dicom_kept_lost", "dicom_filled"} <= tried(task, tmp_path)


def test_all_that_tells_who_it_was_is_meant_where_no_tag_is_named(tmp_path: Path) -> None:
    prompt = (
        "Anonymize this study: no patient identifiers may remain in the headers. Use the name "
        '"Teaching^Case12". The images must stay as they are. Write the slices to teaching.'
    )
    right = hidden_series(folder="teaching", PatientName="Teaching^Case12")
    task, _ = proposed(tmp_path, prompt, series(folder="a/b"), right)
    found = kinds(task)
    assert set(found["dicom_deidentified"].parameters["tags"]) == {
        "PatientName", "PatientID", "PatientBirthDate"
    }  # fmt: skip
    assert found["dicom_tags"].parameters["tags"] == {"PatientName": "Teaching^Case12"}


def test_tags_that_were_put_right_are_asked_for(tmp_path: Path) -> None:
    prompt = (
        'In every slice of `ct` set SeriesDescription to "Thorax 5.0" and the slice thickness to '
        "2.5 mm. Nothing else may change; save over the files."
    )
    right = series(SeriesDescription="Thorax 5.0", SliceThickness="2.5")
    task, found = proposed(tmp_path / "t", prompt, series(), right, "in_place")
    assert found.uncovered_reference == ()
    asked = kinds(task)["dicom_tags"].parameters
    assert asked == {
        "tags": {"SeriesDescription": "Thorax 5.0", "SliceThickness": "2.5"},
        "others": "same",
        "pixels": "same",
    }
    spelled = series(SeriesDescription="Thorax 5.0", SliceThickness="2.50")
    assert passes(task, tmp_path / "a", spelled)
    touched = {p: dicom(_with_id(reread(c))) for p, c in right.items()}
    assert not passes(task, tmp_path / "b", touched)
    assert "dicom_stale" in tried(task, tmp_path)


def _with_id(dataset: Any) -> Any:
    dataset.PatientID = "other"
    return dataset


def test_before_there_is_an_instruction(tmp_path: Path) -> None:
    task, _ = proposed(tmp_path, "", {"mr.nii.gz": scan()}, {"out/seg.nii": nifti(
        organs(), PLACE, packed=False)})  # fmt: skip
    assert set(kinds(task)) == {"label_overlap"}
    hidden, _ = proposed(tmp_path / "d", "", series(), hidden_series(), "in_place")
    assert set(kinds(hidden)) == {"dicom_deidentified"}


def test_files_in_dicom_that_are_no_series_are_told(tmp_path: Path) -> None:
    _, found = proposed(tmp_path, "Sort it.", {}, {"out/a.dcm": b"\0" * 128 + b"DICM\xff"})
    assert any("cannot be judged" in told for told in found.uncovered_reference)
