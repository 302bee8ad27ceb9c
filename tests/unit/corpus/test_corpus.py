"""Every task of the corpus has its parts, and the corpus as a whole is what it says it is."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from studio.taxonomy import occupations

ROOT = Path(__file__).parents[2] / "data" / "tasks"
APART = sorted(path.parent for path in ROOT.glob("apart/*/prompt.md"))
TASKS = sorted(path.parent for path in ROOT.glob("*/prompt.md")) + APART
FAMILIES = {
    *("xlsx", "ods", "csv", "tsv", "parquet", "sqlite", "json", "yaml", "toml", "ini", "xml"),
    *("txt", "md", "html", "docx", "odt", "pptx", "pdf"),
    *("stl", "glb", "dxf", "nifti", "dicom", "geojson", "gpkg", "wav", "midi", "mp4"),
    *("npy", "mat", "hdf5"),
    *("predictions", "sdf", "fasta", "vcf", "svg", "png", "settings", "program", "feasibility"),
}
MOST = 4_200_000
TOP = Path(__file__).parents[3]
# Text is the same whatever the versions of the libraries that write the rest.
TEXT = {".csv", ".tsv", ".json", ".yaml", ".toml", ".ini", ".xml", ".txt", ".md", ".html"}
TEXT |= {".py", ".svg", ".fasta", ".vcf", ".bed", ".gff3"}
WITHOUT_CALC = [task for task in TASKS if "calc," not in (task / "make.py").read_text("utf-8")]

every_task = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)


def about(task: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((task / "about.json").read_text(encoding="utf-8"))
    return loaded


def outputs(task: Path) -> list[Path]:
    others = [
        path for part in ("alternate_correct", "known_bad") for path in (task / part).iterdir()
    ]
    return [task / "reference", *sorted(others)]


def files(folder: Path) -> dict[str, bytes]:
    """Return every file by its path in the folder, without what Python leaves behind."""
    found = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def digest(folder: Path) -> str:
    made = hashlib.sha256()
    for name, content in files(folder).items():
        made.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return made.hexdigest()


def hidden(task: Path) -> list[str]:
    return list(files(task / "hidden")) if (task / "hidden").is_dir() else []


def handed_in(task: Path) -> set[str]:
    """Return the names of the files that the expert made or changed."""
    before = files(task / "input") if about(task)["work"] == "in_place" else {}
    after = files(task / "reference")
    return {name for name, content in after.items() if before.get(name) != content}


@every_task
def test_a_task_has_every_part(task: Path) -> None:
    assert {path.name for path in task.iterdir()} - {"__pycache__", "hidden"} == {
        *("prompt.md", "about.json", "make.py"),
        *("input", "reference", "alternate_correct", "known_bad"),
    }
    said = about(task)
    assert set(said) == {
        *("title", "profession", "occupation", "work", "families"),
        *("alternate_correct", "known_bad"),
    }
    assert all(said[key] for key in said)
    assert said["work"] in ("in_place", "separate")
    assert all(files(folder) for folder in (task / "input", *outputs(task)))


@every_task
def test_each_other_output_says_what_it_is(task: Path) -> None:
    for part, count in (("alternate_correct", 2), ("known_bad", 3)):
        names = {path.name for path in (task / part).iterdir()}
        assert len(names) == count
        assert set(about(task)[part]) == names
        assert all(len(reason.split()) >= 5 for reason in about(task)[part].values())


@every_task
def test_the_code_is_an_occupation(task: Path) -> None:
    code = about(task)["occupation"]
    assert occupations.find(code).code == code


@every_task
def test_no_two_outputs_are_the_same(task: Path) -> None:
    folders = [task / "input", *outputs(task)]
    assert len({digest(folder) for folder in folders}) == len(folders)


@every_task
def test_every_output_has_the_files_of_the_reference(task: Path) -> None:
    names = {folder.name: set(files(folder)) for folder in outputs(task)}
    assert set(map(frozenset, names.values())) == {frozenset(files(task / "reference"))}
    if about(task)["work"] == "in_place":
        assert set(files(task / "input")) <= names["reference"]


@every_task
def test_the_prompt_names_what_is_handed_in(task: Path) -> None:
    prompt = (task / "prompt.md").read_text(encoding="utf-8")
    series = {name for name in handed_in(task) if f"`{Path(name).parent}/`" in prompt}
    alone = handed_in(task) - series
    assert 1 <= len(alone) + len({Path(name).parent for name in series}) <= 4
    assert [name for name in alone if name not in prompt] == []
    if series:
        assert any(name in prompt for name in series)


@every_task
def test_hidden_files_lie_where_graders_look_for_them(task: Path) -> None:
    """Labels by the ids of the input; cases with what goes in and what comes out."""
    for name in hidden(task):
        assert name == "labels.csv" or name.startswith("cases/")
    assert not set(hidden(task)) & set(files(task / "input"))
    cases = [path for path in task.glob("hidden/cases/*") if path.is_dir()]
    for case in cases:
        parts = {path.stem for path in case.iterdir()}
        assert parts in ({"input", "expected"}, {"stdin", "stdout"})
        assert all(files(path) for path in case.iterdir() if path.is_dir())
    assert len(cases) != 1


@every_task
def test_the_script_says_how(task: Path) -> None:
    first = (task / "make.py").read_text(encoding="utf-8")
    assert re.match(r'"""Make the .+?"""', first, re.DOTALL)


@pytest.mark.parametrize("task", WITHOUT_CALC, ids=lambda task: task.name)
def test_the_script_makes_the_same_again(task: Path, tmp_path: Path) -> None:
    again = tmp_path / task.name
    shutil.copytree(task, again)
    environment = {**os.environ, "PYTHONPATH": str(TOP), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, again / "make.py"], check=True, env=environment, timeout=100)
    before, after = files(task), files(again)
    assert list(after) == list(before)
    assert [name for name in text_files(after) if after[name] != before[name]] == []


def text_files(found: dict[str, bytes]) -> list[str]:
    return [name for name in found if Path(name).suffix in TEXT]


def test_the_corpus_is_wide_and_small() -> None:
    said = [about(task) for task in TASKS]
    assert len(TASKS) >= 40
    assert len(APART) == 7
    assert len({one["profession"] for one in said}) >= 30
    assert len({one["occupation"] for one in said}) >= 30
    assert sum(bool(hidden(task)) for task in TASKS) >= 3
    assert sum(len(content) for content in files(ROOT).values()) < MOST
    words = {word for one in said for family in one["families"] for word in family.split()}
    assert words >= FAMILIES


def test_formulas_come_with_and_without_results() -> None:
    """LibreOffice stores the results of formulas; openpyxl leaves them out."""
    stored = set()
    for task in TASKS:
        for book in (task / "reference").rglob("*.xlsx"):
            stored.add(has_results(book))
    assert stored >= {True, False}


def has_results(book: Path) -> bool | None:
    live = [
        (sheet.title, cell.coordinate)
        for sheet in load_workbook(book)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    if not live:
        return None
    shown = load_workbook(book, data_only=True)
    return all(shown[sheet][cell].value is not None for sheet, cell in live)
