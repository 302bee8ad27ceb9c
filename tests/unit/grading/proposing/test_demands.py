"""What an instruction fixes is demanded: names and types, places, given values, whole rows."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from studio.grading import propose
from studio.model.check import Check
from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text, word, xlsx
from tests.unit.grading.proposing.test_scenes import verdicts

_ROWS = csv_text([["lot", "level", "result"], ["A", 1, 4.5], ["A", 2, 6.25], ["B", 1, 4.75]])


def _holds(scene: Scene, folder: Path) -> None:
    """Assert that each output of a scene is judged as it must be."""
    for name, wanted, passed in verdicts(scene, folder):
        assert passed == wanted, name


def _checks(scene: Scene, folder: Path, kind: str) -> list[Check]:
    return [check for check in propose(scene.lay(folder), {}).checks if check.kind == kind]


def _parquet(**columns: Sequence[object]) -> dict[str, Content | None]:
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return {"stats.parquet": stream.getvalue()}


def test_types_in_brackets_fix_names_and_kinds_of_numbers(tmp_path: Path) -> None:
    lots, levels, n, means = ["A", "B"], [1, 2], [12, 14], [5.375, 4.8125]
    scene = Scene(
        "stats",
        "From runs.csv write `stats.parquet`, one row per lot and level, with lot (text), level "
        "(integer), n (integer) and mean of the results.",
        {"runs.csv": _ROWS},
        _parquet(lot=lots, level=levels, n=n, mean=means),
        {"in another order of columns": _parquet(mean=means, n=n, level=levels, lot=lots)},
        {
            "levels as text": _parquet(lot=lots, level=["1", "2"], n=n, mean=means),
            "counts as text": _parquet(lot=lots, level=levels, n=["12", "14"], mean=means),
            "other names": _parquet(Lot_no=lots, Lvl=levels, Count=n, Average=means),
        },
    )
    _holds(scene, tmp_path)


def _charted(drawn: str) -> dict[str, Content | None]:
    """Return a workbook of channels and weeks with a chart of the second column on one sheet."""
    rows: dict[str, Rows] = {
        "Channels": [["Channel", "Cost per lead"], ["mail", 4.25], ["search", 7.5]]
    }
    rows["Weeks"] = [["Week", "Cost"], ["W14", 310.5], ["W15", 280.25]]
    book = openpyxl.load_workbook(io.BytesIO(xlsx(rows)))
    sheet = cast(Worksheet, book[drawn])
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), True)
    sheet.add_chart(chart, "E2")
    stream = io.BytesIO()
    book.save(stream)
    return {"review.xlsx": stream.getvalue()}


def test_a_chart_stands_on_the_sheet_that_it_is_wanted_beside(tmp_path: Path) -> None:
    scene = Scene(
        "review",
        'From ads.csv make `review.xlsx`.\n\nSheet "Channels": channel and cost per lead.\n\n'
        "Below or beside it a column chart of the cost per lead by channel.\n\n"
        'Sheet "Weeks": week and cost.',
        {"ads.csv": csv_text([["channel", "week", "cost"], ["mail", "W14", 31], ["tv", "W15", 9]])},
        _charted("Channels"),
    )
    (check,) = _checks(scene, tmp_path, "chart_present")
    assert check.target == "review.xlsx#Channels"
    assert check.parameters["draws"] == "as the reference"


def test_a_chart_may_stand_anywhere_if_nobody_says_where(tmp_path: Path) -> None:
    scene = Scene(
        "review",
        'From ads.csv make `review.xlsx` with the sheets "Channels" (channel and cost per lead) '
        'and "Weeks" (week and cost), and a column chart of the cost per lead by channel.',
        {"ads.csv": csv_text([["channel", "week", "cost"], ["mail", "W14", 31], ["tv", "W15", 9]])},
        _charted("Channels"),
    )
    (check,) = _checks(scene, tmp_path, "chart_present")
    assert check.target == "review.xlsx"


_DATA = [["Model", "K-4"], ["Motor", "750 W"], ["Flow", "12 l/h"], ["Weight", "8 kg"]]
_NEW = [["Model", "K-5"], ["Motor", "900 W"], ["Flow", "12 l/h"], ["Noise", "62 dB"], _DATA[3]]


def _word(rows: list[list[str]]) -> bytes:
    return word(["# Technical data", "The values hold at 20 degrees.", rows])


def _manual(rows: list[list[str]]) -> dict[str, Content | None]:
    return {"manual.docx": _word(rows)}


def test_a_row_has_its_place_and_a_head_its_name_where_they_are_given(tmp_path: Path) -> None:
    scene = Scene(
        "manual",
        "The K-4 becomes the K-5: update the table of manual.docx after note.txt.",
        {
            "manual.docx": _word(_DATA),
            "note.txt": "Motor: 900 W.\n\nNew line, between flow and weight: noise, 62 dB.\n",
        },
        _manual(_NEW),
        {},
        {
            "the new row at the end": _manual([*_NEW[:3], _NEW[4], _NEW[3]]),
            "the old name in the head": _manual([_DATA[0], *_NEW[1:]]),
        },
        "in_place",
    )
    _holds(scene, tmp_path)


def test_a_row_without_a_given_place_may_stand_anywhere(tmp_path: Path) -> None:
    scene = Scene(
        "manual",
        "The K-4 becomes the K-5: update the table of manual.docx with note.txt.",
        {"manual.docx": _word(_DATA), "note.txt": "Motor: 900 W.\n\nNew line: noise, 62 dB.\n"},
        _manual(_NEW),
        work="in_place",
    )
    (check,) = _checks(scene, tmp_path, "document_table")
    assert "order_matters" not in check.parameters


def _load(destination: str) -> dict[str, Content | None]:
    return {"load.xml": f'<load to="{destination}"><box ref="A" pieces="3"/></load>'}


def test_a_value_that_the_instruction_gives_is_asked_for(tmp_path: Path) -> None:
    scene = Scene(
        "load",
        "The truck for Rotterdam is here: write `load.xml` from boxes.csv, one box with its ref "
        "and pieces per line, as in layout.txt.",
        {
            "boxes.csv": csv_text([["ref", "pieces"], ["A", 3]]),
            "layout.txt": '<load to="PLACE"><box ref="REF" pieces="1"/></load>\n',
        },
        _load("Rotterdam"),
        {},
        {"another place": _load("Hamburg")},
    )
    _holds(scene, tmp_path)


def test_changes_reach_different_results(tmp_path: Path) -> None:
    lines: Rows = [
        ["Line", "Account", "Amount", "Days", "Accrual"],
        *([n, 6100 if n < 3 else 6200, 100.0 * n, 2 + n, None] for n in range(1, 5)),
    ]
    made: Rows = [lines[0], *([*row[:4], f"=C{n}*D{n}/30"] for n, row in enumerate(lines[1:], 2))]
    sums: Rows = [["Account", "Debit"], [6100, None], [6200, None]]
    done: Rows = [sums[0], [6100, "=Lines!E2+Lines!E3"], [6200, "=Lines!E4+Lines!E5"]]
    scene = Scene(
        "close",
        "Fill Accrual on Lines and Debit on Journal in close.xlsx with live formulas, amounts and "
        "days will still change.",
        {"close.xlsx": xlsx({"Lines": lines, "Journal": sums})},
        {"close.xlsx": xlsx({"Lines": made, "Journal": done})},
        work="in_place",
    )
    (check,) = _checks(scene, tmp_path, "formula_follows")
    rows = {int(cell.rpartition("!")[2][1:]) for cell in check.parameters["change"]}
    assert rows & {2, 3} and rows & {4, 5}


def _summed(text: str) -> dict[str, Content | None]:
    return {"sum.csv": text.replace("\n", "\r\n")}


_SUMS = csv_text([["lot", "mean_level"], ["A", "5,38"], ["B", "4,75"]], ";")
_MEAN = (
    "Write the mean of the results of each lot in rows.csv to `sum.csv`, columns `lot` and "
    "`mean_level`, with two decimals.\n\n"
)


def test_a_line_without_a_verb_below_says_how_a_file_is_written(tmp_path: Path) -> None:
    points = _summed(_SUMS.replace(",", "."))
    scene = Scene(
        "verbless",
        _MEAN + "All files: semicolon as separator, decimal comma, UTF-8.",
        {"rows.csv": _ROWS},
        {"sum.csv": _SUMS},
        {"other line ends": _summed(_SUMS)},
        {"points": points, "commas": _summed(_SUMS.replace(",", ".").replace(";", ","))},
    )
    _holds(scene, tmp_path / "said")
    told = "The machine of the lab has semicolons and a decimal comma."
    scene = Scene("told", _MEAN + told, scene.given, scene.right, {"points": points})
    _holds(scene, tmp_path / "told")
