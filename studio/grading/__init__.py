"""Checks, proposals and verdicts."""

from studio.grading import cells, files, tables
from studio.grading.kinds import KINDS, Kind
from studio.grading.proposals import Proposal, propose
from studio.grading.verdicts import describe, grade_output, refusals, sample_verdicts

__all__ = [
    "KINDS",
    "Kind",
    "Proposal",
    "cells",
    "describe",
    "files",
    "grade_output",
    "propose",
    "refusals",
    "sample_verdicts",
    "tables",
]
