import json
from pathlib import Path

import jsonschema
import pytest

from studio.cli.app import run
from tests.unit.suite.test_reporting import linked

SCHEMAS = Path(__file__).parents[3] / "schemas" / "cli"
Captured = pytest.CaptureFixture[str]
COMMANDS = {
    "suite-report": ["suite", "report"],
    "occupations-coverage": ["occupations", "coverage"],
}


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    linked(tmp_path / "suite" / "ledger", "43-3031.00")
    linked(tmp_path / "suite" / "buyers", "13-1022.00")
    linked(tmp_path / "suite" / "bare", None)
    (tmp_path / "suite" / "cut.task").write_bytes(b"PK")
    return tmp_path / "suite"


@pytest.mark.parametrize("name", COMMANDS)
def test_json_follows_its_schema(name: str, suite: Path, capsys: Captured) -> None:
    assert run([*COMMANDS[name], str(suite), "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(value)
    assert [one["path"] for one in value["tasks"]] == ["bare", "buyers", "ledger"]
    assert [one["path"] for one in value["not_read"]] == ["cut.task"]
    assert value["coverage"]["suite"]["employment"]["undecided"] == 486_900
    assert value["coverage"]["beside"][0]["employment"]["least"] == pytest.approx(0.19243, abs=1e-5)
    assert value.get("page") is None


@pytest.mark.parametrize("name", COMMANDS)
def test_people_read_the_shares_and_what_is_the_matter(
    name: str, suite: Path, capsys: Captured
) -> None:
    assert run([*COMMANDS[name], str(suite)]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    text = output.out
    assert text.startswith("3 tasks, 2 counted by occupation, in 2 of 23 SOC major groups")
    assert "0.9% to 1.3%" in text and "inferred by this project" in text
    assert "GDPval: 1 of 44 occupations have a task." in text
    assert "of 55 subdomains" in text and "of 57 subdomains" in text
    assert "Not read: cut.task: " in text and "No occupation: bare; say it with:" in text
    assert "Home Health and Personal Care Aides" in text and "USDOL/ETA" in text


def test_coverage_tells_all_of_it(suite: Path, capsys: Captured) -> None:
    assert run(["occupations", "coverage", str(suite)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line[2:7] == "-0000" for line in lines) == 23
    assert any(line.startswith("Unknown of 486,900 persons in 13-1020") for line in lines)
    assert any(line.split() == ["no", "task", "9.7", "Quantum", "Computing"] for line in lines)
    assert any("several SOC codes share. Each is counted once" in line for line in lines)
    first = next(n for n, line in enumerate(lines) if line.startswith("group "))
    assert lines[first + 1].startswith("43-0000") and lines[first + 23].startswith("55-0000")


def test_a_page_is_written_where_it_was_asked(suite: Path, capsys: Captured) -> None:
    page = suite.parent / "new" / "page.html"
    assert run(["suite", "report", str(suite), "--out", str(page), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["page"] == str(page)
    assert "Share of the economy" in page.read_text()


@pytest.mark.parametrize("words", COMMANDS.values())
def test_a_folder_without_tasks_is_one_sentence(
    words: list[str], tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "empty").mkdir()
    for folder, sentence in (("empty", "studio task new"), ("missing", "check the path")):
        assert run([*words, str(tmp_path / folder)]) == 2
        output = capsys.readouterr()
        assert output.out == "" and sentence in output.err and output.err.count("\n") == 1
