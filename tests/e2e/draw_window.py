"""Drives the real window through the sample and keeps a picture of each page in each mode."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from studio.editing import SetPrompt
from studio.gui import theme
from studio.gui.actions import PAGES
from studio.gui.jobs import Jobs
from studio.gui.session import Session
from studio.gui.wiring import build

_SAMPLE = Path(__file__).parents[2] / "recordings" / "invoices.rec"


class Driver:
    """One window and the events that it waits for."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.application = QApplication([])
        # QApplication's own processEvents loses a reference to None at each call (PySide 6.12).
        self.loop = QEventLoop()
        self.heart = QTimer(interval=20)
        self.heart.start()
        # As the app does: a widget that was made without the font keeps the system's.
        theme.apply(theme.system_mode())
        self.window = build(Session(), Jobs())
        self.window.resize(*size)
        self.window.show()

    def until(self, what: str, ready: Callable[[], bool], seconds: float = 150) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{what}; the window says: {self.window.toast.text()}")
            self.loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def rest(self) -> None:
        names = (
            "tasks",
            "judge",
            "report",
            "plan",
            "trials",
            "trial",
            "steps",
            "suggest",
            "offer",
            "files",
            "covering",
        )
        running = self.window.jobs.running
        self.until("jobs end", lambda: all(running(name) is None for name in names))
        deadline = time.monotonic() + 0.5
        self.until("half a second passes", lambda: time.monotonic() > deadline)

    def make_task(self, prompt: str) -> None:
        window = self.window
        window.open(_SAMPLE)
        self.until("steps are shown", lambda: bool(window.steps.model.steps))
        window.edit(SetPrompt(prompt))
        halves = ((1, 11, "Amounts completed", 60), (13, 20, "Total and reconciliation", 40))
        for first, last, title, share in halves:
            window.steps.select(first, last)
            window.steps.do("mark")
            window.steps.title.setText(title)
            window.steps.share.setValue(share)
            window.steps.mark.click()
        window.steps.select(17, 17)
        window.instruction.search.setText("43-3031")
        window.instruction.results.chosen.emit("43-3031.00")
        window.actions_["propose"].trigger()
        self.until("checks are proposed", lambda: bool(window.session.document.checks.checks))

    def prove(self) -> None:
        window = self.window
        window.actions_["validate"].trigger()
        self.until("it is proven", lambda: window.work.proof.proven)
        window.actions_["run"].trigger()
        self.until("trials run", lambda: window.jobs.running("run") is not None, 10)
        self.until("trials end", lambda: window.jobs.running("run") is None)
        self.rest()

    def choose_occupation(self) -> None:
        page = self.window.occupations
        self.until("the groups are shown", lambda: page.finder.soc.rowCount() > 0)
        page.finder.tree.setCurrentIndex(page.finder.soc.place("43-3031.00"))
        self.until("an occupation is shown", lambda: page.pane.shown is not None)

    def draw(self, mode: str, out: Path) -> None:
        window = self.window
        window.choose_mode(mode)
        for page in PAGES:
            window.show_page(page)
            self.rest()
            if page == "checks":
                window.checks.claims.list.setCurrentIndex(window.checks.claims.model.index(1))
                self.rest()
            if page == "occupations":
                self.choose_occupation()
                self.rest()
            window.grab().save(str(out / f"{page}-{mode}.png"))


def main(out: Path, prompt: Path, modes: list[str]) -> None:
    driver = Driver((1280, 800))
    driver.make_task(prompt.read_text())
    driver.prove()
    for mode in modes:
        driver.draw(mode, out)
    driver.window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
