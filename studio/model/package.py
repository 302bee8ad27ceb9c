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
