"""Proposals for the tables of documents."""

import re
from dataclasses import replace

from studio.grading.proposing.columns import Column, is_held, unasked
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import EXACT, Sentence
from studio.grading.proposing.keys import is_spoken_of, key_of
from studio.grading.proposing.layouts import FoundTable, total_rows
from studio.grading.proposing.liberties import totals_of
from studio.grading.proposing.orders import direction_of
from studio.grading.proposing.precision import bounded, precision_of, rooms_of
from studio.grading.proposing.scopes import Subject, rounding_for
from studio.grading.proposing.tables import asked_columns, table_reason
from studio.grading.readers.books import Cell, Sheet
from studio.grading.readers.conversions import named_unit
from studio.grading.readers.documents import Document, DocumentTable
from studio.grading.readers.grouping import grouping_of, ungrouped
from studio.grading.readers.quantities import whole_quantity
from studio.grading.readers.values import Scalar, fold, number_of

_MAX_TABLES = 6
_LONGEST_NAME = 5
_THOUSANDTH = 10.0**-3
_TABLE = re.compile(r"\b(?:tables?|tabulate|columns?|rows?|grid|matrix|Tabelle)\b", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:after|before|between|below|above|beneath|underneath|under|following|ahead of|next to)\b"
)
_THOUSANDS = re.compile(r"\bthousands?\b|\bTausender\w*", re.IGNORECASE)
_PARTS = re.compile(r"(?<=[.;!?])\s+|\n\s*(?=\n|\d+\b|[-*])")


def propose_grids(
    draft: Draft, path: str, document: Document, given: Document | None
) -> list[DocumentTable]:
    """Add the check of each table that a document must have; return those that it need not.

    Where nothing asks for a table its values may be told in another way.
    """
    held = {table.rows for table in given.tables} if given else set()
    free = []
    for number, table in enumerate(document.tables[:_MAX_TABLES], 1):
        if table.rows in held:
            continue
        if given is not None or _is_asked_for(draft, path, table):
            _propose_grid(draft, path, number, document, given)
        else:
            free.append(table)
    return free


def _is_asked_for(draft: Draft, path: str, table: DocumentTable) -> bool:
    """Tell whether the instruction wants a table: it says so, or names the columns of this one."""
    if path.casefold().endswith(".txt"):
        return False
    meant = _meant(draft, path)
    spoken = {said.casefold() for sentence in meant for said in sentence.names}
    named = sum(fold(cell).casefold() in spoken for cell in table.rows[0])
    return named >= 2 or any(_TABLE.search(sentence.text) for sentence in meant)


def _is_exact(draft: Draft, path: str) -> bool:
    """Tell whether a sentence about the rows of a table wants just those that it names."""
    return any(
        EXACT.search(sentence.text) and _TABLE.search(sentence.text)
        for sentence in _meant(draft, path)
    )


def _meant(draft: Draft, path: str) -> list[Sentence]:
    """Return the sentences that may be about a file: those that name it, or none."""
    name = path.rpartition("/")[2].casefold()
    return [
        sentence
        for sentence in draft.instruction.sentences
        if not sentence.files or any(name in file for file in sentence.files)
    ]


def _propose_grid(
    draft: Draft, path: str, number: int, document: Document, given: Document | None
) -> None:
    table = document.tables[number - 1]
    sheet, found = _as_sheet(table)
    if found is None and _is_pairs(table):
        _propose_pairs(draft, path, number, table)
        return
    if found is None:
        draft.skip(f"Table {number} of {path} has no header, so nothing checks it")
        return
    columns = [
        Column(
            place, name, found.column(sheet, place),
            draft.instruction.states(name), is_spoken_of(draft.instruction, name),
            draft.given.holds_column(found.column(sheet, place)),
            is_held(draft, found.column(sheet, place)),
        )
        for place, name in found.header.items()
    ]  # fmt: skip
    key = key_of(found, sheet, draft.instruction, draft.given, _weak_keys(columns))
    asked = asked_columns(columns, key)
    asked += [c for c in columns if c not in asked and _is_worded(draft, c)]
    chosen = [c for c in columns if c in asked and c.name not in key] or columns
    grouped = _grouped(draft, chosen, document, path)
    chosen = [replace(c, values=_ungrouped(c.values)) if c.name in grouped else c for c in chosen]
    precisions = {
        c.name: bounded(
            precision_of(
                draft.instruction,
                _subject(c, columns, path),
                [(v, "") for v in c.values],
                draft.given.decimals,
            ),
            c.numbers,
        )
        for c in chosen
    }
    tolerance, rooms = rooms_of(precisions)
    if share := rooms.pop("relative", 0.0):
        rooms["shares"] = {name: share for name, one in precisions.items() if one.tolerance}
    if draft.instruction.order_for(path) and any(direction_of(c.values) for c in columns):
        rooms["order_matters"] = True
    if earlier := _earlier(given, table):
        rooms |= _standing(draft, earlier, table)
    if given is None:
        rooms |= totals_of(draft, path, sheet, found)
    if grouped:
        rooms["thousands"] = list(grouped)
    if marks := _marks(draft, [c for c in columns if c.name in key]):
        rooms["marks"] = marks
    if not found.totals and not _is_exact(draft, path):
        rooms["totals"] = "ignore"
    draft.add(
        f"table {number} {' '.join(c.name for c in chosen)}",
        "document_table",
        path,
        parameters={"key": list(key), "columns": [c.name for c in chosen], **rooms},
        tolerance=tolerance,
        strong=[c.name for c in chosen],
        weak=("table", table.after, *name_words(path)),
        reason=table_reason(key, precisions, chosen),
    )


def _grouped(draft: Draft, columns: list[Column], document: Document, path: str) -> tuple[str, ...]:
    """Return the columns whose points or commas part thousands.

    Where each number has three digits after one it does if a file holds most of them as whole
    numbers, or if the instruction speaks of thousands and another column of the text has them.
    Measures with their unit, and what three decimals are asked of, have decimals.
    """
    spoken = bool(_THOUSANDS.search(draft.instruction.prompt)) and any(
        grouping_of(row[place] for row in table.rows[1:] if place < len(row)) == "told"
        for table in document.tables
        for place in range(len(table.rows[0]))
    )
    wholes = draft.wholes | {n for n in draft.given.numbers if n.is_integer()}
    found = []
    for column in columns:
        texts = [value for value in column.values if isinstance(value, str)]
        how = grouping_of(texts)
        numbers = [number_of(ungrouped(text)) for text in texts if any(map(str.isdigit, text))]
        held = 2 * sum(number in wholes for number in numbers) >= len(numbers)
        rounding, _ = rounding_for(draft.instruction, _subject(column, columns, path))
        parted = _is_measured(column) or bool(named_unit(column.name)[1])
        parted = parted or (rounding is not None and rounding.unit == _THOUSANDTH)
        if how == "told" or (how == "open" and not parted and (held or spoken)):
            found.append(column.name)
    return tuple(found)


def _ungrouped(values: list[Scalar]) -> list[Scalar]:
    return [ungrouped(value) if isinstance(value, str) else value for value in values]


def _marks(draft: Draft, keys: list[Column]) -> list[str]:
    """Return the words of the instruction that stand in some rows of the key, and not in all."""
    texts = [fold(v).casefold() for column in keys for v in column.values if isinstance(v, str)]
    quoted = {fold(name).casefold() for s in draft.instruction.sentences for name in s.names}
    spoken = sorted(name for name in quoted if name.isalpha())
    return [
        name
        for name in spoken
        if 0 < sum(name in text.split() and name != text for text in texts) < len(texts)
    ]


def _weak_keys(columns: list[Column]) -> tuple[str, ...]:
    """Return the columns that tell no row apart: unasked ones, and values with their units.

    The first column names the rows where its texts are all apart, however many words they have.
    """
    measured = {c.name for c in columns if _is_measured(c)}
    first = {c.name for c in columns[:1] if _names_rows(c)}
    return tuple((set(unasked(columns)) | measured) - first)


def _is_measured(column: Column) -> bool:
    found = [whole_quantity(fold(v), ".") for v in column.values if isinstance(v, str)]
    return 2 * sum(bool(one and one.unit) for one in found) > len(column.values)


def _names_rows(column: Column) -> bool:
    texts = [fold(v).casefold() for v in column.values if isinstance(v, str) and fold(v)]
    words = sum(len(text.split()) for text in texts)
    apart = len(set(texts)) == len(column.values) and words <= _LONGEST_NAME * len(texts)
    return apart and (column.stated or column.hinted) and not any(map(_is_figure, texts))


def _earlier(given: Document | None, table: DocumentTable) -> DocumentTable | None:
    """Return the table of the input that one was made from: most of its rows begin the same."""
    firsts = {fold(row[0]) for row in table.rows}
    alike = [
        (sum(fold(row[0]) in firsts for row in other.rows), other)
        for other in (given.tables if given else ())
        if len(other.rows[0]) == len(table.rows[0])
    ]
    count, best = max(alike, key=lambda one: one[0], default=(0, None))
    return best if best and 2 * count > len(best.rows) else None


def _standing(draft: Draft, earlier: DocumentTable, table: DocumentTable) -> dict[str, str | bool]:
    """Return what holds of a table that was changed in its place: new names, and new rows inside.

    A new row has a place if a sentence of the task says beside which row it stands.
    """
    found: dict[str, str | bool] = {}
    if [*map(fold, earlier.rows[0])] != [*map(fold, table.rows[0])]:
        found["names"] = "exact"
    old = [fold(row[0]) for row in earlier.rows]
    now = [fold(row[0]) for row in table.rows]
    texts = [draft.instruction.prompt, *draft.given.texts.values()]
    sentences = [fold(part).casefold() for text in texts for part in _PARTS.split(text)]
    new = [label for label in now if label not in old]
    if [label for label in now if label in old] == [label for label in old if label in now] and any(
        _is_placed(label, old, sentence) for label in new for sentence in sentences
    ):
        found["order_matters"] = True
    return found


def _is_placed(label: str, others: list[str], sentence: str) -> bool:
    """Tell whether a sentence names a row and another beside which it stands."""
    named = [other for other in others if other and other.casefold() in sentence]
    return label.casefold() in sentence and bool(named) and _PLACED.search(sentence) is not None


def _is_worded(draft: Draft, column: Column) -> bool:
    """Tell whether the instruction gives the words of a column, such as `met` and `not met`."""
    texts = {fold(v).casefold() for v in column.values if isinstance(v, str) and fold(v)}
    return not column.numbers and bool(texts) and texts <= draft.instruction.names


def _subject(column: Column, columns: list[Column], path: str) -> Subject:
    others = tuple(other.name for other in columns if other.name != column.name)
    return Subject((column.name,), others, path)


def _is_figure(text: str) -> bool:
    """Tell whether a text is an amount and names no column; a year may."""
    number = number_of(text)
    year = number is not None and number.is_integer() and 1900 <= number <= 2100
    return not year and whole_quantity(fold(text), ".") is not None


def _is_pairs(table: DocumentTable) -> bool:
    """Tell whether a table of two columns without a header holds labels and their figures."""
    labels = [fold(row[0]).casefold() for row in table.rows if row]
    told = all(len(row) == 2 and fold(row[0]) and _is_figure(fold(row[1])) for row in table.rows)
    return told and len(set(labels)) == len(labels) > 1


def _propose_pairs(draft: Draft, path: str, number: int, table: DocumentTable) -> None:
    """Add the check of labels and figures in two columns; more lines may stand there."""
    labels = [row[0] for row in table.rows]
    values: list[tuple[Scalar, str]] = [(row[1], "") for row in table.rows]
    precision = precision_of(
        draft.instruction, Subject(tuple(labels), (), path), values, draft.given.decimals
    )
    draft.add(
        f"table {number} {' '.join(labels)}",
        "document_table",
        path,
        parameters={"key": ["1"], "columns": ["2"], "header": False, "extra_rows": "ignore"},
        tolerance=precision.tolerance,
        strong=labels,
        weak=("table", table.after, *name_words(path)),
        reason=precision.reason,
    )


def _as_sheet(table: DocumentTable) -> tuple[Sheet, FoundTable | None]:
    cells = {
        (r, c): Cell(text)
        for r, row in enumerate(table.rows, 1)
        for c, text in enumerate(row, 1)
        if fold(text)
    }
    sheet = Sheet("table", cells)
    names = [fold(text) for text in table.rows[0]] if table.rows else []
    distinct = len({name.casefold() for name in names}) == len(names) and all(names)
    if len(table.rows) < 2 or not distinct or any(map(_is_figure, names)):
        return sheet, None
    header = dict(enumerate(names, 1))
    totals = total_rows(sheet, tuple(range(2, len(table.rows) + 1)), header)
    return sheet, FoundTable((1, 1, len(table.rows) - len(totals), len(names)), header, totals)
