"""The pane of outputs: what each would score, answers by one key, and covering what is open."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.authoring import edit_task
from studio.base.pace import Stage
from studio.editing import RemoveCheck, SetCheck
from studio.formats import layout
from studio.formats.tasks import open_task
from studio.gui.main_window import MainWindow
from studio.gui.pages.checks.output_rows import ROW
from studio.gui.pages.checks.outputs import Outputs
from studio.gui.theme import px
from studio.validation import Uncovered
from tests.unit.gui.test_outputs_state import SAMPLES, judged, row
from tests.unit.making import write_task

KEY = Qt.Key
LONG_MS = 30_000
SURVIVOR = "near_miss:kept_changed"
TEMPLATE = Path(__file__).parents[2] / "task_templates" / "complete-invoices"


def opened(window: MainWindow, folder: Path, qtbot: QtBot) -> Outputs:
    window.open(folder)
    task = lambda: window.session.task  # noqa: E731
    qtbot.waitUntil(lambda: (now := task()) is not None and now.folder == folder, timeout=LONG_MS)
    window.show_page("checks")
    pane = window.checks.outputs
    settled(pane, qtbot)
    return pane


def settled(pane: Outputs, qtbot: QtBot) -> None:
    """Wait until all outputs are judged by the checks as they are now."""
    qtbot.waitUntil(lambda: bool(pane.state.rows) and not pane.state.stale, timeout=LONG_MS)


def foreseen(pane: Outputs, output: str, qtbot: QtBot) -> None:
    pane.choose(output)
    pane.view.setFocus()
    qtbot.waitUntil(lambda: pane.deciding.buttons["wrong"].isEnabled(), timeout=LONG_MS)


def told(pane: Outputs, output: str) -> str:
    return str(pane.model.index(pane.model.place(output)).data(Qt.ItemDataRole.AccessibleTextRole))


@pytest.fixture
def loose(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Outputs:
    """Return the pane of a task whose checks do not look at what the input held."""
    return opened(window, write_task(tmp_path / "loose"), qtbot)


def test_each_output_is_a_row_in_words_the_wrong_ones_first(
    window: MainWindow, loose: Outputs
) -> None:
    lines = loose.model.lines
    assert [line.output for line in lines[:3]] == ["reference", "input", "empty"]
    assert lines[3].decides and lines[3].output == SURVIVOR
    assert told(loose, SURVIVOR).startswith("Near miss: changed what was given in B2")
    assert told(loose, SURVIVOR).endswith("must fail, 1.00, passes: decide")
    assert told(loose, "reference") == "Your work, must pass, 1.00, as it should"
    assert "s ago" in loose.age.accessibleName()
    wrong = loose.state.wrong()
    assert loose.only_wrong.text() == f"Only wrong ({wrong})"
    loose.only_wrong.click()
    assert all(line.decides for line in loose.model.lines) and loose.model.rowCount() == wrong


def test_one_key_says_that_it_is_wrong_and_undo_takes_it_back(
    window: MainWindow, loose: Outputs, qtbot: QtBot
) -> None:
    before, wrong = window.session.document.checks, loose.state.wrong()
    foreseen(loose, SURVIVOR, qtbot)
    assert loose.deciding.words["wrong"].text().startswith("Adds “")
    assert loose.deciding.words["fine"].text().startswith("No check changes")
    assert window.session.document.checks == before, "nothing is done before it is told"
    qtbot.keyClick(loose.view, KEY.Key_W)
    qtbot.waitUntil(lambda: window.session.document.checks != before, timeout=LONG_MS)
    settled(loose, qtbot)
    (answer,) = window.session.document.checks.answered
    assert answer.answer == "wrong" and loose.model.place(SURVIVOR) == -1
    task = window.session.open_task()
    (fixture,) = (task.folder / layout.KNOWN_BAD).iterdir()
    assert loose.state.wrong() < wrong
    assert any(r.output == f"known_bad:{fixture.name}" and r.ok for r in loose.state.rows)
    window.actions_["undo"].trigger()
    assert window.session.document.checks == before and not fixture.exists()
    settled(loose, qtbot)
    assert told(loose, SURVIVOR).endswith("passes: decide")


def test_fine_keeps_it_as_right_work_and_goes_on_to_the_next(
    window: MainWindow, loose: Outputs, qtbot: QtBot
) -> None:
    first, second = loose.state.undecided()[:2]
    foreseen(loose, first, qtbot)
    checks = window.session.document.checks.checks
    qtbot.keyClick(loose.view, KEY.Key_F)
    qtbot.waitUntil(lambda: bool(window.session.document.checks.answered), timeout=LONG_MS)
    settled(loose, qtbot)
    assert window.session.document.checks.checks == checks
    assert loose.chosen() == second
    assert len(list((window.session.open_task().folder / layout.ALTERNATES).iterdir())) == 1


def test_a_key_before_it_is_told_what_would_change_does_nothing(
    window: MainWindow, loose: Outputs, qtbot: QtBot
) -> None:
    before = window.session.document
    loose.choose("reference")
    with qtbot.waitSignal(loose.told) as heard:
        loose.answer("wrong")
    assert "first" in heard.args[0]
    loose.choose(SURVIVOR)
    assert not loose.deciding.buttons["wrong"].isEnabled()
    with qtbot.waitSignal(loose.told) as heard:
        loose.answer("wrong")
    assert "press again" in heard.args[0] and window.session.document is before


def test_old_verdicts_stay_until_the_new_ones_come(
    window: MainWindow, loose: Outputs, qtbot: QtBot
) -> None:
    before = [line.identity for line in loose.model.lines]
    for tolerance in (5.0, 50.0, 1_000.0):
        window.edit(SetCheck("amount-a-2", {"tolerance": tolerance}))
        assert loose.state.stale
        assert [line.identity for line in loose.model.lines] == before
    settled(loose, qtbot)
    passing = {found.output for found in loose.state.rows if not found.ok}
    assert "near_miss:off_by_unit" in passing, "the newest value counts"
    assert [line.identity for line in loose.model.lines][: len(before[:3])] == before[:3]
    assert not loose.view.rows.dimmed


def test_a_column_of_a_check_selects_it_and_the_row_its_files(
    window: MainWindow, loose: Outputs, qtbot: QtBot
) -> None:
    window.resize(1280, 800)
    loose.by_check.click()
    row_ = loose.model.place("input")
    area = loose.view.visualRect(loose.model.index(row_))
    left = loose.view.rows.columns(loose.view).cells[0]
    place = QPoint(left + px(10), area.y() + px(ROW // 2))
    with qtbot.waitSignal(loose.output_chosen) as heard:
        qtbot.mouseClick(loose.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.checks.selected() == "amount-a-2" == loose.view.rows.chosen
    name, folder = heard.args
    assert name == "input" and (Path(folder) / "invoices.csv").is_file()
    assert "Refused by: “" in loose.deciding.info.whole


def test_what_is_not_checked_is_covered_by_one_key(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = write_task(tmp_path / "open", kept=True)
    edit_task(folder, RemoveCheck("amount-a-2"))
    pane = opened(window, folder, qtbot)
    qtbot.waitUntil(lambda: pane.open.text() == "Not checked (1)", timeout=LONG_MS)
    pane.view.setFocus()
    qtbot.keyClick(pane.view, KEY.Key_U)
    assert pane.open.isChecked() and "completed in amount" in pane.unchecked.chosen()
    before = window.session.document.checks
    qtbot.keyClick(pane.unchecked, KEY.Key_U)
    qtbot.waitUntil(lambda: pane.open.text() == "Not checked", timeout=LONG_MS)
    assert len(window.session.document.checks.checks) == 2
    (added,) = {check.id for check in window.session.document.checks.checks} - {
        check.id for check in before.checks
    }
    assert window.checks.selected() == added and not window.checks.claims.list.hasFocus()
    window.actions_["undo"].trigger()
    assert window.session.document.checks == before
    qtbot.waitUntil(lambda: pane.open.text() == "Not checked (1)", timeout=LONG_MS)
    qtbot.keyClick(pane.unchecked, KEY.Key_F)
    qtbot.waitUntil(lambda: pane.open.text() == "Not checked", timeout=LONG_MS)
    assert window.session.document.checks.answered[0].answer == "fine"


def test_a_tolerance_that_no_check_uses_is_listed(alone: Outputs) -> None:
    said = "The instruction allows 0.6 ml; no check uses it"
    alone.show_uncovered((Uncovered(said, "tolerance"),))
    assert alone.open.text() == "Not checked (1)"
    row = alone.unchecked.items.index(0)
    told = row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == f"{said}, The instruction allows it"


def test_a_survivor_of_the_sample_is_answered_and_then_refused(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = Path(shutil.copytree(TEMPLATE, tmp_path / "sample"))
    for place in folder.rglob("*.xlsx"):
        # Without formulas no office program has to compute each of its near misses.
        openpyxl.load_workbook(place, data_only=True).save(place)
    edit_task(folder, SetCheck("cell-f14", {"tolerance": 2_000.0}))
    pane = opened(window, folder, qtbot)
    miss = "near_miss:number_changed"
    foreseen(pane, miss, qtbot)
    assert "within 2000” becomes" in pane.deciding.words["wrong"].whole
    qtbot.keyClick(pane.view, KEY.Key_W)
    qtbot.waitUntil(lambda: bool(window.session.document.checks.answered), timeout=LONG_MS)
    settled(pane, qtbot)
    assert pane.state.wrong() == 0
    kept = [found for found in pane.state.rows if found.output.startswith("known_bad:")]
    assert len(kept) == 1 and kept[0].ok and kept[0].score is not None and kept[0].score < 1


@pytest.fixture
def alone(qtbot: QtBot, tmp_path: Path) -> Iterator[Outputs]:
    """Return a pane by itself that shows the checks of a small task."""
    host = QWidget()
    qtbot.addWidget(host)
    pane = Outputs()
    pane.setParent(host)
    for widget in (host, pane):
        widget.resize(700, 340)
    host.show()
    pane.show_task(open_task(write_task(tmp_path / "task")))
    yield pane


def test_groups_fold_by_the_keyboard_and_letters_are_left_to_the_commands(
    alone: Outputs, tmp_path: Path, qtbot: QtBot
) -> None:
    misses = (row(f"near_miss:digits-{number}", 0.5) for number in range(5))
    alone.show_judged(judged(*SAMPLES, *misses), open_task(tmp_path / "task"), whole=True)
    assert alone.model.rowCount() == 4
    alone.view.setCurrentIndex(alone.model.index(3))
    for key, count in ((KEY.Key_Right, 9), (KEY.Key_Right, 9), (KEY.Key_Left, 4)):
        qtbot.keyClick(alone.view, key)
        assert (alone.model.rowCount(), alone.view.currentIndex().row()) == (count, 3)
    assert alone.view.currentIndex().data().endswith("as they should, folded")
    qtbot.keyClick(alone.view, KEY.Key_Y)
    assert alone.view.currentIndex().row() == 3


def test_ten_thousand_near_misses_are_shown_and_walked_through(
    alone: Outputs, tmp_path: Path
) -> None:
    task = open_task(tmp_path / "task")
    misses = (row(f"near_miss:off_by_unit-{number}", 1.0) for number in range(10_000))
    alone.show_judged(judged(*SAMPLES, *misses), task, whole=True)
    assert alone.model.rowCount() == 10_003
    for _ in range(30):
        QTest.keyClick(alone.view, KEY.Key_PageDown)
    assert alone.view.currentIndex().row() > 100
    assert alone.view.currentIndex().data().endswith("passes: decide")


def test_the_pane_has_a_face_for_each_state(alone: Outputs, tmp_path: Path) -> None:
    task = open_task(tmp_path / "task")
    shown = lambda: alone._faces.currentWidget()  # noqa: E731
    assert shown() is alone._all["loading"]
    alone.show_judged(judged(*SAMPLES), task, whole=True)
    assert shown() is alone._all["matrix"]
    alone.only_wrong.click()
    assert shown() is alone._all["none_wrong"]
    alone.only_wrong.click()
    alone.open.click()
    assert shown() is alone._all["all_checked"]
    alone.open.click()
    alone.show_fault("The grader does not start: no sandbox here.")
    assert alone.age.accessibleName() == "The grader does not start: no sandbox here."
    assert shown() is alone._all["matrix"], "what was judged stays"
    bare = edit_task(task.folder, RemoveCheck("amount-a-2"))
    alone.show_task(bare)
    assert shown() is alone._all["nothing"]


def test_what_cannot_be_foreseen_is_told_in_place_and_can_be_answered(
    window: MainWindow, loose: Outputs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: object, *told: object) -> None:
        raise AttributeError("no such thing")

    monkeypatch.setattr("studio.validation.mending.Mender.mend", broken)
    foreseen(loose, SURVIVOR, qtbot)
    for name in ("wrong", "fine"):
        words = loose.deciding.words[name].whole
        assert words.startswith("It could not be found out what would change: ")
        assert "AttributeError" not in words and "is kept as" in words
    qtbot.keyClick(loose.view, KEY.Key_W)
    qtbot.waitUntil(lambda: bool(window.session.document.checks.answered), timeout=LONG_MS)


def test_where_nothing_can_be_judged_nothing_is_waited_for(
    alone: Outputs, tmp_path: Path, qtbot: QtBot
) -> None:
    task = open_task(tmp_path / "task")
    alone.show_judged(judged(*SAMPLES, row("near_miss:digits", 1.0)), task, whole=True)
    alone.choose("near_miss:digits")
    assert alone.deciding.words["fine"].text().startswith("Looking for")
    alone.show_fault("The grader does not start.")
    told: list[str] = []
    alone.told.connect(told.append)
    alone.answer("wrong")
    assert told == [alone.deciding.info.whole]
    assert told[0].endswith("what would change: The grader does not start.")


def test_columns_have_heads_that_choose_their_check(alone: Outputs, tmp_path: Path) -> None:
    task = open_task(tmp_path / "task")
    alone.show_judged(judged(*SAMPLES), task, whole=True)
    low = alone.heads.sizeHint().height()
    assert alone.heads.accessibleName() == "Columns: Output, Score, Verdict"
    alone.by_check.click()
    ids = [check.id for check in task.document.checks.checks]
    assert alone.heads.sizeHint().height() > low
    assert alone.heads.accessibleName().count(",") == 2 + len(ids)
    places = alone.view.rows.columns(alone.view).cells
    chosen: list[str] = []
    alone.check_chosen.connect(chosen.append)
    for left in places:
        QTest.mouseClick(alone.heads, Qt.MouseButton.LeftButton, pos=QPoint(left + 5, 5))
    assert chosen == ids[: len(places)] and chosen
    alone.by_check.click()
    assert alone.heads.sizeHint().height() == low


def test_how_far_near_misses_are_is_told_once_that_takes_long(alone: Outputs) -> None:
    head = alone.head
    head.show_updating(known=False)
    head.show_stage(Stage("making near misses", 3, 40))
    assert head.age.accessibleName() == "making near misses…"
    head._began = time.monotonic() - 2.5
    head.show_stage(Stage("making near misses", 5, 40))
    assert head.age.accessibleName() == "making near misses: 5 of 40, 2 s"
    head.show_fresh()
    head.show_stage(Stage("making near misses", 6, 40))
    assert "near misses" not in head.age.accessibleName()


def test_the_switches_above_the_outputs_say_whether_they_are_on_and_act_at_once(
    alone: Outputs, tmp_path: Path, qtbot: QtBot
) -> None:
    alone.show_judged(judged(*SAMPLES), open_task(tmp_path / "task"), whole=True)
    for switch in (alone.only_wrong, alone.by_check, alone.open):
        spoken = QAccessible.queryAccessibleInterface(switch)
        assert spoken.role() == QAccessible.Role.CheckBox and not spoken.state().checked
    qtbot.keyClick(alone.open, KEY.Key_Space)
    assert alone._faces.currentWidget() is alone._all["all_checked"]
    qtbot.keyClick(alone.only_wrong, KEY.Key_Space)
    assert alone.only_wrong.isChecked() and not alone.open.isChecked()
    assert alone._faces.currentWidget() is alone._all["none_wrong"]


def test_the_outputs_of_another_task_are_forgotten(
    window: MainWindow, loose: Outputs, tmp_path: Path, qtbot: QtBot
) -> None:
    loose.choose(SURVIVOR)
    assert loose.state.wrong() > 0
    other = opened(window, write_task(tmp_path / "other", kept=True), qtbot)
    assert other is loose and other.state.wrong() == 0 and other.chosen() == ""
