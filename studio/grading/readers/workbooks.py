"""What belongs to the sheets of a workbook (Office Open XML, ECMA-376), and changing a cell."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from studio.formats import digests
from studio.grading.readers.archives import Unreadable, refuse_hostile
from studio.grading.readers.books import WORKBOOKS, address
from studio.grading.readers.packages import Package, attribute
from studio.grading.readers.places import read_bytes
from studio.grading.readers.values import legible
from studio.sandbox.office import OfficeRefusal, recompute

_WORKBOOK = "xl/workbook.xml"
_DAY_ZERO = dt.date(1899, 12, 30)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def open_workbook(path: Path) -> Package:
    """Return the parts of a workbook; one in another format is converted first.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if it is no workbook.
        FaultError: if this machine cannot convert it.
    """
    if path.suffix.lower() not in WORKBOOKS:
        raise Unreadable("is not a workbook")
    content = read_bytes(path)
    if path.suffix.lower() == ".ods":
        refuse_hostile(content, legible(path.name))
        content = computed_bytes(path, content)
    return Package(content, legible(path.name))


def sheets_of(package: Package) -> dict[str, str]:
    """Return the part of each sheet by its title, chart sheets too.

    Raises:
        Unreadable: if it is no workbook.
    """
    related = package.related(_WORKBOOK)
    found = {}
    for sheet in package.required(_WORKBOOK).iter(f"{_MAIN}sheet"):
        for name in sheet.attrib:
            if name.endswith("}id") and sheet.attrib[name] in related:
                found[attribute(sheet, "name")] = related[sheet.attrib[name]][1]
    return found


def belonging(package: Package, part: str, kinds: tuple[str, ...]) -> Iterator[str]:
    """Yield the parts that a part leads to along relations of these kinds, one after another."""
    parts = [part]
    for kind in kinds:
        parts = [path for near in parts for k, path in package.related(near).values() if k == kind]
    yield from dict.fromkeys(parts)


def computed_bytes(path: Path, content: bytes) -> bytes:
    """Return a workbook as the office program writes it, every formula computed anew.

    Raises:
        Unreadable: if it cannot be computed.
        FaultError: if this machine computes nothing.
    """
    try:
        return recompute(path, digests.of_bytes(content)).read_bytes()
    except OfficeRefusal as fault:
        raise Unreadable(f"cannot be computed: {fault}") from None


def with_cells(
    content: bytes, changes: Mapping[tuple[str, int, int], str | float | bool | None]
) -> bytes:
    """Return an office program's xlsx with other values in some cells; formulas there are gone.

    Args:
        content: the workbook, as LibreOffice writes it: rows and cells in order and numbered.
        changes: the new values by (sheet, row, column), None to empty a cell; where a number
            stands, an ISO date is written as the number of the day.

    Raises:
        Unreadable: if there is no such sheet.
    """
    sheets = {title.casefold(): part for title, part in sheets_of(Package(content, "it")).items()}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    by_sheet: dict[str, dict[tuple[int, int], str | float | bool | None]] = {}
    for (title, row, column), value in changes.items():
        name = sheets.get(title.casefold())
        if name is None or name not in members:
            raise Unreadable(f"has no sheet {title}")
        by_sheet.setdefault(name, {})[row, column] = value
    for name, cells in by_sheet.items():
        members[name] = _with_cells(members[name], cells)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return stream.getvalue()


def _with_cells(part: bytes, cells: Mapping[tuple[int, int], str | float | bool | None]) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise Unreadable("has a sheet that is not XML") from None
    data = tree.find(f"{_MAIN}sheetData")
    if data is None:
        raise Unreadable("has a sheet without cells")
    for (row, column), value in cells.items():
        _put(data, row, column, value)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _put(data: Any, row: int, column: int, value: str | float | bool | None) -> None:
    line = _numbered(data, f"{_MAIN}row", str(row), lambda name: int(name) < row)
    place = address(row, column)
    cell = _numbered(line, f"{_MAIN}c", place, lambda name: (len(name), name) < (len(place), place))
    if isinstance(value, str) and cell.get("t", "n") == "n" and len(cell):
        value = _serial(value)
    for child in list(cell):
        cell.remove(child)
    if value is None:
        cell.attrib.pop("t", None)
    else:
        _write_value(cell, value)


def _serial(text: str) -> str | float:
    """Return an ISO date as the number that a sheet stores for it (ECMA-376, 18.17.4.1)."""
    try:
        return float((dt.date.fromisoformat(text) - _DAY_ZERO).days)
    except ValueError:
        return text


def _numbered(parent: Any, tag: str, name: str, before: Any) -> Any:
    """Return the child of this number, made in its place if it is not there."""
    place = 0
    for child in parent.findall(tag):
        found = child.get("r", "")
        if found == name:
            return child
        if not found or before(found):
            place += 1
    made = etree.Element(tag, r=name)
    parent.insert(place, made)
    return made


def _write_value(cell: Any, value: str | float | bool) -> None:
    cell.attrib.pop("t", None)
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
        text.text = value
        return
    if isinstance(value, bool):
        cell.set("t", "b")
    etree.SubElement(cell, f"{_MAIN}v").text = (
        str(int(value)) if value == int(value) else repr(value)
    )
