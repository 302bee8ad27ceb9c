"""Make the headcount task: the export by Python's csv module, slides by python-pptx."""

import random
from datetime import date, timedelta
from pathlib import Path

from pptx import Presentation
from pptx.util import Inches

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

SLIDES, LIST = "headcount-q1.pptx", "leavers.csv"
SEED = 431
START, END = date(2025, 12, 31), date(2026, 3, 31)
SIZES = {"Production": 21, "Sales": 9, "Service": 11, "Administration": 6}
LEFT = {3: "2026-01-31", 11: "2026-03-31", 17: "2026-02-14", 24: "2026-03-30", 30: "2025-11-30"}
LEFT |= {20: "2026-02-28", 41: "2026-04-30", 36: "2026-01-15"}
JOINED = {7: "2026-01-01", 14: "2026-02-01", 22: "2026-03-31", 28: "2026-03-15", 44: "2026-04-01"}
ABOUT = {
    "title": "Report headcount and turnover to the board",
    "profession": "Human resources specialist",
    "occupation": "13-1071.00",
    "work": "separate",
    "families": ["csv", "pptx", "agreement of two outputs", "sum"],
    "alternate_correct": {
        "widescreen_notes": "16:9, departments by size, per cent sign without a space, speaker "
        "notes; leavers sorted by last day.",
        "boxes_no_placeholders": "Blank layouts with text boxes; figures of slide 3 stand in a "
        "table; the csv has CRLF and a byte order mark.",
    },
    "known_bad": {
        "last_day_gone": "Whoever works until 31 March is already counted as gone.",
        "closing_headcount_only": "Turnover is divided by the headcount on 31 March alone.",
        "leavers_with_planned": "The csv also lists a person who leaves in April, so it has one "
        "line more than slide 3 says.",
    },
}


def staff() -> list[list[object]]:
    draw = random.Random(SEED)
    departments = [name for name, size in SIZES.items() for _ in range(size)]
    draw.shuffle(departments)
    rows: list[list[object]] = []
    for at, department in enumerate(departments):
        started = date(2012, 1, 1) + timedelta(draw.randrange(5000))
        start = JOINED.get(at, started.isoformat())
        fte = draw.choice(["1.0", "1.0", "1.0", "0.8", "0.5"])
        rows.append([5100 + 3 * at, department, start, LEFT.get(at, ""), fte])
    return rows


def figures(source: Path, gone_on_last_day: bool = False) -> dict:
    """Count people at both ends of the quarter, straight from the export."""
    rows = read_rows(source / "staff.csv")
    for row in rows:
        row["first"] = date.fromisoformat(row["start"])
        row["last"] = date.fromisoformat(row["end"] or "9999-12-31")

    def there(day: date) -> list[dict]:
        late = timedelta(1 if gone_on_last_day else 0)
        return [r for r in rows if r["first"] <= day and r["last"] >= day + late]

    opening, closing = there(START), there(END)
    before_end = END + timedelta(1 if gone_on_last_day else 0)
    leavers = [r for r in rows if START < r["last"] < before_end]
    table = []
    for name in SIZES:
        inside = [float(r["fte"]) for r in closing if r["department"] == name]
        table.append([name, len(inside), sum(inside)])
    return {
        "table": table,
        "joiners": sum(START < r["first"] <= END for r in rows),
        "leavers": leavers,
        "planned": [r for r in rows if END <= r["last"] < date(2026, 6, 30)],
        "opening": len(opening),
        "closing": len(closing),
        "turnover": 100 * len(leavers) / ((len(opening) + len(closing)) / 2),
    }


def grid(slide, rows: list[list[str]], top: float = 1.8) -> None:
    shape = slide.shapes.add_table(
        len(rows), len(rows[0]), Inches(1), Inches(top), Inches(8), Inches(0.4 * len(rows))
    )
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            shape.table.cell(at, column).text = text


def departments(found: dict, by_size: bool = False) -> list[list[str]]:
    table = sorted(found["table"], key=lambda row: -row[1]) if by_size else found["table"]
    heads, fte = sum(r[1] for r in table), sum(r[2] for r in table)
    rows = [[name, str(n), f"{share:.1f}"] for name, n, share in [*table, ["Total", heads, fte]]]
    return [["Department", "Headcount", "FTE"], *rows]


def usual(path: Path, found: dict, turnover: float | None = None) -> None:
    show = Presentation()
    first = show.slides.add_slide(show.slide_layouts[0])
    first.shapes.title.text = "Headcount Q1 2026"
    first.placeholders[1].text = "Human Resources"
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "Headcount and FTE on 31 March 2026"
    grid(second, departments(found))
    third = show.slides.add_slide(show.slide_layouts[1])
    third.shapes.title.text = "Joiners, leavers, turnover"
    third.placeholders[1].text = (
        f"Joiners: {found['joiners']}\nLeavers: {len(found['leavers'])}\n"
        f"Turnover: {found['turnover'] if turnover is None else turnover:.1f} %"
    )
    show.save(path)


def widescreen(path: Path, found: dict) -> None:
    show = Presentation()
    show.slide_width, show.slide_height = Inches(13.333), Inches(7.5)
    first = show.slides.add_slide(show.slide_layouts[5])
    first.shapes.title.text = "Headcount Q1 2026"
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "Where we stand at the end of March"
    grid(second, departments(found, by_size=True))
    second.notes_slide.notes_text_frame.text = f"We started the year with {found['opening']}."
    third = show.slides.add_slide(show.slide_layouts[1])
    third.shapes.title.text = f"Turnover {found['turnover']:.1f}%"
    third.placeholders[1].text = (
        f"Leavers: {len(found['leavers'])}\nJoiners: {found['joiners']}\n"
        f"Average headcount: {(found['opening'] + found['closing']) / 2:.1f}"
    )
    show.save(path)


def boxes(path: Path, found: dict) -> None:
    show = Presentation()
    pages = [show.slides.add_slide(show.slide_layouts[6]) for _ in range(3)]
    heads = ["Headcount Q1 2026", "Departments, 31 March 2026", "Movements in the quarter"]
    for page, text in zip(pages, heads, strict=True):
        box = page.shapes.add_textbox(Inches(1), Inches(0.6), Inches(8), Inches(0.8))
        box.text_frame.text = text
    grid(pages[1], departments(found))
    moves = [["Joiners", str(found["joiners"])], ["Leavers", str(len(found["leavers"]))]]
    grid(pages[2], [*moves, ["Turnover", f"{found['turnover']:.1f} %"]])
    show.save(path)


def leavers(path: Path, people: list[dict], **style: str) -> None:
    rows = [[r["staff_no"], r["department"], r["end"]] for r in people]
    write_rows(path, [["staff_no", "department", "last_day"], *rows], **style)


def prove(found: dict) -> None:
    """Count again, from the lists in this script."""
    assert len(found["leavers"]) == len([d for d in LEFT.values() if "2026-01" <= d < "2026-03-31"])
    assert found["joiners"] == len([d for d in JOINED.values() if d <= "2026-03-31"]) == 4
    assert found["opening"] == 47 - 5 - 1, found["opening"]
    assert found["closing"] == 47 - 1 - 1 - 5, found["closing"]
    assert sum(row[1] for row in found["table"]) == found["closing"]


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    head = ["staff_no", "department", "start", "end", "fte"]
    write_rows(source / "staff.csv", [head, *staff()])
    found = figures(source)
    prove(found)
    made = place(folder, "reference")
    usual(made / SLIDES, found)
    leavers(made / LIST, found["leavers"])

    made = place(folder, "alternate_correct/widescreen_notes")
    widescreen(made / SLIDES, found)
    leavers(made / LIST, sorted(found["leavers"], key=lambda r: r["end"]))
    made = place(folder, "alternate_correct/boxes_no_placeholders")
    boxes(made / SLIDES, found)
    leavers(made / LIST, found["leavers"], end="\r\n", encoding="utf-8-sig")

    gone = figures(source, gone_on_last_day=True)
    assert len(gone["leavers"]) == len(found["leavers"]) + 1
    made = place(folder, "known_bad/last_day_gone")
    usual(made / SLIDES, gone)
    leavers(made / LIST, gone["leavers"])
    made = place(folder, "known_bad/closing_headcount_only")
    alone = 100 * len(found["leavers"]) / found["closing"]
    usual(made / SLIDES, found, alone)
    leavers(made / LIST, found["leavers"])
    made = place(folder, "known_bad/leavers_with_planned")
    usual(made / SLIDES, found)
    leavers(made / LIST, found["leavers"] + found["planned"][-1:])
    assert f"{alone:.1f}" != f"{found['turnover']:.1f}"
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
