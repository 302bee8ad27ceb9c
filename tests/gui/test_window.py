from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from studio.formats.tasks import open_task
from studio.gui import theme
from studio.gui.actions import PAGES
from studio.gui.main_window import MainWindow
from studio.model.trial import Halt, TrialRow
from studio.taxonomy import occupations
from tests.gui.clipping import clipped

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LONG_MS = 30_000


@pytest.fixture
def opened(window: MainWindow, desk: Path, qtbot: QtBot) -> MainWindow:
    window.open(desk)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    return window


def folder_of(window: MainWindow) -> Path:
    # It waits until what was typed last is on the disk.
    return window.session.open_task().folder


def press(qtbot: QtBot, widget: QWidget, text: str = "Space") -> None:
    widget.setFocus()
    qtbot.keyClick(widget, getattr(KEY, f"Key_{text}"))


def mark(window: MainWindow, qtbot: QtBot, first: int, last: int, title: str) -> None:
    window.steps.select(first, last)
    window.steps.do("mark")
    window.steps.title.setText(title)
    press(qtbot, window.steps.mark)


def with_checks(window: MainWindow, qtbot: QtBot) -> None:
    mark(window, qtbot, 1, 4, "Amounts completed")
    mark(window, qtbot, 5, 8, "Total computed")
    window.actions_["propose"].trigger()
    document = lambda: window.session.document  # noqa: E731
    qtbot.waitUntil(lambda: bool(document().checks.checks), timeout=LONG_MS)
    qtbot.waitUntil(lambda: window.jobs.running("judge") is None, timeout=LONG_MS)


def test_a_recording_opens_with_its_steps_and_a_title(opened: MainWindow) -> None:
    assert opened.windowTitle() == "Month end - Task Authoring Studio"
    model = opened.steps.model
    sentences = [model.index(row).data() for row in range(model.rowCount())]
    assert (
        sentences[0] == "Click the cell D3 in invoices.xlsx - Spreadsheet"
        and sentences[-1] == "Press Ctrl+S"
    )
    assert opened.current_page == "steps"


def test_the_selected_step_shows_its_frame_and_facts(opened: MainWindow, qtbot: QtBot) -> None:
    view = opened.steps.list
    view.setFocus()
    qtbot.keyClick(view, KEY.Key_Down)
    qtbot.keyClick(view, KEY.Key_Down)
    assert [step.id for step in opened.steps.selected()] == [3]
    texts = {found.text() for found in opened.steps.findChildren(QLabel)}
    assert {"Step 3", "Click the cell D5", "invoices.xlsx - Spreadsheet"} <= texts
    steps, frame = opened.steps.model.steps, opened.steps.frame
    qtbot.waitUntil(lambda: frame.shown == steps[2].frame_before, timeout=LONG_MS)
    before = frame.grab().toImage()
    qtbot.keyClick(view, KEY.Key_Up)
    qtbot.waitUntil(lambda: frame.grab().toImage() != before, timeout=LONG_MS)


def test_steps_marked_undone_redone_and_removed(opened: MainWindow, qtbot: QtBot) -> None:
    view = opened.steps.list
    view.setFocus()
    qtbot.keyClick(view, KEY.Key_Down, SHIFT)
    qtbot.keyClick(view, KEY.Key_C)
    assert opened.steps.title.hasFocus()
    opened.steps.title.setText("Amounts completed")
    press(qtbot, opened.steps.mark)
    (point,) = open_task(folder_of(opened)).document.task.checkpoints
    assert (point.title, point.weight) == ("Amounts completed", 1.0)
    (span,) = opened.session.document.checks.steps
    steps = opened.steps.model.steps
    assert (span.first_event, span.last_event) == (steps[0].first_event, steps[1].last_event)
    qtbot.keyClick(opened, KEY.Key_Z, CTRL)
    assert open_task(folder_of(opened)).document.task.checkpoints == ()
    assert opened.toast.text() == "Undone: Mark a checkpoint"
    qtbot.keyClick(opened, KEY.Key_Z, CTRL | SHIFT)
    assert open_task(folder_of(opened)).document.task.checkpoints == (point,)
    opened.steps.select(1, 1)
    press(qtbot, opened.steps.remove)
    assert opened.session.document.task.checkpoints == ()


def test_the_instruction_is_typed_undone_and_kept(opened: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(opened, KEY.Key_4, CTRL)
    opened.show_page("instruction")
    text = opened.instruction.text
    text.setFocus()
    qtbot.keyClicks(text, "Add the total")
    assert open_task(folder_of(opened)).document.prompt == "Add the total"
    qtbot.keyClick(text, KEY.Key_Z, CTRL)
    assert text.toPlainText() == "" and opened.session.document.prompt == ""
    qtbot.keyClick(text, KEY.Key_Z, CTRL | SHIFT)
    assert text.toPlainText() == "Add the total"
    title = opened.instruction.title
    title.setFocus()
    title.selectAll()
    qtbot.keyClicks(title, "Month-end")
    qtbot.keyClick(title, KEY.Key_Return)
    assert open_task(folder_of(opened)).document.task.title == "Month-end"
    assert opened.windowTitle() == "Month-end - Task Authoring Studio"


def test_an_occupation_is_found_and_linked_by_keys(opened: MainWindow, qtbot: QtBot) -> None:
    opened.show_page("instruction")
    page = opened.instruction
    page.search.setFocus()
    qtbot.keyClicks(page.search, "43-3031")
    assert page.results.count() == 1
    page.results.setFocus()
    page.results.setCurrentRow(0)
    qtbot.keyClick(page.results, KEY.Key_Return)
    link = open_task(folder_of(opened)).document.task.occupation
    assert link and (link.code, link.release) == ("43-3031.00", occupations.RELEASE)


def test_proposals_are_judged_and_one_undo_takes_them_back(
    opened: MainWindow, qtbot: QtBot
) -> None:
    with_checks(opened, qtbot)
    qtbot.waitUntil(
        lambda: "Reference passes" in opened.checks.claims.head.pill.text(), timeout=LONG_MS
    )
    state = opened.checks.outputs.state
    kinds = lambda: {row.output.partition(":")[0] for row in state.rows}  # noqa: E731
    qtbot.waitUntil(lambda: kinds() >= {"near_miss", "harmless"}, timeout=LONG_MS)
    samples = [row for row in state.rows if row.output in ("reference", "input", "empty")]
    assert len(samples) == 3 and all(row.ok for row in samples)
    assert {check.checkpoint for check in opened.session.document.checks.checks} >= {
        "amounts-completed"
    }
    qtbot.keyClick(opened, KEY.Key_Z, CTRL)
    assert opened.session.document.checks.checks == ()
    assert len(opened.session.document.task.checkpoints) == 2


def test_a_spoiled_check_turns_red_and_says_why(opened: MainWindow, qtbot: QtBot) -> None:
    with_checks(opened, qtbot)
    weighted = next(c for c in opened.session.document.checks.checks if not c.gate)
    opened.show_page("checks")
    opened.checks.select(weighted.id)
    opened.checks.claims.form.changed.emit(
        weighted.id,
        {
            "kind": "cell_equals",
            "target": "invoices.xlsx#October!D7",
            "parameters": {"expected": 1},
        },
    )
    qtbot.waitUntil(lambda: "to mend" in opened.checks.claims.head.pill.text(), timeout=LONG_MS)
    found = next(c for c in opened.session.document.checks.checks if c.id == weighted.id)
    assert found.origin == "edited"


def test_a_replay_that_no_check_judges_is_not_said_to_fail(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = {"id": "1", "task": "month-end", "variant": "base", "agent": "replay", "folder": "1"}
    row = TrialRow(**ended, status="SCORED", reason=None, score=0, seconds=12)
    monkeypatch.setattr("studio.running.run_experiment", lambda *found, **named: [row])
    opened.actions_["replay"].trigger()
    qtbot.waitUntil(lambda: opened.hint.pill.text() == "Done again", timeout=LONG_MS)
    assert "no check judges it yet" in opened.hint.told.text()
    halted = row.model_copy(
        update={"halted": Halt(step="7", does="Click Save.", why="It is gone.")}
    )
    monkeypatch.setattr("studio.running.run_experiment", lambda *found, **named: [halted])
    opened.actions_["replay"].trigger()
    qtbot.waitUntil(lambda: opened.hint.pill.text() == "It halted", timeout=LONG_MS)
    assert opened.hint.told.text().endswith("It halted at step 7 (Click Save): It is gone.")


def test_what_cannot_be_opened_is_one_sentence(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    document = opened.session.document
    opened.open(tmp_path)
    qtbot.waitUntil(opened.toast.isVisible)
    assert "neither a recording nor a task" in opened.toast.text()
    assert opened.session.document == document


def test_what_cannot_be_used_says_why(window: MainWindow) -> None:
    for name in ("undo", "redo", "validate", "run", "export", "propose", "steps"):
        action = window.actions_[name]
        assert not action.isEnabled() and action.toolTip().endswith("."), name


def test_no_text_is_read_as_markup_and_all_has_a_name(opened: MainWindow) -> None:
    for found in opened.findChildren(QLabel):
        assert found.textFormat() == Qt.TextFormat.PlainText, found.text()
    nameless = []
    for name in PAGES:
        opened.show_page(name)
        for found in getattr(opened, name).findChildren(QWidget):
            reached = found.focusPolicy() & Qt.FocusPolicy.TabFocus and found.isVisible()
            inner = found.objectName().startswith("qt_")
            words = found.accessibleName() or getattr(found, "text", str)()
            if reached and not inner and not words and found.parent().focusProxy() is None:
                nameless.append((name, type(found).__name__))
    assert nameless == []


def test_the_tab_key_reaches_every_button(opened: MainWindow, qtbot: QtBot) -> None:
    opened.show_page("steps")
    opened.steps.list.setFocus()
    opened.steps.do("mark")
    seen = set()
    for _ in range(60):
        focused = opened.focusWidget()
        assert focused is not None
        seen.add(focused)
        qtbot.keyClick(focused, KEY.Key_Tab)
    assert {opened.steps.list, opened.steps.title, opened.steps.mark} <= seen


@pytest.mark.parametrize("size", [(1280, 800), (1000, 700)])
@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_every_page_is_drawn_whole(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, mode: str, size: tuple[int, int]
) -> None:
    with_checks(opened, qtbot)
    opened.choose_mode(mode)
    opened.resize(*size)
    ground = theme.TOKENS[mode].panel
    opened.occupations.search.setText("radiographer")
    for name in PAGES:
        opened.show_page(name)
        qtbot.wait(20)
        if name == "occupations":
            qtbot.waitUntil(lambda: opened.occupations.pane.shown is not None, timeout=LONG_MS)
            qtbot.wait(20)
        picture = opened.grab()
        picture.save(str(tmp_path / f"{name}-{mode}.png"))
        image = picture.toImage()
        assert (image.width(), image.height()) == size
        colours = {
            image.pixelColor(x, y).name().upper()
            for x in range(0, size[0], 7)
            for y in range(0, size[1], 7)
        }
        assert len(colours) > 8 and ground in colours, f"{name} is blank"
        assert clipped(opened) == []
