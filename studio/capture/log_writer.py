"""The one writer of a recording's events: numbers, withholds, appends, seals."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from studio.capture.accessibility import PASSWORD
from studio.formats import layout
from studio.formats.event_log import event_line
from studio.model.recording import EVENT, Event

_SHORTCUT = {"ctrl", "alt", "super"}
_SEGMENT_EVENTS = 20_000


class Withholding:
    """Which keys may be written down, by the active application and the element clicked last."""

    def __init__(self, allowed: tuple[str, ...], excluded: tuple[str, ...]) -> None:
        self._allowed = {name.lower() for name in allowed}
        self._excluded = {name.lower() for name in excluded}
        self.application = ""
        self.role = ""

    @property
    def _application_allowed(self) -> bool:
        if self.application in self._excluded:
            return False
        return "all" in self._allowed or self.application in self._allowed

    def withholds(self, key: dict[str, Any]) -> bool:
        """Tell whether a key must not reach the disk."""
        if self.application in self._excluded or self.role == PASSWORD:
            return True
        writes = bool(key["text"]) and not _SHORTCUT & set(key["modifiers"])
        return writes and not self._application_allowed


class EventLog:
    """Appends events to the segments of a recording, flushed line by line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._segment = 0
        self._in_segment = 0
        self._previous = ""
        self._digest = hashlib.sha256()
        self.seq = 0
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
        self._write(event)
        return event

    def _write(self, event: Event) -> None:
        content = event_line(event).encode()
        self._stream.write(content)
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


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value)
