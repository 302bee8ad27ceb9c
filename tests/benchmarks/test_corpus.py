"""Proposals as they stand, put before the work of the corpus: what they refuse, what they accept.

Nobody writes or mends a check here: each task is made from its folders and takes what is proposed.
"""

import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from studio.authoring import Fixtures, new_task, propose_checks
from studio.formats.tasks import TaskFolder, open_task
from studio.grading import grade_isolated, sample_verdicts
from studio.model.grade import Grade
from studio.validation import matrix_of

CORPUS = Path(__file__).parents[1] / "data/tasks"
SEED = 20261126


@dataclass
class Tally:
    """How many verdicts were as they must be, and each one that was not."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def note(self, name: str, ok: bool, why: str) -> None:
        if ok:
            self.right += 1
        else:
            self.wrong.append(f"{name}: {why}")

    def add(self, other: "Tally") -> None:
        self.right += other.right
        self.wrong += other.wrong

    @property
    def share(self) -> str:
        return f"{self.right} of {self.right + len(self.wrong)}"

    def line(self, what: str, limit: str) -> str:
        count = self.right + len(self.wrong)
        share = self.right / count if count else 1.0
        listed = "".join(f"\n    {name}" for name in self.wrong)
        return f"{what}: {self.right} of {count}, {share:.0%} (limit {limit}){listed}"


@dataclass
class Report:
    """The four shares that are asked for."""

    good: Tally = field(default_factory=Tally)
    bad: Tally = field(default_factory=Tally)
    near: Tally = field(default_factory=Tally)
    harmless: Tally = field(default_factory=Tally)

    def add(self, other: "Report") -> None:
        for name in ("good", "bad", "near", "harmless"):
            getattr(self, name).add(getattr(other, name))

    def print(self, title: str) -> None:
        print(f"\n{title}, proposals as they stand")
        print(self.good.line("  references and alternates accepted", "95%"))
        print(self.bad.line("  known bad, untouched input and empty folder refused", "95%"))
        print(self.near.line("  near misses caught", "95%"))
        print(self.harmless.line("  harmless variants accepted", "98%"))


def print_by_family(families: dict[str, Report]) -> None:
    """Print a line for each family of files; a task counts for each that it works with."""
    print("  by family: accepted, refused, near misses, harmless")
    for name, found in sorted(families.items()):
        shares = [tally.share for tally in (found.good, found.bad, found.near, found.harmless)]
        print(f"    {name}: {', '.join(shares)}")


def about(source: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((source / "about.json").read_text())
    return found


def why(grade: Grade) -> str:
    """Return what the first check says that did not pass."""
    told = [
        f"{check.kind}: {check.sentence}"
        for checkpoint in grade.checkpoints
        for check in checkpoint.checks
        if check.status != "pass"
    ]
    return f"{grade.status} {grade.score}, {next(iter(told), grade.reason or 'all checks pass')}"


def make(source: Path, folder: Path) -> TaskFolder:
    """Make a task from a folder of the corpus, with the checks that are proposed for it."""
    hidden = source / "hidden"
    new_task(
        folder,
        input=source / "input",
        reference=source / "reference",
        prompt=source / "prompt.md",
        work=about(source)["work"],
        fixtures=Fixtures(hidden=hidden if hidden.is_dir() else None),
    )
    propose_checks(folder, write=True)
    return open_task(folder)


def judge(source: Path, task: TaskFolder, found: Report) -> None:
    """Grade the samples, fixtures, near misses and harmless variants of one task."""
    verdicts = sample_verdicts(task, grade_isolated)
    reference = verdicts["reference"]
    found.good.note(f"{source.name} reference", reference.passed, why(reference))
    for name in ("input", "empty"):
        found.bad.note(f"{source.name} {name}", verdicts[name].score == 0, why(verdicts[name]))
    for output in sorted((source / "alternate_correct").iterdir()):
        grade = grade_isolated(task, output)
        found.good.note(f"{source.name} {output.name}", grade.passed, why(grade))
    for output in sorted((source / "known_bad").iterdir()):
        grade = grade_isolated(task, output)
        refused = grade.score is not None and not grade.passed
        found.bad.note(f"{source.name} {output.name}", refused, why(grade))
    for row in matrix_of(task, near_misses=True):
        tally = {"near_miss": found.near, "harmless": found.harmless}.get(row.output.split(":")[0])
        if tally:
            tally.note(f"{source.name} {row.output}", row.ok, f"{row.score}, {row.did}")


def tasks_of(folder: Path) -> list[Path]:
    return sorted(place.parent for place in folder.glob("*/prompt.md"))


def report(sources: list[Path], tmp_path: Path, title: str) -> None:
    found, families = Report(), dict[str, Report]()
    for source in sources:
        one = Report()
        judge(source, make(source, tmp_path / source.name), one)
        found.add(one)
        for family in about(source)["families"]:
            families.setdefault(family, Report()).add(one)
    found.print(f"{title}, {len(sources)} tasks")
    print_by_family(families)


def test_a_sample_of_the_corpus(tmp_path: Path) -> None:
    print(f"\nseed {SEED}")
    report(random.Random(SEED).sample(tasks_of(CORPUS), 3), tmp_path, "A sample of the corpus")


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_corpus(tmp_path: Path) -> None:
    report(tasks_of(CORPUS), tmp_path, "The corpus")


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_tasks_kept_apart(tmp_path: Path) -> None:
    report(tasks_of(CORPUS / "apart"), tmp_path, "The tasks kept apart")
