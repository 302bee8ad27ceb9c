"""The window beside a bare one: how soon it can be used, how it stays responsive, what it keeps."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from studio.sandbox.desktop import PrivateDesktop

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
STARTS = 5
MOST_TIMES_BARE, AIM_SECONDS = 3.0, 1.5
# Both say when their first window is shown and the event loop has nothing left to do.
WAITING = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

def exec_(application):
    def look():
        shown = [w for w in application.topLevelWidgets() if w.isVisible()]
        if shown and shown[0].windowHandle().isExposed():
            QTimer.singleShot(0, tell)
        else:
            QTimer.singleShot(1, look)

    def tell():
        print(time.monotonic(), flush=True)
        application.closeAllWindows()
        application.quit()

    look()
    return really()

really = QApplication.exec
QApplication.exec = exec_
"""
BARE = f"""{WAITING}
from PySide6.QtWidgets import QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
application.exec()
"""
OURS = f"""{WAITING}
from studio.gui.app import run
run(None)
"""


def start(program: str, environment: dict[str, str]) -> float:
    """Return how many seconds passed until the window of a program could be used."""
    began = time.monotonic()
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
    )
    assert answer.returncode == 0, answer.stderr
    return float(answer.stdout.split()[0]) - began


def told(values: Sequence[float]) -> str:
    return " ".join(f"{value:.2f}" for value in values)


def test_a_cold_start_takes_at_most_three_times_a_bare_window(tmp_path: Path) -> None:
    with PrivateDesktop() as desktop:
        environment = desktop.environment | {
            "STUDIO_WORKSPACE": str(tmp_path),
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        }
        for program in (BARE, OURS):
            start(program, environment)
        pairs = [(start(BARE, environment), start(OURS, environment)) for _ in range(STARTS)]
    bare, ours = ([pair[side] for pair in pairs] for side in (0, 1))
    times = statistics.median(one / other for other, one in pairs)
    print(
        f"\ncold start to a usable window: {statistics.median(ours):.2f} s ({told(ours)}), "
        f"bare PySide6 window {statistics.median(bare):.2f} s ({told(bare)}): "
        f"{times:.1f} times (at most {MOST_TIMES_BARE:.0f}, aim at {AIM_SECONDS} s)"
    )
    assert times <= MOST_TIMES_BARE
