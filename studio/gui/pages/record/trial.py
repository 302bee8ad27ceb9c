"""The self-test as the page shows it: a line a channel, one after the other; without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from studio.capture.selftest import Probe

State = Literal["waits", "runs", "ok", "without", "missing"]
CHANNELS = (
    ("screen", "Screen"),
    ("keys", "Keys"),
    ("mouse", "Mouse"),
    ("elements", "Elements"),
    ("files", "Files"),
    ("disk", "Disk"),
    ("space", "Free space"),
)
WORDS: dict[State, str] = {
    "waits": "not tried yet",
    "runs": "being tried",
    "ok": "works",
    "without": "is missing, and can be done without",
    "missing": "is missing",
}


@dataclass(frozen=True)
class Line:
    """One channel, how it stands, and what was found or what to do."""

    id: str
    title: str
    state: State = "waits"
    told: str = ""


def untried() -> tuple[Line, ...]:
    """Return the lines before anything was tried."""
    return tuple(Line(name, title) for name, title in CHANNELS)


def begun() -> tuple[Line, ...]:
    """Return the lines as the first channel is tried."""
    first, *rest = untried()
    return (replace(first, state="runs"), *rest)


def with_probe(lines: Sequence[Line], probe: Probe) -> tuple[Line, ...]:
    """Return the lines after a channel was tried; the next one is being tried then."""
    state: State = "ok" if probe.ok else "missing" if probe.needed else "without"
    done = [
        replace(line, state=state, told=probe.detail) if line.id == probe.id else line
        for line in lines
    ]
    following = next((at for at, line in enumerate(done) if line.state == "waits"), None)
    if following is not None:
        done[following] = replace(done[following], state="runs")
    return tuple(done)


def ended(lines: Sequence[Line]) -> bool:
    """Tell whether every channel was tried."""
    return all(line.state not in ("waits", "runs") for line in lines)


def fit(lines: Sequence[Line]) -> bool:
    """Tell whether every channel was tried and none is missing that is needed."""
    return ended(lines) and all(line.state != "missing" for line in lines)


def verdict(lines: Sequence[Line]) -> tuple[str, Literal["good", "bad", "waits"]]:
    """Return what the test says in a few words, and its tone."""
    if not ended(lines):
        return "Testing", "waits"
    if not fit(lines):
        return "Not ready", "bad"
    return "Ready", "good"
