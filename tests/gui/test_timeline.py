"""The timeline and the frame pane of the steps page, over a recording with real video."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.formats import layout
from studio.formats.tasks import open_task
from studio.gui.main_window import MainWindow
from studio.gui.pages.steps.panes import Panes
from studio.gui.theme import px
from studio.gui.widgets.timeline import Timeline
from studio.gui.widgets.timeline_paint import LABELS, RULER, rows
from tests.benchmarks.hour_recording import SECOND, number_of, write_recording

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
FRAMES, STEPS = 24, 16
LONG_MS = 30_000


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_recording(tmp_path_factory.mktemp("film") / "film.rec", FRAMES, STEPS)


@pytest.fixture
def panes(window: MainWindow, film: Path, qtbot: QtBot) -> Iterator[Panes]:
    window.open(film)
    qtbot.waitUntil(lambda: len(window.steps.model.steps) == STEPS, timeout=LONG_MS)
    settled(qtbot, window.steps.panes)
    yield window.steps.panes


def settled(qtbot: QtBot, panes: Panes) -> None:
    qtbot.waitUntil(lambda: panes.player.settled, timeout=LONG_MS)


def selected(window: MainWindow) -> list[int]:
    return [step.id for step in window.steps.selected()]


def at(timeline: Timeline, t: float, lane: str = "") -> QPoint:
    """Return the pixel of a moment on the ruler, or in a lane."""
    row = next((row for row in rows(timeline.data) if row.name == lane), None)
    y = row.top + row.height // 2 if row else px(RULER) // 2
    return QPoint(px(LABELS) + round(timeline.scale_.x(t)), y)


def drawn_number(panes: Panes) -> int:
    picture = panes.player.frame.picture
    assert picture is not None
    image = picture.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8)
    rows_ = pixels.reshape(image.height(), image.bytesPerLine() // 4, 4)
    return number_of(rows_[:, : image.width()])


def test_dragging_on_the_ruler_shows_the_right_frame(
    panes: Panes, window: MainWindow, qtbot: QtBot
) -> None:
    timeline = panes.timeline
    qtbot.mousePress(timeline, LEFT, pos=at(timeline, 2.5 * SECOND))
    for seconds in (3.5, 9.5, 4.5, 17.5, 12.5):
        qtbot.mouseMove(timeline, at(timeline, seconds * SECOND))
    qtbot.mouseRelease(timeline, LEFT, pos=at(timeline, 19.5 * SECOND))
    settled(qtbot, panes)
    assert panes.player.frame.shown == 20 and drawn_number(panes) == 20
    assert panes.player.bar.clock.text().startswith("00:19.")
    (here,) = window.steps.selected()
    assert here.t_ns <= 19.5 * SECOND < window.steps.model.steps[here.id].t_ns
    assert not any(toggle.isChecked() for toggle in panes.player.bar.moments.values())


def test_many_seeks_end_at_the_last_and_never_go_back(panes: Panes, qtbot: QtBot) -> None:
    frame, asked, shown = panes.player.frame, 0, []
    show = frame.show_frame

    def watch(picture: QImage, size: tuple[int, int], number: int, *more: tuple[int, int]) -> None:
        shown.append((number, asked))
        show(picture, size, number, *more)

    frame.show_frame = watch  # type: ignore[method-assign]
    for asked in (20, 3, 17, 9, 24, 1, 13):
        panes.player.seek((asked - 1) * SECOND)
        QApplication.processEvents()
    settled(qtbot, panes)
    assert frame.shown == 13 and drawn_number(panes) == 13
    assert all(number == wanted for number, wanted in shown)


def test_the_arrows_go_from_step_to_step(panes: Panes, window: MainWindow, qtbot: QtBot) -> None:
    timeline, steps = panes.timeline, window.steps.model.steps
    timeline.setFocus()
    assert selected(window) == [1]
    qtbot.keyClick(timeline, KEY.Key_Right)
    qtbot.keyClick(timeline, KEY.Key_Right)
    assert selected(window) == [3] and timeline.playhead == pytest.approx(steps[2].t_ns, abs=SECOND)
    qtbot.keyClick(timeline, KEY.Key_Left)
    assert selected(window) == [2]
    qtbot.keyClick(timeline, KEY.Key_Right, SHIFT)
    qtbot.keyClick(timeline, KEY.Key_Right, SHIFT)
    assert selected(window) == [2, 3, 4]
    qtbot.keyClick(timeline, KEY.Key_Left, SHIFT)
    assert selected(window) == [2, 3]
    qtbot.keyClick(timeline, KEY.Key_End)
    assert timeline.playhead == timeline.data.length and selected(window) == [STEPS]
    qtbot.keyClick(timeline, KEY.Key_PageUp)
    assert timeline.playhead == pytest.approx(timeline.data.length * 0.9, abs=2)
    qtbot.keyClick(timeline, KEY.Key_Home)
    assert timeline.playhead == 0


def test_a_range_that_is_dragged_can_be_marked(
    panes: Panes, window: MainWindow, qtbot: QtBot
) -> None:
    timeline, steps = panes.timeline, window.steps.model.steps
    qtbot.mousePress(timeline, LEFT, pos=at(timeline, steps[3].t_ns, "Keys") - QPoint(3, 0))
    qtbot.mouseMove(timeline, at(timeline, steps[5].t_ns, "Keys") + QPoint(2, 0))
    qtbot.mouseRelease(timeline, LEFT, pos=at(timeline, steps[6].t_ns, "Keys"))
    assert selected(window) == [4, 5, 6]
    window.steps.title.setText("Amounts completed")
    qtbot.mouseClick(window.steps.mark, LEFT)
    lane = timeline.data.lane("checkpoints")
    assert lane is not None and lane.titles == ("Amounts completed",)
    assert (lane.starts[0], lane.ends[0]) == (steps[3].t_ns, steps[5].t_end_ns)
    window.steps.select(1, 1)
    qtbot.mouseDClick(timeline, LEFT, pos=at(timeline, steps[4].t_ns, "Checkpoints"))
    assert selected(window) == [4, 5, 6]
    window.actions_["undo"].trigger()
    lane = timeline.data.lane("checkpoints")
    assert lane is not None and lane.titles == ()
    assert window.session.task and not open_task(window.session.task.folder).document.checks.steps


def test_a_press_on_an_item_selects_the_step_there(
    panes: Panes, window: MainWindow, qtbot: QtBot
) -> None:
    timeline = panes.timeline
    lane = timeline.data.lane("elements")
    assert lane is not None
    for place in (2, 1):
        t = int(lane.starts[place])
        qtbot.mouseClick(timeline, LEFT, pos=at(timeline, t, "Elements") + QPoint(2, 0))
        assert timeline.playhead == t
        (step,) = window.steps.selected()
        assert step.element and step.element.name == lane.titles[place]
        assert lane.titles[place] in timeline.told_at(t, at(timeline, t, "Elements").y())


def test_selecting_in_the_list_moves_the_playhead(
    panes: Panes, window: MainWindow, qtbot: QtBot
) -> None:
    step = window.steps.model.steps[8]
    window.steps.list.setFocus()
    window.steps.select(8, 8)
    qtbot.keyClick(window.steps.list, KEY.Key_Down)
    assert selected(window) == [9]
    assert panes.timeline.playhead == step.t_ns
    assert f"step 9: {step.sentence}" in panes.timeline.accessibleDescription()
    assert "window " in panes.timeline.accessibleDescription()
    settled(qtbot, panes)
    for moment, frame in (("before", step.frame_before), ("after", step.frame_after)):
        qtbot.mouseClick(panes.player.bar.moments[moment], LEFT)  # type: ignore[index]
        settled(qtbot, panes)
        assert panes.player.frame.shown == frame == drawn_number(panes)


def test_zoom_keeps_what_is_under_the_pointer(panes: Panes, qtbot: QtBot) -> None:
    timeline = panes.timeline
    place = QPointF(at(timeline, 10 * SECOND))

    def turn(notches: int, held: Qt.KeyboardModifier) -> None:
        event = QWheelEvent(
            place, timeline.mapToGlobal(place), QPoint(), QPoint(0, notches * 120),
            Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(timeline, event)

    for _ in range(4):
        turn(1, CTRL)
    assert timeline.scale_.per_pixel < timeline.data.length / timeline.scale_.width / 2
    assert timeline.scale_.x(10 * SECOND) == pytest.approx(place.x() - px(LABELS), abs=1)
    first = timeline.scale_.first
    turn(-1, Qt.KeyboardModifier.NoModifier)
    assert timeline.scale_.first > first
    timeline.setFocus()
    qtbot.keyClick(timeline, KEY.Key_0)
    assert timeline.scale_.fits
    qtbot.keyClick(timeline, KEY.Key_Plus)
    qtbot.keyClick(timeline, KEY.Key_Minus)
    assert timeline.scale_.fits


def test_it_plays_and_stops_at_the_end(panes: Panes, window: MainWindow, qtbot: QtBot) -> None:
    timeline, player = panes.timeline, panes.player
    timeline.seek(timeline.data.length - SECOND // 2)
    timeline.setFocus()
    qtbot.keyClick(timeline, KEY.Key_Space)
    assert player.playing and player.bar.play.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: not player.playing, timeout=LONG_MS)
    assert timeline.playhead == timeline.data.length and selected(window) == [STEPS]
    settled(qtbot, panes)
    assert player.frame.shown == FRAMES


def test_at_rest_the_lossless_still_is_shown(panes: Panes, qtbot: QtBot) -> None:
    frame = panes.player.frame
    panes.player.seek(9 * SECOND)
    settled(qtbot, panes)
    frame.full()
    film = panes.player.film
    assert film is not None
    place = film.still(10)
    assert place is not None
    still = QImage(str(place)).convertToFormat(QImage.Format.Format_RGB32)

    def same() -> bool:
        picture = frame.picture
        return picture is not None and picture.convertToFormat(still.format()) == still

    qtbot.waitUntil(same, timeout=LONG_MS)
    assert frame.shown == 10 and panes.player.bar.percent.text() == "100%"


def test_assistive_technology_has_a_slider(panes: Panes, window: MainWindow, qtbot: QtBot) -> None:
    timeline = panes.timeline
    found = QAccessible.queryAccessibleInterface(timeline)
    assert found.role() == QAccessible.Role.Slider
    assert found.text(QAccessible.Text.Name) == "Timeline"
    value = found.valueInterface()
    assert value.maximumValue() == timeline.data.length // 1_000_000
    value.setCurrentValue(12_500)
    assert timeline.playhead == 12_500 * 1_000_000
    settled(qtbot, panes)
    assert panes.player.frame.shown == 13
    assert found.text(QAccessible.Text.Description).startswith("00:12.5 of 00:24.0, step ")


def test_without_video_the_stills_are_shown(window: MainWindow, desk: Path, qtbot: QtBot) -> None:
    assert not (desk / layout.VIDEO).exists()
    window.open(desk)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    panes = window.steps.panes
    panes.player.seek(panes.timeline.data.length)
    settled(qtbot, panes)
    assert panes.player.frame.shown == panes.player.film.frame_at(10**15)  # type: ignore[union-attr]
    assert panes.player.frame.picture is not None


def test_a_task_without_a_recording_has_no_timeline_to_use(window: MainWindow) -> None:
    window.steps.show_loading(recorded=False)
    panes = window.steps.panes
    assert not panes.timeline.isEnabled() and not panes.player.bar.play.isEnabled()
