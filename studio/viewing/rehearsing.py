"""Reading a small file of a kind before the first real one, whose reader would import meanwhile."""

import json
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

_CORNERS = ((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
_SIDES = ((0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3))


def _mesh() -> bytes:
    sides = (
        struct.pack("<12fH", 0, 0, 0, *(part for corner in side for part in _CORNERS[corner]), 0)
        for side in _SIDES
    )
    return bytes(80) + struct.pack("<I", len(_SIDES)) + b"".join(sides)


def _map() -> bytes:
    ring = [[0, 0], [1, 0], [0, 1], [0, 0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"id": 1}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def _drawing() -> bytes:
    line = (0, "LINE", 8, "0", 10, 0, 20, 0, 11, 1, 21, 1)
    whole = (0, "SECTION", 2, "ENTITIES", *line, 0, "ENDSEC", 0, "EOF")
    return "\n".join(map(str, whole)).encode() + b"\n"


SAMPLES = {
    "mesh": ("sample.stl", _mesh),
    "map": ("sample.geojson", _map),
    "drawing": ("sample.dxf", _drawing),
}
"""By the id of a kind whose first file takes long: the name of a small one, and what is in it."""


def rehearse(kind: str, reader: Any, folder: Path) -> None:
    """Read a small file of a kind; whatever comes of it is not needed.

    Args:
        kind: the id of a kind.
        reader: the module that reads it.
        folder: where the file may be written.
    """
    if kind not in SAMPLES:
        return
    name, content = SAMPLES[kind]
    place = folder / name
    with suppress(Exception):
        place.write_bytes(content())
        reader.opened(place, None).head()
