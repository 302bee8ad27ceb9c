"""Agents tried on the open task: runs, the private screen, verdicts with the frames beside them."""
