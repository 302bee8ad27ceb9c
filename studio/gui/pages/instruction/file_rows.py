"""The rows of the table of files, without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.authoring.files import Role, TaskFile

ROLES: tuple[tuple[Role, str, str], ...] = (
    ("input", "Given", "The agent gets it."),
    ("output", "Handed in", "You made it; the agent never sees it, the checks compare with it."),
    ("hidden", "Hidden", "Only the checks read it."),
    ("scratch", "Left out", "It is no part of the task and never packed."),
)
"""What a file can be for: the role, its name, and what it means."""
TITLES: dict[str, str] = {role: title for role, title, _ in ROLES}
_STATES = {
    "": "",
    "new": "new",
    "changed": "changed",
    "unchanged": "as given",
    "gone": "taken away",
}
COLUMNS = ("File", "Size", "What it is", "Afterwards")
_UNITS = ("B", "kB", "MB", "GB")


@dataclass(frozen=True)
class FileRow:
    """A row: the file, and its words in the order of `COLUMNS`."""

    file: TaskFile
    cells: tuple[str, str, str, str]

    @property
    def tip(self) -> str:
        """What a tooltip tells: the whole path, the size to the byte, the fault."""
        told = f"{self.file.path}\n{self.file.size:,} B"
        return f"{told}\n{self.file.fault}" if self.file.fault else told


def size_words(size: int) -> str:
    """Return a size in bytes as a person reads it: three digits and a unit of a thousand."""
    value, unit = float(size), 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    digits = 0 if unit == 0 or value >= 99.5 else 1
    return f"{value:,.{digits}f} {_UNITS[unit]}"


def file_rows(files: Sequence[TaskFile]) -> list[FileRow]:
    """Return the rows of files in their order."""
    return [
        FileRow(
            file,
            (
                file.name,
                size_words(file.size),
                TITLES[file.role],
                "refused" if file.fault else _STATES[file.state],
            ),
        )
        for file in files
    ]


def ordered(rows: Sequence[FileRow], column: int, down: bool) -> list[FileRow]:
    """Return rows by what a column says; equal ones by name."""
    by_name = sorted(rows, key=lambda row: (row.file.name.casefold(), row.file.path))
    if column == 1:
        return sorted(by_name, key=lambda row: row.file.size, reverse=down)
    if column == 2:
        places = {role: place for place, (role, _, _) in enumerate(ROLES)}
        return sorted(by_name, key=lambda row: places[row.file.role], reverse=down)
    if column == 3:
        return sorted(by_name, key=lambda row: row.cells[3], reverse=down)
    return by_name[::-1] if down else by_name


def count_words(files: Sequence[TaskFile]) -> tuple[str, dict[str, object]]:
    """Return how many files there are of each role: a template and its values."""
    counts: dict[str, object] = {
        role: sum(file.role == role for file in files) for role, _, _ in ROLES
    }
    parts = ["{total:,} files: {input:,} given", "{output:,} handed in"]
    parts += [
        f"{{{role}:,}} {TITLES[role].lower()}" for role in ("hidden", "scratch") if counts[role]
    ]
    return ", ".join(parts), {"total": len(files), **counts}
