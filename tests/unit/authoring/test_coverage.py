"""What of the instruction and of the reference a check looks at, on real files."""

from dataclasses import replace
from pathlib import Path

import pytest

from studio.authoring import add_check, edit_task, new_task, no_check_needed, propose_checks
from studio.authoring.coverage import Coverage, Looked, cover, look
from studio.authoring.proposals import removal_edit
from studio.editing import AddCheckpoint, RemoveCheck, SetPrompt
from studio.formats.tasks import open_task
from studio.validation.coverage import uncovered

ASKS = "Complete the amounts in list.csv."
BOLD = "Write the heading in bold."
PROMPT = f"{ASKS} {BOLD} The folder also holds last month's file."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for side in ("input", "reference"):
        (tmp_path / side).mkdir()
        amounts = ("", "") if side == "input" else ("31.50", "47.25")
        rows = "".join(
            f"{item},{amount}\n" for item, amount in zip(("Pen", "Ink"), amounts, strict=True)
        )
        (tmp_path / side / "list.csv").write_text(f"Item,Amount\n{rows}")
    place = tmp_path / "shop"
    new_task(place, input=tmp_path / "input", reference=tmp_path / "reference", work="in_place")
    edit_task(place, SetPrompt(PROMPT))
    return place


def of(folder: Path, looked: Looked | None = None) -> Coverage:
    task = open_task(folder)
    return cover(task, looked or look(task))


def covers(found: Coverage) -> dict[str, str]:
    return {one.text: one.cover for one in found.sentences}


def test_without_checks_all_that_is_asked_for_waits(folder: Path) -> None:
    found = of(folder)
    assert [PROMPT[one.place[0] : one.place[1]] for one in found.sentences if one.place] == [
        ASKS.rstrip("."), BOLD.rstrip("."), "The folder also holds last month's file",
    ]  # fmt: skip
    assert list(covers(found).values()) == ["waits", "waits", "plain"]
    (file,) = found.files
    assert (file.path, file.state) == ("list.csv", "changed")
    assert file.regions and all(region.cover == "waits" for region in file.regions)
    assert found.waiting == 2 + len(file.regions)


def test_what_is_checked_tells_by_which_check(folder: Path) -> None:
    propose_checks(folder, write=True)
    found = of(folder)
    assert covers(found)[ASKS] == "checked" and covers(found)[BOLD] == "waits"
    ids = {check.id for check in open_task(folder).document.checks.checks}
    (file,) = found.files
    assert {region.check for region in file.regions} <= ids
    assert {region.cover for region in file.regions} == {"checked"}


def test_a_check_that_is_removed_leaves_what_it_looked_at_waiting(folder: Path) -> None:
    looked = look(open_task(folder))
    propose_checks(folder, write=True)
    for check in open_task(folder).document.checks.checks:
        edit_task(folder, RemoveCheck(check.id))
    # The files are looked at once, however often the checks change.
    assert of(folder, looked) == of(folder)
    assert covers(of(folder, looked))[ASKS] == "waits"


def test_what_was_turned_down_is_not_called_checked(folder: Path) -> None:
    propose_checks(folder, write=True)
    document, _ = add_check(folder, "file_exists", "list.csv")
    for check in document.document.checks.checks:
        if check.origin == "proposed":
            edit_task(folder, removal_edit(open_task(folder).document, check.id))
    assert covers(of(folder))[ASKS] == "waits"


def test_a_check_by_hand_covers_the_sentence_that_says_what_it_demands(folder: Path) -> None:
    asked = "Explain in a few words why the ink is dear."
    edit_task(folder, SetPrompt(f"{ASKS} {asked}"))
    assert asked in uncovered(open_task(folder))
    terms = {"terms": ["Ink"]}
    _, check = add_check(folder, "text_contains", "list.csv", gate=True, parameters=terms)
    found = next(one for one in of(folder).sentences if one.text == asked)
    assert (found.cover, found.checks) == ("checked", (check.id,))
    assert asked not in uncovered(open_task(folder))


def test_what_needs_no_check_is_let_be(folder: Path) -> None:
    edit_task(folder, no_check_needed(BOLD))
    (one,) = [one for one in of(folder).sentences if one.text == BOLD]
    assert (one.cover, one.let_be) == ("plain", True)


def test_a_checkpoint_that_is_judged_is_not_called_uncovered(folder: Path) -> None:
    propose_checks(folder, write=True)
    edit_task(folder, AddCheckpoint("Something else", share=50))
    bare = "The checkpoint Something else has a weight, but no check earns it"
    assert bare in uncovered(open_task(folder))
    task = open_task(folder)
    check = next(check for check in task.document.checks.checks if not check.gate)
    moved = check.model_copy(update={"checkpoint": "something-else"})
    checks = task.document.checks.model_copy(update={"checks": (moved, check)})
    judged = task.with_document(replace(task.document, checks=checks))
    assert bare not in uncovered(judged)


def test_columns_that_two_checkpoints_check_are_checked_together(tmp_path: Path) -> None:
    for side in ("input", "reference"):
        (tmp_path / side).mkdir()
        cells = ("", "") if side == "input" else ("4.00", "24.00")
        rows = f"Item,VAT,Gross\nPen,{cells[0]},{cells[1]}\nInk,{cells[0]},{cells[1]}\n"
        (tmp_path / side / "list.csv").write_text(rows)
    place = tmp_path / "shop"
    new_task(place, input=tmp_path / "input", reference=tmp_path / "reference", work="in_place")
    edit_task(place, SetPrompt("Complete VAT and gross in list.csv."))
    edit_task(place, AddCheckpoint("VAT is right", 1.0, None, None))
    edit_task(place, AddCheckpoint("Gross is right", 1.0, None, None))
    propose_checks(place, write=True)
    assert {check.checkpoint for check in open_task(place).document.checks.checks} == {
        "vat-is-right",
        "gross-is-right",
    }
    assert of(place).waiting == 0
    edit_task(place, RemoveCheck(open_task(place).document.checks.checks[0].id))
    assert of(place).waiting > 0
