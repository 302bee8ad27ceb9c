"""Reading shapefiles: a file of geometries, its index, a table of attributes, a projection.

Sources: ESRI Shapefile Technical Description (July 1998); dBASE table files, level 5. The files
are read by GDAL only after their own claims of sizes were held against what is there.
"""

import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from studio.base.extras import import_extra
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.maps import (
    MAX_FEATURES,
    Layer,
    Shapes,
    crs_of_wkt,
    parts_of,
    refuse_many,
    shapely,
)
from studio.grading.readers.places import decode, read_bytes
from studio.grading.readers.values import Scalar, legible, scalar

_MAGIC = (9994).to_bytes(4, "big")
_HEAD = 100
_KINDS = frozenset((0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28))
_MOST_PROJECTION = 1 << 16


def read_shapefile(place: Path) -> Layer:
    """Return the features of a shapefile.

    Raises:
        Unreadable: if a part of it is missing or damaged.
    """
    parts = {".shp": read_bytes(place)}
    parts |= {one.suffix.lower(): read_bytes(one) for one in parts_of(place)}
    for ending, what in ((".shx", "index"), (".dbf", "table of attributes")):
        if ending not in parts:
            raise Unreadable(f"is not whole: {place.stem}{ending}, its {what}, is missing")
    _refuse_claims(parts[".shp"], parts[".shx"])
    _refuse_table(parts[".dbf"])
    if ".cpg" not in parts and _is_utf8(parts[".dbf"]):
        parts[".cpg"] = b"UTF-8"
    with tempfile.TemporaryDirectory(prefix="studio-shapes-") as folder:
        for ending in (".shp", ".shx", ".dbf", ".cpg"):
            if ending in parts:
                (Path(folder) / f"layer{ending}").write_bytes(parts[ending])
        shapes, columns = _read(Path(folder) / "layer.shp")
    text = decode(parts.get(".prj", b"")[:_MOST_PROJECTION]).strip()
    return Layer(shapes, columns, crs_of_wkt(text) if text else None, place.stem, short=True)


def _refuse_claims(content: bytes, index: bytes) -> None:
    """Hold the index against the geometries, so that no record is read where there is none.

    Raises:
        Unreadable: if it is no shapefile, is cut off, or its index claims more than there is.
    """
    if len(content) < _HEAD or content[:4] != _MAGIC or len(index) < _HEAD:
        raise Unreadable("is not a shapefile")
    if index[:4] != _MAGIC or int.from_bytes(content[32:36], "little") not in _KINDS:
        raise Unreadable("is not a shapefile")
    if 2 * int.from_bytes(content[24:28], "big") > len(content):
        raise Unreadable("is cut off: its head tells of more bytes than it has")
    records = np.frombuffer(index[_HEAD : len(index) - (len(index) - _HEAD) % 8], dtype=">i4")
    places = 2 * records.reshape(-1, 2).astype(np.int64)
    refuse_many(len(places))
    begins, sizes = places[:, 0], places[:, 1]
    if np.any(begins < _HEAD) or np.any(begins + 8 > len(content)) or np.any(sizes < 0):
        raise Unreadable("has an index that points outside of it")
    claimed = [2 * int.from_bytes(content[b + 4 : b + 8], "big", signed=True) for b in begins]
    total = int(np.maximum(sizes, np.array(claimed, dtype=np.int64)).sum()) + 8 * len(places)
    if total > len(content):
        raise Unreadable("has an index that claims more than it holds")


def _refuse_table(content: bytes) -> None:
    """Hold the head of the table of attributes against its size."""
    if len(content) < 32:
        raise Unreadable("has a damaged table of attributes (.dbf)")
    rows = int.from_bytes(content[4:8], "little")
    head, width = (int.from_bytes(content[n : n + 2], "little") for n in (8, 10))
    if head < 32 or width < 1 or head + rows * width > len(content) + 1:
        raise Unreadable("has a table of attributes (.dbf) that is cut off")


def _is_utf8(table: bytes) -> bool:
    """Tell whether the rows of a table are UTF-8, whatever its head says."""
    try:
        table[int.from_bytes(table[8:10], "little") :].decode()
    except UnicodeDecodeError:
        return False
    return True


def _read(place: Path) -> tuple[Shapes, dict[str, list[Scalar]]]:
    raw = import_extra("pyogrio.raw", "maps", "Shapefiles")
    library = shapely()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found, _, binary, values = raw.read(
                place, max_features=MAX_FEATURES + 1, datetime_as_string=True, force_2d=True
            )
        shapes = library.from_wkb(binary)
    except (ValueError, RuntimeError, library.errors.GEOSException) as fault:
        told = legible(" ".join(str(fault).split())[:80].replace(str(place.parent), ""))
        raise Unreadable(f"is a damaged shapefile ({told})") from None
    names = [str(name) for name in found["fields"]]
    columns = {
        name: [_value(value) for value in column.tolist()]
        for name, column in zip(names, values, strict=True)
    }
    return shapes, columns


def _value(value: Any) -> Scalar:
    missing = value is None or (isinstance(value, float) and value != value)
    return None if missing else scalar(value)
