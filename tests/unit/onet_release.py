"""A small invented release of O*NET in each form that real ones come in."""

import csv
import io
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import Workbook

CSV_FOLDER = Path(__file__).parents[1] / "data" / "onet"
Table = list[list[str]]
# Published name, our columns in the published order; None is a column of others.
OFFICIAL: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "onet_occupations": (
        "Occupation Data",
        [("O*NET-SOC Code", "onet_code"), ("Title", "title"), ("Description", "description")],
    ),
    "onet_tasks": (
        "Task Statements",
        [
            ("O*NET-SOC Code", "onet_code"),
            ("Task ID", "task_id"),
            ("Task", "task"),
            ("Task Type", "task_type"),
            ("Incumbents Responding", None),
            ("Date", "date"),
            ("Domain Source", "source"),
        ],
    ),
    "onet_dwa": (
        "DWA Reference",
        [
            ("Element ID", "gwa_id"),
            ("IWA ID", "iwa_id"),
            ("DWA ID", "dwa_id"),
            ("DWA Title", "dwa"),
        ],
    ),
    "onet_task_dwa": (
        "Tasks to DWAs",
        [
            ("O*NET-SOC Code", None),
            ("Task ID", "task_id"),
            ("DWA ID", "dwa_id"),
            ("Date", None),
            ("Domain Source", None),
        ],
    ),
}


def official_tables() -> dict[str, Table]:
    """Return the tables by published name, each with its heading first."""
    made = {}
    for short, (name, columns) in OFFICIAL.items():
        with (CSV_FOLDER / f"{short}.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        head = [title for title, _ in columns]
        made[name] = [head, *([row[ours] if ours else "" for _, ours in columns] for row in rows)]
    return made


def write_folder(folder: Path) -> Path:
    """Write the release as a folder of CSV that says which release it is."""
    shutil.copytree(CSV_FOLDER, folder)
    (folder / "PROVENANCE.md").write_text("Invented, as of the O*NET 30.1 Database.\n")
    return folder


def text_members(tables: Mapping[str, Table], number: str = "30_1") -> dict[str, bytes]:
    """Return the files of the text archive: tabs, Windows line ends."""
    return {
        f"db_{number}_text/{name}.txt": "".join("\t".join(row) + "\r\n" for row in rows).encode()
        for name, rows in tables.items()
    }


def workbook(rows: Table) -> bytes:
    """Return a table as a workbook, with numbers as numbers and a column that text lacks."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows):
        cells: list[str | int | None] = [
            int(cell) if cell.isdecimal() else cell or None for cell in row
        ]
        cells.insert(1, "Title of the occupation" if number == 0 else "shown beside the code")
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def excel_members(tables: Mapping[str, Table], number: str = "30_1") -> dict[str, bytes]:
    """Return the files of the Excel archive: one workbook a table."""
    return {f"db_{number}_excel/{name}.xlsx": workbook(rows) for name, rows in tables.items()}


def write_zip(path: Path, members: Mapping[str, bytes]) -> Path:
    """Write members as a ZIP archive with an entry for their folder, as the published ones have."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in {name.rpartition("/")[0] for name in members if "/" in name}:
            archive.writestr(f"{folder}/", b"")
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_text_archive(path: Path, number: str = "30_1") -> Path:
    """Write the release as its text archive."""
    return write_zip(path, text_members(official_tables(), number))


def write_excel_archive(path: Path, number: str = "30_1") -> Path:
    """Write the release as its Excel archive."""
    return write_zip(path, excel_members(official_tables(), number))


FORMS: dict[str, Callable[[Path], Path]] = {
    "text": lambda place: write_text_archive(place / "db_30_1_text.zip"),
    "excel": lambda place: write_excel_archive(place / "db_30_1_excel.zip"),
    "csv": lambda place: write_folder(place / "tables"),
}
