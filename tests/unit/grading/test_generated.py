"""Every kind of check on generated cases: finite, deterministic, never paid for damage."""

import importlib
import os
import tempfile
from pathlib import Path

import pytest

from studio.grading import KINDS
from tests.unit.grading.generated import CASES, examine

for place in sorted(Path(__file__).parent.glob("cases_*.py")):
    importlib.import_module(f"tests.unit.grading.{place.stem}")

SLOW = {"formula_present", "formula_follows"}
FIRST = int(os.environ.get("STUDIO_SEED", "0"))


def hold(kind: str, count: int) -> None:
    print(f"{kind}: {count} cases from seed {FIRST}")
    for seed in range(FIRST, FIRST + count):
        with tempfile.TemporaryDirectory(prefix="studio-case-") as folder:
            try:
                examine(kind, seed, Path(folder))
            except AssertionError as fault:
                raise AssertionError(f"{kind}, seed {seed}: {fault}") from fault


@pytest.mark.parametrize("kind", sorted(CASES))
def test_a_few_generated_cases(kind: str) -> None:
    hold(kind, 3 if kind in SLOW else 12)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", sorted(CASES))
def test_two_thousand_generated_cases(kind: str) -> None:
    hold(kind, 2_000)


def test_each_kind_of_tables_has_cases() -> None:
    kinds = {kind.id for kind in KINDS.values() if kind.family == "tables"}
    assert kinds <= CASES.keys()
