"""Amounts in words beside their figures: the same amount, in any way to say it."""

from pathlib import Path

import pytest

from studio.model.check import Check
from tests.unit.grading.families.judging import Desk

NOTE = (
    "The price is EUR 378,500.00 (in words: three hundred seventy-eight thousand five hundred).\n"
)
CHECK = Check(id="c", kind="amount_in_words", target="note.md", parameters={"values": [378_500]})


@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        "Three hundred and seventy-eight thousand, five hundred euros (EUR 378,500) are due.\n",
        NOTE + "\nThe land charge of EUR 385,000.00 (three hundred eighty-five thousand) stays.\n",
        NOTE + "\nA fee of one hundred and ten euros falls due as well.\n",
    ],
)
def test_the_same_amount_in_other_words_passes(tmp_path: Path, text: str) -> None:
    result = Desk(tmp_path, {"note.md": NOTE}).judge(CHECK, note_md=text)
    assert result.score == 1, result.sentence


@pytest.mark.parametrize(
    "text",
    [
        "The price is EUR 378,500.00 (in words: three hundred eighty-five thousand).\n",
        "The price is EUR 378,500.00.\n",
        NOTE + "\nThe Buyer pays EUR 378,500.00, three hundred eighty-five thousand euros.\n",
    ],
)
def test_another_amount_in_words_or_none_fails(tmp_path: Path, text: str) -> None:
    result = Desk(tmp_path, {"note.md": NOTE}).judge(CHECK, note_md=text)
    assert result.score == 0
    assert "378" not in result.public
