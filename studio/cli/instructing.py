"""`studio task files|draft`, and a task as an agent sees it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from studio.authoring import add_files, draft_instruction, give_role, list_files, write_draft
from studio.base.errors import UserError
from studio.cli.printing import AsJson, answer, table
from studio.cli.showing import Folder
from studio.formats.gaps import gaps_of
from studio.formats.tasks import TaskFolder, open_task
from studio.model.instruction_contract import AgentView, DraftShown, FileList, FileRow
from studio.running import brief

_ACTIONS = "Say `files DIR list`, `set PATH... --role ROLE` or `add FILE... --role ROLE`."


def files(
    folder: Folder,
    action: Annotated[str, typer.Argument(metavar="[list|set|add]")] = "list",
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH...]", help="Files of the task, or to add.")
    ] = None,
    role: Annotated[
        Literal["input", "output", "hidden", "scratch"] | None,
        typer.Option(help="What they are for; `scratch` leaves them out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the files of a task, say what each is for, or add some."""
    match action, bool(paths), role:
        case "list", False, None:
            task = open_task(folder)
        case "set", True, str():
            task = give_role(folder, paths or (), role)
        case "add", True, str():
            task = add_files(folder, map(Path, paths or ()), role)
        case _:
            raise UserError(_ACTIONS)
    _show_files(task, as_json)


def _show_files(task: TaskFolder, as_json: bool) -> None:
    rows = tuple(
        FileRow(
            path=file.path,
            name=file.name,
            role=file.role,
            size=file.size,
            state=file.state,
            fault=file.fault,
        )
        for file in list_files(task)
    )
    lines = [(row.role, row.path, f"{row.size:,}", row.fault or row.state) for row in rows]
    answer(FileList(files=rows), as_json, table(lines) if lines else ["No file has a role."])


def draft(
    folder: Folder,
    write: Annotated[bool, typer.Option(help="Make it the instruction, if there is none.")] = False,
    as_json: AsJson = False,
) -> None:
    """Draft the instruction from the steps and from what changed in the files."""
    task = write_draft(folder) if write else open_task(folder)
    text = task.document.prompt if write else draft_instruction(task)
    shown = DraftShown(text=text, gaps=gaps_of(text), written=write)
    answer(shown, as_json, text.splitlines())


def show_as_agent(task: TaskFolder, as_json: bool) -> None:
    """Print what an agent is given."""
    view = brief(task)
    answer(view, as_json, _lines(view))


def _lines(view: AgentView) -> Iterator[str]:
    yield from view.prompt.splitlines() or ("There is no instruction yet.",)
    yield ""
    yield from table([(file.path, f"{file.size:,}") for file in view.files] or [("no file", "")])
    for item in view.opened:
        absent = "" if item.there else "  (the file is not there)"
        lacks = absent if item.found else "  (not installed)"
        yield f"open        {item.path} in {item.name}{lacks}"
    yield f"desktop     {view.screen[0]} x {view.screen[1]}"
    yield f"limit       {view.seconds:g} s"
    yield f"network     {view.network}"
    yield from (f"{name:<14}{meaning}" for name, meaning in view.environment.items())
    yield ""
    yield "It never sees:"
    yield from view.withheld


def register(group: typer.Typer) -> None:
    """Add the commands to the group of tasks."""
    group.command()(files)
    group.command()(draft)
