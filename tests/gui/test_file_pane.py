"""The file beside the checks: its sides, what is checked in it, a press that checks more."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.formats.tasks import TaskFolder
from studio.gui.pages.checks import file_state
from studio.gui.pages.checks.file_state import FileRow, Look
from studio.gui.widgets.sheet_view import SheetView
from studio.model.check import Check, Checks
from studio.viewing.kinds import Wanted
from studio.viewing.sheet_data import SheetHead, SheetName
from tests.gui.file_beside import SECONDS, Shown, beside, task_of, workbook

TOTAL = Check(id="total", checkpoint="all", kind="cell_equals", target="a.xlsx#Sheet1!B4")
ROWS = Check(
    id="rows",
    checkpoint="all",
    kind="range_equals",
    target="a.xlsx#Sheet1!A1:A4",
    gate=True,
)
BEFORE = (("Item", "Amount"), ("Rent", 5), ("Power", None), ("Total", None))
AFTER = (("Item", "Amount"), ("Rent", 5), ("Power", 7), ("Total", 12))


@pytest.fixture
def task(tmp_path: Path) -> TaskFolder:
    files = {
        "a.xlsx": (workbook(*BEFORE), workbook(*AFTER)),
        "notes.bin": (None, lambda place: place.write_bytes(bytes(1500))),
    }
    return task_of(tmp_path / "task", files, TOTAL, ROWS)


@pytest.fixture
def shown(qtbot: QtBot, qapp: object) -> Iterator[Shown]:
    with beside(qtbot) as made:
        yield made


def sheet(shown: Shown) -> SheetView:
    view = shown.pane.view
    assert isinstance(view, SheetView)
    return view


def state(view: SheetView, row: int, column: int) -> str:
    return view.model.look(row - 1, column - 1).state


def text(view: SheetView, row: int, column: int) -> str:
    return str(view.model.index(row - 1, column - 1).data())


def test_what_is_checked_and_what_changed_unchecked_is_told_apart(
    shown: Shown, task: TaskFolder
) -> None:
    shown.show(task)
    view = sheet(shown)
    shown.until(lambda: text(view, 4, 2) == "12" and state(view, 4, 2) == "checked")
    assert state(view, 3, 2) == "changed" and state(view, 2, 2) == ""
    assert [state(view, row, 1) for row in (1, 4)] == ["checked", "checked"]
    assert view.model.look(0, 0).edges == (True, True, True, False)
    words = view.model.told(view.model.index(2, 1))
    assert words == "B3: 7\ninput: blank\nchanged by you, not checked"
    view.table.setCurrentIndex(view.model.index(3, 1))
    assert view.line.accessibleName().startswith("B4: 12")


def test_a_press_or_enter_on_a_cell_and_a_drag_over_several_give_a_target(
    shown: Shown, task: TaskFolder
) -> None:
    shown.show(task)
    view = sheet(shown)
    shown.until(lambda: text(view, 4, 2) == "12")
    table = view.table
    where = [table.visualRect(view.model.index(row, 1)).center() for row in (1, 2, 3)]
    shown.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where[2])
    assert shown.picked == ["a.xlsx#Sheet1!B4"]
    shown.qtbot.keyClick(table, Qt.Key.Key_Up)
    assert len(shown.picked) == 1
    shown.qtbot.keyClick(table, Qt.Key.Key_Return)
    shown.qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=where[0])
    shown.qtbot.mouseMove(table.viewport(), where[1])
    shown.qtbot.mouseMove(table.viewport(), where[2])
    shown.qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=where[2])
    assert shown.picked[1:] == ["a.xlsx#Sheet1!B3", "a.xlsx#Sheet1!B2:B4"]


def test_the_sides_of_a_file(shown: Shown, task: TaskFolder) -> None:
    shown.show(task)
    view = sheet(shown)
    shown.until(lambda: text(view, 4, 2) == "12")
    shown.qtbot.mouseClick(shown.pane.sides.buttons["input"], Qt.MouseButton.LeftButton)
    shown.until(lambda: shown.pane.view is not None and text(view, 2, 2) == "5")
    assert text(view, 4, 2) == ""
    shown.qtbot.mouseClick(shown.pane.sides.buttons["difference"], Qt.MouseButton.LeftButton)
    shown.until(lambda: text(view, 4, 2) == "12" and state(view, 4, 2) == "checked")
    # Where nothing changed, the difference marks nothing, checked or not.
    assert (state(view, 1, 1), state(view, 3, 2)) == ("", "changed")
    shown.qtbot.keyClick(shown.pane, Qt.Key.Key_F8)
    shown.until(lambda: view.table.currentIndex().row() == 2)
    shown.qtbot.keyClick(shown.pane, Qt.Key.Key_F8)
    shown.until(lambda: view.table.currentIndex().row() == 3)
    shown.qtbot.keyClick(shown.pane, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    shown.until(lambda: view.table.currentIndex().row() == 2)


def test_an_output_is_shown_beside_the_reference(
    shown: Shown, task: TaskFolder, tmp_path: Path
) -> None:
    shown.show(task)
    view = sheet(shown)
    assert not shown.pane.sides.buttons["output"].isVisible()
    workbook(("Item", "Amount"), ("Rent", 5), ("Power", 7), ("Total", 99))(_made(tmp_path))
    shown.pane.show_output(tmp_path / "output", "Total off")
    shown.until(lambda: shown.pane.view is not None and text(view, 4, 2) == "99")
    shown.until(lambda: state(view, 4, 2) == "caught")
    assert shown.pane.sides.buttons["output"].text() == "Total off"
    told = "B4: 99\nreference: 12\nchecked: a.xlsx#Sheet1!B4"
    shown.until(lambda: view.model.told(view.model.index(3, 1)) == told)
    shown.pane.show_output(None)
    shown.until(lambda: shown.pane.view is not None and text(view, 4, 2) == "12")
    assert not shown.pane.sides.buttons["output"].isVisible()


def _made(folder: Path) -> Path:
    (folder / "output").mkdir()
    return folder / "output" / "a.xlsx"


def test_a_target_is_gone_to(shown: Shown, task: TaskFolder) -> None:
    shown.show(task)
    view = sheet(shown)
    shown.pane.show_target("a.xlsx#Sheet1!B4")
    shown.until(lambda: view.table.currentIndex().row() == 3)
    assert view.table.currentIndex().column() == 1
    shown.until(lambda: view.model.checks_of(view.model.index(3, 1)) == [(TOTAL.target, True)])


def test_what_is_not_shown_says_what_can_be_checked(shown: Shown, task: TaskFolder) -> None:
    shown.show(task)
    shown.pane.tabs.setCurrentIndex(1)
    assert shown.pane.view is None
    told = shown.pane.stack.currentWidget().findChild(type(shown.pane.hint).__base__, "quiet")
    assert told is not None and told.text().startswith("notes.bin, 1.5 kB: its content is not")


def test_a_hostile_file_is_one_sentence_and_the_next_file_is_shown(
    shown: Shown, tmp_path: Path
) -> None:
    files = {
        "a.xlsx": (None, lambda place: place.write_bytes(b"PK no workbook")),
        "b.csv": (None, lambda place: place.write_text("item,amount\nRent,5\n")),
    }
    shown.show(task_of(tmp_path / "broken", files))
    shown.until(lambda: shown.pane.stack.currentWidget() is shown.pane.broken)
    assert shown.pane.broken.sentence.text() == "a.xlsx is damaged or not a workbook."
    shown.pane.tabs.setCurrentIndex(1)
    shown.until(lambda: shown.pane.view is not None and text(sheet(shown), 2, 2) == "5")


def test_reading_that_takes_long_can_be_ended_and_begun_again(
    shown: Shown, task: TaskFolder
) -> None:
    shown.pane.part_asked.disconnect()
    shown.pane.show_task(task)
    shown.until(lambda: shown.pane.reading.progress.isVisible())
    assert shown.pane.reading.progress.told.text() == "Reading a.xlsx…"
    asked: list[str] = []
    shown.pane.part_asked.connect(lambda _, what, __: asked.append(what))
    shown.qtbot.mouseClick(shown.pane.reading.progress.cancel, Qt.MouseButton.LeftButton)
    assert shown.pane.broken.sentence.text() == "Reading was stopped."
    shown.qtbot.mouseClick(shown.pane.broken.button, Qt.MouseButton.LeftButton)
    assert asked == ["head"] and shown.pane.is_reading


def test_late_parts_of_another_file_are_never_shown(shown: Shown, task: TaskFolder) -> None:
    shown.show(task)
    view = sheet(shown)
    shown.until(lambda: text(view, 4, 2) == "12")
    late = Wanted("sheet", Path("/gone/b.xlsx"))
    shown.pane.take(late, "head", {}, SheetHead((SheetName("Late", 9, 9),)))
    shown.pane.fail(late, "head", "Too late.")
    assert shown.pane.view is view and text(view, 4, 2) == "12"


def test_a_pane_that_is_not_seen_reads_nothing(shown: Shown, task: TaskFolder) -> None:
    asked: list[object] = []
    shown.pane.part_asked.connect(lambda *part: asked.append(part))
    shown.page.hide()
    shown.pane.show_task(task)
    shown.until(lambda: shown.pane.tabs.count() == 2)
    assert asked == []
    shown.page.show()
    shown.qtbot.waitUntil(lambda: shown.pane.view is not None, timeout=SECONDS)


def test_a_check_that_is_added_leaves_what_is_shown_and_marks_its_cell(
    shown: Shown, task: TaskFolder, tmp_path: Path
) -> None:
    files = {
        "a.csv": (None, lambda place: place.write_text("item,amount\nRent,5\n")),
        "b.csv": (None, lambda place: place.write_text("item,amount\nPower,7\n")),
    }
    task = task_of(tmp_path / "two", files)
    shown.show(task)
    shown.pane.tabs.setCurrentIndex(1)
    shown.until(lambda: shown.pane.view is not None and text(sheet(shown), 2, 1) == "Power")
    asked: list[str] = []
    shown.pane.part_asked.connect(lambda _, what, __: asked.append(what))
    check = Check(id="power", kind="cell_equals", target="b.csv#amount[Power]")
    document = replace(task.document, checks=Checks(checks=(check,)))
    shown.pane.show_task(task.with_document(document))
    shown.until(lambda: shown.pane.tabs.tabData(0) == "b.csv")
    shown.until(lambda: state(sheet(shown), 2, 2) == "checked")
    assert "head" not in asked and shown.pane.tabs.currentIndex() == 0
    place = task.reference / "b.csv"
    place.write_text("item,amount\nWater,70\n")
    shown.pane.show_task(task.with_document(document))
    shown.until(lambda: shown.pane.view is not None and text(sheet(shown), 2, 1) == "Water")


def test_ten_thousand_rows_are_asked_for_as_they_come_into_view(
    shown: Shown, tmp_path: Path
) -> None:
    lines = "".join(f"{n},note {n}\n" for n in range(1, 10_001))
    files = {"long.csv": (None, lambda place: place.write_text(f"number,note\n{lines}"))}
    shown.show(task_of(tmp_path / "long", files))
    view = sheet(shown)
    shown.until(lambda: text(view, 2, 2) == "note 1")
    assert view.model.rowCount() == 10_001
    view.table.scrollToBottom()
    shown.until(lambda: text(view, 10_001, 2) == "note 10000")
    view.table.setCurrentIndex(view.model.index(10_000, 1))
    shown.qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert shown.picked == ["long.csv#note[10000]"]


def test_files_with_checks_come_first_and_sides_that_are_not_there_cannot_be_chosen(
    task: TaskFolder,
) -> None:
    rows = (FileRow("0.csv", False, True, 1), FileRow("0.bin", True, False, 1))
    files = file_state.ordered((*rows, FileRow("a.xlsx", True, True, 9)), task)
    assert [row.path for row in files] == ["a.xlsx", "0.bin", "0.csv"]
    assert file_state.sides_of(files[0], Look()) == ("reference", "input", "difference")
    assert file_state.sides_of(files[2], Look(output=Path("x"))) == ("input", "output")
    assert file_state.wanted(task, Look("0.csv", "reference"), files[2]) is None
    found = file_state.wanted(task, Look("0.csv", "input"), files[2])
    assert found == Wanted("sheet", task.input / "0.csv")


def test_rows_that_are_gone_and_new_stand_in_the_difference(shown: Shown, tmp_path: Path) -> None:
    rows = [("No", "Due"), *((f"A-{n}", n) for n in range(1, 9))]
    after = [*rows[:3], ("B-1", 50), *rows[3:6], *rows[7:]]
    check = Check(id="due", kind="cell_equals", target="a.xlsx#Sheet1!B9")
    task = task_of(tmp_path / "task", {"a.xlsx": (workbook(*rows), workbook(*after))}, check)
    shown.show(task)
    view = sheet(shown)
    shown.until(lambda: text(view, 4, 1) == "B-1")
    shown.until(lambda: state(view, 9, 2) == "checked")
    heads = [view.model.headerData(row, Qt.Orientation.Vertical) for row in range(9)]
    assert heads == ["1", "2", "3", "+ 4", "5", "6", "7", "8", "9"]
    assert [state(view, row, 1) for row in range(1, 9)] == [*[""] * 3, "changed", *[""] * 4]
    shown.qtbot.mouseClick(shown.pane.sides.buttons["difference"], Qt.MouseButton.LeftButton)
    shown.until(lambda: view.model.headerData(7, Qt.Orientation.Vertical) == "\u2212")
    shown.until(lambda: view.model.look(7, 0).gone)
    assert view.model.look(7, 0).before == "A-6" and state(view, 8, 1) == "changed"
    assert "this row is gone" in view.model.told(view.model.index(7, 0))
    shown.pane.show_target("a.xlsx#Sheet1!B9")
    shown.until(lambda: view.table.currentIndex().row() == 9)
    shown.qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert shown.picked == ["a.xlsx#Sheet1!B9"]
    view.table.setCurrentIndex(view.model.index(7, 0))
    shown.qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert len(shown.picked) == 1 and "no check can name it" in shown.pane.hint.accessibleName()
    view.table.setCurrentIndex(view.model.index(0, 0))
    shown.qtbot.keyClick(shown.pane, Qt.Key.Key_F8)
    shown.until(lambda: view.table.currentIndex().row() == 3)


LETTER = "Dear client,\n\n" + "\n\n".join(f"Clause {n} holds." for n in range(120)) + "\n"


def test_an_output_is_shown_in_the_file_and_at_the_place_where_it_differs(
    shown: Shown, tmp_path: Path
) -> None:
    files = {
        "a.xlsx": (workbook(*BEFORE), workbook(*AFTER)),
        "letter.md": (None, lambda place: place.write_text(LETTER)),
    }
    task = task_of(tmp_path / "task", files, TOTAL)
    other = tmp_path / "other"
    other.mkdir()
    workbook(*AFTER)(other / "a.xlsx")
    (other / "letter.md").write_text(LETTER.replace("Clause 90 holds", "Clause 90 falls"))
    shown.show(task)
    shown.until(lambda: shown.pane.shown_path() == "a.xlsx" and shown.pane.view is not None)
    shown.pane.show_output(other, "Near miss", "letter.md")
    view = lambda: shown.pane.view  # noqa: E731
    shown.until(lambda: "falls" in str(view() and view().picked_text()))
    assert shown.pane.shown_path() == "letter.md"
    same = view()
    shown.pane.show_output(other, "Near miss", "letter.md")
    assert view() is same and "falls" in same.picked_text(), "it is not read anew"


def test_a_file_that_lacks_a_side_does_not_change_the_side_of_the_others(
    shown: Shown, tmp_path: Path
) -> None:
    files = {
        "a.xlsx": (workbook(*BEFORE), workbook(*AFTER)),
        "intake.txt": (lambda place: place.write_text("Bend"), None),
    }
    task = task_of(tmp_path / "task", files, TOTAL)
    shown.show(task)
    shown.until(lambda: shown.pane.view is not None)
    shown.pane.show_target("intake.txt")
    assert (shown.pane.shown_path(), shown.pane.sides.current()) == ("intake.txt", "input")
    shown.pane.show_target("a.xlsx#Sheet1!B4")
    assert (shown.pane.shown_path(), shown.pane.sides.current()) == ("a.xlsx", "reference")
