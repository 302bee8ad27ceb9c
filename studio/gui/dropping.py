"""What happens with files and folders that are dropped onto the window, in plain Python."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from studio.formats import layout

NOTHING = "Drop a recording, the folder of a task, or a package (.task) of this computer."
ONE = "Drop one recording, task folder or package (.task) at a time."
_SIGNS = 48


@dataclass(frozen=True)
class Drop:
    """What a drop will do.

    Attributes:
        sentence: what will happen, or why nothing will; a template.
        name: the value of the template.
        place: what will be opened, None if nothing.
        files: with which files a new task will begin.
    """

    sentence: str
    name: str = ""
    place: Path | None = None
    files: tuple[Path, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether something will happen."""
        return self.place is not None or bool(self.files)


def judge(places: list[Path], takes_files: bool) -> Drop:
    """Return what a drop of some files or folders will do; nothing is followed or read.

    Args:
        places: what is dropped.
        takes_files: whether a task can be begun from files where they are dropped.
    """
    if not places:
        return Drop(NOTHING)
    if len(places) == 1:
        drop = _judge_one(places[0])
        if drop.fits or not takes_files or not _is_plain(places[0]):
            return drop
    elif not takes_files:
        return Drop(ONE)
    for place in places:
        if not _is_plain(place):
            return Drop(_refusal(place), shown_name(place))
    return Drop("Begin a task from what is dropped", files=tuple(places))


def _judge_one(place: Path) -> Drop:
    name = shown_name(place)
    if refused := _refusal(place):
        return Drop(refused, name)
    if place.is_file():
        if place.suffix.casefold() == ".task":
            return Drop("Open the package {name}", name, place)
        return Drop("{name} is not a package; " + NOTHING[0].lower() + NOTHING[1:], name)
    for inside, sentence in (
        (layout.TASK, "Open the task {name}"),
        (layout.MANIFEST, "Open the recording {name}"),
    ):
        if _mode(place / inside) is not None:
            return Drop(sentence, name, place)
    return Drop("{name} is neither a recording nor a task; choose another.", name)


def _mode(place: Path) -> int | None:
    try:
        return place.lstat().st_mode
    except (OSError, ValueError):
        return None


def _is_plain(place: Path) -> bool:
    return not _refusal(place)


def _refusal(place: Path) -> str:
    mode = _mode(place)
    if mode is None:
        return "{name} is not there any more, or may not be looked at; choose another."
    if stat.S_ISLNK(mode):
        return "{name} is a link; drop what it leads to."
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return "{name} is neither a file nor a folder; drop a recording, a task or a package."
    if not os.access(place, os.R_OK | (os.X_OK if stat.S_ISDIR(mode) else 0)):
        return "{name} may not be read; ask its owner, or choose another."
    return ""


def shown_name(place: Path) -> str:
    """Return the name of a file for a sentence: on one line, inert, shortened in the middle."""
    name = "".join(sign if sign.isprintable() else "\ufffd" for sign in place.name) or str(place)
    if len(name) <= _SIGNS:
        return name
    return f"{name[: _SIGNS // 2]}…{name[-_SIGNS // 2 + 1 :]}"
