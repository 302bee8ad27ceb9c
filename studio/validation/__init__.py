"""The gates that prove a task."""

from studio.validation.evidence import run_grade_processes
from studio.validation.matrix import LiveVerdict, OpenMatrix, matrix_of
from studio.validation.mending import Mender, mended_matrix
from studio.validation.outputs import KnownOutput, known_outputs
from studio.validation.report import read_report, validate

__all__ = [
    "KnownOutput",
    "LiveVerdict",
    "Mender",
    "OpenMatrix",
    "known_outputs",
    "matrix_of",
    "mended_matrix",
    "read_report",
    "run_grade_processes",
    "validate",
]
