"""Changing cells of xlsx and ods files in their XML, so that all else of the file stays.

Formats: ECMA-376 part 1 (SpreadsheetML), OpenDocument 1.2 part 1. Written archives have fixed
times, so the same change gives the same bytes.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.utils.datetime import to_excel

from studio.grading.readers.archives import Unreadable, refuse_hostile
from studio.grading.readers.books import address, parse_cells

Place = tuple[int, int]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FORMULA = "urn:oasis:names:tc:opendocument:xmlns:of:1.2"
_FIXED_TIME = (2020, 1, 1, 0, 0, 0)
_MAX_REPEATED = 2_000


@dataclass(frozen=True)
class Formula:
    """A formula to be written, with its `=`, in the language of xlsx."""

    text: str


Written = float | str | bool | dt.date | Formula | None
Changes = Mapping[str, Mapping[Place, Written]]


def parse_xml(content: bytes) -> Any:
    """Return the root of XML that was looked through before; entities are not resolved."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the members of a zipped document.

    Raises:
        HostileInputError: if it tries to harm.
        Unreadable: if it is none.
    """
    refuse_hostile(content, "the reference")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return a zipped document of these members, in their order, with fixed times."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            stored = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return stream.getvalue()


def edit_xlsx(content: bytes, changes: Changes) -> bytes:
    """Return an xlsx file with other values in some cells; styles and all else stay.

    Raises:
        Unreadable: if it lacks a sheet that is to be changed.
    """
    members = unpacked(content)
    parts = _sheet_parts(members)
    for name, cells in changes.items():
        if name not in parts:
            raise Unreadable(f"has no sheet {name}")
        root = parse_xml(members[parts[name]])
        data = root.find(f"{_MAIN}sheetData")
        _expand_shared(data)
        _write_cells(data, cells)
        members[parts[name]] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return packed(_without_chain(members))


def _sheet_parts(members: Mapping[str, bytes]) -> dict[str, str]:
    links = parse_xml(members["xl/_rels/workbook.xml.rels"])
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    book = parse_xml(members["xl/workbook.xml"])
    found = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATED), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in members:
            found[sheet.get("name", "")] = part
    return found


def _without_chain(members: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out the order of calculation, which names cells that hold no formula any more."""
    chain = "xl/calcChain.xml"
    if chain not in members:
        return members
    kept = {name: content for name, content in members.items() if name != chain}
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        root = parse_xml(kept[name])
        for child in list(root):
            if "calcChain" in (child.get("PartName") or child.get("Target") or ""):
                root.remove(child)
        kept[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return kept


def _rows(data: Any) -> dict[int, Any]:
    rows: dict[int, Any] = {}
    for row in data.iterchildren(f"{_MAIN}row"):
        number = int(row.get("r") or max(rows, default=0) + 1)
        row.set("r", str(number))
        rows[number] = row
    return rows


def _cells(row: Any) -> dict[int, Any]:
    cells: dict[int, Any] = {}
    number = int(row.get("r"))
    for cell in row.iterchildren(f"{_MAIN}c"):
        name = cell.get("r")
        column = parse_cells(name)[1] if name else max(cells, default=0) + 1
        cell.set("r", address(number, column))
        cells[column] = cell
    return cells


def _expand_shared(data: Any) -> None:
    """Write formulas that cells share into each of them, so that one can be changed alone."""
    masters: dict[str, tuple[str, str]] = {}
    for row in _rows(data).values():
        for cell in _cells(row).values():
            formula = cell.find(f"{_MAIN}f")
            if formula is None or formula.get("t") != "shared":
                continue
            index = formula.get("si")
            if formula.text:
                masters[index] = (f"={formula.text}", cell.get("r"))
            if index in masters:
                text, origin = masters[index]
                moved = Translator(text, origin=origin).translate_formula(cell.get("r"))
                formula.text = moved.removeprefix("=")
                formula.attrib.clear()


def _write_cells(data: Any, changes: Mapping[Place, Written]) -> None:
    rows = _rows(data)
    known = {number: _cells(row) for number, row in rows.items()}
    for (number, column), value in sorted(changes.items()):
        if number not in rows:
            rows[number] = _inserted(data, rows, number, f"{_MAIN}row", str(number))
            known[number] = {}
        cells = known[number]
        if column not in cells:
            name = address(number, column)
            cells[column] = _inserted(rows[number], cells, column, f"{_MAIN}c", name)
        _write_cell(cells[column], value)


def _inserted(parent: Any, others: Mapping[int, Any], number: int, tag: str, name: str) -> Any:
    made = etree.Element(tag)
    made.set("r", name)
    before = [found for found in others if found < number]
    if before:
        others[max(before)].addnext(made)
    else:
        parent.insert(0, made)
    return made


def _write_cell(cell: Any, value: Written) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if value is None:
        return
    if isinstance(value, Formula):
        etree.SubElement(cell, f"{_MAIN}f").text = value.text.removeprefix("=")
    elif isinstance(value, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
        text.text = value
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    else:
        if isinstance(value, bool):
            cell.set("t", "b")
        etree.SubElement(cell, f"{_MAIN}v").text = _spelled(value)


def _spelled(value: float | bool | dt.date) -> str:
    if isinstance(value, bool):
        return str(int(value))
    number: Any = value
    if isinstance(value, dt.date):
        number = to_excel(value)  # type: ignore[no-untyped-call]
    return repr(int(number)) if float(number).is_integer() else repr(float(number))


def edit_ods(content: bytes, changes: Changes) -> bytes:
    """Return an ods file with other values in some cells; styles and all else stay.

    Raises:
        Unreadable: if it lacks a sheet that is to be changed.
    """
    members = unpacked(content)
    root = parse_xml(members["content.xml"])
    tables = {table.get(f"{_TABLE}name"): table for table in root.iter(f"{_TABLE}table")}
    for name, cells in changes.items():
        if name not in tables:
            raise Unreadable(f"has no sheet {name}")
        table = tables[name]
        last = max(row for row, _ in cells)
        rows = _repeated(table, table.iter(f"{_TABLE}table-row"), "row", last)
        for (number, column), value in sorted(cells.items()):
            row = rows[number - 1]
            inner = row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
            _write_ods_cell(_repeated(row, inner, "cell", column)[column - 1], value)
    members["content.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return packed(members)


def _repeated(parent: Any, elements: Iterable[Any], what: str, needed: int) -> list[Any]:
    """Return the first `needed` elements, each standing for itself alone; missing ones are made."""
    found: list[Any] = []
    key = f"{_TABLE}number-{'rows' if what == 'row' else 'columns'}-repeated"
    for element in list(elements):
        times = int(element.get(key, "1"))
        while times > 1 and len(found) < needed:
            single = etree.fromstring(etree.tostring(element))
            single.attrib.pop(key, None)
            element.addprevious(single)
            found.append(single)
            times -= 1
            element.set(key, str(times))
        if len(found) >= needed:
            return found
        element.attrib.pop(key, None)
        found.append(element)
    if needed - len(found) > _MAX_REPEATED:
        raise Unreadable(f"has no {what} {needed}")
    while len(found) < needed:
        made = etree.Element(f"{_TABLE}table-{what}")
        if found:
            found[-1].addnext(made)
        else:
            parent.append(made)
        found.append(made)
    return found


def _write_ods_cell(cell: Any, value: Written) -> None:
    for child in list(cell):
        cell.remove(child)
    for name in list(cell.attrib):
        if name.startswith(_OFFICE) or name == f"{_TABLE}formula" or name.endswith("value-type"):
            del cell.attrib[name]
    if value is None:
        return
    if isinstance(value, Formula):
        known = cell.nsmap.get("of") == _FORMULA
        cell.set(f"{_TABLE}formula", f"{'of:' if known else ''}{_open_formula(value.text)}")
        return
    kind, key, text = _ods_value(value)
    cell.set(f"{_OFFICE}value-type", kind)
    if key:
        cell.set(f"{_OFFICE}{key}", text)
    etree.SubElement(cell, f"{_TEXT}p").text = text


def _open_formula(text: str) -> str:
    """Return a formula of xlsx as OpenDocument has it: `=SUM([.A1:.A9];2)`."""
    parts = []
    for item in Tokenizer(text).items:
        if item.type == Token.OPERAND and item.subtype == Token.RANGE:
            sheet, _, cells = item.value.rpartition("!")
            corners = cells.split(":")
            first = f"${sheet}.{corners[0]}" if sheet else f".{corners[0]}"
            parts.append(f"[{':.'.join([first, *corners[1:]])}]")
        else:
            parts.append(";" if item.type == Token.SEP else item.value)
    return f"={''.join(parts)}"


def _ods_value(value: float | str | bool | dt.date) -> tuple[str, str, str]:
    if isinstance(value, bool):
        return "boolean", "boolean-value", str(value).lower()
    if isinstance(value, str):
        return "string", "", value
    if isinstance(value, dt.date):
        return "date", "date-value", value.isoformat()
    return "float", "value", _spelled(value)
