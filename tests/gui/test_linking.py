from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.authoring import link_occupation
from studio.editing import SetPrompt
from studio.formats.tasks import open_task
from studio.gui import messages, theme
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.gui.widgets.onet_offer import NONE_FITS, Offer, pick_rows, picked
from studio.gui.widgets.rows import CAPTION, IDENTITY, VERDICT
from studio.gui.wiring import build
from studio.model.task import OccupationLink, OnetTasks
from studio.taxonomy import releases
from studio.taxonomy.linking import Ranked
from studio.taxonomy.releases import Statement
from tests.unit.onet_release import CSV_FOLDER

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LONG_MS = 30_000
PROMPT = "Complete the bookkeeping: post the invoices and reconcile the general ledger."


@pytest.fixture
def opened(desk: Path, qtbot: QtBot, qapp: object) -> Iterator[MainWindow]:
    theme.apply("light")
    made = build(Session(), Jobs(), None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.open(desk)
    qtbot.waitUntil(lambda: bool(made.steps.model.steps), timeout=LONG_MS)
    yield made
    made.close()


def link_of(window: MainWindow) -> OccupationLink | None:
    assert window.session.task is not None
    return open_task(window.session.task.folder).document.task.occupation


def answer_of(window: MainWindow) -> OnetTasks | None:
    assert window.session.task is not None
    return open_task(window.session.task.folder).document.task.checkpoints[0].onet_tasks


def suggest(window: MainWindow, qtbot: QtBot) -> None:
    window.edit(SetPrompt(PROMPT))
    window.show_page("instruction")
    window.instruction.typing_rested.emit()
    qtbot.waitUntil(lambda: window.jobs.running("suggest") is None, timeout=LONG_MS)
    qtbot.waitUntil(lambda: window.instruction.results.count() > 0, timeout=LONG_MS)


def choose(window: MainWindow, row: int) -> str:
    """Click a row of the occupations and return its code."""
    view = window.instruction.results
    item = view.item(row)
    place = view.visualItemRect(item).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    return str(item.data(IDENTITY))


def test_a_suggestion_says_why_and_is_linked_by_one_press(opened: MainWindow, qtbot: QtBot) -> None:
    suggest(opened, qtbot)
    view = opened.instruction.results
    assert 1 <= view.count() <= 3
    why = str(view.item(0).data(CAPTION))
    assert "% likely" in why and "instruction: " in why
    code = choose(opened, 0)
    link = link_of(opened)
    assert link and link.code == code
    assert link.chosen.how == "suggested" and link.chosen.confidence
    assert view.item(0).data(VERDICT) == "right"
    qtbot.keyClick(opened, KEY.Key_Z, CTRL)
    assert link_of(opened) is None
    assert view.item(0).data(VERDICT) == ""


def test_what_is_searched_for_is_the_experts_own_choice(opened: MainWindow, qtbot: QtBot) -> None:
    suggest(opened, qtbot)
    offered = opened.instruction.results.item(0).data(IDENTITY)
    opened.instruction.search.setText(str(offered))
    assert choose(opened, 0) == offered
    link = link_of(opened)
    assert link and (link.chosen.how, link.chosen.confidence) == ("expert", None)
    opened.instruction.search.setText("zzxxqq")
    assert opened.instruction.results.count() == 0
    opened.instruction.search.clear()
    assert opened.instruction.results.item(0).data(IDENTITY) == offered
    # An old code leads to the new ones, and the link says so.
    opened.instruction.search.setText("15-1132")
    view = opened.instruction.results
    codes = [view.item(row).data(IDENTITY) for row in range(view.count())]
    assert codes == ["15-1252.00", "15-1253.00"]
    choose(opened, 1)
    link = link_of(opened)
    assert link and link.code == "15-1253.00" and "15-1132 as one of the 2" in link.chosen.note


def marked(window: MainWindow, qtbot: QtBot) -> Callable[[], list[str]]:
    """Link accountants, mark a checkpoint, and return a way to ask for the rows that are ticked."""
    window.instruction.search.setText("13-2011.00")
    choose(window, 0)
    window.show_page("steps")
    window.steps.select(1, 4)
    window.steps.do("mark")
    window.steps.title.setText("Missing receipts are listed")
    window.steps.mark.click()
    qtbot.waitUntil(lambda: window.jobs.running("offer") is None, timeout=LONG_MS)
    view = window.steps.onet.list

    def ticked() -> list[str]:
        rows = [view.item(row) for row in range(view.count())]
        return [str(item.data(IDENTITY)) for item in rows if item.data(VERDICT) == "ticked"]

    return ticked


def test_tasks_of_a_checkpoint_are_picked_by_keys_and_undone(
    opened: MainWindow, qtbot: QtBot
) -> None:
    release = releases.install(CSV_FOLDER, "30.1").name
    ticked = marked(opened, qtbot)
    pick = opened.steps.onet
    qtbot.waitUntil(lambda: pick.list.count() == 2, timeout=LONG_MS)
    assert pick.list.item(0).data(IDENTITY) == "102" and ticked() == []
    pick.list.setFocus()
    qtbot.keyClick(pick.list, KEY.Key_Down)
    qtbot.keyClick(pick.list, KEY.Key_Space)
    pick.list.setCurrentRow(0)
    qtbot.keyClick(pick.list, KEY.Key_Return)
    answer = answer_of(opened)
    assert answer and set(answer.ids) == {"101", "102"} == set(ticked())
    assert (answer.release, answer.occupation) == (release, "13-2011.00")
    pick.none.click()
    answer = answer_of(opened)
    assert answer is not None and answer.ids == () and ticked() == [] and pick.none.isChecked()
    qtbot.keyClick(opened, KEY.Key_Z, CTRL)
    assert set(ticked()) == {"101", "102"} and not pick.none.isChecked()
    for row in (0, 1):
        pick.list.setCurrentRow(row)
        qtbot.keyClick(pick.list, KEY.Key_Space)
    assert answer_of(opened) is None and not pick.none.isChecked()


def test_without_a_release_the_panel_offers_to_install_one(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked(opened, qtbot)
    pick = opened.steps.onet
    qtbot.waitUntil(lambda: pick.sentence.isVisible(), timeout=LONG_MS)
    assert "none is installed here" in pick.sentence.text() and "studio" not in pick.sentence.text()
    assert not pick.list.isVisible() and not pick.none.isVisible()
    asked: list[str] = []
    monkeypatch.setattr(messages, "choose_file", lambda window, title, *_: asked.append(title))
    pick.install.click()
    assert asked == ["Install a release of O*NET"] and opened.current_page == "occupations"
    opened.show_page("steps")
    opened.steps.select(5, 8)
    assert not pick.isVisible()


def test_a_code_linked_elsewhere_is_not_taken_for_an_answer(
    opened: MainWindow, qtbot: QtBot
) -> None:
    releases.install(CSV_FOLDER, "30.1")
    ticked = marked(opened, qtbot)
    pick = opened.steps.onet
    qtbot.waitUntil(lambda: pick.list.count() == 2, timeout=LONG_MS)
    pick.list.chosen.emit("101")
    assert ticked() == ["101"]
    opened.instruction.search.setText("15-1252.00")
    opened.show_page("instruction")
    choose(opened, 0)
    opened.show_page("steps")

    def first() -> str:
        return str(pick.list.item(0).data(IDENTITY)) if pick.list.count() else ""

    qtbot.waitUntil(lambda: first().startswith("20"), timeout=LONG_MS)
    assert ticked() == []
    opened.show_page("instruction")
    told = opened.instruction.chosen.text()
    assert "13-2011.00" in told and "15-1252.00" in told


OFFER = Offer(
    "point",
    tuple(
        Ranked(Statement(id=id, text=f"Task {id}", kind="Core"), 0.0, because)
        for id, because in (("1", ("ledger",)), ("2", ()))
    ),
)


@pytest.mark.parametrize(
    ("before", "pressed", "after"),
    [
        (None, "1", ("1",)),
        (OnetTasks(ids=("2",)), "1", ("1", "2")),
        (OnetTasks(ids=("1", "2")), "1", ("2",)),
        (OnetTasks(ids=("1",)), "1", None),
        (OnetTasks(), "1", ("1",)),
        # What no release on this machine holds any more is not handed on.
        (OnetTasks(ids=("99",)), "1", ("1",)),
        (None, NONE_FITS, ()),
        (OnetTasks(ids=("1",)), NONE_FITS, ()),
        (OnetTasks(), NONE_FITS, None),
    ],
)
def test_a_press_chooses_or_drops(
    before: OnetTasks | None, pressed: str, after: tuple[str, ...] | None
) -> None:
    assert picked(OFFER, before, pressed) == after


def test_rows_say_what_they_share() -> None:
    first, second = pick_rows(OFFER, OnetTasks(ids=("2",)))
    assert (first.caption, first.chosen) == ("Shares: ledger", False)
    assert (second.caption, second.chosen) == ("", True)


def test_an_opened_task_shows_who_chose(
    opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_AUTHOR", "Ada")
    task = opened.session.task
    assert task is not None
    link_occupation(task.folder, "15-1111")
    opened.open(task.folder)
    qtbot.waitUntil(
        lambda: opened.instruction.chosen.text().startswith("Chosen by Ada"), timeout=LONG_MS
    )
    assert "Upgraded from 15-1111 (" in opened.instruction.chosen.text()
