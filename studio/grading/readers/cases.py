"""Hidden cases: inputs that an agent never saw, and what must come of them.

```
private/hidden/cases/NAME/
    input/          the folder that the program works in (a copy of it)
    stdin.SUFFIX    what it reads as standard input
    expected/       the files that must be there afterwards
    stdout.SUFFIX   what it must print
```
Of the first two and of the last two one is enough; any suffix will do, none too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from studio.base.errors import FaultError
from studio.formats import digests

FOLDER = "cases"
MOST_CASES = 50


@dataclass(frozen=True)
class HiddenCase:
    """One case: what the program is given, and what must come of it.

    Attributes:
        name: the name of its folder.
        input: the folder that it works in, None if it needs none.
        stdin: the file that it reads, None if there is none.
        expected: the files that must be there afterwards by path.
        stdout: the file with what it must print, None if that is free.
        seen: whether the agent was given all of its input, so that it proves nothing.
    """

    name: str
    input: Path | None
    stdin: Path | None
    expected: Mapping[str, Path]
    stdout: Path | None
    seen: bool = False

    @cached_property
    def given(self) -> dict[str, Path]:
        """The files of its input by path."""
        return dict(digests.regular_files(self.input)) if self.input else {}


def hidden_cases(hidden: Path, given: Path) -> tuple[HiddenCase, ...]:
    """Return the cases below `private/hidden/`, sorted by name.

    Args:
        hidden: the folder of what checks read and nobody hands in.
        given: the input of the task; a case that it holds already was seen.

    Raises:
        FaultError: if a case has no answer, or is doubtful.
    """
    root = hidden / FOLDER
    folders = sorted(p for p in root.iterdir() if p.is_dir()) if root.is_dir() else []
    if len(folders) > MOST_CASES:
        raise FaultError(f"There are {len(folders)} hidden cases; {MOST_CASES} are enough.")
    held = _contents(given)
    return tuple(_case(folder, held) for folder in folders)


def _contents(folder: Path) -> frozenset[str]:
    files = digests.regular_files(folder) if folder.is_dir() else ()
    return frozenset(digests.of_file(place) for _, place in files)


def _case(folder: Path, held: frozenset[str]) -> HiddenCase:
    given = folder / "input"
    answers = folder / "expected"
    case = HiddenCase(
        folder.name,
        given if given.is_dir() else None,
        _single(folder, "stdin"),
        dict(digests.regular_files(answers)) if answers.is_dir() else {},
        _single(folder, "stdout"),
    )
    if not case.expected and case.stdout is None:
        raise FaultError(
            f"The hidden case {case.name} has no answer; add expected/ or a file stdout.txt."
        )
    parts = [*case.given.values(), *([case.stdin] if case.stdin else [])]
    seen = bool(parts) and all(digests.of_file(part) in held for part in parts)
    return HiddenCase(case.name, case.input, case.stdin, case.expected, case.stdout, seen)


def _single(folder: Path, stem: str) -> Path | None:
    found = [place for place in sorted(folder.iterdir()) if place.is_file() and place.stem == stem]
    if len(found) > 1:
        raise FaultError(f"The hidden case {folder.name} has {len(found)} files {stem}; keep one.")
    return found[0] if found else None
