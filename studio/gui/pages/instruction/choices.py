"""What the settings of a task can be, and what each means, without Qt."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.gui.pages.instruction.seen_rows import time_words
from studio.model.task import Task


@dataclass(frozen=True)
class Option:
    """One of a few values: its name, and what it means in a sentence."""

    value: str
    title: str
    meaning: str


OPTIONS: dict[str, tuple[Option, ...]] = {
    "work": (
        Option(
            "in_place",
            "In place",
            "The folder output begins as a copy of the input, and the work is saved over it: "
            "the usual case for office work.",
        ),
        Option(
            "separate",
            "Separate",
            "The folder output begins empty, and what is made goes there; the input stays.",
        ),
    ),
    "network": (
        Option("none", "None", "Nothing is reached over the network: results stay comparable."),
        Option("full", "Full", "The agent reaches the network; what it finds there may change."),
    ),
    "tier": (
        Option("near-term", "Near term", "Agents of today should manage it, at least in part."),
        Option("full-spectrum", "Full spectrum", "Everyday work of the trade, whatever it takes."),
        Option("last-exam", "Last exam", "Hard for a good expert; few agents come near it."),
    ),
    "track": (
        Option("public", "Public software", "All of the software can be had by anyone."),
        Option("proprietary", "Proprietary software", "It needs software with a paid licence."),
    ),
}
LICENCES = ("CC-BY-4.0", "CC0-1.0", "CC-BY-SA-4.0", "Apache-2.0", "MIT", "LicenseRef-own")
"""Names of licences that are offered; any other SPDX name may be written."""
MOST_SECONDS = 86_400
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_LICENCE = re.compile(r"[A-Za-z0-9.+() -]{0,120}")


def option(key: str, value: str) -> Option:
    """Return what a value of a setting means."""
    return next(known for known in OPTIONS[key] if known.value == value)


def program_fault(id: str) -> str:
    """Return why a program's id does not fit, empty if it does."""
    if _ID.fullmatch(id):
        return ""
    return "Name the program by its id: small letters, digits, dots and dashes, such as gimp."


def licence_fault(name: str) -> str:
    """Return why a licence's name does not fit, empty if it does."""
    if _LICENCE.fullmatch(name):
        return ""
    return "Name the licence in short, such as CC-BY-4.0; spdx.org/licenses lists the names."


def start_rows(task: Task) -> list[dict[str, str]]:
    """Return what is opened at the start: the file and the program of each."""
    return [{"open": item.open, "with": item.with_} for item in task.start]


def software_rows(task: Task) -> list[dict[str, str]]:
    """Return the software of a task."""
    return [program.model_dump(mode="json") for program in task.software]


def start_value(task: Task, rows: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return the value of `start` for rows; a window keeps its place while its file is the same."""
    places = {item.open: item.geometry for item in task.start}
    value: list[dict[str, Any]] = []
    for row in rows:
        place = places.get(row["open"])
        value.append({**row, "geometry": place.model_dump(mode="json") if place else None})
    return value


def summaries(task: Task) -> dict[str, tuple[str, dict[str, object]]]:
    """Return what each group of settings holds in a few words: templates and their values."""
    template, values = time_words(task.limits.seconds)
    names = ", ".join(item.with_ for item in task.start)
    rights = " / ".join(name for name in (task.licences.task, task.licences.data) if name)
    return {
        "work": (option("work", task.work).title, {}),
        "start": ("{names}" if names else "Nothing", {"names": names}),
        "limits": (template, values),
        "software": ("{count}", {"count": len(task.software)}),
        "rights": ("{rights}" if rights else "Not said", {"rights": rights}),
        "benchmark": (
            f"{option('tier', task.tier).title}, {option('track', task.track).title.lower()}",
            {},
        ),
    }
