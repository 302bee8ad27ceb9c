"""Reading a map for showing: the features of all layers, in the projection of the first."""

from pathlib import Path
from typing import Any

import numpy as np

from studio.grading.cartography import moved
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.geopackages import layers_of
from studio.grading.readers.maps import GEOPACKAGE, Layer, named, read_layer, shapely
from studio.grading.readers.values import Scalar, legible
from studio.model.check import Target
from studio.viewing.gathering import Gathering
from studio.viewing.plan_data import AREA, LINE, POINT, PlanData, PlanLayer

MOST_LAYERS = 60
_FACTS, _LONGEST = 6, 40
_NAMES = ("name", "title", "label", "id", "fid", "key", "code", "nr", "number")


class MapFile:
    """A map and the one that it is compared with."""

    def __init__(self, shown: Path, other: Path | None) -> None:
        self._shown, self._other = shown, other
        self._crs: Any = None

    def head(self) -> PlanData:
        """Return the map."""
        return self._read(self._shown, self._other is not None)

    def other(self) -> PlanData:
        """Return the one that it is compared with, in the same projection.

        Raises:
            Unreadable: if there is none.
        """
        if self._other is None:
            raise Unreadable("is compared with nothing")
        return self._read(self._other, True)

    def _read(self, place: Path, compared: bool) -> PlanData:
        layers = _layers(place)
        crs = self._crs = self._crs or layers[0].crs
        made, told = Gathering(), []
        for number, layer in enumerate(layers):
            _gather(made, layer, number, moved(layer.shapes, layer.crs, crs))
            name = layer.name or place.stem
            told.append(PlanLayer(legible(name[:_LONGEST]), layer.count, layer.name))
        degrees = crs is not None and not crs.is_projected
        return made.plan(
            told, _unit(crs), degrees=degrees, projection=named(crs), compared=compared
        )


opened = MapFile


def _layers(place: Path) -> list[Layer]:
    if place.suffix.lower() != GEOPACKAGE:
        return [read_layer(place.parent, Target(path=place.name))]
    names = layers_of(place.parent, place.name)
    if len(names) > MOST_LAYERS:
        raise Unreadable(f"has more than {MOST_LAYERS} layers")
    return [read_layer(place.parent, Target(path=place.name, column=name)) for name in names]


def _unit(crs: Any) -> str:
    if crs is None:
        return ""
    if not crs.is_projected:
        return "°"
    names = {"metre": "m", "meter": "m", "foot": "ft", "US survey foot": "ft"}
    unit = str(crs.axis_info[0].unit_name)
    return names.get(unit, legible(unit[:20]))


def _gather(made: Gathering, layer: Layer, number: int, shapes: Any) -> None:
    library = shapely()
    first = made.count
    for row in range(layer.count):
        made.begin(number, _title(layer, row), _facts(layer, row))
    # Rings of areas turn one way and their holes the other, which tells them apart when filled.
    parts, owners = library.get_parts(_turned(shapes), return_index=True)
    kinds = library.get_type_id(parts)
    for part, owner, kind in zip(parts, owners, kinds, strict=True):
        feature = first + int(owner)
        if kind == 3:
            for ring in (part.exterior, *part.interiors):
                made.add(np.asarray(ring.coords)[:, :2], feature, number, AREA)
        elif kind in (0, 1, 2):
            points = library.get_coordinates(part)
            made.add(points, feature, number, POINT if kind == 0 else LINE)


def _turned(shapes: Any) -> Any:
    library = shapely()
    flat, owners = library.get_parts(shapes, return_index=True)
    if not len(flat):
        return shapes
    turned = library.orient_polygons(flat)
    made = np.empty(len(shapes), dtype=object)
    for owner in np.unique(owners):
        some = turned[owners == owner]
        made[owner] = some[0] if len(some) == 1 else library.geometrycollections(some)
    return made


def _title(layer: Layer, row: int) -> str:
    for name in _NAMES:
        values = layer.attribute(name)
        if values is not None and values[row] not in (None, ""):
            return _told(values[row])
    return f"{row + 1}"


def _facts(layer: Layer, row: int) -> str:
    found = [
        f"{legible(name[:_LONGEST])} {_told(values[row])}"
        for name, values in list(layer.columns.items())[:_FACTS]
        if values[row] not in (None, "")
    ]
    return ", ".join(found)


def _told(value: Scalar) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return legible(str(value)[:_LONGEST])
