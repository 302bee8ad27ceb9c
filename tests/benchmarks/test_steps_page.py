"""The steps page over an hour of work: opening, scrubbing, scrolling, drawing.

In brackets stand the milliseconds of the processor, which say more on a machine that is busy.
"""

import os
import random
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from studio.base import collector, settings
from studio.formats.recordings import open_recording
from studio.gui import theme, wiring
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.pages.steps.lanes import read_timeline, timeline_data
from studio.gui.pages.steps.page import StepsPage
from studio.gui.pages.steps.pictures import Pictures
from studio.gui.session import Session
from studio.gui.widgets.timeline_paint import LanePainter
from studio.gui.widgets.timeline_scale import Scale
from studio.steps import plain_steps
from tests.benchmarks.hour_recording import FRAMES, SECOND, STEPS, hour_recording, number_of
from tests.gui.expert_desk import Desk

FIRST_FRAME, ROWS, LIST, TURN, SEEK, SCROLL, DRAW = 1_000, 1_000, 1_000, 50, 60, 16, 5
MEMORY = 600
SEEKS, BURSTS, MANY = 300, 40, 10_000


@pytest.fixture(scope="module")
def hour() -> Path:
    return hour_recording()


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[MainWindow]:
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "STUDIO_WORKSPACE"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    settings.state_folder().mkdir(parents=True)
    theme.apply("light")
    made = wiring.build(Session(), Jobs(), None)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


class Turns:
    """Lets the event loop turn until something is so, and keeps how long each turn took.

    Attributes:
        taken: milliseconds of each turn.
        worked: of these, the milliseconds of the processor that this thread had.
    """

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self.taken: list[float] = []
        self.worked: list[float] = []

    def until(self, so: Callable[[], bool], seconds: float = 60) -> float:
        """Return the milliseconds until it was so."""
        began = time.perf_counter()
        while not so():
            turn, worked = time.perf_counter(), time.thread_time()
            assert turn - began < seconds, "it took too long"
            self._application.processEvents()
            self.taken.append(1e3 * (time.perf_counter() - turn))
            self.worked.append(1e3 * (time.thread_time() - worked))
            time.sleep(0.0005)
        return 1e3 * (time.perf_counter() - began)

    def rest(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > end, seconds + 60)


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def shown_number(page: StepsPage) -> int:
    picture = page.frame.picture
    assert picture is not None
    image = picture.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8)
    rows = pixels.reshape(image.height(), image.bytesPerLine() // 4, 4)
    return number_of(rows[:, : image.width()])


class Painted(QObject):
    """Keeps when the list was first painted with rows in it, and with all of them."""

    def __init__(self, page: StepsPage) -> None:
        super().__init__()
        self._page, self._before = page, page.model.steps
        self.rows = self.whole = 0.0
        page.list.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        steps = self._page.model.steps
        if event.type() == QEvent.Type.Paint and steps and steps is not self._before:
            self.rows = self.rows or time.perf_counter()
            if len(steps) == STEPS:
                self.whole = self.whole or time.perf_counter()
        return False


class Opened(NamedTuple):
    """Milliseconds from the opening to each of these."""

    frame: float
    rows: float
    whole: float
    lanes: float


def opened(window: MainWindow, turns: Turns, hour: Path) -> Opened:
    page = window.steps
    before, painted = page.model.steps, Painted(page)
    began = time.perf_counter()
    window.open(hour)
    turns.until(lambda: page.model.steps is not before or not before)
    turns.until(lambda: page.frame.shown is not None)
    frame = time.perf_counter()
    turns.until(lambda: painted.whole > 0 and page.whole)
    assert len(page.model.steps) == STEPS
    turns.until(lambda: bool(page.panes.timeline.data.lanes))
    lanes = time.perf_counter()
    page.list.viewport().removeEventFilter(painted)
    return Opened(*(1e3 * (at - began) for at in (frame, painted.rows, painted.whole, lanes)))


def test_ten_thousand_steps_scroll(window: MainWindow, qapp: QApplication, hour: Path) -> None:
    """Comes first: what this process holds at most is what one window holds."""
    turns = Turns(qapp)
    opened(window, turns, hour)
    turns.rest(2)
    page, steps = window.steps, window.steps.model.steps
    many = tuple(
        step.model_copy(update={"id": number + 1})
        for number, step in enumerate((steps + steps)[:MANY])
    )
    assert len(many) == MANY
    pictures = Pictures(open_recording(hour))
    began = time.perf_counter()
    page.model.show_steps(pictures, many)
    qapp.processEvents()
    listed = 1e3 * (time.perf_counter() - began)
    turns.rest(3)
    bar, taken, worked = page.list.verticalScrollBar(), [], []
    chance = random.Random(3)
    for place in range(600):
        far = place % 60 == 0
        began, work = time.perf_counter(), time.thread_time()
        bar.setValue(chance.randrange(bar.maximum()) if far else bar.value() + 37)
        page.list.viewport().repaint()
        taken.append(1e3 * (time.perf_counter() - began))
        worked.append(1e3 * (time.thread_time() - work))
        qapp.processEvents()
    half, late = np.percentile(taken, [50, 95])
    print(
        f"\n{MANY:,} steps: listed in {listed:.0f} ms; scrolled half in {half:.1f} ms, p95 "
        f"{late:.1f} [{np.percentile(worked, 95):.1f}] ms a frame (limit {SCROLL}), most "
        f"{max(taken):.1f} [{max(worked):.1f}] ms; memory at most "
        f"{megabytes():.0f} MB (limit {MEMORY})"
    )


def test_an_hour_opens(window: MainWindow, qapp: QApplication, hour: Path, tmp_path: Path) -> None:
    other = Desk(tmp_path / "month-end.rec").write()
    collector.spare_what_is_there()
    print(f"\nan hour, {STEPS:,} steps")
    for name in ("for the first time", "again", "again"):
        turns, spent = Turns(qapp), time.process_time()
        took = opened(window, turns, hour)
        spent = 1e3 * (time.process_time() - spent)
        turns.rest(1.5)
        over = sum(worked > TURN for worked in turns.worked)
        print(
            f"  opened {name}: first frame {took.frame:.0f} ms (limit {FIRST_FRAME:,}), first rows "
            f"painted {took.rows:.0f} ms (limit {ROWS:,}), whole list painted {took.whole:.0f} ms "
            f"(limit {LIST:,}), lanes {took.lanes:.0f} ms [{spent:.0f}], longest turn "
            f"{max(turns.taken):.0f} ms [{max(turns.worked):.0f}] (limit {TURN}; {over} over)"
        )
        # What is open already is not read again.
        window.open(other)
        turns.until(lambda: window.steps.whole and len(window.steps.model.steps) < STEPS)
        turns.rest(1.5)


def test_random_seeks_show_the_right_frame(
    window: MainWindow, qapp: QApplication, hour: Path
) -> None:
    turns = Turns(qapp)
    opened(window, turns, hour)
    turns.rest(2)
    page, chance = window.steps, random.Random(1)
    player, taken = page.panes.player, []
    turns.taken.clear()
    for _ in range(SEEKS):
        wanted = chance.randrange(FRAMES)
        began = time.perf_counter()
        player.seek(wanted * SECOND + SECOND // 2)
        turns.until(lambda wanted=wanted: page.frame.shown == wanted + 1)  # type: ignore[misc]
        taken.append(1e3 * (time.perf_counter() - began))
        assert shown_number(page) == wanted + 1
    half, late = np.percentile(taken, [50, 95])
    print(
        f"\n{SEEKS} random seeks in an hour: half in {half:.0f} ms, p95 {late:.0f} ms "
        f"(limit {SEEK}), most {max(taken):.0f} ms; longest turn {max(turns.taken):.0f} ms "
        f"(limit {TURN}); each the right frame"
    )


def test_a_burst_never_shows_what_was_asked_before(
    window: MainWindow, qapp: QApplication, hour: Path
) -> None:
    turns = Turns(qapp)
    opened(window, turns, hour)
    turns.rest(2)
    page, chance = window.steps, random.Random(2)
    asked, seen = 0, []
    show = page.frame.show_frame

    def watch(picture: QImage, size: tuple[int, int], number: int, *more: tuple[int, int]) -> None:
        seen.append((number, asked))
        show(picture, size, number, *more)

    page.frame.show_frame = watch  # type: ignore[method-assign]
    for _ in range(BURSTS):
        for _ in range(chance.randrange(2, 9)):
            asked = chance.randrange(FRAMES) + 1
            page.panes.player.seek((asked - 1) * SECOND)
            turns.rest(chance.choice((0, 0.004, 0.02)))
        turns.until(lambda: page.frame.shown == asked)  # noqa: B023
        assert shown_number(page) == asked
        turns.rest(0.2)
    stale = [pair for pair in seen if pair[0] != pair[1]]
    print(f"\n{BURSTS} bursts of seeks: {len(seen)} pictures shown, {len(stale)} of them stale")
    assert stale == []


def test_the_lanes_are_drawn(qapp: QApplication, hour: Path) -> None:
    theme.apply("light")
    recording = open_recording(hour)
    data = timeline_data(read_timeline(recording), plain_steps(recording), None)
    events = sum(len(lane.starts) for lane in data.lanes)
    image = QImage(1_250, 210, QImage.Format.Format_RGB32)
    print(f"\n{len(recording.events):,} events, {events:,} of them drawn (limit {DRAW} ms)")
    for zoom in (1, 4, 32, 256, 4_096):
        scale = Scale.fit(data.length, 1_138).zoomed(zoom, 500)
        taken, worked = [], []
        for _ in range(20):
            began, work = time.perf_counter(), time.thread_time()
            painter = QPainter(image)
            LanePainter(painter, qapp.font(), (1_250, 210)).paint(data, scale, lambda t: None)
            painter.end()
            taken.append(1e3 * (time.perf_counter() - began))
            worked.append(1e3 * (time.thread_time() - work))
        print(
            f"  zoom {zoom:>5}: half in {np.median(taken):.1f} [{np.median(worked):.1f}] ms, "
            f"most {max(taken):.1f} [{max(worked):.1f}] ms"
        )
