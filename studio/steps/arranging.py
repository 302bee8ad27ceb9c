"""Arranging: steps in the expert's words, merged where they join, marked where left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from studio.formats.annotations import NOTHING, Said
from studio.model.step import Step, Wait


@dataclass(frozen=True)
class Earlier:
    """Steps as they were put before, so that those that stayed the same need not be made again."""

    said: Mapping[int, Said] = field(default_factory=dict)
    steps: Mapping[int, Step] = field(default_factory=dict)

    def same(self, step: Step, number: int, said: Said | None) -> Step | None:
        """Return what a step of one key was made into, if it would be made the same now."""
        found = self.steps.get(step.keys[0])
        if (
            found is None
            or found.id != number
            or len(found.keys) > 1
            or (found.t_ns, found.last_event) != (step.t_ns, step.last_event)
            or self.said.get(step.keys[0]) != said
        ):
            return None
        return found


def arrange(
    steps: Sequence[Step],
    said: Mapping[int, Said],
    earlier: Earlier = Earlier(),
) -> tuple[Step, ...]:
    """Return the steps as they were put, numbered from 1; the events that they cover stay the same.

    Args:
        steps: in order, each with one key.
        said: what is said of them, by key.
        earlier: how the same steps were put before.
    """
    made = []
    for number, group in enumerate(_groups(steps, said), 1):
        head = group[0]
        if len(group) == 1 and (kept := earlier.same(head, number, said.get(head.keys[0]))):
            made.append(kept)
            continue
        step = _worded(head, said) if len(group) == 1 else _merged(group, said)
        if step.id != number:
            parts = tuple(part.model_copy(update={"id": number}) for part in step.parts)
            step = step.model_copy(update={"id": number, "parts": parts})
        made.append(step)
    return tuple(made)


def _groups(steps: Sequence[Step], said: Mapping[int, Said]) -> Iterator[list[Step]]:
    group: list[Step] = []
    for step in steps:
        if group and said.get(step.keys[0], NOTHING).edge != "joins":
            yield group
            group = []
        group.append(step)
    if group:
        yield group


def _worded(step: Step, said: Mapping[int, Said]) -> Step:
    found = said.get(step.keys[0])
    if found is None:
        return step
    words = {"sentence": found.sentence or step.sentence, "note": found.note}
    how = {"left_out": found.left_out, "by_place": found.by_place}
    return step.model_copy(update={**words, **how})


def _merged(group: Sequence[Step], said: Mapping[int, Said]) -> Step:
    """Return one step of several; what of them was left out is not acted."""
    worded = [_worded(step, said) for step in group]
    parts = [part for part in worded if not part.left_out] or worded
    head = next((part for part in parts if not isinstance(part.action, Wait)), parts[0])
    first, last = group[0], group[-1]
    # A wait at the head has no event of its own: the one that names it is of the step before.
    acting = next((step for step in group if not isinstance(step.action, Wait)), first)
    own = said.get(first.keys[0], NOTHING)
    notes = dict.fromkeys(part.note for part in worded if part.note)
    update = {
        "id": first.id,
        "t_ns": first.t_ns,
        "t_end_ns": last.t_end_ns,
        "first_event": acting.first_event,
        "last_event": last.last_event,
        "sentence": own.sentence or _joined(parts, said),
        "note": " ".join(notes),
        "frame_before": first.frame_before,
        "frame_after": last.frame_after,
        "keys": tuple(step.keys[0] for step in group),
        "parts": tuple(part.model_copy(update={"id": first.id}) for part in parts),
        "left_out": all(part.left_out for part in worded),
    }
    return head.model_copy(update=update)


def _joined(parts: Sequence[Step], said: Mapping[int, Said]) -> str:
    """Return what the first two parts do in a sentence, and how many more there are."""
    telling = [part for part in parts if not isinstance(part.action, Wait)] or list(parts)
    if len(telling) == 1:
        return telling[0].sentence
    then = telling[1].sentence
    if not said.get(telling[1].keys[0], NOTHING).sentence:
        then = then[0].lower() + then[1:]
    more = f" and {len(telling) - 2} more" if len(telling) > 2 else ""
    return f"{telling[0].sentence}, then {then}{more}"
