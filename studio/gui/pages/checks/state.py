"""What the checks page shows, without Qt: rows, verdicts, rungs of the ladder."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.formats.tasks import TaskFolder
from studio.gui.widgets.rung import Rung
from studio.gui.wording import count, say
from studio.model.check import Check
from studio.model.grade import CheckResult, Grade

Verdicts = dict[str, Grade]
_OUTPUTS = (
    ("reference", "Your work", "must pass"),
    ("input", "Input, untouched", "must fail"),
    ("empty", "Empty folder", "must fail"),
)
_GROUPS = (
    ("alternate", "1 other right work", "{count} other right works"),
    ("known_bad", "1 known bad work", "{count} known bad works"),
    ("near_miss", "1 near miss", "{count} near misses"),
    ("harmless", "1 harmless variant", "{count} harmless variants"),
)

if TYPE_CHECKING:
    from studio.model.contract import MatrixRow
_LOOSE = "For the whole work"


@dataclass(frozen=True)
class Row:
    """A line of the list: a checkpoint's heading, or a check with its sentence."""

    heading: str
    share: str
    place: int | None
    check: Check | None
    sentence: str


def describe_all(task: TaskFolder) -> dict[str, str]:
    """Return the sentence of each check; workbooks may be computed for it, so it takes time."""
    # The graders take long to import, and a window must be there at once.
    from studio.grading import describe

    return {check.id: describe(check, task) for check in task.document.checks.checks}


def kind_title(kind: str) -> str:
    """Return what a kind of check is called; a kind that nobody knows keeps its id."""
    from studio.grading import KINDS

    known = KINDS.get(kind)
    return known.title if known else kind


def rows(task: TaskFolder, sentences: dict[str, str]) -> list[Row]:
    """Return checkpoints and their checks in order, those without a checkpoint last."""
    document = task.document
    total = sum(point.weight for point in document.task.checkpoints) or 1.0
    found = []
    for place, point in enumerate(document.task.checkpoints):
        must = f", {say('must pass')}" if point.gate else ""
        found.append(Row(point.title, f"{point.weight / total:.0%}{must}", place, None, ""))
        found += _checks(document.checks.checks, point.id, place, sentences)
    known = {point.id for point in document.task.checkpoints}
    loose = [check for check in document.checks.checks if check.checkpoint not in known]
    if loose:
        found.append(Row(say(_LOOSE), "", None, None, ""))
        found += [_row(check, None, sentences) for check in loose]
    return found


def _checks(
    checks: tuple[Check, ...], point: str, place: int, sentences: dict[str, str]
) -> list[Row]:
    return [_row(check, place, sentences) for check in checks if check.checkpoint == point]


def _row(check: Check, place: int | None, sentences: dict[str, str]) -> Row:
    return Row("", "", place, check, sentences.get(check.id, check.target))


def result_of(verdicts: Verdicts, output: str, check: str) -> CheckResult | None:
    """Return how a check judged one of the sample outputs."""
    grade = verdicts.get(output)
    if grade is None:
        return None
    return next(
        (found for point in grade.checkpoints for found in point.checks if found.id == check), None
    )


def fault_of(check: Check, verdicts: Verdicts) -> str | None:
    """Return what is wrong with a check, None if it judges as it should or is not judged yet."""
    reference = result_of(verdicts, "reference", check.id)
    if reference is None or reference.status == "skipped":
        return None
    if reference.status != "pass":
        return say("Your own work does not pass: {why}").format(why=reference.sentence)
    if not check.gate:
        for output, name in (("input", "the untouched input"), ("empty", "an empty folder")):
            found = result_of(verdicts, output, check.id)
            if found and (found.score or 0) > 0:
                told = say("It scores {score} on {name}; make it one that must pass.")
                return told.format(score=f"{found.score:.2f}", name=say(name))
    return None


def caption_of(check: Check) -> str:
    """Return the small line under a check."""
    weight = say("Weight {weight}").format(weight=f"{check.weight:g}")
    gate = say("Must pass, carries no weight") if check.gate else weight
    if not check.because:
        return gate
    return f"{gate} · {say('asked for by “{sentence}”').format(sentence=check.because)}"


def rungs(verdicts: Verdicts, rows: "tuple[MatrixRow, ...]" = ()) -> tuple[Rung, ...]:
    """Return the ladder: the samples one by one, then each group of other outputs as one rung."""
    samples = [_rung(verdicts.get(key), say(name), must) for key, name, must in _OUTPUTS]
    groups = [_group(rows, *group) for group in _GROUPS]
    return (*samples, *(rung for rung in groups if rung))


def _group(rows: "tuple[MatrixRow, ...]", key: str, one: str, many: str) -> Rung | None:
    found = [row for row in rows if row.output.partition(":")[0] == key]
    if not found:
        return None
    wrong = sum(not row.ok for row in found)
    must = f"must {found[0].expected}"
    name = count(len(found), one, many)
    if not wrong:
        return Rung(name, say(must), None, True, say("as it should"))
    if must == "must fail":
        told = count(wrong, "1 still passes", "{count} still pass")
    else:
        told = count(wrong, "1 fails", "{count} fail")
    return Rung(name, say(must), None, False, told)


def _rung(grade: Grade | None, name: str, must: str) -> Rung:
    if grade is None:
        return Rung(name, say(must), None, None, say("not judged yet"))
    if grade.score is None:
        return Rung(name, say(must), None, False, say("cannot be judged"))
    right = grade.passed if must == "must pass" else grade.score < 1e-9
    told = "as it should" if right else ("does not pass" if must == "must pass" else "scores")
    return Rung(name, say(must), grade.score, right, say(told))


def headline(
    task: TaskFolder, verdicts: Verdicts, rows: "tuple[MatrixRow, ...]" = ()
) -> tuple[str, str]:
    """Return (style, sentence) of the pill over the list."""
    checks = task.document.checks.checks
    if not any(not check.gate for check in checks):
        return "waits", say("No check carries weight yet")
    if not verdicts:
        return "waits", say("Judging…")
    wrong = [check for check in checks if fault_of(check, verdicts)]
    if wrong:
        return "bad", count(len(wrong), "1 check to mend", "{count} checks to mend")
    if not all(rung.right for rung in rungs(verdicts)):
        return "bad", say("Not right yet")
    passing = sum(not row.ok and row.expected == "fail" for row in rows)
    refused = sum(not row.ok and row.expected == "pass" for row in rows)
    if passing:
        told = ("1 wrong output still passes", "{count} wrong outputs still pass")
        return "waits", count(passing, *told)
    if refused:
        return "waits", count(refused, "1 right output refused", "{count} right outputs refused")
    return "good", say("Reference passes, doing nothing fails")
