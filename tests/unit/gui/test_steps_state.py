"""What the steps page shows and offers, decided without a window."""

from pathlib import Path

import pytest

from studio.base.errors import UserError
from studio.editing import LeaveOutSteps, MergeSteps, SayStep, Several, SplitSteps
from studio.editing.step_edits import said_after
from studio.formats.annotations import Said
from studio.formats.recordings import open_recording
from studio.gui.pages.steps.filtering import Filter, Searched, applications
from studio.gui.pages.steps.offering import Arranged
from studio.gui.pages.steps.state import Selection, said_note, said_sentence
from studio.steps import RecordedSteps


@pytest.fixture
def source(recording: Path) -> RecordedSteps:
    return RecordedSteps(open_recording(recording))


def arranged(source: RecordedSteps, said: dict[int, Said] | None = None) -> Arranged:
    return Arranged(source, source.arranged(said or {}))


def offers(found: Arranged, *numbers: int) -> list[str]:
    chosen = Selection(tuple(found.steps[number - 1] for number in numbers))
    return [offer.command for offer in found.offers(chosen, False)]


def test_words_are_found_in_sentence_note_window_and_element(source: RecordedSteps) -> None:
    first, second = source.plain
    said = {first.keys[0]: Said(note="the Bank asked"), second.keys[0]: Said(left_out=True)}
    steps = source.arranged(said)
    searched = Searched(steps)
    for text, left_out, rows in (
        ("", False, [0]),
        ("", True, [0, 1]),
        ("BANK click", False, [0]),
        ("table cell", True, [0, 1]),
        ("libreoffice calc", True, [0, 1]),
        ("250.5", True, [1]),
        ("250.5", False, []),
        ("bank 250.5", True, []),
    ):
        assert searched.rows(Filter(text=text, left_out=left_out), {}) == rows, text


def test_filters_of_kind_application_and_marks_go_together(source: RecordedSteps) -> None:
    steps = source.plain
    assert applications(steps) == ("libreoffice-calc",)
    searched = Searched(steps)
    assert searched.rows(Filter(kinds=frozenset({"clicks"})), {}) == [0]
    assert searched.rows(Filter(kinds=frozenset({"clicks", "typing"})), {}) == [0, 1]
    assert searched.rows(Filter(applications=frozenset({"gimp"})), {}) == []
    assert searched.rows(Filter(noted=True), {}) == []
    mark = {1: object()}
    assert searched.rows(Filter(marked=True), mark) == [0]  # type: ignore[arg-type]
    assert searched.rows(Filter(marked=False), mark) == [1]  # type: ignore[arg-type]
    merged = source.arranged({steps[1].keys[0]: Said(edge="joins")})
    assert Searched(merged).rows(Filter(kinds=frozenset({"typing"})), {}) == [0]


def test_what_is_offered_suits_the_steps(source: RecordedSteps) -> None:
    found = arranged(source)
    assert offers(found) == []
    assert "merge" in offers(found, 1) and "split" not in offers(found, 1)
    assert "split" in offers(found, 2) and "merge" not in offers(found, 2)
    assert "trim_before" in offers(found, 2) and "trim_after" not in offers(found, 2)
    assert "merge" in offers(found, 1, 2) and "note" not in offers(found, 1, 2)
    out = arranged(source, {source.plain[0].keys[0]: Said(left_out=True)})
    assert "bring_back" in offers(out, 1) and "leave_out" not in offers(out, 1)
    assert "trim_before" not in offers(out, 2)


def test_commands_become_edits_or_one_sentence(source: RecordedSteps) -> None:
    found = arranged(source)
    first, second = (Selection((step,)) for step in found.steps)
    assert isinstance(found.edit("merge", first), MergeSteps)
    cut = found.cuts(found.steps[1])[1]
    assert found.edit("split", second, cut) == SplitSteps((cut,))
    assert found.edit("trim_before", second) == LeaveOutSteps(found.steps[0].keys)
    assert [step.sentence for step in found.pieces(found.steps[1], cut)] == [
        'Type "25" in cell B3',
        'Type "0.5" in cell B3',
    ]
    for command, selection in (("merge", second), ("trim_before", first), ("bring_back", first)):
        with pytest.raises(UserError):
            found.edit(command, selection)


def test_a_merge_passes_over_what_is_left_out(source: RecordedSteps) -> None:
    cuts = source.cuts(source.plain[1])
    said = said_after({}, SplitSteps((cuts[0].seq,)))
    said = said_after(said, LeaveOutSteps(source.arranged(said)[1].keys))
    found = arranged(source, said)
    assert [step.left_out for step in found.steps] == [False, True, False]
    assert len(found.run_of(Selection((found.steps[0],)))) == 3
    assert len(found.run_of(Selection((found.steps[0], found.steps[2])))) == 3
    shown = arranged(source, said_after(said, LeaveOutSteps(found.steps[1].keys, False)))
    assert shown.run_of(Selection((shown.steps[0], shown.steps[2]))) == ()


def test_the_place_to_cut_follows_the_playhead_within(source: RecordedSteps) -> None:
    found, typing = arranged(source), source.plain[1]
    cuts = source.cuts(typing)
    assert found.cut_at(typing, cuts[1].t_ns + 1) == 1
    for t_ns in (0, typing.t_end_ns, typing.t_end_ns * 2):
        assert found.cut_at(typing, t_ns) == len(cuts) // 2


def test_the_note_of_a_merged_step_takes_the_place_of_all(source: RecordedSteps) -> None:
    first, second = (step.keys[0] for step in source.plain)
    said = {first: Said(note="one"), second: Said(note="two", edge="joins")}
    (step,) = source.arranged(said)
    assert step.note == "one two" and said_note(step, " one  two ") is None
    edit = said_note(step, "both")
    assert isinstance(edit, Several)
    for part in edit.edits:
        assert isinstance(part, SayStep)
        said = said_after(said, part)
    assert source.arranged(said)[0].note == "both"
    made = source.made(step, said)
    assert said_sentence(step, made, "") is None
    assert said_sentence(step, made, "Fill in") == SayStep(first, sentence="Fill in")
