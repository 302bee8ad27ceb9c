"""The window is there at once: it imports nothing that only some work needs."""

import subprocess
import sys

# What takes long to import, and is needed by jobs only.
LATER = (
    "studio.grading", "studio.validation.gates", "studio.running.trial", "studio.suite.reporting",
    "studio.analysis", "studio.cli", "openpyxl", "numpy", "pandas", "jsonschema", "av", "Xlib",
    "rapidfuzz", "lxml", "PIL.Image", "qtawesome",
    "studio.taxonomy.search", "studio.model.contract",
)  # fmt: skip


def test_the_window_is_built_without_what_only_jobs_need() -> None:
    program = (
        f"import sys, studio.gui.shown\nprint([name for name in {LATER!r} if name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )
    assert answer.stdout.strip() == "[]", answer.stdout + answer.stderr
