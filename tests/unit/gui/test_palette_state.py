"""Which commands a few typed words may mean."""

import pytest

from studio.gui.palette_state import Entry, found

ENTRIES = [
    Entry("record", "New recording…", "File", "Ctrl+N"),
    Entry("open_task", "Open a task…", "File"),
    Entry("export", "Export as a package…", "File", reason="Open a task first."),
    Entry("mark", "Mark the selected steps", "Task"),
    Entry("propose", "Propose checks", "Task"),
    Entry("checks", "Checks", "View"),
    Entry("contrast", "High contrast", "View"),
]


def ids(text: str, recent: list[str] | None = None) -> list[str]:
    return [entry.id for entry in found(ENTRIES, text, recent or [])]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("chek", "checks"),
        ("step mark", "mark"),
        ("contr", "contrast"),
        ("recrding", "record"),
        ("task open", "open_task"),
        ("PACKAGE", "export"),
    ],
)
def test_words_in_any_order_beginnings_and_slips_find(text: str, first: str) -> None:
    assert ids(text)[0] == first


@pytest.mark.parametrize("text", ["zzqx", "open zzqx", "\0", "x" * 5000])
def test_what_nothing_is_called_finds_nothing(text: str) -> None:
    assert ids(text) == []


def test_without_words_all_stand_there_with_the_recent_first() -> None:
    assert ids("  ", ["mark", "gone"])[0] == "mark"
    assert sorted(ids("")) == sorted(entry.id for entry in ENTRIES)
    assert ids("")[-1] == "export"


def test_recent_wins_between_equals_and_what_cannot_be_used_comes_last() -> None:
    assert ids("checks", ["checks"])[0] == "checks"
    assert ids("checks", ["propose"])[0] == "propose"
    assert ids("a")[-1] == "export"
