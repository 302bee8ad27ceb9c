"""Generated cases of check kinds: what each must hold to, whatever it is asked and handed.

A family lists its cases in a file `cases_FAMILY.py` beside this one:

    @case_of("cell_equals")
    def cell(rng: random.Random, folder: Path) -> Case: ...

The same kind and seed make the same case, byte for byte, in one process.
"""

import math
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from studio.base.settings import cache_folder
from studio.formats import digests
from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading.kinds import KINDS, Grounds, target_of
from studio.grading.opinions import with_opinions
from studio.grading.readers import books, workbooks
from studio.grading.verdicts import judge, parse_parameters
from studio.model.check import Check, Checks
from studio.model.grade import CheckpointResult, CheckResult, Grade
from studio.model.task import Task
from studio.sandbox import office

_IN_MEMORY = Path("/dev/shm")
Damage = Callable[[random.Random, Path], None]


@dataclass(frozen=True)
class Case:
    """A check with what it stands on.

    `reference` and `given` are folders, `given` empty or missing if there is no input. `damage`
    spoils a folder a little more each time it is called. `secrets` are texts of the reference
    that nobody but the author may read.
    """

    check: Check
    reference: Path
    given: Path
    damage: Damage
    secrets: tuple[str, ...] = ()


Maker = Callable[[random.Random, Path], Case]
CASES: dict[str, Maker] = {}


def case_of(kind: str) -> Callable[[Maker], Maker]:
    """List a maker of cases of a kind."""

    def listed(make: Maker) -> Maker:
        CASES[kind] = make
        return make

    return listed


def judged(case: Case, output: Path) -> CheckResult:
    """Return the result of an output; what is left to a judge is asked of the one that is set."""
    grounds = Grounds(output, case.reference, case.given, case.reference.parent / "hidden")
    result = judge(case.check, grounds)
    return _opinion(case, result) if result.status == "skipped" else result


def _opinion(case: Case, result: CheckResult) -> CheckResult:
    document = TaskDocument(
        Task(id="t", created="now", work="separate"), "", Checks(checks=(case.check,))
    )
    point = CheckpointResult(id="whole", score=0.0, checks=(result,))
    grade = Grade(status="SCORED", reason=None, score=0.0, checkpoints=(point,))
    graded = with_opinions(TaskFolder(case.reference.parent, document), grade)
    return graded.checkpoints[0].checks[0]


def fault(case: Case) -> str:
    """Return what is wrong with the check of a case."""
    grounds = Grounds(None, case.reference, case.given, case.reference.parent / "hidden")
    parameters = parse_parameters(case.check)
    return KINDS[case.check.kind].fit(case.check, parameters, target_of(case.check), grounds)


def sound(case: Case, result: CheckResult) -> float:
    """Return the score of a result that is one, and tells nothing that it must not."""
    assert result.status in ("pass", "fail"), result.sentence
    assert result.score is not None
    assert math.isfinite(result.score) and 0 <= result.score <= 1
    told = [secret for secret in case.secrets if secret in result.public]
    assert not told, (result.public, told)
    return result.score


@dataclass(frozen=True)
class State:
    """One thing that is handed in for a case: `copy`, `empty`, `input` or `damaged`."""

    name: str
    case: Case
    output: Path


def states(kind: str, seed: int, folder: Path) -> Iterator[State]:
    """Yield what is handed in for one generated case, the copy spoiled more each time."""
    rng = random.Random(f"{kind} {seed}")
    case = CASES[kind](rng, folder)
    copy, empty = folder / "copy", folder / "empty"
    shutil.copytree(case.reference, copy)
    empty.mkdir()
    yield State("copy", case, copy)
    yield State("empty", case, empty)
    if case.given.is_dir():
        yield State("input", case, case.given)
    for _ in range(rng.randrange(1, 4)):
        case.damage(rng, copy)
        yield State("damaged", case, copy)


def examine(kind: str, seed: int, folder: Path) -> None:
    """Hold one generated case of a kind against what every kind must hold to."""
    score = 1.0
    for state in states(kind, seed, folder):
        case = state.case
        assert case.check.kind == kind
        result = judged(case, state.output)
        found = sound(case, result)
        assert judged(case, state.output) == result
        if state.name == "copy":
            assert fault(case) == ""
            assert found == 1.0, result.sentence
        elif state.name == "empty":
            assert found == 0.0 or KINDS[kind].presence
        elif state.name == "damaged":
            assert found <= score + 1e-9, (score, found, result.sentence)
            score = found


@contextmanager
def case_folder() -> Iterator[Path]:
    # In memory where the system has such a place: a disk takes longer than a verdict.
    place = _IN_MEMORY if _IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="studio-case-", dir=place) as folder:
        yield Path(folder)


def compute_ahead(kind: str, seeds: Sequence[int]) -> None:
    """Let LibreOffice compute the workbooks of many cases with few starts of it.

    Each start takes a second. So the cases are walked through without it, what they ask of it is
    computed at once, and that again while they ask for more: a workbook that is changed and
    computed anew is only known once the first one was computed.
    """
    while wanted := _wanted(kind, seeds):
        before = len(_missing(wanted))
        office.recompute_ahead(wanted)
        if len(_missing(wanted)) == before:
            return


def _missing(wanted: Sequence[str] | dict[str, tuple[str, bytes]]) -> list[str]:
    folder = cache_folder() / office.RECOMPUTED
    return [digest for digest in wanted if not (folder / f"{digest}.xlsx").is_file()]


def _wanted(kind: str, seeds: Sequence[int]) -> dict[str, tuple[str, bytes]]:
    wanted: dict[str, tuple[str, bytes]] = {}

    def recompute(place: Path, digest: str | None = None) -> Path:
        named = digest or digests.of_file(place)
        if not _missing([named]):
            return office.recompute(place, named)
        wanted[named] = (place.suffix, place.read_bytes())
        raise office.OfficeRefusal

    with (
        patch.object(books, "recompute", recompute),
        patch.object(workbooks, "recompute", recompute),
    ):
        for seed in seeds:
            with case_folder() as folder:
                for state in states(kind, seed, folder):
                    with suppress(Exception):
                        judged(state.case, state.output)
                        fault(state.case)
    return wanted


@dataclass(frozen=True)
class Tally:
    """How the cases of a kind went: how many, in what time, and what each failure was."""

    kind: str
    cases: int
    seconds: float
    failures: tuple[str, ...]

    def __str__(self) -> str:
        pace = 1000 * self.seconds / self.cases
        return (
            f"| {self.kind:<17} | {self.cases:>5} | {self.seconds:>7.1f} | {pace:>6.1f} "
            f"| {len(self.failures):>8} |"
        )


HEAD = f"| {'kind':<17} | cases | seconds | ms each | failures |\n|---|---|---|---|---|"


def hold(kind: str, seeds: Sequence[int], together: int = 0) -> Tally:
    """Examine the cases of a kind.

    Args:
        kind: which.
        seeds: the seed of each case.
        together: how many cases LibreOffice computes for at once; 0 if the kind needs it not.
    """
    began, failures = time.monotonic(), []
    for number, seed in enumerate(seeds):
        if together and number % together == 0:
            compute_ahead(kind, seeds[number:][:together])
        with case_folder() as folder:
            try:
                examine(kind, seed, folder)
            except Exception as broken:
                failures.append(f"seed {seed}: {type(broken).__name__}: {broken}")
    return Tally(kind, len(seeds), time.monotonic() - began, tuple(failures))
