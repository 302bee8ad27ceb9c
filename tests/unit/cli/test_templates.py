import shutil
from pathlib import Path

import pytest

from studio.base.settings import workspace
from studio.cli.app import run
from studio.formats import layout
from tests.unit.cli.test_commands import printed, refusal

Captured = pytest.CaptureFixture[str]


def test_templates_are_listed_and_begun_from(tmp_path: Path, capsys: Captured) -> None:
    rows = printed(capsys, "templates-list", "templates", "list")["templates"]
    row = next(row for row in rows if row["name"] == "complete-invoices")
    assert row["occupation"].startswith("43-3031 ") and row["recorded"] and row["checks"] >= 5
    assert run(["templates", "list"]) == 0
    assert "complete-invoices" in capsys.readouterr().out
    new = ("task", "new", tmp_path / "mine", "--template", "complete-invoices")
    shown = printed(capsys, "task-show", *new)
    assert (shown["task"]["id"], shown["standing"]) == ("mine", "Not validated yet")
    assert "exists already" in refusal(capsys, *new)
    assert "no template 'x'" in refusal(capsys, "task", "new", tmp_path / "b", "--template", "x")
    both = ("task", "new", tmp_path / "b", "--template", "complete-invoices", "--from", tmp_path)
    assert "alone" in refusal(capsys, *both)


def test_storage_tells_what_may_go(recording: Path, tmp_path: Path, capsys: Captured) -> None:
    place = workspace() / layout.WORKSPACE_RECORDINGS / "work.rec"
    place.parent.mkdir(parents=True)
    shutil.move(recording, place)
    shown = printed(capsys, "recording-storage", "recording", "storage")
    assert shown["bytes"] > 0 and shown["may_go"] == 0
    assert (
        run(
            [
                "task",
                "new",
                str(workspace() / layout.WORKSPACE_TASKS / "work"),
                "--from",
                str(place),
            ]
        )
        == 0
    )
    capsys.readouterr()
    shown = printed(capsys, "recording-storage", "recording", "storage")
    assert shown["may_go"] == shown["bytes"] and shown["recordings"][0]["may_go"]
    assert run(["recording", "storage", str(place.parent)]) == 0
    assert "held by work" in capsys.readouterr().out
    assert "no folder" in refusal(capsys, "recording", "storage", tmp_path / "none")
