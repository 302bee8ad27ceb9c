"""Which attributes of a map tell what its shapes measure, in which unit, and by which method."""

import re
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from studio.grading.cartography import AREAS, LENGTHS, Numbers, measures
from studio.grading.families.maps_shapes import kind_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.maps import Layer, crs_of
from studio.grading.readers.values import number_of

_GEODESIC = re.compile(r"\b(?:geodesic|ellipsoid\w*|geodetic area|on the ellipsoid)\b", re.I)
_PLANAR = re.compile(r"\b(?:planar|planimetric|cartesian|projected area|grid area)\b", re.I)
_FITS = 0.004
_STATED, _FREE = 0.0005, 0.002


@dataclass(frozen=True)
class Measure:
    """What an attribute measures, and how far off it may be."""

    attribute: str
    unit: str
    method: Literal["geodesic", "planar"]
    crs: str | None
    relative: float
    reason: str

    def parameters(self) -> dict[str, Any]:
        """Return it as the check takes it."""
        found = {"unit": self.unit, "method": self.method, "attribute": self.attribute}
        return found | ({"crs": self.crs} if self.crs else {})


def measure_of(layer: Layer, name: str, prompt: str, codes: list[str]) -> Measure | None:
    """Return what an attribute measures, None if it agrees with no measure of the shapes.

    Args:
        layer: its shapes and attributes.
        name: the attribute.
        prompt: the instruction, which may say by which method to measure.
        codes: the projections that it names for measuring.
    """
    stated = [number_of(value) for value in layer.columns[name]]
    numbers = [number for number in stated if number is not None]
    if len(numbers) != layer.count or not any(numbers):
        return None
    wanted = np.array(numbers, dtype=float)
    for method, crs in _ways(layer, prompt, codes):
        unit = _unit(layer, wanted, method, crs)
        if unit:
            is_stated = bool(codes or _GEODESIC.search(prompt) or _PLANAR.search(prompt))
            told = "the method is stated" if is_stated else "ellipsoid and plane are both right"
            relative = _STATED if is_stated else _FREE
            return Measure(name, unit, method, crs, relative, told)
    return None


def _ways(
    layer: Layer, prompt: str, codes: list[str]
) -> list[tuple[Literal["geodesic", "planar"], str | None]]:
    """Return how it may have been measured, the way that the instruction states first."""
    named: list[tuple[Literal["geodesic", "planar"], str | None]] = [
        ("planar", code) for code in codes if crs_of(code).is_projected
    ]
    if _GEODESIC.search(prompt):
        return [("geodesic", None)]
    if layer.crs is not None and layer.crs.is_projected:
        return [*named, ("planar", None), ("geodesic", None)]
    return [*named, ("geodesic", None)]


def _unit(
    layer: Layer, wanted: Numbers, method: Literal["geodesic", "planar"], crs: str | None
) -> str | None:
    """Return the unit in which all features measure what is wanted."""
    kinds = {kind_of(shape) for shape in layer.shapes}
    units: list[str] = [*(AREAS if kinds == {"polygon"} else ()), *LENGTHS]
    if not kinds <= {"polygon", "line"}:
        return None
    digits = max(len(f"{n:.6f}".rstrip("0").partition(".")[2]) for n in wanted)
    for unit in units:
        try:
            found = measures(layer, unit, method, crs_of(crs) if crs else None)
        except Unreadable:
            return None
        room = np.maximum(_FITS * np.abs(found), 0.51 * 10.0**-digits)
        if found.any() and np.all(np.abs(found - wanted) <= room):
            return unit
    return None
