"""The kinds of checks, one file a family; importing one adds its kinds to the registry."""

from studio.grading.families import (
    cells,
    documents,
    files,
    folders,
    lists,
    tables,
    tree_equality,
    trees,
    xpaths,
)

__all__ = [
    "cells",
    "documents",
    "files",
    "folders",
    "lists",
    "tables",
    "tree_equality",
    "trees",
    "xpaths",
]
