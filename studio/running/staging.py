"""A trial's folders and desktop: inputs staged, the task's programs opened, outputs collected."""

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studio.base.errors import FaultError, HostileInputError
from studio.formats import digests, layout
from studio.formats.recordings import open_recording
from studio.formats.tasks import TaskFolder, copy_files, copy_tree, files_to_copy
from studio.model.frozen import Bounds, Size
from studio.model.recording import Window
from studio.model.step import Step, acts
from studio.model.task import StartItem
from studio.running.actor import Actor
from studio.sandbox.applications import launch_command, prepare_home
from studio.sandbox.desktop import SCREEN, PrivateDesktop, wait_until

MAX_FILES = 2_000
MAX_BYTES = 512 * 1024 * 1024
BASE = "base"
"""The variant that every task has."""
_WINDOW_SECONDS = 60.0
_FORMAT_QUESTIONS = {"Confirm File Format", "Keep Current Format?"}
_DEFAULT = Bounds(x=0, y=0, width=SCREEN.width, height=SCREEN.height)


@dataclass(frozen=True)
class Stage:
    """The folders an agent works in."""

    input: Path
    output: Path


def task_screen(task: TaskFolder) -> Size:
    """Return the screen size of the recording, else 1280x800."""
    return open_recording(task.recording).manifest.screen if task.recording else SCREEN


def seconds_of(task: TaskFolder, limit: float | None = None) -> float:
    """Return how long an agent may work; `limit` overrides the task's own."""
    return limit or task.document.task.limits.seconds


def staged_files(task: TaskFolder, variant: str = BASE) -> dict[str, dict[str, Path]]:
    """Return what lies in each folder when an agent begins: the source of each file by its path.

    `output/` begins as a copy of `input/` if the work is in place, else empty.

    Raises:
        HostileInputError: at a link or a device in the input.
    """
    base = task.folder if variant == BASE else task.folder / layout.VARIANTS / variant
    given = files_to_copy(base / layout.INPUT) if (base / layout.INPUT).is_dir() else {}
    in_place = task.document.task.work == "in_place"
    return {layout.INPUT: given, layout.OUTPUT: dict(given) if in_place else {}}


def start_folder(task: TaskFolder) -> str:
    """Return the folder that what is opened at the start lies in."""
    return layout.OUTPUT if task.document.task.work == "in_place" else layout.INPUT


def lay_input(task: TaskFolder, work: Path, variant: str) -> Stage:
    """Copy the input into a fresh work folder; `output/` begins as a copy of it if in place."""
    for name, files in staged_files(task, variant).items():
        (work / name).mkdir(parents=True)
        copy_files(files, work / name)
    return Stage(work / layout.INPUT, work / layout.OUTPUT)


def answers_format(steps: Iterable[Step]) -> bool:
    """Tell whether any step answers an office program that asks in which format to save.

    Who acts it must meet the question, which is known by its title in English only.
    """
    windows = (step.window for step in acts(steps) if not step.left_out)
    return any(window is not None and window.title in _FORMAT_QUESTIONS for window in windows)


def open_start(
    desktop: PrivateDesktop,
    actor: Actor,
    items: Sequence[StartItem],
    folder: Path,
    asks_format: bool = False,
) -> None:
    """Open each start item on the desktop and wait until its window stands still.

    Args:
        desktop: a fresh one.
        actor: who acts on it.
        items: what to open.
        folder: the folder that these lie in.
        asks_format: whether office programs ask before they save in a format not their own.

    Raises:
        FaultError: if a program is missing or shows no window in time.
    """
    prepare_home(desktop.home, asks_format)
    actor.wake_accessibility()
    for item in items:
        document = folder / item.open
        known = {window.id for window in actor.windows()}
        desktop.launch(launch_command(item.with_, document), folder)
        window = _await_window(actor, document.name, known)
        if window is None:
            raise FaultError(f"{item.with_} showed no window for {item.open} in time.")
        # An office program tells stale places of its elements until the pointer enters its window.
        x, y = window.bounds.centre
        actor.move(x - 40, y + 60)
        actor.settle(equal=2)
        actor.move(x, y)
        actor.settle()
        if item.geometry and item.geometry not in (window.bounds, _DEFAULT):
            actor.place(window, item.geometry)
            actor.settle()


def _await_window(actor: Actor, name: str, known: set[int]) -> Window | None:
    found: list[Window] = []

    def shown() -> bool:
        windows = actor.windows()
        found[:] = [window for window in windows if name in window.title]
        return bool(found)

    wait_until(shown, _WINDOW_SECONDS, interval=0.2)
    fresh = [window for window in found if window.id not in known]
    return next(iter(reversed(fresh or found)), None)


def await_quiet(folder: Path, seconds: float = 1.0, cap: float = 20.0) -> None:
    """Wait until no file of `folder` has changed for `seconds`."""
    state: list[tuple[str, int, int]] = []
    since = time.monotonic()

    def quiet() -> bool:
        nonlocal since
        now = _stamp(folder)
        if now != state:
            state[:] = now
            since = time.monotonic()
        return time.monotonic() - since >= seconds

    wait_until(quiet, cap, interval=0.1)


def _stamp(folder: Path) -> list[tuple[str, int, int]]:
    found = []
    for place in sorted(folder.rglob("*")):
        with suppress(OSError):
            status = place.lstat()
            found.append((str(place), status.st_size, status.st_mtime_ns))
    return found


def collect(stage: Stage, destination: Path) -> int:
    """Copy the regular files of the output into the trial; return how many.

    Raises:
        HostileInputError: at a link, a device, or more than the caps.
    """
    files = list(digests.regular_files(stage.output))
    if len(files) > MAX_FILES:
        raise HostileInputError(f"The output holds more than {MAX_FILES} files.")
    if sum(place.stat().st_size for _, place in files) > MAX_BYTES:
        raise HostileInputError(f"The output is larger than {MAX_BYTES >> 20} MiB.")
    return len(copy_tree(stage.output, destination))
