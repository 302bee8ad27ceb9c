"""Checks, proposals and verdicts."""
