"""The fixtures that stand for an author's answers: they come and go with the answers.

An answer that is undone leaves a folder behind that nobody wants judged any more. It is laid aside
outside of the task, whose digest it would change, and comes back when the answer does.
"""

import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from studio.base.settings import cache_folder
from studio.formats import layout
from studio.model.check import Answer

ASIDE = "undone"
_PLACES = {"wrong": layout.KNOWN_BAD, "fine": layout.ALTERNATES}
_SIDES = {"known_bad": layout.KNOWN_BAD, "alternate": layout.ALTERNATES}
_VARIANTS = ("near_miss", "harmless")


def fixture_name(output: str, digest: str | None) -> str:
    """Return the name of the folder that keeps an output.

    Args:
        output: its name in the matrix, such as `near_miss:row_dropped` or `known_bad:late`.
        digest: that of the variant, None for a fixture, which keeps its name.
    """
    kind, _, name = output.partition(":")
    if digest is None:
        return name
    return re.sub(r"[^a-z0-9-]+", "-", f"{kind} {name} {digest[:6]}".lower())


def place_of(answer: Answer) -> str:
    """Return where in a task the fixture of an answer lies, empty if it is about no output."""
    kind, _, rest = answer.item.partition(":")
    if answer.digest is not None and kind in _VARIANTS:
        output = f"{kind}:{rest.partition(':')[0]}"
    elif kind in _SIDES and rest and rest not in (".", "..") and not set("/\\") & set(rest):
        output = answer.item
    else:
        return ""
    return f"{_PLACES[answer.answer]}/{fixture_name(output, answer.digest)}"


def _origin(answer: Answer) -> str:
    """Return where a fixture lay before it changed sides, empty if the answer made it."""
    kind, _, name = answer.item.partition(":")
    return "" if answer.digest is not None else f"{_SIDES[kind]}/{name}"


def follow_answers(folder: Path, now: Iterable[Answer], before: Iterable[Answer]) -> None:
    """Take away the fixtures of answers that are gone, and bring back those of answers that came.

    Args:
        folder: the task.
        now: the answers that its checks have now.
        before: those that they had.
    """
    kept, known = list(now), list(before)
    for answer in reversed([answer for answer in known if answer not in kept]):
        if place := place_of(answer):
            home = _origin(answer)
            _move(folder / place, folder / home if home else _aside(folder, place))
    for answer in (answer for answer in kept if answer not in known):
        if place := place_of(answer):
            home = _origin(answer)
            _move(folder / home if home else _aside(folder, place), folder / place)


def _aside(folder: Path, place: str) -> Path:
    name = hashlib.sha256(f"{folder.resolve()}\0{place}".encode()).hexdigest()[:32]
    return cache_folder() / ASIDE / name


def _move(source: Path, destination: Path) -> None:
    """Move a folder; one that is missing, or whose place is taken already, is left as it is."""
    if source == destination or not source.is_dir() or source.is_symlink():
        return
    if destination.is_relative_to(cache_folder()):
        shutil.rmtree(destination, ignore_errors=True)
    if destination.exists():
        return
    destination.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, destination)
