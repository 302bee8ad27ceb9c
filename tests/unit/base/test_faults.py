"""A fault of the studio is told in a sentence, and noted with its trace."""

from pathlib import Path

import pytest

from studio.base import faults
from studio.base.errors import UserError
from studio.base.settings import state_folder


def raised(fault: Exception) -> Exception:
    try:
        raise fault
    except Exception as caught:
        return caught


def test_what_a_person_can_mend_says_so_and_is_not_noted() -> None:
    assert faults.told(UserError("Give it a name.")) == ("Give it a name.", "")
    assert not (state_folder() / "faults.log").exists()


def test_a_fault_of_the_studio_is_noted_and_its_name_is_not_told() -> None:
    for number in range(2):
        sentence, place = faults.told(raised(AttributeError(f"thing {number}")))
        assert "AttributeError" not in sentence and "{place}" in sentence
    kept = Path(place).expanduser().read_text("utf-8")
    assert [f"AttributeError: thing {number}" in kept for number in range(2)] == [True, True]
    assert "in raised" in kept


def test_the_notes_do_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "_MOST_BYTES", 10)
    for number in range(3):
        faults.note(raised(KeyError(number)))
    assert "KeyError: 2" in (state_folder() / "faults.log").read_text("utf-8")
    assert "KeyError: 1" not in (state_folder() / "faults.log").read_text("utf-8")


def test_where_nothing_can_be_written_it_is_told_all_the_same() -> None:
    state_folder().parent.mkdir(parents=True, exist_ok=True)
    state_folder().write_text("a file in the way")
    sentence, place = faults.told(raised(AttributeError("x")))
    assert sentence.endswith("could not write down what happened.") and place == ""
