"""A redacted recording takes the place of the task's own, and what hangs on its events follows."""

import shutil
from pathlib import Path

import pytest

from studio.authoring import new_task
from studio.authoring.redacting import adopt_redacted, mend, redact_beside
from studio.base.errors import UserError
from studio.editing import AddCheckpoint, History, SayStep
from studio.formats import layout
from studio.formats.recordings import open_recording
from studio.formats.tasks import TaskFolder, open_task, save_document
from studio.formats.wholeness import verify
from studio.model.frozen import Bounds
from studio.recordings.redaction import Found, Region, find
from studio.steps import reduce_steps

WHOLE = Region(Bounds(x=10, y=10, width=30, height=20), 0, 1 << 62)


@pytest.fixture
def task(recording: Path, tmp_path: Path) -> TaskFolder:
    made = new_task(tmp_path / "tasks" / "invoices", recording=recording)
    steps = reduce_steps(open_recording(recording))
    history = History(open_task(made.folder).document)
    history.apply(AddCheckpoint("Open", 1.0, steps[0].first_event, steps[0].last_event))
    history.apply(AddCheckpoint("Typed", 1.0, steps[1].first_event, steps[1].last_event))
    history.apply(SayStep(steps[0].keys[0], note="for Ann Smith"))
    save_document(made.folder, history.document, open_task(made.folder).document)
    return open_task(made.folder)


def redacted(task: TaskFolder, words: tuple[str, ...]) -> Path:
    assert task.recording
    told: list[tuple[int, int]] = []
    found = find(
        open_recording(task.recording), [WHOLE], words, lambda at, of: told.append((at, of))
    )
    assert set(found.places) >= {1, 2} and told[-1][1] == 2
    made = redact_beside(task, [WHOLE], words, True, found, lambda at, of: None)
    return adopt_redacted(task, made)


def test_checkpoints_and_words_follow_the_new_numbers(task: TaskFolder) -> None:
    old = redacted(task, ("250", "Ann Smith"))
    after = open_task(task.folder)
    assert after.recording and verify(after.recording) == []
    steps = reduce_steps(open_recording(after.recording))
    assert [step.note for step in steps] == ["for [redacted]"]
    spans = {span.checkpoint: span for span in after.document.checks.steps}
    assert set(spans) == {"open"} and spans["open"].holds(steps[0].first_event)
    assert [point.id for point in after.document.task.checkpoints] == ["open", "typed"]
    assert (old / "recording" / layout.MANIFEST).is_file()
    assert not [place for place in task.folder.rglob("*") if "redact" in place.name]


def test_a_redaction_that_ends_early_leaves_nothing(task: TaskFolder) -> None:
    digest = task.digest

    def stop(done: int, of: int) -> None:
        raise UserError("Cancelled.")

    with pytest.raises(UserError, match="Cancelled"):
        redact_beside(task, [WHOLE], (), True, Found(0, 0, {1: (WHOLE.bounds,)}), stop)
    assert task.digest == digest
    assert [place.name for place in task.folder.parent.iterdir()] == [task.folder.name]


@pytest.mark.parametrize("stage", ["taken", "laid", "saved"])
def test_what_a_crash_cut_short_is_put_back(task: TaskFolder, stage: str) -> None:
    digest = task.digest
    kept = task.folder.parent / f".{task.folder.name}.before-redaction"
    kept.mkdir()
    shutil.copyfile(task.folder / layout.CHECKS, kept / "checks.json")
    place = task.folder / layout.RECORDING
    place.replace(kept / "recording")
    if stage != "taken":
        shutil.copytree(kept / "recording", place)
        (place / "seal.json").unlink()
    if stage == "saved":
        (task.folder / layout.CHECKS).write_text("{}")
    mend(task.folder)
    assert task.digest == digest and not kept.exists()
    mend(task.folder)
    assert task.digest == digest
