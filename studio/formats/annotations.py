"""What the expert says of steps afterwards: append-only lines, each chained to the one before."""

import hashlib
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from studio.base import atomic
from studio.base.clock import utc_now
from studio.base.errors import HostileInputError, UserError
from studio.formats import layout
from studio.formats.documents import json_line, read_text, split_lines
from studio.model.recording import Annotation

MAX_SIGNS = 2000
_CHECKSUM = ',"crc":"'


@dataclass(frozen=True)
class Said:
    """What the expert says of a step; empty is nothing."""

    sentence: str = ""
    note: str = ""


def _line(annotation: Annotation) -> str:
    body = json_line(annotation).rstrip("\n")[:-1]
    return f'{body}{_CHECKSUM}{zlib.crc32(body.encode()):08x}"}}\n'


def _parse(line: str) -> Annotation:
    body, mark, tail = line.rpartition(_CHECKSUM)
    if not mark or tail != f'{zlib.crc32(body.encode()):08x}"}}':
        raise ValueError("the checksum does not match")
    return Annotation.model_validate_json(body + "}")


def _is_whole(line: str) -> bool:
    try:
        _parse(line)
    except (ValueError, ValidationError):
        return False
    return True


def _read(folder: Path) -> tuple[list[Annotation], str, str]:
    """Return the annotations, the digest that the next one names, and what is wrong."""
    path = folder / layout.ANNOTATIONS
    if not path.exists():
        return [], "", ""
    try:
        text = read_text(path)
    except HostileInputError:
        raise
    except UserError:
        return [], "", "cannot be read"
    # A last line that a crash cut off was never told to be kept.
    lines, rest = split_lines(text)
    if _is_whole(rest[:-1]):
        # It is all there and has another sign where it ended: no crash does that.
        lines.append(rest)
    found: list[Annotation] = []
    previous = ""
    for number, line in enumerate(lines, 1):
        try:
            annotation = _parse(line)
        except (ValueError, ValidationError):
            return found, previous, f"is damaged at line {number}"
        if annotation.previous != previous:
            return found, previous, f"lacks a line before line {number}"
        found.append(annotation)
        previous = hashlib.sha256(line.encode()).hexdigest()
    return found, previous, ""


def fault(folder: Path) -> str:
    """Return what is wrong with the annotations of a recording, empty if nothing is."""
    return _read(folder)[2]


def read(folder: Path) -> list[Annotation]:
    """Return the annotations of a recording in order, up to the first that is damaged."""
    return _read(folder)[0]


def said(folder: Path) -> dict[int, Said]:
    """Return what the expert said last of the steps, by their first event, `MAX_SIGNS` of each."""
    found: dict[int, Said] = {}
    for annotation in read(folder):
        given = annotation.model_dump(include={"sentence", "note"}, exclude_none=True)
        before = found.get(annotation.first_event, Said())
        kept = {name: text[:MAX_SIGNS] for name, text in given.items()}
        found[annotation.first_event] = replace(before, **kept)
    return found


def append_changes(folder: Path, before: dict[int, Said], after: dict[int, Said]) -> None:
    """Add what is said otherwise, or not any more, in `after`.

    Raises:
        UserError: if the annotations that are there are damaged.
    """
    for event in sorted({*before, *after}):
        old, new = before.get(event, Said()), after.get(event, Said())
        if old != new:
            sentence = new.sentence if new.sentence != old.sentence else None
            note = new.note if new.note != old.note else None
            append(folder, event, sentence, note)


def append(folder: Path, first_event: int, sentence: str | None, note: str | None) -> None:
    """Add what is said of the step that begins at an event; None leaves a part as it was.

    Raises:
        UserError: if the annotations that are there are damaged.
    """
    found, previous, wrong = _read(folder)
    if wrong:
        raise UserError(f"{layout.ANNOTATIONS} {wrong}; take it away to annotate anew.")
    new = Annotation(
        t=utc_now(), first_event=first_event, sentence=sentence, note=note, previous=previous
    )
    atomic.write_text(folder / layout.ANNOTATIONS, "".join(map(_line, (*found, new))))
