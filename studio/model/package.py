"""The manifest of a `.task` package."""

from typing import Literal

from pydantic import Field

from studio.model.frozen import Digest, Frozen, Identifier, RelativePath


class Member(Frozen):
    """One file of a package: path, size in bytes, SHA-256."""

    path: RelativePath
    size: int = Field(ge=0)
    digest: Digest


class PackageManifest(Frozen):
    """`manifest.json`, the first member of a package."""

    format: Literal["package"] = "package"
    version: Literal[1] = 1
    kind: Literal["full", "public"]
    task: Identifier
    title: str
    task_digest: Digest
    commitment: Digest | None = None
    members: tuple[Member, ...]


FileRole = Literal[
    "task", "input", "output", "hidden", "checks", "fixture", "recording", "salt", "report",
    "review", "scratch", "other",
]  # fmt: skip
"""What a file of a task is for; `scratch` is what its author left out."""


class PlannedFile(Frozen):
    """A file that a package would hold: path, size in bytes, and what it is for."""

    path: str
    size: int = Field(ge=0)
    role: FileRole


class LeftOut(Frozen):
    """Files of one role that stay out of a package: how many, and their bytes."""

    role: FileRole
    files: int
    size: int


class PackagePlan(Frozen):
    """`studio task pack --dry-run`: what a package would hold, and what not.

    `size` are the bytes of its files, `packed` about how many the package would have, and
    `problems` sentences why it cannot be written.
    """

    kind: Literal["full", "public"]
    task: Identifier
    files: tuple[PlannedFile, ...]
    left_out: tuple[LeftOut, ...]
    size: int
    packed: int
    problems: tuple[str, ...]
