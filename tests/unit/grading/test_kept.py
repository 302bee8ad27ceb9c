"""Verdicts that are kept are those that grading anew gives, and only what changed is judged."""

from pathlib import Path

import pytest

from studio.editing import SetCheck, apply
from studio.formats import layout
from studio.formats.tasks import TaskFolder, open_task
from studio.grading import grade_output, kept
from studio.grading.kinds import Grounds
from studio.model.check import Check
from studio.model.grade import CheckResult
from studio.validation import LiveVerdict, known_outputs
from tests.unit.making import write_task


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the checks that are judged, as it happens."""
    found: list[str] = []
    judge = kept.judge

    def counting(check: Check, grounds: Grounds) -> CheckResult:
        found.append(check.id)
        return judge(check, grounds)

    monkeypatch.setattr(kept, "judge", counting)
    monkeypatch.setattr(kept, "live_grader", lambda: None)
    return found


def with_change(task: TaskFolder, id: str, **changes: object) -> TaskFolder:
    document, _ = apply(task.document, SetCheck(id, dict(changes)))
    return task.with_document(document)


def test_kept_verdicts_are_what_grading_anew_gives(tmp_path: Path) -> None:
    task = open_task(write_task(tmp_path / "task", kept=True))
    loose = with_change(task, "amount-a-2", tolerance=300.0)
    with known_outputs(task, near_misses=True) as outputs:
        live = LiveVerdict(task, outputs)
        for version in (task, loose, task):
            for output, grade in zip(outputs, live.grades(version), strict=True):
                assert grade.isolation == "sandbox"
                alone = grade_output(version, output.laid.folder)
                assert grade.model_copy(update={"isolation": "none"}) == alone, output.name
        assert live.grades(task) != live.grades(loose)


def test_only_the_changed_check_is_judged_again(tmp_path: Path, judged: list[str]) -> None:
    task = open_task(write_task(tmp_path / "task", kept=True))
    with known_outputs(task, near_misses=True) as outputs:
        live = LiveVerdict(task, outputs)
        live.rows(task)
        judged.clear()
        live.rows(task)
        live.rows(with_change(task, "amount-a-2", weight=3.0))
        assert judged == [], "a weight changes no judgement"
        live.rows(with_change(task, "amount-a-2", tolerance=0.25))
        assert set(judged) == {"amount-a-2"}
        judged.clear()
        live.rows(with_change(task, "amount-a-2", tolerance=0.005))
        assert judged == [], "what was judged before is kept"


def test_outputs_with_the_same_file_are_judged_once(tmp_path: Path, judged: list[str]) -> None:
    folder = write_task(tmp_path / "task")
    for name in ("one", "two"):
        place = folder / layout.ALTERNATES / name
        place.mkdir(parents=True)
        (place / "invoices.csv").write_bytes(
            (folder / "private/reference/invoices.csv").read_bytes()
        )
        (place / f"{name}.txt").write_text(name)
    task = open_task(folder)
    with known_outputs(task) as outputs:
        assert all(row.ok for row in LiveVerdict(task, outputs).rows(task))
    assert judged.count("amount-a-2") == 3, "the reference, the input and nothing"


def test_a_hostile_output_is_invalid_and_kept_so(tmp_path: Path) -> None:
    folder = write_task(tmp_path / "task")
    place = folder / layout.KNOWN_BAD / "linked"
    place.mkdir(parents=True)
    (place / "invoices.csv").hardlink_to(folder / "private/reference/invoices.csv")
    task = open_task(folder)
    with known_outputs(task) as outputs:
        live = LiveVerdict(task, outputs)
        for _ in range(2):
            row = next(row for row in live.rows(task) if row.output == "known_bad:linked")
            assert (row.status, row.score, row.ok) == ("INVALID", 0.0, True)


def test_a_check_of_a_folder_is_judged_again_if_a_file_in_it_changed(tmp_path: Path) -> None:
    series = Check(id="x", kind="dicom_tags", target="ct", parameters={"tags": {"Modality": "CT"}})
    key = kept._Key.of(series, "")
    for name, content in (("one", b"a"), ("two", b"b")):
        (tmp_path / name / "ct").mkdir(parents=True)
        (tmp_path / name / "ct/slice.dcm").write_bytes(content)
    one, two = (kept.Laid(tmp_path / name) for name in ("one", "two"))
    assert key.on(one) != key.on(two)
    assert key.on(one) == key.on(kept.Laid(tmp_path / "one"))
