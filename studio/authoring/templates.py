"""Templates: whole working tasks to begin from, and the finished sample that shows the way."""

import secrets
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from studio.base import atomic, clock, ids
from studio.base.errors import UserError
from studio.formats import digests, layout, trust
from studio.formats.tasks import TaskFolder, open_task, save_document

SAMPLE = "sample"
"""The name of the folder that the sample is laid in."""
_SAMPLE_OF = "complete-invoices"
_LEFT_OUT = layout.OUTSIDE_DIGEST
Cancelled = Callable[[], bool]


def _never() -> bool:
    return False


def _home() -> Path | None:
    """Return the folder of templates: of the checkout, else of the installation."""
    for base in (Path(__file__).parents[2], Path(sys.prefix) / "share/task-authoring-studio"):
        if (base / layout.TEMPLATES).is_dir():
            return base / layout.TEMPLATES
    return None


def list_templates(home: Path | None = None) -> tuple[TaskFolder, ...]:
    """Return the templates by their names; one that cannot be read is left out.

    Args:
        home: the folder of templates; the one that came with the app by default.
    """
    place = home or _home()
    found = []
    for folder in sorted(place.iterdir()) if place else ():
        try:
            found.append(open_task(folder))
        except UserError:
            continue
    return tuple(found)


def find_template(name: str, home: Path | None = None) -> TaskFolder:
    """Return the template of a name.

    Raises:
        UserError: if there is none; the sentence names those that there are.
    """
    known = {task.folder.name: task for task in list_templates(home)}
    if name not in known:
        names = ", ".join(known) or "none, so install the app anew"
        raise UserError(f"There is no template {name!r}; there is {names}.")
    return known[name]


def new_from_template(
    folder: Path, template: TaskFolder, cancelled: Cancelled = _never
) -> TaskFolder:
    """Make the task `folder` from a template, whole or not at all, and return it.

    It is a task of its own: another name, another salt, and nothing is proven of it yet.

    Raises:
        UserError: if the folder exists, or the copying was cancelled.
    """

    def own(beside: Path) -> None:
        atomic.write_text(beside / layout.SALT, secrets.token_hex(32) + "\n")
        document = open_task(beside).document
        named = {"id": ids.slug(folder.name), "created": clock.utc_now()}
        task = document.task.model_copy(update=named)
        save_document(beside, type(document)(task, document.prompt, document.checks), document)

    return _copy(template.folder, folder, _LEFT_OUT, own, cancelled)


def lay_sample(tasks: Path, cancelled: Cancelled = _never, home: Path | None = None) -> TaskFolder:
    """Return the sample in the folder `tasks`; lay it there if it is not, proof and all.

    Raises:
        UserError: if the sample did not come with the app, or the copying was cancelled.
    """
    names = (SAMPLE if number == 1 else f"{SAMPLE}-{number}" for number in range(1, 1000))
    for name in names:
        place = tasks / name
        if not place.exists():
            return _copy(_sample_of(home), place, (), lambda beside: None, cancelled)
        try:
            return open_task(place)
        except UserError:
            continue
    raise UserError("The folder of tasks is full of broken samples; remove them.")


def _sample_of(home: Path | None) -> Path:
    try:
        return find_template(_SAMPLE_OF, home).folder
    except UserError:
        raise UserError("The sample is missing; install the app anew.") from None


def _copy(
    source: Path,
    folder: Path,
    left_out: tuple[str, ...],
    finish: Callable[[Path], None],
    cancelled: Cancelled,
) -> TaskFolder:
    if folder.exists() or folder.is_symlink():
        raise UserError(f"{folder.name} exists already; choose a folder that does not.")
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    try:
        for path, place in digests.regular_files(source):
            if cancelled():
                raise UserError("Cancelled; nothing was made.")
            if path.split("/")[0] not in left_out:
                (beside / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(place, beside / path)
        finish(beside)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    atomic.sync_folder(folder.parent)
    trust.forget(folder)
    return open_task(folder)
