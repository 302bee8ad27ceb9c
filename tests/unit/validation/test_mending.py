"""What would put a verdict right is found, however a kind of check tells what is wrong."""

import importlib
import shutil
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

import tests.unit.grading
from studio.authoring import add_check, new_task, propose_checks
from studio.authoring.adjudication import foresee
from studio.formats import layout
from studio.formats.tasks import TaskFolder
from studio.model.check import Check
from studio.model.grade import CheckResult
from studio.validation import mending
from studio.validation.matrix import LiveVerdict, is_right
from studio.validation.outputs import known_outputs
from tests.unit.grading.generated import CASES, case_folder, judged, states

GIVEN = (
    "# Letter\n\nDear [CLIENT NAME],\n\nThe retainer is $3,500.00, due within 14 days.\n\n"
    "The fee for the filing is $1,250.00.\n\n# Governing law\n\nWashington governs this letter.\n"
)
RIGHT = GIVEN.replace("[CLIENT NAME]", "Harriet Boswell").replace("Washington", "Oregon")
PROMPT = (
    "Complete letter.md: replace [CLIENT NAME] with Harriet Boswell and change the governing law "
    "to Oregon. Leave everything else in the letter unchanged."
)


@pytest.fixture
def letter(tmp_path: Path) -> TaskFolder:
    """Return the task of a letter with the checks that are proposed for it."""
    for name, text in (("in", GIVEN), ("out", RIGHT)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "letter.md").write_text(text)
    folder = tmp_path / "task"
    new_task(folder, input=tmp_path / "in", reference=tmp_path / "out", prompt=PROMPT)
    propose_checks(folder, write=True)
    named = {"terms": ["Harriet Boswell"]}
    return add_check(folder, "text_contains", "letter.md", parameters=named)[0]


def test_both_answers_about_a_letter_that_lost_a_passage_are_foreseen(letter: TaskFolder) -> None:
    short = letter.folder / layout.KNOWN_BAD / "short"
    short.mkdir(parents=True)
    (short / "letter.md").write_text(RIGHT.replace("The fee for the filing is $1,250.00.", ""))
    with known_outputs(letter) as outputs:
        live = LiveVerdict(letter, outputs)
        wrong, fine = (foresee(letter, live, "known_bad:short", a) for a in ("wrong", "fine"))
    assert wrong.sentence == "Nothing has to change: the checks say so already."
    assert fine.helps and [change.new for change in fine.changes] == [""]
    assert "said before is still there" in fine.changes[0].old


def test_what_is_proposed_for_a_letter_passes_its_harmless_variants(letter: TaskFolder) -> None:
    with known_outputs(letter, near_misses=True) as outputs:
        pairs = zip(outputs, LiveVerdict(letter, outputs).grades(letter), strict=True)
        harmless = {o.name: is_right(o, grade) for o, grade in pairs if o.expected == "pass"}
    assert harmless.pop("harmless:figures_separated") and all(harmless.values()), harmless


@pytest.mark.parametrize(
    "wrong",
    [["a passage"], 3, [2.5], {"A-WALL": 1}, "words", None, [{"expected": float("nan")}]],
    ids=["passages", "count", "numbers", "places", "words", "nothing", "no_number"],
)
def test_however_wrong_is_told_a_check_can_be_loosened(wrong: Any) -> None:
    check = Check(id="c", kind="cell_equals", target="a.csv#b[1]", tolerance=0.5)
    evidence = {"expected": 100.0, "found": 101.0, "wrong": wrong}
    result = CheckResult(
        id="c",
        kind="cell_equals",
        target=check.target,
        status="fail",
        score=0.0,
        sentence="",
        public="",
        evidence=evidence,
    )
    told = [mend.sentence for mend in mending._looser(check, result)]
    assert any(sentence.startswith("Change the tolerance of c from 0.5") for sentence in told)


@pytest.mark.long
def test_what_any_kind_finds_wrong_is_looked_at() -> None:
    for module in iter_modules(tests.unit.grading.__path__):
        if module.name.startswith("cases_"):
            importlib.import_module(f"tests.unit.grading.{module.name}")
    for kind in sorted(CASES):
        with case_folder() as folder:
            for state in states(kind, 1, folder):
                list(mending._looser(state.case.check, judged(state.case, state.output)))
            shutil.rmtree(folder / "copy")
