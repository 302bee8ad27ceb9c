"""Each agent of the studio is run alone from the page of trials, and its private screen watched."""

import time
from pathlib import Path

import pytest
from PIL import Image

from studio.formats import layout
from studio.gui.pages.trials.state import CHOICES
from studio.model.trial import TrialRow
from studio.running import list_trials
from studio.sandbox.desktop import SCREEN, PrivateDesktop, wait_until
from tests.e2e.at_spi import Reader
from tests.e2e.test_window_recording import NAME, App, app_on

pytestmark = [pytest.mark.e2e, pytest.mark.long, pytest.mark.timeout(600)]
SAMPLE = f"Complete the October invoices and reconcile them - {NAME}"
MUST = {"noop": 0.0, "oracle": 1.0, "replay": 1.0}
FEWEST = {"replay": 6}


def trials(app: App) -> list[TrialRow]:
    out = app.workspace / layout.TRIALS / "complete-invoices"
    return list_trials(out) if out.is_dir() else []


def tick_alone(reader: Reader, name: str) -> None:
    """Tick one agent and no other."""
    for choice in CHOICES:
        node = reader.wait("check box", choice.name)
        if ("checked" in node.states) != (choice.name == name):
            reader.do(node)


def watched(app: App, reader: Reader, before: int) -> list[Image.Image]:
    """Return what the page shows of the private screen until the trial has ended."""
    seen: list[Image.Image] = []

    def has_ended() -> bool:
        node = reader.find("filler", "The private screen")
        if node is not None and reader.find("label", "Live, on a private screen"):
            box = node.bounds
            right, below = box.x + box.width, box.y + box.height
            area = (box.x, box.y, min(right, SCREEN.width), min(below, SCREEN.height))
            cut = app.actor.grab().crop(area).convert("RGB")
            # A sentence on the ground is no screen.
            is_screen = len(cut.getcolors(1 << 20) or range(200)) > 100
            if is_screen and (not seen or cut.tobytes() != seen[-1].tobytes()):
                seen.append(cut)
        return len(trials(app)) > before

    assert wait_until(has_ended, 180, 0.3), app.log.read_text()
    return seen


def test_each_agent_is_run_alone_and_watched_live(desktop: PrivateDesktop, tmp_path: Path) -> None:
    with app_on(desktop, tmp_path) as app:
        app.front()
        for name in ("Next", "Next", "Try the sample"):
            app.press(name)
        assert wait_until(lambda: app.window(SAMPLE) is not None, 60, 0.1)
        reader = Reader(desktop.environment, app.process.pid)
        try:
            reader.press("check box", "Trials")
            for count, choice in enumerate(CHOICES):
                tick_alone(reader, choice.name)
                begun = time.monotonic()
                reader.press("push button", "Run")
                reader.wait("push button", "Stop")
                seen = watched(app, reader, count)
                app.picture(f"trials-{choice.agent}")
                row = next(one for one in trials(app) if one.agent == choice.agent)
                seconds = time.monotonic() - begun
                told = f"{row.status} {row.score}, {len(seen)} pictures of its screen"
                print(f"\n{choice.agent}: {told}, {seconds:.1f} s")
                assert row.status == "SCORED" and row.score is not None
                assert row.score == MUST.get(choice.agent, row.score)
                assert choice.agent != "near-miss" or row.score < 1
                assert len(seen) >= FEWEST.get(choice.agent, 1), "it is seen live"
                reader.wait("push button", "Run")
        finally:
            reader.close()
