"""The append-only event segments: a checksum on each line, a chained digest at each seal."""

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from studio.base.errors import UserError
from studio.formats.documents import read_text, split_lines
from studio.model.recording import EVENT, Event

_CHECKSUM = ',"crc":"'


def event_line(event: Event) -> str:
    """Return the line of `event`: compact JSON whose last key is the CRC-32 of what precedes."""
    value = event.model_dump(mode="json")
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))[:-1]
    return f'{body}{_CHECKSUM}{zlib.crc32(body.encode()):08x}"}}\n'


def parse_line(line: str) -> Event:
    """Return the event of a line.

    Raises:
        ValueError: if the checksum or the event is wrong.
    """
    body, mark, tail = line.rstrip("\n").rpartition(_CHECKSUM)
    if not mark or tail != f'{zlib.crc32(body.encode()):08x}"}}':
        raise ValueError("the checksum does not match")
    return EVENT.validate_json(body + "}")


def read_segment(path: Path, tolerant: bool = False) -> Iterator[Event]:
    """Yield the events of a segment.

    Args:
        path: the segment.
        tolerant: stop at a last line that was cut off.

    Raises:
        UserError: if a line is damaged.
    """
    lines, rest = split_lines(read_text(path, limit=1 << 30))
    if rest and not tolerant:
        lines.append(rest)
    for number, line in enumerate(lines, 1):
        try:
            yield parse_line(line)
        except (ValueError, ValidationError):
            raise UserError(f"{path.name} is damaged at line {number}.") from None


def read_some(path: Path, first: int, last: int) -> list[Event]:
    """Return the events of a segment with the numbers `first` to `last`; each has a line.

    Raises:
        UserError: if one of their lines is damaged.
    """
    lines, _ = split_lines(read_text(path, limit=1 << 30))
    try:
        begin = parse_line(lines[0]).seq if lines else first
        return [parse_line(line) for line in lines[max(0, first - begin) : last - begin + 1]]
    except (ValueError, ValidationError):
        raise UserError(f"{path.name} is damaged.") from None
