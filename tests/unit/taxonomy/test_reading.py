import io
import os
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.base.errors import HostileInputError, UserError
from studio.taxonomy import reading, sheets
from studio.taxonomy.archives import FolderFiles, ZipFiles, files_of
from studio.taxonomy.reading import Content
from studio.taxonomy.sheets import rows_of
from tests.unit.onet_release import (
    FORMS,
    Table,
    excel_members,
    official_tables,
    text_members,
    write_folder,
    write_text_archive,
    write_zip,
)


def read(path: Path, number: str = "") -> Content:
    return reading.read(files_of(path), number, lambda sentence: None)


def archive_of(place: Path, change: Callable[[dict[str, Table]], object]) -> Path:
    """Return a text archive with changed tables."""
    tables = official_tables()
    change(tables)
    return write_zip(place / "db_30_1_text.zip", text_members(tables))


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_columns_are_found_by_name(tmp_path: Path) -> None:
    def turned(tables: dict[str, Table]) -> None:
        for name, rows in tables.items():
            tables[name] = [[*reversed(row), "added"] for row in rows]
            tables[name][0][-1] = "Added Column"

    straight = read(write_text_archive(tmp_path / "db_30_1_text.zip"))
    assert read(archive_of(tmp_path, turned)).rows == straight.rows


def test_unpacked_archives_are_read_too(tmp_path: Path) -> None:
    packed = write_text_archive(tmp_path / "db_30_1_text.zip")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path / "out")
    inner = read(tmp_path / "out" / "db_30_1_text")
    assert inner == read(tmp_path / "out") == read(packed)


def test_a_byte_order_mark_and_blank_lines_do_no_harm(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "tables")
    for place in folder.glob("*.csv"):
        place.write_bytes(b"\xef\xbb\xbf" + place.read_bytes() + b"\n\n")
    assert len(read(folder).rows["statements"]) == 17


@pytest.mark.parametrize(
    ("name", "told", "number"),
    [
        ("db_28_0_text", "", "28.0"),
        ("db_31_0_excel", "", "31.0"),
        ("tables", "From the O*NET 29.3 Database by USDOL.", "29.3"),
        ("tables", "O*NET\u00ae 30.2 Database", "30.2"),
    ],
)
def test_the_release_is_told_by_name_or_note(
    name: str, told: str, number: str, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / name)
    (folder / "PROVENANCE.md").unlink()
    (folder / "Read Me.txt").write_text(told, encoding="utf-8")
    assert read(folder).number == number
    assert read(folder, "30.1").number == read(folder, "O*NET 30.1").number == "30.1"


@pytest.mark.parametrize(
    "told", ["", "the O*NET 30.1 Database and the O*NET 30.2 Database", "O*NET 30.1 is good."]
)
def test_an_untold_release_asks_for_its_number(told: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "tables")
    (folder / "PROVENANCE.md").write_text(told)
    with pytest.raises(UserError, match="does not say which release") as refused:
        read(folder)
    assert "--release 30.1" in refused.value.in_shell


@pytest.mark.parametrize("number", ["27.3", "32.0", "thirty", "30", "30.1.2", "../30.1"])
def test_other_releases_are_refused(number: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"28 to 31|such as 30\.1"):
        read(write_folder(tmp_path / "tables"), number)


@pytest.mark.parametrize("table", ["Occupation Data", "Task Statements"])
def test_a_missing_table_is_named(table: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=f"no table {table}"):
        read(archive_of(tmp_path, lambda tables: tables.pop(table)))


def test_a_release_without_activities_says_so(tmp_path: Path) -> None:
    def without(tables: dict[str, Table]) -> None:
        del tables["DWA Reference"]

    assert "no detailed work activities" in read(archive_of(tmp_path, without)).notes[-1]


def _set(name: str, row: int, column: int, value: str) -> Callable[[dict[str, Table]], object]:
    def change(tables: dict[str, Table]) -> None:
        tables[name][row][column] = value

    return change


WRONG: dict[str, tuple[Callable[[dict[str, Table]], object], str]] = {
    "column": (_set("Task Statements", 0, 1, "Number"), "no column Task ID"),
    "code": (_set("Occupation Data", 1, 0, "99-9999.00"), "'99-9999.00', which is not a code"),
    "old code": (_set("Occupation Data", 1, 0, "15-1132.00"), "not a code of O\\*NET-SOC 2019"),
    "no code": (_set("Occupation Data", 1, 0, ""), "not a code"),
    "stray": (_set("Task Statements", 1, 0, "11-1011.00"), "is not in Occupation Data"),
    "double": (_set("Task Statements", 1, 1, "102"), "'102', which stands there twice"),
    "id": (_set("Task Statements", 1, 1, "1e9"), "not the number of a task"),
    "empty": (_set("Task Statements", 1, 2, "  "), "'101', which has no text"),
    "long": (_set("Task Statements", 1, 2, "x" * 5000), "Line 2 of Task Statements.txt"),
    "link": (_set("Tasks to DWAs", 1, 1, "999"), "'999', which is in no other table"),
    "activity": (_set("Tasks to DWAs", 1, 2, "4.Z"), "'4.Z', which is in no other table"),
    "no tasks": (lambda tables: tables.update(
        {"Task Statements": tables["Task Statements"][:1], "Tasks to DWAs": []}
    ), "Tasks to DWAs.txt has no column|statements of 0 occupations"),
    "blank": (lambda tables: tables.update({"Task Statements": []}), "no column Task ID"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_right_is_refused_in_one_sentence(wrong: str, tmp_path: Path) -> None:
    change, sentence = WRONG[wrong]
    with pytest.raises(UserError, match=sentence) as fault:
        read(archive_of(tmp_path, change))
    assert "\n" not in str(fault.value)


def test_a_cut_off_table_of_a_whole_release_is_refused(tmp_path: Path) -> None:
    from studio.taxonomy import tables as shipped

    def whole(tables: dict[str, Table]) -> None:
        rows = [[one.code, one.title, "."] for one in shipped.occupations()]
        tables["Occupation Data"][1:] = rows

    with pytest.raises(UserError, match="statements of 8 occupations where a release has about"):
        read(archive_of(tmp_path, whole))


def test_a_table_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    members = text_members(official_tables()) | text_members(official_tables(), "30_2")
    with pytest.raises(UserError, match="twice"):
        read(write_zip(tmp_path / "both.zip", members), "30.1")


def _link(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO(zipped(members))
    with zipfile.ZipFile(stream, "a") as archive:
        entry = zipfile.ZipInfo("db_30_1_text/link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def _crowded(members: dict[str, bytes]) -> bytes:
    return zipped({f"db_30_1_text/{number:060d}": b"" for number in range(12_000)})


def _wide(members: dict[str, bytes]) -> bytes:
    """Return an archive whose 64-bit end record claims a huge listing."""
    content = zipped(members)
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 9, 9, 1 << 40, 0)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(content) - 22, 1)
    return content[:-22] + record + locator + content[-22:]


def _encrypted(members: dict[str, bytes]) -> bytes:
    content = bytearray(zipped(members))
    start = content.find(b"PK\x01\x02")
    content[start + 8] |= 1
    return bytes(content)


HOSTILE: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "outside": lambda members: zipped(members | {"../Task Statements.txt": b"x"}),
    "absolute": lambda members: zipped(members | {"/etc/passwd": b"x"}),
    "backslash": lambda members: zipped(members | {"..\\x.txt": b"x"}),
    "link": _link,
    "crowded": _crowded,
    "wide": _wide,
    "encrypted": _encrypted,
    "bomb": lambda members: zipped(
        members | {"db_30_1_text/Task Statements.txt": b"\0" * (65 << 20)}
    ),
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_archives_that_harm_are_refused(attack: str, tmp_path: Path) -> None:
    place = tmp_path / "db_30_1_text.zip"
    place.write_bytes(HOSTILE[attack](text_members(official_tables())))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(HostileInputError):
        read(place)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "db_30_1_text.zip"
    write_text_archive(place)
    with zipfile.ZipFile(place, "a") as archive:
        archive.writestr("db_30_1_text/Task Statements.txt", b"x")
    with pytest.raises(HostileInputError, match="twice"):
        read(place)


@pytest.mark.parametrize("form", ["text", "excel"])
def test_damage_gives_one_sentence(form: str, tmp_path: Path) -> None:
    place = FORMS[form](tmp_path)
    whole = place.read_bytes()
    for step in range(45):
        content = bytearray(whole)
        if step % 3 == 0:
            del content[len(content) * step // 45 :]
        else:
            at = (step * 7919) % len(content)
            content[at : at + 4] = b"\xff\x00\xfe\x01"
        place.write_bytes(content)
        try:
            read(place)
        except UserError as fault:
            assert str(fault).count("\n") == 0


@pytest.mark.parametrize("kind", ["missing", "text", "empty", "device", "pipe", "a workbook"])
def test_what_is_no_release_is_refused(kind: str, tmp_path: Path) -> None:
    place = tmp_path / "db_30_1_text.zip"
    if kind == "text":
        place.write_text("hello")
    elif kind == "empty":
        place.write_bytes(b"")
    elif kind == "device":
        place = Path("/dev/zero")
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "a workbook":
        place.write_bytes(excel_members(official_tables())["db_30_1_excel/DWA Reference.xlsx"])
    with pytest.raises(UserError):
        read(place)


def test_files_of_a_folder_that_are_no_files_are_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "tables")
    moved = shutil.move(folder / "onet_tasks.csv", tmp_path / "secret.csv")
    (folder / "onet_tasks.csv").symlink_to(moved)
    with pytest.raises(UserError, match=r"onet_tasks\.csv cannot be read"):
        read(folder)
    (folder / "onet_tasks.csv").unlink()
    os.mkfifo(folder / "onet_tasks.csv")
    with pytest.raises(UserError, match=r"onet_tasks\.csv cannot be read"):
        read(folder)
    (folder / "onet_tasks.csv").unlink()
    with (folder / "onet_tasks.csv").open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(HostileInputError, match="larger than"):
        read(folder)


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    assert FolderFiles(tmp_path).paths == ()
    with pytest.raises(UserError, match="no table Occupation Data"):
        read(tmp_path, "30.1")


SHEET = '<worksheet xmlns="http://x/main"><sheetData>{}</sheetData></worksheet>'


def book(sheet: str, strings: str = "") -> bytes:
    members = {"xl/worksheets/sheet1.xml": sheet.encode()}
    if strings:
        members["xl/sharedStrings.xml"] = strings.encode()
    return zipped(members)


def test_cells_of_every_kind_are_read() -> None:
    content = book(
        SHEET.format(
            '<row><c r="A1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>in</t></is></c></row>'
            '<row><c><v>8823</v></c><c><v>12.0</v></c><c t="str"><f>A1</f><v>made</v></c>'
            '<c t="b"><v>1</v></c><c/></row>'
        ),
        "<sst><si><t>zero</t></si><si><r><t>rich </t></r><r><t>text</t></r>"
        "<rPh><t>aid</t></rPh></si></sst>",
    )
    assert list(rows_of(content, "x.xlsx")) == [
        ["rich text", "", "in"],
        ["8823", "12", "made", "1", ""],
    ]


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET.format('<row><c t="s"><v>7</v></c></row>'),
        SHEET.format('<row><c t="s"><v>-1</v></c></row>'),
        SHEET.format("<row><c>"),
        "",
        "<html>",
    ],
)
def test_damaged_workbooks_give_one_sentence(sheet: str) -> None:
    with pytest.raises(UserError, match=r"x\.xlsx is damaged"):
        list(rows_of(book(sheet), "x.xlsx"))


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_workbooks_that_declare_entities_are_refused(declared: str) -> None:
    sheet = declared + SHEET.format('<row><c t="str"><v>&a;</v></c></row>')
    with pytest.raises(HostileInputError, match="entities"):
        list(rows_of(book(sheet), "x.xlsx"))


def test_far_cells_and_endless_rows_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    far = '<row><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
    assert list(rows_of(book(SHEET.format(far)), "x.xlsx")) == [["1"]]
    monkeypatch.setattr(sheets, "MAX_ROWS", 1000)
    with pytest.raises(HostileInputError, match="more than 1,000 rows"):
        list(rows_of(book(SHEET.format("<row/>" * 1001)), "x.xlsx"))
    monkeypatch.setattr(sheets, "_MAX_ELEMENTS", 500)
    with pytest.raises(HostileInputError, match="more cells"):
        list(rows_of(book(SHEET.format(f"<row>{'<c/>' * 1000}</row>")), "x.xlsx"))


def test_a_workbook_without_sheets_is_none() -> None:
    with pytest.raises(UserError, match="not a workbook"):
        list(rows_of(zipped({"a.txt": b"x"}), "x.xlsx"))
    with pytest.raises(UserError, match="not a ZIP archive"):
        ZipFiles(b"PK\x05\x06", "x.xlsx")
