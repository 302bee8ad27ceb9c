"""What the page asks before it starts a recorder, and what speaks against it; without Qt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from studio.base.told import Told
from studio.capture.options import OpenApplication, RecordOptions

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_SIGNS = 80
NEVER_KEPT = (
    "What goes into a password field.",
    "Text typed in applications that are not ticked; shortcuts such as Ctrl+S are kept.",
    "Keys, titles and pictures of applications that are filled grey.",
    "Anything while it is paused, and what you press on the recording bar.",
)
KEYS = (
    ("Ctrl+Shift+F9", "pause and go on"),
    ("Ctrl+Shift+F8", "mark that a checkpoint ends"),
    ("Ctrl+Shift+F10", "stop"),
)
"""The keys that count in any program, and what they do."""

Care = Literal["none", "text", "grey"]


@dataclass(frozen=True)
class Plan:
    """What a person wants recorded.

    Attributes:
        folder: where the files are that the work changes, or that it reads if there is an output.
        output: where the work is put, if that is elsewhere.
        allowed: the applications whose text may be kept.
        excluded: the applications of which nothing may be seen.
    """

    name: str
    folder: str
    output: str = ""
    allowed: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def watch(self) -> tuple[Path, ...]:
        """The folders to follow: one for work in place, two for input and output."""
        return tuple(Path(place).expanduser() for place in (self.folder, self.output) if place)

    @property
    def options(self) -> RecordOptions:
        """What the recorder is asked for."""
        return RecordOptions(watch=self.watch, allow_apps=self.allowed, exclude_apps=self.excluded)

    def out(self, recordings: Path) -> Path:
        """Return the folder to make, in the folder of recordings."""
        return recordings / f"{self.name}.rec"


_NOTHING = Told("", {})


def name_refusal(plan: Plan, recordings: Path) -> Told:
    """Return what must be changed about the name, empty if nothing."""
    if not plan.name:
        return Told("Give the recording a name.", {})
    if _UNFIT.search(plan.name) or plan.name.startswith(".") or len(plan.name) > _SIGNS:
        return Told("Give it a short name without slashes and other special signs.", {})
    if plan.out(recordings).exists():
        said = "There is a recording named {name} already; choose another name."
        return Told(said, {"name": plan.name})
    return _NOTHING


def folder_refusal(plan: Plan, recordings: Path) -> Told:
    """Return what must be changed about the folders, empty if nothing."""
    if not plan.folder:
        return Told("Choose the folder with the files of this work.", {})
    for folder in plan.watch:
        name = folder.name or str(folder)
        if not folder.is_dir():
            return Told("There is no folder {name}; choose another.", {"name": name})
        if recordings.resolve().is_relative_to(folder.resolve()):
            said = "{name} holds the recordings themselves; choose another."
            return Told(said, {"name": name})
    if len({folder.resolve() for folder in plan.watch}) < len(plan.watch):
        return Told("The two folders are the same; leave the second one empty.", {})
    return _NOTHING


def refusal(plan: Plan, recordings: Path) -> Told:
    """Return what must be changed before this can be recorded, empty if nothing."""
    named = name_refusal(plan, recordings)
    return named if named.sentence else folder_refusal(plan, recordings)


def free_name(recordings: Path, today: str) -> str:
    """Return a name that no recording has."""
    names = (f"Work {today}" if n == 1 else f"Work {today} {n}" for n in range(1, 10_000))
    return next(name for name in names if not (recordings / f"{name}.rec").exists())


@dataclass(frozen=True)
class Row:
    """An application: its windows, and what is to become of what is done in it."""

    name: str
    titles: tuple[str, ...]
    care: Care = "none"

    @property
    def shown_titles(self) -> str:
        """The titles of its windows, each once."""
        return ", ".join(dict.fromkeys(title for title in self.titles if title))


@dataclass(frozen=True)
class Applications:
    """The applications that are open, and those named that are not."""

    rows: tuple[Row, ...] = ()
    others: tuple[str, ...] = ()

    def found(self, open_now: Sequence[OpenApplication]) -> "Applications":
        """Return these with what is open now; what was chosen of an application stays."""
        cares = {row.name: row.care for row in self.rows}
        rows = (Row(app.name, app.titles, cares.get(app.name, "none")) for app in open_now)
        return replace(self, rows=tuple(rows))

    def caring(self, name: str, care: Care) -> "Applications":
        """Return these with another choice for one of them."""
        rows = tuple(replace(row, care=care) if row.name == name else row for row in self.rows)
        return replace(self, rows=rows)

    def keeping_all(self, keep: bool) -> "Applications":
        """Return these with the text of all kept, or of none; those that are grey stay so."""
        care: Care = "text" if keep else "none"
        rows = (row if row.care == "grey" else replace(row, care=care) for row in self.rows)
        return replace(self, rows=tuple(rows))

    def matching(self, text: str) -> tuple[Row, ...]:
        """Return the rows whose name or titles hold every word."""
        words = text.casefold().split()
        return tuple(
            row
            for row in self.rows
            if all(word in f"{row.name} {row.shown_titles}".casefold() for word in words)
        )

    @property
    def allowed(self) -> tuple[str, ...]:
        """The applications whose text is kept."""
        return tuple(row.name for row in self.rows if row.care == "text")

    @property
    def excluded(self) -> tuple[str, ...]:
        """The applications that are filled grey."""
        grey = tuple(row.name for row in self.rows if row.care == "grey")
        return (*grey, *(name for name in self.others if name not in grey))

    @property
    def keeps_all(self) -> bool:
        """Whether the text of every one that is not grey is kept."""
        rest = [row for row in self.rows if row.care != "grey"]
        return bool(rest) and all(row.care == "text" for row in rest)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of applications that a person wrote, divided by commas."""
    return tuple(dict.fromkeys(word.strip().casefold() for word in text.split(",") if word.strip()))
