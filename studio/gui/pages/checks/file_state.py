"""Which file is shown beside the checks, which one it is compared with, what is marked in it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio.formats.tasks import TaskFolder
from studio.gui.widgets.file_marks import Mark, Side
from studio.gui.wording import count, say
from studio.model.check import Check, parse_target
from studio.viewing.kinds import Wanted, is_stacked, kind_of

MOST_TABS = 60
_MOST_FILES = 10_000
_MOST_WORDS = 50
_MOST_NEAR = 12
_PASSAGES = ("document", "text")


@dataclass(frozen=True)
class FileRow:
    """A file of the work: its path, where it is, its size in bytes, when it changed last (ns)."""

    path: str
    in_reference: bool
    in_input: bool
    size: int
    changed: int = 0


@dataclass(frozen=True)
class Look:
    """What is looked at.

    Attributes:
        path: the file, relative to its folder.
        side: which side of it.
        output: the folder of the output that was chosen, None if none was.
    """

    path: str = ""
    side: Side = "reference"
    output: Path | None = None


def files_of(task: TaskFolder) -> tuple[FileRow, ...]:
    """Return the files of a task's reference and input; takes time where there are many."""
    from studio.formats import digests, layout

    found: dict[str, FileRow] = {}
    stacks: dict[str, str] = {}
    for folder, side in ((task.reference, "in_reference"), (task.input, "in_input")):
        if not folder.is_dir():
            continue
        for path, place in digests.regular_files(folder):
            # All pictures of a series are shown together, so one of them stands for the others.
            if is_stacked(path) and stacks.setdefault(path.rpartition("/")[0], path) != path:
                continue
            if len(found) < _MOST_FILES and not layout.is_office_litter(place.name):
                status = place.stat()
                row = found.get(path) or FileRow(path, False, False, status.st_size)
                handed_in = side == "in_reference"
                found[path] = replace(
                    row,
                    in_reference=row.in_reference or handed_in,
                    in_input=row.in_input or not handed_in,
                    changed=max(row.changed, status.st_mtime_ns),
                )
    return tuple(found.values())


def file_of(files: tuple[FileRow, ...], path: str) -> str:
    """Return the file that is shown for the path of a target, empty if there is none.

    A check of a series names its folder, and any of its files shows all of it.
    """
    known = (row.path for row in files)
    return next((one for one in known if one == path or one.startswith(f"{path}/")), "")


def ordered(files: tuple[FileRow, ...], task: TaskFolder) -> tuple[FileRow, ...]:
    """Return the files as tabs show them: those with checks, then the handed in, then the given."""
    checked = {parse_target(check.target).path for check in task.document.checks.checks}
    return tuple(
        sorted(files, key=lambda row: (row.path not in checked, not row.in_reference, row.path))
    )


def sides_of(row: FileRow | None, look: Look) -> tuple[Side, ...]:
    """Return the sides that there are of a file."""
    found: list[Side] = []
    if row is not None and row.in_reference:
        found.append("reference")
    if row is not None and row.in_input:
        found.append("input")
    if len(found) == 2:
        found.append("difference")
    if look.output is not None:
        found.append("output")
    return tuple(found)


def wanted(
    task: TaskFolder, look: Look, row: FileRow | None, files: tuple[FileRow, ...] = ()
) -> Wanted | None:
    """Return the file to be read, None if it is not there or nothing shows its kind."""
    kind = kind_of(look.path)
    if kind is None or look.side not in sides_of(row, look):
        return None
    reference, given = task.reference / look.path, task.input / look.path
    near = near_of(task, look.path, files) if kind.near else ()
    if look.side == "output":
        assert look.output is not None
        beside = reference if row is not None and row.in_reference else None
        return Wanted(kind.id, look.output / look.path, beside, near)
    if look.side == "input":
        other = reference if row and row.in_reference else None
        return Wanted(kind.id, given, other, near)
    return Wanted(kind.id, reference, given if row and row.in_input else None, near)


def near_of(task: TaskFolder, path: str, files: tuple[FileRow, ...]) -> tuple[Path, ...]:
    """Return the files of the same kind that one may belong to, those that were given first."""
    kind = kind_of(path)
    others = [row for row in files if row.path != path and kind_of(row.path) == kind]
    given = [task.input / row.path for row in others if row.in_input]
    made = [task.reference / row.path for row in others if not row.in_input]
    return tuple([*given, *made][:_MOST_NEAR])


def marks_of(
    task: TaskFolder, path: str, sentences: dict[str, str], selected: str
) -> tuple[Mark, ...]:
    """Return what checks look at in a file; a check of the file as a whole marks only its words."""
    found = []
    for check in task.document.checks.checks:
        target = parse_target(check.target)
        if target.path == path:
            found.append(
                Mark(
                    check.target,
                    sentences.get(check.id, check.target),
                    _columns(check),
                    _words(check.parameters),
                    check.target == selected,
                    parts_of(check.parameters),
                    place_of(check),
                    tuple(check.parameters.get("region") or ()),
                )
            )
    return tuple(found)


def target_of(path: str, place: str) -> str:
    """Return the target of a place that a view tells, which is empty for the whole file.

    Labels of volumes and layers of drawings stand after `@`, everything else after `#`.
    """
    return f"{path}{place}" if place.startswith("@") else f"{path}#{place}" if place else path


def parts_of(parameters: dict[str, Any]) -> tuple[str, ...]:
    """Return the labels or layers that a check is about."""
    held = [*(parameters.get("labels") or ()), *(parameters.get("layers") or ())]
    names = [one.get("name", "") if isinstance(one, dict) else str(one) for one in held]
    return tuple(name for name in names if name)


def says_words(target: str) -> bool:
    """Tell whether the words at a place say more of it than its target."""
    kind = kind_of(target.partition("#")[0])
    return "#" not in target or (kind is not None and kind.id in _PASSAGES)


def place_of(check: Check) -> str:
    """Return the passage of a document that a check looks at, empty for all or another file."""
    path, _, place = check.target.partition("#")
    kind = kind_of(path)
    if kind is None or kind.id not in _PASSAGES:
        return ""
    return place or str(check.parameters.get("heading") or check.parameters.get("section") or "")


def _columns(check: Check) -> tuple[str, ...]:
    named = check.parameters.get("columns") or check.parameters.get("column") or ()
    names = (named,) if isinstance(named, str) else named
    return tuple(name for name in names if isinstance(name, str))


def _words(parameters: dict[str, Any]) -> tuple[str, ...]:
    """Return the texts that a check of words looks for."""
    found: list[str] = []
    for name in ("terms", "statements", "headings", "texts", "phrases"):
        held = parameters.get(name)
        found += [text for text in held if isinstance(text, str)] if isinstance(held, list) else []
    label = parameters.get("label")
    found += [label] if isinstance(label, str) else []
    for name, field in (("figures", "value"), ("lists", "members")):
        for entry in parameters.get(name) or ():
            told = entry.get(field) if isinstance(entry, dict) else None
            found += [told] if isinstance(told, str) else [t for t in told or () if str(t) == t]
    return tuple(found[:_MOST_WORDS])


def whole_file(task: TaskFolder, path: str) -> str:
    """Return how many checks look at a file as a whole, for no words; empty if none does."""
    number = sum(
        check.target == path and not _looks_inside(check) for check in task.document.checks.checks
    )
    if not number:
        return ""
    one, many = "1 check looks at the whole file", "{count} checks look at the whole file"
    return count(number, one, many)


def _looks_inside(check: Check) -> bool:
    """Tell whether a check of a file is about places of it that can be shown."""
    held = check.parameters
    return bool(_words(held) or parts_of(held) or place_of(check) or held.get("region"))


def told_size(size: int) -> str:
    """Return a number of bytes in words."""
    number = float(size)
    for unit in ("bytes", "kB", "MB"):
        if number < 1000:
            return f"{number:,.0f} {unit}" if unit == "bytes" else f"{number:,.1f} {unit}"
        number /= 1000
    return f"{number:,.1f} GB"


def why_nothing(row: FileRow | None, look: Look) -> str:
    """Return the sentence on a file that is not shown."""
    if not look.path:
        return say("The files of this work will be here once there is a reference.")
    if row is None and look.output is None:
        return say("This file is neither in the reference nor in the input.")
    if kind_of(look.path) is None and row is not None:
        told = say(
            "{name}, {size}: its content is not shown here. A check can ask that the file is "
            "there, that it is the same, or what its size is."
        )
        return told.format(name=row.path, size=told_size(row.size))
    return say("This side has no such file.")
