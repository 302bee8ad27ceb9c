from dataclasses import replace
from pathlib import Path

from studio.formats.recordings import open_recording
from studio.formats.tasks import open_task
from studio.gui.pages.steps.lanes import checkpoint_lane, read_timeline, timeline_data
from studio.model.check import CheckpointSteps
from studio.model.task import Checkpoint
from studio.steps import reduce_steps

SECOND = 1_000_000_000
TENTH = SECOND // 10


def test_what_happened_is_sorted_into_lanes(recording: Path) -> None:
    timeline = read_timeline(open_recording(recording))
    lanes = {lane.id: lane for lane in timeline.lanes}
    assert list(lanes) == ["keys", "mouse", "windows", "files", "elements"]
    assert timeline.begin == 0
    assert lanes["keys"].starts.tolist() == [2 * SECOND + place * TENTH for place in range(5)]
    assert (lanes["mouse"].starts.tolist(), lanes["mouse"].ends.tolist()) == (
        [SECOND],
        [SECOND + TENTH // 2],
    )
    assert lanes["windows"].titles == ("invoices.csv - Calc",)
    assert lanes["windows"].ends.tolist() == [timeline.length]
    assert lanes["files"].titles == ("invoices.csv saved",)
    assert lanes["elements"].titles == ("B3",)


def test_where_the_pointer_was(recording: Path) -> None:
    track = read_timeline(open_recording(recording)).track
    assert track.at(SECOND - 1) is None
    assert track.at(SECOND) == track.at(100 * SECOND) == (120, 50)


def test_a_checkpoint_reaches_from_its_first_step_to_its_last(recording: Path, task: Path) -> None:
    found = open_recording(recording)
    steps = reduce_steps(found)
    document = open_task(task).document
    points = (Checkpoint(id="a", title="Filled"), Checkpoint(id="b", title="No steps yet"))
    span = CheckpointSteps(
        checkpoint="a", first_event=steps[0].first_event, last_event=steps[1].last_event
    )
    document = replace(
        document,
        task=document.task.model_copy(update={"checkpoints": points}),
        checks=document.checks.model_copy(update={"steps": (span,)}),
    )
    lane = checkpoint_lane(document, steps, 0)
    assert (lane.titles, lane.hues) == (("Filled",), (0,))
    assert (lane.starts[0], lane.ends[0]) == (steps[0].t_ns, steps[1].t_end_ns)
    data = timeline_data(read_timeline(found), steps, document)
    assert [one.id for one in data.steps] == [step.id for step in steps]
    assert data.lanes[0].titles == lane.titles
