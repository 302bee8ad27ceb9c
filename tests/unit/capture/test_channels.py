"""The self-test where nothing can be recorded, and of what needs no display."""

from pathlib import Path

import pytest

from studio.capture.channels import CHANNELS, channel_probes
from studio.capture.selftest import Probe


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)


def probes(recordings: Path, *watch: Path) -> dict[str, Probe]:
    found = list(channel_probes(recordings, watch))
    assert tuple(probe.id for probe in found) == CHANNELS
    return {probe.id: probe for probe in found}


def test_each_channel_is_tried_in_order_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "books").mkdir()
    (tmp_path / "books/a.csv").write_text("1")
    found = probes(tmp_path / "work/recordings", tmp_path / "books")
    assert not found["screen"].ok and "There is no display" in found["screen"].detail
    assert not found["elements"].ok and not found["elements"].needed
    assert found["files"].detail == "1 file followed."
    assert found["disk"].ok and found["space"].ok
    assert not (tmp_path / "work").exists() and len(list(tmp_path.iterdir())) == 1


def test_without_a_folder_or_room_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.capture.channels.FREE_BYTES", 1 << 60)
    found = probes(tmp_path)
    assert not found["files"].ok and "Choose the folder" in found["files"].detail
    assert not found["space"].ok and "are free" in found["space"].detail


def test_a_folder_that_went_away_is_told(tmp_path: Path) -> None:
    found = probes(tmp_path, tmp_path / "gone")
    assert not found["files"].ok and "cannot be followed" in found["files"].detail
