"""Generated cases of check kinds: what each must hold to, whatever it is asked and handed.

A family lists its cases in a file `cases_FAMILY.py` beside this one:

    @case_of("cell_equals")
    def cell(rng: random.Random, folder: Path) -> Case: ...
"""

import math
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.grading.kinds import KINDS, Grounds, target_of
from studio.grading.verdicts import judge, parse_parameters
from studio.model.check import Check
from studio.model.grade import CheckResult

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
    """Return the result of an output."""
    grounds = Grounds(output, case.reference, case.given, case.reference.parent / "hidden")
    return judge(case.check, grounds)


def fault(case: Case) -> str:
    """Return what is wrong with the check of a case."""
    grounds = Grounds(None, case.reference, case.given, case.reference.parent / "hidden")
    parameters = parse_parameters(case.check)
    return KINDS[case.check.kind].fit(case.check, parameters, target_of(case.check), grounds)


def sound(case: Case, result: CheckResult) -> float:
    """Return the score of a result that is one, and tells nothing that it must not."""
    assert result.status != "error", result.sentence
    assert result.score is not None
    assert math.isfinite(result.score) and 0 <= result.score <= 1
    told = [secret for secret in case.secrets if secret in result.public]
    assert not told, (result.public, told)
    return result.score


def examine(kind: str, seed: int, folder: Path) -> None:
    """Hold one generated case of a kind against what every kind must hold to."""
    rng = random.Random(f"{kind} {seed}")
    case = CASES[kind](rng, folder)
    assert case.check.kind == kind
    assert fault(case) == ""
    copy = folder / "copy"
    shutil.copytree(case.reference, copy)
    first = judged(case, copy)
    assert sound(case, first) == 1.0, first.sentence
    assert judged(case, copy) == first
    empty = folder / "empty"
    empty.mkdir()
    nothing = sound(case, judged(case, empty))
    if not KINDS[kind].presence:
        assert nothing == 0.0
    if case.given.is_dir():
        sound(case, judged(case, case.given))
    score = 1.0
    for _ in range(rng.randrange(1, 4)):
        case.damage(rng, copy)
        result = judged(case, copy)
        worse = sound(case, result)
        assert worse <= score + 1e-9, (score, worse, result.sentence)
        assert judged(case, copy) == result
        score = worse
