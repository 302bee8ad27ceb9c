"""Changing cells in the XML of a workbook: what was not changed stays."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from studio.base.errors import HostileInputError
from studio.grading.near_misses.workbooks import Formula, edit_ods, edit_xlsx, packed, unpacked
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import read_book
from tests.unit.grading.near_misses import small_work as small


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def test_values_of_every_kind_are_written_and_all_else_stays() -> None:
    book = opened(small.workbook(True))
    sheet = book["Invoices"]
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=1, max_row=6), titles_from_data=True)
    sheet.add_chart(chart, "J2")
    content = small.saved(book)
    changes = {
        (2, 3): 4.5, (3, 2): dt.date(2026, 1, 31), (4, 5): "über", (5, 3): None,
        (6, 7): Formula("=C6*2"), (12, 1): "below", (1, 9): True,
    }  # fmt: skip
    made = edit_xlsx(content, {"Invoices": changes})
    after = opened(made)["Invoices"]
    assert after["C2"].value == 4.5 and after["E4"].value == "über" and after["C5"].value is None
    assert after["B3"].value == dt.datetime(2026, 1, 31)
    assert after["B3"].number_format == "yyyy-mm-dd"
    assert after["G6"].value == "=C6*2" and after["A12"].value == "below"
    assert after["I1"].value is True
    assert after["G2"].value == "=C2*D2" and after["G8"].value == "=SUM(G2:G6)"
    assert "xl/charts/chart1.xml" in unpacked(made)
    assert made == edit_xlsx(content, {"Invoices": changes}), "the same change, the same bytes"


def test_formulas_that_are_shared_stay_when_one_is_changed() -> None:
    members = unpacked(small.workbook(True))
    name = "xl/worksheets/sheet1.xml"
    text = members[name].decode()
    text = text.replace("<f>C2*D2</f>", '<f t="shared" ref="G2:G6" si="0">C2*D2</f>')
    for row in range(3, 7):
        text = text.replace(f"<f>C{row}*D{row}</f>", '<f t="shared" si="0"/>')
    content = packed(members | {name: text.encode()})
    after = opened(edit_xlsx(content, {"Invoices": {(2, 7): 1.0}}))["Invoices"]
    assert [after.cell(row, 7).value for row in range(2, 7)] == [
        1, "=C3*D3", "=C4*D4", "=C5*D5", "=C6*D6",
    ]  # fmt: skip


def test_the_order_of_calculation_is_left_out() -> None:
    members = unpacked(small.workbook(True))
    types = members["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/calcChain.xml" ContentType="application/x"/></Types>',
    )
    content = packed(members | {"[Content_Types].xml": types, "xl/calcChain.xml": b"<calcChain/>"})
    made = unpacked(edit_xlsx(content, {"Invoices": {(2, 7): 1.0}}))
    assert "xl/calcChain.xml" not in made and b"calcChain" not in made["[Content_Types].xml"]


def test_an_ods_is_changed_where_it_says(tmp_path: Path) -> None:
    place = tmp_path / "states.ods"
    content = small.sheet_of_ods(True)
    changes = {
        (2, 3): 99.5,
        (3, 2): "void",
        (4, 3): None,
        (9, 1): "below",
        (5, 3): Formula("=C2*2"),
    }
    place.write_bytes(edit_ods(content, {"Invoices": changes}))
    sheet = read_book(place).sheets["Invoices"]
    assert sheet.value(2, 3) == 99.5 and sheet.value(3, 2) == "void"
    assert sheet.value(4, 3) is None and sheet.value(9, 1) == "below"
    assert sheet.value(5, 3) == 199.0 and sheet.cells[5, 3].formula
    assert sheet.value(6, 3) == 1310.1 and sheet.value(1, 1) == "Invoice"


def test_what_is_no_workbook_or_harms_is_not_changed() -> None:
    with pytest.raises(Unreadable):
        edit_xlsx(b"not a workbook", {})
    with pytest.raises(Unreadable, match="no sheet Nowhere"):
        edit_xlsx(small.workbook(True), {"Nowhere": {(1, 1): 1.0}})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../outside.xml", "<a/>")
    with pytest.raises((HostileInputError, Unreadable)):
        edit_xlsx(stream.getvalue(), {})
