"""The window is there at once: it imports and makes nothing that its first page does not need."""

import os
import subprocess
import sys

# What takes long to import, and is needed by jobs only.
LATER = (
    "studio.grading", "studio.validation.gates", "studio.running.trial", "studio.suite.reporting",
    "studio.analysis", "studio.cli", "openpyxl", "numpy", "pandas", "jsonschema", "av", "Xlib",
    "rapidfuzz", "lxml", "PIL.Image", "qtawesome",
    "studio.taxonomy.search", "studio.model.contract",
)  # fmt: skip
# What the other pages need.
NEXT = ("pydantic", "studio.formats.tasks", "studio.gui.pages.steps.page", "studio.gui.work.record")
PROGRAM = f"""
import sys
from PySide6.QtWidgets import QApplication
application = QApplication([])
from studio.gui.actions import PAGES
from studio.gui.jobs import Jobs
from studio.gui.session import Session
from studio.gui.shown import Shown
window = Shown(Session(), Jobs()).window
print([name for name in {NEXT!r} if name in sys.modules])
for name in PAGES:
    getattr(window, name)
print([name for name in {LATER!r} if name in sys.modules])
"""


def test_the_window_is_built_without_what_comes_later() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.stdout == "[]\n[]\n", answer.stdout + answer.stderr
