"""A control group around untrusted processes: limits of memory and number, one call that ends all.

Version 2 where the system has it, else version 1 (`memory` and `pids`), the tree of version 2
beside it serving to kill. Interface: the kernel's Documentation/admin-guide/cgroup-v2.rst and
cgroup-v1/{memory,pids}.rst.
"""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")
_PARENT = "task-authoring-studio"
_END_SECONDS = 5.0


@dataclass(frozen=True)
class Cage:
    """The folders of one control group; a process enters by writing itself into `procs`."""

    folders: tuple[Path, ...]

    @property
    def procs(self) -> tuple[Path, ...]:
        """The files that take the number of a process."""
        return tuple(folder / "cgroup.procs" for folder in self.folders)

    def kill(self) -> None:
        """End every process of the group, double-forked ones too."""
        deadline = time.monotonic() + _END_SECONDS
        while time.monotonic() < deadline:
            members = self.members()
            if not members:
                return
            for folder in self.folders:
                with suppress(OSError):
                    (folder / "cgroup.kill").write_text("1")
            for member in members:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(member, signal.SIGKILL)
            time.sleep(0.01)

    def members(self) -> set[int]:
        """Return the processes of the group."""
        found: set[int] = set()
        for place in self.procs:
            with suppress(OSError):
                found |= {int(line) for line in place.read_text().split()}
        return found

    def close(self) -> None:
        """End every process and take the group away."""
        self.kill()
        for folder in self.folders:
            with suppress(OSError):
                folder.rmdir()


def open_cage(name: str, memory_bytes: int, processes: int) -> Cage | None:
    """Return a new control group, None if this process may not make one.

    Args:
        name: its folder, unlike any other.
        memory_bytes: what all its processes may hold together.
        processes: how many processes and threads it may have.
    """
    try:
        if (_ROOT / "cgroup.controllers").is_file():
            return _second_version(name, memory_bytes, processes)
        return _first_version(name, memory_bytes, processes)
    except OSError:
        return None


def _second_version(name: str, memory_bytes: int, processes: int) -> Cage:
    parent = _ROOT / _PARENT
    parent.mkdir(exist_ok=True)
    for place in (_ROOT, parent):
        (place / "cgroup.subtree_control").write_text("+memory +pids")
    folder = parent / name
    folder.mkdir()
    (folder / "memory.max").write_text(str(memory_bytes))
    with suppress(OSError):
        (folder / "memory.swap.max").write_text("0")
    (folder / "pids.max").write_text(str(processes))
    return Cage((folder,))


def _first_version(name: str, memory_bytes: int, processes: int) -> Cage:
    limits = {
        "memory": ("memory.limit_in_bytes", memory_bytes),
        "pids": ("pids.max", processes),
    }
    folders = []
    for controller, (file, limit) in limits.items():
        folder = _ROOT / controller / _PARENT / name
        folder.mkdir(parents=True)
        (folder / file).write_text(str(limit))
        folders.append(folder)
    killing = _ROOT / "unified" / _PARENT / name
    with suppress(OSError):
        killing.mkdir(parents=True)
        folders.append(killing)
    return Cage(tuple(folders))
