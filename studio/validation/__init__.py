"""The gates that prove a task."""

from studio.validation.evidence import run_grade_processes
from studio.validation.report import read_report, validate

__all__ = ["read_report", "run_grade_processes", "validate"]
