"""Settings that are nobody's, and the recording that the windows open."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.base import settings
from studio.gui import theme
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.gui.wiring import build
from tests.gui.expert_desk import Desk

_PATIENCE_MS = 30_000


class PatientBot(QtBot):  # type: ignore[misc]
    """Waits as long as a busy machine may need, where a test does not say how long."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = _PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("settings")
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "STUDIO_WORKSPACE"):
        monkeypatch.setenv(name, str(place / name.lower()))
    settings.state_folder().mkdir(parents=True)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return Desk(tmp_path / "month-end.rec").write()


@pytest.fixture
def window(qtbot: QtBot, qapp: object) -> Iterator[MainWindow]:
    theme.apply("light")
    made = build(Session(), Jobs(), None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    made.close()
