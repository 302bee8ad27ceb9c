"""Patterns for values at their place: what they find, what they refuse, how they are told."""

import pytest
import re2

from studio.grading.readers.placed_words import Place, dates_at, readings_of, told_passage

LETTER = (
    "Kanzlei Brandt\nÄnne Kröger-Sand\nMühlenstraße 12b\nBonn, den 27. November 2026\n"
    "We ask for EUR 7,815.50 by 18.12.2026 from O\u2019Rourke & Co, 5 % of it at once."
)


def finds(place: Place, value: str, text: str = LETTER) -> bool:
    return re2.search(f"(?mi){place.pattern(value)}", text) is not None


@pytest.mark.parametrize(
    ("before", "value", "after", "last", "found"),
    [
        (("Kanzlei", "Brandt"), "Änne Kröger-Sand", "", True, True),
        (("Kanzlei", "Brandt"), "Anne Kroger-Sand", "", True, False),
        (("Kanzlei", "Brandt"), "Änne Kröger", "", True, False),
        (("Kanzlei", "Brandt"), "Mühlenstraße 12b", "", True, False),
        (("Brandt", ""), "Mühlenstraße 12b", "", True, True),
        (("Brandt", ""), "Mühlenstraße 12", "", True, False),
        (("den",), "2026-11-27", "", True, True),
        (("den",), "2025-11-27", "", True, False),
        (("by",), "18 December 2026", "from", False, True),
        (("by",), "18 November 2026", "from", False, False),
        (("for",), "EUR 7815.50", "by", False, True),
        (("for",), "€7,815.50", "by", False, True),
        (("for",), "EUR 7,815.05", "by", False, False),
        (("for",), "GBP 7,815.50", "by", False, False),
        (("from",), "O'Rourke & Co", "5", False, True),
        (("from",), "O'Rorke & Co", "5", False, False),
        (("Co",), "5%", "of", False, True),
        ((), "Mühlenstraße 12b", "", True, True),
        ((), "12b", "", True, False),
    ],
)
def test_a_value_is_found_at_its_place_alone(
    before: tuple[str, ...], value: str, after: str, last: bool, found: bool
) -> None:
    assert finds(Place(before, after, last=last), value) is found


def test_the_first_words_of_a_text_have_nothing_before_them() -> None:
    assert finds(Place((), "", first=True, last=True), "Kanzlei Brandt")
    assert not finds(Place((), "", first=True, last=True), "Änne Kröger-Sand")


def test_a_date_that_may_be_two_is_the_one_that_is_meant() -> None:
    assert dates_at("on 05/11/2026.") == [(3, 13, "")]
    assert readings_of("05/11/2026") == ("2026-11-05", "2026-05-11")
    assert readings_of("27 November 2026") == ()
    pattern = Place(("on",)).pattern("05/11/2026", {"05/11/2026": ("2026-11-05",)})
    assert re2.search(pattern, "on 5 november 2026")
    assert not re2.search(pattern, "on 11 may 2026")


@pytest.mark.parametrize("name", ["Helga Sommer", "Änne Kröger-Sand"])
def test_a_pattern_is_told_in_the_words_that_it_was_made_of(name: str) -> None:
    place = Place(("Kanzlei", "", "To"), "of")
    assert told_passage(place.pattern(name)) == ("Kanzlei … To", name, "of")
    assert told_passage(Place(("Dear",), last=True).pattern(name)) == ("Dear", name, "")
    assert told_passage(Place((), last=True).pattern(name)) == ("", name, "")
    assert told_passage(Place((), first=True).pattern(name)) == ("", name, "")
    money = Place(("of",)).pattern("EUR 7,815.50 by 18 December 2026")
    assert told_passage(money) == ("of", "EUR 7,815.50 by 18 December 2026", "")
    assert told_passage(Place(("costs",), "The").pattern("")) == ("costs", "", "The")


@pytest.mark.parametrize("pattern", [r"\bC-[0-9]{4}\b", "Kanzlei", "", "(a|b)"])
def test_another_pattern_is_not_told_so(pattern: str) -> None:
    assert told_passage(pattern) is None


def test_something_is_a_few_words_of_one_line() -> None:
    pattern = f"(?m){Place(('costs',), 'The').pattern('')}"
    assert re2.search(pattern, "costs\nIt is more than last year.\nThe end")
    assert not re2.search(pattern, "costs\nThe end is near and nobody cares")
    assert not re2.search(pattern, "costs\n[the reason]\nThe end")
