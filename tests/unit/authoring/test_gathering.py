from pathlib import Path

import pytest

from studio.authoring import Material, new_task_of, understand
from studio.base.errors import UserError
from studio.formats import layout


def write(place: Path, text: str) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    return place


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write(tmp_path / "mail" / "book.csv", "a,1\n")


@pytest.fixture
def done(tmp_path: Path) -> Path:
    return write(tmp_path / "desk" / "book.csv", "a,2\n")


def test_a_file_of_the_same_name_is_work_in_place(book: Path, done: Path, tmp_path: Path) -> None:
    note = write(tmp_path / "note.txt", "hello")
    found = understand(Material((book, note), (done, note)))
    assert found.work == "in_place"
    assert found.given == ("book.csv", "note.txt")
    assert found.handed_in == (("book.csv", "changed"), ("note.txt", "same"))
    assert found.bytes == 18


def test_other_names_are_work_apart(book: Path, tmp_path: Path) -> None:
    report = write(tmp_path / "report.txt", "two")
    found = understand(Material((book,), (report,)))
    assert (found.work, found.handed_in) == ("separate", (("report.txt", "new"),))


def test_the_task_holds_the_files_and_what_was_said(book: Path, done: Path, tmp_path: Path) -> None:
    folder = tmp_path / "given"
    write(folder / "deep" / "book.csv", "a,1\n")
    write(folder / ".~lock.book.csv#", "me")
    hidden = write(tmp_path / "labels.csv", "x")
    material = Material((folder, book), (done,), (hidden,))
    task = new_task_of(tmp_path / "tasks" / "month-end", material, "Month end", "Do it.")
    names = sorted(p.relative_to(task.input).as_posix() for p in task.input.rglob("*.csv"))
    assert names == ["book.csv", "given/deep/book.csv"]
    assert not list(task.input.rglob(".~lock*"))
    assert (task.reference / "book.csv").read_text() == "a,2\n"
    assert (task.folder / layout.HIDDEN / "labels.csv").read_text() == "x"
    facts = task.document.task
    assert (facts.title, facts.work, task.document.prompt) == ("Month end", "in_place", "Do it.")


def test_what_is_not_handed_in_stays(book: Path, done: Path, tmp_path: Path) -> None:
    note = write(tmp_path / "mail" / "note.txt", "hello")
    material = Material((book, note), (done,))
    assert understand(material).handed_in == (("book.csv", "changed"), ("note.txt", "left"))
    for number, (prompt, stays) in enumerate(
        (
            ("Remove the last row of book.csv. Take the amounts from note.txt.", True),
            ("Fill in book.csv. Then delete note.txt.", False),
            ("Keep book.csv and throw the other files away.", False),
        )
    ):
        task = new_task_of(tmp_path / f"t{number}", material, prompt=prompt)
        assert (task.reference / "note.txt").exists() == stays, prompt


def test_a_single_folder_gives_what_it_holds(book: Path, done: Path, tmp_path: Path) -> None:
    task = new_task_of(tmp_path / "t", Material((book.parent,), (done.parent,)))
    assert (task.input / "book.csv").read_text() == "a,1\n"


@pytest.mark.parametrize(
    "inputs, outputs, told",
    [
        ((), ("desk",), "begins with"),
        (("mail",), (), "finished files"),
        (("mail",), ("mail",), "the same as"),
        (("mail",), ("empty",), "holds no file"),
        (("mail",), ("gone.csv",), "not there any more"),
        (("link.csv",), ("desk",), "is a link"),
        (("mail/book.csv", "desk/book.csv"), ("desk",), "Two files are named book.csv"),
        (("mail/book.csv", "linked"), ("desk",), "is a link"),
    ],
)
def test_what_is_no_task_is_refused_in_a_sentence(
    book: Path,
    done: Path,
    tmp_path: Path,
    inputs: tuple[str, ...],
    outputs: tuple[str, ...],
    told: str,
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link.csv").symlink_to(book)
    write(tmp_path / "linked" / "a.txt", "a")
    (tmp_path / "linked" / "b.txt").symlink_to(book)
    chosen = Material(
        tuple(tmp_path / name for name in inputs), tuple(tmp_path / name for name in outputs)
    )
    with pytest.raises(UserError, match=told) as fault:
        new_task_of(tmp_path / "task", chosen)
    assert str(fault.value).count(".") <= 3 and not (tmp_path / "task").exists()


def test_a_cancelled_task_leaves_nothing(book: Path, done: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Cancelled"):
        new_task_of(tmp_path / "task", Material((book,), (done,)), cancelled=lambda: True)
    assert not (tmp_path / "task").exists()
