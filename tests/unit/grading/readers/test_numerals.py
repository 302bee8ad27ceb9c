"""Numbers in English words: what they say, and which words make no number together."""

import pytest

from studio.grading.readers.numerals import numerals_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("three hundred eighty-five thousand euros", [385_000]),
        ("Three Hundred and Seventy-Eight Thousand Five Hundred", [378_500]),
        ("one million two hundred thousand", [1_200_000]),
        ("sixty-two thousand, four hundred", [62_400]),
        ("two thousand and six", [2006]),
        ("eleven hundred", [1100]),
        ("a hundred people, one dog", [100, 1]),
        ("twelve of fifteen", [12, 15]),
        ("five, six and seven", []),
        ("five thousand and two million", []),
        ("someone has hundreds of onetime tenants", []),
        ("twenty zero", []),
    ],
)
def test_numbers_in_words_are_read(text: str, values: list[int]) -> None:
    found = list(numerals_in(text))
    assert [one.value for one in found] == values
    assert all(text[one.start : one.end].strip() for one in found)


def test_a_long_row_of_words_is_read_quickly() -> None:
    assert list(numerals_in("hundred and " * 20_000 + "nothing")) is not None
