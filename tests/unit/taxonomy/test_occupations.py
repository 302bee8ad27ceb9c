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


@pytest.mark.parametrize("code", ["43-3031.07", "43-303", "", "accountant", "43-3031.00.00"])
def test_an_unknown_code_names_the_nearest(code: str) -> None:
    with pytest.raises(UserError) as fault:
        occupations.find(code)
    assert "the nearest code is" in str(fault.value)
    if code.startswith("43-3031"):
        assert "43-3031.00" in str(fault.value)
