"""What repeats is left out, and what guards against more is not."""

from pathlib import Path

import pytest

from studio.formats.tasks import TaskFolder
from studio.grading import propose
from studio.grading.proposing.choosing import leave_out_repeats
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.given import Given
from studio.grading.proposing.instruction import Instruction
from studio.grading.proposing.settling import settled
from tests.unit.grading.proposing.scenes import Scene

_NOTE = (
    "# Arrears in April\n\nL-08 owes 1400.00 EUR.\nL-03 owes 412.30 EUR.\n\n"
    "The two flats owe 1812.30 EUR in total.\n\nPlease look at L-11 as well.\n"
)
_FACTS = [{"terms": ["L-08", "1400.00 EUR"]}, {"terms": ["L-03", "412.30 EUR"]}]


def laid(folder: Path, path: str = "note.md", text: str = _NOTE, given: str = "") -> TaskFolder:
    inputs: dict[str, str | bytes] = {path: given} if given else {"list.csv": "flat\nL-08\n"}
    work = Scene("t", "Write it.", inputs, {path: text}, work="in_place" if given else "separate")
    return work.lay(folder)


def draft_of(task: TaskFolder) -> Draft:
    return Draft(Instruction(task.document.prompt), Given.read(task.input), {}, (), False)


def kinds(draft: Draft, task: TaskFolder) -> list[str]:
    leave_out_repeats(draft, task)
    return [check.kind for check in draft.checks]


def test_names_that_facts_tell_are_not_asked_for_again(tmp_path: Path) -> None:
    task = laid(tmp_path)
    draft = draft_of(task)
    draft.add("f", "facts_told", "note.md", parameters={"facts": _FACTS})
    draft.add("t", "text_contains", "note.md", parameters={"terms": ["L-08", "L-03"]})
    draft.add("p", "text_pattern", "note.md", parameters={"pattern": r"\bL-0[38]\b"})
    assert kinds(draft, task) == ["facts_told"]


def test_only_the_names_that_nothing_else_tells_stay(tmp_path: Path) -> None:
    task = laid(tmp_path)
    draft = draft_of(task)
    draft.add("f", "facts_told", "note.md", parameters={"facts": _FACTS})
    draft.add("t", "text_contains", "note.md", parameters={"terms": ["L-08", "L-11"]})
    figures = [{"value": "1812.30 EUR", "words": ["total"]}, {"value": "412.30 EUR"}]
    draft.add("g", "figures_stated", "note.md", parameters={"figures": figures})
    assert kinds(draft, task) == ["facts_told", "text_contains", "figures_stated"]
    assert draft.checks[1].parameters == {"terms": ["L-11"]}
    assert draft.checks[2].parameters == {"figures": figures[:1]}


def test_a_figure_beside_other_words_is_no_repeat(tmp_path: Path) -> None:
    task = laid(tmp_path)
    draft = draft_of(task)
    draft.add("f", "facts_told", "note.md", parameters={"facts": _FACTS})
    figures = [{"value": "1400.00 EUR", "words": ["largest"]}]
    draft.add("g", "figures_stated", "note.md", parameters={"figures": figures})
    assert kinds(draft, task) == ["facts_told", "figures_stated"]


def test_names_beside_figures_may_be_left_out_and_are_asked_for(tmp_path: Path) -> None:
    task = laid(tmp_path)
    draft = draft_of(task)
    figures = [{"value": "1400.00 EUR", "words": ["L-08"]}]
    draft.add("g", "figures_stated", "note.md", parameters={"figures": figures})
    draft.add("t", "text_contains", "note.md", parameters={"terms": ["L-08"]})
    assert kinds(draft, task) == ["figures_stated", "text_contains"]


def test_dates_of_a_table_that_is_compared_are_not_looked_for_again(tmp_path: Path) -> None:
    table = (
        "# Overdue\n\n| Title | Due |\n|---|---|\n| Emma | 2025-12-19 |\n| Dune | 2026-01-30 |\n"
    )
    task = laid(tmp_path, text=f"{table}\nNext look on 2026-03-01.\n")
    draft = draft_of(task)
    draft.add("d", "document_table", "note.md", parameters={"key": ["Title"], "columns": ["Due"]})
    for day in ("2025-12-19", "2026-03-01"):
        draft.add(day, "text_pattern", "note.md", parameters={"pattern": rf"\b{day}\b"})
    assert kinds(draft, task) == ["document_table", "text_pattern"]
    assert "2026-03-01" in draft.checks[1].parameters["pattern"]


def test_a_column_that_is_not_compared_covers_nothing(tmp_path: Path) -> None:
    rows = "| Emma | 2025-12-19 | K 7 |\n| Dune | 2026-01-30 | B 2 |\n"
    table = f"| Title | Due | Shelf |\n|---|---|---|\n{rows}"
    task = laid(tmp_path, text=table)
    draft = draft_of(task)
    draft.add("d", "document_table", "note.md", parameters={"key": ["Title"], "columns": ["Due"]})
    draft.add("t", "text_contains", "note.md", parameters={"terms": ["K 7"]})
    assert kinds(draft, task) == ["document_table", "text_contains"]


def test_lines_that_are_all_compared_need_no_other_check(tmp_path: Path) -> None:
    lines = "app.yaml\thost\tdb-3\tdb-7\nworker.ini\tport\t5432\t5433\n"
    task = laid(tmp_path, path="changes.txt", text=lines)
    draft = draft_of(task)
    draft.add("t", "text_contains", "changes.txt", parameters={"terms": ["db-3"]})
    draft.add("n", "no_placeholders", "changes.txt")
    draft.add("l", "line_records", "changes.txt")
    assert kinds(draft, task) == ["line_records"]


def test_placeholders_may_stand_where_nothing_is_compared(tmp_path: Path) -> None:
    task = laid(tmp_path)
    draft = draft_of(task)
    draft.add("f", "facts_told", "note.md", parameters={"facts": _FACTS})
    draft.add("n", "no_placeholders", "note.md")
    assert kinds(draft, task) == ["facts_told", "no_placeholders"]


def test_headings_that_were_there_are_kept_with_the_text(tmp_path: Path) -> None:
    before = (
        "# Lease\n\n# 3 Rent\n\nThe rent is EUR 2650 a month.\n\n# 4 Deposit\n\nThree months.\n"
    )
    task = laid(tmp_path, text=before.replace("2650", "2480"), given=before)
    draft = draft_of(task)
    draft.add("h", "headings_present", "note.md", gate=True)
    draft.add("k", "text_kept", "note.md")
    assert kinds(draft, task) == ["text_kept"]


def test_a_new_heading_is_more_than_what_was_kept(tmp_path: Path) -> None:
    before = "# Lease\n\n# 3 Rent\n\nThe rent is EUR 2650 a month.\n"
    task = laid(tmp_path, text=f"{before}\n# 4 Deposit\n\nThree months.\n", given=before)
    draft = draft_of(task)
    draft.add("h", "headings_present", "note.md", parameters={"in_order": True})
    draft.add("k", "text_kept", "note.md")
    assert kinds(draft, task) == ["headings_present", "text_kept"]


@pytest.mark.parametrize("gate", [True, False])
def test_the_only_weight_of_a_file_stays(tmp_path: Path, gate: bool) -> None:
    task = laid(tmp_path)
    draft = draft_of(task)
    headings = {"headings": ["Arrears in April"]}
    draft.add("h", "headings_present", "note.md", parameters=headings, gate=True)
    draft.add("t", "text_contains", "note.md", parameters={"terms": ["Arrears"]}, gate=gate)
    left = ["headings_present"] if gate else ["headings_present", "text_contains"]
    assert kinds(draft, task) == left


def test_proposing_twice_gives_the_same_checks(tmp_path: Path) -> None:
    rows = "| Emma | 2025-12-19 |\n| Dune | 2026-01-30 |\n"
    scene = Scene(
        "overdue",
        "Write `overdue.md`: a table with title and due date of each book that is out.",
        {"loans.csv": "title,due\nEmma,2025-12-19\nDune,2026-01-30\n"},
        {"overdue.md": f"| Title | Due |\n|---|---|\n{rows}"},
    )
    task = scene.lay(tmp_path)
    assert propose(task, {}).checks == propose(task, {}).checks


def test_totals_that_are_free_say_nothing(tmp_path: Path) -> None:
    table = "| Item | Sum |\n|---|---|\n| Lamp | 40.00 |\n| Desk | 220.00 |\n| Total | 260.00 |\n"
    task = laid(tmp_path, text=table)
    draft = draft_of(task)
    parameters = {"key": ["Item"], "columns": ["Sum"], "totals": "ignore"}
    draft.add("d", "document_table", "note.md", parameters=parameters)
    figures = [{"value": "220.00"}, {"value": "260.00"}]
    draft.add("g", "figures_stated", "note.md", parameters={"figures": figures})
    assert kinds(draft, task) == ["document_table", "figures_stated"]
    assert draft.checks[1].parameters["figures"] == figures[1:]


def test_an_edit_word_for_word_says_its_figure(tmp_path: Path) -> None:
    task = laid(tmp_path)
    draft = draft_of(task)
    edit = {"pattern": r"\bowe\W+1812\.30\W+eur\b", "case": False}
    draft.add("e", "text_pattern", "note.md", parameters=edit)
    draft.add("g", "figures_stated", "note.md", parameters={"figures": [{"value": "1812.30 EUR"}]})
    draft.add("o", "text_pattern", "note.md", parameters={"pattern": r"\b(owe|owed)\b"})
    assert kinds(draft, task) == ["text_pattern"]
    assert draft.checks[0].parameters == edit


def test_what_the_reference_fails_is_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    task = laid(tmp_path)
    draft = draft_of(task)
    terms = ["L-08", "L-99", "L-03"]
    draft.add("t", "text_contains", "note.md", parameters={"terms": terms})
    draft.add("s", "text_contains", "note.md", parameters={"terms": ["L-99"]})
    settled(draft, task)
    assert [check.parameters for check in draft.checks] == [{"terms": ["L-08", "L-03"]}]
    assert any("Part of a check of note.md" in told for told in draft.uncovered)
    assert any(told.startswith("A check of note.md") for told in draft.uncovered)
