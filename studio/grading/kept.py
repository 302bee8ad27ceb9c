"""Verdicts that are kept: a check is judged again only if it, or a file that it reads, changed."""

import json
from collections import OrderedDict
from collections.abc import Mapping
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

    def grade(self, task: TaskFolder, output: Laid) -> Grade:
        """Return the grade of an output by the checks that the task has now."""
        if output.harm:
            return _invalid(output.harm)
        grounds = Grounds.of(task, output.folder)
        results: dict[str, CheckResult] = {}
        for check in task.document.checks.checks:
            found = self._judged(check, grounds, output)
            if isinstance(found, str):
                return _invalid(found)
            results[check.id] = found.model_copy(update={"id": check.id})
        return grade_of(task, results)

    def _judged(self, check: Check, grounds: Grounds, output: Laid) -> CheckResult | str:
        key = self._key(check, output)
        if key not in self._kept:
            try:
                self._kept[key] = judge(check, grounds)
            except HostileInputError as fault:
                self._kept[key] = str(fault)
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return self._kept[key]

    def _key(self, check: Check, output: Laid) -> str:
        kind = KINDS.get(check.kind)
        path = target_of(check).path
        wide = kind is None or kind.family in _WIDE
        read = output.digest if wide else output.files.get(path, "missing")
        asked = [check.kind, check.target, check.parameters, check.tolerance]
        return f"{json.dumps(asked, sort_keys=True)}{read}{self._sides}"


def _invalid(reason: str) -> Grade:
    return Grade(status="INVALID", reason=reason, score=0.0, checkpoints=())
