"""Agents, trials, experiments and replay."""

from studio.running.agents import AGENTS
from studio.running.briefing import brief
from studio.running.experiment import list_trials, run_experiment

__all__ = ["AGENTS", "brief", "list_trials", "run_experiment"]
