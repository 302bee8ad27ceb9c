"""Judging one's own outputs in a sandbox that stays open, so that a change is judged at once."""

import atexit
import shutil
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from studio.base.errors import FaultError
from studio.base.pace import UNHEARD, Pace
from studio.formats import layout
from studio.formats.tasks import TaskFolder
from studio.grading.isolated import Grader, run_programs
from studio.grading.kinds import Grounds
from studio.model.check import Check
from studio.model.grade import CheckResult
from studio.sandbox.isolation import is_inside, isolation_fault
from studio.sandbox.laying import lay_for_reading
from studio.sandbox.warm import EXCHANGE, Ended

_MOST_BYTES = 1 << 30
_TOGETHER = 20
# A workbook with formulas is computed by an office program, which a busy machine takes long for.
_SECONDS_EACH = 15.0
JUDGING = "judging outputs"
Judged = CheckResult | str
Job = tuple[Path, str, Sequence[Check]]


class LiveGrader(Grader):
    """A warm sandbox with the outputs of a task laid out in it; may be used from any thread.

    Attributes:
        seconds: how long the processor has worked inside so far.
    """

    module = "studio.grading.live_worker"

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0
        self._outputs: OrderedDict[str, tuple[Path, int]] = OrderedDict()

    def judge(
        self, task: TaskFolder, sides: str, jobs: Sequence[Job], pace: Pace = UNHEARD
    ) -> list[list[Judged]]:
        """Return the results of checks on outputs, a sentence for what is harmful.

        Args:
            task: the task.
            sides: the digest of its reference, input and hidden files.
            jobs: for each output its folder, its digest, and the checks to judge it by.
            pace: hears how many outputs are judged.

        Raises:
            FaultError: if the sandbox does not start, or ends again and again.
            Stopped: if nobody waits any more; the sandbox is ended then.
        """
        with self._lock:
            found: list[list[Judged]] = []
            for start in range(0, len(jobs), _TOGETHER):
                pace.at(JUDGING, start, len(jobs))
                found += self._some(task, sides, jobs[start : start + _TOGETHER], pace)
            pace.at(JUDGING, len(jobs), len(jobs))
            return found

    def _some(
        self, task: TaskFolder, sides: str, jobs: Sequence[Job], pace: Pace
    ) -> list[list[Judged]]:
        place = self._sides(task, sides)
        checks = {id(check): check for _, _, some in jobs for check in some}
        numbers = {key: number for number, key in enumerate(checks)}
        order = {
            "sides": f"{EXCHANGE}/{place.name}",
            "checks": [check.model_dump(mode="json") for check in checks.values()],
            "jobs": [
                {
                    **self._places(task, self._output(folder, digest), some),
                    "checks": [numbers[id(check)] for check in some],
                }
                for folder, digest, some in jobs
            ],
        }
        self._forget({digest for _, digest, _ in jobs})
        try:
            answer = self._answered(order, pace)
        finally:
            for runs in self._exchange.glob("runs-*"):
                shutil.rmtree(runs, ignore_errors=True)
        if "results" not in answer:
            raise FaultError(f"The grader broke: {answer.get('fault', 'it said nothing')}")
        self.seconds += answer["seconds"]
        self._keep_computed(task, answer.get("computed", []))
        return [[_read(result) for result in results] for results in answer["results"]]

    def _places(
        self, task: TaskFolder, output: Path, checks: Sequence[Check]
    ) -> dict[str, str | None]:
        """Return where the grader finds an output, and what came of its programs if they ran."""
        runs = self._exchange / f"runs-{self._next()}"
        ran = run_programs(checks, Grounds.of(task, output), runs)
        return {
            "output": f"{EXCHANGE}/{output.name}",
            "runs": f"{EXCHANGE}/{runs.name}" if ran else None,
        }

    def _answered(self, order: dict[str, Any], pace: Pace) -> dict[str, Any]:
        more = _SECONDS_EACH * len(order["jobs"])
        try:
            return self._told(order, more, pace)
        except Ended:
            self._stop()
        try:
            return self._told(order, more, pace)
        except Ended:
            self._stop()
            raise FaultError(
                "The grader ends before it has judged these outputs: too much time or memory."
            ) from None

    def _sides(self, task: TaskFolder, sides: str) -> Path:
        if sides not in self._laid:
            while self._laid:
                shutil.rmtree(self._laid.popitem()[1], ignore_errors=True)
            place = self._exchange / f"sides-{self._next()}"
            parts = (task.reference, task.input, task.folder / layout.HIDDEN)
            for name, folder in zip(("reference", "input", "hidden"), parts, strict=True):
                if folder.is_dir():
                    lay_for_reading(folder, place / name)
            place.mkdir(exist_ok=True)
            place.chmod(0o755)
            self._laid[sides] = place
        return self._laid[sides]

    def _output(self, folder: Path, digest: str) -> Path:
        if digest not in self._outputs:
            place = self._exchange / f"output-{self._next()}"
            lay_for_reading(folder, place)
            size = sum(found.stat().st_size for found in place.rglob("*") if found.is_file())
            self._outputs[digest] = place, size
        self._outputs.move_to_end(digest)
        return self._outputs[digest][0]

    def _forget(self, needed: set[str]) -> None:
        """Remove the outputs that were asked for longest ago, as far as they take too much room."""
        for digest in list(self._outputs):
            if sum(size for _, size in self._outputs.values()) <= _MOST_BYTES:
                return
            if digest not in needed:
                shutil.rmtree(self._outputs.pop(digest)[0], ignore_errors=True)

    def _next(self) -> int:
        self._jobs += 1
        return self._jobs


def _read(result: Any) -> Judged:
    return CheckResult.model_validate_json(result) if isinstance(result, str) else str(result[0])


_shared: LiveGrader | None = None
_opening = threading.Lock()


def live_grader() -> LiveGrader | None:
    """Return the sandbox that this process keeps for its own outputs, None where it has none."""
    global _shared
    if is_inside() or isolation_fault():
        return None
    with _opening:
        if _shared is None:
            _shared = LiveGrader()
            atexit.register(_shared.close)
        return _shared
