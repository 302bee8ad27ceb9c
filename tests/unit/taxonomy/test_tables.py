import re
from collections import Counter

import pytest

from studio.taxonomy import tables
from studio.taxonomy.words import fold


def test_the_counts_are_those_of_the_sources() -> None:
    assert len(tables.occupations()) == 1016
    assert Counter(group.level for group in tables.soc()) == {
        "major": 23,
        "minor": 98,
        "broad": 459,
        "detailed": 867,
    }
    assert sum(map(len, tables.alternate_titles().values())) == 56505
    assert sum(map(len, tables.short_titles().values())) == 3726  # 3,866 rows, some alike
    assert sum(map(len, tables.direct_match_titles().values())) == 6534
    assert sum(map(len, tables.software().values())) == 32773
    assert len({name for names in tables.software().values() for name in names}) == 8784
    assert sum(map(len, tables.related().values())) == 18460
    assert len(tables.wages()) == 867
    assert len(tables.soc_2010()) == 900
    assert len(tables.gdpval()) == 44
    assert len(tables.subdomain_map()) == 238


def test_every_code_is_known() -> None:
    codes = {found.code for found in tables.occupations()}
    detailed = {group.code for group in tables.soc() if group.level == "detailed"}
    assert {code[:7] for code in codes} == detailed
    assert set(tables.alternate_titles()) == codes
    for table in (tables.short_titles(), tables.software(), tables.related()):
        assert set(table) <= codes
    assert {code for found in tables.related().values() for code in found} <= codes
    assert set(tables.wages()) == detailed
    assert {link.soc for link in tables.subdomain_map()} <= detailed
    assert {code for link in tables.subdomain_map() for code in link.onet} <= codes
    assert {code for found in tables.gdpval() for code in found.detailed} <= detailed
    assert {line.new for line in tables.soc_2010()} == detailed


def test_parents_are_stated_where_digits_would_lie() -> None:
    parents = {group.code: group.parent for group in tables.soc()}
    for code in ("29-1221", "29-1222", "29-1223", "29-1224", "29-1229"):
        assert parents[code] == "29-1210"
    assert parents["15-1250"] == "15-1200" and parents["15-1200"] == "15-0000"
    assert parents["31-1120"] == "31-1100" and parents["31-1100"] == "31-0000"
    assert parents["51-5110"] == "51-5100" and parents["51-5100"] == "51-0000"
    levels = {group.code: group.level for group in tables.soc()}
    above = {"detailed": "broad", "broad": "minor", "minor": "major"}
    for group in tables.soc():
        assert (group.parent is None) == (group.level == "major")
        assert group.parent is None or levels[group.parent] == above[group.level]


def test_a_title_is_no_key() -> None:
    named = [
        code for code, titles in tables.alternate_titles().items() if "Machine Operator" in titles
    ]
    assert len(named) == 43


def test_titles_of_the_two_lists_agree_once_folded() -> None:
    theirs = {group.code: group.title for group in tables.soc()}
    ours = {one.soc: one.title for one in tables.occupations() if one.code.endswith(".00")}
    assert theirs["33-3051"] == "Police and Sheriff\u2019s Patrol Officers"
    assert ours["33-3051"] == "Police and Sheriff's Patrol Officers"
    assert fold(theirs["33-3051"]) == fold(ours["33-3051"])
    assert [code for code in ours if fold(ours[code]) != fold(theirs[code])] == []


def test_shared_and_missing_and_capped_wages_say_so() -> None:
    wages = tables.wages()
    assert Counter(wage.basis for wage in wages.values()) == {
        "exact": 819,
        "shared": 28,
        "not_published": 20,
    }
    buyers = wages["13-1022"]
    assert (buyers.estimate, buyers.shared_by, buyers.employment) == ("13-1020", 3, 486900)
    infantry = wages["55-3016"]
    assert infantry.estimate is None and infantry.employment is None and infantry.mean is None
    chiefs = wages["11-1011"]
    assert chiefs.ninetieth == 239200 and chiefs.at_least == ("ninetieth",)
    actors = wages["27-2011"]
    assert (actors.mean, actors.hourly, actors.employment) == (None, 44.4, 38800)


def test_two_lists_of_55_subdomains_are_kept_apart() -> None:
    found = tables.subdomains()
    assert len(found) == 57
    assert sum(one.in_paper for one in found) == 55
    assert sum(one.on_site for one in found) == 55
    assert {one.code for one in found if not one.on_site} == {"supply_chain", "sports"}
    assert {one.name for one in found if not one.in_paper} == {
        "Marine & Naval Engineering",
        "Fashion & Apparel",
    }
    assert {link.subdomain for link in tables.subdomain_map()} == {one.id for one in found}
    assert all(link.basis for link in tables.subdomain_map())


def test_undescribed_occupations_are_there() -> None:
    undescribed = [one for one in tables.occupations() if one.code not in tables.software()]
    assert len(undescribed) == 93
    alone = {one.soc for one in tables.occupations()} - {code[:7] for code in tables.software()}
    assert len(alone) == 69
    assert sum(code.startswith("55-") for code in alone) == 19


@pytest.mark.parametrize("code", ["11-1011.00", "29-1224.00"])
def test_related_come_closest_first(code: str) -> None:
    assert len(tables.related()[code]) == 20
    if code == "11-1011.00":
        assert tables.related()[code][:2] == ("11-1021.00", "13-1111.00")


def test_no_sentences_of_others_are_carried() -> None:
    cells = [title for titles in tables.alternate_titles().values() for title in titles]
    cells += [name for names in tables.software().values() for name in names]
    cells += [group.title for group in tables.soc()]
    # A task statement or definition ends with a full stop; a title does not, but for "Inc.".
    ends = [cell for cell in cells if re.search(r"[a-z]{6,}\.$", cell)]
    assert ends == []
