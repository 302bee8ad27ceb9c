"""Reading GeoPackages: SQLite databases whose tables hold geometries.

Source: OGC 12-128r19, GeoPackage Encoding Standard 1.4, clauses 1.1 and 2.1 (the tables
`gpkg_contents`, `gpkg_geometry_columns`, `gpkg_spatial_ref_sys`, and the binary of geometries).
"""

import sqlite3
import struct
from pathlib import Path
from typing import Any

import numpy as np

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.databases import QueryFault, ask, open_database
from studio.grading.readers.maps import (
    MAX_FEATURES,
    Layer,
    Shapes,
    crs_of,
    crs_of_wkt,
    refuse_many,
    shapely,
)
from studio.grading.readers.values import Scalar, legible, scalar

_LARGEST = 32 << 20
_MOST_BYTES = 128 << 20
_MOST_STEPS = 4_000
_STEP = 100_000
_POINT, _LINE, _POLYGON = 1, 2, 3
_PLAIN = range(1, 8)
_DEEPEST = 4
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_LAYERS = """
SELECT g.table_name, g.column_name, g.srs_id
FROM gpkg_geometry_columns g JOIN gpkg_contents c ON lower(c.table_name) = lower(g.table_name)
JOIN sqlite_master m ON lower(m.name) = lower(g.table_name)
WHERE c.data_type = 'features' AND m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'
ORDER BY g.table_name"""


def layers_of(folder: Path, path: str) -> tuple[str, ...]:
    """Return the names of the layers of a GeoPackage.

    Raises:
        Unreadable: if it is none.
    """
    with open_database(folder, path) as connection:
        return tuple(str(name) for name, _, _ in _layers(connection))


def read_geopackage(folder: Path, path: str, wanted: str = "", like: str = "") -> Layer:
    """Return a layer of a GeoPackage: the wanted one, else the only one, else the one like it.

    Raises:
        Unreadable: if there is no such layer, or it is damaged.
    """
    with open_database(folder, path) as connection:
        found = _layers(connection)
        name, column, srs = _chosen(found, wanted, like)
        names = _spelled(connection, name)
        place = next((n for n, o in enumerate(names) if o.casefold() == column.casefold()), None)
        if place is None:
            raise Unreadable(f"has a layer without its geometries ({legible(name[:40])})")
        rows = _rows(connection, name, names)
    shapes: Shapes = np.empty(len(rows), dtype=object)
    for number, row in enumerate(rows):
        shapes[number] = _shape(row[place], number)
    kept = [(n, other) for n, other in enumerate(names) if n != place]
    columns = {other: [_value(row[n]) for row in rows] for n, other in kept}
    return Layer(shapes, columns, _crs(folder, path, srs), name)


def _layers(connection: sqlite3.Connection) -> list[tuple[str, str, int]]:
    try:
        rows = ask(connection, _LAYERS)
    except QueryFault:
        raise Unreadable("is no GeoPackage: it lacks the tables that list its layers") from None
    if not rows:
        raise Unreadable("has no layer of features")
    return [(str(name), str(column), _whole(srs)) for name, column, srs in rows]


def _whole(value: Scalar) -> int:
    return int(value) if isinstance(value, float) and abs(value) < 1e9 else 0


def _chosen(found: list[tuple[str, str, int]], wanted: str, like: str) -> tuple[str, str, int]:
    by_name = {layer[0].casefold(): layer for layer in found}
    chosen = by_name.get((wanted or like).casefold())
    if chosen is None and not wanted and len(found) == 1:
        chosen = found[0]
    if chosen is None:
        told = ", ".join(legible(name[:40]) for name, _, _ in found[:8])
        raise Unreadable(f"has no layer {wanted or like or 'of its own'}; there are {told}")
    return chosen


def _spelled(connection: sqlite3.Connection, table: str) -> list[str]:
    quoted = table.replace('"', '""')
    try:
        return [str(row[1]) for row in ask(connection, f'PRAGMA table_xinfo("{quoted}")')]
    except QueryFault:
        raise Unreadable("has a layer that cannot be read") from None


def _rows(connection: sqlite3.Connection, table: str, names: list[str]) -> list[tuple[Any, ...]]:
    """Return the rows of a table, at most as many bytes as are compared."""
    listed = ", ".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in names)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
    turns = iter(range(_MOST_STEPS))
    connection.set_progress_handler(lambda: next(turns, None) is None, _STEP)
    found, size = [], 0
    try:
        for row in connection.execute(f'SELECT {listed} FROM "{table.replace(chr(34), "")}"'):
            size += sum(len(value) if isinstance(value, str | bytes) else 8 for value in row)
            if size > _MOST_BYTES:
                raise Unreadable(f"holds more than {_MOST_BYTES >> 20} MiB")
            found.append(row)
            refuse_many(len(found))
    except (sqlite3.Error, sqlite3.Warning) as fault:
        raise Unreadable(f"has a damaged layer ({legible(str(fault)[:80])})") from None
    finally:
        connection.set_progress_handler(None, 0)
    assert len(found) <= MAX_FEATURES
    return found


def _shape(content: Any, number: int) -> Any:
    """Return a geometry from its binary: a head, perhaps an envelope, and well-known binary."""
    if content is None:
        return None
    if not isinstance(content, bytes) or content[:2] != b"GP" or len(content) < 8:
        raise Unreadable(f"has a damaged geometry in feature {number + 1}")
    flags = content[3]
    envelope = _ENVELOPES.get((flags >> 1) & 7)
    if envelope is None or flags & 0x20:
        raise Unreadable(f"has a damaged geometry in feature {number + 1}")
    library = shapely()
    try:
        end_of(content, 8 + envelope, _DEEPEST)
        return library.from_wkb(content[8 + envelope :])
    except (library.errors.GEOSException, struct.error, ValueError):
        raise Unreadable(f"has a damaged geometry in feature {number + 1}") from None


def end_of(content: bytes, place: int, depth: int) -> int:
    """Return where a geometry in well-known binary ends, without building it.

    Shapes within shapes are counted here, for the library follows them until its stack is full.
    Source: OGC 06-103r4, clause 8.2 (well-known binary); ISO 13249-3 for the codes of Z and M.

    Raises:
        ValueError: if it is nested too deeply, has curves, or claims more than there is.
        struct.error: if it is cut off.
    """
    order = "<" if content[place : place + 1] == b"\x01" else ">"
    code: int = struct.unpack_from(f"{order}I", content, place + 1)[0]
    kind, width = code % 1000, 8 * (2, 3, 3, 4)[min(code // 1000, 3)]
    place += 5
    if kind == _POINT:
        return place + width
    count: int = struct.unpack_from(f"{order}I", content, place)[0]
    place += 4
    if depth == 0 or kind not in _PLAIN or count > len(content) - place:
        raise ValueError("no plain geometry")
    if kind == _LINE:
        return place + count * width
    for _ in range(count):
        if kind == _POLYGON:
            points: int = struct.unpack_from(f"{order}I", content, place)[0]
            place += 4 + points * width
        else:
            place = end_of(content, place, depth - 1)
    return place


def _value(value: Any) -> Scalar:
    return value.hex() if isinstance(value, bytes) else scalar(value)


def _crs(folder: Path, path: str, srs: int) -> Any:
    """Return the projection of an id, None for the ids -1 and 0, which mean an unknown one."""
    query = (
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys "
        f"WHERE srs_id = {srs}"
    )
    with open_database(folder, path) as connection:
        try:
            rows = ask(connection, query)
        except QueryFault:
            return None
    if not rows or srs in (-1, 0):
        return None
    organization, code, definition = rows[0]
    if str(organization).casefold() == "epsg":
        known = crs_of(f"EPSG:{_whole(code)}")
        if known is not None:
            return known
    return crs_of_wkt(str(definition))
