import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

PROGRAM = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication

def exec_(application):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        application.processEvents()
        title = next((w.windowTitle() for w in application.topLevelWidgets() if w.isVisible()), "")
        if title.startswith("Month end"):
            break
    print(title, flush=True)
    # Also what was styled before the window was shown has the font of the app.
    families = {widget.font().family() for widget in application.allWidgets()}
    assert families == {application.font().family()}, families
    application.closeAllWindows()
    return 0

QApplication.exec = exec_
from studio.gui.app import run
sys.exit(run(Path(sys.argv[1])))
"""


def test_the_app_opens_what_it_is_given_and_ends_clean(desk: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(desk)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "Month end - Task Authoring Studio"


def test_without_a_display_there_is_one_sentence_and_code_2() -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    result = subprocess.run(
        [sys.executable, "-c", "import sys; from studio.gui.app import run; sys.exit(run(None))"],
        env={name: value for name, value in os.environ.items() if name not in hidden},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1 and "display" in result.stderr


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_painting_does_not_wear_out_none(qapp: QApplication) -> None:
    """PySide 6.12.0 loses a reference at each repaint, until Python aborts."""

    class Painted(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            QPainter(self).drawText(3, 9, "x")

    widget = Painted()
    before = sys.getrefcount(None)
    for _ in range(300):
        widget.grab()
        qapp.processEvents()
    assert sys.getrefcount(None) > before - 100


MODES_AFTER_ZOOM = """
import time
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
application = QApplication([])
from studio.gui.jobs import Jobs
from studio.gui.session import Session
from studio.gui.shown import Shown
shown = Shown(Session(), Jobs())
shown.window.show()
for percent, mode in ((125, "dark"), (100, "contrast"), (150, "light")):
    shown.zoom(percent)
    for _ in range(20):
        application.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.01)
    shown.window.actions_[mode].trigger()
print("still here", flush=True)
shown.window.close()
"""


def test_the_mode_can_be_changed_after_the_zoom() -> None:
    result = subprocess.run(
        [sys.executable, "-c", MODES_AFTER_ZOOM],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert result.stdout == "still here\n", result.stderr
    assert result.returncode == 0, result.stderr
