"""Proposals for sheets that the worker filled in: what changed is the work, the rest is kept."""

from dataclasses import dataclass, replace
from typing import Any

from studio.grading.proposing.columns import Column, columns_of, is_held
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.formulas import LEAST_ROOM, LiveSheets, is_live
from studio.grading.proposing.keys import key_of
from studio.grading.proposing.labels import propose_cell
from studio.grading.proposing.layouts import (
    Area,
    FoundTable,
    Place,
    key_text,
    layout_of,
)
from studio.grading.proposing.liberties import is_left, totals_of, writings_of
from studio.grading.proposing.orders import propose_order, sorting_of
from studio.grading.proposing.precision import precision_of, rooms_of
from studio.grading.proposing.scopes import Subject
from studio.grading.proposing.sequels import sequel_of, tied_rows
from studio.grading.proposing.tables import precision_for, rooms_for, table_reason
from studio.grading.readers.books import Sheet, address
from studio.grading.readers.forms import is_total
from studio.grading.readers.values import fold, is_blank, same

_SEPARATED = (".csv", ".tsv")
_LEAST_TOGETHER = 3


@dataclass(frozen=True)
class Standing:
    """A sheet of the reference beside the same sheet of the input."""

    path: str
    sheet: Sheet
    given: Sheet

    @property
    def changed(self) -> set[Place]:
        """The cells whose values differ."""
        return {
            place
            for place in self.sheet.cells.keys() | self.given.cells.keys()
            if not same(self.sheet.value(*place), self.given.value(*place), None)
        }

    def target(self, cells: str) -> str:
        """Return the target of some cells; a CSV file has no addresses that anybody sees."""
        if self.path.lower().endswith(_SEPARATED):
            return self.path
        return f"{self.path}#{self.sheet.name}!{cells}"


def propose_standing(draft: Draft, standing: Standing, live: LiveSheets) -> None:
    """Add checks of what changed on a sheet, and gates that the rest is still there.

    What it computes is added to `live`.
    """
    changed = standing.changed
    if not changed:
        _keep_range(draft, standing, set(standing.given.cells))
        return
    found = [_keyed(draft, standing, table, changed) for table in layout_of(standing.sheet).tables]
    tables = [keyed.table for keyed in found]
    for keyed in found:
        _propose_table(draft, standing, keyed, live)
    headers = {(table.area[0], column) for table in tables for column in table.header}
    loose = {p for p in changed - headers if not any(table.holds(*p) for table in tables)}
    for keyed in found:
        loose -= _propose_total(draft, standing, keyed, changed)
    together = _propose_together(draft, standing, loose)
    for place in sorted(loose - together):
        propose_cell(draft, standing.path, standing.sheet, standing.given, place)
    _propose_rest(draft, standing, tables, changed)
    hanging = {place for keyed in found for place in _hanging(draft, standing, keyed)}
    live.hanging |= {(standing.sheet.name, *place) for place in hanging}
    computed = {p for p in changed - hanging if is_live(draft, standing.sheet, [p])}
    if computed:
        live.take(standing.sheet.name, computed, _rooms(draft, standing, tables, computed))


def _propose_together(draft: Draft, standing: Standing, loose: set[Place]) -> set[Place]:
    """Add one check of the computed cells outside the tables that stand beside given labels.

    Return those cells; none if they are few, or if other formulas stand between them.
    """
    sheet, given = standing.sheet, standing.given
    cells = {p for p in loose if is_live(draft, sheet, [p]) and _label_of(given, p)}
    if len(cells) < _LEAST_TOGETHER:
        return set()
    area = _box(cells)
    inside = {p for p, cell in sheet.cells.items() if cell.formula and _within(area, p)}
    if inside != cells:
        return set()
    rooms = {}
    for column in sorted({column for _, column in cells}):
        values = [(sheet.value(*p), sheet.cells[p].number_format) for p in cells if p[1] == column]
        labels = tuple(_label_of(given, p) for p in sorted(cells) if p[1] == column)
        subject = Subject(labels, (), standing.path)
        found = precision_of(draft.instruction, subject, values, draft.given.decimals)
        rooms[address(1, column)[:-1]] = max(found.tolerance or 0.0, LEAST_ROOM)
    draft.add(
        f"{sheet.name} computed",
        "formula_present",
        standing.target(f"{address(*area[:2])}:{address(*area[2:])}"),
        parameters={"tolerances": rooms} if len(set(rooms.values())) > 1 else {},
        tolerance=min(rooms.values()),
        places=frozenset(address(*place) for place in cells),
        strong=sorted({_label_of(given, place) for place in cells}),
        weak=(sheet.name,),
        reason="the cells hold formulas of any kind; their values are computed anew",
    )
    return cells


def _label_of(given: Sheet, place: Place) -> str:
    """Return the nearest text of the input to the left of a cell, empty if there is none."""
    row, column = place
    texts = (given.value(row, c) for c in range(column - 1, 0, -1))
    return next((fold(v) for v in texts if isinstance(v, str) and not is_blank(v)), "")


@dataclass(frozen=True)
class _Keyed:
    """A table of a sheet with its totals, its key, and which of its cells changed."""

    table: FoundTable
    columns: list[Column]
    key: tuple[str, ...]
    inside: set[Place]
    totals: bool

    @property
    def worked(self) -> list[Column]:
        """The columns in which something changed."""
        numbers = {column for _, column in self.inside}
        return [c for c in self.columns if c.number in numbers]


def _keyed(draft: Draft, standing: Standing, table: FoundTable, changed: set[Place]) -> _Keyed:
    """Return a table with its key; the totals below are rows like others if it names them."""
    sheet, inside = standing.sheet, {place for place in changed if table.holds(*place)}
    worked = [table.header[n] for n in table.header if any(c == n for _, c in inside)]
    key = key_of(table, sheet, draft.instruction, draft.given, worked)
    if table.totals and key:
        first, left, _, right = table.area
        whole = replace(table, area=(first, left, max(table.totals), right), totals=())
        if _names_all(whole, sheet, key):
            table, inside = whole, {place for place in changed if whole.holds(*place)}
            return _Keyed(table, columns_of(draft, sheet, table), key, inside, True)
    return _Keyed(table, columns_of(draft, sheet, table), key, inside, bool(table.totals))


def _names_all(table: FoundTable, sheet: Sheet, key: tuple[str, ...]) -> bool:
    """Tell whether key columns name each row of a table once."""
    numbers = [n for n, name in table.header.items() if name in key]
    rows = [tuple(sheet.value(row, n) for n in numbers) for row in table.rows]
    texts = {tuple(key_text(value) for value in row) for row in rows}
    return len(texts) == len(rows) and not any(is_blank(v) for row in rows for v in row)


def _rooms(
    draft: Draft, standing: Standing, tables: list[FoundTable], live: set[Place]
) -> dict[str, float]:
    """Return how far off computed numbers may be, by the letter of their column."""
    found: dict[str, float] = {}
    for table in tables:
        for column in columns_of(draft, standing.sheet, table):
            if any(table.covers(*place) and place[1] == column.number for place in live):
                precision = precision_for(draft, standing.sheet, table, column, standing.path)
                found[address(1, column.number)[:-1]] = max(precision.tolerance or 0.0, LEAST_ROOM)
    return found


def _propose_table(draft: Draft, standing: Standing, keyed: _Keyed, live: LiveSheets) -> None:
    table, inside = keyed.table, keyed.inside
    parameters: dict[str, Any] = {"key": list(keyed.key)} if keyed.key else {}
    target = standing.target(table.cells)
    if table.apart:
        parameters["totals"] = "ignore"
    elif not keyed.totals:
        parameters |= totals_of(draft, standing.path, standing.sheet, table)
    parameters |= writings_of(draft, standing.sheet, table, keyed.worked)
    if inside:
        _propose_work(draft, standing, keyed, target, parameters)
        rooms = rooms_for(draft, standing.sheet, table, keyed.columns, standing.path)
        propose_order(draft, standing.path, target, keyed.columns, rooms)
    if keyed.key and not standing.path.lower().endswith(_SEPARATED):
        live.keys.setdefault(standing.sheet.name, keyed.key)
    if _is_kept(standing, keyed):
        parameters.pop("case", None)
        _keep(draft, standing, target, parameters | {"facts": "unchanged"}, table.cells)


def _propose_total(
    draft: Draft, standing: Standing, keyed: _Keyed, changed: set[Place]
) -> set[Place]:
    """Add the check of a row of totals that the worker put beneath a table after a blank row.

    Return its cells that changed; none if its label was given, which fixes where it stands.
    """
    table, sheet = keyed.table, standing.sheet
    cells = {p for p in changed if table.apart and p[0] in table.totals and p[1] in table.header}
    label = next((fold(str(v)) for p in sorted(cells) if is_total(v := sheet.value(*p))), "")
    summed = {p for p in cells if not is_total(sheet.value(*p))}
    columns = [c for c in keyed.columns if any(p[1] == c.number for p in summed)]
    if not label or not columns:
        return set()
    precisions = {c.name: precision_for(draft, sheet, table, c, standing.path) for c in columns}
    tolerance, rooms = rooms_of(precisions)
    first, left, _, right = table.area
    whole = replace(table, area=(first, left, max(table.totals), right))
    computed = [
        c.name for c in columns if is_live(draft, sheet, {p for p in summed if p[1] == c.number})
    ]
    draft.add(
        f"{label} {standing.sheet.name} {' '.join(c.name for c in columns)}",
        "table_equals",
        standing.target(whole.cells),
        parameters={"columns": [c.name for c in columns], "totals": "only", **rooms}
        | ({"key": list(keyed.key)} if keyed.key else {})
        | ({"computed": computed} if computed else {}),
        tolerance=tolerance,
        places=frozenset(address(*place) for place in cells),
        strong=(label,),
        weak=(sheet.name, *(c.name for c in columns)),
        reason=table_reason(keyed.key, precisions, columns),
    )
    return cells


def _is_kept(standing: Standing, keyed: _Keyed) -> bool:
    """Tell whether the input fills cells of a table beside its key that nobody changed."""
    facts = {c.number for c in keyed.columns if c.name not in keyed.key}
    facts = facts or {c.number for c in keyed.columns}
    return any(
        keyed.table.holds(*place) and place[1] in facts and place not in keyed.inside
        for place in standing.given.cells
    )


def _propose_work(
    draft: Draft, standing: Standing, keyed: _Keyed, target: str, parameters: dict[str, Any]
) -> None:
    """Add the check of what was to be filled in; cells without a key are found by their place."""
    table, inside = keyed.table, keyed.inside
    worded = [c for c in keyed.worked if _is_own_words(draft, table, c, inside)]
    compared = [c for c in keyed.worked if c not in worded]
    for column in worded:
        draft.skip(f"The column {column.name} of {standing.path} is free text")
    cells = {p for p in inside if p[1] in {c.number for c in compared}}
    if not compared:
        return
    if not keyed.key and is_live(draft, standing.sheet, cells):
        _propose_formulas(draft, standing, table, cells, compared)
        return
    precisions = {
        c.name: precision_for(draft, standing.sheet, table, c, standing.path) for c in compared
    }
    tolerance, rooms = rooms_of(precisions)
    computed = [
        c.name
        for c in compared
        if is_live(draft, standing.sheet, {p for p in inside if p[1] == c.number})
    ]
    if computed:
        parameters = parameters | {"computed": computed}
    parameters = parameters | _sequel(draft, standing, keyed)
    draft.add(
        f"{standing.sheet.name} {' '.join(c.name for c in compared)}",
        "table_equals",
        target,
        parameters=parameters
        | {"columns": [c.name for c in compared], "facts": "changed", **rooms},
        tolerance=tolerance,
        places=frozenset(address(*place) for place in inside),
        strong=[c.name for c in compared],
        weak=(standing.sheet.name, *name_words(standing.path)),
        reason=table_reason(keyed.key, precisions, compared),
    )


def _is_own_words(draft: Draft, table: FoundTable, column: Column, inside: set[Place]) -> bool:
    """Tell whether the worker words a column: what changed in it is prose, or it is left to him."""
    rows = [place[0] - table.rows[0] for place in sorted(inside) if place[1] == column.number]
    values = [column.values[row] for row in rows]
    copied, held = draft.given.holds_column(values), is_held(draft, values)
    changed = replace(column, values=values, copied=copied, held=held)
    return changed.prose or is_left(draft, column.name)


def _new_rows(standing: Standing, keyed: _Keyed) -> list[int]:
    """Return the rows of a table, from 0, below the last one that the input fills."""
    rows, columns = keyed.table.rows, keyed.table.header
    held = {row for row, column in standing.given.cells if column in columns}
    return [n for n, row in enumerate(rows) if row not in held]


def _sequel(draft: Draft, standing: Standing, keyed: _Keyed) -> dict[str, Any]:
    """Return how the rows go on that were added to a table, nothing if none were."""
    new = _new_rows(standing, keyed)
    numbers = next((c for c in keyed.columns if keyed.key == (c.name,)), None)
    if not new or numbers is None:
        return {}
    given = [value for row, value in enumerate(numbers.values) if row not in new]
    return sequel_of(draft, keyed.columns, keyed.key, given)


def _hanging(draft: Draft, standing: Standing, keyed: _Keyed) -> set[Place]:
    """Return the cells of running totals that hang on an order which is free."""
    running = _sequel(draft, standing, keyed).get("running", {})
    if not running:
        return set()
    found = sorting_of(draft, standing.path, keyed.columns)
    by = [column.name for column in found[1].columns] if found else []
    rows = tied_rows(keyed.columns, by, _new_rows(standing, keyed))
    numbers = [column.number for column in keyed.columns if column.name in running]
    return {(keyed.table.rows[row], number) for row in rows for number in numbers}


def _propose_formulas(
    draft: Draft, standing: Standing, table: FoundTable, live: set[Place], columns: list[Column]
) -> None:
    """Add the check that cells of a table are computed, with the right values."""
    area = _box(live)
    cells = f"{address(*area[:2])}:{address(*area[2:])}"
    precisions = {
        c.name: precision_for(draft, standing.sheet, table, c, standing.path) for c in columns
    }
    rooms = {
        address(1, c.number)[:-1]: p.tolerance
        for c in columns
        if (p := precisions[c.name]).tolerance is not None
    }
    same_room = len(set(rooms.values())) <= 1
    draft.add(
        f"{standing.sheet.name} {' '.join(c.name for c in columns)} computed",
        "formula_present",
        standing.target(cells),
        parameters={} if same_room else {"tolerances": rooms},
        tolerance=min(rooms.values(), default=None),
        places=frozenset(address(*place) for place in live),
        strong=[c.name for c in columns],
        sentence=draft.instruction.first("live"),
        reason="the cells hold formulas of any kind; their values are computed anew",
    )


def _keep(
    draft: Draft, standing: Standing, target: str, parameters: dict[str, Any], cells: str
) -> None:
    keeps = draft.instruction.first("keeps")
    draft.add(
        f"{standing.sheet.name} {cells} kept",
        "table_equals",
        target,
        parameters=parameters,
        gate=True,
        sentence=keeps,
        weak=name_words(standing.path),
        reason="the input holds it already",
    )


def _propose_rest(
    draft: Draft, standing: Standing, tables: list[FoundTable], changed: set[Place]
) -> None:
    """Add gates over what the input held outside the tables, one for each block beside them."""
    kept = {
        place
        for place in standing.given.cells
        if place not in changed and not any(_within(table.area, place) for table in tables)
    }
    if not kept:
        return
    for side in _sides(kept, tables):
        _keep_range(draft, standing, side)


def _keep_range(draft: Draft, standing: Standing, kept: set[Place]) -> None:
    """Add the gate that cells are as they were, each in its place."""
    if not kept or standing.path.lower().endswith(_SEPARATED):
        return
    first, left, last, right = _box(kept)
    cells = f"{address(first, left)}:{address(last, right)}"
    draft.add(
        f"{standing.sheet.name} {cells} kept",
        "range_equals",
        standing.target(cells),
        parameters={"facts": "unchanged"},
        gate=True,
        sentence=draft.instruction.first("keeps"),
        weak=name_words(standing.path),
        reason="the input holds it already",
    )


def _within(area: Area, place: Place) -> bool:
    first, left, last, right = area
    return first <= place[0] <= last and left <= place[1] <= right


def _sides(kept: set[Place], tables: list[FoundTable]) -> list[set[Place]]:
    """Return the kept cells in groups: all if their box meets no table, else one a side."""
    main = max(tables, key=lambda table: table.area[2] - table.area[0], default=None)
    if main is None or not _meet(_box(kept), main.area):
        return [kept]
    first, left, last, right = main.area
    return [
        {p for p in kept if p[0] < first},
        {p for p in kept if p[0] > last},
        {p for p in kept if first <= p[0] <= last and p[1] < left},
        {p for p in kept if first <= p[0] <= last and p[1] > right},
    ]


def _box(places: set[Place]) -> Area:
    rows, columns = [row for row, _ in places], [column for _, column in places]
    return min(rows), min(columns), max(rows), max(columns)


def _meet(one: Area, other: Area) -> bool:
    rows = one[0] <= other[2] and other[0] <= one[2]
    return rows and one[1] <= other[3] and other[1] <= one[3]
