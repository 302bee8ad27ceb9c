"""Edits of steps: what they say, where they begin, which are left out; the events stay as sealed.

A key names what was reduced: its first event, negative for a wait, which stands after that event.
"""

from dataclasses import dataclass

from studio.base.errors import UserError
from studio.formats.annotations import MAX_SIGNS, NOTHING, Said, put


@dataclass(frozen=True)
class SayStep:
    """Say what the step of a key does, or why.

    None leaves a part as it is, an empty one takes it back.
    """

    key: int
    sentence: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class MergeSteps:
    """Let what begins at these keys belong to the step before each.

    Attributes:
        keys: what joins.
        before: the key of what stands before each.
    """

    keys: tuple[int, ...]
    before: tuple[int, ...]


@dataclass(frozen=True)
class SplitSteps:
    """Let a step begin at each of these keys."""

    keys: tuple[int, ...]


@dataclass(frozen=True)
class LeaveOutSteps:
    """Leave what has these keys out of the work, or bring it back."""

    keys: tuple[int, ...]
    left_out: bool = True


@dataclass(frozen=True)
class PlaceSteps:
    """Find what these keys press by its place in the window alone, or as it was recorded again."""

    keys: tuple[int, ...]
    by_place: bool = True


StepEdit = SayStep | MergeSteps | SplitSteps | LeaveOutSteps | PlaceSteps


def said_after(said: dict[int, Said], edit: StepEdit) -> dict[int, Said]:
    """Return what is said of the steps after an edit of them.

    Raises:
        UserError: if a text is too long.
    """
    after = dict(said)
    match edit:
        case SayStep(key=key):
            put(after, key, _words(edit))
        case MergeSteps(keys=keys, before=heads):
            for key, head in zip(keys, heads, strict=True):
                _join(after, key, head)
        case SplitSteps(keys=keys):
            for key in keys:
                joined = said.get(key, NOTHING).edge == "joins"
                put(after, key, {"edge": "" if joined else "begins"})
        case LeaveOutSteps(keys=keys, left_out=left_out):
            for key in keys:
                put(after, key, {"left_out": left_out})
        case PlaceSteps(keys=keys, by_place=by_place):
            for key in keys:
                put(after, key, {"by_place": by_place})
    return after


def _join(said: dict[int, Said], key: int, head: int) -> None:
    found = said.get(key, NOTHING)
    put(said, key, {"edge": "" if found.edge == "begins" else "joins"})
    # What was cut in two is whole again with one answer: a part of the work if a piece was one.
    if found.edge == "begins" and not found.left_out:
        put(said, head, {"left_out": False})


def _words(edit: SayStep) -> dict[str, str]:
    given = {
        name: " ".join(value.split())
        for name in ("sentence", "note")
        if (value := getattr(edit, name)) is not None
    }
    if any(len(value) > MAX_SIGNS for value in given.values()):
        raise UserError(f"Say it in at most {MAX_SIGNS} characters.")
    return given
