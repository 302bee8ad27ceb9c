"""The judge inside the sandbox that stays warm with what it has read: for one's own outputs.

Runs as `python -m studio.grading.live_worker`. Standard input takes one JSON object a line:
`{"sides": folder, "checks": [...], "jobs": [{"output": folder, "runs": folder or null, "checks":
[numbers]}]}`; in `sides` lie the folders `reference`, `input` and `hidden`. Each is answered by one
line on standard output: `{"results": [[a result as JSON, or [what is harmful]], ...], "computed":
[digests], "seconds": of the processor}`, or `{"fault": sentence}`. Ends when standard input closes.

Unlike the grader of other people's outputs it does not fork for each: the outputs are variants of
the author's own files, and a fork would forget what was read.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from studio.base.errors import HostileInputError
from studio.base.settings import PRIVATE_CACHE
from studio.grading import families
from studio.grading.kinds import Grounds
from studio.grading.verdicts import judge
from studio.model.check import Check
from studio.sandbox.office import computed_here

__all__ = ["families", "main"]


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    began = time.process_time()
    sides = Path(order["sides"])
    reference, given, hidden = (sides / name for name in ("reference", "input", "hidden"))
    checks = [Check.model_validate_json(json.dumps(check)) for check in order["checks"]]
    results = []
    for job in order["jobs"]:
        runs = Path(job["runs"]) if job.get("runs") else None
        grounds = Grounds(Path(job["output"]), reference, given, hidden, runs)
        results.append([_judged(checks[number], grounds) for number in job["checks"]])
    return {
        "results": results,
        "computed": sorted(computed_here()),
        "seconds": time.process_time() - began,
    }


def _judged(check: Check, grounds: Grounds) -> str | list[str]:
    try:
        return judge(check, grounds).model_dump_json()
    except HostileInputError as fault:
        return [str(fault)]


def main() -> None:
    """Answer orders until standard input closes."""
    with tempfile.TemporaryDirectory(prefix="live-", ignore_cleanup_errors=True) as scratch:
        os.environ[PRIVATE_CACHE] = scratch
        _say({"ready": True})
        while line := sys.stdin.buffer.readline():
            try:
                answer = _answer(json.loads(line))
            except Exception as fault:
                # Whatever breaks here is the grader's fault; the next order finds it alive.
                answer = {"fault": f"{type(fault).__name__}: {fault}"[:500]}
            _say(answer)


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
