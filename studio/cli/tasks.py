"""`studio task new|show|set|checkpoint` and the group that holds all of `studio task`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from studio.authoring import (
    Fixtures,
    add_checkpoint,
    change_checkpoint,
    edit_task,
    find_template,
    new_from_template,
    new_task,
    set_values,
)
from studio.base.errors import UserError
from studio.cli import checks, coverage, instructing, linking, packaging
from studio.cli.arguments import step_range, text_pairs
from studio.cli.printing import AsJson
from studio.cli.showing import Folder, show_task
from studio.editing import RemoveCheckpoint
from studio.formats.tasks import open_task


def new(
    folder: Folder,
    from_: Annotated[
        Path | None, typer.Option("--from", metavar="REC", help="The recording of the work.")
    ] = None,
    template: Annotated[
        str | None, typer.Option(metavar="NAME", help="A template; `studio templates list`.")
    ] = None,
    input: Annotated[Path | None, typer.Option(metavar="DIR", help="What the agent gets.")] = None,
    reference: Annotated[
        Path | None, typer.Option(metavar="DIR", help="What the expert would hand in.")
    ] = None,
    prompt: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The instruction, a text file.")
    ] = None,
    work: Annotated[
        Literal["in_place", "separate"] | None,
        typer.Option(help="Whether the expert saves over the input."),
    ] = None,
    alternate: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="Another right output; repeatable.")
    ] = None,
    known_bad: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="A wrong output; repeatable.")
    ] = None,
    hidden: Annotated[
        Path | None, typer.Option(metavar="DIR", help="What checks read and nobody hands in.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a task from a recording, from a template, or from folders of input and reference."""
    if template is not None:
        given = (from_, input, reference, prompt, work, alternate, known_bad, hidden)
        if any(given):
            raise UserError("A template brings all it needs; give --template alone.")
        show_task(new_from_template(folder, find_template(template)), as_json)
        return
    fixtures = Fixtures(tuple(alternate or ()), tuple(known_bad or ()), hidden)
    show_task(new_task(folder, from_, input, reference, prompt, work, fixtures), as_json)


def show(
    folder: Folder,
    as_agent: Annotated[bool, typer.Option("--as-agent", help="What an agent is given.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a task in short, or as an agent sees it."""
    show = instructing.show_as_agent if as_agent else show_task
    show(open_task(folder), as_json)


def set_(
    folder: Folder,
    pairs: Annotated[
        list[str], typer.Argument(metavar="KEY=VALUE...", help="Dotted paths of task.json.")
    ],
    as_json: AsJson = False,
) -> None:
    """Set values of task.json, such as `title=... limits.seconds=900`."""
    show_task(set_values(folder, text_pairs(pairs)), as_json)


def checkpoint(
    folder: Folder,
    action: Annotated[str, typer.Argument(metavar="add|set|remove")],
    id: Annotated[str | None, typer.Argument(metavar="ID")] = None,
    title: Annotated[str | None, typer.Option(help="What the milestone is.")] = None,
    weight: Annotated[
        float | None, typer.Option(min=0, help="What it counts, in proportion to the others.")
    ] = None,
    share: Annotated[
        float | None,
        typer.Option(min=0, max=100, help="Its share in percent; the others give way."),
    ] = None,
    place: Annotated[
        int | None, typer.Option(min=1, help="Where it stands in the order, with `set`.")
    ] = None,
    gate: Annotated[
        bool | None, typer.Option("--gate/--no-gate", help="Missing it makes the whole 0.")
    ] = None,
    steps: Annotated[
        str | None, typer.Option(metavar="A-B", help="Its first and last step.")
    ] = None,
    onet_task: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="An O*NET task; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add, change or remove a checkpoint."""
    span, chosen = step_range(steps), tuple(onet_task or ())
    if weight is not None and share is not None:
        raise UserError("Give --weight or --share, not both.")
    match action:
        case "add" if id is None:
            if not title:
                raise UserError("A checkpoint needs a title; give --title.")
            weighs = 1.0 if weight is None else weight
            task = add_checkpoint(folder, title, weighs, bool(gate), span, chosen, share)
        case "set" if id:
            task = change_checkpoint(
                folder, id, title, weight, gate, span, chosen or None, share, place
            )
        case "remove" if id:
            task = edit_task(folder, RemoveCheckpoint(id))
        case _:
            raise UserError("Say `checkpoint DIR add`, `set ID` or `remove ID`.")
    show_task(task, as_json)


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(
        help="Make a task and its checks.", no_args_is_help=True, rich_markup_mode=None
    )
    group.command()(new)
    group.command()(show)
    group.command("set")(set_)
    group.command()(checkpoint)
    instructing.register(group)
    checks.register(group)
    coverage.register(group)
    group.command()(linking.link)
    packaging.register(group)
    app.add_typer(group, name="task")
