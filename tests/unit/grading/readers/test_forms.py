"""One thing written in several ways, read as a column."""

import pytest

from studio.grading.readers.forms import in_one_form
from studio.grading.readers.values import Scalar

ALIKE: list[tuple[str, list[Scalar], str, list[Scalar]]] = [
    ("ISO week", [10.0, 11.0], "Week", ["2026-W10", "2026-W11"]),
    ("Week", ["W10", "W11"], "KW", ["KW 10", "11"]),
    ("Week", ["2026-W53", "2027-W01"], "week", ["W53/2026", "2027-W1"]),
    ("Month", ["2026-01", "2026-02"], "Month", ["Jan 2026", "February 2026"]),
    ("Month", ["January", "March"], "Month", ["2026-01-01", "2026-03-01"]),
    ("month", [1.0, 12.0], "month", ["January", "Dez"]),
    ("Quarter", ["Q1 2026", "Q2 2026"], "Quarter", [1.0, 2.0]),
    ("Day", ["Monday", "Sunday"], "Tag", ["Mo", "So"]),
    ("Start", ["08:30", "17:00"], "Start", ["8:30", "5 pm"]),
    ("Start", ["08:30:00", "17:00:00"], "Start", [0.354166666666667, 0.708333333333333]),
    ("Passed", ["yes", "no"], "Passed", [True, False]),
    ("Passed", ["ja", "nein", "ja"], "Passed", [1.0, 0.0, 1.0]),
    ("Overdue", ["yes", "no"], "Overdue", ["x", None]),
    ("Month", ["2026-01", "2026-02", "Total"], "Month", ["2026-01-01", "2026-02-01", "Total"]),
    ("Key", ["vlan.id", "mgmt.subnet"], "Key", ["/vlan/id", "/mgmt/subnet"]),
    ("Weight", [12.5, 3.0], "Weight", ["12.5 kg", "3 kg"]),
    ("Price", [1250.0, None], "Price", ["1,250.00 EUR", None]),
]


@pytest.mark.parametrize(("name", "expected", "other", "found"), ALIKE)
def test_two_ways_to_write_the_same_are_alike(
    name: str, expected: list[Scalar], other: str, found: list[Scalar]
) -> None:
    forms = in_one_form(expected, found, (name, other))
    assert forms is not None
    assert forms[0] == forms[1]


@pytest.mark.parametrize(
    ("name", "expected", "found"),
    [
        ("Count", [10.0, 11.0], ["2026-W10", "eleven"]),
        ("Count", [1.0, 2.0], ["January", "two"]),
        ("Week", ["2026-W10", "2027-W10"], ["W10", "W10"]),
        ("Name", ["May", "Ada"], ["may", "Ada"]),
        ("Weight", [12.5, 3.0], ["12.5 kg", "3 g"]),
        ("Weight", [12.5], ["12.5 of them"]),
        ("Note", ["x" * 50], ["yes"]),
        ("Empty", [None], [None]),
    ],
)
def test_other_columns_are_left_as_they_are(
    name: str, expected: list[Scalar], found: list[Scalar]
) -> None:
    assert in_one_form(expected, found, (name, name)) is None


@pytest.mark.parametrize(
    ("name", "expected", "found"),
    [
        ("Week", ["2026-W10"], ["2025-W10"]),
        ("Week", [10.0], ["2026-W11"]),
        ("Month", ["2026-01"], ["2025-01-01"]),
        ("Passed", ["yes", "no"], [False, True]),
        ("Start", ["08:30"], ["8:30 pm"]),
    ],
)
def test_another_period_stays_another(
    name: str, expected: list[Scalar], found: list[Scalar]
) -> None:
    forms = in_one_form(expected, found, (name, name))
    assert forms is not None
    assert forms[0] != forms[1]
