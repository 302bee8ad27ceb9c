"""The window beside a recorder that it did not start."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QCursor, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.base.settings import workspace
from studio.capture.launching import log_of
from studio.capture.options import OpenApplication
from studio.capture.selftest import Probe
from studio.formats import annotations, layout
from studio.formats.recorder_status import status_of
from studio.formats.recordings import open_recording
from studio.formats.wholeness import verify
from studio.gui import messages, recording_state, theme, window_state
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.pages.record import trial
from studio.gui.pages.record.page import RecordPage
from studio.gui.session import Session
from studio.gui.widgets.fields import Line
from studio.gui.widgets.recording_bar import RecordingBar
from studio.gui.wiring import build
from studio.gui.work import record_asking, record_caught, recorder_calls
from studio.steps import reduce_steps
from tests.gui.test_window import LONG_MS, clipped, press
from tests.unit.making import RecordingMaker

KEY = Qt.Key
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
PROGRAM = Path(__file__).with_name("still_recorder.py")


@pytest.fixture(autouse=True)
def may_close(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no question hold up the end of a test."""
    monkeypatch.setattr(messages, "confirm", lambda *asked: True)


@pytest.fixture
def recorded() -> Path:
    place = workspace() / layout.WORKSPACE_RECORDINGS / "month-end.rec"
    place.parent.mkdir(parents=True)
    return RecordingMaker(place).write()


@pytest.fixture
def recorder(recorded: Path, qtbot: QtBot) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, str(PROGRAM), str(recorded)])
    qtbot.waitUntil(lambda: status_of(recorded) is not None, timeout=LONG_MS)
    yield process
    process.kill()
    process.wait()


def window_of(qtbot: QtBot) -> MainWindow:
    theme.apply("light")
    made = build(Session(), Jobs(), None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def state(window: MainWindow) -> str:
    """How the recorder stands, as the page tells."""
    page = window.record
    return page.running.pill.text() if page.face == "running" else ""


def shows(window: MainWindow, *words: str) -> bool:
    texts = {found.text() for found in window.record.findChildren(QLabel) if not found.isHidden()}
    return set(words) <= texts


def bar_of(window: MainWindow) -> RecordingBar:
    assert window.work.recording.bar.bar is not None
    return window.work.recording.bar.bar


def activate(window: MainWindow, qtbot: QtBot) -> None:
    """Give the window the keyboard: without a window manager the bar took it."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def caught(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until what was caught is shown."""
    page = window.record
    ready = lambda: page.face == "caught" and page.make.isEnabled()  # noqa: E731
    qtbot.waitUntil(ready, timeout=LONG_MS)


def test_the_window_takes_up_a_running_recorder_pauses_and_stops_it(
    recorder: "subprocess.Popen[bytes]", recorded: Path, qtbot: QtBot
) -> None:
    window = window_of(qtbot)
    qtbot.waitUntil(lambda: state(window) == "Recording", timeout=LONG_MS)
    assert shows(window, "Events", "1,204", "Frames", "96", "Keys withheld", "7")
    bar = bar_of(window)
    assert bar.isVisible() and bar.buttons["pause"].isVisible() and bar.time.text() >= "00:00"
    activate(window, qtbot)
    qtbot.keyClick(window, KEY.Key_P, CTRL_SHIFT)
    qtbot.waitUntil(lambda: state(window) == "Paused", timeout=LONG_MS)
    assert not bar.buttons["pause"].isVisible()
    bar.buttons["resume"].click()
    qtbot.waitUntil(lambda: state(window) == "Recording", timeout=LONG_MS)
    bar.buttons["mark"].click()
    qtbot.waitUntil(lambda: shows(window, "Checkpoints marked", "1"), timeout=LONG_MS)
    activate(window, qtbot)
    qtbot.keyClick(window, KEY.Key_S, CTRL_SHIFT)
    caught(window, qtbot)
    assert window.current_page == "record" and not bar.isVisible()
    assert shows(window, "month-end", "Steps", "2", "invoices.csv", "Nothing was withheld.")
    press(qtbot, window.record.make)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    assert window.current_page == "steps"
    assert recorder.wait(20) == 0 and verify(recorded) == []
    window.close()


def test_what_the_recorder_says_stays_on_the_screen(
    recorder: "subprocess.Popen[bytes]", recorded: Path, qtbot: QtBot
) -> None:
    gone = "The watched folder books is gone; its last files are kept."
    log = log_of(recorded)
    log.write_text(f"Ready: screen, input, files, elements.\nRecording\n{gone}\n")
    window = window_of(qtbot)
    qtbot.waitUntil(lambda: shows(window, "Recording", gone), timeout=LONG_MS)
    full = "The disk is nearly full; what was recorded until then is in month-end.rec."
    log.write_text(f"Recording\n{gone}\n{full}\n")
    recorder.terminate()
    caught(window, qtbot)
    assert shows(window, full)
    window.close()


def test_what_was_caught_is_discarded_only_after_a_question(
    recorder: "subprocess.Popen[bytes]",
    recorded: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moved: list[Path] = []

    def move(place: Path) -> bool:
        moved.append(place)
        return True

    monkeypatch.setattr(record_caught, "moved_to_trash", move)
    window = window_of(qtbot)
    qtbot.waitUntil(lambda: state(window) == "Recording", timeout=LONG_MS)
    recorder.terminate()
    caught(window, qtbot)
    monkeypatch.setattr(messages, "confirm", lambda *asked: False)
    press(qtbot, window.record.discard)
    assert moved == [] and window.record.face == "caught"
    monkeypatch.setattr(messages, "confirm", lambda *asked: True)
    press(qtbot, window.record.discard)
    assert moved[0] == recorded and window.record.face == "form"
    window.close()


def test_closing_the_window_says_that_the_recorder_goes_on(
    recorder: "subprocess.Popen[bytes]",
    recorded: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = []

    def answer(parent: QWidget, question: str, yes: str) -> bool:
        said.append(question)
        return len(said) > 1

    monkeypatch.setattr(messages, "confirm", answer)
    window = window_of(qtbot)
    qtbot.waitUntil(lambda: state(window) == "Recording", timeout=LONG_MS)
    assert not window.close() and window.isVisible()
    assert window.close()
    assert "goes on without the window" in said[0]
    assert status_of(recorded) is not None
    again = window_of(qtbot)
    qtbot.waitUntil(lambda: state(again) == "Recording", timeout=LONG_MS)
    again.close()


def test_a_recorder_that_dies_leaves_a_sentence_and_is_recovered(
    recorder: "subprocess.Popen[bytes]", recorded: Path, qtbot: QtBot
) -> None:
    window = window_of(qtbot)
    qtbot.waitUntil(lambda: state(window) == "Recording", timeout=LONG_MS)
    os.kill(recorder.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: state(window) == "Ended", timeout=LONG_MS)
    assert window.current_page == "record" and not bar_of(window).isVisible()
    press(qtbot, window.record.running.buttons["dismiss"])
    assert window.record.face == "form" and window.close()
    again = window_of(qtbot)
    qtbot.waitUntil(lambda: state(again) == "Ended", timeout=LONG_MS)
    press(qtbot, again.record.running.buttons["recover"])
    caught(again, qtbot)
    assert open_recording(recorded).manifest.state == "recovered" and verify(recorded) == []
    again.close()


def test_without_a_display_a_new_recording_says_what_to_do(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    window = window_of(qtbot)
    press(qtbot, window.home.record)
    page = window.record
    qtbot.waitUntil(lambda: "There is no display" in page.fault.text(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: trial.ended(page.lines), timeout=LONG_MS)
    assert "There is no display" in page.test.told["screen"].text()
    assert not page.start.isEnabled() and page.test.pill.text() == "Not ready"
    window.close()


APPLICATIONS = (
    OpenApplication("libreoffice-calc", ("invoices.xlsx - LibreOffice Calc",)),
    OpenApplication("mousepad", ("notes.txt - Mousepad",)),
)


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[RecordPage]:
    """A page on which only the folder is missing."""
    (tmp_path / "books").mkdir()
    page, around = RecordPage(), QWidget()
    qtbot.addWidget(around)
    column = QVBoxLayout(around)
    column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    column.addWidget(page)
    around.resize(1060, 700)
    around.show()
    qtbot.waitExposed(around)
    around.activateWindow()
    page.form.begin(tmp_path / "recordings", "Month end")
    page.form.show_applications(APPLICATIONS)
    lines = trial.begun()
    for name, _ in trial.CHANNELS:
        lines = trial.with_probe(lines, Probe(name, True, "It works."))
    page.show_lines(lines)
    yield page


def test_the_form_keeps_no_text_unless_it_is_ticked(
    page: RecordPage, qtbot: QtBot, tmp_path: Path
) -> None:
    form = page.form
    assert not page.start.isEnabled()
    qtbot.keyClicks(form.folder, str(tmp_path / "books"))
    assert page.start.isEnabled() and form.plan().allowed == ()
    table = form.table
    table.setFocus()
    table.setCurrentIndex(form.model.index(1, 1))
    qtbot.keyClick(table, KEY.Key_Space)
    assert form.plan().allowed == ("mousepad",)
    area = table.visualRect(form.model.index(1, 2))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert form.plan().allowed == () and form.plan().excluded == ("mousepad",)
    qtbot.keyClicks(form.others, "keepassxc")
    press(qtbot, form.every)
    assert form.plan().allowed == ("libreoffice-calc",)
    assert form.plan().excluded == ("mousepad", "keepassxc")
    qtbot.keyClicks(form.search, "calc inv")
    assert [row.name for row in form.model.rows] == ["libreoffice-calc"]
    qtbot.keyClicks(form.search, "zz")
    assert form.none.isVisible() and not form.table.isVisible()


def test_a_box_is_ticked_as_often_as_assistive_technology_toggles_it(
    page: RecordPage, qtbot: QtBot
) -> None:
    form, selects = page.form, QItemSelectionModel.SelectionFlag.Select
    form.table.setFocus()
    form.table.setCurrentIndex(form.model.index(1, 1))
    for key in (KEY.Key_Left, KEY.Key_Right):
        qtbot.keyClick(form.table, key)
    qtbot.wait(20)
    assert form.plan().allowed == (), "the arrows look and do not tick"
    marks = form.table.selectionModel()
    for place, allowed in ((1, ("mousepad",)), (1, ()), (0, ("libreoffice-calc",))):
        marks.select(form.model.index(place, 1), selects)
        qtbot.waitUntil(lambda allowed=allowed: form.plan().allowed == allowed, timeout=20_000)
        qtbot.waitUntil(lambda: not marks.hasSelection(), timeout=20_000)


def test_one_sentence_says_why_a_folder_is_unfit(
    page: RecordPage, qtbot: QtBot, tmp_path: Path
) -> None:
    form = page.form
    assert not form.unfit_folder.isVisible(), "what is still to come is no fault"
    form.fill("folder", tmp_path)
    assert "holds the recordings themselves" in form.unfit_folder.text()
    assert not page.start.isEnabled()
    form.show_recent([str(tmp_path / "books")])
    form.recent["folder"].menu().actions()[0].trigger()
    assert not form.unfit_folder.isVisible() and page.start.isEnabled()


def test_a_folder_that_is_dropped_is_filled_in(
    page: RecordPage, qtbot: QtBot, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "books"))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.form.output.dropEvent(drop)
    assert page.form.plan().output == str(tmp_path / "books")


def test_the_self_test_ticks_each_channel_and_blocks_what_is_missing(
    page: RecordPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.form.fill("folder", tmp_path / "books")
    lines = trial.begun()
    page.show_lines(lines)
    assert (
        not page.start.isEnabled() and "being tried" in page.test.signs["screen"].accessibleName()
    )
    for name, _ in trial.CHANNELS:
        needed = name != "elements"
        lines = trial.with_probe(lines, Probe(name, needed, f"About {name}.", needed=needed))
        page.show_lines(lines)
    assert page.start.isEnabled() and page.test.pill.text() == "Ready"
    assert "can be done without" in page.test.signs["elements"].accessibleName()
    page.show_lines(trial.with_probe(lines, Probe("disk", False, "Make some space.")))
    assert not page.start.isEnabled() and page.test.told["disk"].text() == "Make some space."


def test_the_countdown_counts_is_called_off_and_can_be_skipped(
    page: RecordPage, qtbot: QtBot, tmp_path: Path
) -> None:
    begun = []
    page.begun.connect(lambda: begun.append(True))
    page.count_down(True)
    assert page.countdown.number.shown == 3 and page.countdown.hasFocus()
    qtbot.keyClick(page.countdown, KEY.Key_Escape)
    assert not page.countdown.isVisible() and begun == []
    page.count_down(False)
    assert begun == [True] and not page.countdown.isVisible()


def press_at(part: QWidget, time_ms: int) -> None:
    """Press a part as the window system tells it at a time."""
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        at, left = QPointF(2, 2), Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, at, part.mapToGlobal(at), left, left, Qt.KeyboardModifier(0))
        event.setTimestamp(time_ms)
        QApplication.sendEvent(part, event)


def test_the_bar_is_dragged_and_gives_way_to_presses_beside_it_alone(qtbot: QtBot) -> None:
    window = window_of(qtbot)
    work = window.work.recording.bar
    work.show_face(recording_state.starting("Month end"), recording_state.Rates())
    bar = bar_of(window)
    left = Qt.MouseButton.LeftButton
    before = bar.pos()
    grip = bar.time.geometry().center()
    qtbot.mousePress(bar, left, pos=grip)
    qtbot.mouseMove(bar, grip - QPoint(100, 60))
    qtbot.mouseRelease(bar, left, pos=grip)
    assert bar.pos() != before and window_state.bar_place() == (bar.x(), bar.y())
    before = bar.pos()
    QCursor.setPos(bar.pos() - QPoint(12, 0))
    # The pointer has left the button before the word of the press comes, or after it came.
    for time, part in enumerate((bar.buttons["mark"], bar), 70):
        for place, moment in enumerate((time, time + 10)):
            press, heard = partial(press_at, part, moment), partial(work.hear, [moment])
            for happens in (press, heard) if place else (heard, press):
                happens()
            qtbot.wait(250)
            assert bar.pos() == before, "it stays under a press on itself"
    work.hear([99])
    qtbot.waitUntil(lambda: bar.pos() != before, timeout=LONG_MS)
    assert window_state.bar_place() == (before.x(), before.y()), "only a hand moves it for good"
    corner = bar.pos()
    bar.move(3, 3)
    work.show_face(recording_state.starting("Month end"), recording_state.Rates())
    assert bar.pos() == corner, "what moved it was no hand"
    window.close()


@pytest.mark.parametrize("face", ["form", "running", "caught"])
def test_every_face_is_named_plain_and_whole(page: RecordPage, tmp_path: Path, face: str) -> None:
    if face == "running":
        page.show_running(recording_state.starting("Month end"))
    if face == "caught":
        place = RecordingMaker(tmp_path / "month-end.rec").write()
        page.show_reading(place)
        found, pictures = recorder_calls.read_caught(place)
        page.show_caught(found, "", pictures)
        assert all(not made.pixmap().isNull() for made in page.caught.pictures)
    for found_label in page.findChildren(QLabel):
        assert found_label.textFormat() == Qt.TextFormat.PlainText or not found_label.text()
    for part in page.findChildren(QWidget):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible():
            words = part.text() if isinstance(part, QAbstractButton) else ""
            assert part.accessibleName() or words, type(part).__name__
    assert clipped(page) == []


def test_clicks_without_a_name_are_told_and_one_press_leads_to_them(qtbot: QtBot) -> None:
    place = workspace() / layout.WORKSPACE_RECORDINGS / "month-end.rec"
    place.parent.mkdir(parents=True)
    made = RecordingMaker(place)
    made.named = False
    recorded = made.write()
    window = window_of(qtbot)
    window.work.recording.caught.show(recorded, "")
    banner, steps = window.record.caught.unnamed, window.steps
    qtbot.waitUntil(lambda: bool(banner.sentence.text()), timeout=LONG_MS)
    told = "The only click hit nothing that can be named; see step 1."
    assert banner.sentence.text().endswith(told)
    banner.action.click()
    qtbot.waitUntil(lambda: bool(steps.model.steps), timeout=LONG_MS)
    qtbot.waitUntil(lambda: window.current_page == "steps", timeout=LONG_MS)
    qtbot.waitUntil(lambda: steps.model.rowCount() == 1, timeout=LONG_MS)
    assert steps.steps_list.filter.text() == "Filter (1)"
    assert len(steps.model.steps) == 2 and steps.model.step(0).is_unnamed
    qtbot.waitUntil(lambda: steps.panes.timeline.playhead > 0, timeout=LONG_MS)
    assert steps.panes.timeline.playhead == steps.panes.player._t


def test_a_recording_without_its_ends_keeps_its_name(tmp_path: Path) -> None:
    place = RecordingMaker(tmp_path / "month-end.rec").write()
    whole = open_recording(place).events
    found = recorder_calls.read_caught(place)[0]
    idle = replace(found, idle=((whole[-1].t_ns, whole[-1].t_ns + 1),))
    assert recorder_calls.shorten(place, idle, lambda told: None) == place
    assert open_recording(place).events != whole
    assert open_recording(tmp_path / "month-end, whole.rec").events == whole
    recorder_calls.shorten(place, replace(found, idle=()), lambda told: None)
    assert (tmp_path / "month-end, whole 2.rec").is_dir()
    assert len([*tmp_path.glob("*.rec")]) == 3


def test_the_sentence_of_a_step_is_worded_noted_and_taken_back(
    recorded: Path, qtbot: QtBot
) -> None:
    window = window_of(qtbot)
    window.open(recorded)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    assert window.session.task and window.session.task.recording
    kept = window.session.task.recording
    words, view = window.steps.words, window.steps.list
    made = reduce_steps(open_recording(kept))[0].sentence
    view.setFocus()
    qtbot.keyClick(view, KEY.Key_F2)
    written = view.findChild(Line)
    assert written.hasFocus() and written.selectedText() == made
    qtbot.keyClicks(written, "Pick the missing amount")
    qtbot.keyClick(written, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.steps.model.steps[0].sentence != made)
    assert reduce_steps(open_recording(kept))[0].sentence == "Pick the missing amount"
    assert window.steps.model.index(0).data() == "Pick the missing amount"
    assert view.hasFocus()
    qtbot.keyClick(view, KEY.Key_N)
    qtbot.keyClicks(words.note, "It came by letter\tand")
    view.setFocus()
    assert reduce_steps(open_recording(kept))[0].note == "It came by letter"
    for _ in range(2):
        window.actions_["undo"].trigger()
    said = reduce_steps(open_recording(kept))[0]
    assert (said.sentence, said.note) == (made, "")
    assert [line.sentence for line in annotations.read(kept)] == [
        "Pick the missing amount", None, None, "",
    ]  # fmt: skip
    assert verify(kept) == []
    window.close()


def test_escape_drops_and_what_is_empty_brings_back_the_sentence_made(
    recorded: Path, qtbot: QtBot
) -> None:
    window = window_of(qtbot)
    window.open(recorded)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    words = window.steps.words
    made = window.steps.model.steps[0].sentence
    words.edit_sentence()
    qtbot.keyClicks(words.sentence, "Nothing")
    qtbot.keyClick(words.sentence, KEY.Key_Escape)
    assert window.steps.model.steps[0].sentence == made
    for text in ("Other", ""):
        words.edit_sentence()
        words.sentence.clear()
        qtbot.keyClicks(words.sentence, text)
        qtbot.keyClick(words.sentence, KEY.Key_Return)
    assert window.steps.model.steps[0].sentence == made
    window.close()


def test_the_key_of_the_note_is_a_letter_elsewhere(recorded: Path, qtbot: QtBot) -> None:
    window = window_of(qtbot)
    window.open(recorded)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    qtbot.keyClick(window.steps.list, KEY.Key_C)
    title = window.steps.title
    assert title.hasFocus()
    qtbot.keyClicks(title, "n")
    assert title.text() == "n" and window.steps.words.note.isHidden()
    window.show_page("checks")
    window.checks.claims.list.setFocus()
    qtbot.keyClick(window.checks.claims.list, KEY.Key_N)
    assert window.current_page == "checks"
    window.close()


def test_a_program_that_opens_later_is_listed_without_asking(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    answers = [(), (), APPLICATIONS]
    looks: list[int] = []

    def look() -> tuple[OpenApplication, ...]:
        looks.append(1)
        return answers[min(len(looks), len(answers)) - 1]

    monkeypatch.setattr(recorder_calls, "open_applications", look)
    monkeypatch.setattr(record_asking, "_AGAIN_MS", 20)
    window = window_of(qtbot)
    window.actions_["record"].trigger()
    form = window.record.form
    qtbot.waitUntil(lambda: len(form.applications.rows) == 2, timeout=LONG_MS)
    window.show_page("home")
    qtbot.wait(60)
    assert len(looks) == 3
