"""Finding the task that some trials belong to."""

from collections.abc import Iterator
from pathlib import Path

from studio.analysis.report import write_report
from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.documents import read_document
from studio.formats.tasks import TaskFolder, open_task
from studio.model.trial import Trial
from studio.running import list_trials

# A trial lies five folders below the one given to `run --out`, and that one beside the task.
_LEVELS = 6


def report_on(folder: Path, out: Path, task: Path | None = None) -> Path:
    """Write the page about the trials in, below or above `folder` to `out`.

    Args:
        folder: a folder given to `run --out`.
        out: the page.
        task: the task; by default it is looked for beside the trials.

    Raises:
        UserError: if there are no trials, or their task is not found.
    """
    trials = [Path(row.folder) for row in list_trials(folder)]
    if not trials:
        told = f"{folder.name} holds no trial; give the folder "
        raise UserError(f"{told}that holds them.", f"{told}named by `run --out`.")
    records = [read_document(place / layout.TRIAL, Trial) for place in trials]
    opened = open_task(task) if task else _task_of(folder, records)
    wanted = opened.document.task.id
    mine = [place for place, trial in zip(trials, records, strict=True) if trial.task == wanted]
    if not mine:
        raise UserError(f"No trial in {folder.name} is of {wanted}; give its own task.")
    return write_report(out, opened, mine)


def _task_of(folder: Path, records: list[Trial]) -> TaskFolder:
    names = {trial.task for trial in records}
    if len(names) > 1:
        told = f"The trials are of {', '.join(sorted(names))}; choose one"
        raise UserError(f"{told}.", f"{told} with --task.")
    found = [task for task in _tasks_near(folder) if task.document.task.id in names]
    digests = {trial.task_digest for trial in records}
    for task in found:
        if task.digest in digests:
            return task
    if found:
        return found[0]
    told = f"The task {names.pop()} is not beside its trials; "
    raise UserError(f"{told}put its folder there.", f"{told}give it with --task.")


def _tasks_near(folder: Path) -> Iterator[TaskFolder]:
    place = folder.absolute()
    for near in (place, *list(place.parents)[:_LEVELS]):
        for found in sorted([*near.glob(layout.TASK), *near.glob(f"*/{layout.TASK}")]):
            try:
                yield open_task(found.parent)
            except UserError:
                continue
