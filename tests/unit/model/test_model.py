import pytest
from pydantic import ValidationError

from studio.model.check import Check, parse_target, texts_in
from studio.model.frozen import Bounds, portable_path
from studio.model.grade import Grade
from studio.model.trial import NEXT_PHASES, Halt, Phase, told_unsaved, told_withheld


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a/b.pdf", {"path": "a/b.pdf"}),
        ("m.ods#Cell Summary!D14", {"sheet": "Cell Summary", "cells": "D14"}),
        ("m.ods#'It''s'!$A$1:b9", {"sheet": "It''s", "cells": "A1:B9"}),
        ("m.json#/a/0", {"pointer": "/a/0"}),
        ("m.csv#amount[A-2]", {"column": "amount", "key": "A-2"}),
        ("m.csv#amount", {"column": "amount", "key": None}),
        ("a/m.nii.gz@2", {"path": "a/m.nii.gz", "label": "2"}),
        ("plan.DXF@A-WALL 1", {"path": "plan.DXF", "label": "A-WALL 1"}),
        ("icon@2x.svg", {"path": "icon@2x.svg", "label": None}),
        ("me@home/notes.docx", {"path": "me@home/notes.docx", "label": None}),
    ],
)
def test_targets(text: str, parts: dict[str, str | None]) -> None:
    found = parse_target(text)
    assert {name: getattr(found, name) for name in parts} == parts


@pytest.mark.parametrize(
    "text",
    [
        "../x.ods#S!A1",
        "/x",
        "x.ods#S!",
        "x.ods#!A1",
        "x.ods#S!A0x",
        "x.csv#",
        "../x.nii.gz@2",
        "x.csv#a[b",
        "",
        "#a",
    ],
)
def test_no_targets(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_target(text)


@pytest.mark.parametrize("text", ["a", "a/b c/d.txt", "ü/ñ", "..a/b..", "a:b/c"[2:]])
def test_portable(text: str) -> None:
    assert portable_path(text) == text


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a/../b", "/a", "a//b", "a/", "./a", "a\\b", "c:/a", "a\0b", "a\nb"]
)
def test_not_portable(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        portable_path(text)


@pytest.mark.parametrize(
    "change",
    [
        {"weight": float("nan")},
        {"weight": float("inf")},
        {"weight": 0},
        {"weight": True},
        {"tolerance": -1.0},
        {"gate": 1},
        {"kind": "Cell Equals"},
    ],
)
def test_a_check_takes_only_sound_values(change: dict[str, object]) -> None:
    sound = {"id": "a", "kind": "file_exists", "target": "a.txt"}
    Check.model_validate(sound)
    with pytest.raises(ValidationError):
        Check.model_validate({**sound, **change})


@pytest.mark.parametrize(
    ("status", "score", "passed"),
    [
        ("SCORED", 1.0, True),
        ("SCORED", 1 - 1e-10, True),
        ("SCORED", 1 - 1e-8, False),
        ("SCORED", None, False),
        ("INVALID", 1.0, False),
        ("VOID", None, False),
    ],
)
def test_a_pass(status: str, score: float | None, passed: bool) -> None:
    value = {"status": status, "reason": None, "score": score, "checkpoints": ()}
    assert Grade.model_validate(value).passed is passed


def test_a_score_beyond_one_cannot_be() -> None:
    for score in (1.0001, -0.1, float("nan")):
        with pytest.raises(ValidationError):
            Grade(status="SCORED", reason=None, score=score, checkpoints=())


def test_every_phase_leads_to_the_record() -> None:
    assert set(NEXT_PHASES) == set(Phase.__args__)
    for phase in NEXT_PHASES:
        seen, waiting = set(), [phase]
        while waiting:
            here = waiting.pop()
            seen.add(here)
            waiting += [later for later in NEXT_PHASES[here] if later not in seen]
        assert "recorded" in seen


def test_bounds_hold_their_points() -> None:
    box = Bounds(x=10, y=20, width=5, height=4)
    assert box.holds(10, 20) and box.holds(14, 23)
    assert not box.holds(15, 20) and not box.holds(10, 24)
    assert box.centre == (12, 22)


def test_what_recorded_work_lacked_is_told_with_or_without_who_did_it() -> None:
    halt = Halt(step="7", does="Click Save.", why="The window is gone.")
    assert str(halt.told()) == "It halted at step 7 (Click Save): The window is gone."
    bare = halt.model_copy(update={"does": ""})
    assert str(bare.told("replay")) == "replay halted at step 7: The window is gone."
    assert str(told_unsaved("a.csv", "replay")).startswith("replay did not save what was saved")
    assert str(told_withheld("151")).startswith("151 keys that were typed are not in the recording")
    # A brace in what stood on the screen is no place for a value.
    braced = halt.model_copy(update={"why": "{step} is gone."})
    assert str(braced.told()).endswith(": {step} is gone.")


def test_the_texts_of_parameters_are_found_at_any_depth() -> None:
    parameters = {"terms": ["a", 1, {"any": ("b", None)}], "heading": "c", "order": True}
    assert list(texts_in(parameters)) == ["a", "b", "c"]
