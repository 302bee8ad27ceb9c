"""Grading in fresh processes that differ in all that a verdict must not depend on."""

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.base.pace import UNHEARD, Pace, Stage
from studio.formats.tasks import copy_tree

_DEADLINE_SECONDS = 300.0
_POLL_SECONDS = 0.05
_REGRADING = "grading in fresh processes"
SURROUNDINGS: tuple[dict[str, str], ...] = (
    {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"},
    {
        "LANG": "de_DE.UTF-8",
        "LC_ALL": "de_DE.UTF-8",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "17",
    },
    {
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "tr_TR.UTF-8",
        "TZ": "America/St_Johns",
        "PYTHONHASHSEED": "4242",
    },
)


@dataclass(frozen=True)
class FreshGrade:
    """What one process printed: the grade as JSON, or why there is none."""

    value: dict[str, Any] | None
    fault: str


def run_grade_processes(task: Path, output: Path, pace: Pace = UNHEARD) -> tuple[FreshGrade, ...]:
    """Grade a copy of `output` in one fresh process for each of `SURROUNDINGS`, side by side.

    Where nobody waits for them any more they are ended, and say so.
    """
    with ExitStack() as stack:
        started = []
        for surroundings in SURROUNDINGS:
            place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="studio-regrade-")))
            copy_tree(output, place / "output", skip_litter=False)
            started.append((place, _start(task.resolve(), place, surroundings)))
        _await([process for _, process in started], pace)
        return tuple(_result(place, process) for place, process in started)


def _start(task: Path, place: Path, surroundings: dict[str, str]) -> "subprocess.Popen[bytes]":
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(place / "home"),
        "XDG_CACHE_HOME": str(place / "cache"),
        "XDG_STATE_HOME": str(place / "state"),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        **surroundings,
    }
    (place / "home").mkdir()
    # Isolated as by -I, but for PYTHON* of the environment made here: -I would drop the hash seed.
    command = [sys.executable, "-P", "-s", "-m", "studio", "grade", str(task)]
    with (place / "out").open("wb") as out, (place / "err").open("wb") as err:
        return subprocess.Popen(
            [*command, "--output", str(place / "output"), "--json"],
            cwd=place,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )


def _await(processes: "list[subprocess.Popen[bytes]]", pace: Pace) -> None:
    deadline = time.monotonic() + _DEADLINE_SECONDS
    try:
        while (ended := sum(p.poll() is not None for p in processes)) < len(processes):
            pace.tell(Stage(_REGRADING, ended, len(processes)))
            if pace.cancelled() or time.monotonic() > deadline:
                break
            time.sleep(_POLL_SECONDS)
    finally:
        for process in processes:
            if process.poll() is None:
                process.kill()
            process.wait()


def _result(place: Path, process: "subprocess.Popen[bytes]") -> FreshGrade:
    with suppress(ValueError):
        value = json.loads((place / "out").read_bytes())
        if isinstance(value, dict) and process.returncode in (0, 1):
            return FreshGrade(value, "")
    lines = (place / "err").read_text("utf-8", "replace").strip().splitlines()
    return FreshGrade(None, lines[-1] if lines else f"it ended with {process.returncode}")
