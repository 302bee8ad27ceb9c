"""Documents that keep what they said, and figures that stand beside their words."""

from pathlib import Path
from typing import Any

import pytest

from studio.grading.kinds import Grounds
from studio.grading.verdicts import judge
from studio.model.check import Check

GIVEN = "# Lease\n\nThe rent is EUR 950.00.\n\nNotice is three months.\n\n# Law\n\nLund decides.\n"
RIGHT = GIVEN.replace("950.00", "978.50")


def judged(folder: Path, kind: str, text: str | None, **parameters: Any) -> Any:
    for name, content in (("input", GIVEN), ("reference", RIGHT), ("output", text)):
        (folder / name).mkdir(exist_ok=True)
        if content is not None:
            (folder / name / "lease.md").write_text(content)
    grounds = Grounds(folder / "output", folder / "reference", folder / "input", folder / "hidden")
    check = Check(id="c", kind=kind, target="lease.md", gate=True, parameters=parameters)
    return judge(check, grounds)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        (RIGHT, True),
        (GIVEN, True),
        (RIGHT.replace("\n\n", "\n\n\n"), True),
        (RIGHT.replace("The rent is EUR 978.50.", "Rent: 978.50 euro a month."), True),
        (RIGHT.replace("three months", "two months"), False),
        (RIGHT.replace("# Law\n\nLund decides.\n", ""), False),
        ("", False),
        (None, False),
    ],
)
def test_what_was_not_to_change_must_stay(tmp_path: Path, text: str | None, passes: bool) -> None:
    result = judged(tmp_path, "text_kept", text)
    assert (result.status == "pass") is passes
    assert "three" not in result.public


FIGURES = (
    {"value": "84300", "words": ["revenue"]},
    {"value": "61750", "words": ["costs"], "within": 0.5},
)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Revenue was 84,300 and costs were 61,750.", 1.0),
        ("- costs: 61750.4\n- revenue: 84300\n", 1.0),
        ("| item | EUR |\n|---|---|\n| Revenue | 84,300 |\n| Costs | 61,750 |\n", 1.0),
        ("Revenue was 61,750. Costs were 84,300.", 0.0),
        ("Revenue was 84,300. Costs were 61,570.", 0.5),
        ("Revenue and costs are to be confirmed.", 0.0),
        ("84,300 61,750", 0.0),
        ("Revenue " + " ".join(str(n) for n in range(60_000, 85_000, 50)) + " costs 61750", 0.0),
        (None, 0.0),
    ],
)
def test_figures_stand_beside_their_words(tmp_path: Path, text: str | None, score: float) -> None:
    result = judged(tmp_path, "figures_stated", text, figures=list(FIGURES), max_numbers=20)
    assert result.score == pytest.approx(score)
    assert "84" not in result.public
