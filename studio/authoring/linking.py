"""Link a task to the occupation that does it: suggested by what was seen, chosen by its author."""

from itertools import islice
from pathlib import Path

from studio.authoring.changes import edit_task
from studio.authoring.choices import occupation_link, onet_answer
from studio.base.errors import UserError
from studio.base.ids import slug
from studio.editing import LinkOccupation, LinkOnetTasks
from studio.formats.recordings import Recording, open_recording
from studio.formats.tasks import TaskDocument, TaskFolder, open_task
from studio.model.recording import FocusEvent
from studio.taxonomy import releases
from studio.taxonomy.linking import Ranked, Seen, Suggestion, rank, suggest, tells_enough

_ASKED = 5
_NO_WORDS = (
    "Nothing is suggested for this task; write its instruction, "
    "or name the occupation with --occupation CODE."
)
_TOO_LITTLE = (
    "Nothing is suggested: the instruction has too few words about the work beside numbers and "
    "names of files; say in a sentence what is done, or name the occupation with --occupation CODE."
)
_MOST_FILES = 2000
_DASHES = (" - ", " \u2013 ", " \u2014 ")


def seen_in(task: TaskFolder) -> Seen:
    """Return what the task, its files and its recording tell of the work.

    What was typed is left out: it may hold anything.

    Raises:
        UserError: if the recording is damaged.
    """
    facts = task.document.task
    recording = open_recording(task.recording) if task.recording else None
    programs = [software.id for software in facts.software]
    programs += [item.with_ for item in facts.start]
    screen: list[str] = []
    if recording:
        programs += _programs(recording)
        screen = _texts(recording)
    # Until its author gives it a title, a task is called what its folder is called.
    named = slug(facts.title) == facts.id
    return Seen(
        applications=tuple(dict.fromkeys(programs)),
        screen=tuple(dict.fromkeys(screen)),
        files=(*_file_names(task.input, task.reference), *((facts.title,) if named else ())),
        instruction=task.document.prompt if named else f"{facts.title}\n{task.document.prompt}",
    )


def _programs(recording: Recording) -> list[str]:
    started = [found.application for found in recording.manifest.start]
    return started + [
        event.window.application for event in recording.events if isinstance(event, FocusEvent)
    ]


def _texts(recording: Recording) -> list[str]:
    """Return the titles of windows without the program's own name, and the names of elements."""
    titles = [found.title for found in recording.manifest.start]
    titles += [event.window.title for event in recording.events if isinstance(event, FocusEvent)]
    elements = [*recording.elements.values(), *recording.focused.values()]
    return [_document_part(title) for title in titles] + [found.name for found in elements]


def _document_part(title: str) -> str:
    """Return a window title up to its last dash, after which a program names itself."""
    cut = max(title.rfind(dash) for dash in _DASHES)
    return title[:cut] if cut > 0 else title


def _file_names(*folders: Path) -> tuple[str, ...]:
    paths = (path for folder in folders for path in folder.rglob("*"))
    found = (path.name for path in islice(paths, _MOST_FILES) if not path.is_dir())
    return tuple(sorted(set(found)))


def suggest_occupations(task: TaskFolder, limit: int = _ASKED) -> tuple[Suggestion, ...]:
    """Return the occupations that may do the work of a task, the likeliest first.

    Raises:
        UserError: if the recording is damaged.
    """
    return suggest(seen_in(task), limit)


def why_nothing_suggested(task: TaskFolder) -> str:
    """Return why no occupation is suggested, and what to do.

    Raises:
        UserError: if the recording is damaged.
    """
    written = task.document.prompt.strip() and not tells_enough(seen_in(task).instruction)
    return _TOO_LITTLE if written else _NO_WORDS


def link_occupation(folder: Path, code: str) -> TaskFolder:
    """Say which occupation does this work.

    Raises:
        UserError: if the code is unknown, or an old one that became several.
    """
    return edit_task(folder, LinkOccupation(occupation_link(code)))


def accept_suggestion(folder: Path, number: int) -> TaskFolder:
    """Link the occupation that was suggested as the `number`th, from 1.

    Raises:
        UserError: if there are not so many suggestions.
    """
    found = suggest_occupations(open_task(folder))
    if not 1 <= number <= len(found):
        raise UserError(_no_such_number(len(found), why_nothing_suggested(open_task(folder))))
    accepted = found[number - 1]
    link = occupation_link(accepted.occupation.code, accepted.confidence)
    return edit_task(folder, LinkOccupation(link))


def _no_such_number(count: int, why: str) -> str:
    if not count:
        return why
    return f"There are {count} suggestions; give --accept a number from 1 to {count}."


def rank_onet_tasks(task: TaskFolder, checkpoint: str) -> tuple[Ranked, ...]:
    """Return the O*NET tasks of the linked occupation, those first that say what a checkpoint says.

    None if O*NET describes none for the occupation, as for military ones.

    Raises:
        UserError: if there is no such checkpoint, no occupation is linked, or no release is
            installed; the sentence says what to do.
    """
    facts = task.document.task
    found = next((point for point in facts.checkpoints if point.id == checkpoint), None)
    if found is None:
        known = ", ".join(point.id for point in facts.checkpoints) or "none"
        raise UserError(f"There is no checkpoint {checkpoint!r}; there is {known}.")
    if facts.occupation is None:
        told = "No occupation is linked yet, so there are no tasks to choose from; link one"
        raise UserError(f"{told} first.", f"{told} with `studio task link DIR --occupation CODE`.")
    if not releases.installed():
        raise releases.none_installed()
    statements = releases.statements(facts.occupation.code)
    return rank(statements, found.title, _said_of(task.document, checkpoint))


def _said_of(document: TaskDocument, checkpoint: str) -> str:
    """Return why the checks of a checkpoint are there, and what was said of its steps."""
    reasons = [check.because for check in document.checks.checks if check.checkpoint == checkpoint]
    spans = [span for span in document.checks.steps if span.checkpoint == checkpoint]
    told = [
        f"{said.sentence} {said.note}"
        for key, said in sorted(document.said.items(), key=lambda item: abs(item[0]))
        if not said.left_out and any(span.holds(abs(key)) for span in spans)
    ]
    return "\n".join(dict.fromkeys([*reasons, *told]))


def link_onet_tasks(folder: Path, checkpoint: str, ids: tuple[str, ...]) -> TaskFolder:
    """Say which O*NET tasks a checkpoint is part of; without ids, that none fits.

    Raises:
        UserError: if there is no such checkpoint, or a task is of another occupation.
    """
    answer = onet_answer(open_task(folder).document.task, ids)
    return edit_task(folder, LinkOnetTasks(checkpoint, answer))
