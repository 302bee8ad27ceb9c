"""Reading map layers (GeoJSON, GeoPackage, shapefile) as features with attributes and a projection.

Coordinates are always x before y, east before north, as all three formats store them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.base.extras import import_extra
from studio.formats import digests
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.memory import Memory
from studio.grading.readers.places import locate
from studio.grading.readers.values import Scalar, legible
from studio.grading.readers.writing import key_text, plain
from studio.model.check import Target

GEOJSON, GEOPACKAGE, SHAPEFILE = ".geojson", ".gpkg", ".shp"
MAPS = (GEOJSON, GEOPACKAGE, SHAPEFILE)
PARTS = (".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".qmd", ".qpj")
MAX_FEATURES = 100_000
MAX_POINTS = 1_000_000
_SHAPE_NAME = 10
_MOST_KEPT = 8
Shapes = NDArray[np.object_]
KINDS_OF_SHAPE = {
    "Point": "point", "MultiPoint": "point", "LineString": "line", "LinearRing": "line",
    "MultiLineString": "line", "Polygon": "polygon", "MultiPolygon": "polygon",
}  # fmt: skip


@dataclass(frozen=True)
class Layer:
    """The features of one layer.

    Attributes:
        shapes: a geometry (shapely) for each feature, None where it has none.
        columns: for the name of each attribute its value for each feature.
        crs: the projection (pyproj), None if the file does not say which.
        name: what the layer is called, empty where the format has no name for it.
        short: whether the format cuts the names of attributes off after ten signs.
    """

    shapes: Shapes
    columns: dict[str, list[Scalar]]
    crs: Any
    name: str = ""
    short: bool = False

    @property
    def count(self) -> int:
        """How many features it has."""
        return len(self.shapes)

    def attribute(self, name: str) -> list[Scalar] | None:
        """Return the values of an attribute, None if there is none of that name.

        Capitals do not matter, and a shapefile may hold the first ten signs of the name.
        """
        if name in self.columns:
            return self.columns[name]
        wanted = name.casefold()
        for found, values in self.columns.items():
            other = found.casefold()
            if other == wanted or (self.short and other == wanted[:_SHAPE_NAME]):
                return values
        return None

    def needed(self, name: str) -> list[Scalar]:
        """Return the values of an attribute.

        Raises:
            Unreadable: if there is none of that name.
        """
        values = self.attribute(name)
        if values is None:
            raise Unreadable(f"has no attribute {name}")
        return values

    def keys(self, names: Sequence[str]) -> list[str]:
        """Return for each feature what tells it from the others, by the attributes of some names.

        Raises:
            Unreadable: if it lacks one of them.
        """
        columns = [[key_text(plain(value)) for value in self.needed(name)] for name in names]
        return [" / ".join(parts) for parts in zip(*columns, strict=True)]

    def kinds(self) -> list[str]:
        """Return for each feature whether it is a point, line or polygon; empty for others."""
        return [KINDS_OF_SHAPE.get(shape.geom_type, "") if shape else "" for shape in self.shapes]


_layers: Memory[Layer] = Memory(_MOST_KEPT, lambda layer: layer.count, MAX_FEATURES)


def shapely() -> Any:
    """Return the library of geometries.

    Raises:
        FaultError: if it is not installed; says how to get it.
    """
    return import_extra("shapely", "maps", "Maps")


def pyproj() -> Any:
    """Return the library of projections.

    Raises:
        FaultError: if it is not installed; says how to get it.
    """
    return import_extra("pyproj", "maps", "Maps")


def read_layer(folder: Path, target: Target, like: str = "") -> Layer:
    """Return a layer of a file.

    Args:
        folder: where the file lies.
        target: its path, for a GeoPackage also the layer, as in `town.gpkg#roads`.
        like: the name of the layer that is taken where the target names none and there are more.

    Raises:
        Unreadable: if there is no such file or layer, or it is damaged.
        HostileInputError: if it tries to harm.
    """
    # The readers of the formats need this module for what a layer is.
    from studio.grading.readers.geojson import read_geojson
    from studio.grading.readers.geopackages import read_geopackage
    from studio.grading.readers.shapefiles import read_shapefile

    shapely()
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    suffix = place.suffix.lower()
    beside = parts_of(place) if suffix == SHAPEFILE else ()
    content = [(one.suffix, digests.of_file(one)) for one in (place, *beside)]
    name = f"{digests.of_listing(content)} {target.column} {like}"

    def read() -> Layer:
        if suffix == GEOPACKAGE:
            return _capped(read_geopackage(folder, target.path, target.column or "", like))
        if suffix == SHAPEFILE:
            return _capped(read_shapefile(place))
        if suffix in (GEOJSON, ".json"):
            return _capped(read_geojson(place))
        raise Unreadable("is no GeoJSON, GeoPackage or shapefile")

    return _layers.get(name, read)


def _capped(layer: Layer) -> Layer:
    """Return a layer that is not too large to be compared, with its coordinates in a plane.

    Raises:
        Unreadable: if it is, or a coordinate is no finite number.
    """
    library = shapely()
    refuse_many(layer.count)
    flat = library.force_2d(layer.shapes)
    points = library.get_coordinates(flat)
    if len(points) > MAX_POINTS:
        raise Unreadable(f"has more than {MAX_POINTS:,} points")
    if not np.all(np.isfinite(points)):
        raise Unreadable("has coordinates that are no finite numbers")
    return Layer(flat, layer.columns, layer.crs, layer.name, layer.short)


def refuse_many(count: int) -> None:
    """Refuse more features than are compared.

    Raises:
        Unreadable: if there are more.
    """
    if count > MAX_FEATURES:
        raise Unreadable(f"has more than {MAX_FEATURES:,} features")


@lru_cache(maxsize=64)
def crs_of(text: str) -> Any:
    """Return the projection that `EPSG:25832` or `OGC:CRS84` names, None if nobody knows it."""
    library = pyproj()
    try:
        return library.CRS.from_user_input(text)
    except library.exceptions.CRSError:
        return None


@lru_cache(maxsize=64)
def crs_of_wkt(text: str) -> Any:
    """Return the projection that well-known text describes, None if it describes none.

    One that EPSG lists is taken from there: the text of some programs lacks the datum's shift.
    """
    library = pyproj()
    try:
        found = library.CRS.from_wkt(text[: 1 << 16])
        code = found.to_epsg(min_confidence=70)
    except (library.exceptions.CRSError, UnicodeError):
        return None
    if not (found.is_geographic or found.is_projected):
        return None
    return found if code is None else library.CRS.from_epsg(code)


@lru_cache(maxsize=64)
def named(crs: Any) -> str:
    """Return what people call a projection: its EPSG code, else its name."""
    if crs is None:
        return "unknown"
    if "CRS84" in str(crs.name):
        return "WGS 84"
    code = crs.to_epsg(min_confidence=70)
    return f"EPSG:{code}" if code else legible(str(crs.name)[:60])


def parts_of(place: Path) -> Iterator[Path]:
    """Yield the files that belong to a shapefile, whatever the case of their endings."""
    for beside in sorted(place.parent.glob(f"{_literal(place.stem)}.*")):
        if beside.suffix.lower() in PARTS and beside.is_file() and not beside.is_symlink():
            yield beside


def _literal(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def is_part(place: Path) -> bool:
    """Tell whether a file belongs to a shapefile beside it, so that nobody looks at it alone."""
    if place.suffix.lower() not in PARTS:
        return False
    return any(place.with_suffix(ending).is_file() for ending in (".shp", ".SHP"))
