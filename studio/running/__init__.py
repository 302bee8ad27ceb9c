"""Agents, trials, experiments and replay."""

from typing import TYPE_CHECKING

from studio.base.lazy import names_of

if TYPE_CHECKING:
    from studio.running.agents import AGENTS
    from studio.running.briefing import brief
    from studio.running.experiment import list_trials, row_of, run_experiment
else:
    __getattr__ = names_of(
        __name__,
        {
            "agents": "AGENTS",
            "briefing": "brief",
            "experiment": "list_trials row_of run_experiment",
        },
    )

__all__ = ["AGENTS", "brief", "list_trials", "row_of", "run_experiment"]
