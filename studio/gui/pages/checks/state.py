"""What the checks page shows, without Qt: rows and verdicts."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from studio.editing.shares import WHOLE, shares_of, shown_share
from studio.formats import layout
from studio.formats.tasks import TaskFolder
from studio.gui.pages.checks.file_state import parts_of
from studio.gui.pages.checks.parameters import fields_of
from studio.gui.widgets.chip import Chip
from studio.gui.widgets.file_marks import folded, says
from studio.gui.wording import count, say
from studio.model.check import Check, Target, parse_target, texts_in
from studio.model.grade import PASS_MARGIN, CheckResult, Grade

Verdicts = dict[str, Grade]

LOOSE = "For the whole work"

if TYPE_CHECKING:
    from studio.grading import Told
    from studio.model.contract import MatrixRow


@dataclass(frozen=True)
class Row:
    """A line of the list: a checkpoint's heading, or a check with its sentence.

    `point` is the id of the checkpoint of a heading, empty for the whole work.
    """

    heading: str
    share: str
    place: int | None
    check: Check | None
    told: "Told | None"
    must: bool = False
    point: str = ""

    @property
    def sentence(self) -> str:
        """What the check asks; where it looks, as long as nobody knows more."""
        if self.check is None:
            return ""
        return self.told.sentence if self.told else self.check.target


@dataclass(frozen=True)
class Standing:
    """How a check stands.

    Attributes:
        sign: right, wrong or waits.
        word: the same in a word.
        caption: what else there is to say, empty if nothing.
        why: what asks for it, which is told of the selected one only.
        tone: bad, waits or empty: how loud the caption is.
    """

    sign: str
    word: str
    caption: str
    tone: str
    why: str = ""


class Sentences:
    """What the checks of the open task ask, kept as long as neither they nor its files change."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: object = None
        self._kept: dict[str, tuple[Check, Told]] = {}

    def of(self, task: TaskFolder) -> "dict[str, Told]":
        """Return the sentence of each check; workbooks may be computed, so it takes time."""
        with self._lock:
            return self._told(task)

    def _told(self, task: TaskFolder) -> "dict[str, Told]":
        # The graders take long to import, and a window must be there at once.
        from studio.grading import tell

        files = _files_of(task)
        known = self._kept if files == self._files else {}
        told: dict[str, tuple[Check, Told]] = {}
        for check in task.document.checks.checks:
            before = known.get(check.id)
            same = before is not None and _asks_the_same(before[0], check)
            told[check.id] = (check, before[1] if before and same else tell(check, task))
        self._files, self._kept = files, told
        return {id: found for id, (_, found) in told.items()}


def _asks_the_same(one: Check, other: Check) -> bool:
    places = (one.kind, one.target, one.parameters, one.tolerance)
    return places == (other.kind, other.target, other.parameters, other.tolerance)


def _files_of(task: TaskFolder) -> object:
    places = (task.reference, task.input, task.folder / layout.HIDDEN)
    found = (place for side in places if side.is_dir() for place in sorted(side.rglob("*")))
    return tuple((str(place), place.stat().st_size, place.stat().st_mtime_ns) for place in found)


_KEPT = Sentences()


def describe_all(task: TaskFolder) -> "dict[str, Told]":
    """Return the sentence of each check with the values in it."""
    return _KEPT.of(task)


def chips_of(check: Check, told: "Told | None") -> tuple[Chip, ...]:
    """Return the values of a sentence as they are shown and changed in it."""
    if told is None:
        return ()
    names = _names(check.kind)
    return tuple(
        Chip(part.begin, part.end, names.get(part.name, part.name), told.typed(part), part.choices)
        for part in told.parts
    )


def kind_title(kind: str) -> str:
    """Return what a kind of check is called; a kind that nobody knows keeps its id."""
    from studio.grading import KINDS

    known = KINDS.get(kind)
    return known.title if known else kind


@cache
def _names(kind: str) -> dict[str, str]:
    """Return what the fields of a kind of check are called."""
    check = Check(id="any", kind=kind, target="any")
    names = {field.name: say(field.title) for field in fields_of(check)}
    return names | {"target": say("Where it looks"), "tolerance": say("Within")}


def rows(task: TaskFolder, sentences: "dict[str, Told]") -> list[Row]:
    """Return checkpoints and their checks in order, those without a checkpoint last."""
    document = task.document
    shares = {part: shown_share(tenths) for part, tenths in shares_of(document).items()}
    found = []
    for place, point in enumerate(document.task.checkpoints):
        share = shares[point.id]
        found.append(Row(point.title, share, place, None, None, point.gate, point.id))
        found += _checks(document.checks.checks, point.id, place, sentences)
    known = {point.id for point in document.task.checkpoints}
    loose = [check for check in document.checks.checks if check.checkpoint not in known]
    if loose:
        found.append(Row(say(LOOSE), shares.get(WHOLE, ""), None, None, None))
        found += [_row(check, None, sentences) for check in loose]
    return found


def _checks(
    checks: tuple[Check, ...], point: str, place: int, sentences: "dict[str, Told]"
) -> list[Row]:
    return [_row(check, place, sentences) for check in checks if check.checkpoint == point]


def _row(check: Check, place: int | None, sentences: "dict[str, Told]") -> Row:
    return Row("", "", place, check, sentences.get(check.id))


def nearest_check(rows: Sequence[Row], at: int) -> str:
    """Return the check that stands where one was that is gone, empty if there is none."""
    place = max(0, at)
    after = [row.check.id for row in rows[place:] if row.check]
    before = [row.check.id for row in rows[:place] if row.check]
    return after[0] if after else before[-1] if before else ""


def typed_change(row: Row, number: int, text: str) -> "tuple[dict[str, Any], Told]":
    """Return the changes that put a text in the place of a value, and the sentence until then.

    Raises:
        UserError: if it cannot stand there.
    """
    # The graders take long to import, and a window must be there at once.
    from studio.grading import changes_of

    assert row.check is not None and row.told is not None
    told, part = row.told, row.told.parts[number]
    changes = changes_of(row.check, part, text)
    plain = bool(text.strip()) and told.typed(part) == told.text(part)
    return changes, told.said(part, text.strip()) if plain else told


def check_at(
    task: TaskFolder, target: str, words: str = "", looking: frozenset[str] | None = None
) -> str:
    """Return the check that looks most closely at a place, by its id; empty if none does.

    Args:
        task: the task.
        target: a place of an output.
        words: what stands there, for a place that a target cannot name.
        looking: the checks that look there, as what shows the file knows it; None if it does not.
    """
    from studio.validation.coverage import overlap

    place = parse_target(target)
    found = []
    for check in task.document.checks.checks:
        looks = parse_target(check.target)
        if not overlap(looks, place):
            continue
        if check.target == target and not words:
            return check.id
        elsewhere = looking is not None and check.id not in looking
        if elsewhere or _only_guards(check):
            continue
        said = says(folded(words), (text for text in texts_in(check.parameters) if len(text) > 2))
        closeness = 0 if said else _closeness(looks, place)
        if place.label is not None:
            closeness = _labelled(check, place.label)
        if place.region:
            closeness = 0 if tuple(check.parameters.get("region") or ()) == place.region else None
        if closeness is not None:
            found.append((closeness, check.id))
    return min(found)[1] if found else ""


def _only_guards(check: Check) -> bool:
    """Tell whether a check asks of a place only that it stays as it was, or what may be in it."""
    from studio.grading import KINDS

    kind = KINDS.get(check.kind)
    return check.parameters.get("facts") == "unchanged" or (kind is not None and kind.presence)


def _labelled(check: Check, label: str) -> int | None:
    """Return how closely a check looks at a label or a layer, None if it does not name it."""
    named = parts_of(check.parameters)
    return len(named) if label.casefold() in (name.casefold() for name in named) else None


def _closeness(looks: Target, place: Target) -> int | None:
    """Return how far around a place a check looks, None if it does not name it."""
    if place.cells and looks.cells:
        return int(":" in looks.cells)
    if place.pointer is not None and looks.pointer is not None:
        return len(place.pointer) - len(looks.pointer)
    if place.column and looks.column:
        return int(looks.key is None)
    return None


def result_of(verdicts: Verdicts, output: str, check: str) -> CheckResult | None:
    """Return how a check judged one of the sample outputs."""
    grade = verdicts.get(output)
    return None if grade is None else _results(grade).get(check)


_RESULTS: dict[int, tuple[Grade, dict[str, CheckResult]]] = {}
_MOST_GRADES = 16


def _results(grade: Grade) -> dict[str, CheckResult]:
    """Return the results of a grade by the ids of their checks; those of the last grades stay."""
    known = _RESULTS.get(id(grade))
    if known is None or known[0] is not grade:
        if len(_RESULTS) >= _MOST_GRADES:
            _RESULTS.clear()
        known = (grade, {found.id: found for point in grade.checkpoints for found in point.checks})
        _RESULTS[id(grade)] = known
    return known[1]


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


def standing_of(check: Check, verdicts: Verdicts, needed: Mapping[str, int]) -> Standing:
    """Return how a check stands.

    Args:
        check: the check.
        verdicts: what the sample outputs got, by their names.
        needed: by the id of a check how many wrong outputs pass without it.
    """
    fault = fault_of(check, verdicts)
    if fault:
        return Standing("wrong", say("wrong"), fault, "bad")
    if check.origin == "proposed":
        told = _proposed(check, needed)
        why = say("Asked for by “{sentence}”").format(sentence=check.because)
        return Standing("waits", say("proposed"), told, "waits", why if check.because else "")
    sign, word = ("right", say("as it should")) if verdicts else ("waits", say("not judged yet"))
    return Standing(sign, word, counts(check), "")


def _proposed(check: Check, needed: Mapping[str, int]) -> str:
    told = say("Proposed.")
    if number := needed.get(check.id, 0):
        ways = "One wrong output passes without it.", "{count} wrong outputs pass without it."
        return f"{told} {count(number, *ways)}"
    return told


def counts(check: Check) -> str:
    """Return how a check counts, if not as most do."""
    if check.gate:
        return say("Must pass, carries no weight")
    return "" if check.weight == 1 else say("Weight {weight}").format(weight=f"{check.weight:g}")


def _samples_right(verdicts: Verdicts) -> bool:
    """Tell whether the reference passes, and doing nothing earns nothing."""
    reference = verdicts.get("reference")
    nothing = [verdicts.get("input"), verdicts.get("empty")]
    return (
        reference is not None
        and reference.passed
        and all(grade is not None and grade.score is not None for grade in nothing)
        and all((grade.score or 0.0) < PASS_MARGIN for grade in nothing if grade)
    )


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
    if not _samples_right(verdicts):
        return "bad", say("Not right yet")
    passing = sum(not row.ok and row.expected == "fail" for row in rows)
    refused = sum(not row.ok and row.expected == "pass" for row in rows)
    if passing:
        told = ("1 wrong output still passes", "{count} wrong outputs still pass")
        return "waits", count(passing, *told)
    if refused:
        return "waits", count(refused, "1 right output refused", "{count} right outputs refused")
    return "good", say("Reference passes, doing nothing fails")
