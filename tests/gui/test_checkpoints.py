"""The checkpoints page under hand and keys, without the rest of the window, and with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.authoring import new_task
from studio.authoring.coverage import Coverage, FileCover, RegionCover, SentenceCover
from studio.editing import AddCheckpoint, History, SetPrompt
from studio.editing.shares import shares_of
from studio.formats.tasks import TaskDocument
from studio.gui import theme
from studio.gui.main_window import MainWindow
from studio.gui.pages.checkpoints.page import CheckpointsPage
from studio.model.check import Checks
from studio.model.task import Task

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LONG_MS = 30_000
PROMPT = (
    "Complete the amounts of October in invoices.xlsx. "
    "Write a short note that says what was missing."
)


class Author:
    """Somebody in front of the page: what it asks for is done, and told back to it."""

    def __init__(self, page: CheckpointsPage) -> None:
        task = Task(id="books", created="2026-01-02T03:04:05.000Z", work="in_place")
        self.page, self.history = page, History(TaskDocument(task, "", Checks()))
        self.edits = 0
        page.edit_asked.connect(self.apply)
        page.show_steps(None)
        page.show_document(self.history.document)

    def apply(self, edit: object) -> None:
        self.edits += 1
        self.history.apply(edit)  # type: ignore[arg-type]
        self.page.show_document(self.history.document)

    def undo(self) -> None:
        self.history.undo()
        self.page.show_document(self.history.document)

    @property
    def titles(self) -> list[str]:
        return [point.title for point in self.history.document.task.checkpoints]

    @property
    def shares(self) -> list[float]:
        return [share / 10 for share in shares_of(self.history.document).values()]


@pytest.fixture
def empty(qtbot: QtBot, qapp: object) -> Iterator[Author]:
    theme.apply("light")
    window, page = QMainWindow(), CheckpointsPage()
    window.setCentralWidget(page)
    qtbot.addWidget(window)
    window.setMinimumSize(960, 640)
    window.resize(1100, 700)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield Author(page)
    window.close()


@pytest.fixture
def author(empty: Author) -> Author:
    for title, share in (("Amounts", 50), ("Total", 30), ("Note", 20)):
        empty.history.apply(AddCheckpoint(title, weight=share))
    empty.page.show_document(empty.history.document)
    return empty


def test_the_first_checkpoint_is_added_and_titled(empty: Author, qtbot: QtBot) -> None:
    assert empty.page.empty.isVisible()
    qtbot.mouseClick(empty.page.empty.button, LEFT)
    title = empty.page.detail.title
    assert title.hasFocus() and title.selectedText() == "Checkpoint 1"
    qtbot.keyClicks(title, "Amounts completed")
    qtbot.keyClick(title, KEY.Key_Return)
    assert empty.titles == ["Amounts completed"] and empty.shares == [100]
    assert not empty.page.detail.share.isEnabled()
    qtbot.mouseClick(empty.page.add, LEFT)
    assert empty.titles[1:] == ["Checkpoint 2"] and empty.shares == [50, 50]
    assert empty.page.selected() == "checkpoint-2"
    empty.undo()
    assert empty.titles == ["Amounts completed"] and empty.page.selected() == "checkpoint-1"


def test_a_divider_is_dragged_as_one_edit(author: Author, qtbot: QtBot) -> None:
    bar = author.page.bar
    divider = bar.dividers[0]
    middle = divider.rect().center()
    begun = divider.mapToGlobal(middle)
    distance = round(bar.width() * 0.1)
    qtbot.mousePress(divider, LEFT, pos=middle)
    for part in (0.3, 0.7, 1.0):
        # The divider follows, so each place is told from where it is by then.
        _drag(divider, divider.mapFromGlobal(begun + QPoint(round(distance * part), 0)))
    assert author.edits == 0
    qtbot.mouseRelease(divider, LEFT, pos=divider.rect().center())
    assert author.edits == 1 and author.shares == [60, 20, 20]
    assert author.history.undo_title == "Share the score anew"
    author.undo()
    assert author.shares == [50, 30, 20]


def test_a_divider_is_moved_by_keys(author: Author, qtbot: QtBot) -> None:
    divider = author.page.bar.dividers[1]
    divider.setFocus()
    assert "Total and Note" in divider.accessibleName()
    QTest.keyPress(divider, KEY.Key_Right)
    QTest.keyPress(divider, KEY.Key_Right)
    QTest.keyPress(divider, KEY.Key_Right, SHIFT)
    assert author.edits == 0
    QTest.keyRelease(divider, KEY.Key_Right)
    assert author.edits == 1 and author.shares == [50, 32.1, 17.9]
    qtbot.keyClick(author.page.bar.dividers[1], KEY.Key_End)
    assert author.shares == [50, 50, 0]
    # Of a part without a share both dividers can be reached by hand.
    qtbot.keyClick(author.page.bar.dividers[0], KEY.Key_End)
    first, second = author.page.bar.dividers
    assert author.shares == [100, 0, 0] and first.geometry().right() < second.geometry().left()
    author.undo()
    # A screen reader sets its value.
    author.page.bar.dividers[0].setValue(250)
    assert author.shares == [25, 75, 0]


def test_the_keyboard_goes_through_the_page_from_top_to_bottom(
    author: Author, qtbot: QtBot
) -> None:
    author.page.add.setFocus()
    met: list[QWidget | None] = []
    for _ in range(5):
        met.append(QApplication.focusWidget())
        qtbot.keyClick(met[-1], KEY.Key_Tab)
    page = author.page
    assert met == [page.add, *page.bar.dividers, page.list, page.detail.title]


def test_a_typed_share_is_shown_and_the_others_give_way(author: Author, qtbot: QtBot) -> None:
    share = author.page.detail.share
    assert share.text() == "50%"
    share.selectAll()
    qtbot.keyClicks(share, "33.3")
    qtbot.keyClick(share, KEY.Key_Return)
    assert author.shares == [33.3, 40, 26.7] and share.text() == "33.3%"
    assert author.edits == 1
    model = author.page.model
    shown = [str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(3)]
    assert [text.split(", ")[1] for text in shown] == ["33.3%", "40%", "26.7%"]


def test_a_title_is_written_where_it_stands(author: Author, qtbot: QtBot) -> None:
    view = author.page.list
    view.setFocus()
    qtbot.keyClick(view, KEY.Key_F2)
    field = view.indexWidget(view.currentIndex()) or view.viewport().focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "Sums")
    qtbot.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: author.titles == ["Sums", "Total", "Note"])


def test_a_checkpoint_is_moved_by_keys_and_by_hand(author: Author, qtbot: QtBot) -> None:
    view = author.page.list
    view.setFocus()
    qtbot.keyClick(view, KEY.Key_Down, ALT)
    assert author.titles == ["Total", "Amounts", "Note"] and author.page.selected() == "amounts"
    qtbot.keyClick(view, KEY.Key_Up, ALT)
    qtbot.keyClick(view, KEY.Key_Up, ALT)
    assert author.titles == ["Amounts", "Total", "Note"] and author.edits == 2
    rects = [view.visualRect(author.page.model.index(row)) for row in range(3)]
    below = QPoint(60, rects[2].bottom() - 4)
    QTest.mousePress(view.viewport(), LEFT, pos=rects[0].center())
    _drag(view.viewport(), rects[1].center())
    _drag(view.viewport(), below)
    QTest.mouseRelease(view.viewport(), LEFT, pos=below)
    assert author.titles == ["Total", "Note", "Amounts"] and author.shares == [30, 20, 50]
    author.undo()
    assert author.titles == ["Amounts", "Total", "Note"]


def _drag(widget: QWidget, place: QPoint) -> None:
    point = QPointF(place)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, point, widget.mapToGlobal(point), LEFT, LEFT,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(widget, moved)


def test_must_pass_is_said_in_words_and_removing_is_undone(author: Author, qtbot: QtBot) -> None:
    detail = author.page.detail
    qtbot.mouseClick(detail.gate, LEFT)
    assert author.history.document.task.checkpoints[0].gate
    assert "the whole work scores 0" in detail._gate_words.text()
    view = author.page.list
    view.setFocus()
    qtbot.keyClick(view, KEY.Key_Delete)
    assert author.titles == ["Total", "Note"] and author.page.selected() == "total"
    author.undo()
    assert author.titles == ["Amounts", "Total", "Note"]


def test_what_is_not_checked_is_pressed_to_be_covered(empty: Author, qtbot: QtBot) -> None:
    pane = empty.page.coverage
    asked: list[tuple[str, str]] = []
    pane.check_asked.connect(lambda check: asked.append(("check", check)))
    pane.cover_asked.connect(lambda text: asked.append(("cover", text)))
    prompt = "Add it \U0001f600 here. Sort it."
    found = Coverage(
        (
            SentenceCover("Add it \U0001f600 here.", (0, 14), "checked", ("c1",)),
            SentenceCover("Sort it.", (16, 23), "waits"),
        ),
        (FileCover("a.csv", "new", (RegionCover("A1 is 3", "waits"),)),),
    )
    pane.show_coverage(prompt, found)
    assert pane.pill.text() == "2 wait for a check"
    for place in (2, 19):
        _press_sign(pane.prompt, place)
    pane.list.setFocus()
    pane.list.setCurrentIndex(pane.model.index(4))
    qtbot.keyClick(pane.list, KEY.Key_Return)
    assert asked == [("check", "c1"), ("cover", "Sort it."), ("cover", "A1 is 3")]
    pane.show_fault("The file a.csv is damaged.")
    with qtbot.waitSignal(pane.again_asked):
        qtbot.mouseClick(pane.fault.button, LEFT)


def _press_sign(view: QPlainTextEdit, place: int) -> None:
    cursor = QTextCursor(view.document())
    cursor.setPosition(place)
    point = view.cursorRect(cursor).center() + QPoint(2, 0)
    QTest.mouseClick(view.viewport(), LEFT, pos=point)


@pytest.fixture
def opened(window: MainWindow, desk: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    window.open(desk)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    yield window


def test_steps_of_a_checkpoint_are_shown_selected(opened: MainWindow, qtbot: QtBot) -> None:
    opened.steps.select(2, 4)
    opened.steps.do("mark")
    opened.steps.mark.click()
    qtbot.keyClick(opened, KEY.Key_3, CTRL)
    assert opened.current_page == "checkpoints" and opened.checkpoints.list.hasFocus()
    steps = opened.checkpoints.detail.steps
    qtbot.waitUntil(lambda: steps.isVisible() and steps.toolTip() == "Steps 2 to 4")
    qtbot.mouseClick(steps, LEFT)
    assert opened.current_page == "steps"
    qtbot.waitUntil(lambda: [step.id for step in opened.steps.selected()] == [2, 3, 4])
    opened.show_page("checkpoints")
    opened.checkpoints.detail.remove.click()
    assert opened.session.document.task.checkpoints == ()
    qtbot.keyClick(opened, KEY.Key_Z, CTRL)
    assert opened.current_page == "checkpoints" and opened.checkpoints.selected()
    assert len(opened.session.document.task.checkpoints) == 1


def test_an_occupation_is_found_and_linked_for_a_checkpoint(
    opened: MainWindow, qtbot: QtBot
) -> None:
    opened.actions_["add_checkpoint"].trigger()
    assert opened.current_page == "checkpoints"
    box = opened.checkpoints.detail.box
    box.search.setFocus()
    qtbot.keyClicks(box.search, "bookkeeping")
    qtbot.waitUntil(lambda: box.list.isVisible() and bool(box.found.rows), timeout=LONG_MS)
    qtbot.keyClick(box.search, KEY.Key_Down)
    qtbot.keyClick(box.search, KEY.Key_Up)
    chosen = box.list.currentIndex().data()
    qtbot.keyClick(box.search, KEY.Key_Return)
    link = opened.session.document.task.occupation
    assert link is not None and link.title == chosen
    assert box.search.text() == "" and link.code in box.linked.text()


def test_coverage_follows_the_instruction_and_the_checks(opened: MainWindow, qtbot: QtBot) -> None:
    opened.edit(SetPrompt(PROMPT))
    opened.show_page("checkpoints")
    pane = opened.checkpoints.coverage
    qtbot.waitUntil(lambda: pane.is_filled, timeout=LONG_MS)
    tones = {row.tone for row in pane.model.rows}
    assert tones == {"", "waits"}
    opened.actions_["propose"].trigger()
    qtbot.waitUntil(lambda: bool(opened.session.document.checks.checks), timeout=LONG_MS)
    opened.show_page("checkpoints")
    qtbot.waitUntil(lambda: "good" in {r.tone for r in pane.model.rows}, timeout=LONG_MS)
    rows = pane.model.rows
    waits = next(place for place, row in enumerate(rows) if row.tone == "waits")
    pane.list.setCurrentIndex(pane.model.index(waits))
    qtbot.keyClick(pane.list, KEY.Key_Return)
    outputs = opened.checks.outputs
    assert opened.current_page == "checks" and outputs.open.isChecked()
    wanted = rows[waits].title
    qtbot.waitUntil(lambda: outputs.unchecked.chosen() == wanted, timeout=LONG_MS)


def test_a_task_of_files_works_without_steps(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    for side in ("input", "reference"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "list.csv").write_text(f"Invoice,Amount\nA-1041,{len(side)}\n")
    task = new_task(tmp_path / "t", input=tmp_path / "input", reference=tmp_path / "reference")
    window.open(task.folder)
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=LONG_MS)
    window.actions_["add_checkpoint"].trigger()
    assert window.checkpoints.model.rows[0].caption == "No check yet, so it scores 0"
    assert not window.checkpoints.detail.steps.isVisible()
    assert not window.checkpoints.detail._no_steps.isVisible()
