import shutil
from pathlib import Path

import pytest

from studio.authoring import new_task
from studio.base.errors import UserError
from studio.formats import annotations, layout
from studio.formats.documents import write_document
from studio.formats.recordings import open_recording
from studio.recordings.storage import Stored, measure, refuse_loss, size_of


@pytest.fixture
def kept(recording: Path, tmp_path: Path) -> Path:
    """A folder of recordings with one in it."""
    place = tmp_path / "recordings"
    place.mkdir()
    shutil.move(recording, place / "work.rec")
    return place


def one(kept: Path, *tasks: Path) -> Stored:
    (found,) = measure([kept], tasks)
    return found


def test_a_recording_that_no_task_holds_stays(kept: Path) -> None:
    found = one(kept)
    sizes = [place.stat().st_size for place in (kept / "work.rec").rglob("*") if place.is_file()]
    assert found.bytes == sum(sizes) > 0
    assert (found.state, found.task, found.may_go) == ("sealed", None, False)


def test_one_that_a_task_holds_may_go(kept: Path, tmp_path: Path) -> None:
    task = new_task(tmp_path / "task", kept / "work.rec").folder
    found = one(kept, tmp_path / "none", task)
    assert (found.task, found.copied, found.may_go) == (task, True, True)
    refuse_loss(found)


@pytest.mark.parametrize("harm", ["cut", "gone", "seal", "noted"])
def test_one_whose_copy_lacks_something_stays(kept: Path, tmp_path: Path, harm: str) -> None:
    task = new_task(tmp_path / "task", kept / "work.rec").folder
    copy = task / layout.RECORDING
    video = next((copy / layout.VIDEO).iterdir())
    if harm == "cut":
        video.write_bytes(video.read_bytes()[:-1])
    elif harm == "gone":
        video.unlink()
    elif harm == "seal":
        (copy / layout.SEAL).unlink()
    else:
        annotations.append(kept / "work.rec", 1, note="why")
    found = one(kept, task)
    assert (found.task, found.may_go) == (task, False)


def test_a_copy_that_was_changed_in_place_is_found_before_anything_goes(
    kept: Path, tmp_path: Path
) -> None:
    task = new_task(tmp_path / "task", kept / "work.rec").folder
    video = next((task / layout.RECORDING / layout.VIDEO).iterdir())
    content = bytearray(video.read_bytes())
    content[-1] ^= 1
    video.write_bytes(content)
    found = one(kept, task)
    assert found.may_go
    with pytest.raises(UserError, match=r"work stays: in the copy of task, video/.* was changed"):
        refuse_loss(found)


def test_unsealed_and_broken_ones_are_told_apart(kept: Path) -> None:
    folder = kept / "work.rec"
    shutil.copytree(folder, kept / "dead.rec")
    manifest = open_recording(folder).manifest
    write_document(
        kept / "dead.rec" / layout.MANIFEST, manifest.model_copy(update={"state": "recording"})
    )
    (kept / "bad.rec").mkdir()
    (kept / "bad.rec" / layout.MANIFEST).write_text("{")
    (kept / "notes.txt").write_text("not a recording")
    (kept / "link.rec").symlink_to(folder)
    found = {stored.folder.name: stored for stored in measure([kept, kept], [])}
    assert {name: stored.state for name, stored in found.items()} == {
        "work.rec": "sealed", "dead.rec": "unsealed", "bad.rec": "broken",
    }  # fmt: skip
    assert not any(stored.may_go for stored in found.values())
    assert found["bad.rec"].created == ""


def test_the_largest_comes_first_and_it_can_be_stopped(kept: Path) -> None:
    shutil.copytree(kept / "work.rec", kept / "big.rec")
    (kept / "big.rec" / "more").write_bytes(bytes(4096))
    assert [stored.folder.name for stored in measure([kept], [])] == ["big.rec", "work.rec"]
    assert measure([kept], [], lambda: True) == ()
    assert measure([kept / "none"], []) == ()


def test_links_count_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(10))
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert size_of(tmp_path) == 10
