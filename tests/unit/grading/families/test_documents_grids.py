"""Tables of documents: ratios, limits and names of rows, in the ways that people write them."""

from pathlib import Path

import pytest

from tests.unit.grading.families.judging import Desk, check

HEAD = "| Measure | Result | Target |\n|---|---|---|\n"
TABLE = f"{HEAD}| Grip, right hand | 24 kg | at least 22 kg |\n| Goals | 132:118 | at most 120 |\n"
CHECK = check("document_table", "note.md", key=["Measure"], columns=["Result", "Target"])


@pytest.mark.parametrize(
    "rows",
    [
        "| Grip, right hand (kg) | 24 | \u2265 22 |\n| Goals | 132 : 118 | max. 120 |\n",
        "| Grip | 24 kilograms | min. 22 kg |\n| goals | 132:118 | <= 120 |\n",
        "| Goals | 132 :118 | no more than 120 |\n| Right hand, grip | 24.0 kg | >= 22 kg |\n",
    ],
)
def test_the_same_values_pass_as_people_write_them(tmp_path: Path, rows: str) -> None:
    result = Desk(tmp_path, {"note.md": TABLE}).judge(CHECK, note_md=HEAD + rows)
    assert result.score == 1, result.sentence


@pytest.mark.parametrize(
    "rows",
    [
        "| Grip, right hand | 24 kg | at most 22 kg |\n| Goals | 132:118 | at most 120 |\n",
        "| Grip, right hand | 24 kg | at least 23 kg |\n| Goals | 132:118 | at most 120 |\n",
        "| Grip, right hand | 24 kg | at least 22 kg |\n| Goals | 132:119 | at most 120 |\n",
        "| Grip, left hand | 24 kg | at least 22 kg |\n| Goals | 132:118 | at most 120 |\n",
        "| Grip | 24 kg | at least 22 kg |\n| Hand | 24 kg | at least 22 kg |\n"
        "| Goals | 132:118 | at most 120 |\n",
    ],
)
def test_another_value_limit_or_row_fails(tmp_path: Path, rows: str) -> None:
    result = Desk(tmp_path, {"note.md": TABLE}).judge(CHECK, note_md=HEAD + rows)
    assert result.score is not None and result.score < 1
