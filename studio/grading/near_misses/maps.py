"""Near misses and harmless variants of map layers, in whatever format they are."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from studio.grading.cartography import moved
from studio.grading.families.maps import OF_PROGRAMS
from studio.grading.families.maps_shapes import kind_of
from studio.grading.near_misses.map_files import files_of
from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.proposing.instruction import Instruction
from studio.grading.readers.maps import (
    GEOJSON,
    GEOPACKAGE,
    MAPS,
    SHAPEFILE,
    Layer,
    Shapes,
    crs_of,
    read_layer,
    shapely,
)
from studio.grading.readers.values import Scalar, number_of
from studio.model.check import Target

Change = Callable[[Layer, Scene, random.Random], Iterator[tuple[str, Layer]]]
_MEASURED = re.compile(r"(?i)area|length|dist|perimeter|(?:^|_)(?:ha|km2|m2|sqm|km|m)$")
_PROJECTIONS = re.compile(
    r"(?i)\bEPSG\b|projection|\bCRS\b|coordinate (?:reference )?system|\bUTM\b|WGS ?84"
)


def _operator(
    id: str, title: str, harmless: bool = False, suffixes: tuple[str, ...] = MAPS
) -> Callable[[Change], Change]:
    """Register what changes a layer; it yields what was done and the layer then."""
    register = varies if harmless else spoils

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            layer = read_layer(scene.place.parent, Target(path=scene.place.name))
            if layer.count:
                for did, made in change(layer, scene, rng):
                    yield Made(f"{did} ({scene.path})", files_of(made, scene.path))

        register(id, "maps", title, suffixes)(make)
        return change

    return keep


def _chosen(layer: Layer, rows: list[int]) -> Layer:
    columns = {name: [values[n] for n in rows] for name, values in layer.columns.items()}
    return replace(layer, shapes=layer.shapes[rows], columns=columns)


def _named(layer: Layer, number: int) -> str:
    first = next((values[number] for values in layer.columns.values()), "")
    return f"feature {number + 1}" + (f", {first}" if first not in ("", None) else "")


def _asked(layer: Layer, scene: Scene) -> list[str]:
    """Return the attributes that the instruction names."""
    instruction = Instruction(scene.prompt)
    return [
        name
        for name in layer.columns
        if name.casefold() not in OF_PROGRAMS
        and (instruction.states(name) or instruction.fixes(name))
    ]


@_operator("map_feature_dropped", "A feature is missing")
def _dropped(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    for number in rng.sample(range(layer.count), min(2, layer.count)):
        rows = [n for n in range(layer.count) if n != number]
        if rows:
            yield f"left out {_named(layer, number)}", _chosen(layer, rows)


@_operator("map_feature_elsewhere", "A feature lies beside its place")
def _elsewhere(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    number = rng.randrange(layer.count)
    west, south, east, north = shapely().total_bounds(layer.shapes)
    room = max(east - west, north - south)
    step = 0.5 * (room if room > 0 else 0.1)
    shapes = layer.shapes.copy()
    shapes[number] = shapely().transform(shapes[number], lambda points: np.add(points, (step, 0)))
    yield f"put {_named(layer, number)} elsewhere", replace(layer, shapes=shapes)


@_operator("map_all_shifted", "All is shifted, as by another datum")
def _shifted(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    west, south, east, north = shapely().total_bounds(layer.shapes)
    step = max(east - west, north - south) * 0.3
    if step > 0:
        shapes = shapely().transform(layer.shapes, lambda points: np.add(points, (step, step / 2)))
        yield "shifted everything by a third of the map", replace(layer, shapes=shapes)


@_operator("map_axes_swapped", "Latitude before longitude")
def _swapped(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    shapes = shapely().transform(layer.shapes, lambda points: points[:, ::-1])
    yield "swapped the axes", replace(layer, shapes=shapes)


@_operator("map_projection_mislabelled", "The projection is named and not made")
def _mislabelled(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    if layer.crs is None:
        return
    if layer.crs.is_projected:
        yield (
            "kept the coordinates and called them Web Mercator",
            replace(layer, crs=crs_of("EPSG:3857")),
        )
        return
    shapes = moved(layer.shapes, layer.crs, crs_of("EPSG:3857"))
    yield "kept Web Mercator coordinates as degrees", replace(layer, shapes=shapes)


@_operator("map_projection_other", "Another projection than the one asked for")
def _other(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    if any(check.kind == "map_projection" for check in scene.checks) and layer.crs is not None:
        other = crs_of("EPSG:4326" if layer.crs.is_projected else "EPSG:3857")
        yield (
            f"saved it in {other.name}",
            replace(layer, shapes=moved(layer.shapes, layer.crs, other), crs=other),
        )


@_operator("map_projection_lost", "The projection is not stated", suffixes=(SHAPEFILE, GEOPACKAGE))
def _lost(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    if layer.crs is not None:
        yield "left the projection out", replace(layer, crs=None)


@_operator("map_box", "Boxes instead of the shapes")
def _box(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    library = shapely()
    polygons = [n for n, shape in enumerate(layer.shapes) if kind_of(shape) == "polygon"]
    rough = [
        n
        for n in polygons
        if library.area(layer.shapes[n]) < 0.9 * library.area(library.envelope(layer.shapes[n]))
    ]
    if rough:
        shapes = layer.shapes.copy()
        shapes[rough] = library.envelope(shapes[rough])
        yield "took the bounding boxes for the shapes", replace(layer, shapes=shapes)


@_operator("map_points_for_shapes", "Middles instead of the shapes")
def _middles(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    if {kind_of(shape) for shape in layer.shapes} & {"polygon", "line"}:
        shapes: Shapes = shapely().centroid(layer.shapes)
        yield "gave the middles of the shapes alone", replace(layer, shapes=shapes)


@_operator("map_crossed", "A polygon that crosses itself")
def _crossed(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    library = shapely()
    for number, shape in enumerate(layer.shapes):
        if kind_of(shape) == "polygon" and library.is_valid(shape):
            west, south, east, north = shape.bounds
            bow = library.polygons([[west, south], [east, north], [east, south], [west, north]])
            shapes = layer.shapes.copy()
            shapes[number] = bow
            yield f"made {_named(layer, number)} cross itself", replace(layer, shapes=shapes)
            return


@_operator("map_ring_open", "A ring that is not closed", suffixes=(GEOJSON,))
def _open(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    if any(kind_of(shape) == "polygon" for shape in layer.shapes):
        yield "left a ring open", replace(layer, name="open")


def _with(layer: Layer, name: str, values: list[Scalar]) -> Layer:
    return replace(layer, columns={**layer.columns, name: values})


@_operator("map_attributes_shuffled", "Attributes of another feature")
def _shuffled(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    for name in _asked(layer, scene):
        values = layer.columns[name]
        moved_on = [*values[1:], values[0]]
        if moved_on != values:
            yield f"gave each feature the next one's {name}", _with(layer, name, moved_on)


@_operator("map_attribute_missing", "An attribute is missing")
def _missing(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    for name in _asked(layer, scene)[::-1]:
        columns = {other: values for other, values in layer.columns.items() if other != name}
        if columns:
            yield f"left out the attribute {name}", replace(layer, columns=columns)


@_operator("map_number_wrong", "A number among the attributes is wrong")
def _wrong(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    for name in _asked(layer, scene):
        number = rng.randrange(layer.count)
        value = number_of(layer.columns[name][number])
        if value is not None:
            values = list(layer.columns[name])
            values[number] = value + max(1.0, round(abs(value) * 0.1))
            told = f"miscounted {name} of {_named(layer, number)}"
            yield told, _with(layer, name, values)


@_operator("map_unit_mistaken", "Areas or lengths in another unit")
def _unit(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    for name in _asked(layer, scene):
        numbers = [number_of(value) for value in layer.columns[name]]
        known = [number for number in numbers if number is not None]
        if _MEASURED.search(name) and known and len(known) == len(numbers):
            scale = 10_000.0 if max(known) < 10_000 else 0.001
            yield f"gave {name} in another unit", _with(layer, name, [n * scale for n in known])


@_operator("map_reordered", "Features in another order", True)
def _reordered(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    if layer.count > 1:
        rows = list(range(layer.count))
        rng.shuffle(rows)
        yield "put the features into another order", _chosen(layer, rows)


@_operator("map_rings_turned", "Rings that begin elsewhere and turn the other way", True)
def _turned(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    yield (
        "turned all rings and lines around",
        replace(layer, shapes=shapely().reverse(layer.shapes)),
    )


@_operator("map_vertices_added", "More vertices on the same lines", True)
def _added(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    lengths = shapely().length(layer.shapes)
    if np.nanmax(lengths, initial=0.0) > 0:
        shapes = shapely().segmentize(layer.shapes, float(np.nanmax(lengths)) / 40)
        yield "added vertices on the lines between", replace(layer, shapes=shapes)


@_operator("map_attributes_reordered", "Attributes in another order", True)
def _columns(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    if len(layer.columns) > 1:
        columns = dict(reversed(layer.columns.items()))
        yield "put the attributes into another order", replace(layer, columns=columns)


@_operator("map_attribute_more", "An attribute more", True)
def _more(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    values: list[Scalar] = [float(number + 1) for number in range(layer.count)]
    yield "added a running number", _with(layer, "nr_", values)


@_operator("map_as_multi", "Each shape as one of several parts", True)
def _multi(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    library = shapely()
    makers = {"Polygon": library.MultiPolygon, "LineString": library.MultiLineString}
    shapes = layer.shapes.copy()
    for number, shape in enumerate(shapes):
        if shape is not None and shape.geom_type in makers and not shape.is_empty:
            shapes[number] = makers[shape.geom_type]([shape])
    yield "wrote each shape as one of several parts", replace(layer, shapes=shapes)


@_operator("map_reprojected", "Another projection, where it is free", True)
def _reprojected(layer: Layer, scene: Scene, rng: random.Random) -> Iterator[tuple[str, Layer]]:
    named = _PROJECTIONS.search(scene.prompt) or scene.given is not None
    if layer.crs is None or named or any(c.kind == "map_projection" for c in scene.checks):
        return
    other = crs_of("EPSG:4326" if layer.crs.is_projected else "EPSG:3857")
    shapes = moved(layer.shapes, layer.crs, other)
    yield f"saved it in {other.name}", replace(layer, shapes=shapes, crs=other)
