"""From checks to a grade: gates, weights, and what an error is worth (nothing, not zero)."""

import math
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from pydantic import ValidationError

from studio.base.errors import FaultError, HostileInputError
from studio.formats import digests
from studio.formats.tasks import TaskFolder
from studio.formats.unfit import first_unfit
from studio.grading.kinds import KINDS, Grounds, Judgement, no_kind, target_of
from studio.grading.readers.values import legible
from studio.model.check import Check
from studio.model.frozen import Frozen
from studio.model.grade import CheckpointResult, CheckResult, Grade
from studio.model.task import Checkpoint

MAX_FILES = 2_000
MAX_BYTES = 512 * 1024 * 1024
WHOLE = Checkpoint(id="whole", title="The whole work")


def parse_parameters(check: Check) -> Frozen:
    """Return the parameters of a check as its kind declares them.

    Raises:
        FaultError: if the kind does not exist or refuses them; the check is broken.
    """
    kind = KINDS.get(check.kind)
    if kind is None:
        raise FaultError(str(no_kind(check.kind)))
    try:
        return kind.parameters.model_validate(check.parameters, strict=False)
    except ValidationError as fault:
        _, told = first_unfit(fault, check.parameters)
        raise FaultError(f"In the parameters of {check.id}, {told}.") from None


def describe(check: Check, task: TaskFolder) -> str:
    """Return the sentence that says what a check asks, with its value from the reference."""
    try:
        parameters = parse_parameters(check)
        grounds = Grounds.of(task, None)
        return KINDS[check.kind].sentence(check, parameters, target_of(check), grounds)
    except (FaultError, HostileInputError) as fault:
        return f"{check.kind} of {check.target} cannot be read: {fault}"


def fault_of(check: Check, task: TaskFolder) -> str:
    """Return what is wrong with a check beside the reference, empty if nothing is.

    Looks at the kind, its parameters and what they name; nothing is graded.
    """
    try:
        kind = KINDS[check.kind]
        return kind.fit(check, parse_parameters(check), target_of(check), Grounds.of(task, None))
    except KeyError:
        return str(no_kind(check.kind))
    except (FaultError, HostileInputError, ValueError) as fault:
        return str(fault)


def _public(check: Check, status: str) -> str:
    """Return what anybody may know of a judgement: where it looked, and how it ended."""
    title = KINDS[check.kind].title if check.kind in KINDS else check.kind
    ends = {
        "pass": "as it must be",
        "fail": "not as it must be",
        "error": "could not be judged",
        "skipped": "not judged",
    }
    return f"{title} ({check.target}): {ends.get(status, status)}."


def _result(check: Check, status: str, score: float | None, told: Judgement) -> CheckResult:
    return CheckResult.model_validate(
        {
            "id": check.id,
            "kind": check.kind,
            "target": check.target,
            "status": status,
            "score": score,
            "sentence": _one_line(told.sentence),
            "public": _one_line(told.public or _public(check, status)),
            "evidence": told.evidence,
        }
    )


def _one_line(sentence: str) -> str:
    """Return a sentence without line ends and signs that act on a screen, wherever it got them."""
    return legible(" ".join(sentence.split()))


def _error(check: Check, reason: str) -> CheckResult:
    return _result(check, "error", None, Judgement(0.0, f"Could not be judged: {reason}"))


def judge(check: Check, grounds: Grounds) -> CheckResult:
    """Judge one check; a fault of the grader is the status error.

    Raises:
        HostileInputError: if a file of the output tries to harm.
    """
    try:
        parameters = parse_parameters(check)
        told = KINDS[check.kind].judge(check, parameters, target_of(check), grounds)
    except HostileInputError:
        raise
    except Exception as fault:
        # Whatever breaks inside a check is the grader's fault and must not become a score.
        reason = str(fault) if isinstance(fault, FaultError) else f"{type(fault).__name__}: {fault}"
        return _error(check, reason)
    if told.skipped:
        return _result(check, "skipped", None, told)
    if not math.isfinite(told.score) or not 0 <= told.score <= 1:
        return _error(check, f"the score {told.score} is not between 0 and 1")
    return _result(check, "pass" if told.score >= 1 - 1e-9 else "fail", told.score, told)


def refuse_hostile_output(output: Path) -> None:
    """Look at what was handed in before anything of it is opened.

    Raises:
        HostileInputError: at a link, a device, too many files or too many bytes.
    """
    if output.is_symlink():
        raise HostileInputError("The output folder is a link.")
    total = 0
    for number, (path, place) in enumerate(digests.regular_files(output), 1):
        status = place.stat()
        total += status.st_size
        if number > MAX_FILES or total > MAX_BYTES:
            raise HostileInputError(f"The output is too large ({path}).")
        if status.st_nlink > 1:
            raise HostileInputError(f"{path} is a hard link; hand in the file itself.")


def _weighted(parts: Iterable[tuple[float, float]]) -> float | None:
    found = list(parts)
    total = sum(weight for weight, _ in found)
    return sum(weight * score for weight, score in found) / total if total > 0 else None


def _share(check: Check) -> float:
    return KINDS[check.kind].share if check.kind in KINDS else 1.0


def _checkpoint_score(
    checkpoint: Checkpoint, checks: list[Check], results: dict[str, CheckResult]
) -> float | None:
    if any(results[check.id].status == "error" for check in checks):
        return None
    judged = [check for check in checks if results[check.id].status != "skipped"]
    scores = {check.id: results[check.id].score or 0.0 for check in judged}
    if any(scores[check.id] < 1 - 1e-9 for check in judged if check.gate):
        return 0.0
    parts = [(check, check.weight) for check in judged if not check.gate]
    firm = _weighted((weight, scores[c.id]) for c, weight in parts if _share(c) == 1)
    if firm is None:
        return 0.0 if checkpoint.weight > 0 else 1.0
    # A judge can take away, and never give what the deterministic checks do not.
    return _weighted(
        (weight, scores[c.id] if _share(c) == 1 else min(scores[c.id], firm)) for c, weight in parts
    )


def grade_output(
    task: TaskFolder, output: Path, variant: str = "base", runs: Path | None = None
) -> Grade:
    """Return the grade of an output folder.

    A check whose checkpoint does not exist belongs to an implicit one of weight 1 that stands
    beside the others only if it has a weighted check. `runs` is what came of its programs, if they
    were run before.
    """
    try:
        refuse_hostile_output(output)
        grounds = Grounds.of(task, output, variant, runs)
        results = {check.id: judge(check, grounds) for check in task.document.checks.checks}
    except HostileInputError as fault:
        return Grade(status="INVALID", reason=str(fault), score=0.0, checkpoints=())
    return grade_of(task, results)


def checkpoints_of(task: TaskFolder) -> list[tuple[Checkpoint, list[Check]]]:
    """Return each checkpoint with its checks, the implicit one last."""
    checks = task.document.checks.checks
    known = {checkpoint.id for checkpoint in task.document.task.checkpoints}
    grouped = [
        (checkpoint, [check for check in checks if check.checkpoint == checkpoint.id])
        for checkpoint in task.document.task.checkpoints
    ]
    loose = [check for check in checks if check.checkpoint not in known]
    if loose:
        weight = 1.0 if any(not check.gate for check in loose) else 0.0
        grouped.append((WHOLE.model_copy(update={"weight": weight}), loose))
    return grouped


def _is_below(result: CheckResult) -> bool:
    return result.status != "skipped" and (result.score or 0.0) < 1 - 1e-9


def grade_of(task: TaskFolder, results: dict[str, CheckResult]) -> Grade:
    """Return the grade that the results of all checks of a task, by id, come to."""
    grouped = checkpoints_of(task)
    scored = [
        (checkpoint, checks, _checkpoint_score(checkpoint, checks, results))
        for checkpoint, checks in grouped
    ]
    checkpoints = tuple(
        CheckpointResult(id=point.id, score=score, checks=tuple(results[c.id] for c in checks))
        for point, checks, score in scored
    )
    broken = next((found for found in results.values() if found.status == "error"), None)
    if broken:
        reason = f"The check {broken.id} is broken: {broken.sentence}"
        return Grade(status="VOID", reason=reason, score=None, checkpoints=checkpoints)
    failed_gate = any(
        check.gate and _is_below(results[check.id]) for _, checks in grouped for check in checks
    ) or any(point.gate and (score or 0.0) < 1 - 1e-9 for point, _, score in scored)
    total = _weighted((point.weight, score or 0.0) for point, _, score in scored)
    if total is None:
        return Grade(
            status="VOID", reason="The task has no weighted check.", score=None,
            checkpoints=checkpoints,
        )  # fmt: skip
    score = 0.0 if failed_gate else min(1.0, total)
    return Grade(status="SCORED", reason=None, score=score, checkpoints=checkpoints)


def sample_verdicts(
    task: TaskFolder, grade: Callable[[TaskFolder, Path], Grade] = grade_output
) -> dict[str, Grade]:
    """Return the grades of the reference, the untouched input and an empty folder.

    Args:
        task: the task with its private side.
        grade: how; in this process unless something else is given.
    """
    with tempfile.TemporaryDirectory(prefix="studio-empty-") as empty:
        folders = {"reference": task.reference, "input": task.input, "empty": Path(empty)}
        return {
            name: grade(task, folder if folder.is_dir() else Path(empty))
            for name, folder in folders.items()
        }


def free_scores(task: TaskFolder) -> dict[str, float]:
    """Return for each check the best score that doing nothing gets."""
    best: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="studio-empty-") as empty:
        folders = [Path(empty), task.input if task.input.is_dir() else Path(empty)]
        for checkpoint in (c for f in folders for c in grade_output(task, f).checkpoints):
            for result in checkpoint.checks:
                best[result.id] = max(best.get(result.id, 0.0), result.score or 0.0)
    return best


def refusals(task: TaskFolder) -> tuple[str, ...]:
    """Return a sentence for each weight that would pay for doing nothing, and for no weight."""
    checks = task.document.checks.checks
    if not any(not check.gate for check in checks):
        return ("The task has no weighted check; add one, or propose checks.",)
    free = free_scores(task)
    paid = tuple(
        f"{check.id} already scores {free[check.id]:.2f} when nothing is done; make it a gate."
        for check in checks
        if not check.gate and free.get(check.id, 0.0) > 0
    )
    return paid + _presence_refusals(checks) + _share_refusals(task)


def _presence_refusals(checks: Iterable[Check]) -> tuple[str, ...]:
    return tuple(
        f"{check.id} asks for what may be there already; make it a gate."
        for check in checks
        if not check.gate and check.kind in KINDS and KINDS[check.kind].presence
    )


def _share_refusals(task: TaskFolder) -> tuple[str, ...]:
    """Return a sentence for each checkpoint of which a judge carries too much."""
    refused = []
    for _, checks in checkpoints_of(task):
        limited = [check for check in checks if _share(check) < 1 and not check.gate]
        firm = sum(check.weight for check in checks if _share(check) == 1 and not check.gate)
        if limited and firm == 0:
            refused.append(
                f"{limited[0].id} may not be the only weighted check of its checkpoint; "
                "add another one first."
            )
            continue
        given = sum(check.weight for check in limited)
        share = min((_share(check) for check in limited), default=1.0)
        if share < 1 and given > share * (given + firm) + 1e-9:
            refused.append(
                f"{limited[0].id} may carry at most {share:.0%} of the weight of its checkpoint; "
                f"give it a weight of {firm * share / (1 - share):g} or less."
            )
    return tuple(refused)
