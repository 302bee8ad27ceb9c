"""The one writer of a recording's events: numbers, appends, seals."""

import errno
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from studio.formats import layout
from studio.formats.event_log import event_line
from studio.model.recording import EVENT, Event

_SEGMENT_EVENTS = 20_000


class EventLog:
    """Appends events to the segments of a recording, flushed line by line.

    Args:
        folder: the recording.
        segments: how many sealed segments there are already.
        seq: the number of their last event.
        previous: the digest that their last seal holds.
    """

    def __init__(self, folder: Path, segments: int = 0, seq: int = 0, previous: str = "") -> None:
        self._folder = folder
        self._segment = segments
        self._in_segment = 0
        self._previous = previous
        self._digest = hashlib.sha256()
        self.seq = seq
        self._open()

    def _open(self) -> None:
        self._segment += 1
        self._in_segment = 0
        self._digest = hashlib.sha256()
        path = self._folder / layout.event_segment(self._segment)
        self._stream = path.open("xb", buffering=0)

    def append(self, source: str, line: dict[str, Any]) -> Event:
        """Write one event and return it with its number."""
        if self._in_segment >= _SEGMENT_EVENTS:
            self._seal_segment(line["t_ns"])
            self._open()
        self.seq += 1
        event = EVENT.validate_json(_json({**line, "seq": self.seq, "source": source}))
        try:
            self._write(event)
        except OSError:
            self.seq -= 1
            raise
        return event

    def _write(self, event: Event) -> None:
        content = event_line(event).encode()
        written = self._stream.write(content)
        if written != len(content):
            # A full disk takes a part of a line; half a line would look like a crash.
            self._stream.seek(-written, os.SEEK_CUR)
            self._stream.truncate()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._digest.update(content)
        self._in_segment += 1

    def _seal_segment(self, t_ns: int) -> None:
        self.seq += 1
        digest = self._digest.hexdigest()
        line = {
            "seq": self.seq,
            "t_ns": t_ns,
            "source": "recorder",
            "type": "sealed",
            "detail": {"digest": digest, "previous": self._previous},
        }
        self._write(EVENT.validate_json(_json(line)))
        os.fsync(self._stream.fileno())
        self._stream.close()
        self._previous = digest

    def close(self, t_ns: int) -> None:
        """Seal the last segment."""
        self._seal_segment(t_ns)

    def abandon(self) -> None:
        """Close the last segment without a seal, if it was not sealed."""
        self._stream.close()


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value)
