"""Make the room schedule task.

Drafts are written with openpyxl and turned into ODS by LibreOffice Calc, which calculates them; one
alternate is written with odfpy, which stores formulas without results.
"""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook, load_workbook

from tests.data.tasks.fixed_files import begin, calc, finish, place

NAME = "rooms.ods"
ROOMS = [
    ("R-001", "Entrance", "Ground", 6.35, 4.15, "stone"),
    ("R-002", "Reception", "Ground", 4.85, 3.93, "stone"),
    ("R-003", "Waiting area", "Ground", 7.25, 4.37, "linoleum"),
    ("R-004", "Shaft north", "Ground", 1.15, 0.85, "shaft"),
    ("R-005", "Treatment 1", "Ground", 5.13, 3.71, "vinyl"),
    ("R-006", "Treatment 2", "Ground", 5.13, 3.47, "vinyl"),
    ("R-101", "Corridor", "First", 12.45, 1.93, "linoleum"),
    ("R-102", "Office", "First", 4.23, 3.57, "linoleum"),
    ("R-103", "Staff room", "First", 5.37, 4.21, "linoleum"),
    ("R-104", "Shaft north", "First", 1.15, 0.85, "shaft"),
    ("R-105", "Archive", "First", 3.33, 2.77, "screed"),
    ("R-106", "Laboratory", "First", 6.19, 3.60, "vinyl"),
    ("R-201", "Plant room", "Roof", 8.67, 5.51, "screed"),
    ("R-202", "Store", "Roof", 3.19, 2.59, "screed"),
]
STOREYS = ["Ground", "First", "Roof"]
HEAD = ["No.", "Room", "Storey", "Length m", "Width m", "Area m2", "Floor"]
LAST = len(ROOMS) + 1
AREA = '=IF(G{r}="shaft",0,ROUND(D{r}*E{r},2))'
COUNT = '=COUNTIFS(Rooms.C$2:C${n},A{r},Rooms.G$2:G${n},"<>shaft")'
SUM = "=SUMIF(Rooms.C$2:C${n},A{r},Rooms.F$2:F${n})"
ABOUT = {
    "title": "Complete the room schedule after the new survey",
    "profession": "Architect",
    "occupation": "17-1011.00",
    "work": "in_place",
    "families": ["ods", "formulas", "sum"],
    "alternate_correct": {
        "sumproduct": "SUMPRODUCT instead of SUMIF and COUNTIFS, area by multiplying with a "
        "condition; saved by LibreOffice.",
        "odfpy_no_results": "Written with odfpy: formulas without stored results.",
    },
    "known_bad": {
        "old_width": "R-106 still has its old width.",
        "shafts_counted": "The shafts are net area and are counted as rooms.",
        "rounded_in_format_only": "Areas are shown with two decimals but not rounded, so the "
        "totals do not add up as printed.",
    },
}


def area(length: float, width: float, floor: str) -> Decimal:
    exact = Decimal(str(length)) * Decimal(str(width))
    return Decimal(0) if floor == "shaft" else exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def rooms(corrected: bool) -> list[tuple[str, str, str, float, float, str]]:
    return [(*r[:4], 3.85 if corrected and r[0] == "R-106" else r[4], r[5]) for r in ROOMS]


def sheets(
    corrected: bool = True, line: str = "", count: str = "", total: str = ""
) -> dict[str, list[list[object]]]:
    """Return the rows of both sheets, formulas in the notation of LibreOffice."""
    first: list[list[object]] = [list(HEAD)]
    for at, (number, name, storey, long, wide, floor) in enumerate(rooms(corrected), 2):
        first.append([number, name, storey, long, wide, line.format(r=at) or None, floor])
    second: list[list[object]] = [["Storey", "Rooms", "Net area m2"]]
    for at, storey in enumerate(STOREYS, 2):
        cells = [text.format(r=at, n=LAST) or None for text in (count, total)]
        second.append([storey, *cells])
    second.append(["Total", *(["=SUM(B2:B4)", "=SUM(C2:C4)"] if total else [])])
    return {"Rooms": first, "Summary": second}


def save(path: Path, content: dict[str, list[list[object]]]) -> None:
    """Write the sheets by way of openpyxl and LibreOffice."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in content.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([v.replace("Rooms.", "Rooms!") if isinstance(v, str) else v for v in row])
    for row in book["Rooms"].iter_rows(min_row=2, min_col=4, max_col=6):
        for cell in row:
            cell.number_format = "0.00"
    for row in book["Summary"].iter_rows(min_row=2, min_col=3):
        row[0].number_format = "0.00"
    draft = path.with_suffix(".xlsx")
    book.save(draft)
    calc(draft, path)
    draft.unlink()


def odf_cell(value: object) -> TableCell:
    if value is None:
        return TableCell()
    if isinstance(value, str) and value.startswith("="):
        return TableCell(valuetype="float", formula=f"of:{value}")
    cell = (
        TableCell(valuetype="string")
        if isinstance(value, str)
        else TableCell(valuetype="float", value=value)
    )
    cell.addElement(P(text=str(value)))
    return cell


def save_odfpy(path: Path, content: dict[str, list[list[object]]]) -> None:
    document = OpenDocumentSpreadsheet()
    for title, rows in content.items():
        table = Table(name=title)
        for row in rows:
            line = TableRow()
            for value in row:
                line.addElement(odf_cell(value))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    document.save(str(path))


def prove(path: Path) -> None:
    """Let LibreOffice calculate the outcome and compare it with plain arithmetic."""
    scratch = path.with_name("proof.xlsx")
    calc(path, scratch)
    book = load_workbook(scratch, data_only=True)
    expected = [area(*room[3:]) for room in rooms(True)]
    found = [row[5] for row in book["Rooms"].values][1:]
    assert [Decimal(str(v)) for v in found] == expected, found
    totals = [row for row in book["Summary"].values][1:]
    for storey, count, net in totals[:3]:
        there = [area(*r[3:]) for r in rooms(True) if r[2] == storey and r[5] != "shaft"]
        assert count == len(there) and abs(net - float(sum(there))) < 1e-6, totals
    assert totals[3][1] == 12 and abs(totals[3][2] - float(sum(expected))) < 1e-6
    scratch.unlink()


BRACKETS = {
    "line": '=IF([.G{r}]="shaft";0;ROUND([.D{r}]*[.E{r}];2))',
    "count": '=COUNTIFS([Rooms.$C$2:.$C${n}];[.A{r}];[Rooms.$G$2:.$G${n}];"<>shaft")',
    "total": "=SUMIF([Rooms.$C$2:.$C${n}];[.A{r}];[Rooms.$F$2:.$F${n}])",
}


def open_formulas() -> dict[str, list[list[object]]]:
    content = sheets(**BRACKETS)
    content["Summary"][4][1:] = ["=SUM([.B2:.B4])", "=SUM([.C2:.C4])"]
    return content


def main() -> None:
    folder = begin(__file__)
    save(folder / "input" / NAME, sheets(corrected=False))
    made = place(folder, "reference") / NAME
    save(made, sheets(True, AREA, COUNT, SUM))
    prove(made)
    made = place(folder, "alternate_correct/sumproduct") / NAME
    times = '=ROUND((G{r}<>"shaft")*D{r}*E{r},2)'
    rooms_there = '=SUMPRODUCT((Rooms.C$2:C${n}=A{r})*(Rooms.G$2:G${n}<>"shaft"))'
    areas = "=SUMPRODUCT((Rooms.C$2:C${n}=A{r})*Rooms.F$2:F${n})"
    save(made, sheets(True, times, rooms_there, areas))
    prove(made)
    made = place(folder, "alternate_correct/odfpy_no_results") / NAME
    save_odfpy(made, open_formulas())
    prove(made)
    wrong = {
        "old_width": sheets(False, AREA, COUNT, SUM),
        "shafts_counted": sheets(
            True, "=ROUND(D{r}*E{r},2)", "=COUNTIF(Rooms.C$2:C${n},A{r})", SUM
        ),
        "rounded_in_format_only": sheets(True, '=IF(G{r}="shaft",0,D{r}*E{r})', COUNT, SUM),
    }
    for name, content in wrong.items():
        save(place(folder, f"known_bad/{name}") / NAME, content)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
