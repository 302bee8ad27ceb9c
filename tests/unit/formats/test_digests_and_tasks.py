import hashlib
import os
import shutil
from pathlib import Path

import pytest

from studio.base.errors import HostileInputError, UserError
from studio.formats import digests, layout
from studio.formats.tasks import copy_tree, open_task, save_document


def test_the_digest_follows_the_content_alone(task: Path, tmp_path: Path) -> None:
    first = digests.of_task(task)
    copy = shutil.copytree(task, tmp_path / "deep" / "copy")
    os.utime(copy / layout.TASK, (0, 0))
    for outside in layout.OUTSIDE_DIGEST:
        (copy / outside).mkdir()
        (copy / outside / "note.json").write_text("{}")
    assert digests.of_task(copy) == first
    (copy / layout.INPUT / "invoices.csv").write_text("other")
    assert digests.of_task(copy) != first


def test_the_digest_sees_names_and_places(task: Path) -> None:
    first = digests.of_task(task)
    place = task / layout.INPUT / "invoices.csv"
    renamed = place.rename(place.with_name("invoices2.csv"))
    assert digests.of_task(task) != first
    renamed.rename(place)
    assert digests.of_task(task) == first
    (task / "private" / "validation").mkdir()
    (task / "private" / "validation" / "x").write_text("x")
    assert digests.of_task(task) != first


def test_a_listing_is_hashed_as_documented() -> None:
    expected = hashlib.sha256(b"a\x001\nb\x002\n").hexdigest()
    assert digests.of_listing([("b", "2"), ("a", "1")]) == expected


def test_links_and_pipes_are_refused(task: Path) -> None:
    (task / "input" / "link").symlink_to("invoices.csv")
    with pytest.raises(HostileInputError, match="link"):
        digests.of_task(task)
    (task / "input" / "link").unlink()
    os.mkfifo(task / "input" / "pipe")
    with pytest.raises(HostileInputError, match="neither"):
        digests.of_task(task)


def test_copying_leaves_the_litter_of_offices(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for name in ("a/kept.ods", ".~lock.kept.ods#", "lu123.tmp", "~$kept.xlsx", "a/lute.txt"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(name)
    assert copy_tree(source, tmp_path / "copy") == ["a/kept.ods", "a/lute.txt"]
    assert (tmp_path / "copy/a/kept.ods").read_text() == "a/kept.ods"


def test_saving_writes_only_what_changed(task: Path) -> None:
    opened = open_task(task)
    before = {place: place.stat().st_mtime_ns for place in task.rglob("*.json")}
    changed = opened.document.task.model_copy(update={"title": "Another"})
    document = type(opened.document)(changed, opened.document.prompt, opened.document.checks)
    save_document(task, document, opened.document)
    assert open_task(task).document == document
    written = [place for place, time in before.items() if place.stat().st_mtime_ns != time]
    assert written == [task / layout.TASK]


def test_a_public_folder_has_no_private_side(task: Path) -> None:
    assert open_task(task).has_private_side
    shutil.rmtree(task / layout.PRIVATE)
    assert not open_task(task).has_private_side
    (task / layout.TASK).unlink()
    with pytest.raises(UserError, match="not a task"):
        open_task(task)
