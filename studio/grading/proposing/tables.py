"""Proposals for tables that the worker makes: whole sheets and CSV files."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.grading.proposing.columns import Column, columns_of, unasked
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.headers import propose_header
from studio.grading.proposing.instruction import stems_of
from studio.grading.proposing.keys import key_of
from studio.grading.proposing.layouts import FoundTable
from studio.grading.proposing.liberties import (
    free_names,
    is_left,
    sums_of,
    totals_of,
    typed_columns,
    writings_of,
)
from studio.grading.proposing.orders import ordered_rows, propose_order
from studio.grading.proposing.precision import (
    Precision,
    bounded,
    copied,
    may_be_measured,
    precision_of,
    rooms_of,
    with_margin,
)
from studio.grading.proposing.scopes import Subject
from studio.grading.proposing.steps import step_of
from studio.grading.readers.books import Sheet
from studio.grading.readers.values import is_blank

_TEXT = "text"
_AS_SUCH = re.compile(
    r"\b(?:real|true|actual|proper) numbers?\b|\bas numbers?\b|\bnot (?:as )?text\b|"
    r"\bnumbers?,? (?:and )?not (?:as )?text|\bnumeric (?:cells?|values?|columns?)\b|"
    r"\b(?:are|be|stay) numbers?\b|\b(?:real|true|actual|proper) dates?\b|\bdate cells?\b|"
    r"\bdates?,? (?:and )?not (?:as )?(?:a )?text|\bkeep the types\b|\bas dates?\b",
    re.IGNORECASE,
)


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
    columns = [
        c
        for c in columns_of(draft, sheet, table)
        if not is_left(draft, c.name) and (path, c.name) not in draft.apart
    ]
    kept = replace(table, header={c.number: c.name for c in columns})
    code, named_by = draft.coded.get(path, ("", ""))
    key = key_of(kept, sheet, draft.instruction, draft.given, unasked(columns))
    key = (code,) if code in table.header.values() else key
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
    if any(c.name == named_by and not _are_fixed(draft, c) for c in chosen):
        parameters["loose"] = [named_by]
    parameters |= _typed(draft, path, columns, chosen)
    if computed := _live_columns(draft, sheet, table, chosen):
        parameters["computed"] = [c.name for c in computed]
        draft.used.update(s.text for s in draft.instruction.sentences if s.live)
    parameters |= totals_of(draft, path, sheet, table) | free_names(draft, path, key, chosen)
    parameters |= sums_of(draft, sheet, table, key)
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
    propose_order(draft, path, target, columns, rooms_for(draft, sheet, table, columns, path))
    fixed = [c for c in columns if c.name not in parameters.get("free_names", ())]
    propose_header(draft, path, target, fixed, "order_matters" in parameters)


def _are_fixed(draft: Draft, column: Column) -> bool:
    """Tell whether the instruction gives the values of a column to be used as they are."""
    return any(draft.instruction.fixes(str(value)) for value in column.values)


def _typed(
    draft: Draft, path: str, columns: Sequence[Column], chosen: Sequence[Column]
) -> dict[str, Any]:
    """Return whether numbers and dates must be stored as such; keys must where a type is given."""
    if not path.casefold().endswith((".xlsx", ".xlsm", ".ods", ".parquet")):
        return {}
    types = typed_columns(draft.instruction.prompt)
    given = [c for c in columns if types.get(c.name, _TEXT) not in (_TEXT, "string", "str")]
    if not given:
        return {"typed": True} if _AS_SUCH.search(draft.instruction.prompt) else {}
    return {"typed": True, "columns": [c.name for c in columns if c in given or c in chosen]}


def _live_columns(
    draft: Draft, sheet: Sheet, table: FoundTable, columns: Sequence[Column]
) -> list[Column]:
    """Return the columns that must be computed: those that the wish for formulas names, else all.

    Only columns that the reference computes can be meant: from top to bottom, or most of their
    cells where they are named.
    """
    wishes = [s for s in draft.instruction.sentences if s.live]
    if not wishes:
        return []
    held = {c.name: [_is_formula(sheet, row, c.number) for row in table.rows] for c in columns}
    whole = [c for c in columns if all(held[c.name])]
    most = [c for c in columns if 2 * sum(held[c.name]) > len(table.rows)]
    named = [c for c in most if any(stems_of(c.name) & s.stems for s in wishes)]
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
    names = (column.name, *name_words(path)[:1])
    subject = Subject(names, others, path, step_of(draft, column.name))
    found = precision_of(
        draft.instruction,
        subject,
        values,
        draft.given.decimals,
        may_be_measured(column.name, column.copied, draft.given.decimals),
    )
    return copied(found, column.numbers) if column.copied else bounded(found, column.numbers)


def rooms_for(
    draft: Draft, sheet: Sheet, table: FoundTable, columns: Sequence[Column], path: str
) -> dict[str, float | None]:
    """Return how far off the numbers of each column may be."""
    return {c.name: precision_for(draft, sheet, table, c, path).tolerance for c in columns}


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
