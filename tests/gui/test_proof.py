"""The page of the gates: run, cancelled, mended."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.authoring import edit_task
from studio.base.pace import Stage
from studio.editing import SetValue
from studio.gui.main_window import MainWindow
from studio.gui.pages.proof.state import Proof
from studio.gui.wiring.places import follow
from studio.model.validation import GATES, GateResult, Lead
from studio.validation import read_report
from tests.gui.expert_desk import Desk
from tests.unit.making import write_task

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LONG_MS = 40_000


@pytest.fixture
def task(tmp_path: Path) -> Path:
    return write_task(tmp_path / "fill-amounts")


@pytest.fixture
def opened(window: MainWindow, task: Path, qtbot: QtBot) -> MainWindow:
    return open_there(window, task, qtbot)


def open_there(window: MainWindow, place: Path, qtbot: QtBot) -> MainWindow:
    window.open(place)
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=LONG_MS)
    window.actions_["proof"].trigger()
    work = window.work.proof
    qtbot.waitUntil(lambda: bool(work.known.digest) and not work._changed, timeout=LONG_MS)
    return window


def words(window: MainWindow) -> dict[str, str]:
    return {row.id: row.word for row in window.proof.model.rows}


def found(window: MainWindow) -> set[str]:
    return set(window.work.proof.known.found)


def quiet(window: MainWindow) -> bool:
    return not window.work.proof.known.busy and window.jobs.running("validate") is None


def test_enter_runs_the_selected_gate_alone(opened: MainWindow, task: Path, qtbot: QtBot) -> None:
    page = opened.proof
    assert set(words(opened).values()) == {"not run yet"} and page.go.isHidden()
    page.select("files")
    qtbot.keyClick(page.list, KEY.Key_Return)
    qtbot.waitUntil(lambda: "files" in found(opened) and quiet(opened), timeout=LONG_MS)
    assert words(opened)["files"] == "passes" and words(opened)["complete"] == "not run yet"
    assert page.selected == "files" and "digest" in page.found.model.lines[0].sentence
    report = read_report(task)
    assert report and [gate.id for gate in report.gates] == ["files"]
    # A change makes it old, and taking the change back makes it count again.
    opened.edit(SetValue("title", "Another"))
    qtbot.waitUntil(lambda: words(opened)["files"] == "run again", timeout=LONG_MS)
    opened.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: words(opened)["files"] == "passes", timeout=LONG_MS)


def test_a_run_is_cancelled_and_what_ended_is_kept(
    opened: MainWindow, task: Path, qtbot: QtBot
) -> None:
    page = opened.proof
    qtbot.keyClick(page.list, KEY.Key_Return, CTRL)
    assert not page.progress.isHidden() and page.validate.isHidden()
    qtbot.waitUntil(lambda: "files" in found(opened), timeout=LONG_MS)
    page.progress.cancel.click()
    assert page.progress.isHidden() and not page.validate.isHidden()
    assert not {"waiting", "running…"} & set(words(opened).values())
    kept = found(opened)
    assert {"complete", "files"} <= kept
    qtbot.waitUntil(lambda: opened.jobs.running("validate") is None, timeout=LONG_MS)
    report = read_report(task)
    assert report and {gate.id for gate in report.gates} >= kept
    assert not opened.work.proof.proven


def test_the_count_is_that_of_the_gates_that_were_asked_for(
    opened: MainWindow, qtbot: QtBot
) -> None:
    work, page, now = opened.work.proof, opened.proof, datetime.now(UTC)
    work._show(work.known.begun(GATES[:4]).told("complete", now))
    work._show(work.known.ended(GateResult(id="complete", status="green", evidence=("So.",))))
    assert page.progress.told.text() == "1 of 4 gates are through"
    opened.show_page("steps" if opened.session.recording else "instruction")
    work._show(work.known.told("files", now, Stage("judging outputs", 3, 40)))
    opened.show_page("proof")
    work._show(work.known.told("files", now, Stage("judging outputs", 4, 40)))
    assert page.progress.told.text() == "1 of 4 gates are through"
    row = next(row for row in page.model.rows if row.id == "files")
    assert row.caption.startswith("judging outputs: 4 of 40")
    work._show(work.known.stopped())


def test_what_blocks_is_said_and_led_to(window: MainWindow, task: Path, qtbot: QtBot) -> None:
    edit_task(task, SetValue("title", ""))
    open_there(window, task, qtbot)
    window.proof.one_asked.emit("complete")
    qtbot.waitUntil(lambda: words(window)["complete"] == "blocks", timeout=LONG_MS)
    qtbot.waitUntil(lambda: quiet(window), timeout=LONG_MS)
    said = "1 gate blocks: something is not filled in."
    qtbot.waitUntil(lambda: window.proof.told.text() == said, timeout=LONG_MS)
    # What is next waits until the digest of the task as it is now is known.
    qtbot.waitUntil(lambda: window.bar.next.text() == "Next: mend what blocks", timeout=LONG_MS)
    window.proof.go.click()
    assert window.current_page == "instruction"
    assert window.focusWidget() is window.instruction.title
    # Home leads there as well, once it is known what was found.
    window.show_page("home")
    window.open(task, "mend")
    qtbot.waitUntil(lambda: window.current_page == "instruction", timeout=LONG_MS)
    qtbot.waitUntil(lambda: window.focusWidget() is window.instruction.title, timeout=LONG_MS)


def selected_file(window: MainWindow) -> str:
    table = window.instruction.files.table
    return window.instruction.files.model.rows[table.currentIndex().row()].file.path


@pytest.mark.parametrize(
    ("lead", "page", "there"),
    [
        (Lead(thing="prompt"), "instruction", lambda w: w.focusWidget() is w.instruction.text),
        (
            Lead(thing="occupation"),
            "instruction",
            lambda w: w.focusWidget() is w.instruction.search,
        ),
        (
            Lead(thing="file", id="private/reference/invoices.csv"),
            "instruction",
            lambda w: selected_file(w) == "private/reference/invoices.csv",
        ),
        (
            Lead(thing="start"),
            "instruction",
            lambda w: w.instruction.sections.current == "settings",
        ),
        (
            Lead(thing="check", id="amount-a-2"),
            "checks",
            lambda w: w.checks.selected() == "amount-a-2",
        ),
        (Lead(thing="checks"), "checks", lambda w: True),
        (Lead(thing="recording"), "steps", lambda w: True),
    ],
)
def test_a_lead_goes_to_the_very_thing(
    opened: MainWindow,
    qtbot: QtBot,
    lead: Lead,
    page: str,
    there: Callable[[MainWindow], bool],
) -> None:
    qtbot.waitUntil(lambda: opened.instruction.files.model.rowCount() > 0, timeout=LONG_MS)
    follow(opened, lead)
    assert opened.current_page == page
    qtbot.waitUntil(lambda: there(opened), timeout=LONG_MS)


def test_a_lead_goes_to_the_very_step(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.open(Desk(tmp_path / "month-end.rec").write())
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    window.show_page("proof")
    follow(window, Lead(thing="step", id="4"))
    assert window.current_page == "steps" and window.work.steps.selected() == (4, 4)


def test_a_proven_task_says_so_and_goes_on_to_the_package(opened: MainWindow, qtbot: QtBot) -> None:
    work = opened.work.proof
    whole = {
        gate: GateResult(id=gate, status="green", evidence=("So.",), task_digest=work.known.digest)
        for gate in GATES
    }
    work._show(Proof(work.known.digest, whole))
    work.proof_known.emit()
    assert "proven" in opened.proof.told.text() and opened.proof.go.isHidden()
    opened.bar.next.click()
    assert opened.current_page == "export"


def test_a_damaged_report_is_one_sentence_and_a_run_writes_it_anew(
    window: MainWindow, task: Path, qtbot: QtBot
) -> None:
    (task / "validation").mkdir(exist_ok=True)
    (task / "validation" / "report.json").write_text("{")
    window.open(task)
    qtbot.waitUntil(lambda: "cannot be read" in window.proof.told.text(), timeout=LONG_MS)
    window.proof.one_asked.emit("files")
    qtbot.waitUntil(lambda: "files" in found(window) and quiet(window), timeout=LONG_MS)
    qtbot.waitUntil(lambda: "cannot be read" not in window.proof.told.text(), timeout=LONG_MS)


def test_many_sentences_are_shown_and_the_last_is_reached(opened: MainWindow, qtbot: QtBot) -> None:
    work, many = opened.work.proof, 10_000
    told = tuple(f"No check covers: sentence {number}." for number in range(many))
    leads = tuple(Lead(thing="uncovered", id=str(number)) for number in range(many))
    gate = GateResult(
        id="coverage", status="red", evidence=told, leads=leads, task_digest=work.known.digest
    )
    work._show(Proof(work.known.digest, {"coverage": gate}))
    opened.proof.select("coverage")
    assert "10,000 things" in opened.proof.told.text()
    listed = opened.proof.found.list

    def at_the_end() -> bool:
        # Sentences are laid out some at a time, and the key goes as far as that has come.
        qtbot.keyClick(listed, KEY.Key_End)
        return listed.currentIndex().row() == many - 1

    qtbot.waitUntil(at_the_end, timeout=LONG_MS)
    with qtbot.waitSignal(opened.proof.go_asked) as asked:
        qtbot.keyClick(listed, KEY.Key_Return)
    assert asked.args == [leads[-1]]


def test_without_the_private_side_nothing_can_be_run(
    window: MainWindow, task: Path, qtbot: QtBot
) -> None:
    shutil.rmtree(task / "private")
    open_there(window, task, qtbot)
    assert not window.proof.validate.isEnabled() and not window.proof.found.run.isEnabled()
    qtbot.keyClick(window.proof.list, KEY.Key_Return)
    assert window.jobs.running("validate") is None
