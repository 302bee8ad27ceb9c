"""The gates, one function each: what is looked at, and the sentences that say what was found."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import count
from pathlib import Path

from studio.base.errors import UserError
from studio.base.pace import Pace, Stage
from studio.editing.shares import shares_of, shown_share, unjudged
from studio.formats import digests, layout, trust
from studio.formats.gaps import gaps_of
from studio.formats.packages import MAX_BYTES, MAX_MEMBERS, listing_fault
from studio.formats.tasks import TaskFolder
from studio.formats.wholeness import verify
from studio.grading import grade_isolated, refusals, sample_verdicts
from studio.grading.live import JUDGING
from studio.grading.proposing.settling import BARE
from studio.model.contract import MatrixRow
from studio.model.grade import CheckResult, Grade
from studio.model.trial import TrialRow, told_unsaved, told_withheld
from studio.model.validation import GateResult, GateStatus, Lead, Thing
from studio.running import run_experiment
from studio.running.following import Advance, Following
from studio.validation.coverage import uncovered
from studio.validation.evidence import FreshGrade, run_grade_processes
from studio.validation.matrix import LiveVerdict, row_of
from studio.validation.outputs import known_outputs

# The reference, the input and the empty folder come first; other gates look at them.
_SAMPLES = 3
_TOLD = 10
_ACTING = "doing the recorded work again"


@dataclass(frozen=True)
class Subject:
    """The task under the gates, and what several of them share."""

    task: TaskFolder
    pace: Pace

    @cached_property
    def verdicts(self) -> Mapping[str, Grade]:
        """The grades of the reference, the untouched input and the empty folder."""
        numbers = count()

        def grade(task: TaskFolder, folder: Path) -> Grade:
            self.pace.at(JUDGING, next(numbers), _SAMPLES)
            return grade_isolated(task, folder, pace=self.pace)

        return sample_verdicts(self.task, grade)

    @cached_property
    def judged(self) -> tuple[tuple[MatrixRow, Grade], ...]:
        """Each fixture, near miss and harmless variant, with its grade.

        Fixtures may come from anywhere and are graded in the sandbox; variants were made in this
        process of the reference, which it has read then, and are graded here.
        """
        with known_outputs(self.task, near_misses=True, pace=self.pace) as outputs:
            live = LiveVerdict(self.task, outputs)
            grade, others = live.grader(self.task), outputs[_SAMPLES:]
            live.prepare(self.task, (one for one in others if one.variant), self.pace)
            found: list[tuple[MatrixRow, Grade]] = []
            for output in others:
                self.pace.go_on()
                if output.variant:
                    got = grade(output)
                else:
                    got = grade_isolated(self.task, output.laid.folder, pace=self.pace)
                found.append((row_of(output, got), got))
            return tuple(found)


Told = str | tuple[str, Lead | None]
"""A sentence of evidence, alone or with the thing that it is about."""


def result(id: str, status: GateStatus, *evidence: Told) -> GateResult:
    """Return a gate's result."""
    pairs = [(told, None) if isinstance(told, str) else told for told in evidence]
    return GateResult(
        id=id,
        status=status,
        evidence=tuple(sentence for sentence, _ in pairs),
        leads=tuple(lead for _, lead in pairs) if any(lead for _, lead in pairs) else (),
    )


def _about(sentence: str, thing: Thing, id: str = "") -> Told:
    return sentence, Lead(thing=thing, id=id)


def _red_or_green(id: str, faults: Sequence[Told], good: str) -> GateResult:
    return result(id, "red", *faults) if faults else result(id, "green", good)


def complete(subject: Subject) -> GateResult:
    """Title, instruction, occupation and a weighted check are there."""
    document = subject.task.document
    weighted = [check for check in document.checks.checks if not check.gate]
    wanted: tuple[tuple[object, str, Thing], ...] = (
        (document.task.title, "It has no title.", "title"),
        (document.prompt.strip(), "It has no instruction.", "prompt"),
        (document.task.occupation, "It names no occupation.", "occupation"),
        (weighted, "It has no check with weight.", "checks"),
    )
    faults = [_about(sentence, thing) for found, sentence, thing in wanted if not found]
    if left := gaps_of(document.prompt):
        told = f"The instruction still asks you something: {', '.join(left[:_TOLD])}."
        faults.append(_about(told, "prompt"))
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


def _file_faults(task: TaskFolder, paths: list[str], size: int) -> Iterator[Told]:
    if fault := listing_fault(sorted(paths)):
        # The sentence begins with the path, quoted where its signs would mislead.
        named = (path for path in paths if fault.startswith((f"{path} ", f"{path!r} ")))
        yield _about(f"{fault}.", "file", max(named, key=len, default=""))
    if len(paths) >= MAX_MEMBERS or size > MAX_BYTES:
        yield f"{len(paths)} files of {size:,} bytes are more than a package may hold."
    names = {layout.CHECKS, layout.PROMPT, layout.SALT} - set(paths)
    yield from (_about(f"{name} is missing.", "file", name) for name in sorted(names))
    if not any(path.startswith(f"{layout.REFERENCE}/") for path in paths):
        yield _about(f"{layout.REFERENCE} holds no file.", "file")
    for item in task.document.task.start:
        if f"{layout.INPUT}/{item.open}" not in paths:
            told = f"{item.open} is to be opened at the start, but {layout.INPUT} does not hold it."
            yield _about(told, "start", item.open)
    if task.recording:
        try:
            for path, what in verify(task.recording, decode=False):
                yield _about(f"Recording: {path} {what}.", "recording")
        except UserError as fault:
            yield _about(f"Recording: {fault}", "recording")


def _judged_checks(grade: Grade) -> list[CheckResult]:
    return [check for checkpoint in grade.checkpoints for check in checkpoint.checks]


def failing(grade: Grade) -> list[Told]:
    """Return the sentences of a grade's checks that were judged and did not pass, each with it."""
    return [
        _about(check.sentence, "check", check.id)
        for check in _judged_checks(grade)
        if check.status not in ("pass", "skipped")
    ]


def _ungradable(grade: Grade, of: str = "") -> Told | None:
    """Return why a grade says nothing of the task, None if it says something."""
    errors = [check for check in _judged_checks(grade) if check.status == "error"]
    if grade.status == "INVALID" or (grade.score is not None and not errors):
        return None
    if errors:
        first = errors[0]
        return _about(f"{of}{first.target}: {first.sentence}", "check", first.id)
    return f"{of}{grade.reason or 'The grader could not judge it.'}"


def reference(subject: Subject) -> GateResult:
    """What the expert handed in scores 1."""
    grade = subject.verdicts["reference"]
    if reason := _ungradable(grade):
        return result("reference", "cannot_run", reason)
    if grade.passed:
        return result("reference", "green", "The reference scores 1.")
    found = [*failing(grade), *_unjudged(subject.task)]
    return result("reference", "red", f"The reference scores {_score(grade)}.", *found)


def _unjudged(task: TaskFolder) -> Iterator[Told]:
    shares = shares_of(task.document)
    for point in unjudged(task.document):
        told = (
            f"The checkpoint “{point.title}” is {shown_share(shares[point.id])} of the score and "
            "has no weighted check, so it scores 0; give it one, or no share."
        )
        yield _about(told, "checkpoint", point.id)


def _score(grade: Grade) -> str:
    number = "nothing" if grade.score is None else f"{grade.score:.4g}"
    return f"{number} ({grade.reason})" if grade.reason else number


def nothing(subject: Subject) -> GateResult:
    """Doing nothing earns nothing: the untouched input and the empty folder score 0."""
    faults: list[Told] = []
    for name, title in (("input", "The untouched input"), ("empty", "The empty folder")):
        grade = subject.verdicts[name]
        if reason := _ungradable(grade, f"{title}: "):
            return result("nothing", "cannot_run", reason)
        if grade.score != 0:
            told = f"{title} scores {_score(grade)} where it must score 0."
            faults.append(_about(told, "check", _earning(subject.task, grade)))
    faults += [_refused(subject.task, sentence) for sentence in refusals(subject.task)]
    return _red_or_green("nothing", faults, "The untouched input and the empty folder score 0.")


def _earning(task: TaskFolder, grade: Grade) -> str:
    """Return the id of the weighted check that pays most for an output, empty if none does."""
    weights = {c.id: 0.0 if c.gate else c.weight for c in task.document.checks.checks}
    paid = {c.id: (c.score or 0.0) * weights.get(c.id, 0.0) for c in _judged_checks(grade)}
    best = max(paid, key=lambda id: paid[id], default="")
    return best if paid.get(best) else ""


def _refused(task: TaskFolder, sentence: str) -> Told:
    """Return a refusal with the check whose id it begins with."""
    id = sentence.partition(" ")[0]
    known = any(check.id == id for check in task.document.checks.checks)
    return _about(sentence, "check", id) if known else _about(sentence, "checks")


def known_bad(subject: Subject) -> GateResult:
    """Each known bad output and each near miss scores below 1."""
    return _as_expected(subject, "known_bad", "fail", "known bad outputs and near misses fail")


def alternates(subject: Subject) -> GateResult:
    """Each alternate and each harmless variant scores 1."""
    return _as_expected(subject, "alternates", "pass", "alternates and harmless variants pass")


def _as_expected(subject: Subject, id: str, expected: str, good: str) -> GateResult:
    rows = [pair for pair in subject.judged if pair[0].expected == expected]
    if not rows:
        return result(id, "not_applicable", "There is none, and none can be made of the reference.")
    for row, grade in rows:
        if reason := _ungradable(grade, f"{row.output}: "):
            return result(id, "cannot_run", reason)
    wrong: list[Told] = [
        _about(_told(row, grade), "output", row.output) for row, grade in rows if not row.ok
    ]
    more: list[Told] = [f"And {len(wrong) - _TOLD} more."] if len(wrong) > _TOLD else []
    return _red_or_green(id, [*wrong[:_TOLD], *more], f"All {len(rows)} {good}.")


def _told(row: MatrixRow, grade: Grade) -> str:
    did = f" ({row.did})" if row.did else ""
    if row.expected == "fail":
        return f"{row.output} passes{did}."
    why = next(iter(failing(grade)), "")
    return f"{row.output} scores {_score(grade)}{did}: {why if isinstance(why, str) else why[0]}"


def coverage(subject: Subject) -> GateResult:
    """Nothing that is demanded or derived is uncovered and unanswered."""
    bare = {BARE.format(title=point.title): point.id for point in unjudged(subject.task.document)}
    faults = [
        _about(f"No check covers: {text}", "checkpoint", bare[text])
        if text in bare
        else _about(f"No check covers: {text}", "uncovered", text)
        for text in uncovered(subject.task)
    ]
    return _red_or_green("coverage", faults, "Nothing is uncovered and unanswered.")


def regrade(subject: Subject) -> GateResult:
    """Three fresh processes in other surroundings say the same of the reference."""
    grades = run_grade_processes(subject.task.folder, subject.task.reference, subject.pace)
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
        told = (
            "The task comes from elsewhere, so its recording is not replayed here; try it as a "
            "trial if you trust its author."
        )
        return result("replay", "cannot_run", told)
    with tempfile.TemporaryDirectory(prefix="studio-replay-") as out:
        rows = run_experiment(
            [task.folder],
            ["replay"],
            Path(out),
            progress=lambda told: subject.pace.tell(Stage(told.removeprefix("replay: "), 0, 0)),
            cancelled=subject.pace.cancelled,
            following=Following(moved=partial(_tell_step, subject.pace)),
        )
        return of_replay(next(iter(rows), None))


def _tell_step(pace: Pace, advance: Advance) -> None:
    if advance.steps:
        pace.tell(Stage(_ACTING, advance.step, advance.steps))


def of_replay(row: TrialRow | None) -> GateResult:
    """Return what a trial of the recording means; it says at which step it halted."""
    if row is None or row.status == "VOID":
        reason = row.reason if row else "it was stopped"
        return result("replay", "cannot_run", f"The recording could not be replayed: {reason}.")
    if row.score is not None and row.score >= 1 - 1e-9 and row.status == "SCORED":
        return result("replay", "green", f"The recording replays to a pass in {row.seconds:.1f} s.")
    scored = f"The replay scores {row.score}"
    found: list[Told] = [f"{scored}: {row.reason}." if row.reason else f"{scored}."]
    if halt := row.halted:
        found.append(_about(str(halt.told()), "step", halt.step))
    if row.unsaved:
        found.append(str(told_unsaved(row.unsaved)))
    if row.withheld:
        found.append(_about(str(told_withheld(row.withheld)), "recording"))
    elif row.failed and not row.halted:
        found.append(_about(row.failed, "check", row.failed.partition(":")[0]))
    return result("replay", "red", *found)


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
