"""How soon what is typed in the box of occupations of a checkpoint is answered on the screen."""

import statistics
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.authoring import new_task
from studio.gui import theme
from studio.gui.jobs import Jobs
from studio.gui.pages.checkpoints.occupation import OccupationBox
from studio.gui.session import Session
from studio.gui.wiring import build

MOST_MS, ROUNDS = 60.0, 3
TEXTS = (
    "bookkeeping clerk",
    "I post invoices and reconcile the bank",
    "radiographer",
    "design brackets for machines in cad",
    "43-3031",
)
WAIT_S = 20.0


class Painted(QObject):
    """Tells whether the results were painted since it was last asked."""

    def __init__(self, box: OccupationBox) -> None:
        super().__init__(box)
        self.seen = False
        for part in (box.list.viewport(), box._none):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False


def typed(box: OccupationBox, painted: Painted, text: str) -> list[float]:
    """Type a text key by key; return the milliseconds from each key to its results, painted."""
    found = []
    for sign in text:
        painted.seen, begun = False, time.perf_counter()
        QTest.keyClick(box.search, sign)
        wanted = box.search.text()
        # That nothing is found may stand there already, and is not painted again.
        while not (box.shown == wanted and (painted.seen or not box.found.rows)):
            QApplication.processEvents()
            assert time.perf_counter() - begun < WAIT_S, f"nothing is shown for {wanted!r}"
        found.append((time.perf_counter() - begun) * 1000)
        QTest.qWait(5)
    box.search.clear()
    return found


def p95_of(found: list[float]) -> float:
    return statistics.quantiles(found, n=20)[-1]


def told(found: list[float]) -> str:
    middle = statistics.median(found)
    return f"median {middle:.1f} ms, p95 {p95_of(found):.1f} ms, worst {max(found):.1f} ms"


def test_results_are_on_the_screen_soon_after_a_key(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for side in ("input", "reference"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "list.csv").write_text(f"Invoice,Amount\nA-1041,{len(side)}\n")
    task = new_task(tmp_path / "t", input=tmp_path / "input", reference=tmp_path / "reference")
    theme.apply("light")
    window = build(Session(), Jobs(), None)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.open(task.folder)
    qtbot.waitUntil(lambda: window.session.task is not None, timeout=30_000)
    window.actions_["add_checkpoint"].trigger()
    box = window.checkpoints.detail.box
    box.search.setFocus(Qt.FocusReason.OtherFocusReason)
    painted = Painted(box)
    typed(box, painted, "warm")
    rounds = [[ms for text in TEXTS for ms in typed(box, painted, text)] for _ in range(ROUNDS)]
    # What other work of the machine adds is left out: each key counts as it was at its best.
    best = [min(same) for same in zip(*rounds, strict=True)]
    with capsys.disabled():
        print(f"\nfrom a key to its occupations painted, {len(best)} keys, {ROUNDS} times each:")
        for name, found in (*((f"round {n}", r) for n, r in enumerate(rounds, 1)), ("best", best)):
            print(f"  {name}: {told(found)}")
        print(f"  must: p95 under {MOST_MS:.0f} ms")
    window.close()
    assert p95_of(best) < MOST_MS
