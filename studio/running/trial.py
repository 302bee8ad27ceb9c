"""The life of a trial: provision, stage, act, end everything, collect, grade, record."""

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from studio import __version__
from studio.base.clock import utc_now
from studio.base.errors import FaultError, HostileInputError, UserError
from studio.base.ids import new_id
from studio.base.pace import Pace, Stopped
from studio.formats import layout
from studio.formats.documents import json_line, write_document
from studio.formats.recordings import open_recording
from studio.formats.tasks import TaskFolder
from studio.grading import grade_isolated
from studio.model.grade import Grade, GradeFile
from studio.model.trajectory import FinalMetrics, Trajectory, TrajectoryAgent, TrajectoryStep
from studio.model.trial import FAILED, NEXT_PHASES, Phase, PhaseRecord, Trial
from studio.running.actor import Actor
from studio.running.agents import Agent, ReplayAgent, Scene
from studio.running.following import Following
from studio.running.staging import (
    Stage,
    answers_format,
    collect,
    lay_input,
    open_start,
    seconds_of,
    start_folder,
    task_screen,
)
from studio.sandbox.desktop import PrivateDesktop
from studio.steps import reduce_steps

Progress = Callable[[str], None]
CANCELLED = "The trial was cancelled."


@dataclass
class _Record:
    """What a trial has written so far."""

    folder: Path
    phase: Phase = "created"
    started: str = field(default_factory=utc_now)
    seconds: float = 0.0
    steps: list[TrajectoryStep] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)

    def enter(self, phase: Phase, detail: str = "") -> None:
        if phase not in NEXT_PHASES[self.phase]:
            raise AssertionError(f"a trial cannot go from {self.phase} to {phase}")
        self.phase = phase
        self.append(phase, detail)

    def append(self, phase: Phase, detail: str = "") -> None:
        with (self.folder / layout.TRIAL_EVENTS).open("a") as stream:
            stream.write(json_line(PhaseRecord(t=utc_now(), phase=phase, detail=detail)))


def void(reason: str) -> Grade:
    """Return the verdict of a trial that this machine could not carry through."""
    return Grade(status="VOID", reason=reason, score=None, checkpoints=())


def invalid(reason: str) -> Grade:
    """Return the verdict of an output that tries to harm."""
    return Grade(status="INVALID", reason=reason, score=0.0, checkpoints=())


def run_trial(
    task: TaskFolder,
    agent: Agent,
    folder: Path,
    *,
    variant: str = "base",
    limit: float | None = None,
    progress: Progress,
    cancelled: Callable[[], bool],
    following: Following | None = None,
) -> Trial:
    """Carry out one trial in the new folder `folder` and return its record.

    Args:
        task: the task with its private side.
        agent: who acts.
        folder: the trial's folder, made here.
        variant: which variant of the task.
        limit: seconds instead of the task's own.
        progress: told what happens, in a few words.
        cancelled: asked often.
        following: told how far it is, and on which display it runs.
    """
    following = following or Following()
    digest = task.digest
    for name in (layout.SCREENSHOTS, layout.LOGS, layout.OUTPUT):
        (folder / name).mkdir(parents=True)
    record = _Record(folder)
    record.append("created")
    work = Path(tempfile.mkdtemp(prefix="studio-trial-"))
    try:
        if not task.has_private_side:
            raise FaultError("no private side")
        deadline = seconds_of(task, limit)
        stage = _perform(
            task, agent, record, work, variant, deadline, progress, cancelled, following
        )
        following.move("grading")
        grade = _judge(task, record, stage, variant, progress, Pace(cancelled=cancelled))
    except FaultError as fault:
        record.enter("failed", str(fault))
        grade = void(str(fault))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return _write(task, agent, record, digest, variant, grade)


def _perform(
    task: TaskFolder,
    agent: Agent,
    record: _Record,
    work: Path,
    variant: str,
    limit: float,
    progress: Progress,
    cancelled: Callable[[], bool],
    following: Following,
) -> Stage:
    progress(f"{agent.name}: preparing a display")
    following.move("display")
    with (
        PrivateDesktop(task_screen(task)) as desktop,
        following.watching(desktop.environment),
        Actor(desktop.environment) as actor,
    ):
        record.enter("provisioned", desktop.environment["DISPLAY"])
        stage = lay_input(task, work, variant)
        record.enter("staged")
        progress(f"{agent.name}: opening the task's programs")
        following.move("programs")
        asks = _answers_format(task, agent)
        open_start(desktop, actor, task.document.task.start, work / start_folder(task), asks)
        record.enter("started")
        began = time.monotonic()
        scene = Scene(
            task=task,
            variant=variant,
            stage=stage,
            actor=actor,
            pictures=record.folder / layout.SCREENSHOTS,
            cancelled=lambda: cancelled() or time.monotonic() - began > limit,
            advance=lambda step, steps: following.move("acting", step, steps),
        )
        record.enter("acting")
        following.move("acting")
        progress(f"{agent.name}: acting")
        try:
            agent.act(scene)
        finally:
            record.seconds = time.monotonic() - began
            record.steps = scene.steps
            record.extra = scene.extra
    record.enter("stopped")
    if cancelled():
        raise FaultError(CANCELLED)
    return stage


def _answers_format(task: TaskFolder, agent: Agent) -> bool:
    """Tell whether the agent acts what the expert answered to an office program that asked."""
    if task.recording is None or agent.name != ReplayAgent.name:
        return False
    return answers_format(reduce_steps(open_recording(task.recording)))


def _judge(
    task: TaskFolder,
    record: _Record,
    stage: Stage,
    variant: str,
    progress: Progress,
    pace: Pace,
) -> Grade:
    output = record.folder / layout.OUTPUT
    try:
        count = collect(stage, output)
    except HostileInputError as fault:
        record.enter("collected", str(fault))
        grade = invalid(str(fault))
    else:
        record.enter("collected", f"{count} files")
        progress("grading")
        try:
            grade = grade_isolated(task, output, variant, record.folder / layout.PICTURES, pace)
        except Stopped:
            raise FaultError(CANCELLED) from None
    record.enter("graded", grade.status)
    return grade


def _write(
    task: TaskFolder, agent: Agent, record: _Record, digest: str, variant: str, grade: Grade
) -> Trial:
    trial = Trial(
        id=record.folder.name,
        task=task.document.task.id,
        title=task.document.task.title,
        task_digest=digest,
        variant=variant,
        agent=agent.name,
        status=grade.status,
        reason=grade.reason,
        score=grade.score,
        seconds=round(record.seconds, 3),
        started=record.started,
        ended=utc_now(),
        studio_version=__version__,
        extra=record.extra | _failed(grade),
    )
    write_document(record.folder / layout.GRADE, GradeFile(task_digest=digest, grade=grade))
    write_document(record.folder / layout.TRAJECTORY, _trajectory(task, agent, record))
    for name in ("agent.out", "agent.err"):
        (record.folder / layout.LOGS / name).touch()
    write_document(record.folder / layout.TRIAL, trial)
    record.enter("recorded")
    return trial


def _failed(grade: Grade) -> dict[str, str]:
    """Return what the check says that failed first, if that left nothing."""
    checks = [check for point in grade.checkpoints for check in point.checks]
    first = next((check for check in checks if check.status == "fail"), None)
    return {FAILED: f"{first.id}: {first.sentence}"} if first and grade.score == 0 else {}


def _trajectory(task: TaskFolder, agent: Agent, record: _Record) -> Trajectory:
    asked = TrajectoryStep(
        step_id=1, timestamp=record.started, source="user", message=task.document.prompt
    )
    acted = tuple(
        step.model_copy(update={"step_id": number}) for number, step in enumerate(record.steps, 2)
    )
    return Trajectory(
        session_id=record.folder.name,
        trajectory_id=new_id("traj-"),
        agent=TrajectoryAgent(name=agent.name, version=__version__),
        steps=(asked, *acted),
        final_metrics=FinalMetrics(total_steps=1 + len(acted)),
    )


def refuse_unrunnable(task: TaskFolder, agents: tuple[str, ...]) -> None:
    """Check that a task can be tried by these agents.

    Raises:
        UserError: with what is missing.
    """
    if "replay" in agents and task.has_private_side and task.recording is None:
        raise UserError(f"{task.folder.name} holds no recording, so `replay` cannot act on it.")
