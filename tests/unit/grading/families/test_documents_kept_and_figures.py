"""Documents that keep what they said, and figures that stand beside their words."""

from pathlib import Path
from typing import Any

import pytest

from studio.grading.kinds import Grounds
from studio.grading.verdicts import judge
from studio.model.check import Check

GIVEN = "# Lease\n\nThe rent is EUR 950.00.\n\nNotice is three months.\n\n# Law\n\nLund decides.\n"
RIGHT = GIVEN.replace("950.00", "978.50")


def judged(folder: Path, kind: str, text: str | None, given: str = "", **parameters: Any) -> Any:
    before, after = (given, given) if given else (GIVEN, RIGHT)
    for name, content in (("input", before), ("reference", after), ("output", text)):
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


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        (RIGHT, True),
        (RIGHT.replace("978.50", "1.00"), True),
        (RIGHT.replace("The rent is", "The price is"), False),
        (RIGHT.replace("three months", "two months"), False),
    ],
)
def test_the_words_around_what_was_filled_in_must_stay(
    tmp_path: Path, text: str, passes: bool
) -> None:
    assert (judged(tmp_path, "text_kept", text, around=True).status == "pass") is passes


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("The retainer is $3500.00 of 12500.", True),
        ("The retainer is $3,500.00 of 12,500.", True),
        ("The retainer is $350.00 of 12500.", False),
        ("The retainer is $3,500.50 of 12500.", False),
        ("The retainer is $35,00.00 of 12500.", False),
    ],
)
def test_separators_of_thousands_say_nothing(tmp_path: Path, text: str, passes: bool) -> None:
    result = judged(tmp_path, "text_kept", text, given="The retainer is $3,500.00 of 12,500.")
    assert (result.status == "pass") is passes


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


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Mia came to 15 of 18 planned sessions.", True),
        ("18 sessions were planned. Mia came to 15 (83 %).", True),
        ("18 sessions were planned. Mia came to 14 (78 %).", False),
        ("20 sessions were planned. Mia came to 15 (75 %).", False),
        ("18 days were rainy. Mia came to 15 (83 %).", False),
        ("15 sessions were planned. Mia came to 18.", False),
    ],
)
def test_the_whole_may_stand_in_the_sentence_before(
    tmp_path: Path, text: str, passes: bool
) -> None:
    figure = {"value": "15", "words": ["planned", "sessions"], "out_of": "18"}
    assert (judged(tmp_path, "figures_stated", text, figures=[figure]).score == 1) is passes


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("The budget is £160.78m, costs fall by 17.2%, and the yield is 0.0754 mol/L.", True),
        ("Budget 160.8 million £. Costs: \u221217.2 per cent. Yield 0.0754 mol/L.", True),
        ("The budget is £160.87m, costs fall by 17.2%, and the yield is 0.0754 mol/L.", False),
        ("The budget is £161m, costs fall by 17.2%, and the yield is 0.0754 mol/L.", False),
        ("The budget is £160.78m, costs fall by 17.2%, and the yield is 75.4 mmol/L.", False),
        ("The budget is £160.78m or £161.20m. Costs fall by 17.2%. Yield 0.0754 mol/L.", False),
        ("Budget £160.78m.\nFall 17.2%.\nYield: 0.0754 mol/L.\nYield: 0.0760 mol/L.", False),
    ],
)
def test_figures_may_be_scaled_but_not_hedged(tmp_path: Path, text: str, passes: bool) -> None:
    figures = [
        {"value": "160777100 £", "least_digits": 4},
        {"value": "17.2%", "within": 0.0005, "falls": True},
        {"value": "0.0754 mol/L", "within": 0.00005, "same_unit": True},
    ]
    result = judged(tmp_path, "figures_stated", text, figures=figures)
    assert (result.status == "pass") is passes
    assert "0.0754" not in result.public


DEPARTURES = (
    {"terms": ["4 May 2026", "07:30", "Alma"], "under": "Ferries"},
    {"terms": ["4 May 2026", "13:05", "Brisk"], "under": "Ferries"},
)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("# Ferries\n\n- 4 May: 07:30 Alma\n- 4 May: 13:05 Brisk\n", 1.0),
        ("# Ferries\n\n2026-05-04 Alma 7:30 am\n\n04/05/2026 Brisk 1.05 pm\n", 1.0),
        ("# Ferries\n\nOn 4 May 07:30 Alma and 13:05 Brisk leave.\n", 1.0),
        ("# Ferries\n\n| d | t | b |\n|---|---|---|\n| May 4 | 07:30 | Alma |\n", 0.5),
        ("# Ferries\n\nOn 4 May 13:05 Alma and 07:30 Brisk leave.\n", 0.0),
        ("# Buses\n\n- 4 May: 07:30 Alma\n- 4 May: 13:05 Brisk\n", 0.0),
        ("# Ferries\n\n- 4 May: 13:05 Brisk\n- 4 May: 07:30 Alma\n", 0.0),
        ("# Ferries\n\n" + "- 4 May: 07:30 Alma\n- 4 May: 13:05 Brisk\n" * 9, 0.0),
        ("", 0.0),
        (None, 0.0),
    ],
)
def test_facts_are_told_in_any_layout(tmp_path: Path, text: str | None, score: float) -> None:
    facts = {"facts": list(DEPARTURES), "in_order": True, "max_numbers": 40}
    result = judged(tmp_path, "facts_told", text, **facts)
    assert result.score == pytest.approx(score)
    assert "Alma" not in result.public


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Channel: left open", True),
        ("Date to be advised", True),
        ("Signed: ___", True),
        ("down TK%", True),
        ("Call on channel [channel].", True),
        ("He said [sic] that the gate was left of the door.", False),
        ("The snake_case name and 5... are fine.", False),
    ],
)
def test_words_that_stand_for_what_is_missing(tmp_path: Path, text: str, left: bool) -> None:
    assert (judged(tmp_path, "no_placeholders", text).status == "fail") is left
