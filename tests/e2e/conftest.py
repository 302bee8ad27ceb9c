"""A private desktop, and the demo, which is made once for all tests that look at it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.sandbox.desktop import PrivateDesktop

HERE = Path(__file__).parent
# These record nothing, or do it long before they look.
CALM = ("test_window_pictures", "test_shipped", "test_assistive", "test_killed_authoring")


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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Divide the tests into two that can run side by side.

    What looks at the demo stays in one process, for the demo takes minutes to make. What records or
    replays with input of its own stays in the other: two at once would wait for each other's
    programs, and a key whose field is not known in time is withheld.
    """
    for item in items:
        if item.path.parent == HERE:
            calm = "story" in getattr(item, "fixturenames", ()) or item.path.stem in CALM
            item.add_marker(pytest.mark.xdist_group("story" if calm else "input"))


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
