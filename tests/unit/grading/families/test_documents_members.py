"""Lists of just some names, and numbers of each name: any words, any layout, nothing more."""

from pathlib import Path
from typing import Any

import pytest

from studio.model.check import Check
from studio.model.grade import CheckResult
from tests.unit.grading.families.judging import Desk

OTHERS = ["WT01", "WT02", "WT05"]
NAMES: dict[str, Any] = {
    "lists": [{"members": ["WT03", "WT06", "WT08"], "words": ["guarantee"]}],
    "others": OTHERS,
}
LISTED = (
    "Guarantee not met: WT03, WT06, WT08\n",
    "The guarantee was missed by WT08, WT03 and WT06.\n",
    "Three turbines are below 97 %: WT03 / WT06 / WT08. The longest stop was at WT06.\n",
    "Guarantee not met:\n\n- WT06 (94.9 %)\n- WT03 (95.6 %)\n- WT08 (96.7 %)\n",
    "WT03 did not meet the guarantee. WT06 did not meet the guarantee. WT08 did not either: the "
    "guarantee was missed.\n",
    "WT01, WT02 and WT05 met the guarantee, the others did not.\n",
    "WT03, WT06 and WT08 missed the guarantee, while WT01, WT02 and WT05 met it.\n",
    "The guarantee of 97 % was not met by WT03 (converter) and\nWT06 (yaw motor, the longest "
    "stop of the month) and\nWT08 (pitch drive).\n",
    "| Turbine | reason |\n|---|---|\n| WT03 | converter |\n| WT06 | yaw |\n| WT08 | pitch |\n",
)
NOT_LISTED = (
    "Guarantee not met: WT03, WT08\n\nLongest stop: WT06\n",
    "Guarantee not met: WT03, WT05, WT06, WT08\n",
    "Guarantee not met: WT03, WT06, WT02\n",
    "Guarantee not met:\n\n- WT03\n- WT08\n\nLongest stop: WT06 for 32.7 h\n",
    "The guarantee was not met by WT03 and WT08. WT03, WT06 and WT08 had long stops.\n",
    "Some turbines did not meet the guarantee.\n",
    "WT01, WT02, WT03, WT05, WT06 and WT08 were looked at for the guarantee.\n",
)
WEEKS: dict[str, Any] = {
    "lists": [
        {"of": "mill spring", "members": ["16", "18"]},
        {"of": "old well", "members": ["17"]},
        {"of": "chapel"},
    ],
    "ignored": ["100"],
}
TOLD = (
    "mill spring: above 100 in weeks 16, 18.\n\nold well: week 17.\n\nchapel: never above 100.\n",
    "In week 16 and in week 18 the mill spring was above 100. The old well was in week 17. In no "
    "week was the chapel.\n",
    "- mill spring: 2 of 6 weeks (16 and 18)\n- old well: week 17\n\nAll others: none.\n",
    "| where | weeks |\n|---|---|\n| chapel | \u2013 |\n| mill spring | 16, 18 |\n"
    "| old well | 17 |\n",
)
NOT_TOLD = (
    "mill spring: above 100 in week 16.\n\nold well: week 17.\n\nchapel: never above 100.\n",
    "mill spring: weeks 16, 17, 18.\n\nold well: week 17.\n\nchapel: never above 100.\n",
    "mill spring: weeks 16, 18.\n\nold well: no week.\n\nchapel: never above 100.\n",
    "mill spring: weeks 16, 18.\n\nchapel: week 17.\n\nold well: none.\n",
    "mill spring: weeks 16, 18.\n\nold well: week 17.\n",
)


def check(**parameters: Any) -> Check:
    return Check(id="c", kind="members_listed", target="note.md", parameters=parameters)


def told(folder: Path, reference: str, parameters: dict[str, Any], text: str) -> CheckResult:
    return Desk(folder, {"note.md": reference}).judge(check(**parameters), note_md=text)


@pytest.mark.parametrize("text", LISTED)
def test_just_the_names_pass_in_any_words(tmp_path: Path, text: str) -> None:
    result = told(tmp_path, LISTED[0], NAMES, text)
    assert result.score == 1, result.sentence


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Above the limit of 40 flights: Eastby and Norham.", True),
        ("| field | flights |\n|---|---|\n| Eastby | 44 |\n| Norham | 41 |\n| Sule | 9 |\n\n"
         "Above the limit of flights:\n\n- Eastby\n- Norham\n", True),
        ("More than 40 flights: Norham and Eastby.", True),
        ("Eastby had the most flights. The wind was worst at Norham. Above the limit are Eastby "
         "and Norham.", True),
        ("Eastby had the most flights. The most flights after Eastby had Norham. Above the limit "
         "of 40 flights are Eastby, Norham and Sule.", False),
        ("Eastby and Norham had delayed flights. Flights above the limit: Eastby, Sule.", False),
    ],
)  # fmt: skip
def test_a_sentence_with_all_the_words_is_the_list(tmp_path: Path, text: str, passes: bool) -> None:
    names: dict[str, Any] = {
        "lists": [{"members": ["Eastby", "Norham"], "words": ["limit", "flights"]}],
        "others": ["Sule", "Wick"],
    }
    assert (told(tmp_path, "Eastby and Norham.", names, text).score == 1) is passes


@pytest.mark.parametrize("text", NOT_LISTED)
def test_a_name_less_or_more_fails_wherever_else_it_stands(tmp_path: Path, text: str) -> None:
    result = told(tmp_path, LISTED[0], NAMES, text)
    assert result.score == 0
    assert "WT0" not in (result.public or "")


@pytest.mark.parametrize("text", TOLD)
def test_just_the_numbers_of_each_name_pass(tmp_path: Path, text: str) -> None:
    result = told(tmp_path, TOLD[0], WEEKS, text)
    assert result.score == 1, result.sentence


@pytest.mark.parametrize("text", NOT_TOLD)
def test_a_number_less_more_or_at_another_name_fails(tmp_path: Path, text: str) -> None:
    result = told(tmp_path, TOLD[0], WEEKS, text)
    assert result.score is not None and result.score < 1


def test_a_person_may_be_written_either_way_round(tmp_path: Path) -> None:
    parameters = {"lists": [{"members": ["Engel, Paula", "Kaya, Deniz"]}], "others": ["Ott, Jo"]}
    reference = "At risk: Engel, Paula and Kaya, Deniz\n"
    desk = Desk(tmp_path, {"note.md": reference})
    turned = desk.judge(check(**parameters), note_md="Deniz Kaya and Paula Engel are at risk.\n")
    assert turned.score == 1
    other = desk.judge(check(**parameters), note_md="Deniz Kaya and Jo Ott are at risk.\n")
    assert other.score == 0


def test_lists_that_cannot_be_judged_are_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"note.md": LISTED[0]})
    assert "needs the name" in desk.fault(check(lists=[{"members": []}]))
    assert "whole numbers" in desk.fault(check(lists=[{"of": "WT03", "members": ["x"]}]))
    assert "The reference fails it" in desk.fault(
        check(lists=[{"members": ["WT03", "WT08"]}], others=["WT06"])
    )


PARTIES: dict[str, Any] = {
    "lists": [
        {"members": ["T List"], "words": ["miss", "threshold", "3"], "answer": True},
        {"members": ["F"], "words": ["receives", "39", "last", "seat"], "answer": True},
    ],
    "others": ["Greens", "A", "F", "T List"],
}
ANSWERED = "The T List misses the threshold. F receives the 39th and last seat.\n"


@pytest.mark.parametrize(
    "text",
    [
        ANSWERED,
        "Only the T list stays under 3 %. Seat 39 went to the F list.\n",
        "Below three percent: T List.\n\nThe last seat, number 39, was won by F.\n",
        "Who misses the threshold?\n\nT List\n\nWho gets the last seat?\n\nF\n",
        "The T List misses the threshold, and the 39th seat goes to the list F.\n",
        "F receives the 39th and last seat, just ahead of the Greens. The T List misses out.\n",
        "| which | list |\n|---|---|\n| misses the threshold | T List |\n| last seat | F |\n",
        f"{ANSWERED}\nA seat is worth 565 votes. The Greens and A have nine seats each.\n",
    ],
)
def test_an_answer_passes_in_any_words(tmp_path: Path, text: str) -> None:
    result = told(tmp_path, ANSWERED, PARTIES, text)
    assert result.score == 1, result.sentence


@pytest.mark.parametrize(
    "text",
    [
        "The T List misses the threshold. The Greens receive the 39th and last seat.\n",
        "The Greens miss the threshold. F receives the 39th and last seat.\n",
        "F misses the threshold, and the 39th seat goes to the T List.\n",
        "The T List misses the threshold. The last seat goes to F and the Greens.\n",
        "The T List misses the threshold. The last seat goes to F. The last seat goes to A.\n"
        "The last seat goes to the Greens.\n",
        "The T List misses the threshold. Seat 39 goes to list A. F has five seats.\n",
        "The T List misses the threshold. The last seat is taken.\n",
        "The T List, the Greens, A and F were in the distribution of the last seat.\n",
    ],
)
def test_another_answer_fails(tmp_path: Path, text: str) -> None:
    result = told(tmp_path, ANSWERED, PARTIES, text)
    assert (result.score or 0) < 1
    assert "Greens" not in (result.public or "")
