import pytest

from studio.base.errors import UserError
from studio.taxonomy import occupations


def test_the_table_is_whole() -> None:
    table = occupations.load()
    assert len(table) == 1016
    assert len({found.code for found in table}) == 1016
    assert len({found.soc for found in table}) == 867
    assert all(found.soc == found.code[:7] and found.title.strip() for found in table)


def test_find_by_either_code() -> None:
    clerk = occupations.find("43-3031.00")
    assert clerk.title == "Bookkeeping, Accounting, and Auditing Clerks"
    assert occupations.find(" 43-3031 ") == clerk


@pytest.mark.parametrize("code", ["43-3031.07", "43-303", "43-3031x"])
def test_an_unknown_code_names_the_nearest(code: str) -> None:
    with pytest.raises(UserError) as fault:
        occupations.find(code)
    assert "the nearest code is" in str(fault.value)
    if code.startswith("43-3031"):
        assert "43-3031.00" in str(fault.value)


@pytest.mark.parametrize(
    "typed", ["29-2034", "29\u20132034", "292034", "29 2034.00", " 29-2034.00 "]
)
def test_a_code_is_found_however_it_is_typed(typed: str) -> None:
    assert occupations.find(typed).title == "Radiologic Technologists and Technicians"


@pytest.mark.parametrize("words", ["Radiographer", "", "tax 2024"])
def test_words_are_told_to_search(words: str) -> None:
    with pytest.raises(UserError, match="search for what is done") as fault:
        occupations.find(words)
    assert "nearest" not in str(fault.value)
    assert "studio occupations search" in fault.value.in_shell


@pytest.mark.parametrize("group", ["13-0000", "13-2000", "13-2010", "15-1200"])
def test_a_group_is_named_as_one(group: str) -> None:
    with pytest.raises(UserError, match=f"{group} is a group of occupations .* below it") as fault:
        occupations.find(group)
    assert f"`studio occupations tree {group}` shows" in fault.value.in_shell
