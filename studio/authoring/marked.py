"""Checkpoints out of the marks that the expert set while working."""

from itertools import pairwise

from studio.editing import AddCheckpoint, apply
from studio.formats.recordings import Recording
from studio.formats.tasks import TaskDocument
from studio.steps import plain_steps


def spans_of(recording: Recording) -> tuple[tuple[int, int], ...]:
    """Return first and last event of the steps that each mark ends, since the mark before it.

    A mark without a step before it since the last one ends nothing. Steps after the last mark
    belong to none.
    """
    ends = [mark.seq for mark in recording.marks() if mark.ends_checkpoint]
    if not ends:
        return ()
    steps = plain_steps(recording)
    found = []
    for begin, end in pairwise((0, *ends)):
        inside = [step for step in steps if begin < step.first_event < end]
        if inside:
            found.append((inside[0].first_event, max(step.last_event for step in inside)))
    return tuple(found)


def with_marked(document: TaskDocument, recording: Recording) -> TaskDocument:
    """Return a new task's document with a checkpoint for each mark, to be titled and weighed."""
    for number, (first, last) in enumerate(spans_of(recording), 1):
        edit = AddCheckpoint(f"Checkpoint {number}", first_event=first, last_event=last)
        document, _ = apply(document, edit)
    return document
