"""From what the expert changed, and was asked for, to checks that tell good work from bad."""

from studio.grading.proposing.proposals import Proposal, propose

__all__ = ["Proposal", "propose"]
