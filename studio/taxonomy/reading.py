"""A release of the O*NET database as it is published, read by column names and verified.

The text release is one folder of tab-separated UTF-8 files, the Excel release one of workbooks
with the same columns and more; a folder of CSV holds the same tables under short names.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from studio.base.errors import HostileInputError, UserError
from studio.taxonomy import sheets, tables
from studio.taxonomy.archives import Files, folders_of

OLDEST, NEWEST = 28, 31
_LEAST_SHARE = 0.9
_MAX_NOTE = 64 * 1024
_MAX_TEXT = 4_000
_MAX_ROWS = sheets.MAX_ROWS
Row = tuple[str, ...]
Tell = Callable[[str], None]


class Layout(NamedTuple):
    """Where a table is: its published name, its short name, and its columns under both."""

    official: str
    short: str
    columns: tuple[tuple[str, str], ...]
    needed: bool


LAYOUTS = {
    "occupations": Layout(
        "Occupation Data",
        "onet_occupations",
        (("O*NET-SOC Code", "onet_code"), ("Title", "title"), ("Description", "description")),
        True,
    ),
    "statements": Layout(
        "Task Statements",
        "onet_tasks",
        (
            ("Task ID", "task_id"),
            ("O*NET-SOC Code", "onet_code"),
            ("Task Type", "task_type"),
            ("Task", "task"),
        ),
        True,
    ),
    "activities": Layout(
        "DWA Reference", "onet_dwa", (("DWA ID", "dwa_id"), ("DWA Title", "dwa")), False
    ),
    "links": Layout(
        "Tasks to DWAs", "onet_task_dwa", (("Task ID", "task_id"), ("DWA ID", "dwa_id")), False
    ),
}


class Content(NamedTuple):
    """The verified rows of a release by table, its number, and what a person should know of it."""

    number: str
    rows: dict[str, tuple[Row, ...]]
    notes: tuple[str, ...]


def read(files: Files, number: str, tell: Tell) -> Content:
    """Return the content of a release.

    Args:
        files: those of the archive or folder.
        number: which release it is, such as `30.1`; if empty, the files must say.
        tell: is told of progress, a sentence at a time.

    Raises:
        UserError: if a table or column is missing, or what they hold cannot be right.
        HostileInputError: if a file tries to harm.
    """
    for layout in LAYOUTS.values():
        if layout.needed and _path_of(files, layout) is None:
            raise UserError(
                f"{files.name} holds no table {layout.official}; give the text or Excel archive "
                "of the O*NET database, or a folder of its tables."
            )
    number = _checked(number or _number_of(files))
    rows = {name: _table(files, layout, tell) for name, layout in LAYOUTS.items()}
    if not (rows["activities"] and rows["links"]):
        # One says nothing without the other.
        rows |= {"activities": (), "links": ()}
    tell("Verifying")
    _verify(rows)
    return Content(number, rows, tuple(_notes(rows)))


def _checked(number: str) -> str:
    found = re.fullmatch(r"\s*(?:O\*NET )?([0-9]{1,3})\.([0-9]{1,2})\s*", number)
    if not found:
        raise UserError(f"{number!r} is not the number of a release; give one such as 30.1.")
    if not OLDEST <= int(found[1]) <= NEWEST:
        raise UserError(
            f"O*NET {found[1]}.{found[2]} is not a release that this program reads; "
            f"install one of {OLDEST} to {NEWEST}."
        )
    return f"{int(found[1])}.{int(found[2])}"


def _number_of(files: Files) -> str:
    """Return the release that names (`db_30_1_text`) or else the notes beside the tables tell."""
    names = re.findall(r"(?i)db_([0-9]{1,3})_([0-9]{1,2})(?![0-9])", "\n".join(folders_of(files)))
    found = {f"{whole}.{part}" for whole, part in names}
    if not found:
        found = {number for text in _note_texts(files) for number in _told(text)}
    if len(found) != 1:
        told = f"{files.name} does not say which release of O*NET it is; "
        raise UserError(
            f"{told}take the archive as it was fetched, under its own name.",
            f"{told}say it with --release, such as --release 30.1.",
        )
    return found.pop()


def _told(text: str) -> list[str]:
    return re.findall(r"O\*NET(?:\(R\)|®)? ([0-9]{1,3}\.[0-9]{1,2}) Database", text)


def _note_texts(files: Files) -> Iterator[str]:
    tables_here = {_folded(layout.official) for layout in LAYOUTS.values()}
    for path in files.paths:
        stem, _, suffix = path.rpartition("/")[2].rpartition(".")
        is_note = suffix.lower() == "md" or _folded(stem).startswith("read")
        if is_note and _folded(stem) not in tables_here:
            yield files.read(path)[:_MAX_NOTE].decode(errors="replace")


def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())


def _table(files: Files, layout: Layout, tell: Tell) -> tuple[Row, ...]:
    path = _path_of(files, layout)
    if path is None:
        return ()
    name = path.rpartition("/")[2]
    tell(f"Reading {name}")
    suffix = name.rpartition(".")[2].lower()
    content = files.read(path)
    if suffix == "xlsx":
        return tuple(_chosen(sheets.rows_of(content, name), layout, name))
    rows = _lines(content, name) if suffix == "txt" else _csv_rows(content, name)
    return tuple(_chosen(rows, layout, name))


def _path_of(files: Files, layout: Layout) -> str | None:
    official, short = _folded(layout.official), _folded(layout.short)
    by_name: dict[str, list[str]] = {}
    for path in files.paths:
        by_name.setdefault(_folded(path.rpartition("/")[2]), []).append(path)
    for name in (f"{official}.txt", f"{official}.xlsx", f"{short}.csv"):
        found = by_name.get(name, [])
        if len(found) > 1:
            raise UserError(f"{files.name} holds {layout.official} twice; give one release.")
        if found:
            return found[0]
    return None


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(f"{name} is damaged: it is not UTF-8 text.") from None


def _lines(content: bytes, name: str) -> Iterator[list[str]]:
    for line in _decoded(content, name).split("\n"):
        yield line.removesuffix("\r").split("\t")


def _csv_rows(content: bytes, name: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(_decoded(content, name), newline=""))
    except csv.Error as fault:
        raise UserError(f"{name} is damaged: {fault}.") from None


def _chosen(rows: Iterator[list[str]], layout: Layout, name: str) -> Iterator[Row]:
    """Yield the cells of the layout's columns, however many others there are, in whatever order."""
    head = [_folded(cell) for cell in next(rows, [])]
    places = [_place(head, names, name) for names in layout.columns]
    for number, row in enumerate(rows, 2):
        if number > _MAX_ROWS:
            raise HostileInputError(f"{name} holds more than {_MAX_ROWS:,} rows.")
        if not any(cell.strip() for cell in row):
            continue
        cells = tuple(" ".join(row[at].split()) if at < len(row) else "" for at in places)
        if any(len(cell) > _MAX_TEXT for cell in cells):
            raise UserError(f"Line {number} of {name} holds a text that is too long for O*NET.")
        yield cells


def _place(head: list[str], names: Iterable[str], name: str) -> int:
    for wanted in names:
        if _folded(wanted) in head:
            return head.index(_folded(wanted))
    official = next(iter(names))
    raise UserError(f"{name} has no column {official}; give the table as it is published.")


def _verify(rows: dict[str, tuple[Row, ...]]) -> None:
    codes = [code for code, _, _ in rows["occupations"]]
    ids = [task for task, _, _, _ in rows["statements"]]
    activities = [activity for activity, _ in rows["activities"]]
    known = {found.code for found in tables.occupations()}
    about_codes, about_ids = "is not a code of O*NET-SOC 2019", "is not the number of a task"
    _refuse_wrong("Occupation Data", [one for one in codes if one not in known], about_codes)
    numbers = [one for one in ids if not re.fullmatch(r"[0-9]{1,10}", one)]
    _refuse_wrong("Task Statements", numbers, about_ids)
    for table, keys in (
        ("Occupation Data", codes),
        ("Task Statements", ids),
        ("DWA Reference", activities),
    ):
        twice = [key for key, times in Counter(keys).items() if times > 1]
        _refuse_wrong(table, twice, "stands there twice")
    here = set(codes)
    stray = [code for _, code, _, _ in rows["statements"] if code not in here]
    _refuse_wrong("Task Statements", stray, "is not in Occupation Data")
    empty = [task for task, _, _, text in rows["statements"] if not text]
    _refuse_wrong("Task Statements", empty, "has no text")
    for place, there in ((0, set(ids)), (1, set(activities))):
        strays = [link[place] for link in rows["links"] if link[place] not in there]
        _refuse_wrong("Tasks to DWAs", strays, "is in no other table")
    _refuse_few(codes, {code for _, code, _, _ in rows["statements"]})


def _refuse_wrong(table: str, wrong: list[str], why: str) -> None:
    if wrong:
        raise UserError(f"{table} holds {wrong[0]!r}, which {why}; fetch the release anew.")


def _refuse_few(codes: list[str], stated: set[str]) -> None:
    """Refuse a table of statements that was cut off."""
    described = len(tables.software())
    whole = len(codes) == len(tables.occupations())
    if not stated or (whole and len(stated) < _LEAST_SHARE * described):
        raise UserError(
            f"Task Statements holds statements of {len(stated):,} occupations where a release has "
            f"about {described:,}; fetch the release anew."
        )


def _notes(rows: dict[str, tuple[Row, ...]]) -> Iterator[str]:
    """Yield what is less than a whole release, for a part of one is taken as well."""
    here, all_codes = len(rows["occupations"]), len(tables.occupations())
    if here < all_codes:
        yield f"It holds {here:,} of the {all_codes:,} occupations; the others have no statements."
    if not rows["activities"]:
        yield "It holds no detailed work activities."
