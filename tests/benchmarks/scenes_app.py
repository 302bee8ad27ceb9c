"""The window on a task with a large mesh, volume, map and drawing, under a watchdog.

Runs as `python -m tests.benchmarks.scenes_app TASK REPORT` and writes what it took as JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.gui import theme, wiring
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from tests.turns import Turns

TIMES = 3
_SECONDS = 60.0


class Trial:
    """One walk through the files beside the checks.

    Attributes:
        worked: the milliseconds of the processor that each turn of the event loop had.
    """

    def __init__(self, application: QApplication, window: MainWindow, task: Path) -> None:
        self._application, self._window = application, window
        self.worked: list[float] = []
        window.open(task)
        self.until(lambda: window.session.task is not None)
        window.show_page("checks")
        self.pane = window.work.files.pane
        self.until(lambda: self.pane.view is not None)

    def until(self, so: Callable[[], bool]) -> None:
        end = time.monotonic() + _SECONDS
        while not so():
            assert time.monotonic() < end, "it took too long"
            worked = time.thread_time()
            self._application.processEvents()
            self.worked.append(1e3 * (time.thread_time() - worked))
            time.sleep(0.001)

    def rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)

    def open(self, path: str) -> float:
        """Return the seconds from the choice of a file until its picture is shown."""
        began = time.monotonic()
        self.pane.show_target(path)
        self.until(lambda: self.pane.view is not None)
        canvas: Any = self.pane.view.canvas  # type: ignore[union-attr]
        self.until(lambda: canvas.isVisible() and getattr(canvas, "is_settled", True))
        self._application.processEvents()
        return time.monotonic() - began

    def turn(self) -> None:
        """Turn the mesh by hand, and let it rest."""
        canvas: Any = self.pane.view.canvas  # type: ignore[union-attr]
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
        for step in range(60):
            QTest.mouseMove(canvas, QPoint(100 + 4 * step, 100 + step))
            self.rest(0.016)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(340, 160))
        self.until(lambda: canvas.is_settled)

    def leaf(self) -> None:
        """Go through slices in three planes."""
        canvas: Any = self.pane.view.canvas  # type: ignore[union-attr]
        for plane in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
            QTest.keyClick(canvas, plane)
            for _ in range(40):
                QTest.keyClick(canvas, Qt.Key.Key_PageUp)
                self.rest(0.016)

    def move(self) -> None:
        """Enlarge a map and move about."""
        canvas: Any = self.pane.view.canvas  # type: ignore[union-attr]
        for key in (Qt.Key.Key_Plus, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Minus) * 10:
            QTest.keyClick(canvas, key)
            self.rest(0.03)
        self.until(lambda: canvas.is_settled)


def main(task: Path, report: Path) -> None:
    application = QApplication([])
    theme.apply("light")
    window = wiring.build(Session(), Jobs(), None)
    window.resize(1440, 900)
    window.show()
    QTest.qWaitForWindowExposed(window)
    trial = Trial(application, window, task)
    trial.rest(5)
    turns = Turns()
    trial.worked.clear()
    took: dict[str, list[float]] = {}
    for _ in range(TIMES):
        for path, play in (
            ("large.stl", trial.turn),
            ("head.nii.gz", trial.leaf),
            ("town.geojson", trial.move),
            ("plan.dxf", trial.move),
        ):
            took.setdefault(path, []).append(trial.open(path))
            play()
    turns.close()
    value = {
        "took": took, "share": turns.share, "turns": len(turns.lengths), "told": turns.told,
        "worked": trial.worked,
        "size": [trial.pane.view.width(), trial.pane.view.height()],
    }  # fmt: skip
    report.write_text(json.dumps(value))
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
