"""The kinds of checks, one file a family; importing one adds its kinds to the registry."""

from studio.grading.families import (
    aggregates,
    cells,
    charts,
    documents,
    files,
    formats,
    formulas,
    labels,
    ranges,
    rows,
    schemas,
    subsets,
    tables,
    trees,
    vocabularies,
)

__all__ = [
    "aggregates",
    "cells",
    "charts",
    "documents",
    "files",
    "formats",
    "formulas",
    "labels",
    "ranges",
    "rows",
    "schemas",
    "subsets",
    "tables",
    "trees",
    "vocabularies",
]
