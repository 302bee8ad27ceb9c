"""Undo and redo: documents before and after each edit."""

from dataclasses import dataclass

from studio.editing.edits import Changes, Edit, SetPrompt, apply, title_of
from studio.formats.tasks import TaskDocument


@dataclass(frozen=True)
class _Entry:
    document: TaskDocument
    edit: Edit
    changes: Changes


class History:
    """A document with its past and future; plain Python, without a window."""

    def __init__(self, document: TaskDocument) -> None:
        self.document = document
        self._past: list[_Entry] = []
        self._future: list[_Entry] = []
        self._typing = False

    def apply(self, edit: Edit) -> Changes:
        """Apply an edit and forget what could be redone; typing on is one edit.

        Raises:
            UserError: if it does not fit; the document stays as it is.
        """
        document, changes = apply(self.document, edit)
        if not changes:
            return changes
        if not (self._typing and isinstance(edit, SetPrompt)):
            self._past.append(_Entry(self.document, edit, changes))
        self._typing = isinstance(edit, SetPrompt)
        self._future.clear()
        self.document = document
        return changes

    @property
    def is_typing(self) -> bool:
        """Whether another change of the instruction goes on with the last edit."""
        return self._typing

    def end_typing(self) -> None:
        """Let the next change of the instruction be an edit of its own."""
        self._typing = False

    def undo(self) -> Changes:
        """Go back one edit; return what changed, nothing if there is no past."""
        return self._swap(self._past, self._future)

    def redo(self) -> Changes:
        """Go forward one edit; return what changed, nothing if there is no future."""
        return self._swap(self._future, self._past)

    def _swap(self, source: list[_Entry], target: list[_Entry]) -> Changes:
        if not source:
            return frozenset()
        self._typing = False
        entry = source.pop()
        target.append(_Entry(self.document, entry.edit, entry.changes))
        self.document = entry.document
        return entry.changes

    @property
    def can_undo(self) -> bool:
        """Whether there is a past."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a future."""
        return bool(self._future)

    @property
    def undo_title(self) -> str:
        """What would be undone, empty if nothing."""
        return title_of(self._past[-1].edit) if self._past else ""

    @property
    def redo_title(self) -> str:
        """What would be redone, empty if nothing."""
        return title_of(self._future[-1].edit) if self._future else ""
