import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from studio.authoring import occupation_link
from studio.formats import layout
from studio.formats.tasks import open_task
from studio.gui import messages, theme
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.pages.occupations.page import OccupationsPage
from studio.gui.pages.occupations.state import Trail, read_tree
from studio.gui.session import Session
from studio.gui.widgets.bars import Bars
from studio.gui.widgets.figures import SIGN
from studio.gui.widgets.links import Link
from studio.gui.widgets.rows import CAPTION, HEADING
from studio.gui.wiring import build
from studio.gui.work.occupations import Browsing
from studio.suite import report
from studio.taxonomy import releases
from tests.gui.clipping import clipped
from tests.unit.onet_release import FORMS

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LONG_MS = 30_000
TEMPLATE = Path(__file__).parents[2] / "task_templates" / "complete-invoices"


@dataclass(frozen=True)
class Bench:
    """The page with what fills it; most of what a person does here needs no window around it."""

    page: OccupationsPage
    jobs: Jobs
    browsing: Browsing

    def settle(self, qtbot: QtBot, code: str) -> None:
        settle(self.page, qtbot, code)

    def choose(self, qtbot: QtBot, code: str) -> None:
        self.page.finder.tree.setCurrentIndex(self.page.finder.soc.place(code))
        self.settle(qtbot, code)


@pytest.fixture
def bench(qtbot: QtBot, qapp: object) -> Iterator[Bench]:
    theme.apply("light")
    around, page, jobs = QWidget(), OccupationsPage(), Jobs()
    page.setParent(around)
    qtbot.addWidget(around)
    made = Bench(page, jobs, Browsing(Session(), jobs, page))
    page.resize(1096, 700)
    around.resize(1096, 700)
    around.show()
    qtbot.waitExposed(around)
    around.activateWindow()
    qtbot.waitUntil(lambda: page.finder.soc.rowCount() > 0, timeout=LONG_MS)
    yield made
    jobs.close()


@pytest.fixture
def page(bench: Bench) -> OccupationsPage:
    return bench.page


def settle(page: OccupationsPage, qtbot: QtBot, code: str) -> None:
    qtbot.waitUntil(lambda: code_of(page) == code, timeout=LONG_MS)
    # A turn of the event loop shows what was just made.
    qtbot.wait(1)


def code_of(page: OccupationsPage) -> str:
    return page.pane.shown.code if page.pane.shown else ""


def typed(page: OccupationsPage, qtbot: QtBot, text: str) -> None:
    page.search.setFocus()
    page.search.selectAll()
    qtbot.keyClicks(page.search, text)
    finder = page.finder
    qtbot.waitUntil(
        lambda: finder.currentWidget() is finder.list and finder.asked == text, timeout=LONG_MS
    )


def texts(page: OccupationsPage) -> list[str]:
    return [found.text() for found in page.pane.findChildren(QLabel) if not found.isHidden()]


def link(page: OccupationsPage, text: str) -> Link:
    found = [made for made in page.pane.findChildren(Link) if made.accessibleName() == text]
    return next(made for made in found if made.isVisibleTo(page))


def button(page: OccupationsPage, text: str) -> QPushButton:
    found = [made for made in page.pane.findChildren(QPushButton) if made.text() == text]
    return next(made for made in found if made.isVisibleTo(page))


def rows(page: OccupationsPage) -> list[tuple[str, str, bool]]:
    model = page.finder.found
    places = [model.index(row) for row in range(model.rowCount())]
    return [(at.data(), str(at.data(CAPTION)), bool(at.data(HEADING))) for at in places]


def test_the_page_opens_by_its_key_with_the_box_ready(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("home")
    window.actions_["occupations"].trigger()
    assert window.current_page == "occupations"
    assert window.actions_["occupations"].shortcut().toString() == "Ctrl+8"
    assert window.focusWidget() is window.occupations.search
    assert window.side.buttons["occupations"].isChecked()


def test_a_title_of_several_occupations_is_marked_and_chosen_by_keys(
    bench: Bench, page: OccupationsPage, qtbot: QtBot
) -> None:
    typed(page, qtbot, "radiographer")
    found = rows(page)
    title, count, heading = found[0]
    assert heading and title == f"A title of {count} occupations: choose yours"
    assert "Alternate title: Radiographer" in found[1][1]
    assert "29-2034.00" in found[1][1]
    bench.settle(qtbot, "29-2034.00")
    qtbot.keyClick(page.search, KEY.Key_Down)
    assert page.finder.list.currentIndex().row() == 2
    qtbot.keyClick(page.search, KEY.Key_Return)
    bench.settle(qtbot, page.finder.found.rows[2].code)
    assert page.pane.hasFocus()


def test_arrows_pass_over_headings_and_stay_inside(page: OccupationsPage, qtbot: QtBot) -> None:
    typed(page, qtbot, "radiographer")
    second = next(row for row, (_, _, heading) in enumerate(rows(page)) if heading and row)
    for _ in range(second - 1):
        qtbot.keyClick(page.search, KEY.Key_Down)
    assert page.finder.list.currentIndex().row() == second + 1
    for _ in range(second + 5):
        qtbot.keyClick(page.search, KEY.Key_Up)
    assert page.finder.list.currentIndex().row() == 1


def test_escape_clears_the_box_and_the_groups_come_back(
    page: OccupationsPage, qtbot: QtBot
) -> None:
    typed(page, qtbot, "bookkeeper")
    qtbot.keyClick(page.search, KEY.Key_Escape)
    assert page.search.text() == ""
    qtbot.waitUntil(lambda: page.finder.tree.isVisible())
    typed(page, qtbot, "bookkeeper")
    page.finder.list.setFocus()
    qtbot.keyClick(page.finder.list, KEY.Key_Escape)
    assert page.search.text() == "" and page.search.hasFocus()


def test_what_is_not_found_says_what_to_try(page: OccupationsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.search, "zzzzqqq")
    finder = page.finder
    qtbot.waitUntil(lambda: finder.currentIndex() == 3, timeout=LONG_MS)
    told = [found.text() for found in finder.currentWidget().findChildren(QLabel)]
    assert "Nothing is found for “zzzzqqq”" in told
    assert any("43-3031" in text for text in told)
    finder.currentWidget().findChild(QPushButton).click()
    assert finder.tree.isVisible() and page.search.hasFocus()


def test_an_old_answer_never_replaces_a_newer_one(
    bench: Bench, page: OccupationsPage, qtbot: QtBot
) -> None:
    for text in ("accountant", "nurse", "43-3031"):
        page.search.setText(text)
    bench.settle(qtbot, "43-3031.00")
    qtbot.waitUntil(lambda: bench.jobs.running("find") is None)
    assert [title for title, _, heading in rows(page) if not heading] == [
        "Bookkeeping, Accounting, and Auditing Clerks"
    ]


def test_the_tree_has_every_group_and_tells_shared_estimates(
    bench: Bench, page: OccupationsPage, qtbot: QtBot
) -> None:
    model = page.finder.soc
    assert model.rowCount() == 23
    shared = model.place("13-1021.00")
    employed = shared.siblingAtColumn(1)
    assert (employed.data(), employed.data(SIGN)) == ("486,900", "~")
    assert "never add them up" in employed.data(Qt.ItemDataRole.ToolTipRole)
    above = shared.parent().siblingAtColumn(1)
    assert (above.data(), above.data(SIGN)) == ("-", "+")
    page.finder.tree.setFocus()
    page.finder.tree.setCurrentIndex(shared)
    qtbot.keyClick(page.finder.tree, KEY.Key_Return)
    bench.settle(qtbot, "13-1021.00")
    assert "never add them up" in " ".join(texts(page))
    assert page.pane.hasFocus()


def test_the_tree_holds_all_codes_once() -> None:
    codes: list[str] = []

    def walk(branches: list) -> None:  # type: ignore[type-arg]
        for branch in branches:
            codes.append(branch.code)
            walk(branch.below)

    walk(list(read_tree()))
    assert len(codes) == len(set(codes))
    assert sum("." in code for code in codes) == 1016
    # 791 detailed codes are the one occupation in them.
    assert len(codes) == 1447 + 1016 - 791


def test_the_military_and_all_other_can_be_chosen(
    bench: Bench, page: OccupationsPage, qtbot: QtBot
) -> None:
    for code in ("55-1011.00", "15-1299.00"):
        bench.choose(qtbot, code)
        assert "can be chosen like any other" in " ".join(texts(page))


def test_groups_and_related_ones_are_followed_and_back_leads_home(
    bench: Bench, page: OccupationsPage, qtbot: QtBot
) -> None:
    assert not page.back.isEnabled()
    bench.choose(qtbot, "29-2034.00")
    link(page, "Magnetic Resonance Imaging Technologists").click()
    bench.settle(qtbot, "29-2035.00")
    # The tree goes along.
    assert page.finder.tree.currentIndex() == page.finder.soc.place("29-2035.00")
    link(page, "Healthcare Practitioners and Technical Occupations").click()
    bench.settle(qtbot, "29-0000")
    assert link(page, "Health Technologists and Technicians")
    assert page.back.isEnabled()
    qtbot.keyClick(page, KEY.Key_Left, ALT)
    bench.settle(qtbot, "29-2035.00")
    page.back.click()
    bench.settle(qtbot, "29-2034.00")
    assert not page.back.isEnabled()


def test_a_choice_in_a_list_begins_a_new_trail() -> None:
    trail = Trail()
    trail.begin("a")
    trail.follow("b")
    trail.follow("b")
    trail.follow("c")
    assert (trail.go_back(), trail.go_back(), trail.can_go_back) == ("b", "a", False)
    trail.follow("d")
    trail.begin("e")
    assert not trail.can_go_back and trail.go_back() == "e"


def test_long_lists_show_a_few_and_all_on_demand(
    bench: Bench, page: OccupationsPage, qtbot: QtBot
) -> None:
    bench.choose(qtbot, "15-1252.00")
    few = " ".join(texts(page))
    assert "Software (429)" in few and "Zoom" not in few
    link(page, "Show all 429").click()
    qtbot.wait(1)
    assert len(" ".join(texts(page))) > len(few) + 3000
    link(page, "Show fewer").click()
    qtbot.wait(1)
    assert " ".join(texts(page)) == few


def test_an_occupation_is_used_undone_and_its_tasks_are_listed(
    window: MainWindow, desk: Path, qtbot: QtBot
) -> None:
    page = window.occupations
    window.actions_["occupations"].trigger()
    qtbot.waitUntil(lambda: page.finder.soc.rowCount() > 0, timeout=LONG_MS)
    assert not page.use.isVisible()
    window.open(desk)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    window.actions_["occupations"].trigger()
    assert page.use.isVisible() and not page.use.isEnabled()
    page.finder.tree.setCurrentIndex(page.finder.soc.place("13-0000"))
    settle(page, qtbot, "13-0000")
    assert not page.use.isEnabled() and "group" in page.use.toolTip()
    page.finder.tree.setCurrentIndex(page.finder.soc.place("43-3031.00"))
    settle(page, qtbot, "43-3031.00")
    page.use.setFocus()
    qtbot.keyClick(page.use, KEY.Key_Space)
    assert window.session.task is not None
    kept = open_task(window.session.task.folder).document.task.occupation
    assert kept and kept.code == "43-3031.00"
    assert page.used.isVisible() and not page.use.isVisible()
    qtbot.waitUntil(lambda: "Tasks in this workspace (1)" in texts(page), timeout=LONG_MS)
    qtbot.keyClick(page.search, KEY.Key_Z, CTRL)
    assert open_task(window.session.task.folder).document.task.occupation is None
    assert page.use.isVisible()
    qtbot.keyClick(page.search, KEY.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "Tasks in this workspace (1)" in texts(page), timeout=LONG_MS)
    link(page, "Month end").click()
    qtbot.waitUntil(lambda: window.current_page == "steps", timeout=LONG_MS)


def test_a_bad_archive_is_a_sentence_and_a_good_one_brings_the_tasks(
    bench: Bench,
    page: OccupationsPage,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench.choose(qtbot, "29-2034.00")
    assert any("Task statements come with a release" in text for text in texts(page))
    bad = tmp_path / "holiday.zip"
    bad.write_bytes(b"no archive")
    monkeypatch.setattr(messages, "choose_file", lambda *asked: bad)
    button(page, "Install a release…").click()
    faults = lambda: [f for f in page.pane.findChildren(QLabel, "fault") if f.isVisibleTo(page)]  # noqa: E731
    qtbot.waitUntil(lambda: bool(faults()), timeout=LONG_MS)
    (fault,) = faults()
    assert "holiday.zip" in fault.text() and "Traceback" not in fault.text()
    assert releases.installed() == ()
    bench.choose(qtbot, "13-2011.00")
    good = FORMS["text"](tmp_path)
    monkeypatch.setattr(messages, "choose_file", lambda *asked: good)
    button(page, "Install a release…").click()
    qtbot.waitUntil(lambda: "Tasks in O*NET 30.1 (2)" in texts(page), timeout=LONG_MS)
    assert "Write down which receipts are missing." in texts(page)
    assert "Keep the money of others in order and say so in writing." in texts(page)
    assert not faults()


def test_installing_can_be_cancelled_and_leaves_nothing(
    bench: Bench, page: OccupationsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    bench.choose(qtbot, "13-2011.00")
    bench.browsing.install(FORMS["text"](tmp_path))
    next(made for made in page.pane.findChildren(QPushButton) if made.text() == "Cancel").click()
    qtbot.waitUntil(lambda: bench.jobs.running("install") is None, timeout=LONG_MS)
    qtbot.waitUntil(lambda: "Cancelled; nothing was installed." in texts(page))
    assert button(page, "Install a release…")
    assert releases.installed() == ()


def test_all_that_can_be_reached_has_a_name_and_no_markup(
    bench: Bench, page: OccupationsPage, qtbot: QtBot
) -> None:
    typed(page, qtbot, "radiographer")
    bench.settle(qtbot, "29-2034.00")
    for found in page.findChildren(QLabel):
        assert found.textFormat() == Qt.TextFormat.PlainText, found.text()
    assert isinstance(page.finder.list, QListView)
    assert page.finder.list.accessibleName() and page.finder.tree.accessibleName()
    index = page.finder.found.index(1)
    told = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Radiologic" in told and "29-2034.00" in told
    assert page.finder.found.index(0).flags() == Qt.ItemFlag.NoItemFlags
    assert page.finder.soc.parent(QModelIndex()) == QModelIndex()


def test_the_keyboard_is_not_lost_when_a_page_is_drawn_anew(
    bench: Bench, page: OccupationsPage, qtbot: QtBot
) -> None:
    bench.choose(qtbot, "29-2034.00")
    for text in ("Show all 20", "Show fewer", "Magnetic Resonance Imaging Technologists"):
        made = link(page, text)
        made.setFocus()
        qtbot.keyClick(made, KEY.Key_Space)
        qtbot.wait(1)
        assert page.pane.hasFocus(), text


def with_tasks(folder: Path, codes: dict[str, str]) -> None:
    for title, code in codes.items():
        shutil.copytree(TEMPLATE, folder / title)
        place = folder / title / layout.TASK
        link = json.loads(occupation_link(code).model_dump_json()) if code else None
        task = json.loads(place.read_text()) | {"id": title, "title": title, "occupation": link}
        place.write_text(json.dumps(task))


def told(page: OccupationsPage) -> str:
    return " ".join(found.text() for found in page.coverage.findChildren(QLabel))


def charts(page: OccupationsPage) -> dict[str, str]:
    found = page.coverage.findChildren(Bars)
    return {made.accessibleName(): made.accessibleDescription() for made in found}


def test_the_coverage_of_a_folder_is_shown_and_its_holes_lead_on(
    bench: Bench,
    page: OccupationsPage,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.views["Coverage"].click()
    assert "This workspace holds no task yet" in told(page)
    codes = {"scan": "29-2034.00", "books": "43-3031.00", "again": "43-3031.00", "draft": ""}
    with_tasks(tmp_path / "suite", codes)
    (tmp_path / "suite" / "broken").mkdir()
    (tmp_path / "suite" / "broken" / layout.TASK).write_text("{")
    monkeypatch.setattr(messages, "choose_folder", lambda *asked: tmp_path / "suite")
    page.coverage.choose.click()
    qtbot.waitUntil(lambda: "Share of employment" in charts(page), timeout=LONG_MS)
    words = told(page)
    assert "4 tasks, 3 of them linked to 2 occupations in 2 of 23 major groups." in words
    assert "1 task without an occupation: draft." in words
    assert "broken:" in words
    shares = charts(page)
    assert shares["Share of employment"].startswith("These tasks, 2 codes, 1.1%; GDPval, 46 codes,")
    assert "of 55" in shares["What ALE and GDPval list"]
    groups = shares["Major groups, most persons uncovered first"]
    assert "Office and Administrative Support Occupations, 2 tasks," in groups
    assert groups.count("no task") == 21
    holes = [made for made in page.coverage.findChildren(Link)]
    qtbot.wait(1)
    assert holes[0].accessibleName() == "Home Health and Personal Care Aides"
    holes[1].click()
    bench.settle(qtbot, "41-2031.00")
    assert page.pane.isVisible() and not page.coverage.isVisible()


def test_a_folder_without_tasks_is_a_sentence_and_reading_can_be_cancelled(
    bench: Bench,
    page: OccupationsPage,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(messages, "choose_folder", lambda *asked: tmp_path)
    page.views["Coverage"].click()
    page.coverage.choose.click()
    page.coverage.cancel.click()
    assert "Cancelled" in told(page) and not page.coverage.cancel.isVisible()
    page.coverage.choose.click()
    qtbot.waitUntil(lambda: "holds no task" in told(page), timeout=LONG_MS)
    assert not charts(page)
    # Who types looks for an occupation again.
    page.search.setFocus()
    qtbot.keyClicks(page.search, "nurse")
    assert page.views["Browse"].isChecked() and not page.coverage.isVisible()


def test_panes_keep_their_sizes_whatever_page_was_shown_last(
    window: MainWindow, qtbot: QtBot
) -> None:
    for name in ("occupations", "proof", "instruction", "occupations"):
        window.show_page(name)
    window.occupations.findChild(QSplitter).setSizes([620, 476])
    window.close()
    again = build(Session(), Jobs(), None)
    qtbot.addWidget(again)
    again.show()
    again.show_page("occupations")
    # The screen may give the window another width: the pane that stretches takes the rest.
    assert again.occupations.findChild(QSplitter).sizes()[1] == pytest.approx(476, abs=8)
    again.close()


@pytest.mark.parametrize("mode", theme.MODES)
def test_every_face_is_drawn_whole_on_a_small_window(
    bench: Bench, page: OccupationsPage, qtbot: QtBot, tmp_path: Path, mode: str
) -> None:
    theme.apply(mode)
    page.resize(904, 560)
    ground = theme.TOKENS[mode].panel.lower()

    def look(face: str) -> None:
        # Wrapped words get their height one turn after their width.
        qtbot.waitUntil(lambda: clipped(page) == [])
        picture = page.grab().toImage()
        picture.save(str(tmp_path / f"{face}-{mode}.png"))
        assert picture.pixelColor(3, 3).name() == ground
        seen = {
            picture.pixelColor(x, y).name()
            for x in range(0, picture.width(), 5)
            for y in range(0, picture.height(), 5)
        }
        assert len(seen) > 8, face

    look("empty")
    bench.choose(qtbot, "13-1021.00")
    look("shared estimate")
    page.pane.show_installing("Reading Task Statements…")
    look("installing")
    page.pane.show_installing("", "holiday.zip is no archive.")
    look("not installed")
    bench.choose(qtbot, "15-0000")
    look("group")
    with_tasks(tmp_path / "tasks", {"books": "43-3031.00", "farm": "13-1021.00"})
    page.show_view("Coverage")
    look("no tasks")
    page.coverage.show_report(report(tmp_path / "tasks"))
    look("coverage")
    theme.apply("light")
