"""The append-only event segments: a checksum on each line, a chained digest at each seal."""

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from studio.base.errors import UserError
from studio.formats.documents import read_text, split_lines
from studio.model.recording import EVENT, EVENTS, Event, MarkEvent

# So many stay within the processor's cache: eight times as many take twice as long.
_AT_ONCE = 512
_CHECKSUM = ',"crc":"'
_TAIL = len(_CHECKSUM) + 10
_RECORDER = '"recorder"'


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
    return EVENT.validate_json(_body_of(line.rstrip("\n").encode()) + b"}")


def _body_of(line: bytes) -> bytes:
    """Return the JSON of a line without its checksum and its last brace.

    Raises:
        ValueError: if the checksum is wrong.
    """
    body = line[:-_TAIL]
    if line[-_TAIL:] != b',"crc":"%08x"}' % zlib.crc32(body):
        raise ValueError("the checksum does not match")
    return body


def read_batches(path: Path, tolerant: bool = False) -> Iterator[list[Event]]:
    """Yield the events of a segment, some at a time.

    Args:
        path: the segment.
        tolerant: stop at a last line that was cut off.

    Raises:
        UserError: if a line is damaged.
    """
    *lines, rest = read_text(path, limit=1 << 30).encode().split(b"\n")
    if rest and not tolerant:
        lines.append(rest)
    for begin in range(0, len(lines), _AT_ONCE):
        yield _parse_some(lines[begin : begin + _AT_ONCE], begin, path.name)


def read_segment(path: Path, tolerant: bool = False) -> Iterator[Event]:
    """Yield the events of a segment; for the arguments see `read_batches`.

    Raises:
        UserError: if a line is damaged.
    """
    for batch in read_batches(path, tolerant):
        yield from batch


def _parse_some(lines: list[bytes], before: int, name: str) -> list[Event]:
    """Return the events of some lines, that many at once because it takes half the time.

    Args:
        lines: each holds an event.
        before: how many lines stand before them in the segment.
        name: that of the segment.
    """
    try:
        found = EVENTS.validate_json(b"[%b}]" % b"},".join(map(_body_of, lines)))
        if len(found) == len(lines):
            return found
    except (ValueError, ValidationError):
        pass
    found = []
    for number, line in enumerate(lines, before + 1):
        try:
            found.append(parse_line(line.decode()))
        except (ValueError, ValidationError):
            raise UserError(f"{name} is damaged at line {number}.") from None
    return found


def read_marks(path: Path) -> list[MarkEvent]:
    """Return what the recorder said of itself in a segment; the other lines are not looked at.

    Raises:
        UserError: if one of these lines is damaged.
    """
    said = _lines_with(_RECORDER, read_text(path, limit=1 << 30))
    return [event for event in _parse_marks(said, path.name) if isinstance(event, MarkEvent)]


def _lines_with(word: str, text: str) -> list[str]:
    """Return the lines of a text that hold a word; one without its line end is none."""
    found, end = [], 0
    while (place := text.find(word, end)) >= 0 and (end := text.find("\n", place)) >= 0:
        found.append(text[text.rfind("\n", 0, place) + 1 : end])
    return found


def _parse_marks(lines: list[str], name: str) -> list[Event]:
    try:
        return [parse_line(line) for line in lines]
    except (ValueError, ValidationError):
        raise UserError(f"{name} is damaged.") from None


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
