"""Pictures of what is off, drawn where an output is read: beside the grader, in its sandbox.

Whoever keeps them takes them for bytes of a stranger: only SVG and PNG, named by checks of the
task, and never larger than is allowed.
"""

import base64
import binascii
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from studio.formats.tasks import TaskFolder
from studio.grading.kinds import Grounds, target_of
from studio.model.check import Check
from studio.model.grade import Grade

SUFFIXES = (".svg", ".png")
MAX_PICTURE = 1 << 20
_MOST = 12
Drawn = dict[str, tuple[str, str]]


def drawn_of(task: TaskFolder, grade: Grade, grounds: Grounds) -> Drawn:
    """Return a picture for each check that failed and has one: by its id, suffix and base64.

    Args:
        task: the task.
        grade: the grade of the output.
        grounds: the output, and the folders beside it.
    """
    # Those who only grade need none of the libraries that draw.
    from studio.grading.pictures import PICTURES

    checks = {check.id: check for check in task.document.checks.checks}
    results = [check for point in grade.checkpoints for check in point.checks]
    failed = [found for found in results if found.status == "fail" and found.kind in PICTURES]
    drawn: Drawn = {}
    there = [found for found in failed if _is_there(checks[found.id], grounds)]
    for result in there[:_MOST]:
        # A picture that cannot be drawn from a broken output is left out; the verdict stands.
        with suppress(Exception):
            made = PICTURES[result.kind](checks[result.id], grounds)
            if len(made.content) <= MAX_PICTURE:
                drawn[result.id] = (made.suffix, base64.b64encode(made.content).decode())
    return drawn


def _is_there(check: Check, grounds: Grounds) -> bool:
    """Tell whether an output has what a check looks at: its sentence says enough if it has not."""
    path = target_of(check).path
    return grounds.output is None or "*" in path or (grounds.output / path).exists()


def keep_drawn(drawn: Any, task: TaskFolder, folder: Path) -> None:
    """Write what a grader says that it drew as `CHECK.svg` or `CHECK.png` into a folder.

    What is no such thing is left out.
    """
    known = {check.id for check in task.document.checks.checks}
    for name, (suffix, content) in _sound(drawn).items():
        if name in known and suffix in SUFFIXES:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}{suffix}").write_bytes(content)


def _sound(drawn: Any) -> dict[str, tuple[str, bytes]]:
    found: dict[str, tuple[str, bytes]] = {}
    for name, entry in drawn.items() if isinstance(drawn, Mapping) else ():
        if not (isinstance(entry, list | tuple) and len(entry) == 2 and len(found) < _MOST):
            continue
        suffix, text = entry
        if not isinstance(text, str) or len(text) > 2 * MAX_PICTURE:
            continue
        with suppress(binascii.Error, ValueError):
            found[str(name)] = (str(suffix), base64.b64decode(text, validate=True))
    return found
