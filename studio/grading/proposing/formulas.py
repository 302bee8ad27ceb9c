"""Proposals for live workbooks: formulas stand in the cells, and results follow the input."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from studio.grading.kinds import KINDS
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.layouts import Place
from studio.grading.readers.books import Book, Sheet, address, parse_cells, places
from studio.grading.readers.values import number_of

_REFERENCE = re.compile(
    r"(?:(?P<sheet>'[^']+'|[A-Za-z_][\w.]*)!)?\$?(?P<one>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})"
    r"(?::\$?(?P<other>[A-Z]{1,3})\$?(?P<last>[0-9]{1,7}))?"
)
_MOST = 200
_MOST_SOURCES = 3
LEAST_ROOM = 0.005


def is_live(draft: Draft, sheet: Sheet, wanted: Iterable[Place]) -> bool:
    """Tell whether the instruction wants formulas and all of some cells hold them."""
    live = draft.instruction.first("live") is not None and "formula_present" in KINDS
    return live and all(
        (cell := sheet.cells.get(place)) is not None and cell.formula is not None
        for place in wanted
    )


def propose_follows(
    draft: Draft,
    path: str,
    sheet: Sheet,
    given: Book,
    live: Iterable[Place],
    rooms: Mapping[str, float],
) -> None:
    """Add the checks that formulas follow when a cell of the input that they use is changed.

    The cells that most formulas use come first: a rate that all rows take, then one of a row.
    `rooms` says by the letter of a column how far off its numbers may be.
    """
    reads = sorted(live)
    used = Counter(source for place in reads for source in set(_sources(sheet, given, place)))
    wider = {column: room for column, room in rooms.items() if room > LEAST_ROOM}
    columns: set[tuple[str, int]] = set()
    for name, row, column in sorted(used, key=lambda s: (-used[s], s)):
        if (name, column) in columns or len(columns) >= _MOST_SOURCES:
            continue
        columns.add((name, column))
        held = given.sheet(name)
        number = number_of(held.value(row, column) if held else None) or 0.0
        draft.add(
            f"{sheet.name} follows {address(row, column)}",
            "formula_follows",
            f"{path}#{sheet.name}!{_box(reads)}",
            parameters={
                "change": {f"{name}!{address(row, column)}": _other(number)},
                **({"tolerances": wider} if wider else {}),
            },
            tolerance=LEAST_ROOM,
            sentence=draft.instruction.first("live"),
            reason="a value typed in by hand is right today and does not follow",
        )


def _other(number: float) -> float:
    """Return a number of the same size that is another: a rate stays a rate."""
    return round(number * 1.25, 6) if abs(number) < 1 and number else round(number * 1.5 + 3, 2)


def _sources(sheet: Sheet, given: Book, place: Place) -> Iterator[tuple[str, int, int]]:
    """Yield the cells of the input that a formula uses: numbers that nobody computes."""
    cell = sheet.cells.get(place)
    for found in _REFERENCE.finditer(cell.formula or "" if cell else ""):
        held = given.sheet((found["sheet"] or sheet.name).strip("'"))
        if held is None:
            continue
        first = f"{found['one']}{found['row']}"
        last = f"{found['other']}{found['last']}" if found["other"] else first
        for spot in islice(places(parse_cells(f"{first}:{last}")), _MOST):
            source = held.cells.get(spot)
            if source and source.formula is None and number_of(source.value) is not None:
                yield held.name, *spot


def _box(spots: list[Place]) -> str:
    rows, columns = [row for row, _ in spots], [column for _, column in spots]
    first, last = address(min(rows), min(columns)), address(max(rows), max(columns))
    return first if first == last else f"{first}:{last}"
