"""Tolerances given clause by clause: `amplitudes within 0.1 %, picks within one sample`.

Each clause is about its own subject. That is a column or field with a word of it, one that a
sentence says to be it, or the file of its name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studio.grading.proposing.instruction import Instruction, Sentence, stems_of
from studio.grading.proposing.wishes import Slack, is_wish
from studio.grading.readers.units import is_unit

_NUMBERS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "five": 5.0, "ten": 10.0}
_NUMBERS |= {"half a": 0.5, "half an": 0.5, "half of one": 0.5}
_BETWEEN = re.compile(r"\s*[,;]\s+(?:and |but |while )?|\s+(?:and|but|while)\s+", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:please note:? |note:? |(?:our |the )?(?:tolerances?|accuracy|precision)(?: (?:is|are))?"
    r"(?:: | - )?)",
    re.IGNORECASE,
)
_WITHIN = r"(?:(?:to )?within|±|\+/-|plus or minus)"
_OFF = (
    r"(?:(?:off|out|wrong|differ|deviate|vary) by(?: (?:up to|at most|no more than))?|"
    r"by(?: (?:up to|at most|no more than))?)"
)
_AMOUNT = (
    r"(?:± ?|\+/- ?|plus or minus )?(?P<number>\d+(?:[.,]\d+)?|half an?|half of one|an?|one|two|"
    r"three|five|ten) ?(?P<unit>%|per ?cent|percentage points?|(?:time |grid |sampling )?"
    r"(?:samples?|steps?)|(?:sampling|sample) intervals?|[A-Za-zµμ°/]{1,12}\d?)?"
)
_BE = (
    r"(?: (?:may|must|should|can|has to|have to|need to|shall)(?: be| agree| lie)?|"
    r" (?:is|are)|,)?(?: (?:right|correct|good|fine|accepted|acceptable|ok|okay|accurate|"
    r"enough|close enough|good enough|true|all right))*"
)
_SUBJECT = r"(?:the |all |each |every |both |our |your )*(?P<subject>[`\w][\w`'/() -]{0,48}?)"
_SAID = re.compile(rf"{_SUBJECT}{_BE}:? (?:{_WITHIN}|{_OFF}) ?{_AMOUNT}", re.IGNORECASE)
_BARE = re.compile(rf"{_SUBJECT}:? (?:by )?{_AMOUNT}", re.IGNORECASE)
_ENOUGH = r"(?: (?:is|are) (?:fine|ok|enough|accepted|right|(?:good|close) enough|all right))?"
_FIRST = re.compile(rf"{_WITHIN} ?{_AMOUNT} (?:for|on|in) {_SUBJECT}{_ENOUGH}", re.IGNORECASE)
_NEXT = re.compile(rf"(?:{_WITHIN} ?)?{_AMOUNT} (?:for|on|in) {_SUBJECT}{_ENOUGH}", re.IGNORECASE)
_TERMS = re.compile(r"(?:minute|hour|day|week|month|year)s?$", re.IGNORECASE)
_STEP = re.compile(r"(?:samples?|steps?|intervals?)$", re.IGNORECASE)
_IS = re.compile(
    r"[`\"'*]*\s*(?:\([^()]{0,40}\)\s*)?"
    r"(?::|=|,? (?:is|are|means|equals|holds|gives|has|contains)\b)"
)
_BRACKET = re.compile(r"[`\"'*]*\s*\((?=[^()]{3,80}\))")
_MORE = re.compile(
    r"[,;.()]|\b(?:of|at|for|that|which|where|when|from|between|over|per|in|on|with|by|after|before)\b",
    re.IGNORECASE,
)
_LONGEST = 240


@dataclass(frozen=True)
class Clause:
    """How far off one subject may be: its stems, and the slack; `steps` of its series instead."""

    stems: frozenset[str]
    slack: Slack
    steps: float = 0.0


def clauses_of(sentence: Sentence) -> tuple[Clause, ...]:
    """Return the clauses of a sentence that does nothing but give tolerances, else none."""
    text = sentence.text.strip().rstrip(".!;")
    if len(text) > _LONGEST:
        return ()
    led = _LEAD.match(text)
    rest = text[led.end() :] if led else text
    parts = [part.strip() for part in _BETWEEN.split(rest) if part.strip()]
    # "X within 1 % and Y 2 %": the word is said once.
    first, later = (_SAID, _FIRST), (_SAID, _NEXT, _BARE)
    found: list[Clause] = []
    for part in parts:
        forms = later if found or (led and led.end()) else first
        matches = (form.fullmatch(part) for form in forms)
        clause = next((one for match in matches if match and (one := _clause(match))), None)
        if clause is None:
            return ()
        found.append(clause)
    return tuple(found)


def _roots(text: str) -> frozenset[str]:
    """Return the stems of a text so that `times` meets `time`, too."""
    return frozenset(one.removesuffix("e") for one in stems_of(text))


def _clause(match: "re.Match[str]") -> Clause | None:
    word, unit = match["number"].casefold(), (match["unit"] or "").strip()
    number = _NUMBERS[word] if word in _NUMBERS else float(word.replace(",", "."))
    stems = _roots(match["subject"])
    led = match["subject"].partition(" ")
    if not stems or number <= 0 or _TERMS.match(unit) or (led[2] and is_wish(led[0])):
        return None
    small = unit.casefold()
    if _STEP.search(small):
        return Clause(stems, Slack(), number)
    if small.startswith("percentage"):
        return Clause(stems, Slack(margin=number, unit="%"))
    if small == "%" or small.startswith("per"):
        return Clause(stems, Slack(share=number / 100))
    if not unit and word[0].isdigit():
        return Clause(stems, Slack(margin=number))
    for spelled in (unit, small):
        if is_unit(spelled):
            return Clause(stems, Slack(margin=number, unit=spelled))
    return None


def clause_for(
    instruction: Instruction, names: Sequence[str], others: Sequence[str], path: str
) -> Clause | None:
    """Return the clause that is about the numbers of a name, None if none is.

    Args:
        instruction: what is said.
        names: what the numbers are called.
        others: what those beside them are called.
        path: their file.
    """
    clauses = list(_clauses(instruction, path))
    own = [frozenset(_roots(name)) for name in names if "." not in name]
    for stems in own:
        direct = [one for one in clauses if one.stems & stems]
        if direct:
            return max(direct, key=lambda one: len(one.stems & stems) / len(one.stems))
    told = frozenset().union(*(_told(instruction, name, path) for name in names if "." not in name))
    for one in clauses:
        if one.stems & told:
            return one
    beside = frozenset().union(*map(_roots, others)) if others else frozenset()
    title = _roots(path.rpartition("/")[2].rpartition(".")[0])
    for one in clauses:
        if one.stems & title and not one.stems & beside:
            return one
    return None


def _clauses(instruction: Instruction, path: str) -> Iterator[Clause]:
    name = path.rpartition("/")[2].casefold()
    for sentence in instruction.sentences:
        if not sentence.files or any(name in file for file in sentence.files):
            yield from clauses_of(sentence)


def _told(instruction: Instruction, name: str, path: str) -> frozenset[str]:
    """Return the stems by which sentences say what a name is, up to what they say of it more."""
    spelled = re.compile(rf"(?:^|[(,;:.] ?|\b(?:and|the) )[`\"'*]*{re.escape(name)}(?!\w)", re.I)
    found: set[str] = set()
    for sentence in instruction.sentences:
        if not instruction.is_about(sentence, path):
            continue
        for match in spelled.finditer(sentence.text):
            for saying in (_IS, _BRACKET):
                if verb := saying.match(sentence.text, match.end()):
                    found |= _roots(_MORE.split(sentence.text[verb.end() :], maxsplit=1)[0])
    return frozenset(found)
