"""What the window does when something goes wrong, or is dropped onto it, or ends elsewhere."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.authoring import edit_task
from studio.base.errors import UserError
from studio.editing import AddCheckpoint, SetPrompt, SetValue
from studio.formats.tasks import open_task
from studio.gui import messages
from studio.gui.jobs import Jobs
from studio.gui.left_open import LeftOpen, take_abandoned
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.gui.widgets.drop_shade import DropShade
from studio.gui.wiring import build
from studio.gui.wiring.places import Place, place_from
from studio.gui.wiring.recovery import resume

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LONG_MS = 30_000


@pytest.fixture
def opened(window: MainWindow, desk: Path, qtbot: QtBot) -> MainWindow:
    window.open(desk)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    return window


def folder_of(window: MainWindow) -> Path:
    assert window.session.task is not None
    return window.session.task.folder


def test_undo_goes_to_the_page_of_what_changed(opened: MainWindow, qtbot: QtBot) -> None:
    opened.steps.select(2, 4)
    steps = opened.steps.selected()
    opened.edit(AddCheckpoint("Totals", 1, steps[0].first_event, steps[-1].last_event))
    opened.steps.select(1, 1)
    opened.show_page("instruction")
    qtbot.keyClick(opened, KEY.Key_Z, CTRL)
    assert opened.current_page == "checkpoints"
    assert opened.session.document.task.checkpoints == ()
    assert opened.toast.text() == "Undone: Mark a checkpoint"
    opened.show_page("steps")
    qtbot.keyClick(opened, KEY.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert opened.current_page == "steps" and opened.session.document.task.checkpoints
    assert [step.id for step in opened.steps.selected()] == [2, 3, 4]


def test_opening_what_is_open_keeps_what_can_be_undone(opened: MainWindow, qtbot: QtBot) -> None:
    folder = folder_of(opened)
    opened.edit(SetValue("title", "October"))
    with qtbot.waitSignal(opened.work.opening.opened):
        opened.open(folder)
    assert opened.actions_["undo"].isEnabled()
    edit_task(folder, SetValue("title", "November"))
    with qtbot.waitSignal(opened.work.opening.opened):
        opened.open(folder)
    assert opened.session.document.task.title == "November"
    assert not opened.actions_["undo"].isEnabled()


def test_undo_of_typing_stays_in_the_field(opened: MainWindow, qtbot: QtBot) -> None:
    opened.show_page("instruction")
    text = opened.instruction.text
    text.setFocus()
    qtbot.keyClicks(text, "Add")
    qtbot.keyClick(text, KEY.Key_Z, CTRL)
    assert opened.session.document.prompt == "" and opened.focusWidget() is text


@pytest.mark.parametrize("leave", ["page", "close", "undo"])
def test_what_was_written_is_kept_however_the_field_is_left(
    opened: MainWindow, qtbot: QtBot, leave: str
) -> None:
    opened.edit(SetPrompt("Add the total"))
    opened.show_page("instruction")
    title = opened.instruction.title
    title.setFocus()
    title.selectAll()
    qtbot.keyClicks(title, "October")
    folder = folder_of(opened)
    assert open_task(folder).document.task.title != "October"
    if leave == "page":
        opened.actions_["steps"].trigger()
    elif leave == "close":
        opened.close()
    else:
        opened.actions_["undo"].trigger()
        opened.actions_["redo"].trigger()
    assert open_task(folder).document.task.title == "October"


def test_the_title_of_a_checkpoint_is_kept_when_the_page_changes(
    opened: MainWindow, qtbot: QtBot
) -> None:
    first = opened.steps.selected()[0].first_event
    opened.edit(AddCheckpoint("Totals", 1, first, first))
    opened.steps.change.click()
    qtbot.keyClicks(opened.steps.title, "Sums")
    opened.actions_["checks"].trigger()
    assert opened.current_page == "checks"
    (point,) = open_task(folder_of(opened)).document.task.checkpoints
    assert point.title == "Sums"


def test_a_note_that_is_being_written_is_kept_when_the_page_changes(
    opened: MainWindow, qtbot: QtBot
) -> None:
    opened.steps.select(1, 1)
    opened.actions_["note"].trigger()
    qtbot.keyClicks(opened.steps.words.note, "Because it is new")
    opened.actions_["instruction"].trigger()
    said = open_task(folder_of(opened)).document.said
    assert [found.note for found in said.values()] == ["Because it is new"]


def test_a_folder_that_vanished_is_told_and_the_change_is_saved_once_it_is_back(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(opened)
    away = folder.with_name("away")
    folder.rename(away)
    opened.edit(SetPrompt("Add the total"))
    assert "is gone" in opened.toast.text() and opened.toast.text().count(".") == 1
    assert not folder.exists(), "half a task was made"
    assert opened.bar.unsaved.isVisible()
    with pytest.raises(UserError, match="Nothing else is opened yet"):
        opened.session.open(away)
    asked: list[str] = []
    monkeypatch.setattr(messages, "confirm", lambda _, question, yes: asked.append(question))
    opened.close()
    assert opened.isVisible() and "is lost" in asked[0]
    away.rename(folder)
    opened.toast.action.click()
    assert open_task(folder).document.prompt == "Add the total"
    assert not opened.bar.unsaved.isVisible()


def test_a_folder_that_cannot_be_written_is_told_and_tried_again(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr("studio.formats.tasks.save_document", refuse)
        opened.edit(SetPrompt("Kept"))
    assert "Read-only file system" in opened.toast.text()
    assert opened.session.document.prompt == "Kept"
    opened.toast.action.click()
    assert open_task(folder_of(opened)).document.prompt == "Kept"


def test_a_second_window_on_the_same_task_is_told_where_it_is_open(opened: MainWindow) -> None:
    folder = folder_of(opened)
    second = Session()
    with pytest.raises(UserError, match="open in another window"):
        second.open(folder)
    opened.close()
    second.open(folder)
    assert second.task is not None
    second.close()


def crashed(folder: Path, place: object) -> None:
    """Leave what a window leaves that was killed: its note, without anyone who holds it."""
    left = LeftOpen()
    left.keep(folder, place)
    assert left._claim is not None
    left._claim.release()


def test_after_a_crash_the_next_window_opens_where_the_last_one_was(
    opened: MainWindow, qtbot: QtBot
) -> None:
    opened.edit(SetPrompt("Said before the crash"))
    folder = folder_of(opened)
    opened.close()
    crashed(folder, {"page": "instruction", "first_step": 3, "last_step": 4, "check": ""})
    after = build(Session(), Jobs(), None)
    qtbot.addWidget(after)
    after.show()
    resume(after)
    qtbot.waitUntil(lambda: bool(after.steps.model.steps), timeout=LONG_MS)
    assert after.current_page == "instruction"
    assert after.instruction.text.toPlainText() == "Said before the crash"
    assert after.work.steps.selected() == (3, 4)
    assert after.toast.text() == "Opened again where you were."
    after.close()
    assert take_abandoned() is None


def test_a_window_that_was_closed_leaves_nothing_to_open(opened: MainWindow, qtbot: QtBot) -> None:
    assert take_abandoned() is None, "a living window was taken for a dead one"
    opened.close()
    assert take_abandoned() is None


def test_a_damaged_note_of_a_crash_does_no_harm(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    crashed(tmp_path / "gone", {"page": "nowhere", "first_step": "3", "check": 9})
    assert resume(window)
    qtbot.waitUntil(window.toast.isVisible, timeout=LONG_MS)
    assert window.current_page == "home" and "gone is not there" in window.toast.text()


@pytest.mark.parametrize("values", [None, 7, [], {"page": 1, "last_step": True}])
def test_a_place_that_is_none_is_the_first_page(values: object) -> None:
    assert place_from(values) == Place()


def data_of(*places: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) if isinstance(p, Path) else QUrl(p) for p in places])
    return data


def drag(window: MainWindow, data: QMimeData) -> str:
    """Drag over the window; return what the shade says."""
    enter = QDragEnterEvent(
        QPoint(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, enter)
    shade = window.findChild(DropShade)
    assert isinstance(shade, DropShade)
    return shade.text() if shade.isVisible() else ""


def drop(window: MainWindow, *places: Path | str) -> str:
    data = data_of(*places)
    said = drag(window, data)
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, event)
    return said


def test_a_recording_that_is_dropped_is_opened(
    window: MainWindow, desk: Path, qtbot: QtBot
) -> None:
    assert drop(window, desk) == "Open the recording month-end.rec"
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    assert drag(window, data_of(folder_of(window))) == "Open the task month-end"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.findChild(DropShade).isVisible()


def test_files_on_the_home_page_begin_a_task_where_that_is_wired(
    window: MainWindow, tmp_path: Path
) -> None:
    taken: list[list[Path]] = []
    window.takes_files = taken.append
    files = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for file in files:
        file.write_bytes(b"x")
    assert drop(window, *files) == "Begin a task from what is dropped"
    assert taken == [files]


def test_work_that_ends_elsewhere_is_told_with_the_way_there(
    opened: MainWindow, qtbot: QtBot
) -> None:
    opened.ended.emit("proof", "This task is proven.")
    assert opened.toast.text() == "This task is proven."
    assert "something ended" in opened.side.buttons["proof"].accessibleName()
    opened.toast.action.click()
    assert opened.current_page == "proof"
    assert "something ended" not in opened.side.buttons["proof"].accessibleName()
