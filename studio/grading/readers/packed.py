"""Columns of millions of values: what they mean and where two of them differ, in pyarrow's arrays.

The verdicts are those of `readers.writing`, which judges value by value: what is not plainly a
number or the same text is handed to it.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from studio.grading.readers.values import EXACT, Scalar
from studio.grading.readers.words import first_places, same_words, words
from studio.grading.readers.writing import Writing, agree, key_text, plain, writing_of

# Plain numbers whose decimal sign is beyond doubt, the commonest first.
_PLAIN_SIGNS: tuple[tuple[str, Literal["", ".", ","]], ...] = (
    (r"^-?(0|[1-9][0-9]*)\.([0-9]{1,2}|[0-9]{4,})$", "."),
    (r"^-?[1-9][0-9]{0,2}[.,][0-9]{3}$", ""),
    (r"^-?[1-9][0-9]{0,2}(,[0-9]{3})+\.[0-9]+$", "."),
    (r"^-?(0|[1-9][0-9]*),([0-9]{1,2}|[0-9]{4,})$", ","),
    (r"^-?[1-9][0-9]{0,2}(\.[0-9]{3})+,[0-9]+$", ","),
)
_NUMBER = r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,20})?$"
_GROUPED = r"^-?[1-9][0-9]{0,2}(,[0-9]{3}){1,4}(\.[0-9]{1,20})?$"
_GROUPED_COMMA = r"^-?[1-9][0-9]{0,2}(\.[0-9]{3}){1,4}(,[0-9]{1,20})?$"
_NUMBER_COMMA = r"^-?(0|[1-9][0-9]{0,14})(,[0-9]{1,20})?$"
_ORDERED_DATE = r"^\s*[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}"
_OWN_KEY = r"^([a-z0-9_]+|[a-z_][a-z0-9_-]*)$"
_LONGEST = 40
Mask = NDArray[np.bool_]
Whole = NDArray[np.int64]


def is_text(column: Any) -> bool:
    """Tell whether a packed column holds text; else it holds floats."""
    return str(column.type) in ("string", "large_string")


def listed(column: Any) -> list[Scalar]:
    """Return the values of a packed column, blanks as None."""
    if is_text(column):
        return [value if value.strip() else None for value in column.to_pylist()]
    return [_scalar(value) for value in column.to_pylist()]


def _scalar(value: float) -> Scalar:
    if math.isfinite(value):
        return value
    return None if math.isnan(value) else str(value)


def writings(columns: Sequence[Any]) -> list[Writing]:
    """Return how packed columns write, as far as it matters for what their values mean."""
    texts = [column if is_text(column) else None for column in columns]
    commas = any(_may_have_commas(column) for column in texts if column is not None)
    found = []
    for column in texts:
        signs = _signs(column) if commas and column is not None else set()
        decimal: Literal["", ".", ","] = "," if signs == {","} else "." if signs else ""
        found.append(Writing(decimal, None if column is None else _day_first(column)))
    return found


def _may_have_commas(column: Any) -> bool:
    """Tell whether a decimal comma is possible: without commas only `1.250.000` tells of one."""
    import pyarrow.compute as pc

    if pc.any(pc.match_substring(column, ",")).as_py():
        return True
    return (pc.max(pc.count_substring(column, ".")).as_py() or 0) > 1


def _day_first(column: Any) -> bool | None:
    import pyarrow.compute as pc

    if not any(pc.any(pc.match_substring(column, mark)).as_py() for mark in "/-"):
        return None
    dates = column.filter(pc.match_substring_regex(column, _ORDERED_DATE))
    return writing_of(pc.unique(dates).to_pylist()).day_first


def _signs(column: Any) -> set[str]:
    import pyarrow.compute as pc

    signs: set[str] = set()
    left = column.filter(pc.match_substring_regex(column, "[.,]"))
    for pattern, sign in _PLAIN_SIGNS:
        if not len(left):
            return signs
        fits = pc.match_substring_regex(left, pattern)
        if pc.any(fits).as_py():
            signs |= {sign} - {""}
            left = left.filter(pc.invert(fits))
        if len(signs) == 2:
            return signs
    short = left.filter(pc.less_equal(pc.utf8_length(left), _LONGEST))
    for text in pc.unique(short).to_pylist():
        signs |= {writing_of([text]).decimal} - {""}
        if len(signs) == 2:
            break
    return signs


def take(column: Any, rows: Whole) -> Any:
    """Return rows of a packed column."""
    import pyarrow as pa

    return column.take(pa.array(rows))


def differing(
    left: tuple[Any, Whole],
    right: tuple[Any, Whole],
    writings: Callable[[], tuple[Writing, Writing]],
    tolerance: float | None,
    relative: float = 0.0,
) -> Mask:
    """Tell row by row where two packed columns differ.

    Args:
        left: the column with the expected values, and its rows.
        right: the column with the values found, and as many of its rows.
        writings: returns how the two columns write; called for only if something differs.
        tolerance: absolute, for numbers.
        relative: a share of the expected number that it may be off by.
    """
    wrong = ~_same(left, right)
    if not wrong.any() and all(_is_whole(*side) for side in (left, right)):
        return wrong
    written = writings()
    if written[0] != written[1]:
        wrong[:] = True
    rows = np.flatnonzero(wrong)
    if not len(rows):
        return wrong
    one, other = (take(column, places[rows]) for column, places in (left, right))
    expected, found = numbers(one, written[0]), numbers(other, written[1])
    both = np.isfinite(expected) & np.isfinite(found)
    off = np.ones(len(rows), dtype=bool)
    off[both] = ~_close(expected[both], found[both], tolerance, relative)
    rest = np.flatnonzero(~both)
    if len(rest):
        off[rest] = _disagreeing(take(one, rest), take(other, rest), written, tolerance)
    wrong[rows] = off
    return wrong


def _is_whole(column: Any, rows: Whole) -> bool:
    """Tell whether rows that are there once each are all of a column."""
    return len(rows) == len(column)


def _same(left: tuple[Any, Whole], right: tuple[Any, Whole]) -> Mask:
    """Tell row by row where two packed columns hold the very same text."""
    import pyarrow.compute as pc

    (one, rows), (other, partners) = left, right
    if not (is_text(one) and is_text(other)):
        return np.zeros(len(rows), dtype=bool)
    held = words((one, other))
    if held is not None:
        return same_words((held[0], rows), (held[1], partners))
    one, other = (
        column.cast("large_string") for column in (take(one, rows), take(other, partners))
    )
    return np.asarray(pc.equal(one, other), dtype=bool)


def _close(
    expected: NDArray[np.float64],
    found: NDArray[np.float64],
    tolerance: float | None,
    relative: float,
) -> Mask:
    """Tell where finite numbers agree, as `values.close` does."""
    whole = (expected == np.floor(expected)) & (found == np.floor(found))
    noise = np.where(whole, 0.0, 1e-14 * np.maximum(np.abs(expected), np.abs(found)))
    room = np.maximum(max(tolerance or 0.0, EXACT), relative * np.abs(expected))
    agreeing: Mask = np.abs(expected - found) <= room + noise
    return agreeing


def _disagreeing(
    left: Any, right: Any, writings: tuple[Writing, Writing], tolerance: float | None
) -> Mask:
    known: dict[tuple[Scalar, Scalar], bool] = {}
    off = np.ones(len(left), dtype=bool)
    for number, pair in enumerate(zip(listed(left), listed(right), strict=True)):
        if pair not in known:
            one, other = (plain(value, w) for value, w in zip(pair, writings, strict=True))
            known[pair] = not agree(one, other, tolerance)
        off[number] = known[pair]
    return off


def numbers(column: Any, writing: Writing) -> NDArray[np.float64]:
    """Return the plain numbers of a packed column, NaN for all else."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not is_text(column):
        return np.asarray(column, dtype=np.float64)
    comma = writing.decimal == ","
    simple, grouped = (_NUMBER_COMMA, _GROUPED_COMMA) if comma else (_NUMBER, _GROUPED)
    fits = pc.match_substring_regex(column, simple)
    if not pc.all(fits).as_py():
        wider = pc.match_substring_regex(column, grouped)
        if pc.any(wider).as_py():
            bare = pc.replace_substring(column, "." if comma else ",", "")
            column = pc.if_else(wider, bare, column)
            fits = pc.or_(fits, wider)
        column = pc.if_else(fits, column, pa.scalar(None, column.type))
    if comma:
        column = pc.replace_substring(column, ",", ".")
    return np.asarray(pc.fill_null(pc.cast(column, pa.float64()), float("nan")))


def keys(column: Any, writing: Callable[[], Writing]) -> Any:
    """Return the texts of a packed column by which rows are told apart, as `key_text` does."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not is_text(column):
        return pa.array([key_text(value) for value in listed(column)], pa.string())
    lowered = pc.ascii_lower(column)
    own = pc.ascii_is_alnum(column)
    if pc.all(own).as_py():
        return lowered
    own = pc.match_substring_regex(lowered, _OWN_KEY)
    if pc.all(own).as_py():
        return lowered
    odd = column.filter(pc.invert(own))
    unique = pc.unique(odd)
    texts = pa.array(
        [key_text(plain(value, writing())) for value in unique.to_pylist()], lowered.type
    )
    told = texts.take(pc.index_in(odd, unique))
    mask = np.asarray(own)
    order = np.empty(len(mask), dtype=np.int64)
    order[mask] = np.arange(mask.sum())
    order[~mask] = mask.sum() + np.arange(len(mask) - mask.sum())
    return pa.chunked_array([*lowered.filter(own).chunks, *_chunks(told)]).take(pa.array(order))


def _chunks(array: Any) -> list[Any]:
    import pyarrow as pa

    return list(array.chunks) if isinstance(array, pa.ChunkedArray) else [array]


def codes(left: Any, right: Any) -> tuple[Whole, Whole]:
    """Return a number for each text of two packed columns, the same for the same text.

    The numbers of the first column grow from one new text to the next. Texts of moderate length
    are looked up as whole numbers, which is much faster than a dictionary of millions.
    """
    held = words((left, right))
    found = None if held is None else first_places(*held)
    if found is None:
        return _dictionary(left, right)
    first, partner = found
    alone = np.flatnonzero(partner < 0)
    if len(alone):
        texts = take(right, alone)
        partner[alone] = len(first) + _dictionary(texts, texts.slice(0, 0))[0]
    return first, partner


def _dictionary(left: Any, right: Any) -> tuple[Whole, Whole]:
    import pyarrow as pa

    chunks = [part.cast(pa.large_string()) for side in (left, right) for part in _chunks(side)]
    encoded = pa.chunked_array(chunks, pa.large_string()).dictionary_encode()
    found = np.concatenate([np.asarray(part.indices, np.int64) for part in encoded.chunks])
    return found[: len(left)], found[len(left) :]
