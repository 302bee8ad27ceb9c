"""Proposals for live workbooks: formulas stand in the cells, and results follow the input."""

import re
from collections.abc import Iterable

from studio.grading.kinds import KINDS
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.layouts import Place
from studio.grading.readers.books import Sheet, address, parse_cells, places
from studio.grading.readers.values import number_of

_REFERENCE = re.compile(
    r"(?:(?P<sheet>'[^']+'|[A-Za-z_][\w.]*)!)?\$?(?P<one>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})"
    r"(?::\$?(?P<other>[A-Z]{1,3})\$?(?P<last>[0-9]{1,7}))?"
)
_MOST = 200


def is_live(draft: Draft, sheet: Sheet, wanted: Iterable[Place]) -> bool:
    """Tell whether the instruction wants formulas and all of some cells hold them."""
    live = draft.instruction.first("live") is not None and "formula_present" in KINDS
    return live and all(
        (cell := sheet.cells.get(place)) is not None and cell.formula is not None
        for place in wanted
    )


def propose_follows(
    draft: Draft, path: str, sheet: Sheet, given: Sheet, live: Iterable[Place]
) -> None:
    """Add the check that formulas follow when a cell of the input that they use is changed."""
    reads = sorted(live)
    source = next((p for place in reads for p in _sources(sheet, given, place)), None)
    if source is None or not reads or "formula_follows" not in KINDS:
        return
    number = number_of(given.value(*source)) or 0.0
    draft.add(
        f"{sheet.name} follows",
        "formula_follows",
        f"{path}#{sheet.name}!{_box(reads)}",
        parameters={"change": {f"{sheet.name}!{address(*source)}": round(number * 1.5 + 11, 2)}},
        tolerance=0.005,
        sentence=draft.instruction.first("live"),
        reason="a value typed in by hand is right today and does not follow",
    )


def _sources(sheet: Sheet, given: Sheet, place: Place) -> Iterable[Place]:
    """Yield the cells of the input that a formula uses: numbers that nobody computes."""
    cell = sheet.cells.get(place)
    for found in _REFERENCE.finditer(cell.formula or "" if cell else ""):
        if found["sheet"] and found["sheet"].strip("'") != sheet.name:
            continue
        first = f"{found['one']}{found['row']}"
        last = f"{found['other']}{found['last']}" if found["other"] else first
        for number, spot in enumerate(places(parse_cells(f"{first}:{last}"))):
            held = given.cells.get(spot)
            if (
                number < _MOST
                and held
                and held.formula is None
                and number_of(held.value) is not None
            ):
                yield spot


def _box(spots: list[Place]) -> str:
    rows, columns = [row for row, _ in spots], [column for _, column in spots]
    first, last = address(min(rows), min(columns)), address(max(rows), max(columns))
    return first if first == last else f"{first}:{last}"
