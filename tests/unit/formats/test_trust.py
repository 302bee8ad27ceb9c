import shutil
from pathlib import Path

from studio.base import settings
from studio.formats import digests, layout, trust


def test_what_was_packed_here_is_not_foreign(task: Path) -> None:
    trust.note_packed(digests.of_task(task))
    assert trust.mark_unpacked(task, digests.of_task(task)) is False
    assert not trust.is_foreign(task)


def test_what_came_from_elsewhere_stays_foreign(task: Path, tmp_path: Path) -> None:
    assert not trust.is_foreign(task)
    before = digests.of_task(task)
    assert trust.mark_unpacked(task, before) is True
    assert digests.of_task(task) == before
    assert trust.is_foreign(task)
    copy = shutil.copytree(task, tmp_path / "copy")
    assert trust.is_foreign(copy)
    (task / layout.PROMPT).write_text("changed")
    assert trust.is_foreign(task)
    assert trust.is_foreign(task.parent / "x" / ".." / task.name)


def test_trust_takes_the_mark_away(task: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(task, tmp_path / "copy")
    trust.mark_unpacked(task, digests.of_task(task))
    trust.mark_unpacked(copy, digests.of_task(copy))
    trust.trust(task)
    assert not trust.is_foreign(task)
    assert not trust.is_foreign(copy)


def test_a_damaged_store_makes_everything_foreign(task: Path) -> None:
    trust.mark_unpacked(task.parent, "0" * 64)
    (settings.state_folder() / layout.UNPACKED).write_text("{")
    assert trust.is_foreign(task)


def test_a_place_used_again_for_ones_own_task(task: Path) -> None:
    trust.mark_unpacked(task, "1" * 64)
    assert trust.is_foreign(task)
    trust.note_packed(digests.of_task(task))
    trust.mark_unpacked(task, digests.of_task(task))
    assert not trust.is_foreign(task)
