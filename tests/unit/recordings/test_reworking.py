"""Trim, join, redact and export: new recordings that are whole, originals that stay."""

import json
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from studio.base.errors import UserError
from studio.editing import annotate, leave_out_steps, merge_steps, split_step
from studio.formats import annotations, digests
from studio.formats.documents import write_document
from studio.formats.recordings import Recording, open_recording, seal
from studio.formats.wholeness import verify
from studio.model.frozen import Bounds
from studio.model.recording import KeyEvent, MarkEvent
from studio.model.step import TypeText
from studio.recordings.cutting import join, stretches_of_steps, trim
from studio.recordings.exporting import FORMS, export
from studio.recordings.redaction import Region, redact
from studio.steps import reduce_steps
from tests.unit.making import RecordingMaker

SAMPLE = Path(__file__).parents[3] / "recordings/invoices.rec"
SECOND = 1_000_000_000


def quiet(told: str) -> None:
    """Nobody listens to the progress."""


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    return open_recording(RecordingMaker(tmp_path / "a.rec").write())


def state(folder: Path) -> dict[str, str]:
    return {path: digests.of_file(place) for path, place in digests.regular_files(folder)}


def test_a_mistake_is_cut_out_of_every_channel(tmp_path: Path) -> None:
    sample = open_recording(SAMPLE)
    before = state(SAMPLE)
    dropped = stretches_of_steps(sample, [(4, 6)])
    trim(sample, tmp_path / "b.rec", dropped, quiet)
    made = open_recording(tmp_path / "b.rec")
    assert verify(made.folder) == [] and state(SAMPLE) == before
    sentences = [step.sentence for step in reduce_steps(sample)]
    assert [step.sentence for step in reduce_steps(made)] == sentences[:3] + sentences[6:]
    ((start, end),) = dropped
    assert not [e for e in made.events if start <= e.t_ns < end]
    assert not [f for f in made.frames if start < f.t_ns < end]
    (gap,) = [e for e in made.events if isinstance(e, MarkEvent) and e.type == "gap"]
    assert (gap.detail["from_ns"], gap.t_ns) == (start, end)
    assert made.after("w1") == sample.after("w1")


def test_nothing_left_is_refused_and_leaves_nothing(recording: Recording, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Nothing would be left"):
        trim(recording, tmp_path / "b.rec", [(-1, 1 << 62)], quiet)
    with pytest.raises(UserError, match="no steps 1-99"):
        stretches_of_steps(recording, [(1, 99)])
    assert sorted(place.name for place in tmp_path.iterdir()) == ["a.rec"]


def later(tmp_path: Path) -> Recording:
    """The same work on another day, after the machine was started anew."""
    maker = RecordingMaker(tmp_path / "later.rec")
    maker.before = maker.after
    folder = maker.write()
    manifest = open_recording(folder).manifest
    clock = manifest.clock.model_copy(update={"utc": "2026-01-03T03:04:05.000Z"})
    write_document(folder / "manifest.json", manifest.model_copy(update={"clock": clock}))
    seal(folder, manifest.id)
    return open_recording(folder)


def test_two_sittings_become_one(recording: Recording, tmp_path: Path) -> None:
    annotations.append(recording.folder, 3, note="first day")
    other = later(tmp_path)
    annotations.append(other.folder, 3, note="second day")
    join(recording, other, tmp_path / "both.rec", quiet)
    made = open_recording(tmp_path / "both.rec")
    assert verify(made.folder) == []
    steps = reduce_steps(made)
    assert len(steps) == 2 * len(reduce_steps(recording))
    assert [step.note for step in steps if step.note] == ["first day", "second day"]
    assert steps[-1].t_ns - steps[0].t_ns > 86_000 * SECOND
    assert [e.detail["reason"] for e in made.events if isinstance(e, MarkEvent) and e.type == "gap"]
    assert made.before("w1") == recording.before("w1")
    assert [record.event for record in made.files] == ["initial", "saved", "saved"]
    with pytest.raises(UserError, match="name them in order"):
        join(other, recording, tmp_path / "no.rec", quiet)


def test_a_word_leaves_keys_elements_and_pixels_together(
    recording: Recording, tmp_path: Path
) -> None:
    before = state(recording.folder)
    out = tmp_path / "b.rec"
    with pytest.raises(UserError, match=r"invoices\.csv holds a word"):
        redact(recording, out, (), ["250.5", "B3"], False, quiet)
    counts = redact(recording, out, (), ["250.5", "b3"], True, quiet)
    made = open_recording(out)
    assert verify(out) == [] and state(recording.folder) == before
    assert counts.keys == 5 and counts.frames == 2
    assert not [event for event in made.events if isinstance(event, KeyEvent)]
    assert made.elements[3].name == "[redacted]"
    for place in out.rglob("*.json*"):
        assert b"B3" not in place.read_bytes() and b"250.5" not in place.read_bytes(), place
    box = made.elements[3].bounds
    for frame in made.frames:
        still = made.keyframe(frame)
        assert still
        pixels = np.asarray(Image.open(still))
        part = pixels[box.y : box.y + box.height, box.x : box.x + box.width]
        assert (part == 96).all()
    names = {place.name for place in (recording.folder / "keyframes").iterdir()}
    assert not names & {place.name for place in (out / "keyframes").iterdir()}


@pytest.mark.parametrize("word", ["25", "0.5", "250.5", "x250.5"])
def test_corrected_typing_is_searched_too(tmp_path: Path, word: str) -> None:
    recording = open_recording(RecordingMaker(tmp_path / "a.rec").write())
    redact(recording, tmp_path / "b.rec", (), [word], True, quiet)
    made = open_recording(tmp_path / "b.rec")
    left = [step for step in reduce_steps(made) if isinstance(step.action, TypeText)]
    assert bool(left) is (word == "x250.5")


def test_a_region_is_filled_only_for_its_time(recording: Recording, tmp_path: Path) -> None:
    place = Bounds(x=0, y=0, width=320, height=50)
    region = Region(place, int(1.45 * SECOND), 1 << 62)
    counts = redact(recording, tmp_path / "b.rec", [region], (), False, quiet)
    assert counts.frames == 1
    made = open_recording(tmp_path / "b.rec")
    assert made.frames[0].digest == recording.frames[0].digest
    assert made.frames[1].digest != recording.frames[1].digest


@pytest.mark.parametrize("form", FORMS)
def test_exports_open_elsewhere(tmp_path: Path, form: str) -> None:
    sample = open_recording(SAMPLE)
    out = tmp_path / f"out.{form}"
    export(sample, out, form, quiet)
    if form == "gif":
        with Image.open(out) as picture:
            assert getattr(picture, "n_frames", 1) > 10
    elif form == "mp4":
        with av.open(str(out)) as container:
            frames = [frame.time for frame in container.decode(video=0)]
        recorded = (sample.frames[-1].t_ns - sample.frames[0].t_ns) / 1e9
        assert len(frames) == len(sample.frames)
        assert frames[-1] == pytest.approx(recorded, abs=0.2)
    elif form == "html":
        text = out.read_text()
        steps = reduce_steps(sample)
        assert text.count("<img") == len(steps) and "http://" not in text
    else:
        found = json.loads((out / "trajectory.json").read_text())
        assert len(found["traj"]) == len(reduce_steps(sample))
        assert found["traj"][0]["value"]["code"].startswith("pyautogui.click(")
        with Image.open(out / found["traj"][0]["image"]) as picture:
            assert picture.size == (1280, 800)
    with pytest.raises(UserError, match="exists already"):
        export(sample, out, form, quiet)


def test_edits_of_steps_follow_into_what_is_made_of_a_recording(
    recording: Recording, tmp_path: Path
) -> None:
    plain = reduce_steps(open_recording(recording.folder))
    annotate(recording.folder, merge_steps(plain))
    trim(open_recording(recording.folder), tmp_path / "whole.rec", [(0, 1)], quiet)
    (step,) = reduce_steps(open_recording(tmp_path / "whole.rec"))
    assert len(step.parts) == 2
    stretch = [(plain[0].t_ns, plain[0].t_end_ns)]
    trim(open_recording(recording.folder), tmp_path / "half.rec", stretch, quiet)
    (step,) = reduce_steps(open_recording(tmp_path / "half.rec"))
    assert step.parts == () and step.action == plain[1].action
    annotate(recording.folder, split_step(reduce_steps(open_recording(recording.folder))[0]))
    annotate(recording.folder, leave_out_steps(plain, plain[:1]))
    export(open_recording(recording.folder), tmp_path / "net", "agentnet", quiet)
    lines = json.loads((tmp_path / "net/trajectory.json").read_text())["traj"]
    assert [line["value"]["action"] for line in lines] == [plain[1].sentence]
