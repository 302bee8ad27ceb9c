import json
from pathlib import Path

import jsonschema
import pytest

from studio.cli.app import run

SCHEMA = Path(__file__).parents[3] / "schemas" / "cli" / "occupations-search.schema.json"
Captured = pytest.CaptureFixture[str]


def test_the_json_keeps_its_promise(capsys: Captured) -> None:
    assert run(["occupations", "search", "Radiographer", "--limit", "1", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text())).validate(value)
    first = value["results"][0]
    assert (first["code"], first["soc"], first["score"]) == ("29-2034.00", "29-2034", 1.0)
    assert first["ambiguous"] and len(value["results"]) == 3
    assert first["because"] == ["alternate title: Radiographer, a title of 3 occupations"]


def test_people_see_groups_with_why(capsys: Captured) -> None:
    text = "cut footage in Premiere Pro, colour grade, rough cut"
    assert run(["occupations", "search", text, "--limit", "4"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] in ("Sure", "Likely")
    assert lines[1] == "  27-4032.00  Film and Video Editors"
    assert "software: Adobe Premiere Pro" in lines[2]
    assert len([line for line in lines if line.startswith("  ") and line[2].isdigit()]) == 4


@pytest.mark.parametrize("text", ["", "qwxzv", "99-9999"])
def test_nothing_found_is_said_with_what_to_try(text: str, capsys: Captured) -> None:
    assert run(["occupations", "search", text]) == 0
    assert "such as 43-3031" in capsys.readouterr().out
    assert run(["occupations", "search", text, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"results": []}


def test_a_limit_below_one_is_refused(capsys: Captured) -> None:
    assert run(["occupations", "search", "nurse", "--limit", "0"]) == 2
    assert "Traceback" not in capsys.readouterr().err
