from pathlib import Path

import pytest

from studio.authoring import find_template, new_from_template, pack, package_plan
from studio.authoring.packing import role_of
from studio.base.errors import HostileInputError, UserError
from studio.formats import layout
from studio.formats.tasks import TaskFolder, open_task
from tests.unit.making import write_task


@pytest.fixture
def task(tmp_path: Path) -> TaskFolder:
    return open_task(write_task(tmp_path / "fill-amounts", kept=True))


@pytest.mark.parametrize("kind", ["full", "public"])
def test_a_plan_names_what_the_package_holds_and_about_how_large_it_is(
    kind: str, tmp_path: Path
) -> None:
    made = new_from_template(tmp_path / "books", find_template("complete-invoices"))
    plan = package_plan(made, kind)
    manifest = pack(made.folder, tmp_path / "books.task", kind)
    assert [(file.path, file.size) for file in plan.files] == [
        (member.path, member.size) for member in manifest.members
    ]
    assert plan.problems == () and plan.size == sum(file.size for file in plan.files)
    assert plan.packed == pytest.approx((tmp_path / "books.task").stat().st_size, rel=0.1)
    roles = {left.role for left in plan.left_out}
    private = {"output", "checks", "recording", "salt"}
    assert private & roles == (set() if kind == "full" else private)


def test_what_was_left_out_stays_out_of_the_full_side(task: TaskFolder) -> None:
    place = task.folder / layout.SCRATCH
    place.mkdir(parents=True)
    (place / "draft.txt").write_text("12345")
    (left,) = package_plan(task).left_out
    assert (left.role, left.files, left.size) == ("scratch", 1, 5)


def test_a_plan_tells_why_nothing_can_be_written(task: TaskFolder) -> None:
    (task.folder / layout.SALT).unlink()
    assert layout.SALT in package_plan(task, "public").problems[0]
    (task.folder / "input" / "aux.txt").write_text("x")
    assert "Windows" in package_plan(task).problems[0]
    (task.folder / "input" / "link").symlink_to("/etc/passwd")
    with pytest.raises(HostileInputError):
        package_plan(task)


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("task.json", "task"),
        ("input/a.csv", "input"),
        ("variants/b/input/a.csv", "input"),
        ("private/variants/b/reference/a.csv", "output"),
        ("private/variants/b/hidden/a.csv", "hidden"),
        ("private/fixtures/known_bad/x/a.csv", "fixture"),
        ("private/recording/video/0001.mkv", "recording"),
        ("validation/report.json", "report"),
        ("notes.txt", "other"),
    ],
)
def test_what_a_file_is_for(path: str, role: str) -> None:
    assert role_of(path) == role


def test_packing_tells_how_far_it_is_and_can_be_ended(task: TaskFolder, tmp_path: Path) -> None:
    out, told = tmp_path / "a.task", list[tuple[int, int]]()
    pack(task.folder, out, tell=lambda done, of: told.append((done, of)))
    assert told[0][0] == 0 and told[-1][0] == told[-1][1] == package_plan(task).size
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    before = out.read_bytes()
    (task.folder / "prompt.md").write_text("Another.")

    def end(done: int, of: int) -> None:
        if done:
            raise UserError("Cancelled.")

    with pytest.raises(UserError, match="Cancelled"):
        pack(task.folder, out, tell=end)
    assert out.read_bytes() == before
    assert [place.name for place in tmp_path.iterdir() if place.name.endswith(".part")] == []
