"""Sheets for showing: cells as they are judged, places of targets, what differs, odd workbooks."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import read_book
from studio.viewing.lazy_sheets import lazy_sheets
from studio.viewing.sheet import OpenedSheets, opened
from studio.viewing.sheet_data import AlignedRows, Area, ShownCell
from tests.unit.grading import hostile_bombs, hostile_files


def book(place: Path, *rows: tuple[object, ...], sheet: str = "Sheet1") -> Path:
    made = Workbook()
    assert made.active is not None
    made.active.title = sheet
    for row in rows:
        made.active.append(list(row))
    made.active["B2"].number_format = "#,##0.00"
    made.save(place)
    return place


def texts(found: OpenedSheets, first: int = 1, count: int = 10) -> list[list[str]]:
    return [[cell.text for cell in row] for row in found.rows(0, first, count).cells if row]


def test_a_workbook_shows_values_with_the_digits_of_their_format(tmp_path: Path) -> None:
    found = opened(book(tmp_path / "a.xlsx", ("Item", "Amount"), ("Rent", 12480.5)), None)
    assert found.head().sheets[0].rows == 2
    assert texts(found) == [["Item", "Amount"], ["Rent", "12,480.50"]]
    amount = found.rows(0, 2, 1).cells[0][1]
    assert amount == ShownCell(2, "12,480.50", True, "", "Sheet1!B2", None)


def test_rows_far_down_are_read_without_those_above(tmp_path: Path) -> None:
    rows = [(n, f"note {n}") for n in range(1, 3001)]
    found = opened(book(tmp_path / "long.xlsx", *rows), None)
    assert texts(found, 2990, 2) == [["2990", "note 2990"], ["2991", "note 2991"]]
    assert found.rows(0, 3001, 50).cells == ((),) * 50


def test_cells_are_those_that_the_graders_read(tmp_path: Path) -> None:
    made = Workbook()
    assert made.active is not None
    made.active.append(["When", True, 1.5, "_x0041_", " spaced ", "=C1*2", None, "é\n2"])
    made.active["A3"] = "below a gap"
    made.save(tmp_path / "a.xlsx")
    content = (tmp_path / "a.xlsx").read_bytes()
    lazy = lazy_sheets(content)[0].cells(1, 10)
    judged = read_book(tmp_path / "a.xlsx").sheets["Sheet"].cells
    assert lazy.keys() == judged.keys()
    for place, cell in judged.items():
        if not cell.formula:
            assert lazy[place] == cell
    assert judged[1, 6].value == 3.0
    assert lazy[1, 6].formula == judged[1, 6].formula == "=C1*2"


def test_shared_formulas_are_told_of_rows_without_the_first(tmp_path: Path) -> None:
    content = book(tmp_path / "a.xlsx", *[(n, None) for n in range(1, 9)]).read_bytes()
    members = hostile_files.members_of(content)
    part = "xl/worksheets/sheet1.xml"
    text = members[part]
    assert isinstance(text, bytes)
    for row in range(1, 9):
        told = b' ref="B1:B8">A1*2</f>' if row == 1 else b"/>"
        cell = b'<c r="B%d"><f t="shared" si="0"%s<v>%d</v></c></row>' % (row, told, row * 2)
        start = text.index(b'<row r="%d"' % row)
        end = text.index(b"</row>", start)
        kept = text[start:end].replace(b'<c r="B%d" s="1"/>' % row, b"")
        kept = kept.replace(b'<c r="B%d" s="1" />' % row, b"")
        text = text[:start] + kept + cell + text[end + 6 :]
    (tmp_path / "b.xlsx").write_bytes(hostile_files.archive(members | {part: text}))
    found = opened(tmp_path / "b.xlsx", None)
    cells = found.rows(0, 6, 1).cells[0]
    assert cells[1].formula == "=A6*2" and cells[1].text == "12"


def test_a_workbook_that_is_written_oddly_is_read_as_a_whole(tmp_path: Path) -> None:
    content = book(tmp_path / "a.xlsx", ("Item", "Amount"), ("Rent", 2)).read_bytes()
    members = hostile_files.members_of(content)
    part = "xl/worksheets/sheet1.xml"
    text = members[part]
    assert isinstance(text, bytes)
    odd = text.replace(b"<sheetData>", b"<sheetData><!-- a note <row r='9'> -->")
    (tmp_path / "b.xlsx").write_bytes(hostile_files.archive(members | {part: odd}))
    assert texts(opened(tmp_path / "b.xlsx", None)) == [["Item", "Amount"], ["Rent", "2.00"]]


@pytest.mark.parametrize("suffix", ["csv", "tsv", "ods", "parquet"])
def test_every_table_is_shown(tmp_path: Path, suffix: str) -> None:
    rows = [("item", "amount"), ("Rent", 5.0), ("Power", 7.5)]
    place = tmp_path / f"a.{suffix}"
    place.write_bytes(hostile_files.table(suffix, rows))
    found = opened(place, None)
    assert texts(found)[1:] == [["Rent", "5"], ["Power", "7.5"]] or texts(found)[1:] == [
        ["Rent", "5.0"],
        ["Power", "7.5"],
    ]


def test_a_spreadsheet_is_shown_as_it_is_stored_until_it_is_computed(tmp_path: Path) -> None:
    place = tmp_path / "a.ods"
    cells = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Rent</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-repeated="2" '
        'office:value-type="float" office:value="1250.5"><text:p>1,250.50</text:p>'
        '</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="3">'
        "<table:table-cell/></table:table-row><table:table-row><table:table-cell/>"
        '<table:table-cell office:value-type="float" office:value="9" '
        'table:formula="of:=SUM([.B1:.C1])"><text:p>9</text:p></table:table-cell>'
        '</table:table-row><table:table-row table:number-rows-repeated="1048000"/>'
    )
    place.write_bytes(hostile_files.ods_of(cells))
    found = opened(place, None)
    head = found.head()
    assert head.to_compute and (head.sheets[0].rows, head.sheets[0].columns) == (5, 3)
    assert texts(found) == [["Rent", "1,250.50", "1,250.50"], ["9"]]
    total = found.rows(0, 5, 1).cells[0][0]
    assert (total.column, total.formula) == (2, "=SUM(B1:C1)")
    assert found.computed().done and not found.head().to_compute
    # The namespace of its formulas is not declared there, so no program can compute them.
    assert found.rows(0, 5, 1).cells[0][0].text == "#VALUE!"


def test_cells_of_a_csv_are_named_by_column_and_key(tmp_path: Path) -> None:
    place = tmp_path / "a.csv"
    place.write_text("invoice,amount\nA-1,100.00\nA-2,250.50\nA-2,1\nB[3],2\n")
    found = opened(place, None)
    rows = found.rows(0, 1, 5).cells
    assert [cell.place for cell in rows[0]] == ["invoice", "amount"]
    assert [cell.place for cell in rows[1]] == ["invoice[A-1]", "amount[A-1]"]
    (tmp_path / "one.csv").write_text("invoice,amount\nA-1,100.00\n")
    single = opened(tmp_path / "one.csv", None).rows(0, 2, 1).cells[0]
    assert [cell.place for cell in single] == ["invoice[A-1]", "amount[A-1]"]
    # A key that stands there twice, or that a target cannot spell, names no cell.
    assert [row[1].place for row in rows[2:]] == ["", "", ""]


@pytest.mark.parametrize(
    ("name", "target", "area"),
    [
        ("a.xlsx", "a.xlsx#Sheet1!B2", Area(0, 2, 2, 2, 2)),
        ("a.xlsx", "a.xlsx#sheet1!A1:B3", Area(0, 1, 1, 3, 2)),
        ("a.xlsx", "a.xlsx#Sheet1", Area(0, 1, 1, 3, 2)),
        ("a.csv", "a.csv#amount[A-2]", Area(0, 3, 2, 3, 2)),
        ("a.csv", "a.csv#amount", Area(0, 2, 2, 3, 2)),
        ("a.csv", "a.csv", Area(0, 1, 1, 3, 2)),
    ],
)
def test_targets_are_found(tmp_path: Path, name: str, target: str, area: Area) -> None:
    rows = [("invoice", "amount"), ("A-1", 100), ("A-2", 250.5)]
    book(tmp_path / "a.xlsx", *rows)
    (tmp_path / "a.csv").write_text("invoice,amount\nA-1,100\nA-2,250.5\n")
    assert opened(tmp_path / name, None).places([{"target": target}]).places == ((area,),)


def test_columns_narrow_an_area_and_what_is_not_there_lies_nowhere(tmp_path: Path) -> None:
    found = opened(book(tmp_path / "a.xlsx", ("No", "Due"), (1, 2), (3, 4)), None)
    asked = [
        {"target": "a.xlsx#Sheet1!A1:B3", "columns": ["due"]},
        {"target": "a.xlsx#Gone!A1"},
        {"target": "a.xlsx#Gone[7]"},
    ]
    assert found.places(asked).places == ((Area(0, 2, 2, 3, 2),), (), ())


def test_what_differs_is_told_cell_by_cell_and_found_from_one_to_the_next(tmp_path: Path) -> None:
    rows = [("No", "Due"), *((n, n * 2) for n in range(1, 1500))]
    before = book(tmp_path / "before.xlsx", *rows)
    rows[3], rows[1400] = (3, 66), (1400, None)
    after = book(tmp_path / "after.xlsx", *rows)
    found = opened(after, before)
    changed = [cell for row in found.rows(0, 1, 10).cells for cell in row if cell.before]
    assert [(cell.place, cell.text, cell.before) for cell in changed] == [("Sheet1!B4", "66", "6")]
    gone = found.rows(0, 1401, 1).cells[0][1]
    assert (gone.text, gone.before) == ("", "2800")
    first = found.next(0, 1, 1)
    second = found.next(0, first.row, first.column)
    assert [(first.row, first.column), (second.row, second.column)] == [(4, 2), (1401, 2)]
    assert found.next(0, 1401, 2).row == 0
    back = found.next(0, 1401, 2, back=True)
    assert (back.row, back.column) == (4, 2)


def test_a_row_that_is_put_in_leaves_those_below_as_they_were(tmp_path: Path) -> None:
    rows = [("No", "Due", "Twice"), *((n, f"due {n}", f"=A{n + 1}*2") for n in range(1, 40))]
    before = book(tmp_path / "before.xlsx", *rows)
    rows.insert(20, (99, "fresh", "=A21*2"))
    after = [(n, d, f"=A{at}*2" if at > 1 else t) for at, (n, d, t) in enumerate(rows, 1)]
    found = opened(book(tmp_path / "after.xlsx", *after), before)
    shown = found.rows(0, 1, 41)
    differing = [
        at for at, row in enumerate(shown.cells, 1) if any(c.before is not None for c in row)
    ]
    assert differing == [21] and shown.changes[20] == "new"
    assert found.next(0, 1, 1).row == 21 and found.next(0, 21, 3).row == 0
    back = opened(tmp_path / "before.xlsx", tmp_path / "after.xlsx")
    assert back.head().sheets[0].aligned == AlignedRows(0, 41, ((21, 1),))
    gone = back.rows(0, 21, 1, merged=True)
    assert gone.changes == ("gone",)
    assert [(cell.text, cell.before, cell.place) for cell in gone.cells[0][:2]] == [
        ("", "99", ""),
        ("", "fresh", ""),
    ]
    assert all(cell.before is None for row in back.rows(0, 1, 40).cells for cell in row)


def test_a_long_sheet_is_compared_by_the_bytes_of_its_rows(tmp_path: Path) -> None:
    rows = [(n, f"text {n}", n / 7) for n in range(1, 7000)]
    before = book(tmp_path / "before.xlsx", *rows)
    changed = [
        *rows[:3000],
        (0, "put in", 1.5),
        *rows[3000:6000],
        (6001, "other", 0.5),
        *rows[6001:],
    ]
    found = opened(book(tmp_path / "after.xlsx", *changed), before)
    assert found.head().sheets[0].aligned is None
    early = found.rows(0, 3001, 1)
    assert early.changes == ("",) and early.cells[0][0].before is None
    assert found.aligned(0).merged == 7000
    assert found.rows(0, 3001, 2).changes == ("new", "")
    first, second = found.next(0, 1, 1), found.next(0, 3001, 3)
    assert (first.row, second.row) == (3001, 6002)
    assert found.rows(0, 6002, 1).cells[0][1].before == "text 6001"
    back = found.next(0, 6002, 1, back=True)
    assert back.row == 3001


@pytest.mark.parametrize("suffix", ["csv", "ods"])
def test_rows_of_every_table_are_brought_together(tmp_path: Path, suffix: str) -> None:
    rows = [("item", "due"), *((f"item {n}", float(n)) for n in range(30))]
    fewer = [*rows[:10], *rows[11:]]
    (tmp_path / f"a.{suffix}").write_bytes(hostile_files.table(suffix, rows))
    (tmp_path / f"b.{suffix}").write_bytes(hostile_files.table(suffix, fewer))
    found = opened(tmp_path / f"b.{suffix}", tmp_path / f"a.{suffix}")
    aligned = found.head().sheets[0].aligned
    assert aligned is not None and aligned.gone == ((11, 1),)


def test_a_hostile_other_file_does_not_pass_for_no_difference(tmp_path: Path) -> None:
    shown = book(tmp_path / "a.xlsx", ("No", "Due"))
    (tmp_path / "b.xlsx").write_bytes(hostile_bombs.with_part("xlsx", "fill.bin", bytes(200 << 20)))
    with pytest.raises(HostileInputError, match="unpacks to more than"):
        opened(shown, tmp_path / "b.xlsx").head()


@pytest.mark.parametrize("name", ["bomb", "laughs", "link", "text", "nothing"])
def test_what_is_no_workbook_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    content = {
        "bomb": lambda: hostile_bombs.with_part("xlsx", "filling.bin", bytes(200 << 20)),
        "laughs": lambda: hostile_bombs.laughing_part("xlsx"),
        "link": lambda: hostile_bombs.with_part("xlsx", "../../out.xml", "<a/>"),
        "text": lambda: b"not a workbook",
        "nothing": lambda: b"",
    }[name]()
    place = tmp_path / "a.xlsx"
    place.write_bytes(content)
    with pytest.raises((HostileInputError, Unreadable)):
        opened(place, None).head()


def test_a_table_in_text_with_bytes_that_are_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n\x00,1\n")
    with pytest.raises(Unreadable, match="not a CSV"):
        opened(tmp_path / "a.csv", None)
