"""The gates, one function each: what is looked at, and the sentences that say what was found."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from studio.base.errors import UserError
from studio.editing.shares import shares_of, shown_share, unjudged
from studio.formats import digests, layout, trust
from studio.formats.gaps import gaps_of
from studio.formats.packages import MAX_BYTES, MAX_MEMBERS, listing_fault
from studio.formats.tasks import TaskFolder
from studio.formats.wholeness import verify
from studio.grading import grade_isolated, refusals, sample_verdicts
from studio.model.contract import MatrixRow
from studio.model.grade import Grade
from studio.model.validation import GateResult, GateStatus
from studio.running import run_experiment
from studio.validation.coverage import UNCOVERED, uncovered
from studio.validation.evidence import FreshGrade, run_grade_processes
from studio.validation.matrix import LiveVerdict, row_of
from studio.validation.outputs import known_outputs

# The reference, the input and the empty folder come first; other gates look at them.
_SAMPLES = 3
_TOLD = 10


@dataclass(frozen=True)
class Subject:
    """The task under the gates, and what several of them share."""

    task: TaskFolder
    progress: Callable[[str], None]
    cancelled: Callable[[], bool]

    @cached_property
    def verdicts(self) -> Mapping[str, Grade]:
        """The grades of the reference, the untouched input and the empty folder."""
        return sample_verdicts(self.task, grade_isolated)

    @cached_property
    def judged(self) -> tuple[tuple[MatrixRow, Grade], ...]:
        """Each fixture, near miss and harmless variant, with its grade.

        Fixtures may come from anywhere and are graded in the sandbox; variants were made in this
        process of the reference, which it has read then, and are graded here.
        """
        with known_outputs(self.task, near_misses=True) as outputs:
            grade = LiveVerdict(self.task, outputs).grader(self.task)
            found: list[tuple[MatrixRow, Grade]] = []
            for output in outputs[_SAMPLES:]:
                if self.cancelled():
                    break
                sandboxed = output.variant is None
                folder = output.laid.folder
                got = grade_isolated(self.task, folder) if sandboxed else grade(output)
                found.append((row_of(output, got), got))
            return tuple(found)


def result(id: str, status: GateStatus, *evidence: str) -> GateResult:
    """Return a gate's result."""
    return GateResult(id=id, status=status, evidence=evidence)


def _red_or_green(id: str, faults: list[str], good: str) -> GateResult:
    return result(id, "red", *faults) if faults else result(id, "green", good)


def complete(subject: Subject) -> GateResult:
    """Title, instruction, occupation and a weighted check are there."""
    document = subject.task.document
    wanted = {
        "It has no title; set one with `studio task set DIR title=...`.": document.task.title,
        "It has no instruction; write prompt.md.": document.prompt.strip(),
        "It names no occupation; run `studio task link`.": document.task.occupation,
        "It has no check with weight; run `studio task propose --write`.": [
            check for check in document.checks.checks if not check.gate
        ],
    }
    faults = [sentence for sentence, found in wanted.items() if not found]
    if left := gaps_of(document.prompt):
        faults.append(f"The instruction still asks you something: {', '.join(left[:_TOLD])}.")
    return _red_or_green("complete", faults, "Title, instruction, occupation and checks are there.")


def files(subject: Subject) -> GateResult:
    """Every file is regular, portable by name, within the caps, and as it was recorded."""
    folder = subject.task.folder
    found = [
        (path, place)
        for path, place in digests.regular_files(folder)
        if not layout.is_outside_digest(path)
    ]
    size = sum(place.stat().st_size for _, place in found)
    faults = list(_file_faults(subject.task, [path for path, _ in found], size))
    good = f"{len(found)} files, {size:,} bytes, digest {subject.task.digest}."
    return _red_or_green("files", faults, good)


def _file_faults(task: TaskFolder, paths: list[str], size: int) -> Iterator[str]:
    if fault := listing_fault(sorted(paths)):
        yield f"{fault}."
    if len(paths) >= MAX_MEMBERS or size > MAX_BYTES:
        yield f"{len(paths)} files of {size:,} bytes are more than a package may hold."
    names = {layout.CHECKS, layout.PROMPT, layout.SALT} - set(paths)
    yield from (f"{name} is missing." for name in sorted(names))
    if not any(path.startswith(f"{layout.REFERENCE}/") for path in paths):
        yield f"{layout.REFERENCE} holds no file."
    for item in task.document.task.start:
        if f"{layout.INPUT}/{item.open}" not in paths:
            yield f"{item.open} is to be opened at the start, but {layout.INPUT} does not hold it."
    if task.recording:
        try:
            yield from (
                f"Recording: {path} {what}." for path, what in verify(task.recording, decode=False)
            )
        except UserError as fault:
            yield f"Recording: {fault}"


def failing(grade: Grade) -> list[str]:
    """Return the sentences of a grade's checks that were judged and did not pass."""
    return [
        check.sentence
        for checkpoint in grade.checkpoints
        for check in checkpoint.checks
        if check.status not in ("pass", "skipped")
    ]


def _ungradable(grade: Grade) -> str | None:
    """Return why a grade says nothing of the task, None if it says something."""
    errors = [
        f"{check.target}: {check.sentence}"
        for checkpoint in grade.checkpoints
        for check in checkpoint.checks
        if check.status == "error"
    ]
    if grade.status == "INVALID" or (grade.score is not None and not errors):
        return None
    return next(iter(errors), grade.reason or "The grader could not judge it.")


def reference(subject: Subject) -> GateResult:
    """What the expert handed in scores 1."""
    grade = subject.verdicts["reference"]
    if reason := _ungradable(grade):
        return result("reference", "cannot_run", reason)
    if grade.passed:
        return result("reference", "green", "The reference scores 1.")
    found = [*failing(grade), *_unjudged(subject.task)]
    return result("reference", "red", f"The reference scores {_score(grade)}.", *found)


def _unjudged(task: TaskFolder) -> Iterator[str]:
    shares = shares_of(task.document)
    for point in unjudged(task.document):
        yield (
            f"The checkpoint “{point.title}” is {shown_share(shares[point.id])} of the score and "
            "has no weighted check, so it scores 0; give it one, or no share."
        )


def _score(grade: Grade) -> str:
    number = "nothing" if grade.score is None else f"{grade.score:.4g}"
    return f"{number} ({grade.reason})" if grade.reason else number


def nothing(subject: Subject) -> GateResult:
    """Doing nothing earns nothing: the untouched input and the empty folder score 0."""
    faults = []
    for name, title in (("input", "The untouched input"), ("empty", "The empty folder")):
        grade = subject.verdicts[name]
        if reason := _ungradable(grade):
            return result("nothing", "cannot_run", f"{title}: {reason}")
        if grade.score != 0:
            faults.append(f"{title} scores {_score(grade)} where it must score 0.")
    faults += refusals(subject.task)
    return _red_or_green("nothing", faults, "The untouched input and the empty folder score 0.")


def known_bad(subject: Subject) -> GateResult:
    """Each known bad output and each near miss scores below 1."""
    return _as_expected(subject, "known_bad", "fail", "known bad outputs and near misses fail")


def alternates(subject: Subject) -> GateResult:
    """Each alternate and each harmless variant scores 1."""
    return _as_expected(subject, "alternates", "pass", "alternates and harmless variants pass")


def _as_expected(subject: Subject, id: str, expected: str, good: str) -> GateResult:
    rows = [pair for pair in subject.judged if pair[0].expected == expected]
    if subject.cancelled():
        return result(id, "cannot_run", "It was stopped.")
    if not rows:
        return result(id, "not_applicable", "There is none, and none can be made of the reference.")
    for row, grade in rows:
        if reason := _ungradable(grade):
            return result(id, "cannot_run", f"{row.output}: {reason}")
    wrong = [_told(row, grade) for row, grade in rows if not row.ok]
    more = [f"And {len(wrong) - _TOLD} more."] if len(wrong) > _TOLD else []
    return _red_or_green(id, [*wrong[:_TOLD], *more], f"All {len(rows)} {good}.")


def _told(row: MatrixRow, grade: Grade) -> str:
    did = f" ({row.did})" if row.did else ""
    if row.expected == "fail":
        return f"{row.output} passes{did}; run `studio task check DIR --near-misses`."
    return f"{row.output} scores {_score(grade)}{did}: {next(iter(failing(grade)), '')}"


def coverage(subject: Subject) -> GateResult:
    """Nothing that is demanded or derived is uncovered and unanswered."""
    faults = [
        f"No check covers: {text} Add one, or `studio task checks DIR adjudicate "
        f'"{UNCOVERED}{text}" fine`.'
        for text in uncovered(subject.task)
    ]
    return _red_or_green("coverage", faults, "Nothing is uncovered and unanswered.")


def regrade(subject: Subject) -> GateResult:
    """Three fresh processes in other surroundings say the same of the reference."""
    grades = run_grade_processes(subject.task.folder, subject.task.reference, subject.cancelled)
    return agreement(grades)


def agreement(grades: Sequence[FreshGrade]) -> GateResult:
    """Return what it means that fresh processes printed these grades."""
    faults = [f"A fresh process did not grade: {grade.fault}" for grade in grades if grade.fault]
    values = [grade.value or {} for grade in grades]
    faults += [
        f"A fresh process gave no score: {value.get('reason')}"
        for value in values
        if value and value.get("score") is None
    ]
    if faults:
        return result("regrade", "cannot_run", *dict.fromkeys(faults))
    if any(value != values[0] for value in values):
        scores = ", ".join(str(value["score"]) for value in values)
        return result("regrade", "red", f"The fresh processes differ (scores {scores}).")
    good = f"{len(values)} fresh processes agree: score {values[0]['score']}."
    return result("regrade", "green", good)


def replay(subject: Subject) -> GateResult:
    """The expert's own recording, acted again in a fresh display, passes."""
    task = subject.task
    if task.recording is None:
        return result("replay", "not_applicable", "The task keeps no recording.")
    if trust.is_foreign(task.folder):
        return result(
            "replay",
            "cannot_run",
            "The task comes from elsewhere; give --trust if you trust its author.",
        )
    with tempfile.TemporaryDirectory(prefix="studio-replay-") as out:
        rows = run_experiment(
            [task.folder],
            ["replay"],
            Path(out),
            progress=subject.progress,
            cancelled=subject.cancelled,
        )
    row = next(iter(rows), None)
    if row is None or row.status == "VOID":
        reason = row.reason if row else "it was stopped"
        return result("replay", "cannot_run", f"The recording could not be replayed: {reason}.")
    if row.score is not None and row.score >= 1 - 1e-9 and row.status == "SCORED":
        return result("replay", "green", f"The recording replays to a pass in {row.seconds:.1f} s.")
    return result("replay", "red", f"The replay scores {row.score}: {row.reason or row.status}.")


REGISTRY: Mapping[str, tuple[str, Callable[[Subject], GateResult]]] = {
    "complete": ("Is everything there?", complete),
    "files": ("Are the files whole and portable?", files),
    "reference": ("Does the reference pass?", reference),
    "nothing": ("Does doing nothing earn nothing?", nothing),
    "known_bad": ("Do wrong outputs and near misses fail?", known_bad),
    "alternates": ("Do other right outputs pass?", alternates),
    "regrade": ("Do fresh processes agree?", regrade),
    "coverage": ("Is everything covered by a check?", coverage),
    "replay": ("Does the recording replay to a pass?", replay),
}
