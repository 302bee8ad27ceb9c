"""Reports over tasks and their trials."""

from studio.analysis.places import report_on
from studio.analysis.report import write_report

__all__ = ["report_on", "write_report"]
