"""The smallest change of the checks that puts a wrong verdict right."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from math import isfinite
from typing import Any, TypeGuard

from studio.base.errors import UserError
from studio.base.pace import UNHEARD, Pace
from studio.editing import AddCheck, Edit, RemoveCheck, SetCheck, apply
from studio.formats.tasks import TaskFolder
from studio.grading import KINDS, describe, fault_of
from studio.grading.near_misses.differences import checks_that_notice
from studio.model.check import Check, parse_target
from studio.model.contract import MatrixRow
from studio.model.grade import CheckResult, Grade
from studio.validation.matrix import LiveVerdict, is_right
from studio.validation.outputs import Expected, KnownOutput, known_outputs

_LARGEST_LOOSENING = 0.05
_MOST_TRIES = 40
_CHOICES = 4
_STRICTER: dict[str, Any] = {
    "case": True, "order_matters": True, "in_order": True, "exact": True, "header": True,
    "extra_rows": "fail", "order_free": False, "formula": True, "facts": "all",
}  # fmt: skip
_LOOSER: dict[str, Any] = {
    "case": False, "order_matters": False, "in_order": False, "exact": False, "order": False,
    "extra_rows": "ignore", "order_free": True, "formula": False, "max_numbers": None,
}  # fmt: skip
_SPOKEN: dict[str, str] = {
    "case": "capitals", "order_matters": "the order of rows", "in_order": "the order",
    "extra_rows": "rows too many", "order_free": "the order", "formula": "formulas",
    "facts": "which values", "max_numbers": "how many numbers", "exact": "what is there besides",
}  # fmt: skip


@dataclass(frozen=True)
class Mend:
    """A change of the checks, and the sentence that tells somebody to make it."""

    sentence: str
    edits: tuple[Edit, ...]

    @property
    def done(self) -> str:
        """The sentence once the change was made."""
        verb, _, rest = self.sentence.partition(" ")
        past = {"Add": "Added", "Change": "Changed", "Remove": "Removed"}
        return f"{past.get(verb, verb)} {rest}"


class Mender:
    """Finds changes that put one verdict right and spoil no other.

    `wanted` is asked between tries whether anybody still waits.
    """

    def __init__(
        self, task: TaskFolder, live: LiveVerdict, wanted: Callable[[], bool] = lambda: True
    ) -> None:
        self.task = task
        self._live = live
        self._wanted = wanted
        pairs = zip(live.outputs, live.grades(task), strict=True)
        self._right = [output for output, grade in pairs if is_right(output, grade)]

    def mend(self, output: KnownOutput, expected: Expected) -> Mend | None:
        """Return the smallest change that helps, None if none of those that are known does.

        Of a few that help, the one that puts most other verdicts right too is taken.
        """
        wanted = KnownOutput(output.name, output.laid, expected, output.variant)
        grade = self._live.grade(self.task, output)
        if is_right(wanted, grade):
            return Mend("Nothing has to change: the checks say so already.", ())
        tries = self._tightenings(output) if expected == "fail" else self._loosenings(grade)
        tries = takewhile(lambda _: self._wanted(), islice(tries, _MOST_TRIES))
        helping = (mend for mend in tries if self._helps(mend, wanted))
        best, most = None, 0
        for mend in islice(helping, _CHOICES):
            right = self._puts_right(mend, wanted)
            if right > most:
                best, most = mend, right
            if right == len(self._live.outputs):
                break
        return best

    def _puts_right(self, mend: Mend, wanted: KnownOutput) -> int:
        task = self._after(mend)
        if task is None:
            return 0
        outputs = [wanted if o.name == wanted.name else o for o in self._live.outputs]
        pairs = zip(outputs, self._live.grades(task), strict=True)
        return sum(is_right(output, grade) for output, grade in pairs)

    def _after(self, mend: Mend) -> TaskFolder | None:
        document = self.task.document
        try:
            for edit in mend.edits:
                document, _ = apply(document, edit)
        except UserError:
            return None
        return self.task.with_document(document)

    def _helps(self, mend: Mend, wanted: KnownOutput) -> bool:
        task = self._after(mend)
        if task is None:
            return False
        known = self.task.document.checks.checks
        if any(fault_of(c, task) for c in task.document.checks.checks if c not in known):
            return False
        grade = self._live.grader(task)
        if not is_right(wanted, grade(wanted)):
            return False
        others = [output for output in self._right if output.name != wanted.name]
        self._live.prepare(task, others)
        return all(is_right(output, grade(output)) for output in others)

    def _tightenings(self, output: KnownOutput) -> Iterator[Mend]:
        changed = _changed_paths(self._live.outputs[0], output)
        checks = [
            check
            for check in self.task.document.checks.checks
            if parse_target(check.target).path in changed
        ]
        fresh = []
        for found in checks_that_notice(self.task.reference, output.laid.folder):
            if found.kind not in KINDS:
                continue
            twin = next((check for check in checks if _is_twin(check, found)), None)
            if twin is None:
                fresh.append(found)
            elif _is_narrower(found.tolerance, twin.tolerance):
                yield _with_tolerance(twin, found.tolerance)
        for check in checks:
            for tolerance in (check.tolerance / 2, check.tolerance / 10) if check.tolerance else ():
                yield _with_tolerance(check, tolerance)
        for check in checks:
            yield from _switched(check, _STRICTER, "mind")
        for found in fresh:
            yield from self._added(found)

    def _added(self, check: Check) -> Iterator[Mend]:
        """Yield a check with weight, then as a gate, where an input that holds it earns nothing."""
        points = self.task.document.task.checkpoints
        sharing = {c.checkpoint for c in self.task.document.checks.checks if not c.gate}
        path = parse_target(check.target).path
        near = (
            c.checkpoint
            for c in self.task.document.checks.checks
            if parse_target(c.target).path == path and c.checkpoint
        )
        point = next(near, next((p.id for p in points if p.id in sharing), None))
        told = f"Add the check “{describe(check, self.task)}”"
        gate = check.gate or KINDS[check.kind].presence
        if not gate:
            weighted = check.model_copy(update={"checkpoint": point})
            if not self._is_free(weighted):
                yield Mend(f"{told}.", (AddCheck(weighted),))
        yield Mend(f"{told}, as a gate.", (AddCheck(check.model_copy(update={"gate": True})),))

    def _is_free(self, check: Check) -> bool:
        """Tell whether doing nothing earns from a check."""
        checks = self.task.document.checks.model_copy(update={"checks": (check,)})
        alone = self.task.with_document(replace(self.task.document, checks=checks))
        nothing = [o for o in self._live.outputs if o.name in ("input", "empty")]
        return any((self._live.grade(alone, output).score or 0) > 0 for output in nothing)

    def _loosenings(self, grade: Grade) -> Iterator[Mend]:
        results = [found for point in grade.checkpoints for found in point.checks]
        failing = [result for result in results if result.status != "pass"]
        checks = {check.id: check for check in self.task.document.checks.checks}
        choices = [list(_looser(checks[result.id], result)) for result in failing]
        if len(failing) == 1:
            yield from choices[0]
        elif all(choices):
            first = [choice[0] for choice in choices]
            edits = tuple(edit for mend in first for edit in mend.edits)
            yield Mend(" ".join(mend.sentence for mend in first), edits)
        removed = tuple(RemoveCheck(result.id) for result in failing)
        names = " and ".join(result.id for result in failing)
        if len(removed) < len(checks):
            yield Mend(f"Remove {names}, which no other output needs.", removed)


def mended_matrix(task: TaskFolder, pace: Pace = UNHEARD) -> tuple[MatrixRow, ...]:
    """Return the matrix with near misses and variants; each wrong verdict has what would help."""
    with known_outputs(task, near_misses=True, pace=pace) as outputs:
        live = LiveVerdict(task, outputs)
        mender = Mender(task, live)
        rows = []
        for output, row in zip(outputs, live.rows(task, pace), strict=True):
            asked = output.variant is not None or ":" in output.name
            mend = mender.mend(output, output.expected) if asked and not row.ok else None
            rows.append(row.model_copy(update={"fix": mend.sentence}) if mend else row)
        return tuple(rows)


def _changed_paths(reference: KnownOutput, output: KnownOutput) -> set[str]:
    ours, theirs = reference.laid.files, output.laid.files
    return {path for path in ours.keys() | theirs.keys() if ours.get(path) != theirs.get(path)}


def _is_twin(check: Check, other: Check) -> bool:
    """Tell whether two checks ask the same, but for how far off a number may be."""
    asked = (check.kind, check.target, check.parameters)
    return asked == (other.kind, other.target, other.parameters)


def _is_narrower(tolerance: float | None, other: float | None) -> bool:
    return bool(other) and (tolerance or 0.0) < (other or 0.0)


def _with_tolerance(check: Check, tolerance: float | None) -> Mend:
    before, after = (
        "exactly" if value is None else f"{value:g}" for value in (check.tolerance, tolerance)
    )
    told = f"Change the tolerance of {check.id} from {before} to {after}."
    return Mend(told, (SetCheck(check.id, {"tolerance": tolerance}),))


def _switched(check: Check, wanted: dict[str, Any], how: str) -> Iterator[Mend]:
    kind = KINDS.get(check.kind)
    fields = kind.parameters.model_fields if kind else {}
    for name, value in wanted.items():
        if name in fields and check.parameters.get(name, fields[name].default) != value:
            parameters = {**check.parameters, name: value}
            told = f"Let {check.id} {how} {_SPOKEN.get(name, name)}."
            yield Mend(told, (SetCheck(check.id, {"parameters": parameters}),))


def _looser(check: Check, result: CheckResult) -> Iterator[Mend]:
    yield from _switched(check, _LOOSER, "no longer mind")
    pairs = list(_numbers(result.evidence))
    if pairs:
        largest = max(abs(expected - found) for expected, found in pairs)
        most = max(abs(expected) for expected, _ in pairs) * _LARGEST_LOOSENING
        if (check.tolerance or 0.0) < largest <= most:
            yield _with_tolerance(check, float(f"{largest * 1.06:.2g}"))


def _numbers(evidence: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Yield the pairs of expected and found numbers that the evidence of a check names.

    Each kind names what is wrong in its own way: as differences, as places, or in words alone.
    """
    wrong = evidence.get("wrong")
    listed = wrong if isinstance(wrong, list | tuple) else ()
    for row in (evidence, *listed):
        if not isinstance(row, Mapping):
            continue
        expected, found = row.get("expected"), row.get("found")
        if _is_number(expected) and _is_number(found):
            yield float(expected), float(found)


def _is_number(value: Any) -> TypeGuard[float]:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and isfinite(value)
