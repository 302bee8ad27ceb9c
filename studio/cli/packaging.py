"""`studio task pack|unpack|inspect`: packages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from studio.authoring import inspect_package, package_plan
from studio.authoring import pack as pack_folder
from studio.authoring import unpack as unpack_file
from studio.base.errors import UserError
from studio.cli.printing import AsJson, answer, no, say
from studio.formats.tasks import open_task
from studio.model.contract import PackageShown
from studio.model.package import PackageManifest, PackagePlan


def _show(
    manifest: PackageManifest, path: Path, as_json: bool, foreign: bool | None = None
) -> None:
    shown = PackageShown(
        path=str(path),
        kind=manifest.kind,
        task=manifest.task,
        title=manifest.title,
        task_digest=manifest.task_digest,
        commitment=manifest.commitment,
        members=len(manifest.members),
        foreign=foreign,
    )
    lines = [
        f"{path}  ({manifest.kind}, {len(manifest.members)} files)",
        f"{manifest.title or manifest.task}",
        f"digest  {manifest.task_digest}",
    ]
    if foreign:
        lines.append("It was packed elsewhere: nothing of it starts here without --trust.")
    answer(shown, as_json, lines)


def _lines(plan: PackagePlan) -> Iterator[str]:
    for file in plan.files:
        yield f"{file.role:<10}{file.size:>12,}  {file.path}"
    yield f"{len(plan.files)} files, {plan.size:,} bytes; about {plan.packed:,} in the package"
    for left in plan.left_out:
        yield f"left out: {left.files} of {left.role}, {left.size:,} bytes"
    yield from plan.problems


def pack(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The task folder.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The package, NAME.task.")],
    full: Annotated[bool, typer.Option("--full", help="Everything; this is the default.")] = False,
    public: Annotated[bool, typer.Option("--public", help="What an agent may know.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; say what the package would hold.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write a task to one file."""
    if full and public:
        raise UserError("Choose one of --full and --public.")
    kind = "public" if public else "full"
    if dry_run:
        plan = package_plan(open_task(folder), kind)
        answer(plan, as_json, _lines(plan))
        return no(bool(plan.problems))
    manifest = pack_folder(folder, out, kind)
    if manifest.kind == "full":
        say("The package holds the reference; give it only to those who may see it.")
    _show(manifest, out, as_json)


def unpack(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The package.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that does not exist.")],
    as_json: AsJson = False,
) -> None:
    """Write the task of a package to a new folder, whole or not at all."""
    manifest, foreign = unpack_file(file, folder)
    _show(manifest, folder, as_json, foreign)


def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The package.")],
    as_json: AsJson = False,
) -> None:
    """Check every member of a package and say what it is, writing nothing."""
    _show(inspect_package(file), file, as_json)


def register(group: typer.Typer) -> None:
    """Add the commands to the group of tasks."""
    group.command()(pack)
    group.command()(unpack)
    group.command()(inspect)
