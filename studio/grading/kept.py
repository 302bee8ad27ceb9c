"""Verdicts that are kept: a check is judged again only if it, or a file that it reads, changed."""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from studio.base.errors import HostileInputError
from studio.formats import digests, layout
from studio.formats.tasks import TaskFolder
from studio.grading.kinds import KINDS, Grounds, target_of
from studio.grading.verdicts import grade_of, judge, refuse_hostile_output
from studio.model.check import Check
from studio.model.grade import CheckResult, Grade

_MOST = 50_000
# Of these families a check may read more of the output than the file that its target names.
_WIDE = ("files", "consistency", "combinators", "judge")


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
    """Grades outputs of one task, and keeps the judgement of each check on each of them."""

    def __init__(self, task: TaskFolder) -> None:
        self._sides = "/".join(
            Laid(folder).digest if folder.is_dir() else "-"
            for folder in (task.reference, task.input, task.folder / layout.HIDDEN)
        )
        self._kept: OrderedDict[str, CheckResult | str] = OrderedDict()

    def grader(self, task: TaskFolder) -> Callable[[Laid], Grade]:
        """Return what grades outputs by the checks that the task has now."""
        pairs = [(check, _Key.of(check, self._sides)) for check in task.document.checks.checks]
        return lambda output: self._grade(task, output, pairs)

    def _grade(
        self, task: TaskFolder, output: Laid, pairs: "Sequence[tuple[Check, _Key]]"
    ) -> Grade:
        if output.harm:
            return _invalid(output.harm)
        grounds = Grounds.of(task, output.folder)
        results: dict[str, CheckResult] = {}
        for check, key in pairs:
            found = self._judged(check, grounds, key.on(output))
            if isinstance(found, str):
                return _invalid(found)
            named = found.id == check.id
            results[check.id] = found if named else found.model_copy(update={"id": check.id})
        return grade_of(task, results)

    def _judged(self, check: Check, grounds: Grounds, key: str) -> CheckResult | str:
        if key not in self._kept:
            try:
                self._kept[key] = judge(check, grounds)
            except HostileInputError as fault:
                self._kept[key] = str(fault)
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return self._kept[key]


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
        wide = kind is None or kind.family in _WIDE
        return cls(json.dumps(asked, sort_keys=True) + sides, target_of(check).path, wide)

    def on(self, output: Laid) -> str:
        return self.asked + (output.digest if self.wide else output.files.get(self.path, "missing"))


def _invalid(reason: str) -> Grade:
    return Grade(status="INVALID", reason=reason, score=0.0, checkpoints=())
