"""Judging one check on documents written as text."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import studio.grading  # noqa: F401
from studio.base.errors import UserError
from studio.grading.kinds import KINDS, Grounds, target_of
from studio.grading.verdicts import judge, parse_parameters
from studio.model.check import Check
from studio.model.grade import CheckResult


class Desk:
    """A task's folders, in which files are laid and outputs judged."""

    def __init__(self, folder: Path, reference: Mapping[str, str]) -> None:
        self.grounds = Grounds(
            folder / "output", folder / "reference", folder / "input", folder / "hidden"
        )
        for place in ("output", "reference", "input"):
            (folder / place).mkdir()
        self.lay(self.grounds.reference, reference)

    def lay(self, folder: Path, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")

    def judge(self, check: Check, **files: str) -> CheckResult:
        assert self.grounds.output is not None
        named = {name.replace("_", "."): text for name, text in files.items()}
        self.lay(self.grounds.output, named)
        return judge(check, self.grounds)

    def fault(self, check: Check) -> str:
        try:
            parameters = parse_parameters(check)
            return KINDS[check.kind].fit(check, parameters, target_of(check), self.grounds)
        except UserError as fault:
            return str(fault)


def check(kind: str, target: str, tolerance: float | None = None, **parameters: Any) -> Check:
    return Check(id="c", kind=kind, target=target, parameters=parameters, tolerance=tolerance)
