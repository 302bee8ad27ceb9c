"""The agents that are built in: one does nothing, one knows the answer, one nearly; the expert."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from studio.base.clock import utc_now
from studio.base.errors import FaultError, UserError
from studio.formats import layout
from studio.formats.recordings import open_recording
from studio.formats.tasks import TaskFolder, copy_tree, empty_folder
from studio.grading.near_misses import variants_of_task
from studio.model.step import Step
from studio.model.trajectory import (
    ContentPart,
    ImageSource,
    Observation,
    ObservationResult,
    ToolCall,
    TrajectoryStep,
)
from studio.model.trial import (
    HALTED,
    HALTED_AT,
    HALTED_FRAMES,
    HALTED_STEP,
    UNSAVED,
    WITHHELD,
    StepVerdict,
)
from studio.recordings.caught import withheld_keys
from studio.running.actor import Actor
from studio.running.evidence import RecordedEvidence
from studio.running.replay import Choice, Replay
from studio.running.saves import Saves
from studio.running.staging import Stage, await_quiet
from studio.steps import reduce_steps

AGENTS = ("noop", "oracle", "replay", "near-miss")


@dataclass
class Scene:
    """Where an agent acts, and where what it does is noted.

    Attributes:
        task: the task, with its private side.
        variant: the variant that is tried.
        stage: input and output folders.
        actor: acts on the display.
        pictures: the trial's folder of screenshots.
        cancelled: asked often; also true once the time is over.
        advance: told the number of the step that begins, from 1, and how many there are.
        extra: what the agent wants to be known of the trial.
    """

    task: TaskFolder
    variant: str
    stage: Stage
    actor: Actor
    pictures: Path
    cancelled: Callable[[], bool]
    advance: Callable[[int, int], None] = lambda _step, _steps: None
    steps: list[TrajectoryStep] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)

    def picture(self) -> ContentPart:
        """Take a screenshot and return it as a part of a message."""
        name = f"{len(list(self.pictures.iterdir())) + 1:04d}.png"
        self.actor.screenshot(self.pictures / name)
        source = ImageSource(path=f"{layout.SCREENSHOTS}/{name}")
        return ContentPart(type="image", source=source)

    def note(self, message: str, call: ToolCall | None = None, extra: str = "") -> None:
        """Add a step of the agent, with what the screen showed after it."""
        content = (*([ContentPart(type="text", text=extra)] if extra else []), self.picture())
        result = ObservationResult(
            source_call_id=call.tool_call_id if call else None, content=content
        )
        self.steps.append(
            TrajectoryStep(
                step_id=len(self.steps) + 1,
                timestamp=utc_now(),
                source="agent",
                message=message,
                tool_calls=(call,) if call else None,
                observation=Observation(results=(result,)),
            )
        )


class Agent(Protocol):
    """Something that acts in a scene."""

    name: str

    def act(self, scene: Scene) -> None:
        """Do the work; whatever it raises but a FaultError ends the trial as it stands."""


class Noop:
    """Does nothing: the floor of every honest grader."""

    name = "noop"

    def act(self, scene: Scene) -> None:
        """Look at the screen, and stop."""
        scene.note("Nothing was done.")


def reference_of(scene: Scene) -> Path:
    """Return the reference of the variant that is tried."""
    if scene.variant == "base":
        return scene.task.reference
    return scene.task.folder / layout.PRIVATE / layout.VARIANTS / scene.variant / "reference"


class Oracle:
    """Hands in the reference: the ceiling of every honest grader."""

    name = "oracle"

    def act(self, scene: Scene) -> None:
        """Empty the output and lay the reference into it."""
        empty_folder(scene.stage.output)
        files = copy_tree(reference_of(scene), scene.stage.output)
        call = ToolCall(
            tool_call_id="call-1", function_name="lay_reference", arguments={"files": files}
        )
        scene.note("The reference was handed in.", call)


class NearMissAgent:
    """Hands in one near miss of the reference: what every honest grader must refuse.

    The same seed chooses the same one; trials are numbered from 1 for it.
    """

    name = "near-miss"

    def __init__(self, seed: int = 1) -> None:
        self.seed = seed

    def act(self, scene: Scene) -> None:
        """Empty the output and lay the reference into it, spoilt.

        Raises:
            FaultError: if no near miss can be made of the reference.
        """
        found = [
            variant
            for variant in variants_of_task(scene.task, scene.variant, seed=self.seed)
            if not variant.harmless
        ]
        if not found:
            raise FaultError("No near miss can be made of this reference.")
        chosen = random.Random(self.seed).choice(found)
        empty_folder(scene.stage.output)
        chosen.lay(reference_of(scene), scene.stage.output)
        scene.extra.update({"near_miss": chosen.id, "did": chosen.did})
        call = ToolCall(
            tool_call_id="call-1",
            function_name="lay_near_miss",
            arguments={"near_miss": chosen.id, "files": sorted(chosen.files)},
        )
        scene.note(f"Handed in a near miss: {chosen.did}.", call)


class ReplayAgent:
    """The expert's own recording acts again."""

    name = "replay"

    def act(self, scene: Scene) -> None:
        """Act out every step with real input, then wait until the files are quiet."""
        place = scene.task.recording
        if place is None:
            raise UserError(f"{scene.task.folder.name} holds no recording to replay.")
        recording = open_recording(place)
        names = ("output",) if len(recording.manifest.watched) == 1 else ("input", "output")
        paths = {
            watch.path: str(getattr(scene.stage, name))
            for watch, name in zip(recording.manifest.watched, names, strict=False)
        }
        if withheld := withheld_keys(recording):
            scene.extra[WITHHELD] = str(withheld)
        recorded = reduce_steps(recording, left_out=True)
        steps = tuple(step for step in recorded if not step.left_out)
        saves = Saves(recording, recorded, paths, scene.cancelled)
        numbers = {step.id: number for number, step in enumerate(steps, 1)}

        def begin(step: Step) -> Choice:
            scene.advance(numbers[step.id], len(steps))
            return "act"

        replay = Replay(
            actor=scene.actor,
            evidence=RecordedEvidence(recording),
            paths=paths,
            pictures=scene.pictures.parent / layout.LOGS,
            await_effect=saves.wait,
            before_step=begin,
            after_step=lambda step, verdict: self._note(scene, step, verdict),
            cancelled=scene.cancelled,
        )
        replay.run(steps)
        await_quiet(scene.stage.output)
        if missed := saves.missed():
            scene.extra[UNSAVED] = ", ".join(missed)

    @staticmethod
    def _note(scene: Scene, step: Step, verdict: StepVerdict) -> None:
        if verdict.verdict == "skipped":
            return
        if verdict.verdict == "halted":
            frames = [f"{layout.LOGS}/{Path(place).name}" for place in verdict.pictures]
            scene.extra |= {
                HALTED_STEP: str(verdict.id),
                HALTED_AT: step.sentence,
                HALTED: verdict.sentence,
                HALTED_FRAMES: "\n".join(frames),
            }
        call = ToolCall(
            tool_call_id=f"call-{len(scene.steps) + 1}",
            function_name=step.action.type,
            arguments=step.action.model_dump(mode="json", exclude={"type"}),
            extra={
                "verdict": verdict.verdict,
                "resolved_by": verdict.resolved_by,
                "events": [step.first_event, step.last_event],
                "window": step.window.model_dump(mode="json") if step.window else None,
                "element": step.element.model_dump(mode="json") if step.element else None,
            },
        )
        scene.note(step.sentence, call, verdict.sentence)


def make_agent(name: str, number: int = 1) -> Agent:
    """Return the agent of a name, for the trial of this number among its trials on a task.

    Raises:
        UserError: if there is none; the sentence lists those there are.
    """
    for agent in (Noop(), Oracle(), ReplayAgent(), NearMissAgent(number)):
        if agent.name == name:
            return agent
    raise UserError(f"There is no agent {name!r}; use one of {', '.join(AGENTS)}.")
