"""A wrong parameter of any kind is refused where it is typed, in one sentence, before grading."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.authoring import add_check, change_check, new_task
from studio.authoring.changes import add_checkpoint, change_checkpoint
from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.tasks import open_task
from studio.grading import KINDS
from studio.grading.readers import documents, maps, meshes, molecules
from studio.validation import validate
from tests.unit.grading.array_files import hdf5
from tests.unit.grading.table_files import write_table
from tests.unit.grading.wrong_parameters import WRONG, Wrong, write_reference
from tests.unit.making import write_task

ROOT = Path(__file__).parents[3]
CASES = [
    pytest.param(kind, wrong, id=f"{kind}-{number}")
    for kind, cases in sorted(WRONG.items())
    for number, wrong in enumerate(cases)
]


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a task with a file of every sort and one check."""
    folder = tmp_path_factory.mktemp("wrong")
    for name in ("input", "reference"):
        (folder / name).mkdir()
    write_reference(folder / "reference")
    (folder / "input" / "notes.txt").write_text("Nothing yet.\n")
    new_task(
        folder / "task",
        input=folder / "input",
        reference=folder / "reference",
        prompt="Write the costs and all the rest.",
        work="separate",
    )
    add_check(folder / "task", "json_value", "sum.json#/total")
    yield folder / "task"


def refusal(folder: Path, kind: str, wrong: Wrong, *, change: bool) -> str:
    """Return the sentence that refuses a check; the task on disk must be as it was."""
    before = (folder / layout.CHECKS).read_bytes()
    try:
        with pytest.raises(UserError) as fault:
            _type_in(folder, kind, wrong, change)
        assert (folder / layout.CHECKS).read_bytes() == before
    finally:
        (folder / layout.CHECKS).write_bytes(before)
    return fault.value.in_shell


def _type_in(folder: Path, kind: str, wrong: Wrong, change: bool) -> None:
    if change:
        (check,) = open_task(folder).document.checks.checks
        parts = {"kind": kind, "target": wrong.target, "parameters": wrong.parameters}
        change_check(folder, check.id, {**parts, "tolerance": wrong.tolerance})
        return
    add_check(folder, kind, wrong.target, parameters=wrong.parameters, tolerance=wrong.tolerance)


def test_every_kind_has_a_wrong_parameter_here() -> None:
    assert sorted(kind for kind in KINDS if not WRONG.get(kind)) == []


@pytest.mark.parametrize("change", [False, True], ids=["add", "set"])
@pytest.mark.parametrize(("kind", "wrong"), CASES)
def test_a_wrong_parameter_is_refused(task: Path, kind: str, wrong: Wrong, change: bool) -> None:
    sentence = refusal(task, kind, wrong, change=change)
    assert wrong.why.casefold() in sentence.casefold(), sentence
    assert "\n" not in sentence and "Traceback" not in sentence
    assert sentence.endswith((".", "?")) and len(sentence) < 600, sentence


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_fits_no_kind_is_refused_by_each(task: Path, kind: str) -> None:
    target, parameters, _, _ = WRONG[kind][0]
    unknown = Wrong(target, {**parameters, "bananas": 3}, "bananas")
    assert refusal(task, kind, unknown, change=False)
    assert "tolerance" in refusal(task, kind, Wrong(target, {}, "", -0.5), change=False)
    for weight in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(UserError, match="weight"):
            add_check(task, kind, target, weight=weight, parameters=parameters)


def test_weights_that_come_to_nothing_are_refused(task: Path) -> None:
    add_checkpoint(task, "First half")
    add_checkpoint(task, "Other half", weight=2.0)
    change_checkpoint(task, "first-half", weight=0.0)
    with pytest.raises(UserError, match="Leave one checkpoint a weight above 0"):
        change_checkpoint(task, "other-half", weight=0.0)
    for weight in (-1.0, float("nan"), float("inf")):
        with pytest.raises(UserError, match="weight"):
            change_checkpoint(task, "other-half", weight=weight)
    weights = [point.weight for point in open_task(task).document.task.checkpoints]
    assert weights == [0.0, 2.0]


MISSING: list[tuple[str, str, str, str, dict[str, object]]] = [
    ("documents", "pypdf", "page_count", "report.pdf", {"exactly": 1}),
    ("documents", "pypdf", "text_contains", "report.pdf", {"terms": ["One page."]}),
    ("arrays", "h5py", "array_close", "run.h5#a", {}),
    ("columns", "pyarrow", "row_count", "many.parquet", {"exactly": 3}),
    ("columns", "pyarrow", "table_equals", "many.parquet", {"key": ["id"]}),
    ("meshes", "trimesh", "mesh_unit", "part.stl", {}),
    ("drawings", "ezdxf", "drawing_layers", "plan.dxf", {}),
    ("maps", "shapely", "map_overlap", "plots.geojson", {}),
    ("maps", "pyproj", "map_projection", "plots.geojson", {}),
    ("molecules", "rdkit.Chem", "molecules_equal", "out.smi", {}),
    ("medical", "nibabel", "label_overlap", "seg.nii.gz", {}),
    ("medical", "pydicom", "dicom_tags", "ct", {"tags": {"PatientID": None}}),
    ("audio", "soundfile", "audio_format", "voice.wav", {"channels": 1}),
    ("video", "av", "video_format", "clip.mp4", {"width": 64}),
    ("audio", "mido", "midi_tempo", "song.mid", {"bpm": 120.0}),
]


@pytest.mark.parametrize(("extra", "module", "kind", "target", "parameters"), MISSING)
def test_a_missing_extra_is_named_where_the_check_is_typed(
    task: Path,
    monkeypatch: pytest.MonkeyPatch,
    extra: str,
    module: str,
    kind: str,
    target: str,
    parameters: dict[str, object],
) -> None:
    place = task / layout.REFERENCE / "many.parquet"
    if not place.exists():
        write_table(place, [["id", "net"], ["A-1", 1.5], ["A-2", 2.5], ["A-3", 3.5]])
    (task / layout.REFERENCE / "run.h5").write_bytes(hdf5({"a": [1.0, 2.0]}))
    monkeypatch.setitem(sys.modules, module, None)
    documents._documents.forget()
    meshes._meshes.forget()
    maps._layers.forget()
    maps.crs_of.cache_clear()
    molecules.parsed.cache_clear()
    molecules.chemistry.cache_clear()
    with pytest.raises(UserError, match=rf"task-authoring-studio\[{extra}\]"):
        add_check(task, kind, target, parameters=parameters)


def test_each_extra_of_the_readers_is_tried_above() -> None:
    named = set()
    for source in (ROOT / "studio" / "grading").rglob("*.py"):
        text = source.read_text("utf-8")
        named |= set(re.findall(r'to_install_extra\("[^"]+", "(\w+)"\)', text))
        named |= set(re.findall(r'import_extra\(\s*"[\w.]+",\s*"(\w+)"', text))
    assert named == {extra for extra, *_ in MISSING}


def test_a_reference_that_fails_its_own_checks_is_never_proven(tmp_path: Path) -> None:
    folder = write_task(tmp_path / "task", kept=True)
    before = {gate.id: gate.status for gate in validate(folder, ["reference"]).gates}
    assert before == {"reference": "green"}
    place = folder / layout.REFERENCE / "invoices.csv"
    place.write_text(place.read_text().replace("250.50", "250.40"))
    checks = json.loads((folder / layout.CHECKS).read_text())
    for check in checks["checks"]:
        if check["id"] == "amount-a-2":
            check["parameters"]["expected"] = 250.5
    (folder / layout.CHECKS).write_text(json.dumps(checks))
    report = validate(folder)
    found = {gate.id: gate for gate in report.gates}
    assert not report.proven and found["reference"].status == "red"
    assert "expected 250.50" in " ".join(found["reference"].evidence)
