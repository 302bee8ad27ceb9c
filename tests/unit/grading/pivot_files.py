"""A pivot table put into a workbook part by part, for no library writes one."""

import zipfile
from pathlib import Path

from tests.unit.grading.table_files import Rows, write_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def links(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{LINKS}">{inner}</Relationships>'


def write_pivot(path: Path, rows: Rows, by: int = 1, of: int = 2) -> Path:
    """Write a workbook with a pivot table that groups by one column and sums up another."""
    write_workbook(path, {"Data": rows, "Pivot": [[None]]})
    fields = "".join(f'<cacheField name="{name}"/>' for name in rows[0])
    cache = f'<pivotCacheDefinition xmlns="{MAIN}"><cacheFields>{fields}</cacheFields>'
    table = (
        f'<pivotTableDefinition xmlns="{MAIN}" name="p"><rowFields><field x="{by}"/></rowFields>'
        f'<dataFields><dataField name="Sum" fld="{of}"/></dataFields></pivotTableDefinition>'
    )
    parts = {
        "xl/worksheets/_rels/sheet2.xml.rels": links(("pivotTable", "../pivotTables/p1.xml")),
        "xl/pivotTables/p1.xml": table,
        "xl/pivotTables/_rels/p1.xml.rels": links(("pivotCacheDefinition", "../pivotCache/c1.xml")),
        "xl/pivotCache/c1.xml": f"{cache}</pivotCacheDefinition>",
    }
    with zipfile.ZipFile(path, "a") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path
