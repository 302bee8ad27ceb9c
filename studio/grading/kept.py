"""Verdicts that are kept: a check is judged again only if it, or a file that it reads, changed."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from studio.base.errors import HostileInputError
from studio.base.pace import UNHEARD, Pace
from studio.formats import digests, layout
from studio.formats.tasks import TaskFolder
from studio.grading.kinds import KINDS, Grounds, target_of
from studio.grading.live import JUDGING, Judged, live_grader
from studio.grading.verdicts import grade_of, judge, refuse_hostile_output
from studio.model.check import Check
from studio.model.grade import CheckResult, Grade

_MOST = 50_000
# Of these families a check may read more of the output than the file that its target names.
_WIDE = ("files", "consistency", "combinators", "judge", "rerun", "maps")


@dataclass(frozen=True)
class Laid:
    """An output folder whose files do not change any more."""

    folder: Path

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The digest of each file by its path."""
        return {path: digests.of_file(place) for path, place in digests.regular_files(self.folder)}

    @cached_property
    def digest(self) -> str:
        """The digest of all files."""
        return digests.of_listing(self.files.items())

    @cached_property
    def harm(self) -> str:
        """What harmful it holds, empty if nothing."""
        try:
            refuse_hostile_output(self.folder)
        except HostileInputError as fault:
            return str(fault)
        return ""


class KeptVerdicts:
    """Grades outputs of one task, and keeps the judgement of each check on each of them.

    May be used from any thread.
    """

    def __init__(self, task: TaskFolder) -> None:
        self._sides = "/".join(
            Laid(folder).digest if folder.is_dir() else "-"
            for folder in (task.reference, task.input, task.folder / layout.HIDDEN)
        )
        self._kept: OrderedDict[str, CheckResult | str] = OrderedDict()
        self._lock = threading.RLock()

    def grader(self, task: TaskFolder) -> Callable[[Laid], Grade]:
        """Return what grades outputs by the checks that the task has now."""
        pairs = self._pairs(task)
        return lambda output: self._grade(task, output, pairs)

    def prepare(self, task: TaskFolder, outputs: Iterable[Laid], pace: Pace = UNHEARD) -> None:
        """Judge what is not known yet of some outputs together, which is quicker.

        Raises:
            Stopped: if nobody waits any more; what was judged until then is not kept.
        """
        with self._lock:
            self._learn(task, outputs, self._pairs(task), pace)

    def _pairs(self, task: TaskFolder) -> "Pairs":
        return [(check, _Key.of(check, self._sides)) for check in task.document.checks.checks]

    def _grade(self, task: TaskFolder, output: Laid, pairs: "Pairs") -> Grade:
        if output.harm:
            return _invalid(output.harm)
        results: dict[str, CheckResult] = {}
        with self._lock:
            self._learn(task, [output], pairs)
            judged = [self._kept[key.on(output)] for _, key in pairs]
        for (check, _), found in zip(pairs, judged, strict=True):
            if isinstance(found, str):
                return _invalid(found)
            named = found.id == check.id
            results[check.id] = found if named else found.model_copy(update={"id": check.id})
        grade = grade_of(task, results)
        return grade if live_grader() is None else grade.model_copy(update={"isolation": "sandbox"})

    def _learn(
        self, task: TaskFolder, outputs: Iterable[Laid], pairs: "Pairs", pace: Pace = UNHEARD
    ) -> None:
        """Judge each check on each output, as far as that is not known."""
        asked: set[str] = set()
        jobs: list[tuple[Laid, list[tuple[Check, str]]]] = []
        for output in outputs:
            fresh = [(check, key.on(output)) for check, key in pairs]
            fresh = [(c, key) for c, key in fresh if key not in self._kept and key not in asked]
            if fresh and not output.harm:
                asked |= {key for _, key in fresh}
                jobs.append((output, fresh))
        if not jobs:
            return
        for (_, fresh), results in zip(jobs, self._judged(task, jobs, pace), strict=True):
            self._kept |= zip((key for _, key in fresh), results, strict=True)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    def _judged(
        self, task: TaskFolder, jobs: "list[tuple[Laid, list[tuple[Check, str]]]]", pace: Pace
    ) -> list[list[Judged]]:
        """Return the results of checks, from the sandbox where this machine can have one."""
        asked = [(laid, [check for check, _ in fresh]) for laid, fresh in jobs]
        live = live_grader()
        if live is not None:
            orders = [(laid.folder, laid.digest, checks) for laid, checks in asked]
            return live.judge(task, self._sides, orders, pace)
        return [
            [_judged_here(check, Grounds.of(task, laid.folder)) for check in checks]
            for laid, checks in pace.over(JUDGING, asked)
        ]


def _judged_here(check: Check, grounds: Grounds) -> Judged:
    try:
        return judge(check, grounds)
    except HostileInputError as fault:
        return str(fault)


@dataclass(frozen=True)
class _Key:
    """What a judgement stands on: the check as it asks, and the files that it reads."""

    asked: str
    path: str
    wide: bool

    @classmethod
    def of(cls, check: Check, sides: str) -> "_Key":
        kind = KINDS.get(check.kind)
        asked = [check.kind, check.target, check.parameters, check.tolerance]
        wide = kind is None or kind.family in _WIDE or _reads_beside(check)
        return cls(json.dumps(asked, sort_keys=True) + sides, target_of(check).path, wide)

    def on(self, output: Laid) -> str:
        if self.wide or self._is_folder(output):
            return self.asked + output.digest
        return self.asked + output.files.get(self.path, "missing")

    def _is_folder(self, output: Laid) -> bool:
        below = f"{self.path}/"
        return self.path == "*" or (
            self.path not in output.files and any(path.startswith(below) for path in output.files)
        )


def _reads_beside(check: Check) -> bool:
    """Tell whether a parameter names another file of the output, as a target of its own."""
    return any(isinstance(held, dict) and "target" in held for held in check.parameters.values())


Pairs = list[tuple[Check, _Key]]


def _invalid(reason: str) -> Grade:
    return Grade(status="INVALID", reason=reason, score=0.0, checkpoints=())
