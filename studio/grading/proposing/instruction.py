"""Reading an instruction sentence by sentence, and finding the one that asks for a check."""

import re
from collections.abc import Iterable

from studio.grading.readers.values import fold

_DEMANDS = re.compile(
    r"\b(add|build|calculate|complete|compute|correct|create|delete|enter|export|fill|list|make|"
    r"mark|put|reconcile|record|remove|rename|replace|round|sort|state|sum|update|write)\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"`'])|\n+")
_QUOTED = re.compile(r"[\"“`']([^\"”`'\n]{1,60})[\"”`']")
_WORD = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)?")


def sentences(prompt: str) -> list[str]:
    """Return the sentences of an instruction, without headings and list marks."""
    found = []
    for line in prompt.splitlines():
        if line.lstrip().startswith("#"):
            continue
        text = re.sub(r"^\s*([-*]|\d+[.)])\s+", "", line)
        found += [fold(part) for part in _SPLIT.split(text) if fold(part)]
    return found


def quoted(prompt: str) -> set[str]:
    """Return what an instruction puts in quotes or code marks, folded to small letters."""
    return {fold(match).casefold() for match in _QUOTED.findall(prompt)}


def demands(prompt: str) -> list[str]:
    """Return the sentences that ask for something to be made."""
    return [sentence for sentence in sentences(prompt) if _DEMANDS.search(sentence)]


def asked_by(prompt: str, strong: Iterable[str], weak: Iterable[str]) -> str:
    """Return the sentence that best matches, empty if none does.

    Args:
        prompt: the instruction.
        strong: words that name the very place, such as `F14`; each counts threefold.
        weak: words that only hint, such as a column or a file name.
    """
    wanted = {word.casefold(): 1 for word in weak if word} | {w.casefold(): 3 for w in strong if w}
    best, best_score = "", 0
    for sentence in sentences(prompt):
        words = set(_WORD.findall(sentence.casefold()))
        folded = sentence.casefold()
        score = sum(
            worth for word, worth in wanted.items() if word in words or f"`{word}`" in folded
        )
        if score and _DEMANDS.search(sentence):  # a wish outweighs a remark
            score += 1
        if score > best_score:
            best, best_score = sentence, score
    return best
