"""Trials as they are kept, also where somebody made them to mislead."""

import json
from pathlib import Path

import pytest

from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.trials import kept_trials, open_trial_folder, trial_folders
from studio.running import list_trials
from tests.kept import check, keep_trial, point

ACTS = [("Click the cell D3", (1, 4)), ("Type 980", (5, 9))]


def test_trials_are_listed_newest_first_and_read_once(tmp_path: Path) -> None:
    old = keep_trial(tmp_path, "trial-b", started="2026-11-01T08:00:00.000Z")
    new = keep_trial(tmp_path, "trial-a", "noop", started="2026-11-02T08:00:00.000Z")
    kept = kept_trials(tmp_path, {})
    assert [one.folder for one in kept] == [new, old]
    again = kept_trials(tmp_path, {one.folder: one for one in kept})
    assert all(now is before for now, before in zip(again, kept, strict=True))
    record = json.loads((new / layout.TRIAL).read_text()) | {"score": 0.25}
    (new / layout.TRIAL).write_text(json.dumps(record))
    changed = kept_trials(tmp_path, {one.folder: one for one in kept})
    assert changed[0].trial and changed[0].trial.score == 0.25 and changed[1] is kept[1]
    assert kept_trials(tmp_path / "nowhere", {}) == ()


def test_what_an_agent_handed_in_is_no_trial(tmp_path: Path) -> None:
    folder = keep_trial(tmp_path, "trial-true", score=0.0)
    forged = folder / layout.OUTPUT / "trials" / "trial-forged"
    forged.mkdir(parents=True)
    record = json.loads((folder / layout.TRIAL).read_text())
    (forged / layout.TRIAL).write_text(json.dumps(record | {"id": "forged", "score": 1.0}))
    running = folder.parent / "trial-running" / layout.OUTPUT
    running.mkdir(parents=True)
    (running.parent / layout.TRIAL_EVENTS).touch()
    (running / layout.TRIAL).write_text(json.dumps(record | {"id": "forged", "score": 1.0}))
    (folder.parent / "linked").symlink_to(forged)
    assert list(trial_folders(tmp_path)) == [folder]
    assert [row.id for row in list_trials(tmp_path)] == ["trial-true"]


def test_a_damaged_record_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    whole, broken = keep_trial(tmp_path, "trial-1"), keep_trial(tmp_path, "trial-2")
    (broken / layout.TRIAL).write_text("{")
    kept = kept_trials(tmp_path, {})
    assert [(one.folder, one.trial is None) for one in kept] == [(whole, False), (broken, True)]
    assert "breaks off" in kept[1].fault
    with pytest.raises(UserError, match="breaks off"):
        open_trial_folder(broken)


def test_a_trial_is_opened_with_its_acts_and_what_was_found(tmp_path: Path) -> None:
    found = [point("total", 0.0, check("c-1", 0.0, "D7 is empty."))]
    folder = keep_trial(tmp_path, acts=ACTS, checkpoints=found)
    (folder / layout.PICTURES).mkdir()
    (folder / layout.PICTURES / "c-1.svg").write_text("<svg/>")
    (folder / layout.PICTURES / "other.svg").write_text("<svg/>")
    opened = open_trial_folder(folder)
    assert [(act.sentence, act.events) for act in opened.acts] == ACTS
    assert [act.picture for act in opened.acts] == ["screenshots/0001.png", "screenshots/0002.png"]
    assert opened.grade and opened.grade.checkpoints == tuple(found)
    assert list(opened.drawings) == ["c-1"] and opened.fault == ""


def test_acts_that_cannot_be_read_are_left_out_and_told(tmp_path: Path) -> None:
    folder = keep_trial(tmp_path, acts=ACTS)
    (folder / layout.TRAJECTORY).write_text("[]")
    (folder / layout.GRADE).unlink()
    opened = open_trial_folder(folder)
    assert opened.acts == () and opened.grade is None
    assert "trajectory.json" in opened.fault and "grade.json" in opened.fault


def test_events_that_are_none_are_passed_over(tmp_path: Path) -> None:
    folder = keep_trial(tmp_path, acts=ACTS)
    place = folder / layout.TRAJECTORY
    trajectory = json.loads(place.read_text())
    trajectory["steps"][1]["tool_calls"][0]["extra"]["events"] = ["1", None]
    trajectory["steps"][2]["observation"]["results"][0]["content"] = "It was said in words."
    place.write_text(json.dumps(trajectory))
    first, second = open_trial_folder(folder).acts
    assert first.events is None
    assert (second.picture, second.told) == (None, "It was said in words.")


def test_a_folder_of_pictures_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    found = [point("total", 0.0, check("c-1", 0.0, "D7 is empty."))]
    folder = keep_trial(tmp_path / "out", checkpoints=found)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "c-1.png").write_bytes(b"secret")
    (folder / layout.PICTURES).symlink_to(elsewhere)
    assert open_trial_folder(folder).drawings == {}
