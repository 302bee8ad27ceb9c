"""Redaction: regions and words, in keys, pixels, element values and titles together.

A new recording; places are filled with one colour and encoded anew, never blurred.
"""

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.recordings import Recording
from studio.model.frozen import Bounds
from studio.model.recording import (
    ButtonEvent,
    ClipboardEvent,
    ElementRecord,
    Event,
    FocusEvent,
    FrameRecord,
    KeyEvent,
    MarkEvent,
    RecordingManifest,
    ScrollEvent,
)
from studio.recordings.making import Part, images, make, refuse_taken
from studio.recordings.reading import PictureReader, can_read

REDACTED = "[redacted]"
_FILL = (96, 96, 96)
_MAX_MEMBER = 64 * 1024 * 1024


@dataclass(frozen=True)
class Region:
    """A place of the screen and the time (ns) that it is filled for."""

    bounds: Bounds
    from_ns: int
    to_ns: int


@dataclass
class Counts:
    """What was redacted; `numbers` has the new number of each event that was kept."""

    keys: int = 0
    texts: int = 0
    frames: int = 0
    regions: list[Region] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What there is to redact: how often words stand in keys and texts, and where on the frames."""

    keys: int
    texts: int
    places: dict[int, tuple[Bounds, ...]]


def redact(
    recording: Recording,
    out: Path,
    regions: Sequence[Region],
    words: Sequence[str],
    keep_files: bool,
    progress: Callable[[str], None],
    found: Found | None = None,
    looked: Callable[[int, int], None] = lambda at, of: None,
) -> Counts:
    """Write a recording without some words and places.

    Where a word is the name of an element, or was typed into one, the element's place is filled;
    and wherever else it can be read in a picture, if this machine has a reader of pictures.

    Args:
        recording: what was recorded.
        out: the recording to make.
        regions: places to fill.
        words: what is taken out.
        keep_files: whether watched files may hold a word.
        progress: is told how far it is.
        found: what `find` found of the same, so that no picture is read twice.
        looked: is told how many frames are done, of how many; what it raises ends the work, and
            nothing is left of it.

    Raises:
        UserError: if `out` is there, or a watched file holds a word and `keep_files` is not said.
        FaultError: if the reader of pictures fails.
    """
    refuse_taken(out)
    work = _Redaction(recording, regions, words)
    if not keep_files:
        _refuse_files(recording, work.words)
    if found is None and work.words and not can_read():
        progress(
            "Words are filled only where an element bears them; to find them in pictures too: "
            "sudo apt-get install tesseract-ocr"
        )

    def fill(frame: FrameRecord, pixels: Any) -> bool:
        looked(frame.id - 1, len(recording.frames))
        places = work.places(frame, pixels) if found is None else found.places.get(frame.id, ())
        for place in places:
            rows = slice(max(0, place.y), max(0, place.y + place.height))
            pixels[rows, max(0, place.x) : max(0, place.x + place.width)] = _FILL
        work.counts.frames += bool(places)
        return bool(places)

    texts = work.texts
    files = [
        record.model_copy(update={"path": texts.clean(record.path)}) for record in recording.files
    ]
    frames = list(recording.frames)
    part = Part(recording, work.events, frames, files, work.elements, fill, texts.clean)
    made = make(out, _redact_manifest(recording.manifest, texts), [part], progress)
    work.counts.numbers = made.numbers[0]
    return work.counts


def find(
    recording: Recording,
    regions: Sequence[Region],
    words: Sequence[str],
    progress: Callable[[int, int], None],
) -> Found:
    """Return what `redact` would take out, and write nothing.

    Args:
        recording: what was recorded.
        regions: places to fill.
        words: what is taken out.
        progress: is told how many frames are looked at, of how many; what it raises ends the work.

    Raises:
        FaultError: if the reader of pictures fails.
    """
    work = _Redaction(recording, regions, words)
    places: dict[int, tuple[Bounds, ...]] = {}
    frames = recording.frames
    # Regions alone need no pixels; only reading does.
    looked = images(recording, frames) if work.reader else ((frame, None) for frame in frames)
    for number, (frame, pixels) in enumerate(looked):
        progress(number, len(frames))
        if here := work.places(frame, pixels):
            places[frame.id] = tuple(here)
    return Found(work.counts.keys, work.counts.texts, places)


class _Redaction:
    """What is left of the events and elements of a recording, and what is filled on its frames."""

    def __init__(
        self, recording: Recording, regions: Sequence[Region], words: Sequence[str]
    ) -> None:
        self.words = tuple(word.casefold() for word in words if word.strip())
        self.counts = Counts(regions=list(regions))
        self.texts = _Texts(self.words, self.counts)
        self.events = _redact_events(recording, self.texts)
        self.elements = [
            _redact_element(found, self.texts)
            for found in (*recording.elements.values(), *recording.focused.values())
        ]
        self.reader = PictureReader(self.words) if self.words and can_read() else None

    def places(self, frame: FrameRecord, pixels: Any) -> list[Bounds]:
        """Return the places to fill on a frame; pixels as of `making.images`, for the reader."""
        found = [
            region.bounds
            for region in self.counts.regions
            if region.from_ns <= frame.t_end_ns and frame.t_ns <= region.to_ns
        ]
        return found + (self.reader.find(pixels) if self.reader else [])


class _Texts:
    """Finds the words, and takes them out of texts."""

    def __init__(self, words: Sequence[str], counts: Counts) -> None:
        self._words = words
        self.counts = counts

    def holds(self, text: str) -> bool:
        folded = text.casefold()
        return any(word in folded for word in self._words)

    def clean(self, text: str) -> str:
        """Return a text without the words; a word next to another's remains is taken too."""
        if not self.holds(text):
            return text
        self.counts.texts += 1
        while (start := self._first(text)) is not None:
            text = text[: start[0]] + REDACTED + text[start[1] :]
            if any(word in REDACTED for word in self._words):
                return REDACTED[:0]
        return text

    def _first(self, text: str) -> tuple[int, int] | None:
        folded = text.casefold()
        if len(folded) != len(text):
            # Signs that fold to several make places in the two texts differ.
            return (0, len(text)) if self.holds(text) else None
        for word in self._words:
            place = folded.find(word)
            if place >= 0:
                return place, place + len(word)
        return None


def _refuse_files(recording: Recording, words: Sequence[str]) -> None:
    for record in recording.files:
        if record.digest is None:
            continue
        place = recording.folder / layout.content(record.digest)
        if place.is_file() and _file_holds(place, words):
            told = f"{record.path} holds a word to redact; say "
            raise UserError(
                f"{told}that files are kept, to keep it as it is.",
                f"{told}--keep-files to keep it as it is.",
            )


def _file_holds(path: Path, words: Sequence[str]) -> bool:
    contents = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                with archive.open(member) as stream:
                    contents.append(stream.read(_MAX_MEMBER))
    folded = [content.decode("utf-8", "ignore").casefold() for content in contents]
    return any(word in text for word in words for text in folded)


def _redact_events(recording: Recording, texts: _Texts) -> list[Event]:
    typed = _typed_words(recording, texts)
    found: list[Event] = []
    for event in recording.events:
        if event.seq in typed:
            texts.counts.keys += isinstance(event, KeyEvent) and event.type == "key_press"
            continue
        if isinstance(event, FocusEvent):
            title = texts.clean(event.window.title)
            window = event.window.model_copy(update={"title": title})
            event = event.model_copy(update={"window": window})
        elif isinstance(event, ClipboardEvent) and event.text and texts.holds(event.text):
            texts.counts.texts += 1
            event = event.model_copy(update={"text": None, "length": None})
        found.append(event)
    return found


def _typed_words(recording: Recording, texts: _Texts) -> set[int]:
    """Return the numbers of the key events of runs that spell a word, and fill where they went."""
    found: set[int] = set()
    run: list[KeyEvent] = []
    target: Bounds | None = None

    def end(next_target: Bounds | None) -> None:
        nonlocal run, target
        if run and _spells(run, texts):
            found.update(event.seq for event in run)
            if target:
                region = Region(target, run[0].t_ns, 1 << 62)
                texts.counts.regions.append(region)
        run, target = [], next_target

    for event in recording.events:
        if isinstance(event, KeyEvent):
            focus = recording.focused.get(event.seq)
            target = focus.bounds if focus else target
            if event.text or event.key == "BackSpace":
                run.append(event)
        elif isinstance(event, ButtonEvent) and event.type == "press":
            hit = recording.elements.get(event.seq)
            end(hit.bounds if hit else None)
        elif isinstance(event, ScrollEvent | MarkEvent):
            end(target)
    end(None)
    return found


def _spells(run: Sequence[KeyEvent], texts: _Texts) -> bool:
    """Tell whether keys spell a word, as they were pressed or as they were corrected."""
    raw, kept = "", ""
    for event in run:
        if event.type != "key_press":
            continue
        raw += event.text
        kept = kept[:-1] if event.key == "BackSpace" else kept + event.text
    return texts.holds(raw) or texts.holds(kept)


def _redact_element(element: ElementRecord, texts: _Texts) -> ElementRecord:
    if not texts.holds(element.name):
        return element
    if not element.borrowed or element.role == "title bar":
        texts.counts.regions.append(Region(element.bounds, 0, 1 << 62))
    return element.model_copy(update={"name": texts.clean(element.name)})


def _redact_manifest(manifest: RecordingManifest, texts: _Texts) -> RecordingManifest:
    start = tuple(
        started.model_copy(
            update={
                "title": texts.clean(started.title),
                "command": tuple(texts.clean(word) for word in started.command),
                "documents": tuple(texts.clean(place) for place in started.documents),
            }
        )
        for started in manifest.start
    )
    watched = tuple(
        watch.model_copy(update={"path": texts.clean(watch.path)}) for watch in manifest.watched
    )
    return manifest.model_copy(update={"start": start, "watched": watched})
