"""Grading in a sandbox of its own: copies are laid out for reading, a warm grader judges them.

What comes back is the same `Grade` that `verdicts.grade_output` returns, with `isolation` saying
how it was made. The grader never sees the files themselves, only copies that it cannot change.
"""

import atexit
import json
import shutil
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from studio.base.errors import FaultError, HostileInputError
from studio.base.pace import UNHEARD, Pace
from studio.formats import digests, layout
from studio.formats.tasks import TaskFolder, save_document
from studio.grading.evidence import drawn_of, keep_drawn
from studio.grading.families.rerun import orders_in
from studio.grading.kinds import Grounds
from studio.grading.opinions import with_opinions
from studio.grading.reruns import carry_out
from studio.grading.verdicts import grade_output, refuse_hostile_output
from studio.model.check import Check
from studio.model.grade import Grade
from studio.sandbox.isolation import Limits, is_inside, isolation_fault
from studio.sandbox.laying import lay_for_reading, open_for_reading
from studio.sandbox.office import OfficeRefusal, lay_out, recompute
from studio.sandbox.warm import EXCHANGE, Ended, Warm

SECONDS = 120.0
_KEPT_TASKS = 4
_BOOKS = (".xlsx", ".xlsm", ".ods")
_LAID_OUT = (".docx", ".docm", ".odt")


class Grader(Warm):
    """One warm grader in one sandbox; may be used from any thread, one output at a time."""

    module = "studio.grading.worker"

    def __init__(self, seconds: float = SECONDS, limits: Limits | None = None) -> None:
        super().__init__(seconds, limits)
        self._laid: dict[str, Path] = {}
        self._jobs = 0

    def grade(
        self,
        task: TaskFolder,
        output: Path,
        variant: str = "base",
        pictures: Path | None = None,
        pace: Pace = UNHEARD,
    ) -> Grade:
        """Return the grade of an output folder; what is off is drawn into `pictures`, if given.

        Raises:
            FaultError: if the grader cannot be started.
            Stopped: if nobody waits for it any more.
        """
        with self._lock:
            try:
                refuse_hostile_output(output)
                answer = self._asked(task, output, variant, pace, drawn=pictures is not None)
                if ended := answer.get("ended"):
                    return self._blamed(ended, task, variant, pace)
            except HostileInputError as fault:
                return _invalid(str(fault))
            if "grade" not in answer:
                reason = f"The grader broke: {answer.get('fault', 'it said nothing')}"
                return Grade(status="VOID", reason=reason, score=None, checkpoints=())
            self._keep_computed(task, answer.get("computed", ()))
            if pictures is not None:
                keep_drawn(answer.get("drawn"), task, pictures)
            return Grade.model_validate_json(json.dumps(answer["grade"] | {"isolation": "sandbox"}))

    def _blamed(self, ended: str, task: TaskFolder, variant: str, pace: Pace) -> Grade:
        """Return the verdict on an output that the grader could not finish reading.

        If the reference is graded within the same caps, the output is to blame.
        """
        reference = task.reference
        if variant != "base":
            reference = task.folder / layout.PRIVATE / layout.VARIANTS / variant / "reference"
        cap = f"{self._seconds:g} s" if ended == "seconds" else "the memory that is allowed"
        if "grade" in self._asked(task, reference, variant, pace):
            return _invalid(f"The output takes more than {cap} to be read.")
        reason = f"The grader needs more than {cap} for this task."
        return Grade(status="VOID", reason=reason, score=None, checkpoints=())

    def _asked(
        self, task: TaskFolder, output: Path, variant: str, pace: Pace, drawn: bool = False
    ) -> dict[str, Any]:
        folder = self._lay_task(task)
        self._jobs += 1
        job = self._exchange / f"job-{self._jobs}"
        runs = self._exchange / f"runs-{self._jobs}"
        try:
            lay_for_reading(output, job)
            grounds = Grounds.of(task, job, variant)
            ran = run_programs(task.document.checks.checks, grounds, runs)
            order = {
                "task": f"{EXCHANGE}/{folder.name}",
                "output": f"{EXCHANGE}/{job.name}",
                "variant": variant,
                "seconds": self._seconds,
                "runs": f"{EXCHANGE}/{runs.name}" if ran else None,
                "drawn": drawn,
            }
            try:
                return self._told(order, pace=pace)
            except Ended:
                # A sandbox that died between two outputs is started anew, once.
                self._stop()
                try:
                    return self._told(order, pace=pace)
                except Ended:
                    self._stop()
                    return {"ended": "killed"}
        finally:
            shutil.rmtree(job, ignore_errors=True)
            shutil.rmtree(runs, ignore_errors=True)

    def _lay_task(self, task: TaskFolder) -> Path:
        key = _task_key(task)
        if key not in self._laid:
            while len(self._laid) >= _KEPT_TASKS:
                shutil.rmtree(self._laid.pop(next(iter(self._laid))), ignore_errors=True)
            place = self._exchange / f"task-{key[:24]}"
            for name in _task_parts(task.folder):
                lay_for_reading(task.folder / name, place / name)
            place.mkdir(exist_ok=True)
            save_document(place, task.document, None)
            open_for_reading(place)
            self._laid[key] = place
        return self._laid[key]

    def _keep_computed(self, task: TaskFolder, computed: list[str]) -> None:
        """Compute and lay out the task's own files once more here, for all later verdicts.

        What the grader computed beside an agent's file is never kept.
        """
        if not computed:
            return
        for name in _task_parts(task.folder):
            for _, place in digests.regular_files(task.folder / name):
                suffix = place.suffix.lower()
                if suffix in (*_BOOKS, *_LAID_OUT) and digests.of_file(place) in computed:
                    with suppress(FaultError, OfficeRefusal):
                        (recompute if suffix in _BOOKS else lay_out)(place)


def _invalid(reason: str) -> Grade:
    return Grade(status="INVALID", reason=reason, score=0.0, checkpoints=(), isolation="sandbox")


def _task_parts(folder: Path) -> list[str]:
    """Return the folders of a task that checks may read."""
    private_variants = f"{layout.PRIVATE}/{layout.VARIANTS}"
    names = (layout.INPUT, layout.VARIANTS, layout.REFERENCE, layout.HIDDEN, private_variants)
    return [name for name in names if (folder / name).is_dir()]


def _task_key(task: TaskFolder) -> str:
    stamps = []
    for name in _task_parts(task.folder):
        for path, place in digests.regular_files(task.folder / name):
            status = place.stat()
            stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
            stamps.append((f"{name}/{path}", str(stamp)))
    document = task.document
    parts = (document.task.model_dump_json(), document.prompt, document.checks.model_dump_json())
    return digests.of_listing([*stamps, ("document", "\0".join(parts))])


def run_programs(checks: Iterable[Check], grounds: Grounds, runs: Path) -> bool:
    """Run the programs of an output on the hidden cases if a check asks for it; tell whether.

    Args:
        checks: the checks that will be judged.
        grounds: the output, readable by everybody, and the folders beside it.
        runs: the folder that the grader will read, made here.
    """
    orders = tuple(orders_in(checks))
    if orders:
        carry_out(orders, grounds, runs)
        open_for_reading(runs)
    return bool(orders)


_shared: Grader | None = None
_opening = threading.Lock()


def shared_grader() -> Grader:
    """Return the grader that this process keeps warm."""
    global _shared
    with _opening:
        if _shared is None:
            _shared = Grader()
            atexit.register(_shared.close)
        return _shared


def grade_many(
    task: TaskFolder, outputs: Sequence[Path], jobs: int, variant: str = "base"
) -> list[Grade]:
    """Return the grades of many outputs in their order, made by `jobs` graders side by side.

    Raises:
        FaultError: if a grader cannot be started.
    """
    if is_inside() or isolation_fault():
        return [grade_isolated(task, output, variant) for output in outputs]
    graders = [Grader() for _ in range(max(1, min(jobs, len(outputs))))]
    idle = deque(graders)

    def one(output: Path) -> Grade:
        grader = idle.popleft()
        try:
            return with_opinions(task, grader.grade(task, output, variant))
        finally:
            idle.append(grader)

    try:
        with ThreadPoolExecutor(len(graders)) as pool:
            return list(pool.map(one, outputs))
    finally:
        for grader in graders:
            grader.close()


def grade_isolated(
    task: TaskFolder,
    output: Path,
    variant: str = "base",
    pictures: Path | None = None,
    pace: Pace = UNHEARD,
) -> Grade:
    """Return the grade of an output, made in a sandbox where this machine can have one.

    Where it cannot, the output is graded in this process, and `isolation` of the grade says so. A
    model that a person has named is asked from outside, about the text that the grader found.

    Args:
        task: the task.
        output: what was handed in.
        variant: which variant of the task.
        pictures: the folder for pictures of what is off; none are drawn if left out.
        pace: may stop it.

    Raises:
        FaultError: if the sandbox works but the grader does not start in it.
        Stopped: if nobody waits for it any more.
    """
    if is_inside():
        return grade_output(task, output, variant)
    if isolation_fault():
        grade = grade_output(task, output, variant)
        if pictures is not None:
            keep_drawn(drawn_of(task, grade, Grounds.of(task, output, variant)), task, pictures)
        return with_opinions(task, grade)
    return with_opinions(task, shared_grader().grade(task, output, variant, pictures, pace))
