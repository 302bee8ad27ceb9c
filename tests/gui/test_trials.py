"""The page of trials: what is listed, what one shows, and two real agents run from it."""

import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from studio.authoring import new_task, propose_checks
from studio.base.errors import UserError
from studio.base.settings import workspace
from studio.editing import AddCheckpoint, History, SetValue
from studio.formats import layout
from studio.formats.recordings import open_recording
from studio.formats.tasks import save_document
from studio.formats.trials import open_trial_folder
from studio.gui.main_window import MainWindow
from studio.gui.pages.trials.film import TrialFilm, read_drawing, read_picture
from studio.gui.pages.trials.state import NOW, Row
from studio.gui.session import TASKS
from studio.running import list_trials
from studio.steps import reduce_steps
from tests.gui.expert_desk import Desk
from tests.kept import SIZE, check, keep_trial, point, shade

KEY = Qt.Key
LONG_MS = 30_000


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task of two checkpoints that opens no program, so that its trials take a second each."""
    place = tmp_path_factory.mktemp("finished")
    folder = place / "month-end"
    task = new_task(folder, recording=Desk(place / "month-end.rec").write())
    steps = reduce_steps(open_recording(folder / layout.RECORDING))
    history = History(task.document)
    for first, last, title in ((0, 3, "Amounts completed"), (4, 7, "Total")):
        events = steps[first].first_event, steps[last].last_event
        history.apply(AddCheckpoint(title, 50, *events))
    save_document(folder, history.document, task.document)
    return folder


@pytest.fixture
def opened(window: MainWindow, finished: Path, qtbot: QtBot) -> MainWindow:
    """The window with that task, which nothing judges."""
    return opened_from(window, finished, qtbot)


def opened_from(window: MainWindow, place: Path, qtbot: QtBot, checks: bool = False) -> MainWindow:
    folder = workspace() / TASKS / place.name
    shutil.copytree(place, folder)
    if checks:
        propose_checks(folder, write=True)
    window.open(folder)
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=LONG_MS)
    window.show_page("trials")
    return window


def out(window: MainWindow) -> Path:
    return workspace() / layout.TRIALS / window.session.document.task.id


def keep(window: MainWindow, name: str, **facts: object) -> Path:
    """Keep a trial of the open task: four acts, two checkpoints, one of them missed."""
    points = window.session.document.task.checkpoints
    spans = {span.checkpoint: span for span in window.session.document.checks.steps}
    first, second = (spans[found.id] for found in points[:2])
    acts = [
        ("Click the cell F4", (first.first_event, first.first_event)),
        ("Type 1438.2", (first.last_event, first.last_event)),
        ("Click the cell F14", (second.first_event, second.first_event)),
        ("Press Ctrl+S", None),
    ]
    found = (
        point(points[0].id, 1.0, check("amounts", 1.0, "All 4 values are right.")),
        point(points[1].id, 0.0, check("gone", 0.0, "F14 is empty, expected 17,275.19.")),
    )
    return keep_trial(
        out(window),
        name,
        acts=acts,
        checkpoints=found,
        score=0.5,
        task=window.session.document.task.id,
        **facts,
    )


def shown(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    window.work.trials.read()
    qtbot.waitUntil(lambda: window.trials.select(str(folder)), timeout=LONG_MS)
    view = window.trials.view
    qtbot.waitUntil(view.isVisible, timeout=LONG_MS)


def brightness(image: QImage | None) -> int:
    return -1 if image is None else QColor(image.pixel(4, 4)).red()


def test_a_task_without_trials_says_what_they_are_and_offers_to_run(
    opened: MainWindow, qtbot: QtBot
) -> None:
    page = opened.trials
    qtbot.waitUntil(page.empty.isVisible, timeout=LONG_MS)
    assert "one agent at work" in page.empty.sentence.text()
    assert page.empty.button.isEnabled() and page.choosing.run.isEnabled()
    for tick in page.choosing.ticks.values():
        tick.setChecked(False)
    assert not page.choosing.run.isEnabled()
    assert "Tick at least one" in page.choosing.run.toolTip()


def test_agents_are_run_from_the_window_and_stopped(
    window: MainWindow, finished: Path, qtbot: QtBot
) -> None:
    opened = opened_from(window, finished, qtbot, checks=True)
    page = opened.trials
    page.choosing.ticks["near-miss"].setChecked(False)
    page.choosing.ticks["replay"].setChecked(False)
    opened.actions_["run"].trigger()
    assert page.model.key(0) == NOW and page.selected() == NOW
    assert page.live.isVisible() and page.choosing.cancel.isVisible()
    qtbot.waitUntil(lambda: page.live.frame.picture is not None, timeout=LONG_MS)
    scores = lambda: [row.score for row in page.model.rows]  # noqa: E731
    qtbot.waitUntil(lambda: scores() == ["1.00", "0.00"], timeout=LONG_MS)
    assert [row.title for row in page.model.rows] == ["Oracle", "Noop"]
    assert {row.pill for row in page.model.rows} == {"as it should"}
    assert page.choosing.told.text() == "2 trials ended, each as it should."
    qtbot.waitUntil(page.view.isVisible, timeout=LONG_MS)
    assert page.view.title.toolTip() == "Oracle" and page.choosing.run.isVisible()
    kept = list_trials(out(opened))
    assert [(row.agent, row.status, row.score) for row in kept] == [
        ("noop", "SCORED", 0.0),
        ("oracle", "SCORED", 1.0),
    ]
    page.choosing.trials.setValue(50)
    opened.actions_["run"].trigger()
    qtbot.waitUntil(lambda: len(page.model.rows) > 3, timeout=LONG_MS)
    page.choosing.cancel.click()
    opened.refresh()
    assert not page.choosing.cancel.isEnabled(), "it stops already"
    qtbot.waitUntil(page.choosing.run.isVisible, timeout=LONG_MS)
    assert page.choosing.told.text().endswith("of 100; what ended is kept.")
    qtbot.waitUntil(lambda: page.model.key(0) not in ("", NOW), timeout=LONG_MS)
    assert sum(row.status == "SCORED" for row in list_trials(out(opened))) >= 3
    which_check_is_gone_to(opened)


def which_check_is_gone_to(opened: MainWindow) -> None:
    """Go from a check of a trial to its page."""
    page, view = opened.trials, opened.trials.view
    page.select(page.model.rows[-1].key)
    known = opened.session.document.checks.checks
    view.show_trial(TrialFilm(opened.jobs, open_trial_folder(Path(page.selected())), None),
                    opened.session.document, stale=False)  # fmt: skip
    assert not view.check.isEnabled() and view.check.toolTip() == "Select a check first."
    view.checks.setCurrentIndex(view.checks.model().index(1, 0))
    view.check.click()
    assert opened.current_page == "checks"
    assert opened.checks.selected() in {check.id for check in known}


def test_frames_go_with_keys_checkpoints_and_the_strip(opened: MainWindow, qtbot: QtBot) -> None:
    folder = keep(opened, "trial-1")
    shown(opened, qtbot, folder)
    view, frames = opened.trials.view, opened.trials.view.frames
    assert frames.place == 3 and frames.words.text() == "Step 4 of 4"
    qtbot.waitUntil(lambda: brightness(frames.frame.picture) == shade(4), timeout=LONG_MS)
    assert view.pill.toolTip() == "not as it should" and "1 checkpoint missed" in (
        view.missed.toolTip()
    )
    view.points.setFocus()
    qtbot.keyClick(view.points, KEY.Key_Left)
    assert frames.place == 2
    qtbot.waitUntil(lambda: brightness(frames.frame.picture) == shade(3), timeout=LONG_MS)
    qtbot.keyClick(view.points, KEY.Key_Right)
    qtbot.keyClick(view.points, KEY.Key_Right)
    assert frames.place == 3, "the last step is the last"
    qtbot.keyClick(view.points, KEY.Key_Down)
    qtbot.keyClick(view.points, KEY.Key_Up)
    assert frames.place == 1, "the first checkpoint was reached with the second step"
    qtbot.waitUntil(lambda: frames.expert.picture is not None, timeout=LONG_MS)
    frames.strip.slider.setFocus()
    qtbot.keyClick(frames.strip.slider, KEY.Key_Home)
    assert frames.place == 0
    view.checks.setCurrentIndex(view.checks.model().index(3, 0))
    assert not view.check.isEnabled() and "not part of the task" in view.check.toolTip()
    assert frames.told.toolTip() == "Step 1. Click the cell F4"
    qtbot.waitUntil(lambda: len(frames.strip.tiles) == 4, timeout=LONG_MS)


def test_a_trial_of_the_task_as_it_was_is_marked(opened: MainWindow, qtbot: QtBot) -> None:
    task = opened.session.task
    assert task is not None
    folder = keep(opened, "trial-1", task_digest=task.digest)
    shown(opened, qtbot, folder)
    assert not opened.trials.model.rows[0].stale and opened.trials.view.stale.isHidden()
    opened.edit(SetValue("title", "Invoices of October"))
    qtbot.waitUntil(lambda: opened.trials.model.rows[0].stale, timeout=LONG_MS)


def test_a_damaged_trial_is_told_and_the_others_are_shown(opened: MainWindow, qtbot: QtBot) -> None:
    whole, broken = keep(opened, "trial-1"), keep(opened, "trial-2")
    (broken / layout.TRIAL).write_text("{")
    shown(opened, qtbot, whole)
    page = opened.trials
    page.select(str(broken))
    qtbot.waitUntil(page.empty.isVisible, timeout=LONG_MS)
    assert "breaks off" in page.empty.sentence.text()
    page.select(str(whole))
    qtbot.waitUntil(page.view.isVisible, timeout=LONG_MS)


def test_ten_thousand_trials_are_listed_and_scrolled(window: MainWindow) -> None:
    page = window.trials
    window.show_page("trials")
    rows = tuple(Row(f"t{n}", f"Noop {n}", "", "as it should", "good", 0.5) for n in range(10_000))
    page.show_trials(rows)
    assert page.model.rowCount() == 10_000 and page.selected() == "t0"
    assert page.select("t9999") and page.list.visualRect(page.list.currentIndex()).isValid()
    page.list.grab()


def test_pictures_of_strangers_are_read_within_bounds(tmp_path: Path) -> None:
    place = tmp_path / "0001.png"
    Image.new("RGB", SIZE, (90, 90, 90)).save(place)
    image = read_picture(place, (160, 160))
    assert (image.width(), image.height()) == (160, 100)
    Image.new("RGB", (4, 4)).save(tmp_path / "other.png", "BMP")
    Image.new("1", (9_000, 9_000)).save(tmp_path / "large.png")
    (tmp_path / "link.png").symlink_to(place)
    (tmp_path / "none.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    for name in ("other.png", "large.png", "link.png", "none.png", "missing.png"):
        with pytest.raises(UserError, match="No picture"):
            read_picture(tmp_path / name, None)


def test_a_drawing_that_does_more_than_show_is_not_shown(tmp_path: Path) -> None:
    place = tmp_path / "c-1.svg"
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{}</svg>'
    place.write_text(svg.format('<rect width="40" height="20" fill="#ff0000"/>'))
    image = read_drawing(place, (80, 80))
    assert (image.width(), image.height()) == (80, 40)
    assert QColor(image.pixel(40, 20)).red() == 255
    place.write_text(svg.format('<image href="file:///etc/hostname"/>'))
    with pytest.raises(UserError, match="No picture"):
        read_drawing(place, None)
