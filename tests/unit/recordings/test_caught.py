"""What a person is told of the recording that was just made."""

from pathlib import Path

from studio.formats.recordings import open_recording
from studio.model.recording import Event
from studio.recordings.caught import caught
from studio.recordings.cutting import trim
from tests.unit.making import RecordingMaker

SECOND = 1_000_000_000


def test_what_was_caught_is_counted_and_named(tmp_path: Path) -> None:
    maker = RecordingMaker(tmp_path / "a.rec")
    maker.after["w1"][".~lock.invoices.csv#"] = b"expert"
    maker.marks = (SECOND + 500_000_000,)
    maker.stopped = {"withheld": 9, "withheld_for_password": 6, "withheld_for_excluded": 3}
    found = caught(open_recording(maker.write()))
    assert (found.steps, found.frames, found.marks, found.withheld) == (2, 2, 1, 9)
    assert found.changed == ("invoices.csv",), "locks of office programs are no files of the work"
    assert found.withheld_for == {"password": 6, "excluded": 3}
    assert found.first and found.last and (found.first.id, found.last.id) == (1, 2)
    assert found.idle == ()


def _moved(event: Event, late: int) -> Event:
    return event.model_copy(update={"t_ns": event.t_ns + late})


def test_empty_ends_are_found_and_can_be_left_out(tmp_path: Path) -> None:
    recording = open_recording(RecordingMaker(tmp_path / "a.rec").write())
    begun, *rest = recording.events
    first, second = recording.frames
    late = 30 * SECOND
    recording.__dict__["events"] = (begun, *(_moved(event, late) for event in rest))
    stood = first.model_copy(update={"t_end_ns": first.t_end_ns + late})
    moved = {"t_ns": second.t_ns + late, "t_end_ns": second.t_end_ns + late}
    recording.__dict__["frames"] = (stood, second.model_copy(update=moved))
    found = caught(recording)
    assert found.idle == ((0, 30 * SECOND),) and found.idle_seconds == 30
    trim(recording, tmp_path / "b.rec", found.idle, lambda told: None)
    shorter = caught(open_recording(tmp_path / "b.rec"))
    assert shorter.steps == found.steps and shorter.idle == ()
