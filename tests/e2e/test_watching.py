"""A private screen is watched from outside, and an experiment is followed while it goes on."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from studio.authoring import new_task, propose_checks
from studio.base.errors import FaultError
from studio.running import run_experiment
from studio.running.following import Advance, Following
from studio.running.watching import Watcher
from studio.sandbox.desktop import PrivateDesktop

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


def paint(desktop: PrivateDesktop, colour: str) -> None:
    subprocess.run(["xsetroot", "-solid", colour], env=desktop.environment, check=True)


def test_a_screen_is_seen_as_it_changes_until_it_is_gone() -> None:
    with PrivateDesktop() as desktop:
        paint(desktop, "#336699")
        watcher = Watcher(desktop.environment)
        try:
            first = watcher.look((640, 640))
            assert first and (first.size, first.screen) == ((640, 400), (1280, 800))
            assert first.pixels[:3] == bytes((0x99, 0x66, 0x33)), "blue, green, red"
            assert len(first.pixels) == 4 * 640 * 400
            assert watcher.look((640, 640)) is None, "nothing has changed"
            full = watcher.look((5000, 5000))
            assert full and full.size == (1280, 800), "never larger than it is"
            paint(desktop, "#000000")
            second = watcher.look((5000, 5000))
            assert second and second.pixels[:3] == bytes(3)
            desktop.close()
            with pytest.raises(FaultError, match="cannot be seen"):
                watcher.look((640, 640))
        finally:
            watcher.close()
    with pytest.raises(FaultError, match="cannot be seen"):
        watcher.look((640, 640))


def test_an_experiment_tells_how_far_it_is_and_on_which_display(tmp_path: Path) -> None:
    for side in ("input", "reference"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "list.csv").write_text(f"Invoice,Amount\nA-1041,{len(side)}\n")
    task = new_task(tmp_path / "task", input=tmp_path / "input", reference=tmp_path / "reference")
    propose_checks(task.folder, write=True)
    moved: list[Advance] = []
    sizes: list[tuple[int, int]] = []
    ended: list[tuple[str, float | None]] = []
    displays: list[bool] = []

    def see(environment: Mapping[str, str] | None) -> None:
        displays.append(environment is not None)
        if environment:
            watcher = Watcher(environment)
            glance = watcher.look((320, 200))
            watcher.close()
            sizes.append(glance.size if glance else (0, 0))

    rows = run_experiment(
        [task.folder],
        ["noop", "oracle"],
        tmp_path / "out",
        following=Following(
            moved=moved.append, shown=see, ended=lambda row: ended.append((row.agent, row.score))
        ),
    )
    assert [(row.agent, row.score) for row in rows] == ended == [("noop", 0.0), ("oracle", 1.0)]
    assert [(one.agent, one.trial, one.trials, one.stretch) for one in moved] == [
        (agent, number, 2, stretch)
        for number, agent in enumerate(("noop", "oracle"), 1)
        for stretch in ("display", "programs", "acting", "grading")
    ]
    assert displays == [True, False, True, False] and sizes == [(320, 200)] * 2


def test_the_child_that_looks_ends_with_who_asks() -> None:
    with PrivateDesktop() as desktop:
        done = subprocess.run(
            [sys.executable, "-m", "studio.running.looking"],
            env=desktop.environment,
            input=b"",
            capture_output=True,
            timeout=30,
        )
    assert done.returncode == 0 and done.stdout == b""
