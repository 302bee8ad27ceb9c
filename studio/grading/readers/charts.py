"""Charts of a workbook or a deck, and pivot tables: what they show and where they take it from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from studio.grading.readers.packages import Package
from studio.grading.readers.values import fold
from studio.grading.readers.workbooks import belonging, sheets_of

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MAX_TITLE = 300
_AREA = re.compile("(?:'[^']*'|[^,'])+")


@dataclass(frozen=True)
class Chart:
    """A chart: the types it draws, its title, and the ranges that its values come from."""

    sheet: str
    types: frozenset[str]
    title: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Pivot:
    """A pivot table: the names of the fields that it groups by and of those that it sums up."""

    sheet: str
    groups: tuple[str, ...]
    values: tuple[str, ...]


def areas_of(reference: str) -> list[str]:
    """Return the areas that a reference joins, as in `(A!B2,A!B4)`, each with its sheet."""
    return [match.group().strip() for match in _AREA.finditer(reference.strip().strip("()"))]


def charts_of(package: Package, sheet: str | None = None) -> list[Chart]:
    """Return the charts that stand on a sheet, on any if none is named.

    Raises:
        Unreadable: if a part of them is damaged.
    """
    found = []
    for title, part in _chosen(package, sheet):
        for name in belonging(package, part, ("drawing", "chart")):
            tree = package.part(name)
            if tree is not None:
                found.append(_chart(title, tree))
    return [chart for chart in found if chart.references]


def slide_charts_of(package: Package) -> list[Chart]:
    """Return the charts on the slides of a pptx file that draw a value; none names a sheet.

    Raises:
        Unreadable: if a part of them is damaged.
    """
    found = []
    for name in belonging(package, "", ("officeDocument", "slide", "chart")):
        tree = package.part(name)
        points = tree.iter(f"{_CHART}val") if tree is not None else ()
        if tree is not None and any(p.find(f".//{_CHART}v") is not None for p in points):
            found.append(_chart("", tree))
    return found


def _chosen(package: Package, sheet: str | None) -> Iterator[tuple[str, str]]:
    for title, part in sheets_of(package).items():
        if sheet is None or title.casefold() == sheet.casefold():
            yield title, part


def _chart(sheet: str, tree: Element) -> Chart:
    drawn = tree.find(f"{_CHART}chart/{_CHART}plotArea")
    types = frozenset(_type(child) for child in (drawn if drawn is not None else ())) - {""}
    ranges = [
        fold(found.text)
        for tag in ("val", "yVal")
        for values in tree.iter(f"{_CHART}{tag}")
        for found in values.iter(f"{_CHART}f")
        if found.text
    ]
    return Chart(sheet, types, _title(tree), tuple(ranges))


def _type(child: Element) -> str:
    """Return the type of a part of a plot: `barChart` is a bar or column chart."""
    name = child.tag.rpartition("}")[2]
    if not name.endswith("Chart"):
        return ""
    plain = name.removesuffix("Chart").removesuffix("3D").removeprefix("of").lower()
    direction = child.find(f"{_CHART}barDir")
    if plain == "bar" and (direction is None or direction.get("val", "col") == "col"):
        return "column"
    return plain


def _title(tree: Element) -> str:
    title = tree.find(f"{_CHART}chart/{_CHART}title")
    if title is None:
        return ""
    words = [found.text or "" for found in title.iter(_TEXT)]
    words += [found.text or "" for found in title.iter(f"{_CHART}v")]
    return fold("".join(words))[:_MAX_TITLE]


def pivots_of(package: Package, sheet: str | None = None) -> list[Pivot]:
    """Return the pivot tables that stand on a sheet, on any if none is named.

    Raises:
        Unreadable: if a part of them is damaged.
    """
    found = []
    for title, part in _chosen(package, sheet):
        for name in belonging(package, part, ("pivotTable",)):
            tree = package.part(name)
            if tree is None:
                continue
            names = _fields(package, name)
            groups = [
                *(_number(field.get("x")) for field in tree.iter(f"{_MAIN}field")),
                *(_number(field.get("fld")) for field in tree.iter(f"{_MAIN}pageField")),
            ]
            values = [_number(field.get("fld")) for field in tree.iter(f"{_MAIN}dataField")]
            found.append(Pivot(title, _named(names, groups), _named(names, values)))
    return found


def _fields(package: Package, pivot: str) -> list[str]:
    for name in belonging(package, pivot, ("pivotCacheDefinition",)):
        tree = package.part(name)
        if tree is not None:
            return [fold(field.get("name", "")) for field in tree.iter(f"{_MAIN}cacheField")]
    return []


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 6 else -1


def _named(names: list[str], numbers: list[int]) -> tuple[str, ...]:
    return tuple(names[n] for n in numbers if 0 <= n < len(names))
