"""What changed in a file, in sentences that ask for it and do not give the answer away.

They name places, headings and keys, never a value that the expert worked out.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

from studio.base.errors import UserError
from studio.formats import digests
from studio.formats.gaps import gap
from studio.grading.proposing.given import leaves_of
from studio.grading.proposing.layouts import FoundTable, Layout, layout_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES, Book, Sheet, address, read_book
from studio.grading.readers.documents import DOCUMENTS, Document, read_document
from studio.grading.readers.outline import headings_of
from studio.grading.readers.parts import Block
from studio.grading.readers.trees import INI, JSON, LINES, XML, read_tree
from studio.grading.readers.values import is_blank, number_of

Place = tuple[int, int]
_TREES = (*JSON, *LINES, *INI, *XML, ".yaml", ".yml", ".toml")
_KINDS = {
    "picture": (".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".bmp"),
    "drawing": (".svg", ".dxf"),
    "sound": (".wav", ".flac", ".ogg", ".mp3"),
    "film": (".mp4", ".mkv", ".webm", ".mov"),
    "model": (".stl", ".obj", ".ply", ".glb", ".step"),
    "program": (".py", ".js", ".r", ".sql", ".sh"),
    "database": (".sqlite", ".db", ".sqlite3"),
}
_MOST = 8


def listed(names: Iterable[str], most: int = _MOST) -> str:
    """Return names as a sentence lists them: `a, b and c`, or `a, b and 7 more`."""
    shown = list(names)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(shown) - most + 1:,} more"]
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def code(name: str) -> str:
    """Return a name as an instruction marks it."""
    return f'"{name}"' if "`" in name else f"`{name}`"


def tell_file(path: str, made: Path, given: Path | None) -> list[str]:
    """Return the sentences that ask for a file that was made, or for its change.

    Args:
        path: what the instruction calls it.
        made: the file that was handed in.
        given: the same file before, None if it is new.
    """
    try:
        for suffixes, tell in _TELLERS:
            if made.suffix.lower() in suffixes and made.suffix.lower() not in _KINDS["drawing"]:
                return tell(path, made, given) or [_plain(path, made, given)]
    except (Unreadable, UserError):
        # What cannot be read is still to be handed in; only its content is not told.
        return [_plain(path, made, given)]
    return [_plain(path, made, given)]


def _plain(path: str, made: Path, given: Path | None) -> str:
    if given is not None:
        return f"Change {code(path)} {gap('what in it, and to what?')}."
    suffix = made.suffix.lower()
    kind = next((kind for kind, suffixes in _KINDS.items() if suffix in suffixes), "file")
    return f"Make the {kind} {code(path)} {gap('what must it hold?')}."


def _tell_table(path: str, made: Path, given: Path | None) -> list[str]:
    after = read_book(made)
    before = read_book(given) if given else None
    lines: list[str] = []
    for sheet in after.sheets.values():
        old = before.sheet(sheet.name) if before else None
        if old is None:
            lines += _tell_new_sheet(path, sheet, len(after.sheets) > 1, before is not None)
        else:
            lines += _tell_changed_sheet(path, old, sheet, len(after.sheets) > 1)
    gone = [name for name in (before.sheets if before else {}) if after.sheet(name) is None]
    lines += [f"Take the sheet “{name}” out of {code(path)}." for name in gone]
    return lines + _tell_formulas(before, after)


def _tell_new_sheet(path: str, sheet: Sheet, several: bool, added: bool) -> list[str]:
    if not sheet.cells:
        return []
    layout = layout_of(sheet)
    what = f"the sheet “{sheet.name}” of {code(path)}" if several else code(path)
    verb = f"Add the sheet “{sheet.name}” to {code(path)}" if added else f"Make {what}"
    lines = [
        f"{verb} with the columns {listed(map(_quoted, table.header.values()), 16)}, "
        f"one row for each {gap('which thing?')}."
        for table in layout.tables
    ]
    if labels := [_quoted(pair.label) for pair in layout.pairs]:
        how = f"{listed(labels)} {gap('how is each worked out?')}."
        lines.append(f"In {what}, give {how}" if lines else f"{verb} with {how}")
    return lines or [f"{verb} {gap('what must it hold?')}."]


def _quoted(name: str) -> str:
    return f"“{name}”"


def _tell_changed_sheet(path: str, old: Sheet, new: Sheet, several: bool) -> list[str]:
    changed = [
        place for place in sorted(old.cells.keys() | new.cells.keys()) if _differs(old, new, place)
    ]
    if not changed:
        return []
    layout = layout_of(new)
    where = f"On the sheet “{new.name}” of {code(path)}" if several else f"In {code(path)}"
    filled = [place for place in changed if is_blank(old.value(*place))]
    emptied = [place for place in changed if is_blank(new.value(*place))]
    other = [place for place in changed if place not in {*filled, *emptied}]
    lines = []
    if filled:
        lines.append(f"{where}, fill in {_spots(filled, layout)} {gap('by what rule?')}.")
    if other:
        lines.append(f"{where}, change {_spots(other, layout)} {gap('to what, and why?')}.")
    if emptied:
        lines.append(f"{where}, empty {_spots(emptied, layout)} {gap('for what reason?')}.")
    return lines


def _differs(old: Sheet, new: Sheet, place: Place) -> bool:
    before, after = old.cells.get(place), new.cells.get(place)
    if before is None or after is None:
        return before is not after
    return before.formula != after.formula or (
        after.formula is None and before.value != after.value
    )


def _spots(cells: list[Place], layout: Layout) -> str:
    """Return how cells are spoken of: columns by their header, values by their label."""
    labels = {pair.place: pair.label for pair in layout.pairs}
    found: list[str] = []
    for column in sorted({column for _, column in cells}):
        rows = [row for row, at in cells if at == column]
        table = _table_at(layout.tables, rows, column)
        header = table.header.get(column) if table else None
        ranges = listed(_ranges(rows, column))
        if header and len(rows) > 1:
            found.append(f"the column “{header}” ({ranges})")
        elif len(rows) == 1 and (rows[0], column) in labels:
            found.append(f"“{labels[rows[0], column]}” ({ranges})")
        else:
            found.append(ranges)
    return listed(found)


def _table_at(tables: list[FoundTable], rows: list[int], column: int) -> FoundTable | None:
    return next((table for table in tables if table.covers(rows[0], column)), None)


def _ranges(rows: list[int], column: int) -> Iterator[str]:
    for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
        found = [row for _, row in run]
        first, last = address(found[0], column), address(found[-1], column)
        yield first if first == last else f"{first} to {last}"


def _tell_formulas(before: Book | None, after: Book) -> list[str]:
    fresh = [
        cell
        for sheet in after.sheets.values()
        for place, cell in sheet.cells.items()
        if cell.formula and not _had_formula(before, sheet.name, place)
    ]
    if not fresh:
        return []
    return [f"What is worked out stays a live formula {gap('or are typed values fine too?')}."]


def _had_formula(book: Book | None, name: str, place: Place) -> bool:
    sheet = book.sheet(name) if book else None
    cell = sheet.cells.get(place) if sheet else None
    return cell is not None and cell.formula is not None


def _tell_document(path: str, made: Path, given: Path | None) -> list[str]:
    after = read_document(made)
    if given is None:
        return [_tell_new_document(path, after)]
    before = read_document(given)
    lines = [_tell_changed_document(path, before, after)]
    if len(after.revisions) > len(before.revisions):
        lines.append("Make them as tracked changes, so that each can be accepted or refused.")
    return lines


def _tell_new_document(path: str, document: Document) -> str:
    # A heading with figures may hold an answer.
    headings = [text for text in headings_of(document) if not any(map(str.isdigit, text))]
    told = f" with the headings {listed(map(_quoted, headings))}" if headings else ""
    return f"Write {code(path)}{told} {gap('for whom, and what must it say?')}."


def _tell_changed_document(path: str, before: Document, after: Document) -> str:
    known = {part for part in before.parts if isinstance(part, Block)}
    standing = set(headings_of(before))
    heading, found = "", []
    for part in after.blocks:
        if part.kind in ("heading", "title"):
            heading = part.text
        if part not in known and heading in standing and heading not in found:
            found.append(heading)
    where = f", below {listed(map(_quoted, found))}" if found else ""
    return f"Change {code(path)}{where} {gap('which passages, and to what?')}."


def _tell_tree(path: str, made: Path, given: Path | None) -> list[str]:
    after = dict(leaves_of(read_tree(made)))
    if given is None:
        names = dict.fromkeys(_key(pointer) for pointer in after)
        told = f" with the keys {listed(map(code, names), 12)}" if names else ""
        return [f"Make {code(path)}{told} {gap('how is each worked out?')}."]
    before = dict(leaves_of(read_tree(given)))
    changed = [
        pointer for pointer in {**before, **after} if before.get(pointer) != after.get(pointer)
    ]
    names = dict.fromkeys(_key(pointer) for pointer in changed)
    if not names:
        return []
    return [f"In {code(path)}, change {listed(map(code, names), 12)} {gap('to what, and why?')}."]


def _key(pointer: str) -> str:
    names = [part for part in pointer.split("/") if part and not part.isdigit()]
    return ".".join(names[-2:]).replace("~1", "/").replace("~0", "~") or "the list"


def has_figures(made: Path, given: Path | None) -> bool:
    """Tell whether a file holds numbers that were worked out, so that exactness matters."""
    if made.suffix.lower() not in TABLES or (given and _same(made, given)):
        return False
    try:
        book = read_book(made)
        old = read_book(given) if given else None
    except (Unreadable, UserError):
        return False
    for sheet in book.sheets.values():
        before = old.sheet(sheet.name) if old else None
        for place, cell in sheet.cells.items():
            number = number_of(cell.value)
            fresh = before is None or _differs(before, sheet, place)
            if fresh and number is not None and (cell.formula or not number.is_integer()):
                return True
    return False


def _same(one: Path, other: Path) -> bool:
    return digests.of_file(one) == digests.of_file(other)


Teller = Callable[[str, Path, Path | None], list[str]]
_TELLERS: tuple[tuple[tuple[str, ...], Teller], ...] = (
    (TABLES, _tell_table),
    (DOCUMENTS, _tell_document),
    (_TREES, _tell_tree),
)
