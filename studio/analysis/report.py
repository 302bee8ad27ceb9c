"""The page about a task: its work, its checks, its gates, and its trials side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import studio
from studio.analysis import verdicts
from studio.base import clock
from studio.formats import layout
from studio.formats.documents import read_document
from studio.formats.page import (
    Content,
    Markup,
    drawing,
    facts,
    is_blank,
    picture,
    pill,
    section,
    table,
    tag,
)
from studio.formats.page import write_page as write
from studio.formats.recordings import Recording, open_recording
from studio.formats.tasks import TaskFolder
from studio.grading import describe, grade_output
from studio.model.grade import Grade, GradeFile
from studio.model.step import Step
from studio.model.trial import Trial
from studio.model.validation import ValidationReport
from studio.steps import reduce_steps
from studio.steps.pictures import step_picture
from studio.taxonomy import occupations

_SHOTS = 2
_WIDTH, _MANY_STEPS = 640, 80
_TONES = {"green": "good", "red": "bad", "cannot_run": "waits", "not_applicable": "quiet"}


@dataclass(frozen=True)
class ShownTrial:
    """A trial as the page needs it."""

    folder: Path
    trial: Trial
    grade: Grade | None


def write_report(out_file: Path, task: TaskFolder, trials: Sequence[Path]) -> Path:
    """Write one self-contained page about `task` and return its path.

    Args:
        out_file: the page; an older one is replaced.
        task: the task; of a public one only what is public is shown.
        trials: trial folders, shown in this order.

    Raises:
        UserError: if a trial, the recording or the validation report is damaged.
    """
    shown = [_read_trial(folder) for folder in trials]
    gates = _read_gates(task)
    title = task.document.task.title or task.document.task.id
    return write(out_file, f"{title} - Task Authoring Studio", _parts(task, shown, gates))


def _read_trial(folder: Path) -> ShownTrial:
    place = folder / layout.GRADE
    grade = read_document(place, GradeFile).grade if place.is_file() else None
    return ShownTrial(folder, read_document(folder / layout.TRIAL, Trial), grade)


def _read_gates(task: TaskFolder) -> ValidationReport | None:
    place = task.folder / layout.REPORT
    return read_document(place, ValidationReport) if place.is_file() else None


def _parts(
    task: TaskFolder, trials: list[ShownTrial], gates: ValidationReport | None
) -> Iterator[Markup]:
    yield _header(task, gates)
    yield _about(task)
    if trials:
        yield _trials(task, trials)
    if task.has_private_side:
        columns = [("reference", grade_output(task, task.reference))]
        columns += [(shown.trial.agent, shown.grade) for shown in trials if shown.grade]
        sentences = {found.id: describe(found, task) for found in task.document.checks.checks}
        yield verdicts.checks_section(task.document, sentences, columns)
    if gates:
        yield _gates(task, gates)
    if task.recording:
        yield _steps(task, open_recording(task.recording))
    yield _credits()


def _header(task: TaskFolder, gates: ValidationReport | None) -> Markup:
    facts_ = task.document.task
    current = gates is not None and gates.task_digest == task.digest
    mark = pill("not validated yet", "waits")
    if gates and not current:
        mark = pill("changed since it was validated", "waits")
    elif gates:
        mark = pill("proven", "good") if gates.proven else pill("not proven", "bad")
    return tag("header", tag("h1", facts_.title or facts_.id), tag("p", mark))


def _about(task: TaskFolder) -> Markup:
    document = task.document
    link = document.task.occupation
    start = ", ".join(f"{item.open} with {item.with_}" for item in document.task.start)
    pairs: dict[str, Content] = {
        "Occupation": f"{link.code} {link.title}" if link else "not linked",
        "Work": "saved over the input" if document.task.work == "in_place" else "handed in apart",
        "Opened at the start": start or "nothing",
        "Limit": f"{document.task.limits.seconds:g} s",
        "Network": document.task.network,
        "Made": clock.shown_moment(document.task.created),
        "Digest": task.digest,
    }
    prompt = tag("div", document.prompt.strip() or "No instruction yet.", class_="prompt")
    return section("The task", facts(pairs), prompt)


def _trials(task: TaskFolder, trials: list[ShownTrial]) -> Markup:
    columns = [tag("div", list(_trial(task, shown))) for shown in trials]
    return section("Trials, side by side", tag("div", columns, class_="side"))


def _trial(task: TaskFolder, shown: ShownTrial) -> Iterator[Markup]:
    trial = shown.trial
    score = "no score" if trial.score is None else f"{trial.score:.2f}"
    passed = shown.grade is not None and shown.grade.passed
    tone = "good" if passed else "waits" if trial.status == "VOID" else "bad"
    yield tag("div", tag("h3", trial.agent), pill(score, tone), class_="row")
    began = clock.shown_moment(trial.started)
    words = f"{trial.status.lower()}, {clock.minutes(trial.seconds)}, {began}"
    yield tag("p", words, class_="quiet")
    if trial.reason:
        yield tag("p", trial.reason)
    if trial.task_digest != task.digest:
        yield tag("p", pill("another version of the task", "waits"))
    if shown.grade:
        yield verdicts.short_list(shown.grade)
        yield tag("div", list(_evidence(shown)), class_="shots")
    shots = [path for path in _shots(shown.folder) if not is_blank(path)]
    pictures = [picture(path, f"{trial.agent}: {path.stem}", 480) for path in shots]
    yield tag("div", [found for found in pictures if found], class_="shots")


def _evidence(shown: ShownTrial) -> Iterator[Markup]:
    """Yield the pictures of what is off, each under what its check says."""
    checks = (
        [check for point in shown.grade.checkpoints for check in point.checks]
        if shown.grade
        else []
    )
    for check in checks:
        place = shown.folder / layout.PICTURES / check.id
        drawn = drawing(place.with_suffix(".svg"), check.sentence)
        drawn = drawn or picture(place.with_suffix(".png"), check.sentence, _WIDTH)
        if drawn:
            yield tag("figure", drawn, tag("figcaption", check.sentence))


def _shots(folder: Path) -> list[Path]:
    """Return some screenshots, the first and the last among them."""
    found = sorted(
        path
        for path in (folder / layout.SCREENSHOTS).glob("*.png")
        if path.is_file() and not path.is_symlink()
    )
    if len(found) <= _SHOTS:
        return found
    return [found[round(part * (len(found) - 1) / (_SHOTS - 1))] for part in range(_SHOTS)]


def _gates(task: TaskFolder, gates: ValidationReport) -> Markup:
    rows = [
        (
            tag("b", gate.id),
            pill(gate.status.replace("_", " "), _TONES[gate.status]),
            [tag("p", sentence) for sentence in gate.evidence],
        )
        for gate in gates.of(gates.task_digest)
    ]
    versions = ", ".join(f"{name} {value}" for name, value in gates.versions.items())
    note = f"Asked {clock.shown_moment(gates.created)} of digest {gates.task_digest}; {versions}."
    shown = table(("Gate", "", "What was found"), rows, "The gates and their evidence")
    return section("Gates", shown, tag("p", note, class_="quiet"))


def _steps(task: TaskFolder, recording: Recording) -> Markup:
    steps = reduce_steps(recording)
    origin = steps[0].t_ns if steps else 0
    width = _WIDTH if len(steps) <= _MANY_STEPS else _WIDTH // 2
    items = [_step(task, recording, step, origin, width) for step in steps]
    heading = f"What the expert did, {len(steps)} steps"
    return section(heading, tag("ol", items, class_="steps"))


def _step(task: TaskFolder, recording: Recording, step: Step, origin: int, width: int) -> Markup:
    places = [checkpoint.id for checkpoint in task.document.task.checkpoints]
    span = next(
        (span for span in task.document.checks.steps if span.holds(step.first_event)),
        None,
    )
    known = span is not None and span.checkpoint in places
    hue = verdicts.hue(places.index(span.checkpoint)) if span and known else ""
    time = clock.minutes((step.t_ns - origin) / 1e9)
    heading = tag("h3", f"{step.id}. {step.sentence}")
    line = tag("div", heading, tag("span", time, class_="quiet"), class_="row")
    where = tag("p", step.window.title if step.window else "", class_="quiet")
    image = step_picture(recording, step)
    drawn = picture(image, step.sentence, width, step.point, step.target) if image else None
    shown = tag("figure", drawn) if drawn else tag("p", "No picture was kept.", class_="quiet")
    return tag("li", line, where, shown, class_=f"step {hue}".strip())


def _credits() -> Markup:
    now = clock.shown_moment(clock.utc_now())
    made = f"Made by Task Authoring Studio {studio.__version__}, {now}."
    return tag("footer", tag("p", made), tag("p", occupations.CREDIT))
