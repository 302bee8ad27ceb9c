"""The kinds of checks, one file a family; importing one adds its kinds to the registry."""

from studio.grading.families import (
    cells,
    combinators,
    consistency,
    databases,
    documents,
    files,
    folders,
    judge,
    lists,
    tables,
    tree_equality,
    trees,
    xpaths,
)

__all__ = [
    "cells",
    "combinators",
    "consistency",
    "databases",
    "documents",
    "files",
    "folders",
    "judge",
    "lists",
    "tables",
    "tree_equality",
    "trees",
    "xpaths",
]
