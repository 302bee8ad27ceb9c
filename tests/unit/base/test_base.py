from pathlib import Path

import pytest

from studio.base import atomic, clock, ids, settings


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "a.txt"
    atomic.write_text(place, "old")
    with pytest.raises(TypeError):
        atomic.write_bytes(place, 7)  # type: ignore[arg-type]
    assert place.read_text() == "old"
    assert [found.name for found in place.parent.iterdir()] == ["a.txt"]
    atomic.write_text(place, "new é")
    assert place.read_bytes() == "new é".encode()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "00:00.0"), (59.96, "01:00.0"), (61.25, "01:01.2"), (3600, "60:00.0")],
)
def test_minutes(seconds: float, text: str) -> None:
    assert clock.minutes(seconds) == text


def test_moments_are_utc_and_sort() -> None:
    first, second = clock.utc_now(), clock.utc_now()
    assert first <= second and first.endswith("Z") and len(first) == 24


@pytest.mark.parametrize(
    ("text", "name"),
    [("Café Müller 2026!", "cafe-muller-2026"), ("日本", "task"), ("  --a--  ", "a")],
)
def test_slugs_are_portable(text: str, name: str) -> None:
    assert ids.slug(text) == name


def test_a_long_slug_is_cut_without_a_dash() -> None:
    assert ids.slug("word " * 40).endswith("wor") or not ids.slug("word " * 40).endswith("-")
    assert len(ids.slug("x" * 400)) == 48


def test_ids_differ() -> None:
    assert len({ids.new_id("t-") for _ in range(500)}) == 500


def test_the_workspace_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STUDIO_WORKSPACE", str(tmp_path))
    assert settings.workspace() == tmp_path
    monkeypatch.delenv("STUDIO_WORKSPACE")
    assert settings.workspace().name == "Task Authoring Studio"
