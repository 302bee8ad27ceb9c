"""Real little recordings and tasks that tests start from."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from studio.base import ids
from studio.formats import digests, layout
from studio.formats.documents import json_line, write_document
from studio.formats.event_writer import EventLog
from studio.formats.recordings import seal
from studio.formats.tasks import TaskDocument, save_document
from studio.formats.video import VideoWriter
from studio.model.check import Check, Checks
from studio.model.frozen import Bounds, Frozen, Size
from studio.model.recording import (
    CHECKPOINT,
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
    StartedApplication,
    Watched,
    Window,
)
from studio.model.task import Checkpoint, OccupationLink, Task

WHOLE = Bounds(x=0, y=0, width=320, height=200)
BEFORE = "invoice,amount\nA-1,100.00\nA-2,\n"
AFTER = "invoice,amount\nA-1,100.00\nA-2,250.50\n"


class RecordingMaker:
    """Writes a sealed recording of somebody who opens a file, fills in a cell and saves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.watched = [Watched(id="w1", path="/home/expert/books")]
        self.before = {"w1": {"invoices.csv": BEFORE.encode()}}
        self.after = {"w1": {"invoices.csv": AFTER.encode()}}
        self.start = [
            StartedApplication(
                application="libreoffice-calc",
                command=("libreoffice", "--calc", "/home/expert/books/invoices.csv"),
                documents=("/home/expert/books/invoices.csv",),
                title="invoices.csv - Calc",
                geometry=WHOLE,
            )
        ]
        self.too_large: set[str] = set()
        self.named = True
        self.marks: tuple[int, ...] = ()
        self.stopped: dict[str, int | str] = {}
        self.created = "2026-01-02T03:04:05.000Z"

    def write(self) -> Path:
        self.folder.mkdir(parents=True)
        self._events()
        frames = [self._frame(1, (250, 250, 250)), self._frame(2, (210, 230, 250))]
        self._lines(layout.FRAMES, frames)
        self._video(frames)
        cell = Bounds(x=90, y=40, width=60, height=20)
        element = ElementRecord(
            event=3,
            t_ns=1_000_000_000,
            role="table cell",
            name="B3",
            path="0/1/2",
            bounds=cell,
            application="libreoffice-calc",
        )
        self._lines(layout.ELEMENTS, [element] if self.named else [])
        self._lines(layout.FILES, list(self._files()))
        manifest = RecordingManifest(
            id=ids.new_id("rec-"),
            created=self.created,
            clock=ClockAnchor(monotonic_ns=0, utc=self.created),
            platform="linux",
            studio_version="0.1.0",
            screen=Size(width=320, height=200),
            monitors=(Monitor(id="m1", bounds=WHOLE),),
            keyboard_layout="us",
            fps=10.0,
            watched=tuple(self.watched),
            state="sealed",
            start=tuple(self.start),
        )
        write_document(self.folder / layout.MANIFEST, manifest)
        seal(self.folder, manifest.id)
        return self.folder

    def _lines(self, name: str, documents: Sequence[Frozen]) -> None:
        text = "".join(json_line(document) for document in documents)
        (self.folder / name).write_text(text)

    def _events(self) -> None:
        window = Window(
            id=7, title="invoices.csv - Calc", application="libreoffice-calc", pid=1, bounds=WHOLE
        )
        second = 1_000_000_000
        events: list[Event] = [
            MarkEvent(seq=1, t_ns=0, type="started"),
            FocusEvent(seq=2, t_ns=1, window=window),
            ButtonEvent(seq=3, t_ns=second, type="press", button=1, x=120, y=50),
            ButtonEvent(seq=4, t_ns=second + 50_000_000, type="release", button=1, x=120, y=50),
        ]
        for number, sign in enumerate("250.5"):
            for kind, late in (("key_press", 0), ("key_release", 40_000_000)):
                events.append(
                    KeyEvent(
                        seq=len(events) + 1,
                        t_ns=2 * second + number * 100_000_000 + late,
                        type=kind,
                        keycode=10,
                        keysym=ord(sign),
                        key="period" if sign == "." else sign,
                        text=sign,
                        modifiers=(),
                    )
                )
        for number, t_ns in enumerate(self.marks, 1):
            detail: dict[str, int | str] = {CHECKPOINT: number}
            events.append(MarkEvent(seq=1, t_ns=t_ns, type="started", detail=detail))
        if self.stopped:
            events.append(MarkEvent(seq=1, t_ns=4 * second, type="stopped", detail=self.stopped))
        log = EventLog(self.folder)
        for event in sorted(events, key=lambda found: found.t_ns):
            line = event.model_dump(mode="json")
            log.append(line["source"], line)
        log.close(4 * second)

    def _frame(self, number: int, colour: tuple[int, int, int]) -> FrameRecord:
        image = Image.new("RGB", (320, 200), colour)
        digest = digests.of_bytes(image.tobytes("raw", "BGRX"))
        (self.folder / layout.KEYFRAMES).mkdir(exist_ok=True)
        image.save(self.folder / layout.keyframe(digest))
        begun = (number - 1) * 1_500_000_000
        return FrameRecord(
            id=number,
            t_ns=begun,
            t_end_ns=begun + 1_400_000_000,
            segment=1,
            pts=begun // 1_000_000,
            monitor="m1",
            digest=digest,
        )

    def _video(self, frames: Sequence[FrameRecord]) -> None:
        writer = VideoWriter(self.folder / layout.video_segment(1), 320, 200)
        for frame in frames:
            picture = Image.open(self.folder / layout.keyframe(frame.digest)).convert("RGBA")
            writer.write(np.asarray(picture)[:, :, [2, 1, 0, 3]], frame.pts)
        writer.close()

    def _files(self) -> Iterator[FileRecord]:
        for time, kind, states in ((0, "initial", self.before), (1, "saved", self.after)):
            for watch, files in states.items():
                for path, content in files.items():
                    digest = self._keep(path, content)
                    yield FileRecord(
                        t_ns=time,
                        watch=watch,
                        path=path,
                        size=len(content),
                        digest=digest,
                        event=kind,
                    )

    def _keep(self, path: str, content: bytes) -> str | None:
        if path in self.too_large:
            return None
        digest = digests.of_bytes(content)
        (self.folder / layout.CONTENTS).mkdir(exist_ok=True)
        (self.folder / layout.content(digest)).write_bytes(content)
        return digest


def write_task(folder: Path, kept: bool = False) -> Path:
    """Write a complete task without a recording; with `kept`, a gate guards what was given."""
    for place, content in ((layout.INPUT, BEFORE), (layout.REFERENCE, AFTER)):
        (folder / place).mkdir(parents=True)
        (folder / place / "invoices.csv").write_text(content)
    (folder / layout.SALT).write_text("ab" * 32 + "\n")
    checkpoint = Checkpoint(id="amounts", title="Amounts are filled in", weight=1.0)
    link = OccupationLink(
        code="43-3031.00",
        soc="43-3031",
        title="Bookkeeping, Accounting, and Auditing Clerks",
        release="O*NET 30.1",
    )
    task = Task(
        id=folder.name,
        title="Fill in the amounts",
        created="2026-01-02T03:04:05.000Z",
        occupation=link,
        checkpoints=(checkpoint,),
        work="in_place",
    )
    check = Check(
        id="amount-a-2",
        checkpoint="amounts",
        kind="cell_equals",
        target="invoices.csv#amount[A-2]",
        tolerance=0.005,
    )
    guard = Check(
        id="rest-kept",
        kind="table_equals",
        target="invoices.csv",
        parameters={"key": ["invoice"], "facts": "unchanged"},
        gate=True,
    )
    prompt = "# Fill in the amounts\n\nA-2 is 250.50.\n"
    document = TaskDocument(task, prompt, Checks(checks=(check, guard) if kept else (check,)))
    save_document(folder, document, None)
    return folder
