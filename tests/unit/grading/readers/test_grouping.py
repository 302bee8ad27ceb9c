"""Points and commas that part thousands, told by the other numbers of their column."""

import pytest

from studio.grading.readers.grouping import grouping_of, ungrouped


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["6.904", "5.211", "679"], "told"),
        (["6,904", "1,022,679", "0", "\u2013"], "told"),
        (["1.250 people", "3.400 people", "12 people"], "told"),
        (["6.904", "5.211"], "open"),
        (["6.904", "679"], "open"),
        (["6.904", "5.211", "67.9"], ""),
        (["6.904", "0.679", "12"], ""),
        (["6.904", "5,211", "12"], ""),
        (["6.904", "5.2111", "12"], ""),
        (["6904", "5.211", "12"], ""),
        (["679", "12"], ""),
        (["2026-03-01", "6.904", "5.211"], ""),
        ([], ""),
    ],
)
def test_a_column_tells_whether_thousands_are_parted(texts: list[str], told: str) -> None:
    assert grouping_of(texts) == told


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("6.904", "6904"),
        ("1,022,679", "1022679"),
        ("€ 6.904", "€ 6904"),
        ("6\u202f904 pieces", "6904 pieces"),
        ("6'904", "6904"),
        ("86.5", "86.5"),
        ("0.904", "0.904"),
        ("679", "679"),
        ("12.5.2026", "12.5.2026"),
    ],
)
def test_signs_between_thousands_are_taken_out(text: str, plain: str) -> None:
    assert ungrouped(text) == plain
