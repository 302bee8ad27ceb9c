import os
from pathlib import Path

import pytest

from studio.base import ids
from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.documents import read_document, write_document
from studio.formats.packages import pack_task
from studio.model.task import OccupationLink, Task
from studio.suite import members, report
from tests.unit.making import write_task


def linked(
    folder: Path, code: str | None, release: str = "O*NET 30.1", subdomain: str = ""
) -> Path:
    """Write a task of the occupation `code`, or of none."""
    write_task(folder.parent / "written").rename(folder)
    link = OccupationLink(code=code, soc=code[:7], title="", release=release) if code else None
    task = read_document(folder / layout.TASK, Task)
    named = {"id": ids.slug(folder.name), "occupation": link, "subdomain": subdomain}
    changed = task.model_copy(update=named)
    write_document(folder / layout.TASK, changed)
    return folder


def test_tasks_and_packages_at_any_depth_are_counted(tmp_path: Path) -> None:
    suite = tmp_path / "suite"
    linked(suite / "ledger", "43-3031.00")
    linked(suite / "health" / "xray", "29-2034.00", subdomain="4.1")
    elsewhere = linked(tmp_path / "buyers", "13-1022.00")
    (suite / "packs").mkdir()
    pack_task(elsewhere, suite / "packs" / "buyers.task", "public")
    found = report(suite)
    assert [(one.path, one.occupation) for one in found.tasks] == [
        ("health/xray", "29-2034.00"),
        ("ledger", "43-3031.00"),
        ("packs/buyers.task", "13-1022.00"),
    ]
    assert (found.unlinked, found.repeated, found.not_read) == ((), (), ())
    assert found.coverage.tasks == found.coverage.counted == 3
    (diagnostics,) = [one for one in found.coverage.subdomains if one.id == "4.1"]
    assert (diagnostics.tasks, diagnostics.named) == (1, 1)
    assert found.coverage.suite.employment.undecided == 486_900


def test_a_task_is_itself_a_suite_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = linked(tmp_path / "ledger", "43-3031.00")
    assert [one.path for one in report(folder).tasks] == ["ledger"]
    monkeypatch.chdir(folder)
    assert [one.path for one in report(Path()).tasks] == ["ledger"]


def test_what_is_damaged_or_unlinked_is_told_and_the_rest_counted(tmp_path: Path) -> None:
    linked(tmp_path / "good", "43-3031.00")
    linked(tmp_path / "bare", None)
    (linked(tmp_path / "torn", "43-3031.00") / layout.TASK).write_text('{"format": "task"')
    (linked(tmp_path / "checks", "43-3031.00") / layout.CHECKS).write_text("[]")
    newer = linked(tmp_path / "newer", "43-3031.00") / layout.TASK
    newer.write_text(newer.read_text().replace('"version": ', '"version": 99'))
    (tmp_path / "cut.task").write_bytes(b"PK\x03\x04")
    (tmp_path / "empty.task").write_bytes(b"")
    found = report(tmp_path)
    assert [one.path for one in found.tasks] == ["bare", "good"]
    assert [one.path for one in found.unlinked] == ["bare"]
    told = {one.path: one.what for one in found.not_read}
    assert set(told) == {"torn", "checks", "newer", "cut.task", "empty.task"}
    assert "breaks off" in told["torn"] and "newer release" in told["newer"]
    assert "not a task package" in told["cut.task"]
    assert (found.coverage.tasks, found.coverage.counted) == (1, 1)


def test_only_damage_is_still_a_report(tmp_path: Path) -> None:
    (tmp_path / "cut.task").write_bytes(b"PK")
    found = report(tmp_path)
    assert found.tasks == () and len(found.not_read) == 1
    assert found.coverage.suite.employment.covered == 0


def test_a_task_and_its_packages_count_once(tmp_path: Path) -> None:
    folder = linked(tmp_path / "ledger", "43-3031.00")
    pack_task(folder, tmp_path / "full.task")
    pack_task(folder, tmp_path / "public.task", "public")
    linked(tmp_path / "other" / "ledger", "29-2034.00")
    found = report(tmp_path)
    # The name alone makes no copy: the other one has another content.
    assert [one.path for one in found.tasks] == ["ledger", "other/ledger"]
    assert [(one.path, one.same_as) for one in found.repeated] == [
        ("full.task", "ledger"),
        ("public.task", "ledger"),
    ]
    assert found.coverage.tasks == 2


def test_links_are_told_and_not_followed(tmp_path: Path) -> None:
    outside = linked(tmp_path / "outside" / "ledger", "43-3031.00")
    suite = tmp_path / "suite"
    linked(suite / "xray", "29-2034.00")
    (suite / "away").symlink_to(outside)
    (suite / "round").symlink_to(suite)
    (suite / "one.task").symlink_to(outside / layout.TASK)
    inside = suite / "links"
    inside.mkdir()
    (inside / layout.TASK).symlink_to(outside / layout.TASK)
    found = report(suite)
    assert [one.path for one in found.tasks] == ["xray"]
    assert [one.path for one in found.not_read] == ["away", "links", "one.task", "round"]
    assert "not followed" in found.not_read[0].what


def test_devices_and_odd_names_do_no_harm(tmp_path: Path) -> None:
    linked(tmp_path / "good", "43-3031.00")
    os.mkfifo(tmp_path / "pipe.task")
    odd = tmp_path / "odd"
    odd.mkdir()
    os.mkfifo(odd / layout.TASK)
    linked(tmp_path / "plain", "29-2034.00").rename(tmp_path / os.fsdecode(b"\xff\xfe"))
    found = report(tmp_path)
    assert [one.path for one in found.tasks] == ["good", "\ufffd\ufffd"]
    assert [one.path for one in found.not_read] == ["odd", "pipe.task"]
    assert found.model_dump_json()


def test_trials_recordings_and_hidden_folders_are_left_out(tmp_path: Path) -> None:
    linked(tmp_path / "good", "43-3031.00")
    linked(tmp_path / "good" / layout.OUTPUT / "inner", "29-2034.00")
    trial = tmp_path / "trials" / "agent" / "one"
    linked(trial / layout.OUTPUT / "forged", "29-2034.00")
    (trial / layout.TRIAL).write_text("{}")
    linked(tmp_path / "work.rec" / "files" / "kept", "29-2034.00")
    linked(tmp_path / ".hidden" / "kept", "29-2034.00")
    assert [one.path for one in report(tmp_path).tasks] == ["good"]


def test_a_folder_without_tasks_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(UserError, match="holds no task; give the folder") as refused:
        report(tmp_path)
    assert "or make one with: studio task new" in refused.value.in_shell
    with pytest.raises(UserError, match="There is no folder"):
        report(tmp_path / "missing")
    with pytest.raises(UserError, match="There is no folder"):
        report(tmp_path / "notes.txt")


def test_a_folder_of_everything_is_refused_and_a_deep_one_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked(tmp_path / "a" / "b" / "c", "43-3031.00")
    monkeypatch.setattr(members, "MAX_DEPTH", 2)
    (deep,) = report(tmp_path).not_read
    assert deep.path == "a/b/c" and "2 folders deep" in deep.what
    monkeypatch.setattr(members, "MAX_ENTRIES", 2)
    with pytest.raises(UserError, match="more than 2 files"):
        report(tmp_path)


def test_old_codes_are_counted_with_a_note(tmp_path: Path) -> None:
    linked(tmp_path / "old", "15-2091.00", "O*NET 24.1")
    linked(tmp_path / "split", "15-1132.00", "O*NET 24.1")
    found = report(tmp_path).coverage
    assert (found.tasks, found.counted) == (2, 1)
    assert [(one.about, one.counted_as) for one in found.remarks] == [
        ("15-2091.00", "15-2099.00"),
        ("15-1132.00", ""),
    ]
