"""A first draft of an instruction, from the recorded steps and from what changed in the files.

It says what is known: which files are given, which are handed in and what was done in them. What
only the expert knows is left as a gap, such as `[how exact?]`. The same task gives the same draft.
"""

from collections.abc import Iterator
from pathlib import Path

from studio.authoring.changes import applied, saved, steps_of, with_private_side
from studio.authoring.telling import code, has_figures, listed, tell_file
from studio.base.errors import UserError
from studio.editing import SetPrompt
from studio.formats import digests, layout
from studio.formats.gaps import gap
from studio.formats.tasks import TaskFolder
from studio.sandbox.applications import application_name

_MOST_FILES = 12


def draft_instruction(task: TaskFolder) -> str:
    """Return a draft of the instruction of a task, with its gaps marked.

    Raises:
        UserError: if the task lacks its private side, or nothing was handed in.
    """
    if not task.has_private_side:
        raise UserError(f"{task.folder.name} holds only the public side; there is no work to tell.")
    given, made = _files(task.input), _files(task.reference)
    if not made:
        raise UserError("Nothing was handed in yet; add the finished files first.")
    parts = [
        [gap("What is this work for, in one sentence?")],
        list(_tell_given(task, given, made)),
        list(_tell_work(task, given, made)),
        list(_tell_parts(task)),
        list(_tell_limits(task, given, made)),
        list(_tell_notes(task)),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def write_draft(folder: Path) -> TaskFolder:
    """Make the draft the instruction of the task in `folder`, if it has none.

    Raises:
        UserError: if it has one, or as `draft_instruction` does.
    """
    task = with_private_side(folder)
    if task.document.prompt.strip():
        told = f"{folder.name} has an instruction already; "
        raise UserError(
            f"{told}take what you need of the draft.",
            f"{told}leave --write out and take what you need.",
        )
    return saved(task, applied(task.document, SetPrompt(draft_instruction(task))))


def _files(folder: Path) -> dict[str, Path]:
    found = digests.regular_files(folder) if folder.is_dir() else ()
    return {path: place for path, place in found if not layout.is_office_litter(place.name)}


def _tell_given(task: TaskFolder, given: dict[str, Path], made: dict[str, Path]) -> Iterator[str]:
    names = listed(map(code, given))
    if task.document.task.work == "in_place":
        yield (
            f"You work on {names} in the folder `output`, which begins as a copy of `input`. "
            "Save under the same names."
            if len(given) > 1
            else f"You work on {names} in the folder `output`. Save it under the same name."
        )
    else:
        what = f"You get {names} in the folder `input`. " if given else ""
        yield f"{what}Put what you make into the folder `output`: {listed(map(code, made))}."
    for item in task.document.task.start:
        yield f"{code(item.open)} is already open in {application_name(item.with_)}."


def _tell_work(task: TaskFolder, given: dict[str, Path], made: dict[str, Path]) -> Iterator[str]:
    in_place = task.document.task.work == "in_place"
    moved = _moved(given, made) if in_place else {}
    before = given if in_place else {}
    changed = [
        path
        for path, place in made.items()
        if path not in moved.values() and not _is_as_given(place, before.get(path))
    ]
    for path in changed[:_MOST_FILES]:
        for line in tell_file(path, made[path], before.get(path)):
            yield f"- {line}"
    if rest := changed[_MOST_FILES:]:
        yield f"- In the same way, {listed(map(code, rest))} {gap('what in each of them?')}."
    ways = [f"{code(old)} to {code(new)}" for old, new in moved.items()]
    if ways:
        yield f"- Move {listed(ways)} {gap('by what rule?')}."
    gone = [path for path in before if path not in made and path not in moved]
    if gone:
        yield f"- Take {listed(map(code, gone))} away {gap('for what reason?')}."
    if not (changed or ways or gone):
        yield f"- {gap('What is to be done? Nothing differs from what was given, does it?')}"


def _is_as_given(place: Path, given: Path | None) -> bool:
    return given is not None and digests.of_file(given) == digests.of_file(place)


def _moved(given: dict[str, Path], made: dict[str, Path]) -> dict[str, str]:
    """Return where files went that lie elsewhere now, just as they were."""
    gone = {path: place for path, place in given.items() if path not in made}
    fresh = {path: place for path, place in made.items() if path not in given}
    if not gone or not fresh:
        return {}
    places = {digests.of_file(place): path for path, place in fresh.items()}
    found = {path: places.get(digests.of_file(place)) for path, place in gone.items()}
    return {path: new for path, new in found.items() if new}


def _tell_parts(task: TaskFolder) -> Iterator[str]:
    points = task.document.task.checkpoints
    if len(points) > 1:
        yield "The work has these parts:"
        yield from (f"{number}. {point.title}" for number, point in enumerate(points, 1))


def _tell_limits(task: TaskFolder, given: dict[str, Path], made: dict[str, Path]) -> Iterator[str]:
    in_place = task.document.task.work == "in_place"
    if any(has_figures(place, given.get(p) if in_place else None) for p, place in made.items()):
        yield f"Numbers are right within {gap('how exact?')}."
    if in_place:
        yield f"Leave everything else as it is {gap('or what may change too?')}."
    programs = _programs(task)
    if programs:
        yield f"The work was done with {listed(programs)} {gap('must it be done there?')}."


def _programs(task: TaskFolder) -> list[str]:
    """Return the programs that the recorded steps were made in, by first use.

    A window may bear the name of a part of its program, such as `soffice`, which no program of
    the machine is called by; it is told only where nothing else is known.
    """
    windows = (step.window.application.lower() for step in steps_of(task) if step.window)
    names = {window: application_name(window) for window in windows if window}
    known = [name for window, name in names.items() if name != window]
    return list(dict.fromkeys(known or names.values()))


def _tell_notes(task: TaskFolder) -> Iterator[str]:
    spoken = sorted(task.document.said.items(), key=lambda item: abs(item[0]))
    notes = [said.note for _, said in spoken if said.note and not said.left_out]
    if notes:
        yield "You noted while you worked:"
        yield from (f"- {note} {gap('must the worker know it?')}" for note in notes)
