"""Asking for a part of a file that is shown: it is read in a sandbox that stays warm for more.

Blocks, so ask from a job. Nothing of a file is parsed in this process; what the sandbox answers is
checked against the dataclass that it must be.
"""

import atexit
import fcntl
import json
import os
import select
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import studio
from studio.base.errors import UserError
from studio.sandbox.isolation import Limits, is_inside, isolation_fault
from studio.sandbox.laying import lay_for_reading
from studio.sandbox.warm import EXCHANGE, Ended, Warm
from studio.viewing import frames
from studio.viewing.kinds import Kind, Wanted, kind_named

SECONDS = 60.0
MAX_BYTES = 1 << 30
_KEPT_BYTES = 3 << 30
_MEMORY = 3 << 30
_LOOK = 0.05
# Work that nobody waits for any more may end by itself for so long, which keeps the sandbox warm.
_PATIENCE = 1.5
_MAX_LINE = 1 << 16
_PIPE = 1 << 20
Cancelled = Callable[[], bool]


class Dropped(Exception):
    """What was asked for is not wanted any more."""


class Viewer(Warm):
    """A sandbox that reads files for showing; may be used from any thread, one part at a time."""

    module = "studio.viewing.worker"
    named = "reader"
    # Memory that the kernel gives anew costs as much time as what is done with it: let it come in
    # large pieces, and be used again (glibc's manual, “Memory Allocation Tunables”).
    tuning: ClassVar[Mapping[str, str]] = {
        "GLIBC_TUNABLES": ":".join(
            f"glibc.malloc.{name}={value}"
            for name, value in {
                "hugetlb": 1,
                "mmap_threshold": 1 << 30,
                "trim_threshold": 1 << 30,
                "top_pad": 1 << 28,
            }.items()
        )
    }

    def __init__(self, seconds: float = SECONDS, limits: Limits | None = None) -> None:
        super().__init__(seconds, limits or Limits(memory_bytes=_MEMORY))
        self._laid: OrderedDict[tuple[object, ...], tuple[Path, int]] = OrderedDict()
        self._copies = 0

    def warm(self, kinds: Sequence[str] = ()) -> None:
        """Start the sandbox, so that the first file finds it running.

        Args:
            kinds: the ids of the kinds of files that it will have to read.

        Raises:
            FaultError: if it does not start.
        """
        with self._lock:
            sandbox = self._sandbox or self._start()
            if kinds:
                with suppress(Ended):
                    self._send(sandbox, {"learn": list(kinds)})

    def ask(
        self,
        wanted: Wanted,
        what: str = "head",
        arguments: dict[str, Any] | None = None,
        cancelled: Cancelled = lambda: False,
    ) -> Any:
        """Return a part of a file, as the dataclass that its kind declares for it.

        Args:
            wanted: the file.
            what: the name of the part.
            arguments: what of it, as plain data.
            cancelled: tells whether the answer is still wanted.

        Raises:
            UserError: if the file cannot be shown, in one sentence.
            FaultError: if the sandbox does not start.
            Dropped: if the answer was not wanted any more.
        """
        self._await_turn(cancelled)
        try:
            return self._asked(wanted, what, arguments or {}, cancelled)
        finally:
            self._lock.release()

    def _await_turn(self, cancelled: Cancelled) -> None:
        while not self._lock.acquire(timeout=_LOOK):
            if cancelled():
                raise Dropped

    def _asked(
        self, wanted: Wanted, what: str, arguments: dict[str, Any], cancelled: Cancelled
    ) -> Any:
        kind = kind_named(wanted.kind)
        order: dict[str, Any] = {
            "kind": kind.id,
            "shown": self._lay(kind, wanted.shown),
            "other": self._lay(kind, wanted.other) if wanted.other else None,
            "what": what,
            "arguments": arguments,
        }
        if what == kind.near:
            order["arguments"] = {**arguments, "near": self._lay_near(kind, wanted.near)}
        try:
            told, body = self._answered(order, cancelled)
            if refused := told.get("refused"):
                raise UserError(str(refused))
            if fault := told.get("fault"):
                raise UserError(f"{wanted.shown.name} cannot be shown ({fault}).")
            return frames.unpacked(kind.type_of(what), told, body)
        except Ended:
            self._stop()
            raise UserError(
                f"{wanted.shown.name} takes more than {self._seconds:g} s, or more than the memory "
                "that is allowed, to be read."
            ) from None
        except frames.Garbled:
            self._stop()
            raise UserError(f"{wanted.shown.name} cannot be shown: its reader broke.") from None
        except Dropped:
            self._stop()
            raise

    def _answered(
        self, order: dict[str, Any], cancelled: Cancelled
    ) -> tuple[dict[str, Any], memoryview]:
        try:
            sandbox = self._sandbox or self._start()
            self._send(sandbox, order)
        except Ended:
            # A sandbox that died between two orders is started anew, once.
            self._stop()
            sandbox = self._start()
            self._send(sandbox, order)
        assert sandbox.process.stdout is not None
        return _Stream(sandbox.process.stdout.fileno(), self._seconds, cancelled).answer()

    def _lay(self, kind: Kind, place: Path) -> str:
        """Return where the reader finds a copy of a file; the same file is copied once."""
        parts = _parts(kind, place)
        key = tuple(part for found in parts for part in (found, *_stamp(found)))
        if key not in self._laid:
            size = sum(_stamp(found)[1] for found in parts)
            if size > MAX_BYTES:
                raise UserError(f"{place.name} is larger than {MAX_BYTES >> 20:,} MiB.")
            self._forget(size)
            self._copies += 1
            folder = self._exchange / f"shown-{self._copies}"
            folder.mkdir()
            folder.chmod(0o755)
            try:
                for found in parts:
                    _copy(found, folder / found.name)
            except (UserError, OSError):
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self._laid[key] = folder, size
        self._laid.move_to_end(key)
        return f"{self._inside()}/{self._laid[key][0].name}/{place.name}"

    def _lay_near(self, kind: Kind, places: tuple[Path, ...]) -> list[str]:
        """Return where the reader finds files that may belong to one; those it cannot have not."""
        found = []
        for place in places:
            with suppress(UserError, OSError):
                found.append(self._lay(kind, place))
        return found

    def _forget(self, size: int) -> None:
        while self._laid and sum(kept for _, kept in self._laid.values()) + size > _KEPT_BYTES:
            shutil.rmtree(self._laid.popitem(last=False)[1][0], ignore_errors=True)

    def forget(self) -> None:
        """Let go of all files; the sandbox ends too, so that no file is read beside another's."""
        with self._lock:
            self._stop()
            for folder, _ in self._laid.values():
                shutil.rmtree(folder, ignore_errors=True)
            self._laid.clear()

    def _inside(self) -> str:
        return EXCHANGE if _isolates() else str(self._exchange)

    def _opened(self) -> Any:
        return super()._opened() if _isolates() else _Apart(self.module)


def _isolates() -> bool:
    return not is_inside() and not isolation_fault()


class _Apart:
    """The reader as a process of its own, on machines that cannot isolate one."""

    def __init__(self, module: str) -> None:
        package = str(Path(studio.__file__).parent.parent)
        capped = ("/bin/sh", "-c", f'ulimit -v {_MEMORY >> 10}; exec "$@"', "sh")
        self.process = subprocess.Popen(
            [*capped, sys.executable, "-P", "-s", "-m", module],
            env={**os.environ, "PYTHONPATH": package},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def close(self) -> None:
        """End the process."""
        with suppress(ProcessLookupError):
            self.process.kill()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                with suppress(OSError):
                    stream.close()
        self.process.wait()


class _Stream:
    """Reads one answer, as long as somebody waits for it."""

    def __init__(self, handle: int, seconds: float, cancelled: Cancelled) -> None:
        self._handle, self._cancelled = handle, cancelled
        self._deadline = time.monotonic() + seconds
        self._unwanted: float | None = None
        self._held = bytearray()
        with suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_SETPIPE_SZ, _PIPE)

    def answer(self) -> tuple[dict[str, Any], memoryview]:
        """Return the line of an answer, and what follows it.

        Raises:
            Ended: if the sandbox is gone, or the time is.
            Dropped: if nobody waits any more.
            Garbled: if it is no answer.
        """
        while b"\n" not in self._held:
            self._more()
            if len(self._held) > _MAX_LINE and b"\n" not in self._held:
                raise frames.Garbled
        line, _, rest = bytes(self._held).partition(b"\n")
        try:
            told = json.loads(line)
        except ValueError:
            raise frames.Garbled from None
        if not isinstance(told, dict):
            raise frames.Garbled
        if "refused" in told or "fault" in told:
            return told, memoryview(b"")
        data, arrays = frames.sizes(told)
        body = frames.room(data, sum(arrays))
        here = min(len(rest), len(body))
        body[:here] = rest[:here]
        while here < len(body):
            self._await()
            # Straight into its place: to add blocks up would hold up the window.
            if not (count := os.readv(self._handle, [body[here:]])):
                raise Ended
            here += count
        return told, body

    def _more(self) -> None:
        self._await()
        block = os.read(self._handle, _PIPE)
        if not block:
            raise Ended
        self._held += block

    def _await(self) -> None:
        while not select.select([self._handle], [], [], _LOOK)[0]:
            now = time.monotonic()
            if now > self._deadline:
                raise Ended
            if not self._cancelled():
                continue
            self._unwanted = self._unwanted or now
            if now - self._unwanted > _PATIENCE:
                raise Dropped


def _parts(kind: Kind, place: Path) -> list[Path]:
    """Return a file and those that belong to it."""
    beside = [place.with_suffix(suffix) for suffix in kind.beside]
    if place.suffix.lower() in kind.stack:
        beside += sorted(one for one in place.parent.iterdir() if one.suffix.lower() in kind.stack)
    return [place, *(found for found in beside if found != place and found.is_file())]


def _stamp(place: Path) -> tuple[int, int, int]:
    """Return (inode, bytes, time of change) of a file, those of all files for a folder."""
    try:
        status = place.lstat()
        if not stat.S_ISDIR(status.st_mode):
            return status.st_ino, status.st_size, status.st_mtime_ns
        held = [found.lstat() for found in sorted(place.rglob("*"))]
    except OSError as fault:
        raise UserError(f"{place.name} cannot be read ({fault.strerror}).") from None
    times = hash(tuple((one.st_ino, one.st_size, one.st_mtime_ns) for one in held))
    return status.st_ino, sum(one.st_size for one in held), times


def _copy(source: Path, destination: Path) -> None:
    """Copy a regular file, or a folder of such, so that everybody may read it."""
    if source.is_dir() and not source.is_symlink():
        lay_for_reading(source, destination)
        return
    try:
        handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as fault:
        raise UserError(f"{source.name} cannot be read ({fault.strerror}).") from None
    with os.fdopen(handle, "rb") as stream, destination.open("wb") as copy:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UserError(f"{source.name} is not a regular file.")
        shutil.copyfileobj(stream, copy, 1 << 20)
    destination.chmod(0o644)


_shared: Viewer | None = None
_opening = threading.Lock()


def shared_viewer() -> Viewer:
    """Return the reader that this process keeps warm."""
    global _shared
    with _opening:
        if _shared is None:
            _shared = Viewer()
            atexit.register(_shared.close)
        return _shared
