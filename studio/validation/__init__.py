"""The gates that prove a task."""

from typing import TYPE_CHECKING

from studio.base.lazy import names_of

if TYPE_CHECKING:
    from studio.validation.coverage import Uncovered, uncovered_of
    from studio.validation.evidence import run_grade_processes
    from studio.validation.matrix import LiveVerdict, matrix_of
    from studio.validation.mending import Mender, mended_matrix
    from studio.validation.open_matrix import Judged, OpenMatrix
    from studio.validation.outputs import KnownOutput, known_outputs
    from studio.validation.reading import read_report
    from studio.validation.report import UnderWay, validate
else:
    __getattr__ = names_of(
        __name__,
        {
            "evidence": "run_grade_processes",
            "coverage": "Uncovered uncovered_of",
            "matrix": "LiveVerdict matrix_of",
            "mending": "Mender mended_matrix",
            "open_matrix": "Judged OpenMatrix",
            "outputs": "KnownOutput known_outputs",
            "reading": "read_report",
            "report": "UnderWay validate",
        },
    )

__all__ = [
    "Judged",
    "KnownOutput",
    "LiveVerdict",
    "Mender",
    "OpenMatrix",
    "Uncovered",
    "UnderWay",
    "known_outputs",
    "matrix_of",
    "mended_matrix",
    "read_report",
    "run_grade_processes",
    "uncovered_of",
    "validate",
]
