"""What a task opens at the start, as the recording had it."""

from typing import Any

from studio.authoring.creation import start_of
from studio.base.errors import UserError
from studio.formats import digests
from studio.formats.recordings import open_recording
from studio.formats.tasks import TaskFolder


def recorded_start(task: TaskFolder) -> list[dict[str, Any]]:
    """Return the value of `start` that the task's recording tells, of files that it gives.

    Raises:
        UserError: if there is no recording, or none of its open files is given.
    """
    if task.recording is None:
        raise UserError("This task keeps no recording; choose what is opened by hand.")
    given = [path for path, _ in digests.regular_files(task.input)] if task.input.is_dir() else []
    items = start_of(open_recording(task.recording), given)
    if not items:
        raise UserError("No file that the agent gets was open when the recording began.")
    return [item.model_dump(mode="json", by_alias=True) for item in items]
