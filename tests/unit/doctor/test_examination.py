from pathlib import Path

import pytest

from studio.doctor import examine

CHANNELS = {"display", "input", "elements", "sandbox", "applications", "video", "window", "space"}


def test_everything_is_tried_and_every_lack_says_more() -> None:
    items = {item.id: item for item in examine().items}
    assert items.keys() >= CHANNELS
    assert all(item.detail for item in items.values())
    assert all(item.install is None for item in items.values() if item.ok)


def test_without_programs_it_names_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    items = {item.id: item for item in examine().items}
    assert items.keys() >= CHANNELS
    wanted = {
        "display": "xvfb",
        "input": "openbox",
        "sandbox": "bubblewrap",
        "applications": "libreoffice-calc",
        "recompute": "libreoffice-calc",
    }
    for id, package in wanted.items():
        assert not items[id].ok
        assert package in (items[id].install or "")
