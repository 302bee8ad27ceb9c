"""What an agent is given: made by the same functions that stage a trial, so they cannot differ."""

from collections.abc import Iterator
from pathlib import Path

from studio.formats import layout
from studio.formats.tasks import TaskFolder
from studio.model.instruction_contract import AgentView, OpenedFile, SeenFile
from studio.running.staging import BASE, seconds_of, staged_files, start_folder, task_screen
from studio.sandbox.applications import application_name, find_command

ENVIRONMENT = {
    "STUDIO_PROMPT": "the instruction, a file",
    "STUDIO_INPUT": "the folder input",
    "STUDIO_OUTPUT": "the folder output",
    "DISPLAY": "the desktop",
    "XAUTHORITY": "the key to the desktop, a file",
    "HOME": "an empty home, made afresh",
    "PATH": "the programs of the system",
}
"""What the processes of an agent find in their environment, and nothing else of the host's."""


def brief(task: TaskFolder, variant: str = BASE, limit: float | None = None) -> AgentView:
    """Return all that an agent is given in a trial of a task.

    Args:
        task: the task, with or without its private side.
        variant: which variant of it.
        limit: seconds instead of the task's own.

    Raises:
        UserError: if the input holds a link or a device, so that no trial can be staged.
    """
    staged = staged_files(task, variant)
    there = {f"{name}/{path}" for name, files in staged.items() for path in files}
    screen = task_screen(task)
    return AgentView(
        prompt=task.document.prompt,
        variant=variant,
        files=tuple(
            SeenFile(path=f"{name}/{path}", size=place.stat().st_size)
            for name, files in staged.items()
            for path, place in files.items()
        ),
        opened=tuple(_opened(task, there)),
        screen=(screen.width, screen.height),
        seconds=seconds_of(task, limit),
        network=task.document.task.network,
        environment=ENVIRONMENT,
        withheld=tuple(_withheld(task)),
    )


def _opened(task: TaskFolder, there: set[str]) -> Iterator[OpenedFile]:
    folder = start_folder(task)
    for item in task.document.task.start:
        path = f"{folder}/{item.open}"
        yield OpenedFile(
            path=path,
            program=item.with_,
            name=application_name(item.with_),
            found=find_command(item.with_) is not None,
            there=path in there,
        )


def _withheld(task: TaskFolder) -> Iterator[str]:
    checks, points = len(task.document.checks.checks), len(task.document.task.checkpoints)
    handed_in, hidden = _count(task.reference), _count(task.folder / layout.HIDDEN)
    yield f"What you handed in ({_files(handed_in)})."
    if hidden:
        yield f"What only the checks read ({_files(hidden)})."
    yield f"The checks ({checks}), and which checkpoints ({points}) they belong to."
    if task.recording:
        yield "Your recording."
    yield "Title, occupation, rights and everything else of the task but its instruction."


def _count(folder: Path) -> int:
    return sum(place.is_file() for place in folder.rglob("*")) if folder.is_dir() else 0


def _files(count: int) -> str:
    return f"{count:,} file{'' if count == 1 else 's'}"
