"""A check that is added: into the checkpoint that is chosen, of the place that was pressed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.authoring import new_task
from studio.editing import AddCheck, AddCheckpoint, Edit, History
from studio.formats.tasks import TaskFolder, open_task, save_document
from studio.gui.main_window import MainWindow
from studio.gui.pages.checks.adding_state import checkpoint_for
from studio.gui.pages.checks.page import ChecksPage
from studio.gui.pages.checks.state import check_at, describe_all, rows
from studio.gui.wiring.places import follow
from studio.model.check import Check
from studio.model.validation import Lead

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEY = Qt.Key
TOTAL = Check(
    id="total", kind="cell_equals", target="sums.csv#net[ink]", checkpoint="sums", tolerance=0.005
)
KEPT = Check(
    id="kept",
    kind="table_equals",
    target="sums.csv#net",
    gate=True,
    parameters={"facts": "unchanged", "key": ["item"]},
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task with a check in the first of its two checkpoints, and a gate on what was given."""
    place = tmp_path_factory.mktemp("adding")
    for side, ink in (("input", ""), ("reference", "3010")):
        (place / side).mkdir()
        (place / side / "sums.csv").write_text(f"item,net\npaper,1200\nink,{ink}\n")
    (place / "reference" / "letter.txt").write_text("Dear all,\nIt is due in 30 days.\n")
    folder = place / "task"
    task = new_task(folder, input=place / "input", reference=place / "reference")
    history = History(task.document)
    for title in ("Sums", "Letter"):
        history.apply(AddCheckpoint(title, 50, None, None))
    for check in (TOTAL, KEPT):
        history.apply(AddCheck(check))
    save_document(folder, history.document, task.document)
    return folder


class Author:
    """One who adds checks on the page, without a window around it."""

    def __init__(self, folder: Path, page: ChecksPage) -> None:
        self._task, self.page, self.claims = open_task(folder), page, page.claims
        self._history = History(self._task.document)
        self.claims.tries = self._apply
        page.show_task(self.now)
        self.tell()

    @property
    def now(self) -> TaskFolder:
        return self._task.with_document(self._history.document)

    @property
    def last(self) -> Check:
        return self.now.document.checks.checks[-1]

    def _apply(self, edit: Edit) -> str:
        self._history.apply(edit)
        self.page.show_task(self.now)
        return ""

    def tell(self) -> None:
        self.page.show_sentences(describe_all(self.now))

    @property
    def is_adding(self) -> bool:
        return self.claims.stack.currentWidget() is self.claims.adding

    def press(self, place: str) -> None:
        self.page.beside.target_picked.emit(place)

    def add(self, words: str) -> Check:
        self.claims.adding.words.setText(words)
        self.claims.adding.add()
        assert not self.is_adding, self.claims.adding.fault.text()
        return self.last


@pytest.fixture
def author(made: Path, qtbot: QtBot) -> Iterator[Author]:
    page = ChecksPage()
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    yield Author(made, page)


def test_a_check_goes_into_the_checkpoint_of_the_selected_head(
    author: Author, qtbot: QtBot
) -> None:
    claims = author.claims
    heading = next(n for n, row in enumerate(claims.model.rows) if row.heading == "Letter")
    area = claims.list.visualRect(claims.model.index(heading))
    qtbot.mouseClick(
        claims.list.viewport(), Qt.MouseButton.LeftButton, pos=area.topLeft() + QPoint(60, 20)
    )
    assert claims.selected() == ""
    qtbot.keyClick(claims.list, KEY.Key_A)
    assert claims.adding.into.currentText() == "Letter"
    claims.adding.place.setText("sums.csv")
    assert author.add("number of rows").checkpoint == "letter"


def test_a_check_goes_into_the_checkpoint_of_the_selected_sentence(author: Author) -> None:
    author.claims.select("total")
    author.claims.begin_adding()
    assert author.claims.adding.into.currentText() == "Sums"
    assert author.add("number of rows").checkpoint == "sums"


def test_another_checkpoint_is_chosen_while_adding_and_stays(author: Author) -> None:
    author.claims.select("total")
    author.claims.begin_adding()
    into = author.claims.adding.into
    into.setCurrentIndex(into.findText("Letter"))
    into.activated.emit(into.currentIndex())
    author.claims.adding.place.setText("letter.txt")
    author.claims.adding.place.setText("sums.csv")
    assert author.add("number of rows").checkpoint == "letter"


def test_without_a_selection_a_check_goes_where_those_of_its_file_are(made: Path) -> None:
    task = open_task(made)
    assert checkpoint_for(task, "sums.csv#net[paper]", None) == "sums"
    assert checkpoint_for(task, "letter.txt", None) == "letter"
    assert checkpoint_for(task, "letter.txt", TOTAL) == "sums"
    # A gate of the whole work says nothing of a checkpoint; the head of the whole work does.
    assert checkpoint_for(task, "sums.csv", KEPT) == "sums"
    assert checkpoint_for(task, "sums.csv", TOTAL, "") is None
    assert checkpoint_for(task, "sums.csv", TOTAL, "gone") is None


def test_a_place_that_is_pressed_while_adding_is_taken_and_what_was_told_stays(
    author: Author,
) -> None:
    author.claims.begin_adding()
    adding = author.claims.adding
    adding.words.setText("value")
    # The place has a check of its own, which does not end what was begun.
    author.press("sums.csv#net[ink]")
    assert author.is_adding and adding.place.text() == "sums.csv#net[ink]"
    assert adding.words.text() == "value"
    assert author.add("cell holds a value").target == "sums.csv#net[ink]"


def test_what_was_filled_in_outlives_another_place(author: Author, qtbot: QtBot) -> None:
    author.claims.begin_adding("letter.txt")
    adding = author.claims.adding
    adding.words.setText("differ from each other")
    qtbot.keyClick(adding.words, KEY.Key_Return)
    adding.form.changed.emit("draft", {"parameters": {"columns": ["item"]}})
    author.press("sums.csv#item[paper]")
    adding.add()
    assert (author.last.kind, author.last.parameters) == ("column_unique", {"columns": ["item"]})


def test_a_press_adds_at_the_place_after_its_check_was_selected(author: Author) -> None:
    author.press("sums.csv#net[ink]")
    assert author.claims.selected() == "total" and not author.is_adding
    author.claims.begin_adding()
    assert author.claims.adding.place.text() == "sums.csv"
    author.claims.end_adding()
    author.claims.stack.shown_path = lambda: "sums.csv"
    author.claims.begin_adding()
    assert author.claims.adding.place.text() == "sums.csv#net[ink]"
    # Who selects another check looks elsewhere.
    author.claims.end_adding()
    author.claims.select("kept")
    author.claims.begin_adding()
    assert author.claims.adding.place.text() == "sums.csv"


def test_a_place_that_only_has_to_stay_is_not_checked_yet(author: Author) -> None:
    assert check_at(author.now, "sums.csv#net[paper]") == ""
    author.press("sums.csv#net[paper]")
    assert author.is_adding and author.claims.adding.place.text() == "sums.csv#net[paper]"
    # What shows the file may know better where a check looks.
    assert check_at(author.now, "sums.csv#net[ink]", looking=frozenset({"kept"})) == "total"
    assert check_at(author.now, "sums.csv#net", looking=frozenset({"kept"})) == "kept"


def test_the_first_value_of_an_added_check_has_the_keyboard(author: Author) -> None:
    author.claims.begin_adding("sums.csv#net[paper]")
    added = author.add("cell holds a value")
    assert author.claims.selected() == added.id
    author.tell()
    first = author.claims.chosen_.line.buttons[0]
    assert first.hasFocus() and "net" in first.text()
    seen = author.claims.list.visualRect(author.claims.list.currentIndex())
    assert author.claims.list.viewport().rect().intersects(seen)
    # It is told anew again and again, and takes the keyboard only once.
    author.claims.list.setFocus()
    author.tell()
    assert author.claims.list.hasFocus()


def test_arrow_keys_pass_over_the_heads(author: Author, qtbot: QtBot) -> None:
    claims = author.claims
    claims.select("total")
    claims.list.setFocus()
    for key, check in ((KEY.Key_Down, "kept"), (KEY.Key_Up, "total"), (KEY.Key_Home, "total")):
        qtbot.keyClick(claims.list, key)
        assert claims.selected() == check


def test_shares_are_those_of_the_checkpoints_page(author: Author) -> None:
    found = {row.heading: row.share for row in rows(author.now, {}) if row.check is None}
    assert found == {"Sums": "50%", "Letter": "50%", "For the whole work": ""}
    loose = TOTAL.model_copy(update={"id": "loose", "checkpoint": None})
    author.claims.tries(AddCheck(loose))
    found = {row.heading: row.share for row in rows(author.now, {}) if row.check is None}
    assert found == {"Sums": "49.5%", "Letter": "49.5%", "For the whole work": "1%"}


def _by_detail(window: MainWindow) -> None:
    window.show_page("checkpoints")
    window.checkpoints.select("letter")
    assert window.checkpoints.detail.checks.text() == "Give it a check"
    window.checkpoints.detail.checks.click()


def _by_evidence(window: MainWindow) -> None:
    follow(window, Lead(thing="checkpoint", id="letter"))


def _by_bar(window: MainWindow) -> None:
    window.actions_["give_check"].trigger()


def test_a_checkpoint_without_a_check_is_given_one(window: MainWindow, made: Path) -> None:
    window.session.open(made)
    claims = window.checks.claims
    for way in (_by_detail, _by_evidence, _by_bar):
        claims.end_adding()
        way(window)
        assert window.current_page == "checks" and claims.stack.currentWidget() is claims.adding
        assert claims.adding.into.currentText() == "Letter"
        assert QApplication.focusWidget() is claims.adding.words
    # One that has a check is shown as ever.
    follow(window, Lead(thing="checkpoint", id="sums"))
    assert window.current_page == "checkpoints"
