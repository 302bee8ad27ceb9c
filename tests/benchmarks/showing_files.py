"""Shows files beside their checks in the real window, and prints how long each took to open.

Runs as `python -m tests.benchmarks.showing_files TASK SIDE`: every file of a task one after the
other, each gone through from end to end; then one line of JSON, `{"opened": {file: ms}, "turns":
count, "share": those under 50 ms, "told": in words, "worked": the share of turns that took less of
the processor, "longest": the most that one took, in ms}`.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from studio.gui import theme
from studio.gui.jobs import Jobs
from studio.gui.pages.checks.file_pane import FilePane
from studio.gui.session import Session
from studio.gui.widgets.document_view import DocumentView
from studio.gui.widgets.sheet_view import SheetView
from studio.gui.wiring import build
from tests.turns import LIMIT_MS, Turns

_DEADLINE = 60.0
WORKED: list[float] = []
"""Milliseconds of the processor that each turn of the event loop took."""
_SETTLED = 6.0
_SCROLLS, _TICK = 60, 1 / 30


def until(true: Callable[[], bool], seconds: float = _DEADLINE) -> None:
    """Let the event loop turn until something is so, or for some seconds at most."""
    loop, deadline = QEventLoop(), time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        began = time.thread_time()
        loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        WORKED.append(1e3 * (time.thread_time() - began))
        time.sleep(0.001)


def is_shown(pane: FilePane) -> bool:
    """Tell whether what a person looks for first is there."""
    view = pane.view
    if isinstance(view, SheetView):
        return view.model.cell(view.model.index(1, 0)) is not None
    if isinstance(view, DocumentView):
        return view.model.rowCount() > 0
    canvas = getattr(view, "canvas", None)
    return view is not None and (canvas is None or canvas._image is not None)


def go_through(view: QWidget) -> None:
    """Scroll from end to end, as far as the view scrolls."""
    areas = [area for area in view.findChildren(QAbstractScrollArea) if area.isVisible()]
    for area in areas[:1]:
        bar = area.verticalScrollBar()
        for number in range(_SCROLLS + 1):
            bar.setValue(bar.maximum() * number // _SCROLLS)
            until(lambda: False, _TICK)


def main(folder: Path, side: str) -> None:
    """Show each file once."""
    application = QApplication([])
    theme.apply("light")
    window = build(Session(), Jobs(), None)
    window.resize(1440, 900)
    window.show()
    window.open(folder)
    until(lambda: window.session.task is not None)
    window.show_page("checks")
    pane = window.work.files.pane
    until(lambda: pane.tabs.count() > 1 and is_shown(pane))
    until(lambda: False, _SETTLED)
    turns, opened = Turns(), {}
    WORKED.clear()
    for at in range(pane.tabs.count()):
        pane.tabs.setCurrentIndex((at + 1) % pane.tabs.count())
        name = str(pane.tabs.tabData(pane.tabs.currentIndex()))
        if side != "reference":
            until(lambda: is_shown(pane))
        began = time.perf_counter()
        pane.sides.buttons[side].click()
        until(lambda: is_shown(pane))
        opened[name] = round(1e3 * (time.perf_counter() - began))
        assert pane.view is not None
        go_through(pane.view)
        until(lambda: False, 0.5)
    turns.close()
    told: dict[str, Any] = {"opened": opened, "turns": len(turns.lengths), "share": turns.share}
    worked = sum(ms < LIMIT_MS for ms in WORKED) / len(WORKED)
    told |= {"told": turns.told, "worked": worked, "longest": max(WORKED)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    window.close()
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
