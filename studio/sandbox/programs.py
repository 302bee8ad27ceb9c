"""A program of somebody else run once: on a copy of its input, without anything else of a task."""

import json
import os
import selectors
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.base.errors import FaultError
from studio.model.frozen import portable_path
from studio.sandbox.isolation import Bind, Limits, Sandbox, isolation_fault

PROGRAM = "/program"
_SCRIPT = Path(__file__).with_name("inside.py")
_PYTHON = "/usr/bin/python3"
_START_SECONDS = 10.0
_MOST_ERRORS = 1 << 16
_BLOCK = 1 << 16
_SURROUNDINGS = {
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
}


@dataclass(frozen=True)
class Allowance:
    """What one run of a program may take.

    Attributes:
        seconds: how long it may run.
        memory_bytes: what all its processes may hold, its files included.
        processes: how many processes and threads it may have.
        printed_bytes: how much it may print.
        kept_bytes: how much its files may hold when it ends, its input included.
    """

    seconds: float = 10.0
    memory_bytes: int = 512 << 20
    processes: int = 64
    printed_bytes: int = 8 << 20
    kept_bytes: int = 64 << 20


@dataclass(frozen=True)
class Ran:
    """How a run ended and what it left.

    `ended` is `exit` if the program ended by itself, `seconds`, `printed` or `kept` if it took
    more than it may, `missing` if there is no such program, and `killed` if it was ended otherwise,
    for its memory as a rule.
    """

    ended: str
    code: int
    printed: bytes
    told: bytes
    files: dict[str, bytes]


def run_program(
    command: Sequence[str],
    program: Path,
    case: Path,
    stdin: Path | None,
    allowance: Allowance,
) -> Ran:
    """Run a program once in a sandbox of its own, without network.

    Args:
        command: its words; what is bound at `PROGRAM` is found there.
        program: the folder that it may read and not change, open to all users.
        case: the folder whose copy it works in, open to all users.
        stdin: the file that it reads as standard input, open to all users; nothing if it is None.
        allowance: what it may take.

    Raises:
        FaultError: if this machine cannot isolate it; it is never run without.
    """
    if fault := isolation_fault():
        raise FaultError(f"A program of somebody else is run in a sandbox or not at all: {fault}.")
    if not Path(_PYTHON).exists():
        raise FaultError(f"Programs are run by {_PYTHON}, which is missing; install python3.")
    inside = [_PYTHON, "-I", "-S", "/inside.py", _order(command, allowance)]
    binds = [Bind(_SCRIPT, "/inside.py"), Bind(program, PROGRAM), Bind(case, "/case")]
    if stdin is not None:
        binds.append(Bind(stdin, "/stdin"))
    limits = Limits(
        memory_bytes=allowance.memory_bytes,
        processes=allowance.processes,
        scratch_bytes=allowance.memory_bytes // 2,
        file_bytes=allowance.kept_bytes,
    )
    with Sandbox(inside, binds, _SURROUNDINGS, limits) as sandbox:
        most = allowance.printed_bytes + allowance.kept_bytes + (4 << 20)
        answer, errors = _heard(sandbox, allowance.seconds + _START_SECONDS, most)
    return _read(answer, errors)


def _order(command: Sequence[str], allowance: Allowance) -> str:
    return json.dumps(
        {
            "command": list(command),
            "seconds": allowance.seconds,
            "printed": allowance.printed_bytes,
            "kept": allowance.kept_bytes,
            "processes": allowance.processes,
        }
    )


def _heard(sandbox: Sandbox, seconds: float, most: int) -> tuple[bytes, bytes]:
    """Return what came out of a sandbox until it ended, its time was over, or it was too much."""
    answer, errors = bytearray(), bytearray()
    deadline = time.monotonic() + seconds
    with selectors.DefaultSelector() as streams:
        streams.register(_piped(sandbox.process.stdout), selectors.EVENT_READ, answer)
        streams.register(_piped(sandbox.process.stderr), selectors.EVENT_READ, errors)
        while streams.get_map() and len(answer) <= most:
            ready = streams.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                break
            for key, _ in ready:
                block = os.read(key.fd, _BLOCK)
                key.data.extend(block)
                if not block:
                    streams.unregister(key.fileobj)
            del errors[_MOST_ERRORS:]
    return bytes(answer), bytes(errors)


def _piped(stream: Any) -> Any:
    assert stream is not None
    return stream


def _read(answer: bytes, errors: bytes) -> Ran:
    """Return what the sandbox told; a program may have meddled with it, so nothing is trusted."""
    head, mark, rest = answer.partition(b"\n")
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        told = json.loads(head) if mark else {}
        printed, shouted = int(told["printed"]), int(told["told"])
        files = dict(_files(told["files"], rest[max(0, printed) + max(0, shouted) :]))
        ended = str(told["ended"])
        return Ran(
            ended, int(told["code"]), rest[:printed], rest[printed : printed + shouted], files
        )
    return Ran("killed", -9, b"", errors, {})


def _files(listing: Any, content: bytes) -> list[tuple[str, bytes]]:
    found, place = [], 0
    for path, size in listing:
        end = place + max(0, int(size))
        with suppress(ValueError):
            found.append((portable_path(str(path)), content[place:end]))
        place = end
    return found
