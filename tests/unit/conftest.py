"""What tests start from, and settings that are nobody's."""

from pathlib import Path

import pytest

from tests.unit.making import RecordingMaker, write_task


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep settings apart, and outside of `tmp_path`, whose content these tests compare."""
    place = tmp_path_factory.mktemp("settings")
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "STUDIO_WORKSPACE"):
        monkeypatch.setenv(name, str(place / name.lower()))


@pytest.fixture
def recording_maker(tmp_path: Path) -> RecordingMaker:
    return RecordingMaker(tmp_path / "work.rec")


@pytest.fixture
def recording(recording_maker: RecordingMaker) -> Path:
    return recording_maker.write()


@pytest.fixture
def task(tmp_path: Path) -> Path:
    return write_task(tmp_path / "fill-amounts")
