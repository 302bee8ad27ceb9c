"""The app under a watchdog, which writes what the turns of its event loop took when it ends.

Runs as `python -m tests.benchmarks.watched_app REPORT`. The report is written beside and put in
place, so that it is whole once it is there.
"""

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from studio.gui.app import run
from tests.turns import Turns

_really = QApplication.exec


def main(report: Path) -> int:
    def watched(*_: object) -> int:
        turns = Turns()
        code = _really()
        turns.close()
        beside = report.with_suffix(".part")
        value = {"told": turns.told, "share": turns.share, "turns": len(turns.lengths)}
        beside.write_text(json.dumps(value))
        beside.replace(report)
        return code

    QApplication.exec = watched  # type: ignore[method-assign, assignment]
    return run(None)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
