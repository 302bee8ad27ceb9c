"""However steps are merged, split and left out, the events that they cover stay the same."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.base.errors import UserError
from studio.editing import (
    LeaveOutSteps,
    SayStep,
    StepEdit,
    annotate,
    bring_back_steps,
    leave_out_steps,
    merge_steps,
    split_step,
    steps_from,
    trim_steps,
)
from studio.editing.step_edits import said_after
from studio.formats import annotations
from studio.formats.annotations import Said
from studio.formats.recordings import Recording, open_recording
from studio.model.recording import Event, KeyEvent, ScrollEvent
from studio.model.step import PressKeys, Scroll, Step, TypeText, Wait, acts
from studio.steps import RecordedSteps, reduce_steps

SECOND = 1_000_000_000


def typed(start: int, text: str) -> list[Event]:
    made: list[Event] = []
    for number, sign in enumerate(text):
        for kind in ("key_press", "key_release"):
            made.append(
                KeyEvent(
                    seq=start + len(made),
                    t_ns=start * SECOND // 50 + number,
                    type=kind,
                    keycode=0,
                    keysym=0,
                    key=sign if sign != "\b" else "BackSpace",
                    text=sign if sign != "\b" else "",
                    modifiers=(),
                )
            )
    return made


@pytest.fixture
def long(recording: Path) -> Recording:
    """The click and the typing of the small recording, then more, with waits and single events."""
    found = open_recording(recording)
    events = list(found.events)
    for text in ("ab", "\t" * 3, "x\by", "z"):
        events += typed(events[-1].seq + 1, text)
        scroll = ScrollEvent(seq=events[-1].seq + 1, t_ns=0, x=9, y=9, dx=0, dy=-1)
        events.append(scroll)
    now, timed = 0, []
    for event in events:
        timed.append(event.model_copy(update={"t_ns": now}))
        now += 8 * SECOND if isinstance(event, ScrollEvent) or event.seq == 15 else SECOND // 4
    vars(found)["events"] = tuple(timed)
    return found


def covered(steps: tuple[Step, ...], events: tuple[Event, ...]) -> set[int]:
    """The events of the steps, of which each belongs to one; a merged one has what lies between."""
    telling = {event.seq for event in events if event.source == "input"}
    acting = [step for step in steps if max(step.keys) > 0]
    for before, later in pairwise(acting):
        assert before.last_event < later.first_event
    return {seq for step in acting for seq in telling if step.first_event <= seq <= step.last_event}


def acted(steps: tuple[Step, ...]) -> list[str]:
    """What is done, letter by letter, however it is cut."""
    told: list[str] = []
    for part in acts(steps):
        match part.action:
            case TypeText(text=text):
                told += text
            case PressKeys(keys=keys, count=count):
                told += ["+".join(keys)] * count
            case Scroll(dy=dy):
                told += ["scroll"] * abs(dy)
            case Wait():
                pass
            case action:
                told.append(action.type)
    # A Backspace that was cut from what it took back takes it back when it is acted.
    done: list[str] = []
    for one in told:
        if one == "BackSpace" and done:
            done.pop()
        else:
            done.append(one)
    return done


def some_edit(source: RecordedSteps, steps: tuple[Step, ...], rng: random.Random) -> StepEdit:
    first = rng.randrange(len(steps))
    last = min(len(steps) - 1, first + rng.randrange(1, 4))
    chosen = steps[first : last + 1]
    match rng.choice(("merge", "split", "out", "back", "say")):
        case "merge":
            return merge_steps(chosen)
        case "split":
            cuts = source.cuts(steps[first])
            return split_step(steps[first], rng.choice(cuts).seq if cuts else None)
        case "out":
            return leave_out_steps(steps, chosen)
        case "back":
            return bring_back_steps(chosen)
        case _:
            return SayStep(steps[first].keys[0], note=rng.choice(("", "why", "because")))


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 1 << 30))
def test_edits_keep_every_event_and_undo_exactly(long: Recording, seed: int) -> None:
    rng = random.Random(seed)
    source = RecordedSteps(long)
    before: list[dict[int, Said]] = [{}]
    whole = covered(source.plain, long.events)
    meaning = acted(source.plain)
    for _ in range(12):
        said = before[-1]
        steps = source.arranged(said)
        try:
            edit = some_edit(source, steps, rng)
        except UserError:
            continue
        before.append(said_after(said, edit))
        after = source.arranged(before[-1])
        assert covered(after, long.events) >= whole
        assert [step.id for step in after] == list(range(1, len(after) + 1))
        keys = [key for step in after for key in step.keys]
        assert len(set(keys)) == len(keys)
        back = {
            key: Said(found.sentence, found.note, found.edge) for key, found in before[-1].items()
        }
        assert acted(source.arranged(back)) == meaning
        assert any(not step.left_out for step in after)
    place = long.folder
    (place / "annotations.jsonl").unlink(missing_ok=True)
    for earlier, later in pairwise(before):
        annotations.append_changes(place, earlier, later)
        assert annotations.said(place) == later
    for later, earlier in pairwise(before[::-1]):
        annotations.append_changes(place, later, earlier)
        assert annotations.said(place) == earlier
    assert annotations.fault(place) == ""


def test_merged_steps_are_one_and_apart_again(recording: Path) -> None:
    plain = reduce_steps(open_recording(recording))
    assert [step.sentence for step in plain[:2]] == [
        "Click the cell B3 in invoices.csv - Calc",
        'Type "250.5" in cell B3',
    ]
    annotate(recording, merge_steps(plain[:2]))
    (step,) = reduce_steps(open_recording(recording))
    assert step.sentence == 'Click the cell B3 in invoices.csv - Calc, then type "250.5" in cell B3'
    assert (step.first_event, step.last_event) == (plain[0].first_event, plain[1].last_event)
    assert [part.action for part in acts([step])] == [found.action for found in plain]
    assert {part.id for part in step.parts} == {1}
    annotate(recording, SayStep(step.keys[0], sentence="Fill in B3", note="it was empty"))
    (step,) = reduce_steps(open_recording(recording))
    assert (step.sentence, step.note) == ("Fill in B3", "it was empty")
    annotate(recording, split_step(step))
    assert len(reduce_steps(open_recording(recording))) == 2


def test_a_typed_text_is_cut_where_it_is_asked(recording: Path) -> None:
    source = RecordedSteps(open_recording(recording))
    typing = source.plain[1]
    assert len(source.cuts(typing)) == 4
    annotate(recording, split_step(typing, source.cuts(typing)[2].seq))
    steps = reduce_steps(open_recording(recording))
    assert [step.action for step in steps[1:]] == [TypeText(text="250"), TypeText(text=".5")]
    assert steps[2].element == typing.element and steps[2].window == typing.window
    assert steps[2].sentence == 'Type ".5" in cell B3'
    annotate(recording, merge_steps(steps[1:]))
    assert reduce_steps(open_recording(recording)) == source.plain


def test_a_piece_that_was_left_out_does_not_hide_the_whole(recording: Path) -> None:
    source = RecordedSteps(open_recording(recording))
    annotate(recording, split_step(source.plain[1], source.cuts(source.plain[1])[0].seq))
    steps = reduce_steps(open_recording(recording))
    annotate(recording, leave_out_steps(steps, steps[1:2]))
    shown = reduce_steps(open_recording(recording))
    assert [step.id for step in shown] == [1, 3]
    annotate(recording, merge_steps(reduce_steps(open_recording(recording), left_out=True)[1:]))
    assert reduce_steps(open_recording(recording)) == source.plain


def test_what_is_left_out_is_not_acted_and_comes_back(recording: Path) -> None:
    plain = reduce_steps(open_recording(recording))
    annotate(recording, trim_steps(plain, 2, 2))
    assert [step.id for step in reduce_steps(open_recording(recording))] == [2]
    both = reduce_steps(open_recording(recording), left_out=True)
    assert [step.left_out for step in both] == [True, False]
    annotate(recording, merge_steps(both))
    (step,) = reduce_steps(open_recording(recording))
    assert [part.action.type for part in acts([step])] == ["type"]
    assert step.sentence == 'Type "250.5" in cell B3'
    annotate(recording, bring_back_steps([step]))
    assert len(reduce_steps(open_recording(recording))[0].parts) == 2


def test_a_wait_after_a_single_event_has_a_name_of_its_own(long: Recording) -> None:
    scroll, wait = RecordedSteps(long).plain[-4:-2]
    assert isinstance(scroll.action, Scroll) and isinstance(wait.action, Wait)
    assert wait.first_event == scroll.first_event and wait.keys != scroll.keys
    said = said_after({}, LeaveOutSteps(wait.keys))
    steps = RecordedSteps(long).arranged(said)
    assert [step.left_out for step in steps[-4:]] == [False, True, False, False]
    annotations.append_changes(long.folder, {}, said)
    assert annotations.said(long.folder) == said and annotations.read(long.folder)[0].wait


def test_what_releases_before_said_of_a_wait_is_still_read(long: Recording) -> None:
    plain = RecordedSteps(long).plain
    wait = next(
        step
        for before, step in pairwise(plain)
        if isinstance(step.action, Wait) and before.first_event != step.first_event
    )
    steps = RecordedSteps(long).arranged({wait.first_event: Said(note="lunch")})
    assert steps[wait.id - 1].note == "lunch"


def test_what_cannot_be_done_is_one_sentence(recording: Path) -> None:
    plain = reduce_steps(open_recording(recording))
    with pytest.raises(UserError, match="at least two"):
        merge_steps(plain[:1])
    with pytest.raises(UserError, match="in a row"):
        merge_steps([plain[1], plain[0]])
    with pytest.raises(UserError, match="single act"):
        split_step(plain[0])
    with pytest.raises(UserError, match="Nothing would be left"):
        leave_out_steps(plain, plain)
    with pytest.raises(UserError, match="None of these"):
        bring_back_steps(plain)
    with pytest.raises(UserError, match="nothing to trim"):
        trim_steps(plain, 1, 2)
    with pytest.raises(UserError, match="no steps 2-3"):
        steps_from(plain, 2, 3)


def test_places_that_nobody_offered_are_no_place_to_cut(recording: Path) -> None:
    source = RecordedSteps(open_recording(recording))
    for key in (1, 2, 4, 6, 99):
        assert source.arranged({key: Said(edge="begins")}) == source.plain
    assert source.arranged({3: Said(edge="joins")}) == source.plain
