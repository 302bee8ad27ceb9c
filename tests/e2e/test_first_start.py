"""A new user, from the first start to the replay of the sample, by real clicks or real keys."""

import time
from pathlib import Path

import pytest

from studio.authoring import standing_of
from studio.formats import layout
from studio.formats.tasks import open_task
from studio.model.trial import TrialRow
from studio.running import list_trials
from studio.sandbox.desktop import PrivateDesktop, wait_until
from tests.e2e.test_window_recording import NAME, App, app_on

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
MOST, MOST_SECONDS = 4, 120
SAMPLE = f"Complete the October invoices and reconcile them - {NAME}"


def replayed(app: App) -> list[TrialRow]:
    """Wait until the sample was replayed and return its trials."""
    out = app.workspace / layout.TRIALS / "complete-invoices"
    found: list[TrialRow] = []

    def ended() -> bool:
        found[:] = list_trials(out) if out.is_dir() else []
        return bool(found)

    assert wait_until(ended, 120, 0.5), app.log.read_text()
    return found


@pytest.mark.parametrize("hand", ["mouse", pytest.param("keys", marks=pytest.mark.long)])
def test_the_first_start_ends_in_a_sample_that_replays(
    desktop: PrivateDesktop, tmp_path: Path, hand: str
) -> None:
    begun = time.monotonic()
    with app_on(desktop, tmp_path) as app:
        app.front()
        acts = 0
        for name in ("Next", "Next", "Try the sample", "Replay it"):
            app.wait_for(name)
            if name != "Replay it":
                app.picture(f"first-{acts + 1}")
            else:
                assert wait_until(lambda: app.window(SAMPLE) is not None, 30, 0.1)
                app.picture("sample")
            if hand == "mouse":
                app.press(name)
            else:
                app.keys("Return")
            acts += 1
        app.wait_for("Stop")
        time.sleep(8)
        app.picture("watching")
        (trial,) = replayed(app)
        seconds = time.monotonic() - begun
        app.wait_for("See what was done")
        app.picture("passed")
        task = open_task(app.workspace / "tasks" / "sample")
    print(f"\nfirst start to the sample's replay: {acts} acts by {hand}, {seconds:.1f} s")
    assert (trial.status, trial.score) == ("SCORED", 1.0)
    assert acts <= MOST and seconds <= MOST_SECONDS
    assert standing_of(task).told == "Proven, ready to export"
    assert list((Path(trial.folder) / layout.SCREENSHOTS).iterdir())
