from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from studio.authoring.files import TaskFile
from studio.editing import AddCheck, SetPrompt
from studio.formats import digests, layout
from studio.formats.gaps import gaps_of
from studio.formats.tasks import open_task
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.pages.instruction.files import FilesPane
from studio.gui.session import Session
from studio.gui.wiring import build
from studio.model.check import Check
from studio.running import brief
from tests.unit.making import write_task

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LONG_MS = 30_000
# A menu on the offscreen platform says what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_task(tmp_path / "fill-amounts")


@pytest.fixture(scope="module")
def window(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """One window for all: making it takes longer than what these tests do."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_STATE_HOME", "STUDIO_WORKSPACE"):
            patch.setenv(name, str(tmp_path_factory.mktemp("settings")))
        made = build(Session(), Jobs(), None)
        made.show()
        yield made
        made.close()
        made.deleteLater()


@pytest.fixture
def opened(folder: Path, window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.activateWindow()
    window.session.open(folder)
    window.show_page("instruction")
    window.instruction.sections.show_section("files")
    idle(window, qtbot)
    return window


def contents(folder: Path) -> dict[str, bytes]:
    found = digests.regular_files(folder)
    return {path: place.read_bytes() for path, place in found if path.endswith("invoices.csv")}


def choose(window: MainWindow, name: str) -> None:
    entries = window.instruction.files.menu.actions()
    next(entry for entry in entries if entry.text().startswith(name)).trigger()


def idle(window: MainWindow, qtbot: QtBot) -> None:
    names = ("role", "files", "brief", "draft", "demands")
    qtbot.waitUntil(lambda: not any(map(window.jobs.running, names)), timeout=LONG_MS)


def test_a_draft_is_offered_and_undone_as_one(opened: MainWindow, qtbot: QtBot) -> None:
    page = opened.instruction
    assert not page.writing.draft.isVisible()
    opened.edit(SetPrompt(""))
    page.writing.draft.click()
    qtbot.waitUntil(lambda: bool(opened.session.document.prompt), timeout=LONG_MS)
    text = opened.session.document.prompt
    assert "`invoices.csv`" in text and not page.writing.draft.isVisible()
    assert f"{len(gaps_of(text))} gaps to fill" in page.writing.foot.text()
    # The first gap is selected: the words of the expert replace it.
    assert page.text.textCursor().selectedText() == gaps_of(text)[0]
    qtbot.keyClicks(page.text, "Close the month.")
    assert opened.session.document.prompt.startswith("Close the month.")
    page.writing.gap.click()
    assert page.text.textCursor().selectedText() == gaps_of(text)[1]
    qtbot.keyClick(page.text, KEY.Key_Z, CTRL)
    assert opened.session.document.prompt == text
    qtbot.keyClick(page.text, KEY.Key_Z, CTRL)
    assert opened.session.document.prompt == ""


def test_a_role_is_changed_by_keys_and_undone(
    opened: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    before = contents(folder)
    files = opened.instruction.files
    files.table.setFocus()
    files.table.setCurrentIndex(files.model.index(0, 0))
    assert files.model.rows[0].file.role == "input"
    qtbot.keyClick(files.table, KEY.Key_Return)
    choose(opened, "Hidden")
    qtbot.waitUntil(lambda: (folder / layout.HIDDEN / "invoices.csv").exists(), timeout=LONG_MS)
    idle(opened, qtbot)
    assert {row.file.role for row in files.model.rows} == {"hidden", "output"}
    assert "1 hidden" in files.count.text() and opened.session.history.undo_title  # type: ignore[union-attr]
    opened.actions_["undo"].trigger()
    idle(opened, qtbot)
    assert contents(folder) == before
    assert {row.file.role for row in files.model.rows} == {"input", "output"}
    # A place that is taken is told of, and nothing is moved.
    opened.instruction.files.role_asked.emit(["input/invoices.csv"], "output")
    idle(opened, qtbot)
    assert "leave that one out first" in opened.toast.text() and contents(folder) == before


def test_files_are_dropped_and_links_refused(
    opened: MainWindow, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "rates.csv").write_text("1")
    (tmp_path / "way").symlink_to(tmp_path / "rates.csv")

    def drop(place: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(place))])
        none = Qt.KeyboardModifier.NoModifier
        left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
        opened.instruction.files.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, none))
        choose(opened, "Given")
        opened.instruction.files.menu.close()
        idle(opened, qtbot)

    drop(tmp_path / "rates.csv")
    assert (folder / layout.INPUT / "rates.csv").read_text() == "1"
    drop(tmp_path / "way")
    assert opened.toast.text() == "way is a link; choose the file itself."
    opened.actions_["undo"].trigger()
    idle(opened, qtbot)
    assert not (folder / layout.INPUT / "rates.csv").exists()
    # What was added is never lost by taking it back.
    assert ("rates.csv", "scratch") in [
        (row.file.name, row.file.role) for row in opened.instruction.files.model.rows
    ]


def test_settings_are_edits(opened: MainWindow, folder: Path, qtbot: QtBot) -> None:
    page = opened.instruction
    page.sections.show_section("settings")
    for fold in page.settings.folds.values():
        fold.unfold()
    work = page.settings.findChildren(QComboBox)[0]
    work.setFocus()
    qtbot.keyClick(work, KEY.Key_Down)
    work.activated.emit(work.currentIndex())
    assert open_task(folder).document.task.work == "separate"
    page.settings.seconds.setFocus()
    page.settings.seconds.selectAll()
    qtbot.keyClicks(page.settings.seconds, "90")
    qtbot.keyClick(page.settings.seconds, KEY.Key_Return)
    assert open_task(folder).document.task.limits.seconds == 90
    line = page.settings.licences["data"]
    line.setFocus()
    qtbot.keyClicks(line, "mine; all of it")
    qtbot.keyClick(line, KEY.Key_Return)
    shown = [made.text() for made in page.settings.findChildren(QLabel) if made.isVisible()]
    assert any(text.startswith("Name the licence in short") for text in shown)
    assert open_task(folder).document.task.licences.data == ""
    line.setText("MIT")
    line.editingFinished.emit()
    assert open_task(folder).document.task.licences.data == "MIT"
    page.settings.add_software.click()
    page.settings.software.changed.emit([{"id": "No Id", "min_version": "", "package": ""}])
    (program,) = open_task(folder).document.task.software
    assert page.settings.software.rows[0]["id"].hasFocus() and program.id
    for _ in range(4):
        opened.actions_["undo"].trigger()
    task = open_task(folder).document.task
    assert (task.work, task.limits.seconds, task.software) == ("in_place", 600, ())


def test_the_preview_is_what_the_runner_says(
    opened: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    page = opened.instruction
    page.sections.show_section("preview")
    idle(opened, qtbot)
    view = brief(open_task(folder))
    assert page.preview.prompt.toPlainText() == view.prompt
    shown = [row.path for row in page.preview.model.rows]
    assert shown == ["input", "input/invoices.csv", "output", "output/invoices.csv"]
    assert all(told in page.preview.told for told in view.withheld)
    page.files.role_asked.emit(["input/invoices.csv"], "scratch")
    idle(opened, qtbot)
    idle(opened, qtbot)
    assert [row.path for row in page.preview.model.rows] == ["input", "output"]
    (folder / layout.INPUT).mkdir(exist_ok=True)
    (folder / layout.INPUT / "way").symlink_to(folder)
    opened.work.instruction.show_preview()
    idle(opened, qtbot)
    assert page.preview.fault.text() == "way is a link; replace it by the file itself."


def test_sentences_without_a_check_are_underlined(opened: MainWindow, qtbot: QtBot) -> None:
    first, second = "Fill in the amount of A-2.", "Write the total into B4."
    opened.edit(SetPrompt(f"{first} {second}"))
    check = Check(
        id="a", checkpoint="amounts", kind="row_count", target="invoices.csv", because=first
    )
    opened.edit(AddCheck(check))
    idle(opened, qtbot)
    page = opened.instruction
    marks = [one.cursor.selectedText() for one in page.text.extraSelections()]  # type: ignore[attr-defined]
    assert second.rstrip(".") in marks and first.rstrip(".") not in marks
    assert "asks for something that no check looks at" in page.writing.foot.text()


def test_a_public_side_can_be_read_only(folder: Path, opened: MainWindow, qtbot: QtBot) -> None:
    for place in (folder / "private").rglob("*"):
        if place.is_file():
            place.unlink()
    opened.session.open(folder)
    idle(opened, qtbot)
    page = opened.instruction
    opened.edit(SetPrompt(""))
    assert [(row.file.role, row.cells[3]) for row in page.files.model.rows] == [("input", "")]
    assert not page.files.add.isEnabled() and not page.writing.draft.isVisible()
    assert "only its public side" in page.files.hint.text()
    page.files.table.setCurrentIndex(page.files.model.index(0, 0))
    qtbot.keyClick(page.files.table, KEY.Key_Return)
    assert not page.files.menu.isVisible()


def test_every_control_has_a_name(opened: MainWindow) -> None:
    page = opened.instruction
    for fold in page.settings.folds.values():
        fold.unfold()
    page.settings.add_software.click()
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.window() is opened
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QScrollArea)
        and not widget.objectName().startswith("qt_")
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert [(type(one).__name__, one.parent()) for one in nameless] == []


def test_ten_thousand_files_stay_smooth(qtbot: QtBot, qapp: object) -> None:
    pane = FilesPane()
    qtbot.addWidget(pane)
    pane.resize(500, 600)
    pane.show()
    files = tuple(
        TaskFile(f"input/{number:05}.csv", f"{number:05}.csv", "input", number)
        for number in range(10_000)
    )
    pane.show_files(files)
    assert pane.model.rowCount() == 10_000 and pane.count.text().startswith("10,000 files")
    pane.table.scrollToBottom()
    pane.grab()
    assert pane.table.indexAt(pane.table.viewport().rect().center()).row() > 9_900
    pane.table.selectAll()
    asked: list[object] = []
    pane.role_asked.connect(lambda paths, role: asked.append((len(paths), role)))
    qtbot.keyClick(pane.table, KEY.Key_Return)
    next(entry for entry in pane.menu.actions() if entry.text().startswith("Left out")).trigger()
    assert asked == [(10_000, "scratch")]
    pane.menu.close()


def test_a_task_without_words_offers_a_draft_at_once(
    opened: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    opened.edit(SetPrompt(""))
    (folder / layout.CHECKS).rename(folder / "kept")
    opened.session.open(folder)
    assert not opened.instruction.writing.draft.isVisible()
    (folder / "kept").rename(folder / layout.CHECKS)
    opened.session.open(folder)
    draft = opened.instruction.writing.draft
    assert draft.isVisible() and draft.isEnabled()
    idle(opened, qtbot)
