"""A new user, from the first start to the replay of the sample, by clicks, keys or a switch."""

import time
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from studio.authoring import standing_of
from studio.formats import layout
from studio.formats.tasks import open_task
from studio.model.trial import TrialRow
from studio.running import list_trials
from studio.sandbox.desktop import SCREEN, PrivateDesktop, wait_until
from tests.e2e.at_spi import Reader
from tests.e2e.test_window_recording import NAME, App, app_on

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
MOST, MOST_SECONDS = 4, 120
SEEN = 6
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


def watched(app: App, reader: Reader) -> list[Image.Image]:
    """Look at what the window shows of the private screen until it changed often enough."""
    reader.wait_like("label", "Doing the recorded work again: step", 60)
    seen: list[Image.Image] = []
    frame = reader.wait("filler", "The private screen").bounds
    # As large as it fits; what lies below the edge of the desktop is not seen.
    scale = min(1.0, (frame.width - 32) / SCREEN.width, (frame.height - 32) / SCREEN.height)
    wide, high = round(SCREEN.width * scale), round(SCREEN.height * scale)
    left, top = frame.x + (frame.width - wide) // 2, frame.y + (frame.height - high) // 2
    box = (left, top, left + wide, min(top + high, SCREEN.height))

    def has_changed() -> bool:
        cut = app.actor.grab().crop(box)
        if not seen or cut.tobytes() != seen[-1].tobytes():
            seen.append(cut)
        return len(seen) >= SEEN

    assert wait_until(has_changed, 60, 0.3), "the private screen is seen as it changes"
    return seen


def screens(trial: TrialRow) -> list[Path]:
    return sorted((Path(trial.folder) / layout.SCREENSHOTS).iterdir())


def likeness(seen: Image.Image, shots: list[Image.Image]) -> float:
    """Return how far, of 1, what was seen is like the nearest screen after a step."""
    wide, high = seen.width, round(seen.width * SCREEN.height / SCREEN.width)
    means = []
    for shot in shots:
        same = shot.convert("RGB").resize((wide, high)).crop((0, 0, *seen.size))
        means.append(sum(ImageStat.Stat(ImageChops.difference(seen, same)).mean) / 3 / 255)
    return 1 - min(means)


def press(app: App, reader: Reader, name: str, hand: str) -> None:
    """Press a button as one who has nothing but a mouse, keys, or a switch does."""
    match hand:
        case "mouse":
            app.press(name)
        case "keys":
            app.keys("Return")
        case _:
            reader.press("push button", name)


@pytest.mark.parametrize(
    "hand", ["mouse", *(pytest.param(name, marks=pytest.mark.long) for name in ("keys", "switch"))]
)
def test_the_first_start_ends_in_a_sample_that_replays(
    desktop: PrivateDesktop, tmp_path: Path, hand: str
) -> None:
    begun = time.monotonic()
    with (
        app_on(desktop, tmp_path) as app,
        closing(Reader(desktop.environment, app.process.pid)) as reader,
    ):
        app.front()
        acts = 0
        for name in ("Next", "Next", "Try the sample", "Replay it"):
            if hand == "switch":
                reader.wait("push button", name, 60)
            else:
                app.wait_for(name)
            if name != "Replay it":
                app.picture(f"first-{acts + 1}")
            else:
                assert wait_until(lambda: app.window(SAMPLE) is not None, 30, 0.1)
                app.picture("sample")
            press(app, reader, name, hand)
            acts += 1
        app.wait_for("Stop")
        seen = watched(app, reader)
        app.picture("watching")
        (trial,) = replayed(app)
        seconds = time.monotonic() - begun
        app.wait_for("See what was done")
        app.picture("passed")
        shots = [Image.open(place) for place in screens(trial)]
        press(app, reader, "See what was done", "switch" if hand == "switch" else "mouse")
        reader.wait("label", f"Step {len(shots)} of {len(shots)}", 30)
        app.picture("trial")
        task = open_task(app.workspace / "tasks" / "sample")
    print(f"\nfirst start to the sample's replay: {acts} acts by {hand}, {seconds:.1f} s")
    assert (trial.status, trial.score) == ("SCORED", 1.0)
    # How long it takes is measured by the other hands, which look at less.
    assert acts <= MOST and (hand == "switch" or seconds <= MOST_SECONDS)
    assert standing_of(task).told == "Proven, ready to export"
    last = likeness(seen[-1], shots)
    print(
        f"\n{len(seen)} pictures of the private screen; the last is {last:.3f} of 1 like a step's"
    )
    assert last > 0.95
