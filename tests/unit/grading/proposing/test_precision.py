"""Tolerances: what the instruction states comes first, and only for what its sentence names."""

from collections.abc import Sequence

import pytest

from studio.grading.proposing.instruction import Instruction
from studio.grading.proposing.precision import Precision, copied, precision_of, rooms_of
from studio.grading.proposing.scopes import Subject, slack_for, slack_of_figure
from studio.grading.readers.values import Scalar


def precision(
    prompt: str, name: str, values: Sequence[Scalar], *others: str, path: str = "out.csv"
) -> Precision:
    subject = Subject((name, path), others, path)
    return precision_of(Instruction(prompt), subject, [(v, "") for v in values], 4)


@pytest.mark.parametrize(
    "prompt",
    [
        "Write mean and sd in full precision, do not round anything.",
        "The mean is given unrounded.",
        "Please don't round the results.",
        "Give mean and sd with all decimals.",
    ],
)
def test_all_digits_are_asked_for(prompt: str) -> None:
    found = precision(prompt, "mean", [5.123456789012, 41.0912345678], "sd", "n")
    assert found.share == 1e-6 and found.tolerance == pytest.approx(5.1e-6, rel=0.01)


@pytest.mark.parametrize(
    "prompt",
    [
        "Do not round intermediate results; give the mean to two decimals.",
        "Keep full precision until the end, then round the mean to two decimals.",
    ],
)
def test_digits_that_are_kept_on_the_way_do_not_count(prompt: str) -> None:
    assert precision(prompt, "mean", [5.12, 4.13]).tolerance == 0.005


def test_a_rounding_is_about_the_name_that_it_stands_with() -> None:
    prompt = (
        "Columns: exam, patients, median_dose, share_of_limit. The median is given with one "
        "decimal, share_of_limit as a whole per cent."
    )
    names = ("exam", "patients", "median_dose", "share_of_limit")
    found = {
        name: precision(prompt, name, values, *(other for other in names if other != name))
        for name, values in {
            "patients": [14.0, 9.0],
            "median_dose": [424.5, 80.0],
            "share_of_limit": [97.0, 121.0],
        }.items()
    }
    tolerances = {name: one.tolerance for name, one in found.items()}
    assert tolerances == {"patients": None, "median_dose": 0.05, "share_of_limit": 0.5}


def test_a_sentence_is_about_its_subject() -> None:
    prompt = "Final: 30 % quiz average, 70 % exam, rounded to whole points, half a point goes up."
    names = ("Quiz average", "Exam", "Final")
    average = precision(prompt, "Quiz average", [66.666666667, 72.5], *names[1:])
    assert average.tolerance is not None and average.tolerance <= 0.005
    assert precision(prompt, "Final", [67.0, 80.0], *names[:2]).tolerance == 0.01


def test_a_wish_of_another_file_does_not_count() -> None:
    prompt = "- `sums.csv` with n and mean.\n- `list.csv` with run and z. Two decimals, please."
    assert precision(prompt, "mean", [5.12345, 4.2], "n", path="sums.csv").tolerance == 0.00005
    assert precision(prompt, "z", [5.12, 4.2], "run", path="list.csv").tolerance == 0.005


@pytest.mark.parametrize(
    ("prompt", "of_mean", "of_other"),
    [
        ("We compare our means and accept a difference of up to 0.005.", 0.005, None),
        ("The means may differ by at most 0.02.", 0.02, None),
        ("The mean may be off by 0,5.", 0.5, None),
        ("All figures are right within 0.5.", 0.5, 0.5),
        ("A cent either way is fine.", 0.01, 0.01),
        ("Reply within 3 days if it is correct.", None, None),
        ("Differences of more than 5 are flagged.", None, None),
    ],
)
def test_a_stated_tolerance_is_about_what_its_sentence_names(
    prompt: str, of_mean: float | None, of_other: float | None
) -> None:
    instruction = Instruction(prompt)
    mean = slack_for(instruction, Subject(("mean",), ("maximum",)))
    other = slack_for(instruction, Subject(("maximum",), ("mean",)))
    assert (mean.margin if mean else None) == of_mean
    assert (other.margin if other else None) == of_other


@pytest.mark.parametrize(
    ("prompt", "share"),
    [
        ("Bookings with the code EARLY have 10 % off.", None),
        ("Raise the prices by 5% and correct the totals.", None),
        ("A deposit of 20% is enough.", None),
        ("A mean may be off by 2%.", 0.02),
        ("Being 2% off is fine.", 0.02),
        ("We accept a tolerance of 5 %.", 0.05),
        ("Estimates within 10 percent are accepted.", 0.1),
    ],
)
def test_a_share_is_a_tolerance_only_where_it_is_said_to_be_one(
    prompt: str, share: float | None
) -> None:
    slack = slack_for(Instruction(prompt), Subject(("mean",)))
    assert (slack.share if slack else None) == share


@pytest.mark.parametrize(
    ("name", "margin"),
    [("rise_time_s", 2.0), ("overshoot_percent", 0.5), ("final_value_K", 0.2), ("gain_dB", None)],
)
def test_amounts_that_are_near_enough_are_those_of_their_units(
    name: str, margin: float | None
) -> None:
    prompt = (
        "I accept 0.2 K deviation of the curve in `curve.csv`. `figures.json` has the times and "
        "the overshoot. Two seconds and half a percentage point are close enough."
    )
    slack = slack_for(Instruction(prompt), Subject((name,), path="figures.json"))
    assert (slack.margin if slack else None) == margin


def test_half_a_per_cent_is_a_share() -> None:
    slack = slack_for(Instruction("Half a per cent is good enough."), Subject(("rms",)))
    assert slack is not None and slack.share == 0.005


def test_rows_in_free_order_are_not_to_be_sorted() -> None:
    prompt = (
        "Each is registered under the id that comes first in alphabetical order. Write `out.csv`. "
        "Row order doesn't matter."
    )
    assert Instruction(prompt, ["out.csv"]).order_for("out.csv") is None


def test_a_tolerance_is_told_in_the_unit_of_the_column() -> None:
    found = slack_for(Instruction("Lengths within 5 mm are accepted."), Subject(("length (m)",)))
    assert found and found.margin == pytest.approx(0.005)


def test_a_figure_of_a_text_has_the_tolerance_of_what_it_is_called() -> None:
    instruction = Instruction("The portal accepts a difference of up to 0.005 between means.")
    assert slack_of_figure(instruction, "where the mean is", "note.txt")
    assert not slack_of_figure(instruction, "75 results were read", "note.txt")


@pytest.mark.parametrize(
    ("prompt", "name", "values", "tolerance"),
    [
        ("The pay is rounded to the cent for each employee.", "pay", [812.4, 640.25], 0.0001),
        ("Round every pay to the cent.", "pay", [812.4, 640.25], 0.0001),
        ("Mark: 40 % quiz, 60 % exam, rounded to whole points.", "mark", [96.0, 75.0], 0.01),
        ("Give the pay to the cent.", "pay", [812.4, 640.25], 0.005),
        ("The pay is shown rounded to the cent.", "pay", [812.4, 640.25], 0.005),
        ("The pay is rounded to the cent.", "pay", [812.4031, 640.2512], 0.005),
    ],
    ids=["is rounded", "round", "points", "given", "shown", "the reference keeps its digits"],
)
def test_numbers_that_are_rounded_by_rule_have_no_other_digits(
    prompt: str, name: str, values: list[Scalar], tolerance: float
) -> None:
    assert precision(prompt, name, values).tolerance == pytest.approx(tolerance)


@pytest.mark.parametrize(
    ("values", "tolerance"),
    [
        ([20.0, 10.0, 0.075, 40.0], 0.0005),
        ([20.0, 10.0, 0.1, 40.0], 0.005),
        ([20.0, 13.333333, 16.666667, 15.5], 0.00005),
        ([12.34, 15.5, 11.27], 0.005),
    ],
    ids=["finest digit", "least value", "cut-off fractions", "of one length"],
)
def test_small_values_among_large_ones_keep_their_digits(
    values: list[Scalar], tolerance: float
) -> None:
    found = precision("Compare the daily doses.", "dose", values)
    assert found.tolerance == pytest.approx(tolerance)


def test_what_is_copied_is_exact_beside_what_has_room() -> None:
    limits = copied(Precision(0.005, "shown"), [0.5, 0.01])
    assert limits.tolerance is None
    known = {"mean": Precision(0.005, "stated", stated=True), "limit": limits}
    assert rooms_of(known) == (None, {"tolerances": {"mean": 0.005}})


def test_a_tolerance_that_is_stated_holds_for_what_is_copied() -> None:
    stated = Precision(0.5, "the instruction allows 0.5", stated=True)
    assert copied(stated, [1.25]) is stated


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("Areas within 1 %, lengths within 0.5 m.", {"area_m2": 0.01, "length_m": 0.5}),
        ("Within 1 % for areas and 0.5 m for lengths is fine.", {"area_m2": 0.01, "length_m": 0.5}),
        ("Tolerances: area 2 %, length 10 cm.", {"area_m2": 0.02, "length_m": 0.1}),
        ("Areas may be off by at most 2 %, lengths by 0.1 m.", {"area_m2": 0.02, "length_m": 0.1}),
        ("w_m is the length of a side. Lengths ± 5 cm.", {"w_m": 0.05, "area_m2": None}),
        ("Give `plots.csv`: w_m (mean length), area_m2.\n\nLengths ± 5 cm.", {"w_m": 0.05}),
        ("Lengths within one step.", {"length_m": 0.2}),
        ("Lengths within three samples, areas within 1 %.", {"length_m": 0.6, "area_m2": 0.01}),
        ("Lengths within 2 s.", {"length_m": None}),
        ("Reply about the areas within 2 %.", {"length_m": None}),
        ("Discounts up to 5 % on areas.", {"area_m2": None}),
        ("`plots.csv` has all. Plots within 3 %.", {"w_m": 0.03, "area_m2": 0.03}),
        ("Plots within 3 %, areas within 1 %.", {"area_m2": 0.01, "w_m": 0.03}),
    ],
)
def test_each_clause_gives_its_own_subject_a_tolerance(
    prompt: str, found: dict[str, float | None]
) -> None:
    names = ("w_m", "area_m2", "length_m")
    for name, amount in found.items():
        others = tuple(other for other in names if other != name)
        slack = slack_for(Instruction(prompt), Subject((name,), others, "plots.csv", 0.2))
        assert (slack and (slack.share or slack.margin)) == (amount and pytest.approx(amount)), name


def test_steps_of_a_series_that_nobody_knows_are_no_tolerance() -> None:
    assert slack_for(Instruction("Lengths within one step."), Subject(("length_m",))) is None


def test_shares_and_margins_stand_beside_each_other() -> None:
    rooms = {"a": Precision(0.25, ""), "b": Precision(0.02, "", 0.01), "c": Precision(None, "")}
    told = rooms_of(rooms)
    assert told == (None, {"tolerances": {"a": 0.25, "b": 0.02}, "shares": {"b": 0.01}})
