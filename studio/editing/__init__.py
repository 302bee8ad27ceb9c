"""The document of an author: edits, what they change, undo and redo."""

from studio.editing.edits import (
    AddAnswer,
    AddCheck,
    AddCheckpoint,
    Changes,
    Edit,
    LinkOccupation,
    RemoveCheck,
    RemoveCheckpoint,
    ReplaceProposals,
    SayStep,
    SetCheck,
    SetCheckpoint,
    SetPrompt,
    SetValue,
    Several,
    apply,
    title_of,
)
from studio.editing.history import History

__all__ = [
    "AddAnswer",
    "AddCheck",
    "AddCheckpoint",
    "Changes",
    "Edit",
    "History",
    "LinkOccupation",
    "RemoveCheck",
    "RemoveCheckpoint",
    "ReplaceProposals",
    "SayStep",
    "SetCheck",
    "SetCheckpoint",
    "SetPrompt",
    "SetValue",
    "Several",
    "apply",
    "title_of",
]
