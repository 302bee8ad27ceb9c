"""Folders to judge checks on: an input, a reference and an output, made of texts and bytes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading.kinds import KINDS, Grounds, target_of
from studio.grading.verdicts import describe, fault_of, judge, parse_parameters
from studio.model.check import Check, Checks
from studio.model.grade import CheckResult
from studio.model.task import Task

Files = Mapping[str, str | bytes]


def lay(folder: Path, files: Files) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


class Desk:
    """A check with its reference and input; hands in outputs and returns what is said of them."""

    def __init__(self, folder: Path, reference: Files, given: Files | None = None) -> None:
        self.folder = folder
        self.task = TaskFolder(
            folder, TaskDocument(Task(id="t", created="now", work="in_place"), "", Checks())
        )
        lay(self.task.reference, reference)
        lay(self.task.input, given or {})
        self.reference = dict(reference)
        self.count = 0

    def check(self, kind: str, target: str, **more: Any) -> Check:
        tolerance = more.pop("tolerance", None)
        gate = KINDS[kind].presence
        return Check(
            id="c", kind=kind, target=target, tolerance=tolerance, gate=gate, parameters=more
        )

    def judged(self, check: Check, output: Files) -> CheckResult:
        self.count += 1
        handed_in = lay(self.folder / f"output-{self.count}", output)
        return self.judged_folder(check, handed_in)

    def judged_folder(self, check: Check, folder: Path) -> CheckResult:
        grounds = Grounds.of(self.task, folder)
        first, again = judge(check, grounds), judge(check, grounds)
        assert first == again
        return first

    def score(self, check: Check, output: Files) -> float:
        result = self.judged(check, output)
        assert result.status in ("pass", "fail"), result.sentence
        assert result.score is not None and 0 <= result.score <= 1
        assert (result.status == "pass") == (result.score >= 1 - 1e-9)
        assert result.sentence.endswith((".", "…")) and result.public
        return result.score

    def is_sound(self, check: Check) -> None:
        """The check fits, the reference passes, and nothing done earns nothing if it may weigh."""
        assert fault_of(check, self.task) == ""
        assert self.score(check, self.reference) == 1
        assert describe(check, self.task)
        if not KINDS[check.kind].presence:
            assert self.score(check, {}) == 0
            assert self.judged_folder(check, self.task.input).score in (0, None)

    def fault(self, check: Check) -> str:
        return fault_of(check, self.task)

    def sentence(self, check: Check) -> str:
        return KINDS[check.kind].sentence(
            check, parse_parameters(check), target_of(check), Grounds.of(self.task, None)
        )
