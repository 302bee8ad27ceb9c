"""The hidden cases of a program or a workbook: which it got right, and what went wrong."""

from studio.grading.kinds import Grounds
from studio.grading.pictures.picture import Cell, Picture, mark, table
from studio.grading.verdicts import judge
from studio.model.check import Check


def picture(check: Check, grounds: Grounds) -> Picture:
    """Return a table of the cases that went wrong, with how many went right."""
    result = judge(check, grounds)
    wrong = result.evidence.get("wrong", [])
    count = int(result.evidence.get("cases", len(wrong)))
    rows = [[mark(False), Cell(str(one["case"])), Cell(str(one["reason"]))] for one in wrong]
    right = count - len(wrong)
    if right > 0:
        rows.append([mark(True), Cell(f"{right} cases"), Cell("")])
    if not rows:
        rows = [[mark(False), Cell(""), Cell(result.sentence)]]
    return table(f"{check.target} on hidden cases", ("", "case", "what went wrong"), rows)


PICTURES = {"rerun_program": picture, "rerun_workbook": picture}
