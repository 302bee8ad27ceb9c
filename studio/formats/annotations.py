"""What the expert says of steps afterwards: append-only lines, each chained to the one before."""

import hashlib
import zlib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from studio.base import atomic
from studio.base.clock import utc_now
from studio.base.errors import HostileInputError, UserError
from studio.formats import layout
from studio.formats.documents import read_text, split_lines, strict_json
from studio.model.recording import Annotation, StepEdge

MAX_SIGNS = 2000
_CHECKSUM = ',"crc":"'
_NEWEST = 3
_SINCE = {2: {"wait", "edge", "left_out"}, 3: {"by_place"}}


@dataclass(frozen=True)
class Said:
    """What the expert says of a step; empty is nothing.

    Attributes:
        sentence: what it does.
        note: why it was done.
        edge: `begins` if a step begins here that the reduction would join with what is before,
            `joins` if what begins here belongs to the step before.
        left_out: whether it is not part of the work.
        by_place: whether what it presses is found by its place in the window alone.
    """

    sentence: str = ""
    note: str = ""
    edge: StepEdge = ""
    left_out: bool = False
    by_place: bool = False


NOTHING = Said()
"""What is said of a step that nobody spoke of."""


@dataclass
class _Chain:
    """The lines of a file as far as they are whole.

    Attributes:
        lines: the whole lines, without their line ends.
        previous: the digest that the next line names.
        wrong: what is wrong with the rest, empty if nothing is.
        newer: whether a newer release wrote the rest.
    """

    found: list[Annotation] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    previous: str = ""
    wrong: str = ""
    newer: bool = False

    def add(self, line: str, annotation: Annotation) -> None:
        self.found.append(annotation)
        self.lines.append(line)
        self.previous = hashlib.sha256(line.encode()).hexdigest()


class _Newer(Exception):
    """A line that is whole and that this release cannot read."""


def _line(annotation: Annotation) -> str:
    body = annotation.model_dump_json(exclude_defaults=True)[:-1]
    return f'{body}{_CHECKSUM}{zlib.crc32(body.encode()):08x}"}}'


def _parse(line: str) -> Annotation:
    body, mark, tail = line.rpartition(_CHECKSUM)
    if not mark or tail != f'{zlib.crc32(body.encode()):08x}"}}':
        raise ValueError("the checksum does not match")
    value = strict_json(body + "}")
    version = value.get("version", 1) if isinstance(value, dict) else 1
    if isinstance(version, int) and version > _NEWEST:
        raise _Newer
    annotation = Annotation.model_validate(value)
    if _needed(annotation.model_fields_set) > annotation.version:
        raise ValueError(f"version {annotation.version} has no such key")
    return annotation


def _needed(keys: Collection[str]) -> int:
    """Return the version that came with the newest of some keys."""
    return max(
        (version for version, since in _SINCE.items() if since.intersection(keys)), default=1
    )


def _is_whole(line: str) -> bool:
    try:
        _parse(line)
    except (ValueError, ValidationError):
        return False
    except _Newer:
        return True
    return True


def _read(folder: Path) -> _Chain:
    path = folder / layout.ANNOTATIONS
    chain = _Chain()
    if not path.exists():
        return chain
    try:
        text = read_text(path)
    except HostileInputError:
        raise
    except UserError:
        return _Chain(wrong="cannot be read")
    # A last line that a crash cut off was never told to be kept.
    lines, rest = split_lines(text)
    if _is_whole(rest[:-1]):
        # It is all there and has another sign where it ended: no crash does that.
        lines.append(rest)
    for number, line in enumerate(lines, 1):
        try:
            annotation = _parse(line)
        except (ValueError, ValidationError):
            chain.wrong = f"is damaged at line {number}"
            break
        except _Newer:
            chain.newer = True
            chain.wrong = "was written by a newer release"
            break
        if annotation.previous != chain.previous:
            chain.wrong = f"lacks a line before line {number}"
            break
        chain.add(line, annotation)
    return chain


def fault(folder: Path) -> str:
    """Return what is wrong with the annotations of a recording, empty if nothing is."""
    return _read(folder).wrong


def read(folder: Path) -> list[Annotation]:
    """Return the annotations of a recording in order, up to the first that is damaged.

    Raises:
        UserError: if a newer release wrote one of them.
    """
    chain = _read(folder)
    if chain.newer:
        raise UserError(_newer_sentence())
    return chain.found


def _newer_sentence() -> str:
    return (
        f"{layout.ANNOTATIONS} was written by a newer release; "
        "update Task Authoring Studio to open this recording."
    )


def key_of(annotation: Annotation) -> int:
    """Return what names a step in memory: its first event, negative for a wait after that event."""
    return -annotation.first_event if annotation.wait else annotation.first_event


def said(folder: Path) -> dict[int, Said]:
    """Return what the expert said last of the steps, by their keys, `MAX_SIGNS` of each text.

    Raises:
        UserError: if a newer release wrote one of the annotations.
    """
    found: dict[int, Said] = {}
    for annotation in read(folder):
        given = annotation.model_dump(include=set(asdict(NOTHING)), exclude_none=True)
        kept = {
            name: value[:MAX_SIGNS] if isinstance(value, str) else value
            for name, value in given.items()
        }
        put(found, key_of(annotation), kept)
    return found


def put(found: dict[int, Said], key: int, given: Mapping[str, Any]) -> None:
    """Change what is said of a step; a step of which nothing is said any more is not kept."""
    changed = replace(found.get(key, NOTHING), **given)
    if changed == NOTHING:
        found.pop(key, None)
    else:
        found[key] = changed


def append_changes(folder: Path, before: Mapping[int, Said], after: Mapping[int, Said]) -> None:
    """Add what is said otherwise, or not any more, in `after`, all of it or nothing.

    Raises:
        UserError: if the annotations that are there are damaged.
    """
    # The order is that of the work; a wait stands after the event that it is named by.
    changed = sorted(
        (key for key in {*before, *after} if before.get(key, NOTHING) != after.get(key, NOTHING)),
        key=lambda key: (abs(key), key < 0),
    )
    if not changed:
        return
    chain = _read(folder)
    if chain.newer:
        raise UserError(_newer_sentence())
    if chain.wrong:
        raise UserError(f"{layout.ANNOTATIONS} {chain.wrong}; take it away to annotate anew.")
    now = utc_now()
    for key in changed:
        old, new = asdict(before.get(key, NOTHING)), asdict(after.get(key, NOTHING))
        given = {name: value for name, value in new.items() if value != old[name]}
        line = _line(_annotation(now, key, given, chain.previous))
        chain.previous = hashlib.sha256(line.encode()).hexdigest()
        chain.lines.append(line)
    atomic.write_text(folder / layout.ANNOTATIONS, "".join(f"{line}\n" for line in chain.lines))


def _annotation(now: str, key: int, given: Mapping[str, Any], previous: str) -> Annotation:
    wait = {"wait": True} if key < 0 else {}
    values = {**given, **wait, "version": _needed({*wait, *given}), "first_event": abs(key)}
    return Annotation.model_validate({**values, "t": now, "previous": previous})


def append(folder: Path, key: int, **given: Any) -> None:
    """Add what is said of the step of a key; `given` are the parts of `Said` that change.

    Raises:
        UserError: if the annotations that are there are damaged.
    """
    before = said(folder)
    after = dict(before)
    put(after, key, given)
    append_changes(folder, before, after)
