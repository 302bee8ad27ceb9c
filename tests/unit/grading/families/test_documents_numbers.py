"""The number that stands with its label, in the ways that people write it."""

from pathlib import Path
from typing import Any

import pytest

import studio.grading  # noqa: F401
from studio.grading.kinds import KINDS, Grounds, target_of
from studio.grading.verdicts import judge, parse_parameters
from studio.model.check import Check
from studio.model.grade import CheckResult

REFERENCE = "Report\n\nTotal dose: 12.4 mGy\n"


def graded(
    folder: Path, text: str, reference: str = REFERENCE, name: str = "r.txt", **parameters: Any
) -> CheckResult:
    tolerance = parameters.pop("tolerance", None)
    for place, held in (("reference", reference), ("output", text)):
        (folder / place).mkdir(exist_ok=True)
        (folder / place / name).write_text(held, encoding="utf-8")
    given = {"label": "Total dose"} | parameters
    check = Check(
        id="c", kind="labelled_number", target=name, parameters=given, tolerance=tolerance
    )
    return judge(
        check, Grounds(folder / "output", folder / "reference", folder / "input", folder / "hidden")
    )


@pytest.mark.parametrize(
    "text",
    [
        "Total dose: 12.4 mGy",
        "TOTAL DOSE = 12.4mGy",
        "total dose 12.40 mGy",
        "The total dose was 12.4 mGy.",
        "The total dose of the two series comes to 12.4 mGy.",
        "We found a total dose of about 12.4 mGy in 3 series.",
        "Total dose (mGy): 12.4",
        "Total dose [mGy]\t12.4",
        "Total dose: 12,4 mGy",
        "Total dose: 0.0124 Gy",
        "Total dose: 12 400 µGy",
        "Total dose: 12.400,0 µGy",
        "Total dose: 12.4",
        "Total dose\n12.4 mGy",
        "The total\ndose was\n12.4 mGy in all.",
        "Total dose: 12.4 mGy (limit 20 mGy)",
        "Total dose: 12.4 mGy, 3 series",
        "Total dose | 12.4 mGy",
        "Total dose (both series): sum 12.4 mGy against a limit of 20 mGy",
        "Total\u00a0dose:\u202f12.4\u00a0mGy",
        "Tot\u00adal dose: 12.4 mGy",
        "12.4 mGy total dose",
        "The sum of 12.4 mGy is the total dose.",
        "Total dose: 12.4 mGy\nMean dose: 4.1 mGy\nThe total dose was about 12 mGy.",
        "| Item | Value |\n|---|---|\n| Mean dose | 4.1 mGy |\n| Total dose | 12.4 mGy |",
        "Item\tValue\tUnit\nMean dose\t4.1\tmGy\nTotal dose\t12.4\tmGy",
        "Total dose\tSeries\n12.4 mGy\t3",
    ],
)
def test_ways_to_write_the_number(tmp_path: Path, text: str) -> None:
    result = graded(tmp_path, text)
    assert result.status == "pass", result.sentence


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Total dose: 12.5 mGy", "expected 12.4 mGy"),
        ("Total dose: -12.4 mGy", "expected"),
        ("Total dose: 124 mGy", "expected"),
        ("Total dose: 12.4 Gy", "expected"),
        ("Total dose: 12.4 MeV", "in MeV"),
        ("Total dose: 12.4 EUR", "in EUR"),
        ("Total dose: 12", "expected"),
        ("Mean dose: 12.4 mGy", "gives no number"),
        ("Subtotal dose: 12.4 mGy", "gives no number"),
        ("Total dose: none\nMean dose: 12.4 mGy", "gives no number"),
        ("Total dose\n\nMean dose 12.4 mGy", "gives no number"),
        ("Total dose: none was measured, the mean dose is 12.4 mGy", "gives no number"),
        ("Total dose: n/a. The limit is 12.4 mGy.", "gives no number"),
        ("Total dose: 12.3, 12.4 or 12.5 mGy", "given as 12.3 and 12.4 and 12.5 mGy"),
        ("Total dose: 12.4 / 13.4 mGy", "given as"),
        ("Total dose: 12.4 mGy or 13.4 mGy", "given as"),
        ("Total dose: 12.4 mGy (or maybe 13.4 mGy)", "given as"),
        ("Total dose: 12.4 mGy\nTotal dose: 12.5 mGy\nTotal dose: 12.6 mGy", "given as"),
        ("Total dose\t12.3\t12.4\t12.5\nMean\t1\t2\t3", "given as"),
        ("Total dose: 12.4-12.6 mGy", "gives no number"),
        ("Total dose: 2012.4.1 mGy", "gives no number"),
        ("Total dose: NaN mGy, 1e999", "gives no number"),
        ("Total dose: 1" + "0" * 400, "gives no number"),
        ("T\u043etal dose: 12.4 mGy", "gives no number"),
        ("", "holds no text"),
    ],
)
def test_wrong_numbers_and_lists_of_answers(tmp_path: Path, text: str, why: str) -> None:
    result = graded(tmp_path, text)
    assert (result.status, result.score) == ("fail", 0.0), result.sentence
    assert why in result.sentence
    assert "12.4" not in result.public
    assert result.public


@pytest.mark.parametrize(
    ("reference", "text", "passes"),
    [
        ("Net: 1,250.00 EUR", "Net: 1.250,00 €", True),
        ("Net: 1,250.00 EUR", "Net: EUR 1 250", True),
        ("Net: 1,250.00 EUR", "Tax: 12,5 EUR\nNet: 1.250 EUR", True),
        ("Net: 1,250.00 EUR", "Tax: 12.5 EUR\nNet: 1.250 EUR", False),
        ("Net: 1,250.00 EUR", "Net: €1,250", True),
        ("Net: 1,250.00 EUR", "Net: 1.25 kEUR", True),
        ("Net: 1,250.00 EUR", "Net: $1,250.00", False),
        ("Net: 1,250.00 EUR", "Net: 1,25 EUR", False),
        ("Net: 3.1 million EUR", "Net: 3,100,000 EUR", True),
        ("Net: 12 %", "Net: 0.12", True),
        ("Net: 12 %", "Net: 12 percent", True),
        ("Net: 12 %", "Net: 1.2 %", False),
        ("Net: 5 m2", "Net: 50 000 cm²", True),
        ("Net: 5 m2", "Net: 5 m", False),
        ("Net: 2 mg/L", "Net: 0.002 g/L", True),
        ("Net: 90 min", "Net: 1.5 h", False),
        ("Net: 7", "Net: 7", True),
        ("Net: 7", "Net: 7 of 9", True),
        ("Net: -7", "Net: \u22127", True),
    ],
)
def test_units_and_locales(tmp_path: Path, reference: str, text: str, passes: bool) -> None:
    result = graded(tmp_path, text, reference, label="Net")
    assert (result.status == "pass") is passes, result.sentence


def test_evidence_says_where_and_how_far_off(tmp_path: Path) -> None:
    result = graded(tmp_path, "Intro\n\nTotal dose: 12.6 mGy", tolerance=0.05)
    assert result.evidence["place"] == "r.txt, paragraph 2"
    assert result.evidence["expected"] == "12.4 mGy"
    assert result.evidence["found"] == ["12.6 mGy"]
    assert result.evidence["off"] == pytest.approx(0.2)
    assert graded(tmp_path, "Total dose: 12.44 mGy", tolerance=0.05).status == "pass"


def test_a_unit_can_be_demanded(tmp_path: Path) -> None:
    assert graded(tmp_path, "Total dose: 12.4", unit="mGy").status == "fail"
    assert graded(tmp_path, "Total dose: 12.4 mGy", unit="mGy").status == "pass"


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"label": "Gross"}, "The label Gross is missing"),
        ({"label": "Report"}, "stands with no number"),
        ({"expected": "12.5 mGy"}, "The reference fails it"),
        ({"expected": "a lot"}, "not a number"),
        ({"label": "::"}, "needs a letter"),
        ({"label": "Several"}, "stands with several numbers"),
    ],
)
def test_a_wrong_parameter_is_refused(tmp_path: Path, parameters: dict[str, Any], why: str) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference/r.txt").write_text(REFERENCE + "Several: 1 or 2\n")
    given = {"label": "Total dose"} | parameters
    check = Check(id="c", kind="labelled_number", target="r.txt", parameters=given)
    grounds = Grounds(None, tmp_path / "reference", tmp_path, tmp_path)
    try:
        told = KINDS[check.kind].fit(check, parse_parameters(check), target_of(check), grounds)
    except Exception as fault:
        told = str(fault)
    assert why in told


def test_many_mentions_are_read_in_bounded_time(tmp_path: Path) -> None:
    text = "Total dose: 1 or 2 or 3 mGy\n" * 100_000
    assert graded(tmp_path, text).score == 0.0
    digits = "Total dose " + "1 000 " * 500_000
    assert graded(tmp_path, digits).score == 0.0
