"""What an agent is told to get is what a trial lays."""

from pathlib import Path

import pytest

from studio.authoring import edit_task, give_role, new_task
from studio.base.errors import HostileInputError
from studio.editing import SetValue
from studio.formats import digests, layout
from studio.formats.tasks import open_task
from studio.running import brief
from studio.running.staging import lay_input


def laid(folder: Path, work: Path, variant: str = "base") -> set[tuple[str, int]]:
    lay_input(open_task(folder), work, variant)
    return {(path, place.stat().st_size) for path, place in digests.regular_files(work)}


@pytest.mark.parametrize("work", ["in_place", "separate"])
def test_the_files_are_those_that_are_laid(task: Path, tmp_path: Path, work: str) -> None:
    (task / layout.INPUT / "deep").mkdir()
    (task / layout.INPUT / "deep" / "rates.csv").write_text("1,2")
    (task / layout.INPUT / ".~lock.rates.csv#").write_text("lock")
    other = task / layout.VARIANTS / "other" / layout.INPUT
    other.mkdir(parents=True)
    (other / "invoices.csv").write_text("other")
    edit_task(task, SetValue("work", work), SetValue("limits.seconds", 90.0))
    for variant in ("base", "other"):
        view = brief(open_task(task), variant)
        told = {(file.path, file.size) for file in view.files}
        assert told == laid(task, tmp_path / variant, variant)
        assert any(path.startswith("output/") for path, _ in told) == (work == "in_place")
        assert (view.seconds, view.network) == (90.0, "none")
    assert "lock" not in str(view.files)


def test_what_is_opened_is_looked_for_where_it_lies(recording: Path, tmp_path: Path) -> None:
    folder = new_task(tmp_path / "made", recording).folder
    (opened,) = brief(open_task(folder)).opened
    assert opened.path == "output/invoices.csv" and opened.there
    assert brief(open_task(folder)).screen == (320, 200)
    edit_task(folder, SetValue("start", [{"open": "no.csv", "with": "no-such-program"}]))
    (opened,) = brief(open_task(folder)).opened
    assert not opened.there and not opened.found


def test_nothing_of_the_private_side_is_shown(task: Path) -> None:
    (task / layout.REFERENCE / "answer.txt").write_text("42")
    view = brief(open_task(task))
    assert "answer" not in view.model_dump_json()
    assert any("What you handed in (2 files)" in told for told in view.withheld)
    give_role(task, ["private/reference/answer.txt"], "hidden")
    assert any("only the checks read (1 file)" in told for told in brief(open_task(task)).withheld)


def test_an_input_that_cannot_be_laid_is_told(task: Path, tmp_path: Path) -> None:
    (task / layout.INPUT / "way").symlink_to(tmp_path)
    with pytest.raises(HostileInputError, match="way is a link"):
        brief(open_task(task))
