"""The rules of a plan: which it obeys, and where it breaks the others."""

from studio.grading.kinds import Grounds
from studio.grading.pictures.picture import Cell, Picture, mark, table
from studio.grading.verdicts import judge
from studio.model.check import Check


def picture(check: Check, grounds: Grounds) -> Picture:
    """Return a table of the rules, each with the first place where it is broken."""
    result = judge(check, grounds)
    broken: dict[str, list[str]] = dict(result.evidence.get("broken", {}))
    rows = []
    for text in check.parameters.get("rules", ()):
        told = broken.get(" ".join(str(text).split()), broken.get(str(text), []))
        more = f" and {len(told) - 1} more" if len(told) > 1 else ""
        rows.append([mark(not told), Cell(str(text)), Cell(f"{told[0]}{more}" if told else "")])
    if result.status != "pass" and not broken:
        rows.append(
            [mark(False), Cell(str(check.parameters.get("cost", ""))), Cell(result.sentence)]
        )
    return table(f"{check.target} and its rules", ("", "rule", "where it is broken"), rows)


PICTURES = {"plan_rules": picture, "plan_cost": picture}
