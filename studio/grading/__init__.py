"""Checks, proposals and verdicts."""

from studio.grading import families
from studio.grading.finding import find_kinds, suits
from studio.grading.isolated import grade_isolated
from studio.grading.kinds import KINDS, Kind, no_kind
from studio.grading.proposing import Proposal, propose
from studio.grading.telling import Part, Told, changes_of, tell
from studio.grading.verdicts import (
    describe,
    fault_of,
    grade_output,
    refusals,
    sample_verdicts,
)

__all__ = [
    "KINDS",
    "Kind",
    "Part",
    "Proposal",
    "Told",
    "changes_of",
    "describe",
    "families",
    "fault_of",
    "find_kinds",
    "grade_isolated",
    "grade_output",
    "no_kind",
    "propose",
    "refusals",
    "sample_verdicts",
    "suits",
    "tell",
]
