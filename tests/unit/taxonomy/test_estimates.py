import pytest

from studio.model.coverage_contract import Share
from studio.taxonomy.estimates import grouped, share
from studio.taxonomy.rows import Wage


def wage(soc: str, employment: int | None, mean: int | None, **more: object) -> Wage:
    facts: dict[str, object] = {
        "soc": soc,
        "basis": "exact",
        "estimate": soc,
        "shared_by": 1,
        "employment": employment,
        "mean": mean,
        "median": None,
        "tenth": None,
        "ninetieth": None,
        "hourly": None,
        "wage_bill": employment * mean if employment and mean else None,
        **more,
    }
    return Wage.model_validate(facts)


def shared(soc: str) -> Wage:
    return wage(soc, 300, 10, basis="shared", estimate="21-1018", shared_by=2)


# 100 + 300 (once) + 600 = 1000 persons; 100*50 + 300*10 = 8000 dollars.
ROWS = [
    wage("11-1011", 100, 50),
    shared("21-1011"),
    shared("21-1014"),
    wage("27-2011", 600, None),
    wage("55-1011", None, None, basis="not_published", estimate=None, shared_by=None),
]


def persons(*covered: str) -> Share:
    return share(grouped(ROWS), set(covered), "employment")


def test_rows_of_one_estimate_are_one() -> None:
    found = grouped(ROWS)
    assert [one.code for one in found] == ["11-1011", "21-1018", "27-2011", "55-1011"]
    assert found[1].codes == ("21-1011", "21-1014")


@pytest.mark.parametrize(
    ("covered", "parts", "least", "most"),
    [
        ([], (0, 0, 1000), 0.0, 0.0),
        (["11-1011"], (100, 0, 900), 0.1, 0.1),
        (["21-1011"], (0, 300, 700), 0.0, 0.3),
        (["21-1014", "11-1011"], (100, 300, 600), 0.1, 0.4),
        (["21-1011", "21-1014"], (300, 0, 700), 0.3, 0.3),
        (["11-1011", "21-1011", "21-1014", "27-2011", "55-1011"], (1000, 0, 0), 1.0, 1.0),
    ],
)
def test_a_shared_estimate_is_counted_once_or_not_known(
    covered: list[str], parts: tuple[int, int, int], least: float, most: float
) -> None:
    found = persons(*covered)
    assert found.total == 1000
    assert (found.covered, found.undecided, found.uncovered) == parts
    assert (found.least, found.most) == (pytest.approx(least), pytest.approx(most))
    assert found.at_least == ()


def test_codes_without_a_figure_are_in_no_share_and_counted() -> None:
    found = persons("55-1011")
    assert (found.covered, found.without, found.without_covered) == (0, 1, 1)
    bill = share(grouped(ROWS), {"27-2011", "11-1011"}, "wage_bill")
    assert (bill.total, bill.covered, bill.without, bill.without_covered) == (8000, 5000, 2, 1)
    nothing = share(grouped(ROWS[-1:]), {"55-1011"}, "employment")
    assert (nothing.total, nothing.least, nothing.most) == (0, None, None)


def test_top_codes_make_lower_bounds_and_say_so() -> None:
    capped = wage("29-1211", 10, 239200, at_least=("mean", "median"))
    rows = grouped([*ROWS, capped])
    assert share(rows, {"29-1211"}, "wage_bill").at_least == ("total", "covered")
    assert share(rows, set(), "wage_bill").at_least == ("total", "uncovered")
    assert share(rows, {"29-1211"}, "employment").at_least == ()
    # A capped median or percentile is no factor of the wage bill.
    harmless = wage("29-1212", 10, 100, at_least=("median", "ninetieth"))
    assert share(grouped([harmless]), {"29-1212"}, "wage_bill").at_least == ()
