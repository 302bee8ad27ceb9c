"""The page of the package: what will be inside, writing it, and what came of it."""

import shutil
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from studio.authoring import inspect_package
from studio.editing import SetPrompt
from studio.formats import packages
from studio.gui import messages
from studio.gui.main_window import MainWindow
from studio.gui.pages.proof.state import Proof
from studio.model.validation import GATES, GateResult
from tests.unit.making import write_task

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LONG_MS = 40_000


@pytest.fixture
def opened(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    window.open(write_task(tmp_path / "fill-amounts", kept=True))
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=LONG_MS)
    window.actions_["export"].trigger()
    planned(window, qtbot, "full")
    return window


def planned(window: MainWindow, qtbot: QtBot, kind: str) -> None:
    def there() -> bool:
        plan = window.export.plan
        return plan is not None and plan.kind == kind

    qtbot.waitUntil(there, timeout=LONG_MS)


def names(window: MainWindow) -> set[str]:
    return {row.name for row in window.export.inside.model.rows}


def choose(window: MainWindow, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    monkeypatch.setattr(messages, "choose_folder", lambda *asked: folder)
    window.export.choose.click()


def test_sides_say_what_is_inside_and_what_is_not(opened: MainWindow, qtbot: QtBot) -> None:
    page = opened.export
    assert "private/checks.json" in names(opened) and page.name.text() == "fill-amounts.task"
    assert opened.focusWidget() is page.sides["full"], "the arrows change the side"
    page.sides["public"].click()
    planned(opened, qtbot, "public")
    assert "private/checks.json" not in names(opened) and "prompt.md" in names(opened)
    assert any("Your work" in told for told in page.inside.out)
    assert page.name.text() == "fill-amounts-public.task"
    # A name of one's own stays.
    page.name.setText("mine")
    page.sides["full"].click()
    planned(opened, qtbot, "full")
    assert page.name.text() == "mine" and page.place.name == "mine.task"


def test_an_unproven_task_is_exported_with_a_clear_word(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, out = opened.export, tmp_path / "out"
    choose(opened, monkeypatch, out)
    assert not page.unproven.isHidden() and page.pack.text() == "Export all the same"
    page.pack.click()
    qtbot.waitUntil(lambda: not page.done.isHidden(), timeout=LONG_MS)
    made = out / "fill-amounts.task"
    assert inspect_package(made).title == opened.session.document.task.title
    assert "private/checks.json" in zipfile.ZipFile(made).namelist()
    assert page.done.title.text().startswith("fill-amounts.task is written to ")
    assert page.pack.isHidden() and page.note.isHidden(), "nothing is about to be replaced"
    page.done.copy.click()
    assert QGuiApplication.clipboard().text() == str(made)
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    page.done.folder.click()
    assert shown == [str(out)]
    page.done.again.click()
    assert page.done.isHidden() and not page.pack.isHidden()
    assert "replaced" in page.note.text(), "the next one would take its place"
    page.unproven.action.click()
    assert opened.current_page == "proof"


def test_a_proven_task_has_one_button_and_then_none(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, work, upper = opened.export, opened.work.proof, opened.bar.next
    choose(opened, monkeypatch, tmp_path / "out")
    qtbot.waitUntil(lambda: bool(work.known.digest) and not work._changed, timeout=LONG_MS)
    digest = work.known.digest
    whole = {
        gate: GateResult(id=gate, status="green", evidence=("So.",), task_digest=digest)
        for gate in GATES
    }
    work._show(Proof(digest, whole))
    work.proof_known.emit()
    assert (upper.text(), upper.isHidden(), page.pack.isHidden()) == ("Export", False, True)
    page.name.setText("a/b")
    assert not upper.isEnabled() and "without a folder" in upper.toolTip()
    page.name.setText("mine")
    qtbot.waitUntil(upper.isEnabled)
    upper.click()
    qtbot.waitUntil(lambda: not page.done.isHidden(), timeout=LONG_MS)
    assert upper.isHidden() and page.pack.isHidden() and page.note.isHidden()
    # The form asks for another one: there is the button again.
    page.name.setText("other")
    assert page.done.isHidden() and not upper.isHidden()


def test_a_cancelled_package_leaves_what_was_there(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, out = opened.export, tmp_path / "out"
    choose(opened, monkeypatch, out)
    made = out / "fill-amounts.task"
    made.write_bytes(b"as it was")
    packs, goes_on = packages._zip, threading.Event()

    def slowly(*given: Any) -> bytes:
        goes_on.wait(20)
        return packs(*given)

    monkeypatch.setattr(packages, "_zip", slowly)
    page.pack.click()
    assert page.pack.isHidden() and not page.progress.isHidden()
    page.progress.cancel.click()
    goes_on.set()
    assert "Cancelled" in page.fault.text() and not page.pack.isHidden()
    qtbot.waitUntil(lambda: opened.jobs.running("export") is None, timeout=LONG_MS)
    assert made.read_bytes() == b"as it was" and [one.name for one in out.iterdir()] == [made.name]
    assert page.done.isHidden()


def test_names_and_problems_are_told_before_anything_is_written(
    opened: MainWindow, qtbot: QtBot
) -> None:
    page = opened.export
    page.name.setText("a/b")
    assert not page.pack.isEnabled() and "without a folder" in page.note.text()
    page.name.setText("a")
    assert page.pack.isEnabled()
    (opened.session.open_task().folder / "input" / "aux.txt").write_text("x")
    opened.edit(SetPrompt("Something else."))
    qtbot.waitUntil(lambda: "Windows" in page.fault.text(), timeout=LONG_MS)
    assert not page.pack.isEnabled()


def test_a_folder_that_takes_nothing_is_one_sentence(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened.export
    choose(opened, monkeypatch, tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
    (tmp_path / "out").write_text("no folder")
    page.pack.click()
    qtbot.waitUntil(lambda: not page.fault.isHidden(), timeout=LONG_MS)
    assert "cannot be written" in page.fault.text() and not page.pack.isHidden()


def test_the_key_shows_what_will_be_inside_before_it_writes(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(opened, monkeypatch, tmp_path / "out")
    opened.show_page("instruction")
    qtbot.keyClick(opened, KEY.Key_E, CTRL)
    assert opened.current_page == "export" and not list((tmp_path / "out").iterdir())
    planned(opened, qtbot, "full")
    qtbot.keyClick(opened, KEY.Key_E, CTRL)
    qtbot.waitUntil(lambda: not opened.export.done.isHidden(), timeout=LONG_MS)
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["fill-amounts.task"]
