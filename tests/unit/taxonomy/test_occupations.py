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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("accounting clerk", "43-3031.00"),
        ("BOOKKEEPING", "43-3031.00"),
        ("43-3031", "43-3031.00"),
        ("bookkeeper", "43-3031.00"),
        ("radiologist", "29-1224.00"),
        ("architectural drafter", "17-3011.00"),
        ("  accountant ", "13-2011.00"),
    ],
)
def test_search_finds_first(text: str, code: str) -> None:
    assert occupations.search(text, 5)[0].code == code


def test_search_folds_apostrophes_and_hyphens() -> None:
    assert occupations.fold("Farmworkers\u2019 Caf\u00e9") == occupations.fold("farmworkers' cafe")
    assert occupations.fold("Hand\u2010Sewn") == "hand sewn"


def test_search_needs_every_word_and_keeps_the_limit() -> None:
    assert occupations.search("accounting zebra") == ()
    assert occupations.search(" ,. ") == ()
    assert len(occupations.search("manager", 7)) == 7
