"""The kinds beside whole tables: each passes what is right, fails what is nearly, says where."""

import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, PieChart, Reference

from studio.grading.kinds import KINDS
from studio.grading.readers import columns
from studio.model.check import Check
from studio.sandbox.office import office_program
from tests.unit.grading.families.test_tables import asked, fault, graded
from tests.unit.grading.pivot_files import write_pivot
from tests.unit.grading.table_files import Rows, write_table, write_workbook

SALES: Rows = [
    ["id", "region", "net", "day"],
    ["S1", "north", 100.25, "2026-01-02"],
    ["S2", "south", 250.5, "2026-01-03"],
    ["S3", "north", 300, "2026-01-03"],
    ["S4", "west", 1000.75, "2026-02-01"],
]


def changed(row: int, column: int, value: object) -> Rows:
    rows = [list(values) for values in SALES]
    rows[row][column] = value
    return rows


def spaced(rows: Rows) -> Rows:
    return [["Sales of the year"], [], *rows]


def german(rows: Rows) -> Rows:
    swap = str.maketrans(",.", ".,")
    first, *rest = rows
    return [first, *([*r[:2], f"{r[2]:,.2f}".translate(swap), *r[3:]] for r in rest)]


NORTH = [{"column": "region", "value": "North"}]
LARGE = [{"column": "net", "relation": "above", "value": 250.5}]
LATE = [{"column": "day", "relation": "at least", "value": "2026-01-03"}]
MORE: Rows = [SALES[0], ["S0", "east", 5, "2026-01-01"], *SALES[:0:-1]]
PASSING: list[tuple[Check, Rows]] = [
    (asked("table_subset", "t.csv"), spaced(MORE)),
    (asked("table_subset", "t.csv", columns=["region", "net"]), german(SALES)),
    (asked("row_count", "t.csv"), spaced(SALES)),
    (asked("row_count", "t.csv", where=NORTH), SALES),
    (asked("row_count", "t.csv", at_least=3, at_most=4), SALES),
    (asked("row_count", "t.csv", exactly=2, where=LARGE), SALES),
    (asked("row_count", "t.csv", where=LATE), german(SALES)),
    (asked("column_aggregate", "t.csv", column="net"), german(SALES)),
    (asked("column_aggregate", "t.csv", column="net", where=NORTH, expected=400.25), spaced(SALES)),
    (asked("column_aggregate", "t.csv", column="net", function="median"), SALES[:1] + SALES[:0:-1]),
    (asked("column_aggregate", "t.csv", column="region", function="distinct", expected=3.0), SALES),
    (asked("column_aggregate", "t.csv", column="id", function="count"), SALES),
    (asked("rows_sorted", "t.csv", columns=["net"]), german(SALES)),
    (asked("rows_sorted", "t.csv", columns=["day", "id"]), spaced(SALES)),
    (asked("csv_writing", "t.csv", between="comma", decimal="point"), SALES[:3]),
    (asked("column_unique", "t.csv", columns=["id"]), SALES),
    (asked("column_unique", "t.csv", columns=["region", "day"]), SALES),
    (asked("column_values", "t.csv", column="region"), SALES[:3]),
    (asked("column_values", "t.csv", column="region", allowed=["North", "south", "west"]), SALES),
    (asked("table_schema", "t.csv"), spaced(german(SALES))),
    (asked("table_schema", "t.csv", columns=[{"name": "NET", "type": "number"}]), SALES),
    (asked("cell_equals", "t.csv#net[S4]"), spaced(german(SALES))),
    (asked("cell_equals", "t.csv#net[S4]", expected=1000.75), [r[::-1] for r in SALES]),
]  # fmt: skip


@pytest.mark.parametrize(("check", "rows"), PASSING, ids=lambda v: getattr(v, "kind", ""))
@pytest.mark.parametrize("large", [False, True], ids=["cells", "columns"])
def test_right_and_harmless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: Check, rows: Rows, large: bool
) -> None:
    if large:
        monkeypatch.setattr(columns, "LARGE_BYTES", 0)
    write_table(tmp_path / "right/t.csv", SALES)
    write_table(tmp_path / "out/t.csv", rows)
    assert fault(tmp_path, check) == ""
    result = graded(tmp_path, check)
    assert result.score == 1.0, result.sentence


EAST = ["S5", "east", 1, "2026-02-02"]
FAILING: list[tuple[Check, Rows, str]] = [
    (asked("table_subset", "t.csv"), changed(2, 2, 250.51), "lacks the row"),
    (asked("table_subset", "t.csv", most_extra=0), [*SALES, EAST], "too many"),
    (asked("table_subset", "t.csv"), SALES[:4], "lacks the row"),
    (asked("row_count", "t.csv"), SALES[:4], "has 3 rows, expected 4 rows"),
    (asked("row_count", "t.csv", where=NORTH), changed(1, 1, "south"), "has 1 row where"),
    (asked("column_aggregate", "t.csv", column="net"), changed(1, 2, 100.26), "off by 0.01"),
    (asked("column_aggregate", "t.csv", column="net"), changed(1, 2, "n/a"), "no number in t!C2"),
    (asked("column_aggregate", "t.csv", column="net"), changed(1, 2, "NaN"), "no number in t!C2"),
    (asked("column_aggregate", "t.csv", column="net"), SALES[:1], "holds nothing in net"),
    (asked("rows_sorted", "t.csv", columns=["net"]), SALES[:1] + SALES[:0:-1], "t!C3 is out of"),
    (asked("rows_sorted", "t.csv", columns=["net"]), SALES[:3], "not those that were"),
    (asked("rows_sorted", "t.csv", columns=["net"]), SALES[:1], "not those that were"),
    (asked("csv_writing", "t.csv", decimal="point"), german(SALES), "decimals with a point"),
    (asked("column_unique", "t.csv", columns=["id"]), [*SALES, SALES[2]], "id of t!A6"),
    (asked("column_values", "t.csv", column="region"), [*SALES, EAST], 't!B6 is "east"'),
    (asked("column_values", "t.csv", column="region"), changed(2, 1, None), "t!B3 is empty"),
    (asked("table_schema", "t.csv"), [r[:3] for r in SALES], "there is no column day"),
    (asked("table_schema", "t.csv"), changed(2, 2, "much"), "holds a text where each must be a"),
    (asked("table_schema", "t.csv", exact=True), [[*r, 1] for r in SALES], "a column too many"),
    (asked("table_schema", "t.csv", order=True), [r[::-1] for r in SALES], "in another order"),
    (asked("cell_equals", "t.csv#net[S4]"), changed(4, 2, 1000.7), "off by 0.05"),
    (asked("cell_equals", "t.csv#net[S4]"), [*SALES, SALES[4]], "has 2 rows S4"),
    (asked("cell_equals", "t.csv#net[S4]"), SALES[:4], "has 0 rows S4"),
]


@pytest.mark.parametrize(("check", "rows", "says"), FAILING, ids=lambda v: getattr(v, "kind", ""))
@pytest.mark.parametrize("large", [False, True], ids=["cells", "columns"])
def test_nearly_right_fails_and_says_where(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    check: Check,
    rows: Rows,
    says: str,
    large: bool,
) -> None:
    if large:
        monkeypatch.setattr(columns, "LARGE_BYTES", 0)
    write_table(tmp_path / "right/t.csv", SALES)
    write_table(tmp_path / "out/t.csv", rows)
    result = graded(tmp_path, check)
    assert result.status == "fail", result.sentence
    assert says in result.sentence
    for secret in ("1000.75", "1,000.75", "1,651.50", "250.5"):
        assert secret not in result.public


UNFIT: list[tuple[Check, str]] = [
    (
        asked("column_aggregate", "t.csv", column="region"),
        'The reference holds no number in t!B2, but "north".',
    ),
    (
        asked("column_aggregate", "t.csv", column="nett"),
        "There is no column nett; there are id, region, net and day.",
    ),
    (
        asked("column_aggregate", "t.csv", column="net", expected=7.0),
        "The reference's is 1,651.50, not 7.",
    ),
    (
        asked("row_count", "t.csv", where=[{"column": "x"}]),
        "There is no column x; there are id, region, net and day.",
    ),
    (asked("row_count", "t.csv", exactly=7), "The reference has 4 rows."),
    (
        asked("rows_sorted", "t.csv", columns=["region"]),
        "The reference is not sorted so: row 4 is out of order.",
    ),
    (asked("column_unique", "t.csv", columns=["region"]), "In the reference north is there twice."),
    (
        asked("csv_writing", "t.csv", between="semicolon"),
        "t.csv of the reference has no semicolon between the fields.",
    ),
    (
        asked("column_values", "t.csv", column="region", allowed=["north"]),
        'The reference holds "south" in region, which is not allowed.',
    ),
    (
        asked("table_schema", "t.csv", columns=[{"name": "net", "type": "date"}]),
        "In the reference the column net holds a number where each must be a date.",
    ),
    (
        asked("cell_equals", "t.csv#net[S9]"),
        "There is no row S9; there are S1, S2, S3 and S4.",
    ),
    (
        asked("cell_equals", "t.csv#nett[S1]"),
        "There is no column nett; there are id, region, net and day.",
    ),
    (asked("formula_present", "t.csv"), "t.csv is not a workbook and holds no formulas."),
    (asked("chart_present", "t.csv"), "t.csv is not a workbook."),
    (asked("label_value", "t.csv", label="Sum"), "The reference has no label Sum in t.csv."),
    (asked("range_equals", "t.csv"), "Name the cells, like file.xlsx#Sheet!A1:B9."),
    (asked("number_format", "t.csv#day", date=True), "In the reference t!A1 is not a date."),
]


@pytest.mark.parametrize(("check", "says"), UNFIT, ids=lambda v: getattr(v, "kind", ""))
def test_what_does_not_fit_the_reference_is_refused(
    tmp_path: Path, check: Check, says: str
) -> None:
    write_table(tmp_path / "right/t.csv", SALES)
    assert fault(tmp_path, check) == says


def test_new_rows_alone_count_for_a_subset(tmp_path: Path) -> None:
    write_table(tmp_path / "right/t.csv", SALES)
    write_table(tmp_path / "given/t.csv", SALES[:3])
    write_table(tmp_path / "out/t.csv", SALES[:4])
    check = asked("table_subset", "t.csv", facts="changed")
    assert graded(tmp_path, check).score == pytest.approx(0.5)
    write_table(tmp_path / "out/t.csv", SALES[:3])
    assert graded(tmp_path, check).score == 0.0


def test_a_row_that_is_asked_for_twice_must_be_there_twice(tmp_path: Path) -> None:
    write_table(tmp_path / "right/t.csv", [*SALES, SALES[1]])
    write_table(tmp_path / "out/t.csv", SALES)
    check = asked("table_subset", "t.csv")
    assert graded(tmp_path, check).score == pytest.approx(4 / 5)


def test_the_largest_may_have_to_stand_on_top(tmp_path: Path) -> None:
    write_table(tmp_path / "right/t.csv", [SALES[0], *SALES[:0:-1]])
    check = asked("rows_sorted", "t.csv", columns=["net"], descending=True)
    assert fault(tmp_path, check) == ""
    write_table(tmp_path / "out/t.csv", [SALES[0], *SALES[:0:-1]])
    assert graded(tmp_path, check).score == 1.0
    write_table(tmp_path / "out/t.csv", SALES)
    assert graded(tmp_path, check).score == 0.0


LABELS: Rows = [
    ["Invoice", None, None],
    ["Net", None, 1000],
    ["Total tax:", None, 190.5],
    ["Date", "31.10.2026", None],
    ["Rate", "Days", None],
    [7.25, 30, None],
]


@pytest.mark.parametrize(
    ("label", "place"), [("total TAX", "Data!C3"), ("Rate", "Data!A6"), ("Date", "Data!B4")]
)
def test_a_value_is_found_beside_its_label(tmp_path: Path, label: str, place: str) -> None:
    write_table(tmp_path / "right/t.xlsx", LABELS)
    check = asked("label_value", "t.xlsx", label=label)
    assert fault(tmp_path, check) == ""
    moved = [[], ["Bill"], *([None, *row] for row in LABELS)]
    write_table(tmp_path / "out/t.xlsx", moved, sheet="Bill")
    assert graded(tmp_path, check).score == 1.0
    spoiled = {"total TAX": (5, 4), "Rate": (8, 2), "Date": (6, 3)}[label]
    book = openpyxl.load_workbook(tmp_path / "out/t.xlsx")
    book["Bill"].cell(*spoiled).value = 3.5
    book.save(tmp_path / "out/t.xlsx")
    result = graded(tmp_path, check)
    assert result.score == 0.0
    assert "3.5" in result.sentence
    assert "190" not in result.public and "7.25" not in result.public
    assert place


def test_listing_a_label_with_many_values_does_not_pay(tmp_path: Path) -> None:
    write_table(tmp_path / "right/t.csv", LABELS)
    guesses: Rows = [["Total tax", n / 2] for n in range(300, 500)]
    write_table(tmp_path / "out/t.csv", guesses)
    assert graded(tmp_path, asked("label_value", "t.csv", label="Total tax")).score == 0.0


@pytest.mark.parametrize("free", [False, True])
def test_a_free_label_may_have_other_words(tmp_path: Path, free: bool) -> None:
    write_table(tmp_path / "right/t.csv", LABELS)
    check = asked("label_value", "t.csv", label="Total tax", free=free)
    write_table(tmp_path / "out/t.csv", [["Net", 1000], ["Total tax (EUR)", 190.5]])
    assert graded(tmp_path, check).score == float(free)
    write_table(tmp_path / "out/t.csv", [["Total tax (EUR)", 191.5], ["Tax", 190.5]])
    assert graded(tmp_path, check).score == 0.0
    guesses: Rows = [["Total tax", 190.5], ["Total tax", 190.0]]
    write_table(tmp_path / "out/t.csv", guesses)
    assert graded(tmp_path, check).score == 0.0


@pytest.mark.parametrize(
    ("value", "score"), [("4.7", 1.0), ("4.7 %", 1.0), ("0.047", 1.0), ("47", 0)]
)
def test_a_labelled_share_may_be_a_percentage(tmp_path: Path, value: str, score: float) -> None:
    write_table(tmp_path / "right/t.csv", [["Net", 1000], ["Share of cost", 0.047]])
    write_table(tmp_path / "out/t.csv", [["Net", 1000], ["Share of cost", value]])
    assert graded(tmp_path, asked("label_value", "t.csv", label="Share of cost")).score == score


def test_cells_in_their_places(tmp_path: Path) -> None:
    write_table(tmp_path / "right/t.xlsx", SALES)
    write_table(tmp_path / "given/t.xlsx", [r[:2] for r in SALES])
    work = asked("range_equals", "t.xlsx#Data!A1:D5", facts="changed")
    kept = asked("range_equals", "t.xlsx#Data!A1:D5", facts="unchanged")
    write_table(tmp_path / "out/t.xlsx", changed(2, 2, 7))
    result = graded(tmp_path, work)
    assert result.score == pytest.approx(9 / 10)
    assert result.sentence == "Data!C3 is 7, expected 250.50."
    assert result.public.endswith("the first in Data!C3.")
    assert graded(tmp_path, kept).score == 1.0
    write_table(tmp_path / "out/t.xlsx", spaced(SALES))
    assert graded(tmp_path, work).score == 0.0
    assert graded(tmp_path, kept).score == pytest.approx(0.1)


def formatted(path: Path, style: str) -> None:
    write_table(path, SALES)
    book = openpyxl.load_workbook(path)
    for row in range(2, 6):
        book["Data"].cell(row, 3).number_format = style
    book.save(path)


@pytest.mark.parametrize(
    ("parameters", "right", "wrong"),
    [
        ({"decimals": 2}, "#,##0.00", "0.0"),
        ({"decimals": 0}, "#,##0", "0.00"),
        ({"percent": True}, "0.0%", "0.0"),
        ({"currency": "EUR"}, "[$€-407] #,##0.00", "$#,##0.00"),
        ({"currency": "$", "decimals": 2}, '"USD" 0.00', "General"),
    ],
)
def test_how_numbers_are_shown(
    tmp_path: Path, parameters: dict[str, object], right: str, wrong: str
) -> None:
    formatted(tmp_path / "right/t.xlsx", right)
    check = asked("number_format", "t.xlsx#Data!C2:C5", **parameters)
    assert fault(tmp_path, check) == ""
    formatted(tmp_path / "out/t.xlsx", right)
    assert graded(tmp_path, check).score == 1.0
    formatted(tmp_path / "out/t.xlsx", wrong)
    result = graded(tmp_path, check)
    assert result.score == 0.0
    assert result.sentence.startswith("Data!C2 ")


def drawn(path: Path, chart: type, title: str, last: int = 5) -> None:
    write_table(path, SALES)
    book = openpyxl.load_workbook(path)
    made = chart()
    made.title = title
    area = Reference(book["Data"], min_col=3, min_row=1, max_row=last)
    made.add_data(area, titles_from_data=True)
    book["Data"].add_chart(made, "F2")
    book.save(path)


def test_charts(tmp_path: Path) -> None:
    drawn(tmp_path / "right/t.xlsx", BarChart, "Net by sale")
    check = asked("chart_present", "t.xlsx", type="bar", title="net", refers_to="Data!C2:C5")
    assert fault(tmp_path, check) == ""
    drawn(tmp_path / "out/t.xlsx", BarChart, "NET of each sale")
    assert graded(tmp_path, check).score == 1.0
    for wrong in ((PieChart, "Net by sale"), (BarChart, "Sales"), (BarChart, "Net by sale", 4)):
        drawn(tmp_path / "out/t.xlsx", *wrong)
        assert graded(tmp_path, check).score == 0.0
    pies = asked("chart_present", "t.xlsx", type="pie")
    assert fault(tmp_path, pies) == (
        "The reference has not a pie chart; it has a column chart of 'Data'!$C$2:$C$5."
    )
    assert "with 2 series" in fault(tmp_path, asked("chart_present", "t.xlsx", series=2))
    other = asked("chart_present", "t.xlsx#Other")
    assert graded(tmp_path, other).score == 0.0
    assert fault(tmp_path, other) == "There is no sheet Other; there is Data."


def as_ods(place: Path) -> Path:
    """Save a workbook as LibreOffice saves it in its own format."""
    command = [
        str(office_program()),
        "--headless",
        f"-env:UserInstallation=file://{place.parent}/p",
    ]
    command += ["--convert-to", "ods", "--outdir", str(place.parent), str(place)]
    subprocess.run(command, check=True, capture_output=True, timeout=110)
    return place.with_suffix(".ods")


def test_charts_of_open_document(tmp_path: Path) -> None:
    drawn(tmp_path / "right/t.xlsx", BarChart, "Net by sale")
    as_ods(tmp_path / "right/t.xlsx")
    check = asked("chart_present", "t.ods", type="column", title="net", refers_to="Data!C2:C5")
    assert fault(tmp_path, check) == ""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/t.ods").write_bytes((tmp_path / "right/t.ods").read_bytes())
    assert graded(tmp_path, check).score == 1.0
    assert "not a pie chart" in fault(tmp_path, asked("chart_present", "t.ods", type="pie"))


def test_a_chart_that_no_sheet_shows_is_none(tmp_path: Path) -> None:
    import zipfile

    drawn(tmp_path / "right/t.xlsx", BarChart, "Net")
    write_table(tmp_path / "out/t.xlsx", SALES)
    with zipfile.ZipFile(tmp_path / "right/t.xlsx") as right:
        part = right.read("xl/charts/chart1.xml")
    with zipfile.ZipFile(tmp_path / "out/t.xlsx", "a") as out:
        out.writestr("xl/charts/chart1.xml", part)
    assert graded(tmp_path, asked("chart_present", "t.xlsx")).score == 0.0


def test_pivot_tables(tmp_path: Path) -> None:
    write_pivot(tmp_path / "right/t.xlsx", SALES)
    check = asked("pivot_present", "t.xlsx", fields=["region"], values=["net"])
    assert fault(tmp_path, check) == ""
    write_pivot(tmp_path / "out/t.xlsx", SALES)
    assert graded(tmp_path, check).score == 1.0
    write_pivot(tmp_path / "out/t.xlsx", SALES, by=3)
    assert graded(tmp_path, check).score == 0.0
    write_workbook(tmp_path / "out/t.xlsx", {"Pivot": SALES})
    assert graded(tmp_path, check).score == 0.0
    lacking = asked("pivot_present", "t.xlsx", fields=["day"])
    assert fault(tmp_path, lacking) == (
        "The reference has not a pivot table by day; it has one by region of net."
    )


def test_an_empty_folder_scores_nothing_on_any_kind(tmp_path: Path) -> None:
    write_table(tmp_path / "right/t.csv", SALES)
    (tmp_path / "out").mkdir()
    for check, _ in PASSING:
        result = graded(tmp_path, check)
        assert (result.status, result.score) == ("fail", 0.0)
        assert result.sentence == result.public == "t.csv is missing."


@pytest.mark.parametrize("kind", [k for k in KINDS.values() if k.family == "tables"])
def test_every_parameter_has_a_title_and_a_description(kind: object) -> None:
    fields = kind.parameters.model_fields.values()  # type: ignore[attr-defined]
    assert all(field.title and field.description for field in fields)
