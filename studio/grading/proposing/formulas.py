"""Proposals for live workbooks: results follow when the input that they stand on is changed."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from studio.base.errors import FaultError
from studio.grading.families.formulas import followed, refers
from studio.grading.kinds import KINDS
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.given import COUNTED
from studio.grading.proposing.instruction import stems_of
from studio.grading.proposing.keys import IDENTIFIES
from studio.grading.proposing.layouts import FoundTable, Layout, Pair, Place, is_date, layout_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import Book, Cell, Sheet, address, parse_cells, places
from studio.grading.readers.dates import date_of
from studio.grading.readers.values import Scalar, fold, number_of

_REFERENCE = re.compile(
    r"(?:\$?(?P<sheet>'[^']+'|[A-Za-z_][\w.]*)[!.])?\$?(?P<one>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})"
    r"(?:[:]\.?\$?(?P<other>[A-Z]{1,3})\$?(?P<last>[0-9]{1,7}))?"
)
_EVERYTHING = re.compile(
    r"\b(?:all|every|everything|everywhere|each|throughout|these|nothing|no (?:hard|typed))\b", re.I
)
_MOST = 400
_MOST_CELLS = 4_000
_MOST_CHANGES = 3
_MOST_TRIALS = 14
_ISO_DAY = 10
LEAST_ROOM = 0.005
Spot = tuple[str, int, int]


@dataclass
class LiveSheets:
    """What a workbook computes: its live cells by sheet, and how rows are found there.

    `keys` are the key columns by sheet, `rooms` how far off numbers may be by the letter of their
    column. `hanging` are cells that hang on an order which is free, so that nothing reads them.
    """

    cells: dict[str, set[Place]] = field(default_factory=dict)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rooms: dict[str, float] = field(default_factory=dict)
    hanging: set[Spot] = field(default_factory=set)

    @property
    def spots(self) -> list[Spot]:
        """The live cells of all sheets."""
        return [(name, *place) for name, found in self.cells.items() for place in sorted(found)]

    def take(self, sheet: str, cells: Iterable[Place], rooms: Mapping[str, float]) -> None:
        """Add the live cells of a sheet."""
        self.cells.setdefault(sheet, set()).update(cells)
        for column, room in rooms.items():
            self.rooms[column] = max(room, self.rooms.get(column, 0.0))


@dataclass(frozen=True)
class Source:
    """Cells of the input of one kind that results stand on: a column, or one labelled value."""

    name: str
    spots: tuple[Spot, ...]
    spoken: bool
    used: int


def is_live(draft: Draft, sheet: Sheet, wanted: Iterable[Place]) -> bool:
    """Tell whether the instruction wants formulas and all of some cells hold them."""
    live = draft.instruction.first("live") is not None and "formula_present" in KINDS
    return live and all(
        (cell := sheet.cells.get(place)) is not None and cell.formula is not None
        for place in wanted
    )


def is_live_label(draft: Draft, sheet: Sheet, pair: Pair) -> bool:
    """Tell whether a labelled value is to be computed: a wish for formulas names it, or all."""
    cell = sheet.cells.get(pair.place)
    if cell is None or not refers(cell.formula or ""):
        return False
    return any(
        _EVERYTHING.search(sentence.text) or stems_of(pair.label) & sentence.stems
        for sentence in draft.instruction.sentences
        if sentence.live
    )


def propose_follows(
    draft: Draft, path: str, place: Path, books: tuple[Book, Book], live: LiveSheets
) -> None:
    """Add the check that results follow when cells of the input that they stand on are changed.

    What is changed is a number or a date that the results are worked out from, never an identifier
    that only says which row is meant: first what the wish for formulas speaks of, then what most
    results use. Each is changed so that the reference shows it, and all in one go, for each value
    that somebody typed in makes a difference.

    Args:
        draft: the proposal.
        path: the workbook in the output.
        place: the reference's.
        books: the reference and the input.
        live: what is computed.
    """
    changes = _changes(draft, place, books, live)
    reads = followers(place, changes, live)
    if not reads and changes:
        changes = dict([next(iter(changes.items()))])
        reads = followers(place, changes, live)
    if not reads:
        return
    sheets = {spot[0] for spot in (*changes, *reads)}
    keys = {name: list(key) for name, key in live.keys.items() if name in sheets and key}
    letters = {address(1, spot[2])[:-1] for spot in reads}
    wider = {c: room for c, room in live.rooms.items() if c in letters and room > LEAST_ROOM}
    draft.add(
        f"follows {' '.join(named_spot(spot) for spot in changes)}",
        "formula_follows",
        path,
        parameters={
            "change": {named_spot(spot): value for spot, value in changes.items()},
            "reads": ranges_of(live, reads),
            **({"keys": keys} if keys else {}),
            **({"tolerances": wider} if wider else {}),
        },
        tolerance=LEAST_ROOM,
        sentence=draft.instruction.first("live"),
        reason="a value typed in by hand is right today and does not follow",
    )


def named_spot(spot: Spot) -> str:
    """Return the sheet and address of a cell."""
    return f"{spot[0]}!{address(spot[1], spot[2])}"


def ranges_of(live: LiveSheets, reads: frozenset[Spot]) -> list[str]:
    """Return the cells that are read, a range for the live cells of each column that has some."""
    columns = dict.fromkeys((spot[0], spot[2]) for spot in sorted(reads))
    found = []
    for sheet, column in columns:
        rows = [row for row, c in live.cells[sheet] if c == column]
        left_out = {row for name, row, c in live.hanging if (name, c) == (sheet, column)}
        for run in _runs(range(min(rows), max(rows) + 1), left_out):
            first, last = address(run[0], column), address(run[-1], column)
            found.append(f"{sheet}!{first}" if first == last else f"{sheet}!{first}:{last}")
    return found


def _runs(rows: Iterable[int], left_out: set[int]) -> list[list[int]]:
    """Return rows that follow each other, without those that are left out."""
    runs: list[list[int]] = [[]]
    for row in rows:
        if row not in left_out:
            runs[-1].append(row)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _changes(
    draft: Draft, place: Path, books: tuple[Book, Book], live: LiveSheets
) -> dict[Spot, str | float]:
    """Return for some sources a cell with another value that the reference shows."""
    found: dict[Spot, str | float] = {}
    results = _results(books, live)
    reached: set[Spot] = set()
    trials = 0
    for source in _sources(draft, books, live, results):
        fresh = {spot: len(results[spot] - reached) for spot in source.spots}
        for spot, value in _attempts(source, books[1], fresh):
            trials += 1
            if trials > _MOST_TRIALS or len(found) >= _MOST_CHANGES:
                return found
            if followers(place, {spot: value}, live):
                found[spot] = value
                reached |= results[spot]
                break
    return found


def _results(books: tuple[Book, Book], live: LiveSheets) -> dict[Spot, set[Spot]]:
    """Return for each cell of the input that results stand on which ones they are."""
    found: dict[Spot, set[Spot]] = {}
    for spot in live.spots:
        for leaf in leaves_below(books, spot, live):
            found.setdefault(leaf, set()).add(spot)
    return found


def _attempts(
    source: Source, given: Book, fresh: Mapping[Spot, int]
) -> Iterator[tuple[Spot, str | float]]:
    """Yield cells of a source from all over it, each with another value.

    Not every row counts: one may be of another year. Those come first that most results stand on
    which no other change reaches, as `fresh` counts them.
    """
    count = len(source.spots)
    rows = dict.fromkeys((0, count // 2, count // 3, 2 * count // 3, count - 1))
    for n in sorted(rows, key=lambda row: -fresh[source.spots[row]]):
        cell = _cell(given, source.spots[n])
        values = other_values(cell.value if cell else None)
        for value in values if count == 1 else values[:1]:
            yield source.spots[n], value


def followers(
    place: Path, changes: Mapping[Spot, str | float], live: LiveSheets
) -> frozenset[Spot]:
    """Return the live cells that follow some changes, none if one of them becomes an error."""
    if not changes:
        return frozenset()
    try:
        found = followed(place, dict(changes), live.spots)
    except (Unreadable, FaultError):
        return frozenset()
    return frozenset() if any(map(_is_error, found.values())) else frozenset(found)


def _is_error(value: Scalar) -> bool:
    return isinstance(value, str) and value.startswith("#")


def other_values(value: Scalar) -> tuple[str | float, ...]:
    """Return values of the same size that are others: a rate stays a rate, a date a date."""
    number = number_of(value)
    if number is None:
        day = date_of(fold(str(value)))
        if day is None or len(day) != _ISO_DAY:
            return ()
        return tuple(
            (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat() for days in (-9, 9)
        )
    if abs(number) < 1 and number:
        return round(number * 1.25, 6), round(number * 0.5, 6)
    larger, smaller = round(number * 1.5 + 3, 2), round(number * 0.5, 2)
    return (float(round(larger)), float(round(smaller))) if number.is_integer() else (
        larger, smaller
    )  # fmt: skip


def _sources(
    draft: Draft,
    books: tuple[Book, Book],
    live: LiveSheets,
    results: Mapping[Spot, set[Spot]],
) -> list[Source]:
    """Return what the results stand on: what is spoken of first, then what most of them use."""
    used = {spot: len(found) for spot, found in results.items()}
    layouts = {sheet.name: layout_of(sheet) for sheet in books[1].sheets.values()}
    groups: dict[tuple[str, int, int], list[Spot]] = {}
    names: dict[tuple[str, int, int], str] = {}
    for spot in sorted(used, key=lambda s: (-used[s], s)):
        table, name = _whereof(layouts[spot[0]], spot)
        group = (spot[0], table.area[0] if table else spot[1], spot[2])
        if _is_identifier(books[1], table, name, spot, live.keys.get(spot[0], ())):
            continue
        groups.setdefault(group, []).append(spot)
        names[group] = name
    said = frozenset(
        stem for sentence in draft.instruction.sentences if sentence.live for stem in sentence.stems
    )
    found = [
        Source(
            names[group] or address(*spots[0][1:]), tuple(spots),
            _is_spoken(said, names[group], books[1], spots[0]), sum(used[s] for s in spots),
        )
        for group, spots in groups.items()
    ]  # fmt: skip
    return sorted(found, key=lambda source: (not source.spoken, -source.used))


def _whereof(layout: Layout, spot: Spot) -> tuple[FoundTable | None, str]:
    """Return the table that a cell is in, and the heading or label that it has."""
    for table in layout.tables:
        if table.holds(spot[1], spot[2]):
            return table, table.header.get(spot[2], "")
    labels = [pair.label for pair in layout.pairs if pair.place == spot[1:]]
    return None, labels[0] if labels else ""


def _is_identifier(
    book: Book, table: FoundTable | None, name: str, spot: Spot, key: tuple[str, ...]
) -> bool:
    """Tell whether a value only says which row is meant, as an account or a line number does."""
    sheet = book.sheet(spot[0])
    if table is None or sheet is None:
        return False
    numbers = [number_of(value) for value in table.column(sheet, spot[2])]
    whole = all(number is not None and number.is_integer() for number in numbers)
    return name in key or (whole and bool(IDENTIFIES.search(name)) and not COUNTED.search(name))


def _is_spoken(said: frozenset[str], name: str, book: Book, spot: Spot) -> bool:
    sheet = book.sheet(spot[0])
    dated = sheet is not None and is_date(sheet.value(spot[1], spot[2]))
    return bool(stems_of(name) & said) or (dated and bool(said & stems_of("date day dates")))


def leaves_below(books: tuple[Book, Book], spot: Spot, live: LiveSheets) -> Iterator[Spot]:
    """Yield the numbers and dates of the input that a result stands on, over other results too."""
    seen: set[Spot] = set()
    todo = [spot]
    while todo and len(seen) < _MOST_CELLS:
        here = todo.pop()
        cell = _cell(books[0], here)
        for found in _precedents(books[0], here, cell.formula if cell else None):
            if found in seen:
                continue
            seen.add(found)
            inner = _cell(books[0], found)
            if inner is not None and inner.formula is not None:
                todo.append(found)
            elif _is_input(_cell(books[1], found)) and found[1:] not in live.cells.get(
                found[0], ()
            ):
                yield found


def _is_input(cell: Cell | None) -> bool:
    return (
        cell is not None
        and cell.formula is None
        and (number_of(cell.value) is not None or is_date(cell.value))
    )


def _cell(book: Book, spot: Spot) -> Cell | None:
    sheet = book.sheet(spot[0])
    return sheet.cells.get((spot[1], spot[2])) if sheet else None


def _precedents(book: Book, spot: Spot, formula: str | None) -> Iterator[Spot]:
    for match in _REFERENCE.finditer(formula or ""):
        sheet = book.sheet((match["sheet"] or spot[0]).strip("'"))
        if sheet is None:
            continue
        first = f"{match['one']}{match['row']}"
        last = f"{match['other']}{match['last']}" if match["other"] else first
        for place in islice(places(parse_cells(f"{first}:{last}")), _MOST):
            yield sheet.name, *place
