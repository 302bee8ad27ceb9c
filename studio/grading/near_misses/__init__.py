"""Near misses and harmless variants of a reference: mutation testing for graders."""

from studio.grading.near_misses import (
    databases,
    documents,
    files,
    numbers,
    rows,
    same_documents,
    same_tables,
    settings,
    trees,
)
from studio.grading.near_misses.operators import OPERATORS, Made, Operator, Scene, Variant, made_by
from studio.grading.near_misses.scenes import scenes_of, variants_of_task

__all__ = [
    "OPERATORS",
    "Made",
    "Operator",
    "Scene",
    "Variant",
    "databases",
    "documents",
    "files",
    "made_by",
    "numbers",
    "rows",
    "same_documents",
    "same_tables",
    "scenes_of",
    "settings",
    "trees",
    "variants_of_task",
]
