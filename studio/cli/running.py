"""`studio run` and `studio demo`: agents at work, and the whole story."""

from pathlib import Path
from typing import Annotated

import typer

from studio.authoring import laid_out
from studio.base.errors import UserError
from studio.cli.printing import AsJson, answer, no, say
from studio.cli.trials import trial_lines
from studio.formats import layout
from studio.model.contract import TrialList
from studio.running import AGENTS, run_experiment


def run(
    tasks: Annotated[
        list[Path], typer.Argument(metavar="TASK...", help="Task folders, or packages of them.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the trials go.")],
    agent: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=f"One of {', '.join(AGENTS)}.")
    ] = None,
    trials: Annotated[int, typer.Option(min=1, help="Trials of each agent on each task.")] = 1,
    limit: Annotated[
        float | None, typer.Option(min=1, metavar="S", help="Seconds instead of the task's own.")
    ] = None,
    trust: Annotated[bool, typer.Option(help="Open programs for tasks made elsewhere.")] = False,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=1, metavar="X", help="Exit 1 if a score is lower.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run agents on tasks and grade what they hand in.

    A package is unpacked below the folder of the trials first.
    """
    if not agent:
        raise UserError(f"Name at least one --agent: {', '.join(AGENTS)}.")
    folders = [laid_out(place, out / layout.WORKSPACE_TASKS) for place in tasks]
    rows = run_experiment(
        folders, agent, out, trials=trials, limit=limit, trust=trust, progress=say
    )
    answer(TrialList(out=str(out), trials=tuple(rows)), as_json, trial_lines(rows))
    missed = fail_under is not None and any((row.score or 0.0) < fail_under for row in rows)
    no(missed or any(row.status == "VOID" for row in rows))


def demo(
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where everything goes; made if missing.")
    ] = Path("demo-out"),
    as_json: AsJson = False,
) -> None:
    """Do the whole story for real: record an expert, make a task, prove it, run agents."""
    from studio.demo.story import tell

    story = tell(out, say)
    answer(story.result, as_json, story.lines)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(run)
    app.command()(demo)
