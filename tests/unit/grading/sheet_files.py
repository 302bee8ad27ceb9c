"""Sheets written as OpenDocument."""

from pathlib import Path

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.unit.grading.table_files import Rows


def write_ods(path: Path, rows: Rows, name: str = "Data") -> Path:
    """Write rows as the one sheet of an ods file."""
    document = OpenDocumentSpreadsheet()
    table = Table(name=name)
    for row in rows:
        line = TableRow()
        for value in row:
            if value is None:
                line.addElement(TableCell())
            elif isinstance(value, int | float):
                line.addElement(TableCell(valuetype="float", value=str(value)))
            else:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=str(value)))
                line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return path
