"""Kinds of checks are found by what people call them, those that fit the file first."""

import pytest

from studio.grading import KINDS, find_kinds, suits


@pytest.mark.parametrize(
    ("words", "path", "kind"),
    [
        ("cell value", "book.xlsx", "cell_equals"),
        ("says", "letter.docx", "text_contains"),
        ("sum total", "", "total_is_sum"),
        ("rows number", "costs.csv", "row_count"),
        ("holes", "bracket.stl", "mesh_holes"),
        ("overlap", "organs.nii.gz", "label_overlap"),
        ("overlap", "flood.gpkg", "map_overlap"),
        ("PLACEHOLDERS", "letter.docx", "no_placeholders"),
    ],
)
def test_a_kind_is_found_by_words(words: str, path: str, kind: str) -> None:
    assert find_kinds(words, path)[0].id == kind


def test_without_words_all_are_found_and_what_fits_comes_first() -> None:
    found = find_kinds("", "bracket.stl")
    assert {kind.id for kind in found} == set(KINDS)
    fitting = [suits(kind, "bracket.stl") for kind in found]
    assert fitting == sorted(fitting, reverse=True)
    assert found[0].family == "meshes"


def test_each_word_must_be_told() -> None:
    assert find_kinds("cell nonsenseword") == ()


def test_each_family_says_which_files_it_opens() -> None:
    for kind in KINDS.values():
        assert suits(kind, "") and (suits(kind, "a.zzz") or kind.family not in ("files",))
    homeless = {kind.family for kind in KINDS.values() if not any_fits(kind.id)}
    assert homeless == set()


def any_fits(kind: str) -> bool:
    names = ("a.xlsx", "a.json", "a.docx", "a.db", "a.npz", "a.dxf", "a.png", "a.stl", "a.nii.gz")
    more = ("a.wav", "a.mid", "a.mp4", "a.py", "a.geojson", "a.vcf", "a.smi", "a.xcu")
    return any(suits(KINDS[kind], name) for name in (*names, *more))
