"""Near misses of rows, columns, dates and labels in tables."""

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from studio.grading.near_misses.grids import (
    TABULAR,
    TYPED,
    Grid,
    Spot,
    body,
    date_of,
    derived,
    moved,
    open_grid,
    row_name,
    rows_as,
    tables_of,
    written_date,
)
from studio.grading.near_misses.operators import Made, Scene, spoils
from studio.grading.near_misses.prompts import asks_for_order, names
from studio.grading.near_misses.workbooks import Written
from studio.grading.readers.books import Sheet, address
from studio.grading.readers.structure import FoundTable
from studio.grading.readers.values import is_blank, number_of, same, shown, spelled_numbers

_ChangeDate = Callable[[int, int, int], tuple[int, int, int] | None]
_PLACEHOLDERS = ("TODO", "TBD", "n/a", "xxx")


def _rows(
    scene: Scene, rng: random.Random, change: Callable[[Sheet, FoundTable, int], list[int]],
    did: str,
) -> Iterator[Made]:  # fmt: skip
    grid = open_grid(scene.place)
    for sheet, table in tables_of(grid, scene):
        rows = list(body(table))
        rng.shuffle(rows)
        for row in rows:
            changes = rows_as(sheet, table, change(sheet, table, row))
            told = did.format(row=row, name=row_name(sheet, table, row))
            yield scene.made(told, grid.changed(sheet.name, changes))


@spoils("row_dropped", "tables", "A row is missing", TABULAR)
def _row_dropped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _rows(
        scene, rng, lambda _, table, row: [r for r in body(table) if r != row],
        "dropped row {row} ({name})",
    )  # fmt: skip


@spoils("last_row_dropped", "tables", "The last row is missing", TABULAR)
def _last_row_dropped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for sheet, table in tables_of(grid, scene):
        last = table.area[2]
        changes = rows_as(sheet, table, list(body(table))[:-1])
        told = f"dropped the last row, {last} ({row_name(sheet, table, last)})"
        yield scene.made(told, grid.changed(sheet.name, changes))


@spoils("row_doubled", "tables", "A row stands there twice", TABULAR)
def _row_doubled(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for sheet, table in tables_of(grid, scene):
        below = table.area[2] + 1
        _, left, _, right = table.area
        span = range(left, right + 1)
        if any(not is_blank(sheet.value(below, column)) for column in span):
            continue
        rows = list(body(table))
        rng.shuffle(rows)
        for row in rows:
            changes: dict[tuple[int, int], Written] = {
                (below, column): moved(
                    sheet.cells.get((row, column)), (row, column), (below, column)
                )
                for column in span
            }
            told = f"repeated row {row} ({row_name(sheet, table, row)}) at the end"
            yield scene.made(told, grid.changed(sheet.name, changes))


@spoils("half_done", "tables", "Only the first half of the rows is done", TABULAR)
def _half_done(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    fresh = {(s.sheet, s.row, s.column) for s in derived(grid, scene)}
    for sheet, table in tables_of(grid, scene):
        rows = [
            row for row in body(table) if any((sheet.name, row, c) in fresh for c in table.header)
        ]
        late = rows[len(rows) // 2 :]
        changes: dict[tuple[int, int], Written] = {
            (row, column): None
            for row in late
            for column in table.header
            if (sheet.name, row, column) in fresh
        }
        if len(rows) > 1:
            yield scene.made(f"stopped before row {late[0]}", grid.changed(sheet.name, changes))


@spoils("header_only", "tables", "Only the header is there", TABULAR)
def _header_only(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for sheet, table in tables_of(grid, scene):
        changes = rows_as(sheet, table, [])
        yield scene.made("left only the header of the table", grid.changed(sheet.name, changes))


@spoils("rows_unsorted", "tables", "The rows stand in another order", TABULAR)
def _rows_unsorted(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if not asks_for_order(scene.prompt):
        return
    grid = open_grid(scene.place)
    for sheet, table in tables_of(grid, scene):
        if any(cell.formula for place, cell in sheet.cells.items() if table.holds(*place)):
            continue
        rows: list[int | None] = list(body(table))
        sorted_by = _sorted_columns(sheet, table, scene.prompt)
        for place in rng.sample(range(len(rows) - 1), len(rows) - 1):
            one, other = table.area[0] + 1 + place, table.area[0] + 2 + place
            tied = any(same(sheet.value(one, c), sheet.value(other, c), None) for c in sorted_by)
            if not sorted_by or tied:
                continue
            order = list(rows)
            order[place], order[place + 1] = order[place + 1], order[place]
            content = grid.changed(sheet.name, rows_as(sheet, table, order))
            yield scene.made(f"swapped rows {one} and {other}", content)


def _sorted_columns(sheet: Sheet, table: FoundTable, prompt: str) -> list[int]:
    """Return the columns by which the rows may have been sorted: those named, else all."""
    found = [column for column in table.header if _is_sorted(sheet, table, column)]
    named = [column for column in found if names(prompt, table.header[column])]
    return named or found


def _is_sorted(sheet: Sheet, table: FoundTable, column: int) -> bool:
    values = [sheet.value(row, column) for row in body(table)]
    numbers = [number_of(value) for value in values]
    if any(number is None for number in numbers):
        texts = [str(value).casefold() for value in values]
        return texts in (sorted(texts), sorted(texts, reverse=True)) and len(set(texts)) > 1
    known = [number or 0.0 for number in numbers]
    return known in (sorted(known), sorted(known, reverse=True)) and len(set(known)) > 1


def _columns(grid: Grid, scene: Scene) -> Iterator[tuple[Sheet, FoundTable, int, list[int]]]:
    """Yield each column of a table that holds derived values, with the rows they stand in."""
    fresh = {(s.sheet, s.row, s.column) for s in derived(grid, scene)}
    for sheet, table in tables_of(grid, scene):
        for column, name in table.header.items():
            rows = [row for row in body(table) if (sheet.name, row, column) in fresh]
            if rows and name not in table.key:
                yield sheet, table, column, rows


def _plain(sheet: Sheet, row: int, column: int) -> Written:
    """Return the value of a cell as it would be pasted: without its formula."""
    cell = sheet.cells.get((row, column))
    if cell is None or cell.formula:
        return cell.value if cell else None
    return moved(cell, (row, column), (row, column))


@spoils("wrong_row_matched", "tables", "Two rows have each other's value", TABULAR)
def _wrong_row_matched(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    pairs = [
        (sheet, table, column, one, other)
        for sheet, table, column, rows in _columns(grid, scene)
        for one, other in pairwise(rows)
        if not same(sheet.value(one, column), sheet.value(other, column), 0.01)
    ]
    rng.shuffle(pairs)
    for sheet, table, column, one, other in pairs:
        changes = {
            (one, column): _plain(sheet, other, column),
            (other, column): _plain(sheet, one, column),
        }
        names_of = f"{row_name(sheet, table, one)} and {row_name(sheet, table, other)}"
        told = f"gave {names_of} each other's {table.header[column]}"
        yield scene.made(told, grid.changed(sheet.name, changes))


@spoils("column_shifted", "tables", "A column has slipped by a row", TABULAR)
def _column_shifted(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for sheet, table, column, rows in _columns(grid, scene):
        values = [_plain(sheet, row, column) for row in rows]
        slipped = [*values[1:], values[0]]
        if len(rows) > 2 and values != slipped:
            changes = {(row, column): value for row, value in zip(rows, slipped, strict=True)}
            told = f"let the column {table.header[column]} slip by one row"
            yield scene.made(told, grid.changed(sheet.name, changes))


@spoils("columns_swapped", "tables", "Two columns have each other's values", TABULAR)
def _columns_swapped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    found = list(_columns(grid, scene))
    for sheet, table, column, rows in found:
        for other, name in table.header.items():
            kinds = {
                number_of(sheet.value(row, c)) is None for row in rows for c in (column, other)
            }
            equal = all(
                same(sheet.value(row, column), sheet.value(row, other), 0.01) for row in rows
            )
            if other == column or name in table.key or len(kinds) > 1 or equal:
                continue
            changes = {(row, column): _plain(sheet, row, other) for row in rows}
            changes |= {(row, other): _plain(sheet, row, column) for row in rows}
            told = f"swapped the columns {table.header[column]} and {name}"
            yield scene.made(told, grid.changed(sheet.name, changes))


@spoils("key_changed", "tables", "A key is mistyped", TABULAR)
def _key_changed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    loose = {name for check in scene.checks for name in check.parameters.get("loose", ())}
    for sheet, table in tables_of(grid, scene):
        columns = [n for n, name in table.header.items() if name in set(table.key) - loose]
        rows = list(body(table))
        rng.shuffle(rows)
        for column, row in ((column, row) for column in columns for row in rows):
            cell = sheet.cells.get((row, column))
            if cell is None or cell.formula or not isinstance(cell.value, str):
                continue
            wrong = _mistyped(cell.value)
            if wrong not in {sheet.value(r, column) for r in rows}:
                content = grid.changed(sheet.name, {(row, column): wrong})
                yield scene.made(f"mistyped {cell.value} as {wrong}", content)


def _mistyped(text: str) -> str:
    found = re.search(r"\d(?=\D*$)", text)
    if found:
        return f"{text[: found.start()]}{(int(found.group()) + 3) % 10}{text[found.end() :]}"
    return text[:-2] + text[-1] + text[-2] if text[-2:-1] != text[-1:] else f"{text}s"


@spoils("key_doubled", "tables", "Two rows have the same key", TABULAR)
def _key_doubled(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for sheet, table in tables_of(grid, scene):
        columns = [column for column, name in table.header.items() if name in table.key]
        pairs = list(pairwise(body(table)))
        rng.shuffle(pairs)
        for column, (one, other) in ((c, pair) for c in columns for pair in pairs):
            if sheet.cells[one, column].formula or sheet.cells[other, column].formula:
                continue
            content = grid.changed(sheet.name, {(other, column): _plain(sheet, one, column)})
            yield scene.made(f"gave row {other} the key of row {one}", content)


def _labels(grid: Grid, scene: Scene, rng: random.Random) -> list[Spot]:
    found = [
        spot
        for spot in derived(grid, scene)
        if isinstance(spot.value, str)
        and spot.number is None
        and date_of(spot) is None
        and not spot.cell.formula
    ]
    rng.shuffle(found)
    return found


@spoils("label_swapped", "tables", "Another word of the same column", TABULAR)
def _label_swapped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for spot in _labels(grid, scene, rng):
        if spot.table is None or spot.table.header[spot.column] in spot.table.key:
            continue
        sheet = grid.book.sheets[spot.sheet]
        others = {sheet.value(row, spot.column) for row in body(spot.table)}
        choices = sorted(
            other
            for other in others
            if isinstance(other, str)
            and number_of(other) is None
            and not same(other, spot.value, None, case=False)
        )
        if choices and len(others) <= len(body(spot.table)) // 2 + 1:
            other = rng.choice(choices)
            content = grid.changed(spot.sheet, {(spot.row, spot.column): other})
            yield scene.made(f"wrote {other} for {spot.value} in {spot.name}", content)


@spoils("label_blanked", "tables", "A word is left out", TABULAR)
def _label_blanked(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for spot in _labels(grid, scene, rng):
        if spot.table:
            content = grid.changed(spot.sheet, {(spot.row, spot.column): None})
            yield scene.made(f"left {spot.name} blank", content)


@spoils("label_placeholder", "tables", "A placeholder instead of the text", TABULAR)
def _label_placeholder(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for spot in _labels(grid, scene, rng):
        if spot.table or spelled_numbers(str(spot.value)):
            word = rng.choice(_PLACEHOLDERS)
            content = grid.changed(spot.sheet, {(spot.row, spot.column): word})
            yield scene.made(f"left {word} in {spot.name}", content)


@spoils("note_figure_wrong", "tables", "A wrong figure in a sentence of a cell", TABULAR)
def _note_figure_wrong(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for spot in _labels(grid, scene, rng):
        for word, _ in spelled_numbers(str(spot.value)):
            if len(word) < 3 or word not in str(spot.value):
                continue
            wrong = _figure(word)
            text = str(spot.value).replace(word, wrong, 1)
            content = grid.changed(spot.sheet, {(spot.row, spot.column): text})
            yield scene.made(f"wrote {wrong} for {word} in {spot.name}", content)


def _figure(word: str) -> str:
    """Return a number with another digit in its first place."""
    found = re.search(r"[1-9]", word)
    if not found:
        return f"1{word}"
    return f"{word[: found.start()]}{int(found.group()) % 9 + 1}{word[found.end() :]}"


def _dates(scene: Scene, rng: random.Random, change: _ChangeDate, how: str) -> Iterator[Made]:
    grid = open_grid(scene.place)
    spots = [spot for spot in derived(grid, scene) if date_of(spot)]
    rng.shuffle(spots)
    for spot in spots:
        found = date_of(spot)
        if found is None or spot.cell.formula:
            continue
        day, pattern = found
        other = change(day.year, day.month, day.day)
        if other is not None and other != (day.year, day.month, day.day):
            wrong = dt.date(*other)
            value = written_date(spot, wrong, pattern)
            content = grid.changed(spot.sheet, {(spot.row, spot.column): value})
            yield scene.made(f"{how} {spot.name}: {wrong} instead of {day}", content)


@spoils("date_month_off", "tables", "A date is a month off", TABULAR)
def _date_month_off(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def later(year: int, month: int, day: int) -> tuple[int, int, int]:
        return year + month // 12, month % 12 + 1, min(day, 28)

    yield from _dates(scene, rng, later, "put a month later")


@spoils("date_day_off", "tables", "A date is a day off", TABULAR)
def _date_day_off(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def beside(year: int, month: int, day: int) -> tuple[int, int, int]:
        return year, month, day - 1 if day > 1 else 2

    yield from _dates(scene, rng, beside, "put a day off")


@spoils("day_month_swapped", "tables", "Day and month are swapped", TABULAR)
def _day_month_swapped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _dates(
        scene, rng, lambda year, month, day: (year, day, month) if day <= 12 else None,
        "swapped day and month of",
    )  # fmt: skip


@spoils("header_renamed", "tables", "A heading that was asked for is another", TABULAR)
def _header_renamed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for sheet, table in tables_of(grid, scene):
        for column, name in table.header.items():
            quoted = re.search(rf"[`\"“']{re.escape(name)}[`\"”']", scene.prompt)
            if quoted:
                changes: dict[tuple[int, int], Written] = {(table.area[0], column): "Column1"}
                told = f"named the column {name} Column1"
                yield scene.made(told, grid.changed(sheet.name, changes))


@spoils("label_lost", "tables", "A label that was asked for is missing", TYPED)
def _label_lost(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for spot in _labels(grid, scene, rng):
        text = str(spot.value)
        if spot.table is None and len(text) <= 60 and names(scene.prompt, text):
            content = grid.changed(spot.sheet, {(spot.row, spot.column): None})
            place = address(spot.row, spot.column)
            yield scene.made(f"left out the label {shown(text)} in {place}", content)
