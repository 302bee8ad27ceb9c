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
_ODD = np.uint64(0xBF58476D1CE4E5B9)
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(9)], dtype=np.uint64)
_MAX_TABLES = 40
Hashes = NDArray[np.uint64]
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


def take(column: Any, rows: Whole | None) -> Any:
    """Return the rows of a packed column, all in their order if none are named."""
    import pyarrow as pa

    return column if rows is None else column.take(pa.array(rows))


def differing(
    left: Any,
    right: Any,
    writings: tuple[Writing, Writing],
    tolerance: float | None,
    relative: float = 0.0,
) -> Mask:
    """Tell row by row where two packed columns of one length differ.

    Args:
        left: the expected values.
        right: the values found.
        writings: how the two columns write; called for only if something differs.
        tolerance: absolute, for numbers.
        relative: a share of the expected number that it may be off by.
    """
    import pyarrow.compute as pc

    if writings[0] == writings[1] and left.type == right.type and is_text(left):
        wrong: Mask = np.asarray(pc.not_equal(left, right))
    else:
        wrong = np.ones(len(left), dtype=bool)
    rows = np.flatnonzero(wrong)
    if not len(rows):
        return wrong
    part = None if len(rows) == len(left) else rows
    one, other = take(left, part), take(right, part)
    expected, found = numbers(one, writings[0]), numbers(other, writings[1])
    both = np.isfinite(expected) & np.isfinite(found)
    off = np.ones(len(rows), dtype=bool)
    off[both] = ~_close(expected[both], found[both], tolerance, relative)
    rest = np.flatnonzero(~both)
    if len(rest):
        off[rest] = _disagreeing(take(one, rest), take(other, rest), writings, tolerance)
    wrong[rows] = off
    return wrong


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

    Texts are looked up by 64 bits of a hash, which is much faster than a dictionary of millions;
    should two texts share one, a dictionary decides.
    """
    one, other = _hashes(left), _hashes(right)
    found = _looked_up(one, other)
    if found is None or not _told_apart(left, right, *found):
        return _dictionary(left, right)
    first, partner = found
    alone = np.flatnonzero(partner < 0)
    partner[alone] = len(first) + np.unique(other[alone], return_inverse=True)[1]
    return first, partner


def _looked_up(one: Hashes, other: Hashes) -> tuple[Whole, Whole] | None:
    """Return for each hash the first place in `one` that has it, -1 if none does.

    All are put into a table at once; those that meet another one there go into the next table,
    which spreads them otherwise. None if that does not end.
    """
    bits = max(4, len(one).bit_length() + 1)
    first = np.full(len(one), -1, dtype=np.int64)
    partner = np.full(len(other), -1, dtype=np.int64)
    left, right = np.arange(len(one)), np.arange(len(other))
    spread = _ODD
    for _ in range(_MAX_TABLES):
        if not len(left):
            return first, partner
        table = np.full(1 << bits, -1, dtype=np.int32)
        places = (one[left] * spread) >> np.uint64(64 - bits)
        table[places[::-1]] = left[::-1]
        holder = table[places]
        met = one[holder] == one[left]
        first[left[met]] = holder[met]
        left = left[~met]
        holder = table[(other[right] * spread) >> np.uint64(64 - bits)]
        met = (holder >= 0) & (one[holder] == other[right])
        partner[right[met]] = holder[met]
        right = right[~met & (holder >= 0)]
        spread = np.uint64(int(spread) * int(_ODD) % (1 << 64))
    return None


def _told_apart(left: Any, right: Any, first: Whole, partner: Whole) -> bool:
    """Tell whether each text is that of the place where its hash was found."""
    import pyarrow.compute as pc

    again = np.flatnonzero(first != np.arange(len(first)))
    there = np.flatnonzero(partner >= 0)
    pairs = ((take(left, first[again]), take(left, again)), (take(left, partner[there]), None))
    for expected, found in pairs:
        text = (
            take(right, None if len(there) == len(partner) else there) if found is None else found
        )
        if len(expected) and not pc.all(pc.equal(expected, text)).as_py():
            return False
    alone = np.flatnonzero(partner < 0)
    texts = take(right, alone)
    return len(np.unique(_hashes(texts))) == len(pc.unique(texts))


def _dictionary(left: Any, right: Any) -> tuple[Whole, Whole]:
    import pyarrow as pa

    chunks = [part.cast(pa.large_string()) for side in (left, right) for part in _chunks(side)]
    encoded = pa.chunked_array(chunks, pa.large_string()).dictionary_encode()
    found = np.concatenate([np.asarray(part.indices, np.int64) for part in encoded.chunks])
    return found[: len(left)], found[len(left) :]


def _hashes(column: Any) -> Hashes:
    parts = [_hashes_of(part) for part in _chunks(column) if len(part)]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)


def _hashes_of(texts: Any) -> Hashes:
    """Return 64 bits for each text, mixed from its length and its words of eight bytes.

    The mixing is a multiplication by an odd constant and a shift, as in the finaliser of
    splitmix64 (Steele, Lea and Flood 2014).
    """
    wide = np.int64 if str(texts.type) == "large_string" else np.int32
    _, places, data = texts.buffers()
    ends = np.frombuffer(places, wide)[texts.offset : texts.offset + len(texts) + 1]
    starts, lengths = ends[:-1].astype(np.int64), np.diff(ends).astype(np.int64)
    held = np.zeros(int(ends[-1]) + 8, dtype=np.uint8)
    held[: int(ends[-1])] = np.frombuffer(data, np.uint8, int(ends[-1])) if data else 0
    words: NDArray[np.uint64] = np.ndarray(len(held) - 7, "<u8", held, strides=(1,))
    mixed = (lengths + 1).astype(np.uint64) * _ODD
    for place in range(0, int(lengths.max()), 8):
        left = np.clip(lengths - place, 0, 8)
        word = words[np.minimum(starts + place, len(words) - 1)] & _MASKS[left]
        fresh = (mixed ^ word) * _ODD
        fresh ^= fresh >> np.uint64(29)
        # A hash must not depend on how long the other texts are.
        mixed = np.where(left > 0, fresh, mixed)
    return mixed
