"""What a wish of a sentence is about: which numbers it wants rounded, or lets be off, and where.

A wish holds for what its sentence names: "the median with one decimal" says nothing of counts.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from studio.grading.proposing.allowances import allowances_of
from studio.grading.proposing.clauses import clause_for
from studio.grading.proposing.instruction import Instruction, Sentence, stem, stems_of
from studio.grading.proposing.wishes import Rounding, Slack
from studio.grading.readers.units import is_unit
from studio.grading.readers.values import fold

_ALIKE = (
    "mean average avg",
    "maximum max highest",
    "minimum min lowest",
    "percent percentage pct",
    "quantity qty",
    "deviation sd std",
    "amount sum",
)
_SAME = {stem(word): stem(line.split()[0]) for line in _ALIKE for word in line.split()}
_WORD = re.compile(r"[^\W_]+")
_TIED = re.compile(
    r"[\s,(:]*(?:(?:is|are|be|being|given|shown|stated|told|written|reported|rounded|expressed|as|"
    r"in|with|to|a|an|the|each|all|both|per ?cent|percentages?|%|EUR|USD|GBP|must|should|and)\b"
    r"[\s,(:]*)*(?:[^\s,;:.()]+ ){0,2}(?:(?:with|to|in|as|rounded|at)\b\s*)*(?:an?|the)?\s*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|,? (?:and|or|und) |&|/)\s*(?:the |its |their )?", re.IGNORECASE)
_OF = re.compile(r"\s+(?:of|in|for|over) (?:the |all |its |their )?", re.IGNORECASE)
_SUBJECT = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?::|=|(?:is|are|was|were|means|equals|should|must|has|have)\b)",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[^.;]{0,40}?\b(?:for|in|on|of)\s+(?:the |column |columns |field |both |all |each |every )*"
    r"[`\"']?",
    re.IGNORECASE,
)
_LED = re.compile(
    r"\W*(?:the |an? )?((?:[\w-]+ ?){1,4})(?:\([^()]*\) ?)?(?::|=|(?:is|are|means|equals)\b)",
    re.IGNORECASE,
)
_PLAIN = stems_of(
    "round rounded rounding give given show shown state stated write written report reported "
    "express expressed decimal place digit number per cent percent percentage must should please "
    "both with to in nearest whole half up down so unit euro eur usd gbp"
)
_RATIO = re.compile(r"\b([^\W\d_]+) per ([^\W\d_]+)\b")
_OPENING = re.compile(r"\W*(?:the |please |every |each |all )*\W*", re.IGNORECASE)
_GENERAL = re.compile(
    r"\b(?:all|any|anything|everything|every|each|values?|figures?|numbers?|results?|amounts?|"
    r"sums?|cents?|entries|answers?|calculations?)\b",
    re.IGNORECASE,
)
_CONVERTED = re.compile(r"[(\[]\s*([^()\[\]]{1,12})\s*[)\]]\s*$|[_ ]([A-Za-z%]{1,4})$")
_PERCENT = re.compile(r"[_ ](percent)()$", re.IGNORECASE)
_AMOUNT_FIRST = re.compile(
    r"\W*(?:about |around |up to |within )?(?:\d|(?:half an?|a quarter|an?|one|two|five|ten)\b)",
    re.IGNORECASE,
)
_COUNTED = r"\b(?:number|count|counts|how many|no\.|nr\.?) (?:of )?(?:\w+ ){0,2}?"


@dataclass(frozen=True)
class Subject:
    """What some numbers are called: their names, those of their neighbours, and their file.

    `step` is that of the series that they are about, in their unit, where the data give it.
    """

    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    path: str = ""
    step: float | None = None


@dataclass(frozen=True)
class _Mention:
    name: str
    start: int
    end: int


def rounding_for(instruction: Instruction, subject: Subject) -> tuple[Rounding | None, bool]:
    """Return how numbers are to be rounded, None if nothing says so, and whether it names them."""
    loose: tuple[int, Rounding] | None = None
    general: list[Rounding] = []
    for sentence in _speaking(instruction, subject):
        mentions = _mentions(sentence, subject)
        for rounding in sentence.roundings:
            owners, tied = _owners(sentence, rounding, mentions)
            if owners is None:
                general.append(rounding)
                continue
            if tied and set(owners) & set(subject.names):
                return rounding, True
            for mention in mentions:
                if not tied and mention.name in owners and mention.name in subject.names:
                    far = rounding.place - mention.start
                    loose = min(loose or (far, rounding), (far, rounding), key=lambda one: one[0])
    if loose:
        return loose[1], True
    common = general if len({rounding.unit for rounding in general}) == 1 else []
    return (common[0] if common else None), False


def slack_for(instruction: Instruction, subject: Subject) -> Slack | None:
    """Return how far off numbers may be, None if nothing says so."""
    if own := _slack_of_clause(instruction, subject) or _slack_told(instruction, subject, 2):
        return own
    general: list[Slack] = []
    for sentence in _speaking(instruction, subject):
        for slack in sentence.slacks:
            if _is_of_another_unit(slack, subject):
                continue
            mentions = _mentions(sentence, subject)
            if any(mention.name in subject.names for mention in mentions):
                return _converted(slack, subject)
            if not mentions or _GENERAL.search(sentence.text) or _in_its_unit(slack, subject):
                general.append(slack)
    if not general:
        every = (slack for sentence in instruction.sentences for slack in sentence.slacks)
        general = [slack for slack in every if _in_its_unit(slack, subject)]
    if general:
        return _converted(general[0], subject)
    return _slack_told(instruction, subject, 1)


def _slack_told(instruction: Instruction, subject: Subject, fewest: int) -> Slack | None:
    """Return what is told within a sentence of some numbers, in sentences that tell `fewest` such.

    It is about what was named last before it, else about what has its unit.
    """
    stems = {name: _stems(name) for name in (*subject.names, *subject.others) if "." not in name}
    loose: list[Slack] = []
    for sentence in _speaking(instruction, subject):
        told = allowances_of(sentence)
        for one in told if len(told) >= fewest else ():
            named = one.names_in(stems)
            if _is_of_another_unit(one.slack, subject):
                continue
            if named & set(subject.names):
                return _converted(one.slack, subject)
            if not named and _in_its_unit(one.slack, subject):
                loose.append(one.slack)
    return _converted(loose[0], subject) if loose else None


def _slack_of_clause(instruction: Instruction, subject: Subject) -> Slack | None:
    """Return what a clause gives to its own subject; so many steps only where one is known."""
    clause = clause_for(instruction, subject.names, subject.others, subject.path)
    if clause is None:
        return None
    if clause.steps:
        return Slack(margin=clause.steps * subject.step) if subject.step else None
    return None if _is_of_another_unit(clause.slack, subject) else _converted(clause.slack, subject)


def bare_slack(instruction: Instruction) -> Slack | None:
    """Return the share that is said to be good enough, and of nothing in particular.

    Its sentence begins with it and names no file, so it is said of all results, wherever it stands.
    There is none where shares differ.
    """
    shares = {
        slack
        for sentence in instruction.sentences
        if not sentence.files and _AMOUNT_FIRST.match(sentence.text)
        for slack in sentence.slacks
        if slack.share
    }
    said = {slack for sentence in instruction.sentences for slack in sentence.slacks if slack.share}
    return next(iter(shares)) if len(said) == 1 and shares else None


def _unit_of(name: str) -> str:
    """Return the unit that a name ends in, empty if it has none."""
    found = _CONVERTED.search(fold(name)) or _PERCENT.search(name)
    unit = (found[1] or found[2]) if found else ""
    return unit if is_unit(unit) else ""


def _in_its_unit(slack: Slack, subject: Subject) -> bool:
    units = [unit for name in subject.names if (unit := _unit_of(name))]
    return bool(slack.unit) and any(slack.in_unit(unit) for unit in units)


def _is_of_another_unit(slack: Slack, subject: Subject) -> bool:
    units = [unit for name in subject.names if (unit := _unit_of(name))]
    return bool(slack.unit and units) and not any(slack.in_unit(unit) for unit in units)


def slack_of_figure(
    instruction: Instruction, clause: str, path: str, unit: str = ""
) -> Slack | None:
    """Return how far off a figure of a text may be, as its clause says what it is."""
    words = stems_of(clause)
    for sentence in _speaking(instruction, Subject((), (), path)):
        if sentence.slacks and (_GENERAL.search(sentence.text) or words & sentence.stems):
            return sentence.slacks[0]
    for sentence in _speaking(instruction, Subject((), (), path)):
        for one in allowances_of(sentence):
            alike = one.slack.in_unit(unit) if one.slack.unit and unit else one.slack
            if alike and one.names_in({"": words}):
                return alike
    return None


def is_unrounded(instruction: Instruction, subject: Subject) -> bool:
    """Tell whether numbers are wanted with all their digits."""
    for sentence in _speaking(instruction, subject):
        mentions = _mentions(sentence, subject)
        named = any(mention.name in subject.names for mention in mentions)
        if sentence.unrounded and (named or not mentions or _GENERAL.search(sentence.text)):
            return True
    return False


def is_counted(instruction: Instruction, names: Iterable[str]) -> bool:
    """Tell whether a sentence asks for the number of what a name says."""
    return any(
        re.search(
            rf"{_COUNTED}{re.escape(word)}|\b{re.escape(word)}\w* (?:\w+ )?counts?\b",
            sentence.folded,
        )
        for name in names
        for word in _stems(name)
        if len(word) > 2
        for sentence in instruction.sentences
    )


def _speaking(instruction: Instruction, subject: Subject) -> Sequence[Sentence]:
    """Return the sentences that are about a file, or about none."""
    name = subject.path.rpartition("/")[2].casefold()
    return [
        sentence
        for sentence in instruction.sentences
        if not name or not sentence.about or any(name in file for file in sentence.about)
    ]


def _stems(name: str) -> frozenset[str]:
    return frozenset(_SAME.get(one, one) for one in stems_of(name))


def _spellings(name: str) -> list[str]:
    """Return a name in small letters, and without what stands in brackets."""
    folded = fold(name).casefold()
    bare = re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", folded).strip()
    return [text for text in dict.fromkeys((folded, bare)) if text]


def _mentions(sentence: Sentence, subject: Subject) -> list[_Mention]:
    """Return where a sentence speaks of names: word for word, else by a word of theirs alone."""
    names = list(dict.fromkeys((*subject.names, *subject.others)))
    rest, found = sentence.folded, []
    spelled = [(text, name) for name in names for text in _spellings(name)]
    for text, name in sorted(spelled, key=lambda one: (-len(one[0]), one[0])):
        pattern = re.compile(rf"(?<!\w){re.escape(text)}(?:e?s)?(?!\w)")
        for match in pattern.finditer(rest):
            found.append(_Mention(name, match.start(), match.end()))
        rest = pattern.sub(lambda match: "_" * len(match.group()), rest)
    said = {mention.name for mention in found}
    stems = {name: _stems(name) for name in names}
    rest = _RATIO.sub(lambda match: _masked(match, stems), rest)
    for match in _WORD.finditer(rest):
        one = _SAME.get(stem(match.group()), stem(match.group()))
        owning = [name for name in names if one in stems[name]]
        if len(owning) == 1 and owning[0] not in said and not _is_split(owning[0], one, stems):
            found.append(_Mention(owning[0], match.start(), match.end()))
    return sorted(found, key=lambda mention: mention.start)


def _masked(ratio: "re.Match[str]", stems: dict[str, frozenset[str]]) -> str:
    """Return a ratio such as `cost per lead` blanked if both are names: it is neither of them."""
    parts = [_stems(ratio[1]), _stems(ratio[2])]
    both = all(any(part and part <= known for known in stems.values()) for part in parts)
    return "_" * len(ratio.group()) if both else ratio.group()


def _is_split(name: str, one: str, stems: dict[str, frozenset[str]]) -> bool:
    """Tell whether a word is a weak sign of a name: of a file, or one of many."""
    return "." in name or len(stems[name]) > 3


def _owners(
    sentence: Sentence, rounding: Rounding, mentions: list[_Mention]
) -> tuple[list[str] | None, bool]:
    """Return the names that a wish to round is about, and whether it is tied to them firmly.

    None is for all names: the sentence says nothing of what it is about.
    """
    before = [mention for mention in mentions if mention.end <= rounding.place]
    gap = sentence.text[before[-1].end : rounding.place] if before else ""
    led = before and _OPENING.fullmatch(sentence.text[: before[0].start])
    subject = led and _SUBJECT.match(sentence.text, before[0].end)
    if before and _TIED.fullmatch(gap) and not (subject and gap.lstrip().startswith(",")):
        return _joined(sentence, before), True
    if subject:
        return [before[0].name], True
    after = [mention for mention in mentions if mention.start > rounding.place]
    if after and _FORWARD.fullmatch(sentence.text[rounding.place : after[0].start]):
        return _run(sentence, after), True
    if not before:
        return None, False
    return ([] if _is_of_another(sentence, rounding, before) else [m.name for m in before]), False


def _is_of_another(sentence: Sentence, rounding: Rounding, before: list[_Mention]) -> bool:
    """Tell whether a wish to round is about something that is no name: the subject, its clause."""
    led = _LED.match(sentence.text)
    if led and led.end() <= before[0].start and not _GENERAL.search(led[1]):
        return True
    clause = sentence.text[before[-1].end : rounding.place].rpartition(",")[2]
    return not _GENERAL.search(clause) and bool(stems_of(clause) - _PLAIN)


def _joined(sentence: Sentence, before: list[_Mention]) -> list[str]:
    """Return the last name and those that `and` or a comma joins to it; `X of Y` is X."""
    found, last = [before[-1].name], before[-1]
    for mention in reversed(before[:-1]):
        gap = sentence.text[mention.end : last.start]
        if _OF.fullmatch(gap) and len(found) == 1:
            found = [mention.name]
        elif _AND.fullmatch(gap):
            found.append(mention.name)
        else:
            break
        last = mention
    return found


def _run(sentence: Sentence, after: list[_Mention]) -> list[str]:
    found = [after[0].name]
    for one, other in pairwise(after):
        if not _AND.fullmatch(sentence.text[one.end : other.start]):
            break
        found.append(other.name)
    return found


def _converted(slack: Slack, subject: Subject) -> Slack:
    """Return a margin in the unit that the name of the numbers tells, if it tells one."""
    for name in subject.names:
        found = _CONVERTED.search(fold(name))
        if found and (scaled := slack.in_unit(found[1] or found[2])):
            return scaled
    return slack
