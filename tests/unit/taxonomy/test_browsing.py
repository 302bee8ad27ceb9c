from pathlib import Path

import pytest

from studio.base.errors import UserError
from studio.taxonomy import browsing, occupations, releases, tables
from tests.unit.onet_release import FORMS


def test_shared_estimates_are_counted_once_and_apart() -> None:
    agents = browsing.row("13-1020")
    assert (agents.employment, agents.shared_employment, agents.basis) == (None, 486900, "sum")
    assert agents.mean is None
    buyers = browsing.row("13-1022")
    assert (buyers.basis, buyers.employment, buyers.shared_employment) == ("shared", None, 486900)
    assert buyers.shared_with == ("13-1021", "13-1023")
    majors = [browsing.row(one.code) for one in tables.soc() if one.level == "major"]
    exact = sum(wage.employment or 0 for wage in tables.wages().values() if wage.basis == "exact")
    assert sum(one.employment or 0 for one in majors) == exact
    once = {
        wage.estimate: wage.employment for wage in tables.wages().values() if wage.shared_by != 1
    }
    del once[None]
    assert len(once) == 12
    assert sum(one.shared_employment or 0 for one in majors) == sum(
        map(int, filter(None, once.values()))
    )


def test_every_group_is_the_sum_of_its_children() -> None:
    for group in tables.soc():
        if group.level == "detailed":
            continue
        found = browsing.row(group.code)
        children = [browsing.row(one.code) for one in tables.soc() if one.parent == group.code]
        assert found.employment == (
            sum(one.employment or 0 for one in children)
            if any(one.employment is not None for one in children)
            else None
        )
        assert found.unpublished == sum(one.unpublished for one in children)
        if group.level != "broad":
            assert (found.shared_employment or 0) == sum(
                one.shared_employment or 0 for one in children
            )


def test_a_mean_weighs_by_employment() -> None:
    drafters = browsing.row("17-3010")
    wages = [tables.wages()[code] for code in browsing.detailed_in("17-3010")]
    persons = sum(wage.employment or 0 for wage in wages)
    total = sum((wage.mean or 0) * (wage.employment or 0) for wage in wages)
    assert drafters.mean == round(total / persons)
    military = browsing.row("55-0000")
    assert (military.employment, military.mean, military.unpublished) == (None, None, 19)


def test_irregular_parents_are_followed() -> None:
    assert [one.code for one in browsing.ancestors("29-1224")] == ["29-0000", "29-1000", "29-1210"]
    assert [one.code for one in browsing.ancestors("15-1252")] == ["15-0000", "15-1200", "15-1250"]
    assert set(browsing.detailed_in("29-1210")) >= {"29-1221", "29-1224", "29-1229", "29-1211"}
    assert len(browsing.detailed_in("15-1200")) + len(browsing.detailed_in("15-2000")) == len(
        browsing.detailed_in("15-0000")
    )


def test_the_tree_is_whole_at_every_level() -> None:
    for level, count in (("major", 23), ("minor", 121), ("broad", 580), ("detailed", 1447)):
        assert len(browsing.tree(level=level).groups) == count  # type: ignore[arg-type]
    assert len(browsing.tree().groups) == 121
    part = browsing.tree("29-1224.00")
    assert [one.code for one in part.groups] == ["29-1224"]
    part = browsing.tree(" 29-1210 ")
    assert part.root == part.groups[0].code == "29-1210"
    assert "never add" in part.note and "Public domain" in part.credit
    with pytest.raises(UserError, match=r"the nearest code is 15-1250 \("):
        browsing.tree("15-1259")


def test_an_occupation_without_a_release() -> None:
    found = browsing.show("29-2034")
    assert found.code == "29-2034.00" and found.title.startswith("Radiologic Tech")
    assert [one.code for one in found.parents] == ["29-0000", "29-2000", "29-2030", "29-2034"]
    assert "Computed Tomography Technologist (CT Tech)" in found.alternate_titles
    assert found.software and len(found.related) == 20
    assert found.wages.basis == "exact" and found.wages.employment
    assert all(one.basis == "inferred by this project" for one in found.subdomains)
    assert found.release is None and found.statements == () and found.definition == ""
    assert found.note == releases.how_to_get()
    assert occupations.CREDIT in found.credit


def test_a_release_adds_its_sentences(tmp_path: Path) -> None:
    releases.install(FORMS["text"](tmp_path))
    found = browsing.show("29-1224")
    assert found.release == "O*NET 30.1" and found.note == ""
    assert found.definition.startswith("Read pictures")
    assert [(one.id, one.activities) for one in found.statements] == [
        ("601", ("Check books against vouchers.", "Judge pictures of bodies.")),
        ("602", ()),
    ]


def test_another_release_is_credited_too(tmp_path: Path) -> None:
    releases.install(FORMS["text"](tmp_path), "29.2")
    credit = browsing.show("29-1224").credit
    assert "O*NET 29.2 Database" in credit and "O*NET 30.1 Database" in credit


@pytest.mark.parametrize("code", ["55-3016.00", "15-1299.00", "55-1019", "29-9099"])
def test_undescribed_occupations_are_shown_and_choosable(code: str) -> None:
    found = browsing.show(code)
    assert found.software == () and found.related == ()
    assert "can be chosen like any other" in found.note
    assert found.alternate_titles


def test_all_occupations_can_be_shown() -> None:
    for one in tables.occupations():
        found = browsing.show(one.code)
        assert found.code == one.code and len(found.parents) == 4


def test_wages_say_what_they_cover() -> None:
    assert browsing.show("15-2041.01").wages.sentence == (
        "OEWS May 2024 has an estimate for 15-2041, all 2 O*NET occupations in it."
    )
    assert "one estimate (13-1020) for 13-1022 together with 13-1021, 13-1023: never add" in (
        browsing.show("13-1022").wages.sentence
    )
    assert "publishes no estimate" in browsing.show("55-3016").wages.sentence
    assert browsing.show("11-1011").wages.at_least == ("ninetieth",)


def test_groups_are_found_by_two_digits_and_old_codes_are_told() -> None:
    assert browsing.group("29").code == browsing.group("29-").code == "29-0000"
    assert browsing.group("13\u20132011").code == "13-2011"
    with pytest.raises(UserError, match="SOC 2010"):
        browsing.group("15-1132")
    with pytest.raises(UserError, match="search for what is done") as refused:
        browsing.group("radiology")
    assert 'studio occupations search "radiology"' in refused.value.in_shell
