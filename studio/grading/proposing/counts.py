"""Small counts that an instruction asks for: `how many points ahead`, `wins/draws/losses`.

Such numbers stand in any input and instruction by chance, so that only the words that ask for them
tell that they are answers.
"""

import re

from studio.grading.proposing.beside import EMPTY
from studio.grading.proposing.instruction import Instruction, stems_of, words_of
from studio.grading.proposing.wording import Figure

_HOW_MANY = re.compile(r"\b(?:how many|wie viele)\s+((?:[^\W\d_]+\s*){1,6})", re.IGNORECASE)
_NUMBER_OF = re.compile(r"\b(?:number of|how many|count of|counts of|Anzahl)\b", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"((?:[^\W\d_]{3,} ){0,2}[^\W\d_]{3,})[ :=]{1,3}$")
_PRONOUNS = frozenset(("of", "them", "these", "those", "all", "the", "us"))
_LEAST_WORDS = 2
_NEAR = 2


def answers_count(figure: Figure, instruction: Instruction) -> bool:
    """Tell whether a whole number answers a question for how many there are of something.

    What follows it follows `how many` in the instruction; or the two words right before it stand
    together in a sentence that asks for numbers of things.
    """
    number = figure.quantity
    if number.unit or number.decimals or _is_stated(figure, instruction):
        return False
    return _is_asked(figure, instruction) or _is_listed(figure, instruction)


def _is_stated(figure: Figure, instruction: Instruction) -> bool:
    """Tell whether the instruction has a number with the very words that follow it."""
    following = words_of(figure.after)[:_NEAR]
    phrase = " ".join((figure.quantity.spelled, *following))
    said = " ".join(words_of(instruction.prompt))
    return len(following) == _NEAR and re.search(rf"(?<!\w){re.escape(phrase)}\b", said) is not None


def _is_asked(figure: Figure, instruction: Instruction) -> bool:
    """Tell whether what follows a number, such as `2 were missed`, follows `how many`, too."""
    following = re.split(r"[\d.,;:|]", figure.after)[0]
    words = [word for word in words_of(following) if word not in _PRONOUNS]
    stems = stems_of(" ".join(words[:_NEAR])) - EMPTY
    return any(
        stems & stems_of(found[1])
        for sentence in instruction.sentences
        for found in _HOW_MANY.finditer(sentence.text)
    )


def _is_listed(figure: Figure, instruction: Instruction) -> bool:
    found = _NAME_BEFORE.search(figure.before)
    words = found[1].casefold().split()[-_LEAST_WORDS:] if found else []
    name = " ".join(words)
    return len(words) == _LEAST_WORDS and any(
        name in sentence.folded and _NUMBER_OF.search(sentence.text)
        for sentence in instruction.sentences
    )
