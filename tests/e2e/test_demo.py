import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from studio.formats import layout
from studio.formats.digests import regular_files
from tests.e2e.conftest import studio

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]
SCHEMAS = Path(__file__).parents[2] / "schemas"
# Which schema judges a file, by the end of its path; lines of JSON Lines are judged one by one.
FILES = {
    r"\.rec/manifest\.json$|private/recording/manifest\.json$": "recording",
    r"(^|/)seal\.json$": "seal",
    r"events-\d+\.jsonl$": "event",
    r"frames\.jsonl$": "frame",
    r"elements\.jsonl$": "element",
    r"(^|/)files\.jsonl$": "file",
    r"(^|/)task\.json$": "task",
    r"private/checks\.json$": "checks",
    r"validation/report\.json$": "validation",
    r"(^|/)trial\.json$": "trial",
    r"(^|/)trajectory\.json$": "trajectory",
    r"(^|/)grade\.json$": "grade",
    r"trial-[^/]+/events\.jsonl$": "phase",
}


def schema(name: str) -> Any:
    value = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    return jsonschema.Draft202012Validator(value)


def test_it_ends_with_the_paths_of_the_contract(story: dict[str, Any]) -> None:
    keys = {"folder", "recording", "task", "package", "trials", "report"}
    contract = schema("cli/demo")
    contract.validate({key: story[key] for key in keys})
    for key in keys:
        assert Path(story[key]).exists(), key
    assert re.search(r"^\[ *[0-9.]+ s\] ", story["seconds_told"], re.MULTILINE)


def test_every_file_it_wrote_fits_its_schema(story: dict[str, Any]) -> None:
    judged: dict[str, int] = {}
    for path, place in regular_files(Path(story["folder"])):
        for pattern, name in FILES.items():
            if not re.search(pattern, path):
                continue
            validator = schema(name)
            lines = place.read_text().splitlines() if path.endswith("l") else [place.read_text()]
            for line in lines:
                validator.validate(json.loads(line))
                judged[name] = judged.get(name, 0) + 1
    assert set(judged) == set(FILES.values())
    assert judged["event"] > 200
    assert judged["trial"] == 3


def test_json_files_without_a_schema_are_none(story: dict[str, Any]) -> None:
    unknown = [
        path
        for path, _ in regular_files(Path(story["folder"]))
        if path.endswith((".json", ".jsonl"))
        and not any(re.search(pattern, path) for pattern in FILES)
    ]
    assert unknown == []


def test_the_recording_holds_what_the_expert_did(story: dict[str, Any]) -> None:
    answer = studio("recording", "steps", story["recording"], "--json")
    steps = json.loads(answer.stdout)["steps"]
    schema("cli/recording-steps").validate({"steps": steps})
    sentences = [step["sentence"] for step in steps]
    assert "Type the formula =D4*E4 in cell F4" in sentences
    assert "Type the formula =SUM(F2:F13) in cell F14" in sentences
    assert "Press Ctrl+S" in sentences
    clicked = [step["element"]["name"] for step in steps if step["action"]["type"] == "click"]
    assert clicked == ["F4", "F7", "F10", "F13", "E14", "F14", "A16"]
    assert studio("recording", "verify", story["recording"]).returncode == 0


def test_the_gates_prove_the_task(story: dict[str, Any]) -> None:
    report = json.loads((Path(story["task"]) / layout.REPORT).read_text())
    assert {gate["id"]: gate["status"] for gate in report["gates"]} == dict.fromkeys(
        (
            *("complete", "files", "reference", "nothing", "known_bad", "alternates"),
            *("regrade", "coverage", "replay"),
        ),
        "green",
    )
    assert report["proven"] is True
    assert report["validated"] is False


def test_trials_list_shows_all_three(story: dict[str, Any]) -> None:
    listed = json.loads(studio("trials", "list", story["trials"], "--json").stdout)
    schema("cli/trials-list").validate(listed)
    scores = {row["agent"]: row["score"] for row in listed["trials"]}
    assert scores == {"noop": 0.0, "oracle": 1.0, "replay": 1.0}


def test_replay_worked_through_the_real_application(story: dict[str, Any]) -> None:
    (place,) = Path(story["trials"]).rglob("replay/*/*/*/trial.json")
    book = openpyxl.load_workbook(place.parent / "output/invoices_october.xlsx")
    sheet = book["Invoices"]
    assert sheet["F4"].value == "=D4*E4"
    assert sheet["F14"].value == "=SUM(F2:F13)"
    assert "LibreOffice" in (book.properties.creator or "") or book.properties.modified
    trajectory = json.loads((place.parent / "trajectory.json").read_text())
    typed = [
        call["arguments"]["text"]
        for step in trajectory["steps"]
        for call in step["tool_calls"] or ()
        if call["function_name"] == "type"
    ]
    assert "=SUM(F2:F13)" in typed
    assert len(list((place.parent / "screenshots").iterdir())) >= len(typed)


@pytest.mark.parametrize("cell", ["F4", "F5", "F14"])
def test_a_cent_more_fails_and_names_the_cell(
    story: dict[str, Any], tmp_path: Path, cell: str
) -> None:
    output = tmp_path / "output"
    shutil.copytree(Path(story["task"]) / layout.REFERENCE, output)
    workbook = output / "invoices_october.xlsx"
    book = openpyxl.load_workbook(workbook)
    right = {"F4": 1438.2, "F5": 3160.0, "F14": 17275.19}[cell]
    book["Invoices"][cell] = right + 0.01
    book.save(workbook)
    answer = studio("grade", story["task"], "--output", str(output), "--json")
    grade = json.loads(answer.stdout)
    assert answer.returncode == 1
    assert grade["status"] == "SCORED"
    assert grade["score"] < 1
    told = json.dumps(grade, ensure_ascii=False)
    assert f"Invoices!{cell}" in told
    assert f"expected {right:,.2f}".removesuffix(".00") in told
    assert f"{right + 0.01:,.2f}" in told


def test_the_package_is_read_back_with_the_same_digest(
    story: dict[str, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    assert studio("task", "unpack", story["package"], str(folder)).returncode == 0
    one = json.loads(studio("task", "show", story["task"], "--json").stdout)
    two = json.loads(studio("task", "show", str(folder), "--json").stdout)
    assert one["digest"] == two["digest"]


def test_the_report_is_one_page_that_asks_nothing_of_the_network(story: dict[str, Any]) -> None:
    page = Path(story["report"]).read_text()
    assert "noop" in page and "oracle" in page and "replay" in page
    assert "Type the formula =SUM(F2:F13) in cell F14" in page
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:|//|file:)""", page)
    assert "<script" not in page
    assert page.count("data:image/") > 10


def test_replay_halts_where_the_element_is_another(story: dict[str, str], tmp_path: Path) -> None:
    """The same recording over a workbook whose window never shows the cells."""
    copy = tmp_path / "changed.rec"
    shutil.copytree(story["recording"], copy)
    elements = (copy / "elements.jsonl").read_text()
    (copy / "elements.jsonl").write_text(elements.replace('"name":"F7"', '"name":"F9"'))
    answer = studio("replay", str(copy), "--json")
    result = json.loads(answer.stdout)
    verdicts = [step["verdict"] for step in result["steps"]]
    assert answer.returncode == 1
    assert verdicts[:4] == ["done", "done", "done", "halted"]
    assert set(verdicts[4:]) == {"skipped"}
    assert "Expected table cell F9 there, but found table cell F7." in answer.stdout
