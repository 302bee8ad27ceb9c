import shutil
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.authoring import adjudicate
from studio.base import settings
from studio.base.errors import UserError
from studio.editing import AddCheckpoint, SetCheck, SetPrompt, SetValue
from studio.formats.tasks import open_task, save_document
from studio.gui.session import Session
from studio.steps import reduce_steps
from tests.unit.making import write_task


@pytest.fixture
def session(qapp: object) -> Session:
    return Session()


def opened(session: Session, folder: Path) -> Path:
    session.open(folder)
    assert session.task is not None
    return session.task.folder


def test_a_recording_becomes_a_draft_and_is_found_again(session: Session, desk: Path) -> None:
    folder = opened(session, desk)
    assert folder.parent == settings.workspace() / "tasks"
    session.apply(SetValue("title", "Complete the invoices"))
    again = Session()
    with pytest.raises(UserError, match="open in another window"):
        opened(again, desk)
    session.close()
    assert opened(again, desk) == folder
    assert again.document.task.title == "Complete the invoices"
    assert session.recording is not None
    sentences = [step.sentence for step in reduce_steps(session.recording)]
    assert (
        sentences[0] == "Click the cell D3 in invoices.xlsx - Spreadsheet"
        and sentences[-1] == "Press Ctrl+S"
    )


def test_every_change_is_on_disk_at_once(session: Session, desk: Path) -> None:
    folder = opened(session, desk)
    heard: list[frozenset[str]] = []
    session.changed.connect(heard.append)
    session.apply(SetPrompt("Fill in the amounts."))
    assert open_task(folder).document.prompt == "Fill in the amounts."
    session.apply(AddCheckpoint("Amounts", 2.0, 3, 9))
    assert open_task(folder).document == session.document
    session.undo()
    assert open_task(folder).document.task.checkpoints == ()
    session.redo()
    assert open_task(folder).document == session.document
    areas = ["prompt", "checkpoints", "checkpoints", "checkpoints"]
    assert heard == [frozenset({area}) for area in areas]


def test_what_cannot_be_opened_leaves_what_was_open(
    session: Session, desk: Path, tmp_path: Path
) -> None:
    folder = opened(session, desk)
    document = session.document
    torn = tmp_path / "torn.rec"
    shutil.copytree(desk, torn)
    (torn / "manifest.json").write_text('{"format": "recor')
    newer = tmp_path / "newer"
    shutil.copytree(folder, newer)
    text = (newer / "task.json").read_text()
    (newer / "task.json").write_text(text.replace('"version": 2', '"version": 99', 1))
    empty = tmp_path / "empty"
    empty.mkdir()
    for place in (torn, newer, empty, tmp_path / "not-there"):
        with pytest.raises(UserError) as caught:
            session.open(place)
        assert str(caught.value).count("\n") == 0
        assert session.task is not None and session.task.folder == folder
        assert session.document == document


def test_a_wrong_parameter_is_refused_in_the_form_and_the_check_stays(
    session: Session, tmp_path: Path
) -> None:
    folder = write_task(tmp_path / "task", kept=True)
    session.open(folder)
    before = session.document
    for changes, why in (
        ({"tolerance": -1.0}, "tolerance"),
        ({"weight": 0.0}, "weight"),
        ({"target": "invoices.csv#total[A-2]"}, "total"),
        ({"parameters": {"expected": [1]}}, "“Expected” must be words"),
        ({"parameters": {"bananas": 1}}, "bananas"),
        ({"kind": "cell_equal"}, "did you mean cell_equals"),
    ):
        with pytest.raises(UserError, match=why):
            session.apply(SetCheck("amount-a-2", changes))
        assert session.document is before and open_task(folder).document == before
    session.apply(SetCheck("amount-a-2", {"tolerance": 0.01}))
    assert open_task(folder).document.checks.checks[0].tolerance == 0.01


def test_undo_takes_the_fixture_of_an_answer_away(session: Session, tmp_path: Path) -> None:
    folder = write_task(tmp_path / "loose")
    session.open(folder)
    settled = adjudicate(folder, "near_miss:kept_changed", "wrong")
    session.apply(settled.edit)
    assert settled.fixture and settled.fixture.is_dir()
    session.undo()
    assert not settled.fixture.exists()
    session.redo()
    assert (settled.fixture / "invoices.csv").is_file()


@pytest.fixture
def typing(session: Session, desk: Path) -> Session:
    opened(session, desk)
    return session


def slowly(monkeypatch: pytest.MonkeyPatch, wait: threading.Event) -> None:
    """Let every save wait for an event, as a slow disk would."""

    def save(*given: object) -> None:
        assert wait.wait(20)
        save_document(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("studio.formats.tasks.save_document", save)


def test_letters_do_not_wait_for_the_disk(
    typing: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    free = threading.Event()
    slowly(monkeypatch, free)
    folder = typing.open_task().folder
    for text in ("A", "Ad", "Add"):
        typing.apply(SetPrompt(text), soon=True)
    assert typing.saving and open_task(folder).document.prompt == ""
    free.set()
    # Nobody asks: what was typed is there a moment later.
    qtbot.waitUntil(lambda: not typing.saving, timeout=20_000)
    assert open_task(folder).document.prompt == "Add" and not typing.unsaved


def test_letters_that_wait_together_are_told_of_once(typing: Session, qtbot: QtBot) -> None:
    heard: list[frozenset[str]] = []
    typing.changed.connect(heard.append)
    for text in ("A", "Ad", "Add"):
        typing.apply(SetPrompt(text), soon=True)
    assert len(heard) == 1 and typing.document.prompt == "Add"
    typing.apply(SetValue("title", "October"))
    assert heard[1:] == [frozenset({"prompt", "task"})]
    for text in ("Add u", "Add up"):
        typing.apply(SetPrompt(text), soon=True)
    assert len(heard) == 3
    qtbot.waitUntil(lambda: len(heard) == 4, timeout=20_000)
    assert set(heard[2:]) == {frozenset({"prompt"})}


@pytest.mark.parametrize("ask", ["open_task", "edit", "close", "undo"])
def test_whatever_comes_next_waits_for_what_was_typed(typing: Session, ask: str) -> None:
    folder = typing.open_task().folder
    typing.apply(SetPrompt("Add"), soon=True)
    if ask == "open_task":
        assert typing.open_task().document.prompt == "Add"
    elif ask == "edit":
        typing.apply(SetValue("title", "October"))
        assert open_task(folder).document.task.title == "October"
    elif ask == "close":
        typing.close()
    else:
        typing.undo()
    assert open_task(folder).document.prompt == ("" if ask == "undo" else "Add")
    assert not typing.saving


def test_what_was_typed_and_cannot_be_written_is_told(
    typing: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    folder = typing.open_task().folder
    with monkeypatch.context() as patched:
        patched.setattr("studio.formats.tasks.save_document", refuse)
        with qtbot.waitSignal(typing.not_saved, timeout=20_000) as told:
            typing.apply(SetPrompt("Add"), soon=True)
    assert "No space left" in told.args[0] and typing.unsaved == told.args[0]
    typing.save_again()
    assert open_task(folder).document.prompt == "Add" and not typing.unsaved
