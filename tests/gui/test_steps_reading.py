"""The list of steps while they are being read: its first rows are there, and stay as they are."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from studio.editing import SayStep
from studio.formats import event_log, layout
from studio.formats.recordings import Recording
from studio.gui import theme
from studio.gui.jobs import Jobs
from studio.gui.pages.steps.page import StepsPage
from studio.gui.session import Session
from studio.gui.work import steps as steps_work
from studio.gui.work.steps import StepsWork
from studio.model.recording import Event, ScrollEvent
from studio.steps import RecordedSteps, StepReader
from tests.gui.expert_desk import Desk

SECOND = 1_000_000_000
MANY, PART = 120, 40
LONG_MS = 20_000


class Reading:
    """A page, and what reads the steps of the recording that is open for it."""

    def __init__(self) -> None:
        self.window, self.page, self.jobs = QMainWindow(), StepsPage(), Jobs()
        self.window.setCentralWidget(self.page)
        self.window.setMinimumSize(960, 640)
        self.window.resize(1250, 820)
        self.session = Session()
        self.work = StepsWork(self.session, self.jobs, self.page)
        self.told: list[str] = []
        self.parts: list[int] = []
        self.page.told.connect(self.told.append)
        self.page.edit_asked.connect(self.session.apply)
        self.session.opened.connect(lambda: self.page.show_document(self.session.document))
        self.session.opened.connect(self.work.read_steps)
        self.session.changed.connect(lambda _: self.page.show_document(self.session.document))
        self.work.begun.connect(lambda: self.parts.append(len(self.page.model.steps)))

    @property
    def sentences(self) -> list[str]:
        model = self.page.model
        return [str(model.index(row).data()) for row in range(model.rowCount())]

    def in_parts(self, qtbot: QtBot) -> tuple[RecordedSteps, RecordedSteps]:
        """Show the first of many turns of the wheel, and return it and the whole."""
        recording = self.session.recording
        assert recording is not None
        qtbot.waitUntil(lambda: self.page.whole, timeout=LONG_MS)
        turns = [
            ScrollEvent(seq=seq, t_ns=seq * 2 * SECOND, x=5, y=5, dx=0, dy=1 + seq % 7)
            for seq in range(1, MANY + 1)
        ]
        reader = StepReader(recording)
        reader.take(turns[:PART])
        part = RecordedSteps(recording, reader)
        reader.take(turns[PART:])
        reader.end()
        film = self.page.panes.player.film
        assert film is not None
        self.page.model.show_steps(film.pictures, ())
        self.page.show_steps(part)
        return part, RecordedSteps(recording, reader)


@pytest.fixture
def reading(qtbot: QtBot, qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reading]:
    theme.apply("light")
    monkeypatch.setattr(event_log, "_AT_ONCE", 8)
    monkeypatch.setattr(steps_work, "_FIRST", 2)
    monkeypatch.setattr(steps_work, "_TIMES", 2)
    made = Reading()
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.page.panes.show_film(None)
    made.jobs.close()
    made.session.close()


def test_the_first_rows_stay_where_they_are_when_the_others_come(
    reading: Reading, desk: Path, qtbot: QtBot
) -> None:
    reading.session.open(desk)
    _, whole = reading.in_parts(qtbot)
    page, view = reading.page, reading.page.list
    before = reading.sentences
    assert len(before) > 30 and not page.whole
    page.select(20, 22)
    view.verticalScrollBar().setValue(300)
    keep = QItemSelectionModel.SelectionFlag.NoUpdate
    view.selectionModel().setCurrentIndex(page.model.index(20), keep)
    qtbot.waitUntil(lambda: page.panes.player.settled, timeout=LONG_MS)
    scrolled, shown = view.verticalScrollBar().value(), page.panes.player.frame.shown
    assert scrolled > 0
    page.show_steps(whole)
    assert page.panes.player.settled
    qtbot.wait(1)
    assert reading.sentences[: len(before)] == before
    assert len(reading.sentences) == MANY
    assert page.selection.numbers == (20, 21, 22)
    assert (view.verticalScrollBar().value(), view.currentIndex().row()) == (scrolled, 20)
    assert page.panes.player.frame.shown == shown


def test_nothing_is_edited_until_all_steps_are_there(
    reading: Reading, desk: Path, qtbot: QtBot
) -> None:
    reading.session.open(desk)
    _, whole = reading.in_parts(qtbot)
    page = reading.page
    page.select(3, 3)
    row = page.model.index(2)
    edits: list[object] = []
    page.edit_asked.connect(edits.append)
    for command in ("merge", "mark", "trim_after", "reword"):
        page.do(command)
    assert not edits and len(reading.told) == 4 and "still being read" in reading.told[0]
    assert not row.flags() & Qt.ItemFlag.ItemIsEditable
    assert not page.detail._head.isVisible() and page.shown() == ()
    # The facts of the step are told already, those that the others decide too.
    assert page.detail.words._sentence.text() == reading.sentences[2]
    page.show_steps(whole)
    assert row.flags() & Qt.ItemFlag.ItemIsEditable
    assert page.detail._head.isVisible() and len(page.shown()) == MANY
    page.do("merge")
    assert len(edits) == 1


def test_what_is_undone_meanwhile_counts(reading: Reading, desk: Path, qtbot: QtBot) -> None:
    reading.session.open(desk)
    part, whole = reading.in_parts(qtbot)
    before = reading.sentences
    reading.session.apply(SayStep(part.plain[4].keys[0], sentence="Look for the total"))
    assert reading.sentences == [*before[:4], "Look for the total", *before[5:]]
    reading.page.show_steps(whole)
    assert reading.sentences[4] == "Look for the total"
    reading.session.undo()
    assert reading.sentences[: len(before)] == before


def test_the_search_says_that_it_is_still_reading(
    reading: Reading, desk: Path, qtbot: QtBot
) -> None:
    reading.session.open(desk)
    _, whole = reading.in_parts(qtbot)
    listed = reading.page.steps_list
    last = whole.plain[-1]
    reading.session.apply(SayStep(last.keys[0], sentence="Close the ledger"))
    listed.search.setText("ledger")
    qtbot.waitUntil(lambda: listed.nothing.isVisible())
    assert "Still reading the steps" in listed.nothing.sentence.text()
    reading.page.show_steps(whole)
    assert reading.sentences == ["Close the ledger"] and not listed.nothing.isVisible()
    listed.search.setText("nowhere")
    qtbot.waitUntil(lambda: listed.nothing.isVisible())
    assert listed.nothing.sentence.text().startswith("No step has")


def test_steps_come_in_parts_and_then_all_of_them(
    reading: Reading, desk: Path, qtbot: QtBot
) -> None:
    reading.session.open(desk)
    qtbot.waitUntil(lambda: reading.page.whole, timeout=LONG_MS)
    assert reading.parts == sorted(reading.parts) and len(reading.parts) > 1
    assert reading.session.recording is not None
    assert reading.page.model.steps == RecordedSteps(reading.session.recording).plain
    assert reading.page.selection.numbers == (1,)


def test_a_damaged_end_leaves_no_rows_behind(reading: Reading, desk: Path, qtbot: QtBot) -> None:
    reading.session.open(desk)
    assert reading.session.recording is not None
    place = reading.session.recording.folder / layout.event_segment(1)
    *lines, last = place.read_text().splitlines(keepends=True)
    place.write_text("".join([*lines, last.replace('"type"', '"tape"')]))
    reading.parts.clear()
    reading.work.read_steps()
    page = reading.page
    qtbot.waitUntil(lambda: "damaged" in page.frame._sentence, timeout=LONG_MS)
    assert reading.parts and reading.sentences == [] and page.selected() == []


class OneStep(Desk):
    """A key was pressed, and nothing else."""

    def write(self) -> Path:
        self._show({}, "A1")
        self._type("7")
        self._finish()
        return self.folder


class Slow:
    """Lets the events of a recording come for ever, a few at a time, after the first of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        read = Recording.event_batches
        self.asked = 0

        def batches(recording: Recording) -> Iterator[Sequence[Event]]:
            found = list(read(recording))
            if recording.manifest.id != name:
                yield from found
                return
            yield from found[: len(found) // 2 + 1]
            while True:
                self.asked += 1
                time.sleep(0.005)
                yield ()

        monkeypatch.setattr(Recording, "event_batches", batches)


def test_another_recording_is_opened_meanwhile(
    reading: Reading, desk: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.session.open(desk)
    assert reading.session.recording is not None
    qtbot.waitUntil(lambda: reading.page.whole, timeout=LONG_MS)
    slow = Slow(monkeypatch, reading.session.recording.manifest.id)
    reading.parts.clear()
    reading.work.read_steps()
    qtbot.waitUntil(lambda: bool(reading.parts) and slow.asked > 3, timeout=LONG_MS)
    other = tmp_path / "one.rec"
    OneStep(other).write()
    seen: list[str] = []
    reading.session.open(other)
    reading.page.model.rowsInserted.connect(lambda *_: seen.extend(reading.sentences))
    qtbot.waitUntil(lambda: reading.page.whole, timeout=LONG_MS)
    qtbot.waitUntil(lambda: reading.jobs.running("steps") is None, timeout=LONG_MS)
    assert reading.sentences == seen == ['Type "7"']


def test_closing_meanwhile_ends_the_reading(
    reading: Reading, desk: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.session.open(desk)
    assert reading.session.recording is not None
    qtbot.waitUntil(lambda: reading.page.whole, timeout=LONG_MS)
    slow = Slow(monkeypatch, reading.session.recording.manifest.id)
    reading.work.read_steps()
    qtbot.waitUntil(lambda: slow.asked > 0, timeout=LONG_MS)
    reading.jobs.close()
    asked = slow.asked
    time.sleep(0.05)
    assert slow.asked == asked


def test_a_recording_without_a_step_says_so(reading: Reading, desk: Path, qtbot: QtBot) -> None:
    reading.session.open(desk)
    assert reading.session.recording is not None
    qtbot.waitUntil(lambda: reading.page.whole, timeout=LONG_MS)
    for place in reading.session.recording.folder.glob(layout.EVENT_SEGMENTS):
        place.write_text("")
    reading.work.read_steps()
    qtbot.waitUntil(lambda: reading.page.whole, timeout=LONG_MS)
    nothing = reading.page.steps_list.nothing
    assert nothing.isVisible() and "No key or button" in nothing.sentence.text()
