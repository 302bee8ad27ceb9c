"""Fields that leave undo and redo to the document."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def _asks_undo(event: QEvent) -> bool:
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and any(event.matches(key) for key in _KEYS)
    )


class Line(QLineEdit):
    """A line that undoes its own typing only until the document has it."""

    def event(self, event: QEvent) -> bool:
        """Let the window have Ctrl+Z once nothing here is unsaved."""
        if _asks_undo(event) and not self.isModified():
            event.ignore()
            return False
        return super().event(event)


class Text(QPlainTextEdit):
    """A text whose every change is an edit of the document, which undoes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)

    def event(self, event: QEvent) -> bool:
        """Let the window have Ctrl+Z."""
        if _asks_undo(event):
            event.ignore()
            return False
        return super().event(event)
