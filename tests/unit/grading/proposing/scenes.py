"""Small invented tasks with right work done otherwise and with wrong work, built by code."""

import csv
import io
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import docx
import openpyxl
import pptx

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.model.check import Checks
from studio.model.task import Task

Content = str | bytes
Files = dict[str, Content]
Rows = Sequence[Sequence[Any]]


@dataclass
class Scene:
    """A task with files that must pass and files that must fail.

    `alternates` and `wrongs` name what differs from `right`; None takes a file away, in `right`
    one of the input.
    """

    name: str
    prompt: str
    given: Files
    right: Mapping[str, Content | None]
    alternates: dict[str, dict[str, Content | None]] = field(default_factory=dict)
    wrongs: dict[str, dict[str, Content | None]] = field(default_factory=dict)
    work: Literal["in_place", "separate"] = "separate"

    def lay(self, folder: Path) -> TaskFolder:
        """Write the task, without checks."""
        write(folder / "input", self.given)
        write(folder / "private/reference", self._laid({}))
        task = Task(id="t", created="now", work=self.work)
        return TaskFolder(folder, TaskDocument(task, self.prompt, Checks()))

    def output(self, folder: Path, changes: dict[str, Content | None]) -> Path:
        """Write an output that differs from the reference."""
        return write(folder, self._laid(changes))

    def _laid(self, changes: Mapping[str, Content | None]) -> Files:
        files: dict[str, Content | None] = {**self.given} if self.work == "in_place" else {}
        merged = {**files, **self.right, **changes}
        return {name: text for name, text in merged.items() if text is not None}


def write(folder: Path, files: Files) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def csv_text(rows: Rows, delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def xlsx(sheets: dict[str, Rows], formats: dict[str, str] | None = None) -> bytes:
    """Return a workbook; `formats` gives number formats by `Sheet!A1`."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for place, form in (formats or {}).items():
        name, _, cell = place.partition("!")
        book[name][cell].number_format = form
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def word(parts: Iterable[str | Rows]) -> bytes:
    """Return a docx: `# text` is a heading, other text a paragraph, rows a table."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            if part.startswith("# "):
                document.add_heading(part[2:], 1)
            else:
                document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for r, row in enumerate(part):
            for c, value in enumerate(row):
                table.cell(r, c).text = str(value)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def slides(pages: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    deck = pptx.Presentation()
    for title, lines in pages:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text_frame.text = "\n".join(lines)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def database(statements: Iterable[str]) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name) / "made.db"
        connection = sqlite3.connect(place)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
        return place.read_bytes()


def spoiled(rows: Rows, column: int) -> dict[str, list[list[Any]]]:
    """Return careless versions of a table whose derived numbers stand in a column."""
    head, *body = [list(row) for row in rows]

    def changed(number: int, value: Any) -> list[list[Any]]:
        made = [list(row) for row in body]
        made[number][column] = value
        return [head, *made]

    last = len(body) - 1
    low = body[last][column]
    swapped = [list(row) for row in body]
    swapped[0][column], swapped[last][column] = swapped[last][column], swapped[0][column]
    return {
        "dropped row": [head, *body[:-1]],
        "doubled row": [head, *body, body[0]],
        "only the first row": [head, body[0]],
        "no rows": [head],
        "swapped values": [head, *swapped],
        "sign": changed(0, -float(body[0][column])),
        "unit": changed(last, float(low) * 100),
        "off by one per cent": changed(0, float(body[0][column]) * 1.01 + 0.02),
        "blank value": changed(last, None),
        "placeholder": changed(0, "TBD"),
        "not a number": changed(0, "NaN"),
        "invented": [
            head,
            *([*r[:column], 12.34 + n, *r[column + 1 :]] for n, r in enumerate(body)),
        ],
        "all zero": [head, *([*r[:column], 0, *r[column + 1 :]] for r in body)],
    }
