"""Make the grade book task.

The grade book is drafted with openpyxl and saved as ODS by LibreOffice Calc; letters are written
with odfpy.
"""

import math
from fractions import Fraction
from pathlib import Path

from odf.opendocument import OpenDocumentText
from odf.text import H, List, ListItem, P
from openpyxl import Workbook, load_workbook

from tests.data.tasks.fixed_files import begin, calc, finish, place

NAME, LETTER = "gradebook.ods", "letter.odt"
HEAD = ["Student", "Quiz 1", "Quiz 2", "Quiz 3", "Quiz 4", "Project", "Exam"]
NEW = ["Quiz average", "Final", "Grade"]
SCALE = [(0, "F"), (50, "D"), (60, "C"), (75, "B"), (88, "A")]
CLASS = [
    ("Abara, Chidi", 71, 80, None, 77, 82, 74),
    ("Bloom, Esther", 95, 92, 98, 90, 94, 97),
    ("Castell, Nuria", 58, None, 61, None, 70, 49),
    ("Dahl, Morten", 66, 73, 70, 69, 0, 58),
    ("Engel, Paula", 84, 88, 79, 91, 90, None),
    ("Farrow, Leo", 45, 52, 48, 39, 60, 51),
    ("Goto, Hiroshi", 77, 81, 85, 80, 76, 71),
    ("Haas, Miriam", 60, 62, 57, 64, 55, 59),
    ("Ivanov, Petar", None, 40, 35, 42, 50, 44),
    ("Jansen, Fleur", 90, 85, 88, 83, 91, 86),
    ("Kaya, Deniz", 68, 74, None, 71, 73, None),
    ("Lund, Astrid", 75, 70, 78, 75, 70, 76),
]
ABOUT = {
    "title": "Finish the grades of class 10b",
    "profession": "Secondary school teacher",
    "occupation": "25-2031.00",
    "work": "in_place",
    "families": ["ods", "odt", "agreement of two outputs"],
    "alternate_correct": {
        "formulas": "Live formulas instead of numbers; the quiz average is not rounded; the "
        "letter lists its points.",
        "shown_rounded": "Quiz averages typed in with two decimals; the letter is one "
        "paragraph and turns the names around.",
    },
    "known_bad": {
        "missed_quiz_ignored": "A missed quiz is left out of the mean instead of counting as 0.",
        "nothing_dropped": "The lowest quiz is not dropped.",
        "incomplete_fails": "Students without an exam get an F and 0 for the exam; the letter "
        "counts them as failed.",
    },
}


def points(row: tuple, drop: bool = True, missed: bool = True) -> tuple[Fraction, Fraction | None]:
    """Return the quiz average and the exact final points of one student."""
    quizzes = [Fraction(q or 0) for q in row[1:5] if missed or q is not None]
    if drop and (missed or len(quizzes) == 4):
        quizzes.remove(min(quizzes))
    average = sum(quizzes, Fraction(0)) / len(quizzes)
    project, exam = row[5], row[6]
    if exam is None:
        return average, None
    return average, Fraction(30, 100) * average + Fraction(project * 25 + exam * 45, 100)


def graded(failing: bool = False, **rules: bool) -> list[tuple[str, Fraction, int | None, str]]:
    rows = []
    for row in CLASS:
        average, exact = points((*row[:6], 0) if failing and row[6] is None else row, **rules)
        final = None if exact is None else math.floor(exact + Fraction(1, 2))
        fitting = [grade for least, grade in SCALE if final is not None and final >= least]
        rows.append((row[0], average, final, fitting[-1] if fitting else "inc"))
    return rows


def book(columns: list[list[object]] | None) -> Workbook:
    made = Workbook()
    sheet, scale = made.active, made.create_sheet("Scale")
    sheet.title = "10b"
    sheet.append([*HEAD, *NEW])
    for at, row in enumerate(CLASS):
        sheet.append([*row, *(columns[at] if columns else [])])
    scale.append(["From points", "Grade"])
    for least, grade in SCALE:
        scale.append([least, grade])
    return made


def save(path: Path, columns: list[list[object]] | None = None) -> None:
    draft = path.with_suffix(".xlsx")
    book(columns).save(draft)
    calc(draft, path)
    draft.unlink()


def numbers(rows: list[tuple], places: int = 6) -> list[list[object]]:
    return [[round(float(average), places), final, grade] for _, average, final, grade in rows]


def formulas() -> list[list[object]]:
    made = []
    for r in range(2, len(CLASS) + 2):
        average = f"=(SUM(B{r}:E{r})-IF(COUNT(B{r}:E{r})<4,0,MIN(B{r}:E{r})))/3"
        final = f'=IF(ISBLANK(G{r}),"",ROUND(0.3*H{r}+0.25*F{r}+0.45*G{r},0))'
        grade = f'=IF(ISBLANK(G{r}),"inc",LOOKUP(I{r},Scale!A$2:A$6,Scale!B$2:B$6))'
        made.append([average, final, grade])
    return made


def facts(rows: list[tuple]) -> tuple[int, int, str, list[str]]:
    passed = sum(grade in "DCBA" for *_, grade in rows if grade != "inc")
    finals = [final for _, _, final, _ in rows if final is not None]
    missing = [name for name, _, _, grade in rows if grade == "inc"]
    return passed, len(rows), f"{sum(finals) / len(finals):.1f}", missing


def letter(path: Path, rows: list[tuple], shape: str = "usual") -> None:
    passed, of, average, missing = facts(rows)
    text = OpenDocumentText()
    if shape == "usual":
        text.text.addElement(H(outlinelevel=1, text="Class 10b: final grades"))
        text.text.addElement(P(text=f"{passed} of {of} students passed."))
        text.text.addElement(P(text=f"The average of the final points is {average}."))
        if missing:
            text.text.addElement(P(text=f"Incomplete: {'; '.join(missing)}."))
    if shape == "list":
        text.text.addElement(P(text="Dear Ms Whitlock, the figures for 10b:"))
        points_ = List()
        lines = [f"Class average: {average} points", f"Passed: {passed} out of {of}"]
        lines += [f"No exam yet (incomplete): {name}" for name in missing]
        for line in lines:
            item = ListItem()
            item.addElement(P(text=line))
            points_.addElement(item)
        text.text.addElement(points_)
    if shape == "paragraph":
        turned = " and ".join(" ".join(reversed(name.split(", "))) for name in missing)
        text.text.addElement(
            P(
                text=f"In 10b, {passed} of the {of} students have passed. Those with a final mark "
                f"average {average} points; {turned} are still incomplete."
            )
        )
    text.save(str(path))


def prove(path: Path, rows: list[tuple]) -> None:
    scratch = path.with_name("proof.xlsx")
    calc(path, scratch)
    found = [row[7:10] for row in load_workbook(scratch, data_only=True)["10b"].values][1:]
    for (average, final, grade), (_, exact, whole, letter_) in zip(found, rows, strict=True):
        assert abs(average - float(exact)) < 0.006, (average, exact)
        assert (final or None, grade) == (whole, letter_), (final, grade, whole, letter_)
    scratch.unlink()


def main() -> None:
    folder = begin(__file__)
    save(folder / "input" / NAME)
    rows = graded()
    assert facts(rows)[0] < 10 and facts(rows)[3] == ["Engel, Paula", "Kaya, Deniz"], rows
    outputs = {
        "reference": (rows, numbers(rows), "usual"),
        "alternate_correct/formulas": (rows, formulas(), "list"),
        "alternate_correct/shown_rounded": (rows, numbers(rows, 2), "paragraph"),
    }
    for name, rules in {
        "missed_quiz_ignored": {"missed": False},
        "nothing_dropped": {"drop": False},
        "incomplete_fails": {"failing": True},
    }.items():
        wrong = graded(**rules)
        assert wrong != rows
        outputs[f"known_bad/{name}"] = (wrong, numbers(wrong), "usual")
    for where, (values, columns, shape) in outputs.items():
        made = place(folder, where)
        save(made / NAME, columns)
        letter(made / LETTER, values, shape)
        if not where.startswith("known_bad"):
            prove(made / NAME, rows)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
