import os
from pathlib import Path

import pytest

from studio.base import settings
from studio.formats import digests, layout
from studio.formats.known_digests import KnownDigests


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "task"
    (place / "validation").mkdir(parents=True)
    (place / "prompt.md").write_text("one")
    (place / "validation" / "report.json").write_text("{}")
    return place


def test_a_known_digest_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = KnownDigests()
    digest = known.of_task(folder)
    assert digest == digests.of_task(folder)
    known.keep()
    monkeypatch.setattr(digests, "of_file", lambda path: pytest.fail("it was read again"))
    assert known.of_task(folder) == digest
    assert KnownDigests().of_task(folder) == digest


@pytest.mark.parametrize("change", ["size", "time", "name"])
def test_whatever_changes_is_read_anew(folder: Path, change: str) -> None:
    known = KnownDigests()
    known.of_task(folder)
    prompt = folder / "prompt.md"
    if change == "size":
        prompt.write_text("longer")
    elif change == "time":
        prompt.write_text("two")
        os.utime(prompt, ns=(1, prompt.stat().st_mtime_ns + 1))
    else:
        prompt.rename(folder / "other.md")
    assert known.of_task(folder) == digests.of_task(folder)


def test_a_damaged_index_costs_only_time(folder: Path) -> None:
    place = settings.state_folder() / layout.KNOWN_DIGESTS
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("nonsense")
    known = KnownDigests()
    assert known.of_task(folder) == digests.of_task(folder)
    known.keep()
    assert str(folder) in place.read_text()
