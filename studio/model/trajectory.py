"""Trajectories in ATIF-v1.8, the format of Harbor: the fields that this program writes."""

from typing import Any, Literal

from pydantic import Field

from studio.model.frozen import Frozen, RelativePath


class ImageSource(Frozen):
    """A picture beside the trajectory."""

    media_type: Literal["image/png"] = "image/png"
    path: RelativePath


class ContentPart(Frozen):
    """A part of a message: text, or a picture."""

    type: Literal["text", "image"]
    text: str | None = None
    source: ImageSource | None = None


class ToolCall(Frozen):
    """One act of the agent."""

    tool_call_id: str
    function_name: str
    arguments: dict[str, Any]
    extra: dict[str, Any] | None = None


class ObservationResult(Frozen):
    """What followed from a tool call."""

    source_call_id: str | None = None
    content: str | tuple[ContentPart, ...] | None = None
    extra: dict[str, Any] | None = None


class Observation(Frozen):
    """All that followed from a step."""

    results: tuple[ObservationResult, ...]


class TrajectoryStep(Frozen):
    """A turn; ids are sequential from 1."""

    step_id: int = Field(ge=1)
    timestamp: str | None = None
    source: Literal["system", "user", "agent"]
    message: str
    tool_calls: tuple[ToolCall, ...] | None = None
    observation: Observation | None = None
    extra: dict[str, Any] | None = None


class TrajectoryAgent(Frozen):
    """Who acted."""

    name: str
    version: str


class FinalMetrics(Frozen):
    """Totals of a trajectory."""

    total_steps: int


class Trajectory(Frozen):
    """`trajectory.json` of a trial."""

    schema_version: Literal["ATIF-v1.8"] = "ATIF-v1.8"
    session_id: str
    trajectory_id: str
    agent: TrajectoryAgent
    steps: tuple[TrajectoryStep, ...] = Field(min_length=1)
    final_metrics: FinalMetrics
    extra: dict[str, Any] | None = None
