"""From events to steps, and the sentences that say what a step does."""

from studio.steps.expand import expand
from studio.steps.reading import StepReader
from studio.steps.recorded import RecordedSteps, plain_steps, reduce_steps
from studio.steps.reduce import reduce_events

__all__ = [
    "RecordedSteps",
    "StepReader",
    "expand",
    "plain_steps",
    "reduce_events",
    "reduce_steps",
]
