"""Drafts of instructions: they name what is known, ask for the rest, and give no answer away."""

import re
from pathlib import Path

import pytest

from studio.authoring import draft_instruction, edit_task, new_task, write_draft
from studio.base.errors import UserError
from studio.base.pace import UNHEARD
from studio.editing import SayStep, SetPrompt
from studio.formats import layout
from studio.formats.gaps import gap_places, gaps_of
from studio.formats.tasks import open_task
from studio.grading.readers.books import TABLES, read_book
from studio.grading.readers.values import number_of
from studio.validation.gates import Subject, complete

CORPUS = Path(__file__).parents[2] / "data" / "tasks"
SAMPLE = Path(__file__).parents[3] / "recordings" / "invoices.rec"
NAMES = sorted(path.parent.name for path in CORPUS.glob("*/prompt.md"))
SOME = ["month-end-accruals", "lease-redline", "database-move", "dose-audit", "room-schedule"]


def drafted(name: str, folder: Path) -> str:
    source = CORPUS / name
    task = new_task(folder, input=source / "input", reference=source / "reference")
    text = draft_instruction(task)
    assert draft_instruction(open_task(folder)) == text
    return text


def numbers(folder: Path) -> set[float]:
    """Return the numbers with a fraction in the tables of a folder."""
    found = set()
    for place in folder.rglob("*"):
        if place.suffix in TABLES:
            for sheet in read_book(place).sheets.values():
                found |= {number_of(cell.value) for cell in sheet.cells.values()}
    return {number for number in found if number is not None and not number.is_integer()}


def check_draft(name: str, folder: Path) -> None:
    text = drafted(name, folder)
    source = CORPUS / name
    given = {p.relative_to(source / "input").as_posix() for p in (source / "input").rglob("*")}
    made = [p for p in (source / "reference").rglob("*") if p.is_file()]
    assert gaps_of(text), "nothing is asked of the expert"
    if len(made) < 8:
        for place in made:
            path = place.relative_to(source / "reference").as_posix()
            as_given = path in given and (source / "input" / path).read_bytes()
            assert f"`{path}`" in text or as_given == place.read_bytes(), path
    answers = numbers(source / "reference") - numbers(source / "input")
    said = {float(found) for found in re.findall(r"(?<![\w.])\d+\.\d+(?![\w.])", text)}
    assert not said & answers


@pytest.mark.parametrize("name", SOME)
def test_a_draft_names_the_files_and_no_answer(name: str, tmp_path: Path) -> None:
    check_draft(name, tmp_path / "task")


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_every_task_of_the_corpus_has_a_draft(name: str, tmp_path: Path) -> None:
    check_draft(name, tmp_path / "task")


def test_cells_are_told_by_their_column_and_label(tmp_path: Path) -> None:
    text = drafted("month-end-accruals", tmp_path / "task")
    assert "fill in the column “Accrue for June” (H2 to H12) [by what rule?]" in text
    assert "the column “Debit” (D2 to D5) and E6" in text
    assert "live formula" in text and "[how exact?]" in text


def test_a_new_table_is_told_by_its_columns(tmp_path: Path) -> None:
    text = drafted("dose-audit", tmp_path / "task")
    assert "`drl.csv` and `exposures.csv` in the folder `input`" in text
    assert "“examination”, “patients”" in text and "one row for each [which thing?]" in text


def test_changed_keys_are_told_and_not_their_values(tmp_path: Path) -> None:
    text = drafted("database-move", tmp_path / "task")
    assert "In `batch/worker.ini`, change `database.host`, `database.port`" in text
    worker = (CORPUS / "database-move/reference/batch/worker.ini").read_text()
    host = re.search(r"host\s*=\s*(\S+)", worker)
    assert host and host[1] not in text


def test_the_sample_recording_has_a_draft(tmp_path: Path) -> None:
    text = draft_instruction(new_task(tmp_path / "task", SAMPLE))
    assert "`invoices_october.xlsx` is already open in" in text
    assert "the column “Amount” (F4, F7, F10 and F13 to F14)" in text
    assert "The work was done with" in text


def test_notes_and_checkpoints_go_into_the_draft(recording: Path, tmp_path: Path) -> None:
    folder = new_task(tmp_path / "task", recording).folder
    edit_task(folder, SayStep(3, note="VAT is never booked here"))
    text = draft_instruction(open_task(folder))
    assert "- VAT is never booked here [must the worker know it?]" in text


def test_files_that_cannot_be_read_or_moved_are_told(tmp_path: Path) -> None:
    for side in ("in", "out"):
        (tmp_path / side).mkdir()
    (tmp_path / "in" / "a.txt").write_text("the same")
    (tmp_path / "in" / "gone.txt").write_text("gone")
    (tmp_path / "out" / "b`c.txt").write_text("the same")
    (tmp_path / "out" / "broken.xlsx").write_bytes(b"no workbook")
    task = new_task(
        tmp_path / "task", input=tmp_path / "in", reference=tmp_path / "out", work="in_place"
    )
    text = draft_instruction(task)
    assert 'Move `a.txt` to "b`c.txt" [by what rule?]' in text
    assert "Take `gone.txt` away" in text and "`broken.xlsx` [what must it hold?]" in text


def test_nothing_handed_in_has_no_draft(task: Path) -> None:
    (task / layout.REFERENCE / "invoices.csv").unlink()
    with pytest.raises(UserError, match="Nothing was handed in"):
        draft_instruction(open_task(task))
    (task / layout.CHECKS).unlink()
    with pytest.raises(UserError, match="only the public side"):
        draft_instruction(open_task(task))


def test_a_draft_is_offered_and_never_taken_over_words(task: Path) -> None:
    before = open_task(task).document.prompt
    assert before
    with pytest.raises(UserError, match="has an instruction already"):
        write_draft(task)
    assert open_task(task).document.prompt == before
    edit_task(task, SetPrompt(" \n"))
    assert gaps_of(write_draft(task).document.prompt)


def test_gaps_keep_a_task_incomplete(task: Path) -> None:
    def gate() -> str:
        return complete(Subject(open_task(task), UNHEARD)).status

    assert gate() == "green"
    edit_task(task, SetPrompt("Fill in B3 within [how exact?]."))
    assert gate() == "red"
    edit_task(task, SetPrompt("Fill in B3 within 0.01."))
    assert gate() == "green"


def test_only_questions_are_gaps() -> None:
    text = "Use [a-z?], [1], [see below], [what?] and [how exact?] but [not\nover lines?]."
    assert gaps_of(text) == ("[how exact?]",)
    ((first, last),) = gap_places(text)
    assert text[first:last] == "[how exact?]"
