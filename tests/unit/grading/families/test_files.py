"""Files that are there, or not, so many of them, and the very bytes."""

import hashlib
import os
from pathlib import Path

import pytest

from studio.base.errors import HostileInputError
from studio.grading.families.files import matching
from studio.grading.kinds import Grounds
from studio.grading.verdicts import judge
from tests.unit.grading.families.grounds import Desk, lay

RIGHT = {"plan.pdf": "plan", "photos/a.jpg": "a", "photos/b.jpg": "b", "given.csv": "x,1\n"}
GIVEN = {"given.csv": "x,1\n", "notes/old.txt": "old"}


def desk(folder: Path) -> Desk:
    return Desk(folder, RIGHT, GIVEN)


def test_patterns() -> None:
    paths = ["a.jpg", "b/c.jpg", "b/d/e.jpg", "a+b.txt"]
    assert matching(paths, ["*.jpg"]) == ["a.jpg"]
    assert matching(paths, ["b/*.jpg"]) == ["b/c.jpg"]
    assert matching(paths, ["**/*.jpg"]) == ["a.jpg", "b/c.jpg", "b/d/e.jpg"]
    assert matching(paths, ["?+b.txt", "b/**"]) == ["b/c.jpg", "b/d/e.jpg", "a+b.txt"]
    assert matching(["a" * 4000], ["*a" * 60 + "b"]) == []


def test_a_file_is_there(tmp_path: Path) -> None:
    here = desk(tmp_path)
    check = here.check("file_exists", "plan.pdf", min_bytes=4)
    here.is_sound(check)
    assert here.score(check, {}) == 0
    assert here.score(check, {"plan.pdf": "pla"}) == 0
    assert here.score(check, {"plan.pdf/inside": "plan"}) == 0
    output = lay(tmp_path / "pipe", {})
    os.mkfifo(output / "plan.pdf")
    assert here.judged_folder(check, output).score == 0


def test_a_file_is_not_there(tmp_path: Path) -> None:
    here = desk(tmp_path)
    check = here.check("file_absent", "**/*.tmp")
    here.is_sound(check)
    result = here.judged(check, {"photos/x.tmp": ""})
    assert result.score == 0 and "photos/x.tmp" in result.sentence


def test_so_many_files(tmp_path: Path) -> None:
    here = desk(tmp_path)
    for check in (
        here.check("file_count", "photos/*.jpg"),
        here.check("file_count", "photos", pattern="*.jpg", at_least=2),
        here.check("file_count", "photos", pattern="*.jpg", at_least=1, at_most=3),
    ):
        here.is_sound(check)
        assert here.score(check, {}) == 0
        assert here.score(check, {f"photos/{n}.jpg": "" for n in range(2)}) == 1
    exact = here.check("file_count", "photos/*.jpg")
    result = here.judged(exact, {f"photos/{n}.jpg": "" for n in range(5)})
    assert result.evidence["off_by"] == 3 and "expected 2" in result.sentence
    assert "2" not in result.public
    assert here.score(here.check("file_count", "*.jpg", at_most=2), {"a.jpg": "", ".~lock.x#": ""})
    assert "at_least" in here.fault(here.check("file_count", "*", at_least=3, at_most=2))
    assert "reference itself" in here.fault(here.check("file_count", "photos/*.jpg", at_least=3))


def test_the_tree_of_a_folder(tmp_path: Path) -> None:
    here = desk(tmp_path)
    whole = here.check("folder_tree", "*", exact=True)
    here.is_sound(whole)
    assert here.score(whole, RIGHT | {"more.txt": "x"}) == 0
    some = here.check("folder_tree", "photos", paths=["a.jpg", "?.jpg"], exact=True)
    here.is_sound(some)
    assert here.score(some, {"photos/a.jpg": "", "photos/z.jpg": ""}) == 1
    assert here.score(some, {"photos/a.jpg": "", "photos/zz.jpg": ""}) == 0
    result = here.judged(whole, {"plan.pdf": ""})
    assert result.evidence["missing"] == ["given.csv", "photos/a.jpg", "photos/b.jpg"]
    assert "photos" in result.sentence and "photos" not in result.public
    assert "no files" in here.fault(here.check("folder_tree", "empty"))
    assert "reference itself" in here.fault(here.check("folder_tree", "photos", paths=["c.jpg"]))


def test_the_very_file(tmp_path: Path) -> None:
    here = desk(tmp_path)
    check = here.check("file_digest", "plan.pdf")
    here.is_sound(check)
    assert here.score(check, {"plan.pdf": "plam"}) == 0
    assert here.score(check, {"plan.pdf": ""}) == 0
    assert here.sentence(check).startswith("plan.pdf is byte for byte")
    assert "give its digest" in here.fault(here.check("file_digest", "none.pdf"))
    assert here.fault(here.check("file_digest", "plan.pdf", digest="xyz"))


def test_many_very_files_are_one_check_with_a_fraction(tmp_path: Path) -> None:
    here = desk(tmp_path)
    check = here.check("file_digest", "plan.pdf", paths=["photos/a.jpg", "photos/b.jpg"])
    here.is_sound(check)
    right = {name: RIGHT[name] for name in ("plan.pdf", "photos/a.jpg", "photos/b.jpg")}
    assert here.score(check, right | {"plan.pdf": "plam"}) == pytest.approx(2 / 3)
    assert here.score(check, {"plan.pdf": right["plan.pdf"]}) == pytest.approx(1 / 3)
    assert "3 files are byte for byte" in here.sentence(check)
    assert "no file c.jpg" in here.fault(here.check("file_digest", "plan.pdf", paths=["c.jpg"]))


def test_a_file_that_says_the_same_may_stand_for_another(tmp_path: Path) -> None:
    here = desk(tmp_path)
    twin = hashlib.sha256(b"scanned again").hexdigest()
    check = here.check("file_digest", "plan.pdf", also={"plan.pdf": [twin]})
    here.is_sound(check)
    assert here.score(check, {"plan.pdf": "scanned again"}) == 1
    assert here.score(check, {"plan.pdf": "scanned"}) == 0


def test_inputs_as_they_were(tmp_path: Path) -> None:
    here = desk(tmp_path)
    check = here.check("inputs_unchanged", "*.csv")
    here.is_sound(check)
    assert here.score(check, {"given.csv": "x,2\n"}) == 0
    assert here.score(check, {}) == 0
    every = here.check("inputs_unchanged", "**")
    assert "notes/old.txt" in here.fault(every)
    assert "no file" in here.fault(here.check("inputs_unchanged", "*.doc"))


@pytest.mark.parametrize("kind", ["file_count", "folder_tree", "file_absent"])
def test_links_in_an_output_are_hostile(tmp_path: Path, kind: str) -> None:
    here = desk(tmp_path)
    output = lay(tmp_path / "o", RIGHT)
    (output / "photos/link.jpg").symlink_to("/etc/passwd")
    target = "*" if kind == "folder_tree" else "photos/*"
    with pytest.raises(HostileInputError):
        judge(here.check(kind, target), Grounds.of(here.task, output))
