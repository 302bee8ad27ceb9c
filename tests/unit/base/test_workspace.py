"""Where the work lies."""

from pathlib import Path

import pytest

from studio.base import settings
from studio.base.errors import UserError


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("STUDIO_WORKSPACE", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_a_chosen_folder_is_kept_and_the_environment_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = settings.workspace()
    chosen = tmp_path / "Arbeit, ä"
    chosen.mkdir()
    settings.choose_workspace(chosen)
    assert settings.workspace() == chosen != before
    assert not settings.is_fixed()
    monkeypatch.setenv("STUDIO_WORKSPACE", str(tmp_path / "other"))
    assert settings.is_fixed() and settings.workspace() == tmp_path / "other"


def test_a_folder_that_is_none_is_refused_and_a_damaged_note_is_no_fault(tmp_path: Path) -> None:
    before = settings.workspace()
    with pytest.raises(UserError):
        settings.choose_workspace(tmp_path / "missing")
    settings.state_folder().mkdir(parents=True)
    (settings.state_folder() / "workspace.txt").write_bytes(b"\xff\xfe\x00")
    assert settings.workspace() == before
