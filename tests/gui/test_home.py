"""The home page: what it lists, what its buttons and keys do, and what is begun there."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.authoring import edit_task, find_template, new_from_template
from studio.base.settings import workspace
from studio.editing import RemoveCheck, SetValue
from studio.formats import layout
from studio.formats.tasks import open_task
from studio.gui import messages, theme, window_state
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.pages.home.models import pill
from studio.gui.pages.home.state import Card
from studio.gui.pages.home.words import SCREENS
from studio.gui.session import Session
from studio.gui.shown import Shown
from studio.gui.work.judging import Judging
from tests.gui.expert_desk import Desk

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
LONG_MS = 30_000


@pytest.fixture(autouse=True)
def no_near_misses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Near misses are judged whenever a task is open; they have tests of their own."""
    monkeypatch.setattr(Judging, "_spoil", lambda *asked: None)


def task(name: str, title: str, checked: bool = True) -> Path:
    """A task of the workspace, made from the template without its recording."""
    folder = workspace() / layout.WORKSPACE_TASKS / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = new_from_template(folder, find_template("complete-invoices"))
    shutil.rmtree(folder / layout.RECORDING)
    checks = () if checked else made.document.checks.checks
    edit_task(folder, SetValue("title", title), *[RemoveCheck(check.id) for check in checks])
    return folder


def listed(window: MainWindow, qtbot: QtBot, count: int) -> list[Card]:
    """Show the home page and wait until so many cards are listed."""
    window.actions_["home"].trigger()
    model = window.home.tasks.model
    idle = lambda: window.jobs.running("tasks") is None  # noqa: E731
    qtbot.waitUntil(lambda: len(model.cards) == count and idle(), timeout=LONG_MS)
    return list(model.cards)


def press_button(window: MainWindow, qtbot: QtBot, row: int) -> None:
    """Press the button that is drawn on a card."""
    view = window.home.tasks.list
    place = view.button_box(window.home.tasks.model.index(row)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_tasks_say_what_is_next_and_open_there(window: MainWindow, qtbot: QtBot) -> None:
    whole, bare = task("whole", "Whole"), task("bare", "Bare", checked=False)
    cards = listed(window, qtbot, 2)
    assert [(card.place, pill(card), card.next) for card in cards] == [
        (bare, "No checks yet", "Propose checks"),
        (whole, "Not validated yet", "Validate"),
    ]
    press_button(window, qtbot, 0)
    checks = lambda: window.session.task and window.session.document.checks.checks  # noqa: E731
    qtbot.waitUntil(lambda: bool(checks()), timeout=LONG_MS)
    assert window.current_page == "checks", "the button does what it says"
    listed(window, qtbot, 2)
    view = window.home.tasks.list
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 96))
    qtbot.waitUntil(lambda: window.current_page == "proof", timeout=LONG_MS)
    assert window.jobs.running("validate") is None, "a press on the card only shows the place"


def test_the_list_is_used_by_keys(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    task("one", "One", checked=False)
    two = task("two", "Two", checked=False)
    listed(window, qtbot, 2)
    asked: list[str] = []
    monkeypatch.setattr(messages, "confirm", lambda _, question, yes: asked.append(question))
    view = window.home.tasks.list
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.currentIndex().row() == 0, "the arrows begin at the first card"
    qtbot.keyClick(view, KEY.Key_Down)
    qtbot.keyClick(view, KEY.Key_Delete)
    assert asked == ["Move One to the trash? It can be put back from there."]
    qtbot.keyClick(view, KEY.Key_Up)
    qtbot.keyClick(view, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=LONG_MS)
    assert window.session.task and window.session.task.folder == two
    qtbot.waitUntil(lambda: window.current_page == "checks", timeout=LONG_MS)
    assert not window.session.document.checks.checks, "Enter opens, it proposes nothing"


def test_what_was_opened_elsewhere_and_went_can_be_taken_from_the_list(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(task("far", "Far"), elsewhere)
    window_state.remember_open(str(elsewhere), "Far")
    window_state.remember_open(str(tmp_path / "vanished"), "Vanished")
    far, gone = listed(window, qtbot, 2)
    assert (far.title, gone.kind, pill(gone)) == ("Far", "gone", "Not there any more")
    menu = window.home.tasks.menu_of(far)
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Validate", "Open", "Show in folder", "Remove from list", "Delete…",
    ]  # fmt: skip
    press_button(window, qtbot, 1)
    listed(window, qtbot, 1)
    next(action for action in menu.actions() if action.text() == "Remove from list").trigger()
    listed(window, qtbot, 0)
    assert (elsewhere / layout.TASK).exists(), "only the list forgets it"
    assert window.home.tasks.empty.isVisible()


def test_a_task_goes_to_the_trash_unless_it_is_open(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(messages, "confirm", lambda *asked: True)
    one, two = task("one", "One", checked=False), task("two", "Two", checked=False)
    window.open(one)
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=LONG_MS)
    listed(window, qtbot, 2)
    tasks = window.home.tasks
    tasks.delete_asked.emit(next(card for card in tasks.model.cards if card.place == one))
    assert "open now" in window.toast.text() and one.exists()
    tasks.delete_asked.emit(next(card for card in tasks.model.cards if card.place == two))
    qtbot.waitUntil(lambda: len(tasks.model.cards) == 1, timeout=LONG_MS)
    assert not two.exists()
    assert open_task(tmp_path / "data" / "Trash" / "files" / "two").document.task.title == "Two"


def test_a_broken_task_says_why_and_a_recording_without_a_task_is_begun(
    window: MainWindow, qtbot: QtBot
) -> None:
    broken = workspace() / layout.WORKSPACE_TASKS / "broken"
    broken.mkdir(parents=True)
    (broken / layout.TASK).write_text("{")
    recordings = workspace() / layout.WORKSPACE_RECORDINGS
    Desk(recordings / "month-end.rec").write()
    bad, recorded = listed(window, qtbot, 2)
    assert (pill(bad), bad.tone, bad.next) == ("Cannot be opened", "bad", "")
    assert "breaks off" in bad.told
    assert (recorded.title, pill(recorded)) == ("month-end", "Recorded, not yet a task")
    assert recorded.picture and recorded.picture.is_file(), "it shows a real frame"
    model = window.home.tasks.model
    thumb = lambda: window.home.tasks.list.model().index(1, 0).data(0x102)  # noqa: E731
    qtbot.waitUntil(lambda: thumb() is not None, timeout=LONG_MS)
    press_button(window, qtbot, 1)
    qtbot.waitUntil(lambda: window.session.recording is not None, timeout=LONG_MS)
    (_, begun) = listed(window, qtbot, 2)
    assert (begun.kind, pill(begun)) == ("task", "Recorded, not yet annotated")
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("broken. task.json")


def test_a_workspace_that_cannot_be_read_is_told_with_one_way_out(
    window: MainWindow, qtbot: QtBot
) -> None:
    place = workspace() / layout.WORKSPACE_TASKS
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("not a folder")
    window.actions_["home"].trigger()
    empty = window.home.tasks.empty
    qtbot.waitUntil(lambda: "cannot be read" in empty.sentence.text(), timeout=LONG_MS)
    assert empty.button.text() == "Try again"
    place.unlink()
    task("one", "One")
    empty.button.click()
    qtbot.waitUntil(lambda: len(window.home.tasks.model.cards) == 1, timeout=LONG_MS)
    assert empty.isHidden()


def test_many_tasks_can_be_searched(window: MainWindow, qtbot: QtBot) -> None:
    first = task("first", "Task 0")
    for number in range(1, 14):
        other = first.with_name(f"copy-{number}")
        shutil.copytree(first, other)
        edit_task(other, SetValue("title", f"Task {number}"))
    listed(window, qtbot, 14)
    tasks = window.home.tasks
    assert tasks.filter.isVisible()
    tasks.filter.setText("TASK 13 bookkeeping")
    assert [card.title for card in tasks.model.cards] == ["Task 13"]
    tasks.filter.setText("nothing is called so")
    assert tasks.empty.isVisible() and "change the words" in tasks.empty.sentence.text()
    tasks.filter.clear()
    assert len(tasks.model.cards) == 14 and tasks.empty.isHidden()


def dropped(view: object, places: list[Path]) -> None:
    """Drop files on a widget as a file manager would."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(place)) for place in places])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    copy = Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    QApplication.sendEvent(view, entering)  # type: ignore[arg-type]
    assert entering.isAccepted()
    QApplication.sendEvent(view, QDropEvent(QPointF(9, 9), copy, data, left, none))  # type: ignore[arg-type]


def test_a_task_is_made_of_files_that_are_dropped(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    before, after = tmp_path / "a" / "month_end.csv", tmp_path / "b" / "month_end.csv"
    for place, text in ((before, "x,1\n"), (after, "x,2\n")):
        place.parent.mkdir()
        place.write_text(text)
    assert window.takes_files
    window.takes_files([before])
    view = window.home.files
    qtbot.waitUntil(lambda: "finished files" in view.told.text(), timeout=LONG_MS)
    assert not view.make.isEnabled()
    dropped(view.outputs, [before])
    qtbot.waitUntil(lambda: "the same" in view.told.text(), timeout=LONG_MS)
    view.outputs.clear.click()
    dropped(view.outputs, [after])
    qtbot.waitUntil(view.make.isEnabled, timeout=LONG_MS)
    assert view.title.text() == "Month end"
    assert view.done.item(0).text() == "month_end.csv  (changed)"
    view.prompt.setPlainText("Bring it up to date. Leave the rest.")
    assert view.title.text() == "Bring it up to date"
    view.title.setText("Accruals of March")
    view.prompt.setPlainText("Bring it up to date.")
    assert view.title.text() == "Accruals of March", "what a person wrote stays"
    view.make.click()
    qtbot.waitUntil(lambda: window.current_page == "instruction", timeout=LONG_MS)
    made = window.session.task
    assert made and made.folder == workspace() / "tasks" / "accruals-of-march"
    assert (made.document.task.title, made.document.prompt) == (
        "Accruals of March",
        "Bring it up to date.",
    )
    assert window.windowTitle().startswith("Accruals of March - ")
    assert view.inputs.places == (), "the form is empty for the next one"
    assert view.title.text() == "" and not view.make.isEnabled()


def test_a_template_is_shown_and_used(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_["new_template"].trigger()
    view = window.home.templates
    qtbot.waitUntil(view.use.isEnabled, timeout=LONG_MS)
    assert view.prompt.toPlainText().startswith("# Complete the October invoices")
    view.use.click()
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=LONG_MS)
    assert window.session.task
    assert window.session.task.folder == workspace() / "tasks" / "complete-invoices"
    assert window.home.view == "tasks", "home shows the list when one comes back"


def test_the_first_start_is_walked_by_keys_and_ends_in_the_sample(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.home.show_view("first")
    assert not window_state.has_begun() and len(SCREENS) <= 3
    view = window.home.first
    qtbot.keyClick(view.next, KEY.Key_Return)
    qtbot.keyClick(view.next, KEY.Key_Left)
    qtbot.keyClick(view.next, KEY.Key_Right)
    assert view.number == 1
    qtbot.keyClick(view.next, KEY.Key_Return)
    qtbot.keyClick(view.next, KEY.Key_Return)
    qtbot.waitUntil(window.hint.isVisible, timeout=LONG_MS)
    assert window.hint.try_.hasFocus(), "Enter replays it"
    assert window.windowTitle().startswith("Complete the October invoices")
    qtbot.waitUntil(lambda: window.work.proof.proven, timeout=LONG_MS)
    assert window_state.has_begun()
    window.show_page("occupations")
    assert window.hint.isHidden(), "it speaks of the task"
    window.show_page("steps")
    assert window.hint.isVisible()
    window.hint.close_.click()
    assert window.hint.isHidden() and window.pages.isVisible()


def test_the_first_start_can_be_skipped(window: MainWindow, qtbot: QtBot) -> None:
    window.home.show_view("first")
    qtbot.keyClick(window.home.first.next, KEY.Key_Escape)
    assert window.home.view == "tasks" and window_state.has_begun()
    assert not (workspace() / "tasks" / "sample").exists()


def test_a_missing_sample_is_one_sentence(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.work.beginning, "_templates", tmp_path)
    window.home.tasks.sample.click()
    qtbot.waitUntil(window.toast.isVisible, timeout=LONG_MS)
    assert "sample is missing" in window.toast.text()


def test_recordings_that_a_task_holds_are_cleaned_up_and_put_back(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    recordings = workspace() / layout.WORKSPACE_RECORDINGS
    held = Desk(recordings / "month-end.rec").write()
    window.open(held)
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=LONG_MS)
    alone = Desk(recordings / "alone.rec").write()
    window.actions_["home"].trigger()
    storage, tasks = window.home.storage, window.home.tasks
    qtbot.waitUntil(lambda: len(storage.model.found) == 2, timeout=LONG_MS)
    qtbot.waitUntil(tasks.storage.isVisible, timeout=LONG_MS)
    tasks.storage.click()
    qtbot.waitUntil(lambda: storage.clean.isEnabled(), timeout=LONG_MS)
    assert [stored.folder for stored in storage.model.chosen()] == [held]
    storage.clean.click()
    qtbot.waitUntil(lambda: not held.exists() and not storage.is_busy, timeout=LONG_MS)
    qtbot.waitUntil(storage.put_back.isVisible, timeout=LONG_MS)
    assert "1 recording is in the trash" in storage.told.text() and alone.exists()
    storage.put_back.click()
    qtbot.waitUntil(lambda: held.exists() and len(storage.model.found) == 2, timeout=LONG_MS)
    qtbot.waitUntil(lambda: not storage.is_busy, timeout=LONG_MS)
    row = next(n for n, found in enumerate(storage.model.found) if found.folder == alone)
    storage.table.setCurrentIndex(storage.model.index(row, 0))
    qtbot.keyClick(storage.table, KEY.Key_Space)
    assert {stored.folder for stored in storage.model.chosen()} == {held, alone}
    assert "in no task" in storage._sums.text()


def test_the_menu_opens_by_key(window: MainWindow, qtbot: QtBot) -> None:
    task("one", "One")
    listed(window, qtbot, 1)
    view = window.home.tasks.list
    view.setCurrentIndex(window.home.tasks.model.index(0))
    shown: list[int] = []
    view.menu_asked.disconnect()
    view.menu_asked.connect(lambda index, place: shown.append(index.row()))
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(
        view.viewport(), QContextMenuEvent(reason, QPoint(-1, -1), QPoint(-1, -1))
    )
    assert shown == [0]


def test_a_form_that_is_half_filled_in_outlives_a_change_of_zoom(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("1")
    shown = Shown(Session(), Jobs())
    try:
        shown.window.show()
        shown.window.home.take_files([tmp_path / "a.csv"])
        shown.window.home.files.title.setText("Half")
        shown.zoom(150)
        home = shown.window.home
        assert home.view == "files" and home.files.title.text() == "Half"
        assert home.files.inputs.places == (tmp_path / "a.csv",)
    finally:
        shown.window.close()
        shown.window.deleteLater()
        theme.set_zoom(100)
