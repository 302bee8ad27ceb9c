"""Tables made out from where words stand on a page."""

import re
from collections.abc import Iterator

_GAP = re.compile(r"\s{2,}")
_WIDEST = 600
_LONGEST_CELL = 60


def drawn_tables(layout: str) -> Iterator[list[list[str]]]:
    """Yield the tables of a page as rows of cells.

    Lines that follow each other are a table if each has at least two words or groups of words that
    stand apart, and gaps at least two signs wide run through all of them.

    Args:
        layout: the page as text in which the place of a word on the line is its place on the page.
    """
    lines: list[str] = []
    for line in [*layout.splitlines(), ""]:
        if len(_GAP.split(line[:_WIDEST].strip())) > 1:
            lines.append(line[:_WIDEST].rstrip())
            continue
        if len(lines) > 1:
            rows = _rows(lines)
            if rows:
                yield rows
        lines = []


def _rows(lines: list[str]) -> list[list[str]]:
    """Return the cells of lines between the gaps that run through them, nothing if it is prose."""
    width = max(map(len, lines))
    padded = [line.ljust(width) for line in lines]
    used = [any(sign != " " for sign in signs) for signs in zip(*padded, strict=True)]
    bounds = [0]
    for place in range(2, width):
        if used[place] and not used[place - 1] and not used[place - 2]:
            bounds.append(place)
    edges = list(zip(bounds, [*bounds[1:], width], strict=True))
    rows = [[line[start:end].strip() for start, end in edges] for line in lines]
    if all(not row[0] for row in rows):
        rows = [row[1:] for row in rows]
    longest = max(len(cell) for row in rows for cell in row)
    return rows if len(rows[0]) > 1 and longest <= _LONGEST_CELL else []
