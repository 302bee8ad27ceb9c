import shutil
from pathlib import Path

import pytest

from studio.authoring import Fixtures, new_task
from studio.authoring.creation import first_sentence, title_of
from studio.base.errors import UserError
from studio.formats import digests, layout, trust
from studio.formats.tasks import open_task
from studio.formats.wholeness import verify
from studio.model.frozen import Bounds
from studio.model.recording import StartedApplication, Watched
from tests.unit.making import AFTER, BEFORE, RecordingMaker


def test_one_watched_folder_is_work_in_place(recording: Path, tmp_path: Path) -> None:
    prompt = tmp_path / "prompt.txt"
    prompt.write_text("Do this:\n\n## Fill in *the amounts*\n\nAll of them.\n")
    task = new_task(tmp_path / "Café Books", recording, prompt=prompt)
    facts = task.document.task
    assert (facts.work, facts.id, facts.title) == (
        "in_place",
        "cafe-books",
        "Fill in the amounts",
    )
    assert (task.input / "invoices.csv").read_text() == BEFORE
    assert (task.reference / "invoices.csv").read_text() == AFTER
    assert task.document.prompt == prompt.read_text()
    assert [item.open for item in facts.start] == ["invoices.csv"]
    assert facts.start[0].with_ == "libreoffice-calc"
    assert facts.start[0].geometry == Bounds(x=0, y=0, width=320, height=200)
    assert [software.id for software in facts.software] == ["libreoffice-calc"]
    assert task.recording and verify(task.recording) == []
    salt = (task.folder / layout.SALT).read_text().strip()
    assert len(bytes.fromhex(salt)) == 32
    assert open_task(task.folder) == task


def test_each_task_has_its_own_salt(recording: Path, tmp_path: Path) -> None:
    salts = {
        (new_task(tmp_path / name, recording).folder / layout.SALT).read_text() for name in "abc"
    }
    assert len(salts) == 3


def test_ones_own_task_is_not_foreign_where_a_foreign_one_was(
    recording: Path, tmp_path: Path
) -> None:
    trust.mark_unpacked(tmp_path / "place", "0" * 64)
    assert not trust.is_foreign(new_task(tmp_path / "place", recording).folder)


def test_two_watched_folders_are_work_apart(
    recording_maker: RecordingMaker, tmp_path: Path
) -> None:
    recording_maker.watched.append(Watched(id="w2", path="/home/expert/done"))
    recording_maker.before["w2"] = {"old.txt": b"old", "draft.csv": b"draft"}
    recording_maker.after["w2"] = {"total.csv": b"sum\n7\n", "draft.csv": b"final"}
    recording_maker.start.append(
        StartedApplication(
            application="mousepad",
            command=("mousepad",),
            documents=("/home/expert/done/old.txt",),
            title="old",
            geometry=Bounds(x=0, y=0, width=9, height=9),
        )
    )
    task = new_task(tmp_path / "apart", recording_maker.write())
    assert task.document.task.work == "separate"
    assert sorted(place.name for place in task.input.iterdir()) == ["invoices.csv"]
    assert (task.input / "invoices.csv").read_text() == BEFORE
    names = sorted(place.name for place in task.reference.iterdir())
    assert names == ["draft.csv", "total.csv"]
    assert (task.reference / "draft.csv").read_bytes() == b"final"
    assert [item.with_ for item in task.document.task.start] == ["libreoffice-calc"]


@pytest.mark.parametrize("number", [0, 3])
def test_other_numbers_of_watched_folders(
    number: int, recording_maker: RecordingMaker, tmp_path: Path
) -> None:
    recording_maker.watched = [Watched(id=f"w{n}", path=f"/w{n}") for n in range(number)]
    with pytest.raises(UserError, match=f"watched {number} folders"):
        new_task(tmp_path / "task", recording_maker.write())


def test_a_file_over_the_cap_is_named(recording_maker: RecordingMaker, tmp_path: Path) -> None:
    recording_maker.before["w1"]["scans/huge.tif"] = b"x" * 100
    recording_maker.too_large.add("scans/huge.tif")
    with pytest.raises(UserError, match=r"scans/huge\.tif was too large"):
        new_task(tmp_path / "task", recording_maker.write())
    assert sorted(place.name for place in tmp_path.iterdir()) == ["work.rec"]


def test_the_litter_of_offices_is_left_out(recording_maker: RecordingMaker, tmp_path: Path) -> None:
    recording_maker.after["w1"][".~lock.invoices.csv#"] = b"me"
    recording_maker.after["w1"]["lu9x.tmp"] = b"half"
    task = new_task(tmp_path / "task", recording_maker.write())
    assert [place.name for place in task.reference.iterdir()] == ["invoices.csv"]


def test_a_recording_that_is_not_whole(recording: Path, tmp_path: Path) -> None:
    content = next((recording / layout.CONTENTS).iterdir())
    content.write_bytes(content.read_bytes() + b"9")
    with pytest.raises(UserError, match="damaged"):
        new_task(tmp_path / "task", recording)
    (recording / layout.MANIFEST).write_text(
        (recording / layout.MANIFEST).read_text().replace('"sealed"', '"recording"')
    )
    with pytest.raises(UserError, match="not finished"):
        new_task(tmp_path / "task", recording)
    assert not (tmp_path / "task").exists()


def test_an_existing_folder_is_left_alone(recording: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a").write_text("a")
    with pytest.raises(UserError, match="exists already"):
        new_task(tmp_path / "mine", recording)
    assert [place.name for place in (tmp_path / "mine").iterdir()] == ["a"]


def test_nothing_is_left_when_the_writing_fails(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 0
    real = shutil.copyfile

    def full_disk(*arguments: object, **options: object) -> object:
        nonlocal count
        count += 1
        if count > 3:
            raise OSError(28, "No space left on device")
        return real(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(shutil, "copyfile", full_disk)
    with pytest.raises(OSError, match="No space"):
        new_task(tmp_path / "task", recording)
    assert [place.name for place in tmp_path.iterdir()] == ["work.rec"]


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("given", "done"):
        (tmp_path / name).mkdir()
    (tmp_path / "given" / "a.csv").write_text("1")
    (tmp_path / "done" / "b.csv").write_text("2")
    return tmp_path / "given", tmp_path / "done"


def test_folders_tell_how_the_work_was_done(folders: tuple[Path, Path], tmp_path: Path) -> None:
    given, done = folders
    assert new_task(tmp_path / "t1", input=given, reference=done).document.task.work == "separate"
    (done / "a.csv").write_text("3")
    task = new_task(tmp_path / "t2", input=given, reference=done, prompt="Just do it")
    assert task.document.task.work == "in_place"
    assert task.document.task.title == "Just do it"
    assert task.recording is None
    asked = new_task(tmp_path / "t3", input=given, reference=done, work="separate")
    assert asked.document.task.work == "separate"
    assert asked.document.task.title == "T3"


def test_a_task_without_an_instruction_is_called_in_plain_words(
    folders: tuple[Path, Path], recording: Path, tmp_path: Path
) -> None:
    given, done = folders
    task = new_task(tmp_path / "month_end-accruals", input=given, reference=done)
    assert task.document.task.title == "Month end accruals"
    own = tmp_path / "October invoices.rec"
    shutil.copytree(recording, own)
    # A person named the recording, and the folder is called as a path may be.
    made = new_task(tmp_path / "october-invoices", recording=own)
    assert made.document.task.title == "October invoices"
    assert made.document.task.id == "october-invoices"


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("Add up the net column. Then write a letter.", "Add up the net column"),
        ("# Month-end close\n\nDo it.", "Month-end close"),
        ("Is it due? Say so.", "Is it due?"),
        ("Use version 1.5 of the form", "Use version 1.5 of the form"),
        ("", ""),
    ],
)
def test_a_title_is_the_first_sentence_of_the_instruction(prompt: str, title: str) -> None:
    assert first_sentence(prompt) == title


def test_material_that_is_not_enough(
    folders: tuple[Path, Path], recording: Path, tmp_path: Path
) -> None:
    given, done = folders
    out = tmp_path / "task"
    cases = [
        {"input": given},
        {"reference": done},
        {},
        {"recording": recording, "input": given},
        {"input": given, "reference": tmp_path / "none"},
        {"recording": tmp_path / "given"},
        {"recording": recording, "work": "separate"},
        {"input": given, "reference": done, "prompt": tmp_path / "none.md"},
    ]
    for case in cases:
        with pytest.raises(UserError) as fault:
            new_task(out, **case)  # type: ignore[arg-type]
        assert "\n" not in str(fault.value)
    (done / "b.csv").unlink()
    with pytest.raises(UserError, match="holds no file"):
        new_task(out, input=given, reference=done)
    (given / "link").symlink_to("/etc/passwd")
    with pytest.raises(UserError, match="link"):
        new_task(out, input=given, reference=done)
    assert not out.exists()


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("", ""),
        ("\n\n  First line.  \nSecond", "First line."),
        ("Intro\n# The **title** #\n", "The title"),
        ("#nospace\n", "nospace"),
        ("word " * 50, "word " * 18 + "word…"),
    ],
)
def test_titles(prompt: str, title: str) -> None:
    found = title_of(prompt)
    assert len(found) <= 100
    if not title.startswith("word"):
        assert found == title
    else:
        assert found.startswith("word word") and found.endswith("word…")


def test_fixtures_and_hidden_files_go_with_a_task(tmp_path: Path) -> None:
    folders = {}
    for name in ("given", "done", "other/right", "again/right", "wrong", "labels"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "a.csv").write_text(f"a,b\n1,{len(name)}\n")
        folders[name] = tmp_path / name
    (folders["wrong"] / ".~lock.a.csv#").write_text("litter")
    fixtures = Fixtures(
        alternates=(folders["other/right"], folders["again/right"]),
        known_bad=(folders["wrong"],),
        hidden=folders["labels"],
    )
    task = new_task(
        tmp_path / "task", input=folders["given"], reference=folders["done"], fixtures=fixtures
    )
    kept = sorted(p for p, _ in digests.regular_files(task.folder) if "private/" in p)
    assert kept == [
        "private/checks.json",
        "private/fixtures/alternate_correct/right-2/a.csv",
        "private/fixtures/alternate_correct/right/a.csv",
        "private/fixtures/known_bad/wrong/a.csv",
        "private/hidden/a.csv",
        "private/reference/a.csv",
        "private/salt",
    ]
    text = (task.folder / "private/fixtures/known_bad/wrong/a.csv").read_text()
    assert text == (folders["wrong"] / "a.csv").read_text()


def test_fixtures_that_are_none_are_refused(tmp_path: Path) -> None:
    for name in ("given", "done", "empty"):
        (tmp_path / name).mkdir()
    for name in ("given", "done"):
        (tmp_path / name / "a.csv").write_text("a,b\n")
    out = tmp_path / "task"
    cases = {
        "no folder": Fixtures(known_bad=(tmp_path / "nowhere",)),
        "leave --hidden out": Fixtures(hidden=tmp_path / "empty"),
    }
    for told, fixtures in cases.items():
        with pytest.raises(UserError) as refused:
            new_task(out, input=tmp_path / "given", reference=tmp_path / "done", fixtures=fixtures)
        assert told in refused.value.in_shell and "--" not in str(refused.value)
    assert not out.exists()
