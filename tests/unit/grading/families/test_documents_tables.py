"""Tables in documents, by key and by row, in other units, locales, orders and formats."""

from pathlib import Path

import pytest

from tests.unit.grading.families.document_files import Content, write
from tests.unit.grading.families.judging import Desk, check

HEAD = "| Room | Area (m2) | Heat |\n|---|---|---|\n"
ROWS = "| Hall | 20 | 1,250.5 W |\n| Bath | 6.5 | 300 W |\n"
BY_KEY = check("document_table", "r.md", key=["Room"])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, {"r.md": f"# Rooms\n\n{HEAD}{ROWS}"})
    desk.lay(desk.grounds.input, {"r.md": HEAD + "| Hall | 20 | |\n| Bath | 6.5 | |\n"})
    return desk


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ROWS,
        HEAD + "| Bath | 6.5 | 300 W |\n| Hall | 20 | 1250.5 W |\n",
        HEAD + "| hall | 20.0 m2 | 1.2505 kW |\n| BATH | 6.50 | 0.3 kW |\n",
        "| Heat | Room | Area (m2) | Note |\n|---|---|---|---|\n| 1250.5 W | Hall | 20 | x |\n"
        "| 300 W | Bath | 6.5 | |\n",
        "|Room|Area|Heat (kW)|\n|-|-|-|\n|Hall|20 m²|1,2505|\n|Bath|6,5 m²|0,3|\n",
        "| Other | Table |\n|---|---|\n| 1 | 2 |\n\n" + HEAD + ROWS,
    ],
)
def test_the_same_table_in_other_ways(desk: Desk, text: str) -> None:
    result = desk.judge(BY_KEY, r_md=text)
    assert result.status == "pass", result.sentence


@pytest.mark.parametrize(
    ("rows", "score", "says"),
    [
        ("| Hall | 20 | 1,250.6 W |\n| Bath | 6.5 | 300 W |\n", 0.75, "heat of hall"),
        ("| Hall | 20 | 1,250.5 kW |\n| Bath | 6.5 | 300 W |\n", 0.75, "heat of hall"),
        ("| Hall | 20 | 1,250.5 W |\n", 0.5, "missing"),
        ("| Hall | 20 | 300 W |\n| Bath | 6.5 | 1,250.5 W |\n", 0.5, "1 more differ"),
        ("| Hall | 20 | 1 W |\n| Hall | 20 | 1,250.5 W |\n", 0.0, "more than once"),
        (ROWS + "| Attic | 1 | 2 W |\n", 0.0, "a row too many"),
        ("", 0.0, ""),
    ],
)
def test_wrong_rows_and_values(desk: Desk, rows: str, score: float, says: str) -> None:
    result = desk.judge(BY_KEY, r_md=HEAD + rows)
    assert result.score == pytest.approx(score), result.sentence
    assert says in result.sentence
    assert "1,250.5" not in result.public


def test_a_column_has_its_share(desk: Desk) -> None:
    shared = check("document_table", "r.md", key=["Room"], shares={"Heat": 0.01})
    for rows, passes in (
        ("| Hall | 20 | 1,260 W |\n| Bath | 6.5 | 302 W |\n", True),
        ("| Hall | 20 | 1,250 W |\n| Bath | 6.5 | 305 W |\n", False),
        ("| Hall | 20.1 | 1,250.5 W |\n| Bath | 6.5 | 300 W |\n", False),
    ):
        assert (desk.judge(shared, r_md=HEAD + rows).status == "pass") is passes


RENAMED = "| Place | Watts | Size (m2) |\n|---|---|---|\n"


@pytest.mark.parametrize(
    ("rows", "score"),
    [
        ("| Bath | 300 W | 6.5 |\n| Hall | 1,250.5 W | 20 |\n", 1.0),
        ("| Bath | 300 W | 6.5 |\n| Hall | 1,250.6 W | 20 |\n", 0.75),
        ("| Bath | 301 W | 6.5 |\n| Hall | 1,250.6 W | 20 |\n", 0.5),
        ("| Cellar | 300 W | 6.5 |\n| Attic | 1,250.5 W | 20 |\n", 0.0),
    ],
)
def test_a_column_of_another_name_counts_by_its_values(desk: Desk, rows: str, score: float) -> None:
    result = desk.judge(BY_KEY, r_md=RENAMED + rows)
    assert result.score == pytest.approx(score), result.sentence
    exact = check("document_table", "r.md", key=["Room"], names="exact")
    assert desk.judge(exact, r_md=RENAMED + rows).score == 0.0


def test_swapped_columns_keep_their_names(desk: Desk) -> None:
    swapped = HEAD + "| Hall | 1,250.5 W | 20 |\n| Bath | 300 W | 6.5 |\n"
    assert desk.judge(BY_KEY, r_md=swapped).score == 0.0


def test_a_table_for_each_possible_answer_does_not_pay(desk: Desk) -> None:
    tables = [
        RENAMED + f"| Hall | {heat / 10} W | 20 |\n| Bath | 300 W | 6.5 |\n\nor\n\n"
        for heat in range(12_495, 12_515)
    ]
    assert desk.judge(BY_KEY, r_md="".join(tables)).score < 1


def test_evidence_tells_how_far_off(desk: Desk) -> None:
    result = desk.judge(BY_KEY, r_md=HEAD + ROWS.replace("300 W", "310 W"))
    assert result.evidence["wrong"] == [
        {"row": "bath", "column": "heat", "expected": "300 W", "found": "310 W", "off": 10.0}
    ]
    assert result.public == "The table of r.md is not as it must be; 1 of 2 rows are wrong."
    within = BY_KEY.model_copy(update={"tolerance": 10.0})
    assert desk.judge(within, r_md=HEAD + ROWS.replace("300 W", "310 W")).status == "pass"


def test_only_what_the_work_adds_earns(desk: Desk) -> None:
    asked = check("document_table", "r.md", key=["Room"], facts="changed")
    untouched = (desk.grounds.input / "r.md").read_text()
    assert desk.judge(asked, r_md=untouched).score == 0.0
    assert desk.judge(asked, r_md=HEAD + ROWS).score == 1.0
    kept = check("document_table", "r.md", key=["Room"], facts="unchanged")
    assert desk.judge(kept, r_md=HEAD + ROWS.replace("6.5", "6.6")).score == 0.5


def test_order_and_extra_rows_can_matter(desk: Desk) -> None:
    turned = HEAD + "".join(f"{row}\n" for row in ROWS.strip().split("\n")[::-1])
    ordered = check("document_table", "r.md", key=["Room"], order_matters=True)
    assert desk.judge(ordered, r_md=turned).score == 0.0
    assert desk.judge(check("document_table", "r.md"), r_md=turned).score == 0.0
    free = check("document_table", "r.md", key=["Room"], extra_rows="ignore")
    assert desk.judge(free, r_md=HEAD + ROWS + "| Attic | 1 | 2 W |\n").score == 1.0


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (check("document_table", "r.md", table=2), "has 1 tables only"),
        (check("document_table", "r.md", key=["Floor"]), "has the columns Floor"),
        (check("document_table", "r.md", table=1, columns=["Floor"]), "no column floor"),
        (check("document_table", "r.md", table=0), "at least 1"),
    ],
)
def test_a_table_that_is_not_there_is_refused(desk: Desk, asked: object, why: str) -> None:
    assert why in desk.fault(asked)  # type: ignore[arg-type]


def test_a_key_must_identify_a_row(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"r.md": HEAD + "| Hall | 1 | 2 |\n| Hall | 3 | 4 |\n"})
    assert "stands there twice" in desk.fault(BY_KEY)


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "docx", "odt", "pptx", "pdf"])
def test_the_second_of_two_like_tables_is_compared_with_the_second(
    tmp_path: Path, suffix: str
) -> None:
    desk = Desk(tmp_path, {})
    table = [("Room", "Heat"), ("Hall", "7"), ("Bath", "9")]
    name = f"r.{suffix}"
    write(Content("Heat", [("One", ["x"])], table), desk.grounds.reference / name)
    assert desk.grounds.output is not None
    asked = check("document_table", name, key=["Room"], table=1)
    assert desk.fault(asked) == ""
    write(Content("Heat", [("One", ["x"])], table[:2]), desk.grounds.output / name)
    assert desk.judge(asked).score == 0.5


def test_a_remark_at_the_foot_is_no_row(desk: Desk) -> None:
    assert desk.judge(BY_KEY, r_md=HEAD + ROWS + "| measured in May | | |\n").score == 1.0
    assert desk.judge(BY_KEY, r_md=HEAD + ROWS + "| Attic | 3 | |\n").score == 0.0


def test_rows_of_totals_may_be_free_and_have_another_name(desk: Desk) -> None:
    total = "| Total | 26.5 | 1,550.5 W |\n"
    free = check("document_table", "r.md", key=["Room"], totals="ignore")
    assert desk.judge(BY_KEY, r_md=HEAD + ROWS + total).score == 0.0
    assert desk.judge(free, r_md=HEAD + ROWS + total).score == 1.0
    assert desk.judge(free, r_md=HEAD + ROWS.replace("300", "301") + total).score == 0.75
    desk.lay(desk.grounds.reference, {"r.md": HEAD + ROWS + total})
    assert desk.judge(BY_KEY, r_md=HEAD + ROWS + total.replace("Total", "Sum")).score == 1.0
    assert desk.judge(BY_KEY, r_md=HEAD + ROWS + "| Sum | 26 | 1,550.5 W |\n").score < 1.0
    assert desk.judge(BY_KEY, r_md=HEAD + ROWS).score < 1.0


LISTED = "| Dish | Allergens |\n|---|---|\n"


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("| Soup | L |\n| Salmon with rice | d, g, m |\n", True),
        ("| Soup | L |\n| Salmon with rice | D/G/M |\n", True),
        ("| Soup | L |\n| Salmon with rice | D, G |\n", False),
        ("| Soup | L |\n| Salmon with rice | D M G |\n", False),
    ],
)
def test_a_list_in_a_cell_may_be_parted_otherwise(tmp_path: Path, text: str, passes: bool) -> None:
    desk = Desk(tmp_path, {"r.md": f"{LISTED}| Soup | L |\n| Salmon with rice | D G M |\n"})
    result = desk.judge(check("document_table", "r.md", key=["Dish"]), r_md=LISTED + text)
    assert (result.status == "pass") is passes, result.sentence


def test_a_row_with_a_mark_is_not_one_without_it(tmp_path: Path) -> None:
    rows = "| Soup of lentils | 1.8 |\n| Lasagne salty | 2.3 |\n"
    head = "| Dish | Salt |\n|---|---|\n"
    desk = Desk(tmp_path, {"r.md": head + rows})
    asked = check("document_table", "r.md", key=["Dish"], marks=["salty"])
    bracketed = rows.replace("Lasagne salty", "Vegetable lasagne (salty)")
    assert desk.judge(asked, r_md=head + bracketed).status == "pass"
    swapped = rows.replace("Lasagne salty", "Lasagne").replace("lentils", "lentils salty")
    assert desk.judge(asked, r_md=head + swapped).status == "fail"
    assert desk.judge(asked, r_md=head + rows.replace(" salty", "")).status == "fail"
