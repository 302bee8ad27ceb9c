"""Every kind of documents over every format: right passes, near wrong, empty and damaged fail."""

import random
from pathlib import Path

import pytest

import studio.grading  # noqa: F401
from studio.grading.kinds import KINDS, Grounds, target_of
from studio.grading.verdicts import judge, parse_parameters
from studio.model.check import Check
from studio.model.grade import CheckResult
from tests.unit.grading.families.document_cases import CASES, FORMATS

EVERY = [(kind, suffix) for kind in CASES for suffix in FORMATS[kind]]


def graded(check: Check, folders: dict[str, Path], output: Path) -> CheckResult:
    hidden = folders["reference"].parent / "hidden"
    return judge(check, Grounds(output, folders["reference"], folders["input"], hidden))


@pytest.mark.parametrize(("kind", "suffix"), EVERY)
def test_right_passes_and_near_wrong_fails(tmp_path: Path, kind: str, suffix: str) -> None:
    for seed in range(2):
        chance = random.Random(f"{kind} {suffix} {seed}")
        check, folders = CASES[kind](chance, tmp_path / str(seed), suffix)
        right = graded(check, folders, folders["reference"])
        assert (right.status, right.score) == ("pass", 1.0), right.sentence
        wrong = graded(check, folders, folders["wrong"])
        assert wrong.status == "fail", wrong.sentence
        assert wrong.score is not None
        assert 0 <= wrong.score < 1
        assert wrong == graded(check, folders, folders["wrong"])


@pytest.mark.parametrize(("kind", "suffix"), EVERY)
def test_missing_empty_and_damaged_files_earn_nothing(
    tmp_path: Path, kind: str, suffix: str
) -> None:
    check, folders = CASES[kind](random.Random(3), tmp_path, suffix)
    output = tmp_path / "output"
    output.mkdir()
    missing = graded(check, folders, output)
    assert (missing.status, missing.score) == ("fail", 0.0)
    assert missing.sentence == f"report.{suffix} is missing."
    whole = (folders["reference"] / f"report.{suffix}").read_bytes()
    packed = suffix in ("docx", "odt", "pptx", "pdf")
    for damage in (b"", b"\0\0\0\0", b" \n", whole[: len(whole) // 9] if packed else b"\0"):
        (output / f"report.{suffix}").write_bytes(damage)
        spoiled = graded(check, folders, output)
        assert (spoiled.status, spoiled.score) == ("fail", 0.0), spoiled.sentence
        assert spoiled.public


@pytest.mark.parametrize("kind", CASES)
def test_what_others_read_gives_nothing_of_the_reference_away(tmp_path: Path, kind: str) -> None:
    for seed in range(3):
        chance = random.Random(f"{kind} {seed}")
        check, folders = CASES[kind](chance, tmp_path / str(seed))
        result = graded(check, folders, folders["wrong"])
        secrets = [str(term) for term in check.parameters.get("terms", ())]
        expected = result.evidence.get("expected")
        secrets += [str(expected)] if kind in ("labelled_number",) else []
        for wrong in result.evidence.get("wrong", ()):
            secrets.append(str(wrong["expected"] if isinstance(wrong, dict) else wrong))
        secrets += result.evidence.get("missing", [])
        assert result.public
        for secret in secrets:
            assert secret not in result.public


@pytest.mark.parametrize("kind", CASES)
def test_each_kind_says_what_it_asks_and_fits_its_reference(tmp_path: Path, kind: str) -> None:
    check, folders = CASES[kind](random.Random(5), tmp_path)
    grounds = Grounds(None, folders["reference"], folders["input"], tmp_path)
    parameters, target = parse_parameters(check), target_of(check)
    assert KINDS[kind].fit(check, parameters, target, grounds) == ""
    sentence = KINDS[kind].sentence(check, parameters, target, grounds)
    assert target.path in sentence
    assert "\n" not in sentence
    assert KINDS[kind].title
