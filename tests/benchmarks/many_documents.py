"""Opens and closes documents in the real window, and prints what the process then keeps, in bytes.

Runs as `python many_documents.py FOLDER...`: the folders in turn, 50 times; a line after each.
"""

import gc
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from studio.gui import theme
from studio.gui.actions import PAGES
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.gui.wiring import build

_TIMES = 50
_DEADLINE = 60.0
_WORK = ("open", "steps", "judge", "spoil", "report", "trials", "suggest", "files", "tidy")


def held() -> int:
    """Return the memory that only this process holds; what it shares with others is not counted."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def wait(window: MainWindow, folder: Path) -> None:
    loop, deadline = QEventLoop(), time.monotonic() + _DEADLINE
    until = 0.0
    while time.monotonic() < deadline:
        loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        task = window.session.task
        busy = any(window.jobs.running(name) for name in _WORK)
        if task is None or task.folder != folder or busy:
            until = time.monotonic() + 0.3
        elif time.monotonic() > until:
            return
        time.sleep(0.005)
    raise TimeoutError(folder)


def main(folders: list[Path]) -> None:
    QApplication([])
    theme.apply("light")
    window = build(Session(), Jobs())
    window.show()
    for number in range(_TIMES):
        folder = folders[number % len(folders)]
        window.open(folder)
        wait(window, folder)
        for page in PAGES:
            window.show_page(page)
            QEventLoop().processEvents()
        gc.collect()
        print(held(), flush=True)
    window.close()


if __name__ == "__main__":
    main([Path(word) for word in sys.argv[1:]])
