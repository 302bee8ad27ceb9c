"""How an answer travels: a line that tells its sizes, the data as JSON, then arrays as raw bytes.

The line is `{"data": bytes, "arrays": [[type, shape], ...]}`, or `{"refused": sentence}` where the
file is to blame, or `{"fault": sentence}` where the reader is.
"""

import json
import math
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from studio.base.collector import held_back

MAX_DATA = 64 * 1024 * 1024
MAX_ARRAYS = 1024 * 1024 * 1024
_ALIGNED = 16
_TYPES = ("uint8", "int16", "uint16", "int32", "uint32", "float32", "float64")


class Garbled(Exception):
    """What came is no answer."""


def packed(answer: Any) -> list[bytes]:
    """Return the line, the data and the arrays of an answer."""
    import numpy as np

    arrays = [np.ascontiguousarray(array) for array in getattr(answer, "arrays", ())]
    data = TypeAdapter(type(answer)).dump_json(answer, exclude={"arrays"})
    told = {
        "data": len(data),
        "arrays": [[array.dtype.name, list(array.shape)] for array in arrays],
    }
    return [line(told), data, *(array.tobytes() for array in arrays)]


def line(told: dict[str, Any]) -> bytes:
    """Return a line of JSON."""
    return json.dumps(told).encode() + b"\n"


def sizes(told: dict[str, Any]) -> tuple[int, list[int]]:
    """Return how many bytes of data follow a line, and how many of each array.

    Raises:
        Garbled: if they are no sizes, or too large.
    """
    try:
        data = int(told["data"])
        found = [_bytes_of(str(name), shape) for name, shape in told["arrays"]]
    except (KeyError, TypeError, ValueError):
        raise Garbled from None
    if not 0 <= data <= MAX_DATA or sum(found) > MAX_ARRAYS:
        raise Garbled
    return data, found


def _bytes_of(name: str, shape: list[int]) -> int:
    import numpy as np

    if name not in _TYPES or len(shape) > 4 or not all(0 <= int(side) < 1 << 31 for side in shape):
        raise Garbled
    return math.prod(int(side) for side in shape) * np.dtype(name).itemsize


def room(data: int, arrays: int) -> memoryview:
    """Return where the data and the arrays of an answer go, in bytes.

    Nothing is written there yet, and the arrays begin where a processor reads their numbers fast.
    """
    import numpy as np

    before = -data % _ALIGNED
    return np.empty(before + data + arrays, dtype=np.uint8).data[before:]


def unpacked(kind: Any, told: dict[str, Any], body: memoryview) -> Any:
    """Return the answer that a line and what followed it make.

    Args:
        kind: the dataclass that it must be.
        told: the line.
        body: the data and the arrays.

    Raises:
        Garbled: if it is not of that kind.
    """
    import numpy as np

    data, arrays = sizes(told)
    try:
        with held_back():
            answer = TypeAdapter(kind).validate_json(bytes(body[:data]))
    except ValueError:
        raise Garbled from None
    if not arrays:
        if getattr(kind, "needs_arrays", False):
            raise Garbled
        return answer
    found, place = [], data
    for (name, shape), size in zip(told["arrays"], arrays, strict=True):
        found.append(np.frombuffer(body[place : place + size], dtype=name).reshape(shape))
        place += size
    try:
        return replace(answer, arrays=tuple(found))
    except (TypeError, ValueError):
        raise Garbled from None
