from pathlib import Path

from studio.base.settings import APPLICATION
from studio.formats.annotations import Said
from studio.formats.recordings import Recording, open_recording
from studio.model.recording import Event, FocusEvent
from studio.steps import RecordedSteps, plain_steps, reduce_steps


def test_the_expert_s_words_take_the_place_of_those_made(recording: Path) -> None:
    steps = plain_steps(open_recording(recording))
    first, second, *_ = steps
    said = {first.first_event: Said("Begin", "it is due"), second.first_event: Said(note="so")}
    worded = RecordedSteps(open_recording(recording)).arranged(said)
    assert (worded[0].sentence, worded[0].note) == ("Begin", "it is due")
    assert (worded[1].sentence, worded[1].note) == (second.sentence, "so")
    assert worded[2:] == steps[2:]
    assert steps == reduce_steps(open_recording(recording))


def in_window(recording: Recording, application: str, hit: bool) -> Recording:
    """The same, done while a window of an application is in front, with or without elements."""

    def moved(event: Event) -> Event:
        if not isinstance(event, FocusEvent):
            return event
        window = event.window.model_copy(update={"application": application})
        return event.model_copy(update={"window": window})

    made = open_recording(recording.folder)
    vars(made)["events"] = tuple(map(moved, recording.events))
    vars(made)["elements"] = dict(recording.elements) if hit else {}
    return made


def test_what_was_done_in_the_studio_s_own_window_is_no_step(recording: Path) -> None:
    found = open_recording(recording)
    assert plain_steps(in_window(found, "libreoffice-calc", hit=False))
    assert plain_steps(in_window(found, APPLICATION.lower(), hit=False)) == ()


def test_a_press_on_another_window_while_the_studio_is_in_front_is_a_step(
    recording: Path,
) -> None:
    found = open_recording(recording)
    steps = plain_steps(in_window(found, APPLICATION.lower(), hit=True))
    pressed = {event for event, hit in found.elements.items() if hit.of == "press"}
    assert pressed and {step.first_event for step in steps} == pressed
