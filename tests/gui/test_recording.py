"""The window beside a recorder that it did not start."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.base.settings import workspace
from studio.capture.launching import log_of
from studio.capture.options import OpenApplication
from studio.formats import annotations, layout
from studio.formats.recorder_status import status_of
from studio.formats.recordings import open_recording
from studio.formats.wholeness import verify
from studio.gui import messages, theme
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.gui.widgets.fields import Line
from studio.gui.widgets.recording_form import RecordingForm
from studio.gui.wiring import build
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


def pill(window: MainWindow) -> str:
    strip = window.recording.strip
    return strip.pill.text().removeprefix("● ") if strip.isVisible() else ""


def shows(window: MainWindow, *words: str) -> bool:
    strip = window.recording.strip
    texts = {found.text() for found in strip.findChildren(QLabel) if found.isVisible()}
    return set(words) <= texts


def test_the_window_takes_up_a_running_recorder_pauses_and_stops_it(
    recorder: "subprocess.Popen[bytes]", recorded: Path, qtbot: QtBot
) -> None:
    window = window_of(qtbot)
    qtbot.waitUntil(lambda: pill(window) == "Recording", timeout=LONG_MS)
    assert shows(window, "1,204 events", "96 frames", "1 file change", "7 withheld")
    assert not window.home.record.isEnabled() and "strip" in window.home.record.toolTip()
    qtbot.keyClick(window, KEY.Key_P, CTRL_SHIFT)
    qtbot.waitUntil(lambda: pill(window) == "Paused", timeout=LONG_MS)
    press(qtbot, window.recording.strip.buttons["resume"])
    qtbot.waitUntil(lambda: pill(window) == "Recording", timeout=LONG_MS)
    qtbot.keyClick(window, KEY.Key_S, CTRL_SHIFT)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    assert window.current_page == "steps" and pill(window) == ""
    assert recorder.wait(20) == 0 and verify(recorded) == []
    assert window.home.record.isEnabled()
    window.close()


def test_what_the_recorder_says_stays_on_the_screen(
    recorder: "subprocess.Popen[bytes]", recorded: Path, qtbot: QtBot
) -> None:
    gone = "The watched folder books is gone; its last files are kept."
    log = log_of(recorded)
    log.write_text(f"Ready: screen, input, files, elements.\nRecording\n{gone}\n")
    window = window_of(qtbot)
    qtbot.waitUntil(lambda: shows(window, "● Recording", gone), timeout=LONG_MS)
    full = "The disk is nearly full; what was recorded until then is in month-end.rec."
    log.write_text(f"Recording\n{gone}\n{full}\n")
    recorder.terminate()
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    assert shows(window, "● Not recording", full)
    press(qtbot, window.recording.strip.buttons["dismiss"])
    assert pill(window) == ""
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
    qtbot.waitUntil(lambda: pill(window) == "Recording", timeout=LONG_MS)
    assert not window.close() and window.isVisible()
    assert window.close()
    assert "goes on without the window" in said[0]
    assert status_of(recorded) is not None
    again = window_of(qtbot)
    qtbot.waitUntil(lambda: pill(again) == "Recording", timeout=LONG_MS)
    again.close()


def test_a_recorder_that_dies_leaves_a_sentence_and_is_recovered(
    recorder: "subprocess.Popen[bytes]", recorded: Path, qtbot: QtBot
) -> None:
    window = window_of(qtbot)
    qtbot.waitUntil(lambda: pill(window) == "Recording", timeout=LONG_MS)
    os.kill(recorder.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: pill(window) == "Ended", timeout=LONG_MS)
    press(qtbot, window.recording.strip.buttons["dismiss"])
    assert pill(window) == "" and window.close()
    again = window_of(qtbot)
    qtbot.waitUntil(lambda: pill(again) == "Ended", timeout=LONG_MS)
    press(qtbot, again.recording.strip.buttons["recover"])
    qtbot.waitUntil(lambda: bool(again.steps.model.steps), timeout=LONG_MS)
    assert open_recording(recorded).manifest.state == "recovered" and verify(recorded) == []
    assert pill(again) == ""
    again.close()


def test_without_a_display_a_new_recording_is_one_sentence(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    window = window_of(qtbot)
    press(qtbot, window.home.record)
    qtbot.waitUntil(window.toast.isVisible, timeout=LONG_MS)
    assert "There is no display" in window.toast.text()
    window.close()


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_the_strip_is_whole_in_a_narrow_window(
    recorder: "subprocess.Popen[bytes]", qtbot: QtBot, mode: str
) -> None:
    window = window_of(qtbot)
    window.choose_mode(mode)
    window.resize(960, 640)
    qtbot.waitUntil(lambda: pill(window) == "Recording", timeout=LONG_MS)
    qtbot.waitUntil(lambda: clipped(window) == [], timeout=LONG_MS)
    assert window.width() == 960
    window.close()


def form_of(qtbot: QtBot, tmp_path: Path) -> RecordingForm:
    (tmp_path / "books").mkdir()
    applications = (
        OpenApplication("libreoffice-calc", ("invoices.xlsx - LibreOffice Calc",)),
        OpenApplication("mousepad", ()),
    )
    made = RecordingForm("Month end", applications, tmp_path / "recordings", lambda _: tmp_path)
    qtbot.addWidget(made)
    return made


def test_the_form_keeps_no_text_unless_it_is_ticked(qtbot: QtBot, tmp_path: Path) -> None:
    form = form_of(qtbot, tmp_path)
    assert form.refusal().startswith("Choose the folder")
    qtbot.keyClicks(form.folder, str(tmp_path / "books"))
    assert form.refusal() == "" and form.plan().allowed == ()
    tick = form.ticks["libreoffice-calc"]
    assert "invoices.xlsx" in tick.text()
    qtbot.keyClick(tick, KEY.Key_Space)
    assert form.plan().allowed == ("libreoffice-calc",)
    texts = " ".join(found.text() for found in form.findChildren(QLabel))
    assert "Never kept" in texts and "password" in texts


def test_every_part_of_the_form_has_a_name_and_is_plain(qtbot: QtBot, tmp_path: Path) -> None:
    form = form_of(qtbot, tmp_path)
    around = QWidget()
    qtbot.addWidget(around)
    column = QVBoxLayout(around)
    column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    column.addWidget(form)
    around.resize(560, 480)
    around.show()
    for found in form.findChildren(QLabel):
        assert found.textFormat() == Qt.TextFormat.PlainText
    for found in form.findChildren(QWidget):
        if found.focusPolicy() & Qt.FocusPolicy.TabFocus and found.isVisible():
            words = found.text() if isinstance(found, QAbstractButton) else ""
            assert found.accessibleName() or words, type(found).__name__
    assert clipped(form) == []


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
    window.checks.list.setFocus()
    qtbot.keyClick(window.checks.list, KEY.Key_N)
    assert window.current_page == "checks"
    window.close()
