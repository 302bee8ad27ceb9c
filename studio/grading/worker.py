"""The grader inside the sandbox: warm, without network, forked anew for each output.

Runs as `python -m studio.grading.worker`. Standard input takes one JSON object a line:
`{"task": folder, "output": folder, "variant": name, "seconds": cap, "runs": folder or null,
"drawn": whether pictures are wanted}`. Each is answered by one line on standard output:
`{"grade": {...}, "computed": [digests], "modules": [names], "drawn": {check: [suffix, base64]}}`,
or `{"ended": "seconds"|"killed"}` if the fork hit a cap, or `{"fault": sentence}`. Ends when
standard input closes.
"""

import ctypes
import importlib
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from studio.base.errors import FaultError, UserError
from studio.base.settings import PRIVATE_CACHE
from studio.formats.tasks import open_task
from studio.grading.evidence import drawn_of
from studio.grading.kinds import Grounds
from studio.grading.verdicts import grade_output
from studio.sandbox.office import computed_here

_PR_SET_DUMPABLE = 4
_MAX_ANSWER = 64 * 1024 * 1024
_READERS = (
    "openpyxl", "lxml.etree", "pyarrow", "pyarrow.csv", "docx", "pptx", "pypdf", "yaml",
    "scipy.spatial", "scipy.sparse.csgraph", "trimesh",
)  # fmt: skip


def _grade(order: dict[str, Any], scratch: Path) -> dict[str, Any]:
    os.environ[PRIVATE_CACHE] = str(scratch)
    os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
    try:
        task = open_task(Path(order["task"]))
        runs = Path(order["runs"]) if order.get("runs") else None
        output, variant = Path(order["output"]), order["variant"]
        grade = grade_output(task, output, variant, runs)
        wanted = order.get("drawn")
        drawn = drawn_of(task, grade, Grounds.of(task, output, variant, runs)) if wanted else {}
    except (FaultError, UserError) as fault:
        return {"fault": str(fault)}
    return {
        "grade": grade.model_dump(mode="json"),
        "computed": sorted(computed_here()),
        "modules": [name for name in _READERS if name in sys.modules],
        "drawn": drawn,
    }


def _be_child(order: dict[str, Any], scratch: Path, out: int) -> None:
    """Grade, tell, and end without returning; whatever goes wrong here is a fault of the grader."""
    seconds = int(order["seconds"]) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds * 2, seconds * 2))
    try:
        answer = _grade(order, scratch)
    except MemoryError:
        answer = {"ended": "killed"}
    except BaseException as fault:
        answer = {"fault": f"{type(fault).__name__}: {fault}"[:500]}
    with os.fdopen(out, "wb") as stream:
        stream.write(json.dumps(answer).encode())
    os._exit(0)


def _answer(order: dict[str, Any]) -> dict[str, Any] | None:
    """Return what a fork says of an order; None if standard input closed meanwhile."""
    with tempfile.TemporaryDirectory(prefix="grade-", ignore_cleanup_errors=True) as scratch:
        inward, outward = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(inward)
            os.setsid()
            _be_child(order, Path(scratch), outward)
        os.close(outward)
        try:
            return _heard(inward, time.monotonic() + order["seconds"])
        finally:
            os.close(inward)
            _end(child)


def _heard(inward: int, deadline: float) -> dict[str, Any] | None:
    told = b""
    while True:
        left = deadline - time.monotonic()
        ready = select.select([inward, sys.stdin], [], [], max(0.0, left))[0]
        if sys.stdin in ready:
            return None
        if not ready:
            return {"ended": "seconds"}
        block = os.read(inward, 1 << 16)
        if not block:
            return _parsed(told)
        told += block
        if len(told) > _MAX_ANSWER:
            return {"ended": "killed"}


def _parsed(told: bytes) -> dict[str, Any]:
    # A fork that was killed, for its memory as a rule, leaves nothing or half a line.
    try:
        found = json.loads(told)
    except ValueError:
        return {"ended": "killed"}
    return found if isinstance(found, dict) else {"ended": "killed"}


def _end(child: int) -> None:
    """End a fork and whatever it started: all processes but this one are its own."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) not in (1, os.getpid()):
            try:
                os.kill(int(entry.name), signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
    os.waitpid(child, 0)


def _learn(answer: dict[str, Any]) -> None:
    """Import what the fork needed, so that the next one finds it there."""
    for name in answer.get("modules", ()):
        if name in _READERS and name not in sys.modules:
            importlib.import_module(name)


def main() -> None:
    """Answer orders until standard input closes."""
    # A fork that was taken over must not reach into the process that starts the next one.
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    _say({"ready": True})
    while line := sys.stdin.buffer.readline():
        answer = _answer(json.loads(line))
        if answer is None:
            return
        _say(answer)
        _learn(answer)


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
