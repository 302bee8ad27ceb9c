import csv
import random
from pathlib import Path

import pytest

from studio.taxonomy import index, tables, titles
from studio.taxonomy.search import Result, search
from studio.taxonomy.words import fold

QUERIES = Path(__file__).parents[2] / "data" / "occupations"


def codes(found: tuple[Result, ...]) -> list[str]:
    return [one.occupation.code for one in found]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("accounting clerk", "43-3031.00"),
        ("BOOKKEEPING", "43-3031.00"),
        ("bookkeepers", "43-3031.00"),
        ("book keeping for a shop", "43-3031.00"),
        ("  accountant ", "13-2011.00"),
        ("Accountants", "13-2011.00"),
        ("senior accountant", "13-2011.00"),
        ("I work as an accountant", "13-2011.00"),
        ("acountant", "13-2011.00"),
        ("accuontant", "13-2011.00"),
        ("nurse anaesthetist", "29-1151.00"),
        ("lorry driver", "53-3032.00"),
        ("X-Ray Technicians", "29-2034.00"),
        ("radiogr", "29-2034.00"),
        ("Infantry Officers", "55-1016.00"),
        ("Engineers, All Other", "17-2199.00"),
        ("I take x-rays and CT scans of patients", "29-2034.00"),
    ],
)
def test_found_first(text: str, code: str) -> None:
    assert codes(search(text, 5))[0] == code


def test_each_result_says_why() -> None:
    found = search("cut footage in Premiere Pro, colour grade, rough cut")
    assert found[0].occupation.code == "27-4032.00"
    assert "software: Adobe Premiere Pro" in found[0].because
    assert any(reason.startswith("trade word: ") for reason in found[0].because)
    assert all(one.because for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 <= one.score <= 1 for one in found)


def test_results_stand_in_groups_of_confidence() -> None:
    order = ["sure", "likely", "possible"]
    for text in ("I teach", "radiographer", "I keep the books for three restaurants", "photoshop"):
        grades = [order.index(one.confidence) for one in search(text)]
        assert grades == sorted(grades)


def confidences(text: str) -> dict[str, str]:
    return {one.occupation.code: one.confidence for one in search(text)}


def test_a_title_that_stands_in_the_text_counts_much() -> None:
    found = search("epic hyperspace charge nurse")
    assert "29-1141.00" in codes(found)[:3]
    grades = confidences("epic hyperspace charge nurse")
    assert grades["29-1141.00"] == "likely"
    assert "sure" not in grades.values()
    assert confidences("epic hyperspace charge nurses")["29-1141.00"] == "likely"


@pytest.mark.parametrize("text", ["auditer", "I draw bloood and label tubes"])
def test_nothing_is_sure_after_a_correction(text: str) -> None:
    assert any(" read as " in reason for reason in search(text)[0].because)
    assert "sure" not in confidences(text).values()


def test_the_same_without_the_slip_is_sure() -> None:
    assert search("auditor")[0].confidence != "possible"
    assert search("I draw blood and label tubes")[0].confidence == "sure"


def test_an_auditor_is_no_actor() -> None:
    found = search("auditer")
    assert found[0].occupation.code == "13-2011.00"
    assert "27-2011.00" not in codes(found[:6])


def test_no_half_of_a_foreign_word_is_taken_for_the_whole() -> None:
    found = search("comptable")
    assert not any("“comp”" in reason for one in found for reason in one.because)
    assert {one.confidence for one in found} <= {"possible"}
    assert "“truckdriver” read as “truck driver”" in search("truckdriver")[0].because


@pytest.mark.parametrize(
    ("text", "likely", "possible"),
    [
        ("AP clerk", "43-3031.00", "25-2031.00"),
        ("theatre nurse", "29-1141.00", "27-2011.00"),
        ("I build evaluation harnesses for large language models", "15-1221.00", "17-2199.03"),
    ],
)
def test_what_one_common_word_found_is_possible(text: str, likely: str, possible: str) -> None:
    grades = confidences(text)
    assert codes(search(text))[0] == likely
    assert grades[likely] != "possible"
    assert grades.get(possible, "possible") == "possible"


def test_the_military_occupations_come_first() -> None:
    found = search("military")
    assert all(code.startswith("55-") for code in codes(found)[:10])


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("SPSS", "15-2041.00", "software: IBM SPSS "),
        ("spss", "43-9111.00", "software: IBM SPSS Statistics"),
        ("Excel and matlab", "17-2072.00", "software: The MathWorks MATLAB"),
        ("radiografer", "29-2034.00", "“radiografer” read as “radiographer”"),
        ("radiografer", "29-2035.00", "“radiografer” read as “radiographer”"),
    ],
)
def test_programs_and_slips_are_told(text: str, code: str, reason: str) -> None:
    found = {one.occupation.code: one.because for one in search(text)}
    assert any(told.startswith(reason) for told in found[code])


def test_plain_words_are_not_told_as_programs() -> None:
    for one in search("project access word teams"):
        assert not any("Microsoft" in reason for reason in one.because)


def test_a_mended_word_is_named() -> None:
    reasons = search("I do bookeeping for resturants")[0].because
    assert any("resturants" in reason and "restaurants" in reason for reason in reasons)


def test_a_title_of_several_occupations_gives_all_of_them_marked() -> None:
    found = search("Machine operator", limit=3)
    wanted = {
        code
        for code, names in tables.alternate_titles().items()
        if any(fold(name) == "machine operator" for name in names)
    }
    assert len(wanted) > 40
    assert set(codes(found)) >= wanted
    assert all(one.ambiguous and one.confidence == "likely" for one in found)
    assert "a title of" in found[0].because[0]


def test_a_title_of_one_occupation_is_sure_and_not_marked() -> None:
    first = search("Chief Executives")[0]
    assert (first.occupation.code, first.confidence, first.score) == ("11-1011.00", "sure", 1.0)
    assert not first.ambiguous
    assert first.because == ("title: Chief Executives",)


def test_every_official_title_comes_first() -> None:
    for place, one in enumerate(tables.occupations()):
        assert titles.named(one.title)[0].place == place


def test_titles_with_brackets_are_found_by_either_part() -> None:
    whole = "Business Development Executive (BD Executive)"
    for text in (whole, "BD executive", "business development executive"):
        assert "11-1011.00" in codes(search(text, 3))


def test_exact_titles_come_first() -> None:
    every = [(code, name) for code, names in tables.alternate_titles().items() for name in names]
    for code, name in random.Random(8).sample(every, 150):
        first = [one for one in search(name, 1) if one.score == 1.0]
        assert code in codes(tuple(first)), name
        assert first[0].ambiguous == (len(first) > 1)


@pytest.mark.long
def test_every_alternate_title_names_its_occupation() -> None:
    known = tables.occupations()
    for code, names in tables.alternate_titles().items():
        for name in names:
            assert code in {known[one.place].code for one in titles.named(name)}, name


@pytest.mark.parametrize("text", ["29-2034", "29-2034.00", " 292034 ", "29\u20102034"])
def test_a_code_finds_its_occupation(text: str) -> None:
    found = search(text)
    assert codes(found) == ["29-2034.00"]
    assert found[0].because == ("code: 29-2034.00",)


def test_part_of_a_code_and_a_group_find_what_lies_below() -> None:
    assert set(codes(search("29-20", 100))) == {
        one.code for one in tables.occupations() if one.code.startswith("29-20")
    }
    # The physicians of the irregular broad group 29-1210 have codes from 29-1211 to 29-1229.
    assert {"29-1215.00", "29-1221.00", "29-1229.01"} <= set(codes(search("29-1210", 100)))
    assert {"15-1252.00", "15-1299.09"} <= set(codes(search("15-1200", 100)))


@pytest.mark.parametrize("text", ["29-", "29-20", "29-1210", "15-1299"])
def test_parts_of_codes_keep_the_limit(text: str) -> None:
    every = search(text, 1_000)
    assert len(every) > 3
    assert search(text, 3) == every[:3]


@pytest.mark.parametrize("text", ["29-2034.99", "29\u20132034.99", "292034.99"])
def test_an_unknown_suffix_is_answered_by_the_rest_of_the_code(text: str) -> None:
    found = search(text)
    assert codes(found) == ["29-2034.00"]
    assert found[0].because == ("part of the code: 29-2034",)
    # This SOC code is of 2018 only.
    assert codes(search("15-1252.99")) == ["15-1252.00"]
    # What an old suffix became may lie under another code.
    assert search("15-1131.07")[0].because == ("code of SOC 2010: 15-1131",)


def test_the_residual_occupations_are_listed() -> None:
    every = search("All Other", 1_000)
    assert len(every) > 70
    assert all(one.occupation.title.endswith("All Other") for one in every)
    assert search("all other", 5) == every[:5]


def test_a_code_within_words_and_an_old_code_are_understood() -> None:
    assert codes(search("like 29-2034 in the hospital"))[0] == "29-2034.00"
    old = search("15-1131")
    assert codes(old) == ["15-1251.00"]
    assert "SOC 2010" in old[0].because[0]


@pytest.mark.parametrize("text", ["", "   ", "?!", "the of and", "qwxzv", "\x00\x01", "99-9999"])
def test_what_says_nothing_finds_nothing(text: str) -> None:
    assert search(text) == ()


@pytest.mark.parametrize(
    "text",
    ["\U0001f9ee books \u202e ledger", "b\u0308cher", "a" * 5000, "\ud800 ledger", "%s\n\t{}"],
)
def test_odd_signs_do_no_harm(text: str) -> None:
    assert isinstance(search(text), tuple)


def test_of_a_very_long_text_the_beginning_counts() -> None:
    text = "I audit the accounts of companies and prepare financial statements. " * 1_000
    assert codes(search(text, 3))[0] == "13-2011.00"
    assert codes(search("ledger " * 300 + "tumour " * 9_700, 5)) == codes(
        search("ledger " * 300, 5)
    )


def test_the_limit_is_kept() -> None:
    assert len(search("I look after children", 7)) == 7


def test_of_one_soc_code_the_best_stands_among_the_first() -> None:
    first = search("smart contracts, GIS layers, penetration tests, digital forensics", 20)
    socs = [one.occupation.soc for one in first[:5]]
    assert len(set(socs)) == 5
    assert [one.occupation.soc for one in first].count("15-1299") > 1


def _tuned(name: str) -> list[tuple[str, str]]:
    with (QUERIES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return [(r["code"], r["query"]) for r in csv.DictReader(stream) if r["half"] == "tune"]


@pytest.mark.parametrize(("name", "first", "share"), [("sentences", 3, 0.9), ("jargon", 5, 0.75)])
def test_the_queries_that_it_was_tuned_with_are_answered(
    name: str, first: int, share: float
) -> None:
    asked = _tuned(name)
    right = sum(
        code in {one.occupation.soc for one in search(text, first)[:first]} for code, text in asked
    )
    assert len(asked) == 120
    assert right >= share * len(asked)


def test_subdomains_find_their_codes_by_their_names() -> None:
    mapped: dict[str, set[str]] = {}
    for link in tables.subdomain_map():
        mapped.setdefault(link.subdomain, set()).add(link.soc)
    right = [
        bool({found.occupation.soc for found in search(one.name, 5)[:5]} & mapped[one.id])
        for one in tables.subdomains()
    ]
    assert len(right) == 57
    assert sum(right) >= 0.8 * 57


def test_the_index_knows_every_occupation() -> None:
    known = index.load()
    assert known.occupations == len(tables.occupations())
    assert known.weights("radiografer") is not None
    assert known.weights("nosuchstem") is None
    assert known.beginning("radiogr") and not known.beginning("qqq")
