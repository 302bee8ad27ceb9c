"""Harmless variants of tables: other programs, other spellings, another order where it is free."""

import datetime as dt
import io
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.styles.numbers import is_date_format

from studio.grading.near_misses.grids import (
    TEXTUAL,
    TYPED,
    Dialect,
    Spot,
    body,
    derived,
    open_grid,
    read_dialect,
    rows_as,
    tables_of,
)
from studio.grading.near_misses.operators import Made, Scene, varies
from studio.grading.near_misses.prompts import (
    asks_for_formulas,
    may_ask_for_order,
    names_cells,
)
from studio.grading.near_misses.workbooks import Written, packed, parse_xml, unpacked
from studio.grading.readers.books import Sheet, column_letters
from studio.grading.readers.structure import FoundTable
from studio.grading.readers.values import fold, is_blank, number_of
from studio.sandbox.office import office_program, recompute

_XLSX = (".xlsx",)
_RICH = re.compile(r"xl/(drawings|charts|pivot|media|embeddings|externalLinks|vba|comments)")
_TOTALS = re.compile(r"\b(sub-?total|total|sum|balance|average|mean|overall)\b", re.IGNORECASE)
_DECIMAL = re.compile(r"-?\d+\.\d+")
_RELATIONS = re.compile(r"\$?[A-Z]{1,3}\$?(\d+)")


def _resaved(content: bytes, change: Any = None) -> bytes | None:
    """Return a workbook saved by openpyxl, None if it holds what that library does not keep."""
    if any(_RICH.match(name) for name in unpacked(content)):
        return None
    book = load_workbook(io.BytesIO(content))
    if change is not None:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return packed(_timeless(unpacked(stream.getvalue())))


def _timeless(members: dict[str, bytes]) -> dict[str, bytes]:
    """Set the time of saving to a fixed one, so that the same variant has the same bytes."""
    root = parse_xml(members["docProps/core.xml"])
    for child in root:
        if child.tag.endswith(("}modified", "}created")):
            child.text = "2020-01-01T00:00:00Z"
    return members | {"docProps/core.xml": etree.tostring(root)}


@varies("resaved_openpyxl", "tables", "Saved again by openpyxl", _XLSX)
def _resaved_openpyxl(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if content := _resaved(scene.content()):
        yield scene.made("saved the workbook again with openpyxl", content)


@varies("resaved_office", "tables", "Saved again by LibreOffice", _XLSX)
def _resaved_office(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if office_program() and unpacked(scene.content()):
        content = recompute(scene.place).read_bytes()
        yield scene.made("saved the workbook again with LibreOffice", content)


@varies("extra_sheet", "tables", "An empty sheet more", _XLSX)
def _extra_sheet(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if content := _resaved(scene.content(), lambda book: book.create_sheet("Scratch")):
        yield scene.made("added an empty sheet Scratch at the end", content)


@varies("other_font", "tables", "Another font and wider columns", _XLSX)
def _other_font(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def restyle(book: Any) -> None:
        for sheet in book.worksheets:
            for row in sheet.iter_rows(max_row=min(sheet.max_row, 500)):
                for cell in row:
                    if cell.value is not None:
                        cell.font = Font(name="Arial", size=9)
            for column in range(1, min(sheet.max_column, 50) + 1):
                sheet.column_dimensions[column_letters(column)].width = 23

    if content := _resaved(scene.content(), restyle):
        yield scene.made("set all cells in Arial 9 and widened the columns", content)


@varies("number_noise", "tables", "The same number with the noise of binary fractions", TYPED)
def _number_noise(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for name in grid.book.sheets:
        changes: dict[tuple[int, int], Written] = {
            (spot.row, spot.column): spot.value * (1 + 2**-50)
            for spot in derived(grid, scene)
            if spot.sheet == name
            and isinstance(spot.value, float)
            and not spot.value.is_integer()
            and not spot.cell.formula
        }
        if changes:
            content = grid.changed(name, changes)
            yield scene.made(
                f"added the noise of binary fractions to {len(changes)} cells", content
            )


@varies("values_for_formulas", "tables", "Values where no formula is asked for", TYPED)
def _values_for_formulas(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if asks_for_formulas(scene.prompt):
        return
    grid = open_grid(scene.place)
    for name in grid.book.sheets:
        changes: dict[tuple[int, int], Written] = {
            (spot.row, spot.column): spot.value
            for spot in derived(grid, scene)
            if spot.sheet == name
            and spot.cell.formula
            and not is_blank(spot.value)
            and not (spot.cell.number_format and is_date_format(spot.cell.number_format))
        }
        if changes:
            content = grid.changed(name, changes)
            yield scene.made(f"typed {len(changes)} values that formulas gave", content)


@varies("date_as_text", "tables", "A date as its ISO text", TYPED)
def _date_as_text(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for name in grid.book.sheets:
        changes: dict[tuple[int, int], Written] = {
            (spot.row, spot.column): str(spot.value)
            for spot in derived(grid, scene)
            if spot.sheet == name and _is_typed_date(spot)
        }
        if changes and not asks_for_formulas(scene.prompt):
            content = grid.changed(name, changes)
            yield scene.made(f"wrote {len(changes)} dates as text, such as 2026-01-31", content)


def _is_typed_date(spot: Spot) -> bool:
    if spot.cell.formula or not isinstance(spot.value, str):
        return False
    if not (spot.cell.number_format and is_date_format(spot.cell.number_format)):
        return False
    try:
        return bool(dt.date.fromisoformat(spot.value))
    except ValueError:
        return False


@varies("text_spaced", "tables", "White space around words", (*TYPED, *TEXTUAL))
def _text_spaced(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for name in grid.book.sheets:
        changes: dict[tuple[int, int], Written] = {
            (spot.row, spot.column): f"{str(spot.value).replace(' ', chr(0xA0))} "
            for spot in derived(grid, scene)
            if spot.sheet == name
            and isinstance(spot.value, str)
            and spot.number is None
            and not spot.cell.formula
            and not (spot.cell.number_format and is_date_format(spot.cell.number_format))
        }
        if changes:
            content = grid.changed(name, changes)
            yield scene.made(f"put no-break and trailing spaces into {len(changes)} texts", content)


def _is_free(sheet: Sheet, table: FoundTable, prompt: str) -> bool:
    """Tell whether rows may stand in any order: they have a key and nothing depends on order."""
    if not table.key or may_ask_for_order(prompt):
        return False
    if any(names_cells(prompt) and str(row) in prompt for row in body(table)):
        return False
    for row in body(table):
        for column in table.header:
            cell = sheet.cells.get((row, column))
            if cell and isinstance(cell.value, str) and _TOTALS.search(cell.value):
                return False
            if cell and cell.formula:
                rows = {int(found) for found in _RELATIONS.findall(cell.formula)}
                if rows - {row}:
                    return False
    return True


@varies("rows_reordered", "tables", "The rows in another order, which is free", (*TYPED, *TEXTUAL))
def _rows_reordered(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for sheet, table in tables_of(grid, scene):
        outside = any(
            cell.formula and not table.holds(*place) for place, cell in sheet.cells.items()
        )
        if not _is_free(sheet, table, scene.prompt) or (outside and not scene.given):
            continue
        order: list[int | None] = list(body(table))
        for how, wanted in (
            ("backwards", order[::-1]),
            ("shuffled", rng.sample(order, len(order))),
        ):
            content = grid.changed(sheet.name, rows_as(sheet, table, wanted))
            yield scene.made(f"put the rows {how}", content)


@varies("columns_reordered", "tables", "The columns in another order, which is free", TEXTUAL)
def _columns_reordered(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    if may_ask_for_order(scene.prompt) or scene.given is not None:
        return
    for sheet, table in tables_of(grid, scene):
        if sheet.size[1] != table.area[3] or table.area[0] != 1:
            continue
        columns = list(table.header)
        wanted = columns[1:] + columns[:1]
        changes: dict[tuple[int, int], Written] = {
            (row, column): sheet.value(row, source)
            for row in range(1, table.area[2] + 1)
            for column, source in zip(columns, wanted, strict=True)
        }
        yield scene.made("moved the first column to the end", grid.changed(sheet.name, changes))


@varies("title_above", "tables", "A title above the table", _XLSX)
def _title_above(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if scene.given is not None or names_cells(scene.prompt):
        return
    grid = open_grid(scene.place)
    if any(cell.formula for sheet in grid.book.sheets.values() for cell in sheet.cells.values()):
        return
    for sheet, table in tables_of(grid, scene):
        if table.area[0] != 1 or re.search(r"first row|row 1\b|top row", scene.prompt, re.I):
            continue
        content = _resaved(scene.content(), lambda book, name=sheet.name: _titled(book[name]))
        if content:
            yield scene.made("put a title and a blank row above", content)


def _titled(sheet: Any) -> None:
    if not sheet.merged_cells.ranges:
        sheet.insert_rows(1, 2)
        sheet["A1"] = "Result"


_STATED = re.compile(
    r"\bcommas? (?:between|separat)|\bcomma[- ]?separated|\bsemi-?colons?\b", re.IGNORECASE
)


def _dialect_operator(id: str, title: str, did: str, change: Any) -> None:
    def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
        dialect = read_dialect(scene.place)
        other: Dialect = change(dialect)
        content = other.written(other.rows)
        stated = other.delimiter != dialect.delimiter and _STATED.search(scene.prompt)
        if other != dialect and not stated:
            yield scene.made(did, content)

    varies(id, "tables", title, TEXTUAL)(make)


def _other_delimiter(dialect: Dialect) -> Dialect:
    if dialect.delimiter == "\t":
        return dialect
    return replace(dialect, delimiter=";" if dialect.delimiter == "," else ",")


_dialect_operator(
    "other_delimiter", "Another delimiter", "separated the fields by another sign", _other_delimiter
)
_dialect_operator(
    "other_line_ends", "Other line ends", "ended the lines the other way",
    lambda dialect: replace(dialect, line_end="\n" if dialect.line_end == "\r\n" else "\r\n"),
)  # fmt: skip
_dialect_operator(
    "byte_order_mark", "With a byte order mark", "put a byte order mark in front",
    lambda dialect: replace(dialect, encoding="utf-8-sig"),
)  # fmt: skip
_dialect_operator(
    "all_quoted", "All fields in quotes", "put all fields in quotes",
    lambda dialect: replace(dialect, quoting=1),
)  # fmt: skip
_dialect_operator(
    "blank_lines", "Blank lines at the end", "left two blank lines at the end",
    lambda dialect: replace(dialect, rows=[*dialect.rows, [], []], ends_with_line=True),
)  # fmt: skip


def _respelled(scene: Scene, pattern: "re.Pattern[str]", spell: Any, did: str) -> Iterator[Made]:
    """Yield a text table whose derived numbers are spelled in another way."""
    grid = open_grid(scene.place)
    for name in grid.book.sheets:
        changes: dict[tuple[int, int], Written] = {}
        for spot in derived(grid, scene):
            text = fold(str(spot.value))
            key = spot.table is not None and spot.table.header[spot.column] in spot.table.key
            if spot.sheet == name and not key and pattern.fullmatch(text):
                other = spell(text)
                if other != text and number_of(other) == number_of(text):
                    changes[spot.row, spot.column] = other
        if changes:
            yield scene.made(f"{did} in {len(changes)} cells", grid.changed(name, changes))


@varies("thousands_separated", "tables", "Thousands separated by commas", TEXTUAL)
def _thousands(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def spell(text: str) -> str:
        whole, point, rest = text.partition(".")
        return f"{int(whole):,}{point}{rest}" if len(whole.lstrip("-")) > 3 else text

    yield from _respelled(scene, _DECIMAL, spell, "separated the thousands")


@varies("more_decimals", "tables", "More decimals of the same number", TEXTUAL)
def _more_decimals(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _respelled(
        scene, _DECIMAL, lambda text: f"{text}00", "wrote two more zeros after the point"
    )


@varies("fewer_zeros", "tables", "Without zeros at the end", TEXTUAL)
def _fewer_zeros(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _respelled(
        scene, _DECIMAL, lambda text: text.rstrip("0").rstrip("."), "left out the last zeros"
    )


@varies("percent_as_text", "tables", "A percent as its text", TYPED)
def _percent_as_text(scene: Scene, rng: random.Random) -> Iterator[Made]:
    grid = open_grid(scene.place)
    for spot in derived(grid, scene):
        value = spot.value
        if isinstance(value, float) and "%" in spot.cell.number_format and not spot.cell.formula:
            text = f"{value * 100:.10f}".rstrip("0").rstrip(".") + "%"
            if number_of(text) == value:
                content = grid.changed(spot.sheet, {(spot.row, spot.column): text})
                yield scene.made(f"wrote {text} as text in {spot.name}", content)
