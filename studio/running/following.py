"""Following an experiment while it goes on: how far each trial is, and on which display it runs."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

from studio.model.trial import TrialRow

Stretch = Literal["display", "programs", "acting", "grading"]


@dataclass(frozen=True)
class Advance:
    """How far an experiment is.

    Attributes:
        agent: whose trial it is.
        trial: which trial of the experiment, from 1.
        trials: how many there are.
        stretch: what is done now: a display is made, programs are opened, the agent acts, or its
            output is graded.
        step: which step of the agent has begun, from 1; 0 if it has none or none is known.
        steps: how many steps it will do; 0 if that is not known.
    """

    agent: str
    trial: int
    trials: int
    stretch: Stretch
    step: int = 0
    steps: int = 0


@dataclass(frozen=True)
class Following:
    """Who follows an experiment; each is called in the thread that runs it.

    Attributes:
        moved: told how far it is.
        shown: told the environment in which the display of a trial can be seen, None once that
            display is about to go.
        ended: told each trial that ended.
        here: the present agent, the number of its trial, and the number of trials.
    """

    moved: Callable[[Advance], None] = lambda _: None
    shown: Callable[[Mapping[str, str] | None], None] = lambda _: None
    ended: Callable[[TrialRow], None] = lambda _: None
    here: tuple[str, int, int] = ("", 1, 1)

    def at(self, agent: str, trial: int, trials: int) -> "Following":
        """Return the same for a trial of the experiment."""
        return replace(self, here=(agent, trial, trials))

    def move(self, stretch: Stretch, step: int = 0, steps: int = 0) -> None:
        """Tell how far the present trial is."""
        self.moved(Advance(*self.here, stretch, step, steps))

    @contextmanager
    def watching(self, environment: Mapping[str, str]) -> Iterator[None]:
        """Let a display be watched for the length of a `with` block."""
        self.shown(dict(environment))
        try:
            yield
        finally:
            self.shown(None)
