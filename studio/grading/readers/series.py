"""Reading columns of numbers from delimited text, with or without a header."""

import csv
import datetime as dt
import math
import re
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import numpy as np

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import delimiter_of
from studio.grading.readers.plain_arrays import MAX_NUMBERS, Loaders, Plain
from studio.grading.readers.units import is_unit
from studio.grading.readers.values import fold, shown

_MAX_COLUMNS = 2_000
_MAX_ROWS = 1_000_000
_COMMENTS = ("#", "%")
_NOTHING = frozenset(["", "nan", "na", "n/a", "null", "none", "-"])
_LONGEST = 60
_SAMPLED = 200
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def columns_of_text(text: str, suffix: str) -> Loaders:
    """Return what reads each column of numbers, by its name; those without one by their place.

    Blank cells and `NaN` are not a number. Lines that begin with `#` or `%` are comments; the last
    one before the numbers names the columns if it has as many names as they are. Moments are
    seconds since 1970. A row of units below the names is put behind them in brackets.

    Raises:
        Unreadable: if there are no numbers at all.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > _MAX_ROWS:
        raise Unreadable(f"holds more than {_MAX_ROWS:,} rows")
    lines = [line for line in text.split("\n") if line.strip()]
    body = [line for line in lines if not line.lstrip().startswith(_COMMENTS)]
    rows = _split(body, suffix)
    first = next((place for place, row in enumerate(rows) if _is_numeric(row)), None)
    if first is None:
        raise Unreadable("holds no numbers")
    width = len(rows[first])
    if width > _MAX_COLUMNS or width * (len(rows) - first) > MAX_NUMBERS:
        raise Unreadable(f"holds more than {MAX_NUMBERS:,} numbers")
    head = rows[:first]
    if not head and len(body) < len(lines):
        head = _split([line.lstrip("#% ") for line in lines if line not in body], suffix)
    names = _names([row for row in head if len(row) == width], width)
    decimal = "," if ";" in body[first] or "\t" in body[first] else "."
    data = [_of_width(row, width) for row in rows[first:]]
    return {name: partial(_column, data, place, name, decimal) for place, name in enumerate(names)}


def _split(lines: Sequence[str], suffix: str) -> list[list[str]]:
    """Return the cells of each line, parted by its delimiter, else by blanks."""
    sign = _delimiter(lines, suffix)
    if not any(sign in line for line in lines):
        return [line.split() for line in lines]
    try:
        rows = list(csv.reader(lines, delimiter=sign))
    except csv.Error:
        raise Unreadable("has a cell that is too long") from None
    while rows and all(row and not row[-1].strip() for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def _delimiter(lines: Sequence[str], suffix: str) -> str:
    """Return the sign between cells; a comma beside another one that is in each line is decimal."""
    for sign in "\t;|":
        counts = {line.count(sign) for line in lines[:_SAMPLED]}
        if len(counts) == 1 and counts != {0}:
            return sign
    return delimiter_of("\n".join(lines[:_SAMPLED]), suffix)


def _is_numeric(row: Sequence[str]) -> bool:
    """Tell whether a row holds numbers and no names: moments, blanks and a text beside at most."""
    known = [cell for cell in row if _number(cell, ".") is not None or _number(cell, ",")]
    return bool(known) and 2 * len(known) >= len(row)


def _names(head: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return a name for each column, from the last row above the numbers."""
    names = [f"column {n}" for n in range(1, width + 1)]
    if head:
        names = [fold(cell) or name for cell, name in zip(head[-1], names, strict=True)]
        if len(head) > 1 and all(is_unit(name.strip("()[]")) for name in names):
            units = [name.strip("()[]") for name in names]
            names = [f"{fold(cell)} ({u})" for cell, u in zip(head[-2], units, strict=True)]
    found: list[str] = []
    for name in names:
        twice = sum(other == name for other in names[: len(found)])
        found.append(f"{name} ({twice + 1})" if twice else name)
    return found


def _of_width(row: list[str], width: int) -> list[str]:
    if len(row) > width and any(cell.strip() for cell in row[width:]):
        raise Unreadable(f"has a row of {len(row):,} cells where the others have {width:,}")
    return row[:width] + [""] * (width - len(row))


def _column(rows: Sequence[Sequence[str]], place: int, name: str, decimal: str) -> Plain:
    """Return the numbers of a column.

    Raises:
        Unreadable: if a cell is no number.
    """
    cells = [row[place] for row in rows]
    with suppress(ValueError):
        return np.array(cells, dtype=np.float64)
    found = [_number(cell, decimal) for cell in cells]
    if None in found:
        row = found.index(None)
        told = shown(cells[row][:_LONGEST])
        raise Unreadable(f"has {told} for a number in row {row + 1:,} of {name}")
    return np.array(found, dtype=np.float64)


def _number(cell: str, decimal: str) -> float | None:
    """Return the number of a cell, NaN for a blank one, None if it is a text."""
    text = cell.strip().replace("\u2212", "-")
    if text.casefold() in _NOTHING:
        return math.nan
    if len(text) > _LONGEST or "_" in text:
        return None
    if _THOUSANDS.fullmatch(text) and decimal == ".":
        text = text.replace(",", "")
    with suppress(ValueError):
        return float(text.replace(",", ".") if decimal == "," else text)
    return _moment(text)


def _moment(text: str) -> float | None:
    if text.isalnum() or len(text) < len("2026-01-01"):
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()


def text_of_columns(columns: dict[str, Plain], digits: int = 12) -> str:
    """Return columns as comma-separated text with a header."""
    rows = zip(*(values.tolist() for values in columns.values()), strict=True)
    lines = [",".join(f"{value:.{digits}g}" for value in row) for row in rows]
    names = [f'"{name}"' if "," in name else name for name in columns]
    return "\n".join([",".join(names), *lines]) + "\n"
