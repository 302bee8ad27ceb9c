"""Pairing two lists of rows whatever their order, numbers within a tolerance."""

from collections.abc import Sequence

from studio.grading.readers.values import Scalar, fold, number_of, same

Row = Sequence[Scalar]
_MAX_LEFT = 200


def matched(
    rows: Sequence[Row],
    others: Sequence[Row],
    tolerance: float | None = None,
    case: bool = True,
    typed: bool = False,
) -> list[int | None]:
    """Return for each row the index of its partner among the others, None if it has none.

    Rows with the same texts are sorted by their numbers and paired in one sweep; what is left of
    a group (ties that the tolerance swaps) is tried pair by pair, at most 200 rows a side.

    Args:
        rows: rows of values.
        others: the rows that they may be; each is the partner of at most one.
        tolerance: how far numbers may differ, absolute.
        case: whether capitals matter in texts.
        typed: whether the text 1 differs from the number 1.
    """
    if len(rows) == len(others) and (same_rows := _identical(rows, others)):
        return same_rows
    partners: list[int | None] = [None] * len(rows)
    grouped = _grouped(others, case, typed)
    for sign, indices in _grouped(rows, case, typed).items():
        if sign in grouped:
            _pair(partners, rows, others, (indices, grouped[sign]), tolerance, case)
    return partners


def _identical(rows: Sequence[Row], others: Sequence[Row]) -> list[int | None]:
    """Return the partners of rows that are the very same in whatever order, none if one is not."""
    places: dict[tuple[tuple[type, Scalar], ...], list[int]] = {}
    for index, row in enumerate(others):
        places.setdefault(_typed(row), []).append(index)
    partners: list[int | None] = []
    for row in rows:
        if not (left := places.get(_typed(row))):
            return []
        partners.append(left.pop(0))
    return partners


def _typed(row: Row) -> tuple[tuple[type, Scalar], ...]:
    return tuple((type(value), value) for value in row)


def _sign(row: Row, case: bool, typed: bool) -> tuple[str, ...]:
    return tuple(_part(value, case, typed) for value in row)


def _part(value: Scalar, case: bool, typed: bool) -> str:
    if value is None or isinstance(value, bool):
        return f"={value}"
    if number_of(value) is not None:
        return "number as text" if typed and isinstance(value, str) else "number"
    text = fold(str(value))
    return f"text {text if case else text.casefold()}"


def _numbers(row: Row) -> tuple[float, ...]:
    return tuple(number for value in row if (number := number_of(value)) is not None)


def _grouped(rows: Sequence[Row], case: bool, typed: bool) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = {}
    for index, row in enumerate(rows):
        groups.setdefault(_sign(row, case, typed), []).append(index)
    for indices in groups.values():
        indices.sort(key=lambda index: _numbers(rows[index]))
    return groups


def _pair(
    partners: list[int | None],
    rows: Sequence[Row],
    others: Sequence[Row],
    indices: tuple[list[int], list[int]],
    tolerance: float | None,
    case: bool,
) -> None:
    left: tuple[list[int], list[int]] = ([], [])
    one = other = 0
    while one < len(indices[0]) and other < len(indices[1]):
        row, found = rows[indices[0][one]], others[indices[1][other]]
        if _same_row(row, found, tolerance, case):
            partners[indices[0][one]] = indices[1][other]
            one, other = one + 1, other + 1
        elif _numbers(row) <= _numbers(found):
            left[0].append(indices[0][one])
            one += 1
        else:
            left[1].append(indices[1][other])
            other += 1
    free = [*left[1], *indices[1][other:]][:_MAX_LEFT]
    for index in [*left[0], *indices[0][one:]][:_MAX_LEFT]:
        for found_index in free:
            if _same_row(rows[index], others[found_index], tolerance, case):
                partners[index] = found_index
                free.remove(found_index)
                break


def _same_row(row: Row, other: Row, tolerance: float | None, case: bool) -> bool:
    return all(same(a, b, tolerance, case) for a, b in zip(row, other, strict=True))
