"""The checks as sentences: changed where a value stands, decided by a key, added by words."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.authoring import (
    add_check,
    checks_at,
    keep_edit,
    new_task,
    propose_checks,
    refuse_change,
)
from studio.base.errors import UserError
from studio.editing import AddCheck, AddCheckpoint, Edit, History, SetCheck
from studio.formats.tasks import TaskFolder, open_task, save_document
from studio.gui.pages.checks.adding_state import Offer
from studio.gui.pages.checks.claims import Claims
from studio.gui.pages.checks.page import ChecksPage
from studio.gui.pages.checks.state import check_at, describe_all
from studio.model.check import Check

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEY = Qt.Key
LONG_MS = 20_000
PROMPT = (
    "Fill in sums.csv and write letter.txt. It says that the total is 4,210.00 and that it is due "
    "in 30 days."
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task with two proposed checks of a letter and one check of one's own, made once."""
    place = tmp_path_factory.mktemp("checks")
    table = "item,net\npaper,1200\nink,{ink}\n"
    letter = "Dear all,\nthe total is 4,210.00.\nIt is due in 30 days.\n"
    for side, ink in (("input", ""), ("reference", "3010")):
        (place / side).mkdir()
        (place / side / "sums.csv").write_text(table.format(ink=ink))
    (place / "reference" / "letter.txt").write_text(letter)
    folder = place / "task"
    task = new_task(folder, input=place / "input", reference=place / "reference")
    history = History(task.document)
    history.apply(AddCheckpoint("Sums filled in", 60, None, None))
    history.apply(AddCheckpoint("Letter written", 40, None, None, gate=True))
    save_document(folder, history.document, task.document)
    (folder / "prompt.md").write_text(PROMPT)
    propose_checks(folder, write=True)
    add_check(folder, "cell_equals", "sums.csv#net[ink]", "sums-filled-in", tolerance=0.005)
    return folder


class Author:
    """One who works on a task in the pane, without a window around it."""

    def __init__(self, folder: Path, claims: Claims) -> None:
        self.task, self.claims = open_task(folder), claims
        self.history = History(self.task.document)
        self.told = ""
        claims.tries = self.apply
        claims.edit_asked.connect(self._apply)
        claims.show_task(self.task)
        self.tell()

    def _apply(self, edit: Edit) -> None:
        self.told = self.apply(edit)

    def apply(self, edit: Edit) -> str:
        try:
            if isinstance(edit, SetCheck):
                refuse_change(self.now, edit.id, edit.changes)
            self.history.apply(edit)
        except UserError as fault:
            return str(fault)
        self.claims.show_task(self.now)
        return ""

    def undo(self) -> None:
        self.history.undo()
        self.claims.show_task(self.now)

    @property
    def now(self) -> TaskFolder:
        return self.task.with_document(self.history.document)

    @property
    def checks(self) -> tuple[Check, ...]:
        return self.history.document.checks.checks

    def tell(self) -> None:
        self.claims.show_sentences(describe_all(self.now))

    def check(self, target: str) -> Check:
        return next(check for check in self.checks if check.target == target)


@pytest.fixture
def author(made: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Author]:
    folder = tmp_path / "task"
    shutil.copytree(made, folder)
    claims = Claims()
    qtbot.addWidget(claims)
    claims.resize(460, 760)
    claims.show()
    qtbot.waitExposed(claims)
    yield Author(folder, claims)


def sentence(author: Author) -> str:
    return author.claims.chosen_.line.accessibleName()


def own(author: Author) -> Check:
    """Select the check that is not proposed."""
    check = author.check("sums.csv#net[ink]")
    author.claims.select(check.id)
    author.claims.list.setFocus()
    return check


def chip(author: Author, text: str) -> QAbstractButton:
    return next(b for b in author.claims.chosen_.line.buttons if b.text() == text)


def test_checks_stand_under_their_checkpoints_as_sentences(author: Author) -> None:
    model = author.claims.model
    told = [
        str(model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole.value))
        for row in range(model.rowCount())
    ]
    assert "Sums filled in, 60%" in told and "Letter written, 40%, must pass" in told
    assert any("net of ink is" in line and "within 0.005" in line for line in told)


def test_a_value_is_changed_where_it_stands(author: Author, qtbot: QtBot) -> None:
    check = own(author)
    line = author.claims.chosen_.line
    qtbot.mouseClick(chip(author, "0.005"), Qt.MouseButton.LeftButton)
    field = line.field
    assert isinstance(field, QLineEdit) and field.hasFocus() and field.text() == "0.005"
    qtbot.keyClicks(field, "0.5")
    qtbot.keyClick(field, KEY.Key_Return)
    assert author.check(check.target).tolerance == 0.5
    # The sentence says so before anything is told anew.
    assert sentence(author).endswith("within 0.5")
    assert line.field is None and author.claims.list.hasFocus()
    author.undo()
    author.tell()
    assert author.check(check.target).tolerance == 0.005 and sentence(author).endswith("0.005")


def test_the_keys_walk_through_the_values(author: Author, qtbot: QtBot) -> None:
    check = own(author)
    line = author.claims.chosen_.line
    qtbot.keyClick(author.claims.list, KEY.Key_F2)
    assert isinstance(line.field, QLineEdit) and line.field.text() == check.target
    qtbot.keyClick(line.field, KEY.Key_Tab)
    assert isinstance(line.field, QLineEdit) and "3010" in line.field.text()
    qtbot.keyClicks(line.field, "3,000")
    qtbot.keyClick(line.field, KEY.Key_Tab)
    assert author.check(check.target).parameters == {"expected": 3000}
    assert isinstance(line.field, QLineEdit) and line.field.text() == "0.005"
    qtbot.keyClick(line.field, KEY.Key_Escape)
    assert line.field is None and author.claims.list.hasFocus()
    assert author.check(check.target).tolerance == 0.005


def test_a_value_that_cannot_stand_is_told_in_a_sentence(author: Author, qtbot: QtBot) -> None:
    check = own(author)
    line, fault = author.claims.chosen_.line, author.claims.chosen_.fault
    qtbot.mouseClick(chip(author, "0.005"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(line.field, "a little")
    qtbot.keyClick(line.field, KEY.Key_Return)
    assert "A number has to stand here" in fault.text() and not fault.isHidden()
    assert isinstance(line.field, QLineEdit) and line.field.property("wrong") is True
    qtbot.keyClick(line.field, KEY.Key_Escape)
    assert fault.isHidden() and author.check(check.target) == check
    # What the task refuses is told in the same place.
    line.edit(0)
    assert isinstance(line.field, QLineEdit)
    line.field.setText("lost.csv")
    qtbot.keyClick(line.field, KEY.Key_Return)
    assert "Name one cell" in fault.text() and author.check(check.target) == check


def test_a_press_on_a_value_of_another_sentence_selects_and_opens_it(
    author: Author, qtbot: QtBot
) -> None:
    claims = author.claims
    check = author.check("sums.csv#net[ink]")
    row = next(n for n, row in enumerate(claims.model.rows) if row.check == check)
    area = claims.list.visualRect(claims.model.index(row))
    place = area.topLeft() + QPoint(50, 18)
    qtbot.mouseClick(claims.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert claims.selected() == check.id
    field = claims.chosen_.line.field
    assert isinstance(field, QLineEdit) and field.text() == check.target


def test_proposals_are_decided_by_a_key_each(author: Author, qtbot: QtBot) -> None:
    claims = author.claims
    waiting = claims.proposed()
    assert len(waiting) >= 2 and str(len(waiting)) in claims.head.waiting.sentence.text()
    claims.begin_deciding()
    assert claims.selected() == waiting[0] and not claims.chosen_.deciding.isHidden()
    qtbot.keyClick(claims.list, KEY.Key_Y)
    assert claims.selected() == waiting[1]
    qtbot.keyClick(claims.list, KEY.Key_N)
    left = {check.id: check.origin for check in author.checks}
    assert left[waiting[0]] == "edited" and waiting[1] not in left
    assert claims.proposed() == waiting[2:]
    author.undo()
    author.undo()
    assert claims.proposed() == waiting


def by_id(author: Author, id: str) -> Check:
    return next(check for check in author.checks if check.id == id)


def at(author: Author, part: QWidget) -> int:
    """Return how far below the top of the pane a part is."""
    return part.mapTo(author.claims, QPoint()).y()


def test_the_buttons_that_decide_stay_under_the_pointer(author: Author, qtbot: QtBot) -> None:
    claims, chosen = author.claims, author.claims.chosen_
    claims.resize(460, 420)
    claims.begin_deciding()
    place, order = at(author, chosen.keep), claims.proposed()
    for number in range(len(order)):
        assert claims.selected() == order[number]
        decides = chosen.turn_down if number % 2 else chosen.keep
        qtbot.mouseClick(decides, Qt.MouseButton.LeftButton)
        author.tell()
        if number < len(order) - 1:
            qtbot.waitUntil(lambda: at(author, chosen.keep) == place)
    assert claims.proposed() == [] and chosen.details.isHidden(), "no form opens under the pointer"


def test_a_form_stays_as_it_is_while_it_is_open(author: Author, qtbot: QtBot) -> None:
    terms = {"terms": ["30 days"]}
    says = Check(id="s", kind="text_contains", target="letter.txt", parameters=terms)
    author.apply(AddCheck(says))
    author.claims.select("s")
    form = author.claims.chosen_.form
    form.more.click()
    field, below = form.fields["forbidden"], form.fields["pattern"]
    assert isinstance(field, QLineEdit)
    claims = author.claims.list
    qtbot.waitUntil(lambda: claims.rows_.opened[1] == claims._height() and below.height() > 20)
    places = {k: at(author, f) for k, f in form.fields.items()}
    field.setFocus()
    qtbot.keyClicks(field, "Washington; the whole of the State of Washington; none of Oregon")
    qtbot.keyClick(field, KEY.Key_Return)
    author.tell()
    assert by_id(author, "s").parameters["forbidden"][0] == "Washington"
    assert form.fields["forbidden"] is field and field.hasFocus()
    qtbot.waitUntil(lambda: {k: at(author, f) for k, f in form.fields.items()} == places)
    author.undo()
    assert field.text() == "" and form.fields["forbidden"] is field


def test_a_fault_in_a_form_names_the_field_and_percent_is_a_number(
    author: Author, qtbot: QtBot
) -> None:
    like = Check(
        id="s", kind="text_similarity", target="letter.txt", gate=True, parameters={"floor": 0.9}
    )
    author.apply(AddCheck(like))
    author.claims.select("s")
    field = author.claims.chosen_.form.fields["floor"]
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "much")
    qtbot.keyClick(field, KEY.Key_Return)
    told = author.claims.chosen_.fault.text()
    assert told == "“Least likeness” must be a number, such as 0.97 or 97%; 'much' is none."
    field.selectAll()
    qtbot.keyClicks(field, "97%")
    qtbot.keyClick(field, KEY.Key_Return)
    assert by_id(author, "s").parameters == {"floor": 0.97}
    assert author.claims.chosen_.fault.isHidden()


def test_what_was_turned_down_is_not_proposed_again(author: Author, qtbot: QtBot) -> None:
    claims = author.claims
    claims.begin_deciding()
    turned = next(check for check in author.checks if check.id == claims.selected())
    qtbot.mouseClick(claims.chosen_.turn_down, Qt.MouseButton.LeftButton)
    save_document(author.task.folder, author.history.document, author.task.document)
    again = propose_checks(author.task.folder)
    asked = [(check.kind, check.target, check.parameters) for check in again.checks]
    assert (turned.kind, turned.target, turned.parameters) not in asked


def test_all_proposals_are_kept_at_once(author: Author, qtbot: QtBot) -> None:
    claims = author.claims
    qtbot.mouseClick(claims.head.waiting.action, Qt.MouseButton.LeftButton)
    assert claims.proposed() == [] and claims.head.waiting.isHidden()
    with pytest.raises(UserError):
        keep_edit(author.history.document)


def test_letters_do_nothing_to_a_check_that_is_not_proposed(author: Author, qtbot: QtBot) -> None:
    own(author)
    before = author.checks
    for key in (KEY.Key_Y, KEY.Key_N, KEY.Key_X):
        qtbot.keyClick(author.claims.list, key)
    assert author.checks == before
    qtbot.keyClick(author.claims.list, KEY.Key_Delete)
    assert len(author.checks) == len(before) - 1 and author.claims.selected()


def test_the_form_changes_how_a_check_counts(author: Author, qtbot: QtBot) -> None:
    check = own(author)
    form = author.claims.chosen_.form
    point = form.fields["checkpoint"]
    assert isinstance(point, QComboBox)
    point.setCurrentIndex(point.findData("letter-written"))
    point.activated.emit(point.currentIndex())
    changed = author.check(check.target)
    assert changed.checkpoint == "letter-written"
    assert author.claims.selected() == check.id
    gate = form.fields["gate"]
    assert isinstance(gate, QAbstractButton)
    gate.click()
    assert author.check(check.target).gate and "weight" not in form.fields


def test_a_check_is_added_by_words_and_enter(author: Author, qtbot: QtBot) -> None:
    claims = author.claims
    own(author)
    qtbot.keyClick(claims.list, KEY.Key_A)
    adding = claims.adding
    assert adding.words.hasFocus() and adding.place.text() == "sums.csv"
    adding.place.setText("letter.txt")
    qtbot.keyClicks(adding.words, "no placeholders")
    assert adding.model.choices[0].kind == "no_placeholders"
    qtbot.keyClick(adding.words, KEY.Key_Return)
    added = author.checks[-1]
    assert (added.kind, added.target, added.origin) == ("no_placeholders", "letter.txt", "authored")
    assert claims.selected() == added.id and claims.list.hasFocus()
    author.undo()
    assert added.id not in {check.id for check in author.checks}


def test_what_a_kind_must_know_is_asked_first(author: Author, qtbot: QtBot) -> None:
    claims = author.claims
    claims.begin_adding("sums.csv")
    adding = claims.adding
    qtbot.keyClicks(adding.words, "differ from each other")
    assert adding.model.choices[0].kind == "column_unique"
    adding.add()
    assert "Columns" in adding.fault.text() and not adding.fault.isHidden()
    qtbot.keyClick(adding.words, KEY.Key_Return)
    field = adding.form.fields["columns"]
    assert isinstance(field, QLineEdit) and field.hasFocus()
    qtbot.keyClicks(field, "item")
    qtbot.keyClick(field, KEY.Key_Return)
    adding.add()
    assert author.checks[-1].parameters == {"columns": ["item"]}


def test_words_that_no_kind_is_told_in_are_no_dead_end(author: Author, qtbot: QtBot) -> None:
    claims = author.claims
    claims.begin_adding()
    qtbot.keyClicks(claims.adding.words, "qqqq")
    assert not claims.adding._none.isHidden()
    claims.adding.add()
    qtbot.keyClick(claims.adding.words, KEY.Key_Escape)
    assert claims.stack.currentIndex() == 0 and claims.list.hasFocus()


def test_a_place_that_was_pressed_has_its_closest_check(author: Author) -> None:
    task = author.now
    own_check = author.check("sums.csv#net[ink]").id
    assert check_at(task, "sums.csv#net[ink]") == own_check
    assert check_at(task, "sums.csv#net[paper]") != own_check
    author.apply(
        AddCheck(
            Check(
                id="rest", kind="text_contains", target="letter.txt", parameters={"terms": ["calm"]}
            )
        )
    )
    assert check_at(author.now, "letter.txt", "Stay calm and no more") == "rest"
    assert check_at(task, "letter.txt", "Kind regards") == ""


def test_a_check_is_offered_for_a_place_and_added_by_one_key(author: Author, qtbot: QtBot) -> None:
    claims, asked = author.claims, []
    claims.adding.offers_asked.connect(lambda target, said: asked.append((target, said)))
    claims.begin_adding("letter.txt", "It is due in 30 days.")
    assert asked == [("letter.txt", "It is due in 30 days.")]
    offers = checks_at(author.now, *asked[0])
    claims.adding.show_offers("other.txt", [Offer(found.check, found.sentence) for found in offers])
    assert claims.adding.model.choices[0].check is None
    claims.adding.show_offers(
        "letter.txt", [Offer(found.check, found.sentence) for found in offers]
    )
    assert "It is due in 30 days." in claims.adding.model.choices[0].title
    qtbot.keyClick(claims.adding.words, KEY.Key_Return)
    assert author.checks[-1].parameters == {"terms": ["It is due in 30 days."]}
    assert claims.selected() == author.checks[-1].id


def test_a_press_in_the_file_selects_its_check_and_a_second_one_adds_another(
    made: Path, qtbot: QtBot
) -> None:
    page, task = ChecksPage(), open_task(made)
    qtbot.addWidget(page)
    page.show_task(task)
    place = "sums.csv#net[ink]"
    own_check = next(check for check in task.document.checks.checks if check.target == place)
    page.beside.target_picked.emit(place)
    assert page.selected() == own_check.id and page.claims.stack.currentIndex() == 0
    page.beside.target_picked.emit(place)
    assert page.claims.stack.currentIndex() == 1 and page.claims.adding.place.text() == place
    page.beside.target_picked.emit("sums.csv#item[paper]")
    assert page.claims.adding.place.text() == "sums.csv#item[paper]"
    page.beside.target_picked.emit(place)
    assert page.claims.stack.currentIndex() == 0 and page.selected() == own_check.id


def test_how_many_wrong_outputs_pass_without_a_proposal_is_told(author: Author) -> None:
    claims = author.claims
    first, second, *_ = claims.proposed()
    claims.show_needed({first: 1, second: 3})
    told = {
        row.check.id: str(claims.model.index(n).data(Qt.ItemDataRole.AccessibleTextRole))
        for n, row in enumerate(claims.model.rows)
        if row.check
    }
    assert "One wrong output passes without it." in told[first]
    assert "3 wrong outputs pass without it." in told[second]


def test_a_press_on_a_value_keeps_its_row_in_sight_of_ten_thousand(
    author: Author, qtbot: QtBot
) -> None:
    many = tuple(
        Check(id=f"c{n}", kind="cell_equals", target=f"sums.csv#net[ink{n}]") for n in range(3000)
    )
    document = author.history.document
    huge = document.checks.model_copy(update={"checks": many})
    author.claims.show_task(author.task.with_document(replace(document, checks=huge)))
    author.claims.select("c2500")
    shown = author.claims.chosen_
    area = shown.geometry()
    assert author.claims.rect().intersects(area) and shown.isVisible()
