import pytest

from studio.base.errors import UserError
from studio.taxonomy import crosswalks, tables
from studio.taxonomy.crosswalks import from_2010, soc_of, soc_of_subdomain, subdomains_of, upgraded


def test_an_occupation_has_the_soc_code_it_begins_with() -> None:
    found = soc_of("29-1224.00")
    assert (found.code, found.title) == ("29-1224", "Radiologists")
    assert "29-1224.00" in found.basis
    for one in tables.occupations():
        assert soc_of(one.code).code == one.soc
    codes = [one.code for one in crosswalks.occupations_of("15-2041")]
    assert codes == ["15-2041.00", "15-2041.01"]


def test_one_old_code_becomes_many() -> None:
    found = from_2010("15-1132")
    assert [one.code for one in found] == ["15-1252", "15-1253"]
    assert all("##" in one.basis and "BLS" in one.basis for one in found)
    assert [one.code for one in from_2010("29-1069")][:2] == ["29-1212", "29-1213"]
    assert len(from_2010("29-1069")) == 8
    (clerks,) = from_2010("43-3031")
    assert clerks.code == "43-3031" and "##" not in clerks.basis
    assert from_2010("15-1252") == ()


def test_every_code_of_2010_is_upgraded_with_a_note() -> None:
    for old in {line.old for line in tables.soc_2010()}:
        found = upgraded(old, "SOC 2010")
        assert found and found.choices and found.basis
        assert old in found.note and found.choices[0].code in found.note
        assert {one.soc for one in found.choices} == {one.code for one in from_2010(old)}


@pytest.mark.parametrize("code", ["15-1132", "15-1132.00"])
def test_an_old_code_is_told_without_a_release(code: str) -> None:
    found = upgraded(code)
    assert found and found.only is None
    assert [one.code for one in found.choices] == ["15-1252.00", "15-1253.00"]
    assert found.note == (
        f"{code} (Software Developers, Applications) is a code of "
        f"{'O*NET-SOC' if '.' in code else 'SOC'} 2010; in O*NET-SOC 2019 it is 15-1252.00 "
        "(Software Developers) or 15-1253.00 (Software Quality Assurance Analysts and Testers): "
        "choose one."
    )


def test_current_codes_are_left_alone() -> None:
    assert upgraded("43-3031.00") is None
    assert upgraded(" 43-3031 ") is None
    assert upgraded("43-3031.00", "O*NET 30.1") is None
    assert upgraded("43-3031.00", "O*NET 25.1") is None
    # A code that only the new list holds is new whatever the file says.
    assert upgraded("15-1252.00", "O*NET 22.1") is None
    assert all(upgraded(one.code, tables.ONET) is None for one in tables.occupations())


def test_a_code_of_both_lists_is_old_if_its_release_is() -> None:
    clerks = upgraded("43-3031.00", "O*NET 25.0")
    assert clerks and clerks.only and clerks.only.code == "43-3031.00"
    assert clerks.note.endswith("check that it fits.")
    analysts = upgraded("13-2051", "SOC 2010")
    assert analysts and [one.code for one in analysts.choices] == ["13-2051.00", "13-2054.00"]


def test_suffixes_of_2010_are_offered_all_that_may_fit() -> None:
    testers = upgraded("15-1199.01")
    assert testers and testers.only is None
    codes = [one.code for one in testers.choices]
    assert "15-1253.00" in codes or "15-1299.08" in codes
    assert "more: choose one." in testers.note
    accountants = upgraded("13-2011.01")
    assert accountants and "13-2011.00" in [one.code for one in accountants.choices]
    same = upgraded("11-3031.01", "O*NET 24.3")
    assert same and same.only and same.only.code == "11-3031.01"
    assert same.basis == crosswalks.SAME


@pytest.mark.parametrize("code", ["99-9999", "15-11", "15-1132.0", "15-1132x"])
def test_a_code_of_no_list_names_the_nearest(code: str) -> None:
    with pytest.raises(UserError, match="the nearest code is"):
        upgraded(code)


def test_only_codes_without_a_choice_are_followed() -> None:
    clerk, note = crosswalks.followed(" 43-3031 ")
    assert clerk.code == "43-3031.00" and note == ""
    other, note = crosswalks.followed("15-2091.00")
    assert other.code == "15-2099.00" and "Mathematical Technicians" in note
    for code in ("15-1132", "15-1199.01"):
        with pytest.raises(UserError, match="choose one"):
            crosswalks.followed(code)
    for code in ("43-3031.07", "99-9999"):
        with pytest.raises(UserError, match="the nearest code is"):
            crosswalks.followed(code)


@pytest.mark.parametrize("name", ["1.1", "aerospace_mech", "aerospace & mechanical engineering"])
def test_a_subdomain_leads_to_soc_codes(name: str) -> None:
    links = soc_of_subdomain(name)
    assert [link.soc for link in links if link.relation == "primary"] == ["17-2011", "17-2141"]
    assert all(link.basis == "inferred by this project" for link in links)


def test_ids_of_subdomains_are_not_shortened() -> None:
    assert crosswalks.subdomain("1.10").id == "1.10"
    assert crosswalks.subdomain("1.1").id == "1.1"


def test_an_unknown_subdomain_names_the_nearest() -> None:
    with pytest.raises(UserError, match=r"4\.\d \(clinical"):
        soc_of_subdomain("clinical diagnostic")
    with pytest.raises(UserError, match="the nearest is"):
        soc_of_subdomain("")


def test_the_way_back_heeds_narrower_links() -> None:
    ids = [link.subdomain for link in subdomains_of("17-2141")]
    assert ids[0] == "1.1"
    narrow = [link for link in tables.subdomain_map() if link.onet == ("17-1022.01",)]
    (link,) = narrow
    assert link in subdomains_of("17-1022.01") and link in subdomains_of("17-1022")
    assert link not in subdomains_of("17-1022.00")
    assert subdomains_of("55-3016.00") == ()
    for one in tables.subdomains():
        for link in soc_of_subdomain(one.id):
            assert link in subdomains_of(link.soc)
