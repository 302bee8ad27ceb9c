"""A private desktop, and the demo, which is made once for all tests that look at it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from studio.sandbox.desktop import PrivateDesktop

# These look at the demo, or record nothing.
CALM = (
    "test_assistive",
    "test_briefing",
    "test_demo",
    "test_dragging",
    "test_files_journey",
    "test_first_start",
    "test_killed_authoring",
    "test_shipped",
    "test_trials",
    "test_watching",
    "test_window_pictures",
)


def studio(
    *words: str, environment: dict[str, str] | None = None, timeout: float = 300
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "studio", *words],
        capture_output=True,
        text=True,
        env=environment,
        timeout=timeout,
    )


class Halves(LoadScopeScheduling):  # type: ignore[misc]
    """Divides the tests into two that run side by side.

    What looks at the demo stays in one process, for the demo takes minutes to make. What records or
    replays with input of its own stays in the other: two at once would wait for each other's
    programs, and a key whose field is not known in time is withheld.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "calm" if Path(nodeid.partition("::")[0]).stem in CALM else "input"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Halves | None:
    """Take `--dist loadscope` for the two halves."""
    return Halves(config, log) if config.getoption("dist") == "loadscope" else None


@pytest.fixture
def desktop() -> Iterator[PrivateDesktop]:
    with PrivateDesktop() as made:
        yield made


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The demo's result; a second run beside it is the business of its own test."""
    place = tmp_path_factory.mktemp("story")
    environment = dict(os.environ) | {
        "STUDIO_WORKSPACE": str(place / "workspace"),
        "XDG_STATE_HOME": str(place / "state"),
    }
    out = place / "out"
    answer = studio("demo", "--out", str(out), "--json", environment=environment)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    found["seconds_told"] = answer.stderr
    found["state"] = str(place / "state")
    return found


@pytest.fixture
def task(story: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The task of the demo, known to this machine as its own."""
    monkeypatch.setenv("XDG_STATE_HOME", story["state"])
    return Path(story["task"])
