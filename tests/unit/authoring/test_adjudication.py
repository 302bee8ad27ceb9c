"""What follows from an author's answer: a fixture, changed checks, and no second question."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from studio.authoring import adjudicate, edit_task
from studio.authoring.changes import applied
from studio.base.errors import UserError
from studio.editing import AddAnswer, History, SetCheck, SetPrompt
from studio.formats import layout
from studio.formats.tasks import open_task, save_document
from studio.model.check import Answer
from studio.model.contract import MatrixRow
from studio.validation import matrix_of, mended_matrix, validate
from tests.unit.making import write_task


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    """Return a task whose checks do not look at what the input held."""
    return write_task(tmp_path / "loose")


@pytest.fixture
def task(tmp_path: Path) -> Path:
    """Return a task whose checks catch every near miss."""
    return write_task(tmp_path / "fill-amounts", kept=True)


def wrong_rows(folder: Path) -> dict[str, MatrixRow]:
    return {row.output: row for row in matrix_of(open_task(folder), near_misses=True) if not row.ok}


def test_survivors_are_found_and_a_fix_is_named(loose: Path) -> None:
    rows = {row.output: row for row in mended_matrix(open_task(loose))}
    survivor = rows["near_miss:kept_changed"]
    assert not survivor.ok and survivor.score == 1.0
    assert "changed what was given in B2" in survivor.did
    assert survivor.fix.startswith("Add the check")
    assert rows["near_miss:off_by_unit"].ok and rows["near_miss:off_by_unit"].fix == ""


def test_wrong_makes_a_known_bad_fixture_and_a_check_that_kills_it(loose: Path) -> None:
    before = wrong_rows(loose)
    settled = adjudicate(loose, "near_miss:kept_changed", "wrong")
    assert settled.sentence.startswith("Added the check")
    assert settled.fixture and settled.fixture.parent == loose / layout.KNOWN_BAD
    text = (settled.fixture / "invoices.csv").read_text()
    assert "A-2,250.50" in text and "100.00" not in text
    rows = {row.output: row for row in matrix_of(open_task(loose), near_misses=True)}
    assert "near_miss:kept_changed" not in rows, "what was answered is not asked again"
    assert rows[f"known_bad:{settled.fixture.name}"].ok
    assert rows["reference"].ok and rows["input"].ok and rows["empty"].ok
    assert len(wrong_rows(loose)) < len(before)


def test_fine_makes_an_alternate_that_no_gate_counts(loose: Path) -> None:
    for name in list(wrong_rows(loose)):
        if name in wrong_rows(loose):
            adjudicate(loose, name, "fine")
    assert wrong_rows(loose) == {}
    assert any((loose / layout.ALTERNATES).iterdir())
    statuses = {gate.id: gate.status for gate in validate(loose, ["known_bad", "alternates"]).gates}
    assert statuses == {"known_bad": "green", "alternates": "green"}


def test_a_refused_variant_that_is_fine_loosens_the_check(tmp_path: Path) -> None:
    folder = write_task(tmp_path / "strict", kept=True)
    edit_task(
        folder,
        SetCheck(
            "rest-kept",
            {"parameters": {"key": ["invoice"], "facts": "unchanged", "order_matters": True}},
        ),
    )
    refused = wrong_rows(folder)
    assert "harmless:rows_reordered" in refused
    settled = adjudicate(folder, "harmless:rows_reordered", "fine")
    assert settled.sentence == "Let rest-kept no longer mind the order of rows."
    assert wrong_rows(folder) == {}


def test_a_near_miss_within_the_tolerance_tightens_it(tmp_path: Path) -> None:
    folder = write_task(tmp_path / "coarse", kept=True)
    edit_task(folder, SetCheck("amount-a-2", {"tolerance": 0.015}))
    assert "near_miss:off_by_unit" in wrong_rows(folder)
    settled = adjudicate(folder, "near_miss:off_by_unit", "wrong")
    assert settled.sentence == "Changed the tolerance of amount-a-2 from 0.015 to 0.0075."
    assert wrong_rows(folder) == {}


def test_an_answer_is_undone_as_one_edit(loose: Path) -> None:
    before = open_task(loose).document
    settled = adjudicate(loose, "near_miss:kept_changed", "wrong")
    history = History(before)
    history.apply(settled.edit)
    assert history.document == settled.task.document == applied(before, settled.edit)
    assert history.document.checks.answered[0].answer == "wrong"
    history.undo()
    assert history.document == before


def test_undo_takes_the_fixture_away_and_redo_brings_it_back(loose: Path) -> None:
    before = open_task(loose).document
    settled = adjudicate(loose, "near_miss:kept_changed", "wrong")
    assert settled.fixture is not None
    content = (settled.fixture / "invoices.csv").read_bytes()
    digest = open_task(loose).digest
    history = History(before)
    history.apply(settled.edit)
    history.undo()
    save_document(loose, history.document, settled.task.document)
    assert not settled.fixture.exists()
    assert "near_miss:kept_changed" in wrong_rows(loose), "it is asked about again"
    undone = history.document
    history.redo()
    save_document(loose, history.document, undone)
    assert (settled.fixture / "invoices.csv").read_bytes() == content
    assert open_task(loose).digest == digest


def test_undo_puts_a_fixture_back_on_its_side(task: Path) -> None:
    place = task / layout.KNOWN_BAD / "shuffled"
    place.mkdir(parents=True)
    (place / "invoices.csv").write_text("invoice,amount\nA-2,250.50\nA-1,100.00\n")
    before = open_task(task).document
    settled = adjudicate(task, "known_bad:shuffled", "fine")
    assert settled.fixture and settled.fixture.is_dir() and not place.exists()
    save_document(task, before, settled.task.document)
    assert place.is_dir() and not settled.fixture.exists()
    save_document(task, settled.task.document, before)
    assert settled.fixture.is_dir() and not place.exists()


@pytest.mark.parametrize(
    "item", ["known_bad:../../../outside", "known_bad:..", "alternate:", "uncovered: known_bad:x"]
)
def test_an_answer_of_a_damaged_file_moves_nothing(task: Path, item: str) -> None:
    outside = task.parent / "outside"
    outside.mkdir()
    answer = AddAnswer(Answer(item=item, answer="fine"))
    edit_task(task, answer)
    with_it = open_task(task).document
    without = replace(with_it, checks=with_it.checks.model_copy(update={"answered": ()}))
    save_document(task, without, with_it)
    assert outside.is_dir() and (task / layout.CHECKS).is_file()


def test_an_uncovered_item_is_answered(task: Path) -> None:
    edit_task(task, SetPrompt("# Fill in\n\nA-2 is 250.50.\n\nUpdate the calendar of the team.\n"))
    (gate,) = validate(task, ["coverage"]).gates
    assert gate.status == "red" and "Update the calendar" in gate.evidence[0]
    item = "uncovered: Update the calendar of the team."
    with pytest.raises(UserError, match="Add a check"):
        adjudicate(task, item, "wrong")
    assert "calendar" in adjudicate(task, item, "fine").sentence
    (gate,) = validate(task, ["coverage"]).gates
    assert gate.status == "green"
    kept = json.loads((task / layout.CHECKS).read_text())["answered"]
    assert kept == [{"item": item, "answer": "fine", "digest": None}]


def test_a_fixture_may_change_sides(task: Path) -> None:
    place = task / layout.KNOWN_BAD / "shuffled"
    place.mkdir(parents=True)
    (place / "invoices.csv").write_text("invoice,amount\nA-2,250.50\nA-1,100.00\n")
    assert list(wrong_rows(task)) == ["known_bad:shuffled"]
    settled = adjudicate(task, "known_bad:shuffled", "fine")
    assert settled.fixture == task / layout.ALTERNATES / "shuffled"
    assert not place.exists() and wrong_rows(task) == {}


def test_what_cannot_be_adjudicated_is_refused(task: Path) -> None:
    with pytest.raises(UserError, match="stands"):
        adjudicate(task, "reference", "fine")
    with pytest.raises(UserError, match="no output 'near_miss:nonsense'"):
        adjudicate(task, "near_miss:nonsense", "wrong")
