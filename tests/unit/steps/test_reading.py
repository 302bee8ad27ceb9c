"""Steps that are made while the events are read are those that are made of all events at once."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from studio.base.errors import UserError
from studio.editing import SayStep, StepEdit, leave_out_steps, merge_steps, split_step
from studio.editing.step_edits import said_after
from studio.formats import layout
from studio.formats.annotations import Said
from studio.formats.recordings import Recording, open_recording
from studio.model.frozen import Bounds
from studio.model.recording import (
    ButtonEvent,
    Event,
    FocusEvent,
    KeyEvent,
    MarkEvent,
    MoveEvent,
    ScrollEvent,
    Window,
)
from studio.model.step import Step
from studio.steps import RecordedSteps, StepReader, reduce_events
from studio.steps.reduce import Reducer

MS = 1_000_000
PAUSES = (5, 40, 300, 700, 1_200, 4_800, 5_200, 60_000)
KEYS = ("a", "b", "a", "b", "BackSpace", "BackSpace", "Return", "Shift_L", "s")
MARKS = ("gap", "paused", "resumed", "started")
SEEDS = st.integers(0, 1 << 30)
QUICKLY = settings(deadline=None, max_examples=150)


def event_at(seq: int, t_ns: int, rng: random.Random) -> Event:
    """Anything that may be recorded, most often what was typed, in one of two windows."""
    at = {"seq": seq, "t_ns": t_ns}
    x, y = rng.choice((5, 7, 90)), rng.choice((5, 6))
    match rng.choice("kkkkkkmpprsfg"):
        case "k":
            key, kind = rng.choice(KEYS), rng.choice(("key_press", "key_press", "key_release"))
            held = ("ctrl",) if key == "s" else ()
            text = key if len(key) == 1 else ""
            told = {"keycode": 0, "keysym": 0, "key": key, "text": text, "modifiers": held}
            return KeyEvent(type=kind, **at, **told)
        case "p" | "r" as kind:
            done, button = {"p": "press", "r": "release"}[kind], rng.choice((1, 1, 3))
            return ButtonEvent(type=done, button=button, x=x, y=y, **at)
        case "m":
            return MoveEvent(x=x, y=y, **at)
        case "s":
            return ScrollEvent(x=x, y=y, dx=0, dy=rng.choice((-1, 1)), **at)
        case "f":
            bounds = Bounds(x=0, y=0, width=100, height=100)
            number = rng.choice((1, 2))
            named = {"id": number, "title": f"w{number}", "application": "calc", "pid": 1}
            return FocusEvent(window=Window(bounds=bounds, **named), **at)
        case _:
            detail = {"checkpoint": 1} if rng.random() < 0.5 else {}
            return MarkEvent(type=rng.choice(MARKS), detail=detail, **at)


def some_events(rng: random.Random, count: int = 80) -> tuple[Event, ...]:
    made, t_ns = [], 0
    for seq in range(1, count + 1):
        t_ns += rng.choice(PAUSES) * MS
        made.append(event_at(seq, t_ns, rng))
    return tuple(made)


def cut(events: Sequence[Event], rng: random.Random) -> Iterator[Sequence[Event]]:
    begin = 0
    while begin < len(events):
        end = begin + rng.randrange(1, 20)
        yield events[begin:end]
        begin = end


@seed(20261127)
@QUICKLY
@given(number=SEEDS)
def test_actions_that_are_given_on_the_way_are_those_of_the_whole(number: int) -> None:
    rng = random.Random(number)
    events = some_events(rng)
    reducer, given = Reducer(), []
    for batch in cut(events, rng):
        reducer.take(batch)
        given += reducer.settled()
    assert [*given, *reducer.end()] == reduce_events(events)


def test_an_action_is_given_as_soon_as_nothing_can_change_it() -> None:
    rng = random.Random(4)
    window = next(event for event in some_events(rng, 400) if isinstance(event, FocusEvent))
    typed = [
        KeyEvent(
            seq=seq, t_ns=seq * MS, type="key_press", keycode=0, keysym=0, key=key,
            text=key if len(key) == 1 else "", modifiers=(),
        )
        for seq, key in enumerate(("a", "Return", "b", "BackSpace", "Tab"), 2)
    ]  # fmt: skip
    reducer, given = Reducer(), []
    for event in (window.model_copy(update={"seq": 1, "t_ns": 0}), *typed):
        reducer.take([event])
        given.append([reduced.first_event for reduced in reducer.settled()])
    # The key that follows a text ends it; a text may yet be taken back, and what is before it grow.
    assert given == [[], [], [2], [], [], [3]]


@pytest.fixture
def recorded(recording: Path) -> Recording:
    return open_recording(recording)


def some_said(source: RecordedSteps, rng: random.Random) -> dict[int, Said]:
    said: dict[int, Said] = {}
    for _ in range(rng.randrange(6)):
        steps = source.arranged(said)
        if not steps:
            break
        try:
            said = said_after(said, some_edit(source, steps, rng))
        except UserError:
            continue
    return said


def some_edit(source: RecordedSteps, steps: tuple[Step, ...], rng: random.Random) -> StepEdit:
    first = rng.randrange(len(steps))
    chosen = steps[first : first + rng.randrange(1, 4)]
    match rng.choice(("merge", "merge", "split", "out", "say")):
        case "merge":
            return merge_steps(chosen)
        case "split":
            cuts = source.cuts(steps[first])
            return split_step(steps[first], rng.choice(cuts).seq if cuts else None)
        case "out":
            return leave_out_steps(steps, chosen)
        case _:
            return SayStep(steps[first].keys[0], sentence="said", note="because")


def holds(recorded: Recording, number: int) -> None:
    rng = random.Random(number)
    vars(recorded)["events"] = some_events(rng)
    whole = RecordedSteps(recorded)
    said = some_said(whole, rng)
    expected = whole.arranged(said)
    reader, seen = StepReader(recorded), 0
    for batch in cut(recorded.events, rng):
        reader.take(batch)
        source = RecordedSteps(recorded, reader)
        steps = source.arranged(said)
        assert not source.whole and steps == expected[: len(steps)]
        assert len(steps) >= seen, "what was shown went away"
        seen = len(steps)
    reader.end()
    source = RecordedSteps(recorded, reader)
    assert source.whole and source.plain == whole.plain
    assert source.arranged(said) == expected
    for step in source.plain:
        assert source.cuts(step) == whole.cuts(step)


def test_the_first_steps_stay_as_they_are_while_others_are_read(recorded: Recording) -> None:
    for number in range(120):
        holds(recorded, number)


def test_a_cut_holds_before_a_wait_and_while_a_button_is_held(recorded: Recording) -> None:
    """Neither stands in the order of its events."""
    turn = {"type": "scroll", "x": 5, "y": 5, "dx": 0, "dy": -1}
    lines = [
        {"type": "press", "button": 1, "x": 5, "y": 5},
        turn, turn, turn,
        {"type": "release", "button": 1, "x": 90, "y": 5},
        turn, turn,
        {**turn, "t_ns": 60_000 * MS},
    ]  # fmt: skip
    models = {"press": ButtonEvent, "release": ButtonEvent, "scroll": ScrollEvent}
    vars(recorded)["events"] = tuple(
        models[str(line["type"])].model_validate({"seq": seq, "t_ns": seq * MS, **line})
        for seq, line in enumerate(lines, 1)
    )
    source = RecordedSteps(recorded)
    before = ["Scroll down 3", "Drag from 5, 5 to 90, 5", "Scroll down 2", "Wait 60 s"]
    assert [step.sentence for step in source.plain[:-1]] == before
    for step, at in ((source.plain[0], 3), (source.plain[2], 7)):
        said = said_after({}, split_step(step, at))
        steps = source.arranged(said)
        assert [found.keys for found in steps].count((at,)) == 1
        assert len(steps) == len(source.plain) + 1


@pytest.mark.long
def test_thousands_of_recordings_are_read_in_parts(recorded: Recording) -> None:
    for number in range(1_000, 5_000):
        holds(recorded, number)


def test_events_come_some_at_a_time_and_are_not_kept(recording: Path) -> None:
    found = open_recording(recording)
    events = [event for batch in found.event_batches() for event in batch]
    assert "events" not in vars(found)
    assert tuple(events) == found.events
    assert [tuple(batch) for batch in found.event_batches()] == [found.events]
    place = recording / layout.event_segment(1)
    place.write_text(place.read_text().replace('"type":"press"', '"type":"release"', 1))
    with pytest.raises(UserError, match="damaged at line"):
        list(open_recording(recording).event_batches())
