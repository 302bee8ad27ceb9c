"""Another recording made of parts of one or two: numbered anew, its video encoded anew, sealed."""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.base.errors import UserError
from studio.base.ids import new_id
from studio.base.lazy import Later
from studio.formats import annotations, layout
from studio.formats.annotations import Said
from studio.formats.documents import json_line, write_document
from studio.formats.event_writer import EventLog
from studio.formats.recordings import Recording, seal
from studio.formats.video import VideoWriter, codecs, read_frames
from studio.model.frozen import Frozen
from studio.model.recording import (
    ElementRecord,
    Event,
    FileRecord,
    FrameRecord,
    MarkEvent,
    RecordingManifest,
)
from studio.steps import RecordedSteps

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image
else:
    np = Later("numpy")
    Image = Later("PIL.Image")

_SEGMENT_NS = 60_000_000_000
_AT_END = ("sealed", "stopped")


@dataclass
class Part:
    """What is taken of one recording, in its own numbers; `change` may alter a frame's pixels.

    `change` gets the record of a frame and its pixels, uint8 of shape (height, width, 3), RGB, and
    tells whether it changed them in place. `words` is what becomes of the expert's words of steps.
    """

    source: Recording
    events: list[Event]
    frames: list[FrameRecord]
    files: list[FileRecord]
    elements: list[ElementRecord] = field(default_factory=list)
    change: Callable[[FrameRecord, Any], bool] | None = None
    words: Callable[[str], str] = str


@dataclass(frozen=True)
class Made:
    """What was made: its manifest, and for each part the new numbers of the events taken."""

    manifest: RecordingManifest
    numbers: tuple[dict[int, int], ...]


def refuse_taken(out: Path) -> None:
    """Refuse to write over something.

    Raises:
        UserError: if `out` is there.
    """
    if out.exists():
        raise UserError(f"{out.name} exists already; choose another name.")


def make(
    out: Path,
    manifest: RecordingManifest,
    parts: Sequence[Part],
    progress: Callable[[str], None],
) -> Made:
    """Write a sealed recording of the parts, one after the other.

    Raises:
        UserError: if `out` is there.
    """
    refuse_taken(out)
    beside = out.with_name(f".{out.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    making = _Making(beside, progress)
    try:
        made = making.run(manifest, parts)
        beside.replace(out)
    finally:
        making.end()
        shutil.rmtree(beside, ignore_errors=True)
    return made


class _Making:
    def __init__(self, folder: Path, progress: Callable[[str], None]) -> None:
        self._folder = folder
        self._progress = progress
        self._frames: list[FrameRecord] = []
        self._numbers: list[dict[int, int]] = []
        self._log: EventLog | None = None
        self._writer: VideoWriter | None = None
        self._segment = 0
        self._segment_ns = 0
        for name in (layout.CONTENTS, layout.KEYFRAMES, layout.VIDEO):
            (folder / name).mkdir()

    def run(self, manifest: RecordingManifest, parts: Sequence[Part]) -> Made:
        manifest = manifest.model_copy(
            update={"id": new_id("rec-"), "state": "sealed", "codec": codecs()[0]}
        )
        write_document(self._folder / layout.MANIFEST, manifest)
        withheld = self._write_events_and_elements(parts)
        for part in parts:
            self._write_pictures(part)
            self._copy_contents(part)
        if self._writer:
            self._writer.close()
            self._writer = None
        self._lines(layout.FRAMES, self._frames)
        self._lines(layout.FILES, [record for part in parts for record in part.files])
        self._end(withheld)
        seal(self._folder, manifest.id)
        return Made(manifest, tuple(self._numbers))

    def end(self) -> None:
        """Close what is still open, where the work was given up."""
        if self._log:
            self._log.abandon()
        if self._writer:
            self._writer.close()

    def _lines(self, name: str, records: Sequence[Frozen]) -> None:
        (self._folder / name).write_text("".join(map(json_line, records)), encoding="utf-8")

    def _write_events_and_elements(self, parts: Sequence[Part]) -> int:
        self._log = log = EventLog(self._folder)
        elements, withheld = [], 0
        said: dict[int, Said] = {}
        for part in parts:
            numbers: dict[int, int] = {}
            for event in part.events:
                if isinstance(event, MarkEvent) and event.type in _AT_END:
                    withheld += int(event.detail.get("withheld", 0))
                    continue
                line = event.model_dump(mode="json")
                numbers[event.seq] = log.append(line["source"], line).seq
                self._last_ns = event.t_ns
            elements += [
                element.model_copy(update={"event": numbers[element.event]})
                for element in part.elements
                if element.event in numbers
            ]
            said |= _said(part, numbers)
            self._numbers.append(numbers)
        self._lines(layout.ELEMENTS, elements)
        annotations.append_changes(self._folder, {}, said)
        return withheld

    def _end(self, withheld: int) -> None:
        counts = {"withheld": withheld, "lost": 0, "frames": len(self._frames)}
        line = {"t_ns": self._last_ns, "type": "stopped", "detail": counts}
        assert self._log
        self._log.append("recorder", line)
        self._log.close(self._last_ns)

    def _write_pictures(self, part: Part) -> None:
        for number, (record, pixels) in enumerate(images(part.source, part.frames)):
            if number % 50 == 0:
                self._progress(f"Frame {number + 1} of {len(part.frames)}")
            changed = bool(part.change and part.change(record, pixels))
            self._write_frame(part.source, record, pixels, changed)

    def _write_frame(
        self, source: Recording, record: FrameRecord, pixels: Any, changed: bool
    ) -> None:
        bgra = np.dstack([pixels[:, :, ::-1], np.full(pixels.shape[:2], 255, np.uint8)])
        still = source.keyframe(record)
        digest = record.digest
        if changed:
            digest = hashlib.sha256(bgra.tobytes()).hexdigest()
        if still:
            target = self._folder / layout.keyframe(digest)
            if changed:
                Image.fromarray(pixels).save(target, "WEBP", lossless=True)
            elif not target.exists():
                shutil.copyfile(still, target)
        pts = self._encode(np.ascontiguousarray(bgra), record.t_ns)
        update = {"id": len(self._frames) + 1, "segment": self._segment, "pts": pts}
        self._frames.append(record.model_copy(update={**update, "digest": digest}))

    def _encode(self, bgra: Any, t_ns: int) -> int:
        if self._writer is None or t_ns - self._segment_ns > _SEGMENT_NS:
            if self._writer:
                self._writer.close()
            self._segment += 1
            self._segment_ns, self._pts = t_ns, -1
            height, width = (side // 2 * 2 for side in bgra.shape[:2])
            path = self._folder / layout.video_segment(self._segment)
            self._writer = VideoWriter(path, width, height, codecs()[0])
        self._pts = max(self._pts + 1, (t_ns - self._segment_ns) // 1_000_000)
        height, width = (side // 2 * 2 for side in bgra.shape[:2])
        self._writer.write(np.ascontiguousarray(bgra[:height, :width]), self._pts)
        return self._pts

    def _copy_contents(self, part: Part) -> None:
        for record in part.files:
            if record.digest is None:
                continue
            content = part.source.folder / layout.content(record.digest)
            target = self._folder / layout.content(record.digest)
            if content.is_file() and not target.exists():
                shutil.copyfile(content, target)


def _said(part: Part, numbers: dict[int, int]) -> dict[int, Said]:
    """Return what is said of the part's steps, by their new keys, through its `words`."""
    found = dict(annotations.said(part.source.folder))
    for step in RecordedSteps(part.source).arranged(found):
        # What joined a step that was not taken begins one of its own.
        head = next((key for key in step.keys if abs(key) in numbers), None)
        if head is not None and head != step.keys[0]:
            annotations.put(found, head, {"edge": ""})
    return {
        numbers[key] if key > 0 else -numbers[-key]: replace(
            said, sentence=part.words(said.sentence), note=part.words(said.note)
        )
        for key, said in found.items()
        if abs(key) in numbers
    }


def images(source: Recording, frames: Sequence[FrameRecord]) -> Iterator[tuple[FrameRecord, Any]]:
    """Yield each frame with its pixels: the still where one was kept, else the video's image.

    Pixels are uint8 of shape (height, width, 3), RGB.
    """
    for segment in sorted({frame.segment for frame in frames}):
        wanted = {frame.pts: frame for frame in frames if frame.segment == segment}
        path = source.folder / layout.video_segment(segment)
        for pts, pixels in read_frames(path, set(wanted)):
            record = wanted[pts]
            still = source.keyframe(record)
            if still:
                with Image.open(still) as picture:
                    pixels = np.array(picture.convert("RGB"))
            yield record, pixels
