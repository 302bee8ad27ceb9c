"""Proposals for tables that the worker makes: whole sheets and CSV files."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.grading.proposing.columns import Column, columns_of, unasked
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.headers import propose_header
from studio.grading.proposing.instruction import Sentence, stems_of, words_of
from studio.grading.proposing.keys import key_of
from studio.grading.proposing.layouts import FoundTable, is_date
from studio.grading.proposing.liberties import free_names, is_left, totals_of, writings_of
from studio.grading.proposing.precision import (
    Precision,
    bounded,
    may_be_measured,
    precision_of,
    rooms_of,
    with_margin,
)
from studio.grading.proposing.scopes import Subject
from studio.grading.readers.books import Sheet
from studio.grading.readers.values import Scalar, fold, is_blank, number_of

_AS_SUCH = re.compile(
    r"\b(?:real|true|actual|proper) numbers?\b|\bas numbers?\b|\bnot (?:as )?text\b|"
    r"\bnumbers?,? (?:and )?not (?:as )?text|\bnumeric (?:cells?|values?|columns?)\b|"
    r"\b(?:are|be|stay) numbers?\b|\b(?:real|true|actual|proper) dates?\b|\bdate cells?\b|"
    r"\bdates?,? (?:and )?not (?:as )?(?:a )?text|\bkeep the types\b|\bas dates?\b",
    re.IGNORECASE,
)
_OF_INPUT = re.compile(
    r"\b(?:same|given|original|keep\w*|leave|its|their|order (?:of|in which|as|given)|"
    r"[\w.-]+['\u2019]s? order)\b",
    re.IGNORECASE,
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


def asked_columns(columns: Sequence[Column], key: tuple[str, ...]) -> list[Column]:
    """Return the columns that a check compares.

    Those that are asked for, and the derived ones if the instruction names no columns. Where all
    are copied, the choice of rows is the work, and each column tells whether a row is whole.
    """
    if all(column.copied for column in columns):
        return list(columns)
    named = sum(column.stated or column.hinted for column in columns) >= 2
    chosen = [c for c in columns if c.name in key or _is_asked(c, named)]
    if all(column.name in key for column in chosen):
        chosen += [c for c in columns if c not in chosen and not c.prose and not c.copied]
    return chosen


def _is_asked(column: Column, named: bool) -> bool:
    if column.prose or all(is_blank(value) for value in column.values):
        return False
    return column.stated or column.hinted or (not named and not column.copied)


def propose_table(draft: Draft, path: str, target: str, sheet: Sheet, table: FoundTable) -> None:
    """Add the checks of one table that was made."""
    columns = [c for c in columns_of(draft, sheet, table) if not is_left(draft, c.name)]
    kept = replace(table, header={c.number: c.name for c in columns})
    key = key_of(kept, sheet, draft.instruction, draft.given, unasked(columns))
    chosen = asked_columns(columns, key)
    for column in columns:
        if column not in chosen:
            why = "is free text" if column.prose else "is not asked for"
            draft.skip(f"The column {column.name} of {path} {why}, so nothing checks it")
    chosen = [c for c in chosen if c.name not in key] or chosen
    precisions = {c.name: precision_for(draft, sheet, table, c, path) for c in chosen}
    tolerance, rooms = rooms_of(precisions)
    parameters: dict[str, Any] = {"columns": [c.name for c in chosen], **rooms}
    if key:
        parameters["key"] = list(key)
    elif not ordered_rows(draft, path, columns):
        parameters["without_key"] = "by values"
    if ordered_rows(draft, path, columns):
        parameters["order_matters"] = True
    names = [c.name for c in chosen]
    if path.casefold().endswith((".xlsx", ".xlsm", ".ods", ".parquet")) and _AS_SUCH.search(
        draft.instruction.prompt
    ):
        parameters["typed"] = True
    if computed := _live_columns(draft, sheet, table, chosen):
        parameters["computed"] = [c.name for c in computed]
        draft.used.update(s.text for s in draft.instruction.sentences if s.live)
    parameters |= totals_of(draft, path, sheet, table) | free_names(draft, key, chosen)
    named = [c for c in columns if c in chosen or c.name in key]
    parameters |= writings_of(draft, sheet, table, named, path)
    draft.add(
        f"{Path(path).stem} {' '.join(names)}",
        "table_equals",
        target,
        parameters=parameters,
        tolerance=tolerance,
        strong=names,
        weak=(sheet.name, *name_words(path)),
        reason=table_reason(key, precisions, chosen),
    )
    propose_order(draft, path, target, sheet, table, columns)
    fixed = [c for c in columns if c.name not in parameters.get("free_names", ())]
    propose_header(draft, path, target, fixed, "order_matters" in parameters)


def _live_columns(
    draft: Draft, sheet: Sheet, table: FoundTable, columns: Sequence[Column]
) -> list[Column]:
    """Return the columns that must be computed: those that the wish for formulas names, else all.

    Only columns that the reference computes from top to bottom can be meant.
    """
    wishes = [s for s in draft.instruction.sentences if s.live]
    whole = [
        c
        for c in columns
        if wishes and all(_is_formula(sheet, row, c.number) for row in table.rows)
    ]
    named = [c for c in whole if any(stems_of(c.name) & s.stems for s in wishes)]
    return named or whole


def _is_formula(sheet: Sheet, row: int, column: int) -> bool:
    cell = sheet.cells.get((row, column))
    return cell is not None and cell.formula is not None


def precision_for(
    draft: Draft, sheet: Sheet, table: FoundTable, column: Column, path: str
) -> Precision:
    """Return the tolerance of a column."""
    cells = [sheet.cells.get((row, column.number)) for row in table.rows]
    values = [(cell.value, cell.number_format) for cell in cells if cell is not None]
    others = tuple(name for name in table.header.values() if name != column.name)
    subject = Subject((column.name, *name_words(path)[:1]), others, path)
    return bounded(
        precision_of(
            draft.instruction,
            subject,
            values,
            draft.given.decimals,
            may_be_measured(column.name, column.copied, draft.given.decimals),
        ),
        column.numbers,
    )


def table_reason(
    key: tuple[str, ...], precisions: dict[str, Precision], columns: Sequence[Column]
) -> str:
    """Return why a table is compared as it is."""
    told = [f"rows are told apart by {' and '.join(key)}" if key else "no key tells rows apart"]
    for column in columns:
        reason = with_margin(precisions[column.name], column.numbers)
        if reason:
            told.append(f"{column.name}: {reason}")
    return "; ".join(told)


def propose_order(
    draft: Draft, path: str, target: str, sheet: Sheet, table: FoundTable, columns: list[Column]
) -> None:
    """Add the check that rows are sorted, if a sentence wants it and the reference does it."""
    for sentence in draft.instruction.sentences:
        for order in sentence.orders:
            if _speaks_of_another(draft, sentence, path):
                continue
            found = [c for c in _ordering(order.by, columns) if direction_of(c.values)]
            if not found:
                continue
            direction = direction_of(found[0].values)
            by = _sorted_by(found[0], _ordering(order.by, columns), direction == "descending")
            draft.add(
                f"{Path(path).stem} sorted by {found[0].name}",
                "rows_sorted",
                target,
                parameters={
                    "columns": [column.name for column in by],
                    "descending": direction == "descending",
                    **free_names(draft, (), by),
                },
                tolerance=precision_for(draft, sheet, table, found[0], path).tolerance,
                gate=True,
                sentence=sentence,
            )
            return


def _sorted_by(first: Column, named: Sequence[Column], descending: bool) -> list[Column]:
    """Return the column that rows are sorted by, and those that rows with the same value are."""
    by = [first]
    for column in named:
        tied = len(set(_sort_keys(by))) < len(first.values)
        if tied and column not in by and _are_sorted([*by, column], descending):
            by.append(column)
    return by


def _sort_keys(columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    """Return what rows are sorted by: numbers where all of a column are, else texts."""
    lists = []
    for column in columns:
        numbers = [number_of(value) for value in column.values]
        texts = [fold(str(value)).casefold() for value in column.values]
        lists.append(texts if None in numbers else numbers)
    return list(zip(*lists, strict=True))


def _are_sorted(columns: Sequence[Column], descending: bool) -> bool:
    keys = _sort_keys(columns)
    return keys == sorted(keys, reverse=descending)


def _are_sorted_both_ways(named: Sequence[Column]) -> bool:
    """Tell whether rows are sorted by one column, and those of a tie by a second the other way."""
    if len(named) < 2 or direction_of(named[0].values) is None:
        return False
    keys = _sort_keys(named[:2])
    descending = direction_of(named[0].values) == "descending"
    second = sorted(keys, key=lambda pair: pair[1], reverse=not descending)
    mixed = sorted(second, key=lambda pair: pair[0], reverse=descending)
    return keys == mixed != sorted(keys, reverse=descending) and len(set(keys)) == len(keys)


def ordered_rows(draft: Draft, path: str, columns: list[Column]) -> bool:
    """Tell whether rows must stand as in the reference: an order is wanted, by more than a column.

    Rows that a single column puts in order are left to the check that they are sorted.
    """
    if draft.instruction.first("frees_order"):
        return False
    for wish, order in draft.instruction.given_orders_for(path):
        if is_as_given(draft, wish, order, columns):
            draft.used.add(wish.text)
            return True
    sentence = draft.instruction.order_for(path)
    if sentence is None:
        return False
    wishes = [_ordering(order.by, columns) for order in sentence.orders]
    if any(named and is_natural(named[0].values) for named in wishes):
        return True
    if any(_are_sorted_both_ways(named) for named in wishes):
        return True
    return not any(wishes) and any(direction_of(column.values) for column in columns)


def is_as_given(draft: Draft, sentence: Sentence, by: str, columns: Sequence[Column]) -> bool:
    """Tell whether rows must stand in an order that is not by size or alphabet.

    It is that of the days or months, that in which the sentence lists values, or that of the
    input; and the reference keeps it.
    """
    return any(
        is_natural(column.values) or _is_listed(sentence, column.values)
        or (_OF_INPUT.search(by) is not None and draft.given.keeps_order(column.values))
        for column in columns
    )  # fmt: skip


def is_natural(values: Sequence[Scalar]) -> bool:
    """Tell whether values are days of the week or months, each after the one before."""
    words = [fold(str(value)).casefold().rstrip(".")[:3] for value in values]
    for names in (_DAYS, _MONTHS):
        places = [names.index(word) for word in words if word in names]
        if len(places) == len(words) > 1 and places == sorted(set(places)):
            return True
    return False


def _is_listed(sentence: Sentence, values: Sequence[Scalar]) -> bool:
    """Tell whether a sentence names values one after the other as they stand."""
    texts = [fold(v).casefold() for v in values if isinstance(v, str) and number_of(v) is None]
    place = 0
    for text in texts:
        found = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)").search(sentence.folded, place)
        if found is None:
            return False
        place = found.end()
    return len(texts) > 1


def _speaks_of_another(draft: Draft, sentence: Sentence, path: str) -> bool:
    name = path.rpartition("/")[2].casefold()
    return bool(sentence.files) and not any(name in file for file in sentence.files)


def _ordering(by: str, columns: list[Column]) -> list[Column]:
    """Return the columns that the words of a wish to sort name, in the order of the words."""
    stems = stems_of(by)
    words = " ".join(words_of(by))
    literal = [c for c in columns if f" {' '.join(words_of(c.name))} " in f" {words} "]
    named = literal or [c for c in columns if stems_of(c.name) & stems]
    if named:
        return sorted(named, key=lambda c: words.find(words_of(c.name)[0]) if c.name else 0)
    if stems & {"alphabetical", "alphabetically"}:
        return [c for c in columns if not c.numbers][:1]
    if stems & {"chronological", "chronologically", "date", "newest", "oldest", "latest"}:
        return [c for c in columns if all(is_date(value) for value in c.values)][:1]
    return [c for c in columns if c.numbers and not c.copied and direction_of(c.values)][:1]


def direction_of(values: Sequence[Scalar]) -> str | None:
    """Return whether values ascend or descend, None if neither or if all are the same."""
    numbers = [number_of(value) for value in values]
    keys: list[Any] = (
        [fold(str(value)).casefold() for value in values]
        if any(number is None for number in numbers)
        else list(numbers)
    )
    if len(set(keys)) < 2:
        return None
    if keys == sorted(keys):
        return "ascending"
    return "descending" if keys == sorted(keys, reverse=True) else None
