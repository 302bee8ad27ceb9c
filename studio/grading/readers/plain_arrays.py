"""What an array of an output may be: plain numbers, and not more of them than a check can hold."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.grading.readers.archives import Unreadable

MAX_NUMBERS = 16_000_000
MAX_SIDES = 16
KINDS_OF_NUMBERS = {"b": "truth", "i": "integer", "u": "integer", "f": "real", "c": "complex"}
_OTHERS = {"U": "texts", "S": "texts", "V": "records", "M": "moments", "m": "spans of time"}

Plain = NDArray[Any]
Load = Callable[[], Plain]
Loaders = Mapping[str, Load]


def admit(shape: tuple[int, ...], dtype: "np.dtype[Any]") -> int:
    """Return how many numbers an array of a declared shape and type has, before it is read.

    Raises:
        Unreadable: if they are no numbers, or too many.
    """
    if dtype.kind not in KINDS_OF_NUMBERS:
        raise Unreadable(f"holds {_OTHERS.get(dtype.kind, 'objects')} where numbers are expected")
    count = math.prod(shape)
    if count > MAX_NUMBERS or len(shape) > MAX_SIDES or any(s > MAX_NUMBERS for s in shape):
        raise Unreadable(f"says that it holds more than {MAX_NUMBERS:,} numbers")
    return count


def kind_of(values: Plain) -> str:
    """Return `truth`, `integer`, `real` or `complex`."""
    return KINDS_OF_NUMBERS[values.dtype.kind]


def shape_text(shape: tuple[int, ...]) -> str:
    """Return a shape as people write it: `200 x 3`, `one number` without any side."""
    return " x ".join(f"{side:,}" for side in shape) or "one number"
