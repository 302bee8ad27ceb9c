"""Which occupation did the work that was recorded, and which of its tasks a checkpoint is part of.

Everything here takes plain texts and gives plain values; where the texts come from is known above.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, prod

from studio.taxonomy import programs
from studio.taxonomy.occupations import load
from studio.taxonomy.releases import Statement
from studio.taxonomy.rows import Occupation
from studio.taxonomy.words import fold, root, split, stem

# How far each source is to be believed when it speaks alone, from 0 to 1. A program fits many
# occupations and its windows are full of words that are only its own; the instruction is about
# the work.
_INSTRUCTION, _SCREEN, _SOFTWARE = 0.75, 0.3, 0.35
# On 40 instructions with known occupations the first result was right once in seven below a score
# of 0.13, three times in four above 0.18: a source is believed in full from `_CLEAR` on. Fewer
# words than `_ENOUGH` say little, whatever their score.
_CLEAR, _ENOUGH = 0.25, 8
_LEAST_WORDS = 2
# Names of files, short numbers, and the x between two of them: they meet words of any work.
_UNTOLD = re.compile(
    r"(?<!\S)[`\"'(]*[\w./-]*\w\.[A-Za-z]\w{1,4}(?:\.gz)?(?=[`\"'),;:.!?]*(?:\s|$))|"
    r"(?<![\w.,-])\d{1,3}(?:[.,]\d+)?(?: ?(?:mm|cm|ml|kg|px))?(?![\w-]|[.,]\d)|(?<!\S)[xX](?!\S)"
)
_SURE_AT_MOST = 0.95
_ASKED = 60
_MAX_TEXTS = 400
_MAX_SIGNS = 200
_MAX_INSTRUCTION = 4000
_MAX_WORDS = 400

# Words that every window shows, whatever work is done in it.
_CHROME_WORDS = """
about accept apply back browse cancel cell close column confirm copy custom cut default delete
details dialog document down edit editor empty enter exit file find folder format forward go help
home horizontal insert left line menu more name new next no none number ok open options page paste
preferences print properties quit redo replace reset right row save search select settings sheet
show tab table text toolbar tools type undo untitled up value vertical view window yes zoom
"""
_CHROME = frozenset(_CHROME_WORDS.split())
_COMMON_WORDS = """
a an and any are as at be by can each for from has have if in into is it its make must not of on
only or other out over so such than that the their them then there these this those to under up
use using was were when where which who will with within work your
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_TITLE = 3.0
# Letters by which words are of one family where their endings differ: reconcile, reconciliation.
_FAMILY = 7


@dataclass(frozen=True)
class Seen:
    """What is known of a piece of work.

    Attributes:
        applications: the programs, as the window system names them.
        screen: texts that were on the screen: titles of windows, names of elements.
        files: names of the files that were worked on.
        instruction: the words of the task itself.
    """

    applications: tuple[str, ...] = ()
    screen: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    instruction: str = ""


@dataclass(frozen=True)
class Suggestion:
    """An occupation that may have done the work.

    Attributes:
        occupation: the occupation.
        confidence: an estimate from 0 to 1, comparable between suggestions.
        because: what speaks for it, the strongest first.
    """

    occupation: Occupation
    confidence: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class _Reason:
    weight: float
    sentences: tuple[str, ...]


def suggest(seen: Seen, limit: int = 5) -> tuple[Suggestion, ...]:
    """Return the occupations that most likely did the work, the likeliest first.

    The sources (instruction, screen, programs) are held to be independent witnesses: each leaves a
    share of doubt, and the doubts are multiplied.
    """
    reasons: dict[str, list[_Reason]] = {}
    for code, reason in _all_reasons(seen):
        reasons.setdefault(code, []).append(reason)
    found = [_suggestion(known, reasons[known.code]) for known in load() if known.code in reasons]
    found.sort(key=lambda made: (-made.confidence, made.occupation.code))
    return tuple(found[:limit])


def _suggestion(occupation: Occupation, reasons: list[_Reason]) -> Suggestion:
    doubt = prod(1 - reason.weight for reason in reasons)
    ordered = sorted(reasons, key=lambda reason: -reason.weight)
    because = dict.fromkeys(sentence for reason in ordered for sentence in reason.sentences)
    return Suggestion(occupation, round(min(1 - doubt, _SURE_AT_MOST), 3), tuple(because))


def _all_reasons(seen: Seen) -> Iterator[tuple[str, _Reason]]:
    if tells_enough(seen.instruction):
        words = _UNTOLD.sub(" ", seen.instruction[:_MAX_INSTRUCTION])
        yield from _of_words(words, _INSTRUCTION, "instruction")
    where = "on the screen" if seen.screen else "names of files"
    if seen.screen or tells_enough(seen.instruction):
        yield from _of_words(screen_words(seen), _SCREEN, where)
    yield from _of_software(seen.applications)


def tells_enough(text: str) -> bool:
    """Tell whether a text has words about the work, beside numbers, sizes and names of files."""
    words = _UNTOLD.sub(" ", text[:_MAX_INSTRUCTION]).split()
    plain = {word for part in words for word in split(part) if word.isalpha() and len(word) > 2}
    return len(plain - _CHROME - _COMMON) >= _LEAST_WORDS


def _of_software(applications: tuple[str, ...]) -> Iterator[tuple[str, _Reason]]:
    for code, (told, application) in programs.users(applications[:_MAX_TEXTS]).items():
        yield code, _Reason(_SOFTWARE * told, (f"software: {application}",))


def _of_words(text: str, trust: float, source: str) -> Iterator[tuple[str, _Reason]]:
    # The index takes long to import, and those who only name a suggestion do not search.
    from studio.taxonomy.search import search

    results = search(text, _ASKED)
    if not results:
        return
    enough = min(1.0, len(set(split(text))) / _ENOUGH)
    clear = max(_CLEAR, *(found.score for found in results))
    for found in results:
        because = tuple(f"{source}: {sentence}" for sentence in found.because)
        yield found.occupation.code, _Reason(trust * enough * found.score / clear, because)


def screen_words(seen: Seen) -> str:
    """Return the words on the screen that may tell what the work is about.

    Names of the programs themselves, words that every window shows, and names of cells are left
    out; each word stands once.
    """
    own = {word for name in seen.applications for word in fold(name).split()}
    texts = (*seen.files, *seen.screen)[:_MAX_TEXTS]
    words = (word for text in texts for word in fold(text[:_MAX_SIGNS]).split())
    kept = (
        word
        for word in words
        if len(word) > 2 and word.isalpha() and word not in _CHROME and word not in own
    )
    return " ".join(dict.fromkeys(kept))


@dataclass(frozen=True)
class Ranked:
    """A task statement with what it shares with a text.

    Attributes:
        statement: the statement.
        score: the share of what the text says that the statement says too, from 0 to 1.
        because: the words of the statement that they share.
    """

    statement: Statement
    score: float
    because: tuple[str, ...]


def rank(statements: Sequence[Statement], title: str, rest: str = "") -> tuple[Ranked, ...]:
    """Return all the statements, those first that share most with the texts.

    A word counts the more the fewer statements hold it, and one of the title more than one of the
    rest; statements that share as much keep their order.
    """
    held = [_roots(statement.text) for statement in statements]
    trust = dict.fromkeys(_roots(rest), 1.0) | dict.fromkeys(_roots(title), _TITLE)
    worth = {word: share * _worth(word, held) for word, share in trust.items()}
    total = sum(worth.values()) or 1.0
    made = []
    for statement, words in zip(statements, held, strict=True):
        shared = sorted(worth.keys() & words.keys(), key=lambda word: (-worth[word], word))
        score = sum(worth[word] for word in shared) / total
        made.append(Ranked(statement, round(score, 3), tuple(words[word] for word in shared)))
    return tuple(sorted(made, key=lambda ranked: -ranked.score))


def _roots(text: str) -> dict[str, str]:
    """Return the words of a text by what they share with the others of their family."""
    words = [word for word in split(text)[:_MAX_WORDS] if word not in _COMMON]
    return {root(stem(word))[:_FAMILY]: word for word in reversed(words)}


def _worth(word: str, held: list[dict[str, str]]) -> float:
    """Return how telling a word is; one that no statement holds cannot be shared: 0."""
    count = sum(word in words for words in held)
    return log(1 + len(held) / count) if count else 0.0
