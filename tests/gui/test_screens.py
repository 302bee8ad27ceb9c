"""Each page as it looks, beside pictures that somebody looked at; `make screens` renews them."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.authoring import new_task, occupation_link, propose_checks
from studio.base import clock
from studio.base.pace import Stage
from studio.base.settings import workspace
from studio.editing import AddCheckpoint, History, LinkOccupation, SayStep, SetPrompt, SetValue
from studio.formats import layout
from studio.formats.recordings import open_recording
from studio.formats.tasks import save_document
from studio.gui import theme, window_state
from studio.gui.actions import PAGES
from studio.gui.jobs import Jobs
from studio.gui.main_window import EVERYTHING, MainWindow
from studio.gui.pages.proof.state import Proof
from studio.gui.session import TASKS, Session
from studio.gui.theme import Zoom
from studio.gui.wiring import build
from studio.model.recording import MarkEvent
from studio.model.validation import GATES, GateResult, GateStatus, Lead
from studio.steps import reduce_steps
from tests.gui.expert_desk import Desk
from tests.gui.screens import MOST_OF_A_TILE, SIZE, apart, fault, picture_of
from tests.kept import check, keep_trial, point

LONG_MS = 30_000
LOOKS = (("light", 100), ("dark", 100), ("contrast", 100), ("light", 200))
WIDE, HIGH = 1280, 800
PROMPT = "Complete the amounts of October in invoices.xlsx and add their total below the last row."


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication) -> Iterator[None]:
    """A home whose paths are told the same everywhere, and a cursor that stands still."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("STUDIO_WORKSPACE", str(tmp_path / "Work"))
    monkeypatch.setenv("STUDIO_AUTHOR", "Robin Vale")
    monkeypatch.setenv("TZ", "UTC")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    flash = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(flash)
    Zoom.percent = 100
    theme.apply("light")


def made(qtbot: QtBot, mode: str = "light", zoom: int = 100) -> MainWindow:
    Zoom.percent = zoom
    window_state.remember_mode(mode)
    theme.apply(mode)
    window = build(Session(), Jobs(), None)
    qtbot.addWidget(window)
    window.resize(WIDE * zoom // 100, HIGH * zoom // 100)
    window.show()
    qtbot.waitExposed(window)
    return window


def rest(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the work that follows a change has ended and is drawn."""
    qtbot.wait(120)
    qtbot.waitUntil(lambda: not window.jobs._running, timeout=LONG_MS)
    qtbot.waitUntil(lambda: not any(t.busy for t in window.jobs._newest), timeout=LONG_MS)
    # Which window has the keyboard is no matter of the page.
    if focused := QApplication.focusWidget():
        focused.clearFocus()
    qtbot.wait(60)
    QEventLoop().processEvents()


@pytest.fixture(scope="module")
def month_end(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task with two checkpoints and their checks, made once."""
    place = tmp_path_factory.mktemp("screens")
    folder = place / "month-end"
    task = new_task(folder, recording=Desk(place / "month-end.rec").write())
    steps = reduce_steps(open_recording(folder / layout.RECORDING))
    history = History(task.document)
    for first, last, title, weight in ((0, 3, "Amounts completed", 60), (4, 7, "Total", 40)):
        events = steps[first].first_event, steps[last].last_event
        history.apply(AddCheckpoint(title, weight, *events))
    history.apply(SetValue("title", "October invoices"))
    history.apply(SetPrompt(PROMPT))
    history.apply(LinkOccupation(occupation_link("43-3031.00")))
    history.apply(SayStep(steps[1].first_event, note="The amount is on the paper invoice"))
    save_document(folder, history.document, task.document)
    propose_checks(folder, write=True)
    return folder


def opened(window: MainWindow, qtbot: QtBot, month_end: Path) -> MainWindow:
    folder = workspace() / TASKS / month_end.name
    shutil.copytree(month_end, folder)
    window.open(folder)
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=LONG_MS)
    rest(window, qtbot)
    return window


@pytest.mark.parametrize(("mode", "zoom"), LOOKS)
def test_each_page(qtbot: QtBot, tmp_path: Path, month_end: Path, mode: str, zoom: int) -> None:
    window = opened(made(qtbot, mode, zoom), qtbot, month_end)
    window.occupations.search.setText("bookkeeping")
    wrong = []
    for page in PAGES:
        window.show_page(page)
        rest(window, qtbot)
        wrong.append(fault(picture_of(window), f"{page}-{mode}-{zoom}", tmp_path))
    window.close()
    assert [told for told in wrong if told] == []


class OneClick(Desk):
    """A recording of a single click."""

    def write(self) -> Path:
        self._event(MarkEvent, type="started")
        self._show({}, "A1")
        self._click("D3", {})
        self._wait(1.5)
        self._event(MarkEvent, type="sealed")
        self._finish()
        return self.folder


def faces_of_home(window: MainWindow, qtbot: QtBot, place: Path) -> Iterator[str]:
    window.show_page("home")
    rest(window, qtbot)
    yield "home-empty"
    for view in ("first", "files", "templates", "storage"):
        window.home.show_view(view)
        rest(window, qtbot)
        yield f"home-{view}"
    window.open(place / "nowhere.task")
    rest(window, qtbot)
    yield "home-error"


def faces_of_a_draft(window: MainWindow, qtbot: QtBot, place: Path) -> Iterator[str]:
    """What a recording of one click begins with: nothing is written, marked or checked yet."""
    open_and_rest(window, qtbot, OneClick(place / "one.rec").write())
    for page in ("steps", "instruction", "checkpoints", "checks", "proof", "trials", "export"):
        window.show_page(page)
        rest(window, qtbot)
        yield f"{page}-{'one' if page == 'steps' else 'empty'}"
    window.show_page("instruction")
    window.edit(SetPrompt("\n\n".join(f"{number}. {PROMPT}" for number in range(1, 400))))
    window.show_changes(EVERYTHING)
    rest(window, qtbot)
    yield "instruction-huge"


def faces_without_steps(window: MainWindow, qtbot: QtBot, place: Path) -> Iterator[str]:
    for side in ("input", "reference"):
        (place / side).mkdir()
        (place / side / "list.csv").write_text(f"Invoice,Amount\nA-1041,{len(side)}\n")
    folder = workspace() / TASKS / "from-files"
    new_task(folder, input=place / "input", reference=place / "reference")
    open_and_rest(window, qtbot, folder)
    window.show_page("steps")
    rest(window, qtbot)
    yield "steps-empty"
    window.show_page("occupations")
    window.occupations.search.setText("zzzzzzzz")
    rest(window, qtbot)
    yield "occupations-empty"


def faces_of_damage(window: MainWindow, qtbot: QtBot, place: Path) -> Iterator[str]:
    draft = new_task(workspace() / TASKS / "damaged", recording=Desk(place / "a.rec").write())
    (draft.folder / layout.RECORDING / layout.event_segment(1)).write_bytes(b"{}\n")
    (draft.folder / layout.REPORT).parent.mkdir(exist_ok=True)
    (draft.folder / layout.REPORT).write_text("{}")
    open_and_rest(window, qtbot, draft.folder)
    for page in ("steps", "proof"):
        window.show_page(page)
        rest(window, qtbot)
        yield f"{page}-error"


def faces_of_trials(window: MainWindow, qtbot: QtBot, place: Path) -> Iterator[str]:
    """Trials that ended in each way; one that was refused, and one with its steps."""
    draft = new_task(workspace() / TASKS / "month-end", recording=Desk(place / "a.rec").write())
    steps = reduce_steps(open_recording(draft.folder / layout.RECORDING))
    history = History(draft.document)
    history.apply(SetValue("title", "month-end"))
    for first, last, title in ((0, 3, "Amounts completed"), (4, 7, "Total")):
        events = steps[first].first_event, steps[last].last_event
        history.apply(AddCheckpoint(title, 50, *events))
    save_document(draft.folder, history.document, draft.document)
    out = workspace() / layout.TRIALS / "month-end"
    found = (
        point("amounts-completed", 1.0, check("a", 1.0, "All 2 values of D2:D6 are right.")),
        point("total", 0.0, check("b", 0.0, "D7 is empty, expected 8,385.00.")),
    )
    acts = [(step.sentence, (step.first_event, step.last_event)) for step in steps[:6]]
    ends: tuple[tuple[str, dict[str, Any]], ...] = (
        ("noop", {"score": 0.0}),
        ("near-miss", {"score": 1.0, "extra": {"did": "typed the total over its formula"}}),
        ("oracle", {"status": "VOID", "score": None, "reason": "gnumeric is not installed."}),
        ("replay", {"status": "INVALID", "score": 0.0, "reason": "note.txt is a link."}),
    )
    for hour, (agent, facts) in enumerate(ends):
        keep_trial(out, f"trial-{hour}", agent, started=f"2026-11-26T1{hour}:09:00.000Z", **facts)
    keep_trial(out, "trial-9", "replay", acts, found, score=0.5, started="2026-11-26T15:09:00.000Z")
    open_and_rest(window, qtbot, draft.folder)
    window.show_page("trials")
    rest(window, qtbot)
    yield "trials-kept"
    window.trials.list.setCurrentIndex(window.trials.model.index(1))
    rest(window, qtbot)
    yield "trials-refused"


def open_and_rest(window: MainWindow, qtbot: QtBot, place: Path) -> None:
    window.open(place)
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=LONG_MS)
    rest(window, qtbot)


@pytest.mark.parametrize(
    "faces",
    [faces_of_home, faces_of_a_draft, faces_without_steps, faces_of_damage, faces_of_trials],
)
def test_other_faces(
    qtbot: QtBot, tmp_path: Path, faces: Callable[[MainWindow, QtBot, Path], Iterator[str]]
) -> None:
    window = made(qtbot)
    wrong = [fault(picture_of(window), name, tmp_path) for name in faces(window, qtbot, tmp_path)]
    window.close()
    assert [told for told in wrong if told] == []


def gate(id: str, status: GateStatus, digest: str, *told: str) -> GateResult:
    lead = Lead(thing="check", id="total")
    return GateResult(
        id=id,
        status=status,
        evidence=told or ("It is as it should be.",),
        leads=(None, *(lead for _ in told[1:])) if told[1:] else (),
        started=clock.utc_now(),
        seconds=1.2,
        task_digest=digest,
    )


def faces_of_gates(window: MainWindow, qtbot: QtBot) -> Iterator[str]:
    window.show_page("proof")
    rest(window, qtbot)
    work = window.work.proof
    digest = work.known.digest
    good = {id: gate(id, "green", digest) for id in GATES}
    told = ("The reference scores 0.6.", "October!D12 is 12,470.00.", "October!D5 is empty.")
    red = {"reference": gate("reference", "red", digest, *told)}
    stopped = {"replay": gate("replay", "cannot_run", digest, "LibreOffice is missing.")}
    blocked = Proof(digest, {**good, **red, **stopped})
    stage = Stage("judging outputs", 12, 34)
    waiting, running = frozenset(GATES[3:]), "reference"
    under_way = replace(blocked, asked=9, waiting=waiting, running=running, stage=stage)
    for name, proof in (
        ("red", blocked),
        ("busy", under_way),
        ("proven", Proof(digest, good)),
        ("stale", Proof("0" * 64, {**good, **red})),
    ):
        work._show(proof)
        window.proof.select("reference")
        rest(window, qtbot)
        yield f"proof-{name}"


def test_faces_of_the_gates(qtbot: QtBot, tmp_path: Path, month_end: Path) -> None:
    window = opened(made(qtbot), qtbot, month_end)
    wrong = [fault(picture_of(window), name, tmp_path) for name in faces_of_gates(window, qtbot)]
    window.close()
    assert [told for told in wrong if told] == []


def test_what_changed_is_found_and_a_pixel_is_not(tmp_path: Path) -> None:
    """What the comparison itself is worth: a moved letter is let pass, a lost button is not."""
    picture = Image.new("RGB", SIZE, "#FFFFFF")
    draw = ImageDraw.Draw(picture)
    for row in range(10, 380, 12):
        draw.text((20, row), "Complete the amounts of October in invoices.xlsx", fill="#1A1F2B")
    shifted = picture.transform(SIZE, Image.Transform.AFFINE, (1, 0, 1, 0, 1, 0))
    assert apart(picture, shifted).max() < MOST_OF_A_TILE
    button = picture.copy()
    ImageDraw.Draw(button).rectangle((500, 10, 580, 28), fill="#2F55D4")
    assert apart(picture, button).max() > MOST_OF_A_TILE
