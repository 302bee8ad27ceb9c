"""Every kind of check on generated cases: finite, deterministic, never paid for damage."""

import importlib
import json
import os
import shlex
import subprocess
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
COMPUTED = {"formula_present": 200, "formula_follows": 200, "rerun_workbook": 200}
SLOW = {*COMPUTED, "rerun_program", "image_text"}
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
    run(kind, 3 if kind in SLOW else 12)


@pytest.fixture(scope="module")
def heading() -> None:
    print(f"\n{HEAD}", flush=True)


@pytest.mark.long
@pytest.mark.timeout(10_800)
@pytest.mark.usefixtures("heading")
@pytest.mark.parametrize("kind", sorted(CASES))
def test_two_thousand_generated_cases(kind: str) -> None:
    run(kind, 2_000)


SURROUNDINGS = {
    "forwards": {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"},
    "backwards": {"LC_ALL": "de_DE.UTF-8", "TZ": "Pacific/Apia", "PYTHONHASHSEED": "4242"},
}


def said(order: str, kinds: list[str], count: int) -> dict[str, str]:
    """Return for each kind what a process of its own says of some cases, as a digest."""
    words = [word for kind in kinds for word in (kind, str(FIRST), str(count))]
    result = subprocess.run(
        [sys.executable, "-m", "tests.unit.grading.elsewhere", order, *words],
        cwd=HERE.parents[2],
        env={**os.environ, **SURROUNDINGS[order]},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return dict(json.loads(result.stdout))


def differing(kinds: list[str], count: int) -> list[str]:
    here, elsewhere = said("forwards", kinds, count), said("backwards", kinds, count)
    assert here.keys() == set(kinds)
    return [kind for kind in kinds if here[kind] != elsewhere[kind]]


def test_other_surroundings_give_the_same_verdicts() -> None:
    assert differing([kind for kind in sorted(CASES) if kind not in COMPUTED], 3) == []


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", sorted(CASES))
def test_two_hundred_cases_give_the_same_verdicts_elsewhere(kind: str) -> None:
    assert differing([kind], 10 if kind in COMPUTED else 200) == []


def test_each_kind_has_cases() -> None:
    assert set(KINDS) == set(CASES)
