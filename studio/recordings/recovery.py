"""What a crash left, made a whole recording again."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from studio.base import atomic
from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.documents import json_line, parse_document, split_lines, write_document
from studio.formats.event_log import parse_line
from studio.formats.event_writer import EventLog
from studio.formats.recorder_status import last_told, status_of
from studio.formats.recordings import open_recording, seal
from studio.formats.video import frame_times, keep_readable
from studio.formats.wholeness import verify
from studio.model.frozen import Frozen
from studio.model.recording import (
    ElementRecord,
    Event,
    FileRecord,
    FrameRecord,
    MarkEvent,
)

_BESIDE = "recovering.part"
_REASON = "the recorder ended without sealing"


@dataclass(frozen=True)
class Recovered:
    """What was there after a crash."""

    events: int
    frames: int
    dropped: int
    was_whole: bool = False


def recover(folder: Path) -> Recovered:
    """Make what a crash left a sealed recording with the gap marked, in place.

    Nothing that can be read is lost, and a recovery that was itself cut off can be run again.

    Raises:
        UserError: if somebody still records there, or there is no manifest to begin with.
    """
    if status_of(folder):
        told = f"{folder.name} is still being recorded; "
        raise UserError(f"{told}stop it first.", f"{told}`studio recording stop` seals it.")
    recording = open_recording(folder)
    manifest = recording.manifest
    if manifest.state != "recording" and not verify(folder, decode=False):
        return Recovered(len(recording.events), len(recording.frames), 0, was_whole=True)
    events, dropped = _read_events(folder)
    for name, model in ((layout.ELEMENTS, ElementRecord), (layout.FILES, FileRecord)):
        dropped += _keep_whole_lines(folder, name, model)
    frames = _mend_frames(folder)
    _drop_elements_of_lost_events(folder, {event.seq for event in events})
    _write_events(folder, events, len(frames))
    for leftover in (layout.RECORDER, layout.RESERVE):
        (folder / leftover).unlink(missing_ok=True)
    write_document(folder / layout.MANIFEST, manifest.model_copy(update={"state": "recovered"}))
    seal(folder, manifest.id)
    return Recovered(len(events), len(frames), dropped)


def _valid_lines(text: str, parse: Callable[[str], object]) -> tuple[list[str], int]:
    lines, rest = split_lines(text)
    dropped = bool(rest)
    for number, line in enumerate(lines):
        try:
            parse(line)
        except (ValueError, ValidationError, UserError):
            return lines[:number], len(lines) - number + dropped
    return lines, int(dropped)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""


def _read_events(folder: Path) -> tuple[list[Event], int]:
    """Return the events up to the first that is damaged, and how many lines were dropped."""
    events: list[Event] = []
    for path in sorted(folder.glob(layout.EVENT_SEGMENTS)):
        lines, dropped = _valid_lines(_text(path), parse_line)
        events += [parse_line(line) for line in lines]
        if dropped:
            return events, dropped
    return events, 0


def _keep_whole_lines(folder: Path, name: str, model: type[Frozen]) -> int:
    path = folder / name
    lines, dropped = _valid_lines(_text(path), lambda line: parse_document(line, name, model))
    if path.exists() and dropped:
        atomic.write_text(path, "".join(f"{line}\n" for line in lines))
    return dropped


def _mend_frames(folder: Path) -> list[FrameRecord]:
    """Keep the frames whose images are in the video, and add the one that stood at the end."""
    lines, _ = _valid_lines(_text(folder / layout.FRAMES), FrameRecord.model_validate_json)
    frames = [FrameRecord.model_validate_json(line) for line in lines]
    told = last_told(folder)
    if told and told.frame and all(frame.id != told.frame.id for frame in frames):
        frames.append(told.frame.model_copy(update={"t_end_ns": told.t_ns}))
    shown = {segment: _times(folder, segment) for segment in {frame.segment for frame in frames}}
    kept = [frame for frame in frames if frame.pts in shown[frame.segment]]
    atomic.write_text(folder / layout.FRAMES, "".join(map(json_line, kept)))
    return kept


def _times(folder: Path, segment: int) -> set[int]:
    path = folder / layout.video_segment(segment)
    try:
        return frame_times(path)
    except ValueError:
        return keep_readable(path)


def _drop_elements_of_lost_events(folder: Path, seqs: set[int]) -> None:
    path = folder / layout.ELEMENTS
    if path.exists():
        lines, _ = split_lines(_text(path))
        kept = [line for line in lines if ElementRecord.model_validate_json(line).event in seqs]
        atomic.write_text(path, "".join(f"{line}\n" for line in kept))


def _write_events(folder: Path, events: list[Event], frames: int) -> None:
    """Seal the events anew: sealed segments stay as they are, the open one gets its end."""
    marks = [event for event in events if isinstance(event, MarkEvent)]
    closed = [mark for mark in marks if mark.type == "sealed"]
    whole = closed[-1].seq if closed else 0
    if any(mark.type == "stopped" for mark in marks) and events[-1].seq == whole:
        return
    # Made beside the old ones and moved over them: whoever is killed here loses nothing.
    beside = folder / _BESIDE
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    log = EventLog(beside, len(closed), whole, str(closed[-1].detail["digest"]) if closed else "")
    for event in events:
        if event.seq > whole:
            line = event.model_dump(mode="json")
            log.append(line["source"], line)
    last = events[-1].t_ns if events else 0
    told = last_told(folder)
    now = max(last, told.t_ns if told else last)
    withheld = told.withheld if told else 0
    gap = {"channel": "recorder", "reason": _REASON, "from_ns": last}
    counts = {"withheld": withheld, "lost": 0, "frames": frames}
    for kind, detail in (("gap", gap), ("stopped", counts)):
        log.append("recorder", {"t_ns": now, "type": kind, "detail": detail})
    log.close(now)
    for path in sorted(beside.iterdir()):
        path.replace(folder / path.name)
    beside.rmdir()
    atomic.sync_folder(folder)
