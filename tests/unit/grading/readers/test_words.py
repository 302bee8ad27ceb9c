import random

import numpy as np
import pyarrow as pa
import pytest

from studio.grading.readers.packed import codes
from studio.grading.readers.words import first_places, same_words, words

TEXTS = [
    "",
    "a",
    "a ",
    "b",
    "12345678",
    "123456789",
    "12345678\u00e9",
    "x" * 16,
    "x" * 17,
    "Z\u00fcrich",
]


def column(texts: list[str], pieces: int = 3) -> pa.ChunkedArray:
    """Return texts as a column in pieces, one of them a slice of a longer array."""
    cut = np.array_split(np.array(texts, dtype=object), pieces)
    arrays = [pa.array(part.tolist(), pa.string()) for part in cut]
    arrays[-1] = pa.array(["before", *cut[-1].tolist(), "after"], pa.string()).slice(
        1, len(cut[-1])
    )
    return pa.chunked_array(arrays, pa.string())


def drawn(rng: random.Random, count: int) -> list[str]:
    return [rng.choice(TEXTS) + rng.choice(["", "", str(rng.randrange(30))]) for _ in range(count)]


@pytest.mark.parametrize("seed", range(20))
def test_texts_are_the_same_where_their_words_are(seed: int) -> None:
    rng = random.Random(seed)
    left, right = drawn(rng, 200), drawn(rng, 300)
    held = words((column(left), column(right)))
    assert held is not None
    rows = np.array([rng.randrange(200) for _ in range(500)])
    partners = np.array([rng.randrange(300) for _ in range(500)])
    expected = [left[r] == right[p] for r, p in zip(rows, partners, strict=True)]
    assert same_words((held[0], rows), (held[1], partners)).tolist() == expected


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("longest", [8, 64])
def test_first_places_are_those_of_a_dictionary(seed: int, longest: int) -> None:
    rng = random.Random(seed)
    left = [text[:longest] for text in drawn(rng, 400)]
    right = [text[:longest] for text in drawn(rng, 100)]
    held = words((column(left), column(right)))
    assert held is not None
    found = first_places(*held)
    assert found is not None
    places = {text: n for n, text in reversed(list(enumerate(left)))}
    assert found[0].tolist() == [places[text] for text in left]
    assert found[1].tolist() == [places.get(text, -1) for text in right]


@pytest.mark.parametrize("odd", ["a\0", "\0", "y" * 65])
def test_texts_that_whole_numbers_cannot_hold_are_told_apart_all_the_same(odd: str) -> None:
    left, right = ["a", odd, "b", odd], ["b", "a", odd, "c", "c", odd + "z"]
    assert words((column(left), column(right))) is None
    one, other = codes(column(left), column(right))
    assert one[1] == one[3] == other[2]
    assert len({*one.tolist(), *other.tolist()}) == 5
    assert other[3] == other[4]


def test_texts_that_only_the_second_column_has_get_numbers_of_their_own() -> None:
    one, other = codes(column(["a", "b", "a"]), column(["c", "b", "c", "d", "a"]))
    assert one.tolist() == [0, 1, 0]
    assert other[0] == other[2] != other[3]
    assert other[[1, 4]].tolist() == [1, 0]
    assert min(other[0], other[3]) > 1


def test_one_long_text_does_not_make_all_others_long() -> None:
    short = column([str(n) for n in range(400_000)] * 3)
    assert words((short, column(["x" * 64] + ["y"] * 9))) is None
