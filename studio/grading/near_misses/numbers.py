"""Near misses of the numbers in tables: how a careless worker or a model gets one wrong."""

import math
import random
import re
from collections.abc import Callable, Iterator

from openpyxl.formula import Tokenizer

from studio.grading.near_misses.digits import decimals, tolerance
from studio.grading.near_misses.grids import (
    TABULAR,
    TYPED,
    Grid,
    Spot,
    body,
    derived,
    kept,
    open_grid,
    row_name,
    written_number,
)
from studio.grading.near_misses.operators import Made, Scene, spoils
from studio.grading.near_misses.prompts import asks_for_formulas, columns_of_formulas, slack
from studio.grading.near_misses.workbooks import Formula, Written
from studio.grading.readers.books import Sheet, parse_cells
from studio.grading.readers.values import close, number_of, same, shown

_LARGEST = 1e15
_UNROUNDED = 5


def unit(spot: Spot) -> float:
    """Return one unit of the last digit that a number is shown with, infinite if never rounded."""
    number = spot.number or 0.0
    if isinstance(spot.value, str):
        digits = len(spot.value.strip("%$€£¥ )").partition(".")[2]) if "." in spot.value else 0
        return 10.0 ** -(digits + 2 * spot.value.strip().endswith("%"))
    digits = decimals(number, spot.cell.number_format)
    return math.inf if digits >= _UNROUNDED else float(10.0**-digits)


def matters(spot: Spot, other: float, scene: Scene) -> bool:
    """Tell whether another number in a cell is a mistake: beyond what is shown or allowed."""
    number, other = spot.number, float(other)
    if number is None or not abs(other) < _LARGEST:
        return False
    least = tolerance(number, spot.cell.number_format) if isinstance(spot.value, float) else 0.0
    allowed = max(least or 0.0, slack(scene.prompt, number))
    return not same(number, other, None) and not close(number, other, allowed)


def instead(spot: Spot, other: float) -> Written:
    """Return what makes a cell hold another number; a formula stays a formula."""
    if spot.cell.formula and spot.number is not None:
        return Formula(f"=({spot.cell.formula.removeprefix('=')})+({other - spot.number:.10g})")
    return written_number(spot, other)


def numeric(grid: Grid, scene: Scene, rng: random.Random) -> list[Spot]:
    """Return the derived numbers in a random order, those outside tables first."""
    found = [spot for spot in derived(grid, scene) if spot.number is not None]
    rng.shuffle(found)
    return sorted(found, key=lambda spot: spot.table is not None)


def _with(grid: Grid, scene: Scene, spot: Spot, other: float, how: str) -> Made:
    other = float(other)
    content = grid.changed(spot.sheet, {(spot.row, spot.column): instead(spot, other)})
    did = f"{how} {spot.name}: {shown(other)} instead of {shown(spot.number)}"
    return scene.made(did, content)


def _number_operator(
    id: str, title: str, how: str, change: Callable[[Spot, random.Random], float | None]
) -> None:
    def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
        grid = open_grid(scene.place)
        for spot in numeric(grid, scene, rng):
            other = change(spot, rng)
            if other is not None and matters(spot, other, scene):
                yield _with(grid, scene, spot, other, how)

    spoils(id, "tables", title, TABULAR)(make)


def _digits_swapped(number: float) -> float | None:
    text = f"{abs(number):.2f}" if not float(number).is_integer() else f"{abs(number):.0f}"
    for place in range(len(text) - 1):
        one, two = text[place], text[place + 1]
        if one.isdigit() and two.isdigit() and one != two and not (place == 0 and two == "0"):
            swapped = float(text[:place] + two + one + text[place + 2 :])
            return swapped if number > 0 else -swapped
    return None


def _rounded(spot: Spot, rng: random.Random) -> float | None:
    number = spot.number or 0.0
    step = unit(spot) * 100
    return round(round(number / step) * step, 6) if abs(number) > step else None


def _percent(spot: Spot, rng: random.Random) -> float | None:
    name = spot.label.casefold()
    looks = "%" in spot.cell.number_format or "%" in str(spot.value)
    named = any(word in name for word in ("%", "percent", "rate", "share", "margin", "ratio"))
    number = spot.number or 0.0
    if not looks and not named:
        return None
    return number * 100 if abs(number) <= 1 else number / 100


_number_operator(
    "number_changed", "A number is wrong", "miscounted",
    lambda spot, rng: round((spot.number or 0) * rng.choice((0.9, 1.1, 1.05)), 2),
)  # fmt: skip
_number_operator(
    "off_by_unit", "One unit of the last digit off", "missed by one unit",
    lambda spot, rng: (spot.number or 0.0) + rng.choice((-1, 1)) * unit(spot),
)  # fmt: skip
_number_operator(
    "sign_flipped", "A sign is flipped", "flipped the sign of",
    lambda spot, rng: -(spot.number or 0.0),
)  # fmt: skip
_number_operator(
    "digits_swapped", "Two digits are swapped", "swapped two digits of",
    lambda spot, rng: _digits_swapped(spot.number or 0.0),
)  # fmt: skip
_number_operator("rounded_coarsely", "Rounded too coarsely", "rounded too coarsely", _rounded)
_number_operator(
    "scaled_thousand", "In thousands instead of ones", "gave in thousands",
    lambda spot, rng: (spot.number or 0.0) * 1000,
)  # fmt: skip
_number_operator("percent_fraction", "A percent as its fraction", "mistook percent", _percent)
_number_operator(
    "point_lost", "The decimal point is lost", "lost the decimal point of",
    lambda spot, rng: round((spot.number or 0.0) / unit(spot)) if unit(spot) < 1 else None,
)  # fmt: skip
_number_operator(
    "zero_instead", "Zero instead of a number", "left zero in", lambda spot, rng: 0.0
)  # fmt: skip


@spoils("total_misses_row", "tables", "A total leaves out a row", TABULAR)
def _total_misses_row(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for spot in numeric(grid, scene, rng):
        for row, part, name in _parts(grid, spot, rng):
            other = (spot.number or 0.0) - part
            if matters(spot, other, scene):
                yield _with(grid, scene, spot, other, f"left row {row} ({name}) out of")
                break


def _parts(grid: Grid, spot: Spot, rng: random.Random) -> Iterator[tuple[int, float, str]]:
    """Yield the numbers of a column whose sum stands in a cell, in a random order."""
    for name, table in grid.tables.items():
        sheet = grid.book.sheets[name]
        for column in table.header:
            rows = [row for row in body(table) if (name, row) != (spot.sheet, spot.row)]
            numbers = [(row, number_of(sheet.value(row, column))) for row in rows]
            total = sum(number or 0.0 for _, number in numbers)
            if len(rows) > 1 and close(total, spot.number or 0.0, max(1e-6, abs(total) * 1e-9)):
                rng.shuffle(numbers)
                yield from (
                    (row, number, row_name(sheet, table, row)) for row, number in numbers if number
                )
                return


@spoils("blanked", "tables", "A value is not filled in", TABULAR)
def _blanked(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for spot in numeric(grid, scene, rng):
        yield scene.made(
            f"left {spot.name} blank", grid.changed(spot.sheet, {(spot.row, spot.column): None})
        )


@spoils("kept_changed", "tables", "A value that was given is changed", TABULAR)
def _kept_changed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    spots = [s for s in kept(grid, scene) if s.number is not None and not s.cell.formula]
    rng.shuffle(spots)
    for spot in spots:
        other = round((spot.number or 0.0) * 1.2 + 1)
        yield _with(grid, scene, spot, other, "changed what was given in")


@spoils("typed_for_formula", "tables", "A typed value in place of a formula", TYPED)
def _typed_for_formula(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if not asks_for_formulas(scene.prompt):
        return
    grid = open_grid(scene.place)
    for spot in numeric(grid, scene, rng):
        header = spot.table.header if spot.table else {}
        wanted = columns_of_formulas(scene.prompt, header.values())
        if not spot.cell.formula or (wanted and header.get(spot.column) not in wanted):
            continue
        value = float(spot.number or 0.0)
        content = grid.changed(spot.sheet, {(spot.row, spot.column): value})
        yield scene.made(f"typed the value of {spot.name} over its formula", content)


@spoils("formula_short", "tables", "A formula that misses the last row", TYPED)
def _formula_short(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for spot in (spot for spot in numeric(grid, scene, rng) if spot.cell.formula):
        formula = spot.cell.formula or ""
        for found in Tokenizer(formula).items:
            shorter = _shorter(found.value, grid.book.sheets[spot.sheet])
            if shorter:
                changed = Formula(formula.replace(found.value, shorter, 1))
                content = grid.changed(spot.sheet, {(spot.row, spot.column): changed})
                did = f"ended the formula of {spot.name} at {shorter}, not {found.value}"
                yield scene.made(did, content)
                break


def _shorter(area: str, sheet: Sheet) -> str | None:
    """Return an area of one column of the sheet without its last row, if a number stands there."""
    found = re.fullmatch(r"(\$?[A-Z]{1,3}\$?)(\d+):(\$?[A-Z]{1,3}\$?)(\d+)", area)
    if not found or found[1] != found[3] or int(found[4]) - int(found[2]) < 2:
        return None
    row, column, _, _ = parse_cells(f"{found[3].replace('$', '')}{found[4]}")
    if not number_of(sheet.value(row, column)):
        return None
    return f"{found[1]}{found[2]}:{found[3]}{int(found[4]) - 1}"


@spoils("formula_broken", "tables", "A formula that gives an error", TYPED)
def _formula_broken(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for spot in (spot for spot in numeric(grid, scene, rng) if spot.cell.formula):
        content = grid.changed(spot.sheet, {(spot.row, spot.column): Formula("=1/0")})
        yield scene.made(f"broke the formula of {spot.name}: it divides by zero", content)
