"""Marks that were set while recording become the checkpoints of the task."""

from pathlib import Path

from studio.authoring import new_task
from studio.cli.holding import info_of
from studio.formats.recordings import open_recording
from studio.formats.wholeness import verify
from studio.model.recording import CHECKPOINT, MarkEvent
from studio.recordings.cutting import join, trim
from studio.steps import reduce_steps
from tests.unit.making import RecordingMaker

SECOND = 1_000_000_000


def marked(folder: Path, *at_ns: int) -> Path:
    maker = RecordingMaker(folder)
    maker.marks = at_ns
    return maker.write()


def test_each_mark_ends_a_checkpoint_of_the_steps_since_the_last(tmp_path: Path) -> None:
    place = marked(tmp_path / "a.rec", SECOND + 500_000_000, SECOND + 600_000_000, 3 * SECOND)
    recording = open_recording(place)
    steps = reduce_steps(recording)
    document = new_task(tmp_path / "task", recording=place).document
    titles = [checkpoint.title for checkpoint in document.task.checkpoints]
    assert titles == ["Checkpoint 1", "Checkpoint 2"], "a mark with no step before it ends nothing"
    spans = [(span.first_event, span.last_event) for span in document.checks.steps]
    assert spans[0] == (steps[0].first_event, steps[0].last_event)
    assert spans[1] == (steps[1].first_event, steps[-1].last_event)
    assert verify(place) == []
    assert info_of(recording).marks == (1.5, 1.6, 3.0)


def test_without_marks_there_are_no_checkpoints(tmp_path: Path) -> None:
    place = RecordingMaker(tmp_path / "a.rec").write()
    assert new_task(tmp_path / "task", recording=place).document.task.checkpoints == ()


def test_a_mark_divides_what_is_typed_on(tmp_path: Path) -> None:
    plain = reduce_steps(open_recording(marked(tmp_path / "a.rec")))
    amid = reduce_steps(open_recording(marked(tmp_path / "b.rec", 2 * SECOND + 250_000_000)))
    assert len(amid) == len(plain) + 1


def test_an_older_reader_takes_a_mark_for_what_it_knows() -> None:
    mark = MarkEvent(seq=1, t_ns=0, type="started", detail={CHECKPOINT: 1})
    assert mark.ends_checkpoint
    assert not MarkEvent(seq=1, t_ns=0, type="started", detail={"channels": 4}).ends_checkpoint


def test_marks_survive_trimming_and_joining(tmp_path: Path) -> None:
    first = open_recording(marked(tmp_path / "a.rec", SECOND + 500_000_000))
    trim(first, tmp_path / "cut.rec", [(2 * SECOND, 3 * SECOND)], lambda told: None)
    assert len(info_of(open_recording(tmp_path / "cut.rec")).marks) == 1
    later = RecordingMaker(tmp_path / "b.rec")
    later.marks, later.created = (SECOND + 500_000_000,), "2026-01-02T04:04:05.000Z"
    second = open_recording(later.write())
    join(first, second, tmp_path / "both.rec", lambda told: None)
    both = open_recording(tmp_path / "both.rec")
    assert len(info_of(both).marks) == 2
    assert sum(e.type == "started" for e in both.events if isinstance(e, MarkEvent)) == 3
