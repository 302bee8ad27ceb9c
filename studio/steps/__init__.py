"""From events to steps, and the sentences that say what a step does."""

from studio.steps.expand import expand
from studio.steps.recorded import plain_steps, reduce_steps, with_said
from studio.steps.reduce import reduce_events

__all__ = ["expand", "plain_steps", "reduce_events", "reduce_steps", "with_said"]
