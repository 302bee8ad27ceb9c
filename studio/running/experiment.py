"""Experiments: every agent on every task, and the list of what came of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from studio.base.errors import UserError
from studio.base.ids import new_id
from studio.formats import layout
from studio.formats.documents import read_document
from studio.formats.tasks import TaskFolder, open_task
from studio.formats.trials import trial_folders
from studio.formats.trust import is_foreign
from studio.model.trial import FAILED, UNSAVED, WITHHELD, Halt, Trial, TrialRow
from studio.running.agents import make_agent
from studio.running.following import Following
from studio.running.trial import refuse_unrunnable, run_trial


def run_experiment(
    tasks: Sequence[Path],
    agents: Sequence[str],
    out: Path,
    *,
    trials: int = 1,
    limit: float | None = None,
    trust: bool = False,
    progress: Callable[[str], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    following: Following | None = None,
) -> list[TrialRow]:
    """Run `trials` trials of each agent on each task below `out` and return their rows.

    A trial that this machine failed (VOID) is run once more.

    Args:
        tasks: folders of tasks.
        agents: their names.
        out: where the trials go.
        trials: of each agent on each task.
        limit: seconds instead of the task's own.
        trust: whether tasks made elsewhere may open programs.
        progress: told what happens, in a few words.
        cancelled: asked often; what ended before stays.
        following: told how far each trial is, and on which display it runs.

    Raises:
        UserError: if a task cannot be opened, an agent does not exist, or a task made elsewhere
            would open programs without being trusted.
    """
    opened = [open_task(folder) for folder in tasks]
    for name in agents:
        make_agent(name)
    for task in opened:
        refuse_unrunnable(task, tuple(agents))
        if not trust and is_foreign(task.folder):
            told = f"{task.folder.name} was made on another machine and would open programs here; "
            raise UserError(
                f"{told}look at it, then say that you trust it.",
                f"{told}look at it, then give --trust.",
            )
    rows: list[TrialRow] = []
    planned = [(task, name, n) for task in opened for name in agents for n in range(1, trials + 1)]
    for place, (task, name, number) in enumerate(planned, 1):
        if cancelled():
            break
        here = (following or Following()).at(name, place, len(planned))
        rows.append(_one(task, name, number, out, limit, progress, cancelled, here))
        here.ended(rows[-1])
    return rows


def _one(
    task: TaskFolder,
    name: str,
    number: int,
    out: Path,
    limit: float | None,
    progress: Callable[[str], None],
    cancelled: Callable[[], bool],
    following: Following,
) -> TrialRow:
    base = out / layout.TRIALS / name / task.document.task.id / "base"
    for attempt in (1, 2):
        folder = base / new_id("trial-")
        agent = make_agent(name, number)
        trial = run_trial(
            task,
            agent,
            folder,
            limit=limit,
            progress=progress,
            cancelled=cancelled,
            following=following,
        )
        settled = trial.status != "VOID" or not task.has_private_side or cancelled()
        if settled or attempt == 2:
            break
        progress(f"{name}: void ({trial.reason}), once more")
    progress(f"{name}: {trial.status} {'' if trial.score is None else f'{trial.score:.2f}'}")
    return row_of(folder, trial)


def row_of(folder: Path, trial: Trial) -> TrialRow:
    """Return a trial as it is listed."""
    return TrialRow(
        id=trial.id,
        task=trial.task,
        variant=trial.variant,
        agent=trial.agent,
        status=trial.status,
        reason=trial.reason,
        score=trial.score,
        seconds=trial.seconds,
        folder=str(folder),
        halted=_placed(trial.halt, folder),
        failed=trial.extra.get(FAILED),
        unsaved=trial.extra.get(UNSAVED),
        withheld=trial.extra.get(WITHHELD),
    )


def _placed(halt: Halt | None, folder: Path) -> Halt | None:
    """Return where a trial halted, with the whole paths of its frames."""
    if halt is None:
        return None
    return halt.model_copy(update={"frames": tuple(str(folder / path) for path in halt.frames)})


def list_trials(folder: Path) -> list[TrialRow]:
    """Return the trials in, below, or one above a folder that was given to `run --out`.

    Raises:
        UserError: if there is no such folder, or a record of it is damaged.
    """
    if not folder.is_dir():
        told = f"There is no folder {folder}; give the one "
        raise UserError(f"{told}that holds the trials.", f"{told}named by `run --out`.")
    rows = [
        (trial.started, row_of(place, trial))
        for place in trial_folders(folder)
        for trial in [read_document(place / layout.TRIAL, Trial)]
    ]
    return [row for _, row in sorted(rows, key=lambda found: (found[0], found[1].id))]
