import json
from pathlib import Path

import jsonschema
import pytest

from studio.cli.app import run
from studio.taxonomy import releases
from tests.unit.onet_release import FORMS, write_folder

SCHEMAS = Path(__file__).parents[3] / "schemas" / "cli"
Captured = pytest.CaptureFixture[str]


def printed(capsys: Captured, *arguments: object) -> dict:
    """Run an `occupations` command with --json and check it against its schema."""
    assert run(["occupations", *map(str, arguments), "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    contract = json.loads((SCHEMAS / f"occupations-{arguments[0]}.schema.json").read_text())
    jsonschema.Draft202012Validator(contract).validate(value)
    return value


def lines(capsys: Captured, *arguments: object) -> list[str]:
    assert run(["occupations", *map(str, arguments)]) == 0
    return capsys.readouterr().out.splitlines()


def refusal(capsys: Captured, *arguments: object) -> str:
    assert run(["occupations", *map(str, arguments)]) == 2
    output = capsys.readouterr()
    assert output.out == "" and "Traceback" not in output.err
    return output.err.strip().splitlines()[-1]


def test_install_list_and_remove(tmp_path: Path, capsys: Captured) -> None:
    nothing = printed(capsys, "install", "--list")
    assert nothing["releases"] == [] and nothing["installed"] is None
    assert "studio occupations install" in lines(capsys, "install", "--list")[0]
    made = printed(capsys, "install", FORMS["excel"](tmp_path))
    assert made["installed"] == "30.1"
    (row,) = made["releases"]
    assert (row["name"], row["statements"], row["default"]) == ("O*NET 30.1", 17, True)
    assert row["notes"] and row["source"] == "db_30_1_excel.zip"
    older = printed(capsys, "install", FORMS["csv"](tmp_path), "--release", "28.2")
    assert [one["name"] for one in older["releases"]] == ["O*NET 30.1", "O*NET 28.2"]
    assert [one["default"] for one in older["releases"]] == [True, False]
    gone = printed(capsys, "install", "--remove", "28.2")
    assert gone["removed"] == "28.2" and len(gone["releases"]) == 1
    assert "O*NET 30.1" in lines(capsys, "install", "--list")[1]


def test_progress_goes_to_standard_error(tmp_path: Path, capsys: Captured) -> None:
    assert run(["occupations", "install", str(FORMS["text"](tmp_path))]) == 0
    output = capsys.readouterr()
    assert "Reading Task Statements.txt ..." in output.err and "Verifying" in output.err
    assert "It holds 10 of the 1,016 occupations" in output.err
    assert output.out.startswith("O*NET 30.1 is installed.\n")


@pytest.mark.parametrize(
    "arguments",
    [[], ["--list", "--remove", "30.1"], ["x.zip", "--list"], ["missing.zip"], ["--remove", "9.9"]],
)
def test_wrong_use_of_install_is_refused(arguments: list[str], capsys: Captured) -> None:
    refusal(capsys, "install", *arguments)


def test_a_folder_that_does_not_say_its_release(tmp_path: Path, capsys: Captured) -> None:
    folder = write_folder(tmp_path / "tables")
    (folder / "PROVENANCE.md").unlink()
    assert "--release 30.1" in refusal(capsys, "install", folder)
    assert printed(capsys, "install", folder, "--release", "31.0")["installed"] == "31.0"


def test_a_damaged_release_is_listed_as_such(tmp_path: Path, capsys: Captured) -> None:
    lines(capsys, "install", FORMS["text"](tmp_path))
    (releases._home() / "30.1" / "release.json").write_text("{")
    assert printed(capsys, "install", "--list")["damaged"] == ["30.1"]
    assert lines(capsys, "install", "--list") == [
        "30.1 cannot be read; remove it with: studio occupations install --remove 30.1"
    ]


def test_show_with_and_without_a_release(tmp_path: Path, capsys: Captured) -> None:
    bare = printed(capsys, "show", "43-3031")
    assert bare["code"] == "43-3031.00" and bare["release"] is None and bare["statements"] == []
    text = lines(capsys, "show", "43-3031.00")
    assert any("Task statements come with a release" in line for line in text)
    assert "USDOL/ETA" in text[-1]
    lines(capsys, "install", FORMS["csv"](tmp_path))
    shown = printed(capsys, "show", "43-3031", "--release", "30.1")
    assert [one["id"] for one in shown["statements"]] == ["803", "1801", "802"]
    text = lines(capsys, "show", "43-3031.00")
    assert "     803  Chase a difference of one cent through the journal." in text
    assert "is not installed" in refusal(capsys, "show", "43-3031", "--release", "29.0")


def test_show_tells_of_shared_wages_and_bases(capsys: Captured) -> None:
    text = "\n".join(lines(capsys, "show", "13-1023"))
    assert "never add them up" in text and "inferred by this project" in text
    assert ">= $239,200 a year" in "\n".join(lines(capsys, "show", "11-1011"))
    assert "publishes no estimate" in "\n".join(lines(capsys, "show", "55-3016.00"))


def test_old_codes_are_followed_with_a_note_or_refused(capsys: Captured) -> None:
    assert run(["occupations", "show", "15-2091", "--json"]) == 0
    output = capsys.readouterr()
    assert json.loads(output.out)["code"] == "15-2099.00"
    assert "15-2091 (Mathematical Technicians) is a code of SOC 2010" in output.err
    assert refusal(capsys, "show", "15-1132").endswith("choose one.")
    for wrong in ("43-3031.07", "99-9999"):
        assert "the nearest code is" in refusal(capsys, "show", wrong)
    assert 'studio occupations search "clerk"' in refusal(capsys, "show", "clerk")


def test_tree(capsys: Captured) -> None:
    whole = printed(capsys, "tree", "--level", "detailed")
    assert len(whole["groups"]) == 1447 and whole["root"] is None
    part = printed(capsys, "tree", "13-1020")
    assert [one["code"] for one in part["groups"]] == ["13-1020", "13-1021", "13-1022", "13-1023"]
    text = lines(capsys, "tree", "13-1020")
    assert "486,900 with 13-1022, 13-1023" in text[2]
    assert any("never add such rows up" in line for line in text)
    assert any("19 without an estimate" in line for line in lines(capsys, "tree"))
    assert "the nearest code is" in refusal(capsys, "tree", "13-1029")
    assert "major, minor, broad, detailed" in refusal(capsys, "tree", "--level", "tiny")
