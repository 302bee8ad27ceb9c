"""A window that is closed while its work goes on: the work ends with it, with all it started."""

import os
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.authoring import find_template, new_from_template
from studio.base.lazy import import_graders
from studio.gui import theme
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.gui.wiring import build
from studio.sandbox.desktop import PrivateDesktop, end_desktops
from studio.sandbox.isolation import Sandbox, end_sandboxes, isolation_fault
from studio.sandbox.office import office_program

LONG_MS = 120_000


def programs() -> set[str]:
    """Return the names of the programs that this process started and that run."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if told[0] != "Z":
            parents.setdefault(int(told[1]), []).append(int(place.parent.name))
    found, left = set[str](), [os.getpid()]
    while left:
        for child in parents.get(left.pop(), ()):
            left.append(child)
            try:
                found.add(Path(f"/proc/{child}/comm").read_text().strip())
            except OSError:
                continue
    return found


def open_there(window: MainWindow, place: Path, qtbot: QtBot) -> None:
    window.open(place)
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=LONG_MS)


@pytest.fixture
def closing(qtbot: QtBot, qapp: object) -> MainWindow:
    theme.apply("light")
    made = build(Session(), Jobs(30_000), None)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.skipif(not office_program(), reason="needs LibreOffice")
@pytest.mark.parametrize("where", ["checks", "proof"])
def test_closing_ends_the_office_program_at_once(
    closing: MainWindow, tmp_path: Path, qtbot: QtBot, where: str
) -> None:
    # Code that is being imported cannot be left; the program is ended then.
    import_graders()
    task = new_from_template(tmp_path / "invoices", find_template("complete-invoices"))
    open_there(closing, task.folder, qtbot)
    closing.show_page(where)
    if where == "proof":
        closing.work.proof.validate(["known_bad"])
    qtbot.waitUntil(lambda: "soffice.bin" in programs(), timeout=LONG_MS)
    before = set(task.folder.rglob("*"))
    begun = time.monotonic()
    assert closing.close()
    seconds = time.monotonic() - begun
    print(f"\nclosed in {seconds:.2f} s while {where} had LibreOffice compute (limit 2)")
    assert closing.jobs.all_ended and "soffice.bin" not in programs()
    assert set(task.folder.rglob("*")) == before, "nothing half-written"
    assert seconds < 4, "two seconds on a machine that does nothing else"


def test_work_that_does_not_end_is_not_waited_for(qtbot: QtBot) -> None:
    jobs, newest = Jobs(100), Jobs(100)
    ended: list[str] = []

    def stubborn(progress: Progress, cancelled: Cancelled) -> None:
        while not ended:
            time.sleep(0.01)

    jobs.start("stubborn", stubborn, lambda _: None, lambda _: None)
    newest.newest().ask(lambda _: stubborn(print, bool), lambda _: None, lambda _: None)
    for waiting in (jobs, newest):
        waiting.close()
        assert not waiting.all_ended
    ended.append("now")
    qtbot.waitUntil(lambda: all(one._pool.waitForDone(20_000) for one in (jobs,)))
    jobs.close()
    assert jobs.all_ended


@pytest.mark.skipif(bool(isolation_fault()), reason="needs a sandbox")
def test_what_runs_in_sandboxes_can_be_ended_together() -> None:
    with Sandbox(["/usr/bin/sleep", "600"]) as one, Sandbox(["/usr/bin/sleep", "600"]) as other:
        end_sandboxes()
        for sandbox in (one, other):
            assert sandbox.process.wait(20) is not None


def test_private_desktops_can_be_ended_together() -> None:
    with PrivateDesktop() as one:
        assert "Xvfb" in programs()
        end_desktops()
        assert "Xvfb" not in programs() and not one.folder.exists()
