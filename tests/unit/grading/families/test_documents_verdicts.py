"""Texts that say of each name whether something holds: any words, any layout, one verdict."""

from pathlib import Path
from typing import Any

import pytest

from studio.authoring import new_task, propose_checks
from studio.formats.tasks import open_task
from studio.grading.verdicts import fault_of, grade_output
from studio.model.check import Check
from studio.model.grade import CheckResult
from tests.unit.grading.families.judging import Desk

WELLS = (
    "- Brunn: 12.1 mg/l, the limit is not exceeded.\n"
    "- Eichgrund: 48.0 mg/l, the limit is not exceeded.\n"
    "- Talmuehle: 53.9 mg/l, the limit is exceeded.\n"
    "- Oberfeld: 61.2 mg/l, the limit is exceeded.\n"
)
RIGHT = (
    WELLS,
    "| Well | mg/l | Limit exceeded |\n|---|---|---|\n| Brunn | 12.1 | no |\n"
    "| Eichgrund | 48.0 | no |\n| Talmuehle | 53.9 | yes |\n| Oberfeld | 61.2 | yes |\n",
    "| Well | Within the limit |\n|---|---|\n| Brunn | yes |\n| Eichgrund | yes |\n"
    "| Talmuehle | no |\n| Oberfeld | no |\n",
    "Brunn and Eichgrund keep the limit. Talmuehle (53.9) and Oberfeld (61.2) exceed it.\n",
    "At Talmuehle and at Oberfeld the limit was exceeded. The other wells, Brunn and Eichgrund, "
    "stayed below it.\n",
    "- Brunn: within the limit\n- Eichgrund: fine\n- Talmuehle: above the limit (53.9)\n"
    "- Oberfeld: above the limit of 50 mg/l\n\nTwo wells are above it, the others are not.\n",
    "Above the limit: Talmuehle, Oberfeld\n\nWithin the limit: Brunn, Eichgrund\n",
    "# Limit exceeded\n\n- Oberfeld\n- Talmuehle\n\n# Limit kept\n\n- Brunn\n- Eichgrund\n",
    "The limit isn't exceeded at Brunn, but Talmuehle and Oberfeld exceed it.\n\n"
    "Eichgrund has 48.0 mg/l, which is close.\n",
    "Talmuehle and Oberfeld exceed the limit. No other well exceeds it.\n",
    "Limit exceeded?\n\n- Brunn: no\n- Eichgrund: no\n- Talmuehle: yes\n- Oberfeld: yes\n",
)
WRONG = (
    WELLS.replace("48.0 mg/l, the limit is not", "48.0 mg/l, the limit is"),
    WELLS.replace("53.9 mg/l, the limit is", "53.9 mg/l, the limit is not"),
    WELLS.replace("53.9 mg/l, the limit is exceeded", "53.9 mg/l, within the limit"),
    WELLS.replace("- Eichgrund: 48.0 mg/l, the limit is not exceeded.\n", ""),
    RIGHT[1].replace("48.0 | no", "48.0 | yes"),
    RIGHT[2].replace("Brunn | yes", "Brunn | no"),
    "Brunn and Talmuehle keep the limit. Eichgrund and Oberfeld exceed it.\n",
    "Above the limit: Talmuehle\n\nWithin the limit: Brunn, Eichgrund, Oberfeld\n",
    "# Limit exceeded\n\n- Oberfeld\n\n# Limit kept\n\n- Talmuehle\n- Brunn\n- Eichgrund\n",
    "Talmuehle exceeds the limit. No other well exceeds it.\n",
    "Brunn, Eichgrund, Talmuehle and Oberfeld were sampled.\n",
    "".join(f"{n}: exceeded. {n}: not exceeded.\n" for n in ("Brunn", "Eichgrund", "Oberfeld"))
    + "Talmuehle: exceeded.\n",
    "",
)
PARAMETERS = {
    "verdict": "exceeded",
    "holds": ["Talmuehle", "Oberfeld"],
    "not_holds": ["Brunn", "Eichgrund"],
}


def check(**parameters: Any) -> Check:
    return Check(id="c", kind="verdicts_told", target="note.md", parameters=parameters)


def told(folder: Path, text: str) -> CheckResult:
    return Desk(folder, {"note.md": WELLS}).judge(check(**PARAMETERS), note_md=text)


@pytest.mark.parametrize("text", RIGHT)
def test_the_same_verdicts_in_other_words_pass(tmp_path: Path, text: str) -> None:
    result = told(tmp_path, text)
    assert result.score == 1, result.sentence


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_missing_or_double_verdict_fails(tmp_path: Path, text: str) -> None:
    result = told(tmp_path, text)
    assert result.score is not None and result.score < 1
    assert not any(name in (result.public or "") for name in ("Brunn", "Talmuehle", "Oberfeld"))


def test_parameters_that_cannot_be_judged_are_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"note.md": WELLS})
    assert "no word of judgement" in desk.fault(check(verdict="banana", holds=["Brunn"]))
    assert "give holds or not_holds" in desk.fault(check(verdict="exceeded"))
    assert "stands twice" in desk.fault(
        check(verdict="exceeded", holds=["Brunn"], not_holds=["brunn"])
    )
    assert "The reference fails it" in desk.fault(check(verdict="exceeded", holds=["Brunn"]))


def test_verdicts_are_proposed_where_the_instruction_asks_whether(tmp_path: Path) -> None:
    for name in ("in", "ref"):
        (tmp_path / name).mkdir()
    (tmp_path / "in" / "wells.csv").write_text(
        "well,nitrate\nBrunn,12.1\nEichgrund,48.0\nTalmuehle,53.9\nOberfeld,61.2\n"
    )
    (tmp_path / "ref" / "note.md").write_text(WELLS)
    prompt = "The limit is 50 mg/l. In `note.md`, say for each well whether the limit is exceeded."
    new_task(tmp_path / "t", input=tmp_path / "in", reference=tmp_path / "ref", prompt=prompt)
    (found,) = [c for c in propose_checks(tmp_path / "t", write=True).checks if not c.gate]
    assert found.kind == "verdicts_told" and found.because.startswith("In `note.md`")
    assert found.parameters["holds"] == ["Oberfeld", "Talmuehle"]
    task = open_task(tmp_path / "t")
    assert fault_of(found, task) == ""
    for texts, passes in ((RIGHT, True), (WRONG, False)):
        for number, text in enumerate(texts):
            place = tmp_path / f"{passes}-{number}"
            place.mkdir()
            (place / "note.md").write_text(text)
            assert grade_output(task, place).passed is passes, text
