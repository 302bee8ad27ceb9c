"""Settings that are nobody's, and the recording that the windows open."""

from pathlib import Path

import pytest

from studio.base import settings
from tests.gui.expert_desk import Desk


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("settings")
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "STUDIO_WORKSPACE"):
        monkeypatch.setenv(name, str(place / name.lower()))
    settings.state_folder().mkdir(parents=True)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return Desk(tmp_path / "month-end.rec").write()
