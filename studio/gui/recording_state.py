"""What the window says of a recorder, and what it asks before it starts one; without Qt."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.base.clock import minutes
from studio.capture.options import Look, RecordOptions

Button = Literal["pause", "resume", "stop", "recover", "dismiss"]
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_SIGNS = 80
NEVER_KEPT = (
    "Never kept: what goes into a password field, text typed in applications without a tick, and "
    "anything while paused. Nothing leaves this computer."
)
KEYS = (
    "The window steps aside while you work. In any program, Ctrl+Shift+F9 pauses and resumes, and "
    "Ctrl+Shift+F10 stops."
)
_KEYS = "Ctrl+Shift+F9 pauses and resumes, Ctrl+Shift+F10 stops, in any program."
GOES_ON = (
    "The recording goes on without the window. Open the studio again to see it, or press "
    "Ctrl+Shift+F10 in any program to stop it."
)


@dataclass(frozen=True)
class Plan:
    """What a person wants recorded.

    Attributes:
        folder: where the files are that the work changes, or that it reads if there is an output.
        output: where the work is put, if that is elsewhere.
        allowed: the applications whose text may be kept.
    """

    name: str
    folder: str
    output: str = ""
    allowed: tuple[str, ...] = ()

    @property
    def options(self) -> RecordOptions:
        """What the recorder is asked for."""
        watch = tuple(Path(place).expanduser() for place in (self.folder, self.output) if place)
        return RecordOptions(watch=watch, allow_apps=self.allowed)

    def out(self, recordings: Path) -> Path:
        """Return the folder to make, in the folder of recordings."""
        return recordings / f"{self.name}.rec"


def refusal(plan: Plan, recordings: Path) -> str:
    """Return what must be changed before this can be recorded, empty if nothing."""
    if not plan.name:
        return "Give the recording a name."
    if _UNFIT.search(plan.name) or plan.name.startswith(".") or len(plan.name) > _SIGNS:
        return "Give it a short name without slashes and other special signs."
    if plan.out(recordings).exists():
        return f"There is a recording named {plan.name} already; choose another name."
    if not plan.folder:
        return "Choose the folder with the files of this work."
    for folder in plan.options.watch:
        if not folder.is_dir():
            return f"There is no folder {folder.name or folder}; choose another."
        if recordings.resolve().is_relative_to(folder.resolve()):
            return f"{folder.name or folder} holds the recordings themselves; choose another."
    if len({folder.resolve() for folder in plan.options.watch}) < len(plan.options.watch):
        return "The two folders are the same; leave the second one empty."
    return ""


def free_name(recordings: Path, today: str) -> str:
    """Return a name that no recording has."""
    names = (f"Work {today}" if n == 1 else f"Work {today} {n}" for n in range(1, 10_000))
    return next(name for name in names if not (recordings / f"{name}.rec").exists())


@dataclass(frozen=True)
class Face:
    """What the strip shows.

    Attributes:
        pill: the state in a word; its colour is named by `tone`.
        facts: numbers that line up.
    """

    pill: str
    tone: Literal["bad", "waits", "good"]
    name: str = ""
    facts: tuple[str, ...] = ()
    sentence: str = ""
    buttons: tuple[Button, ...] = ()


def starting(out: Path) -> Face:
    """Return the face while a recorder tests screen, keys, elements, disk and space."""
    return Face("Starting", "waits", out.stem, (), "Testing screen, keys, elements and disk…")


def recovering(folder: Path) -> Face:
    """Return the face while a recording is made whole."""
    return Face("Recovering", "waits", folder.stem, (), "Making whole what was kept…")


def failed(sentence: str) -> Face:
    """Return the face of a recording that did not begin, or did not end as asked."""
    return Face("Not recording", "bad", "", (), sentence, ("dismiss",))


def face_of(look: Look, stopping: bool) -> Face:
    """Return how a recording looks that runs, seals, or was left unsealed."""
    name = look.folder.stem
    if look.ending == "died":
        sentence = f"Recording {name} ended without its seal; recover what was kept."
        return Face("Ended", "bad", "", (), sentence, ("recover", "dismiss"))
    if look.status is None:
        return Face("Sealing", "waits", name, (), "Writing the seal…")
    status = look.status
    facts = (
        minutes(status.seconds),
        _count(status.events, "event"),
        _count(status.frames, "frame"),
        _count(status.files, "file change"),
        f"{status.withheld:,} withheld",
    )
    if stopping:
        return Face("Stopping", "waits", name, facts, "Writing what is still on its way…")
    if status.paused:
        return Face("Paused", "waits", name, facts, look.told or _KEYS, ("resume", "stop"))
    return Face("Recording", "bad", name, facts, look.told or _KEYS, ("pause", "stop"))


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def last_word(look: Look) -> str:
    """Return what a person must know of how a recording ended, empty if all went as asked."""
    return "" if look.told.startswith("Sealed ") else look.told
