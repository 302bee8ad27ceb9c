"""Each operator on small real files: it applies, changes what it should, and says what it did."""

import configparser
import json
import re
import sqlite3
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from lxml import etree
from openpyxl import load_workbook

from studio.formats import digests
from studio.grading.near_misses import OPERATORS, Made, Operator, Scene, made_by
from studio.grading.near_misses.grids import token
from studio.grading.near_misses.operators import variants_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import read_book
from studio.grading.readers.documents import read_document
from studio.grading.readers.values import fold, is_blank
from studio.sandbox.office import recompute_ahead
from tests.unit.grading.near_misses.small_work import scenes

# The operators of the trades are tried on files of their own, beside this one.
OFFICE = ("tables", "trees", "documents", "files", "databases")
KNOWN = {operator.id: operator for operator in OPERATORS.values() if operator.family in OFFICE}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> list[Scene]:
    return scenes(tmp_path_factory.mktemp("work"))


@pytest.fixture(scope="module")
def all_made(work: list[Scene]) -> dict[str, list[tuple[Scene, Made]]]:
    found: dict[str, list[tuple[Scene, Made]]] = {}
    for operator in KNOWN.values():
        found[operator.id] = [(s, made) for s in work for made in made_by(operator, s)]
    return found


def near() -> list[Operator]:
    return [operator for operator in KNOWN.values() if not operator.harmless]


def harmless() -> list[Operator]:
    return [operator for operator in KNOWN.values() if operator.harmless]


def test_there_are_enough_of_each_family() -> None:
    assert len(near()) >= 40 and len(harmless()) >= 20
    families = Counter(operator.family for operator in near())
    assert set(families) == set(OFFICE)
    assert min(families.values()) >= 5


@pytest.mark.parametrize("id", sorted(KNOWN))
def test_it_applies_somewhere_and_says_what_it_did(
    id: str, all_made: dict[str, list[tuple[Scene, Made]]]
) -> None:
    assert all_made[id], "it made nothing of any of the small files"
    for scene, made in all_made[id]:
        assert len(made.did) > 8 and scene.path in made.did
        assert "None" not in made.did and "object at" not in made.did
        assert dict(made.files) != {scene.path: scene.content()}


@pytest.mark.parametrize("id", sorted(KNOWN))
def test_the_same_seed_makes_the_same_bytes(
    id: str, all_made: dict[str, list[tuple[Scene, Made]]]
) -> None:
    scene = all_made[id][0][0]
    again = made_by(OPERATORS[id], scene)
    assert again == [made for found, made in all_made[id] if found is scene]


def test_another_seed_makes_others(work: list[Scene]) -> None:
    scene = next(scene for scene in work if scene.path == "close.xlsx")
    one, other = (made_by(OPERATORS["row_dropped"], scene, seed) for seed in (1, 2))
    assert [made.did for made in one] != [made.did for made in other]


def meaning(name: str, content: bytes | None, folder: Path) -> Any:
    """Return what a file says, by its own reader: the same for what the same work may look like."""
    if content is None:
        return "missing"
    place = folder / name
    place.write_bytes(content)
    try:
        return READERS[Path(name).suffix](place)
    except (Unreadable, ValueError, yaml.YAMLError, etree.XMLSyntaxError, configparser.Error):
        return "unreadable", content
    except sqlite3.Error:
        return "unreadable", content


def rows_of(place: Path) -> Any:
    rows: dict[tuple[str, int], Counter[str]] = {}
    for sheet in read_book(place).sheets.values():
        for (row, _), cell in sheet.cells.items():
            if not is_blank(cell.value) and fold(str(cell.value)) != "Result":
                spelled = token(cell.value)
                rows.setdefault((sheet.name, row), Counter())[spelled] += 1
    return sorted((name, sorted(values.elements())) for (name, _), values in rows.items())


def words_of(place: Path) -> Any:
    document = read_document(place)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", fold(document.text))
    return re.sub(r"[=*#-]+", " ", text).split()


def tree_of_xml(place: Path) -> Any:
    def plain(element: Any) -> Any:
        inner = [plain(child) for child in element if isinstance(child.tag, str)]
        texts = [element.text, *(child.tail for child in element)]
        text = "".join((part or "").strip() for part in texts)
        return element.tag, sorted(element.attrib.items()), text, inner

    return plain(etree.parse(str(place)).getroot())


def database_of(place: Path) -> Any:
    connection = sqlite3.connect(place)
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
        return {n: sorted(connection.execute(f"SELECT * FROM {n}"), key=repr) for (n,) in names}
    finally:
        connection.close()


def ini_of(place: Path) -> Any:
    parser = configparser.ConfigParser()
    parser.read_string(place.read_text())
    return {name: dict(parser[name]) for name in parser}


READERS = {
    **dict.fromkeys((".xlsx", ".ods", ".csv", ".tsv"), rows_of),
    **dict.fromkeys((".md", ".txt", ".html", ".docx", ".pptx", ".odt", ".pdf"), words_of),
    ".parquet": lambda place: pq.read_table(place).to_pylist(),
    ".json": lambda place: json.loads(place.read_text()),
    ".yaml": lambda place: yaml.safe_load(place.read_text()),
    ".toml": lambda place: tomllib.loads(place.read_text()),
    ".ini": ini_of,
    ".xml": tree_of_xml,
    ".sqlite": database_of,
}
# What these change is the order, the place, the name or the type: the words stay the same.
ORDER = {
    "rows_unsorted", "columns_swapped", "column_shifted", "wrong_row_matched", "figures_swapped",
    "document_rows_mixed", "file_renamed", "file_elsewhere", "typed_for_formula",
    "revisions_lost", "json_number_as_text", "accents_broken",
}  # fmt: skip


@pytest.mark.timeout(600)
def test_near_misses_mean_something_else(
    all_made: dict[str, list[tuple[Scene, Made]]], tmp_path: Path
) -> None:
    compute(all_made)
    same = [
        f"{operator.id}: {made.did}"
        for operator in near()
        if operator.id not in ORDER
        for scene, made in firsts(all_made[operator.id])
        if meaning(scene.path, made.files[scene.path], tmp_path)
        == meaning(scene.path, scene.content(), tmp_path)
    ]
    assert same == []


@pytest.mark.timeout(600)
def test_harmless_variants_mean_the_same(
    all_made: dict[str, list[tuple[Scene, Made]]], tmp_path: Path
) -> None:
    compute(all_made)
    other = [
        f"{operator.id}: {made.did}"
        for operator in harmless()
        for scene, made in firsts(all_made[operator.id])
        if meaning(scene.path, made.files[scene.path], tmp_path)
        != meaning(scene.path, scene.content(), tmp_path)
    ]
    assert other == []


def firsts(pairs: list[tuple[Scene, Made]]) -> list[tuple[Scene, Made]]:
    """Return what was made first of each file: to compute all workbooks takes minutes."""
    found: dict[str, tuple[Scene, Made]] = {}
    for scene, made in pairs:
        found.setdefault(scene.path, (scene, made))
    return list(found.values())


def compute(all_made: dict[str, list[tuple[Scene, Made]]]) -> None:
    """Compute all workbooks together: one by one they take minutes."""
    books = {}
    for pairs in all_made.values():
        for scene, made in firsts(pairs):
            for content in (made.files.get(scene.path), scene.content()):
                if content and scene.path in ("close.xlsx", "states.ods"):
                    books[digests.of_bytes(content)] = (Path(scene.path).suffix, content)
    recompute_ahead(books)


def test_the_order_spoilers_move_values(
    all_made: dict[str, list[tuple[Scene, Made]]], tmp_path: Path
) -> None:
    for id in ("wrong_row_matched", "column_shifted"):
        scene, made = next(pair for pair in all_made[id] if pair[0].path == "values.xlsx")
        place = tmp_path / "book.xlsx"
        place.write_bytes(made.files[scene.path] or b"")
        before = read_book(scene.place).sheets["Invoices"]
        after = read_book(place).sheets["Invoices"]
        moved = [p for p in before.cells if before.value(*p) != after.value(*p)]
        assert len(moved) >= 2 and len({column for _, column in moved}) == 1


def test_a_spoilt_workbook_keeps_its_other_formulas(
    all_made: dict[str, list[tuple[Scene, Made]]], tmp_path: Path
) -> None:
    place = tmp_path / "book.xlsx"
    for id in ("number_changed", "off_by_unit", "formula_short", "typed_for_formula"):
        pairs = [pair for pair in all_made[id] if pair[0].path == "close.xlsx"]
        assert pairs
        for scene, made in pairs:
            place.write_bytes(made.files[scene.path] or b"")
            ours, theirs = (load_workbook(path)["Invoices"] for path in (scene.place, place))
            cells = [cell.coordinate for row in ours.iter_rows() for cell in row]
            changed = [at for at in cells if ours[at].value != theirs[at].value]
            assert len(changed) == 1, (made.did, changed)


def test_what_the_instruction_leaves_free_is_not_spoilt(work: list[Scene]) -> None:
    scene = next(scene for scene in work if scene.path == "close.xlsx")
    assert made_by(OPERATORS["rows_unsorted"], scene) == []
    assert made_by(OPERATORS["typed_for_formula"], scene) == []
    loose = Scene(scene.path, scene.place, scene.given, "Within 20 % is fine.", scene.reference)
    assert made_by(OPERATORS["off_by_unit"], loose) == []
    assert made_by(OPERATORS["number_changed"], loose) == []
    assert made_by(OPERATORS["scaled_thousand"], loose) != []


def test_what_cannot_be_read_has_no_variants(tmp_path: Path) -> None:
    for suffix in (".xlsx", ".ods", ".docx", ".pptx", ".pdf", ".json", ".sqlite", ".parquet"):
        place = tmp_path / f"broken{suffix}"
        place.write_bytes(b"\x00\xffnothing of the kind" * 20)
        scene = Scene(place.name, place, None, "", tmp_path)
        for operator in OPERATORS.values():
            if operator.suffixes and operator.family != "files":
                assert made_by(operator, scene) == [], operator.id


def test_variants_are_named_capped_and_laid(work: list[Scene], tmp_path: Path) -> None:
    some = [scene for scene in work if scene.path in ("list.csv", "close.json")][:2]
    found = variants_of(some, most=50)
    assert len(found) == 50
    names = [variant.id for variant in found]
    assert len(set(names)) == len(names)
    assert all(variant.id.startswith(("near_miss:", "harmless:")) for variant in found)
    missing = next(variant for variant in found if variant.id == "near_miss:file_missing")
    missing.lay(some[0].reference, tmp_path / "laid")
    assert not (tmp_path / "laid" / missing.path).exists()
    assert (tmp_path / "laid" / "note.md").exists()
