"""`studio templates`: the tasks to begin from."""

import typer

from studio.authoring import list_templates
from studio.cli.printing import AsJson, answer, table
from studio.formats.tasks import TaskFolder
from studio.model.contract import TemplateList, TemplateRow


def list_(as_json: AsJson = False) -> None:
    """List the templates; `studio task new DIR --template NAME` begins from one."""
    rows = tuple(map(_row, list_templates()))
    lines = table((row.name, row.occupation or "no occupation", row.title) for row in rows)
    answer(TemplateList(templates=rows), as_json, lines if rows else ["There is no template."])


def _row(template: TaskFolder) -> TemplateRow:
    task = template.document.task
    link = task.occupation
    return TemplateRow(
        name=template.folder.name,
        title=task.title,
        occupation=f"{link.soc} {link.title}" if link else "",
        checkpoints=len(task.checkpoints),
        checks=len(template.document.checks.checks),
        recorded=template.recording is not None,
        folder=str(template.folder),
    )


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="Tasks to begin from.", no_args_is_help=True, rich_markup_mode=None)
    group.command("list")(list_)
    app.add_typer(group, name="templates")
