"""Redacting the recording of the open task, in the whole window: found, done, opened anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.editing import AddCheckpoint, SayStep
from studio.formats.recordings import open_recording
from studio.formats.tasks import open_task
from studio.formats.wholeness import verify
from studio.gui.main_window import MainWindow
from studio.model.frozen import Bounds
from studio.steps import reduce_steps
from tests.gui.test_window import LONG_MS
from tests.unit.making import RecordingMaker


@pytest.fixture
def opened(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    window.open(RecordingMaker(tmp_path / "books.rec").write())
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    first, second = window.steps.model.steps
    window.session.apply(AddCheckpoint("Typed", 1.0, first.first_event, second.last_event))
    window.session.apply(SayStep(first.keys[0], note="for the bank"))
    yield window


def folder_of(window: MainWindow) -> Path:
    assert window.session.task is not None
    return window.session.task.folder


def test_a_region_is_found_filled_and_opened_anew(opened: MainWindow, qtbot: QtBot) -> None:
    folder = folder_of(opened)
    before = open_recording(folder / "private/recording").manifest.id
    qtbot.keyClick(opened.steps.list, Qt.Key.Key_R)
    pane = opened.steps.redacting
    pane.view.show_region(Bounds(x=20, y=10, width=100, height=40))
    pane.view.drawn.emit(pane.view.region)
    pane.find_.click()
    qtbot.waitUntil(pane.redact.isVisible, timeout=LONG_MS)
    assert pane.told.text() == "2 places on 2 frames, 0 keys and 0 texts."
    pane.redact.click()
    qtbot.waitUntil(lambda: "is in the trash" in opened.toast.text(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: not opened.jobs.running("open") and not pane.isVisible())
    qtbot.waitUntil(lambda: bool(opened.steps.model.steps), timeout=LONG_MS)
    recording = open_recording(folder / "private/recording")
    assert recording.manifest.id != before and verify(recording.folder) == []
    (span,) = open_task(folder).document.checks.steps
    steps = reduce_steps(recording)
    assert [step.note for step in steps] == ["for the bank", ""]
    assert all(span.holds(step.first_event) for step in steps)
    assert opened.session.history and not opened.session.history.can_undo
    assert [place.name for place in folder.parent.iterdir()] == [folder.name]


def test_a_word_in_a_watched_file_is_told_and_nothing_is_changed(
    opened: MainWindow, qtbot: QtBot
) -> None:
    digest = open_task(folder_of(opened)).digest
    opened.actions_["redact"].trigger()
    pane = opened.steps.redacting
    qtbot.keyClicks(pane.word, "250.5")
    qtbot.keyClick(pane.word, Qt.Key.Key_Return)
    qtbot.waitUntil(pane.redact.isVisible, timeout=LONG_MS)
    assert "5 keys" in pane.told.text()
    pane.redact.click()
    qtbot.waitUntil(lambda: "holds a word" in pane.told.text(), timeout=LONG_MS)
    assert pane.isVisible() and pane.back.isEnabled()
    assert open_task(folder_of(opened)).digest == digest
    qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert opened.steps.list.hasFocus()
