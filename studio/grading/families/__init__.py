"""The kinds of checks, one file a family; importing one adds its kinds to the registry."""

from studio.grading.families import (
    cells,
    documents,
    documents_numbers,
    documents_sections,
    documents_shape,
    documents_tables,
    files,
    tables,
    trees,
)

__all__ = [
    "cells",
    "documents",
    "documents_numbers",
    "documents_sections",
    "documents_shape",
    "documents_tables",
    "files",
    "tables",
    "trees",
]
