"""Which sentences of an instruction ask for something that no check looks at."""

import re
from collections.abc import Iterator

from studio.formats.tasks import TaskFolder
from studio.grading.proposing.instruction import Sentence, sentences
from studio.validation.coverage import UNCOVERED

_WORD = re.compile(r"\w+")
Span = tuple[int, int]


def unchecked_places(task: TaskFolder) -> tuple[Span, ...]:
    """Return where sentences stand in the prompt that ask, and that no check is tied to.

    It is the quick look that goes with typing; the gate `coverage` proposes anew and is strict.
    Without checks nothing is told, for then all of it waits.
    """
    checks = task.document.checks
    if not checks.checks:
        return ()
    told = {check.because for check in checks.checks}
    told |= {answer.item.removeprefix(UNCOVERED) for answer in checks.answered}
    return tuple(
        place
        for sentence, place in placed_sentences(task)
        if place and sentence.asks and sentence.text not in told
    )


def placed_sentences(task: TaskFolder) -> Iterator[tuple[Sentence, Span | None]]:
    """Yield the sentences of the instruction, each with where its words begin and end.

    That is None for one whose words do not stand there in a row.
    """
    prompt = task.document.prompt
    given = [place.name for place in task.input.rglob("*")] if task.input.is_dir() else []
    words = [(found[0].casefold(), *found.span()) for found in _WORD.finditer(prompt)]
    texts = [word for word, _, _ in words]
    begin = 0
    for sentence in sentences(prompt, given):
        wanted = [word.casefold() for word in _WORD.findall(sentence.text)]
        place = _place(texts, wanted, begin)
        if place is None:
            yield sentence, None
            continue
        begin = place + len(wanted)
        yield sentence, (words[place][1], words[begin - 1][2])


def _place(texts: list[str], wanted: list[str], begin: int) -> int | None:
    """Return which word a run of words begins at, None if it does not stand there as it is."""
    if not wanted:
        return None
    for place in range(begin, len(texts) - len(wanted) + 1):
        if texts[place : place + len(wanted)] == wanted:
            return place
    return None
