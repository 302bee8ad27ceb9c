"""Where an output differs from the reference, as checks that would notice it.

The candidates come smallest first; whoever asks tries each and keeps the first that helps.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio.base.errors import FaultError, HostileInputError
from studio.base.ids import slug
from studio.formats import digests
from studio.formats.documents import strict_json
from studio.grading.near_misses.digits import tolerance
from studio.grading.near_misses.grids import TABULAR, TEXTUAL, Grid, open_grid
from studio.grading.near_misses.prose import PROSE, open_prose
from studio.grading.near_misses.trees import at, leaves, pointer
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import address
from studio.grading.readers.places import decode
from studio.grading.readers.values import fold, is_blank, same, spelled_numbers
from studio.model.check import Check

_TREES = (".yaml", ".yml", ".toml", ".ini", ".cfg", ".xml", ".json")
_SQLITE = (".sqlite", ".sqlite3", ".db")
_MOST_CELLS = 3
_FLOORS = (0.99, 0.999, 1.0)


def checks_that_notice(reference: Path, output: Path) -> Iterator[Check]:
    """Yield checks of what differs between the reference and an output."""
    ours = dict(digests.regular_files(reference))
    theirs = dict(digests.regular_files(output))
    for path, place in ours.items():
        other = theirs.get(path)
        if other is not None and other.read_bytes() == place.read_bytes():
            continue
        yield _check("file_exists", path, gate=True)
        if other is None:
            continue
        try:
            yield from _of_file(path, place, other)
        except (Unreadable, FaultError, HostileInputError, ValueError):
            # An output that cannot be read is noticed by any check of its content.
            yield from _whole(path, place)


def _check(kind: str, target: str, **parts: Any) -> Check:
    name = slug(f"{kind} {Path(target.partition('#')[0]).stem}", kind)[:50]
    return Check(id=name, kind=kind, target=target, **parts)


def _of_file(path: str, place: Path, other: Path) -> Iterator[Check]:
    suffix = place.suffix.lower()
    if suffix in TABULAR:
        yield from _of_table(path, open_grid(place), open_grid(other))
    elif suffix == ".json":
        yield from _of_tree(path, place, other)
    elif suffix in PROSE:
        yield from _of_prose(path, place, other)
    yield from _whole(path, place)


def checks_of_file(path: str, place: Path) -> Iterator[Check]:
    """Yield checks of a file of the reference as a whole."""
    try:
        yield from _whole(path, place)
    except (Unreadable, FaultError, HostileInputError, ValueError):
        return


def _whole(path: str, place: Path) -> Iterator[Check]:
    suffix = place.suffix.lower()
    if suffix in TABULAR:
        grid = open_grid(place)
        for name, table in grid.tables.items():
            target = path if suffix in (*TEXTUAL, ".parquet") else f"{path}#{name}!{table.cells}"
            for more in ({"facts": "unchanged"}, {}, {"order_matters": True}):
                yield _check("table_equals", target, parameters={"key": list(table.key), **more})
    elif suffix in _TREES:
        yield _check("tree_equals", path)
    elif suffix in _SQLITE:
        yield from _of_database(path, place)
    elif suffix in PROSE:
        yield _check("document_table", path)
        yield _check("no_placeholders", path, gate=True)
        for floor in _FLOORS:
            yield _check("text_similarity", path, parameters={"floor": floor})


def _of_table(path: str, ours: Grid, theirs: Grid) -> Iterator[Check]:
    plain = Path(path).suffix.lower() in (*TEXTUAL, ".parquet")
    count = 0
    for name, sheet in ours.book.sheets.items():
        found = theirs.book.sheet(name)
        for place, cell in sorted(sheet.cells.items()):
            if found is not None and same(cell.value, found.value(*place), None):
                continue
            table = ours.tables.get(name)
            if table and table.holds(*place) and place[1] in table.header:
                yield _of_column(path, name, plain, table, table.header[place[1]], cell)
            elif not plain and not is_blank(cell.value):
                yield from _of_cell(f"{path}#{name}!{address(*place)}", cell)
            count += 1
            if count == _MOST_CELLS:
                return


def _of_column(path: str, name: str, plain: bool, table: Any, column: str, cell: Any) -> Check:
    target = path if plain else f"{path}#{name}!{table.cells}"
    within = tolerance(cell.value, cell.number_format) if isinstance(cell.value, float) else None
    parameters = {"key": list(table.key), "columns": [column]}
    return _check("table_equals", target, parameters=parameters, tolerance=within)


def _of_cell(target: str, cell: Any) -> Iterator[Check]:
    figures = [w for w, _ in spelled_numbers(cell.value)] if isinstance(cell.value, str) else []
    if figures and fold(cell.value) not in figures:
        yield _check("text_contains", target, parameters={"terms": list(dict.fromkeys(figures))})
        return
    within = tolerance(cell.value, cell.number_format) if isinstance(cell.value, float) else None
    yield _check("cell_equals", target, tolerance=within)


def _of_tree(path: str, place: Path, other: Path) -> Iterator[Check]:
    ours = strict_json(decode(place.read_bytes()))
    theirs = strict_json(decode(other.read_bytes()))
    different = [found for found, value in leaves(ours) if found and at(theirs, found) != value]
    for found in different[:_MOST_CELLS]:
        yield _check("json_value", f"{path}#{pointer(found)}")
    for found in dict.fromkeys(found[:-1] for found in different if len(found) > 1):
        yield _check("json_value", f"{path}#{pointer(found)}")
    if isinstance(ours, dict):
        for key in ours:
            if isinstance(theirs, dict) and ours[key] != theirs.get(key):
                yield _check("json_value", f"{path}#/{key}")


def _of_prose(path: str, place: Path, other: Path) -> Iterator[Check]:
    theirs = {fold(passage.text) for passage in open_prose(other).passages}
    lost = [p.text for p in open_prose(place).passages if fold(p.text) not in theirs]
    figures = [word for text in lost for word, _ in spelled_numbers(text)]
    if figures:
        yield _check("text_contains", path, parameters={"terms": list(dict.fromkeys(figures))[:9]})
    for text in lost[:_MOST_CELLS]:
        yield _check("text_contains", path, parameters={"terms": [fold(text).strip("#-*| ")]})


def _of_database(path: str, place: Path) -> Iterator[Check]:
    import sqlite3

    connection = sqlite3.connect(f"file:{place}?mode=ro&immutable=1", uri=True)
    try:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
    except sqlite3.Error as fault:
        raise Unreadable(f"is not a database ({fault})") from None
    finally:
        connection.close()
    for (name,) in sorted(names):
        quoted = '"' + str(name).replace('"', '""') + '"'
        parameters = {"query": f"SELECT * FROM {quoted}", "order_matters": False}
        yield _check("sqlite_query", path, parameters=parameters)
