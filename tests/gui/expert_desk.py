"""A recording of somebody who completes invoices in a drawn spreadsheet, in the real formats."""

import io
from pathlib import Path

from openpyxl import Workbook
from PIL import Image, ImageDraw, ImageFont

from studio.base import ids
from studio.formats import digests, layout
from studio.formats.documents import json_line, write_document
from studio.formats.event_log import event_line
from studio.formats.recordings import seal
from studio.model.frozen import Bounds, Size
from studio.model.recording import (
    ButtonEvent,
    ClockAnchor,
    ElementRecord,
    Event,
    FileRecord,
    FocusEvent,
    FrameRecord,
    KeyEvent,
    MarkEvent,
    Monitor,
    RecordingManifest,
    Watched,
    Window,
)

SCREEN = Bounds(x=0, y=0, width=1280, height=800)
SECOND = 1_000_000_000
BOOK = "invoices.xlsx"
HEAD = ("Invoice", "Supplier", "Period", "Amount")
ROWS = (
    ("A-1041", "Norwood", "Oct", 1250.0),
    ("A-1042", "Halden", "Oct", 980.0),
    ("A-1043", "Kessler", "Oct", 2410.0),
    ("A-1044", "Ostrava", "Oct", 640.0),
    ("A-1045", "Brandt", "Oct", 3105.0),
)
MISSING = (3, 5)
FINAL_TOTAL = 8385.0
_LEFT, _TOP, _WIDE, _HIGH, _MARGIN = 40, 150, 260, 28, 60


def cell_bounds(name: str) -> Bounds:
    """Return where the drawn cell, such as D5, lies on the screen."""
    column, row = "ABCD".index(name[0]), int(name[1:])
    x, y = _LEFT + _MARGIN + column * _WIDE, _TOP + row * _HIGH
    return Bounds(x=x, y=y, width=_WIDE, height=_HIGH)


def _values(filled: int, total: bool) -> dict[str, str | float]:
    """Return the cells once `filled` of the missing amounts are there."""
    cells: dict[str, str | float] = {}
    for column, title in zip("ABCD", HEAD, strict=True):
        cells[f"{column}1"] = title
    for number, row in enumerate(ROWS, 2):
        for column, value in zip("ABCD", row, strict=True):
            if column != "D" or number not in MISSING[filled:]:
                cells[f"{column}{number}"] = value
    if total:
        cells["C7"] = "Total"
        cells["D7"] = FINAL_TOTAL
    return cells


def _book(filled: int, total: bool) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "October"
    for place, value in _values(filled, total).items():
        sheet[place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _picture(cells: dict[str, str | float], chosen: str) -> Image.Image:
    image = Image.new("RGB", (SCREEN.width, SCREEN.height), "#FFFFFF")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(15)
    draw.rectangle((0, 0, SCREEN.width, 36), fill="#E4E8EA")
    draw.text((14, 10), f"{BOOK} - Spreadsheet", fill="#222222", font=font)
    draw.rectangle((0, 36, SCREEN.width, _TOP), fill="#F3F5F7")
    for row in range(1, 21):
        y = _TOP + row * _HIGH
        draw.text((_LEFT + 20, y + 6), str(row), fill="#777777", font=font)
        for column in "ABCD":
            box = cell_bounds(f"{column}{row}")
            corner = (box.x + box.width, box.y + box.height)
            draw.rectangle(((box.x, box.y), corner), outline="#D5D9DE")
            value = cells.get(f"{column}{row}")
            if isinstance(value, float):
                shown = f"{value:,.2f}"
                x = box.x + box.width - 10 - draw.textlength(shown, font=font)
                draw.text((x, box.y + 6), shown, fill="#111111", font=font)
            elif value:
                draw.text((box.x + 8, box.y + 6), value, fill="#111111", font=font)
    box = cell_bounds(chosen)
    corner = (box.x + box.width, box.y + box.height)
    draw.rectangle(((box.x, box.y), corner), outline="#1F6F43", width=2)
    return image


class Desk:
    """Writes the recording: for each place a click, some typing, at last Ctrl+S."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.events: list[Event] = []
        self.frames: list[FrameRecord] = []
        self.elements: list[ElementRecord] = []
        self._now = 0
        folder.mkdir(parents=True)
        (folder / layout.KEYFRAMES).mkdir()
        (folder / layout.CONTENTS).mkdir()

    def write(self) -> Path:
        """Write everything, seal it and return the folder."""
        window = Window(
            id=7, title=f"{BOOK} - Spreadsheet", application="sheet", pid=1, bounds=SCREEN
        )
        self._event(MarkEvent, type="started")
        self._event(FocusEvent, window=window)
        self._show(_values(0, False), "A1")
        for filled, (place, text) in enumerate((("D3", "980"), ("D5", "640")), 1):
            self._click(place, _values(filled - 1, False))
            self._type(text)
            self._show(_values(filled, False), place)
        self._click("C7", _values(2, False))
        self._type("Total")
        self._click("D7", _values(2, False) | {"C7": "Total"})
        self._type("8385.00")
        self._show(_values(2, True), "D7")
        self._key("s", 115, "", ("ctrl",))
        self._wait(1.5)
        self._event(MarkEvent, type="sealed")
        self._finish()
        return self.folder

    def _wait(self, seconds: float) -> None:
        self._now += int(seconds * SECOND)

    def _event(self, kind: type[Event], **fields: object) -> int:
        number = len(self.events) + 1
        self.events.append(kind.model_validate({"seq": number, "t_ns": self._now, **fields}))
        return number

    def _show(self, cells: dict[str, str | float], chosen: str) -> None:
        image = _picture(cells, chosen)
        digest = digests.of_bytes(image.tobytes("raw", "BGRX"))
        image.save(self.folder / layout.keyframe(digest), lossless=True)
        if self.frames:
            last = self.frames.pop()
            self.frames.append(last.model_copy(update={"t_end_ns": self._now}))
        frame = FrameRecord(
            id=len(self.frames) + 1,
            t_ns=self._now,
            t_end_ns=self._now + 2 * SECOND,
            segment=1,
            pts=self._now // 1_000_000,
            monitor="m1",
            digest=digest,
        )
        self.frames.append(frame)
        self._wait(1.2)

    def _click(self, place: str, cells: dict[str, str | float]) -> None:
        bounds = cell_bounds(place)
        x, y = bounds.centre
        event = self._event(ButtonEvent, type="press", button=1, x=x, y=y)
        self.elements.append(
            ElementRecord(
                event=event,
                t_ns=self._now,
                role="table cell",
                name=place,
                path="0/1",
                bounds=bounds,
                application="sheet",
            )
        )
        self._wait(0.05)
        self._event(ButtonEvent, type="release", button=1, x=x, y=y)
        self._wait(0.3)
        self._show(cells, place)

    def _key(self, key: str, keysym: int, text: str, held: tuple[str, ...] = ()) -> None:
        fields = {"keycode": 10, "keysym": keysym, "key": key, "text": text, "modifiers": held}
        self._event(KeyEvent, type="key_press", **fields)
        self._wait(0.04)
        self._event(KeyEvent, type="key_release", **fields)
        self._wait(0.08)

    def _type(self, text: str) -> None:
        for sign in text:
            self._key("period" if sign == "." else sign, ord(sign), sign)
        self._wait(0.4)

    def _keep(self, content: bytes, kind: str, t_ns: int) -> FileRecord:
        digest = digests.of_bytes(content)
        (self.folder / layout.content(digest)).write_bytes(content)
        return FileRecord.model_validate(
            {"t_ns": t_ns, "watch": "w1", "path": BOOK, "size": len(content)}
            | {"digest": digest, "event": kind}
        )

    def _finish(self) -> None:
        files = [
            self._keep(_book(0, False), "initial", 0),
            self._keep(_book(2, True), "saved", self._now),
        ]
        texts = {
            layout.event_segment(1): "".join(map(event_line, self.events)),
            layout.FRAMES: "".join(map(json_line, self.frames)),
            layout.ELEMENTS: "".join(map(json_line, self.elements)),
            layout.FILES: "".join(map(json_line, files)),
        }
        for name, text in texts.items():
            (self.folder / name).write_text(text)
        manifest = RecordingManifest(
            id=ids.new_id("rec-"),
            created="2026-11-12T09:30:00.000Z",
            clock=ClockAnchor(monotonic_ns=0, utc="2026-11-12T09:30:00.000Z"),
            platform="linux",
            studio_version="0.1.0",
            screen=Size(width=SCREEN.width, height=SCREEN.height),
            monitors=(Monitor(id="m1", bounds=SCREEN),),
            keyboard_layout="us",
            fps=10.0,
            watched=(Watched(id="w1", path="/home/expert/books"),),
            state="sealed",
        )
        write_document(self.folder / layout.MANIFEST, manifest)
        seal(self.folder, manifest.id)
