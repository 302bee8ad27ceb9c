"""What an author does in one go: make a task, propose its checks, link, pack."""

from studio.authoring.adjudication import Adjudicated, adjudicate
from studio.authoring.changes import (
    add_checkpoint,
    change_checkpoint,
    edit_task,
    link_occupation,
    set_values,
)
from studio.authoring.checks import (
    add_check,
    change_check,
    proposal_edit,
    propose_checks,
    refuse_change,
)
from studio.authoring.creation import Fixtures, new_task
from studio.authoring.exchange import inspect_package, pack, unpack

__all__ = [
    "Adjudicated",
    "Fixtures",
    "add_check",
    "add_checkpoint",
    "adjudicate",
    "change_check",
    "change_checkpoint",
    "edit_task",
    "inspect_package",
    "link_occupation",
    "new_task",
    "pack",
    "proposal_edit",
    "propose_checks",
    "refuse_change",
    "set_values",
    "unpack",
]
