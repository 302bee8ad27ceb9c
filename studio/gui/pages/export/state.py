"""What the page of the package says, without Qt: sides, files, what stays out, and names."""

from dataclasses import dataclass
from pathlib import Path

from studio.base.settings import told_path
from studio.formats.packages import portability_fault
from studio.gui.wording import count, say, told_size
from studio.model.package import FileRole, LeftOut, PackageManifest, PackagePlan

SUFFIX = ".task"
COLUMNS = ("File", "For", "Size")


@dataclass(frozen=True)
class Side:
    """A side of the task that can be packed: what it holds, and to whom it may go."""

    id: str
    title: str
    holds: str
    goes: str


SIDES = (
    Side(
        "full",
        "The whole task",
        "The instruction, its files, and the private side: your work, the checks and the "
        "recording.",
        "Give it only to those who may see the answers: reviewers, and whoever judges agents.",
    ),
    Side(
        "public",
        "The public side",
        "What an agent may know: the title, the instruction and the input.",
        "It may go to anybody. Nobody can judge work with it.",
    ),
)
_ROLES: dict[FileRole, str] = {
    "task": "the task",
    "input": "input",
    "output": "your work",
    "hidden": "checks only",
    "checks": "checks",
    "fixture": "known outputs",
    "recording": "recording",
    "salt": "seal",
    "report": "validation",
    "review": "reviews",
    "scratch": "left out by you",
    "other": "other",
}
_LEFT: dict[FileRole, str] = {
    "output": "Your work",
    "hidden": "Files that only checks read",
    "checks": "The checks",
    "fixture": "Known right and wrong outputs",
    "recording": "The recording",
    "salt": "The seal",
    "report": "What the gates found",
    "review": "Reviews",
    "scratch": "Files that you left out",
    "other": "Other files of yours",
}
_ALWAYS = "Trials and caches: they lie outside of the task."
_ORDER = tuple(_ROLES)
_HALF = 32


@dataclass(frozen=True)
class FileRow:
    """A line of what is inside: a file, or a recording as a whole."""

    name: str
    role: str
    size: str
    tip: str


def file_rows(plan: PackagePlan) -> tuple[FileRow, ...]:
    """Return a line for each file; those of a recording are one line."""
    recorded = [file.size for file in plan.files if file.role == "recording"]
    rows = [
        FileRow(file.path, say(_ROLES[file.role]), told_size(file.size), f"{file.size:,} B")
        for file in sorted(plan.files, key=lambda file: (_ORDER.index(file.role), file.path))
        if file.role != "recording"
    ]
    if recorded:
        files = count(len(recorded), "1 file", "{count} files")
        name = say("The recording, {files}").format(files=files)
        whole = sum(recorded)
        rows.append(FileRow(name, say(_ROLES["recording"]), told_size(whole), f"{whole:,} B"))
    return tuple(rows)


def summary(plan: PackagePlan) -> str:
    """Return how much is inside, and about how large the package will be."""
    files = count(len(plan.files), "1 file", "{count} files")
    told = say("{files}, {size}; the package will have about {packed}.")
    return told.format(files=files, size=told_size(plan.size), packed=told_size(plan.packed))


def left_out(plan: PackagePlan) -> tuple[str, ...]:
    """Return a sentence for each thing that stays out of the package."""
    known = sorted(plan.left_out, key=lambda left: _ORDER.index(left.role))
    return (*(_left(left) for left in known), say(_ALWAYS))


def _left(left: LeftOut) -> str:
    files = count(left.files, "1 file", "{count} files")
    words = say(_LEFT.get(left.role, "Other files of yours"))
    return f"{words}: {files}, {told_size(left.size)}."


def first_name(task: str, side: str) -> str:
    """Return the name that a package begins with."""
    return f"{task}{'' if side == 'full' else '-public'}{SUFFIX}"


def name_fault(name: str) -> str:
    """Return why a package cannot have a name, empty if it can."""
    if not name.removesuffix(SUFFIX).strip():
        return say("Name the package.")
    if "/" in name or "\\" in name:
        return say("Name the package without a folder; choose that below.")
    fault = portability_fault(name)
    return f"{fault}." if fault else ""


def with_suffix(name: str) -> str:
    """Return a name that ends as packages do."""
    return name if name.lower().endswith(SUFFIX) else f"{name}{SUFFIX}"


@dataclass(frozen=True)
class Packed:
    """A package that was written, and read again."""

    place: Path
    size: int
    digest: str
    manifest: PackageManifest


def facts(packed: Packed) -> tuple[tuple[str, str], ...]:
    """Return what is known of a package that was written, each with its name."""
    manifest = packed.manifest
    whole = manifest.kind == "full"
    return (
        (say("File"), told_path(packed.place)),
        (say("Size"), say("{size} ({bytes} B)").format(
            size=told_size(packed.size), bytes=f"{packed.size:,}"
        )),
        (say("Holds"), say(SIDES[0 if whole else 1].title)),
        (say("Files"), say("{count}, each read again and found whole").format(
            count=f"{len(manifest.members):,}"
        )),
        (say("Digest of the task"), _in_two(manifest.task_digest)),
        (say("Commitment"), _in_two(manifest.commitment or "")),
        (say("SHA-256 of the file"), _in_two(packed.digest)),
    )  # fmt: skip


def _in_two(digest: str) -> str:
    """Return a digest in two lines, for it holds no space where it could be broken."""
    return f"{digest[:_HALF]}\n{digest[_HALF:]}".strip()


def counted(told: str) -> tuple[int, int]:
    """Return how much is done, and of how much, from `done/of`."""
    done, _, of = told.partition("/")
    return (int(done), int(of)) if done.isdecimal() and of.isdecimal() else (0, 0)
