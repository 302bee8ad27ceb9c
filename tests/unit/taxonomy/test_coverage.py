from collections.abc import Iterable

import pytest

from studio.model.coverage_contract import Coverage, GroupCovered, SubdomainCovered
from studio.taxonomy import browsing, tables
from studio.taxonomy.coverage import Counted, cover

# OEWS May 2024 by hand: sums over the rows of the source table, each shared estimate once.
PERSONS, WAGES = 154_186_300, 10_463_201_687_100
GDPVAL_PERSONS, GDPVAL_WAGES = 29_669_370, 2_991_668_151_400
CLERKS = 1_455_770


def of(*codes: str) -> Coverage:
    return cover(Counted(code=code) for code in codes)


def group(found: Coverage, code: str) -> GroupCovered:
    return next(one for one in found.groups if one.code == code)


def subdomain(found: Coverage, id_: str) -> SubdomainCovered:
    return next(one for one in found.subdomains if one.id == id_)


def counts(found: Coverage) -> dict[str, tuple[int, int]]:
    return {one.list: (one.covered, one.subdomains) for one in found.lists}


def test_nothing_covers_nothing() -> None:
    found = cover([])
    assert (found.tasks, found.counted, found.suite.occupations) == (0, 0, 0)
    assert (found.suite.employment.total, found.suite.wages.total) == (PERSONS, WAGES)
    assert found.suite.employment.most == found.suite.wages.most == 0
    assert counts(found) == {"paper": (0, 55), "site": (0, 55), "union": (0, 57)}
    assert len(found.group_holes) == len(found.groups) == 23 and found.gdpval_covered == 0
    # Offices employ most, and the military nobody that OEWS counts.
    assert (found.group_holes[0], found.group_holes[-1]) == ("43-0000", "55-0000")


def test_everything_covers_everything() -> None:
    found = of(*(one.code for one in tables.occupations()))
    assert found.tasks == found.counted == 1016
    for share in (found.suite.employment, found.suite.wages):
        assert (share.least, share.most, share.undecided) == (1.0, 1.0, 0)
    assert (found.suite.employment.without, found.suite.wages.without) == (20, 25)
    assert (found.suite.occupations, found.suite.groups) == (867, 23)
    assert found.holes_by_employment == found.parts == found.group_holes == ()
    assert found.gdpval_covered == 44
    # No SOC code stands for quantum computing: only a task that names it covers it.
    assert [one.missing for one in found.lists] == [("9.7",)] * 3


def test_a_task_counts_once_in_its_group_and_as_its_whole_soc_code() -> None:
    found = of("43-3031.00", "43-3031.00", "15-2041.01")
    clerks = group(found, "43-0000")
    assert (clerks.tasks, clerks.occupations) == (2, 1)
    assert clerks.employment.covered == CLERKS == tables.wages()["43-3031"].employment
    assert sum(one.tasks for one in found.groups) == 3
    assert [(one.code, one.soc, one.tasks) for one in found.occupations] == [
        ("15-2041.01", "15-2041", 1),
        ("43-3031.00", "43-3031", 2),
    ]
    statisticians = tables.wages()["15-2041"].employment or 0
    assert found.suite.employment.covered == CLERKS + statisticians
    assert found.suite.employment.least == pytest.approx((CLERKS + statisticians) / PERSONS)


def test_groups_add_up_to_the_suite() -> None:
    found = of("13-1022.00", "29-2034.00", "55-3016.00", "31-1121.00", "31-1122.00")
    for name in ("employment", "wages"):
        whole, parts = getattr(found.suite, name), [getattr(one, name) for one in found.groups]
        for figure in ("total", "covered", "undecided", "uncovered", "without", "without_covered"):
            assert getattr(whole, figure) == sum(getattr(one, figure) for one in parts)
    assert found.suite.employment.without_covered == 1
    assert group(found, "55-0000").employment.least is None


def test_no_estimate_is_shared_across_major_groups() -> None:
    for wage in tables.wages().values():
        mates = [row.soc for row in tables.wages().values() if row.estimate == wage.estimate]
        if wage.basis == "shared":
            assert len({browsing.ancestors(code)[0] for code in mates}) == 1
            assert len(mates) == wage.shared_by


def test_a_shared_estimate_is_known_when_all_its_codes_are_covered() -> None:
    one = of("13-1022.00")
    assert one.suite.employment.covered == 0
    assert one.suite.employment.undecided == 486_900
    (part,) = one.parts
    assert part.estimate == "13-1020" and part.employment == 486_900
    assert [row.code for row in part.covered] == ["13-1022"]
    assert [row.code for row in part.uncovered] == ["13-1021", "13-1023"]
    whole = of("13-1021.00", "13-1022.00", "13-1023.00")
    assert (whole.suite.employment.covered, whole.suite.employment.undecided) == (486_900, 0)
    assert whole.suite.wages.covered == 39_789_468_000 and whole.parts == ()


def test_holes_are_the_largest_and_each_estimate_once() -> None:
    found = cover([Counted(code="29-1141.00")], holes=4)
    assert [(one.code, one.employment) for one in found.holes_by_employment] == [
        ("31-1120", 3_988_140),
        ("41-2031", 3_800_250),
        ("35-3023", 3_780_930),
        ("11-1021", 3_584_420),
    ]
    aides = found.holes_by_employment[0]
    assert aides.basis == "shared" and [one.code for one in aides.codes] == ["31-1121", "31-1122"]
    assert aides.title == "Home Health and Personal Care Aides"
    assert [one.code for one in found.holes_by_wages] == [
        "11-1021",
        "15-1252",
        "11-3031",
        "41-2031",
    ]
    managers, developers = found.holes_by_wages[:2]
    assert managers.in_gdpval and managers.at_least == ("ninetieth",) and not managers.subdomains
    assert developers.subdomains == ("9.1",)
    counselors = next(one for one in cover([], holes=900).holes_by_wages if one.code == "21-1018")
    assert counselors.title.startswith("Substance Abuse and Behavioral Disorder Counselors; Mental")


def test_a_hole_that_is_covered_in_part_is_none() -> None:
    codes = {one.code for one in cover([Counted(code="31-1121")], holes=900).holes_by_employment}
    assert "31-1120" not in codes and "41-2031" in codes


def test_gdpval_is_measured_the_same_way() -> None:
    gdpval, paper, site = of("43-3031.00").beside
    assert (gdpval.name, gdpval.occupations) == ("GDPval", 46)
    assert (gdpval.employment.covered, gdpval.wages.covered) == (GDPVAL_PERSONS, GDPVAL_WAGES)
    assert gdpval.employment.undecided == 0
    itself = of(*(code for row in tables.gdpval() for code in row.detailed))
    assert itself.suite.employment == gdpval.employment and itself.suite.wages == gdpval.wages
    assert itself.gdpval_covered == 44
    for ale, which in ((paper, "in_paper"), (site, "on_site")):
        ids = {one.id for one in tables.subdomains() if getattr(one, which)}
        links = [one for one in tables.subdomain_map() if one.relation == "primary"]
        assert ale.occupations == len({one.soc for one in links if one.subdomain in ids})
        assert "inferred by this project" in ale.basis
    assert paper.occupations != site.occupations


def test_an_occupation_of_gdpval_may_have_several_codes() -> None:
    found = of("13-1023.00", "13-1022.00", "29-1141.01", "43-3031.00")
    covered = {one.soc: one for one in found.gdpval if one.covered}
    assert found.gdpval_covered == 2 and set(covered) == {"13-1020", "29-1141"}
    buyers = covered["13-1020"]
    assert (buyers.tasks, buyers.covered, buyers.detailed) == (2, 2, 3)


def test_the_two_lists_of_subdomains_differ() -> None:
    naval = of("17-2121.00")
    assert counts(naval) == {"paper": (0, 55), "site": (1, 55), "union": (1, 57)}
    scout = of("27-2022.00")
    assert counts(scout) == {"paper": (1, 55), "site": (0, 55), "union": (1, 57)}
    paper, site, union = naval.lists
    assert "1.9" not in (*paper.missing, *site.missing, *union.missing)
    assert "14.1" in paper.missing and "14.1" not in site.missing and "14.1" in union.missing


def test_a_secondary_occupation_is_near_and_does_not_cover() -> None:
    found = of("19-2012.00")
    quantum = subdomain(found, "9.7")
    assert (quantum.tasks, quantum.near, quantum.soc, quantum.basis) == (0, 1, (), "")
    assert "9.7" in found.lists[0].missing and found.lists[0].near >= 1
    drafters = subdomain(of("17-3013.00"), "1.1")
    assert (drafters.tasks, drafters.near) == (0, 1)
    assert drafters.basis == "inferred by this project" and drafters.name_basis == "task_card"


@pytest.mark.parametrize("name", ["9.7", "quantum", " quantum computing "])
def test_a_subdomain_that_a_task_names_decides(name: str) -> None:
    found = cover([Counted(code="19-2012.00", subdomain=name), Counted(code="19-2012.00")])
    quantum = subdomain(found, "9.7")
    assert (quantum.tasks, quantum.named, quantum.near) == (1, 1, 1)
    physics = [one for one in of("19-2012.00").subdomains if one.tasks]
    assert physics and all(subdomain(found, one.id).tasks == 1 for one in physics)


def test_narrower_links_hold_for_their_occupations_alone() -> None:
    assert subdomain(of("17-2199.03"), "1.6").tasks == 1
    other = subdomain(of("17-2199.08"), "1.6")
    assert (other.tasks, other.near) == (0, 0)


def remarks(tasks: Iterable[Counted]) -> list[tuple[str, int, str]]:
    return [(one.about, one.tasks, one.counted_as) for one in cover(tasks).remarks]


def test_old_codes_are_followed_with_a_note_or_left_out() -> None:
    tasks = [
        *[Counted(code="15-2091.00", release="O*NET 24.1")] * 2,
        Counted(code="15-1132.00", release="O*NET 24.1"),
        Counted(code="99-9999.00"),
        Counted(code="43-3031.00", release="O*NET 30.1"),
        Counted(code="13-2011.00", subdomain="alchemy"),
    ]
    assert remarks(tasks) == [
        ("15-2091.00", 2, "15-2099.00"),
        ("15-1132.00", 1, ""),
        ("99-9999.00", 1, ""),
        ("alchemy", 1, ""),
    ]
    found = cover(tasks)
    assert (found.tasks, found.counted) == (6, 4)
    assert "SOC-2010" in found.remarks[0].note or "SOC 2010" in found.remarks[0].note
    assert "choose one" in found.remarks[1].note
    assert "the nearest code is" in found.remarks[2].note
    assert "The occupation decides" in found.remarks[3].note
    assert {one.soc for one in found.occupations} == {"15-2099", "43-3031", "13-2011"}
    # In both editions 13-2011 is a code; only the release tells that an old one is meant.
    assert remarks([Counted(code="13-2011.00")]) == []
    assert remarks([Counted(code="13-2011.00", release="SOC 2010")]) == [
        ("13-2011.00", 1, "13-2011.00")
    ]


def test_the_figures_come_with_what_they_rest_on() -> None:
    found = cover([])
    text = " ".join(found.notes)
    assert "12 estimates that several SOC codes share. Each is counted once" in text
    assert "20 SOC codes have no estimate and 5 more no yearly wage" in text
    assert "Of 45 SOC codes the median or 90th percentile is top-coded" in text
    assert "inferred by this project" in text and "together they are 57" in text
    assert "OEWS May 2024" in found.source and "2026-08" in found.taxonomy
    assert "USDOL/ETA" in found.credit and "Public domain" in found.credit
