"""What the tasks below a folder cover."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from studio.base.errors import UserError
from studio.model.coverage_contract import NotRead, Repeated, SuiteReport, SuiteTask
from studio.model.task import Task
from studio.suite.members import Member, members
from studio.taxonomy.coverage import Counted, cover


def report(folder: Path) -> SuiteReport:
    """Return what the tasks in and below `folder` cover; task folders and packages both count.

    A task that lies there more than once, as a folder and its package do, counts once.

    Raises:
        UserError: if there is no such folder, it holds too much, or no task at all.
    """
    found = list(members(folder))
    if not found:
        told = f"{folder} holds no task; give the folder that holds your tasks, or make one"
        raise UserError(f"{told}.", f"{told} with: studio task new")
    read = [one for one in found if one.task]
    copies = dict(_copies(read))
    counted = [one for one in read if one.path not in copies]
    tasks = tuple(_shown(one.path, one.task) for one in counted if one.task)
    return SuiteReport(
        folder=str(folder),
        tasks=tasks,
        unlinked=tuple(one for one in tasks if not one.occupation),
        repeated=tuple(Repeated(path=path, same_as=other) for path, other in copies.items()),
        not_read=tuple(NotRead(path=one.path, what=one.fault) for one in found if one.fault),
        coverage=cover(_counted(counted)),
    )


def _copies(read: Iterable[Member]) -> Iterator[tuple[str, str]]:
    """Yield the path of each copy with that of the task that it repeats.

    Digests are computed only where two tasks have the same identity: recordings make them slow.
    """
    by_id: dict[str, list[Member]] = {}
    for one in read:
        by_id.setdefault(one.task.id if one.task else "", []).append(one)
    for alike in by_id.values():
        first: dict[str, str] = {}
        # A package is told as the copy of its folder, not the other way round.
        folders_first = sorted(alike, key=lambda one: one.digest is not None)
        for one in folders_first if len(alike) > 1 else ():
            original = first.setdefault(_digest(one), one.path)
            if original != one.path:
                yield one.path, original


def _digest(one: Member) -> str:
    try:
        return one.whole_digest()
    except (UserError, OSError):
        # What holds a link or cannot be read whole is like nothing else.
        return one.path


def _shown(path: str, task: Task) -> SuiteTask:
    link = task.occupation
    code = link.code if link else ""
    return SuiteTask(path=path, title=task.title, occupation=code, subdomain=task.subdomain)


def _counted(read: Iterable[Member]) -> Iterator[Counted]:
    for one in read:
        if one.task and one.task.occupation:
            link = one.task.occupation
            yield Counted(code=link.code, release=link.release, subdomain=one.task.subdomain)
