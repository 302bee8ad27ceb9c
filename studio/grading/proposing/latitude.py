"""What an instruction leaves free in a letter: its wording, the order of its parts, its dates.

Only plain words count, and none that a sentence takes back (`the wording may not differ`).
"""

import re
from dataclasses import dataclass

from studio.grading.proposing.instruction import Instruction, Sentence, stems_of

_NOT = r"(?:\bnot\b|n't\b|\bnever\b|\bno\b|\bnicht\b|\bkein\w*\b)"
_FREE = (
    r"(?:(?:may|can|might) (?:differ|vary|change|be (?:different|other|changed|your own|yours))|"
    r"(?:is|are) (?:all )?(?:yours|free|up to you|left to you|your choice|open)\b|"
    r"(?:does|do)(?: not|n't) matter|(?:is|are) (?:not|un)\s?important)"
)
_OF = r"(?: of (?P<of>[^,.;:]{2,60}?))?"
_WORDING = re.compile(
    rf"\b(?:wording|phrasing|exact words){_OF} {_FREE}|"
    r"\bin (?:your|their|his|her) own words\b|"
    r"\b(?:need not|needn't|does not need to|doesn't have to|does not have to)"
    r" (?:be|match|stand there)? ?(?:word for word|verbatim|literal(?:ly)?)",
    re.IGNORECASE,
)
_NO_WORDING = re.compile(
    r"\b(?:wording|phrasing|words)\b[^,.;:]{0,60}\b(?:is|are|may|can|must|should|shall) not\b|"
    r"\b(?:not|never|n't|without)\b[^,.;:]{0,40}\bown words\b",
    re.IGNORECASE,
)
_PARTS = r"(?:paragraphs?|sections?|sentences|blocks?|clauses)"
_ORDER = re.compile(
    rf"\bany order of the {_PARTS} (?:is|are|will)\b|"
    rf"\border of the {_PARTS} (?:{_FREE}|does not matter)|"
    rf"\b{_PARTS} (?:may|can) (?:be|stand|come|go) in (?:any|whatever|whichever) order\b",
    re.IGNORECASE,
)
_DATES = re.compile(
    rf"\b(?:date (?:format|style|form)|(?:format|form|style|notation) of (?:the |all )?dates?|"
    rf"way (?:that |in which )?(?:the )?dates? (?:is|are) written)"
    rf"{_OF} {_FREE}|"
    r"\bany (?:usual |common )?(?:date format|form(?:at)? of (?:the )?dates?)\b[^.;]{0,20}"
    r"\b(?:is|are|will|fine|ok|okay|do)\b|\bdates? (?:may|can) be (?:written )?in any form",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\b(?:letter|reply|answer|document|message|e-?mail|note|text as a whole|whole text|rest)\b",
    re.IGNORECASE,
)
_CLAUSES = stems_of("clause paragraph text sentence passage section reason explanation wording")


@dataclass(frozen=True)
class Latitude:
    """What is left free.

    Attributes:
        wording: whether the words of the whole letter are.
        clauses: the stems of what else may be worded otherwise.
        order: whether the order of the paragraphs is.
        dates: whether the form of dates is.
    """

    wording: bool = False
    clauses: frozenset[str] = frozenset()
    order: bool = False
    dates: bool = False

    def frees(self, label: str) -> bool:
        """Tell whether a clause may be worded otherwise; `label` is what it is called."""
        named = self.clauses - _CLAUSES
        return self.wording or bool(self.clauses & _CLAUSES) or bool(named & stems_of(label))


def latitude_of(instruction: Instruction, path: str) -> Latitude:
    """Return what an instruction leaves free in a letter."""
    told = [s for s in instruction.sentences if instruction.is_about(s, path)]
    keeps = any(sentence.keeps for sentence in told)
    scopes = [scope for sentence in told for scope in _scopes(sentence)]
    whole = any(not scope or _LETTER.search(scope) for scope in scopes)
    named = [scope for scope in scopes if scope and not _LETTER.search(scope)]
    return Latitude(
        wording=whole and not keeps,
        clauses=stems_of(" ".join(named)) | (_CLAUSES if whole and keeps else frozenset()),
        order=any(_says(sentence, _ORDER) for sentence in told),
        dates=any(_says(sentence, _DATES) for sentence in told),
    )


def _scopes(sentence: Sentence) -> list[str]:
    """Return of what the wording is free by a sentence; empty text for all."""
    if _NO_WORDING.search(sentence.text):
        return []
    return [match["of"] or "" for match in _WORDING.finditer(sentence.text)]


def _says(sentence: Sentence, pattern: "re.Pattern[str]") -> bool:
    found = pattern.search(sentence.text)
    return found is not None and not re.search(
        rf"{_NOT}[^,;:]*$", sentence.text[: found.start()], re.IGNORECASE
    )
