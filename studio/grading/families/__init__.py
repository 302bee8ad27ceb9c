"""The kinds of checks, one file a family; importing one adds its kinds to the registry."""

from studio.grading.families import cells, documents, files, tables, trees

__all__ = ["cells", "documents", "files", "tables", "trees"]
