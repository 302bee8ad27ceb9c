"""Which sentences of an instruction ask for something that no check looks at."""

import re

from studio.formats.tasks import TaskFolder
from studio.grading.proposing.instruction import sentences
from studio.validation.coverage import UNCOVERED

_WORD = re.compile(r"\w+")
Span = tuple[int, int]


def unchecked_places(task: TaskFolder) -> tuple[Span, ...]:
    """Return where sentences stand in the prompt that ask, and that no check is tied to.

    It is the quick look that goes with typing; the gate `coverage` proposes anew and is strict.
    Without checks nothing is told, for then all of it waits.
    """
    checks, prompt = task.document.checks, task.document.prompt
    if not checks.checks:
        return ()
    told = {check.because for check in checks.checks}
    told |= {answer.item.removeprefix(UNCOVERED) for answer in checks.answered}
    given = [place.name for place in task.input.rglob("*")] if task.input.is_dir() else []
    words = [(found[0].casefold(), *found.span()) for found in _WORD.finditer(prompt)]
    found: list[Span] = []
    texts = [word for word, _, _ in words]
    begin = 0
    for sentence in sentences(prompt, given):
        wanted = [word.casefold() for word in _WORD.findall(sentence.text)]
        place = _place(texts, wanted, begin)
        if place is None:
            continue
        begin = place + len(wanted)
        if sentence.asks and sentence.text not in told:
            found.append((words[place][1], words[begin - 1][2]))
    return tuple(found)


def _place(texts: list[str], wanted: list[str], begin: int) -> int | None:
    """Return which word a run of words begins at, None if it does not stand there as it is."""
    if not wanted:
        return None
    for place in range(begin, len(texts) - len(wanted) + 1):
        if texts[place : place + len(wanted)] == wanted:
            return place
    return None
