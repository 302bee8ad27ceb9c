"""Make the dose audit task: csv files by Python's csv module, letters by python-docx."""

import random
import statistics
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.data.tasks.fixed_files import begin, finish, new_paper, place, read_rows, write_rows

HEAD = ["examination", "patients", "median_dlp", "drl", "percent_of_drl", "result"]
SEED = 20260331
EXAMS = {
    "CT head": (15, 790.0, 850),
    "CT thorax": (13, 398.0, 350),
    "CT abdomen-pelvis": (17, 790.0, 700),
    "CT lumbar spine": (11, 505.0, 600),
    "CT pulmonary angiography": (13, 262.0, 300),
    "CT wrist": (7, 96.0, 90),
}
ABOUT = {
    "title": "Audit CT doses against the reference levels",
    "profession": "Radiographer",
    "occupation": "29-2034.00",
    "work": "separate",
    "families": ["csv", "docx", "agreement of two outputs"],
    "alternate_correct": {
        "excel_csv": "The csv as a spreadsheet saves it (byte order mark, CRLF), worst first, "
        "and a letter with a table.",
        "quoted_alphabetical": "Every field quoted, examinations in alphabetical order; "
        "the letter says all in one paragraph and writes small numbers out.",
    },
    "known_bad": {
        "mean_not_median": "The mean stands in the column of the median.",
        "small_number_kept": "CT wrist has fewer than 10 patients and is reported all the same.",
        "letter_from_draft": "The letter quotes values with the repeats still in; the csv does "
        "not, so the two disagree.",
    },
}


def exposures() -> list[list[object]]:
    """Draw doses around each middle value, with repeats that are lower than the rest."""
    draw = random.Random(SEED)
    rows: list[list[object]] = []
    for exam, (patients, middle, _) in EXAMS.items():
        for _ in range(patients):
            dose = round(middle * draw.lognormvariate(0, 0.22), 1)
            rows.append([exam, dose, "no"])
        for _ in range(max(1, patients // 5)):
            rows.append([exam, round(middle * draw.uniform(0.08, 0.2), 1), "yes"])
    draw.shuffle(rows)
    return [[f"R26-{1000 + at}", *row] for at, row in enumerate(rows)]


def half_up(value: Decimal, places: str) -> Decimal:
    return value.quantize(Decimal(places), ROUND_HALF_UP)


def audit(
    source: Path, repeats: bool = False, mean: bool = False, least: int = 10
) -> list[list[str]]:
    levels = {row["examination"]: Decimal(row["drl_dlp"]) for row in read_rows(source / "drl.csv")}
    doses: dict[str, list[Decimal]] = {name: [] for name in levels}
    for row in read_rows(source / "exposures.csv"):
        if repeats or row["repeat"] == "no":
            doses[row["examination"]].append(Decimal(row["dlp"]))
    rows = []
    for name, found in doses.items():
        if len(found) < least:
            continue
        middle = statistics.mean(found) if mean else statistics.median(found)
        ratio = half_up(middle / levels[name] * 100, "1")
        result = "above" if middle > levels[name] else "within"
        shown = str(half_up(middle, "0.1"))
        rows.append([name, str(len(found)), shown, str(levels[name]), str(ratio), result])
    return rows


def letter(path: Path, rows: list[list[str]], left_out: list[str], shape: str = "list") -> None:
    paper = new_paper()
    paper.add_paragraph("To the Medical Physics Committee")
    paper.add_heading("CT dose audit, first quarter 2026", 1)
    above = [row for row in rows if row[5] == "above"]
    patients = sum(int(row[1]) for row in rows)
    total = f"We audited {len(rows)} examinations with {patients} patients in total."
    said = [
        f"{r[0]}: median {r[2]} mGy·cm against a reference level of {r[3]} mGy·cm ({r[4]} %)"
        for r in above
    ]
    small = f"{' and '.join(left_out)} was left out because fewer than 10 patients remained."
    if shape == "paragraph":
        said = [f"{r[0]} ({r[2]} instead of {r[3]} mGy·cm, that is {r[4]}%)" for r in above]
        start = f"This quarter's audit covers five examinations and {patients} patients."
        assert len(rows) == 5
        paper.add_paragraph(f"{start} Two exceed the national level: {' and '.join(said)}.")
    else:
        paper.add_paragraph(f"{total} The median lies above the level for {len(above)} of them:")
    if shape == "list":
        for line in said:
            paper.add_paragraph(line, style="List Bullet")
    if shape == "table":
        grid = paper.add_table(rows=1, cols=4)
        for cell, text in zip(
            grid.rows[0].cells, ["Examination", "Median DLP", "DRL", "%"], strict=True
        ):
            cell.text = text
        for row in above:
            for cell, text in zip(grid.add_row().cells, [row[0], *row[2:5]], strict=True):
                cell.text = text
    if left_out:
        paper.add_paragraph(small)
    paper.add_paragraph("Kind regards,\nThe radiographers of the CT unit")
    paper.save(path)


def prove(rows: list[list[str]]) -> None:
    assert [row[5] for row in rows].count("above") == 2, rows
    assert len(rows) == 5, rows


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    head = ["accession", "examination", "dlp", "repeat"]
    write_rows(source / "exposures.csv", [head, *exposures()])
    levels = [[name, drl] for name, (_, _, drl) in EXAMS.items()]
    write_rows(source / "drl.csv", [["examination", "drl_dlp"], *levels])
    right, gone = audit(source), ["CT wrist"]
    prove(right)
    made = place(folder, "reference")
    write_rows(made / "dose-audit.csv", [HEAD, *right])
    letter(made / "letter.docx", right, gone)
    made = place(folder, "alternate_correct/excel_csv")
    worst = sorted(right, key=lambda row: -int(row[4]))
    write_rows(made / "dose-audit.csv", [HEAD, *worst], end="\r\n", encoding="utf-8-sig")
    letter(made / "letter.docx", worst, gone, "table")
    made = place(folder, "alternate_correct/quoted_alphabetical")
    write_rows(made / "dose-audit.csv", [HEAD, *sorted(right)], quoting=1)
    letter(made / "letter.docx", sorted(right), gone, "paragraph")
    wrong = {"mean_not_median": audit(source, mean=True)}
    wrong["small_number_kept"] = audit(source, least=1)
    for name, rows in wrong.items():
        made = place(folder, f"known_bad/{name}")
        write_rows(made / "dose-audit.csv", [HEAD, *rows])
        letter(made / "letter.docx", rows, gone if len(rows) == 5 else [])
    made = place(folder, "known_bad/letter_from_draft")
    write_rows(made / "dose-audit.csv", [HEAD, *right])
    letter(made / "letter.docx", audit(source, repeats=True), [])
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
