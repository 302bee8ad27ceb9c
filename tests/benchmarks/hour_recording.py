"""Writes an hour of office work as a recording, in the real formats through the real codec.

3,600 changed frames of 1280x800, one a second, each with its number drawn as a code of black and
white blocks; 5,000 steps (clicks, typing, wheel, shortcuts) in about 110,000 events; windows,
elements and saved files. Every tenth frame has its lossless still, as has the first.

Run as `python tests/benchmarks/hour_recording.py OUT.rec`.
"""

import hashlib
import random
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from studio.base import ids
from studio.formats import digests, layout
from studio.formats.documents import json_line, write_document
from studio.formats.event_writer import EventLog
from studio.formats.recordings import seal
from studio.formats.video import VideoWriter, codecs
from studio.model.frozen import Bounds, Size
from studio.model.recording import (
    ClockAnchor,
    ElementRecord,
    FileRecord,
    FrameRecord,
    Monitor,
    RecordingManifest,
    Watched,
)

FRAMES, STEPS = 3_600, 5_000
SECOND = 1_000_000_000
STILL_EVERY = 10
SCREEN = Bounds(x=0, y=0, width=1280, height=800)
_SHAPE = "3"
_SEGMENT = 60
_BLOCK, _BITS = 16, 16
_COLUMNS, _ROWS = 9, 24
_LEFT, _TOP, _WIDE, _HIGH = 60, 150, 132, 26
_DOCUMENTS = ("accruals_october.csv", "note.txt", "suppliers.csv", "rates.csv", "letter.txt")
_WORDS = ("Norwood", "Halden", "Kessler", "Ostrava", "Brandt", "Miro", "Total", "Oct", "paid")
_TEXTS = ("=SUM(D4:D11)", "1,895.00", "Checked against the ledger", "A-1048", "see note 7")


def number_of(pixels: "np.ndarray[Any, Any]") -> int:
    """Read the number of a frame from its picture of shape (height, width, channels)."""
    scale = pixels.shape[1] / SCREEN.width
    row = int((8 + _BLOCK / 2) * scale)
    found = 0
    for bit in range(_BITS):
        column = int((8 + (bit + 0.5) * _BLOCK) * scale)
        found |= int(pixels[row, column, :3].mean() > 127) << bit
    return found


def _cell(chance: random.Random) -> tuple[int, int]:
    return chance.randrange(_COLUMNS), chance.randrange(_ROWS)


def cell_bounds(column: int, row: int) -> Bounds:
    """Return where a drawn cell lies on the screen."""
    return Bounds(x=_LEFT + column * _WIDE, y=_TOP + row * _HIGH, width=_WIDE, height=_HIGH)


class _Screen:
    """A drawn window that a few cells of change from frame to frame."""

    def __init__(self, chance: random.Random, title: str) -> None:
        self._chance = chance
        self._font = ImageFont.load_default(14)
        self.image = Image.new("RGB", (SCREEN.width, SCREEN.height), "#FFFFFF")
        self._draw = ImageDraw.Draw(self.image)
        self._draw.rectangle((0, 0, SCREEN.width, 40), fill="#DFE4E8")
        self._draw.text((300, 12), f"{title} - Office", fill="#222222", font=self._font)
        self._draw.rectangle((0, 40, SCREEN.width, _TOP - 10), fill="#F3F5F7")
        for place in range(22):
            x = 20 + place * 56
            shade = tuple(chance.randrange(90, 220) for _ in range(3))
            self._draw.rounded_rectangle((x, 60, x + 30, 90), 5, fill=shade)
        for row in range(_ROWS):
            for column in range(_COLUMNS):
                self.fill(column, row, chance.choice(_WORDS) if chance.random() < 0.6 else "")

    def fill(self, column: int, row: int, text: str, chosen: bool = False) -> None:
        box = cell_bounds(column, row)
        corner = (box.x + box.width, box.y + box.height)
        edge = "#1F6F43" if chosen else "#D5D9DE"
        self._draw.rectangle(((box.x, box.y), corner), fill="#FFFFFF", outline=edge)
        self._draw.text((box.x + 6, box.y + 5), text, fill="#111111", font=self._font)

    def numbered(self, number: int) -> "np.ndarray[Any, Any]":
        for bit in range(_BITS):
            x = 8 + bit * _BLOCK
            shade = "#FFFFFF" if number >> bit & 1 else "#000000"
            self._draw.rectangle((x, 8, x + _BLOCK - 1, 8 + _BLOCK - 1), fill=shade)
        for _ in range(3):
            value = f"{self._chance.uniform(1, 9_999):,.2f}"
            self.fill(*_cell(self._chance), value, self._chance.random() < 0.3)
        rgb = np.asarray(self.image)
        bgra = np.full((*rgb.shape[:2], 4), 255, np.uint8)
        bgra[:, :, :3] = rgb[:, :, ::-1]
        return bgra


def _write_segment(folder: Path, segment: int, first: int, count: int) -> list[FrameRecord]:
    """Write the frames `first` to `first + count - 1` (ids from 1), one a second."""
    chance = random.Random(segment)
    screen = _Screen(chance, _DOCUMENTS[segment % len(_DOCUMENTS)])
    writer = VideoWriter(folder / layout.video_segment(segment), SCREEN.width, SCREEN.height)
    found = []
    for place in range(count):
        number = first + place
        bgra = screen.numbered(number)
        writer.write(bgra, place * 1_000)
        digest = hashlib.sha256(bgra.tobytes()).hexdigest()
        if number % STILL_EVERY == 0 or number == 1:
            path = folder / layout.keyframe(digest)
            screen.image.save(path, "WEBP", lossless=True, method=1, quality=20)
        t_ns = (number - 1) * SECOND
        times = {"t_ns": t_ns, "t_end_ns": t_ns + SECOND, "pts": place * 1_000}
        record = {"id": number, "segment": segment, "monitor": "screen", "digest": digest}
        found.append(FrameRecord(**record, **times))
    writer.close()
    return found


class _Work:
    """The events of the hour: steps of a click, typing, the wheel or a shortcut."""

    def __init__(self, folder: Path, length_ns: int) -> None:
        self._folder = folder
        self._chance = random.Random(7)
        self._log = EventLog(folder)
        self._length = length_ns
        self._now = 0
        self._segment = 0
        self._at = (640, 400)
        self.elements: list[ElementRecord] = []
        self.files: list[FileRecord] = []

    def write(self, steps: int) -> None:
        self._append("recorder", type="started")
        spaces = self._length // (steps + 1)
        for number in range(steps):
            self._now = (number + 1) * spaces
            segment = self._now // (_SEGMENT * SECOND) + 1
            if segment != self._segment:
                self._focus(segment)
            (self._click, self._type, self._wheel, self._shortcut)[number % 4](spaces)
            if number % 200 == 199:
                self._save(number)
        self._now = self._length
        self._append("recorder", type="stopped", detail={"withheld": 0, "lost": 0})
        self._log.close(self._length)

    def _append(self, source: str, **fields: Any) -> int:
        return self._log.append(source, {"t_ns": self._now, **fields}).seq

    def _focus(self, turn: int) -> None:
        self._segment = turn
        title = f"{_DOCUMENTS[turn % len(_DOCUMENTS)]} - Office"
        window = {"id": turn % len(_DOCUMENTS) + 1, "title": title, "application": "office"}
        self._append("window", type="focus", window={**window, "pid": 7, "bounds": vars(SCREEN)})

    def _click(self, space: int) -> None:
        column, row = _cell(self._chance)
        bounds = cell_bounds(column, row)
        x, y = bounds.centre
        for part in range(1, 41):
            self._now += space // 90
            there = [a + (b - a) * part // 40 for a, b in zip(self._at, (x, y), strict=True)]
            self._append("input", type="move", x=there[0], y=there[1])
        self._at = (x, y)
        event = self._append("input", type="press", button=1, x=x, y=y)
        self.elements.append(
            ElementRecord(
                event=event,
                t_ns=self._now,
                role="table cell",
                name=f"{chr(65 + column)}{row + 1}",
                path="0/1",
                bounds=bounds,
                application="office",
            )
        )
        self._now += 40_000_000
        self._append("input", type="release", button=1, x=x, y=y)

    def _key(self, sign: str, text: str, held: tuple[str, ...] = ()) -> None:
        fields = {"keycode": 30, "keysym": ord(sign[0]), "key": sign, "text": text}
        for kind in ("key_press", "key_release"):
            self._append("input", type=kind, modifiers=held, **fields)
            self._now += 5_000_000

    def _type(self, space: int) -> None:
        for sign in self._chance.choice(_TEXTS):
            self._key(sign, sign)

    def _wheel(self, space: int) -> None:
        x, y = self._at
        dy = self._chance.choice((-1, 1))
        for _ in range(8):
            self._append("input", type="scroll", x=x, y=y, dx=0, dy=dy)
            self._now += 10_000_000

    def _shortcut(self, space: int) -> None:
        self._key(self._chance.choice("sczv"), "", ("ctrl",))

    def _save(self, number: int) -> None:
        name = _DOCUMENTS[number // 200 % len(_DOCUMENTS)]
        text = "".join(f"A-{row},{row * 1.5:.2f}\n" for row in range(number))
        self.files.append(_kept(self._folder, name, text, self._now, "saved"))


def _kept(
    folder: Path, name: str, text: str, t_ns: int, event: Literal["initial", "saved"]
) -> FileRecord:
    """Keep the content of a watched file; return its line."""
    content = text.encode()
    digest = digests.of_bytes(content)
    (folder / layout.content(digest)).write_bytes(content)
    record = {"watch": "w1", "path": name, "size": len(content), "digest": digest}
    return FileRecord(t_ns=t_ns, event=event, **record)


def _manifest(folder: Path) -> RecordingManifest:
    return RecordingManifest(
        id=ids.new_id("rec-"),
        created="2026-11-12T09:30:00.000Z",
        clock=ClockAnchor(monotonic_ns=0, utc="2026-11-12T09:30:00.000Z"),
        platform="linux",
        studio_version="0.1.0",
        screen=Size(width=SCREEN.width, height=SCREEN.height),
        monitors=(Monitor(id="screen", bounds=SCREEN),),
        keyboard_layout="us",
        fps=10.0,
        codec=codecs()[0],
        watched=(Watched(id="w1", path="/home/expert/books"),),
        state="sealed",
    )


def write_recording(folder: Path, frames: int = FRAMES, steps: int = STEPS) -> Path:
    """Write a sealed recording of `frames` seconds with `steps` steps; return its folder."""
    for name in (layout.CONTENTS, layout.KEYFRAMES, layout.VIDEO):
        (folder / name).mkdir(parents=True)
    firsts = range(1, frames + 1, _SEGMENT)
    with ProcessPoolExecutor(2) as pool:
        made = [
            pool.submit(_write_segment, folder, place + 1, first, min(_SEGMENT, frames - first + 1))
            for place, first in enumerate(firsts)
        ]
        work = _Work(folder, frames * SECOND)
        work.write(steps)
        records = [record for part in made for record in part.result()]
    first = _kept(folder, _DOCUMENTS[3], "A-1,1.50\n", 0, "initial")
    texts: dict[str, list[Any]] = {
        layout.FRAMES: records,
        layout.ELEMENTS: work.elements,
        layout.FILES: [first, *work.files],
    }
    for name, lines in texts.items():
        (folder / name).write_text("".join(map(json_line, lines)))
    manifest = _manifest(folder)
    write_document(folder / layout.MANIFEST, manifest)
    seal(folder, manifest.id)
    return folder


def hour_recording() -> Path:
    """Return the hour, made once and kept in the temporary folder of this machine."""
    place = Path(tempfile.gettempdir()) / f"studio-hour-{_SHAPE}.rec"
    if not (place / layout.SEAL).exists():
        with tempfile.TemporaryDirectory(dir=place.parent) as beside:
            write_recording(Path(beside) / "hour.rec").replace(place)
    return place


if __name__ == "__main__":
    write_recording(Path(sys.argv[1]))
