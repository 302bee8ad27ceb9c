"""Every kind of check on generated cases: finite, deterministic, never paid for damage."""

import importlib
import os
import shlex
import sys
from pathlib import Path

import pytest

from studio.grading import KINDS
from studio.grading.families.judge import COMMAND
from tests.unit.grading.generated import CASES, HEAD, hold

HERE = Path(__file__).parent
for place in sorted(HERE.glob("cases_*.py")):
    importlib.import_module(f"tests.unit.grading.{place.stem}")

# How many cases of a kind LibreOffice computes for at once.
COMPUTED = {"formula_present": 200, "formula_follows": 200}
FIRST = int(os.environ.get("STUDIO_SEED", "0"))


@pytest.fixture(autouse=True)
def judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name a judge that counts words; nothing else of these cases asks it."""
    program = shlex.join([sys.executable, "-I", "-S", str(HERE / "word_judge.py")])
    monkeypatch.setenv(COMMAND, program)


def run(kind: str, count: int) -> None:
    tally = hold(kind, range(FIRST, FIRST + count), COMPUTED.get(kind, 0))
    print(tally, flush=True)
    assert not tally.failures, tally.failures[:5]


@pytest.mark.parametrize("kind", sorted(CASES))
def test_a_few_generated_cases(kind: str) -> None:
    run(kind, 3 if kind in COMPUTED else 12)


@pytest.fixture(scope="module")
def heading() -> None:
    print(f"\n{HEAD}", flush=True)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.usefixtures("heading")
@pytest.mark.parametrize("kind", sorted(CASES))
def test_two_thousand_generated_cases(kind: str) -> None:
    run(kind, 2_000)


def test_each_kind_has_cases() -> None:
    assert set(KINDS) == set(CASES)
