"""Whole tables: found wherever they stand, the same in whatever writing, wrong when they are."""

import random
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import studio.grading  # noqa: F401
from studio.grading.kinds import KINDS, Grounds, target_of
from studio.grading.readers import columns
from studio.grading.verdicts import judge, parse_parameters
from studio.model.check import Check
from studio.model.grade import CheckResult
from tests.unit.grading.table_files import (
    Rows,
    made,
    read_rows,
    spoil_cells,
    write_table,
    write_workbook,
)

HEADER = ["id", "name", "net", "day", "share"]
RIGHT: Rows = [
    HEADER,
    ["A1", "Amber", 1250.5, "2026-10-31", "12.5%"],
    ["A2", "Birch", 1250, "2026-11-01", "7%"],
    ["A3", "Cedar", -3.25, "2026-11-12", "0.5%"],
    ["A4", "Delta", 98765.43, "2026-12-24", "80%"],
]
TABLE = Check(id="x", kind="table_equals", target="t.csv", parameters={"key": ["id"]})


def graded(folder: Path, check: Check) -> CheckResult:
    grounds = Grounds(folder / "out", folder / "right", folder / "given", folder / "hidden")
    return judge(check, grounds)


def fault(folder: Path, check: Check) -> str:
    grounds = Grounds(None, folder / "right", folder / "given", folder / "hidden")
    kind = KINDS[check.kind]
    return kind.fit(check, parse_parameters(check), target_of(check), grounds)


def asked(kind: str, target: str, tolerance: float | None = None, **parameters: object) -> Check:
    return Check(id="x", kind=kind, target=target, tolerance=tolerance, parameters=parameters)


def reordered(rows: Rows) -> Rows:
    order = [4, 2, 0, 3, 1]
    return [[row[n] for n in order] for row in [rows[0], *reversed(rows[1:])]]


def german(rows: Rows) -> Rows:
    net = ["net", "1.250,50", "1.250,00", "-3,25", "98.765,43"]
    share = ["share", "12,5 %", "7 %", "0,5 %", "80 %"]
    day = ["day", "31.10.2026", "01.11.2026", "12.11.2026", "24.12.2026"]
    return [[r[0], r[1], *rest] for r, *rest in zip(rows, net, day, share, strict=True)]


def french(rows: Rows) -> Rows:
    net = ["net", "1 250,50", "1\u202f250,00", "-3,25", "98\u00a0765,43"]
    day = ["day", "31/10/2026", "01/11/2026", "12/11/2026", "24/12/2026"]
    return [[r[0], r[1], n, d, r[4]] for r, n, d in zip(rows, net, day, strict=True)]


def english(rows: Rows) -> Rows:
    net = ["net", "1,250.50", "1,250.00", "(3.25)", "$98,765.43"]
    day = ["day", "Oct 31, 2026", "1 November 2026", "2026-11-12T00:00:00", "24-Dec-2026"]
    share = ["share", "0.125", "0.07", "0.005", "0.8"]
    return [[r[0], r[1], *rest] for r, *rest in zip(rows, net, day, share, strict=True)]


def american(rows: Rows) -> Rows:
    day = ["day", "10/31/2026", "11/01/2026", "11/12/2026", "12/24/2026"]
    return [[*r[:3], d, r[4]] for r, d in zip(rows, day, strict=True)]


HARMLESS: dict[str, Callable[[Rows], Rows]] = {
    "same": lambda rows: rows,
    "other order of rows and columns": reordered,
    "extra columns": lambda rows: [[n, *row, "seen"] for n, row in enumerate(rows)],
    "titles above": lambda rows: [["Report, all of it"], [], ["Net and share by id"], [], *rows],
    "blank rows between": lambda rows: [row for r in rows for row in ([r], [r, []])[r[0] == "A2"]],
    "a note below": lambda rows: [*rows, [], ["Made by hand"]],
    "other capitals": lambda rows: [[name.upper() for name in HEADER], *rows[1:]],
    "spaces": lambda rows: [[f" {v} " if isinstance(v, str) else v for v in r] for r in rows],
    "German": german,
    "French": french,
    "English": english,
    "American dates": american,
}


@pytest.mark.parametrize("name", HARMLESS)
@pytest.mark.parametrize("large", [False, True], ids=["cells", "columns"])
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx"])
def test_harmless_variants_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, large: bool, name: str
) -> None:
    if large:
        monkeypatch.setattr(columns, "LARGE_BYTES", 0)
    write_table(tmp_path / f"right/t{suffix}", RIGHT)
    write_table(tmp_path / f"out/t{suffix}", HARMLESS[name](RIGHT), sheet="Another")
    check = TABLE.model_copy(update={"target": f"t{suffix}"})
    assert fault(tmp_path, check) == ""
    result = graded(tmp_path, check)
    assert result.score == 1.0, result.sentence


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("large", [False, True], ids=["cells", "columns"])
def test_delimiters_and_encodings_do_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, delimiter: str, encoding: str, large: bool
) -> None:
    if large:
        monkeypatch.setattr(columns, "LARGE_BYTES", 0)
    rows: Rows = [["id", "näme"], ["a", "Zoë"], ["b", "Müller, Söhne; & Co"]]
    write_table(tmp_path / "right/t.csv", rows)
    write_table(tmp_path / "out/t.csv", rows, delimiter=delimiter, encoding=encoding)
    result = graded(tmp_path, TABLE)
    assert result.score == 1.0, result.sentence


def test_a_workbook_of_typed_dates_and_percentages_is_the_same(tmp_path: Path) -> None:
    import datetime as dt

    write_table(tmp_path / "right/t.xlsx", RIGHT)
    write_table(tmp_path / "out/t.xlsx", RIGHT)
    book = openpyxl.load_workbook(tmp_path / "out/t.xlsx")
    sheet = book["Data"]
    for row in range(2, 6):
        sheet.cell(row, 4).value = dt.datetime.fromisoformat(str(RIGHT[row - 1][3]))
        share = float(str(RIGHT[row - 1][4]).rstrip("%"))
        sheet.cell(row, 5).value = share if row % 2 else share / 100
        sheet.cell(row, 5).number_format = '0.0"%"' if row % 2 else "0.0%"
    book.save(tmp_path / "out/t.xlsx")
    check = TABLE.model_copy(update={"target": "t.xlsx#Data"})
    result = graded(tmp_path, check)
    assert result.score == 1.0, result.sentence


def with_value(row: int, column: int, value: object) -> Callable[[Rows], Rows]:
    return lambda rows: [
        [value if (r, c) == (row, column) else v for c, v in enumerate(values)]
        for r, values in enumerate(rows)
    ]


WRONG: dict[str, Callable[[Rows], Rows]] = {
    "another number": with_value(2, 2, 1250.01),
    "another sign": with_value(3, 2, 3.25),
    "a number ten times as large": with_value(1, 2, 12505),
    "another date": with_value(2, 3, "2026-01-11"),
    "a date that may be two": with_value(2, 3, "11/01/2026"),
    "a percentage as its number": with_value(1, 4, "12.5"),
    "another text": with_value(4, 1, "Delto"),
    "a blank": with_value(4, 2, None),
    "no number": with_value(4, 2, "NaN"),
    "infinity": with_value(4, 2, "inf"),
    "a row less": lambda rows: rows[:-1],
    "a row more": lambda rows: [*rows, ["A5", "Elm", 1, "2026-01-01", "1%"]],
    "a row twice": lambda rows: [*rows, rows[2]],
    "two values swapped": lambda rows: with_value(1, 2, 1250)(with_value(2, 2, 1250.5)(rows)),
    "a column less": lambda rows: [row[:4] for row in rows],
    "no header": lambda rows: rows[1:],
    "keys renamed": lambda rows: [rows[0], *([f"B{n}", *r[1:]] for n, r in enumerate(rows[1:]))],
    "nothing": lambda rows: [],
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("large", [False, True], ids=["cells", "columns"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_wrong_tables_fail_and_tell_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, large: bool, name: str
) -> None:
    if large:
        monkeypatch.setattr(columns, "LARGE_BYTES", 0)
    write_table(tmp_path / f"right/t{suffix}", RIGHT)
    write_table(tmp_path / f"out/t{suffix}", WRONG[name](RIGHT))
    check = TABLE.model_copy(update={"target": f"t{suffix}"})
    result = graded(tmp_path, check)
    assert result.status == "fail", result.sentence
    assert result.score is not None and 0 <= result.score < 1
    for secret in ("1,250.50", "1250.5", "98,765.43", "98765.43", "Cedar", "2026-11-01"):
        assert secret not in result.public


def test_evidence_names_the_cell_of_the_output(tmp_path: Path) -> None:
    write_table(tmp_path / "right/t.xlsx", RIGHT)
    wrong = with_value(2, 2, 1251)(RIGHT)
    write_table(tmp_path / "out/t.xlsx", [["Title"], [], *wrong], sheet="Mine")
    result = graded(tmp_path, TABLE.model_copy(update={"target": "t.xlsx"}))
    assert result.score == pytest.approx(15 / 16)
    assert result.sentence == "Mine!C5 is 1,251, expected 1,250."
    assert result.public == ("1 of 16 values of t.xlsx are missing or wrong, the first in Mine!C5.")
    (entry,) = result.evidence["wrong"]
    assert (entry["cell"], entry["row"], entry["column"]) == ("Mine!C5", "A2", "net")


def test_facts_that_the_input_holds_are_kept_apart_from_the_work(tmp_path: Path) -> None:
    given = [r if n == 0 else [*r[:2], None, *r[3:]] for n, r in enumerate(RIGHT)]
    write_table(tmp_path / "right/t.csv", RIGHT)
    write_table(tmp_path / "given/t.csv", given)
    work = asked("table_equals", "t.csv", key=["id"], facts="changed")
    kept = asked("table_equals", "t.csv", key=["id"], facts="unchanged")
    write_table(tmp_path / "out/t.csv", given)
    assert (graded(tmp_path, work).score, graded(tmp_path, kept).score) == (0.0, 1.0)
    half = [[*r[:2], RIGHT[n][2] if n < 3 else None, *r[3:]] for n, r in enumerate(given)]
    write_table(tmp_path / "out/t.csv", [["A title"], *reversed(half[1:]), *half[:1]][::-1][:5])
    assert graded(tmp_path, work).score == pytest.approx(0.5)
    touched = with_value(1, 1, "Ambre")(RIGHT)
    write_table(tmp_path / "out/t.csv", touched)
    assert graded(tmp_path, work).score == 1.0
    assert graded(tmp_path, kept).score == pytest.approx(11 / 12)


def test_order_is_free_unless_it_matters(tmp_path: Path) -> None:
    write_table(tmp_path / "right/t.csv", RIGHT)
    write_table(tmp_path / "out/t.csv", [RIGHT[0], *RIGHT[:0:-1]])
    assert graded(tmp_path, TABLE).score == 1.0
    result = graded(tmp_path, asked("table_equals", "t.csv", key=["id"], order_matters=True))
    assert result.score == 0.0
    assert "order" in result.sentence
    assert graded(tmp_path, asked("table_equals", "t.csv")).score == 0.0


def test_extra_rows_may_be_ignored(tmp_path: Path) -> None:
    write_table(tmp_path / "right/t.csv", RIGHT)
    write_table(tmp_path / "out/t.csv", [*RIGHT, ["A9", "Elm", 1, "2026-01-01", "1%"]])
    assert graded(tmp_path, TABLE).score == 0.0
    ignoring = asked("table_equals", "t.csv", key=["id"], extra_rows="ignore")
    assert graded(tmp_path, ignoring).score == 1.0


def test_long_numbers_are_codes_and_told_apart(tmp_path: Path) -> None:
    keys = ["4000123412341234", "4000123412341235", "12345678", "12345679", "007", "7"]
    rows: Rows = [["card", "n"], *([key, n] for n, key in enumerate(keys))]
    write_table(tmp_path / "right/t.csv", rows)
    write_table(tmp_path / "out/t.csv", rows)
    check = asked("table_equals", "t.csv", key=["card"], columns=["card", "n"])
    assert fault(tmp_path, check) == ""
    assert graded(tmp_path, check).score == 1.0
    write_table(tmp_path / "out/t.csv", [rows[0], ["4000123412341236", 0], *rows[2:]])
    assert graded(tmp_path, check).score == 0.0


def test_a_table_named_by_cells_may_move_when_it_keeps_its_header(tmp_path: Path) -> None:
    write_table(tmp_path / "right/t.xlsx", RIGHT)
    check = asked("table_equals", "t.xlsx#Data!A1:E5", key=["id"])
    write_table(tmp_path / "out/t.xlsx", [["A title above"], [], *RIGHT])
    assert graded(tmp_path, check).score == 1.0
    write_table(tmp_path / "out/t.xlsx", [*RIGHT, ["A5", "Elm", 1, "2026-01-01", "1%"]])
    assert graded(tmp_path, check).score == 0.0


def test_two_tables_on_a_sheet_are_not_one(tmp_path: Path) -> None:
    second: Rows = [["city", "region", "people"], ["Bern", "west", 5], ["Chur", "east", 6]]
    write_table(tmp_path / "right/t.xlsx", [*RIGHT, [], *second])
    write_table(tmp_path / "out/t.xlsx", [["Title"], *RIGHT, [], [], *second])
    for key in ("id", "city"):
        check = asked("table_equals", "t.xlsx", key=[key])
        assert fault(tmp_path, check) == ""
        result = graded(tmp_path, check)
        assert result.score == 1.0, result.sentence
        assert result.evidence["facts"] == (16 if key == "id" else 4)


def test_the_sheet_with_the_table_is_found(tmp_path: Path) -> None:
    write_workbook(tmp_path / "right/t.xlsx", {"Notes": [["see Data"]], "Data": RIGHT})
    others = {"Cover": [["Report"]], "Result": RIGHT, "Old": [["id", "text"], ["A1", "x"]]}
    write_workbook(tmp_path / "out/t.xlsx", others)
    assert graded(tmp_path, asked("table_equals", "t.xlsx", key=["id"])).score == 1.0
    named = graded(tmp_path, asked("table_equals", "t.xlsx#Data", key=["id"]))
    assert named.score == 0.0
    assert named.sentence == "t.xlsx has no sheet Data."


@pytest.mark.parametrize(
    ("check", "says"),
    [
        (
            asked("table_equals", "t.xlsx#Sumary", key=["id"]),
            "There is no sheet Sumary; there are Summary and Data.",
        ),
        (
            asked("table_equals", "t.xlsx#Data", key=["ident"]),
            "There is no column ident; there are id, name, net, day and share.",
        ),
        (
            asked("table_equals", "t.xlsx#Data", key=["id"], columns=["amont"]),
            "There is no column amont; there are id, name, net, day and share.",
        ),
        (
            asked("table_equals", "t.xlsx#Data!Y90:Z99"),
            "Y90:Z99 lies outside of what Data holds (A1:E5).",
        ),
        (
            asked("table_equals", "q.xlsx"),
            "There is no file q.xlsx in the reference; there is t.xlsx.",
        ),
        (
            asked("table_equals", "t.xlsx#Summary!A1:B3", key=["what"]),
            "The key what is not unique: a is there twice.",
        ),
    ],
)
def test_what_a_check_names_must_be_there(tmp_path: Path, check: Check, says: str) -> None:
    summary: Rows = [["what", "sum"], ["a", 1], ["a", 2]]
    write_workbook(tmp_path / "right/t.xlsx", {"Summary": summary, "Data": RIGHT})
    assert fault(tmp_path, check) == says


@pytest.mark.parametrize("content", [b"", b"\0\0", b"PK\x03\x04", b"PAR1PAR1", b"\xff" * 99])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".ods", ".parquet"])
@pytest.mark.parametrize("large", [False, True], ids=["cells", "columns"])
def test_what_is_no_table_scores_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, suffix: str, large: bool
) -> None:
    if suffix == ".ods":
        (tmp_path / "right").mkdir()
        pytest.importorskip("odf")
        from tests.unit.grading.sheet_files import write_ods

        write_ods(tmp_path / "right/t.ods", RIGHT)
    else:
        write_table(tmp_path / f"right/t{suffix}", RIGHT)
    if large:
        monkeypatch.setattr(columns, "LARGE_BYTES", -1)
    (tmp_path / "out").mkdir()
    (tmp_path / f"out/t{suffix}").write_bytes(content)
    result = graded(tmp_path, asked("table_equals", f"t{suffix}", key=["id"]))
    assert (result.status, result.score) == ("fail", 0.0), result.sentence


def test_an_open_document_sheet_is_a_table(tmp_path: Path) -> None:
    from tests.unit.grading.sheet_files import write_ods

    write_ods(tmp_path / "right/t.ods", RIGHT)
    write_ods(tmp_path / "out/t.ods", [["Title"], [], *reordered(RIGHT)])
    check = asked("table_equals", "t.ods", key=["id"])
    assert fault(tmp_path, check) == ""
    assert graded(tmp_path, check).score == 1.0
    write_ods(tmp_path / "out/t.ods", with_value(2, 2, 1251)(RIGHT))
    assert graded(tmp_path, check).score == pytest.approx(15 / 16)


def spoiled(rng: random.Random, path: Path) -> None:
    """Spoil a table or write it otherwise, in ways that the two readers may see differently."""
    for _ in range(rng.randrange(3)):
        spoil_cells(rng, path)
    rows = read_rows(path)
    way = rng.randrange(9)
    if way == 0:
        rng.shuffle(rows[1:])
    elif way == 1:
        rows.insert(rng.randrange(1, len(rows)), rows[-1])
    elif way == 2:
        del rows[rng.randrange(1, len(rows))]
    elif way == 3:
        rows = [[*row, "more"] for row in rows]
    elif way == 4:
        rows[1:] = [
            [*r[:2], f"{float(r[2] or 0):,.2f}".replace(",", " "), *r[3:]] for r in rows[1:]
        ]
    elif way == 5:
        swap = str.maketrans(",.", ".,")
        rows[1:] = [[*r[:2], f"{float(r[2] or 0):,.2f}".translate(swap), *r[3:]] for r in rows[1:]]
    elif way == 6:
        rows[1:] = [[str(r[0]).lower(), *r[1:]] for r in rows[1:]]
    elif way == 7:
        rows[1:] = [[*r[:4], "/".join(reversed(str(r[4]).split("-")))] for r in rows[1:]]
    write_table(path, rows)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("seed", range(25))
def test_columns_and_cells_come_to_the_same_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, seed: int
) -> None:
    rng = random.Random(seed)
    rows = made(rng, rng.randrange(2, 12))
    for folder in ("right", "out", "given"):
        write_table(tmp_path / folder / f"t{suffix}", rows)
    for folder in ("out", "given"):
        try:
            spoiled(rng, tmp_path / folder / f"t{suffix}")
        except (ValueError, TypeError):
            write_table(tmp_path / folder / f"t{suffix}", rows)
    check = asked(
        "table_equals",
        f"t{suffix}",
        rng.choice([None, 0.01]),
        key=rng.choice([["id"], ["id", "name"], ["count"], []]),
        facts=rng.choice(["all", "changed", "unchanged"]),
        order_matters=rng.random() < 0.3,
        extra_rows=rng.choice(["fail", "ignore"]),
    )
    by_cells = graded(tmp_path, check)
    monkeypatch.setattr(columns, "LARGE_BYTES", -1)
    by_columns = graded(tmp_path, check)
    assert by_columns.score == by_cells.score, (by_columns.sentence, by_cells.sentence)
    assert by_columns.sentence == by_cells.sentence
    assert by_columns.public == by_cells.public
