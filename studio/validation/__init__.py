"""The gates that prove a task."""

from studio.validation.evidence import run_grade_processes
from studio.validation.matrix import matrix_of
from studio.validation.report import read_report, validate

__all__ = ["matrix_of", "read_report", "run_grade_processes", "validate"]
