"""What older releases wrote, in the shape of this one: one converter for each step of a format."""

from collections.abc import Callable
from typing import Any

from studio.formats.migrations import task_v1_to_v2, validation_v1_to_v2

Converter = Callable[[dict[str, Any]], dict[str, Any]]
CONVERTERS: dict[tuple[str, int], Converter] = {
    ("task", 1): task_v1_to_v2.converted,
    ("validation", 1): validation_v1_to_v2.converted,
}


def converted(value: dict[str, Any], format: str, version: int) -> dict[str, Any]:
    """Return `value` in the version `version` of its format, as far as there are converters.

    Only the shape changes: what is wrong in the old value is still wrong in the new one.
    """
    for step in range(1, version):
        found = value.get("version")
        converter = CONVERTERS.get((format, step))
        # True is an int and equals 1: a version is a number alone.
        if type(found) is int and found == step and converter:
            value = {**converter(value), "version": step + 1}
    return value
