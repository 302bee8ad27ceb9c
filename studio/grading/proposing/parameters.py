"""Proposals for parameters of a workbook that is made: what is computed follows them."""

import re
from collections import Counter
from pathlib import Path

from studio.grading.proposing.columns import columns_of
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.formulas import (
    LEAST_ROOM,
    LiveSheets,
    Spot,
    followers,
    leaves_below,
    named_spot,
    other_values,
    ranges_of,
)
from studio.grading.proposing.instruction import stems_of
from studio.grading.proposing.keys import key_of
from studio.grading.proposing.layouts import FoundTable, layout_of
from studio.grading.proposing.tables import rooms_for
from studio.grading.readers.books import WORKBOOKS, Book, Sheet, address
from studio.grading.readers.values import Scalar, fold, is_blank, number_of

_DRIVES = re.compile(
    r"\b(?:chang\w+|driv\w+|from there|hard-?(?:coded|typed)|typed in(?:to)?|assumptions?|"
    r"parameters?|inputs?|var(?:y|ies)|adjust\w*|updat\w*|recalc\w*|what-?if|follows?|"
    r"cells? of (?:its|their) own|own cells?|(?:separate|one|single) (?:cell|place)|refer\w* to|"
    r"negotiat\w*|takes? (?:the|its|their|it))\b",
    re.IGNORECASE,
)
_MOST_PARAMETERS = 4
_NARROW = 3


def propose_driven(draft: Draft, path: str, place: Path, book: Book) -> None:
    """Add the check that results follow parameters that the instruction wants in cells.

    What stands in a cell outside of the tables, or in a narrow one of names and values, is a
    parameter if results are computed from it and a sentence speaks of it.
    """
    if not path.casefold().endswith(WORKBOOKS) or draft.instruction.first("live") is None:
        return
    live = _live(draft, path, book)
    found = _parameters(draft, book, live)
    changes: dict[Spot, str | float] = {}
    for spot in list(found)[:_MOST_PARAMETERS]:
        cell = _value(book, spot)
        for value in other_values(cell)[:1]:
            changes[spot] = value
    reads = followers(place, changes, live)
    if not reads:
        return
    sheets = {spot[0] for spot in reads}
    letters = {address(1, spot[2])[:-1] for spot in reads}
    wider = {c: room for c, room in live.rooms.items() if c in letters and room > LEAST_ROOM}
    labels = {named_spot(spot): found[spot] for spot in changes if not _is_placed(draft, spot)}
    _leave_out_labels(draft, path, [found[spot] for spot in changes])
    draft.add(
        f"follows {' '.join(found[spot] or named_spot(spot) for spot in changes)}",
        "formula_follows",
        path,
        parameters={
            "change": {named_spot(spot): value for spot, value in changes.items()},
            "reads": ranges_of(live, reads),
            "keys": {name: list(key) for name, key in live.keys.items() if name in sheets},
            **({"labels": labels} if labels else {}),
            **({"tolerances": wider} if wider else {}),
        },
        tolerance=LEAST_ROOM,
        sentence=draft.instruction.first("live"),
        reason="a value typed into a formula is right today and does not follow",
    )


def _leave_out_labels(draft: Draft, path: str, labels: list[str]) -> None:
    """Take out checks of parameters by their free labels: that results follow says as much."""
    draft.checks = [
        check
        for check in draft.checks
        if not (
            check.kind == "label_value"
            and check.target.partition("#")[0] == path
            and check.parameters.get("free")
            and check.parameters["label"] in labels
        )
    ]


def _live(draft: Draft, path: str, book: Book) -> LiveSheets:
    """Return what is computed in the largest table with a key of each sheet."""
    live = LiveSheets()
    for sheet in book.sheets.values():
        tables = sorted(layout_of(sheet).tables, key=lambda table: -len(table.rows))
        for table in tables[:1]:
            key = key_of(table, sheet, draft.instruction, draft.given)
            cells = {
                (row, column)
                for row in (*table.rows, *table.totals)
                for column in table.header
                if (cell := sheet.cells.get((row, column))) is not None and cell.formula
            }
            if not key or not cells:
                continue
            columns = [c for c in columns_of(draft, sheet, table) if c.numbers]
            rooms = rooms_for(draft, sheet, table, columns, path)
            numbers = {c.name: c.number for c in columns}
            live.keys[sheet.name] = key
            live.take(
                sheet.name,
                cells,
                {address(1, numbers[n])[:-1]: room or 0.0 for n, room in rooms.items()},
            )
    return live


def _parameters(draft: Draft, book: Book, live: LiveSheets) -> dict[Spot, str]:
    """Return the parameters that a sentence wants in cells, each with its label.

    Those that most results use come first.
    """
    used = Counter(s for spot in live.spots for s in set(leaves_below((book, book), spot, live)))
    found: dict[Spot, str] = {}
    for spot in sorted(used, key=lambda one: (-used[one], one)):
        sheet = book.sheet(spot[0])
        if sheet is None or number_of(sheet.value(*spot[1:])) is None:
            continue
        label = _label(sheet, spot)
        if label is not None and _is_wanted(draft, spot, label):
            found[spot] = label
    return found


def _label(sheet: Sheet, spot: Spot) -> str | None:
    """Return what names a parameter, None for a cell in the rows of a wider table."""
    _, row, column = spot
    table = next((t for t in layout_of(sheet).tables if t.covers(row, column)), None)
    if table is not None and not _is_narrow(sheet, table):
        return None
    beside = (sheet.value(row, c) for c in range(column - 1, 0, -1))
    above = sheet.value(row - 1, column) if row > 1 else None
    texts = [fold(v) for v in (*beside, above) if isinstance(v, str) and not is_blank(v)]
    return next((text.rstrip(" :") for text in texts if number_of(text) is None), "")


def _is_narrow(sheet: Sheet, table: FoundTable) -> bool:
    """Tell whether a table holds names with one value each, none of them computed."""
    inside = [cell for place, cell in sheet.cells.items() if table.covers(*place)]
    return len(table.header) <= _NARROW and not any(cell.formula for cell in inside)


def _is_wanted(draft: Draft, spot: Spot, label: str) -> bool:
    """Tell whether a sentence wants a parameter to be in a cell, for all to follow it."""
    name = address(*spot[1:])
    stems = stems_of(f"{label} {spot[0]}")
    return any(
        (name in sentence.cells or stems & sentence.stems)
        and (sentence.live or _DRIVES.search(sentence.text))
        for sentence in draft.instruction.sentences
    )


def _is_placed(draft: Draft, spot: Spot) -> bool:
    """Tell whether the instruction says on which sheet and in which cell a parameter stands."""
    name = address(*spot[1:])
    named = any(name in sentence.cells for sentence in draft.instruction.sentences)
    return named and draft.instruction.fixes_sheet(spot[0])


def _value(book: Book, spot: Spot) -> Scalar:
    sheet = book.sheet(spot[0])
    return sheet.value(*spot[1:]) if sheet else None
