"""Proposals are kept or turned down one by one, and what was decided is not asked again."""

from pathlib import Path

import pytest

from studio.authoring import (
    change_check,
    edit_task,
    keep_edit,
    new_task,
    propose_checks,
    removal_edit,
)
from studio.base.errors import UserError
from studio.editing import History
from studio.formats.tasks import TaskFolder, open_task
from studio.model.check import Check

_PROMPT = "Write letter.txt. It says that the total is 4,210.00 and that it is due in 30 days."
_LETTER = "Dear all,\nthe total is 4,210.00.\nIt is due in 30 days.\n"


@pytest.fixture
def proposed(tmp_path: Path) -> TaskFolder:
    for side, files in (("input", {}), ("reference", {"letter.txt": _LETTER})):
        (tmp_path / side).mkdir()
        (tmp_path / side / "notes.txt").write_text("4,210.00 in 30 days")
        for name, text in files.items():
            (tmp_path / side / name).write_text(text)
    folder = tmp_path / "task"
    new_task(folder, input=tmp_path / "input", reference=tmp_path / "reference", prompt=_PROMPT)
    propose_checks(folder, write=True)
    return open_task(folder)


def again(task: TaskFolder) -> tuple[Check, ...]:
    propose_checks(task.folder, write=True)
    return open_task(task.folder).document.checks.checks


def test_what_is_not_needed_does_not_come_back(proposed: TaskFolder) -> None:
    first, *others = proposed.document.checks.checks
    assert others
    edit_task(proposed.folder, removal_edit(proposed.document, first.id))
    left = again(proposed)
    assert [check.target for check in left] == [check.target for check in others]
    assert first.parameters not in [check.parameters for check in left if check.kind == first.kind]


def test_turning_down_is_one_edit_that_undo_takes_back(proposed: TaskFolder) -> None:
    history = History(proposed.document)
    history.apply(removal_edit(history.document, proposed.document.checks.checks[0].id))
    assert history.undo_title == "Turn down a proposed check"
    history.undo()
    assert history.document == proposed.document


def test_what_was_kept_stays_once_and_the_rest_is_proposed_anew(proposed: TaskFolder) -> None:
    first = proposed.document.checks.checks[0]
    edit_task(proposed.folder, keep_edit(proposed.document, [first.id]))
    checks = again(proposed)
    assert len(checks) == len(proposed.document.checks.checks)
    assert [check.id for check in checks if check.origin == "edited"] == [first.id]


def test_a_changed_proposal_is_not_proposed_beside_itself(proposed: TaskFolder) -> None:
    first = proposed.document.checks.checks[0]
    change_check(proposed.folder, first.id, {"gate": True})
    assert len(again(proposed)) == len(proposed.document.checks.checks)


def test_all_are_kept_at_once_and_then_there_is_none_to_keep(proposed: TaskFolder) -> None:
    task = edit_task(proposed.folder, keep_edit(proposed.document))
    assert {check.origin for check in task.document.checks.checks} == {"edited"}
    with pytest.raises(UserError, match="no proposed check to keep"):
        keep_edit(task.document)
    with pytest.raises(UserError, match="no check 'none'"):
        keep_edit(proposed.document, ["none"])


def test_a_check_of_ones_own_is_only_removed(proposed: TaskFolder) -> None:
    first = proposed.document.checks.checks[0]
    task = edit_task(proposed.folder, keep_edit(proposed.document))
    task = edit_task(task.folder, removal_edit(task.document, first.id))
    assert task.document.checks.answered == ()
    assert first.parameters in [check.parameters for check in again(task)]
