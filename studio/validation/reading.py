"""The last report of a task, read without any of what makes one."""

from pathlib import Path

from studio.formats import layout
from studio.formats.documents import read_document
from studio.model.validation import ValidationReport


def read_report(folder: Path) -> ValidationReport | None:
    """Return the last report of a task, None if it was never validated.

    Raises:
        UserError: if the report is damaged.
    """
    place = folder / layout.REPORT
    return read_document(place, ValidationReport) if place.is_file() else None
