"""Reading and verifying recordings."""

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TypeVar

from studio.base import collector
from studio.base.errors import UserError
from studio.formats import digests, layout
from studio.formats.documents import read_document, read_lines, write_document
from studio.formats.event_log import read_batches, read_marks, read_some
from studio.model.frozen import Frozen
from studio.model.recording import (
    ElementRecord,
    Event,
    FileRecord,
    FrameRecord,
    MarkEvent,
    RecordingManifest,
    Seal,
)

Line = TypeVar("Line", bound=Frozen)


@dataclass(frozen=True)
class Recording:
    """A recording folder; its parts are read when first asked for."""

    folder: Path
    manifest: RecordingManifest

    @property
    def _tolerant(self) -> bool:
        return self.manifest.state == "recording"

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """All events in order."""
        with collector.held_back():
            return tuple(chain.from_iterable(self.event_batches()))

    def event_batches(self) -> Iterator[Sequence[Event]]:
        """Yield the events in order, some at a time; they are not kept.

        Raises:
            UserError: if a line is damaged.
        """
        if "events" in vars(self):
            yield self.events
            return
        for path in sorted(self.folder.glob(layout.EVENT_SEGMENTS)):
            yield from read_batches(path, self._tolerant)

    def events_between(self, first: int, last: int) -> tuple[Event, ...]:
        """Return the events with the numbers `first` to `last`; others stay on the disk."""
        if "events" in vars(self):
            start = bisect_left(self.events, first, key=lambda event: event.seq)
            return self.events[start : bisect_right(self.events, last, key=lambda event: event.seq)]
        found: list[Event] = []
        for path in sorted(self.folder.glob(layout.EVENT_SEGMENTS)):
            found += read_some(path, first, last)
        return tuple(found)

    def marks(self) -> tuple[MarkEvent, ...]:
        """Return what the recorder said of itself; other events stay on the disk."""
        if "events" in vars(self):
            return tuple(event for event in self.events if isinstance(event, MarkEvent))
        segments = sorted(self.folder.glob(layout.EVENT_SEGMENTS))
        return tuple(event for path in segments for event in read_marks(path))

    def anew(self) -> "Recording":
        """Return it without what was read of it but its frames, for work that lets go of the rest.

        A file of it that changed meanwhile is read as it is now.
        """
        made = Recording(self.folder, self.manifest)
        if "frames" in vars(self):
            vars(made)["frames"] = self.frames
        return made

    def let_go(self) -> None:
        """Drop the events and elements from memory; they are read again when they are asked for."""
        for name in ("events", "elements", "focused", "_element_lines"):
            vars(self).pop(name, None)

    def _lines(self, name: str, model: type[Line]) -> tuple[Line, ...]:
        return tuple(read_lines(self.folder / name, model, self._tolerant))

    @cached_property
    def frames(self) -> tuple[FrameRecord, ...]:
        """All frames in order."""
        return self._lines(layout.FRAMES, FrameRecord)

    @cached_property
    def elements(self) -> dict[int, ElementRecord]:
        """The element under each press, by the number of the event."""
        return {found.event: found for found in self._element_lines if found.of == "press"}

    @cached_property
    def focused(self) -> dict[int, ElementRecord]:
        """The element that had the keyboard at an event, by the number of the event."""
        return {found.event: found for found in self._element_lines if found.of == "focus"}

    @cached_property
    def _element_lines(self) -> tuple[ElementRecord, ...]:
        return self._lines(layout.ELEMENTS, ElementRecord)

    @cached_property
    def files(self) -> tuple[FileRecord, ...]:
        """The watched files as they were and each change of them."""
        return self._lines(layout.FILES, FileRecord)

    def keyframe(self, frame: FrameRecord) -> Path | None:
        """Return the lossless still of a frame, if one was kept."""
        path = layout.keyframe(frame.digest)
        return self.folder / path if path.rpartition("/")[2] in self._stills else None

    @cached_property
    def _stills(self) -> frozenset[str]:
        """The names of the stills: one look at their folder, for frames are many."""
        try:
            with os.scandir(self.folder / layout.KEYFRAMES) as found:
                return frozenset(entry.name for entry in found if entry.is_file())
        except FileNotFoundError:
            return frozenset()

    def before(self, watch: str) -> dict[str, FileRecord]:
        """Return the files of a watched folder as they were at first, by path."""
        return {
            found.path: found
            for found in self.files
            if found.watch == watch and found.event == "initial"
        }

    def after(self, watch: str) -> dict[str, FileRecord]:
        """Return the files of a watched folder as they were left, by path."""
        state: dict[str, FileRecord] = {}
        for found in self.files:
            if found.watch != watch:
                continue
            state.pop(found.path, None)
            if found.event != "deleted":
                state[found.path] = found
        return state


def open_recording(folder: Path) -> Recording:
    """Return the recording in `folder`.

    Raises:
        UserError: if there is none, it is newer, or its manifest is damaged.
    """
    if not (folder / layout.MANIFEST).exists():
        raise UserError(f"{folder.name} is not a recording: it holds no {layout.MANIFEST}.")
    return Recording(folder, read_document(folder / layout.MANIFEST, RecordingManifest))


def seal(folder: Path, recording_id: str) -> None:
    """Write `seal.json` over every file of a recording but the annotations.

    What a writer that was killed left half written is no part of it, and is removed.
    """
    for part in folder.rglob("*.part"):
        part.unlink(missing_ok=True)
    files = {
        path: digests.of_file(place)
        for path, place in digests.regular_files(folder)
        if path not in (layout.ANNOTATIONS, layout.SEAL)
    }
    write_document(folder / layout.SEAL, Seal(recording=recording_id, files=files))
