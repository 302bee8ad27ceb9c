"""A tolerance is told with the size of the smallest real mistake."""

from pathlib import Path

from studio.grading import propose
from tests.unit.grading.proposing.scenes import Scene, csv_text, xlsx

_HOURS = [["name", "hours"], ["Ann", 31.25], ["Ben", 28.5], ["Cleo", 40.75]]


def reasons(scene: Scene, folder: Path) -> str:
    return " / ".join(propose(scene.lay(folder), {}).reasons.values())


def test_figures_of_a_text_that_may_be_mixed_up(tmp_path: Path) -> None:
    scene = Scene(
        "bill",
        "From hours.csv write `bill.md`: the net amount at 40.50 EUR an hour and the tax of 19%.",
        {"hours.csv": csv_text(_HOURS)},
        {"bill.md": "The net amount is 4,070.25 EUR, the tax is 773.35 EUR.\n"},
    )
    assert "the smallest mistake" in reasons(scene, tmp_path)
    assert "is off by 773.4" in reasons(scene, tmp_path)


def test_cells_that_are_computed(tmp_path: Path) -> None:
    rows = [["Name", "Hours", "Pay"], *([*row, None] for row in _HOURS[1:])]
    made = [rows[0], *([n, h, f"=ROUND(B{i}*21.4,2)"] for i, (n, h) in enumerate(_HOURS[1:], 2))]
    scene = Scene(
        "pay",
        "Fill the column Pay with live formulas: hours times 21.40, rounded to the cent.",
        {"pay.xlsx": xlsx({"May": rows})},
        {"pay.xlsx": xlsx({"May": made})},
        work="in_place",
    )
    assert "is off by 58.85" in reasons(scene, tmp_path)


def test_the_text_of_an_element_goes_by_the_name_of_the_element(tmp_path: Path) -> None:
    scene = Scene(
        "weights",
        "Write `load.xml` with the net and the gross weight in kg of each box of boxes.csv, "
        "gross weight rounded to 0.1 kg, net weight rounded to whole kg.",
        {"boxes.csv": csv_text([["box", "net", "tare"], ["A", 12.31, 1.09], ["B", 20.75, 2.1]])},
        {
            "load.xml": '<load><box name="A"><net unit="kg">12</net>'
            '<gross unit="kg">13.4</gross></box>'
            '<box name="B"><net unit="kg">21</net><gross unit="kg">22.9</gross></box></load>'
        },
    )
    told = reasons(scene, tmp_path)
    assert "#text" not in told
    assert "gross" in told
