"""`studio recording annotate`: the same edits as the window's, on the command line."""

import json
from pathlib import Path

import pytest

from studio.cli.app import run
from tests.unit.cli.test_commands import printed, refusal

Captured = pytest.CaptureFixture[str]


def annotate(capsys: Captured, recording: Path, *words: object) -> list[dict]:
    found = printed(capsys, "recording-annotate", "recording", "annotate", recording, *words)
    return found["steps"]


def steps(capsys: Captured, recording: Path, *words: object) -> list[dict]:
    return printed(capsys, "recording-steps", "recording", "steps", recording, *words)["steps"]


def test_steps_are_merged_worded_and_taken_apart(recording: Path, capsys: Captured) -> None:
    (merged,) = annotate(capsys, recording, "--merge", "1-2")
    assert [part["action"]["type"] for part in merged["parts"]] == ["click", "type"]
    said = printed(
        capsys,
        "recording-annotate",
        *("recording", "annotate", recording, "--step", 1, "--sentence", "Fill it in"),
    )
    assert said["sentence"] == "Fill it in"
    assert run(["recording", "steps", str(recording), "--dialect", "opencua", "--json"]) == 0
    dialect = json.loads(capsys.readouterr().out)
    assert len(dialect["steps"]) == 1 and len(dialect["steps"][0]["actions"]) == 2
    assert len(annotate(capsys, recording, "--split", 1)) == 2


def test_a_text_is_cut_after_so_many_keys(recording: Path, capsys: Captured) -> None:
    told = refusal(capsys, "recording", "annotate", recording, "--split", 2)
    assert told.endswith("1 to 4.")
    found = annotate(capsys, recording, "--split", 2, "--at", 3)
    assert [step["action"]["text"] for step in found] == ["250", ".5"]


def test_what_is_left_out_keeps_its_number_and_comes_back(
    recording: Path, capsys: Captured
) -> None:
    (gone,) = annotate(capsys, recording, "--leave-out", "1")
    assert gone["left_out"]
    assert [step["id"] for step in steps(capsys, recording)] == [2]
    assert [step["id"] for step in steps(capsys, recording, "--left-out")] == [1, 2]
    annotate(capsys, recording, "--restore", "1")
    annotate(capsys, recording, "--trim", "1")
    assert [step["id"] for step in steps(capsys, recording)] == [1]


def test_a_click_is_found_by_its_place_and_as_before(recording: Path, capsys: Captured) -> None:
    assert run(["recording", "annotate", str(recording), "--by-place", "1-2"]) == 0
    assert "(found by its place in the window)" in capsys.readouterr().out
    assert [step["by_place"] for step in steps(capsys, recording)] == [True, False]
    (merged,) = annotate(capsys, recording, "--merge", "1-2")
    assert [part["by_place"] for part in merged["parts"]] == [True, False]
    (again,) = annotate(capsys, recording, "--by-element", "1")
    assert not any(part["by_place"] for part in again["parts"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by-place", "2"), "Only clicks and drags"),
        (("--by-element", "1"), "by element and picture already"),
        ((), "Give one of"),
        (("--merge", "1-2", "--split", "1"), "Give one of"),
        (("--sentence", "x"), "Give one of"),
        (("--step", "1", "--merge", "1-2"), "Give one of"),
        (("--merge", "1"), "at least two"),
        (("--merge", "2-9"), "no steps 2-9"),
        (("--split", "1"), "single act"),
        (("--leave-out", "1-2"), "Nothing would be left"),
        (("--restore", "1"), "None of these steps"),
        (("--step", "7", "--note", "x"), "no steps 7"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    recording: Path, capsys: Captured, words: tuple[str, ...], told: str
) -> None:
    assert told in refusal(capsys, "recording", "annotate", recording, *words)
