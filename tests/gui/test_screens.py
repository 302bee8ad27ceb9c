"""Each page as it looks, beside pictures that somebody looked at; `make screens` renews them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.authoring import new_task, occupation_link, propose_checks
from studio.base.settings import workspace
from studio.editing import AddCheckpoint, History, LinkOccupation, SayStep, SetPrompt, SetValue
from studio.formats import layout
from studio.formats.recordings import open_recording
from studio.formats.tasks import save_document
from studio.gui import theme, window_state
from studio.gui.actions import PAGES
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.session import TASKS, Session
from studio.gui.theme import Zoom
from studio.gui.wiring import build
from studio.steps import reduce_steps
from tests.gui.expert_desk import Desk
from tests.gui.screens import KEPT, RENEW, fault, picture_of

pytestmark = pytest.mark.skipif(
    not KEPT.exists() and RENEW not in os.environ, reason="no pictures are kept yet"
)
LONG_MS = 30_000
LOOKS = (("light", 100), ("dark", 100), ("contrast", 100), ("light", 200))
WIDE, HIGH = 1280, 800
PROMPT = "Complete the amounts of October in invoices.xlsx and add their total below the last row."


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication) -> Iterator[None]:
    """A home whose paths are told the same everywhere, and a cursor that stands still."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("STUDIO_WORKSPACE", str(tmp_path / "Work"))
    monkeypatch.setenv("STUDIO_AUTHOR", "Robin Vale")
    monkeypatch.setenv("TZ", "UTC")
    flash = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(flash)
    Zoom.percent = 100
    theme.apply("light")


def made(qtbot: QtBot, mode: str = "light", zoom: int = 100) -> MainWindow:
    Zoom.percent = zoom
    window_state.remember_mode(mode)
    theme.apply(mode)
    window = build(Session(), Jobs(), None)
    qtbot.addWidget(window)
    window.resize(WIDE * zoom // 100, HIGH * zoom // 100)
    window.show()
    qtbot.waitExposed(window)
    return window


def rest(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the work that follows a change has ended and is drawn."""
    qtbot.wait(120)
    qtbot.waitUntil(lambda: not window.jobs._running, timeout=LONG_MS)
    qtbot.wait(60)
    QEventLoop().processEvents()


@pytest.fixture(scope="module")
def month_end(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task with two checkpoints and their checks, made once."""
    place = tmp_path_factory.mktemp("screens")
    folder = place / "month-end"
    task = new_task(folder, recording=Desk(place / "month-end.rec").write())
    steps = reduce_steps(open_recording(folder / layout.RECORDING))
    history = History(task.document)
    for first, last, title, weight in ((0, 3, "Amounts completed", 60), (4, 7, "Total", 40)):
        events = steps[first].first_event, steps[last].last_event
        history.apply(AddCheckpoint(title, weight, *events))
    history.apply(SetValue("title", "October invoices"))
    history.apply(SetPrompt(PROMPT))
    history.apply(LinkOccupation(occupation_link("43-3031.00")))
    history.apply(SayStep(steps[1].first_event, note="The amount is on the paper invoice"))
    save_document(folder, history.document, task.document)
    propose_checks(folder, write=True)
    return folder


def opened(window: MainWindow, qtbot: QtBot, month_end: Path) -> MainWindow:
    folder = workspace() / TASKS / month_end.name
    shutil.copytree(month_end, folder)
    window.open(folder)
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=LONG_MS)
    rest(window, qtbot)
    return window


@pytest.mark.parametrize(("mode", "zoom"), LOOKS)
def test_each_page(qtbot: QtBot, tmp_path: Path, month_end: Path, mode: str, zoom: int) -> None:
    window = opened(made(qtbot, mode, zoom), qtbot, month_end)
    window.occupations.search.setText("bookkeeping")
    wrong = []
    for page in PAGES:
        window.show_page(page)
        rest(window, qtbot)
        wrong.append(fault(picture_of(window), f"{page}-{mode}-{zoom}", tmp_path))
    window.close()
    assert [told for told in wrong if told] == []
