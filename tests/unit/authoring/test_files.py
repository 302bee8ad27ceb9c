"""What a file of a task is for, and changing it: whole, undoable, without a loss."""

import os
import random
from pathlib import Path

import pytest

from studio.authoring import (
    add_files,
    adding_edit,
    give_role,
    list_files,
    new_task,
    pack,
    role_edit,
)
from studio.base.errors import HostileInputError, UserError
from studio.editing import History, MoveFiles, SetPrompt
from studio.formats import digests, layout
from studio.formats.moves import Move
from studio.formats.packages import read_package
from studio.formats.tasks import TaskDocument, open_task, save_document


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path: place.read_bytes()
        for path, place in digests.regular_files(folder)
        if path.startswith(("input/", "private/"))
    }


def roles(folder: Path) -> set[tuple[str, str, str]]:
    return {(file.name, file.role, file.state) for file in list_files(open_task(folder))}


def test_each_file_tells_what_became_of_it(task: Path) -> None:
    assert roles(task) == {("invoices.csv", "input", ""), ("invoices.csv", "output", "changed")}
    (task / layout.REFERENCE / "sub").mkdir()
    (task / layout.REFERENCE / "sub" / "note.txt").write_text("made")
    (task / layout.INPUT / "rates.csv").write_text("1")
    (task / layout.INPUT / "old.csv").write_text("2")
    (task / layout.REFERENCE / "rates.csv").write_text("1")
    found = roles(task)
    assert ("sub/note.txt", "output", "new") in found
    assert ("rates.csv", "output", "unchanged") in found
    assert ("old.csv", "input", "gone") in found


def test_a_link_is_listed_with_its_fault_and_moved_nowhere(task: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (task / layout.INPUT / "way").symlink_to(tmp_path / "secret")
    (found,) = (file for file in list_files(open_task(task)) if file.fault)
    assert found.fault == "way is a link; replace it by the file itself."
    with pytest.raises(HostileInputError, match="way is a link"):
        give_role(task, ["input/way"], "hidden")
    with pytest.raises(HostileInputError, match="choose the file itself"):
        add_files(task, [task / layout.INPUT / "way"], "hidden")
    (task / layout.HIDDEN).symlink_to(tmp_path)
    with pytest.raises(HostileInputError, match="private/hidden is a link"):
        give_role(task, ["input/invoices.csv"], "hidden")
    assert not (tmp_path / "invoices.csv").exists()


def test_roles_change_and_come_back_with_an_undo(task: Path) -> None:
    before = contents(task)
    opened = open_task(task)
    history, saved = History(opened.document), opened.document

    def save() -> TaskDocument:
        save_document(task, history.document, saved)
        return history.document

    history.apply(role_edit(opened, ["private/reference/invoices.csv"], "hidden"))
    saved = save()
    assert ("invoices.csv", "hidden", "") in roles(task)
    history.apply(SetPrompt("In between"))
    saved = save()
    edit = role_edit(opened.with_document(history.document), ["input/invoices.csv"], "scratch")
    assert history.apply(edit) >= {"files"}
    saved = save()
    after = contents(task)
    assert "private/scratch/input/invoices.csv" in after and "input/invoices.csv" not in after
    for _ in range(3):
        history.undo()
        saved = save()
    assert contents(task) == before
    for _ in range(3):
        history.redo()
        saved = save()
    assert contents(task) == after


def test_a_place_that_is_taken_is_left_alone(task: Path) -> None:
    before = contents(task)
    with pytest.raises(UserError, match="already among what was handed in; leave that one out"):
        give_role(task, ["input/invoices.csv"], "output")
    (task / layout.INPUT / "a").write_text("a")
    (task / layout.HIDDEN / "a").mkdir(parents=True)
    (task / layout.HIDDEN / "a" / "b").write_text("b")
    with pytest.raises(UserError, match="already among what only the checks read"):
        give_role(task, ["input/a"], "hidden")
    with pytest.raises(UserError, match="already among what the agent gets"):
        give_role(task, ["private/hidden/a/b"], "input")
    assert before.items() <= contents(task).items()
    # Left out twice: both are kept.
    give_role(task, ["input/invoices.csv"], "scratch")
    (task / layout.INPUT / "invoices.csv").write_text("second")
    give_role(task, ["input/invoices.csv"], "scratch")
    kept = contents(task)
    assert kept["private/scratch/input-2/invoices.csv"] == b"second"
    assert kept["private/scratch/input/invoices.csv"] == before["input/invoices.csv"]
    with pytest.raises(UserError, match="is no file of the task"):
        give_role(task, ["task.json"], "input")
    with pytest.raises(UserError, match="not there any more"):
        give_role(task, ["input/invoices.csv"], "hidden")


@pytest.mark.parametrize("path", ["task.json", "input/../task.json", "/etc/passwd", "input", ""])
def test_no_edit_moves_what_has_no_role(task: Path, path: str) -> None:
    document = open_task(task).document
    for move in (Move(path, "input/x"), Move("input/invoices.csv", path)):
        with pytest.raises(UserError, match="no file of a task"):
            History(document).apply(MoveFiles((move,)))


def test_a_crash_in_the_middle_loses_nothing(task: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        (task / layout.INPUT / f"{number}.txt").write_text(str(number))
    opened = open_task(task)
    paths = [f"input/{number}.txt" for number in range(9)]
    held = sorted(contents(task).values())
    rename = Path.rename
    left = random.Random(7).sample(range(9), 3)
    for most in left:
        count = 0

        def broken(self: Path, target: Path, most: int = most) -> Path:
            nonlocal count
            count += 1
            if count > most:
                raise OSError("the power went")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", broken)
        present = [path for path in paths if (task / path).exists()]
        with pytest.raises(OSError, match="the power went"):
            give_role(task, present, "hidden")
        monkeypatch.setattr(Path, "rename", rename)
        assert sorted(contents(task).values()) == held
        assert open_task(task).document == opened.document
        # What had gone already is told as it is, and can be brought back.
        gone = [file.path for file in list_files(open_task(task)) if file.role == "hidden"]
        give_role(task, gone, "input")
        assert sorted(contents(task).values()) == held


def test_what_is_left_out_is_no_part_of_the_task(task: Path, tmp_path: Path) -> None:
    (task / layout.INPUT / "diary.txt").write_text("private thoughts")
    give_role(task, ["input/diary.txt"], "scratch")
    digest = digests.of_task(task)
    pack(task, tmp_path / "out.task")
    assert not [path for path in read_package(tmp_path / "out.task").contents if "diary" in path]
    (task / layout.SCRATCH / "input" / "diary.txt").write_text("other thoughts")
    assert digests.of_task(task) == digest


def test_files_are_added_with_a_role(task: Path, tmp_path: Path) -> None:
    (tmp_path / "more" / "deep").mkdir(parents=True)
    (tmp_path / "more" / "deep" / "a.txt").write_text("a")
    (tmp_path / "more" / ".~lock.a.txt#").write_text("lock")
    (tmp_path / "b.txt").write_text("b")
    add_files(task, [tmp_path / "more", tmp_path / "b.txt"], "hidden")
    found = contents(task)
    assert found["private/hidden/more/deep/a.txt"] == b"a" and found["private/hidden/b.txt"] == b"b"
    assert not [path for path in found if "lock" in path or "scratch" in path]
    with pytest.raises(UserError, match="already among"):
        add_files(task, [tmp_path / "b.txt"], "hidden")
    with pytest.raises(UserError, match="lies in this task already"):
        add_files(task, [task / layout.INPUT], "hidden")
    assert contents(task) == found


@pytest.mark.parametrize("name", ["con.txt", "a:b.txt", "end. ", "new\nline.txt", "back\\slash"])
def test_names_that_other_systems_refuse_are_not_added(
    task: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("x")
    before = contents(task)
    with pytest.raises(UserError) as told:
        adding_edit(open_task(task), [tmp_path / name], "input")
    assert str(told.value).endswith(".") and "\n" not in str(told.value)
    assert contents(task) == before


def test_devices_and_missing_files_are_not_added(task: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place, sentence in (
        (tmp_path / "pipe", "neither a file nor a folder"),
        (tmp_path / "gone", "not there any more"),
    ):
        with pytest.raises(UserError, match=sentence):
            adding_edit(open_task(task), [place], "input")


def test_what_the_agent_does_not_get_is_not_opened(recording: Path, tmp_path: Path) -> None:
    recording_task = new_task(tmp_path / "made", recording).folder
    assert open_task(recording_task).document.task.start
    task = give_role(recording_task, ["input/invoices.csv"], "scratch")
    assert task.document.task.start == ()


def test_a_public_side_has_no_roles_to_give(task: Path) -> None:
    (task / layout.CHECKS).unlink()
    with pytest.raises(UserError, match="only the public side"):
        give_role(task, ["input/invoices.csv"], "scratch")


def test_a_copy_that_ends_early_adds_nothing(
    task: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [tmp_path / f"{number}.txt" for number in range(3)]
    for place in places:
        place.write_text(place.name)
    before, told = contents(task), list[str]()
    opened = open_task(task)
    with pytest.raises(UserError, match="Cancelled; no file was added"):
        adding_edit(opened, places, "input", told.append, lambda: len(told) == 2)
    assert told == ["0.txt", "1.txt"] and contents(task) == before
    fsync = os.fsync
    left = iter([True, False])

    def full(handle: int) -> None:
        if not next(left):
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr("studio.authoring.files.os.fsync", full)
    with pytest.raises(UserError, match=r"could not be copied \(No space left on device\)"):
        adding_edit(opened, places, "input")
    assert contents(task) == before


def test_words_are_saved_where_a_file_cannot_be_moved(task: Path, tmp_path: Path) -> None:
    opened = open_task(task)
    history = History(opened.document)
    history.apply(role_edit(opened, ["input/invoices.csv"], "hidden"))
    (task / layout.HIDDEN).symlink_to(tmp_path)
    history.apply(SetPrompt("Kept"))
    with pytest.raises(HostileInputError):
        save_document(task, history.document, opened.document)
    assert open_task(task).document.prompt == "Kept" and (task / "input/invoices.csv").exists()
    (found,) = (file for file in list_files(open_task(task)) if file.role == "hidden")
    assert found.fault == "hidden is a link; replace it by the file itself."


def test_an_undo_writes_over_nothing(task: Path) -> None:
    opened = open_task(task)
    history = History(opened.document)
    history.apply(role_edit(opened, ["input/invoices.csv"], "hidden"))
    save_document(task, history.document, opened.document)
    moved = history.document
    (task / layout.INPUT).mkdir(exist_ok=True)
    (task / layout.INPUT / "invoices.csv").write_text("put there by somebody else")
    history.undo()
    save_document(task, history.document, moved)
    found = contents(task)
    assert found["input/invoices.csv"] == b"put there by somebody else"
    assert "private/hidden/invoices.csv" in found
